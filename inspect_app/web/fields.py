"""Form fields whose messages are Chinese and say what to write."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, ValidationError

from inspect_app.domain.quantities import halfwidth


def trimmed(value: str | None) -> str:
    """The text without blanks around it and without NUL, which PostgreSQL refuses; nothing is an empty text."""
    return (value or "").replace("\0", "").strip()


class Words(StringField):
    """A short text that must be there, without blanks around it."""

    def __init__(self, label: str, *, most: int, **kwargs: Any) -> None:
        validators = [
            InputRequired(f"请填写{label}"),
            Length(1, most, f"{label}最多{most}字，不能只有空格，请修改"),
            *kwargs.pop("validators", ()),
        ]
        super().__init__(label, filters=[trimmed], validators=validators, **kwargs)


class LongText(TextAreaField):
    """Text of several lines; how it is read is the form's own business."""

    def __init__(self, label: str, *, most: int = 20000, **kwargs: Any) -> None:
        validators = [Length(max=most, message=f"{label}太长，最多{most}字"), *kwargs.pop("validators", ())]
        super().__init__(label, validators=validators, **kwargs)


YEARS = range(1990, 2101)  # of anything that is assessed


class Day(DateField):
    """A date as the browser's date field sends it, or typed: 2020-6-30, 2020.6.30, 2020年6月30日."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = halfwidth(valuelist[0]) if valuelist else ""
        self.data = None
        if not text:
            raise ValueError(f"请填写{self.label.text}")
        parts = (
            text.replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-").replace("/", "-")
        )
        try:
            year, month, day = (int(part) for part in parts.split("-"))
            self.data = date(year, month, day)
        except ValueError as error:
            raise ValueError(f"{self.label.text}应写成2020-06-30这样的日期，不能填“{text[:20]}”") from error
        if year not in YEARS:
            raise ValueError(
                f"{self.label.text}的年份应在{YEARS[0]}至{YEARS[-1]}之间，不能填{year}年，请核对"
            )


class Pick(SelectField):
    """One of a list; what is not in it is refused by name."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in {choice.value for choice in self.choices or ()}:
            raise ValidationError(f"请选择{self.label.text}")


class Picks(SelectMultipleField):
    """Any number of rows of a list, by id, in the list's order."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, coerce=int, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not all(value.isascii() and value.isdigit() for value in valuelist):
            raise ValueError(f"{self.label.text}里有认不出的一项，请重新选择")
        self.data = [int(value) for value in valuelist]

    def pre_validate(self, form: Any) -> None:
        offered = {choice.value for choice in self.choices or ()}
        if not set(self.data or ()) <= offered:
            raise ValidationError(f"{self.label.text}里有已经停用或不存在的一项，请重新选择")


def options(pairs: Iterable[tuple[Any, str]]) -> list[Any]:
    """Values and labels as the choices of a `Pick` or `Picks`."""
    return [SelectChoice(value, label) for value, label in pairs]


def chosen(rows: Sequence[Any], ids: Sequence[int] | None) -> list[Any]:
    """The rows whose ids were picked, in the rows' own order."""
    picked = set(ids or ())
    return [row for row in rows if row.id in picked]
