"""问题: what was found on a sheet; and of a round each section's mean, and what cost most units points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.quantities import percent_text, round_points
from inspect_app.domain.ranking import Standing
from inspect_app.domain.scoring import ItemScore, ScoreSheet
from inspect_app.domain.tally import Tally


@dataclass(frozen=True)
class Finding:
    """问题 at one entry: points lost, a problem recorded by hand, or both."""

    score: ItemScore
    recorded: str = ""

    @property
    def words(self) -> str:
        """What is wrong, in sentences: what cost points, and then what was recorded."""
        lost = (f"{line.words}。{sentence(line.remark)}" for line in self.score.lines if line.state == "lost")
        return "".join(lost) + sentence(self.recorded)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that cost points."""
        return tuple(line.clause for line in self.score.lines if line.state == "lost" and line.rule)


def findings_of(sheet: ScoreSheet, recorded: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings in the order of the sheet; `recorded` are the problems written down by hand, by entry."""
    found = (Finding(item, recorded.get(item.id, "")) for item in sheet.items)
    return tuple(one for one in found if one.words)


def sentence(remark: str) -> str:
    """The inspector's own words, ended as a sentence."""
    text = remark.strip().replace("\r\n", "\n").replace("\n", "；")
    return "" if not text else text if text.endswith(("。", "！", "？")) else f"{text}。"


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
