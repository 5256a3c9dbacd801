"""What holds for a whole checklist: vetoes, grades, parameters."""

from typing import Annotated, Literal

from pydantic import Field

from inspect_app.domain.quantities import AnyPoints, Number, Percent, Points, plain
from inspect_app.domain.rules.modifiers import times_text
from inspect_app.domain.sources import Source, Title
from inspect_app.domain.strict import Flag, Strict

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,47}$")]


EFFECTS = {
    "fail": "等次定为最低等次",
    "zero": "总分计0分",
    "bar": "取消评优资格，得分不变",
    "lower": "等次降一等，得分不变",
}


class Veto(Strict):
    """A matter of the whole sheet. 一票否决: `fail` the grade, `zero` the score, `deduct` an amount, or `bar`
    from honours; `lower` the grade by one, or `cap` it at `grade`; or `times`, which multiplies all that was lost."""

    id: Id
    title: Title
    effect: Literal["fail", "zero", "deduct", "bar", "lower", "cap", "times"]
    deduct: Points | None = None
    times: Number | None = None
    grade: Annotated[str, Field(min_length=1, max_length=8)] | None = None
    source: Source | None = None

    @property
    def words(self) -> str:
        """What it does, as a scoring table prints it."""
        if self.effect == "deduct":
            return f"总分一次扣{plain(self.deduct or 0)}分"
        if self.effect == "times":
            return f"各项扣分{times_text(self.times)}"
        return EFFECTS.get(self.effect) or f"等次最高定为{self.grade}，得分不变"

    @property
    def sources(self) -> tuple[Source, ...]:
        """The place that it comes from, if it is said."""
        return (self.source,) if self.source else ()


class Grade(Strict):
    """A 等次: scores from `min` up to the next better grade's; `quota` is its largest share of a group.

    Conditions beside the score: no item at 0 (`no_zero`), each item or section at so many per cent of its points.
    """

    name: str = Field(min_length=1, max_length=8)
    min: AnyPoints
    quota: Percent | None = None
    no_zero: Flag = False
    each_item: Percent | None = None
    each_section: Percent | None = None


class Parameter(Strict):
    """A number that the document leaves to the office, written $name in rules; `value` stands until another is set."""

    title: Title
    unit: str = Field(default="", max_length=8)
    value: Number | None = None

    def __str__(self) -> str:
        return f"{self.title}（{self.unit}）" if self.unit else self.title
