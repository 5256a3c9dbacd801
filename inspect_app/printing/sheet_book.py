"""One unit's score in Excel: what the PDF 得分说明 says, as tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspect_app.formatting import chinese_date, people_text
from inspect_app.printing.detail import COLUMNS, READING, Detail, rows_of
from inspect_app.printing.sheet import Sheet, SheetSignature
from inspect_app.printing.spreadsheet import Cell, Column, Stamp, Table

NAMED = 2  # columns of 得分明细 that stay in view


@dataclass(frozen=True)
class SheetBook:
    """The sheet as the PDF has it, and the same score with what belongs to its items."""

    stamp: Stamp
    sheet: Sheet
    detail: Detail

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"{self.sheet.subject}{self.sheet.round_title}得分明细"


def sheet_tables(book: SheetBook) -> Iterator[Table]:
    """汇总, 各部分得分, 得分明细."""
    parts = (Column("部分", 30), Column("分值", 6), Column("得分", 6))
    lines = (row.cells() for row in rows_of(book.detail))
    summary = (Column("项目", 10), Column("内容", 50, left=True))
    yield Table("汇总", book.title, summary, _summary(book), filtered=False)
    yield Table("各部分得分", book.title, parts, _parts(book.sheet), filtered=False)
    yield Table("得分明细", book.title, COLUMNS, lines, fixed=NAMED)


def _summary(book: SheetBook) -> Iterator[tuple[Cell, ...]]:
    sheet, score = book.sheet, book.sheet.score
    yield "单位", sheet.subject
    yield "单位编号", book.detail.code
    yield "组别", book.detail.group_title
    yield "考核批次", sheet.round_title
    yield "考核细则", f"{sheet.checklist_title}（{sheet.checklist_version}版）"
    yield "考核人员", people_text(sheet.inspectors)
    yield "实地考核", people_text(map(chinese_date, sheet.visited_on))
    yield "状态", sheet.state
    yield "满分", "不设上限" if score.unlimited else score.full
    yield from _result(sheet)
    yield from _vetoes(sheet)
    yield from _signatures(sheet)
    yield "计分说明", f"{sheet.rounding_rule}。{READING}。"


def _result(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    if sheet.score.open:
        yield "总分", f"尚有{len(sheet.score.open)}项未填，暂无最终得分和等次"
        return
    yield "总分", sheet.score.total
    yield "等次", sheet.grade
    if note := sheet.grade_note or sheet.score.grade_note:
        yield "等次说明", note


def _vetoes(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    for item in sheet.score.vetoes:
        yield "一票否决", item.lines[0].words


def _signatures(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    unit = sheet.unit_signature
    yield "被考核单位签字", f"{signature_words(unit)}{unit.words}" if unit else "没有签字"
    told = "；".join(map(signature_words, sheet.inspector_signatures))
    yield "考核人员签字", told or "没有签字"


def signature_words(one: SheetSignature) -> str:
    """Who signed when, how, and whether it still holds."""
    way = "" if one.drawing else "（未手写签名，已当面确认）"
    stale = "签字后填报内容又有改动，此签字不对应本表得分。" if one.stale else ""
    who = f"{one.name}，{one.position}" if one.position else one.name
    return f"{who}{way}，{chinese_date(one.day)}。{stale}"


def _parts(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    score = sheet.score
    for section in score.sections:
        said = "".join(f"\n{step.words}" for step in section.steps)
        yield f"{section.title}{said}", section.points, None if section.open else section.score
    for step in score.adjustments:
        yield step.words, None, step.amount
    waiting = f"，尚有{len(score.open)}项未填" if score.open else ""
    full = None if score.unlimited else score.full
    yield f"总分{waiting}", full, None if score.open else score.total
