"""The visit log of an inspection."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.storage.audit import content_of
from inspect_app.storage.models import Audit, Inspection, Round, Visit
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX

As = Callable[..., FlaskClient]
TYPED = {
    "date": "2020-06-18",
    "place": "县局三楼",
    "people": "陈立、方敏",
    "inspectors": "沈巡查",
    "note": "座谈",
}


def log(client: FlaskClient, inspection: Inspection, *, htmx: bool = True, **typed: Any) -> TestResponse:
    data = {**TYPED, "save_id": str(uuid4()), **typed}
    return client.post(f"/inspections/{inspection.id}/visits", data=data, headers=HTMX if htmx else {})


def remove(client: FlaskClient, visit: Visit) -> TestResponse:
    return client.post(f"/visits/{visit.id}/delete", headers=HTMX)


@pytest.fixture
def visit(as_: As, cast: Cast, inspection: Inspection) -> Visit:
    log(as_(cast.inspector), inspection)
    row: Visit = Visit.get()
    return row


def test_visit_is_logged_and_shown(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = log(as_(cast.inspector), inspection)
    assert response.status_code == 200
    assert "2020年6月18日 · 县局三楼" in response.text
    row = Visit.get()
    assert (row.people, row.inspectors, row.note) == ("陈立、方敏", "沈巡查", "座谈")


def test_visit_is_audited(cast: Cast, inspection: Inspection, visit: Visit) -> None:
    row = Audit.get(Audit.action == "add-visit")
    assert (row.user, row.inspection, content_of(row)) == (cast.inspector, inspection, TYPED)


def test_same_visit_twice_is_logged_once(as_: As, cast: Cast, inspection: Inspection) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    assert [log(client, inspection, save_id=save_id).status_code for _ in range(2)] == [200, 200]
    assert (Visit.select().count(), Audit.select().count()) == (1, 1)


def test_visit_without_script_leads_back_to_the_form(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = log(as_(cast.inspector), inspection, htmx=False)
    assert response.headers["Location"] == f"/inspections/{inspection.id}#visits"


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("date", "", "请填写日期"),
        ("date", "六月", "日期应写成2020-06-30这样的日期"),
        ("date", "2050-01-01", "走访日期不能在今天以后"),
        ("date", "0001-06-18", "年份应在1990至2100之间，不能填1年"),
        ("place", "  ", "请填写地点"),
        ("place", "长" * 61, "地点最多60字"),
        ("people", "", "请填写见到的人"),
        ("people", "长" * 201, "最多200字"),
        ("inspectors", "\0", "请填写督导人员"),
        ("inspectors", "长" * 201, "最多200字"),
        ("note", "长" * 1001, "备注最多1000字"),
    ],
)
def test_wrong_visit_is_refused_at_its_field(
    as_: As, cast: Cast, inspection: Inspection, field: str, typed: str, said: str, htmx: bool
) -> None:
    response = log(as_(cast.inspector), inspection, htmx=htmx, **{field: typed})
    assert response.status_code == 422
    assert f'aria-describedby="err-visit-{field}" aria-invalid="true"' in response.text
    assert said in response.text.split(f'id="err-visit-{field}">')[1].split("<")[0]
    assert all(kept in response.text for name, kept in TYPED.items() if name != field)
    assert ("<html" in response.text) is not htmx
    assert not Visit.select().exists()


def test_visit_is_removed_and_the_audit_log_keeps_it(
    as_: As, cast: Cast, inspection: Inspection, visit: Visit
) -> None:
    assert remove(as_(cast.inspector), visit).status_code == 200
    assert not Visit.select().exists()
    row = Audit.get(Audit.action == "remove-visit")
    assert (row.before, row.after) == (TYPED, None)


def test_removing_twice_is_once(as_: As, cast: Cast, visit: Visit) -> None:
    client = as_(cast.inspector)
    assert [remove(client, visit).status_code for _ in range(2)] == [200, 200]
    assert Audit.select().where(Audit.action == "remove-visit").count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 404), ("contact", 404), ("outsider", 404), ("administrator", 403), ("manager", 403)],
)
def test_stranger_neither_logs_nor_removes(
    as_: As, cast: Cast, inspection: Inspection, visit: Visit, who: str, status: int
) -> None:
    client = as_(getattr(cast, who))
    assert log(client, inspection).status_code == status
    assert remove(client, visit).status_code == status
    assert Visit.select().count() == 1


def test_logged_out_person_neither_logs_nor_removes(
    client: FlaskClient, inspection: Inspection, visit: Visit
) -> None:
    assert log(client, inspection, htmx=False).headers["Location"].startswith("/login")
    assert remove(client, visit).status_code != 200
    assert Visit.select().count() == 1


@pytest.mark.parametrize(("state", "released"), [("submitted", False), ("approved", False), ("open", True)])
def test_log_is_closed_once_handed_in_and_after_release(
    as_: As, cast: Cast, inspection: Inspection, visit: Visit, state: str, released: bool
) -> None:
    Inspection.update(state=state).execute()
    Round.update(state="released" if released else "open").execute()
    client = as_(cast.inspector)
    assert (log(client, inspection).status_code, remove(client, visit).status_code) == (409, 409)
    assert Visit.select().count() == 1


def test_visit_needs_a_save_id(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = log(as_(cast.inspector), inspection, save_id="x")
    assert response.status_code == 400
    assert "保存编号" in response.text
