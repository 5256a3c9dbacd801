"""综合排名: putting rounds together, the tables, a unit's own row, publishing."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import Form

from inspect_app.config import now
from inspect_app.domain.composing import OVERALL_ROUNDING
from inspect_app.domain.composition import Composition
from inspect_app.domain.composition_words import explain_composition
from inspect_app.domain.overall import OverallResult
from inspect_app.domain.ranking import TIE_RULE
from inspect_app.services import overall
from inspect_app.services.overall import OverallEntry
from inspect_app.storage.checklists import checklist_titles
from inspect_app.storage.compositions import composition_of, published_compositions
from inspect_app.storage.models import ChecklistVersion, CompositionVersion, Overall, OverallUnit, Round
from inspect_app.web.access import OFFICE, overall_for, person, roles
from inspect_app.web.fields import Pick, Words, options
from inspect_app.web.telling import tell

blueprint = Blueprint("overall", __name__, url_prefix="/overall")
TAKEN = "已有同名的综合排名，请换一个名称"
PUBLISHED = "这个综合排名已经发布，不能再修改"
NO_ROUND = (0, "还没有批次")


@blueprint.get("/new")
@roles("manager")
def new() -> str:
    versions = list(published_compositions())
    version = _chosen_version(versions)
    if version is None:
        return render_template("overall/new.html", versions=versions)
    composition, rounds = composition_of(version), _rounds()
    form = _form(composition, rounds)()
    for part, round_ in overall.suggested(composition, rounds).items():
        form[_name(part)].data = round_.id
    return _page(form, version)


@blueprint.post("/")
@roles("manager")
def create() -> Any:
    version = _chosen_version(list(published_compositions())) or abort(400, "请先选择综合考核办法")
    composition, rounds = composition_of(version), _rounds()
    form = _form(composition, rounds)(request.form)
    if not _is_sound(form, composition):
        return _page(form, version), 422
    try:
        row = overall.create(_entry(form, composition, rounds), version, by=person(), at=now())
    except overall.TitleTaken:
        form["title"].errors = [TAKEN]
        return _page(form, version), 422
    flash("综合排名已建立")
    return redirect(url_for("overall.show", id=row.id))


@blueprint.get("/<int:id>")
@roles(*OFFICE, "contact")
def show(id: int) -> str:
    row = overall_for(person(), id)
    result, composition = overall.result_of(row), composition_of(row.composition)
    if person().role == "contact":
        return _own_row(row, result)
    rounds = overall.rounds_of(row)
    return render_template(
        "overall/show.html",
        overall=row,
        result=result,
        composition=composition,
        explained=explain_composition(composition, checklist_titles()),
        rounds=rounds,
        sheets=overall.sheets_of(composition, rounds),
        obstacles=overall.obstacles(composition, rounds) if row.state == "open" else [],
        may_change=person().role == "manager" and row.state == "open",
        counted=_counted(composition),
        rules=_rules(result),
    )


def _own_row(row: Overall, result: OverallResult) -> str:
    """Only the unit's own result, under the code that it had when the result was published."""
    unit = OverallUnit.get(OverallUnit.overall == row, OverallUnit.subject == person().subject_id)
    group, own = result.place_of(unit.code) or abort(404)
    composition = composition_of(row.composition)
    return render_template(
        "overall/own.html",
        overall=row,
        result=result,
        group=group,
        row=own,
        parts=list(zip(composition.parts, own.cells, strict=True)),
        sheets=overall.sheets_of(composition, overall.rounds_of(row), person().subject_id),
        counted=_counted(composition),
        rules=_rules(result),
    )


def _counted(composition: Composition) -> str:
    """What so many of them are counted as."""
    return "人" if composition.subject == "person" else "个单位"


def _rules(result: OverallResult) -> str:
    return f"{TIE_RULE}。{OVERALL_ROUNDING}" if result.full else "各部分得分照录，各自排名，不合计"


@blueprint.get("/<int:id>/edit")
@roles("manager")
def edit(id: int) -> str:
    row = _open(id)
    composition = composition_of(row.composition)
    form = _form(composition, _rounds())(data={"title": row.title})
    for part, round_ in overall.rounds_of(row).items():
        form[_name(part)].data = round_.id
    return _page(form, row.composition, row)


