"""Handing a sheet in."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Audit, Inspection, Round
from tests.integration.conftest import Cast
from tests.integration.filling import FILLED, HTMX, again, fill, save

As = Callable[..., FlaskClient]


@pytest.fixture
def path(inspection: Inspection) -> str:
    return f"/inspections/{inspection.id}/submit"


def test_complete_sheet_is_submitted(as_: As, cast: Cast, inspection: Inspection, path: str) -> None:
    fill(inspection, by=cast.inspector)
    assert as_(cast.inspector).post(path).status_code == 302
    row = again(inspection)
    assert (row.state, row.submitted_by) == ("submitted", cast.inspector)
    assert row.submitted_at is not None


def test_submission_is_audited_from_and_to(as_: As, cast: Cast, inspection: Inspection, path: str) -> None:
    fill(inspection, by=cast.inspector)
    as_(cast.inspector).post(path)
    row = Audit.get(Audit.action == "submitted")
    assert (row.user, row.inspection, row.before["state"]) == (cast.inspector, inspection, "open")
    assert row.after["state"] == "submitted"


def test_submit_refuses_unanswered_items_and_links_to_each(
    as_: As, cast: Cast, inspection: Inspection, path: str
) -> None:
    save(inspection, "talks", FILLED["talks"], by=cast.inspector)
    save(inspection, "quality", {"r0-value": "1"}, by=cast.inspector)
    response = as_(cast.inspector).post(path)
    assert response.status_code == 422
    assert f'href="/inspections/{inspection.id}#card-meetings"' in response.text
    assert "还缺理由" in response.text
    assert "#card-talks" not in response.text
    assert again(inspection).state == "open"


def test_submitting_twice_is_once(as_: As, cast: Cast, inspection: Inspection, path: str) -> None:
    fill(inspection, by=cast.inspector)
    client = as_(cast.inspector)
    assert [client.post(path).status_code for _ in range(2)] == [302, 302]
    assert Audit.select().where(Audit.action == "submitted").count() == 1


def test_submission_scores_from_the_answers_alone(
    as_: As, cast: Cast, inspection: Inspection, path: str
) -> None:
    fill(inspection, by=cast.inspector)
    Inspection.update(tally={**again(inspection).tally, "total": "20.00"}).execute()
    as_(cast.inspector).post(path)
    assert again(inspection).tally["total"] == "12.50"


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 404), ("contact", 404), ("outsider", 404), ("administrator", 403), ("manager", 403)],
)
def test_only_the_assigned_inspector_submits(
    as_: As, cast: Cast, inspection: Inspection, path: str, who: str, status: int
) -> None:
    fill(inspection, by=cast.inspector)
    assert as_(getattr(cast, who)).post(path).status_code == status
    assert again(inspection).state == "open"


def test_logged_out_person_submits_nothing(
    client: FlaskClient, cast: Cast, inspection: Inspection, path: str
) -> None:
    fill(inspection, by=cast.inspector)
    assert client.post(path).headers["Location"].startswith("/login")
    assert again(inspection).state == "open"


@pytest.mark.parametrize(("state", "released"), [("approved", False), ("open", True)])
def test_submit_is_refused_after_approval_and_after_release(
    as_: As, cast: Cast, inspection: Inspection, path: str, state: str, released: bool
) -> None:
    fill(inspection, by=cast.inspector)
    Inspection.update(state=state).execute()
    Round.update(state="released" if released else "open").execute()
    assert as_(cast.inspector).post(path, headers=HTMX).status_code == 409
    assert again(inspection).state == state
