"""考核批次: opening, watching, assigning and releasing a round."""

from collections import Counter, defaultdict
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from peewee import fn
from wtforms import BooleanField, Form
from wtforms.validators import ValidationError

from inspect_app.config import now
from inspect_app.domain.quantities import plain
from inspect_app.domain.tally import Tally
from inspect_app.services import rounds
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage.checklists import checklist_of, published
from inspect_app.storage.contexts import parameters_of
from inspect_app.storage.models import INSPECTION_STATES, ChecklistVersion, Inspection, Round, Subject, User
from inspect_app.web import rechecks
from inspect_app.web.access import OFFICE, person, roles, round_for
from inspect_app.web.fields import Day, Pick, Picks, Words, chosen, options
from inspect_app.web.numbers import whole
from inspect_app.web.people import grouped
from inspect_app.web.telling import tell

blueprint = Blueprint("rounds", __name__)
TAKEN = "已有同名的批次，请换一个名称"
RELEASED = "这个批次的结果已经发布，不能再修改"


class RoundForm(Form):
    """A round; its checklist and first inspectors are chosen once, when it is opened."""

    title = Words("批次名称", most=60)
    period_start = Day("考核期开始")
    period_end = Day("考核期结束")
    deadline = Day("填报截止日期")
    watermark = BooleanField("照片加水印")
    checklist = Pick("考核细则", coerce=int)
    inspectors = Picks("督导人员")
    units = Picks("考核单位")
    unannounced = BooleanField("暗访")
    signatures_required = BooleanField("提交考核单以前，须有督导人员和被考核单位代表签字")

    def validate_period_end(self, field: Day) -> None:
        """WTForms calls this for the field `period_end`."""
        if field.data and self.period_start.data and field.data < self.period_start.data:
            raise ValidationError("考核期结束不能早于开始")

    def validate_deadline(self, field: Day) -> None:
        """WTForms calls this for the field `deadline`."""
        if field.data and self.period_start.data and field.data < self.period_start.data:
            raise ValidationError("填报截止日期不能早于考核期开始")

    def validate_units(self, field: Picks) -> None:
        """WTForms calls this for the field `units`."""
        if not field.data:
            raise ValidationError("请至少选择一个考核单位")

    def validate_inspectors(self, field: Picks) -> None:
        """WTForms calls this for the field `inspectors`."""
        if not field.data:
            raise ValidationError("请至少选择一名督导人员")

    def entry(self) -> RoundEntry:
        """The validated form."""
        return RoundEntry(**{field.name: self[field.name].data for field in fields(RoundEntry)})


@blueprint.get("/rounds")
@roles(*OFFICE)
def index() -> str:
    rows = (
        Round.select(Round, ChecklistVersion.title, ChecklistVersion.version)
        .join(ChecklistVersion)
        .order_by(Round.period_end.desc(), Round.id.desc())
    )
    return render_template(
        "rounds/index.html", rounds=list(rows), counts=_counts(), may_open=person().role == "manager"
    )


@blueprint.get("/rounds/new")
@roles("manager")
def new() -> str:
    units, inspectors, versions = _active_units(), _inspectors(), list(published())
    form = _offer(RoundForm(data=_this_half_year(now().date())), units, inspectors, versions)
    form.units.data = [unit.id for unit in units]
    form.inspectors.data = [user.id for user in inspectors]
    if (again := whole(request.args.get("again", ""))) is not None:
        rechecks.propose(form, round_for(person(), again), versions)
    return _page(form, units)


@blueprint.post("/rounds")
@roles("manager")
def create() -> Any:
    units, inspectors, versions = _active_units(), _inspectors(), list(published())
    form = _offer(RoundForm(request.form), units, inspectors, versions)
    if not form.validate():
        return _page(form, units), 422
    try:
        round_ = rounds.open_round(
            form.entry(),
            next(version for version in versions if version.id == form.checklist.data),
            subjects=chosen(units, form.units.data),
            inspectors=chosen(inspectors, form.inspectors.data),
            by=person(),
            at=now(),
        )
    except rounds.TitleTaken:
        form.title.errors = [TAKEN]
        return _page(form, units), 422
    flash("批次已建立，各单位已平均分给督导人员，请核对下面的分工")
    return redirect(url_for("assignments.edit", id=round_.id))


@blueprint.get("/rounds/<int:id>")
@roles(*OFFICE)
def show(id: int) -> str:
    round_ = round_for(person(), id)
    rows = _inspections(round_)
    return render_template(
        "rounds/show.html",
        round=round_,
        groups=_by_group(rows),
        tallies={row.id: Tally.from_json(row.tally) for row in rows if row.tally},
        inspectors=rounds.assigned_in(round_),
        states=[(state, number) for state in INSPECTION_STATES if (number := _states(rows)[state])],
        parameters=_parameters(round_),
        office=bool(checklist_of(round_.checklist).needs.office),
        late=round_.state == "open" and round_.deadline < now().date(),
        may_recheck=person().role == "manager" and bool(rechecks.losers(round_)),
        may_change=person().role == "manager" and round_.state == "open",
    )


def _parameters(round_: Round) -> list[tuple[str, str]]:
    """What the checklist's parameters are called, and how they stand."""
    asked = checklist_of(round_.checklist).parameters
    numbers = parameters_of(round_) if asked else {}
    return [(str(one), _standing(numbers.get(name), one.value)) for name, one in asked.items()]


