"""Judgement: an amount within a range, with a reason. 酌情扣0.5至2分."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from wtforms.validators import ValidationError

from inspect_app.domain.quantities import Points, plain
from inspect_app.domain.rules.base import SENTENCE_ENDS, FactForm, Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import ExactNumber


class JudgementForm(FactForm):
    """The amount is 0 or lies in the range of the rule, which the form's class carries."""

    low: ClassVar[Decimal]
    high: ClassVar[Decimal]

    def validate_value(self, field: ExactNumber) -> None:
        """WTForms calls this for the field `value`."""
        if field.data and not self.low <= field.data <= self.high:
            raise ValidationError(
                f"扣分应为0，或在{plain(self.low)}至{plain(self.high)}分之间，不能填{plain(field.data)}"
            )


class Judgement(Rule):
    """0, or an amount from `min` to `max` in steps of `step`; more than 0 needs a reason."""

    kind: Literal["judgement"]
    min: Points
    max: Points
    step: Points = Field(default=Decimal("0.5"))

    FORM_BASE: ClassVar[type[FactForm]] = JudgementForm

    @model_validator(mode="after")
    def _sensible(self) -> "Judgement":
        if self.min > self.max:
            raise PydanticCustomError("judgement", "min不能大于max，请对调")
        if self.min % self.step or self.max % self.step:
            raise PydanticCustomError("judgement", "min和max都应是step的整倍数，请改step")
        return self

    def clause(self) -> str:
        return f"{self.label}，酌情扣{plain(self.min)}至{plain(self.max)}分{self.limit_words()}"

    def fields(self) -> Fields:
        bounds: dict[str, Any] = {"low": self.min, "high": self.max}
        return {"value": ExactNumber("酌情扣分", unit="分", step=self.step), **bounds}

    def judge(self, facts: Facts) -> Verdict:
        value, reason = facts.get("value"), facts.get("remark", "")
        if value is None:
            return Verdict("open", "还缺酌情扣分（不扣的填0）")
        amount = Fraction(value)
        if amount == 0:
            return Verdict("met", f"{self.label}：酌情扣0分")
        if not reason:
            return Verdict("open", f"酌情扣{plain(amount)}分，还缺理由")
        return Verdict(
            "lost", f"{self.label}：{self.clause_range()}，理由：{reason.rstrip(SENTENCE_ENDS)}", amount
        )

    def clause_range(self) -> str:
        """The range in words."""
        return f"酌情扣{plain(self.min)}至{plain(self.max)}分"
