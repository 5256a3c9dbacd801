"""得分明细 as a table: the very lines of the score sheet, and a column that adds up to the total."""

from datetime import datetime
from decimal import Decimal

from hypothesis import given, settings

from inspect_app.domain.scoring import score
from inspect_app.printing.detail import COLUMNS, Detail, Record, rows_of
from tests.unit.test_every_kind import ANSWERS, SHEET

BY = Record("沈巡查", datetime(2020, 7, 1, 9, 0))


def detail(sheet, **about):
    return Detail("01", "清河县局", "县", "已通过", sheet, **about)


@given(answers=ANSWERS)
@settings(max_examples=60)
def test_rows_are_the_lines_with_their_words_and_amounts_in_the_order_of_the_sheet(answers):
    sheet = score(SHEET, answers)
    rows = [row for row in rows_of(detail(sheet)) if row.outcome != "调整" or row.rule]
    lines = [(item, line) for item in sheet.items for line in item.lines]
    assert [(row.item, row.words) for row in rows] == [(item.title, line.words) for item, line in lines]
    judged = [
        row for row, (item, line) in zip(rows, lines, strict=True) if line.state not in ("open", "void")
    ]
    amounts = [line.amount for item, line in lines if line.state not in ("open", "void")]
    assert [row.amount or Decimal(0) for row in judged] == amounts


@given(answers=ANSWERS)
@settings(max_examples=60)
def test_scores_of_a_complete_sheet_add_up_to_its_total(answers):
    sheet = score(SHEET, answers)
    together = sum((row.score for row in rows_of(detail(sheet)) if row.score is not None), Decimal(0))
    still_open = sum(
        (item.score for item in sheet.items if item.state == "open" and not item.veto), Decimal(0)
    )
    assert together + still_open == sheet.total


@given(answers=ANSWERS)
@settings(max_examples=30)
def test_what_belongs_to_an_item_stands_in_its_first_row_and_who_recorded_it_in_each(answers):
    sheet = score(SHEET, answers)
    about = {"problems": {"grave": "台账缺页"}, "evidence": {"grave": 3}, "records": {"grave": BY}}
    rows = [row for row in rows_of(detail(sheet, **about)) if row.item == SHEET.items["grave"].title]
    assert [(row.problem, row.evidence) for row in rows] == [("台账缺页", 3), *[("", None)] * (len(rows) - 1)]
    assert {row.record for row in rows} == {BY}
    assert [row.points for row in rows] == [Decimal(5), *[None] * (len(rows) - 1)]


def test_a_row_has_a_cell_for_each_column():
    for row in rows_of(detail(score(SHEET, {}))):
        assert len(row.cells()) == len(COLUMNS)
