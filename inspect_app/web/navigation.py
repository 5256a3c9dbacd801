"""The navigation bar: what each role finds at the top of every page."""

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

ENTRIES = {
    "administrator": (("people", "单位与人员"), ("rounds", "考核批次"), ("checklists", "考核细则")),
    "manager": (
        ("rounds", "考核批次"),
        ("inspections", "考核单"),
        ("rankings", "排名"),
        ("notices", "整改通知"),
        ("checklists", "考核细则"),
        ("people", "单位与人员"),
    ),
    "inspector": (("inspections", "我的考核单"), ("checklists", "考核细则")),
    "contact": (("rankings", "考核结果"), ("notices", "整改通知")),
}

# Blueprints without an entry of their own, and the entry that they belong to.
PARTS = {
    "accounts": "people",
    "history": "people",
    "assignments": "rounds",
    "parameters": "rounds",
    "office": "rounds",
    "overall": "rankings",
    "compositions": "checklists",
}


def init_app(app: Flask) -> None:
    """Give every template the navigation and the person."""
    app.context_processor(context)


def context() -> dict[str, Any]:
    """`nav` (label, url, current), `person` (or None) and `office`, for base.html."""
    if not current_user or not current_user.is_authenticated:
        return {"nav": [], "person": None, "office": current_app.config["INSPECT"].office}
    row = current_user.row
    here = PARTS.get(request.blueprint or "", request.blueprint)
    nav = [
        {"label": label, "url": url_for(f"{name}.index"), "current": here == name}
        for name, label in ENTRIES[row.role]
    ]
    return {"nav": nav, "person": row, "office": current_app.config["INSPECT"].office}
