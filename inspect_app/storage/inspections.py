"""An inspection held still for the length of a transaction."""

from inspect_app.domain.inspection import require_editable
from inspect_app.storage import audit
from inspect_app.storage.database import hold_row
from inspect_app.storage.models import ChecklistVersion, Inspection, Round


class SaveIdReused(Exception):
    """This save id was used for something else: what comes under it now must not pass for stored."""

    def __init__(self) -> None:
        super().__init__("这个保存编号已经用过，这次的内容没有存入。请先记下内容，刷新页面后再填")


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


def is_repeated(
    save_id: str | None, action: str, inspection: int, *, entry: str = "", target: str = ""
) -> bool:
    """Whether exactly this change was carried out before; raises SaveIdReused when anything else has the id.

    To be asked with the inspection held, and before whether the sheet may still be changed: what was acknowledged
    once stays so.
    """
    row = audit.is_recorded(save_id) if save_id else None
    if row is None:
        return False
    is_this = (row.action, row.inspection_id, row.entry) == (action, inspection, entry)
    if not is_this or target not in ("", row.target) or not audit.is_what_came(row, save_id or ""):
        raise SaveIdReused
    return True


def hold_editable(id: int) -> Inspection:
    """As `hold`; raises NotEditable."""
    row = hold(id)
    require_editable(row.state, released=row.round.state == "released")
    return row


def group_of(inspection: Inspection) -> str:
    """The group in which the unit is ranked: what the sheet remembers stays when the unit's own is changed."""
    remembered: str = inspection.context.get("attributes", {}).get("group", "")
    return remembered or inspection.subject.group
