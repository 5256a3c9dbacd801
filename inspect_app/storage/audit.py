"""The audit log. Every write of a service records one row here, in the same transaction."""

from datetime import datetime
from typing import Any

from inspect_app.storage.models import Audit, Inspection, Row, User


def record(
    by: User | None,
    action: str,
    target: Row,
    *,
    at: datetime,
    before: Any = None,
    after: Any = None,
    inspection: Inspection | int | None = None,
    entry: str = "",
    save_id: str | None = None,
) -> None:
    """Write who did what to which row, from what to what. `before` and `after` are JSON data or None."""
    Audit.insert(
        at=at,
        user=by,
        action=action,
        target=f"{target._meta.table_name}:{target.get_id()}",
        before=before,
        after=after,
        inspection=inspection,
        entry=entry,
        save_id=save_id,
    ).execute()


def is_recorded(save_id: str) -> Audit | None:
    """The row of a save that has been carried out already, or None."""
    return Audit.get_or_none(Audit.save_id == save_id)
