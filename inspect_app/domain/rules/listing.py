"""What was found one by one: each with what it is, where it is, and of which sort."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import ValidationError

from inspect_app.domain.rules.base import FactForm, Facts, Fields, text_field
from inspect_app.domain.rules.fields import OneOf
from inspect_app.domain.rules.rows import ROWS

KEYS = ("what", "where", "sort", "value")


class ListingForm(FactForm):
    """Something is listed, or it is said that there is nothing."""

    def validate_nothing(self, field: OneOf) -> None:
        """WTForms calls this for the field `nothing`."""
        if field.data and self.found:
            raise ValidationError(f"已经列出{self.found}个，不能再选“{field.choices[0][1]}”")

    def found_number(self) -> tuple[int, str]:
        """How many are listed, and what that number is called."""
        return self.found, "列出的个数"

    @property
    def found(self) -> int:
        """How many rows hold something."""
        rows: Any = self["rows"]
        return sum(any(entry.form[key].data for key in KEYS if key in entry.form) for entry in rows.entries)


def listing_fields(
    called: str, nothing: str, sorts: Sequence[str], *, places: bool, more: Callable[[], Fields] | None = None
) -> Fields:
    """The fields of a list; `called` is what a row's first column says, `nothing` what no row means."""
    row: dict[str, StringField | OneOf] = {"what": text_field(called, 60)}
    if places:
        row["where"] = text_field("地点", 60)
    if sorts:
        row["sort"] = OneOf("种类", choices=[(name, name) for name in sorts])
    form = type("FoundForm", (Form,), {**row, **(more() if more else {})})
    rows: Any = FieldList(FormField(form), validators=[ROWS])
    return {"rows": rows, "nothing": OneOf("检查结果", choices=[("yes", nothing)])}


def gap_in(rows: Sequence[Facts], called: str, unit: str, *, sorted_: bool) -> str:
    """What the list still needs, or nothing."""
    for number, row in enumerate(rows, 1):
        if not row.get("what"):
            return f"还缺第{number}{unit}的{called}"
        if sorted_ and not row.get("sort"):
            return f"还缺“{row['what']}”的种类"
    return ""


def listed_words(rows: Sequence[Facts]) -> str:
    """村口：垃圾成堆；学校旁：积水."""
    return "；".join("：".join(row[key] for key in ("sort", "where", "what") if row.get(key)) for row in rows)
