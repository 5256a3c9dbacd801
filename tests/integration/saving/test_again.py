"""A change that is sent again is acknowledged again and stored once, whatever has happened in between."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from inspect_app.services import inspections
from inspect_app.storage.models import Assignment, Inspection, Photo, Visit
from tests.integration.conftest import AT, Cast
from tests.integration.filling import HTMX, again
from tests.integration.saving.conftest import KINDS, As, Tablet, close, hand_over, rows, said, send_back


@pytest.mark.parametrize("kind", KINDS)
def test_change_sent_twice_is_stored_once_and_acknowledged_twice(
    tablet: Tablet, ready: Callable[[str], None], kind: str
) -> None:
    ready(kind)
    save_id = str(uuid4())
    assert said(tablet.send(kind, save_id)) == (200, "saved")
    stored = rows()
    assert said(tablet.send(kind, save_id)) == (200, "saved")
    assert rows() == stored


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["submitted", "approved", "released"])
def test_stored_change_stays_acknowledged_once_the_sheet_is_closed(
    tablet: Tablet, inspection: Inspection, ready: Callable[[str], None], kind: str, state: str
) -> None:
    ready(kind)
    save_id = str(uuid4())
    tablet.send(kind, save_id)
    close(state)
    stored = rows()
    assert said(tablet.send(kind, save_id)) == (200, "saved")
    assert rows() == stored


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_stored_before_the_handing_over_is_still_acknowledged(
    tablet: Tablet, inspection: Inspection, cast: Cast, ready: Callable[[str], None], kind: str
) -> None:
    ready(kind)
    save_id = str(uuid4())
    tablet.send(kind, save_id)
    hand_over(inspection, cast, to=cast.colleague)
    stored = rows()
    assert said(tablet.send(kind, save_id)) == (200, "saved")
    assert rows() == stored


@pytest.mark.parametrize("outcome", ["approved", "returned"])
def test_submission_sent_again_after_the_review_hands_in_nothing(
    tablet: Tablet, inspection: Inspection, cast: Cast, ready: Callable[[str], None], outcome: str
) -> None:
    ready("submit")
    save_id = str(uuid4())
    tablet.send("submit", save_id)
    if outcome == "approved":
        inspections.approve(inspection, by=cast.manager, at=AT)
    else:
        send_back(inspection, cast)
    assert said(tablet.send("submit", save_id)) == (200, "saved")
    assert again(inspection).state == outcome


def test_second_submission_sent_again_after_the_return_hands_in_nothing(
    tablet: Tablet, inspection: Inspection, cast: Cast, ready: Callable[[str], None]
) -> None:
    ready("submit")
    inspections.submit(inspection, by=cast.inspector, at=AT)
    save_id = str(uuid4())
    assert said(tablet.send("submit", save_id)) == (200, "saved")
    send_back(inspection, cast)
    assert said(tablet.send("submit", save_id)) == (200, "saved")
    assert again(inspection).state == "returned"


@pytest.mark.parametrize("first", ["台账", "会议室"])
def test_caption_sent_again_does_not_undo_a_later_one(tablet: Tablet, first: str) -> None:
    save_id = str(uuid4())
    Photo.update(caption="会议室").execute()
    tablet.send("caption", save_id, caption=first)
    tablet.send("caption", str(uuid4()), caption="后来的")
    assert said(tablet.send("caption", save_id, caption=first)) == (200, "saved")
    assert Photo.get().caption == "后来的"


@pytest.mark.parametrize(
    ("add", "remove", "table"), [("photo", "remove-photo", Photo), ("visit", "remove-visit", Visit)]
)
def test_addition_sent_again_does_not_bring_back_what_was_removed(
    tablet: Tablet, add: str, remove: str, table: Any
) -> None:
    table.delete().execute()
    save_id = str(uuid4())
    tablet.send(add, save_id)
    at = f"{tablet.at}/photos/{save_id}" if table is Photo else f"/visits/{table.get().id}"
    tablet.client.post(f"{at}/delete", headers=HTMX)
    assert said(tablet.send(add, save_id)) == (200, "saved")
    assert not table.select().exists()


@pytest.mark.parametrize("kind", ["remove-photo", "remove-visit"])
def test_removal_of_what_somebody_else_removed_is_done(tablet: Tablet, kind: str) -> None:
    tablet.send(kind, str(uuid4()))
    stored = rows()
    assert said(tablet.send(kind, str(uuid4()))) == (200, "saved")
    assert rows() == stored


def test_id_of_a_removed_visit_is_not_given_to_another(tablet: Tablet) -> None:
    """A removal that waits on some tablet would take the other one away."""
    for _ in range(2):
        tablet.send("visit", str(uuid4()))
    gone = [row.id for row in Visit.select().order_by(Visit.id)][1:]
    for id in gone:
        tablet.client.post(f"/visits/{id}/delete", headers=HTMX)
    tablet.send("visit", str(uuid4()))
    assert Visit.select(Visit.id).order_by(Visit.id.desc()).first().id > max(gone)


def test_answer_sent_again_says_the_version_that_it_made(
    tablet: Tablet, as_: As, inspection: Inspection, cast: Cast
) -> None:
    """Told the newest one, the tablet would overwrite what it has not seen."""
    save_id = str(uuid4())
    Assignment.create(inspection=inspection, user=cast.colleague)
    tablet.send("answer", save_id)
    Tablet(as_(cast.colleague), cast.colleague, inspection).send(
        "answer", str(uuid4()), note="x", version="1"
    )
    assert tablet.send("answer", save_id).headers["Save-Version"] == "1"
    assert said(tablet.send("answer", str(uuid4()), note="y", version="1")) == (409, "conflict")
