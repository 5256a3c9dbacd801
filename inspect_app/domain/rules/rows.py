"""Rules whose facts are a list of rows: people, scorers, samples."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import Form
from wtforms.validators import Length

from inspect_app.domain.rules.base import Facts, Rule, recorded

MAX_PEOPLE = 200
# What a roster may list beside people: Chinese counts them by 个.
THINGS = (
    "支部", "总支", "党委", "党组", "单位", "部门", "处", "室", "科", "局", "县", "区", "乡", "镇", "街道", "村", "组",
    "项目", "企业", "社区", "学校", "医院", "季度", "月",
)  # fmt: skip
ROWS = Length(
    max=MAX_PEOPLE, message=f"名册最多{MAX_PEOPLE}行，请核对"
)  # max_entries would drop the rest in silence


def with_rows(
    facts: dict[str, Any], form: Form, wanted: Sequence[str] = (), inner: Mapping[str, Rule] | None = None
) -> dict[str, Any]:
    """The facts with the rows that hold one of the `wanted` keys (any key when none is named).

    Rows without are the empty ones that the page offers: they are dropped. A roster without any row is not
    recorded; an empty page must not pass for "there is nobody". `inner` rules have forms of their own in a row.
    """
    entries = form._fields["rows"].entries  # type: ignore[attr-defined]
    rows = [_row(entry.form, inner or {}) for entry in entries]
    kept = [row for row in rows if (any(key in row for key in wanted) if wanted else row)]
    others = {name: value for name, value in facts.items() if name != "rows"}
    return {"rows": kept, **others} if kept else others


def _row(form: Form, inner: Mapping[str, Rule]) -> dict[str, Any]:
    values = {
        name: inner[name].facts(field.form) if name in inner else recorded(field)  # type: ignore[attr-defined]
        for name, field in form._fields.items()
    }
    return {name: value for name, value in values.items() if value is not None and value != {}}


def doubled_name(rows: Iterable[Facts], keys: Sequence[str] = ("name",)) -> str:
    """The name that stands twice in a roster, however it is spaced; "" when none does."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        who = tuple("".join(str(row.get(key, "")).split()) for key in keys)
        if who in seen and who[0]:
            return str(row[keys[0]])
        seen.add(who)
    return ""


def gap_words(gaps: Iterable[str]) -> str:
    """What an incomplete list still needs."""
    return "还缺" + "、".join(gaps)
