"""Rows pasted from a spreadsheet or typed one to a line. Every fault is told with its line."""

import re
from collections.abc import Mapping

from wtforms.validators import ValidationError

from inspect_app.domain.needs import Need, NotAFact
from inspect_app.services.people import RosterLine, UnitEntry

MOST_PEOPLE = 200  # as many as a form takes
MOST_UNITS = 1000
MOST_LINES = (
    5000  # five times as many as any table may have: beyond, reading on only keeps the others waiting
)


class PastedError(ValidationError):
    """The text cannot be read; the message names the lines."""


def roster_lines(text: str) -> list[RosterLine]:
    """姓名 and 职务 of each line, which may be blank; raises PastedError."""
    rows, faults, seen = [], [], set()
    for number, cells in _cells(text, head="姓名"):
        name, role = cells[0], "".join(cells[1:])
        fault = _too_long("姓名", name, 30) or _too_long("职务", role, 30)
        if name in seen:
            fault = f"“{name}”重复，同名的请加以区别"
        if fault:
            faults.append(f"第{number}行：{fault}")
        seen.add(name)
        rows.append(RosterLine(name, role))
    if len(rows) > MOST_PEOPLE:
        faults.append(f"一个名册最多{MOST_PEOPLE}人，现在是{len(rows)}人")
    _refuse(faults)
    return rows


def unit_entries(text: str) -> list[UnitEntry]:
    """编号, 单位名称 and 组别 of each line, and if they are there 类别 and 规模; raises PastedError."""
    rows, faults = [], []
    codes: set[str] = set()
    names: set[str] = set()
    for number, cells in _cells(text, head="编号"):
        fault = _unit_fault(cells, codes, names)
        if fault:
            faults.append(f"第{number}行：{fault}")
            continue
        rows.append(UnitEntry(*cells))
        codes.add(cells[0])
        names.add(cells[1])
    if not rows and not faults:
        faults.append("还没有内容，请粘贴编号、单位名称、组别三列")
    if len(rows) > MOST_UNITS:
        faults.append(f"一次最多导入{MOST_UNITS}个单位，现在是{len(rows)}个，请分几次")
    _refuse(faults)
    return rows


def _unit_fault(cells: list[str], codes: set[str], names: set[str]) -> str:
    labels = ("编号", "单位名称", "组别", "类别", "规模")
    if not 3 <= len(cells) <= 5:
        return f"应有编号、单位名称、组别三列，现在是{len(cells)}列；后面还可以有类别、规模"
    if not all(cells[:3]):
        return f"没有{labels[cells.index('')]}，请补上"
    if cells[0] in codes:
        return f"编号“{cells[0]}”在上面已经出现"
    if cells[1] in names:
        return f"单位“{cells[1]}”在上面已经出现"
    limits = zip(labels, cells, (20, 60, 20, 20, 20), strict=False)
    return next((fault for label, cell, most in limits if (fault := _too_long(label, cell, most))), "")


def unit_values(text: str, units: Mapping[str, int], need: Need) -> dict[int, str]:
    """The value of each unit, which is given by name or code, by what `units` says of it; raises PastedError."""
    found: dict[int, str] = {}
    faults = []
    for number, cells in _cells(text, head="单位"):
        unit = units.get(cells[0])
        fault = _value_fault(cells, unit, found)
        if not fault:
            try:
                found[unit or 0] = need.read(cells[1])
            except NotAFact as refusal:
                fault = str(refusal)
        if fault:
            faults.append(f"第{number}行：{fault}")
    if not found and not faults:
        faults.append("还没有内容，请粘贴单位、数据两列")
    _refuse(faults)
    return found


def _value_fault(cells: list[str], unit: int | None, found: Mapping[int, str]) -> str:
    if len(cells) != 2:
        return f"应有单位、数据两列，现在是{len(cells)}列"
    if unit is None:
        return f"本批次没有叫“{cells[0]}”的单位，请核对名称或编号"
    if unit in found:
        return f"“{cells[0]}”在上面已经出现"
    return "" if cells[1] else f"“{cells[0]}”没有数据；不填的单位请把这一行删去"


def _cells(text: str, *, head: str) -> list[tuple[int, list[str]]]:
    """The cells of each line that is neither blank nor the table's head, with its number."""
    lines = text.replace("\0", "").splitlines()
    if len(lines) > MOST_LINES:
        raise PastedError(f"一次最多粘贴{MOST_LINES}行，现在是{len(lines)}行，请分几次")
    numbered = enumerate(lines, 1)
    rows = [(number, _split(line.strip(" \r\u3000"))) for number, line in numbered if line.strip()]
    return [(number, cells) for number, cells in rows if cells[0] != head]


def _split(line: str) -> list[str]:
    """A spreadsheet puts tabs between cells; a person types commas or blanks."""
    if re.search(r"[\t,，]", line):
        return [re.sub(r"\s+", "", cell) for cell in re.split(r"[\t,，]", line)]
    cells = line.split()
    # Two-character names are often spaced out to the width of three: 张 三.
    if len(cells) > 1 and len(cells[0]) == len(cells[1]) == 1:
        cells[:2] = ["".join(cells[:2])]
    return cells


def _too_long(label: str, value: str, most: int) -> str:
    return (
        f"{label}最多{most}字"
        if len(value) > most
        else ""
        if value or label in {"职务", "类别", "规模"}
        else f"缺少{label}"
    )


def _refuse(faults: list[str]) -> None:
    if faults:
        more = f"；还有{len(faults) - 5}处" if len(faults) > 5 else ""
        raise PastedError("；".join(faults[:5]) + more)
