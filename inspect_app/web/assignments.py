"""Who checks which unit of a round."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inspect_app.config import now
from inspect_app.services import rounds
from inspect_app.storage.models import Inspection, Round, Subject, User
from inspect_app.web.access import person, roles, round_for

blueprint = Blueprint("assignments", __name__)
MOST_AT_ONCE = 60
NOBODY = "请至少选一名督导人员，否则没有人能填写这张考核单"
UNKNOWN = "所选的督导人员已停用或不存在，请重新选择"


@blueprint.get("/rounds/<int:id>/assignments")
@roles("manager")
def edit(id: int) -> str:
    round_ = _open_round(id)
    present = rounds.assigned_in(round_)
    return _page(round_, {row: {user.id for user in users} for row, users in present.items()}, {})


@blueprint.post("/rounds/<int:id>/assignments")
@roles("manager")
def update(id: int) -> Any:
    round_ = _open_round(id)
    picked = {row.id: _picked(row.id) for row in _inspections(round_, _group(round_))}
    people = {user.id: user for user in _offered(round_)}
    errors = {row: fault for row, ids in picked.items() if (fault := _fault(ids, people))}
    if errors:
        return _page(round_, picked, errors), 422
    choices = {row: [people[user] for user in sorted(ids)] for row, ids in picked.items()}
    try:
        rounds.reassign(round_, choices, by=person(), at=now())
    except rounds.RoundReleased:
        abort(409, "这个批次的结果已经发布，不能再调整分工")
    flash("分工已保存")
    return redirect(url_for("assignments.edit", id=round_.id, group=request.args.get("group")))


def _open_round(id: int) -> Round:
    round_ = round_for(person(), id)
    if round_.state == "released":
        abort(409, "这个批次的结果已经发布，不能再调整分工")
    return round_


def _groups(round_: Round) -> dict[str, int]:
    """The groups of the round in the order of the units, with the number of units."""
    query = Subject.select(Subject.group).join(Inspection).where(Inspection.round == round_)
    groups: dict[str, int] = {}
    for row in query.order_by(Subject.code):
        groups[row.group] = groups.get(row.group, 0) + 1
    return groups


def _group(round_: Round) -> str:
    """The group on the page, or "" for all; many units are shown one group at a time."""
    groups = _groups(round_)
    asked = request.args.get("group")
    if asked is not None and (asked in groups or not asked):
        return asked
    return "" if sum(groups.values()) <= MOST_AT_ONCE else next(iter(groups))


def _inspections(round_: Round, group: str) -> list[Any]:
    query = Inspection.select(Inspection.id, Inspection.state, Subject).join(Subject)
    if group:
        query = query.where(Subject.group == group)
    return list(query.where(Inspection.round == round_).order_by(Subject.code))


def _offered(round_: Round) -> list[Any]:
    """The inspectors who can be chosen: the active ones, and those chosen already."""
    people = {user.id: user for users in rounds.assigned_in(round_).values() for user in users}
    active = User.select(User.id, User.name, User.active).where(User.role == "inspector", User.active)
    people.update({user.id: user for user in active})
    return sorted(people.values(), key=lambda user: (user.name, user.id))


def _picked(inspection: int) -> set[int]:
    return set(request.form.getlist(f"inspector-{inspection}", type=int))


def _fault(ids: set[int], people: dict[int, Any]) -> str:
    if not ids:
        return NOBODY
    return "" if ids <= people.keys() else UNKNOWN


def _page(round_: Round, picked: dict[int, set[int]], errors: dict[int, str]) -> str:
    group, groups = _group(round_), _groups(round_)
    url = url_for("assignments.edit", id=round_.id)
    tabs = [
        {"label": name or "全部", "count": count, "url": f"{url}?group={name}", "current": name == group}
        for name, count in [("", sum(groups.values())), *groups.items()]
    ]
    return render_template(
        "assignments/edit.html",
        round=round_,
        inspections=_inspections(round_, group),
        offered=_offered(round_),
        picked=picked,
        errors=errors,
        group=group,
        tabs=tabs,
    )
