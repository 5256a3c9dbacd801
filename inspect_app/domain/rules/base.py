"""What every rule kind shares: its options' base class, its facts' form, its verdict."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic import Strict as Strictly
from wtforms import Field as FormField_
from wtforms import Form, TextAreaField
from wtforms.validators import Length, Optional

from inspect_app.domain.quantities import Points, plain

State = Literal["open", "met", "lost", "void"]
Facts = Mapping[str, Any]
Fields = dict[str, Any]  # WTForms fields by name; they are unbound until a form is made
REMARK_LENGTH = 500
SENTENCE_ENDS = "。；;，,. "  # what an inspector's words lose where a sentence goes on after them
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no database and no PDF takes them


def _true_or_false(value: object) -> object:
    """Only the two words: a "yes" that one tool reads as true is text to the next."""
    words = {"true": True, "false": False}
    return words.get(value, value if value else "空") if isinstance(value, str) else value


Flag = Annotated[bool, Strictly(), BeforeValidator(_true_or_false)]


class Strict(BaseModel):
    """Every part of a checklist: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Verdict:
    """What a rule makes of the facts.

    `open`: not yet recorded, `words` says what is missing. `met`: nothing lost. `lost`: `amount` points go.
    `void`: not applicable. `words` holds facts and arithmetic; `amount` is exact, positive, before any cap.
    """

    state: State
    words: str
    amount: Fraction = Fraction(0)


class FactForm(Form):
    """The controls of one rule. A field left empty means "not yet recorded", which is no error."""

    remark = TextAreaField(
        "情况说明",
        validators=[Optional(), Length(max=REMARK_LENGTH, message=f"情况说明最多{REMARK_LENGTH}字，请缩短")],
    )


class Rule(Strict):
    """One clause. `label` names it within its item and is the key of its facts."""

    kind: str
    label: str = Field(min_length=1, max_length=40, pattern=r"^[^\s/|]+$")
    limit: Points | None = None

    FORM_BASE: ClassVar[type[FactForm]] = FactForm

    def clause(self) -> str:
        """The rule in words, as a scoring sheet would print it."""
        raise NotImplementedError

    def judge(self, facts: Facts) -> Verdict:
        """What the facts cost; facts must have come through the rule's form."""
        raise NotImplementedError

    def fields(self) -> Fields:
        """The form fields that record the facts, in the order of the page."""
        raise NotImplementedError

    @cached_property
    def form(self) -> type[FactForm]:
        """The WTForms class of this rule's facts."""
        return type("RuleForm", (self.FORM_BASE,), self.fields())

    def facts(self, form: Form) -> dict[str, Any]:
        """The validated form as plain JSON data; what was left empty is absent."""
        return {name: value for name, field in form._fields.items() if (value := recorded(field)) is not None}

    def limit_words(self) -> str:
        """The clause's own cap in words, or nothing."""
        return f"，最多扣{plain(self.limit)}分" if self.limit is not None else ""


def recorded(field: FormField_) -> Any:
    """A field's value as JSON data: exact numbers as text, text without control characters, empty as None."""
    value = field.data
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return _CONTROL.sub("", value).strip() or None
    return value
