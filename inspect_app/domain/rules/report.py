"""Report: recorded and reported, never priced. 原则上, 探索, 鼓励; 定期, 及时, 经常 without an interval."""

from typing import Annotated, Literal

from pydantic import Field

from inspect_app.domain.quantities import plain
from inspect_app.domain.rules.base import Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import ExactNumber, OneOf, WholeNumber

UNPRICED = ("limit", "aggravated", "times", "exempt", "event", "zeroes", "repeated", "also")


class Report(Rule):
    """Done or not, with `unit` how many, with `numbers` several numbers by name.

    For words that ask for something without saying how much.
    """

    kind: Literal["report"]
    unit: str | None = Field(default=None, min_length=1, max_length=4)
    numbers: tuple[Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[^\s-]+$")], ...] = ()
    yes: str = Field(default="已开展", min_length=1, max_length=12)
    no: str = Field(default="未开展", min_length=1, max_length=12)

    def contradiction(self) -> str:
        if len(set(self.numbers)) < len(self.numbers):
            return "numbers里有重名的，请改一个"
        written = [name for name in UNPRICED if name in self.model_fields_set]
        return f"report只记录、不计分，不能写{'、'.join(written)}，请删去" if written else ""

    def clause(self) -> str:
        numbers = f"（{'、'.join(self.numbers)}）" if self.numbers else ""
        return f"{self.label}{numbers}，只记录，不计分{self.limit_words()}"

    def fields(self) -> Fields:
        if self.numbers:
            return {f"n_{name}": ExactNumber(name, unit=self.unit or "") for name in self.numbers}
        if self.unit is not None:
            return {"count": WholeNumber(self.label, unit=self.unit)}
        return {"done": OneOf(self.label, choices=[("yes", self.yes), ("no", self.no)])}

    def judge(self, facts: Facts) -> Verdict:
        if self.numbers:
            return self._judge_numbers(facts)
        done, count = facts.get("done"), facts.get("count")
        if done is None and count is None:
            return Verdict("open", "还没有记录")
        said = f"{count}{self.unit}" if self.unit is not None else self.yes if done == "yes" else self.no
        return Verdict("met", f"{self.label}：{said}，只记录，不计分")

    def _judge_numbers(self, facts: Facts) -> Verdict:
        missing = [name for name in self.numbers if facts.get(f"n_{name}") is None]
        if missing:
            return Verdict("open", f"还缺{'、'.join(missing)}（没有的填0）")
        said = "，".join(f"{name}{plain(facts[f'n_{name}'])}{self.unit or ''}" for name in self.numbers)
        return Verdict("met", f"{self.label}：{said}，只记录，不计分")
