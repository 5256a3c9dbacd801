"""A tablet that sends every kind of change as the outbox does, and what the server says of it."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.services import inspections, rounds
from inspect_app.storage.models import Answer, Audit, Inspection, Photo, Round, User, Visit
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FILLED, HTMX, TALKS, fill
from tests.integration.images import picture
from tests.integration.test_visits import TYPED

As = Callable[..., FlaskClient]
KINDS = ["answer", "photo", "caption", "remove-photo", "visit", "remove-visit", "submit"]
FIRST_PHOTO = "00000000-0000-4000-8000-000000000001"
TABLES = (Answer, Photo, Visit, Audit)


class Tablet:
    """Sends every kind of change as the outbox does."""

    def __init__(self, client: FlaskClient, user: User, inspection: Inspection) -> None:
        self.client, self.user, self.at = client, user, f"/inspections/{inspection.id}"
        self.photo = f"{self.at}/photos/{FIRST_PHOTO}"

    def send(self, kind: str, save_id: str, **fields: Any) -> TestResponse:
        """Send a change of that kind; the fields given replace those of an ordinary one."""
        path, data = self._change(kind)
        sent = {**data, "save_id": save_id, **fields}
        return self.client.post(path, data=sent, headers={**HTMX, "Save-User": str(self.user.id)})

    def _change(self, kind: str) -> tuple[str, dict[str, Any]]:
        # The second photograph and visit are there from the beginning.
        return {
            "answer": (f"{self.at}/answers/talks", {**TALKS, "version": "0"}),
            "photo": (f"{self.at}/photos", {"entry": "talks", "file": (io.BytesIO(picture()), "1.jpg")}),
            "caption": (self.photo, {"caption": "台账"}),
            "remove-photo": (f"{self.photo}/delete", {}),
            "visit": (f"{self.at}/visits", TYPED),
            "remove-visit": ("/visits/1/delete", {}),
            "submit": (f"{self.at}/submit", {}),
        }[kind]


@pytest.fixture
def tablet(as_: As, cast: Cast, inspection: Inspection) -> Tablet:
    """The inspector's; the sheet is complete but for the note of one answer, and has a photograph and a visit."""
    tablet = Tablet(as_(cast.inspector), cast.inspector, inspection)
    fill(inspection, by=cast.inspector, filled={k: v for k, v in FILLED.items() if k != "talks"})
    for kind, save_id in (("photo", FIRST_PHOTO), ("visit", str(uuid4()))):
        assert tablet.send(kind, save_id).status_code == 200
    return tablet


@pytest.fixture
def ready(tablet: Tablet, inspection: Inspection, cast: Cast) -> Callable[[str], None]:
    """`ready(kind)`: what must be there before a change of that kind can be made."""

    def prepare(kind: str) -> None:
        if kind == "submit":
            fill(inspection, by=cast.inspector, filled={"talks": TALKS})

    return prepare


def rows() -> list[int]:
    return [table.select().count() for table in TABLES]


def said(response: TestResponse) -> tuple[int, str | None]:
    return response.status_code, response.headers.get("Save-State")


def send_back(inspection: Inspection, cast: Cast) -> None:
    inspections.send_back(inspection, "请补", by=cast.manager, at=AT)


def hand_over(inspection: Inspection, cast: Cast, *, to: User) -> None:
    rounds.reassign(inspection.round, {inspection.id: [to]}, by=cast.manager, at=AT)


def close(state: str) -> None:
    if state == "released":
        Round.update(state="released").execute()
    else:
        Inspection.update(state=state).execute()
