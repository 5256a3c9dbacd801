"""Judgement: an amount within a range, with a reason. 酌情扣0.5至2分; 酌情加1至5分."""

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, ClassVar, Literal

from pydantic import Field
from wtforms import Form
from wtforms.validators import ValidationError

from inspect_app.domain.quantities import Points, plain
from inspect_app.domain.rules.base import SENTENCE_ENDS, FactForm, Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import ExactNumber
from inspect_app.domain.rules.listing import ListingForm, gap_in, listing_fields
from inspect_app.domain.rules.rows import with_rows


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

    `sign` says whether it is taken (deduct) or given (add). With `each` it is for each one found, listed with what
    it is: 每例扣1至2分.
    """

    kind: Literal["judgement"]
    sign: Literal["deduct", "add"] = "deduct"
    min: Points
    max: Points
    step: Points = Field(default=Decimal("0.5"))
    each: str | None = Field(default=None, min_length=1, max_length=4)

    @property
    def form_base(self) -> type[FactForm]:
        return JudgementForm if self.each is None else ListingForm

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
    def quotes_remark(self) -> bool:
        return self.each is None

    @property
    def _verb(self) -> str:
        return "加" if self.adds else "扣"

    def clause(self) -> str:
        return f"{self.label}，{self.clause_range()}{self.limit_words()}"

    def fields(self) -> Fields:
        if self.each is not None:
            return listing_fields(
                self.called, self._nothing, (), places=False, more=lambda: {"value": self._row_value()}
            )
        bounds: dict[str, Any] = {"low": self.min, "high": self.max, "verb": self._verb}
        return {"value": ExactNumber(f"酌情{self._verb}分", unit="分", step=self.step), **bounds}

    @property
    def called(self) -> str:
        """What the first column of a list is called."""
        return "内容" if self.adds else "问题"

    @property
    def _nothing(self) -> str:
        return "没有" if self.adds else "检查未发现"

    def _row_value(self) -> ExactNumber:
        bounds = partial(_within, self.min, self.max)
        return ExactNumber(f"{self._verb}分", unit="分", step=self.step, validators=[bounds])

    def facts(self, form: Form) -> dict[str, Any]:
        """As for any rule, without the empty rows that the page offers."""
        facts = super().facts(form)
        return facts if self.each is None else with_rows(facts, form, wanted=("what", "value"))

    def judge(self, facts: Facts) -> Verdict:
        return self._judge_one(facts) if self.each is None else self._judge_each(facts)

    def _judge_each(self, facts: Facts) -> Verdict:
        rows: list[Facts] = facts.get("rows") or []
        if not rows and not facts.get("nothing"):
            return Verdict("open", f"还没有列出{self.called}（没有的选“{self._nothing}”）")
        gap = gap_in(rows, self.called, self.each or "", sorted_=False)
        unpriced = [str(row["what"]) for row in rows if not gap and row.get("value") is None]
        if gap or unpriced:
            return Verdict("open", gap or f"还缺“{unpriced[0]}”的{self._verb}分")
        if not rows:
            return Verdict("met", f"{self.label}：{self._nothing}，不{self._verb}分")
        listed = "；".join(f"{row['what']}{self._verb}{plain(row['value'])}分" for row in rows)
        words = f"{self.label}：{len(rows)}{self.each}，{self.clause_range()}（{listed}）"
        total = sum((Fraction(row["value"]) for row in rows), Fraction(0))
        return Verdict("gained" if self.adds else "lost", words, total)

    def _judge_one(self, facts: Facts) -> Verdict:
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
        each = f"每{self.each}" if self.each is not None else ""
        if self.min == self.max:
            return f"{each}酌情{self._verb}{plain(self.min)}分"
        return f"{each}酌情{self._verb}{plain(self.min)}至{plain(self.max)}分"


def _within(low: Decimal, high: Decimal, _form: Form, field: ExactNumber) -> None:
    if field.data is not None and not low <= field.data <= high:
        raise ValidationError(
            f"{field.label.text}应在{plain(low)}至{plain(high)}分之间，不能填{plain(field.data)}"
        )
