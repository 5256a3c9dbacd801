"""What goes into a cell comes out of it: numbers as numbers, texts as texts, whatever they begin with."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from inspect_app.formatting import file_name
from inspect_app.printing import spreadsheet
from inspect_app.printing.spreadsheet import HEAD, SHARE, Column, Table, TooLarge, printable
from tests.workbooks import rows, written

ONE = (Column("内容", 10),)
ANY = st.text(st.characters(blacklist_categories=()), min_size=1, max_size=60)
SHARED = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def only(folder, value, column=ONE[0]):
    """The one cell of a table as another program reads it."""
    return written(folder, Table("表", "表", (column,), [(value,)])).active.cell(HEAD + 1, 1)


@SHARED
@given(texts=st.lists(ANY, min_size=1, max_size=12))
@example(texts=["=1+1", "+8613800000000", "-2+3", "@SUM(1)", "\t=1", "http://example.invalid/", "001"])
@example(texts=["_x0041_", "甲\x00乙\x0b丙\ud800丁\uffff", " 两端空格 ", "甲\r\n乙"])
def test_any_text_stays_the_text_that_it_is(tmp_path, texts):
    sheet = written(tmp_path, Table("表", "表", ONE, [(text,) for text in texts])).active
    cells = [sheet.cell(HEAD + 1 + number, 1) for number in range(len(texts))]
    assert [(cell.data_type, unescape(cell.value)) for cell in cells] == [
        ("s", printable(text)) for text in texts
    ]
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx"])
def test_text_that_looks_like_a_formula_is_marked_as_text_for_whoever_edits_it(tmp_path, text):
    assert only(tmp_path, text).quotePrefix
    assert not only(tmp_path, "甲").quotePrefix


def test_what_no_file_can_hold_is_replaced_and_not_dropped():
    assert printable("甲\x00乙\ud800\r\n丙\r丁") == "甲�乙�\n丙\n丁"


@SHARED
@given(cents=st.integers(-(10**9), 10**9))
def test_any_amount_is_a_number_and_exact(tmp_path, cents):
    amount = Decimal(cents) / 100
    cell = only(tmp_path, amount)
    assert cell.data_type == "n"
    assert Decimal(repr(cell.value)) == amount


@pytest.mark.parametrize(
    ("value", "number"),
    [(Decimal("1.5"), "0.00"), (3, "0"), (datetime(2020, 7, 3, 9, 5), spreadsheet.MOMENT)],
)
def test_numbers_and_times_are_written_as_what_they_are(tmp_path, value, number):
    cell = only(tmp_path, value)
    assert (cell.value, cell.number_format) == (value, number)


def test_a_share_is_a_percentage(tmp_path):
    cell = only(tmp_path, Decimal("0.8556"), Column("得分率", 6, SHARE))
    assert (cell.value, cell.number_format) == (0.8556, "0.00%")


def test_nothing_is_an_empty_cell(tmp_path):
    assert [only(tmp_path, value).value for value in (None, "")] == [None, None]


def test_every_table_says_what_it_is_whether_it_is_final_and_who_took_it_out(tmp_path):
    sheet = written(tmp_path, Table("表", "2020年上半年排名", ONE, [("甲",)])).active
    assert sheet["A1"].value == "2020年上半年排名"
    assert sheet["A2"].value == "草稿：本表供核对。2020年7月3日09:05由杜主任导出。"


def test_table_is_ready_to_be_read_and_printed(tmp_path):
    columns = (Column("单位", 10), Column("得分", 5))
    sheet = written(tmp_path, Table("表", "表", columns, [("甲", 1)] * 4, [("合计", 4)], fixed=1)).active
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:B7"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert sheet.column_dimensions["A"].width >= 20  # ten Chinese characters


def test_broad_table_is_not_squeezed_and_repeats_its_first_columns(tmp_path):
    columns = [Column(str(number), 5) for number in range(80)]
    sheet = written(tmp_path, Table("表", "表", columns, [range(80)], fixed=3, broad=True)).active
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_cols == "$A:$C"


def test_row_is_as_high_as_its_longest_text(tmp_path):
    table = Table("表", "表", (*ONE, *ONE), [("甲", "乙"), ("甲" * 95, "乙"), ("甲\n乙\n丙", "乙")])
    heights = [written(tmp_path, table).active.row_dimensions[HEAD + n].height for n in (1, 2, 3)]
    assert heights[0] < heights[2] < heights[1]


def test_text_that_no_cell_holds_is_refused_and_not_cut(tmp_path):
    with pytest.raises(TooLarge, match="第5行"):
        written(tmp_path, Table("得分明细", "表", ONE, [("甲",), ("甲" * 32_768,)]))


def test_more_columns_than_a_sheet_has_are_refused_and_not_left_out(tmp_path):
    with pytest.raises(TooLarge, match="得分矩阵"):
        written(tmp_path, Table("得分矩阵", "表", [Column("单位", 5)] * 16_385, []))


def test_more_rows_than_a_sheet_has_are_refused_and_not_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "HEAD", 1_048_575)
    with pytest.raises(TooLarge, match="第1048577行"):
        written(tmp_path, Table("得分明细", "表", ONE, [("甲",)] * 3))


def test_rows_are_read_back_by_their_titles(tmp_path):
    sheet = written(tmp_path, Table("表", "表", ONE, [("甲",), ("乙",)])).active
    assert rows(sheet) == [{"内容": "甲"}, {"内容": "乙"}]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("清河县局2020年上半年得分明细", "清河县局2020年上半年得分明细.xlsx"),
        ("2020/上半年：第1次", "2020_上半年：第1次.xlsx"),
        ('..\\a:b*c?d"e<f>g|h\n', "_a_b_c_d_e_f_g_h_.xlsx"),
        ("长" * 200, "长" * 100 + ".xlsx"),
    ],
)
def test_a_title_is_the_name_of_a_file_on_every_system(title, name):
    assert file_name(title, ".xlsx") == name
    assert not re.search(r'[\\/:*?"<>|]', name)
