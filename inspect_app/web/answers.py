"""Saving one answer from the tablet form: stored, refused with messages, or in conflict with somebody else's."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, render_template, request
from wtforms import Form

from inspect_app.config import now
from inspect_app.domain.inspection import NotEditable
from inspect_app.domain.scoring import fitting_rules
from inspect_app.services import answers
from inspect_app.services.answers import Conflict, Saved
from inspect_app.storage.answers import Content
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import context_of
from inspect_app.storage.models import Answer, Inspection
from inspect_app.web.access import inspection_for, person
from inspect_app.web.cards import (
    Card,
    answer_of,
    card_of,
    errors_in,
    posted_content,
    posted_forms,
    rosters_of,
    take_in,
)
from inspect_app.web.conflicts import difference
from inspect_app.web.inspections import back_to, locked_page, page
from inspect_app.web.numbers import whole
from inspect_app.web.saving import STATE, VERSION, change, save_id

blueprint = Blueprint("answers", __name__)


@blueprint.post("/inspections/<int:id>/answers/<key>")
@change("answer")
def create(id: int, key: str) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    checklist = checklist_of(inspection.checklist)
    if key not in checklist.entries:
        abort(404)
    rules = fitting_rules(checklist, key, context_of(checklist, inspection))
    forms = posted_forms(rules, request.form)
    errors = errors_in(request.form)
    valid = [form.validate() for form in forms.values()]
    if errors or not all(valid):
        return _refused(inspection, key, forms, errors)
    content = posted_content(rules, forms, request.form)
    try:
        saved = answers.save_answer(
            inspection, key, content, by=person(), seen=_seen(), save_id=save_id(), at=now()
        )
    except Conflict as conflict:
        return _conflicting(inspection, key, forms, content, conflict.theirs)
    except NotEditable as refusal:
        return locked_page(inspection, refusal)
    return _saved(inspection, key, saved)


def _seen() -> int:
    """The version of the answer that was on screen."""
    version = whole(request.form.get("version", "0"))
    return abort(400, "请求里的版本号不对，请刷新页面后再填") if version is None else version


def _saved(inspection: Inspection, key: str, saved: Saved) -> Any:
    if not request.htmx:  # type: ignore[attr-defined]
        return back_to(inspection, f"card-{key}")
    checklist = checklist_of(inspection.checklist)
    changed = {key, *(other.id for other in saved.others)}
    sections = [s for s in checklist.sections if changed & {item.id for item in s.items}]
    html = render_template(
        "inspections/_saved.html",
        inspection=inspection,
        checklist=checklist,
        sections=sections,
        others=saved.others,
        key=key,
        score=saved.result,
        version=saved.version,
        tally=saved.tally,
        saved_at=now(),
        editable=True,
        new_id=lambda: str(uuid4()),
    )
    return html, {VERSION: str(saved.version)}


def _refused(inspection: Inspection, key: str, forms: dict[str, Form], errors: dict[str, str]) -> Any:
    """422: the card as it was typed, with the messages at their fields."""
    card = _typed_card(inspection, key, forms)
    card.errors |= errors
    return _card_or_page(inspection, card, 422)


def _conflicting(
    inspection: Inspection, key: str, forms: dict[str, Form], content: Content, theirs: Answer
) -> Any:
    """409: the card as it was typed, and in it what differs from what somebody else has saved."""
    card = _typed_card(inspection, key, forms)
    card.conflict = difference(inspection, key, mine=content, theirs=theirs)
    headers = {STATE: "conflict", VERSION: str(theirs.version)}
    return *_card_or_page(inspection, card, 409), headers


def _typed_card(inspection: Inspection, key: str, forms: dict[str, Form]) -> Card:
    """The stored card with the posted controls and texts in it."""
    stored = answer_of(inspection, key)
    card = card_of(checklist_of(inspection.checklist), key, stored, inspection, rosters_of(inspection))
    card.version = _seen()
    take_in(card, forms, request.form)
    return card


def _card_or_page(inspection: Inspection, card: Card, status: int) -> Any:
    """For htmx the card's live part, which leaves what is being typed alone; without script the whole page."""
    if not request.htmx:  # type: ignore[attr-defined]
        return page(inspection, card), status
    return render_template(
        "inspections/_conflict.html" if card.conflict else "inspections/_invalid.html",
        inspection=inspection,
        checklist=checklist_of(inspection.checklist),
        card=card,
        editable=True,
        new_id=lambda: str(uuid4()),
    ), status
