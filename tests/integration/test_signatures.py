"""Signatures on the sheet: taken, kept, tied to what was signed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.config import now
from inspect_app.printing.gathering import gather_sheet
from inspect_app.services import inspections
from inspect_app.storage.models import Answer, Audit, Inspection, Round, Signature
from inspect_app.storage.signatures import Unsigned, signed_on, total_of
from tests.integration.conftest import AT, Cast
from tests.integration.filling import HTMX, TALKS, again, fill, post, save

As = Callable[..., FlaskClient]
INK = json.dumps([[[10, 10], [60, 80], [120, 20]], [[130, 40], [180, 90]]])
INSPECTOR = {"party": "inspector", "name": "沈巡查", "drawing": INK}
UNIT = {"party": "unit", "name": "秦立", "position": "副局长", "opinion": "agree", "drawing": INK}


def versions(inspection: Inspection) -> dict[str, Any]:
    """What a page that has just been opened shows."""
    return {row.entry: row.version for row in Answer.select().where(Answer.inspection == inspection)}


def sign(client: FlaskClient, inspection: Inspection, fields: dict[str, str], **given: Any) -> TestResponse:
    """Send one signature as the page does."""
    htmx = given.pop("htmx", True)
    sent = {
        "signed_on": now().date().isoformat(),
        "save_id": str(uuid4()),
        "seen": json.dumps(given.pop("seen", versions(inspection))),
        **fields,
        **given,
    }
    url = f"/inspections/{inspection.id}/signatures"
    return client.post(url, data=sent, headers=HTMX if htmx else {})


def states(inspection: Inspection) -> list[tuple[str, str]]:
    row = again(inspection)
    return [(one.row.name, one.state) for one in signed_on(row, total_of(row))]


@pytest.fixture
def filled(inspection: Inspection, cast: Cast) -> Inspection:
    fill(inspection, by=cast.inspector)
    return again(inspection)


def test_both_parties_sign_the_sheet(as_: As, cast: Cast, filled: Inspection) -> None:
    client = as_(cast.inspector)
    answers = [sign(client, filled, fields) for fields in (INSPECTOR, UNIT)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert states(filled) == [("沈巡查", "valid"), ("秦立", "valid")]
    row = Signature.get(Signature.party == "unit")
    assert (row.opinion, row.position, row.total, row.drawing) == ("agree", "副局长", "12.5", json.loads(INK))
    assert "被考核单位意见：同意" in answers[1].text
    assert 'd="M20 20Q120 160 180 100L240 40M260 80L360 180"' in answers[1].text


def test_the_same_signature_twice_is_one(as_: As, cast: Cast, filled: Inspection) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    statuses = [sign(client, filled, UNIT, save_id=save_id).status_code for _ in range(2)]
    assert (statuses, Signature.select().count()) == ([200, 200], 1)
    assert Audit.select().where(Audit.action == "sign").count() == 1


def test_an_acknowledged_signature_stays_acknowledged(as_: As, cast: Cast, filled: Inspection) -> None:
    """The answer got lost; by the time of the repetition the sheet has been handed in."""
    client, save_id = as_(cast.inspector), str(uuid4())
    sign(client, filled, UNIT, save_id=save_id)
    Inspection.update(state="submitted").execute()
    answer = sign(client, filled, UNIT, save_id=save_id)
    assert (answer.status_code, answer.headers["Save-State"]) == (200, "saved")
    assert sign(client, filled, UNIT).headers["Save-State"] == "locked"


def test_a_save_id_of_another_sheet_is_refused(as_: As, cast: Cast, filled: Inspection) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    sign(client, filled, UNIT, save_id=save_id)
    other = Inspection.get(Inspection.subject == cast.elsewhere)
    assert sign(client, other, UNIT, save_id=save_id).status_code == 400
    assert Signature.select().count() == 1


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


def test_signing_again_replaces_and_keeps_the_first(as_: As, cast: Cast, filled: Inspection) -> None:
    client = as_(cast.inspector)
    sign(client, filled, UNIT)
    answer = sign(client, filled, {**UNIT, "name": "秦明", "opinion": "object", "reason": "第二项次数有误"})
    assert states(filled) == [("秦立", "replaced"), ("秦明", "valid")]
    assert "以前的签字" in answer.text
    assert "理由：第二项次数有误" in answer.text


def test_each_inspector_signs_for_himself(as_: As, cast: Cast, filled: Inspection) -> None:
    client = as_(cast.inspector)
    for name in ("沈巡查", "童视察", "沈巡查"):
        sign(client, filled, {**INSPECTOR, "name": name})
    assert states(filled) == [("沈巡查", "replaced"), ("童视察", "valid"), ("沈巡查", "valid")]


def test_a_withdrawn_signature_stays_in_the_history(as_: As, cast: Cast, filled: Inspection) -> None:
    client = as_(cast.inspector)
    sign(client, filled, UNIT)
    url = f"/signatures/{Signature.get().id}/withdraw"
    assert [client.post(url, headers=HTMX).status_code for _ in range(2)] == [200, 200]
    assert states(filled) == [("秦立", "withdrawn")]
    history = client.get(f"/inspections/{filled.id}/history").text
    assert all(words in history for words in ("作废签字", "秦立", "副局长", "12.5"))
    assert Audit.select().where(Audit.action == "withdraw-signature").count() == 1


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


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"opinion": ""}, "请选择单位意见"),
        ({"opinion": "maybe"}, "单位意见没有“maybe”这一项"),
        ({"opinion": "object", "reason": " "}, "有异议的，请写明理由"),
        ({"name": " "}, "姓名最多30字，不能只有空格"),
        ({"position": ""}, "请填写单位代表的职务"),
        ({"drawing": ""}, "请手写签名，或者勾选"),
        ({"drawing": "[[[1,1],[2,2]]]"}, "签名太小或太短"),
        ({"drawing": "<svg/>"}, "签名没有认出来"),
        ({"signed_on": (now() + timedelta(days=2)).date().isoformat()}, "签字日期不能在今天以后"),
        ({"signed_on": "昨天"}, "签字日期应写成"),
        ({"reason": "长" * 501}, "理由最多500字"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    as_: As, cast: Cast, filled: Inspection, wrong: dict[str, str], said: str
) -> None:
    answer = sign(as_(cast.inspector), filled, {**UNIT, **wrong})
    assert (answer.status_code, said in answer.text, Signature.select().count()) == (422, True, 0)


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"talks": "x"}', '{"talks": null}', "[" * 90_000])
def test_a_request_that_does_not_say_what_was_seen_is_refused(
    as_: As, cast: Cast, filled: Inspection, seen: str
) -> None:
    fields = {**UNIT, "signed_on": "2020-07-01", "save_id": str(uuid4()), "seen": seen}
    answer = as_(cast.inspector).post(f"/inspections/{filled.id}/signatures", data=fields, headers=HTMX)
    assert (answer.status_code, Signature.select().count()) == (400, 0)


def test_without_script_a_typed_name_is_confirmed_face_to_face(
    as_: As, cast: Cast, filled: Inspection
) -> None:
    client = as_(cast.inspector)
    assert "没有手写签名：已当面确认" in client.get(f"/inspections/{filled.id}?plain=1").text
    typed = {**UNIT, "drawing": "", "in_person": "y"}
    answer = sign(client, filled, typed, htmx=False)
    assert answer.headers["Location"] == f"/inspections/{filled.id}#signatures"
    assert Signature.get().drawing is None
    assert "未手写签名，已当面确认" in client.get(f"/inspections/{filled.id}?plain=1").text


def test_without_script_a_refused_form_comes_back_as_it_was_typed(
    as_: As, cast: Cast, filled: Inspection
) -> None:
    answer = sign(as_(cast.inspector), filled, {**UNIT, "position": "", "drawing": ""}, htmx=False)
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("请填写单位代表的职务", 'value="秦立"', "请手写签名"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 404), ("contact", 404), ("outsider", 404), ("administrator", 403), ("manager", 403)],
)
def test_stranger_signs_nothing(as_: As, cast: Cast, filled: Inspection, who: str, status: int) -> None:
    sign(as_(cast.inspector), filled, UNIT)
    client = as_(getattr(cast, who))
    assert sign(client, filled, INSPECTOR).status_code == status
    assert client.post(f"/signatures/{Signature.get().id}/withdraw", headers=HTMX).status_code == status
    assert states(filled) == [("秦立", "valid")]


def test_a_signature_is_only_taken_by_post(as_: As, cast: Cast, filled: Inspection) -> None:
    sign(as_(cast.inspector), filled, UNIT)
    assert as_(cast.inspector).get(f"/signatures/{Signature.get().id}/withdraw").status_code == 405


@pytest.mark.parametrize(("state", "released"), [("submitted", False), ("approved", False), ("open", True)])
def test_signatures_stand_once_handed_in_and_after_release(
    as_: As, cast: Cast, filled: Inspection, state: str, released: bool
) -> None:
    client = as_(cast.inspector)
    sign(client, filled, UNIT)
    Inspection.update(state=state).execute()
    Round.update(state="released" if released else "open").execute()
    withdrawn = client.post(f"/signatures/{Signature.get().id}/withdraw", headers=HTMX)
    assert (sign(client, filled, INSPECTOR).status_code, withdrawn.status_code) == (409, 409)
    assert states(filled) == [("秦立", "valid")]


@pytest.mark.parametrize("who", ["manager", "contact"])
def test_manager_and_unit_see_the_signatures(as_: As, cast: Cast, filled: Inspection, who: str) -> None:
    sign(as_(cast.inspector), filled, UNIT)
    Round.update(state="released").execute()
    client = as_(getattr(cast, who))
    for path in (f"/inspections/{filled.id}", f"/inspections/{filled.id}/signatures"):
        text = client.get(path).text
        assert "被考核单位意见：同意" in text
        assert "data-sign" not in text


def test_somebody_elsewhere_sees_no_signature(as_: As, cast: Cast, filled: Inspection) -> None:
    Round.update(state="released").execute()
    assert as_(cast.outsider).get(f"/inspections/{filled.id}/signatures").status_code == 404


def test_a_round_may_ask_for_signatures_before_submission(as_: As, cast: Cast, filled: Inspection) -> None:
    Round.update(signatures_required=True).execute()
    client = as_(cast.inspector)
    sign(client, filled, INSPECTOR)
    answer = client.post(f"/inspections/{filled.id}/submit")
    assert (answer.status_code, "还缺被考核单位的有效签字" in answer.text) == (422, True)
    assert again(filled).state == "open"
    sign(client, filled, UNIT)
    client.post(f"/inspections/{filled.id}/submit")
    assert again(filled).state == "submitted"


def test_a_signature_under_an_older_sheet_does_not_count(as_: As, cast: Cast, filled: Inspection) -> None:
    Round.update(signatures_required=True).execute()
    client = as_(cast.inspector)
    for fields in (INSPECTOR, UNIT):
        sign(client, filled, fields)
    post(client, filled, "talks", {"r0-of": "40", "r0-done": "40"}, seen=1)
    with pytest.raises(Unsigned, match="还缺督导人员和被考核单位的有效签字"):
        inspections.submit(again(filled), by=cast.inspector, at=now())


def test_a_round_asks_for_no_signature_by_default(cast: Cast, filled: Inspection) -> None:
    inspections.submit(filled, by=cast.inspector, at=now())
    assert again(filled).state == "submitted"


def test_the_score_sheet_prints_the_signatures_that_stand(
    app: Flask, as_: As, cast: Cast, filled: Inspection
) -> None:
    client = as_(cast.inspector)
    for fields in (INSPECTOR, UNIT, {**UNIT, "name": "秦明", "opinion": "object", "reason": "次数有误。"}):
        sign(client, filled, fields)
    sheet = gather_sheet(again(filled), app.config["INSPECT"], today=AT.date())
    assert sheet.unit_signature.name == "秦明"
    assert sheet.unit_signature.words == "有异议，理由：次数有误。"
    assert [one.name for one in sheet.inspector_signatures] == ["沈巡查"]
    assert not sheet.unit_signature.stale


def test_the_manager_sets_whether_a_round_asks(as_: As, cast: Cast, filled: Inspection) -> None:
    client, round_ = as_(cast.manager), filled.round
    sent = {
        "title": round_.title, "period_start": "2020-01-01", "period_end": "2020-06-30",
        "deadline": "2020-07-31", "units": [cast.unit.id, cast.elsewhere.id], "signatures_required": "y",
    }  # fmt: skip
    client.post(f"/rounds/{round_.id}", data=sent)
    assert Round.get().signatures_required
    assert "提交以前须由督导人员和被考核单位代表签字" in client.get(f"/rounds/{round_.id}").text
