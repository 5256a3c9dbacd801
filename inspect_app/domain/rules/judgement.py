"""Judgement: an amount within a range, with a reason. 酌情扣0.5至2分; 酌情加1至5分."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field
from wtforms.validators import ValidationError

from inspect_app.domain.quantities import Points, plain
from inspect_app.domain.rules.base import SENTENCE_ENDS, FactForm, Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import ExactNumber


class JudgementForm(FactForm):
    """The amount is 0 or lies in the range of the rule, which the form's class carries."""

    low: ClassVar[Decimal]
    high: ClassVar[Decimal]
    verb: ClassVar[str]

    def validate_value(self, field: ExactNumber) -> None:
        """WTForms calls this for the field `value`."""
        if field.data and not self.low <= field.data <= self.high:
            bounds = f"在{plain(self.low)}至{plain(self.high)}分之间"
            raise ValidationError(f"{self.verb}分应为0，或{bounds}，不能填{plain(field.data)}")


class Judgement(Rule):
    """0, or an amount from `min` to `max` in steps of `step`; more than 0 needs a reason.

    `sign` says whether it is taken (deduct) or given (add).
    """

    kind: Literal["judgement"]
    sign: Literal["deduct", "add"] = "deduct"
    min: Points
    max: Points
    step: Points = Field(default=Decimal("0.5"))

    FORM_BASE: ClassVar[type[FactForm]] = JudgementForm

    def contradiction(self) -> str:
        if self.min > self.max:
            return "min不能大于max，请对调"
        if self.min % self.step or self.max % self.step:
            return "min和max都应是step的整倍数，请改step"
        return ""

    @property
    def adds(self) -> bool:
        return self.sign == "add"

    @property
    def _verb(self) -> str:
        return "加" if self.adds else "扣"

    def clause(self) -> str:
        return f"{self.label}，{self.clause_range()}{self.limit_words()}"

    def fields(self) -> Fields:
        bounds: dict[str, Any] = {"low": self.min, "high": self.max, "verb": self._verb}
        return {"value": ExactNumber(f"酌情{self._verb}分", unit="分", step=self.step), **bounds}

    def judge(self, facts: Facts) -> Verdict:
        value, reason = facts.get("value"), facts.get("remark", "")
        verb = self._verb
        if value is None:
            return Verdict("open", f"还缺酌情{verb}分（不{verb}的填0）")
        amount = Fraction(value)
        if amount == 0:
            return Verdict("met", f"{self.label}：酌情{verb}0分")
        if not reason:
            return Verdict("open", f"酌情{verb}{plain(amount)}分，还缺理由")
        words = f"{self.label}：{self.clause_range()}，理由：{reason.rstrip(SENTENCE_ENDS)}"
        return Verdict("gained" if self.adds else "lost", words, amount)

    def clause_range(self) -> str:
        """The range in words."""
        if self.min == self.max:
            return f"酌情{self._verb}{plain(self.min)}分"
        return f"酌情{self._verb}{plain(self.min)}至{plain(self.max)}分"
