"""操作记录: the audit log, for administrators and managers."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from peewee import JOIN

from inspect_app.storage.models import (
    Audit,
    ChecklistVersion,
    CompositionVersion,
    Inspection,
    Notice,
    Overall,
    Round,
    Subject,
    User,
)
from inspect_app.web.access import OFFICE, roles
from inspect_app.web.numbers import whole
from inspect_app.web.wording import ACTIONS, changes

blueprint = Blueprint("history", __name__)
PAGE = 50
KINDS = {
    "account": "账号",
    "subject": "单位",
    "round": "批次",
    "checklist_version": "考核细则",
    "composition_version": "综合考核办法",
    "overall": "综合排名",
    "inspection": "考核单",
    "notice": "整改通知",
    "photo": "照片",
    "visit": "走访",
    "printout": "打印件",
}


@blueprint.get("/people/history")
@roles(*OFFICE)
def index() -> str:
    user, day = whole(request.args.get("user", "")), _day(request.args.get("day", ""))
    query = _entries(user, day)
    pages = max(1, -(-query.count() // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    return render_template(
        "history/index.html",
        entries=_readable(query.paginate(page, PAGE)),
        users=list(User.select(User.id, User.name, User.login).order_by(User.name, User.login)),
        user=user,
        day=day,
        page=page,
        pages=pages,
        url=url_for("history.index", user=user or None, day=day) + ("&" if user or day else "?") + "page=",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _entries(user: int | None, day: date | None) -> Any:
    """The audit rows, newest first."""
    query = Audit.select(Audit, User.id, User.name).join(User, JOIN.LEFT_OUTER)
    if user:
        query = query.where(Audit.user == user)
    if day:
        start = datetime.combine(day, time())
        query = query.where(Audit.at >= start, Audit.at < start + timedelta(days=1))
    return query.order_by(Audit.at.desc(), Audit.id.desc())


def _readable(rows: Any) -> list[dict[str, Any]]:
    entries = list(rows)
    names = _names(entries)
    return [
        {
            "at": row.at,
            "who": row.user.name if row.user else "系统",
            "what": ACTIONS.get(row.action, row.action),
            "target": _target(row, names),
            "changes": changes(row.before, row.after),
        }
        for row in entries
    ]


def _target(row: Audit, names: dict[str, str]) -> str:
    kind, _, _ = row.target.partition(":")
    name = names.get(row.target) or names.get(f"inspection:{row.inspection_id}", "")
    return f"{KINDS.get(kind, kind)} {name}".strip()


def _names(rows: list[Any]) -> dict[str, str]:
    """What the rows' targets are called now: one statement for each table that occurs."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        kind, _, id = row.target.partition(":")
        wanted.setdefault(kind, set()).add(int(id))
        if row.inspection_id:
            wanted.setdefault("inspection", set()).add(row.inspection_id)
    found: dict[str, str] = {}
    for kind, model, name in _named():
        if kind in wanted:
            query = name.where(model.id.in_(sorted(wanted[kind]))).tuples()
            found.update({f"{kind}:{id}": "，".join(words) for id, *words in query})
    return found


def _named() -> Any:
    return (
        ("account", User, User.select(User.id, User.name)),
        ("subject", Subject, Subject.select(Subject.id, Subject.name)),
        ("round", Round, Round.select(Round.id, Round.title)),
        (
            "checklist_version",
            ChecklistVersion,
            ChecklistVersion.select(ChecklistVersion.id, ChecklistVersion.title, ChecklistVersion.version),
        ),
        (
            "composition_version",
            CompositionVersion,
            CompositionVersion.select(
                CompositionVersion.id, CompositionVersion.title, CompositionVersion.version
            ),
        ),
        ("overall", Overall, Overall.select(Overall.id, Overall.title)),
        ("inspection", Inspection, _of_unit(Inspection)),
        ("notice", Notice, _of_unit(Notice)),
    )


def _of_unit(model: Any) -> Any:
    return model.select(model.id, Subject.name, Round.title).join_from(model, Subject).join_from(model, Round)
