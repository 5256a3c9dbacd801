"""Exact numbers: how a checklist writes them, how they are rounded, how they read in Chinese."""

import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Literal, TypeVar

from pydantic import Field, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

CENT = Decimal("0.01")
ROUNDING_RULE = "每条明细四舍五入到0.01分，合计不再舍入"

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
_PARAMETER = re.compile(
    r"\$(?P<name>[a-z][a-z0-9_-]*)(\*(?P<times>[0-9]{1,4}(\.[0-9]{1,4})?)(?P<percent>%?))?"
)


class AskedNumber(Decimal):
    """A number that the manager still has to set, `times` over.

    `name` is the parameter's, `title` what people call it.
    """

    name: str
    title: str
    times: Decimal


class AskedPercent(Fraction):
    """A percentage that the manager still has to set, `times` over."""

    name: str
    title: str
    times: Decimal


class ParameterText(str):
    """The text $funds where it is read only later, with what the parameter is `called`."""

    called: str


Asked = AskedNumber | AskedPercent
_AskedT = TypeVar("_AskedT", AskedNumber, AskedPercent)


def round_points(value: Fraction | Decimal) -> Decimal:
    """The value in points, rounded half up to 0.01; the sign does not change the size of what is rounded."""
    over, under = value.as_integer_ratio()
    cents = (abs(over) * 200 + under) // (under * 2)
    return (Decimal(-cents if over < 0 else cents) * CENT).quantize(CENT, ROUND_HALF_UP)


def whole_steps(steps: Fraction, way: str | None) -> Fraction:
    """So many steps, of which a started one counts as a whole (`up`), not at all (`down`), or as it is."""
    if way == "up":
        return Fraction(math.ceil(steps))
    return Fraction(math.floor(steps)) if way == "down" else steps


def plain(number: Decimal | Fraction | int | str) -> str:
    """A number as people write it: no exponent and no trailing zeros (at most four decimals)."""
    if isinstance(number, int):
        return str(number)
    # Of fractions Python asks abstract classes, which is slow; most numbers are plain decimals.
    if type(number) is not Decimal and isinstance(number, Asked):
        return f"{_times_text(number)}〔{number.title}〕"
    return _plain(number)


# The same few numbers stand on every sheet. Equal numbers read alike, so that it matters not which was first.
@lru_cache(maxsize=4096, typed=True)
def _plain(number: Decimal | Fraction | str) -> str:
    if isinstance(number, Decimal) and number.is_finite() and int(number.as_tuple().exponent) >= -4:
        text = f"{number + 0:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    value = Fraction(number)
    tenthousandths = Decimal((abs(value) * 10000 + Fraction(1, 2)).__floor__()) / 10000
    text = f"{tenthousandths:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"-{text}" if value < 0 and text != "0" else text


def percent_text(rate: Fraction, *, below: Fraction | None = None) -> str:
    """A rate as a percentage of at most two decimals, more only where rounding would hide that it is `below`."""
    if isinstance(rate, Asked):
        return f"{_times_text(rate)}〔{rate.title}〕%"
    return _percent_text(rate, below)


@lru_cache(maxsize=4096)
def _percent_text(rate: Fraction, below: Fraction | None) -> str:
    for places in (2, 4, 8, 12):
        scale = 10**places
        rounded = Fraction((rate * 100 * scale + Fraction(1, 2)).__floor__(), scale)
        if below is None or rate >= below or rounded < below * 100:
            break
    text = f"{Decimal(rounded.numerator) / Decimal(rounded.denominator):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def is_number(text: str) -> bool:
    """Whether the text is a number as a checklist writes it: no sign, no unit, no exponent, ASCII digits."""
    return _NUMBER.fullmatch(text) is not None


def halfwidth(text: str) -> str:
    """The text with full-width digits, points and percent signs made half-width, as input methods mix them."""
    return unicodedata.normalize("NFKC", text).strip()


def is_parameter(text: object) -> bool:
    """Whether the text stands for a parameter or a multiple of one: $funds, $funds*1.2, $funds*80%."""
    return isinstance(text, str) and _PARAMETER.fullmatch(text) is not None


def parameter_name(text: str) -> str:
    """The name of the parameter that the text stands for."""
    found = _PARAMETER.fullmatch(text)
    return found["name"] if found else text


def _times_text(asked: "Asked") -> str:
    return "" if asked.times == 1 else f"{plain(asked.times)}倍"


def _asked(kind: type[_AskedT], text: str, info: ValidationInfo) -> _AskedT:
    """The stand-in for a parameter, whose worth of 1 no score ever sees."""
    name = parameter_name(text)
    titles: Mapping[str, str] | None = info.context
    if titles is not None and name not in titles:
        listed = "、".join(f"${one}" for one in titles) or "（还没有写parameters）"
        advice = f"没有叫“${name}”的参数，请先写进parameters，已有的：{listed}"
        raise PydanticCustomError("parameter", "{advice}", {"advice": advice})
    stand_in = kind(1)
    stand_in.name, stand_in.title = name, (titles or {}).get(name) or str(getattr(text, "called", name))
    stand_in.times = _times(text)
    return stand_in


def _times(text: str) -> Decimal:
    """How often the parameter is taken: $funds*80% is 0.8."""
    found = _PARAMETER.fullmatch(text)
    if found is None or found["times"] is None:
        return Decimal(1)
    return Decimal(found["times"]) / (100 if found["percent"] else 1)


