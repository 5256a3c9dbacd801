"""The small checklist filled in, as a browser sends it and as the services store it."""

from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from inspect_app.services import answers, inspections
from inspect_app.services.answers import Saved
from inspect_app.storage.answers import Content
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Inspection, User
from inspect_app.web.cards import posted_content, posted_forms
from tests.integration.conftest import AT

HTMX = {"HX-Request": "true"}
TALKS = {"r0-of": "40", "r0-done": "36"}
# 7.5 of 20 points are lost: 2, 1, 0.5, 1.5, 1 and 1.5.
FILLED = {
    "talks": TALKS,
    "meetings": {"r0-count": "3"},
    "visits": {
        "r0-rows-0-name": "陈立",
        "r0-rows-0-role": "主要负责人",
        "r0-rows-0-count": "4",
        "r0-rows-1-name": "方敏",
        "r0-rows-1-role": "其他成员",
        "r0-rows-1-count": "2",
        "r0-rows-2-name": "高远",
        "r0-rows-2-role": "其他成员",
        "r0-rows-2-count": "3",
    },
    "minutes": {"r0-count": "1", "r1-met": "no"},
    "report": {"r0-choice": "迟报"},
    "quality": {"r0-value": "1.5", "r0-remark": "稿件少"},
    "serious-case": {"r0-happened": "no"},
}
FAULTLESS = {
    "talks": {"r0-of": "40", "r0-done": "40"},
    "meetings": {"r0-count": "4"},
    "visits": {
        "r0-rows-0-name": "陈立",
        "r0-rows-0-role": "主要负责人",
        "r0-rows-0-count": "4",
    },
    "minutes": {"r0-count": "0", "r1-met": "yes"},
    "report": {"r0-choice": "按时报送"},
    "quality": {"r0-value": "0"},
    "serious-case": {"r0-happened": "no"},
}


def post(
    client: FlaskClient,
    inspection: Inspection,
    entry: str = "talks",
    data: dict[str, str] | None = None,
    *,
    seen: Any = 0,
    save_id: str | None = None,
    htmx: bool = True,
) -> TestResponse:
    """Save one entry as its card does."""
    sent = {**(TALKS if data is None else data), "version": str(seen), "save_id": save_id or str(uuid4())}
    return client.post(
        f"/inspections/{inspection.id}/answers/{entry}", data=sent, headers=HTMX if htmx else {}
    )


def content(inspection: Inspection, entry: str, data: dict[str, str]) -> Content:
    """What the view makes of these fields."""
    rules = checklist_of(inspection.checklist).entries[entry]
    posted = MultiDict(data)
    forms = posted_forms(rules, posted)
    assert all(form.validate() for form in forms.values())
    return posted_content(rules, forms, posted)


def save(
    inspection: Inspection, entry: str, data: dict[str, str], *, by: User, seen: int = 0, **given: Any
) -> Saved:
    """Save one entry past the browser."""
    given.setdefault("save_id", str(uuid4()))
    given.setdefault("at", AT)
    return answers.save_answer(inspection, entry, content(inspection, entry, data), by=by, seen=seen, **given)


def fill(inspection: Inspection, *, by: User, filled: dict[str, dict[str, str]] = FILLED) -> None:
    """Save every entry of the sheet."""
    for entry, data in filled.items():
        save(inspection, entry, data, by=by)


def hand_in(inspection: Inspection, *, by: User, filled: dict[str, dict[str, str]] = FILLED) -> None:
    """Fill the sheet and submit it."""
    fill(inspection, by=by, filled=filled)
    inspections.submit(inspection, by=by, at=AT)


def approve(
    inspection: Inspection, *, by: User, reviewer: User, filled: dict[str, dict[str, str]] = FILLED
) -> None:
    """Fill the sheet, submit it and have it approved."""
    hand_in(inspection, by=by, filled=filled)
    inspections.approve(inspection, by=reviewer, at=AT)


def again(inspection: Inspection) -> Inspection:
    """The row as it stands now."""
    row: Inspection = Inspection.get_by_id(inspection.id)
    return row
