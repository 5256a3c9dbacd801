"""考核通报: the round in words, then ranking, section averages and frequent problems, all from the same data."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from inspect_app.domain.findings import FrequentProblem, SectionAverage
from inspect_app.domain.quantities import plain, round_points
from inspect_app.domain.quoting import quoted
from inspect_app.domain.ranking import TIE_RULE, RankedGroup, RankedRow, Standing
from inspect_app.formatting import people_text
from inspect_app.printing.imprint import Imprint

NAMED_PROBLEMS = 3
MOST_COLUMNS = 7  # sections beside each other in a ranking on A4 portrait; more go into a table of their own


@dataclass(frozen=True)
class SectionTitle:
    """One column of the ranking; `id` is the key in Standing.sections."""

    id: str
    title: str


@dataclass(frozen=True)
class Report:
    """The report of one round. `opening` and `demands` are paragraphs; `title` may mark breaks with `|`."""

    imprint: Imprint
    to: str
    title: str
    opening: str
    groups: tuple[RankedGroup, ...]
    sections: tuple[SectionTitle, ...]
    averages: tuple[SectionAverage, ...]
    problems: tuple[FrequentProblem, ...]
    demands: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    tie_rule: str = TIE_RULE

    @property
    def heading(self) -> str:
        """The PDF's own title."""
        return self.title.replace("|", "")

    @property
    def rows(self) -> tuple[RankedRow, ...]:
        """All ranked units, group after group."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def unranked(self) -> tuple[Standing, ...]:
        """All units without a complete sheet, group after group."""
        return tuple(one for group in self.groups for one in group.unranked)

    @property
    def overview(self) -> tuple[str, ...]:
        """总体情况 in words, a paragraph each."""
        return tuple(filter(None, (self._counts(), *map(group_words, self.groups), self._grade_words())))

    @property
    def problem_words(self) -> str:
        """The most frequent problems in a sentence, or that there are none."""
        if not self.problems:
            return "参加排名的单位没有扣分项目。"
        named = [
            f"{quoted(one.item)}（{one.units}个单位扣分，共扣{plain(one.lost)}分）"
            for one in self.problems[:NAMED_PROBLEMS]
        ]
        return f"扣分单位最多的考核内容是：{people_text(named)}。"

    @property
    def section_columns(self) -> tuple[tuple[SectionTitle, ...], ...]:
        """The sections, shared out evenly over as few tables as hold them; one empty share when there are none."""
        tables = max(1, ceil(len(self.sections) / MOST_COLUMNS))
        size = max(1, ceil(len(self.sections) / tables))
        return tuple(self.sections[place * size : (place + 1) * size] for place in range(tables))

    @staticmethod
    def outcomes_in(group: RankedGroup) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What follows for units of the group, each with their names, in the order of the ranking."""
        titles = dict.fromkeys(title for row in group.rows for title in row.outcomes)
        return tuple(
            (title, tuple(row.standing.name for row in group.rows if title in row.outcomes))
            for title in titles
        )

    def _counts(self) -> str:
        ranked, absent = len(self.rows), len(self.unranked)
        words = f"本次应考核单位{ranked + absent}个，考核结果完整、参加排名的{ranked}个"
        words += f"，考核结果不完整、单独列出的{absent}个。" if absent else "。"
        return words + (f"参加排名的单位平均得分{_mean_score(self.rows)}分。" if ranked else "")

    def _grade_words(self) -> str:
        held = Counter(row.grade for row in self.rows)
        counts = [f"{grade}{held[grade]}个" for grade in self.grades]
        return f"按等次分：{people_text(counts)}。" if counts and self.rows else ""


def group_words(group: RankedGroup) -> str:
    """One group in a sentence: how many, the mean, the highest and the lowest, ties named together."""
    if not group.rows:
        return f"{group_title(group)}没有参加排名的单位。"
    best, last = group.rows[0].standing.total, group.rows[-1].standing.total
    words = f"{group_title(group)}{len(group.rows)}个单位参加排名，平均得分{_mean_score(group.rows)}分"
    if best == last:
        return f"{words}，得分均为{plain(best)}分。" if len(group.rows) > 1 else f"{words}。"
    return f"{words}，最高{plain(best)}分（{_named(group, best)}），最低{plain(last)}分（{_named(group, last)}）。"


def group_title(group: RankedGroup) -> str:
    """The group's name as it is printed: 县 becomes 县组; a round without groups has 全部单位."""
    return group_name(group.name)


def group_name(name: str) -> str:
    """As `group_title`, of the name alone."""
    return name if name.endswith("组") else f"{name}组" if name else "全部单位"


def _named(group: RankedGroup, total: Decimal) -> str:
    return people_text(row.standing.name for row in group.rows if row.standing.total == total)


def _mean_score(rows: Iterable[RankedRow]) -> str:
    return plain(_mean([row.standing.total for row in rows]))


def _mean(values: list[Decimal]) -> Decimal:
    """The mean, rounded half up to 0.01."""
    return round_points(Fraction(sum(values)) / len(values))
