"""What reaches several sheets at once: two people whose work meets must both get through, on PostgreSQL too."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from inspect_app.services import inspections, rounds
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import hold
from inspect_app.storage.models import Inspection, Round
from tests.integration.conftest import AT, SMALL, Cast
from tests.integration.filling import FAULTLESS, again, approve, hand_in
from tests.integration.periods import FIRST, SECOND, open_in, publish, sheet_in
from tests.integration.test_concurrency import WAIT, outcome


@pytest.fixture
def pair(cast: Cast) -> list[Inspection]:
    """The same unit's sheets of one checklist in two rounds that are open: each refreshes the other."""
    version = publish(SMALL, cast)
    periods = {"上半年": SECOND, "下半年": FIRST}
    return [sheet_in(open_in(cast, version, when, title), cast.unit) for title, when in periods.items()]


def crossing(held: Inspection, *tasks: Callable[[], Any]) -> list[Any]:
    """What becomes of the tasks when each, one after the other, has come as far as it can while a row is held."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        with writing():
            hold(held.id)
            running = []
            for task in tasks:
                running.append(pool.submit(outcome, task))
                time.sleep(WAIT)
        return [one.result(timeout=20) for one in running]


def test_two_sheets_that_rest_on_each_other_are_approved_at_once(cast: Cast, pair: list[Inspection]) -> None:
    for sheet in pair:
        hand_in(sheet, by=cast.inspector)
    one, other = (partial(inspections.approve, sheet, by=cast.manager, at=AT) for sheet in pair)
    crossing(pair[0], one, other)
    assert [again(sheet).state for sheet in pair] == ["approved", "approved"]


def test_two_rounds_with_the_same_units_are_released_at_once(cast: Cast, pair: list[Inspection]) -> None:
    for sheet in pair:
        approve(sheet, by=cast.inspector, reviewer=cast.manager, filled=FAULTLESS)
    one, other = (
        partial(rounds.release, sheet.round, unfinished_seen=0, by=cast.manager, at=AT) for sheet in pair
    )
    crossing(pair[0], one, other)
    assert [row.state for row in Round.select()] == ["released", "released"]
