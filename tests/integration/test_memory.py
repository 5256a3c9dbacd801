"""What was lost last time stands beside each item, for those who check the unit now and for nobody else."""

import io
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.services import answers, inspections, notices
from inspect_app.services.checklists import publish as publish_text
from inspect_app.storage.answers import Content
from inspect_app.storage.models import Assignment, Inspection, Notice, Photo, Rectification, Signature
from tests.integration.conftest import AT, SMALL, Cast
from tests.integration.filling import FILLED, approve
from tests.integration.images import picture
from tests.integration.periods import FIRST, SECOND, open_in, publish, release, sheet_in

As = Callable[..., FlaskClient]
# Of the small checklist FILLED loses points in these.
FAILED = ["talks", "meetings", "visits", "minutes", "report", "quality"]


@pytest.fixture
def former(cast: Cast, as_: As) -> Inspection:
    """The unit's approved sheet of the first period, with a photograph at a lost item."""
    round_ = open_in(cast, publish(SMALL, cast), FIRST, "2019年下半年")
    sheet = sheet_in(round_, cast.unit)
    sent = {"entry": "talks", "save_id": str(uuid4()), "file": (io.BytesIO(picture()), "a.jpg")}
    assert as_(cast.inspector).post(f"/inspections/{sheet.id}/photos", data=sent).status_code == 302
    approve(sheet, by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    return sheet


@pytest.fixture
def sheet(cast: Cast, former: Inspection) -> Inspection:
    """The unit's sheet of the second period, with a colleague who was not assigned in the first."""
    text = SMALL.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"')
    version = publish_text(text, by=cast.manager, at=AT)
    found = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    Assignment.update(user=cast.colleague).where(Assignment.inspection == found).execute()
    return found


def card(page: str, key: str) -> str:
    return page.split(f'id="card-{key}"')[1].split("</article>", maxsplit=1)[0]


def order(page: str) -> list[str]:
    return re.findall(r'<article class="card" id="card-([^"]+)"', page)


def test_each_item_says_what_it_lost_in_the_version_before(as_: As, cast: Cast, sheet: Inspection) -> None:
    page = as_(cast.colleague).get(f"/inspections/{sheet.id}").text
    assert "<summary>上次（2019年下半年）扣2分</summary>" in card(page, "talks")
    assert "廉政谈话率90%" in card(page, "talks")
    assert 'class="fold last"' not in card(page, "serious-case")
    assert "上次（2019年下半年）有6项失分，共扣7.5分" in page


def test_what_was_demanded_and_objected_stands_there_too(
    as_: As, cast: Cast, former: Inspection, sheet: Inspection
) -> None:
    client = as_(cast.colleague)
    assert "要求（" not in client.get(f"/inspections/{sheet.id}").text
    notices.draft_all(former.round, AT.date(), by=cast.manager, at=AT)
    Rectification.update(demand="补齐谈话记录。").where(Rectification.entry == "talks").execute()
    assert "要求（" not in client.get(f"/inspections/{sheet.id}").text
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    Signature.create(
        inspection=former, party="unit", name="秦联络", position="主任", opinion="object", reason="谈话有五次没有记",
        signed_on=AT.date(), taken_at=AT, taken_by=cast.inspector, save_id=str(uuid4()),
    )  # fmt: skip
    page = client.get(f"/inspections/{sheet.id}").text
    assert "要求（2020年7月1日前）：补齐谈话记录。" in card(page, "talks")
    assert "上次单位有异议：谈话有五次没有记" in page


def test_whoever_is_assigned_now_sees_the_picture_and_nothing_more(
    as_: As, cast: Cast, former: Inspection, sheet: Inspection
) -> None:
    photo = Photo.get().id
    client = as_(cast.colleague)
    with client.get(f"/inspections/{sheet.id}/before/{photo}") as shown:
        assert shown.status_code == 200
    for path in (f"/photos/{photo}", f"/photos/{photo}/thumb", f"/inspections/{former.id}"):
        assert client.get(path).status_code == 404
    assert as_(cast.inspector).get(f"/inspections/{sheet.id}/before/{photo}").status_code == 404
    assert client.get(f"/inspections/{sheet.id}/before/{photo + 1}").status_code == 404


def test_a_unit_sees_no_former_sheet_in_its_own(as_: As, cast: Cast, sheet: Inspection) -> None:
    release(sheet.round, cast, unfinished=1)
    page = as_(cast.contact).get(f"/inspections/{sheet.id}")
    assert page.status_code == 200
    assert 'id="memory"' not in page.text
    assert "2019年下半年" not in page.text
    assert as_(cast.contact).get(f"/inspections/{sheet.id}/before/{Photo.get().id}").status_code == 404


def test_the_plain_page_lists_what_failed_first_and_stays_so(as_: As, cast: Cast, sheet: Inspection) -> None:
    client = as_(cast.colleague)
    assert order(client.get(f"/inspections/{sheet.id}?plain=1").text)[0] == "talks"
    page = client.get(f"/inspections/{sheet.id}?plain=1&first=last").text
    assert order(page) == [*FAILED, "serious-case"]
    sent = {"r0-of": "4", "r0-done": "4", "version": "0", "save_id": str(uuid4())}
    answer = client.post(f"/inspections/{sheet.id}/answers/talks?plain=1&first=last", data=sent)
    assert "plain=1&first=last" in answer.headers["Location"]


def test_a_returned_sheet_is_no_memory(as_: As, cast: Cast, former: Inspection, sheet: Inspection) -> None:
    inspections.send_back(former, "重填", by=cast.manager, at=AT)
    assert 'id="memory"' not in as_(cast.colleague).get(f"/inspections/{sheet.id}").text


def test_what_is_corrected_later_is_remembered_anew(
    as_: As, cast: Cast, former: Inspection, sheet: Inspection
) -> None:
    client = as_(cast.colleague)
    client.get(f"/inspections/{sheet.id}")
    inspections.send_back(former, "重填", by=cast.manager, at=AT)
    perfect = {"of": 40, "done": 40}
    answers.save_answer(
        former,
        "talks",
        Content({"廉政谈话率": perfect}),
        by=cast.inspector,
        seen=1,
        save_id=str(uuid4()),
        at=AT,
    )
    inspections.submit(former, by=cast.inspector, at=AT)
    inspections.approve(former, by=cast.manager, at=AT)
    page = client.get(f"/inspections/{sheet.id}").text
    assert 'class="fold last"' not in card(page, "talks")
    assert "有5项失分" in page


def test_it_costs_the_page_one_statement(
    as_: As, cast: Cast, sheet: Inspection, statements: Callable
) -> None:
    client = as_(cast.colleague)
    client.get(f"/inspections/{sheet.id}")
    with statements() as seen:
        assert client.get(f"/inspections/{sheet.id}").status_code == 200
    assert len(seen) <= 10, seen
    Inspection.update(previous=None).where(Inspection.id == sheet.id).execute()
    with statements() as without:
        client.get(f"/inspections/{sheet.id}")
    assert len(without) == len(seen) - 1


def many(items: int) -> str:
    """A checklist of that many items, each of which asks for as much as a real one."""
    listed = "".join(
        f"      - id: item-{n}\n        title: 第{n}项考核内容\n        points: 1\n        rules:\n"
        f"          - {{kind: rate, label: 办结率, of: 应办件数, done: 办结件数, target: 100%, each: 1%, deduct: 1}}\n"
        for n in range(items)
    )
    head = f"id: long\nversion: '1'\ntitle: 长细则\ntotal: {items}\nsections:\n"
    return f"{head}  - id: only\n    title: 唯一\n    points: {items}\n    items:\n{listed}"


def test_what_an_item_lost_takes_four_hundred_bytes(as_: As, cast: Cast) -> None:
    version = publish_text(many(60), by=cast.manager, at=AT)
    former = sheet_in(open_in(cast, version, FIRST, "2019年下半年"), cast.unit)
    filled = {f"item-{n}": {"r0-of": "40", "r0-done": "36"} for n in range(60)}
    approve(former, by=cast.inspector, reviewer=cast.manager, filled=filled)
    notices.draft_all(former.round, AT.date(), by=cast.manager, at=AT)
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    client = as_(cast.inspector)
    page = client.get(f"/inspections/{sheet.id}").get_data()
    Inspection.update(previous=None).where(Inspection.id == sheet.id).execute()
    without = client.get(f"/inspections/{sheet.id}").get_data()
    assert page.count(b'class="fold last"') == 60
    assert len(page) - len(without) <= 60 * 400 + 2000
