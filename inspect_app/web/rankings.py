"""The ranking of a round; a unit sees its own line once results are released."""

from typing import Any

from flask import Blueprint, render_template

from inspect_app.domain.ranking import TIE_RULE, RankedGroup
from inspect_app.services.rankings import RoundResult, result_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Inspection, Overall, Round, Subject
from inspect_app.web.access import OFFICE, VERSION_WITHOUT_TEXT, person, roles, round_for, visible_overalls

blueprint = Blueprint("rankings", __name__, url_prefix="/rankings")


@blueprint.get("/")
@roles("administrator", "manager", "contact")
def index() -> str:
    rounds = Round.select(Round, *VERSION_WITHOUT_TEXT).join(Round.checklist.rel_model)
    if person().role == "contact":
        mine = Inspection.select(Inspection.round).where(Inspection.subject == person().subject_id)
        rounds = rounds.where(Round.state == "released", Round.id.in_(mine))
    return render_template(
        "rankings/index.html",
        rounds=rounds.order_by(Round.period_end.desc(), Round.id.desc()),
        overalls=list(visible_overalls(person()).order_by(Overall.created_at.desc(), Overall.id.desc())),
        may_open=person().role == "manager",
    )


@blueprint.get("/<int:id>")
@roles("administrator", "manager", "contact")
def show(id: int) -> Any:
    round_ = round_for(person(), id)
    result = result_of(round_)
    if person().role in OFFICE:
        return _table(round_, result)
    return _own_line(round_, result)


def _table(round_: Round, result: RoundResult) -> str:
    return render_template(
        "rankings/show.html",
        round=round_,
        result=result,
        checklist=checklist_of(round_.checklist),
        tie_rule=TIE_RULE,
    )


def _own_line(round_: Round, result: RoundResult) -> str:
    """Only the unit's own result: the others' scores are the office's to publish."""
    code = Subject.get_by_id(person().subject_id).code if person().subject_id else ""
    row = next((row for row in result.rows if row.standing.code == code), None)
    return render_template(
        "rankings/own.html",
        round=round_,
        row=row,
        group=_group_of(result.groups, code),
        inspection_id=result.inspections.get(code),
        checklist=checklist_of(round_.checklist),
        tie_rule=TIE_RULE,
    )


def _group_of(groups: tuple[RankedGroup, ...], code: str) -> RankedGroup | None:
    """The group in which the unit is, ranked or not."""
    for group in groups:
        if any(one.code == code for one in (*(row.standing for row in group.rows), *group.unranked)):
            return group
    return None