@blueprint.post("/<int:id>")
@roles("manager")
def update(id: int) -> Any:
    row = _open(id)
    composition, rounds = composition_of(row.composition), _rounds()
    form = _form(composition, rounds)(request.form)
    if not _is_sound(form, composition):
        return _page(form, row.composition, row), 422
    try:
        overall.change(row, _entry(form, composition, rounds), by=person(), at=now())
    except overall.TitleTaken:
        form["title"].errors = [TAKEN]
        return _page(form, row.composition, row), 422
    except overall.Published:
        abort(409, PUBLISHED)
    flash("综合排名已保存")
    return redirect(url_for("overall.show", id=row.id))


@blueprint.get("/<int:id>/publish")
@roles("manager")
def confirm(id: int) -> str:
    return _publish_page(_open(id))


@blueprint.post("/<int:id>/publish")
@roles("manager")
def publish(id: int) -> Any:
    row = overall_for(person(), id)
    try:
        changes = overall.publish(
            row, blocked_seen=request.form.get("blocked", -1, int), by=person(), at=now()
        )
    except overall.NotReady as error:
        return _publish_page(row, f"还不能发布：{error}"), 422
    except overall.Unseen:
        return _publish_page(row, "各批次的结果刚有变化，请再核对一遍"), 422
    flash("综合结果已发布，各单位现在可以看到自己的综合得分")
    tell(changes)
    return redirect(url_for("overall.show", id=row.id))


def _publish_page(row: Overall, message: str = "") -> str:
    result, composition = overall.result_of(row), composition_of(row.composition)
    return render_template(
        "overall/publish.html",
        overall=row,
        result=result,
        counted=_counted(composition),
        obstacles=overall.obstacles(composition, overall.rounds_of(row)),
        errors=[message] if message else [],
    )


def _open(id: int) -> Overall:
    row = overall_for(person(), id)
    if row.state == "published":
        abort(409, PUBLISHED)
    return row


def _chosen_version(versions: list[CompositionVersion]) -> CompositionVersion | None:
    wanted = request.values.get("composition", "")
    return next((version for version in versions if str(version.id) == wanted), None)


def _rounds() -> list[Round]:
    fields = (ChecklistVersion.id, ChecklistVersion.checklist_id, ChecklistVersion.title)
    return list(Round.select(Round, *fields).join(ChecklistVersion).order_by(Round.id))


def _name(part: str) -> str:
    return f"part-{part}"


def _form(composition: Composition, rounds: list[Round]) -> type[Form]:
    """A form with the title and a choice of rounds for each part."""
    fields: dict[str, Any] = {"title": Words("名称", most=60)}
    for part in composition.parts:
        fits = [(one.id, _round_words(one)) for one in overall.fitting(part, rounds)]
        fields[_name(part.id)] = Pick(part.title, coerce=int, choices=options([NO_ROUND, *fits]))
    return type("OverallForm", (Form,), fields)


def _round_words(round_: Round) -> str:
    start, end = round_.period_start, round_.period_end
    return f"{round_.title}（{start.year}年{start.month}月至{end.month}月）"


def _is_sound(form: Form, composition: Composition) -> bool:
    """Whether the form is valid, and no round is named for two parts that count alike."""
    if not form.validate():
        return False
    seen: dict[tuple[str, int], str] = {}
    for part in composition.parts:
        field = form[_name(part.id)]
        first = seen.setdefault((part.by, field.data), part.title) if field.data else part.title
        if first != part.title:
            field.errors = [f"和“{first}”是同一个批次，请另选一个"]
    return not form.errors


def _entry(form: Form, composition: Composition, rounds: list[Round]) -> OverallEntry:
    by_id: Mapping[int, Round] = {one.id: one for one in rounds}
    chosen = {part.id: by_id.get(form[_name(part.id)].data) for part in composition.parts}
    return OverallEntry(form["title"].data, {part: one for part, one in chosen.items() if one is not None})


def _page(form: Form, version: CompositionVersion, row: Overall | None = None) -> str:
    composition = composition_of(version)
    return render_template(
        "overall/edit.html",
        form=form,
        version=version,
        overall=row,
        explained=explain_composition(composition, checklist_titles()),
        fields=[form[_name(part.id)] for part in composition.parts],
    )
