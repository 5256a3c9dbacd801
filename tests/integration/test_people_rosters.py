"""Rosters: pasted lines become the people of a unit."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.services.people import RosterLine, roster_of
from inspect_app.storage.models import Audit, ChecklistVersion
from inspect_app.web.pasted import roster_lines
from tests.integration.conftest import Cast

As = Callable[..., FlaskClient]


def test_roster_is_replaced_in_the_order_of_the_lines(as_: As, cast: Cast) -> None:
    lines = "高远\t其他成员\r\n陈立\t主要负责人"
    as_(cast.administrator).post(
        f"/people/units/{cast.unit.id}/rosters", data={"roster": "班子成员", "lines": lines}
    )
    assert roster_of(cast.unit, "班子成员") == [
        RosterLine("高远", "其他成员"),
        RosterLine("陈立", "主要负责人"),
    ]


def test_saving_a_roster_twice_records_once(as_: As, cast: Cast) -> None:
    client, url = as_(cast.administrator), f"/people/units/{cast.unit.id}/rosters"
    for _ in range(2):
        client.post(url, data={"roster": "党支部", "lines": "第一党支部"})
    assert Audit.select().where(Audit.action == "save-roster").count() == 1


def test_roster_change_records_the_people_before_and_after(as_: As, cast: Cast) -> None:
    as_(cast.administrator).post(
        f"/people/units/{cast.unit.id}/rosters", data={"roster": "班子成员", "lines": "陈立 主要负责人"}
    )
    row = Audit.get(Audit.action == "save-roster")
    assert len(row.before["班子成员"]) == 3
    assert row.after == {"班子成员": ["陈立 主要负责人"]}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("陈立\n陈立", "第2行：“陈立”重复"),
        ("很" * 31, "第1行：姓名最多30字"),
        ("陈立 " + "职" * 31, "第1行：职务最多30字"),
        ("\t书记", "第1行：缺少姓名"),
        ("\n".join(f"人{i}" for i in range(201)), "最多200人"),
    ],
)
def test_wrong_roster_is_told_with_its_line(as_: As, cast: Cast, lines: str, message: str) -> None:
    response = as_(cast.administrator).post(
        f"/people/units/{cast.unit.id}/rosters", data={"roster": "班子成员", "lines": lines}
    )
    assert response.status_code == 422
    assert message in response.text
    assert len(roster_of(cast.unit, "班子成员")) == 3


def test_new_roster_without_a_name_keeps_its_lines(as_: As, cast: Cast) -> None:
    response = as_(cast.administrator).post(
        f"/people/units/{cast.unit.id}/rosters", data={"roster": "", "lines": "何平"}
    )
    assert response.status_code == 422
    assert "请填写名册名称" in response.text
    assert "何平" in response.text


def test_unit_page_offers_the_rosters_that_checklists_ask_for(
    as_: As, cast: Cast, checklist: ChecklistVersion
) -> None:
    page = as_(cast.administrator).get(f"/people/units/{cast.elsewhere.id}").text
    assert "班子成员" in page
    assert "主要负责人、其他成员" in page


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("张 三 书记", RosterLine("张三", "书记")),
        ("张三　书记", RosterLine("张三", "书记")),
        ("张三，党组 书记", RosterLine("张三", "党组书记")),
        ("欧阳建国", RosterLine("欧阳建国")),
    ],
)
def test_a_line_is_read_as_people_type_it(line: str, expected: RosterLine) -> None:
    assert roster_lines(line) == [expected]
