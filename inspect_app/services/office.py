"""Entering what the office knows of the units: the values that a checklist's rules wait for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspect_app.domain.needs import Need
from inspect_app.storage import audit
from inspect_app.storage.database import locked, writing_sheets
from inspect_app.storage.models import Inspection, OfficeValue, Round, Subject, User
from inspect_app.storage.refreshing import Change, refresh


class ValuesFixed(Exception):
    """These values can no longer be changed: the round is released, or the units' sheets are approved."""


def set_values(
    round_: Round, need: Need, values: Mapping[int, str], *, by: User, at: datetime
) -> tuple[Change, ...]:
    """These values, by inspection, hold for the rule from now on; "" takes one back. Raises ValuesFixed.

    Gives back what has become of the sheets, which are scored anew.
    """
    with writing_sheets():
        sheets = _held(round_, values)
        before = values_of(round_, need)
        changed = {id: value for id, value in values.items() if before.get(id, "") != value}
        _require_changeable([sheets[id] for id in changed])
        for id, value in changed.items():
            _store(sheets[id], need, value, by, at)
            named = f"{need.item.title}：{need.asked}"
            said = [{named: one} for one in (before.get(id, ""), value)]
            target: Any = sheets[id]
            audit.record(
                by,
                "office-value",
                target,
                at=at,
                before=said[0],
                after=said[1],
                inspection=target,
                entry=need.item.id,
            )
        return refresh(Inspection.id.in_(list(changed))) if changed else ()


def values_of(round_: Round, need: Need) -> dict[int, str]:
    """The values that have been entered for the rule, by inspection."""
    query = OfficeValue.select(OfficeValue, Inspection.id).join(Inspection)
    rows = query.where(
        Inspection.round == round_, OfficeValue.entry == need.item.id, OfficeValue.rule == need.rule.label
    )
    return {row.inspection_id: row.value for row in rows}


def _held(round_: Round, values: Mapping[int, str]) -> dict[int, Inspection]:
    """The inspections of the round that are meant, locked until commit."""
    chosen = (Inspection.round == round_) & Inspection.id.in_(list(values))
    list(locked(Inspection.select(Inspection.id).where(chosen).order_by(Inspection.id)))
    query = Inspection.select(Inspection, Round, Subject).join(Round).switch(Inspection).join(Subject)
    return {row.id: row for row in query.where(chosen)}


def _require_changeable(sheets: list[Inspection]) -> None:
    if any(sheet.round.state == "released" for sheet in sheets):
        raise ValuesFixed("这个批次的结果已经发布，数据不能再改")
    settled = [sheet.subject.name for sheet in sheets if sheet.state == "approved"]
    if settled:
        names = "、".join(settled[:3]) + ("等" if len(settled) > 3 else "")
        raise ValuesFixed(f"{names}的考核单已审核通过，数据不能再改；要改，请先退回这些考核单")


def _store(sheet: Inspection, need: Need, value: str, by: User, at: datetime) -> None:
    OfficeValue.delete().where(
        OfficeValue.inspection == sheet,
        OfficeValue.entry == need.item.id,
        OfficeValue.rule == need.rule.label,
    ).execute()
    if value:
        OfficeValue.insert(
            inspection=sheet,
            entry=need.item.id,
            rule=need.rule.label,
            value=value,
            entered_at=at,
            entered_by=by,
        ).execute()
