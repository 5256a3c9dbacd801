"""Two inspectors on one sheet: the card as it stands, the choice between two answers, and who is where."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, render_template, request
from flask_login import login_required

from inspect_app.config import now
from inspect_app.domain.checklist import Checklist
from inspect_app.domain.scoring import fitting_rules
from inspect_app.formatting import moment
from inspect_app.services import sharing
from inspect_app.services.answers import tally_in
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import context_of
from inspect_app.storage.models import Answer, Inspection, Presence, User
from inspect_app.web.access import inspection_for, is_editable, person
from inspect_app.web.cards import (
    answer_of,
    card_of,
    errors_in,
    photos_of,
    posted_content,
    posted_forms,
    rosters_of,
)
from inspect_app.web.inspections import back_to
from inspect_app.web.memories import recall
from inspect_app.web.outlines import outlines_for
from inspect_app.web.saving import VERSION, change, save_id

blueprint = Blueprint("sharing", __name__)


@blueprint.get("/inspections/<int:id>/cards/<key>")
@login_required
def card(id: int, key: str) -> Any:
    inspection = inspection_for(person(), id)
    _known(inspection, key)
    return _card(inspection, key)


@blueprint.post("/inspections/<int:id>/answers/<key>/theirs")
@change("set-aside")
def take_theirs(id: int, key: str) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    checklist = _known(inspection, key)
    rules = fitting_rules(checklist, key, context_of(checklist, inspection))
    forms = posted_forms(rules, request.form)
    if errors_in(request.form) or not all(form.validate() for form in forms.values()):
        abort(422, "没有采用的填报里有填错的内容，请改正，或者刷新页面")
    refused = posted_content(rules, forms, request.form).to_json()
    sharing.set_aside(inspection, key, refused, by=person(), save_id=save_id(), at=now())
    return _card(inspection, key) if request.htmx else back_to(inspection, f"card-{key}")  # type: ignore[attr-defined]


@blueprint.post("/inspections/<int:id>/presence")
@login_required
def presence(id: int) -> Any:
    """Where this inspector is; the answer says who else is where, and what was saved since the time that is given."""
    inspection, at = inspection_for(person(), id, to="edit"), now()
    entry = request.form.get("entry", "")
    if entry:
        _known(inspection, entry)
    since = _moment(request.form.get("since", ""))
    sharing.be_at(inspection, entry, by=person(), at=at)
    newer = [
        {
            "entry": row.entry,
            "version": row.version,
            "words": f"{_named(row.updated_by)}在{moment(row.updated_at)}改过这一项",
        }
        for row in _saved_since(inspection, since)
    ]
    here = [{"entry": row.entry, "words": f"{row.user.name}正在填这一项"} for row in _others(inspection, at)]
    return {"at": at.isoformat(), "here": here, "newer": newer}


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        abort(400, "请求里的时间不对，请刷新页面")


def _named(user: User) -> str:
    return "您" if user.id == person().id else user.name


def _saved_since(inspection: Inspection, since: datetime) -> Any:
    query = Answer.select(Answer.entry, Answer.version, Answer.updated_at, User.id, User.name).join(User)
    return query.where(Answer.inspection == inspection, Answer.updated_at >= since).order_by(Answer.id)


def _others(inspection: Inspection, at: datetime) -> Any:
    query = Presence.select(Presence.entry, User.name).join(User).where(Presence.inspection == inspection)
    return query.where(Presence.user != person(), Presence.at > at - sharing.PRESENT).order_by(
        User.name, User.id
    )


def _known(inspection: Inspection, key: str) -> Checklist:
    """The checklist of the inspection, or 404 when it has no such entry."""
    checklist = checklist_of(inspection.checklist)
    return checklist if key in checklist.entries else abort(404)


def _card(inspection: Inspection, key: str) -> Any:
    """The card as it is stored, and out of band the sums that it is part of."""
    checklist = checklist_of(inspection.checklist)
    shown = card_of(checklist, key, answer_of(inspection, key), inspection, rosters_of(inspection))
    shown.photos = list(photos_of(inspection, key))
    html = render_template(
        "inspections/_one_card.html",
        inspection=inspection,
        checklist=checklist,
        card=shown,
        outline=outlines_for(inspection.checklist, {key: shown})[key],
        sections=[section for section in checklist.sections if key in {item.id for item in section.items}],
        tally=tally_in(checklist, inspection),
        others=(),
        editable=is_editable(inspection),
        new_id=lambda: str(uuid4()),
        **recall(inspection, {key: shown}),
    )
    return html, {VERSION: str(shown.version)}
