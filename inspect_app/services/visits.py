"""The visit log of an inspection (走访)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from inspect_app.domain.inspection import require_editable
from inspect_app.storage import audit
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import hold, is_repeated
from inspect_app.storage.models import Inspection, User, Visit


@dataclass(frozen=True)
class VisitEntry:
    """One visit as it was typed: `people` were seen there, `inspectors` went."""

    date: date
    place: str
    people: str
    inspectors: str
    note: str = ""

    def to_json(self) -> dict[str, str]:
        """For the audit log."""
        return {**asdict(self), "date": self.date.isoformat()}


def add_visit(
    inspection: Inspection, entry: VisitEntry, *, by: User, save_id: str, at: datetime
) -> Visit | None:
    """Log the visit; the same save again returns the visit that is there, None if it was removed since.

    Raises NotEditable or SaveIdReused.
    """
    with writing():
        row = hold(inspection.id)
        if is_repeated(save_id, "add-visit", row.id):
            found: Visit | None = Visit.get_or_none(Visit.save_id == save_id)
            return found
        require_editable(row.state, released=row.round.state == "released")
        visit: Visit = Visit.create(
            **audit.unused_id(Visit), inspection=inspection, save_id=save_id, **asdict(entry)
        )
        after = entry.to_json()
        audit.record(by, "add-visit", visit, at=at, after=after, inspection=inspection, save_id=save_id)
    return visit


def remove_visit(visit: Visit, *, by: User, at: datetime, save_id: str | None = None) -> None:
    """Take the visit out of the log; the audit log keeps what it said. What is gone already stays gone."""
    with writing():
        row = hold(visit.inspection_id)
        done = is_repeated(save_id, "remove-visit", row.id, target=f"visit:{visit.id}")
        if done or not Visit.select().where(Visit.id == visit.id).exists():
            return
        require_editable(row.state, released=row.round.state == "released")
        Visit.delete().where(Visit.id == visit.id).execute()
        before = VisitEntry(visit.date, visit.place, visit.people, visit.inspectors, visit.note).to_json()
        audit.record(by, "remove-visit", visit, at=at, before=before, inspection=row, save_id=save_id)
