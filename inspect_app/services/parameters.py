"""Setting the numbers that a round's checklist leaves to the office."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.quantities import plain
from inspect_app.storage import audit
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import parameters_of
from inspect_app.storage.database import locked, writing_sheets
from inspect_app.storage.models import Inspection, Parameter, Round, Subject, User
from inspect_app.storage.refreshing import Change, refresh


class ParametersFixed(Exception):
    """The numbers can no longer be changed: the round is released, or these units' sheets are handed in."""


def set_parameters(
    round_: Round, values: Mapping[str, Decimal], *, by: User, at: datetime
) -> tuple[Change, ...]:
    """Exactly these parameters are set for the round, and its sheets are scored anew. Raises ParametersFixed."""
    with writing_sheets():
        row: Round = locked(Round.select().where(Round.id == round_.id)).get()
        before = parameters_of(row)
        if before == values:
            return ()
        sheets = _held_sheets(row)
        _require_changeable(row, sheets)
        Parameter.delete().where(Parameter.round == row.id).execute()
        rows = [{"round": row.id, "name": name, "value": plain(value)} for name, value in values.items()]
        if rows:
            Parameter.insert_many(rows).execute()
        checklist = checklist_of(round_.checklist)
        said = _said(checklist, before), _said(checklist, values)
        audit.record(by, "set-parameters", row, at=at, before=said[0], after=said[1])
        return refresh(Inspection.round == row.id)


def _said(checklist: Checklist, values: Mapping[str, Decimal]) -> dict[str, str]:
    """For the audit log: by what people call the parameter."""
    named = checklist.parameters.items()
    return {str(one): plain(values[name]) for name, one in named if name in values}


def _held_sheets(round_: Round) -> list[Inspection]:
    """The round's inspections, locked until commit: a save that is under way is scored with either numbers."""
    list(locked(Inspection.select(Inspection.id).where(Inspection.round == round_).order_by(Inspection.id)))
    query = Inspection.select(Inspection, Subject).join(Subject).where(Inspection.round == round_)
    return list(query.order_by(Inspection.id))


def _require_changeable(round_: Round, sheets: list[Inspection]) -> None:
    if round_.state == "released":
        raise ParametersFixed("这个批次的结果已经发布，参数不能再改")
    handed_in = [sheet.subject.name for sheet in sheets if sheet.state in ("submitted", "approved")]
    if handed_in:
        names = "、".join(handed_in[:3]) + ("等" if len(handed_in) > 3 else "")
        raise ParametersFixed(f"{names}的考核单已经提交，参数不能再改；要改，请先退回这些考核单")
