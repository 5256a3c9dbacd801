"""The tablet form: open an inspection, save its answers, submit, review."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import login_required
from peewee import JOIN
from wtforms import Form, TextAreaField
from wtforms.validators import DataRequired, Length

from inspect_app.config import now
from inspect_app.domain.checklist import Checklist
from inspect_app.domain.inspection import NotEditable
from inspect_app.domain.scoring import assemble
from inspect_app.domain.tally import Tally, notes_of
from inspect_app.services import inspections
from inspect_app.services.inspections import Incomplete, ReturnedSince
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Audit, Inspection, Round, Subject, User, Visit
from inspect_app.storage.signatures import Unsigned
from inspect_app.web import signing
from inspect_app.web.access import inspection_for, is_editable, person, shares, visible_inspections
from inspect_app.web.cards import (
    Card,
    cards_of,
    entry_of,
)
from inspect_app.web.fields import trimmed
from inspect_app.web.memories import recall
from inspect_app.web.outlines import outlines_for
from inspect_app.web.saving import change, locked, optional_save_id
from inspect_app.web.signing import SignatureForm
from inspect_app.web.telling import tell
from inspect_app.web.wording import ACTIONS
from inspect_app.web.wording import changes as changes_between

blueprint = Blueprint("inspections", __name__, url_prefix="/inspections")
# What waits for the inspector stands first in his list, what waits for the office in the office's.
WORK_FIRST = {
    True: ("returned", "open", "assigned", "submitted", "approved"),
    False: ("submitted", "returned", "open", "assigned", "approved"),
}


class ReturnForm(Form):
    """Why a sheet goes back."""

    reason = TextAreaField(
        "退回理由",
        filters=[trimmed],
        validators=[DataRequired("请写明退回理由"), Length(max=500, message="理由最多500字，请缩短")],
    )


@blueprint.get("/")
@login_required
def index() -> str:
    released = person().role == "contact" or request.args.get("state") == "released"
    rows = visible_inspections(person()).where(Round.state == ("released" if released else "open"))
    rows = rows.order_by(Round.deadline, Round.id, Subject.code)
    order = WORK_FIRST[person().role == "inspector"]
    todo = sorted(rows, key=lambda row: order.index(row.state))
    listed = [(row, Tally.from_json(row.tally) if row.tally else None) for row in todo]
    return render_template("inspections/index.html", rows=listed, released=released, today=now().date())


@blueprint.get("/<int:id>")
@login_required
def show(id: int) -> str:
    return page(inspection_for(person(), id), plain="plain" in request.args)


def back_to(inspection: Inspection, place: str | None = None) -> Any:
    """Redirect to the sheet: to the plain one if that is where the form was sent from."""
    kept = {name: request.args.get(name) for name in ("plain", "first")}
    return redirect(url_for("inspections.show", id=inspection.id, **kept, _anchor=place))


def page(
    inspection: Inspection,
    *typed: Card,
    return_form: ReturnForm | None = None,
    visit_form: Any = None,
    signature_form: SignatureForm | None = None,
    plain: bool = True,
) -> str:
    """The form, read-only for who may only see it; `typed` cards replace stored ones; `plain` needs no script."""
    checklist = checklist_of(inspection.checklist)
    cards = {**cards_of(checklist, inspection, plain=plain), **{card.key: card for card in typed}}
    sheet = assemble(checklist, {key: card.score for key, card in cards.items()})
    return render_template(
        "inspections/show.html",
        inspection=inspection,
        checklist=checklist,
        cards=cards,
        outlines=outlines_for(inspection.checklist, cards),
        plain=plain,
        sheet=sheet,
        notes=notes_of(sheet),
        visits=visits_of(inspection),
        editable=is_editable(inspection),
        last_return=inspections.last_return(inspection),
        since=now().isoformat() if is_editable(inspection) and shares(inspection) else "",
        reviewing=person().role == "manager" and inspection.round.state == "open",
        new_id=lambda: str(uuid4()),
        today=now().date(),
        return_form=return_form or ReturnForm(),
        visit_form=visit_form,
        seen={key: card.version for key, card in cards.items()},
        **recall(inspection, cards),
        **signing.shown(inspection, sheet.total, signature_form),
    )


def visits_of(inspection: Inspection) -> Any:
    """The visit log, oldest visit first."""
    return Visit.select().where(Visit.inspection == inspection).order_by(Visit.date, Visit.id)


def locked_page(inspection: Inspection, refusal: NotEditable) -> Any:
    """The sheet is no longer open: say so and show it as it stands."""
    if request.htmx:  # type: ignore[attr-defined]
        return locked(refusal)
    flash(str(refusal))
    return back_to(inspection)


@blueprint.post("/<int:id>/submit")
@change("submitted")
def submit(id: int) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    try:
        _hand_in(inspection)
    except Incomplete as refusal:
        return render_template(
            "inspections/missing.html", inspection=inspection, missing=refusal.missing
        ), 422
    except ReturnedSince as refusal:
        return render_template("inspections/returned.html", inspection=inspection, message=str(refusal)), 422
    except Unsigned as refusal:
        return render_template("inspections/unsigned.html", inspection=inspection, message=str(refusal)), 422
    except NotEditable as refusal:
        return locked_page(inspection, refusal)
    words = f"{inspection.subject.name}的考核单已提交，等待督导办审核"
    if request.htmx:  # type: ignore[attr-defined]
        return render_template("inspections/_told.html", message=words)
    flash(words)
    return redirect(url_for("inspections.show", id=id))


def _hand_in(inspection: Inspection) -> None:
    seen = request.form.get("returned")
    inspections.submit(inspection, by=person(), at=now(), save_id=optional_save_id(), return_seen=seen)


@blueprint.post("/<int:id>/approve")
@login_required
def approve(id: int) -> Any:
    inspection = inspection_for(person(), id, to="review")
    try:
        changes = inspections.approve(inspection, by=person(), at=now())
    except NotEditable as refusal:
        return locked_page(inspection, refusal)
    flash(f"{inspection.subject.name}的考核单已审核通过")
    tell(changes)
    return redirect(url_for("inspections.show", id=id))


@blueprint.post("/<int:id>/return")
@login_required
def send_back(id: int) -> Any:
    inspection = inspection_for(person(), id, to="review")
    form = ReturnForm(request.form)
    if not form.validate():
        return page(inspection, return_form=form), 422
    try:
        changes = inspections.send_back(inspection, form.reason.data or "", by=person(), at=now())
    except NotEditable as refusal:
        return locked_page(inspection, refusal)
    flash(f"{inspection.subject.name}的考核单已退回")
    tell(changes)
    return redirect(url_for("inspections.show", id=id))


@blueprint.get("/<int:id>/history")
@login_required
def history(id: int) -> str:
    inspection = inspection_for(person(), id)
    if person().role == "contact":
        abort(403, "修改记录只供督导办和督导组查看")
    rows = (
        Audit.select(Audit, User)
        .join(User, JOIN.LEFT_OUTER)
        .where(Audit.inspection == inspection)
        .order_by(Audit.id.desc())
        .limit(500)
    )
    checklist = checklist_of(inspection.checklist)
    entries = [_in_words(row, checklist) for row in rows]
    return render_template("inspections/history.html", inspection=inspection, rows=entries)


def _in_words(row: Audit, checklist: Checklist) -> dict[str, Any]:
    """An audit row as people read it: when, who, what, at which item, and what changed."""
    return {
        "at": row.at,
        "who": row.user.name if row.user else "系统",
        "what": ACTIONS.get(row.action, row.action),
        "item": entry_of(checklist, row.entry).title if row.entry else "",
        "changes": changes_between(row.before, row.after),
    }
