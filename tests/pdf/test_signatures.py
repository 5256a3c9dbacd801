"""Signatures on the score sheet: the unit's opinion, the strokes, names and days; lines to sign on paper."""

from dataclasses import replace

import pytest

from inspect_app.printing.engine import render
from tests.pdf import samples
from tests.pdf.measure import mm, opened, whole_text

STALE = "签字后填报内容又有改动，此签字不对应本表得分"


@pytest.fixture(scope="module")
def content(fonts):
    return render(samples.signed_sheet(), fonts)


def text_below(content):
    """What follows the total; the cells of a row stand beside each other."""
    return whole_text(content).rpartition("2020年7月3日")[2].replace("　", "")


def test_opinion_names_position_and_day_are_printed(content):
    words = text_below(content)
    said = ("同意本次考核得分。", "陈国栋副局长", "李明远", "王素琴")
    assert [one for one in said if one not in words] == []
    assert words.count("2020年6月18日") == 3


def test_a_typed_name_is_marked_as_such(content):
    assert text_below(content).count("（未手写签名，已当面确认）") == 1


def test_the_strokes_are_drawn_as_lines_within_their_frame(content):
    with opened(content) as pdf:
        curves = [curve for page in pdf.pages for curve in page.curves]
    assert len(curves) == 2 * sum(len(stroke) > 2 for stroke in samples.INK.strokes)
    assert all(mm(curve["x0"]) > 10 and mm(curve["x1"]) < 184 for curve in curves)
    assert max(mm(curve["x1"]) for curve in curves) - min(mm(curve["x0"]) for curve in curves) < 60


def test_an_objection_comes_with_its_reason(fonts):
    unit = replace(samples.signed_sheet().unit_signature, opinion="有异议", reason="第二项次数有误。")
    words = text_below(render(samples.signed_sheet(unit_signature=unit), fonts))
    assert "有异议，理由：第二项次数有误。" in words


def test_a_signature_under_an_older_sheet_says_so(fonts, content):
    unit = replace(samples.signed_sheet().unit_signature, stale=True)
    assert STALE in text_below(render(samples.signed_sheet(unit_signature=unit), fonts))
    assert STALE not in text_below(content)


def test_a_sheet_without_signatures_has_no_part_for_them(sheet_pdf):
    assert "被考核单位意见" not in whole_text(sheet_pdf)


def test_a_sheet_that_needs_signatures_leaves_room_for_them(fonts):
    words = text_below(render(samples.sheet(signatures_required=True), fonts))
    assert "□同意□有异议，理由：" in words
    assert words.count("年月日") == 2
