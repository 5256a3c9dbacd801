"""What every rule kind shares: its options' base class, its facts' form, its verdict."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator
from wtforms import Field as FormField_
from wtforms import Form, StringField, TextAreaField
from wtforms.validators import Length, Optional

from inspect_app.domain.quantities import Points, plain
from inspect_app.domain.rules.fields import OneOf, Ticks, graver_field
from inspect_app.domain.rules.modifiers import (
    Also,
    AnyEvent,
    Extra,
    Extras,
    Factor,
    Groups,
    Repeated,
    Variant,
    groups_text,
)
from inspect_app.domain.rules.substitution import asked_in
from inspect_app.domain.strict import Flag, Strict, refusal

__all__ = [
    "REMARK_LENGTH", "FactForm", "Facts", "Fields", "Flag", "Priced", "Rule", "State", "Strict", "Verdict",
]  # fmt: skip

State = Literal["open", "met", "lost", "gained", "void"]
Facts = Mapping[str, Any]
Fields = dict[str, Any]  # WTForms fields by name; they are unbound until a form is made
REMARK_LENGTH = 500
SENTENCE_ENDS = "。；;，,. "  # what an inspector's words lose where a sentence goes on after them
NO_FACTOR = "都没有"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no database and no PDF takes them


@dataclass(frozen=True)
class Verdict:
    """What a rule makes of the facts.

    `open`: not yet recorded, `words` says what is missing. `met`: nothing lost or gained. `lost`: `amount`
    points go. `gained`: `amount` points come. `void`: not applicable. `words` holds facts and arithmetic;
    `amount` is exact, positive, before any cap. `zeroes`: the whole item gets nothing. `events`: which of several
    events make up the amount, and how much each. `parts`: of each sample what became of it, 扣2分 or 未填完.
    """

    state: State
    words: str
    amount: Fraction = Fraction(0)
    zeroes: bool = False
    events: tuple[tuple[str, Fraction], ...] = ()
    parts: tuple[str, ...] = ()


class FactForm(Form):
    """The controls of one rule. A field left empty means "not yet recorded", which is no error."""

    remark = TextAreaField(
        "情况说明",
        validators=[Optional(), Length(max=REMARK_LENGTH, message=f"情况说明最多{REMARK_LENGTH}字，请缩短")],
    )


class Rule(Strict):
    """One clause. `label` names it within its item and is the key of its facts.

    `limit` is its own cap; `reading` says how doubtful words of the document are understood; the options below
    stand on top of any kind.
    """

    kind: str
    label: str = Field(min_length=1, max_length=40, pattern=r"^[^\s/|]+$")
    limit: Points | None = None
    reading: str | None = Field(default=None, min_length=1, max_length=60)
    only: Groups = Field(default_factory=dict)
    vary: tuple[Variant, ...] = ()
    unless: str | None = Field(default=None, min_length=1, max_length=40)
    aggravated: Extras = ()
    times: tuple[Factor, ...] = ()
    exempt: Flag = False
    event: AnyEvent | None = None
    zeroes: Flag = False
    repeated: Repeated | None = None
    also: Also | None = None
    none: str | None = Field(default=None, min_length=1, max_length=12)

    FORM_BASE: ClassVar[type[FactForm]] = FactForm

    @property
    def form_base(self) -> type[FactForm]:
        """The class that checks the facts together."""
        return self.FORM_BASE

    @model_validator(mode="after")
    def _consistent(self) -> "Rule":
        # Parameters that are not set yet stand as 1: what they contradict shows when they are set.
        advice = self._modifier_advice() or ("" if asked_in(self) else self.contradiction())
        if advice:
            raise refusal(advice)
        return self

    def _modifier_advice(self) -> str:
        """Modifiers that could never have an effect on this clause."""
        one_way = {"exempt", "zeroes", "repeated", "also"} & {
            name for name in self.model_fields_set if getattr(self, name)
        }
        if self.adds and one_way:
            return f"加分的规则不能写{'、'.join(sorted(one_way))}，请删去"
        if any(self.adds != (extra.add is not None) for extra in self.aggravated):
            wanted = "add（再加几分）" if self.adds else "deduct（再扣几分）"
            return f"aggravated的价和本条方向相反，这里应写{wanted}"
        if len(self.graver) < len(self.aggravated):
            return "aggravated里有重名的label，请改一个"
        if any(re.search(r"[\s-]", name) for name in self.graver):
            return "aggravated写了几种的，label里不能有空格和连字符，请改写"
        return ""

    @cached_property
    def graver(self) -> Mapping[str, Extra]:
        """What `aggravated` says, by the name of the fact that records how many; a single one needs no other name."""
        if len(self.aggravated) == 1:
            return {"aggravated": self.aggravated[0]}
        return {f"a_{extra.label}": extra for extra in self.aggravated}

    def contradiction(self) -> str:
        """What to put right between the options, or nothing."""
        return ""

    def clause(self) -> str:
        """The rule in words, as a scoring sheet would print it."""
        raise NotImplementedError

    def judge(self, facts: Facts) -> Verdict:
        """What the facts cost or earn; facts must have come through the rule's form."""
        raise NotImplementedError

    def fields(self) -> Fields:
        """The form fields that record the facts, in the order of the page."""
        raise NotImplementedError

    @cached_property
    def form(self) -> type[FactForm]:
        """The WTForms class of this rule's facts."""
        return type("RuleForm", (self.form_base,), {**self.fields(), **self.modifier_fields()})

    def modifier_fields(self) -> Fields:
        """The form fields of what stands on top of the clause."""
        fields: Fields = {}
        for name, extra in self.graver.items():
            fields[name] = graver_field(extra)
        if self.times:
            fields["factors"] = Ticks("情形", choices=[one.label for one in self.times], none=NO_FACTOR)
        if self.event is not None and not self.names_events:
            fields["event"] = text_field(f"{self.event.name}名称", 60)
        if self.also is not None:
            fields["payer"] = text_field(f"{self.also.who}名称", 30)
        if self.asks_whether:
            fields["none"] = OneOf("是否适用", choices=[("yes", self.none or "")])
        if self.exempt:
            fields["exempt"] = text_field("免扣理由（不免扣的不填）", 200)
        return fields

    def facts(self, form: Form) -> dict[str, Any]:
        """The validated form as plain JSON data; what was left empty is absent."""
        return {name: value for name, field in form._fields.items() if (value := recorded(field)) is not None}

    @cached_property
    def said(self) -> str:
        """The clause, worded once: every line of every sheet repeats it."""
        return self.clause()

    @cached_property
    def asked(self) -> bool:
        """Whether a number of this rule is a parameter that the manager sets."""
        return bool(asked_in(self))

    @property
    def adds(self) -> bool:
        """Whether the clause earns points rather than costing them."""
        return False

    @property
    def limit_verb(self) -> str:
        """What the clause's own cap bounds: 扣, 加, or 加、扣."""
        return "加" if self.adds else "扣"

    @property
    def asks_whether(self) -> bool:
        """Whether the form has a choice of its own for who is not concerned."""
        return self.none is not None

    @property
    def quotes_remark(self) -> bool:
        """Whether the words of a line that moves points hold what was remarked."""
        return False

    @property
    def names_events(self) -> bool:
        """Whether the facts name the events one by one, so that the clause needs no field for the only one."""
        return False

    @property
    def depth(self) -> int:
        """How many samples lie within each other."""
        return 0

    @property
    def takes_all(self) -> bool:
        """Whether losing this clause leaves nothing of the item."""
        return self.zeroes

    def limit_words(self) -> str:
        """The clause's own cap and what else stands on top of it in words, or nothing."""
        parts = [f"最多{self.limit_verb}{plain(self.limit)}分"] if self.limit is not None else []
        parts += ["此项不得分"] if self.zeroes else []
        extras = (*self.aggravated, *self.times, self.repeated, self.also, self.event)
        parts += [one.words() for one in extras if one]
        parts += ["有正当理由的免扣"] if self.exempt else []
        parts += [f"“{self.unless}”已失分的不再计"] if self.unless else []
        parts += [f"{self.none}的不计"] if self.asks_whether else []
        parts += [f"只适用于{groups_text(self.only)}"] if self.only else []
        reading = f"（按“{self.reading}”理解）" if self.reading else ""
        return "".join(f"，{part}" for part in parts) + reading


