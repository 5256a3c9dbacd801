"""A database from before the memory keeps every score that it has, and finds each sheet's former one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspect_app.storage.models import Inspection, Parameter, Round
from tests.integration.carrying import carried_over_from

BEFORE = "0003_keep_more_of_each_photograph"
ROWS = (
    "INSERT INTO subject (id, code, name, group_name, active) VALUES (1, '01', '清河县局', '县', {yes})",
    (
        "INSERT INTO checklist_version (id, checklist_id, version, title, text, sha256, published_at)"
        " VALUES (1, 'small', '1', '小', '', 'a', '2020-01-01'), (2, 'small', '2', '小', '', 'b', '2020-01-01')"
    ),
    (
        "INSERT INTO round (id, title, period_start, period_end, deadline, checklist_id, state, created_at)"
        " VALUES (1, '前', '2019-07-01', '2019-12-31', '2020-01-01', 1, 'released', '2020-01-01'),"
        " (2, '后', '2020-01-01', '2020-06-30', '2020-07-01', 2, 'open', '2020-01-01')"
    ),
    "INSERT INTO parameter (id, round_id, name, value) VALUES (1, 1, 'funds', '10')",
    (
        "INSERT INTO inspection (id, round_id, subject_id, checklist_id, state, tally, return_reason)"
        " VALUES (1, 1, 1, 1, 'approved', '{{}}', ''), (2, 2, 1, 2, 'open', '{{}}', '')"
    ),
)


@pytest.fixture(params=["sqlite", "postgres"])
def carried_over(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database of the version before, with a released round and an open one, brought up to date."""
    with carried_over_from(BEFORE, ROWS, request, tmp_path):
        yield


def test_nothing_is_lost_and_the_released_sheet_is_frozen(carried_over: None) -> None:
    former, later = Inspection.select().order_by(Inspection.id)
    assert former.context == {"attributes": {"group": "县"}, "parameters": {"funds": "10"}}
    assert (later.context, later.previous_id, former.previous_id) == ({}, 1, None)
    assert [row.unannounced for row in Round.select()] == [False, False]
    assert Parameter.get().value == "10"
