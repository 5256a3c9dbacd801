"""A signature is taken once, replaced and withdrawn, and never lost from the history."""

import json
from uuid import uuid4

from inspect_app.storage.models import Audit, Inspection, Signature
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX
from tests.integration.signatures.conftest import INK, INSPECTOR, UNIT, As, sign, states


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
