"""Units and the rosters of their people."""

from itertools import groupby
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from peewee import fn
from wtforms import BooleanField, Form, StringField
from wtforms.validators import Length

from inspect_app.config import now
from inspect_app.services import people
from inspect_app.services.people import RosterLine, UnitEntry
from inspect_app.storage.checklists import wanted_rosters
from inspect_app.storage.models import Member, Subject, User
from inspect_app.web.access import OFFICE, person, roles
from inspect_app.web.fields import LongText, Words, trimmed
from inspect_app.web.pasted import roster_lines, unit_entries
from inspect_app.web.telling import tell

blueprint = Blueprint("people", __name__)
TAKEN = {"code": "这个编号已有别的单位使用，请换一个", "name": "已有同名的单位，请核对"}


class UnitForm(Form):
    """A unit."""

    code = Words("编号", most=20)
    name = Words("单位名称", most=60)
    group = Words("组别", most=20, render_kw={"list": "groups"})
    kind = StringField("类别", filters=[trimmed], validators=[Length(max=20, message="类别最多20字，请缩短")])
    size = StringField("规模", filters=[trimmed], validators=[Length(max=20, message="规模最多20字，请缩短")])
    active = BooleanField("参加考核")

    def entry(self) -> UnitEntry:
        """The validated form."""
        kind, size = self.kind.data or "", self.size.data or ""
        return UnitEntry(self.code.data, self.name.data, self.group.data, kind, size, self.active.data)


class RosterForm(Form):
    """One roster as lines of text; `people` holds them once validated."""

    roster = Words("名册名称", most=20)
    lines = LongText("名单")
    people: list[RosterLine]

    def validate_lines(self, field: LongText) -> None:
        """WTForms calls this for the field `lines`."""
        self.people = roster_lines(field.data or "")


class ImportForm(Form):
    """Units as rows of a spreadsheet; `units` holds them once validated."""

    rows = LongText("单位", most=100_000)
    units: list[UnitEntry]

    def validate_rows(self, field: LongText) -> None:
        """WTForms calls this for the field `rows`."""
        self.units = unit_entries(field.data or "")


@blueprint.get("/people")
@roles(*OFFICE)
def index() -> str:
    search = request.args.get("q", "").strip()
    return render_template(
        "people/index.html",
        groups=grouped(_units(search)),
        search=search,
        sizes=_count(Member),
        contacts=_count(User),
        editable=_may_edit(),
    )


@blueprint.get("/people/units/new")
@roles("administrator")
def new_unit() -> str:
    return _unit_form(UnitForm(data={"active": True}))


@blueprint.post("/people/units")
@roles("administrator")
def create_unit() -> Any:
    return _save_unit(None)


@blueprint.get("/people/units/<int:id>")
@roles(*OFFICE)
def show_unit(id: int) -> str:
    return _unit_page(_unit(id))


@blueprint.get("/people/units/<int:id>/edit")
@roles("administrator")
def edit_unit(id: int) -> str:
    unit = _unit(id)
    return _unit_form(UnitForm(obj=unit), unit)


@blueprint.post("/people/units/<int:id>")
@roles("administrator")
def update_unit(id: int) -> Any:
    return _save_unit(_unit(id))


@blueprint.post("/people/units/<int:id>/rosters")
@roles("administrator")
def update_roster(id: int) -> Any:
    unit, form = _unit(id), RosterForm(request.form)
    if not form.validate():
        return _unit_page(unit, form), 422
    people.save_roster(unit, form.roster.data, form.people, by=person(), at=now())
    flash(f"“{form.roster.data}”已保存，共{len(form.people)}人")
    return redirect(url_for("people.show_unit", id=unit.id))


@blueprint.get("/people/import")
@roles("administrator")
def new_import() -> str:
    return render_template("people/import.html", form=ImportForm())


@blueprint.post("/people/import")
@roles("administrator")
def create_import() -> Any:
    form = ImportForm(request.form)
    if form.validate():
        try:
            added, known, changes = people.save_units(form.units, by=person(), at=now())
        except people.Taken as error:
            form.rows.errors = [f"{TAKEN[error.field]}；一个单位也没有导入"]
        else:
            flash(f"导入完成：新增{added}个单位，核对更新{known}个单位")
            tell(changes)
            return redirect(url_for("people.index"))
    return render_template("people/import.html", form=form), 422


def grouped(units: Any) -> list[tuple[str, list[Any]]]:
    """The units by group, both in the order of the codes: a group stands where its first unit does."""
    order: dict[str, int] = {}
    rows = list(units)
    for row in rows:
        order.setdefault(row.group, len(order))
    ranked = sorted(rows, key=lambda row: (order[row.group], row.code))
    return [(group, list(members)) for group, members in groupby(ranked, key=lambda row: row.group)]


def _units(search: str) -> Any:
    query = Subject.select().order_by(Subject.code)
    if search:
        query = query.where(Subject.name.contains(search) | Subject.code.contains(search))
    return query


def _count(model: Any) -> dict[int, int]:
    """How many rows each unit has in the table."""
    query = (
        model.select(model.subject, fn.COUNT(model.id).alias("number"))
        .where(model.subject.is_null(False))
        .group_by(model.subject)
    )
    return {row.subject_id: row.number for row in query}


def _may_edit() -> bool:
    return person().role == "administrator"


def _unit(id: int) -> Subject:
    unit: Subject | None = Subject.get_or_none(Subject.id == id)
    return unit or abort(404)


def _save_unit(unit: Subject | None) -> Any:
    form = UnitForm(request.form)
    if not form.validate():
        return _unit_form(form, unit), 422
    try:
        saved, changes = people.store_unit(unit, form.entry(), by=person(), at=now())
    except people.Taken as error:
        form[error.field].errors = [TAKEN[error.field]]
        return _unit_form(form, unit), 422
    flash(f"“{saved.name}”已保存")
    tell(changes)
    return redirect(url_for("people.show_unit", id=saved.id))


def _unit_form(form: UnitForm, unit: Subject | None = None) -> str:
    groups = [row.group for row in Subject.select(Subject.group).distinct().order_by(Subject.group)]
    return render_template("people/edit_unit.html", form=form, unit=unit, groups=groups)


def _unit_page(unit: Subject, posted: RosterForm | None = None) -> str:
    rosters = _rosters(unit)
    forms = [RosterForm(data={"roster": name, "lines": "\n".join(rosters[name])}) for name in rosters]
    added = RosterForm()
    if posted is not None and posted.roster.data in rosters:
        forms[list(rosters).index(posted.roster.data)] = posted
    elif posted is not None:
        added = posted
    return render_template(
        "people/unit.html",
        unit=unit,
        forms=forms,
        added=added,
        wanted=wanted_rosters(),
        contacts=unit.contacts.order_by(User.login),
        editable=_may_edit(),
    )


def _rosters(unit: Subject) -> dict[str, list[str]]:
    """The unit's rosters as lines, and empty ones that a published checklist asks for."""
    lines: dict[str, list[str]] = {name: [] for name in wanted_rosters()}
    query = Member.select().where(Member.subject == unit).order_by(Member.roster, Member.position, Member.id)
    for member in query:
        lines.setdefault(member.roster, []).append(f"{member.name} {member.role}".strip())
    return lines
