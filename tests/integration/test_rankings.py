"""The ranking of a round, in the office and for a unit."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from inspect_app.domain.ranking import TIE_RULE, Standing, rank
from inspect_app.services.inspections import sheet_of
from inspect_app.services.rankings import result_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import ChecklistVersion, Inspection, Round, Subject
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, FILLED, TALKS, approve, fill, hand_in, save
from tests.integration.reading import words

As = Callable[..., FlaskClient]
GOOD = {**FAULTLESS, "talks": TALKS}


@pytest.fixture
def round_(cast: Cast, make_round: Callable[..., Round]) -> Round:
    """Five ranked units in two groups, two of them equal, and one unit of each unfinished state."""
    units = [Subject.create(code=f"1{n}", name=f"第{n}县局", group="县") for n in range(6)]
    round_ = make_round(subjects=[cast.unit, cast.elsewhere, *units])
    sheets = [FILLED, GOOD, GOOD, GOOD, FAULTLESS]
    rows = list(Inspection.select().join(Subject).order_by(Subject.code))
    for row, filled in zip(rows, sheets, strict=False):
        approve(row, by=cast.inspector, reviewer=cast.manager, filled=filled)
    save(rows[5], "talks", TALKS, by=cast.inspector)
    hand_in(rows[6], by=cast.inspector)
    return round_


def test_ranking_equals_the_domain_on_full_rescores(round_: Round) -> None:
    standings = []
    for row in Inspection.select().where(Inspection.state == "approved"):
        unit, sheet = row.subject, sheet_of(row)
        standings.append(Standing(unit.code, unit.name, unit.group, total=sheet.total, grade=sheet.grade))
    expected = rank(standings, checklist_of(round_.checklist).grades)
    found = [(row.rank, row.standing.code, row.standing.total, row.grade) for row in result_of(round_).rows]
    assert found == [
        (row.rank, row.standing.code, row.standing.total, row.grade)
        for group in expected
        for row in group.rows
    ]


def test_table_shows_ranks_ties_and_totals_by_group(as_: As, cast: Cast, round_: Round) -> None:
    page = as_(cast.manager).get(f"/rankings/{round_.id}").text
    county = page.split('id="group-县"')[1].split('id="group-区"')[0]
    rows = re.findall(r'id="unit-(\d+)">\s*<td[^>]*>(.*?)</td>', county)
    assert [(code, words(rank)) for code, rank in rows] == [
        ("12", "1"),
        ("10", "2"),
        ("11", "2"),
        ("01", "4"),
    ]
    assert "12.5" in words(county)
    assert TIE_RULE in page


def test_units_without_a_complete_sheet_are_listed_apart(as_: As, cast: Cast, round_: Round) -> None:
    page = as_(cast.manager).get(f"/rankings/{round_.id}").text
    apart = page.split("未参加排名")[1].split("</ul>")[0]
    for said in ("第3县局", "填写中，还有6项未查", "第4县局", "待审核", "第5县局", "未开始"):
        assert said in apart
    assert 'id="unit-13"' not in page


def test_section_scores_and_averages_are_of_the_ranked_units(round_: Round) -> None:
    result = result_of(round_)
    for row in result.rows:
        inspection = Inspection.get_by_id(result.inspections[row.standing.code])
        for section in sheet_of(inspection).sections:
            assert row.standing.sections[section.id] == (section.score, section.points)
    assert result.averages[0].score == Decimal("9.80")  # (7 + 10 + 10 + 10 + 12) / 5


def test_frequent_problems_count_approved_sheets_only(round_: Round) -> None:
    first = result_of(round_).problems[0]
    assert (first.item, first.units, first.lost) == ("廉政谈话", 4, Decimal("8.00"))


def test_row_leads_to_the_score_lines(as_: As, cast: Cast, round_: Round) -> None:
    client = as_(cast.manager)
    link = re.search(r'href="(/inspections/\d+)">清河县局', client.get(f"/rankings/{round_.id}").text)
    assert link
    assert "廉政谈话率90%" in client.get(link[1]).text


def test_round_without_an_approved_sheet_has_an_empty_table(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    fill(inspection, by=cast.inspector)
    page = as_(cast.manager).get(f"/rankings/{inspection.round_id}").text
    assert "还没有审核通过的考核单" in page
    assert 'id="unit-01"' not in page


def test_unit_sees_its_own_line_after_release_alone(as_: As, cast: Cast, round_: Round) -> None:
    client, path = as_(cast.contact), f"/rankings/{round_.id}"
    assert client.get(path).status_code == 404
    Round.update(state="released").execute()
    page = client.get(path).text
    assert "县组第4名，县组4个单位参加排名" in page
    assert "12.5分" in page
    assert "第2县局" not in page


def test_unit_that_was_not_ranked_is_told_so(as_: As, cast: Cast, make_round: Callable[..., Round]) -> None:
    round_ = make_round()
    Round.update(state="released").execute()
    assert "没有参加这个批次的排名" in as_(cast.contact).get(f"/rankings/{round_.id}").text


def test_rankings_list_is_for_the_office_and_for_units_after_release(
    as_: As, cast: Cast, round_: Round, client: FlaskClient
) -> None:
    assert round_.title in as_(cast.manager).get("/rankings/").text
    assert round_.title not in as_(cast.contact).get("/rankings/").text.split("<main")[1]
    assert as_(cast.inspector).get("/rankings/").status_code == 403
    assert as_(cast.inspector).get(f"/rankings/{round_.id}").status_code == 403
    assert client.get(f"/rankings/{round_.id}").headers["Location"].startswith("/login")


def test_figures_on_the_form_and_in_the_ranking_are_the_same(as_: As, cast: Cast, round_: Round) -> None:
    client = as_(cast.manager)
    row = result_of(round_).rows[3]
    form = words(client.get(f"/inspections/{result_of(round_).inspections[row.standing.code]}").text)
    assert f"得分{row.standing.total.normalize():f}/20" in form
    assert f"等次{row.grade}" in form


def test_what_follows_from_a_rank_stands_below_the_unit_and_moves_no_point(
    as_: As, cast: Cast, round_: Round
) -> None:
    before = [row.standing.total for row in result_of(round_).rows]
    version = round_.checklist
    text = (
        f"{version.text}\noutcomes:\n  - {{title: 奖励12000元, rank: 1}}\n  - {{title: 谈话提醒, last: 1}}\n"
    )
    ChecklistVersion.update(text=text, sha256="f" * 64).where(ChecklistVersion.id == version.id).execute()
    result = result_of(Round.get_by_id(round_.id))
    assert [row.standing.total for row in result.rows] == before
    county = next(group for group in result.groups if group.name == "县")
    assert [row.outcomes for row in county.rows] == [("奖励12000元",), (), (), ("谈话提醒",)]
    page = as_(cast.manager).get(f"/rankings/{round_.id}").text
    assert "第2县局：结果运用：奖励12000元" in page
