"""What each unit of a round has, as rankings put it in order."""

from collections.abc import Sequence

from inspect_app.domain.inspection import STATE_NAMES
from inspect_app.domain.ranking import Standing
from inspect_app.domain.tally import Tally
from inspect_app.storage.inspections import group_of
from inspect_app.storage.models import Inspection, Round, Subject


def inspections_of(rounds: Sequence[Round | int]) -> list[Inspection]:
    """The inspections of these rounds with their units, in the order of the units."""
    query = (
        Inspection.select(Inspection, Subject)
        .join(Subject)
        .where(Inspection.round.in_(list(rounds)))
        .order_by(Subject.code, Inspection.round)
    )
    return list(query)


def standing_of(row: Inspection) -> Standing:
    """What the unit has; `reason` says why a sheet that is not approved is not ranked."""
    unit = row.subject
    if not row.tally:
        return Standing(unit.code, unit.name, group_of(row), reason="考核单未开始")
    tally = Tally.from_json(row.tally)
    return Standing(
        unit.code,
        unit.name,
        group_of(row),
        total=tally.total,
        full=tally.full,
        sections={key: (score, points) for key, (score, points, _) in tally.sections.items()},
        grade=tally.grade,
        barred=tally.barred,
        failed=tally.failed,
        reason=_reason(row.state, tally),
        grade_note=tally.grade_note,
    )


def _reason(state: str, tally: Tally) -> str:
    if state == "approved":
        return ""
    still = f"，还有{tally.open}项未查" if tally.open else ""
    return f"考核单{STATE_NAMES[state]}{still}"
