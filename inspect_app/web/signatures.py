"""Signatures of the inspectors and of the unit's representative on the sheet."""

import json
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, render_template, request
from flask_login import login_required

from inspect_app.config import now
from inspect_app.domain.inspection import NotEditable
from inspect_app.services import signatures
from inspect_app.storage.models import Inspection, Signature
from inspect_app.storage.signatures import total_of
from inspect_app.web.access import inspection_for, is_editable, person
from inspect_app.web.inspections import back_to, page
from inspect_app.web.saving import change, locked, optional_save_id, save_id
from inspect_app.web.signing import SignatureForm, shown

blueprint = Blueprint("signatures", __name__)
MOST_SEEN = 200_000


@blueprint.get("/inspections/<int:id>/signatures")
@login_required
def index(id: int) -> str:
    return _panel(inspection_for(person(), id))


@blueprint.post("/inspections/<int:id>/signatures")
@change("sign")
def create(id: int) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    form = SignatureForm(request.form)
    if not form.validate():
        return (_panel if request.htmx else page)(inspection, signature_form=form), 422  # type: ignore[attr-defined]
    try:
        signatures.sign(inspection, form.entry(), seen=_seen(), by=person(), save_id=save_id(), at=now())
    except NotEditable as refusal:
        return _locked(inspection, refusal)
    return _answer(inspection)


def _seen() -> dict[str, int | str]:
    """What the tablet showed: for each entry a version, or the save id of a change that waits there."""
    text = request.form.get("seen", "")
    try:
        marks = json.loads(text) if len(text) <= MOST_SEEN else None
        return {str(entry)[:48]: _mark(mark) for entry, mark in marks.items()}
    except (AttributeError, TypeError, ValueError, RecursionError):
        abort(400, "请求里没有说明签字时看到的内容，请刷新页面后再签")


def _mark(mark: Any) -> int | str:
    return mark if type(mark) is int else str(UUID(mark))


@blueprint.post("/signatures/<int:id>/withdraw")
@change("withdraw-signature")
def withdraw(id: int) -> Any:
    signature = Signature.get_or_none(Signature.id == id) or abort(404)
    inspection = inspection_for(person(), signature.inspection_id, to="edit")
    try:
        signatures.withdraw(signature, by=person(), at=now(), save_id=optional_save_id())
    except NotEditable as refusal:
        return _locked(inspection, refusal)
    return _answer(inspection)


def _answer(inspection: Inspection) -> Any:
    if not request.htmx:  # type: ignore[attr-defined]
        return back_to(inspection, "signatures")
    return _panel(inspection)


def _panel(inspection: Inspection, signature_form: SignatureForm | None = None) -> str:
    """The panel as the sheet stands now, which may be later than what the caller had read."""
    row = Inspection.get_by_id(inspection.id)
    return render_template(
        "inspections/_signatures.html",
        inspection=inspection,
        editable=is_editable(inspection),
        new_id=lambda: str(uuid4()),
        **shown(inspection, total_of(row), signature_form),
    )


def _locked(inspection: Inspection, refusal: NotEditable) -> Any:
    if request.htmx:  # type: ignore[attr-defined]
        return locked(refusal)
    flash(str(refusal))
    return back_to(inspection, "signatures")
