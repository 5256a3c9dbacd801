"""Score sheets of a round in order: by group, competition ranking, incomplete sheets apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Protocol

from inspect_app.domain.quantities import plain

TIE_RULE = "得分相同的名次相同，其后名次按并列数顺延（如并列第2名两个，其后为第4名）；同名次的按单位编号排列"


class Graded(Protocol):
    """A grade as the ranking needs it: of a checklist or of a composition."""

    @property
    def name(self) -> str: ...

    @property
    def quota(self) -> Fraction | None: ...


@dataclass(frozen=True)
class Standing:
    """One subject's result in a round, before it is ranked.

    `sections` maps section id to (score, points). `reason` says why there is no complete sheet, or "".
    `code` orders subjects of equal rank. `grade_note` says which condition kept a better grade away.
    """

    code: str
    name: str
    group: str
    total: Decimal = Decimal(0)
    full: Decimal = Decimal(0)
    sections: Mapping[str, tuple[Decimal, Decimal]] | None = None
    grade: str = ""
    barred: bool = False
    failed: bool = False
    reason: str = ""
    grade_note: str = ""

    @property
    def total_note(self) -> str:
        """Why the total is not the sum of the sections' scores, or nothing."""
        together = sum((score for score, _ in (self.sections or {}).values()), Decimal(0))
        if not self.sections or together == self.total:
            return ""
        return f"各部分合计{plain(together)}分，经缺项折算等调整后为{plain(self.total)}分（见得分说明）"


@dataclass(frozen=True)
class RankedRow:
    """A standing with its rank in the group and its grade after quotas; `grade_note` says what a quota did.

    `outcomes` are what follows from it without moving a point.
    """

    rank: int
    standing: Standing
    grade: str
    grade_note: str = ""
    outcomes: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said beside the row: of its total, of its grade."""
        return tuple(filter(None, (self.standing.total_note, self.grade_note)))


@dataclass(frozen=True)
class RankedGroup:
    """One group's table, best first, and those of the group that cannot be ranked, with the reason in each."""

    name: str
    rows: tuple[RankedRow, ...]
    unranked: tuple[Standing, ...]


def rank(standings: Iterable[Standing], grades: Sequence[Graded] = ()) -> tuple[RankedGroup, ...]:
    """The groups in the order of their names' first subject code; within a group best first, ties share a rank."""
    everyone = sorted(standings, key=lambda standing: standing.code)
    names = list(dict.fromkeys(standing.group for standing in everyone))
    return tuple(_group(name, [one for one in everyone if one.group == name], grades) for name in names)


def _group(name: str, members: list[Standing], grades: Sequence[Graded]) -> RankedGroup:
    ranked = sorted((one for one in members if not one.reason), key=lambda one: (-one.total, one.code))
    rows: list[RankedRow] = []
    for _, equals in groupby(ranked, key=lambda one: one.total):
        place = len(rows) + 1
        rows += [RankedRow(place, one, one.grade, _sheet_note(one)) for one in equals]
    graded = _within_quotas(tuple(rows), grades, len(members))
    return RankedGroup(name, graded, tuple(one for one in members if one.reason))


def _sheet_note(one: Standing) -> str:
    return f"一票否决，等次定为{one.grade}" if one.failed else one.grade_note


def _within_quotas(
    rows: tuple[RankedRow, ...], grades: Sequence[Graded], members: int
) -> tuple[RankedRow, ...]:
    """Rows beyond a grade's quota get the next grade.

    The places are the share of all members of the group, ranked or not, rounded down: a quota is a share of
    those who are assessed, and does not shrink while sheets are still open.
    A tie across the last place loses it for all who are tied: nobody is preferred without a stated reason.
    Who is barred (取消评优资格) cannot hold the best grade and takes no place of its quota.
    """
    for grade, below in pairwise(grades):
        rows = tuple(_barred(row, grade, below) if grade is grades[0] else row for row in rows)
        if grade.quota is not None:
            rows = _limit(rows, grade.name, below.name, int(Fraction(grade.quota) * members))
    return rows


def _barred(row: RankedRow, best: Graded, below: Graded) -> RankedRow:
    if row.grade != best.name or not row.standing.barred:
        return row
    return replace(row, grade=below.name, grade_note=f"已取消评优资格，由{best.name}调为{below.name}")


def _limit(rows: tuple[RankedRow, ...], name: str, below: str, places: int) -> tuple[RankedRow, ...]:
    holders = [row for row in rows if row.grade == name]
    cut = next((row.rank for row in holders[places : places + 1]), None)
    if cut is None:
        return rows
    tied = len([row for row in holders if row.rank == cut]) > 1
    note = f"“{name}”名额{places}个，{'并列的超出名额，' if tied else ''}由“{name}”调为“{below}”"
    return tuple(
        replace(row, grade=below, grade_note=note) if row.grade == name and row.rank >= cut else row
        for row in rows
    )
