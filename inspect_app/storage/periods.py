"""The sheets of a unit before this one: the last of the same checklist, and what its rules came to in each period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.context import Context
from inspect_app.domain.scoring import Answer as Recorded
from inspect_app.domain.scoring import ScoreSheet, score
from inspect_app.storage.answers import answers_of_all
from inspect_app.storage.checklists import WITHOUT_TEXT, checklist_of
from inspect_app.storage.models import ChecklistVersion, Inspection, Round

States = Mapping[str, Mapping[str, tuple[str, ...]]]


def histories(checklist: Checklist, round_: Round, inspections: Sequence[Inspection]) -> dict[int, States]:
    """Of each inspection the states of its repeated rules in the periods before, the last one first.

    An approved sheet counts; one of an unannounced round from its release, for the unit sees the consequence. Of
    several sheets of one period (回头看) a loss in any counts.
    """
    own = Inspection.subject.in_([row.subject_id for row in inspections])
    rows = _approved(checklist.id).where(
        own,
        Round.period_end < round_.period_start,
        ~Round.unannounced | (Round.state == "released"),
    )
    former: dict[int, list[Inspection]] = defaultdict(list)
    for row in rows.order_by(Round.period_end.desc(), Round.period_start.desc(), Round.id.desc()):
        former[row.subject_id].append(row)
    sheets = sheets_of([row for rows in former.values() for row in rows])
    return {row.id: _states(checklist, former[row.subject_id], sheets) for row in inspections}


def _states(checklist: Checklist, former: Iterable[Inspection], sheets: Mapping[int, ScoreSheet]) -> States:
    periods = [
        [_lines(sheets[row.id]) for row in rows]
        for _, rows in groupby(former, key=lambda row: (row.round.period_start, row.round.period_end))
    ]
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for need in checklist.needs.repeated:
        key = need.item.id, need.rule.label
        states = tuple(_worst([lines[key] for lines in sheets if key in lines]) for sheets in periods)
        if any(states):
            found.setdefault(need.item.id, {})[need.rule.label] = states
    return found


def _lines(sheet: ScoreSheet) -> dict[tuple[str, str], str]:
    return {(item.id, line.rule): line.state for item in sheet.items for line in item.lines if line.rule}


def _worst(states: Sequence[str]) -> str:
    return "lost" if "lost" in states else next(iter(states), "")


def sheets_of(inspections: Sequence[Inspection]) -> dict[int, ScoreSheet]:
    """The score sheets of these inspections by id, scored from their answers in one statement."""
    answers = answers_of_all(row.id for row in inspections)
    return {row.id: _scored(row, answers[row.id]) for row in inspections}


def _scored(row: Inspection, answers: Mapping[str, Recorded]) -> ScoreSheet:
    return score(checklist_of(row.checklist), answers, Context.from_json(row.context))


def last_before(inspections: Sequence[Inspection]) -> dict[int, int]:
    """Of each inspection (with round and checklist) the approved one of its unit and checklist before it, by id."""
    units = {row.subject_id for row in inspections}
    ids = {row.checklist.checklist_id for row in inspections}
    former = _approved(*ids).where(Inspection.subject.in_(units)) if inspections else ()
    by_unit: dict[Any, list[Any]] = defaultdict(list)
    for row in former:
        by_unit[row.subject_id, row.checklist.checklist_id].append((_order(row), row.id))
    found = {}
    for row in inspections:
        before = [one for one in by_unit[row.subject_id, row.checklist.checklist_id] if one[0] < _order(row)]
        if before:
            found[row.id] = max(before)[1]
    return found


def _order(row: Inspection) -> tuple[Any, int]:
    """A round of the same period (回头看) comes after the one that was opened before it."""
    return row.round.period_end, row.round_id


def _approved(*checklist_ids: str) -> Any:
    """A query of the approved inspections of these checklists in any version, with what scoring them needs."""
    return (
        Inspection.select(Inspection, Round, *WITHOUT_TEXT)
        .join_from(Inspection, Round)
        .join_from(Inspection, ChecklistVersion)
        .where(Inspection.state == "approved", ChecklistVersion.checklist_id.in_(checklist_ids))
    )
