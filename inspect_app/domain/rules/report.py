"""Report: recorded and reported, never priced. 原则上, 探索, 鼓励; 定期, 及时, 经常 without an interval."""

from typing import Literal

from pydantic import Field

from inspect_app.domain.rules.base import Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import OneOf, WholeNumber

UNPRICED = ("limit", "aggravated", "times", "exempt", "event", "zeroes", "repeated", "also")


class Report(Rule):
    """Done or not, or with `unit` how many: for words that ask for something without saying how much."""

    kind: Literal["report"]
    unit: str | None = Field(default=None, min_length=1, max_length=4)
    yes: str = Field(default="已开展", min_length=1, max_length=12)
    no: str = Field(default="未开展", min_length=1, max_length=12)

    def contradiction(self) -> str:
        written = [name for name in UNPRICED if name in self.model_fields_set]
        return f"report只记录、不计分，不能写{'、'.join(written)}，请删去" if written else ""

    def clause(self) -> str:
        return f"{self.label}，只记录，不计分{self.limit_words()}"

    def fields(self) -> Fields:
        if self.unit is not None:
            return {"count": WholeNumber(self.label, unit=self.unit)}
        return {"done": OneOf(self.label, choices=[("yes", self.yes), ("no", self.no)])}

    def judge(self, facts: Facts) -> Verdict:
        done, count = facts.get("done"), facts.get("count")
        if done is None and count is None:
            return Verdict("open", "还没有记录")
        said = f"{count}{self.unit}" if self.unit is not None else self.yes if done == "yes" else self.no
        return Verdict("met", f"{self.label}：{said}，只记录，不计分")
