"""What the office knows of the units, for the rules that wait for it: typed, or pasted from a spreadsheet."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inspect_app.config import now
from inspect_app.domain.needs import Need, NotAFact
from inspect_app.services import office
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Inspection, Round, Subject
from inspect_app.web.access import person, roles, round_for
from inspect_app.web.pasted import PastedError, unit_values
from inspect_app.web.people import grouped
from inspect_app.web.telling import tell

blueprint = Blueprint("office", __name__)


@blueprint.get("/rounds/<int:id>/office")
@roles("manager")
def edit(id: int) -> str:
    round_, number = round_for(person(), id), request.args.get("rule", 0, int)
    need = _need(round_, number)
    return _page(round_, number, office.values_of(round_, need))


@blueprint.post("/rounds/<int:id>/office/<int:number>")
@roles("manager")
def update(id: int, number: int) -> Any:
    round_ = round_for(person(), id)
    need, typed = _need(round_, number), _typed(round_)
    values, errors = {}, {}
    for inspection, text in typed.items():
        try:
            values[inspection] = need.read(text)
        except NotAFact as fault:
            errors[inspection] = str(fault)
    if errors:
        return _page(round_, number, typed, errors=errors), 422
    return _save(round_, number, values, typed)


@blueprint.post("/rounds/<int:id>/office/<int:number>/paste")
@roles("manager")
def paste(id: int, number: int) -> Any:
    round_ = round_for(person(), id)
    need, text = _need(round_, number), request.form.get("rows", "")
    stored = office.values_of(round_, need)
    try:
        values = unit_values(text, _by_name(round_), need)
    except PastedError as fault:
        return _page(round_, number, stored, pasted=text, message=str(fault)), 422
    return _save(round_, number, values, stored, pasted=text)


def _save(
    round_: Round, number: int, values: dict[int, str], shown: dict[int, str], *, pasted: str = ""
) -> Any:
    try:
        changes = office.set_values(round_, _need(round_, number), values, by=person(), at=now())
    except office.ValuesFixed as refusal:
        return _page(round_, number, shown, pasted=pasted, refusal=str(refusal)), 409
    flash(f"已保存{sum(map(bool, values.values()))}个单位的数据，考核单已按新的数重新计分")
    tell(changes)
    return redirect(url_for("office.edit", id=round_.id, rule=number))


def _need(round_: Round, number: int) -> Need:
    """The rule of that number among those that wait for the office, or 404."""
    needs = checklist_of(round_.checklist).needs.office
    return needs[number] if 0 <= number < len(needs) else abort(404)


def _typed(round_: Round) -> dict[int, str]:
    fields = {row.id: f"value-{row.id}" for row in _inspections(round_)}
    return {id: request.form[name].strip() for id, name in fields.items() if name in request.form}


def _inspections(round_: Round) -> list[Any]:
    query = Inspection.select(Inspection.id, Inspection.state, Subject).join(Subject)
    return list(query.where(Inspection.round == round_).order_by(Subject.code))


def _by_name(round_: Round) -> dict[str, int]:
    """The inspections by their units' names and codes."""
    rows = _inspections(round_)
    return {**{row.subject.code: row.id for row in rows}, **{row.subject.name: row.id for row in rows}}


def _page(round_: Round, number: int, values: dict[int, str], **told: Any) -> str:
    need, rows = _need(round_, number), _inspections(round_)
    of = {row.subject.id: row for row in rows}
    return render_template(
        "office/edit.html",
        round=round_,
        number=number,
        need=need,
        needs=checklist_of(round_.checklist).needs.office,
        groups=[
            (group, [of[unit.id] for unit in units]) for group, units in grouped(row.subject for row in rows)
        ],
        values=values,
        grades=[one.name for one in getattr(need.rule, "grades", ())],
        released=round_.state == "released",
        **{"errors": {}, "pasted": "", "message": "", "refusal": "", **told},
    )
