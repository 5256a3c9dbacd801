"""综合考核办法: a published composition in words."""

from flask import Blueprint, abort, render_template

from inspect_app.domain.composition_words import explain_composition
from inspect_app.storage.checklists import checklist_titles
from inspect_app.storage.compositions import composition_of
from inspect_app.storage.models import CompositionVersion
from inspect_app.web.access import OFFICE, person, roles

blueprint = Blueprint("compositions", __name__, url_prefix="/compositions")


@blueprint.get("/<int:id>")
@roles(*OFFICE)
def show(id: int) -> str:
    version = CompositionVersion.get_or_none(CompositionVersion.id == id) or abort(404)
    composition = composition_of(version)
    return render_template(
        "compositions/show.html",
        version=version,
        composition=composition,
        explained=explain_composition(composition, checklist_titles()),
        may_open=person().role == "manager",
    )