class Priced(Rule):
    """A clause with one price: `deduct` costs it, `add` earns it."""

    deduct: Points | None = None
    add: Points | None = None

    @model_validator(mode="after")
    def _one_price(self) -> "Priced":
        advice = self.price_advice()
        if advice:
            raise refusal(advice)
        return self

    def price_advice(self) -> str:
        """What is wrong with the prices, or nothing."""
        if self.deduct is None and self.add is None:
            return "缺少“deduct”（扣分）或“add”（加分），请写一个"
        return "“deduct”和“add”只能写一个" if self.deduct is not None and self.add is not None else ""

    @property
    def adds(self) -> bool:
        return self.add is not None

    @property
    def limit_verb(self) -> str:
        return "加、扣" if self.deduct is not None and self.add is not None else super().limit_verb

    @property
    def price(self) -> Decimal:
        """What one costs or earns."""
        return self.add or self.deduct or Decimal(0)

    def price_text(self) -> str:
        """扣2分 or 加2分."""
        return f"{'加' if self.adds else '扣'}{plain(self.price)}分"

    def priced(self, words: str, times: Fraction | int = 1) -> Verdict:
        """The verdict that so many times the price is lost or gained."""
        return Verdict("gained" if self.adds else "lost", words, times * Fraction(self.price))

    @property
    def nothing(self) -> str:
        """How a line ends that changes nothing."""
        return "不加分" if self.adds else "不扣分"


def text_field(label: str, longest: int) -> StringField:
    """A line of text of so many characters at most."""
    return StringField(label, validators=[Length(max=longest, message=f"{label}最多{longest}字，请缩短")])


def recorded(field: FormField_) -> Any:
    """A field's value as JSON data: exact numbers as text, text without control characters, empty as None."""
    value = field.data
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return _CONTROL.sub("", value).strip() or None
    return value
