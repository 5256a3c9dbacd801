"""Everything that the documents say is on the paper, in embedded fonts, and nothing else."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from inspect_app.domain.outcomes import Outcome, with_outcomes
from inspect_app.domain.ranking import RankedRow, Standing, rank
from inspect_app.formatting import chinese_date
from inspect_app.printing.documents import DOCUMENTS
from inspect_app.printing.engine import TEMPLATES, render
from inspect_app.printing.report import SectionTitle, group_words
from tests.pdf import samples
from tests.pdf.measure import opened, text_of, whole_text

ALL = {
    "blank": samples.blank,
    "notice": samples.notice,
    "overall": samples.overall_report,
    "report": samples.report,
    "sheet": samples.sheet,
}


def test_every_document_has_a_template_and_a_sample():
    for name in DOCUMENTS:
        assert (TEMPLATES / name / "document.html").is_file(), f"templates/print/{name}/document.html"
        assert isinstance(ALL[name](), DOCUMENTS[name].shape), f"tests/pdf/samples.py: {name}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_same_document_gives_same_bytes(name, fonts):
    assert render(ALL[name](), fonts) == render(ALL[name](), fonts)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_fonts_are_embedded(name, fonts):
    with opened(render(ALL[name](), fonts)) as pdf:
        used = {char["fontname"] for page in pdf.pages for char in page.chars}
    assert used
    assert all("+gw-" in font for font in used), used


@pytest.mark.parametrize("name", ["bureau-year", "double-hundred"])
def test_overall_report_has_every_row_with_its_arithmetic_and_who_is_blocked(name, fonts):
    paper = samples.overall_report(name)
    text = whole_text(render(paper, fonts))
    assert len(paper.result.rows) == 9
    for row in paper.result.rows:
        assert row.name in text
        assert re.split("[＋；]", row.words)[0] in text  # a longer one goes on in the next line of its cell
    for row in paper.result.blocked:
        assert row.name in text
        assert row.reason[:12] in text
    assert ("综合得分" in text.split("三、综合结果")[1]) == (name == "bureau-year")


def test_overall_report_of_twelve_months_has_them_in_the_words_alone(fonts):
    paper = samples.overall_report("months")
    assert paper.columns == ()
    text = whole_text(render(paper, fonts))
    for row in paper.result.rows:
        assert f"{row.total.normalize():f}" in text
    assert "12月取2020年12月" in text
    assert "11月、12月满分100分" in text


def test_overall_report_that_is_not_published_says_so(fonts):
    assert "结果尚未发布，本稿供核对" in whole_text(render(samples.overall_report(published=False), fonts))


def test_sheet_prints_the_grade_that_a_quota_leaves_and_why(fonts):
    note = "“优秀”名额1个，由“优秀”调为“良好”"
    place = RankedRow(2, Standing("01", "青岭县局", "县", grade="优秀"), "良好", note)
    text = whole_text(render(samples.sheet(place=place), fonts))
    assert "良好等次说明" in text
    assert note in text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pdf_names_its_title_author_and_language(name, fonts, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(render(ALL[name](), fonts))
    reader = PdfReader(path)
    assert reader.metadata.title == ALL[name]().heading
    assert reader.metadata.author == samples.OFFICE
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.outline
    assert "/CreationDate" not in reader.metadata


def test_notice_has_the_text_of_every_finding(notice_pdf):
    text = whole_text(notice_pdf)
    for finding in samples.FINDINGS:
        for words in (finding.heading, finding.problem, finding.demand, chinese_date(finding.deadline)):
            assert words in text
        for basis in finding.basis:
            assert basis.source in text
            assert basis.quote in text


def test_draft_leaves_room_for_the_number(fonts):
    assert "云督〔2020〕　　号" in whole_text(render(samples.notice(number=None), fonts))


def test_markup_in_names_is_printed_as_it_is(fonts):
    assert "<b>局&分局" in whole_text(render(samples.notice(subject="<b>局&分局"), fonts))


def test_rare_character_is_printed_in_the_font_for_rare_characters(fonts):
    with opened(render(samples.notice(subject="㐂县局"), fonts)) as pdf:
        rare = next(char for char in pdf.pages[0].chars if char["text"] == "㐂")
    assert "Noto-Serif-CJK-SC" in rare["fontname"]


def test_sheet_has_every_score_line_in_its_own_words(sheet_pdf):
    with opened(sheet_pdf) as pdf:
        cells = "".join(
            (cell or "").replace("\n", "")
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
            for cell in row
        )
    for item in samples.SCORE.items:
        for line in item.lines:
            assert line.words in cells
    assert samples.TALKS.remark in cells


def test_report_lists_every_unit_with_its_total(report_pdf):
    with opened(report_pdf) as pdf:
        rows = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    for ranked in samples.report().rows:
        row = next(row for row in rows if row[1] == ranked.standing.name)
        assert (row[0], Decimal(row[-2])) == (str(ranked.rank), ranked.standing.total)


def test_report_lists_incomplete_units_apart_with_the_reason(report_pdf):
    text = whole_text(report_pdf)
    assert "尚有6项未填" in text
    assert "以下单位考核结果不完整，不参加排名" in text


def test_report_says_what_a_quota_did(report_pdf):
    assert "※沙坪县局：“优秀”名额1个，由“优秀”调为“良好”。" in whole_text(report_pdf).replace(" ", "")


def test_report_of_many_sections_breaks_no_figure(fonts):
    sections = tuple(SectionTitle(f"s{place}", f"第{place}部分") for place in range(11))
    scores = {one.id: (Decimal("12.75"), Decimal(15)) for one in sections}
    standings = [replace(one, sections=scores) for one in samples.standings()]
    content = render(samples.report(groups=rank(standings), sections=sections), fonts)
    with opened(content) as pdf:
        cells = [
            cell for page in pdf.pages for table in page.extract_tables() for row in table for cell in row
        ]
    assert cells.count("12.75") == 11 * 9


def test_sheet_that_is_not_complete_shows_no_total(fonts):
    first, *rest = samples.SCORE.sections
    waiting = replace(first.items[0], state="open")
    score = replace(samples.SCORE, sections=(replace(first, items=(waiting, *first.items[1:])), *rest))
    text = whole_text(render(samples.sheet(score=score), fonts))
    assert "尚有1项未填，暂无最终得分和等次" in text
    assert "15.6分合格" not in text


def test_report_names_the_tie_rule(report_pdf):
    assert samples.report().tie_rule in whole_text(report_pdf)


def test_report_of_300_units_repeats_its_head_and_splits_no_row(fonts):
    standings = [samples.standing(place, f"云川第{place}分局", "区") for place in range(300)]
    content = render(samples.report(groups=rank(standings, samples.GRADES)), fonts)
    with opened(content) as pdf:
        tables = [page.extract_tables()[0] for page in pdf.pages[2:8]]
        heads = {tuple(cell.replace("\n", "") for cell in table[0]) for table in tables}
        names = [text_of([char]) for page in pdf.pages for char in page.chars if char["text"] == "第"]
    assert len(heads) == 1
    assert len(names) >= 300


def test_group_words_name_ties_together():
    first, second = (samples.standing(place, f"{place}局", "县") for place in (1, 1))
    (group,) = rank([first, second])
    assert group_words(group) == "县组2个单位参加排名，平均得分86.5分，得分均为86.5分。"


def test_what_follows_from_a_result_is_printed_with_the_ranking_and_on_the_sheet(fonts):
    outcomes = [Outcome.model_validate({"title": "奖励12000元", "rank": "1"})]
    report = samples.report()
    groups = with_outcomes(report.groups, outcomes)
    first = groups[0].rows[0]
    assert f"奖励12000元：{first.standing.name}。" in whole_text(
        render(replace(report, groups=groups), fonts)
    )
    text = whole_text(render(replace(samples.sheet(), place=first), fonts))
    assert "结果运用奖励12000元" in text.replace(" ", "")
