"""回头看: a round of the units that lost points in another, to see what they have put right."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from inspect_app.config import now
from inspect_app.domain.tally import Tally
from inspect_app.storage.models import ChecklistVersion, Inspection, Round

USUAL_TERM = timedelta(days=14)


def propose(form: Any, round_: Round, versions: Sequence[ChecklistVersion]) -> None:
    """Fill the form of a new round: the same period and checklist, and only the units that lost points."""
    form.title.data = _free_title(f"{round_.title}回头看")
    form.period_start.data, form.period_end.data = round_.period_start, round_.period_end
    form.deadline.data = now().date() + USUAL_TERM
    # The newest comes first.
    same = [row.id for row in versions if row.checklist_id == round_.checklist.checklist_id]
    form.checklist.data = same[0] if same else None
    lost = {row.subject_id for row in losers(round_)}
    form.units.data = [choice.value for choice in form.units.choices if choice.value in lost]


def losers(round_: Round) -> list[Inspection]:
    """The approved sheets of the round that have lost something."""
    rows = Inspection.select(Inspection.id, Inspection.subject, Inspection.tally).where(
        Inspection.round == round_, Inspection.state == "approved"
    )
    return [row for row in rows.order_by(Inspection.id) if _has_lost(Tally.from_json(row.tally))]


def _has_lost(tally: Tally) -> bool:
    return tally.lost > 0 or tally.total < tally.full or tally.failed or tally.barred


def _free_title(title: str) -> str:
    """The title, numbered when a round has it already."""
    taken = {row.title for row in Round.select(Round.title).where(Round.title.startswith(title))}
    number = 2
    found = title
    while found in taken:
        found, number = f"{title}（{number}）", number + 1
    return found
