"""Reading a round: who stands where, section by section, and what went wrong most often."""

from dataclasses import dataclass

from inspect_app.domain.findings import FrequentProblem, SectionAverage, frequent_problems, section_averages
from inspect_app.domain.inspection import STATE_NAMES
from inspect_app.domain.ranking import RankedGroup, RankedRow, Standing, rank
from inspect_app.domain.tally import Tally
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.inspections import group_of
from inspect_app.storage.models import Inspection, Round, Subject


@dataclass(frozen=True)
class RoundResult:
    """A round's ranking. `inspections` finds the sheet of a unit by its code."""

    groups: tuple[RankedGroup, ...]
    averages: tuple[SectionAverage, ...]
    problems: tuple[FrequentProblem, ...]
    inspections: dict[str, int]

    @property
    def rows(self) -> tuple[RankedRow, ...]:
        """All ranked units, group by group."""
        return tuple(row for group in self.groups for row in group.rows)


def result_of(round_: Round) -> RoundResult:
    """The round as it stands now, in one statement; only approved sheets are ranked."""
    checklist = checklist_of(round_.checklist)
    inspections = _inspections(round_)
    tallies = [Tally.from_json(row.tally) for row in inspections if row.state == "approved"]
    standings = [_standing(row) for row in inspections]
    return RoundResult(
        groups=rank(standings, checklist.grades),
        averages=section_averages(checklist, (one for one in standings if not one.reason)),
        problems=frequent_problems(checklist, tallies),
        inspections={row.subject.code: row.id for row in inspections},
    )


def place_of(inspection: Inspection) -> RankedRow | None:
    """The row of that sheet in its round as it stands now; None while it is not approved."""
    code = inspection.subject.code
    return next((row for row in result_of(inspection.round).rows if row.standing.code == code), None)


def _inspections(round_: Round) -> list[Inspection]:
    query = (
        Inspection.select(Inspection, Subject)
        .join(Subject)
        .where(Inspection.round == round_)
        .order_by(Subject.code)
    )
    return list(query)


def _standing(row: Inspection) -> Standing:
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
