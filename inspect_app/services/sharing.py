"""Two inspectors on one 考核单: which of two answers stands, and who is where."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from inspect_app.storage import audit
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import hold, is_repeated
from inspect_app.storage.models import Inspection, Presence, User

PRESENT = timedelta(seconds=50)  # two heartbeats and a little more


def set_aside(
    inspection: Inspection, entry: str, content: Mapping[str, Any], *, by: User, save_id: str, at: datetime
) -> None:
    """Record the answer that was not taken: the stored one stays, whatever the state of the sheet.

    The same save again records nothing more. Raises SaveIdReused.
    """
    with writing():
        row = hold(inspection.id)
        if is_repeated(save_id, "set-aside", row.id, entry=entry):
            return
        after = dict(content)
        audit.record(by, "set-aside", row, at=at, after=after, inspection=row, entry=entry, save_id=save_id)


def be_at(inspection: Inspection, entry: str, *, by: User, at: datetime) -> None:
    """Note at which item of the sheet the inspector is now; "" takes the note away."""
    with writing():
        if not entry:
            Presence.delete().where(Presence.inspection == inspection, Presence.user == by).execute()
            return
        Presence.insert(inspection=inspection, user=by, entry=entry, at=at).on_conflict(
            conflict_target=[Presence.inspection, Presence.user],
            preserve=[Presence.entry, Presence.at],
        ).execute()
