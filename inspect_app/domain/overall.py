"""The result of a composition for everybody: parts, totals, ranks within groups, grades, and who is blocked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from inspect_app.domain.composing import Value, compose
from inspect_app.domain.composition import Composition, Part
from inspect_app.domain.overall_grades import grade_of
from inspect_app.domain.quantities import plain, round_points
from inspect_app.domain.ranking import RankedRow, Standing, rank

NO_ROUND = "还没有指定批次"
Standings = Mapping[str, Sequence[Standing]]


@dataclass(frozen=True)
class Member:
    """One who gets a result: its code orders, its group is what it is ranked in."""

    code: str
    name: str
    group: str


@dataclass(frozen=True)
class Cell:
    """One part of one row: the score and its rank, or the reason why there is none."""

    title: str
    score: Decimal | None
    rank: int
    reason: str = ""


@dataclass(frozen=True)
class OverallRow:
    """One subject's result. `words` is the arithmetic; `reason` says why there is no result; rank 0 is none."""

    code: str
    name: str
    group: str
    cells: tuple[Cell, ...]
    total: Decimal | None
    words: str
    rank: int = 0
    grade: str = ""
    grade_note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class OverallGroup:
    """One table, best first (side by side: by code), and those who have no result."""

    name: str
    rows: tuple[OverallRow, ...]
    blocked: tuple[OverallRow, ...]


@dataclass(frozen=True)
class OverallResult:
    """All tables. `full` is 0 where nothing is added up."""

    groups: tuple[OverallGroup, ...]
    full: Decimal

    @property
    def rows(self) -> tuple[OverallRow, ...]:
        """All who have a result, group by group."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def blocked(self) -> tuple[OverallRow, ...]:
        """All who have none, group by group."""
        return tuple(row for group in self.groups for row in group.blocked)

    def place_of(self, code: str) -> tuple[OverallGroup, OverallRow] | None:
        """The subject's row with its table, or None when it takes no part."""
        for group in self.groups:
            for row in (*group.rows, *group.blocked):
                if row.code == code:
                    return group, row
        return None

    def to_json(self) -> Any:
        """JSON data that `from_json` reads back exactly; amounts are text."""
        return _ADAPTER.dump_python(self, mode="json")

    @classmethod
    def from_json(cls, data: Any) -> "OverallResult":
        """The result that `to_json` wrote."""
        return _ADAPTER.validate_python(data)


_ADAPTER = TypeAdapter(OverallResult)


def overall(composition: Composition, standings: Standings, members: Iterable[Member]) -> OverallResult:
    """The result of all members. `standings` are the rounds' by part id; a part without a round has none."""
    everyone = sorted(members, key=lambda one: one.code)
    by_part = {part.id: _values(part, standings.get(part.id), everyone) for part in composition.parts}
    values = {one.code: {key: found[one.code] for key, found in by_part.items()} for one in everyone}
    for table in _tables(composition, everyone):
        _tell_ranks(composition, [values[one.code] for one in table])
    vetoed = {key: _vetoed(composition, standings, key) for key in ("failed", "barred")}
    made = {one.code: _row(composition, one, values[one.code], vetoed["failed"]) for one in everyone}
    groups = _ranked if composition.compose != "side-by-side" else _beside
    return OverallResult(groups(composition, everyone, made, vetoed["barred"]), composition.full)


def _tables(composition: Composition, everyone: Sequence[Member]) -> list[list[Member]]:
    """Who is ranked together, group by group in the order of their first codes."""
    names = list(dict.fromkeys(_table_of(composition, one) for one in everyone))
    return [[one for one in everyone if _table_of(composition, one) == name] for name in names]


def _table_of(composition: Composition, member: Member) -> str:
    return member.group if composition.within == "group" else ""


def _values(part: Part, found: Sequence[Standing] | None, everyone: Sequence[Member]) -> dict[str, Value]:
    if found is None:
        return {one.code: Value(None, reason=NO_ROUND) for one in everyone}
    if part.below:
        return {one.code: _mean_below([s for s in found if s.group == one.name]) for one in everyone}
    own = {one.code: one for one in found}
    return {one.code: _value(own.get(one.code)) for one in everyone}


def _value(own: Standing | None) -> Value:
    if own is None:
        return Value(None, reason="没有参加这个批次")
    if own.reason:
        return Value(None, reason=own.reason)
    return Value(Fraction(own.total), f"{plain(own.total)}分", own.full)


