"""Workbooks as another program reads them."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspect_app.printing.spreadsheet import HEAD, Stamp, Table, write_workbook

STAMP = Stamp("云川市督导考核办公室", "草稿：本表供核对", "杜主任", datetime(2020, 7, 3, 9, 5))


def written(folder: Path, *tables: Table) -> Workbook:
    """The tables in a file, read back."""
    file = folder / "book.xlsx"
    write_workbook(tables, STAMP, "表", file)
    return opened(file.read_bytes())


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def titles(sheet: Worksheet) -> list[str]:
    """The column titles."""
    return [str(cell.value).replace("\n", "") for cell in sheet[HEAD]]


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """Every row under the titles, by column title."""
    found = sheet.iter_rows(min_row=HEAD + 1, values_only=True)
    return [dict(zip(titles(sheet), row, strict=True)) for row in found]


def column(sheet: Worksheet, title: str) -> list[Any]:
    """The values under one title."""
    return [row[title] for row in rows(sheet)]
