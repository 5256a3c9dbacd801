"""An inspection held still for the length of a transaction."""

from inspect_app.domain.inspection import require_editable
from inspect_app.storage.database import hold_row
from inspect_app.storage.models import ChecklistVersion, Inspection, Round


class SaveIdReused(Exception):
    """This save id belongs to another save: what it sends must not pass for stored. The message says so."""

    def __init__(self) -> None:
        super().__init__("这个保存编号已经用过，请刷新页面后再填")


def hold(id: int) -> Inspection:
    """The inspection with its round and checklist as they stand now, locked until commit."""
    hold_row(Inspection, id)
    query = (
        Inspection.select(Inspection, Round, ChecklistVersion)
        .join_from(Inspection, Round)
        .join_from(Inspection, ChecklistVersion)
        .where(Inspection.id == id)
    )
    row: Inspection = query.get()
    return row


def hold_editable(id: int) -> Inspection:
    """As `hold`; raises NotEditable."""
    row = hold(id)
    require_editable(row.state, released=row.round.state == "released")
    return row
