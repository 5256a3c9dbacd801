"""A used save id: the very same is acknowledged, anything else is refused, for every kind of change."""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.config import now
from inspect_app.services import inspections, rounds
from inspect_app.storage import audit
from inspect_app.storage.models import Answer, Audit, Inspection, Photo, Signature, Visit
from inspect_app.web.wording import ACTIONS, changes
from tests.integration.conftest import AT, Cast
from tests.integration.filling import HTMX, TALKS, again, fill
from tests.integration.images import picture
from tests.integration.signatures.conftest import UNIT
from tests.integration.test_visits import TYPED

As = Callable[..., FlaskClient]
PHOTO, EARLIER = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
TABLES = (Answer, Photo, Visit, Signature, Audit)
FACTS = {**TALKS, "version": "0"}
LINE = json.dumps([[[1, 1], [200, 90]]])


@dataclass(frozen=True)
class Kind:
    """Where a change of a kind is posted, what, and fields of which each makes it another change."""

    path: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Mapping[str, Any], ...] = ()


SIGNED = {**UNIT, "signed_on": "2020-07-01", "seen": "{}"}
KINDS = {
    "answer": Kind("/answers/talks", FACTS, ({"r0-done": "40"},)),
    "note": Kind("/answers/talks", {**FACTS, "note": "已看台账"}, ({"note": "没看台账"},)),
    "problem": Kind("/answers/talks", {**FACTS, "problem": "没有签名"}, ({"problem": "没有日期"},)),
    "set-aside": Kind("/answers/talks/theirs", FACTS, ({"r0-done": "40"},)),
    "photo": Kind(
        "/photos", {"entry": "talks", "caption": "台账"}, ({"caption": "会议室"}, {"place": "三楼"})
    ),
    "caption": Kind(f"/photos/{PHOTO}", {"caption": "台账"}, ({"caption": "会议室"}, {"turn": "90"})),
    "pair": Kind(f"/photos/{PHOTO}/pair", {"before": EARLIER}, ({"before": ""},)),
    "order": Kind(
        "/photos/order", {"entry": "talks", "order": f"{EARLIER},{PHOTO}"}, ({"order": f"{PHOTO},{EARLIER}"},)
    ),
    "visit": Kind("/visits", TYPED, ({"place": "别处"}, {"note": "补记"})),
    "signature": Kind("/signatures", SIGNED, ({"name": "别人"}, {"drawing": LINE}, {"seen": '{"talks": 1}'})),
    "submit": Kind("/submit", {"returned": ""}, ({"returned": "2020-07-01T09:00:00"},)),
}
CASES = [(name, other) for name, kind in KINDS.items() for other in kind.others]


@pytest.fixture
def send(as_: As, cast: Cast, inspection: Inspection) -> Callable[..., TestResponse]:
    """Sends a change of the kind under that id; two photographs are there, and for a submission all answers."""
    client = as_(cast.inspector)

    def send(name: str, save_id: str, other: Mapping[str, Any] | None = None) -> TestResponse:
        kind = KINDS[name]
        data = {**kind.fields, **(other or {}), "save_id": save_id}
        if name == "photo":
            data["file"] = (io.BytesIO(picture()), "1.jpg")
        headers = {**HTMX, "Save-User": str(cast.inspector.id)}
        return client.post(f"/inspections/{inspection.id}{kind.path}", data=data, headers=headers)

    for key in (PHOTO, EARLIER):
        send("photo", key)
    return send


@pytest.fixture
def ready(inspection: Inspection, cast: Cast) -> Callable[[str], None]:
    """A submission needs every answer."""
    return lambda name: fill(inspection, by=cast.inspector) if name == "submit" else None


def told(response: TestResponse) -> tuple[int, str | None]:
    return response.status_code, response.headers.get("Save-State")


def rows() -> list[int]:
    return [table.select().count() for table in TABLES]


@pytest.mark.parametrize(("name", "other"), CASES)
def test_other_content_under_a_used_id_is_refused(send: Any, ready: Any, name: str, other: Any) -> None:
    ready(name)
    save_id = str(uuid4())
    assert told(send(name, save_id)) == (200, "saved")
    stored = rows()
    response = send(name, save_id, other)
    assert told(response) == (400, "refused")
    assert "没有存入" in response.text
    assert told(send(name, save_id)) == (200, "saved")
    assert rows() == stored


@pytest.mark.parametrize(("name", "other"), CASES)
def test_other_content_is_not_acknowledged_once_the_sheet_is_somebody_elses(
    send: Any, ready: Any, cast: Cast, inspection: Inspection, name: str, other: Any
) -> None:
    ready(name)
    save_id = str(uuid4())
    send(name, save_id)
    rounds.reassign(inspection.round, {inspection.id: [cast.colleague]}, by=cast.manager, at=AT)
    assert told(send(name, save_id)) == (200, "saved")
    assert told(send(name, save_id, other)) == (403, "refused")


def test_another_file_under_a_used_id_is_refused(
    send: Any, as_: As, cast: Cast, inspection: Inspection
) -> None:
    save_id = str(uuid4())
    send("photo", save_id)
    data = {**KINDS["photo"].fields, "save_id": save_id, "file": (io.BytesIO(picture(size=(9, 9))), "1.jpg")}
    response = as_(cast.inspector).post(f"/inspections/{inspection.id}/photos", data=data, headers=HTMX)
    assert told(response) == (400, "refused")


def test_a_submission_under_the_id_of_one_before_the_return_is_not_taken_for_it(
    send: Any, ready: Any, cast: Cast, inspection: Inspection
) -> None:
    ready("submit")
    save_id = str(uuid4())
    send("submit", save_id)
    inspections.send_back(inspection, "请补", by=cast.manager, at=now())
    seen = inspections.last_return(again(inspection))
    assert told(send("submit", save_id, {"returned": seen})) == (400, "refused")
    assert again(inspection).state == "returned"


def test_removals_under_the_id_of_another_are_refused(
    send: Any, as_: As, cast: Cast, inspection: Inspection
) -> None:
    for _ in range(2):
        send("visit", str(uuid4()))
    client, save_id = as_(cast.inspector), str(uuid4())
    first, second = (row.id for row in Visit.select().order_by(Visit.id))
    answers = [
        client.post(f"/visits/{id}/delete", data={"save_id": save_id}, headers=HTMX) for id in (first, second)
    ]
    assert [told(answer) for answer in answers] == [(200, "saved"), (400, "refused")]
    assert Visit.get().id == second


@pytest.mark.parametrize("name", ["visit", "caption"])
def test_record_without_a_digest_is_acknowledged_as_before(send: Any, name: str) -> None:
    """What an earlier version of the program has stored."""
    save_id = str(uuid4())
    send(name, save_id)
    row = audit.is_recorded(save_id)
    Audit.update(after=audit.content_of(row)).where(Audit.id == row.id).execute()
    assert told(send(name, save_id)) == (200, "saved")


def test_the_digest_is_nothing_to_read(send: Any) -> None:
    save_id = str(uuid4())
    send("order", save_id)
    row = audit.is_recorded(save_id)
    assert row.action in ACTIONS
    assert changes(row.before, row.after) == []
