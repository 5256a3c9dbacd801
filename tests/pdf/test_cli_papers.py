"""The figures on the pages are the figures on the papers that the command line prints."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from inspect_app.config import now
from inspect_app.services import compositions, inspections, notices, overall, photos
from inspect_app.services.rankings import result_of
from inspect_app.storage.models import Inspection, Notice
from tests.integration.commands import run
from tests.integration.conftest import *  # noqa: F403  the cast, on a database of its own
from tests.integration.conftest import AT
from tests.integration.filling import FAULTLESS, approve
from tests.integration.images import picture
from tests.integration.reading import words
from tests.pdf.measure import opened, whole_text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def round_(cast, make_round, config):
    """Both units approved, one with faults, a photograph and an issued notice."""
    round_ = make_round()
    mine, other = Inspection.select().order_by(Inspection.id)
    given = {"caption": "会议记录", "folder": config.evidence, "by": cast.inspector, "at": AT}
    photos.add_photo(mine, "minutes", picture(), save_id="1", **given)
    approve(mine, by=cast.inspector, reviewer=cast.manager)
    approve(other, by=cast.inspector, reviewer=cast.manager, filled=FAULTLESS)
    notices.draft_all(round_, now().date() + timedelta(days=30), by=cast.manager, at=AT)
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    return round_


def printed(config, *command: object) -> str:
    """The text of the paper."""
    *_, output = command
    result = run(config, *command[:-1], "-o", output)
    assert result.exit_code == 0, result.output
    assert result.output.strip() == str(output)
    return drawn(Path(output))


def drawn(file: Path) -> str:
    """The text in the order in which it is drawn: a table cell by cell, not line by line."""
    with opened(file.read_bytes()) as pdf:
        return re.sub(r"\s", "", "".join(char["text"] for page in pdf.pages for char in page.chars))


def test_sheet_holds_every_line_of_the_page(config, as_, cast, round_, tmp_path):
    inspection = Inspection.get(Inspection.subject == cast.unit)
    page = words(as_(cast.manager).get(f"/inspections/{inspection.id}").text)
    paper = printed(config, "sheet", round_.title, "清河县局", tmp_path / "sheet.pdf")
    for item in inspections.sheet_of(inspection).items:
        for line in item.lines:
            assert line.words in page
            assert line.words in paper
    assert "12.5" in page
    assert "12.5" in paper


def test_sheet_is_found_by_the_unit_s_code_and_the_round_s_number(config, round_, tmp_path):
    assert "清河县局" in printed(config, "sheet", round_.id, "01", tmp_path / "sheet.pdf")


def test_sheet_shows_the_photograph(config, round_, tmp_path):
    paper = printed(config, "sheet", round_.title, "清河县局", tmp_path / "sheet.pdf")
    assert "会议记录" in paper
    with opened((tmp_path / "sheet.pdf").read_bytes()) as pdf:
        assert sum(len(page.images) for page in pdf.pages) == 1


def test_sheet_is_not_printed_with_a_damaged_photograph(config, round_, tmp_path):
    for file in config.evidence.rglob("*.jpg"):
        file.write_bytes(picture("PNG"))
    result = run(config, "sheet", round_.title, "清河县局", "-o", tmp_path / "sheet.pdf")
    assert result.exit_code == 1
    assert not (tmp_path / "sheet.pdf").exists()


def test_report_holds_the_ranking_of_the_page(config, as_, cast, round_, tmp_path):
    page = words(as_(cast.manager).get(f"/rankings/{round_.id}").text)
    paper = printed(config, "report", round_.title, tmp_path / "report.pdf")
    for row in result_of(round_).rows:
        total = f"{row.standing.total.normalize():f}"
        for words_ in (row.standing.name, total, row.grade):
            assert words_ in page
            assert words_ in paper
    for average in result_of(round_).averages:
        assert average.rate in page
        assert average.rate in paper


def test_notices_are_a_file_for_each_unit_and_one_of_all(config, round_, tmp_path):
    result = run(config, "notices", round_.title, "-o", tmp_path / "notices")
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in (tmp_path / "notices").iterdir())
    assert names == ["01-清河县局.pdf", "合订.pdf"]
    assert result.output.count(".pdf") == 2


def test_notice_holds_number_problem_basis_and_demand(config, round_, tmp_path):
    run(config, "notices", round_.title, "-o", tmp_path)
    paper = re.sub(r"\s", "", whole_text((tmp_path / "01-清河县局.pdf").read_bytes()))
    assert "督〔2020〕1号" in paper
    for line in notices.lines_of(Notice.get()):
        for said in (line.problem, line.quote, line.demand):
            assert re.sub(r"\s", "", said) in paper


def test_overall_report_prints_the_words_of_the_page(cast, round_, config, tmp_path):
    text = (
        'id: year\nversion: "1"\ntitle: 年度综合\ncompose: mean\n'
        "parts: [{id: only, title: 半年, checklist: small}]\n"
    )
    version = compositions.publish(text, by=cast.manager, at=AT)
    entry = overall.OverallEntry("2020年度综合", {"only": round_})
    row = overall.create(entry, version, by=cast.manager, at=AT)
    text = printed(config, "overall", "2020年度综合", tmp_path / "new" / "overall.pdf")
    for found in overall.result_of(row).rows:
        assert found.words in text
