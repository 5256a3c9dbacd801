"""综合排名: rounds put together by a composition, live until published, frozen after."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import IntegrityError

from inspect_app import jobs
from inspect_app.config import Config
from inspect_app.services import compositions, overall
from inspect_app.storage.models import (
    Audit,
    CompositionVersion,
    Inspection,
    Overall,
    OverallPart,
    OverallUnit,
    Printout,
    Round,
    Subject,
)
from tests.integration.commands import lend_fonts
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FAULTLESS, FILLED, approve
from tests.integration.reading import words

As = Callable[..., FlaskClient]
TEXT = """\
id: year
version: "1"
title: 年度综合考核办法
compose: weighted
parts:
  - {id: first, title: 上半年, checklist: small, period: h1, weight: 40%}
  - {id: second, title: 下半年, checklist: small, period: h2, weight: 60%}
grades: [{name: 优秀, min: 90}, {name: 合格, min: 0}]
"""


@pytest.fixture
def version(cast: Cast) -> CompositionVersion:
    return compositions.publish(TEXT, by=cast.manager, at=AT)


@pytest.fixture
def rounds(cast: Cast, make_round: Callable[..., Round]) -> list[Round]:
    """Two halves of a year; 清河县局 is approved in both with 12.5 and 20 of 20, 东湖区局 in the first alone."""
    both = [make_round("2020年上半年"), make_round("2020年下半年")]
    spans = {"period_start": date(2020, 7, 1), "period_end": date(2020, 12, 31)}
    Round.update(**spans).where(Round.id == both[1].id).execute()
    for round_, unit, filled in (
        (both[0], cast.unit, FILLED),
        (both[1], cast.unit, FAULTLESS),
        (both[0], cast.elsewhere, FAULTLESS),
    ):
        row = Inspection.get(Inspection.round == round_, Inspection.subject == unit)
        approve(row, by=cast.inspector, reviewer=cast.manager, filled=filled)
    return [Round.get_by_id(one.id) for one in both]


def posted(version: CompositionVersion, rounds: list[Round], title: str = "2020年度综合") -> dict[str, str]:
    parts = {f"part-{part}": str(one.id) for part, one in zip(("first", "second"), rounds, strict=False)}
    return {"composition": str(version.id), "title": title, "part-first": "0", "part-second": "0", **parts}


@pytest.fixture
def row(as_: As, cast: Cast, version: CompositionVersion, rounds: list[Round]) -> Overall:
    response = as_(cast.manager).post("/overall/", data=posted(version, rounds))
    assert response.status_code == 302
    made: Overall = Overall.get()
    return made


@pytest.fixture
def published(as_: As, cast: Cast, row: Overall) -> Overall:
    """Published with 东湖区局 left out."""
    Round.update(state="released").execute()
    response = as_(cast.manager).post(f"/overall/{row.id}/publish", data={"blocked": "1"})
    assert response.status_code == 302
    made: Overall = Overall.get()
    return made


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


def test_page_has_the_arithmetic_and_who_is_blocked_with_the_reason(
    as_: As, cast: Cast, row: Overall
) -> None:
    page = words(as_(cast.manager).get(f"/overall/{row.id}").text)
    assert "上半年12.5分÷20×100×40%＋下半年20分÷20×100×60%＝85分" in page
    assert "东湖区局：没有得分：下半年（考核单未开始，还有7项未查），暂不计总分" in page
    assert "“2020年上半年”的结果还没有发布" in page


def test_result_follows_the_rounds_until_it_is_published(cast: Cast, row: Overall) -> None:
    assert len(overall.result_of(row).rows) == 1
    second = Inspection.get(Inspection.round == OverallPart.get(OverallPart.part == "second").round,
                            Inspection.subject == cast.elsewhere)  # fmt: skip
    approve(second, by=cast.inspector, reviewer=cast.manager, filled=FAULTLESS)
    totals = {one.code: one.total for one in overall.result_of(row).rows}
    assert totals == {"01": Decimal(85), "02": Decimal(100)}


def test_it_cannot_be_published_before_its_rounds_are_released(as_: As, cast: Cast, row: Overall) -> None:
    response = as_(cast.manager).post(f"/overall/{row.id}/publish", data={"blocked": "1"})
    assert response.status_code == 422
    assert "“2020年下半年”的结果还没有发布" in response.text
    assert Overall.get().state == "open"


@pytest.mark.parametrize("data", [{}, {"blocked": "0"}, {"blocked": "2"}, {"blocked": "x"}])
def test_publishing_refuses_what_the_manager_has_not_seen(
    as_: As, cast: Cast, row: Overall, data: dict[str, str]
) -> None:
    Round.update(state="released").execute()
    response = as_(cast.manager).post(f"/overall/{row.id}/publish", data=data)
    assert response.status_code == 422
    assert "请再核对一遍" in response.text
    assert Overall.get().state == "open"


def test_publishing_twice_is_once(as_: As, cast: Cast, published: Overall) -> None:
    as_(cast.manager).post(f"/overall/{published.id}/publish", data={"blocked": "1"})
    assert Audit.select().where(Audit.action == "publish-overall").count() == 1


def test_what_was_published_survives_whatever_happens_to_the_rounds(
    as_: As, cast: Cast, published: Overall
) -> None:
    before = overall.result_of(published)
    Inspection.update(state="returned", tally={}).execute()
    Subject.update(code="77", name="改名县局").where(Subject.id == cast.unit.id).execute()
    assert overall.result_of(Overall.get()) == before
    page = as_(cast.contact).get(f"/overall/{published.id}").text
    assert "清河县局" in page
    assert "85分" in page


def test_a_unit_sees_its_own_row_and_no_other_after_publishing(
    as_: As, cast: Cast, published: Overall
) -> None:
    page = as_(cast.contact).get(f"/overall/{published.id}").text
    assert "第1名" in page
    assert "上半年12.5分÷20×100×40%" in page
    assert "东湖区局" not in page
    assert "2020年度综合" in as_(cast.contact).get("/rankings/").text


def test_a_unit_without_a_result_is_told_why(as_: As, cast: Cast, published: Overall) -> None:
    page = as_(cast.outsider).get(f"/overall/{published.id}").text
    assert "下半年（考核单未开始" in page
    assert "清河县局" not in page


ADDRESSES = ("", "/edit", "/publish")


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("manager", [200, 200, 200]),
        ("administrator", [200, 403, 403]),
        ("inspector", [403, 403, 403]),
        ("contact", [404, 403, 403]),
    ],
)
def test_before_publishing_the_office_alone_sees_it(
    as_: As, cast: Cast, row: Overall, who: str, found: list[int]
) -> None:
    client = as_(getattr(cast, who))
    assert [client.get(f"/overall/{row.id}{end}").status_code for end in ADDRESSES] == found
    assert ("2020年度综合" in client.get("/rankings/").text) == (found[0] == 200)


@pytest.mark.parametrize("who", ["administrator", "inspector", "contact"])
def test_writing_is_the_managers(
    as_: As, cast: Cast, row: Overall, version: CompositionVersion, rounds: list[Round], who: str
) -> None:
    client = as_(getattr(cast, who))
    for path in ("/overall/", f"/overall/{row.id}", f"/overall/{row.id}/publish"):
        assert client.post(path, data=posted(version, rounds, "别的")).status_code == 403
    assert Overall.get().title == "2020年度综合"


def test_a_unit_that_is_not_in_it_does_not_learn_of_it(as_: As, cast: Cast, published: Overall) -> None:
    OverallUnit.delete().where(OverallUnit.subject == cast.elsewhere).execute()
    assert as_(cast.outsider).get(f"/overall/{published.id}").status_code == 404
    assert "2020年度综合" not in as_(cast.outsider).get("/rankings/").text


def test_a_stranger_is_sent_to_the_log_in_page(client: FlaskClient, row: Overall) -> None:
    assert client.get(f"/overall/{row.id}").headers["Location"].startswith("/login")


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


def test_published_result_cannot_be_changed(
    as_: As, cast: Cast, published: Overall, version: CompositionVersion, rounds: list[Round]
) -> None:
    client = as_(cast.manager)
    assert client.get(f"/overall/{published.id}/edit").status_code == 409
    assert client.post(f"/overall/{published.id}", data=posted(version, rounds, "改")).status_code == 409
    assert "印综合考核通报" in client.get(f"/overall/{published.id}").text


def test_the_units_below_make_a_mean(cast: Cast, make_round: Callable[..., Round]) -> None:
    villages = [Subject.create(code=f"5{n}", name=f"第{n}村", group=cast.unit.name) for n in range(2)]
    round_ = make_round("各村", subjects=villages)
    for one, filled in zip(Inspection.select().order_by(Inspection.id), (FILLED, FAULTLESS), strict=True):
        approve(one, by=cast.inspector, reviewer=cast.manager, filled=filled)
    text = TEXT.split("parts", maxsplit=1)[0].replace("weighted", "mean") + (
        "parts: [{id: venues, title: 阵地, checklist: small, below: true}]\n"
    )
    version = compositions.publish(text.replace("id: year", "id: below"), by=cast.manager, at=AT)
    entry = overall.OverallEntry("阵地", {"venues": round_})
    row = overall.create(entry, version, by=cast.manager, at=AT)
    (found,) = overall.result_of(row).rows
    assert found.name == cast.unit.name
    assert found.words == "阵地（下属2个单位合计32.5分÷2）÷20×100＝81.25分"


def test_a_composition_of_persons_speaks_of_persons(
    as_: As, cast: Cast, make_round: Callable[..., Round]
) -> None:
    """党员双十规范积分: quarters of persons, who are subjects in the group of their branch."""
    people = [Subject.create(code=f"6{n}", name=name, group="一支部") for n, name in enumerate("甲乙")]
    round_ = make_round("一季度", subjects=people)
    for one, filled in zip(Inspection.select().order_by(Inspection.id), (FILLED, FAULTLESS), strict=True):
        approve(one, by=cast.inspector, reviewer=cast.manager, filled=filled)
    text = (
        'id: persons\nversion: "1"\ntitle: 积分\nsubject: person\ncompose: sum\nmissing: skip\nparts:\n'
        "  - {id: q1, title: 一季度, checklist: small, period: q1}\n"
        "  - {id: q2, title: 二季度, checklist: small, period: q2}\n"
    )
    version = compositions.publish(text, by=cast.manager, at=AT)
    row = overall.create(overall.OverallEntry("积分", {"q1": round_}), version, by=cast.manager, at=AT)
    page = words(as_(cast.manager).get(f"/overall/{row.id}").text)
    assert "一支部组（2人参加排名）" in page
    assert "姓名" in page
    assert "（一季度12.5分÷20×100）÷100×200＝125分，二季度没有得分，按已有的部分折算" in page


def test_a_page_takes_as_many_statements_for_few_units_as_for_many(
    as_: As, cast: Cast, row: Overall, make_round: Callable[..., Round], statements: Callable[[], object]
) -> None:
    client = as_(cast.manager)
    with statements() as seen:
        client.get(f"/overall/{row.id}")
    few = len(seen)
    units = [Subject.create(code=f"3{n}", name=f"第{n}县局", group="县") for n in range(8)]
    more = make_round("更多", subjects=units)
    OverallPart.update(round=more).where(OverallPart.part == "second").execute()
    with statements() as seen:
        client.get(f"/overall/{row.id}")
    assert len(seen) == few <= 8


def test_a_composition_is_published_like_a_checklist(as_: As, cast: Cast) -> None:
    client = as_(cast.manager)
    checked = client.post("/checklists/examine", data={"text": TEXT})
    assert "共2个部分，可以发布" in words(checked.text)
    response = client.post("/checklists", data={"text": TEXT})
    version = CompositionVersion.get()
    assert response.headers["Location"] == f"/compositions/{version.id}"
    assert "占40%" in client.get(f"/compositions/{version.id}").text
    assert "年度综合考核办法" in client.get("/checklists").text
    client.post("/checklists", data={"text": TEXT})
    assert CompositionVersion.select().count() == 1
    taken = client.post("/checklists", data={"text": TEXT.replace("年度综合", "全年综合")})
    assert taken.status_code == 422
    assert "请把version改成新的版本号" in taken.text


def test_a_wrong_composition_is_refused_with_its_lines(as_: As, cast: Cast) -> None:
    response = as_(cast.manager).post("/checklists", data={"text": TEXT.replace("60%", "50%")})
    assert response.status_code == 422
    assert "权重合计是90%" in response.text
    assert not CompositionVersion.select().exists()


@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("inspector", 403), ("contact", 403)])
def test_compositions_are_the_offices(
    as_: As, cast: Cast, version: CompositionVersion, who: str, status: int
) -> None:
    assert as_(getattr(cast, who)).get(f"/compositions/{version.id}").status_code == status


def test_shipped_compositions_open_without_being_published(as_: As, cast: Cast) -> None:
    client = as_(cast.manager)
    assert "党员双十规范积分年度评格办法" in client.get("/checklists").text
    assert client.get("/checklists/files/compositions/member-points-year").status_code == 200
    assert client.get("/checklists/files/compositions/../../pyproject").status_code == 404


def test_report_is_printed_for_the_office_alone(
    as_: As, app: Flask, config: Config, cast: Cast, published: Overall
) -> None:
    lend_fonts(config)
    app.extensions["queue"] = jobs.Queue(config, immediate=True)
    client = as_(cast.manager)
    asked = {"document": "overall", "overall": str(published.id)}
    shown = client.get(client.post("/printouts/", data=asked).headers["Location"])
    job = Printout.get()
    assert (job.state, job.overall, job.message) == ("done", published, "")
    assert "2020年度综合通报" in shown.text
    assert f'href="/overall/{published.id}"' in shown.text
    with client.get(f"/printouts/{job.id}/file") as file:
        assert file.data.startswith(b"%PDF")
    for other in (cast.contact, cast.inspector):
        assert as_(other).post("/printouts/", data=asked).status_code == 403
        assert as_(other).get(f"/printouts/{job.id}/file").status_code == 404


def test_report_of_nobody_says_why_it_is_not_printed(
    as_: As, app: Flask, config: Config, cast: Cast, row: Overall
) -> None:
    app.extensions["queue"] = jobs.Queue(config, immediate=True)
    Inspection.update(state="open").execute()
    as_(cast.manager).post("/printouts/", data={"document": "overall", "overall": str(row.id)})
    assert Printout.get().state == "failed"
    assert "还没有得分完整的考核对象" in Printout.get().message


def test_the_table_keeps_one_round_for_a_part(row: Overall) -> None:
    with pytest.raises(IntegrityError):
        OverallPart.create(overall=row, part="first", round=OverallPart.get().round)
