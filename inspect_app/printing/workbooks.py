"""What is exported to Excel. A new workbook is its dataclass, the function that makes its tables, and a line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspect_app.printing.overall_book import OverallBook, overall_tables
from inspect_app.printing.round_book import RoundBook, round_tables
from inspect_app.printing.sheet_book import SheetBook, sheet_tables
from inspect_app.printing.spreadsheet import Table, write_workbook


@dataclass(frozen=True)
class Workbook:
    """One kind: `shape` is the dataclass that it exports, `tables` turns one into worksheets."""

    name: str
    title: str
    shape: type
    tables: Callable[[Any], Iterator[Table]]


WORKBOOKS = {
    kind.name: kind
    for kind in (
        Workbook("overall-excel", "综合排名", OverallBook, overall_tables),
        Workbook("report-excel", "考核结果", RoundBook, round_tables),
        Workbook("sheet-excel", "得分明细", SheetBook, sheet_tables),
    )
}


def workbook_for(value: object) -> Workbook:
    """The kind that exports the value; TypeError when there is none."""
    for kind in WORKBOOKS.values():
        if isinstance(value, kind.shape):
            return kind
    raise TypeError(f"{type(value).__name__} is not exported to Excel")


def export(book: Any, file: Path) -> None:
    """Write the book into the file; raises TooLarge."""
    write_workbook(workbook_for(book).tables(book), book.stamp, book.title, file)
