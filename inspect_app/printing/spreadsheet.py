"""Tables in, an Excel file out: row by row, so that memory stays flat; the same tables give the same bytes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

from inspect_app.formatting import chinese_date
from inspect_app.printing.errors import PrintError
from inspect_app.printing.imprint import width

Cell = str | int | Decimal | datetime | None

POINTS, SIGNED, SHARE = "0.00", "+0.00;-0.00;0.00", "0.00%"
MOMENT = 'yyyy"年"m"月"d"日" hh:mm'
HEAD = 3  # rows above the first one of the table: title, state, column titles
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
FOOTER = "&C第 &P 页，共 &N 页"
A4 = 9
FONT = {"font_name": "宋体", "font_size": 10}
LINE, HIGHEST = 13.5, 409.0  # points: of a line, and of the highest row that Excel takes
# What XML cannot hold, and what no person has typed; the replacement character says that something stood there.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class TooLarge(PrintError):
    """A table or a text is more than an Excel sheet holds; XlsxWriter would leave it out in silence."""

    def __init__(self, table: str, row: int) -> None:
        super().__init__(
            f"“{table}”第{row}行超出了Excel一张表所能容纳的行数、列数或一格的字数，文件没有生成。"
            "请按单位分别导出，或缩短这一行的文字"
        )


@dataclass(frozen=True)
class Column:
    """A column: its title, its width in 字, how its numbers are written."""

    title: str
    width: float
    number: str = POINTS
    left: bool = False


@dataclass(frozen=True)
class Table:
    """One worksheet. `foot` are rows under the table that its filter leaves alone; `fixed` columns stay in view.

    A `broad` one is not squeezed to the width of a page; its fixed columns are repeated instead.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    foot: Iterable[Sequence[Cell]] = ()
    fixed: int = 0
    broad: bool = False
    filtered: bool = True


@dataclass(frozen=True)
class Stamp:
    """What stands under the title of every table: whether the result is final, and who took it out when."""

    office: str
    state: str
    by: str
    at: datetime

    @property
    def words(self) -> str:
        """As a line."""
        return f"{self.state}。{chinese_date(self.at)}{self.at:%H:%M}由{self.by}导出。"


def write_workbook(tables: Iterable[Table], stamp: Stamp, title: str, file: Path) -> None:
    """The tables as an .xlsx file, one worksheet each; raises TooLarge."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "tmpdir": str(file.parent), "default_format_properties": FONT}
    with Workbook(str(file), options) as book:
        book.set_properties({"title": title, "author": stamp.office, "created": stamp.at})
        styles = _Styles(book)
        for table in tables:
            _Sheet(book, styles, table).write(stamp.words)


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**FONT, **properties})
        return self.made[key]

    def cell(self, column: Column, value: Cell) -> Any:
        """Text wraps; one that a program could take for a formula is marked as the text that it is."""
        box = {"valign": "top", "border": 1, "border_color": "#BFBFBF"}
        if isinstance(value, str):
            return self.get(**box, text_wrap=True, quote_prefix=value.startswith(FORMULA_SIGNS))
        number = "0" if isinstance(value, int) else MOMENT if isinstance(value, datetime) else column.number
        side = {"align": "left"} if column.left else {"align": "right", "indent": 1}
        return self.get(**box, **side, num_format=number)


class _Sheet:
    """One worksheet while it is written, from the top down."""

    def __init__(self, book: Any, styles: _Styles, table: Table) -> None:
        self.table, self.styles = table, styles
        self.sheet = book.add_worksheet(table.name)
        self.next = HEAD
        self.formats = [
            {kind: styles.cell(column, sample) for kind, sample in _SAMPLES.items()}
            for column in table.columns
        ]

    def write(self, state: str) -> None:
        self._lay_out()
        self._head(state)
        for row in self.table.rows:
            self._row(row)
        if self.table.filtered:
            self.sheet.autofilter(HEAD - 1, 0, self.next - 1, len(self.table.columns) - 1)
        for row in self.table.foot:
            self._row(row)

    def _lay_out(self) -> None:
        sheet, fixed = self.sheet, self.table.fixed
        for number, column in enumerate(self.table.columns):
            sheet.set_column(number, number, 2 * column.width + 1)
        sheet.freeze_panes(HEAD, fixed)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.repeat_rows(0, HEAD - 1)
        sheet.set_footer(FOOTER)
        if not self.table.broad:
            sheet.fit_to_pages(1, 0)
        elif fixed:
            sheet.repeat_columns(0, fixed - 1)
        # Codes such as 001 are text on purpose.
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _head(self, state: str) -> None:
        self.sheet.set_row(0, 28)
        self._text(0, 0, self.table.title, self.styles.get(bold=True, font_size=16, valign="vcenter"))
        self._text(1, 0, state, self.styles.get(font_color="#595959"))
        titled = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        style = self.styles.get(**titled, bg_color="#F2F2F2", border_color="#BFBFBF")
        lines = (_lines(column.title, column) for column in self.table.columns)
        self.sheet.set_row(HEAD - 1, min(LINE * max(lines) + 6, HIGHEST))
        for number, column in enumerate(self.table.columns):
            self._text(HEAD - 1, number, column.title, style)

    def _row(self, values: Sequence[Cell]) -> None:
        # Not every program finds out by itself how high wrapped text stands.
        lines = (_lines(value, one) for value, one in zip(values, self.table.columns, strict=True))
        self.sheet.set_row(self.next, min(LINE * max(lines) + 3, HIGHEST))
        for number, value in enumerate(values):
            self._cell(number, value)
        self.next += 1

    def _cell(self, number: int, value: Cell) -> None:
        formats, at = self.formats[number], (self.next, number)
        if value is None or value == "":
            done = self.sheet.write_blank(*at, None, formats[str])
        elif isinstance(value, str):
            kind = "sign" if value.startswith(FORMULA_SIGNS) else str
            return self._text(*at, value, formats[kind])
        elif isinstance(value, datetime):
            done = self.sheet.write_datetime(*at, value, formats[datetime])
        else:
            done = self.sheet.write_number(*at, float(value), formats[type(value)])
        self._written(done)
        return None

    def _text(self, row: int, column: int, text: str, style: Any) -> None:
        """Always as text: never a formula, never a link."""
        self._written(self.sheet.write_string(row, column, printable(text), style))

    def _written(self, done: int) -> None:
        if done:
            raise TooLarge(self.table.name, self.next + 1)


_SAMPLES: dict[Any, Cell] = {
    str: "文",
    "sign": "=",
    int: 0,
    Decimal: Decimal(0),
    datetime: datetime(2020, 1, 1),
}


def _lines(value: Cell, column: Column) -> int:
    """How many lines the value takes in its column, rather one too many: fonts differ, and signs do not hang over."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(width(part) / (0.9 * column.width))) for part in value.split("\n"))


def printable(text: str) -> str:
    """The text as a cell can hold it, with plain line ends."""
    return _ODD.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
