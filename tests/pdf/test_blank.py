"""The blank paper form of the year-end checklist."""

import pytest

from inspect_app.domain.checklist import load
from inspect_app.printing.engine import render
from tests.pdf import samples
from tests.pdf.measure import lines, mm, opened, text_of

HEAD = ["项目、考核内容", "分值", "评分规则", "考核方式", "依据", "得分", "备注"]


@pytest.fixture(scope="module")
def checklist():
    return load(samples.YEAR_END.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def content(fonts):
    return render(samples.blank(), fonts)


@pytest.fixture(scope="module")
def pages(content):
    with opened(content) as pdf:
        yield pdf.pages


def rows(page):
    """The page's table, its cells without line ends."""
    return [[(cell or "").replace("\n", "") for cell in row] for row in page.extract_table() or []]


def test_the_paper_is_a4_on_its_side(pages):
    assert {(round(mm(page.width)), round(mm(page.height))) for page in pages} == {(297, 210)}


def test_every_page_of_the_table_begins_with_its_head(pages):
    assert all(rows(page)[0] == HEAD for page in pages if rows(page))
    assert len(pages) > 3


def test_no_row_is_split_and_none_is_lost(pages, checklist):
    points = [row[1] for page in pages for row in rows(page)[1:] if row[1] and row[1] != "—"]
    assert len(points) == len(checklist.items)


def test_score_and_remark_are_left_free(pages):
    filled = [row for page in pages for row in rows(page)[1:] if row[5] or row[6]]
    assert filled == []


def test_a_heading_never_stands_last_on_a_page(pages, checklist):
    last = [rows(page)[-1][0] for page in pages[:-1] if rows(page)]
    assert not any(section.title in cell for cell in last for section in checklist.sections)


def test_nothing_reaches_beyond_the_type_area(pages):
    assert all(mm(char["x1"]) <= 297 - 17 + 0.3 for page in pages for char in page.chars)


def test_grades_and_rounding_stand_below_the_table(pages):
    text = "".join(text_of(line) for line in lines(pages[-1]))
    assert "优秀：90分（含）以上，名额不超过本组的30%" in text
    assert "四舍五入到0.01分" in text


def test_the_signatures_do_not_stand_alone_on_a_page(pages):
    words = "".join(text_of(line) for line in lines(pages[-1]))
    assert words.index("计分办法") < words.index("考核人员签字")
