"""Reading a round: who stands where, section by section, and what went wrong most often."""

from dataclasses import dataclass

from inspect_app.domain.findings import FrequentProblem, SectionAverage, frequent_problems, section_averages
from inspect_app.domain.outcomes import with_outcomes
from inspect_app.domain.ranking import RankedGroup, RankedRow, rank
from inspect_app.domain.tally import Tally
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Inspection, Round
from inspect_app.storage.standings import inspections_of, standing_of


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
    inspections = inspections_of([round_])
    tallies = [Tally.from_json(row.tally) for row in inspections if row.state == "approved"]
    standings = [standing_of(row) for row in inspections]
    return RoundResult(
        groups=with_outcomes(rank(standings, checklist.grades), checklist.outcomes),
        averages=section_averages(checklist, (one for one in standings if not one.reason)),
        problems=frequent_problems(checklist, tallies),
        inspections={row.subject.code: row.id for row in inspections},
    )


def place_of(inspection: Inspection) -> RankedRow | None:
    """The row of that sheet in its round as it stands now; None while it is not approved."""
    code = inspection.subject.code
    return next((row for row in result_of(inspection.round).rows if row.standing.code == code), None)
