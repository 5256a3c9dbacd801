"""The audit log. Every write of a service records one row here, in the same transaction."""

from datetime import datetime
from typing import Any, Self

from peewee import fn

from inspect_app.storage.database import reuses_ids
from inspect_app.storage.models import Audit, Inspection, Row, User

SENT = "sent"  # where `after` keeps the digest


class SaveId(str):
    """The id of a change; `sent` is a digest of what came under it. A plain text says nothing of that."""

    sent: str

    def __new__(cls, id: str, sent: str) -> Self:
        """The id is the text."""
        made = super().__new__(cls, id)
        made.sent = sent
        return made


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
        after=_with_digest(after, save_id),
        inspection=inspection,
        entry=entry,
        save_id=save_id,
    ).execute()


def _with_digest(after: Any, save_id: str | None) -> Any:
    return {**(after or {}), SENT: save_id.sent} if isinstance(save_id, SaveId) else after


def content_of(row: Audit) -> Any:
    """What was recorded, without the digest of how it was sent."""
    return {key: value for key, value in row.after.items() if key != SENT} if row.after else row.after


def is_what_came(row: Audit, save_id: str) -> bool:
    """Whether the record was made of the very words that come under its id now, as far as that is known."""
    before = (row.after or {}).get(SENT)
    return before is None or not isinstance(save_id, SaveId) or bool(before == save_id.sent)


def unused_id(model: type[Row]) -> dict[str, int]:
    """The id for a new row that no row of the table ever had; nothing where the database sees to that itself.

    SQLite gives the highest id away again once its row is gone: a change of the old row that waits on some tablet
    would hit the new one. To be called in the transaction that adds the row, of tables whose rows are all recorded.
    """
    if not reuses_ids():
        return {}
    id = (model.select(fn.MAX(model.id)).scalar() or 0) + 1
    while Audit.select().where(Audit.target == f"{model._meta.table_name}:{id}").exists():
        id += 1
    return {"id": id}


def is_recorded(save_id: str) -> Audit | None:
    """The row of a save that has been carried out already, or None."""
    return Audit.get_or_none(Audit.save_id == save_id)
