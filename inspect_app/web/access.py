"""Who may see and do what. Every view asks one of these, and nothing else decides."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from flask import abort
from flask_login import current_user, login_required

from inspect_app.domain.inspection import EDITABLE
from inspect_app.storage.models import (
    Assignment,
    Audit,
    ChecklistVersion,
    CompositionVersion,
    Inspection,
    Overall,
    OverallUnit,
    Round,
    Subject,
    User,
)
from inspect_app.storage.prepared import Prepared

P = ParamSpec("P")
R = TypeVar("R")
# The text is some 50 KB and is parsed once for all: see storage.checklists.
VERSION_WITHOUT_TEXT = (
    ChecklistVersion.id,
    ChecklistVersion.checklist_id,
    ChecklistVersion.version,
    ChecklistVersion.title,
    ChecklistVersion.sha256,
)
OFFICE = ("administrator", "manager")


def person() -> User:
    """The person who is logged in."""
    row: User = current_user.row
    return row


def roles(*allowed: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only people in one of these roles reach the view; others get 403, strangers the log-in page."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            if person().role not in allowed:
                abort(403, "您的账号没有这项权限")
            return view(*args, **kwargs)

        guarded: Callable[P, R] = login_required(inner)
        return guarded

    return guard


def _with_round_and_unit() -> Any:
    """A query of inspections with what every page about one shows."""
    return (
        Inspection.select(Inspection, Round, Subject, *VERSION_WITHOUT_TEXT)
        .join_from(Inspection, Round)
        .join_from(Inspection, Subject)
        .join_from(Inspection, ChecklistVersion)
    )


def visible_inspections(user: User) -> Any:
    """A query of the inspections that the person may see: inspectors their own, units theirs once released."""
    query = _with_round_and_unit()
    if user.role in OFFICE:
        return query
    if user.role == "inspector":
        return query.join_from(Inspection, Assignment).where(Assignment.user == user)
    return query.where(Inspection.subject == user.subject_id, Round.state == "released")


# Every save of an answer asks this.
_ASSIGNED = Prepared(
    lambda user, id: (
        _with_round_and_unit()
        .join_from(Inspection, Assignment)
        .where(Assignment.user == user, Inspection.id == id)
    )
)


def _assigned(user: User, id: int) -> Inspection | None:
    inspection: Inspection | None = _ASSIGNED.first(user.id, id)
    return inspection


def _visible(user: User, id: int) -> Inspection | None:
    inspection: Inspection | None = visible_inspections(user).where(Inspection.id == id).first()
    return inspection


def inspection_for(user: User, id: int, *, to: Literal["see", "edit", "review"] = "see") -> Inspection:
    """The inspection, or 404: somebody who may not know of it does not learn that it is there."""
    inspection = _assigned(user, id) if user.role == "inspector" else _visible(user, id)
    if inspection is None:
        abort(*_refusal(user, id, to))
    if to == "edit" and user.role != "inspector":
        abort(403, "只有被指派的督导人员可以填写考核单")
    if to == "review" and user.role != "manager":
        abort(403, "只有督导办可以审核考核单")
    return inspection


def _refusal(user: User, id: int, to: str) -> tuple[int, str] | tuple[int]:
    """404; to a former inspector of the sheet, who may still have changes of it on the tablet, whose it is now."""
    now_theirs = (
        [row.user.name for row in _inspectors(id)] if to == "edit" and _was_assigned(user, id) else []
    )
    if not now_theirs:
        return (404,)
    names = "、".join(now_theirs)
    return 403, f"这张考核单已改由{names}负责，您的改动没有存入。请把没有送出的内容导出，交给{names}"


def _inspectors(id: int) -> Any:
    query = Assignment.select(Assignment.id, User.id, User.name).join(User)
    return query.where(Assignment.inspection == id).order_by(User.name, User.id)


def shares(inspection: Inspection) -> bool:
    """Whether more than one inspector has the sheet."""
    return len(_inspectors(inspection.id)) > 1


def _was_assigned(user: User, id: int) -> bool:
    rows = Audit.select().where(Audit.target == f"inspection:{id}", Audit.action == "assign")
    return any(user.id in (row.before or {}).get("accounts", ()) for row in rows)


def is_editable(inspection: Inspection) -> bool:
    """Whether the person on this page may change the sheet now."""
    open_round = inspection.round.state == "open"
    return person().role == "inspector" and open_round and inspection.state in EDITABLE


def is_hidden(user: User, round_: Round) -> bool:
    """Whether the person must not learn of the round: units of an unannounced one, until it is released."""
    return user.role == "contact" and round_.unannounced and round_.state != "released"


def told_to_units() -> Any:
    """The condition on rounds that `is_hidden` states for one."""
    return ~Round.unannounced | (Round.state == "released")


def round_for(user: User, id: int) -> Round:
    """The round, for the office at any time, for a unit in it once it is released; otherwise 404."""
    query = Round.select(Round, *VERSION_WITHOUT_TEXT).join(ChecklistVersion).where(Round.id == id)
    if user.role not in OFFICE:
        own = Inspection.select(Inspection.round).where(Inspection.subject == user.subject_id)
        query = query.where(Round.state == "released", Round.id.in_(own))
    round_: Round | None = query.first()
    return abort(404) if round_ is None else round_


def visible_overalls(user: User) -> Any:
    """A query of the overall rankings that the person may see: the office all, a unit those published with it."""
    query = Overall.select(Overall, CompositionVersion).join(CompositionVersion)
    if user.role in OFFICE:
        return query
    own = OverallUnit.select(OverallUnit.overall).where(OverallUnit.subject == user.subject_id)
    mine = query.where(Overall.state == "published", Overall.id.in_(own))
    return mine if user.role == "contact" else query.where(Overall.id.is_null())


def overall_for(user: User, id: int) -> Overall:
    """The overall ranking, or 404: who is not in it does not learn that it is there."""
    row: Overall | None = visible_overalls(user).where(Overall.id == id).first()
    return abort(404) if row is None else row
