"""What is missing is said at its field; strangers neither sign nor see, and nobody signs a closed sheet."""

from datetime import timedelta

import pytest

from inspect_app.config import now
from inspect_app.storage.models import Inspection, Round, Signature
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX
from tests.integration.signatures.conftest import INSPECTOR, UNIT, As, sign, states


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
