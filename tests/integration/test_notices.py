"""Drafting rectification notices and changing the drafts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from inspect_app.config import now
from inspect_app.services import inspections, notices
from inspect_app.storage.models import Audit, Inspection, Notice, Rectification
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FAULTLESS, approve, hand_in

As = Callable[..., FlaskClient]
LATER = now().date() + timedelta(days=30)


@pytest.fixture
def approved(cast: Cast, inspection: Inspection) -> Inspection:
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    return inspection


@pytest.fixture
def notice(cast: Cast, approved: Inspection) -> Notice:
    notices.draft_all(approved.round, LATER, by=cast.manager, at=AT)
    row: Notice = Notice.get()
    return row


def draft(client: FlaskClient, inspection: Inspection, deadline: Any = LATER) -> Any:
    return client.post(f"/notices/rounds/{inspection.round_id}", data={"deadline": deadline})


def text_of(notice: Notice, **changed: Any) -> dict[str, Any]:
    """The form as the page shows it."""
    row = Notice.get_by_id(notice.id)
    data = {"version": row.version, "opening": row.opening, "closing": row.closing, "deadline": row.deadline}
    for line in notices.lines_of(row):
        values = {"problem": line.problem, "demand": line.demand, "deadline": line.deadline}
        data.update({f"line-{line.id}-{name}": value for name, value in values.items()})
    return {**data, **changed}


def test_each_lost_item_becomes_a_line_with_basis_and_demand(
    as_: As, cast: Cast, approved: Inspection
) -> None:
    assert draft(as_(cast.manager), approved).status_code == 302
    lines = notices.lines_of(Notice.get())
    assert [line.entry for line in lines] == ["talks", "meetings", "visits", "minutes", "report", "quality"]
    assert "应谈话40人，实际谈话36人" in lines[0].problem
    assert (lines[0].basis, lines[0].quote) == ("《某局工作要点》第一部分第1条", "廉政谈话率达到100%")
    assert "廉政谈话率应达到100%" in lines[0].demand


def test_units_without_faults_or_approval_get_no_notice(as_: As, cast: Cast, inspection: Inspection) -> None:
    other = Inspection.get(Inspection.subject == cast.elsewhere)
    approve(inspection, by=cast.inspector, reviewer=cast.manager, filled=FAULTLESS)
    hand_in(other, by=cast.inspector)
    client = as_(cast.manager)
    draft(client, inspection)
    assert not Notice.select().exists()
    assert "1个单位没有失分" in client.get("/notices/").text


def test_drafting_twice_is_once(as_: As, cast: Cast, approved: Inspection) -> None:
    client = as_(cast.manager)
    assert [draft(client, approved).status_code for _ in range(2)] == [302, 302]
    assert Notice.select().count() == 1
    assert Audit.select().where(Audit.action == "draft-notice").count() == 1


@pytest.mark.parametrize("deadline", ["", "明天", "2020-01-01", "2021-02-30", "99999-01-01"])
def test_draft_needs_a_deadline_ahead(as_: As, cast: Cast, approved: Inspection, deadline: str) -> None:
    response = draft(as_(cast.manager), approved, deadline)
    assert response.status_code == 422
    assert "整改期限" in response.text.split('id="err-deadline">')[1].split("<")[0]
    assert f'value="{deadline}"' in response.text
    assert not Notice.select().exists()


def test_draft_is_edited_and_audited_from_and_to(as_: As, cast: Cast, notice: Notice) -> None:
    first = notices.lines_of(notice)[0]
    data = text_of(notice, opening="经考核，通知如下。", **{f"line-{first.id}-demand": "月底前补齐"})
    assert as_(cast.manager).post(f"/notices/{notice.id}", data=data).status_code == 302
    assert Notice.get().opening == "经考核，通知如下。"
    assert notices.lines_of(notice)[0].demand == "月底前补齐"
    row = Audit.get(Audit.action == "edit-notice")
    assert (row.before["opening"], row.after["opening"]) == (notice.opening, "经考核，通知如下。")


def test_same_edit_twice_is_once(as_: As, cast: Cast, notice: Notice) -> None:
    client, data = as_(cast.manager), text_of(notice, opening="经考核，通知如下。")
    statuses = [client.post(f"/notices/{notice.id}", data=data).status_code for _ in range(2)]
    assert statuses == [302, 302]
    assert Audit.select().where(Audit.action == "edit-notice").count() == 1


def test_edit_of_an_outdated_draft_overwrites_nothing(as_: As, cast: Cast, notice: Notice) -> None:
    client, mine = as_(cast.manager), text_of(notice, opening="我的开头")
    client.post(f"/notices/{notice.id}", data=text_of(notice, opening="别人的开头"))
    response = client.post(f"/notices/{notice.id}", data=mine)
    assert response.status_code == 409
    assert "刚被别人改过" in response.text
    assert "我的开头" in response.text
    assert Notice.get().opening == "别人的开头"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("opening", "  ", "请填写开头"),
        ("opening", "长" * 501, "开头最多500字"),
        ("closing", "\0", "请填写结尾"),
        ("closing", "长" * 501, "结尾最多500字"),
        ("deadline", "x", "整改期限"),
        ("line-{}-problem", "", "请填写问题"),
        ("line-{}-problem", "长" * 1001, "问题最多1000字"),
        ("line-{}-demand", "  ", "请填写整改要求"),
        ("line-{}-demand", "长" * 501, "最多500字"),
        ("line-{}-deadline", "2020-01-01", "整改期限应在今天以后"),
    ],
)
def test_wrong_text_is_refused_at_its_field(
    as_: As, cast: Cast, notice: Notice, name: str, typed: str, said: str
) -> None:
    field = name.format(notices.lines_of(notice)[1].id)
    data = text_of(notice, **{field: typed})
    response = as_(cast.manager).post(f"/notices/{notice.id}", data=data)
    assert response.status_code == 422
    assert said in response.text.split(f'id="err-{field}">')[1].split("<")[0]
    assert f'aria-describedby="err-{field}' in response.text
    assert text_of(notice) == {**data, field: text_of(notice)[field]}


def test_line_is_struck_off(as_: As, cast: Cast, notice: Notice) -> None:
    gone = notices.lines_of(notice)[0]
    as_(cast.manager).post(f"/notices/{notice.id}", data=text_of(notice, **{f"line-{gone.id}-strike": "on"}))
    assert gone.id not in [line.id for line in notices.lines_of(notice)]
    assert len(notices.lines_of(notice)) == 5


def test_the_last_line_cannot_be_struck_off(as_: As, cast: Cast, notice: Notice) -> None:
    strikes = {f"line-{line.id}-strike": "on" for line in notices.lines_of(notice)}
    client = as_(cast.manager)
    client.post(f"/notices/{notice.id}", data=text_of(notice, **strikes))
    assert Rectification.select().count() == 6
    assert "至少要保留一个问题" in client.get(f"/notices/{notice.id}").text


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 30])
def test_version_junk_is_refused_in_chinese(as_: As, cast: Cast, notice: Notice, version: str) -> None:
    data = text_of(notice, opening="新的开头", version=version)
    response = as_(cast.manager).post(f"/notices/{notice.id}", data=data)
    assert response.status_code == 400
    assert "请刷新页面" in response.text


def test_redraft_follows_the_sheet_and_is_audited(as_: As, cast: Cast, notice: Notice) -> None:
    client = as_(cast.manager)
    client.post(f"/notices/{notice.id}", data=text_of(notice, opening="改过的开头"))
    assert client.post(f"/notices/{notice.id}/redraft").status_code == 302
    assert Notice.get().opening == notice.opening
    row = Audit.get(Audit.action == "redraft-notice")
    assert (row.before["opening"], row.after["opening"]) == ("改过的开头", notice.opening)


def test_redraft_waits_until_a_returned_sheet_is_approved(
    as_: As, cast: Cast, approved: Inspection, notice: Notice
) -> None:
    inspections.send_back(approved, "补台账", by=cast.manager, at=AT)
    client = as_(cast.manager)
    client.post(f"/notices/{notice.id}/redraft")
    assert "尚未审核通过" in client.get(f"/notices/{notice.id}").text
    assert not Audit.select().where(Audit.action == "redraft-notice").exists()


@pytest.mark.parametrize("who", ["administrator", "inspector", "colleague", "contact", "outsider"])
def test_only_a_manager_writes_notices(
    as_: As, cast: Cast, approved: Inspection, notice: Notice, who: str
) -> None:
    client, before = as_(getattr(cast, who)), text_of(notice)
    paths = [f"/notices/{notice.id}{action}" for action in ("", "/redraft", "/issue")]
    statuses = [client.post(path, data=text_of(notice, opening="x")).status_code for path in paths]
    assert [*statuses, draft(client, approved).status_code] == [403] * 4
    assert (text_of(notice), Notice.get().state) == (before, "draft")


def test_logged_out_person_writes_no_notices(client: FlaskClient, notice: Notice) -> None:
    for action in ("", "/redraft", "/issue"):
        response = client.post(f"/notices/{notice.id}{action}")
        assert response.headers["Location"].startswith("/login")
    assert (Notice.get().state, Notice.get().version) == ("draft", 1)


def test_round_junk_is_not_a_fault(as_: As, cast: Cast, notice: Notice) -> None:
    client = as_(cast.manager)
    statuses = {client.get(f"/notices/?round={junk}").status_code for junk in ("x", "²", "9" * 30, "-1", "")}
    assert statuses == {200}
    assert client.get("/notices/?round=999").status_code == 404


def test_deadline_is_taken_as_people_write_it(as_: As, cast: Cast, approved: Inspection) -> None:
    draft(as_(cast.manager), approved, f"{LATER.year}年{LATER.month}月{LATER.day}日")
    assert Notice.get().deadline == date(LATER.year, LATER.month, LATER.day)
