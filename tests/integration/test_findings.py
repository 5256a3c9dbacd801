"""问题 recorded by hand, at items that lost points and at items that lost none."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.printing.gathering import gather_sheet
from inspect_app.services import inspections, notices
from inspect_app.storage.models import Answer, Inspection, Notice
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FAULTLESS, TALKS, again, fill, post

As = Callable[..., FlaskClient]
WORDS = "台账没有签字\n页码不连续"


@pytest.fixture
def faultless(inspection: Inspection, cast: Cast) -> Inspection:
    fill(inspection, by=cast.inspector, filled=FAULTLESS)
    return again(inspection)


def record(client: FlaskClient, inspection: Inspection, words: str = WORDS, *, seen: int = 1) -> int:
    """Write a problem down at the talks, which lost no points."""
    return post(client, inspection, "talks", {**FAULTLESS["talks"], "problem": words}, seen=seen).status_code


def drafted(inspection: Inspection, cast: Cast) -> list[tuple[str, str, str]]:
    """The lines of the notice that is drafted after approval: heading, problem, demand."""
    inspections.submit(inspection, by=cast.inspector, at=AT)
    inspections.approve(inspection, by=cast.manager, at=AT)
    notices.draft_all(inspection.round, date(2020, 8, 31), by=cast.manager, at=AT)
    notice = Notice.get_or_none(Notice.subject == inspection.subject)
    return [(row.heading, row.problem, row.demand) for row in notices.lines_of(notice)] if notice else []


def test_a_problem_is_kept_with_the_answer_and_shown(as_: As, cast: Cast, faultless: Inspection) -> None:
    client = as_(cast.inspector)
    assert record(client, faultless) == 200
    assert Answer.get(Answer.entry == "talks").problem == WORDS
    assert "台账没有签字" in client.get(f"/inspections/{faultless.id}").text
    assert "发现的问题：" in as_(cast.manager).get(f"/inspections/{faultless.id}").text
    assert "发现的问题" in client.get(f"/inspections/{faultless.id}/history").text


def test_a_problem_changes_no_point(as_: As, cast: Cast, faultless: Inspection) -> None:
    before = again(faultless).tally["total"]
    record(as_(cast.inspector), faultless)
    assert again(faultless).tally["total"] == before


def test_a_problem_without_lost_points_enters_the_notice(as_: As, cast: Cast, faultless: Inspection) -> None:
    record(as_(cast.inspector), faultless)
    ((heading, problem, demand),) = drafted(faultless, cast)
    assert problem == "台账没有签字；页码不连续。"
    assert demand.startswith(f"对照“{heading}”的要求查找原因")


def test_a_problem_follows_what_cost_points(as_: As, cast: Cast, faultless: Inspection) -> None:
    post(as_(cast.inspector), faultless, "talks", {**TALKS, "problem": "台账没有签字"}, seen=1)
    ((_, problem, _),) = drafted(faultless, cast)
    assert problem.endswith("台账没有签字。")
    assert "扣2分" in problem


def test_a_faultless_sheet_without_problems_gets_no_notice(cast: Cast, faultless: Inspection) -> None:
    assert drafted(faultless, cast) == []


def test_a_problem_can_be_taken_back(as_: As, cast: Cast, faultless: Inspection) -> None:
    client = as_(cast.inspector)
    record(client, faultless)
    record(client, faultless, "", seen=2)
    assert Answer.get(Answer.entry == "talks").problem == ""


def test_a_long_problem_is_refused(as_: As, cast: Cast, faultless: Inspection) -> None:
    assert record(as_(cast.inspector), faultless, "长" * 1001) == 422


def test_the_score_sheet_prints_the_problem(app: Flask, as_: As, cast: Cast, faultless: Inspection) -> None:
    record(as_(cast.inspector), faultless)
    sheet = gather_sheet(again(faultless), app.config["INSPECT"], today=AT.date())
    assert sheet.problems == {"talks": WORDS}
