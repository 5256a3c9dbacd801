"""What the server says of a change that it takes, and of one that it cannot take."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.saving.conftest import KINDS, Tablet, rows, said
from tests.integration.test_visits import TYPED


def test_saved_answer_says_its_version(tablet: Tablet) -> None:
    first = tablet.send("answer", str(uuid4()))
    second = tablet.send("answer", str(uuid4()), **{"r0-done": "40"}, version="1")
    assert [response.headers["Save-Version"] for response in (first, second)] == ["1", "2"]


def test_conflict_says_the_version_to_choose_against(tablet: Tablet) -> None:
    tablet.send("answer", str(uuid4()))
    response = tablet.send("answer", str(uuid4()), **{"r0-done": "40"})
    assert said(response) == (409, "conflict")
    assert response.headers["Save-Version"] == "1"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("answer", {"r0-of": "-1"}),
        ("photo", {"entry": "talks", "caption": "长" * 101}),
        ("caption", {"caption": "长" * 101}),
        ("visit", {"place": ""}),
    ],
)
def test_faulty_change_is_invalid(tablet: Tablet, kind: str, fields: dict[str, Any]) -> None:
    stored = rows()
    assert said(tablet.send(kind, str(uuid4()), **fields)) == (422, "invalid")
    assert rows() == stored


def test_submission_of_an_incomplete_sheet_is_invalid(tablet: Tablet) -> None:
    response = tablet.send("submit", str(uuid4()))
    assert said(response) == (422, "invalid")
    assert "#card-talks" in response.text


@pytest.mark.parametrize("kind", KINDS)
def test_save_id_of_another_change_is_refused(
    tablet: Tablet, ready: Callable[[str], None], kind: str
) -> None:
    ready(kind)
    save_id = str(uuid4())
    tablet.send("visit" if kind != "visit" else "photo", save_id)
    stored = rows()
    response = tablet.send(kind, save_id)
    assert said(response) == (400, "refused")
    assert rows() == stored


@pytest.mark.parametrize(
    ("kind", "fields", "state"),
    [
        ("answer", {"r0-done": "四"}, "invalid"),
        ("visit", {"place": ""}, "invalid"),
        ("caption", {}, "refused"),
    ],
)
def test_what_cannot_be_stored_is_not_acknowledged_for_another_change(
    tablet: Tablet, kind: str, fields: dict[str, str], state: str
) -> None:
    tablet.send("remove-photo", str(uuid4()))
    save_id = str(uuid4())
    tablet.send("visit" if kind != "visit" else "photo", save_id)
    assert said(tablet.send(kind, save_id, **fields))[1] == state


def test_caption_of_one_removed_photograph_is_not_acknowledged_for_another(tablet: Tablet) -> None:
    save_id = str(uuid4())
    assert tablet.send("caption", save_id).status_code == 200
    tablet.photo = f"{tablet.at}/photos/{uuid4()}"
    assert said(tablet.send("caption", save_id)) == (404, "refused")


@pytest.mark.parametrize("kind", KINDS)
def test_junk_for_a_save_id_is_refused(tablet: Tablet, kind: str) -> None:
    assert said(tablet.send(kind, "x")) == (400, "refused")


def test_caption_of_a_removed_photograph_is_refused_in_words(tablet: Tablet) -> None:
    tablet.send("remove-photo", str(uuid4()))
    response = tablet.send("caption", str(uuid4()))
    assert said(response) == (404, "refused")
    assert "照片已被别人删除" in response.text


def test_page_without_script_is_answered_as_ever(tablet: Tablet) -> None:
    response = tablet.client.post(f"{tablet.at}/visits", data={**TYPED, "save_id": str(uuid4())})
    assert response.status_code == 302
    assert "Save-State" not in response.headers
