"""Two inspectors at one item: neither is overwritten in silence."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Answer, Assignment, Audit, Inspection
from tests.integration.conftest import Cast
from tests.integration.filling import TALKS, again, post

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
