"""综合排名: the rounds of its parts are named, suggested, changed."""

import re
from datetime import date

import pytest
from peewee import IntegrityError

from inspect_app.services import overall
from inspect_app.storage.models import Audit, CompositionVersion, Overall, OverallPart, Round
from tests.integration.conftest import Cast
from tests.integration.overall.conftest import As, posted


def test_rounds_are_suggested_by_checklist_and_span(
    as_: As, cast: Cast, version: CompositionVersion, rounds: list[Round]
) -> None:
    page = as_(cast.manager).get(f"/overall/new?composition={version.id}").text
    chosen = re.findall(r'<option selected value="(\d+)">', page)
    assert chosen == [str(one.id) for one in rounds]


def test_a_round_of_another_span_is_not_suggested(
    version: CompositionVersion, rounds: list[Round], as_: As, cast: Cast
) -> None:
    Round.update(period_end=date(2020, 11, 30)).where(Round.id == rounds[1].id).execute()
    page = as_(cast.manager).get(f"/overall/new?composition={version.id}").text
    assert re.findall(r'<option selected value="(\d+)">', page) == [str(rounds[0].id)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "请填写名称"),
        ({"part-first": "999"}, "请选择上半年"),
        ({"part-first": "x"}, "请选择上半年"),
        ({"title": "2020年度综合"}, "已有同名的综合排名"),
    ],
)
def test_wrong_input_is_told(
    as_: As,
    cast: Cast,
    row: Overall,
    version: CompositionVersion,
    rounds: list[Round],
    changes: dict[str, str],
    said: str,
) -> None:
    data = {**posted(version, rounds, "另一个"), **changes}
    response = as_(cast.manager).post("/overall/", data=data)
    assert response.status_code == 422
    assert said in response.text
    assert Overall.select().count() == 1


def test_one_round_cannot_be_two_parts_that_count_alike(
    as_: As, cast: Cast, version: CompositionVersion, rounds: list[Round]
) -> None:
    response = as_(cast.manager).post("/overall/", data=posted(version, [rounds[0], rounds[0]]))
    assert response.status_code == 422
    assert "和“上半年”是同一个批次" in response.text


def test_rounds_can_be_named_later(
    as_: As, cast: Cast, version: CompositionVersion, rounds: list[Round]
) -> None:
    client = as_(cast.manager)
    client.post("/overall/", data=posted(version, rounds[:1]))
    row = Overall.get()
    page = client.get(f"/overall/{row.id}").text
    assert "下半年还没有指定批次" in page
    client.post(f"/overall/{row.id}", data=posted(version, rounds, "改了名"))
    assert Overall.get().title == "改了名"
    assert len(overall.rounds_of(Overall.get())) == 2
    after = Audit.get(Audit.action == "change-overall").after
    assert after == {"title": "改了名", "rounds": ["上半年：2020年上半年", "下半年：2020年下半年"]}


def test_the_table_keeps_one_round_for_a_part(row: Overall) -> None:
    with pytest.raises(IntegrityError):
        OverallPart.create(overall=row, part="first", round=OverallPart.get().round)
