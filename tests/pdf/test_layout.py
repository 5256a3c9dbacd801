"""GB/T 9704-2012, measured on the notice."""

from dataclasses import replace
from itertools import pairwise

import pytest

from inspect_app.printing.engine import render
from tests.pdf import samples
from tests.pdf.measure import (
    HEIGHT,
    LEFT,
    PITCH,
    TOP,
    WIDTH,
    body_lines,
    dark,
    ink,
    line_with,
    lines,
    mm,
    opened,
    red,
    text_of,
)

FULL = "云川市各级机关党组织要认真落实全面从严治党主体责任持续推进支部标准化规范化建设"
CELL = WIDTH / 28


def near(value, within=0.3):
    return pytest.approx(value, abs=within)


@pytest.fixture(scope="module")
def pages(notice_pdf):
    with opened(notice_pdf) as pdf:
        yield pdf.pages


@pytest.fixture(scope="module")
def full_page(fonts):
    """A page that is filled with lines of full-width characters."""
    content = render(samples.notice(opening=FULL * 40, findings=samples.FINDINGS[:1]), fonts)
    with opened(content) as pdf:
        yield pdf.pages[1]


def test_paper_is_a4(pages):
    assert (mm(pages[0].width), mm(pages[0].height)) == (near(210, 0.1), near(297, 0.1))


def test_full_page_has_22_lines(full_page):
    assert len(body_lines(full_page)) == 22


def test_lines_are_225_mm_divided_by_22_apart(full_page):
    bottoms = [mm(line[0]["bottom"]) for line in body_lines(full_page)]
    assert [b - a for a, b in pairwise(bottoms)] == [near(PITCH, 0.02)] * 21


def test_full_line_has_28_characters(full_page):
    assert {len(line) for line in body_lines(full_page)} == {28}


def test_lines_fill_the_type_area_from_edge_to_edge(full_page):
    for line in body_lines(full_page):
        assert mm(line[0]["x0"]) == near(LEFT, 0.05)
        assert mm(line[-1]["x1"]) == near(LEFT + WIDTH, 0.2)


def test_first_line_stands_in_the_first_row_of_the_type_area(full_page):
    first = body_lines(full_page)[0][0]
    middle = (mm(first["top"]) + mm(first["bottom"])) / 2
    assert middle == near(TOP + PITCH / 2, 0.6)


def test_lines_cut_short_by_punctuation_reach_the_right_edge(pages):
    line = line_with(pages[1], "局调研1次，比要求少2次")
    assert mm(line[-1]["x1"]) == near(LEFT + WIDTH)


def test_paragraphs_are_indented_by_two_characters(pages):
    assert mm(line_with(pages[0], "2020年6月15日至24日")[0]["x0"]) == near(LEFT + 2 * CELL, 0.05)


def test_ink_of_red_head_begins_35_mm_below_the_top_of_the_type_area(notice_pdf, tmp_path):
    assert ink(notice_pdf, tmp_path, 1, red)[1] == near(TOP + 35, 0.2)


def test_red_rule_is_as_wide_as_the_type_area(notice_pdf, tmp_path):
    left, _, right, _ = ink(notice_pdf, tmp_path, 1, red)
    assert (left, right) == (near(LEFT, 0.1), near(LEFT + WIDTH, 0.1))


def test_red_rule_is_4_mm_below_the_number(pages, notice_pdf, tmp_path):
    number = line_with(pages[0], "〔2020〕")[0]
    top_of_rule = ink(notice_pdf, tmp_path, 1, red)[3] - 0.7
    middle = (mm(number["top"]) + mm(number["bottom"])) / 2
    assert top_of_rule - (middle + mm(16) / 2) == near(4, 0.6)


