"""Check: there or not. 未建立的扣1分; 做到加2分，未做到扣2分; 没有的不得分."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from inspect_app.domain.quantities import Points, PointsOrAll, plain
from inspect_app.domain.rules.base import Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import OneOf


class Check(Rule):
    """`met` or not; not met costs `deduct` (all: the whole item), met earns `add`. Both may be written.

    The answers read as the sheet words them; `none` adds a third one for who is not concerned (不涉及).
    """

    kind: Literal["check"]
    deduct: PointsOrAll | None = None
    add: Points | None = None
    yes: str = Field(default="做到", min_length=1, max_length=12)
    no: str = Field(default="未做到", min_length=1, max_length=12)

    def contradiction(self) -> str:
        if self.deduct is None and self.add is None:
            return "缺少“deduct”（扣分）或“add”（加分），请写一个"
        if self.deduct == "all" and self.limit is not None:
            return "deduct是all（此项不得分）时不能再写limit，请删去limit"
        said = [one for one in (self.yes, self.no, self.none) if one]
        return "" if len(set(said)) == len(said) else "yes、no、none的说法不能相同，请改一个"

    @property
    def adds(self) -> bool:
        return self.deduct is None

    @property
    def asks_whether(self) -> bool:
        return False  # it is the third answer

    @property
    def takes_all(self) -> bool:
        return self.zeroes or self.deduct == "all"

    def clause(self) -> str:
        prices = [f"{self.yes}的加{plain(self.add)}分"] if self.add is not None else []
        if self.deduct is not None:
            prices.append(f"{self.no}的{self.loss_text()}")
        return f"{self.label}，{'，'.join(prices)}{self.limit_words()}"

    def loss_text(self) -> str:
        """What not met costs, in words."""
        return "此项不得分" if self.deduct == "all" else f"扣{plain(self.deduct or 0)}分"

    def fields(self) -> Fields:
        third = [("none", self.none)] if self.none else []
        return {"met": OneOf(self.label, choices=[("yes", self.yes), ("no", self.no), *third])}

    def judge(self, facts: Facts) -> Verdict:
        met = facts.get("met")
        if met is None:
            choices = (
                f"“{self.yes}”或“{self.no}”" if not self.none else f"“{self.yes}”“{self.no}”或“{self.none}”"
            )
            return Verdict("open", f"还没有选{choices}")
        if met == "none":
            return Verdict("void", f"{self.label}：{self.none}，本条不适用")
        if met == "yes":
            return self._met()
        if self.deduct == "all":
            return Verdict("lost", f"{self.label}：{self.no}，此项不得分", zeroes=True)
        if self.deduct is None:
            return Verdict("met", f"{self.label}：{self.no}，不加分")
        return Verdict("lost", f"{self.label}：{self.no}", Fraction(self.deduct))

    def _met(self) -> Verdict:
        if self.add is None:
            return Verdict("met", f"{self.label}：{self.yes}，不扣分")
        return Verdict("gained", f"{self.label}：{self.yes}", Fraction(self.add))