def _decimal(value: object, info: ValidationInfo) -> Decimal:
    """A checklist's number, which reaches us as text; anything with a unit or a sign is refused by name."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    text = value if isinstance(value, str) else ""
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if is_parameter(text):
        return _asked(AskedNumber, text, info)
    raise PydanticCustomError("number", "{advice}", {"advice": _number_advice(text, value)})


def _number_advice(text: str, value: object) -> str:
    if not isinstance(value, str) or text.strip() in {"", "~", "null"}:
        return "这里应写一个数字，例如 0.5"
    if text == "all":
        return "这里要写数字，不能写all；失分就此项不得分的，写扣几分，再加 zeroes: true"
    if re.fullmatch(r"[\d.]+\s*[%％]", text):
        return f"“{text}”是百分数，这里应写不带百分号的数字"
    unit = re.fullmatch(r"([\d.]+)\s*(分|个|次|人|名|项|处|件|天|月|年)", text)
    if unit:
        return f"“{text}”不要带单位“{unit[2]}”，请写 {unit[1]}"
    if re.fullmatch(r"\d{1,3}([,，]\d{3})+", text):
        return f"“{text}”里不要写逗号，请写 {re.sub('[,，]', '', text)}"
    if text.startswith("-"):
        return f"“{text}”不能是负数，扣分也写正数，请写 {text.lstrip('-')}"
    if halfwidth(text) != text and _NUMBER.fullmatch(halfwidth(text)):
        return f"“{text}”用了全角字符，请写半角的 {halfwidth(text)}"
    return f"“{text}”不是数字（最多四位小数），请写例如 0.5"


def _points(value: object, info: ValidationInfo) -> Decimal:
    number = _decimal(value, info)
    if number != number.quantize(CENT):
        raise PydanticCustomError("points", "{advice}", {"advice": f"分值最多两位小数，“{value}”写得太细"})
    return number


def _positive_points(value: object, info: ValidationInfo) -> Decimal:
    number = _points(value, info)
    if number == 0:
        raise PydanticCustomError("points", "分值必须大于0")
    return number


def _whole(value: object, info: ValidationInfo) -> int:
    number = _decimal(value, info)
    if isinstance(number, Asked) or number != int(number):
        raise PydanticCustomError("whole", "{advice}", {"advice": f"“{value}”应为整数"})
    return int(number)


def _percent(value: object, info: ValidationInfo) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = value if isinstance(value, str) else ""
    if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?%", text):
        return Fraction(text[:-1]) / 100
    if is_parameter(text):
        return _asked(AskedPercent, text, info)
    number = re.sub(r"\s*%$", "", halfwidth(text))
    wanted = f"{_hundredfold(number)}%" if _NUMBER.fullmatch(number) else "100%"
    raise PydanticCustomError(
        "percent", "{advice}", {"advice": f"“{text}”应写成带半角百分号的百分数，例如 {wanted}"}
    )


def _hundredfold(number: str) -> str:
    """0.95 was meant as 95%; 95 is what it says."""
    return plain(Decimal(number) * 100) if "." in number and Decimal(number) < 1 else number


def _points_or_all(value: object, info: ValidationInfo) -> Decimal | str:
    return "all" if value == "all" else _positive_points(value, info)


def _start_at(value: object, info: ValidationInfo) -> Decimal | str:
    if isinstance(value, str) and value in {"full", "zero"}:
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value) is None:
        advice = f"start不能写“{value}”，只能写：full（从满分扣）、zero（从0分加）或起评分，例如 60"
        raise PydanticCustomError("start", "{advice}", {"advice": advice})
    return _points(value, info)


def _floor(value: object, info: ValidationInfo) -> Decimal | str:
    if isinstance(value, Decimal) or value in ("zero", "negative"):
        return value
    if isinstance(value, str) and re.fullmatch(r"-[0-9]{1,9}(\.[0-9]{1,2})?", value):
        return Decimal(value)
    advice = (
        f"floor不能写“{value}”，只能写：zero（最低0分）、negative（允许负分）或负数，例如最多倒扣10分写 -10"
    )
    raise PydanticCustomError("floor", "{advice}", {"advice": advice})


# Not Before: pydantic would turn the stand-in for a parameter into a Decimal that has forgotten its name.
# The types beside the validators are what an editor may expect: the loader hands over text.
_NumberText = Annotated[
    str, Field(pattern=r"^([0-9]{1,9}(\.[0-9]{1,4})?|\$[a-z][a-z0-9_-]*(\*[0-9]{1,4}(\.[0-9]{1,4})?%?)?)$")
]
_PercentText = Annotated[
    str, Field(pattern=r"^([0-9]{1,4}(\.[0-9]{1,4})?%|\$[a-z][a-z0-9_-]*(\*[0-9]{1,4}(\.[0-9]{1,4})?%?)?)$")
]
_AnyNumber = Annotated[float, Field(ge=0)] | _NumberText
_Positive = Annotated[float, Field(gt=0)] | _NumberText
Number = Annotated[Decimal, PlainValidator(_decimal, json_schema_input_type=_AnyNumber)]
Points = Annotated[Decimal, PlainValidator(_positive_points, json_schema_input_type=_Positive)]
AnyPoints = Annotated[Decimal, PlainValidator(_points, json_schema_input_type=_AnyNumber)]
Whole = Annotated[
    int, PlainValidator(_whole, json_schema_input_type=Annotated[int, Field(ge=0)] | _NumberText)
]
Percent = Annotated[Fraction, PlainValidator(_percent, json_schema_input_type=_PercentText)]
PointsOrAll = Annotated[
    Decimal | Literal["all"],
    PlainValidator(_points_or_all, json_schema_input_type=_Positive | Literal["all"]),
]
Floor = Annotated[
    Decimal | Literal["zero", "negative"],
    PlainValidator(
        _floor, json_schema_input_type=Annotated[float, Field(lt=0)] | Literal["zero", "negative"]
    ),
]
StartAt = Annotated[
    Decimal | Literal["full", "zero"],
    PlainValidator(_start_at, json_schema_input_type=_AnyNumber | Literal["full", "zero"]),
]
