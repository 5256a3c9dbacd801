"""Missing: which of a list is not there. 台账每缺一项扣0.5分; 八项中每有一项得1分."""

from typing import Annotated, Literal

from pydantic import Field

from inspect_app.domain.rules.base import Facts, Fields, Flag, Priced, Verdict
from inspect_app.domain.rules.fields import Ticks

Thing = Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[^、\s]+$")]


class Missing(Priced):
    """Each of `things` that is missing costs, or each that is there earns; with `once` any gap counts once.

    `lack` words what is wrong with a missing one (不达标), `complete` that nothing is.
    """

    kind: Literal["missing"]
    things: tuple[Thing, ...] = Field(min_length=1)
    unit: str = Field(default="项", min_length=1, max_length=4)
    lack: str = Field(default="缺", min_length=1, max_length=12)
    complete: str = Field(default="都有", min_length=1, max_length=12)
    once: Flag = False

    def contradiction(self) -> str:
        if len(set(self.things)) < len(self.things):
            return "things里有重复的，请删去一个"
        return f"things里不能有“{self.complete}”，请改complete" if self.complete in self.things else ""

    def clause(self) -> str:
        listed = "、".join(self.things)
        return (
            f"{self.label}（{listed}，共{len(self.things)}{self.unit}），{self._price()}{self.limit_words()}"
        )

    def _price(self) -> str:
        if self.once:
            return f"{'齐全的' if self.adds else f'有{self.lack}的'}{self.price_text()}"
        return f"每{'有' if self.adds else self.lack}一{self.unit}{self.price_text()}"

    def fields(self) -> Fields:
        return {"missing": Ticks(f"{self.lack}的", choices=self.things, none=self.complete)}

    def judge(self, facts: Facts) -> Verdict:
        recorded = facts.get("missing")
        if recorded is None:
            return Verdict("open", f"还没有勾选{self.lack}的{self.unit}（没有的选“{self.complete}”）")
        gone = [thing for thing in self.things if thing in recorded.split("、")]
        there = [thing for thing in self.things if thing not in gone]
        said = f"{self.label}：应有{len(self.things)}{self.unit}"
        said += f"，{self.lack}{len(gone)}{self.unit}（{'、'.join(gone)}）" if gone else f"，{self.complete}"
        priced = there if self.adds else gone
        if not priced or (self.adds and self.once and gone):
            return Verdict("met", f"{said}，{self.nothing}")
        if self.adds and not self.once and gone:
            said += f"，有{len(there)}{self.unit}"
        return self.priced(f"{said}，{self._price()}", 1 if self.once else len(priced))
