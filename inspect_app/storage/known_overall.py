"""What is known of a unit out of published overall rankings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.needs import Need
from inspect_app.domain.overall import OverallResult, OverallRow
from inspect_app.domain.quantities import plain
from inspect_app.domain.rules.given import Given
from inspect_app.storage.models import (
    CompositionVersion,
    Inspection,
    Overall,
    OverallPart,
    OverallUnit,
    Round,
)


@dataclass(frozen=True)
class Known:
    """The facts of one rule, and in words where they are from."""

    entry: str
    rule: str
    facts: Mapping[str, str]
    source: str


@dataclass(frozen=True)
class _Result:
    """A unit's row of a published overall ranking, whose last round ended on that day."""

    composition: str
    title: str
    end: date
    row: OverallRow


def from_overall(
    checklist: Checklist, round_: Round, inspections: Sequence[Inspection]
) -> Iterator[tuple[int, Known]]:
    """Overall results: of the published ones whose last round ends within this one's period the latest."""
    results = _published(checklist, round_, inspections)
    for row in inspections:
        for need in checklist.needs.overall:
            found = (known for one in results[row.subject_id] if (known := _known(need, round_, one)))
            if known := next(found, None):
                yield row.id, known


def _published(
    checklist: Checklist, round_: Round, inspections: Sequence[Inspection]
) -> dict[int, list[_Result]]:
    """By subject, the latest first."""
    ends = (
        OverallPart.select(OverallPart.overall, fn.MAX(Round.period_end).alias("ended"))
        .join(Round)
        .group_by(OverallPart.overall)
    )
    query: Any = (
        OverallUnit.select(OverallUnit, Overall, CompositionVersion.composition_id, ends.c.ended)
        .join_from(OverallUnit, Overall)
        .join_from(Overall, CompositionVersion)
        .join_from(Overall, ends, on=(ends.c.overall_id == Overall.id))
        .where(
            OverallUnit.subject.in_([row.subject_id for row in inspections]),
            Overall.state == "published",
            CompositionVersion.composition_id.in_(sorted(checklist.needs.compositions)),
            ends.c.ended.between(round_.period_start, round_.period_end),
        )
        .order_by(ends.c.ended.desc(), Overall.id.desc())
        .dicts()
    )
    read: dict[int, dict[str, OverallRow]] = {}
    found = defaultdict[int, list[_Result]](list)
    for one in query:
        if one["overall"] not in read:
            result = OverallResult.from_json(one["result"])
            read[one["overall"]] = {row.code: row for row in (*result.rows, *result.blocked)}
        row = read[one["overall"]][one["code"]]
        end = date.fromisoformat(str(one["ended"]))
        found[one["subject"]].append(_Result(one["composition_id"], one["title"], end, row))
    return found


def _known(need: Need, round_: Round, one: _Result) -> Known | None:
    rule = need.rule
    assert isinstance(rule, Given)
    first, last = rule.month_range
    meant = rule.months is None or (one.end.year == round_.period_end.year and first <= one.end.month <= last)
    if one.composition != rule.composition or not meant:
        return None
    value = _value(rule, one.row)
    return Known(need.item.id, rule.label, {need.fact: value}, f"综合结果《{one.title}》") if value else None


def _value(rule: Given, row: OverallRow) -> str:
    """What the rule asks for: the grade, the rank or the total; "" where there is none."""
    if rule.grades:
        return row.grade
    if rule.rank is not None:
        return str(row.rank or "")
    return "" if row.total is None else plain(row.total)
