"""Units: added, changed, found, imported; by the administrator alone."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Audit, Subject
from tests.integration.conftest import Cast

As = Callable[..., FlaskClient]
NEW = {"code": "03", "name": "白石县局", "group": "县", "active": "y"}


def test_administrator_adds_a_unit(as_: As, cast: Cast) -> None:
    response = as_(cast.administrator).post("/people/units", data=NEW)
    unit = Subject.get(Subject.code == "03")
    assert response.headers["Location"] == f"/people/units/{unit.id}"
    assert (unit.name, unit.group, unit.active) == ("白石县局", "县", True)


def test_adding_twice_stores_once(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    client.post("/people/units", data=NEW)
    again = client.post("/people/units", data=NEW)
    assert again.status_code == 422
    assert "这个编号已有别的单位使用" in again.text
    assert Subject.select().where(Subject.code == "03").count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": ""}, "请填写编号"),
        ({"name": "  "}, "单位名称最多60字，不能只有空格"),
        ({"group": "很" * 21}, "组别最多20字"),
        ({"code": "01"}, "这个编号已有别的单位使用"),
        ({"name": "清河县局"}, "已有同名的单位"),
    ],
)
def test_wrong_unit_is_answered_at_its_field(
    as_: As, cast: Cast, change: dict[str, str], message: str
) -> None:
    response = as_(cast.administrator).post("/people/units", data={**NEW, "name": "白石县局", **change})
    assert response.status_code == 422
    assert message in response.text
    assert 'aria-invalid="true"' in response.text
    assert Subject.select().count() == 2


def test_refused_unit_keeps_what_was_typed(as_: As, cast: Cast) -> None:
    page = as_(cast.administrator).post("/people/units", data={**NEW, "code": ""}).text
    assert 'value="白石县局"' in page


def test_changing_a_unit_records_from_and_to(as_: As, cast: Cast) -> None:
    data = {"code": "01", "name": "清河市局", "group": "县", "active": "y"}
    as_(cast.administrator).post(f"/people/units/{cast.unit.id}", data=data)
    row = Audit.get(Audit.action == "save-unit")
    assert (row.before["name"], row.after["name"]) == ("清河县局", "清河市局")
    assert row.user_id == cast.administrator.id


def test_saving_what_is_there_records_nothing(as_: As, cast: Cast) -> None:
    data = {"code": "01", "name": "清河县局", "group": "县", "active": "y"}
    as_(cast.administrator).post(f"/people/units/{cast.unit.id}", data=data)
    assert not Audit.select().where(Audit.action == "save-unit").exists()


def test_unit_is_retired_by_taking_its_tick_away(as_: As, cast: Cast) -> None:
    data = {"code": "01", "name": "清河县局", "group": "县"}
    as_(cast.administrator).post(f"/people/units/{cast.unit.id}", data=data)
    assert not Subject.get_by_id(cast.unit.id).active


def test_list_is_grouped_and_searched(as_: As, cast: Cast) -> None:
    client = as_(cast.manager)
    assert "清河县局" in client.get("/people").text
    found = client.get("/people?q=东湖").text
    assert "东湖区局" in found
    assert "清河县局" not in found


def test_list_of_many_units_needs_few_statements(as_: As, cast: Cast, statements: Any) -> None:
    client = as_(cast.manager)
    with statements() as few:
        client.get("/people")
    Subject.insert_many(
        [{"code": f"9{i:03}", "name": f"单位{i}", "group": f"{i % 5}组"} for i in range(300)]
    ).execute()
    with statements() as many:
        client.get("/people")
    assert len(many) == len(few) <= 5


def test_pasted_units_are_added_and_updated(as_: As, cast: Cast) -> None:
    rows = "编号\t单位名称\t组别\r\n03\t白石县局\t县\r\n01\t清河市局\t市\r\n"
    response = as_(cast.administrator).post("/people/import", data={"rows": rows})
    assert response.status_code == 302
    assert [unit.name for unit in Subject.select().order_by(Subject.code)] == [
        "清河市局",
        "东湖区局",
        "白石县局",
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("", "还没有内容"),
        ("03 白石县局", "第1行：应有编号、单位名称、组别三列，现在是2列"),
        ("03\t\t县", "第1行：没有单位名称，请补上"),
        ("03,白石县局,县\n03,云岭县局,县", "第2行：编号“03”在上面已经出现"),
        ("03,东湖区局,区", "已有同名的单位"),
    ],
)
def test_wrong_paste_imports_nothing(as_: As, cast: Cast, rows: str, message: str) -> None:
    response = as_(cast.administrator).post("/people/import", data={"rows": rows})
    assert response.status_code == 422
    assert message in response.text
    assert Subject.select().count() == 2
