"""A submission that arrives after the sheet was returned: whoever made it has not seen why."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.services import inspections
from inspect_app.storage.models import Assignment, Inspection
from tests.integration.conftest import AT, Cast
from tests.integration.filling import HTMX, again, hand_in

As = Callable[..., FlaskClient]
REASON = "节前提醒的次数对不上。"


@pytest.fixture
def shared(cast: Cast, inspection: Inspection) -> Inspection:
    """Two inspectors have the sheet."""
    Assignment.create(inspection=inspection, user=cast.colleague)
    return inspection


def on_screen(client: FlaskClient, inspection: Inspection) -> str:
    """What the page that is opened now says of returns."""
    page = client.get(f"/inspections/{inspection.id}").text
    return re.findall(r'name="returned" value="([^"]*)"', page)[0]


def submit(client: FlaskClient, inspection: Inspection, returned: str, save_id: str = "") -> TestResponse:
    data = {"returned": returned, "save_id": save_id or str(uuid4())}
    return client.post(f"/inspections/{inspection.id}/submit", data=data, headers=HTMX)


def send_back(inspection: Inspection, cast: Cast, *, days: int = 1) -> None:
    inspections.send_back(inspection, REASON, by=cast.manager, at=AT + timedelta(days=days))


def test_it_does_not_hand_in_what_a_colleague_got_back(as_: As, cast: Cast, shared: Inspection) -> None:
    client = as_(cast.inspector)
    seen = on_screen(client, shared)
    hand_in(shared, by=cast.colleague)
    send_back(shared, cast)
    late = submit(client, shared, seen)
    assert (late.status_code, late.headers["Save-State"]) == (422, "invalid")
    assert f"退回理由：{REASON}请重新打开考核单" in late.text
    assert again(shared).state == "returned"


def test_who_has_seen_the_return_hands_in(as_: As, cast: Cast, shared: Inspection) -> None:
    hand_in(shared, by=cast.colleague)
    send_back(shared, cast)
    client = as_(cast.inspector)
    assert submit(client, shared, on_screen(client, shared)).status_code == 200
    assert again(shared).state == "submitted"


def test_a_second_return_is_another_one(as_: As, cast: Cast, shared: Inspection) -> None:
    hand_in(shared, by=cast.colleague)
    send_back(shared, cast)
    client = as_(cast.inspector)
    seen = on_screen(client, shared)
    inspections.submit(shared, by=cast.colleague, at=AT)
    send_back(shared, cast, days=2)
    assert submit(client, shared, seen).status_code == 422


def test_what_was_acknowledged_stays_so_after_a_return(as_: As, cast: Cast, shared: Inspection) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    seen = on_screen(client, shared)
    hand_in(shared, by=cast.colleague)
    assert submit(client, shared, seen, save_id).status_code == 200
    send_back(shared, cast)
    assert submit(client, shared, seen, save_id).headers["Save-State"] == "saved"
    assert again(shared).state == "returned"
