"""The board of a round, the list of rounds, and the log of what was done."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Inspection, Round, Subject
from tests.integration.conftest import Cast

As = Callable[..., FlaskClient]


@pytest.fixture
def big_round(make_round: Callable[..., Round]) -> Round:
    """A round of 120 units in three groups."""
    units = [Subject.create(code=f"9{i:03}", name=f"第{i}局", group=f"{i % 3}组") for i in range(120)]
    return make_round(title="大批次", subjects=units)


def test_board_shows_state_open_items_and_inspectors(as_: As, cast: Cast, make_round: Any) -> None:
    page = as_(cast.manager).get(f"/rounds/{make_round().id}").text
    for words in ("清河县局", "未开始", "还有7项", "沈巡查"):
        assert words in page


@pytest.mark.parametrize("page", ["/rounds/{}", "/rounds/{}/release", "/rounds/{}/edit", "/rounds"])
def test_statements_do_not_grow_with_the_units(
    as_: As, cast: Cast, make_round: Any, big_round: Round, statements: Any, page: str
) -> None:
    client, small = as_(cast.manager), make_round()
    with statements() as few:
        client.get(page.format(small.id))
    with statements() as many:
        client.get(page.format(big_round.id))
    assert len(many) == len(few) <= 6


def test_board_does_not_fetch_the_checklist_for_each_unit(
    as_: As, cast: Cast, big_round: Round, statements: Any
) -> None:
    client = as_(cast.manager)
    with statements() as seen:
        client.get(f"/rounds/{big_round.id}")
    assert sum('"text"' in sql for sql in seen) <= 1


def test_score_is_shown_once_the_sheet_has_begun(as_: As, cast: Cast, make_round: Any) -> None:
    round_ = make_round()
    Inspection.update(state="open").execute()
    page = as_(cast.manager).get(f"/rounds/{round_.id}").text
    assert "20" in page
    assert "未填完" in page


def test_list_counts_the_approved(as_: As, cast: Cast, make_round: Any) -> None:
    make_round()
    Inspection.update(state="approved").where(Inspection.subject == cast.unit).execute()
    assert "已通过1，共2个单位" in as_(cast.manager).get("/rounds").text


def test_history_says_from_and_to_in_words(as_: As, cast: Cast) -> None:
    data = {"code": "01", "name": "清河市局", "group": "县", "active": "y"}
    as_(cast.administrator).post(f"/people/units/{cast.unit.id}", data=data)
    page = as_(cast.manager).get("/people/history").text
    for words in ("管理员", "保存单位", "单位 清河市局", "<del>清河县局</del>", "<ins>清河市局</ins>"):
        assert words in page


def test_history_is_filtered_by_person_and_day(as_: As, cast: Cast) -> None:
    as_(cast.administrator).post("/people/import", data={"rows": "03,白石县局,县"})
    client = as_(cast.manager)
    assert "白石县局" in client.get(f"/people/history?user={cast.administrator.id}").text
    assert "没有记录" in client.get(f"/people/history?user={cast.manager.id}").text
    assert "没有记录" in client.get("/people/history?day=2001-01-01").text


def test_history_is_paged_with_few_statements(as_: As, cast: Cast, statements: Any) -> None:
    rows = "\n".join(f"9{i:03},第{i}局,县" for i in range(120))
    as_(cast.administrator).post("/people/import", data={"rows": rows})
    client = as_(cast.manager)
    with statements() as seen:
        page = client.get("/people/history?page=2").text
    assert "第2页，共3页" in page
    assert len(seen) <= 6
