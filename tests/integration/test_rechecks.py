"""回头看: a new round of the units that lost points, proposed on the page of the round before."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Inspection, Round
from tests.integration.conftest import SMALL, Cast
from tests.integration.filling import FAULTLESS, FILLED, approve
from tests.integration.periods import SECOND, open_in, publish, release, sheet_in

As = Callable[..., FlaskClient]


@pytest.fixture
def before(cast: Cast) -> Round:
    """A released round in which the unit has lost points and the other has not."""
    round_ = open_in(cast, publish(SMALL, cast), SECOND, "2020年上半年", [cast.unit, cast.elsewhere])
    for subject, filled in ((cast.unit, FILLED), (cast.elsewhere, FAULTLESS)):
        approve(sheet_in(round_, subject), by=cast.inspector, reviewer=cast.manager, filled=filled)
    release(round_, cast)
    return round_


def ticked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}"[^>]* value="(\d+)"[^>]* checked', page)


def test_only_those_who_lost_points_are_chosen(as_: As, cast: Cast, before: Round) -> None:
    client = as_(cast.manager)
    assert f"/rounds/new?again={before.id}" in client.get(f"/rounds/{before.id}").text
    page = client.get(f"/rounds/new?again={before.id}").text
    assert 'value="2020年上半年回头看"' in page
    assert 'value="2020-01-01"' in page
    assert ticked(page, "units") == [str(cast.unit.id)]


def test_its_sheets_remember_what_was_lost(as_: As, cast: Cast, before: Round) -> None:
    client = as_(cast.manager)
    data = {
        "title": "2020年上半年回头看",
        "period_start": "2020-01-01",
        "period_end": "2020-06-30",
        "deadline": "2099-01-01",
        "checklist": before.checklist_id,
        "units": cast.unit.id,
        "inspectors": cast.colleague.id,
    }
    assert client.post("/rounds", data=data).status_code == 302
    recheck = Round.get(Round.title == "2020年上半年回头看")
    sheet = Inspection.get(Inspection.round == recheck)
    assert sheet.previous_id == sheet_in(before, cast.unit).id
    assert "有6项失分" in as_(cast.colleague).get(f"/inspections/{sheet.id}").text
    assert 'value="2020年上半年回头看（2）"' in client.get(f"/rounds/new?again={before.id}").text


def test_a_round_without_losses_offers_none(as_: As, cast: Cast) -> None:
    round_ = open_in(cast, publish(SMALL, cast), SECOND, "2020年上半年")
    assert "again=" not in as_(cast.manager).get(f"/rounds/{round_.id}").text


def test_only_a_manager_may(as_: As, cast: Cast, before: Round) -> None:
    assert "again=" not in as_(cast.administrator).get(f"/rounds/{before.id}").text
    for user in (cast.administrator, cast.inspector, cast.contact):
        assert as_(user).get(f"/rounds/new?again={before.id}").status_code == 403
