"""What a changed checklist would do to a round that exists: read only, nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.context import Context
from inspect_app.domain.fitting import Misfit, fit
from inspect_app.domain.inspection import STATE_NAMES
from inspect_app.domain.ranking import RankedRow, Standing, rank
from inspect_app.domain.rescored import ItemChange, item_changes
from inspect_app.domain.scoring import ScoreSheet, score
from inspect_app.storage.answers import answers_of_all
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import contexts_of
from inspect_app.storage.inspections import group_of
from inspect_app.storage.models import Inspection, Round, Subject


@dataclass(frozen=True)
class Rescored:
    """One sheet before and after. A sheet that is not approved has no rank; `reason` says so."""

    code: str
    name: str
    group: str
    before: ScoreSheet
    after: ScoreSheet
    old: RankedRow | None
    new: RankedRow | None
    reason: str
    items: tuple[ItemChange, ...]
    misfits: tuple[Misfit, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything that is published of the unit would be different."""
        return bool(
            self.items or self.misfits or self.before.total != self.after.total or self._place_changes
        )

    @property
    def _place_changes(self) -> bool:
        places = [(row.rank, row.grade) if row else None for row in (self.old, self.new)]
        return places[0] != places[1] or self.before.grade != self.after.grade


def rescore(round_: Round, new: Checklist) -> tuple[Rescored, ...]:
    """Every sheet of the round that has been begun, by group and old rank, scored with both checklists."""
    old = checklist_of(round_.checklist)
    inspections = _inspections(round_)
    answers = answers_of_all(row.id for row in inspections)
    fitted = {row.id: fit(old, new, answers[row.id]) for row in inspections}
    was, would = _contexts(round_, old, new, inspections)
    before = {row.id: score(old, answers[row.id], was[row.id]) for row in inspections}
    after = {row.id: score(new, fitted[row.id][0], would[row.id]) for row in inspections}
    ranks = [_ranks(inspections, sheets, one) for sheets, one in ((before, old), (after, new))]
    rescored = [
        Rescored(
            code=row.subject.code,
            name=row.subject.name,
            group=group_of(row),
            before=before[row.id],
            after=after[row.id],
            old=ranks[0].get(row.subject.code),
            new=ranks[1].get(row.subject.code),
            reason=_reason(row),
            items=item_changes(before[row.id], after[row.id]),
            misfits=tuple(fitted[row.id][1]),
        )
        for row in inspections
    ]
    groups = list(dict.fromkeys(group_of(row) for row in inspections))
    return tuple(sorted(rescored, key=lambda one: (groups.index(one.group), _rank_of(one.old), one.code)))


def _contexts(
    round_: Round, old: Checklist, new: Checklist, inspections: list[Inspection]
) -> tuple[dict[int, Context], dict[int, Context]]:
    """What the sheets rest on, and what they would: of what they remember nothing changes, the rest is of now."""
    now = contexts_of(old, round_, inspections)
    was = {row.id: Context.from_json(row.context) if row.context else now[row.id] for row in inspections}
    asked = contexts_of(new, round_, inspections)
    return was, {id: _over(asked[id], remembered) for id, remembered in was.items()}


def _over(asked: Context, remembered: Context) -> Context:
    return Context(
        remembered.attributes,
        {**asked.parameters, **remembered.parameters},
        {**asked.history, **remembered.history},
        {**asked.facts, **remembered.facts},
        {**asked.sources, **remembered.sources},
    )


def _rank_of(row: RankedRow | None) -> float:
    return row.rank if row else float("inf")


def _inspections(round_: Round) -> list[Inspection]:
    query = (
        Inspection.select(Inspection, Subject)
        .join(Subject)
        .where((Inspection.round == round_) & (Inspection.state != "assigned"))
        .order_by(Subject.code)
    )
    return list(query)


def _ranks(
    inspections: list[Inspection], sheets: Mapping[int, ScoreSheet], checklist: Checklist
) -> dict[str, RankedRow]:
    standings = [_standing(row, sheets[row.id]) for row in inspections]
    return {row.standing.code: row for group in rank(standings, checklist.grades) for row in group.rows}


def _standing(row: Inspection, sheet: ScoreSheet) -> Standing:
    return Standing(
        row.subject.code,
        row.subject.name,
        group_of(row),
        total=sheet.total,
        full=sheet.full,
        grade=sheet.grade,
        barred=sheet.barred,
        failed=sheet.failed,
        reason=_reason(row),
    )


def _reason(row: Inspection) -> str:
    return "" if row.state == "approved" else f"考核单{STATE_NAMES[row.state]}"
