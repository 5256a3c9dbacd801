"""The audit log: every write leaves exactly one row, with who, when, what, from and to."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.config import now
from inspect_app.storage.models import Audit, Inspection, Notice, Visit
from inspect_app.web.wording import ACTIONS
from tests.integration.conftest import Cast
from tests.integration.filling import FILLED, TALKS, post
from tests.integration.images import picture
from tests.integration.reading import words

As = Callable[..., FlaskClient]
DAY = str(now().date() + timedelta(days=30))
VISIT = {"date": "2020-06-18", "place": "县局", "people": "陈立", "inspectors": "沈巡查"}


@pytest.fixture
def chain(as_: As, cast: Cast, inspection: Inspection) -> Inspection:
    """One sheet through every write that there is."""
    inspector, manager, path = as_(cast.inspector), as_(cast.manager), f"/inspections/{inspection.id}"
    for entry, data in FILLED.items():
        post(inspector, inspection, entry, data)
    inspector.post(f"{path}/visits", data={**VISIT, "save_id": str(uuid4())})
    photo = {"entry": "talks", "save_id": str(uuid4()), "file": (io.BytesIO(picture()), "a.jpg")}
    inspector.post(f"{path}/photos", data=photo)
    inspector.post(f"{path}/photos/{photo['save_id']}", data={"caption": "会议室"})
    inspector.post(f"{path}/photos/{photo['save_id']}/delete")
    inspector.post(f"/visits/{Visit.get().id}/delete")
    inspector.post(f"{path}/submit")
    manager.post(f"{path}/return", data={"reason": "补台账"})
    inspector.post(f"{path}/submit")
    manager.post(f"{path}/approve")
    manager.post(f"/notices/rounds/{inspection.round_id}", data={"deadline": DAY})
    manager.post(f"/notices/{Notice.get().id}/issue")
    manager.post("/printouts/", data={"document": "report", "round": inspection.round_id})
    return inspection


def test_every_write_leaves_one_row(chain: Inspection) -> None:
    actions = [row.action for row in Audit.select().order_by(Audit.id)]
    assert actions == [
        *["answer"] * len(FILLED), "add-visit", "add-photo", "change-photo", "remove-photo", "remove-visit",
        "submitted", "returned", "submitted", "approved", "draft-notice", "issue-notice", "print",
    ]  # fmt: skip
    assert set(actions) <= ACTIONS.keys()


def test_every_row_says_who_and_when(cast: Cast, chain: Inspection) -> None:
    people = {cast.inspector.id, cast.manager.id}
    for row in Audit.select():
        assert row.user_id in people
        assert now() - row.at < timedelta(minutes=5)
        assert row.before != row.after


def test_returning_and_resubmitting_are_told_from_and_to(chain: Inspection) -> None:
    moves = [(row.before["state"], row.after["state"]) for row in Audit.select() if row.action.endswith("ed")]
    assert moves == [
        ("open", "submitted"), ("submitted", "returned"), ("returned", "submitted"), ("submitted", "approved")
    ]  # fmt: skip


def test_history_of_the_sheet_tells_it_in_chinese(as_: As, cast: Cast, chain: Inspection) -> None:
    for user in (cast.inspector, cast.manager):
        page = words(as_(user).get(f"/inspections/{chain.id}/history").text)
        for said in ("沈巡查", "杜主任", "填报", "登记走访", "添加照片", "退回考核单", "补台账", "审核通过"):
            assert said in page
        assert not [word for word in ("submitted", "facts", "answer", "None", "{") if word in page]


def test_history_is_closed_to_units_and_strangers(
    as_: As, cast: Cast, inspection: Inspection, client: FlaskClient
) -> None:
    path = f"/inspections/{inspection.id}/history"
    assert [as_(user).get(path).status_code for user in (cast.colleague, cast.contact)] == [404, 404]
    inspection.round.state = "released"
    inspection.round.save()
    assert as_(cast.contact).get(path).status_code == 403
    assert as_(cast.outsider).get(path).status_code == 404
    assert client.get(path).headers["Location"].startswith("/login")


def test_refused_write_leaves_no_row(as_: As, cast: Cast, inspection: Inspection) -> None:
    client, path = as_(cast.inspector), f"/inspections/{inspection.id}"
    post(client, inspection, data={**TALKS, "r0-of": "x"})
    client.post(f"{path}/submit")
    client.post(f"{path}/visits", data={"save_id": str(uuid4())})
    as_(cast.manager).post(f"{path}/approve")
    as_(cast.colleague).post(f"{path}/submit")
    assert not Audit.select().exists()
