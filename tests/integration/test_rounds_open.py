"""Opening and changing a round."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Answer, Assignment, Audit, ChecklistVersion, Inspection, Round, Subject
from tests.integration.conftest import AT, Cast

As = Callable[..., FlaskClient]


@pytest.fixture
def form(cast: Cast, checklist: ChecklistVersion) -> dict[str, Any]:
    """What a manager fills in for a round of both units and both inspectors."""
    return {
        "title": "2020年上半年",
        "period_start": "2020-01-01",
        "period_end": "2020-06-30",
        "deadline": "2020-07-31",
        "checklist": checklist.id,
        "inspectors": [cast.inspector.id, cast.colleague.id],
        "units": [cast.unit.id, cast.elsewhere.id],
    }


def test_manager_opens_a_round(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    response = as_(cast.manager).post("/rounds", data=form)
    round_ = Round.get()
    assert response.headers["Location"] == f"/rounds/{round_.id}/assignments"
    assert (round_.period_end, round_.created_by) == (date(2020, 6, 30), cast.manager)
    assert {row.subject_id for row in round_.inspections} == {cast.unit.id, cast.elsewhere.id}


def test_units_are_shared_out_evenly(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    more = [Subject.create(code=f"1{i}", name=f"第{i}县局", group="县").id for i in range(5)]
    as_(cast.manager).post("/rounds", data={**form, "units": [*form["units"], *more]})
    shares = Counter(row.user_id for row in Assignment.select())
    assert sorted(shares.values()) == [3, 4]


def test_new_inspection_has_everything_open(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    as_(cast.manager).post("/rounds", data=form)
    assert {row.tally["open"] for row in Inspection.select()} == {7}


def test_opening_twice_stores_once(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data=form)
    again = client.post("/rounds", data=form)
    assert again.status_code == 422
    assert "已有同名的批次" in again.text
    assert (Round.select().count(), Inspection.select().count()) == (1, 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "请填写批次名称"),
        ({"period_start": ""}, "请填写考核期开始"),
        ({"period_end": "六月底"}, "考核期结束应写成2020-06-30这样的日期，不能填“六月底”"),
        ({"period_end": "2020-02-30"}, "考核期结束应写成"),
        ({"period_end": "2019-12-31"}, "考核期结束不能早于开始"),
        ({"deadline": "2019-12-31"}, "填报截止日期不能早于考核期开始"),
        ({"checklist": "999"}, "请选择考核细则"),
        ({"checklist": ""}, "请选择考核细则"),
        ({"inspectors": []}, "请至少选择一名督导人员"),
        ({"inspectors": ["x"]}, "认不出"),
        ({"units": []}, "请至少选择一个考核单位"),
        ({"units": ["999"]}, "已经停用或不存在"),
    ],
)
def test_wrong_round_is_answered_at_its_field(
    as_: As, cast: Cast, form: dict[str, Any], change: dict[str, Any], message: str
) -> None:
    response = as_(cast.manager).post("/rounds", data={**form, **change})
    assert response.status_code == 422
    assert message in response.text
    assert not Round.select().exists()


def test_refused_round_keeps_what_was_typed(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    page = as_(cast.manager).post("/rounds", data={**form, "deadline": "", "units": [cast.unit.id]}).text
    assert 'value="2020年上半年"' in page
    assert f'name="units" value="{cast.unit.id}" checked' in page
    assert f'name="units" value="{cast.elsewhere.id}" checked' not in page


def test_deadline_is_changed_and_recorded(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data=form)
    client.post(f"/rounds/{Round.get().id}", data={**form, "deadline": "2020-08-15"})
    row = Audit.get(Audit.action == "change-round")
    assert (row.before["deadline"], row.after["deadline"]) == ("2020-07-31", "2020-08-15")


def test_round_asks_for_watermarks_and_stops_asking(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data={**form, "watermark": "y"})
    round_ = Round.get()
    assert round_.watermark is True
    assert "加水印" in client.get(f"/rounds/{round_.id}").text
    client.post(f"/rounds/{round_.id}", data=form)
    assert Round.get().watermark is False


def test_saving_an_unchanged_round_records_nothing(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data=form)
    assert client.post(f"/rounds/{Round.get().id}", data=form).status_code == 302
    assert not Audit.select().where(Audit.action == "change-round").exists()


def test_unit_joins_a_running_round(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data={**form, "units": [cast.unit.id], "inspectors": [cast.inspector.id]})
    client.post(f"/rounds/{Round.get().id}", data=form)
    joined = Inspection.get(Inspection.subject == cast.elsewhere)
    assert [row.user_id for row in joined.assignments] == [cast.inspector.id]


def test_untouched_unit_leaves_a_round(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data=form)
    client.post(f"/rounds/{Round.get().id}", data={**form, "units": [cast.unit.id]})
    assert [row.subject_id for row in Inspection.select()] == [cast.unit.id]


@pytest.mark.parametrize("at_once", [True, False])
def test_sheet_never_gets_the_number_of_one_that_left(
    as_: As, cast: Cast, form: dict[str, Any], at_once: bool
) -> None:
    """What an inspector filled without network for the unit that left would be stored as the other's."""
    client, both, mine = as_(cast.manager), form["units"], [cast.unit.id]
    client.post("/rounds", data={**form, "units": [cast.elsewhere.id]})
    gone = Inspection.get().id
    path = f"/rounds/{Round.get().id}"
    if not at_once:
        client.post(path, data={**form, "units": both})
        last = Inspection.select().order_by(Inspection.id.desc()).first()
        client.post(path, data={**form, "units": [cast.elsewhere.id]})
        gone = last.id
    client.post(path, data={**form, "units": mine})
    assert Inspection.get().subject_id == cast.unit.id
    assert Inspection.get().id > gone


@pytest.mark.parametrize("state", ["assigned", "open"])
def test_unit_with_answers_cannot_leave(as_: As, cast: Cast, form: dict[str, Any], state: str) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data=form)
    inspection = Inspection.get(Inspection.subject == cast.elsewhere)
    Inspection.update(state=state).where(Inspection.id == inspection.id).execute()
    Answer.create(inspection=inspection, entry="talks", updated_at=AT, updated_by=cast.inspector)
    response = client.post(f"/rounds/{Round.get().id}", data={**form, "units": [cast.unit.id]})
    assert response.status_code == 422
    assert "东湖区局的考核单已经开始填报" in response.text
    assert Inspection.select().count() == 2


def test_released_round_cannot_be_changed(as_: As, cast: Cast, form: dict[str, Any]) -> None:
    client = as_(cast.manager)
    client.post("/rounds", data=form)
    Round.update(state="released").execute()
    response = client.post(f"/rounds/{Round.get().id}", data={**form, "title": "别的名称"})
    assert response.status_code == 409
    assert Round.get().title == "2020年上半年"
