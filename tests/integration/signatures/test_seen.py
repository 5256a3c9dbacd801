"""A signature is tied to what was on the screen when it was given."""

from typing import Any
from uuid import uuid4

import pytest

from inspect_app.storage.models import Inspection, Signature
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX, TALKS, post, save
from tests.integration.signatures.conftest import INSPECTOR, UNIT, As, sign, states, versions


def test_an_answer_that_changes_later_voids_the_signatures(as_: As, cast: Cast, filled: Inspection) -> None:
    client = as_(cast.inspector)
    for fields in (INSPECTOR, UNIT):
        sign(client, filled, fields)
    post(client, filled, "talks", {"r0-of": "40", "r0-done": "40"}, seen=1)
    assert states(filled) == [("沈巡查", "changed"), ("秦立", "changed")]
    assert "签字后又有改动，请重新签字" in client.get(f"/inspections/{filled.id}").text


def test_a_note_counts_as_a_change(as_: As, cast: Cast, filled: Inspection) -> None:
    client = as_(cast.inspector)
    sign(client, filled, UNIT)
    post(client, filled, "talks", {**TALKS, "note": "另有说明"}, seen=1)
    assert states(filled) == [("秦立", "changed")]


def test_the_same_content_again_leaves_the_signature_valid(as_: As, cast: Cast, filled: Inspection) -> None:
    client = as_(cast.inspector)
    sign(client, filled, UNIT)
    post(client, filled, "talks", {"r0-of": "40", "r0-done": "40"}, seen=1)
    post(client, filled, "talks", TALKS, seen=2)
    assert states(filled) == [("秦立", "valid")]


def test_a_signature_under_other_answers_than_stored_is_not_valid(
    as_: As, cast: Cast, filled: Inspection
) -> None:
    """The tablet showed version 1 of the talks; a colleague has changed them since."""
    seen = versions(filled)
    save(filled, "talks", {"r0-of": "40", "r0-done": "40"}, by=cast.inspector, seen=1)
    answer = sign(as_(cast.inspector), filled, UNIT, seen=seen)
    assert answer.status_code == 200
    assert states(filled) == [("秦立", "changed")]
    assert Signature.get().total == ""


def test_a_change_that_waited_on_the_tablet_counts_as_seen(as_: As, cast: Cast, filled: Inspection) -> None:
    save_id = str(uuid4())
    save(filled, "talks", {"r0-of": "40", "r0-done": "40"}, by=cast.inspector, seen=1, save_id=save_id)
    sign(as_(cast.inspector), filled, UNIT, seen={**versions(filled), "talks": save_id})
    assert states(filled) == [("秦立", "valid")]


@pytest.mark.parametrize("mark", [str(uuid4()), 7])
def test_a_change_that_never_arrived_does_not(as_: As, cast: Cast, filled: Inspection, mark: Any) -> None:
    sign(as_(cast.inspector), filled, UNIT, seen={**versions(filled), "talks": mark})
    assert states(filled) == [("秦立", "changed")]


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"talks": "x"}', '{"talks": null}', "[" * 90_000])
def test_a_request_that_does_not_say_what_was_seen_is_refused(
    as_: As, cast: Cast, filled: Inspection, seen: str
) -> None:
    fields = {**UNIT, "signed_on": "2020-07-01", "save_id": str(uuid4()), "seen": seen}
    answer = as_(cast.inspector).post(f"/inspections/{filled.id}/signatures", data=fields, headers=HTMX)
    assert (answer.status_code, Signature.select().count()) == (400, 0)
