"""Rate: numerator over denominator against a target. 廉政谈话率达到100%."""

import math
import re
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from inspect_app.domain.quantities import Percent, Points, percent_text, plain
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import WholeNumber

STEP_WORDS = {"exact": "不足一步按比例", "up": "不足一步按一步", "down": "不足一步不扣"}


class RateForm(FactForm):
    """The part cannot exceed the whole; with only one of them recorded there is nothing to compare."""

    def validate(self, extra_validators: Any = None) -> bool:
        passed = super().validate(extra_validators)
        of, done = self["of"], self["done"]
        if of.data is not None and done.data is not None and done.data > of.data:
            done.errors = [
                *done.errors,
                f"{done.label.text}（{done.data}）不能大于{of.label.text}（{of.data}）",
            ]
            return False
        return passed


class Rate(Rule):
    """`done` of `of`, in per cent. Without `each`, missing the target costs `deduct` once (a gate)."""

    kind: Literal["rate"]
    of: str = Field(min_length=1, max_length=30)
    done: str = Field(min_length=1, max_length=30)
    target: Percent
    deduct: Points
    each: Percent | None = None
    steps: Literal["exact", "up", "down"] | None = None

    FORM_BASE: ClassVar[type[FactForm]] = RateForm

    @model_validator(mode="after")
    def _sensible(self) -> "Rate":
        if not 0 < self.target <= 1:
            raise PydanticCustomError("rate", "target应在0%到100%之间，且大于0%")
        if self.each is not None and not 0 < self.each <= self.target:
            raise PydanticCustomError("rate", "each应大于0%，且不超过target")
        if self.each is None and self.steps is not None:
            raise PydanticCustomError("rate", "写了steps就要写each（每低几个百分点），例如 each: 1%")
        return self

    def clause(self) -> str:
        head = f"{self.label}应达到{percent_text(self.target)}"
        return f"{head}，{self._price()}{self.limit_words()}"

    def _price(self) -> str:
        if self.each is None:
            return f"未达到的扣{plain(self.deduct)}分"
        price = f"每低{plain(self.each * 100)}个百分点扣{plain(self.deduct)}分"
        return price if self.steps is None else f"{price}（{STEP_WORDS[self.steps]}）"

    def fields(self) -> Fields:
        return {
            "of": WholeNumber(self.of, unit=_unit(self.of)),
            "done": WholeNumber(self.done, unit=_unit(self.done)),
        }

    def judge(self, facts: Facts) -> Verdict:
        of, done = facts.get("of"), facts.get("done")
        if of == 0 and not done:
            return Verdict("void", f"{_counted(self.of, 0)}，没有应计入的对象，本条不适用")
        missing = [name for name, value in ((self.of, of), (self.done, done)) if value is None]
        if of is None or done is None:
            return Verdict("open", f"还缺{'、'.join(missing)}")
        return self._compare(of, done)

    def _compare(self, of: int, done: int) -> Verdict:
        rate = Fraction(done, of)
        said = f"{_counted(self.of, of)}，{_counted(self.done, done)}，{self.label}"
        if rate >= self.target:
            return Verdict("met", f"{said}{percent_text(rate)}，达到{percent_text(self.target)}，不扣分")
        amount = self._amount(rate)
        below = f"{said}{percent_text(rate, below=self.target)}，低于{percent_text(self.target)}"
        return Verdict("lost", f"{below}，{self._price()}", amount)

    def _amount(self, rate: Fraction) -> Fraction:
        if self.each is None:
            return Fraction(self.deduct)
        steps = (self.target - rate) / self.each
        if self.steps == "up":
            steps = Fraction(math.ceil(steps))
        elif self.steps == "down":
            steps = Fraction(math.floor(steps))
        return steps * Fraction(self.deduct)


def _unit(name: str) -> str:
    """The measure word inside a name such as 应谈话人数, or nothing."""
    match = re.search(r"(人|次|份|项|件|处|个|场|户|组|篇)数$", name)
    return match[1] if match else ""


def _counted(name: str, number: int) -> str:
    """应谈话人数 and 40 as 应谈话40人."""
    unit = _unit(name)
    return f"{name[:-2]}{number}{unit}" if unit else f"{name}{number}"
