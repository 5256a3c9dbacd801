"""The mark that a matter of the whole sheet has happened. It costs nothing itself: scoring applies its effect."""

from typing import Literal

from inspect_app.domain.rules.base import SENTENCE_ENDS, Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import OneOf


class VetoMark(Rule):
    """Happened or not, with what happened; made by the checklist for each of its vetoes, never written."""

    kind: Literal["veto"]
    label: str
    factor: str = ""

    def clause(self) -> str:
        return f"{self.label}：{self.factor}" if self.factor else f"一票否决：{self.label}"

    def fields(self) -> Fields:
        return {"happened": OneOf(self.label, choices=[("no", "没有发生"), ("yes", "发生")])}

    @property
    def quotes_remark(self) -> bool:
        return True

    def judge(self, facts: Facts) -> Verdict:
        happened = facts.get("happened")
        if happened is None:
            return Verdict("open", "还没有选“没有发生”或“发生”")
        if happened == "no":
            return Verdict("met", f"{self.label}：没有发生")
        if not facts.get("remark"):
            return Verdict("open", f"{self.label}：已选“发生”，还缺情况说明")
        return Verdict("lost", f"{self.label}：发生，{facts['remark'].rstrip(SENTENCE_ENDS)}")
