"""综合考核通报: several rounds put together, with each subject's arithmetic in the same words as on screen."""

from collections import Counter
from dataclasses import dataclass

from inspect_app.domain.composing import OVERALL_ROUNDING
from inspect_app.domain.composition_words import ExplainedComposition
from inspect_app.domain.overall import OverallGroup, OverallResult, OverallRow
from inspect_app.domain.quantities import plain
from inspect_app.domain.ranking import TIE_RULE
from inspect_app.formatting import people_text
from inspect_app.printing.imprint import Imprint

MOST_PARTS = 6  # parts beside each other on A4 portrait; with more, the arithmetic alone has them all


@dataclass(frozen=True)
class OverallReport:
    """The report of one overall ranking. `rounds` pairs each part's title with the round it took."""

    imprint: Imprint
    to: str
    title: str
    basis: str
    rounds: tuple[tuple[str, str], ...]
    explained: ExplainedComposition
    result: OverallResult
    grades: tuple[str, ...] = ()
    published: bool = True
    person: bool = False

    @property
    def heading(self) -> str:
        """The PDF's own title."""
        return self.title.replace("|", "")

    @property
    def opening(self) -> str:
        """What was put together, and by which composition."""
        taken = people_text(f"{part}取{title}" for part, title in self.rounds)
        draft = "" if self.published else "（结果尚未发布，本稿供核对）"
        return f"根据{self.basis}，对各批次考核结果进行综合：{taken}。现将结果通报如下{draft}。"

    @property
    def terms(self) -> str:
        """How the parts count, each in a clause, and what holds for all."""
        ways: dict[str, list[str]] = {}
        for part in self.explained.parts:
            ways.setdefault(part.way, []).append(part.title)
        parts = "；".join(f"{people_text(titles)}{way}" for way, titles in ways.items())
        return f"{'；'.join(self.explained.terms)}。{parts}。"

    @property
    def rules(self) -> str:
        """The tie rule and the rounding, where something is added up."""
        return (
            f"{TIE_RULE}。{OVERALL_ROUNDING}。" if self.result.full else "各部分各自计分、各自排名，不合计。"
        )

    @property
    def overview(self) -> tuple[str, ...]:
        """总体情况 in words, a paragraph each."""
        best = map(self.group_words, self.result.groups) if self.result.full else ()
        return tuple(filter(None, (self._counts(), *best, self._grade_words())))

    @property
    def counted(self) -> str:
        """What so many of them are counted as."""
        return "人" if self.person else "个单位"

    @property
    def columns(self) -> tuple[str, ...]:
        """The titles of the parts that stand beside each other in a table."""
        titles = tuple(part.title for part in self.explained.parts)
        return titles if len(titles) <= MOST_PARTS else ()

    def title_of(self, group: OverallGroup) -> str:
        """The group's name as it is printed."""
        return group.name if group.name.endswith("组") else f"{group.name}组" if group.name else "全部"

    def group_words(self, group: OverallGroup) -> str:
        """One group in a sentence: how many, the highest and the lowest."""
        if not group.rows:
            return f"{self.title_of(group)}没有得分完整的考核对象。"
        best, last = group.rows[0], group.rows[-1]
        words = f"{self.title_of(group)}{len(group.rows)}{self.counted}参加排名"
        return f"{words}，最高{_score(best)}分（{best.name}），最低{_score(last)}分（{last.name}）。"

    def _counts(self) -> str:
        complete, blocked = len(self.result.rows), len(self.result.blocked)
        one = self.counted
        words = f"本次综合考核{complete + blocked}{one}，得分完整的{complete}{one}"
        return f"{words}，不完整、单独列出的{blocked}{one}。" if blocked else f"{words}。"

    def _grade_words(self) -> str:
        held = Counter(row.grade for row in self.result.rows)
        counts = [f"{grade}{held[grade]}{self.counted[0]}" for grade in self.grades]
        return f"按等次分：{people_text(counts)}。" if counts else ""


def _score(row: OverallRow) -> str:
    return plain(row.total or 0)
