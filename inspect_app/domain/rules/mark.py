"""The mark that what an item lost is multiplied: 拒不整改的加倍."""

from typing import Literal

from inspect_app.domain.rules.base import NO_FACTOR, Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import Ticks
from inspect_app.domain.rules.modifiers import Factor

MARK = "本项加倍减半"


class FactorMark(Rule):
    """Ticks for an item's `times`; made by the checklist, never written. Nothing ticked changes nothing."""

    kind: Literal["mark"]
    factors: tuple[Factor, ...]

    def clause(self) -> str:
        return "本项" + "，".join(factor.words() for factor in self.factors)

    def fields(self) -> Fields:
        return {"factors": Ticks("情形", choices=[one.label for one in self.factors], none=NO_FACTOR)}

    def judge(self, facts: Facts) -> Verdict:
        ticked = self.ticked(facts)
        return Verdict("met", "、".join(one.words() for one in ticked) if ticked else "没有加倍、减半的情形")

    def ticked(self, facts: Facts) -> tuple[Factor, ...]:
        """The factors that apply."""
        chosen = str(facts.get("factors", "")).split("、")
        return tuple(one for one in self.factors if one.label in chosen)
