"""What a tablet is told of every kind of change: stored once, acknowledged as often as it is sent, never swallowed."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.services import inspections, rounds
from inspect_app.storage.models import Answer, Assignment, Audit, Inspection, Photo, Round, User, Visit
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FILLED, HTMX, TALKS, again, fill
from tests.integration.images import picture
from tests.integration.test_visits import TYPED

As = Callable[..., FlaskClient]
Send = Callable[..., TestResponse]
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


def close(state: str) -> None:
    if state == "released":
        Round.update(state="released").execute()
    else:
        Inspection.update(state=state).execute()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "submit"])
@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_change_of_a_closed_sheet_is_locked_and_is_saved_after_the_return(
    tablet: Tablet, inspection: Inspection, cast: Cast, kind: str, state: str
) -> None:
    Inspection.update(state=state).execute()
    stored, save_id = rows(), str(uuid4())
    response = tablet.send(kind, save_id)
    assert said(response) == (409, "locked")
    assert "不能再改" in response.text
    assert rows() == stored
    send_back(inspection, cast)
    assert said(tablet.send(kind, save_id)) == (200, "saved")
    assert rows() != stored


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "submit"])
def test_change_after_the_release_is_locked(tablet: Tablet, kind: str) -> None:
    close("released")
    response = tablet.send(kind, str(uuid4()))
    assert said(response) == (409, "locked")
    assert "已经发布" in response.text


@pytest.mark.parametrize("kind", KINDS)
def test_former_inspector_is_told_who_has_the_sheet_now(
    tablet: Tablet, inspection: Inspection, cast: Cast, kind: str
) -> None:
    hand_over(inspection, cast, to=cast.colleague)
    stored = rows()
    response = tablet.send(kind, str(uuid4()))
    assert said(response) == (403, "refused")
    assert "已改由童视察负责" in response.text
    assert "导出，交给童视察" in response.text
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


def test_waiting_change_is_saved_when_the_sheet_comes_back(
    tablet: Tablet, inspection: Inspection, cast: Cast
) -> None:
    save_id = str(uuid4())
    hand_over(inspection, cast, to=cast.colleague)
    assert said(tablet.send("answer", save_id)) == (403, "refused")
    hand_over(inspection, cast, to=cast.inspector)
    assert said(tablet.send("answer", save_id)) == (200, "saved")


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


def test_caption_of_a_removed_photograph_is_refused_in_words(tablet: Tablet) -> None:
    tablet.send("remove-photo", str(uuid4()))
    response = tablet.send("caption", str(uuid4()))
    assert said(response) == (404, "refused")
    assert "照片已被别人删除" in response.text


def test_page_without_script_is_answered_as_ever(tablet: Tablet) -> None:
    response = tablet.client.post(f"{tablet.at}/visits", data={**TYPED, "save_id": str(uuid4())})
    assert response.status_code == 302
    assert "Save-State" not in response.headers


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
