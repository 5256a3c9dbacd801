"""Who checks which unit, changed while the round runs."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Assignment, Audit, Inspection, Round, Subject, User
from tests.integration.conftest import Cast

As = Callable[..., FlaskClient]


@pytest.fixture
def round_(make_round: Callable[..., Round]) -> Round:
    return make_round()


def choices(round_: Round, *people: User) -> dict[str, Any]:
    return {f"inspector-{row.id}": [user.id for user in people] for row in round_.inspections}


def test_inspections_move_to_a_colleague(as_: As, cast: Cast, round_: Round) -> None:
    as_(cast.manager).post(f"/rounds/{round_.id}/assignments", data=choices(round_, cast.colleague))
    assert {row.user_id for row in Assignment.select()} == {cast.colleague.id}
    row = Audit.select().where(Audit.action == "assign").first()
    assert [said["inspectors"] for said in (row.before, row.after)] == [["沈巡查"], ["童视察"]]
    assert [said["accounts"] for said in (row.before, row.after)] == [
        [cast.inspector.id],
        [cast.colleague.id],
    ]


def test_moved_inspection_is_seen_by_the_new_inspector_alone(as_: As, cast: Cast, round_: Round) -> None:
    as_(cast.manager).post(f"/rounds/{round_.id}/assignments", data=choices(round_, cast.colleague))
    path = f"/inspections/{round_.inspections.first().id}"
    assert as_(cast.inspector).get(path).status_code == 404
    assert as_(cast.colleague).get(path).status_code == 200


def test_two_may_share_an_inspection(as_: As, cast: Cast, round_: Round) -> None:
    both = choices(round_, cast.inspector, cast.colleague)
    as_(cast.manager).post(f"/rounds/{round_.id}/assignments", data=both)
    assert Assignment.select().count() == 4


def test_the_same_assignment_again_records_nothing(as_: As, cast: Cast, round_: Round) -> None:
    as_(cast.manager).post(f"/rounds/{round_.id}/assignments", data=choices(round_, cast.inspector))
    assert not Audit.select().where(Audit.action == "assign").exists()


def test_a_unit_without_inspector_is_refused_and_nothing_saved(as_: As, cast: Cast, round_: Round) -> None:
    first, second = round_.inspections.order_by(Inspection.id)
    data = {f"inspector-{first.id}": [cast.colleague.id]}
    response = as_(cast.manager).post(f"/rounds/{round_.id}/assignments", data=data)
    assert response.status_code == 422
    assert f'id="err-inspector-{second.id}">请至少选一名督导人员' in response.text
    assert {row.user_id for row in Assignment.select()} == {cast.inspector.id}


def test_somebody_who_is_no_inspector_is_refused(as_: As, cast: Cast, round_: Round) -> None:
    data = choices(round_, cast.contact)
    response = as_(cast.manager).post(f"/rounds/{round_.id}/assignments", data=data)
    assert response.status_code == 422
    assert "已停用或不存在" in response.text


def test_one_group_is_saved_without_touching_the_others(as_: As, cast: Cast, round_: Round) -> None:
    inspection = Inspection.get(Inspection.subject == cast.unit)
    data = {f"inspector-{inspection.id}": [cast.colleague.id]}
    response = as_(cast.manager).post(f"/rounds/{round_.id}/assignments?group=县", data=data)
    assert response.status_code == 302
    other = Assignment.select().join(Inspection).where(Inspection.subject == cast.elsewhere)
    assert [row.user_id for row in other] == [cast.inspector.id]


def test_many_units_are_shown_one_group_at_a_time(as_: As, cast: Cast, make_round: Any) -> None:
    units = [Subject.create(code=f"9{i:02}", name=f"第{i}局", group=f"{i % 2}组") for i in range(70)]
    page = as_(cast.manager).get(f"/rounds/{make_round(subjects=units).id}/assignments").text
    assert page.split("</main>")[0].count("<fieldset") == 35


def test_released_round_keeps_its_assignments(as_: As, cast: Cast, round_: Round) -> None:
    Round.update(state="released").execute()
    data = choices(round_, cast.colleague)
    assert as_(cast.manager).post(f"/rounds/{round_.id}/assignments", data=data).status_code == 409
    assert {row.user_id for row in Assignment.select()} == {cast.inspector.id}