def test_title_breaks_at_words_and_is_centred(pages):
    title = [line for line in lines(pages[0]) if "title" in line[0]["fontname"]][1:]
    assert [text_of(line) for line in title] == samples.notice().title.split("|")
    assert {round(mm(line[0]["x0"] + line[-1]["x1"]) / 2) for line in title} == {LEFT + WIDTH // 2}


@pytest.mark.parametrize(("page", "edge"), [(0, LEFT + WIDTH - CELL), (2, LEFT + WIDTH - CELL)])
def test_odd_page_number_is_one_character_from_the_right(pages, page, edge):
    line = lines(pages[page])[-1]
    assert (text_of(line), mm(line[-1]["x1"])) == (f"— {page + 1} —", near(edge))


@pytest.mark.parametrize("page", [1, 3])
def test_even_page_number_is_one_character_from_the_left(pages, page):
    line = lines(pages[page])[-1]
    assert (text_of(line), mm(line[0]["x0"])) == (f"— {page + 1} —", near(LEFT + CELL))


def test_dash_of_page_number_is_7_mm_below_the_type_area(pages, notice_pdf, tmp_path):
    dash = lines(pages[2])[-1][0]
    region = (mm(dash["x0"]), TOP + HEIGHT, mm(dash["x1"]), 297)
    assert ink(notice_pdf, tmp_path, 3, dark, region)[1] == near(TOP + HEIGHT + 7, 0.2)


def test_date_is_four_characters_from_the_right_with_the_office_centred_above(pages):
    date = line_with(pages[2], "2020年7月3日")
    office = line_with(pages[2], samples.OFFICE)
    assert mm(date[-1]["x1"]) == near(LEFT + WIDTH - 4 * CELL)
    assert mm(office[0]["x0"] + office[-1]["x1"]) / 2 == near(mm(date[0]["x0"] + date[-1]["x1"]) / 2, 0.5)


def test_last_line_of_colophon_lies_on_the_bottom_of_the_type_area(pages):
    edges = [mm(rect["bottom"]) for rect in (*pages[-1].rects, *pages[-1].lines)]
    assert max(edges) == near(TOP + HEIGHT, 0.3)


def test_colophon_is_on_the_last_page_only(pages):
    assert [number for number, page in enumerate(pages, 1) if "抄送" in page.extract_text()] == [len(pages)]


def test_appendix_has_its_name_in_line_1_and_its_title_in_line_3(pages):
    name, title = body_lines(pages[3])[:2]
    assert (text_of(name), text_of(title)) == ("附件", "整改情况回执")
    middle = (mm(title[0]["top"]) + mm(title[0]["bottom"])) / 2
    assert middle == near(TOP + 2.5 * PITCH, 0.8)


def test_long_office_still_fits_the_type_area(fonts):
    frame = replace(samples.imprint(), office="云川市城乡人居环境整治工作督导考核领导小组办公室")
    with opened(render(samples.notice(imprint=frame), fonts)) as pdf:
        head = lines(pdf.pages[0])[0]
    assert mm(head[0]["x0"]) >= LEFT
    assert mm(head[-1]["x1"]) <= LEFT + WIDTH


@pytest.mark.parametrize("sentences", range(0, 22, 3))
def test_signature_is_never_alone_on_its_page(fonts, sentences):
    closing = "请按期整改到位，我办将对整改情况进行复查。" * (sentences + 1)
    with opened(render(samples.notice(findings=samples.FINDINGS[:1], closing=closing), fonts)) as pdf:
        page = next(page for page in pdf.pages if "附件：" in page.extract_text())
        words = [text_of(line) for line in body_lines(page)]
    assert words[-1].startswith("2020年")
    assert not words[0].startswith(("附件", samples.OFFICE))


@pytest.mark.parametrize("number", [6, 7, 8])
def test_last_lines_of_the_slip_are_never_alone_on_their_page(fonts, number):
    findings = (samples.FINDINGS * 3)[:number]
    with opened(render(samples.notice(findings=findings), fonts)) as pdf:
        page = next(page for page in pdf.pages if "单位主要负责人（签字）" in page.extract_text())
        assert samples.FINDINGS[(number - 1) % 3].heading[:4] in page.extract_text()
