"""Count: each one found costs. 每发现一处扣0.5分."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from inspect_app.domain.quantities import Points, plain
from inspect_app.domain.rules.base import Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import WholeNumber


class Count(Rule):
    """`deduct` points for each one found; 0 recorded is "nothing found", which is not "not checked"."""

    kind: Literal["count"]
    unit: str = Field(default="处", min_length=1, max_length=4)
    deduct: Points

    def clause(self) -> str:
        return f"{self.label}，每{self.unit}扣{plain(self.deduct)}分{self.limit_words()}"

    def fields(self) -> Fields:
        return {"count": WholeNumber("发现数量", unit=self.unit)}

    def judge(self, facts: Facts) -> Verdict:
        count = facts.get("count")
        if count is None:
            return Verdict("open", "还缺发现数量（没有发现的填0）")
        if count == 0:
            return Verdict("met", f"{self.label}：检查未发现，不扣分")
        words = f"{self.label}：发现{count}{self.unit}，每{self.unit}扣{plain(self.deduct)}分"
        return Verdict("lost", words, count * Fraction(self.deduct))