def _mean_below(units: Sequence[Standing]) -> Value:
    """The mean of the units below; one that has no score yet blocks, for a mean of some would be another number."""
    if not units:
        return Value(None, reason="没有下属单位参加这个批次")
    missing = [f"{one.name}{one.reason}" for one in units if one.reason]
    if missing:
        return Value(None, reason=f"下属{len(units)}个单位中，{'、'.join(missing)}")
    together = sum((one.total for one in units), Decimal(0))
    full = units[0].full if len({one.full for one in units}) == 1 else Decimal(0)
    said = f"（下属{len(units)}个单位合计{plain(together)}分÷{len(units)}）"
    return Value(Fraction(together) / len(units), said, full)


def _tell_ranks(composition: Composition, rows: Sequence[dict[str, Value]]) -> None:
    """Give each value its rank and the best score among those who are ranked together."""
    for part in composition.parts:
        scores = [score for row in rows if (score := row[part.id].score) is not None]
        held = sorted(scores, reverse=True)
        places = {score: len(held) - n for n, score in enumerate(reversed(held))}
        for row in rows:
            score = row[part.id].score
            if score is not None:
                row[part.id] = replace(row[part.id], rank=places[score], best=held[0])


def _vetoed(composition: Composition, standings: Standings, effect: str) -> dict[str, str]:
    """Who is failed or barred by a part whose vetoes are carried over, with the part's title."""
    return {
        one.code: part.title
        for part in composition.parts
        if part.veto
        for one in standings.get(part.id, ())
        if getattr(one, effect)
    }


def _row(
    composition: Composition, member: Member, values: Mapping[str, Value], failed: Mapping[str, str]
) -> OverallRow:
    result = compose(composition, values)
    blocked = result.total is None and (composition.compose != "side-by-side" or _lacks(values))
    grade, note = ("", "") if blocked else grade_of(composition, result, values, failed.get(member.code, ""))
    return OverallRow(
        member.code,
        member.name,
        member.group,
        tuple(_cell(part, values[part.id]) for part in composition.parts),
        result.total,
        words="" if blocked else result.words,
        grade=grade,
        grade_note=note,
        reason=result.words if blocked else "",
    )


def _lacks(values: Mapping[str, Value]) -> bool:
    return any(value.score is None for value in values.values())


def _cell(part: Part, value: Value) -> Cell:
    score = None if value.score is None else round_points(value.score)
    return Cell(part.title, score, value.rank, value.reason)


def _ranked(
    composition: Composition,
    everyone: Sequence[Member],
    made: Mapping[str, OverallRow],
    barred: Mapping[str, str],
) -> tuple[OverallGroup, ...]:
    """By total within each table, grades after quotas, as the ranking of a round has it."""
    found = rank(
        [_standing(composition, one, made[one.code], barred) for one in everyone], composition.grades
    )
    return tuple(
        OverallGroup(
            group.name,
            tuple(_placed(made[row.standing.code], row) for row in group.rows),
            tuple(made[one.code] for one in group.unranked),
        )
        for group in found
    )


def _standing(
    composition: Composition, member: Member, row: OverallRow, barred: Mapping[str, str]
) -> Standing:
    return Standing(
        member.code,
        member.name,
        _table_of(composition, member),
        total=row.total or Decimal(0),
        grade=row.grade,
        barred=member.code in barred,
        reason=row.reason,
        grade_note=row.grade_note,
    )


def _placed(row: OverallRow, place: RankedRow) -> OverallRow:
    return replace(row, rank=place.rank, grade=place.grade, grade_note=place.grade_note)


def _beside(
    composition: Composition,
    everyone: Sequence[Member],
    made: Mapping[str, OverallRow],
    barred: Mapping[str, str],
) -> tuple[OverallGroup, ...]:
    """In the order of codes: scores that are never added have no common order."""
    tables = []
    for table in _tables(composition, everyone):
        rows = [_unbarred(composition, made[one.code], barred.get(one.code, "")) for one in table]
        tables.append(
            OverallGroup(
                _table_of(composition, table[0]),
                tuple(row for row in rows if not row.reason),
                tuple(row for row in rows if row.reason),
            )
        )
    return tuple(tables)


def _unbarred(composition: Composition, row: OverallRow, part: str) -> OverallRow:
    """The row, without the best grade if a part bars it from honours."""
    grades = composition.grades
    if not part or len(grades) < 2 or row.grade != grades[0].name:
        return row
    note = f"{part}取消评优资格，由{row.grade}调为{grades[1].name}"
    return replace(row, grade=grades[1].name, grade_note=note)
