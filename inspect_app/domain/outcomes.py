"""结果运用: what follows from a result without moving a point: praise, money, being left out of honours."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field, model_validator

from inspect_app.domain.quantities import AnyPoints, Whole, plain
from inspect_app.domain.ranking import RankedGroup, RankedRow
from inspect_app.domain.sources import Source
from inspect_app.domain.strict import Strict, refusal

CONDITIONS = ("min", "below", "grade", "rank", "last")


class Outcome(Strict):
    """`title` follows for whom every written condition holds: a total from `min`, one `below` so much, one of these
    grades, a `rank` of the group (1 or 2-4), or one of its `last` places."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    min: AnyPoints | None = None
    below: AnyPoints | None = None
    grade: tuple[str, ...] = ()
    rank: Annotated[str, Field(pattern=r"^[1-9]\d{0,2}(-[1-9]\d{0,2})?$")] | None = None
    last: Whole | None = None
    source: Source | None = None

    @model_validator(mode="after")
    def _sensible(self) -> "Outcome":
        if not any(getattr(self, name) for name in CONDITIONS):
            raise refusal(f"要写什么情况下适用，可以写：{'、'.join(CONDITIONS)}，例如 rank: 1-3")
        if self.rank and not self.ranks:
            raise refusal("rank应写成从小到大，例如 2-4")
        return self

    @property
    def ranks(self) -> range:
        """The ranks for which it is; empty where it asks for none."""
        first, _, last = (self.rank or "").partition("-")
        return range(int(first), int(last or first) + 1) if first else range(0)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The place that it comes from, if it is said."""
        return (self.source,) if self.source else ()

    def words(self) -> str:
        """As a sheet would print it: 本组前3名：奖励15000元."""
        return f"{'、'.join(self._conditions())}：{self.title}"

    def _conditions(self) -> Iterator[str]:
        if self.grade:
            yield f"等次为{'或'.join(self.grade)}"
        if self.min is not None:
            yield f"{plain(self.min)}分（含）以上"
        if self.below is not None:
            yield f"不到{plain(self.below)}分"
        if self.ranks:
            yield f"本组第{self.ranks[0]}{f'至{self.ranks[-1]}' if len(self.ranks) > 1 else ''}名"
        if self.last:
            yield f"本组最后{self.last}名"

    def holds(self, row: RankedRow, group: RankedGroup) -> bool:
        """Of a tie that reaches beyond the last place asked for all are named among the first, none among the last."""
        total = row.standing.total
        return (
            (self.min is None or total >= self.min)
            and (self.below is None or total < self.below)
            and (not self.grade or row.grade in self.grade)
            and (not self.ranks or row.rank in self.ranks)
            and (not self.last or row.rank > len(group.rows) - self.last)
        )


def with_outcomes(groups: Sequence[RankedGroup], outcomes: Sequence[Outcome]) -> tuple[RankedGroup, ...]:
    """The groups, in whose rows stands what follows for each."""
    if not outcomes:
        return tuple(groups)
    return tuple(replace(one, rows=tuple(_row(row, one, outcomes) for row in one.rows)) for one in groups)


def _row(row: RankedRow, group: RankedGroup, outcomes: Sequence[Outcome]) -> RankedRow:
    return replace(row, outcomes=tuple(one.title for one in outcomes if one.holds(row, group)))
