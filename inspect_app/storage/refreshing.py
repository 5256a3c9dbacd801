"""Sheets that are still open keep up with what they rest on.

Whoever changes something beside the answers (a group, a parameter, another round) calls this in his transaction.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.context import Context
from inspect_app.domain.quantities import plain
from inspect_app.domain.scoring import Answer as Recorded
from inspect_app.domain.scoring import score
from inspect_app.domain.tally import Tally, blank, tally_of
from inspect_app.storage.answers import answers_of_all
from inspect_app.storage.checklists import WITHOUT_TEXT, checklist_of
from inspect_app.storage.contexts import contexts_of
from inspect_app.storage.database import locked
from inspect_app.storage.models import ChecklistVersion, Inspection, Round, Subject
from inspect_app.storage.periods import last_before

MOST_NAMED = 5


@dataclass(frozen=True)
class Change:
    """A sheet that was scored anew and has another total; or one that is `settled` and was left as it is."""

    unit: str
    round: str
    before: Decimal
    after: Decimal
    settled: bool = False

    def __str__(self) -> str:
        if self.settled:
            return f"{self.unit}（{self.round}，已审核通过，没有重新计分）"
        return f"{self.unit}（{self.round}）{plain(self.before)}→{plain(self.after)}"


def refresh(condition: Any) -> tuple[Change, ...]:
    """Look anew at what the chosen inspections of open rounds rest on, and score those for which it has changed.

    What is approved stands as it was judged; it is told, so that it can be returned.
    """
    rows = _held(condition)
    previous = last_before(rows)
    changes: list[Change] = []
    for (round_, _), members in groupby(rows, key=lambda row: (row.round, row.checklist.sha256)):
        changes += _refresh(round_, list(members), previous)
    return tuple(changes)


def after_result(inspections: Iterable[Inspection]) -> tuple[Change, ...]:
    """As `refresh`, of the open sheets that the results of these inspections (with subject, checklist) may touch."""
    touched = list(inspections)
    ids = {row.checklist.checklist_id for row in touched}
    wanted = [
        version.id
        for version in _in_use()
        if version.checklist_id in ids or checklist_of(version).needs.checklists & ids
    ]
    units = {row.subject_id for row in touched}
    return _refresh_others(units, wanted, [row.id for row in touched])


def after_notices(subjects: Iterable[int]) -> tuple[Change, ...]:
    """As `refresh`, of the units' open sheets that count the demands of notices."""
    wanted = [version.id for version in _in_use() if checklist_of(version).needs.notices]
    return _refresh_others(set(subjects), wanted, [])


def after_overall(composition: str, subjects: Iterable[int]) -> tuple[Change, ...]:
    """As `refresh`, of the units' open sheets that ask for a result of this composition."""
    wanted = [version.id for version in _in_use() if composition in checklist_of(version).needs.compositions]
    return _refresh_others(set(subjects), wanted, [])


def _in_use() -> list[ChecklistVersion]:
    """The versions used in open rounds."""
    used = Inspection.select(Inspection.checklist).join(Round).where(Round.state == "open")
    return list(ChecklistVersion.select(*WITHOUT_TEXT).where(ChecklistVersion.id.in_(used)))


def _refresh_others(units: set[int], versions: list[int], without: list[int]) -> tuple[Change, ...]:
    if not units or not versions:
        return ()
    chosen = Inspection.subject.in_(units) & Inspection.checklist.in_(versions)
    return refresh(chosen & Inspection.id.not_in(without) if without else chosen)


def _held(condition: Any) -> list[Inspection]:
    """The inspections, locked in the order of their ids before anything that they rest on is read."""
    ids = [
        row.id
        for row in locked(
            Inspection.select(Inspection.id)
            .where(condition, Inspection.round.in_(Round.select(Round.id).where(Round.state == "open")))
            .order_by(Inspection.id)
        )
    ]
    query = (
        Inspection.select(Inspection, Round, Subject, *WITHOUT_TEXT)
        .join_from(Inspection, Round)
        .join_from(Inspection, Subject)
        .join_from(Inspection, ChecklistVersion)
        .where(Inspection.id.in_(ids))
    )
    return list(query.order_by(Round.id, ChecklistVersion.sha256, Inspection.id)) if ids else []


def _refresh(round_: Round, rows: Sequence[Inspection], previous: dict[int, int]) -> list[Change]:
    checklist = checklist_of(rows[0].checklist)
    contexts = contexts_of(checklist, round_, rows)
    stale = [row for row in rows if contexts[row.id].to_json() != row.context]
    answers = answers_of_all(row.id for row in stale if row.state not in ("assigned", "approved"))
    scorer = _Scorer(checklist)
    changes = []
    for row in rows:
        if row.previous_id != previous.get(row.id):
            Inspection.update(previous=previous.get(row.id)).where(Inspection.id == row.id).execute()
        if row in stale:
            changes += _store(row, contexts[row.id], scorer, answers.get(row.id, {}))
    return changes


class _Scorer:
    """Tallies of one checklist's sheets; empty ones of equal context are scored once for all."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._blank: dict[str, Tally] = {}

    def tally(self, answers: Mapping[str, Recorded], context: Context) -> Tally:
        """The tally of a sheet with these answers."""
        if answers:
            items = score(self._checklist, answers, context).items
            return tally_of(self._checklist, {item.id: item for item in items})
        key = json.dumps(context.to_json(), sort_keys=True)
        if key not in self._blank:
            self._blank[key] = blank(self._checklist, context)
        return self._blank[key]


def _store(
    row: Inspection, context: Context, scorer: _Scorer, answers: Mapping[str, Recorded]
) -> list[Change]:
    values: dict[str, Any] = {"context": context.to_json()}
    if row.state == "approved":
        return _left_alone(row, values)
    tally = scorer.tally(answers, context)
    Inspection.update(**values, tally=tally.to_json()).where(Inspection.id == row.id).execute()
    before = Tally.from_json(row.tally).total if row.tally else tally.total
    return [Change(row.subject.name, row.round.title, before, tally.total)] if before != tally.total else []


def _left_alone(row: Inspection, values: dict[str, Any]) -> list[Change]:
    """What is approved and remembers nothing yet remembers how things stand now; otherwise how they stood."""
    if not row.context:
        Inspection.update(**values).where(Inspection.id == row.id).execute()
        return []
    total = Tally.from_json(row.tally).total
    return [Change(row.subject.name, row.round.title, total, total, settled=True)]


def changes_words(changes: Sequence[Change]) -> str:
    """What to tell the person whose change it was, or ""."""
    if not changes:
        return ""
    named = "；".join(str(change) for change in changes[:MOST_NAMED])
    more = f"等{len(changes)}张" if len(changes) > MOST_NAMED else ""
    return f"受影响的考核单：{named}{more}"
