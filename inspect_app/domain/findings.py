"""What a round shows as a whole: each section's mean, and the items that cost most units points."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.quantities import percent_text, round_points
from inspect_app.domain.ranking import Standing
from inspect_app.domain.tally import Tally


@dataclass(frozen=True)
class FrequentProblem:
    """An item that cost points: how many units, and how many points in all."""

    section: str
    item: str
    units: int
    lost: Decimal


@dataclass(frozen=True)
class SectionAverage:
    """A section's mean over the units that it applies to, rounded to 0.01; `rate` is 得分率 in per cent."""

    title: str
    points: Decimal
    score: Decimal
    rate: str


def section_averages(checklist: Checklist, standings: Iterable[Standing]) -> tuple[SectionAverage, ...]:
    """One for each section that applies to a unit, in the order of the sheet."""
    everyone = list(standings)
    found = (_average(section.id, section.title, everyone) for section in checklist.sections)
    return tuple(average for average in found if average is not None)


def _average(id: str, title: str, standings: Iterable[Standing]) -> SectionAverage | None:
    results = [one.sections[id] for one in standings if one.sections and one.sections[id][1]]
    if not results:
        return None
    score, points = (Fraction(sum(pair[place] for pair in results)) for place in (0, 1))
    mean_score, mean_points = (round_points(total / len(results)) for total in (score, points))
    return SectionAverage(title, mean_points, mean_score, percent_text(score / points))


def frequent_problems(checklist: Checklist, tallies: Iterable[Tally]) -> tuple[FrequentProblem, ...]:
    """Items with losses: most units first, then most points, then the order of the sheet."""
    counted = list(tallies)
    found = []
    for section in checklist.sections:
        for item in section.items:
            losses = [tally.marks[item.id].lost for tally in counted if tally.marks[item.id].lost]
            if losses:
                found.append(FrequentProblem(section.title, item.title, len(losses), sum(losses, Decimal(0))))
    return tuple(sorted(found, key=lambda problem: (-problem.units, -problem.lost)))
