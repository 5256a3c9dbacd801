"""Choice: mild or grave, one of several. 无记录扣3分，记录不规范扣1分."""

from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from inspect_app.domain.quantities import Points, plain
from inspect_app.domain.rules.base import Facts, Fields, Rule, Strict, Verdict
from inspect_app.domain.rules.fields import OneOf


class Option(Strict):
    """One degree of fault and its price."""

    name: str = Field(min_length=1, max_length=30)
    deduct: Points


class Choice(Rule):
    """Exactly one of `options`, or `good`, which costs nothing."""

    kind: Literal["choice"]
    good: str = Field(default="符合要求", min_length=1, max_length=30)
    options: tuple[Option, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> "Choice":
        names = [self.good, *(option.name for option in self.options)]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise PydanticCustomError("choice", "{advice}", {"advice": f"选项“{doubled[0]}”重名，请改一个"})
        return self

    def clause(self) -> str:
        prices = "，".join(f"{option.name}的扣{plain(option.deduct)}分" for option in self.options)
        return f"{self.label}：{prices}{self.limit_words()}"

    def fields(self) -> Fields:
        names = [self.good, *(option.name for option in self.options)]
        return {"choice": OneOf(self.label, choices=[(name, name) for name in names])}

    def judge(self, facts: Facts) -> Verdict:
        chosen = facts.get("choice")
        if chosen is None:
            return Verdict("open", "还没有选择情形")
        if chosen == self.good:
            return Verdict("met", f"{self.label}：{chosen}，不扣分")
        deduct = next(option.deduct for option in self.options if option.name == chosen)
        return Verdict("lost", f"{self.label}：{chosen}", Fraction(deduct))
