"""综合排名 in Excel: everybody's parts, total, grade and arithmetic, and how the parts count."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspect_app.domain.overall import OverallGroup, OverallRow
from inspect_app.printing.overall import OverallReport
from inspect_app.printing.spreadsheet import Cell, Column, Stamp, Table


@dataclass(frozen=True)
class OverallBook:
    """The overall ranking as the PDF 综合考核通报 has it."""

    stamp: Stamp
    name: str
    report: OverallReport

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"{self.name}排名" if "综合" in self.name else f"{self.name}综合排名"


def overall_tables(book: OverallBook) -> Iterator[Table]:
    """综合排名, 各部分."""
    report = book.report
    yield Table("综合排名", book.title, _columns(report), _rows(report), fixed=4)
    parts = (Column("部分", 14), Column("取分", 24), Column("批次", 20), Column("怎么计", 40))
    foot = tuple((one, None, None, None) for one in (*report.explained.terms, report.rules))
    yield Table("各部分", f"{book.title}各部分", parts, _parts(report), foot, filtered=False)


def _columns(report: OverallReport) -> tuple[Column, ...]:
    named = "姓名" if report.person else "单位"
    first = (Column("组别", 6), Column("名次", 3), Column("编号", 5), Column(named, 12))
    parts = (
        column
        for part in report.explained.parts
        for column in (Column(part.title, 6), Column(f"{part.title}名次", 4))
    )
    last = (Column("怎么来的", 40), Column("等次说明", 14))
    return (*first, Column("综合得分", 5), Column("满分", 4), Column("等次", 5), *parts, *last)


def _rows(report: OverallReport) -> Iterator[tuple[Cell, ...]]:
    for group in report.result.groups:
        for row in group.rows:
            yield _row(report, group, row, row.words)
        for row in group.blocked:
            kept_out = "未参加排名" if report.result.full else "暂不定等次"
            yield _row(report, group, row, f"{kept_out}：{row.reason}")


def _row(report: OverallReport, group: OverallGroup, row: OverallRow, words: str) -> tuple[Cell, ...]:
    cells = (value for cell in row.cells for value in (cell.score, cell.rank or None))
    place = (report.title_of(group), row.rank or None, row.code, row.name)
    return (*place, row.total, report.result.full or None, row.grade, *cells, words, row.grade_note)


def _parts(report: OverallReport) -> Iterator[tuple[Cell, ...]]:
    rounds = dict(report.rounds)
    for part in report.explained.parts:
        yield part.title, part.origin, rounds.get(part.title, "没有批次"), part.way
