"""Issuing a notice: it gets the next number of its year, and never changes again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient

from inspect_app.config import now
from inspect_app.services import inspections, notices
from inspect_app.services.notices import AlreadyIssued, Draft
from inspect_app.storage import database
from inspect_app.storage.models import Audit, Inspection, Notice, Round, Subject
from tests.integration.conftest import AT, Cast
from tests.integration.filling import approve

As = Callable[..., FlaskClient]
LATER = now().date() + timedelta(days=30)
UNITS = 6


@pytest.fixture
def drafts(cast: Cast, make_round: Callable[..., Round]) -> list[Notice]:
    """A draft for each of some units."""
    units = [Subject.create(code=f"1{n}", name=f"第{n}县局", group="县") for n in range(UNITS - 1)]
    round_ = make_round(subjects=[cast.unit, *units])
    for inspection in Inspection.select():
        approve(inspection, by=cast.inspector, reviewer=cast.manager)
    notices.draft_all(round_, LATER, by=cast.manager, at=AT)
    return list(Notice.select().order_by(Notice.id))


def issue(notice: Notice, cast: Cast, at: datetime = AT) -> None:
    notices.issue(notice, by=cast.manager, at=at)


def numbers() -> list[tuple[int, int]]:
    query = Notice.select(Notice.year, Notice.serial).where(Notice.state == "issued")
    return sorted((row.year, row.serial) for row in query)


def test_issued_notice_is_numbered_and_audited(as_: As, cast: Cast, drafts: list[Notice]) -> None:
    assert as_(cast.manager).post(f"/notices/{drafts[0].id}/issue").status_code == 302
    row = Notice.get_by_id(drafts[0].id)
    assert (row.state, row.year, row.serial, row.issued_by) == ("issued", now().year, 1, cast.manager)
    audit = Audit.get(Audit.action == "issue-notice")
    assert audit.before == {"state": "draft"}
    assert audit.after == {"state": "issued", "year": now().year, "serial": 1}


def test_issuing_twice_is_once(as_: As, cast: Cast, drafts: list[Notice]) -> None:
    client = as_(cast.manager)
    statuses = [client.post(f"/notices/{drafts[0].id}/issue").status_code for _ in range(2)]
    assert statuses == [302, 302]
    assert numbers() == [(now().year, 1)]
    assert Audit.select().where(Audit.action == "issue-notice").count() == 1


def test_numbers_run_without_gap_and_begin_anew_each_year(cast: Cast, drafts: list[Notice]) -> None:
    for notice in drafts[:3]:
        issue(notice, cast)
    for notice in drafts[3:]:
        issue(notice, cast, at=AT.replace(year=AT.year + 1, month=1))
    assert numbers() == [(2020, 1), (2020, 2), (2020, 3), (2021, 1), (2021, 2), (2021, 3)]


def test_numbers_run_without_gap_when_issued_at_once(cast: Cast, drafts: list[Notice]) -> None:
    start = Barrier(UNITS)

    def run(notice: Notice) -> None:
        database.connect()
        start.wait()
        try:
            issue(notice, cast)
        finally:
            database.database.close()

    with ThreadPoolExecutor(UNITS) as pool:
        list(pool.map(run, drafts))
    assert numbers() == [(2020, number) for number in range(1, UNITS + 1)]


def test_refused_issue_takes_no_number(cast: Cast, drafts: list[Notice]) -> None:
    late = datetime(LATER.year + 1, 1, 1)
    with pytest.raises(notices.NotReady, match="期限已经过去"):
        issue(drafts[0], cast, at=late)
    issue(drafts[1], cast)
    assert numbers() == [(2020, 1)]


def test_notice_of_a_returned_sheet_is_not_issued(as_: As, cast: Cast, drafts: list[Notice]) -> None:
    inspection = Inspection.get(Inspection.subject == drafts[0].subject_id)
    inspections.send_back(inspection, "补台账", by=cast.manager, at=AT)
    client = as_(cast.manager)
    client.post(f"/notices/{drafts[0].id}/issue")
    assert "考核单已被退回" in client.get(f"/notices/{drafts[0].id}").text
    assert numbers() == []


@pytest.mark.parametrize("action", ["", "/redraft"])
def test_issued_notice_never_changes(as_: As, cast: Cast, drafts: list[Notice], action: str) -> None:
    issue(drafts[0], cast)
    data = {"opening": "新开头", "closing": "新结尾", "deadline": LATER, "version": 1}
    lines = notices.lines_of(drafts[0])
    for line in lines:
        data |= {f"line-{line.id}-{name}": "新" for name in ("problem", "demand")}
        data[f"line-{line.id}-deadline"] = LATER
    client = as_(cast.manager)
    client.post(f"/notices/{drafts[0].id}{action}", data=data)
    assert Notice.get_by_id(drafts[0].id).opening == drafts[0].opening
    assert [line.problem for line in notices.lines_of(drafts[0])] == [line.problem for line in lines]
    assert "不能再改" in client.get(f"/notices/{drafts[0].id}").text


def test_service_refuses_to_edit_an_issued_notice(cast: Cast, drafts: list[Notice]) -> None:
    issue(drafts[0], cast)
    with pytest.raises(AlreadyIssued):
        notices.edit(drafts[0], Draft("新", "新", LATER, {}), seen=1, by=cast.manager, at=AT)
    with pytest.raises(AlreadyIssued):
        notices.redraft(drafts[0], by=cast.manager, at=AT)


def test_unit_reads_its_own_notice_once_issued(as_: As, cast: Cast, drafts: list[Notice]) -> None:
    client, path = as_(cast.contact), f"/notices/{drafts[0].id}"
    assert client.get(path).status_code == 404
    assert "清河县局" not in client.get("/notices/").text.split("<main")[1]
    issue(drafts[0], cast)
    assert "廉政谈话率90%" in client.get(path).text
    assert "〔2020〕1号" in client.get("/notices/").text


def test_nobody_else_outside_the_office_reads_it(as_: As, cast: Cast, drafts: list[Notice]) -> None:
    issue(drafts[0], cast)
    for user in (cast.outsider, cast.inspector):
        assert as_(user).get(f"/notices/{drafts[0].id}").status_code == 404
    assert "第1县局" not in as_(cast.contact).get("/notices/").text
    assert as_(cast.administrator).get(f"/notices/{drafts[0].id}").status_code == 200
