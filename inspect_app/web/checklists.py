"""考核细则: reading, checking and publishing."""

from itertools import islice
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import login_required
from wtforms import Form
from wtforms.validators import InputRequired

from inspect_app.config import ROOT, now
from inspect_app.domain import yaml_source
from inspect_app.domain.checklist import Checklist
from inspect_app.domain.composition import Composition, examine_either
from inspect_app.domain.yaml_source import Problem, SourceError
from inspect_app.services import checklists, compositions
from inspect_app.storage.checklists import checklist_of, published
from inspect_app.storage.compositions import published_compositions
from inspect_app.storage.models import ChecklistVersion
from inspect_app.web.access import OFFICE, person, roles
from inspect_app.web.fields import LongText

blueprint = Blueprint("checklists", __name__)
FOLDER = ROOT / "checklists"
EXCERPT = 90
ABSENT = {"rescale": "按比例折算", "full": "按满分计", "exclude": "不计入满分"}
PERIODS = {"month": "月度", "quarter": "季度", "half-year": "半年", "year": "年度"}


class TextForm(Form):
    """A checklist's YAML."""

    text = LongText("细则全文（YAML）", most=1_000_000, validators=[InputRequired("请粘贴细则，或选择文件")])


@blueprint.get("/checklists")
@login_required
def index() -> str:
    rows = list(published())
    office = person().role in OFFICE
    return render_template(
        "checklists/index.html",
        versions=rows,
        compositions=list(published_compositions()) if office else [],
        files=_files() if office else {},
        may_publish=office,
    )


@blueprint.get("/checklists/<int:id>")
@login_required
def show(id: int) -> str:
    version = ChecklistVersion.get_or_none(ChecklistVersion.id == id) or abort(404)
    return _reading("checklists/show.html", checklist_of(version), version=version)


@blueprint.get("/checklists/new")
@roles(*OFFICE)
def new() -> str:
    return render_template("checklists/edit.html", form=TextForm(), problems=[], checklist=None)


@blueprint.get("/checklists/files/<path:name>")
@roles(*OFFICE)
def open_file(name: str) -> str:
    if name not in _files():
        abort(404)
    raw = (FOLDER / f"{name}.yaml").read_bytes()
    return _examined(*_decoded(raw), file=f"{name}.yaml")


@blueprint.post("/checklists/examine")
@roles(*OFFICE)
def check() -> Any:
    file = request.files.get("file")
    if file is not None and file.filename:
        return _examined(*_decoded(file.read()), file=file.filename)
    form = TextForm(request.form)
    if not form.validate():
        return render_template("checklists/edit.html", form=form, problems=[], checklist=None), 422
    return _examined(request.form["text"], [])


@blueprint.post("/checklists")
@roles(*OFFICE)
def create() -> Any:
    text = request.form.get("text", "").replace("\r\n", "\n")
    found, problems = examine_either(text)
    if found is None or any(not problem.warning for problem in problems):
        return _examined(text, [])
    try:
        if isinstance(found, Composition):
            return _published_composition(text)
        version = checklists.publish(text, by=person(), at=now())
    except (checklists.VersionTaken, compositions.VersionTaken):
        return _taken(text, found), 422
    flash(f"《{version.title}》{version.version}版已发布，可以用它建立考核批次")
    return redirect(url_for("checklists.show", id=version.id))


def _published_composition(text: str) -> Any:
    version = compositions.publish(text, by=person(), at=now())
    flash(f"《{version.title}》{version.version}版已发布，可以用它建立综合排名")
    return redirect(url_for("compositions.show", id=version.id))


def _taken(text: str, checklist: Checklist | Composition) -> str:
    message = (
        f"{checklist.id} 的 {checklist.version} 版已经发布过，内容与这一份不同。"
        "发布过的版本不能改动，请把version改成新的版本号再发布"
    )
    form = TextForm(data={"text": text})
    form.text.errors = [message]
    return render_template("checklists/edit.html", form=form, problems=[], checklist=None)


def _examined(text: str, unreadable: list[Problem], *, file: str = "") -> Any:
    """The text with its problems, each with its line; one without errors can be published from the page."""
    text = text.replace("\r\n", "\n")
    checklist, problems = (None, unreadable) if unreadable else examine_either(text)
    errors = [problem for problem in problems if not problem.warning]
    page = render_template(
        "checklists/edit.html",
        form=TextForm(data={"text": text}),
        problems=problems,
        told=[(problem, _excerpt(text, problem)) for problem in problems],
        file=file,
        checklist=None if errors else checklist,
    )
    return (page, 422) if errors else page


def _excerpt(text: str, problem: Problem) -> str:
    """The line that a problem is in; of a long one what is about its column."""
    line = next(islice(text.split("\n"), problem.line - 1, None), "")
    start = max(problem.column - EXCERPT // 2, 0) if len(line) > EXCERPT else 0
    part = line[start : start + EXCERPT].strip()
    return f"{'…' if start else ''}{part}{'…' if start + EXCERPT < len(line) else ''}"


def _decoded(raw: bytes) -> tuple[str, list[Problem]]:
    try:
        return yaml_source.decode(raw), []
    except SourceError as error:
        return "", list(error.problems)


def _files() -> dict[str, str]:
    """The titles of what came with the program, by its place in the folder without the ending."""
    found = sorted(FOLDER.glob("*.yaml")) + sorted(FOLDER.glob("compositions/*.yaml"))
    return {file.relative_to(FOLDER).with_suffix("").as_posix(): _title(file) for file in found}


def _title(file: Path) -> str:
    """What the file calls itself; to list it, it need not be parsed."""
    with file.open(encoding="utf-8") as lines:
        titles = (line.removeprefix("title:").strip() for line in lines if line.startswith("title:"))
        return next(titles, file.name)


def _reading(template: str, checklist: Checklist, **context: Any) -> str:
    return render_template(template, checklist=checklist, absent=ABSENT, periods=PERIODS, **context)
