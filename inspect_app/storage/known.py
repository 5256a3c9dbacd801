"""What is known of a unit from elsewhere: released results, the office's values, the notices issued to it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.needs import Need
from inspect_app.domain.quantities import plain
from inspect_app.domain.ranking import rank
from inspect_app.domain.rules.given import Given
from inspect_app.domain.tally import Tally
from inspect_app.storage.checklists import WITHOUT_TEXT, checklist_of
from inspect_app.storage.known_overall import Known, from_overall
from inspect_app.storage.models import (
    ChecklistVersion,
    Inspection,
    Notice,
    OfficeValue,
    Rectification,
    Round,
    Subject,
)
from inspect_app.storage.standings import standing_of


def facts_from(
    checklist: Checklist, round_: Round, inspections: Sequence[Inspection]
) -> dict[int, list[Known]]:
    """Of each inspection of that round what its rules ask for and somebody knows, by id."""
    needs, found = checklist.needs, defaultdict[int, list[Known]](list)
    parts: list[Iterator[tuple[int, Known]]] = []
    if needs.sheets:
        parts.append(_from_sheets(checklist, round_, inspections))
    if needs.overall:
        parts.append(from_overall(checklist, round_, inspections))
    if needs.office:
        parts.append(_from_office(checklist, inspections))
    if needs.notices:
        parts.append(_from_notices(checklist, round_, inspections))
    for part in parts:
        for id, known in part:
            found[id].append(known)
    return found


def _from_sheets(
    checklist: Checklist, round_: Round, inspections: Sequence[Inspection]
) -> Iterator[tuple[int, Known]]:
    """Results of other sheets: of the released ones whose period ends within this one's the latest."""
    others = _released(checklist, round_, inspections)
    grades = _Grades()
    for row in inspections:
        for need in checklist.needs.sheets:
            other = next((one for one in others[row.subject_id] if _is_meant(need, round_, row, one)), None)
            if other is not None:
                yield row.id, _result(need, other, grades)


def _released(
    checklist: Checklist, round_: Round, inspections: Sequence[Inspection]
) -> dict[int, list[Inspection]]:
    query = (
        Inspection.select(Inspection, Round, *WITHOUT_TEXT)
        .join_from(Inspection, Round)
        .join_from(Inspection, ChecklistVersion)
        .where(
            Inspection.subject.in_([row.subject_id for row in inspections]),
            Inspection.state == "approved",
            Round.state == "released",
            ChecklistVersion.checklist_id.in_(sorted(checklist.needs.checklists)),
            Round.period_end.between(round_.period_start, round_.period_end),
        )
    )
    found = defaultdict[int, list[Inspection]](list)
    for row in query.order_by(Round.period_end.desc(), Round.id.desc(), Inspection.id.desc()):
        found[row.subject_id].append(row)
    return found


def _is_meant(need: Need, round_: Round, row: Inspection, other: Inspection) -> bool:
    rule, end = need.rule, other.round.period_end
    assert isinstance(rule, Given)
    if other.id == row.id or other.checklist.checklist_id != rule.checklist:
        return False
    first, last = rule.month_range
    return rule.months is None or (end.year == round_.period_end.year and first <= end.month <= last)


def _result(need: Need, other: Inspection, grades: "_Grades") -> Known:
    value = grades.of(other) if need.fact == "grade" else plain(Tally.from_json(other.tally).total)
    source = f"{other.round.title}《{other.checklist.title}》"
    return Known(need.item.id, need.rule.label, {need.fact: value}, source)


class _Grades:
    """The grades as the rankings of their rounds give them: quotas may have changed what the score alone gives."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], dict[int, str]] = {}

    def of(self, inspection: Inspection) -> str:
        key = inspection.round_id, inspection.checklist_id
        if key not in self._found:
            self._found[key] = _grades_in(*key, checklist_of(inspection.checklist))
        return self._found[key].get(inspection.subject_id, "")


def _grades_in(round_: int, version: int, checklist: Checklist) -> dict[int, str]:
    query = (
        Inspection.select(Inspection, Subject)
        .join(Subject)
        .where(Inspection.round == round_, Inspection.checklist == version, Inspection.state == "approved")
    )
    rows = {row.subject.code: row for row in query.order_by(Subject.code)}
    groups = rank([standing_of(row) for row in rows.values()], checklist.grades)
    return {rows[one.standing.code].subject_id: one.grade for group in groups for one in group.rows}


def _from_office(checklist: Checklist, inspections: Sequence[Inspection]) -> Iterator[tuple[int, Known]]:
    needs = {(need.item.id, need.rule.label): need for need in checklist.needs.office}
    ids = [row.id for row in inspections]
    for row in OfficeValue.select().where(OfficeValue.inspection.in_(ids)).order_by(OfficeValue.id):
        need = needs.get((row.entry, row.rule))
        if need is not None:
            yield row.inspection_id, Known(row.entry, row.rule, {need.fact: row.value}, "督导办")


def _from_notices(
    checklist: Checklist, round_: Round, inspections: Sequence[Inspection]
) -> Iterator[tuple[int, Known]]:
    """How many demands of issued notices fell due within the period; those of unannounced rounds from release."""
    due = _due(round_, [row.subject_id for row in inspections])
    for row in inspections:
        demands = due.get(row.subject_id, [])
        facts = {"due": len(demands)} if demands else {"due": 0, "done": 0}
        source = f"印发给它的{len(set(demands))}份整改通知书" if demands else "整改通知书（本期没有到期的）"
        for need in checklist.needs.notices:
            yield row.id, Known(need.item.id, need.rule.label, facts, source)  # type: ignore[arg-type]


def _due(round_: Round, subjects: Sequence[int]) -> dict[int, list[int]]:
    """By unit the notice of each demand."""
    query: Any = (
        Rectification.select(Rectification.notice, Notice.subject)
        .join(Notice)
        .join(Round)
        .where(
            Notice.subject.in_(subjects),
            Notice.state == "issued",
            Notice.round != round_.id,
            ~Round.unannounced | (Round.state == "released"),
            Rectification.deadline.between(round_.period_start, round_.period_end),
        )
    )
    found = defaultdict[int, list[int]](list)
    for row in query.order_by(Rectification.id):
        found[row.notice.subject_id].append(row.notice_id)
    return found
