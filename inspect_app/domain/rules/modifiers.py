"""What may stand on top of any clause: whom it concerns, what makes it graver, lighter or not count."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema, model_validator

from inspect_app.domain.quantities import (
    Number,
    ParameterText,
    Percent,
    Points,
    Whole,
    is_parameter,
    parameter_name,
    percent_text,
    plain,
)
from inspect_app.domain.strict import Flag, Strict, refusal

Name = Annotated[str, Field(min_length=1, max_length=30)]
MODIFIERS = ("only", "vary", "unless", "aggravated", "times", "exempt", "event", "zeroes", "repeated", "also")
ATTRIBUTES = {"group": "组别", "kind": "类别", "size": "规模"}  # what is known of every subject
_NAMES = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 30}, "minItems": 1}
Groups = Annotated[
    dict[str, Annotated[tuple[Name, ...], Field(min_length=1)]],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: {**_NAMES, "description": title} for key, title in ATTRIBUTES.items()},
        }
    ),
]


class Variant(Strict):
    """Other options of the rule for the subjects of `when`; they are checked like the rule's own."""

    model_config = ConfigDict(frozen=True, extra="allow")

    when: Groups = Field(min_length=1)

    @model_validator(mode="after")
    def _named(self, info: ValidationInfo) -> "Variant":
        """What it replaces is read only when the subject is known; the parameters' titles are known now."""
        for key, value in (self.model_extra or {}).items():
            self.__pydantic_extra__[key] = _called(value, info.context or {})  # type: ignore[index]
        return self

    def options(self) -> dict[str, Any]:
        """The options that replace the rule's."""
        return dict(self.model_extra or {})


def _called(value: Any, titles: Mapping[str, str]) -> Any:
    """The value as it was written, in which $name knows what the parameter is called."""
    if isinstance(value, Mapping):
        return {key: _called(one, titles) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_called(one, titles) for one in value]
    if not is_parameter(value) or isinstance(value, ParameterText):
        return value
    text = ParameterText(value)
    text.called = titles.get(parameter_name(text), parameter_name(text))
    return text


class Extra(Strict):
    """Graver (or better) ones among those found: each costs (or earns) so much more. 造成后果的每起再扣2分.

    With `once` it is no number of them but whether it happened: 造成后果的再扣2分.
    """

    label: Name
    unit: str = Field(default="起", min_length=1, max_length=4)
    deduct: Points | None = None
    add: Points | None = None
    once: Flag = False

    @model_validator(mode="after")
    def _one_price(self) -> "Extra":
        if (self.deduct is None) == (self.add is None):
            raise refusal("aggravated里要写deduct（再扣几分）或add（再加几分），写一个")
        if self.once and "unit" in self.model_fields_set:
            raise refusal("aggravated里写了once（只计一次）就不能再写unit，请删去")
        return self

    @property
    def _price(self) -> str:
        verb, price = ("再扣", self.deduct) if self.deduct is not None else ("再加", self.add)
        return f"{verb}{plain(price or 0)}分"

    @property
    def called(self) -> str:
        """What its field on the form is called: 其中造成后果的, or 造成后果 where it is yes or no."""
        return f"是否{self.label.removesuffix('的')}" if self.once else f"其中{self.label}"

    def words(self) -> str:
        """The price as a sheet would print it."""
        return f"{self.label}{self._price}" if self.once else f"{self.label}每{self.unit}{self._price}"

    def number(self, recorded: Any) -> int:
        """How many times the price counts, out of what was recorded."""
        return int(recorded == "yes") if self.once else int(recorded or 0)

    def asked_words(self) -> str:
        """What is to be recorded still."""
        return f"还没有选{self.called}" if self.once else f"还缺{self.called}有多少（没有的填0）"

    def found_words(self, number: int) -> str:
        """So many of them, and what each costs or earns."""
        return (
            self.words() if self.once else f"其中{self.label}{number}{self.unit}，每{self.unit}{self._price}"
        )


Extras = Annotated[
    tuple[Extra, ...],
    BeforeValidator(
        lambda value: [value] if isinstance(value, Mapping | Extra) else value,
        json_schema_input_type=Extra | Annotated[tuple[Extra, ...], Field(min_length=1)],
    ),
]


class Event(Strict):
    """What is counted once only on the whole sheet: of lines about the same one the dearest, or the cheapest."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    take: Literal["highest", "lowest"] = "highest"

    @property
    def way(self) -> str:
        """就高 or 就低."""
        return "就高" if self.take == "highest" else "就低"

    def words(self) -> str:
        """The rule as a sheet would print it."""
        return f"同一{self.name}{self.way}不重复"


_EventName = Annotated[str, Field(min_length=1, max_length=20)]
AnyEvent = Annotated[
    Event,
    BeforeValidator(
        lambda value: {"name": value} if isinstance(value, str) else value,
        json_schema_input_type=_EventName | Event,
    ),
]


class Factor(Strict):
    """What multiplies the amount when it is ticked: 拒不整改，加倍."""

    label: Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[^、]+$")]
    times: Number

    @model_validator(mode="after")
    def _positive(self) -> "Factor":
        if self.times <= 0:
            raise refusal("times里的倍数应大于0，例如加倍写2，减半写0.5；免扣请用exempt")
        return self

    def words(self) -> str:
        """加倍, 减半, or the number."""
        return f"{self.label.removesuffix('的')}的{times_text(self.times)}"


class Repeated(Strict):
    """Lost in `periods` consecutive periods, this one included: multiplied, or so much more."""

    periods: Whole = 2
    times: Number | None = None
    deduct: Points | None = None

    @model_validator(mode="after")
    def _sensible(self) -> "Repeated":
        if self.periods < 2:
            raise refusal("repeated的periods至少是2（连同本期）")
        if (self.times is None) == (self.deduct is None):
            raise refusal("repeated里要写times（乘以几）或deduct（再扣几分），写一个")
        return self

    def words(self) -> str:
        """The rule as a sheet would print it."""
        effect = times_text(self.times) if self.times is not None else f"再扣{plain(self.deduct or 0)}分"
        return f"连续{self.periods}期失分的{effect}"


class Also(Strict):
    """Somebody else pays too: a `share` of the amount, or `deduct` points. 包村干部扣一半."""

    who: Name
    share: Percent | None = None
    deduct: Points | None = None

    @model_validator(mode="after")
    def _one_price(self) -> "Also":
        if (self.share is None) == (self.deduct is None):
            raise refusal("also里要写share（扣分的几成，例如 50%）或deduct（扣几分），写一个")
        return self

    def words(self) -> str:
        """The rule as a sheet would print it."""
        if self.share is not None:
            return f"{self.who}同时按{percent_text(self.share)}扣分"
        return f"{self.who}同时扣{plain(self.deduct or 0)}分"


def times_text(times: Any) -> str:
    """2 as 加倍, 0.5 as 减半, others as 乘以1.5."""
    return {"2": "加倍", "0.5": "减半"}.get(plain(times), f"乘以{plain(times)}")


def groups_text(groups: Mapping[str, tuple[str, ...]]) -> str:
    """县、区 or 县，且类别为甲: whom a rule is for."""
    return "，且".join("、".join(names) for names in groups.values())


def concerns(groups: Mapping[str, tuple[str, ...]], attributes: Mapping[str, str]) -> bool | None:
    """Whether the subject is one of these; None when an attribute that decides is not known."""
    answers = [attributes[key] in names if key in attributes else None for key, names in groups.items()]
    return False if False in answers else None if None in answers else True


Start = Literal["full", "zero"]
