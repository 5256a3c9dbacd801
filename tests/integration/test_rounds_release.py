"""Releasing the results of a round."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Audit, Inspection, Round
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, fill

As = Callable[..., FlaskClient]


@pytest.fixture
def round_(make_round: Callable[..., Round]) -> Round:
    return make_round()


def approve_all() -> None:
    Inspection.update(state="approved").execute()


def test_approved_round_is_released(as_: As, cast: Cast, round_: Round) -> None:
    approve_all()
    response = as_(cast.manager).post(f"/rounds/{round_.id}/release", data={"unfinished": 0})
    assert response.status_code == 302
    assert Round.get().state == "released"
    assert Audit.get(Audit.action == "release-round").before == {"state": "open"}


def test_releasing_twice_is_once(as_: As, cast: Cast, round_: Round) -> None:
    approve_all()
    client = as_(cast.manager)
    for _ in range(2):
        client.post(f"/rounds/{round_.id}/release", data={"unfinished": 0})
    assert Audit.select().where(Audit.action == "release-round").count() == 1


def test_unfinished_units_are_listed_before_release(as_: As, cast: Cast, round_: Round) -> None:
    page = as_(cast.manager).get(f"/rounds/{round_.id}/release").text
    assert "2个单位中有2个的考核单没有审核通过" in page
    assert "清河县局" in page


@pytest.mark.parametrize("data", [{}, {"unfinished": "0"}, {"unfinished": "1"}, {"unfinished": "x"}])
def test_release_refuses_what_the_manager_has_not_seen(
    as_: As, cast: Cast, round_: Round, data: dict[str, str]
) -> None:
    response = as_(cast.manager).post(f"/rounds/{round_.id}/release", data=data)
    assert response.status_code == 422
    assert "请再核对一遍" in response.text
    assert Round.get().state == "open"


def test_release_goes_on_once_the_missing_are_confirmed(as_: As, cast: Cast, round_: Round) -> None:
    as_(cast.manager).post(f"/rounds/{round_.id}/release", data={"unfinished": 2})
    assert Round.get().state == "released"


def test_a_unit_sees_its_own_sheet_after_release_alone(as_: As, cast: Cast, round_: Round) -> None:
    approve_all()
    own = f"/inspections/{Inspection.get(Inspection.subject == cast.unit).id}"
    assert as_(cast.contact).get(own).status_code == 404
    as_(cast.manager).post(f"/rounds/{round_.id}/release", data={"unfinished": 0})
    assert as_(cast.contact).get(own).status_code == 200
    assert as_(cast.outsider).get(own).status_code == 404


def test_released_sheet_leaves_the_grade_to_the_ranking(as_: As, cast: Cast, inspection: Inspection) -> None:
    fill(inspection, by=cast.inspector, filled=FAULTLESS)
    page = f"/inspections/{inspection.id}"
    assert "初定等次" in as_(cast.inspector).get(page).text
    Inspection.update(state="approved").execute()
    Round.update(state="released").execute()
    assert "初定等次" not in as_(cast.contact).get(page).text
