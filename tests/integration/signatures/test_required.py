"""A round may ask for signatures before a sheet is handed in; those that stand are printed."""

import pytest
from flask import Flask

from inspect_app.config import now
from inspect_app.printing.gathering import gather_sheet
from inspect_app.services import inspections
from inspect_app.storage.models import Inspection, Round
from inspect_app.storage.signatures import Unsigned
from tests.integration.conftest import AT, Cast
from tests.integration.filling import again, post
from tests.integration.signatures.conftest import INSPECTOR, UNIT, As, sign


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
