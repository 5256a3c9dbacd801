"""What holds for a whole checklist: vetoes, grades, parameters."""

from typing import Annotated, Literal

from pydantic import Field

from inspect_app.domain.quantities import AnyPoints, Number, Percent, Points
from inspect_app.domain.sources import Source, Title
from inspect_app.domain.strict import Flag, Strict

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,47}$")]


class Veto(Strict):
    """A matter of the whole sheet. 一票否决: `fail` the grade, `zero` the score, `deduct` an amount, or `bar`
    from honours; or `times`, which multiplies all that was lost."""

    id: Id
    title: Title
    effect: Literal["fail", "zero", "deduct", "bar", "times"]
    deduct: Points | None = None
    times: Number | None = None
    source: Source | None = None

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
