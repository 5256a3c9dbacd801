"""Form fields with Chinese messages that take numbers as people type them on a tablet."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import DecimalField, Field, IntegerField
from wtforms.validators import ValidationError

from inspect_app.domain.quantities import halfwidth, plain
from inspect_app.domain.rules.modifiers import Extra

LARGEST = 99_999_999


class WholeNumber(IntegerField):
    """A whole number of 0 or more; empty is None. Full-width digits are understood."""

    def __init__(self, label: str, *, unit: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.unit = unit

    def process_formdata(self, valuelist: list[str]) -> None:
        text = halfwidth(valuelist[0]) if valuelist else ""
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"[0-9]+", text):
            raise ValueError(_number_message(self.label.text, text, whole=True))
        if len(text.lstrip("0")) > len(str(LARGEST)):
            raise ValueError(f"{self.label.text}太大，请核对")
        self.data = int(text)


class ExactNumber(DecimalField):
    """A number that is a multiple of `step`, of 0 or more unless it is `signed`; empty is None."""

    def __init__(
        self,
        label: str,
        *,
        unit: str = "",
        step: Decimal = Decimal("0.01"),
        signed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, places=None, **kwargs)
        self.unit, self.step, self.signed = unit, step, signed

    def process_formdata(self, valuelist: list[str]) -> None:
        text = halfwidth(valuelist[0]).replace("−", "-") if valuelist else ""
        self.data = None
        if not text:
            return
        if not re.fullmatch(rf"{'-?' if self.signed else ''}[0-9]{{1,20}}(\.[0-9]{{1,4}})?", text):
            raise ValueError(_number_message(self.label.text, text, whole=False, signed=self.signed))
        number = Decimal(text)
        if abs(number) > LARGEST:
            raise ValueError(f"{self.label.text}太大，请核对")
        if number % self.step:
            raise ValueError(f"{self.label.text}应为{plain(self.step)}的整倍数，不能填{text}")
        self.data = number


class OneOf(Field):
    """One of `choices` (value, what it says). No choice is None; what is not on offer is refused by name."""

    def __init__(self, label: str, *, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices = tuple(choices)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.data not in {value for value, _ in self.choices}:
            offered = "、".join(
                value if value == words else f"{value}（{words}）" for value, words in self.choices
            )
            raise ValidationError(f"{self.label.text}没有“{self.data}”这一项，请填其中一个：{offered}")


def _number_message(label: str, text: str, *, whole: bool, signed: bool = False) -> str:
    if text.startswith("-") and not signed:
        return f"{label}不能是负数，请填0或更大的数"
    wanted = "整数" if whole else "数字"
    return f"{label}只填{wanted}，不写单位和符号，不能填“{text[:20]}”"


class Ticks(Field):
    """Several of several, kept as one text 甲、乙; `none` is the choice that says none of them applies."""

    def __init__(self, label: str, *, choices: Sequence[str], none: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.none = none
        self.choices = tuple((name, name) for name in (*choices, none))

    def process_formdata(self, valuelist: list[str]) -> None:
        chosen = [part for value in valuelist for part in value.split("、") if part]
        known = [value for value, _ in self.choices if value in chosen]
        odd = [part for part in chosen if part not in known]
        self.data = "、".join([*known, *odd]) or None

    def ticked(self, value: str) -> bool:
        """Whether this one is chosen."""
        return value in (self.data or "").split("、")

    def pre_validate(self, form: Any) -> None:
        chosen = self.data.split("、") if self.data else []
        known = {value for value, _ in self.choices}
        for name in chosen:
            if name not in known:
                offered = "、".join(value for value, _ in self.choices)
                raise ValidationError(f"{self.label.text}没有“{name}”这一项，请从这些里选：{offered}")
        if self.none in chosen and len(chosen) > 1:
            raise ValidationError(f"{self.label.text}选了“{self.none}”，就不能再选别的")


def graver_field(extra: Extra) -> WholeNumber | OneOf:
    """How many of those found are graver, none of which can be more than there are; or whether it happened."""
    if extra.once:
        return OneOf(extra.called, choices=[("yes", "是"), ("no", "否")])
    return WholeNumber(extra.called, unit=extra.unit, validators=[_among_those_found])


def _among_those_found(form: Any, field: WholeNumber) -> None:
    """For forms that know how many were found."""
    found, where = getattr(form, "found_number", lambda: (None, ""))()
    if field.data and found is not None and field.data > found:
        raise ValidationError(f"{field.label.text}（{field.data}）不能大于{where}（{found}）")


class Day(Field):
    """A calendar day as 2020-06-30; people also type 2020.6.30 or 2020年6月30日. Empty is None."""

    unit = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = halfwidth(valuelist[0]) if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = text
        parts = re.fullmatch(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", text)
        if parts is None:
            raise ValueError(f"{self.label.text}应写成例如2020-06-30的日期，不能填“{text[:20]}”")
        try:
            self.data = date(*(int(part) for part in parts.groups())).isoformat()
        except ValueError:
            raise ValueError(f"{self.label.text}没有“{text}”这一天，请核对") from None

    def _value(self) -> str:
        return self.data or ""
