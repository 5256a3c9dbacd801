"""Rounds one after another, with a checklist that looks at what was before and elsewhere."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from inspect_app.services import answers, checklists, inspections, rounds
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage.answers import Content
from inspect_app.storage.models import ChecklistVersion, Inspection, Round, Subject, User
from tests.integration.conftest import AT, Cast

LOOKING_BACK = Path(__file__).parent.parent / "checklists" / "looking-back.yaml"
FIRST = (date(2019, 7, 1), date(2019, 12, 31))
SECOND = (date(2020, 1, 1), date(2020, 6, 30))
THIRD = (date(2020, 7, 1), date(2020, 12, 31))
Facts = dict[str, dict[str, Any]]
# Everything of the looking-back checklist that nobody else knows, with one fault in it.
RECORDED: dict[str, Facts] = {
    "faults": {"问题": {"count": 1}},
    "small": {"小考核": {"value": "15"}},
    "letters": {"来访量": {"base": "3", "value": "3"}, "信访": {"value": "50"}},
    "rectified": {"整改": {"done": 0}},
    "schools": {"学校问题": {"count": 0}, "县的问题": {"count": 2}},
}


def publish(file: Path, cast: Cast) -> ChecklistVersion:
    """The checklist of a file, published."""
    return checklists.publish(file.read_text(encoding="utf-8"), by=cast.manager, at=AT)


def open_in(
    cast: Cast,
    version: ChecklistVersion,
    period: tuple[date, date],
    title: str,
    subjects: Sequence[Subject] = (),
    **more: Any,
) -> Round:
    """A round of the unit (or of these) in that period, for the cast's inspector."""
    return rounds.open_round(
        RoundEntry(title, *period, date(2099, 1, 15), **more),
        version,
        subjects=list(subjects) or [cast.unit],
        inspectors=[cast.inspector],
        by=cast.manager,
        at=AT,
    )


def sheet_in(round_: Round, subject: Subject) -> Inspection:
    """The unit's sheet in the round as it stands now."""
    row: Inspection = Inspection.get(Inspection.round == round_, Inspection.subject == subject)
    return row


def record(inspection: Inspection, entry: str, facts: Facts, by: User, seen: int = 0) -> answers.Saved:
    """Save facts as they are stored."""
    return answers.save_answer(
        inspection, entry, Content(facts), by=by, seen=seen, save_id=str(uuid4()), at=AT
    )


def settle(inspection: Inspection, cast: Cast) -> None:
    """Have a filled sheet approved."""
    inspections.submit(inspection, by=cast.inspector, at=AT)
    inspections.approve(inspection, by=cast.manager, at=AT)


def release(round_: Round, cast: Cast, unfinished: int = 0) -> Any:
    """Let the round's results out."""
    return rounds.release(round_, unfinished_seen=unfinished, by=cast.manager, at=AT)
