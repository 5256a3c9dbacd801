"""Approving a sheet, or sending it back."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.services import inspections, notices
from inspect_app.services.signatures import SignatureEntry, sign
from inspect_app.storage.models import Answer, Audit, Inspection, Notice, Round
from tests.integration.conftest import AT, Cast
from tests.integration.filling import HTMX, again, approve, fill, hand_in

As = Callable[..., FlaskClient]


@pytest.fixture
def submitted(cast: Cast, inspection: Inspection) -> Inspection:
    hand_in(inspection, by=cast.inspector)
    return again(inspection)


def send_back(client: FlaskClient, inspection: Inspection, reason: str = "补附台账", **given: object) -> int:
    return client.post(f"/inspections/{inspection.id}/return", data={"reason": reason}, **given).status_code


def test_submitted_sheet_is_approved(as_: As, cast: Cast, submitted: Inspection) -> None:
    assert as_(cast.manager).post(f"/inspections/{submitted.id}/approve").status_code == 302
    row = again(submitted)
    assert (row.state, row.reviewed_by) == ("approved", cast.manager)
    audit = Audit.get(Audit.action == "approved")
    assert (audit.before["state"], audit.after["state"]) == ("submitted", "approved")


def test_approving_twice_is_once(as_: As, cast: Cast, submitted: Inspection) -> None:
    client = as_(cast.manager)
    statuses = [client.post(f"/inspections/{submitted.id}/approve").status_code for _ in range(2)]
    assert statuses == [302, 302]
    assert Audit.select().where(Audit.action == "approved").count() == 1


@pytest.mark.parametrize("state", ["assigned", "open", "returned"])
def test_only_a_submitted_sheet_is_approved(as_: As, cast: Cast, inspection: Inspection, state: str) -> None:
    Inspection.update(state=state).execute()
    path = f"/inspections/{inspection.id}/approve"
    assert as_(cast.manager).post(path, headers=HTMX).status_code == 409
    assert again(inspection).state == state


def test_nothing_is_approved_after_release(as_: As, cast: Cast, submitted: Inspection) -> None:
    Round.update(state="released").execute()
    response = as_(cast.manager).post(f"/inspections/{submitted.id}/approve", headers=HTMX)
    assert response.status_code == 409
    assert "已经发布" in response.text
    assert again(submitted).state == "submitted"


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_sheet_goes_back_with_a_reason_that_the_inspector_reads(
    as_: As, cast: Cast, submitted: Inspection, state: str
) -> None:
    Inspection.update(state=state).execute()
    assert send_back(as_(cast.manager), submitted) == 302
    assert (again(submitted).state, again(submitted).return_reason) == ("returned", "补附台账")
    assert "补附台账" in as_(cast.inspector).get(f"/inspections/{submitted.id}").text
    audit = Audit.get(Audit.action == "returned")
    assert (audit.before["state"], audit.after) == (state, {"state": "returned", "reason": "补附台账"})


def test_reviewer_reads_above_the_items_that_the_unit_objects(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    fill(inspection, by=cast.inspector)
    entry = SignatureEntry("unit", "秦明", AT.date(), "局长", "object", "第二项次数有误")
    seen = {row.entry: row.version for row in Answer.select()}
    sign(inspection, entry, seen=seen, by=cast.inspector, save_id=str(uuid4()), at=AT)
    inspections.submit(again(inspection), by=cast.inspector, at=AT)
    page = as_(cast.manager).get(f"/inspections/{inspection.id}").text
    assert "被考核单位有异议：第二项次数有误" in page[: page.index('class="card"')]


def test_sending_back_twice_is_once(as_: As, cast: Cast, submitted: Inspection) -> None:
    client = as_(cast.manager)
    assert [send_back(client, submitted) for _ in range(2)] == [302, 302]
    assert Audit.select().where(Audit.action == "returned").count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "\0", "长" * 501])
def test_sending_back_needs_a_reason_of_decent_length(
    as_: As, cast: Cast, submitted: Inspection, reason: str
) -> None:
    response = as_(cast.manager).post(f"/inspections/{submitted.id}/return", data={"reason": reason})
    assert response.status_code == 422
    assert "请写明退回理由" in response.text or "理由最多500字" in response.text
    assert 'aria-invalid="true"' in response.text
    assert again(submitted).state == "submitted"


def test_returned_sheet_is_corrected_submitted_and_approved(
    as_: As, cast: Cast, submitted: Inspection
) -> None:
    send_back(as_(cast.manager), submitted)
    as_(cast.inspector).post(f"/inspections/{submitted.id}/submit")
    as_(cast.manager).post(f"/inspections/{submitted.id}/approve")
    assert (again(submitted).state, again(submitted).return_reason) == ("approved", "")


def test_sheet_that_was_not_handed_in_does_not_go_back(as_: As, cast: Cast, inspection: Inspection) -> None:
    fill(inspection, by=cast.inspector)
    assert send_back(as_(cast.manager), inspection, headers=HTMX) == 409


def test_sheet_does_not_go_back_after_release(as_: As, cast: Cast, submitted: Inspection) -> None:
    Round.update(state="released").execute()
    assert send_back(as_(cast.manager), submitted, headers=HTMX) == 409
    assert again(submitted).state == "submitted"


def test_sheet_does_not_go_back_once_its_notice_is_issued(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    notices.draft_all(inspection.round, AT.date(), by=cast.manager, at=AT)
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    response = as_(cast.manager).post(
        f"/inspections/{inspection.id}/return", data={"reason": "补"}, headers=HTMX
    )
    assert response.status_code == 409
    assert "已经印发" in response.text
    assert again(inspection).state == "approved"


@pytest.mark.parametrize(
    ("who", "status"),
    [("inspector", 403), ("colleague", 404), ("contact", 404), ("outsider", 404), ("administrator", 403)],
)
def test_only_a_manager_reviews(as_: As, cast: Cast, submitted: Inspection, who: str, status: int) -> None:
    client = as_(getattr(cast, who))
    assert client.post(f"/inspections/{submitted.id}/approve").status_code == status
    assert send_back(client, submitted) == status
    assert again(submitted).state == "submitted"


def test_logged_out_person_reviews_nothing(client: FlaskClient, submitted: Inspection) -> None:
    assert client.post(f"/inspections/{submitted.id}/approve").headers["Location"].startswith("/login")
    assert send_back(client, submitted) == 302
    assert again(submitted).state == "submitted"
