"""A round in Excel: the ranking as shown, every line of every unit, and items by units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from inspect_app.domain.ranking import RankedGroup, RankedRow, Standing
from inspect_app.domain.results import ItemScore, ScoreSheet
from inspect_app.printing.detail import COLUMNS, OUTCOMES, VETOES, WHOLE, Detail, outcome_of, rows_of
from inspect_app.printing.report import Report, group_title
from inspect_app.printing.spreadsheet import SHARE, Cell, Column, Stamp, Table

UNIT = (Column("组别", 4), Column("编号", 4), Column("单位", 8), Column("考核单", 4), Column("等次", 4))
ITEM = (Column("一级指标", 9), Column("考核内容", 12), Column("分值", 4))
MOST_ON_A_PAGE = 18  # units beside each other that can still be read on A4
BETWEEN = "折算、封顶和一票否决"
Mark = tuple[str, str]  # section and item id


@dataclass(frozen=True)
class RoundBook:
    """The ranking as the PDF 考核通报 has it, and the details of all units, which are gone through once."""

    stamp: Stamp
    round_title: str
    report: Report
    details: Iterable[Detail]

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"{self.round_title}考核结果"


def round_tables(book: RoundBook) -> Iterator[Table]:
    """排名, 得分明细, 得分矩阵, 各部分平均得分, 扣分较多的内容."""
    matrix, title = _Matrix(), book.round_title
    yield Table("排名", f"{title}排名", _ranking_columns(book.report), _ranking(book.report), fixed=4)
    lines = _lines(matrix.noting(book.details))
    yield Table("得分明细", f"{title}得分明细", (*UNIT, *COLUMNS), lines, fixed=3)
    yield matrix.table(f"{title}得分矩阵")
    yield Table("各部分平均得分", f"{title}各部分平均得分", _AVERAGES, _averages(book.report))
    yield Table("扣分较多的内容", f"{title}扣分单位最多的考核内容", _PROBLEMS, _problems(book.report))


def _ranking_columns(report: Report) -> tuple[Column, ...]:
    sections = (Column(section.title, 6) for section in report.sections)
    first = (Column("组别", 6), Column("名次", 3), Column("编号", 5), Column("单位", 12))
    return (*first, Column("得分", 5), Column("满分", 5), Column("等次", 5), *sections, Column("说明", 24))


def _ranking(report: Report) -> Iterator[tuple[Cell, ...]]:
    for group in report.groups:
        for row in group.rows:
            yield _ranked(group, row, report)
        for one in group.unranked:
            empty = (None,) * (len(report.sections) + 3)
            yield group_title(group), None, one.code, one.name, *empty, f"未参加排名：{one.reason}"


def _ranked(group: RankedGroup, row: RankedRow, report: Report) -> tuple[Cell, ...]:
    one = row.standing
    scores = (_section_score(one, section.id) for section in report.sections)
    place = (group_title(group), row.rank, one.code, one.name)
    return (*place, one.total, one.full or None, row.grade, *scores, "\n".join(row.notes))


def _section_score(one: Standing, section: str) -> Decimal | None:
    return (one.sections or {}).get(section, (None, None))[0]


def _lines(details: Iterable[Detail]) -> Iterator[tuple[Cell, ...]]:
    for one in details:
        unit = (one.group_title, one.code, one.subject, one.state, one.grade)
        for row in rows_of(one):
            yield (*unit, *row.cells())


@dataclass(frozen=True)
class _Noted:
    """What the matrix keeps of a unit: numbers alone, whatever the lines say."""

    code: str
    subject: str
    grade: str
    scores: dict[Mark, Cell]
    between: Cell
    total: Cell


class _Matrix:
    """Items by units, noted while the details go by: afterwards nothing else of them is kept."""

    def __init__(self) -> None:
        self.items: dict[Mark, tuple[Cell, Cell, Cell]] = {}
        self.units: list[_Noted] = []

    def noting(self, details: Iterable[Detail]) -> Iterator[Detail]:
        for one in details:
            self._note(one)
            yield one

    def _note(self, one: Detail) -> None:
        scores: dict[Mark, Cell] = {}
        for section in one.score.sections:
            for item in section.items:
                self.items.setdefault((section.id, item.id), (section.title, item.title, item.points))
                scores[section.id, item.id] = _score_of(item)
        for veto in one.score.vetoes:
            self.items.setdefault((VETOES, veto.id), (VETOES, veto.title, None))
            scores[VETOES, veto.id] = outcome_of(veto, veto.lines[0])
        sums = _sums(one.score)
        self.units.append(_Noted(one.code, one.subject, one.grade, scores, *sums))

    def table(self, title: str) -> Table:
        """Once all units have gone by."""
        units = (Column(f"{one.subject}\n{one.code}", 5) for one in self.units)
        broad = len(self.units) > MOST_ON_A_PAGE
        columns = (*ITEM, *units)
        return Table("得分矩阵", title, columns, self.rows(), self.foot(), fixed=len(ITEM), broad=broad)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        for mark in sorted(self.items, key=lambda mark: mark[0] == VETOES):
            yield (*self.items[mark], *(unit.scores.get(mark) for unit in self.units))

    def foot(self) -> Iterator[tuple[Cell, ...]]:
        yield WHOLE, BETWEEN, None, *(unit.between for unit in self.units)
        yield WHOLE, "总分", None, *(unit.total for unit in self.units)
        yield WHOLE, "等次", None, *(unit.grade for unit in self.units)


def _score_of(item: ItemScore) -> Cell:
    return item.score if item.state == "done" else OUTCOMES[item.state]


def _sums(score: ScoreSheet) -> tuple[Cell, Cell]:
    """What the steps between the items and the total come to, and the total; there is none while items are open."""
    if score.open:
        return None, "未填全"
    items = (item.score for section in score.sections for item in section.items)
    return score.total - sum(items, Decimal(0)), score.total


_AVERAGES = (Column("部分", 24), Column("平均得分", 6), Column("平均分值", 6), Column("得分率", 6, SHARE))
_PROBLEMS = (Column("部分", 16), Column("考核内容", 24), Column("扣分单位数", 6), Column("共扣分", 6))


def _averages(report: Report) -> Iterator[tuple[Cell, ...]]:
    for one in report.averages:
        yield one.title, one.score, one.points, Decimal(one.rate.rstrip("%")) / 100


def _problems(report: Report) -> Iterator[tuple[Cell, ...]]:
    for one in report.problems:
        yield one.section, one.item, one.units, one.lost
