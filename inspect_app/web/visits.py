"""The visit log of an inspection."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, render_template, request
from wtforms import DateField, Form, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from inspect_app.config import now
from inspect_app.domain.inspection import NotEditable
from inspect_app.services import visits
from inspect_app.storage.models import Inspection, Visit
from inspect_app.web.access import inspection_for, is_editable, person
from inspect_app.web.fields import Day, trimmed
from inspect_app.web.inspections import back_to, page, visits_of
from inspect_app.web.saving import change, gone_from, locked, optional_save_id, save_id

blueprint = Blueprint("visits", __name__)


class VisitForm(Form):
    """One visit: when, where, whom, by whom."""

    date = Day("日期")
    place = StringField(
        "地点",
        filters=[trimmed],
        validators=[DataRequired("请填写地点"), Length(max=60, message="地点最多60字，请缩短")],
    )
    people = StringField(
        "见到的人",
        filters=[trimmed],
        validators=[DataRequired("请填写见到的人"), Length(max=200, message="最多200字，请缩短")],
    )
    inspectors = StringField(
        "督导人员",
        filters=[trimmed],
        validators=[DataRequired("请填写督导人员"), Length(max=200, message="最多200字，请缩短")],
    )
    note = TextAreaField(
        "备注", filters=[trimmed], validators=[Length(max=1000, message="备注最多1000字，请缩短")]
    )

    def validate_date(self, field: DateField) -> None:
        """A visit has happened already."""
        if field.data and field.data > now().date():
            raise ValidationError("走访日期不能在今天以后")


@blueprint.post("/inspections/<int:id>/visits")
@change("add-visit")
def create(id: int) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    form = VisitForm(request.form)
    if not form.validate():
        return (_log if request.htmx else page)(inspection, visit_form=form), 422  # type: ignore[attr-defined]
    entry = visits.VisitEntry(**{name: form[name].data for name in form._fields})
    try:
        visits.add_visit(inspection, entry, by=person(), save_id=save_id(), at=now())
    except NotEditable as refusal:
        return _locked(inspection, refusal)
    return _log(inspection) if request.htmx else _back(inspection)  # type: ignore[attr-defined]


@blueprint.post("/visits/<int:id>/delete")
@change("remove-visit")
def delete(id: int) -> Any:
    visit = Visit.get_or_none(Visit.id == id)
    place = visit.inspection_id if visit else gone_from(f"visit:{id}").inspection_id
    inspection = inspection_for(person(), place, to="edit")
    try:
        if visit:
            visits.remove_visit(visit, by=person(), at=now(), save_id=optional_save_id())
    except NotEditable as refusal:
        return _locked(inspection, refusal)
    return _log(inspection) if request.htmx else _back(inspection)  # type: ignore[attr-defined]


def _log(inspection: Inspection, visit_form: VisitForm | None = None) -> str:
    return render_template(
        "inspections/_visits.html",
        inspection=inspection,
        visits=visits_of(inspection),
        visit_form=visit_form or VisitForm(date=now().date(), inspectors=person().name),
        editable=is_editable(inspection),
        new_id=lambda: str(uuid4()),
    )


def _back(inspection: Inspection) -> Any:
    return back_to(inspection, "visits")


def _locked(inspection: Inspection, refusal: NotEditable) -> Any:
    if request.htmx:  # type: ignore[attr-defined]
        return locked(refusal)
    flash(str(refusal))
    return _back(inspection)
