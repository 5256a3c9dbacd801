"""Check: there or not. 未建立的扣1分."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from inspect_app.domain.quantities import Points, plain
from inspect_app.domain.rules.base import Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import OneOf


class Check(Rule):
    """`met` or not; not met costs `deduct`. The two answers read as the sheet words them."""

    kind: Literal["check"]
    deduct: Points
    yes: str = Field(default="做到", min_length=1, max_length=12)
    no: str = Field(default="未做到", min_length=1, max_length=12)

    def clause(self) -> str:
        return f"{self.label}，{self.no}的扣{plain(self.deduct)}分{self.limit_words()}"

    def fields(self) -> Fields:
        return {"met": OneOf(self.label, choices=[("yes", self.yes), ("no", self.no)])}

    def judge(self, facts: Facts) -> Verdict:
        met = facts.get("met")
        if met is None:
            return Verdict("open", f"还没有选“{self.yes}”或“{self.no}”")
        if met == "yes":
            return Verdict("met", f"{self.label}：{self.yes}，不扣分")
        return Verdict("lost", f"{self.label}：{self.no}", Fraction(self.deduct))
