"""Two inspectors at one item: neither is overwritten in silence."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.storage.models import Answer, Assignment, Audit, Inspection
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX, TALKS, again, post
from tests.integration.reading import words

As = Callable[..., FlaskClient]
MINE = {"r0-of": "40", "r0-done": "38", "note": "我的备注"}


@pytest.fixture
def theirs(as_: As, cast: Cast, inspection: Inspection) -> Answer:
    """What the colleague has saved meanwhile."""
    Assignment.create(inspection=inspection, user=cast.colleague)
    post(as_(cast.colleague), inspection)
    answer: Answer = Answer.get()
    return answer


@pytest.mark.parametrize("seen", [0, 2])
def test_conflict_overwrites_nothing(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer, seen: int
) -> None:
    response = post(as_(cast.inspector), inspection, data=MINE, seen=seen)
    assert response.status_code == 409
    assert Answer.get().facts == theirs.facts
    assert Audit.select().where(Audit.action == "answer").count() == 1
    assert again(inspection).tally["total"] == "18.00"


def test_conflict_says_whose_and_what_the_other_answer_is(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    page = post(as_(cast.inspector), inspection, data=MINE).text
    assert "童视察" in page
    assert "应谈话40人，实际谈话36人" in page
    assert "用我的" in page


def test_conflict_without_script_shows_both_values(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    response = post(as_(cast.inspector), inspection, data=MINE, htmx=False)
    assert response.status_code == 409
    assert "实际谈话36人" in response.text
    assert 'value="38"' in response.text
    assert "我的备注" in response.text


def test_choosing_mine_replaces_theirs(as_: As, cast: Cast, inspection: Inspection, theirs: Answer) -> None:
    client = as_(cast.inspector)
    page = post(client, inspection, data=MINE).text
    assert 'name="version" value="1"' in page
    assert post(client, inspection, data=MINE, seen=1).status_code == 200
    assert (Answer.get().version, Answer.get().updated_by) == (2, cast.inspector)


def test_same_content_from_two_tablets_is_no_conflict(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    response = post(as_(cast.inspector), inspection, data=TALKS)
    assert response.status_code == 200
    assert 'name="version" value="1"' in response.text
    assert Audit.select().where(Audit.action == "answer").count() == 1


def test_other_items_are_no_conflict(as_: As, cast: Cast, inspection: Inspection, theirs: Answer) -> None:
    assert post(as_(cast.inspector), inspection, "meetings", {"r0-count": "4"}).status_code == 200


def test_conflict_on_a_sheet_that_was_handed_in_is_a_refusal(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    Inspection.update(state="submitted").execute()
    response = post(as_(cast.inspector), inspection, data=MINE)
    assert response.status_code == 409
    assert "不能再改" in response.text


def take_theirs(client: FlaskClient, inspection: Inspection, **fields: str) -> TestResponse:
    """The button beside the other's answer."""
    data = {**MINE, "version": "1", "save_id": str(uuid4()), **fields}
    return client.post(f"/inspections/{inspection.id}/answers/talks/theirs", data=data, headers=HTMX)


def test_conflict_shows_what_each_recorded_and_what_it_scores(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    told = words(post(as_(cast.inspector), inspection, data=MINE).text)
    assert "实际数38" in told
    assert "实际数36" in told
    assert "备注我的备注（空）" in told
    assert "廉政谈话率95%" in told
    assert "廉政谈话率90%" in told


def test_taking_theirs_stores_nothing_of_mine_and_shows_the_card_as_it_stands(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    response = take_theirs(as_(cast.inspector), inspection)
    assert (response.status_code, response.headers["Save-State"]) == (200, "saved")
    assert response.headers["Save-Version"] == "1"
    assert 'id="card-talks"' in response.text
    assert 'value="36"' in response.text
    assert 'id="figures"' in response.text
    assert (Answer.get().version, Answer.get().facts) == (1, theirs.facts)


def test_answer_not_taken_stays_in_the_history_once(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    for _ in range(2):
        assert take_theirs(client, inspection, save_id=save_id).status_code == 200
    row = Audit.get(Audit.action == "set-aside")
    assert (row.user, row.inspection, row.entry) == (cast.inspector, inspection, "talks")
    assert (row.before, row.after["note"]) == (None, "我的备注")
    told = words(client.get(f"/inspections/{inspection.id}/history").text)
    assert "没有采用的填报：廉政谈话" in told
    assert "实际数38" in told


def test_overwritten_answer_stays_in_the_history(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    client = as_(cast.inspector)
    post(client, inspection, data=MINE, seen=1)
    row = Audit.select().where(Audit.action == "answer").order_by(Audit.id.desc()).first()
    assert row.before["facts"] == theirs.facts
    assert "实际数36" in words(client.get(f"/inspections/{inspection.id}/history").text)


def test_taking_theirs_without_script_leads_back_to_the_card(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    data = {**MINE, "version": "1", "save_id": str(uuid4())}
    path = f"/inspections/{inspection.id}/answers/talks/theirs"
    response = as_(cast.inspector).post(f"{path}?plain=1", data=data)
    assert response.headers["Location"].endswith("?plain=1#card-talks")


def test_theirs_can_be_taken_once_the_sheet_is_handed_in(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    Inspection.update(state="submitted").execute()
    assert take_theirs(as_(cast.inspector), inspection).status_code == 200
    assert again(inspection).state == "submitted"


@pytest.mark.parametrize(("who", "status"), [("contact", 404), ("outsider", 404), ("manager", 403)])
def test_stranger_sets_nothing_aside(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer, who: str, status: int
) -> None:
    assert take_theirs(as_(getattr(cast, who)), inspection).status_code == status
    assert not Audit.select().where(Audit.action == "set-aside").exists()


def test_faulty_answer_is_not_set_aside(as_: As, cast: Cast, inspection: Inspection, theirs: Answer) -> None:
    response = take_theirs(as_(cast.inspector), inspection, **{"r0-of": "-1"})
    assert (response.status_code, response.headers["Save-State"]) == (422, "invalid")


def test_card_alone_is_shown_to_who_may_see_the_sheet(
    as_: As, cast: Cast, inspection: Inspection, theirs: Answer
) -> None:
    path = f"/inspections/{inspection.id}/cards/talks"
    response = as_(cast.inspector).get(path)
    assert 'value="36"' in response.text
    assert "<html" not in response.text
    assert as_(cast.outsider).get(path).status_code == 404
    assert as_(cast.inspector).get(f"{path}x").status_code == 404
