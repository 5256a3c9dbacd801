"""A database from before signatures and problems keeps its sheets and answers, and takes both."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from inspect_app.storage.models import Answer, Inspection, Round, Signature
from tests.integration.carrying import carried_over_from

BEFORE = "0003_keep_more_of_each_photograph"
ROWS = (
    "INSERT INTO subject (id, code, name, group_name, active) VALUES (1, '01', '清河县局', '县', {yes})",
    (
        "INSERT INTO account (id, login, name, role, password, session_key, active)"
        " VALUES (1, 'xuncha', '沈巡查', 'inspector', '-', '-', {yes})"
    ),
    (
        "INSERT INTO checklist_version (id, checklist_id, version, title, text, sha256, published_at)"
        " VALUES (1, 'small', '1', '小', '', 'a', '2020-01-01')"
    ),
    (
        "INSERT INTO round (id, title, period_start, period_end, deadline, checklist_id, state, created_at)"
        " VALUES (1, '前', '2020-01-01', '2020-06-30', '2020-07-01', 1, 'open', '2020-01-01')"
    ),
    (
        "INSERT INTO inspection (id, round_id, subject_id, checklist_id, state, tally, return_reason)"
        " VALUES (1, 1, 1, 1, 'open', '{{}}', '')"
    ),
    (
        "INSERT INTO answer (id, inspection_id, entry, facts, not_applicable, note, version, updated_at, updated_by_id)"
        " VALUES (1, 1, 'talks', '{{}}', '', '旧备注', 3, '2020-06-01', 1)"
    ),
)


@pytest.fixture(params=["sqlite", "postgres"])
def carried_over(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database of the version before, with an open sheet that has an answer, brought up to date."""
    with carried_over_from(BEFORE, ROWS, request, tmp_path):
        yield


def test_sheets_and_answers_stay_and_take_signatures_and_problems(carried_over: None) -> None:
    answer, round_ = Answer.get(), Round.get()
    assert (answer.note, answer.problem, answer.version) == ("旧备注", "", 3)
    assert (Inspection.select().count(), round_.signatures_required) == (1, False)
    given = {"taken_at": datetime(2020, 6, 2), "taken_by": 1, "save_id": "a", "signed_on": date(2020, 6, 2)}
    Signature.create(inspection=1, party="inspector", name="沈巡查", drawing=[[[1, 2], [90, 90]]], **given)
    assert Signature.get().drawing == [[[1, 2], [90, 90]]]
