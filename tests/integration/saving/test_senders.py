"""A change is stored in the name of the person who made it, or not at all."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Assignment, Inspection
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX, TALKS
from tests.integration.saving.conftest import KINDS, As, Tablet, rows, said


@pytest.mark.parametrize("kind", KINDS)
def test_stranger_learns_nothing_even_of_a_save_id(
    tablet: Tablet, as_: As, cast: Cast, inspection: Inspection, ready: Callable[[str], None], kind: str
) -> None:
    ready(kind)
    save_id = str(uuid4())
    tablet.send(kind, save_id)
    stranger = Tablet(as_(cast.colleague), cast.colleague, inspection)
    response = stranger.send(kind, save_id)
    assert said(response) == (404, "refused")
    assert cast.unit.name not in response.text


@pytest.mark.parametrize("kind", KINDS)
def test_change_without_session_is_kept_by_the_tablet(
    tablet: Tablet, client: FlaskClient, inspection: Inspection, cast: Cast, kind: str
) -> None:
    stored = rows()
    response = Tablet(client, cast.inspector, inspection).send(kind, str(uuid4()))
    assert said(response) == (401, "signed-out")
    assert "重新登录" in response.text
    assert rows() == stored


@pytest.mark.parametrize("kind", KINDS)
def test_change_is_never_stored_in_another_persons_name(
    tablet: Tablet, as_: As, inspection: Inspection, cast: Cast, kind: str
) -> None:
    Assignment.create(inspection=inspection, user=cast.colleague)
    stored = rows()
    response = Tablet(as_(cast.colleague), cast.inspector, inspection).send(kind, str(uuid4()))
    assert said(response) == (401, "other-user")
    assert rows() == stored


@pytest.mark.parametrize("sender", ["", "x", "0", "１"])
def test_sender_that_is_nobody_is_somebody_else(tablet: Tablet, inspection: Inspection, sender: str) -> None:
    headers = {**HTMX, "Save-User": sender.encode().decode("latin-1")}
    data = {**TALKS, "version": "0", "save_id": str(uuid4())}
    response = tablet.client.post(f"{tablet.at}/answers/talks", data=data, headers=headers)
    assert said(response) == (401, "other-user")
