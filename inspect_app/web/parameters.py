"""The numbers that a round's checklist leaves to the office."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import Form

from inspect_app.config import now
from inspect_app.domain.checklist import Checklist, Parameter
from inspect_app.domain.parameters import misfits
from inspect_app.domain.rules.fields import ExactNumber
from inspect_app.services import parameters
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import parameters_of
from inspect_app.storage.models import Round
from inspect_app.web.access import person, roles, round_for
from inspect_app.web.telling import tell

blueprint = Blueprint("parameters", __name__)


@blueprint.get("/rounds/<int:id>/parameters")
@roles("manager")
def edit(id: int) -> str:
    round_ = _round(id)
    checklist = checklist_of(round_.checklist)
    return _page(round_, checklist, form_for(checklist)(data=_named(parameters_of(round_))))


@blueprint.post("/rounds/<int:id>/parameters")
@roles("manager")
def update(id: int) -> Any:
    round_ = _round(id)
    checklist = checklist_of(round_.checklist)
    form = form_for(checklist)(request.form)
    if not form.validate():
        return _page(round_, checklist, form), 422
    values = {name: form[_field(name)].data for name in checklist.parameters}
    given = {name: value for name, value in values.items() if value is not None}
    if faults := misfits(checklist, given):
        for name, advice in faults.items():
            form[_field(name)].errors = [advice]
        return _page(round_, checklist, form), 422
    try:
        changes = parameters.set_parameters(round_, given, by=person(), at=now())
    except parameters.ParametersFixed as refusal:
        return _page(round_, checklist, form, str(refusal)), 409
    flash("参数已保存，各单位的考核单已按新的数重新计分")
    tell(changes)
    return redirect(url_for("rounds.show", id=round_.id))


def form_for(checklist: Checklist) -> type[Form]:
    """A form with a number for each parameter; one left empty is not set."""
    fields = {_field(name): _number(one) for name, one in checklist.parameters.items()}
    return type("ParametersForm", (Form,), fields)


def _number(one: Parameter) -> ExactNumber:
    return ExactNumber(str(one), unit=one.unit, step=Decimal("0.0001"))


def _field(name: str) -> str:
    """A name that no attribute of a form has."""
    return f"p_{name}"


def _named(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {_field(name): value for name, value in values.items()}


def _round(id: int) -> Round:
    """The round, if there is anything to set in it."""
    round_ = round_for(person(), id)
    if not checklist_of(round_.checklist).parameters:
        abort(404)
    return round_


def _page(round_: Round, checklist: Checklist, form: Form, refusal: str = "") -> str:
    return render_template(
        "parameters/edit.html", round=round_, checklist=checklist, form=form, errors=[refusal] * bool(refusal)
    )