def _standing(number: Decimal | None, proposed: Decimal | None) -> str:
    if number is not None:
        return plain(number)
    return "还没有设定" if proposed is None else f"{plain(proposed)}（细则所定）"


@blueprint.get("/rounds/<int:id>/edit")
@roles("manager")
def edit(id: int) -> str:
    round_ = _open_round(id)
    inside = _subjects(round_)
    form = _without_opening(RoundForm(obj=round_), units := _units_for(inside))
    form.units.data = [subject.id for subject in inside]
    return _page(form, units, round_)


@blueprint.post("/rounds/<int:id>")
@roles("manager")
def update(id: int) -> Any:
    round_ = _open_round(id)
    form = _without_opening(RoundForm(request.form), units := _units_for(_subjects(round_)))
    if not form.validate():
        return _page(form, units, round_), 422
    try:
        changes = rounds.change_round(
            round_, form.entry(), subjects=chosen(units, form.units.data), by=person(), at=now()
        )
    except rounds.TitleTaken:
        form.title.errors = [TAKEN]
    except rounds.InspectionBegun as error:
        form.units.errors = [f"{error}的考核单已经开始填报，不能移出批次"]
    except rounds.RoundReleased:
        abort(409, RELEASED)
    else:
        flash("批次已保存")
        tell(changes)
        return redirect(url_for("rounds.show", id=round_.id))
    return _page(form, units, round_), 422


@blueprint.get("/rounds/<int:id>/release")
@roles("manager")
def confirm_release(id: int) -> str:
    return _release_page(_open_round(id))


@blueprint.post("/rounds/<int:id>/release")
@roles("manager")
def release(id: int) -> Any:
    round_ = round_for(person(), id)
    try:
        changes = rounds.release(
            round_, unfinished_seen=request.form.get("unfinished", -1, int), by=person(), at=now()
        )
    except rounds.Unfinished:
        return _release_page(round_, "考核单的状态刚有变化，请再核对一遍"), 422
    flash("结果已发布，各单位现在可以看到自己的得分")
    tell(changes)
    return redirect(url_for("rounds.show", id=round_.id))


def _release_page(round_: Round, message: str = "") -> str:
    rows = _inspections(round_)
    missing = [row for row in rows if row.state != "approved"]
    return render_template(
        "rounds/release.html",
        round=round_,
        missing=missing,
        count=len(rows),
        errors=[message] if message else [],
    )


def _open_round(id: int) -> Round:
    round_ = round_for(person(), id)
    if round_.state == "released":
        abort(409, RELEASED)
    return round_


def _inspections(round_: Round) -> list[Any]:
    return list(
        Inspection.select(Inspection, Subject)
        .join(Subject)
        .where(Inspection.round == round_)
        .order_by(Subject.code)
    )


def _by_group(rows: list[Any]) -> list[tuple[str, list[Any]]]:
    """The inspections in the groups and the order of their units."""
    of = {row.subject.id: row for row in rows}
    return [(group, [of[unit.id] for unit in units]) for group, units in grouped(row.subject for row in rows)]


def _states(rows: list[Any]) -> Counter[str]:
    return Counter(row.state for row in rows)


def _counts() -> dict[int, dict[str, int]]:
    """Of each round, how many inspections are in each state."""
    query = Inspection.select(
        Inspection.round, Inspection.state, fn.COUNT(Inspection.id).alias("number")
    ).group_by(Inspection.round, Inspection.state)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in query:
        counts[row.round_id][row.state] = row.number
    return counts


def _active_units() -> list[Any]:
    return list(Subject.select().where(Subject.active).order_by(Subject.code))


def _inspectors() -> list[Any]:
    return list(User.select().where(User.role == "inspector", User.active).order_by(User.name, User.id))


def _subjects(round_: Round) -> list[Any]:
    return list(Subject.select().join(Inspection).where(Inspection.round == round_).order_by(Subject.code))


def _units_for(inside: list[Any]) -> list[Any]:
    """What may be ticked: the active units, and those in the round whatever they are now."""
    rows = {unit.id: unit for unit in [*_active_units(), *inside]}
    return sorted(rows.values(), key=lambda unit: unit.code)


def _offer(form: RoundForm, units: list[Any], inspectors: list[Any], versions: list[Any]) -> RoundForm:
    form.units.choices = options((unit.id, unit.name) for unit in units)
    form.inspectors.choices = options((user.id, user.name) for user in inspectors)
    form.checklist.choices = options((row.id, f"{row.title}（{row.version}）") for row in versions)
    return form


def _without_opening(form: RoundForm, units: list[Any]) -> RoundForm:
    """The form for a round that is open already."""
    _offer(form, units, [], [])
    del form.checklist, form.inspectors
    return form


def _this_half_year(today: date) -> dict[str, date]:
    """A proposal: the half-year in which we are, and a fortnight after it."""
    first, last = ((1, 1), (6, 30)) if today.month <= 6 else ((7, 1), (12, 31))
    end = date(today.year, *last)
    return {"period_start": date(today.year, *first), "period_end": end, "deadline": end + timedelta(days=15)}


def _page(form: RoundForm, units: list[Any], round_: Round | None = None) -> str:
    return render_template("rounds/edit.html", form=form, groups=grouped(units), round=round_)
