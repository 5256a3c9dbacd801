"""Who else is at which item of a sheet now, and what was saved since it was opened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.config import now
from inspect_app.services.sharing import PRESENT
from inspect_app.storage.models import Answer, Assignment, Audit, Inspection, Presence
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX, post

As = Callable[..., FlaskClient]
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def shared(inspection: Inspection, cast: Cast) -> Inspection:
    """The inspection, which the colleague fills as well."""
    Assignment.create(inspection=inspection, user=cast.colleague)
    return inspection


def be_at(
    client: FlaskClient, inspection: Inspection, entry: str = "talks", since: Any = None
) -> TestResponse:
    data = {"entry": entry, "since": str(since or now())}
    return client.post(f"/inspections/{inspection.id}/presence", data=data, headers=HTMX)


def test_each_is_told_where_the_other_is_and_not_where_he_is_himself(
    as_: As, cast: Cast, shared: Inspection
) -> None:
    assert be_at(as_(cast.inspector), shared).json["here"] == []
    told = be_at(as_(cast.colleague), shared, "meetings").json
    assert told["here"] == [{"entry": "talks", "words": "沈巡查正在填这一项"}]


def test_moving_on_leaves_the_item_before(as_: As, cast: Cast, shared: Inspection) -> None:
    for entry in ("talks", "meetings", "meetings"):
        be_at(as_(cast.inspector), shared, entry)
    here = be_at(as_(cast.colleague), shared).json["here"]
    assert [one["entry"] for one in here] == ["meetings"]
    assert Presence.select().count() == 2


def test_who_says_nothing_more_is_gone_after_a_while(as_: As, cast: Cast, shared: Inspection) -> None:
    be_at(as_(cast.inspector), shared)
    Presence.update(at=now() - PRESENT - timedelta(seconds=1)).execute()
    assert be_at(as_(cast.colleague), shared).json["here"] == []


def test_who_is_nowhere_is_not_shown(as_: As, cast: Cast, shared: Inspection) -> None:
    for entry in ("talks", ""):
        assert be_at(as_(cast.inspector), shared, entry).status_code == 200
    assert be_at(as_(cast.colleague), shared).json["here"] == []


def test_what_was_saved_since_is_told_with_its_version(as_: As, cast: Cast, shared: Inspection) -> None:
    opened = now()
    post(as_(cast.colleague), shared)
    (told,) = be_at(as_(cast.inspector), shared, since=opened).json["newer"]
    assert (told["entry"], told["version"]) == ("talks", 1)
    assert told["words"].startswith("童视察在")
    assert told["words"].endswith("改过这一项")


def test_what_was_saved_before_is_not_told_again(as_: As, cast: Cast, shared: Inspection) -> None:
    post(as_(cast.colleague), shared)
    Answer.update(updated_at=now() - timedelta(seconds=5)).execute()
    assert be_at(as_(cast.inspector), shared, since=now()).json["newer"] == []


def test_presence_changes_nothing_of_the_sheet_and_is_no_history(
    as_: As, cast: Cast, shared: Inspection
) -> None:
    be_at(as_(cast.inspector), shared)
    assert not Audit.select().exists()
    assert Inspection.get_by_id(shared.id).state == "assigned"


def test_heartbeat_costs_five_statements_and_one_write(
    as_: As, cast: Cast, shared: Inspection, statements: Callable[[], Any]
) -> None:
    client = as_(cast.inspector)
    with statements() as seen:
        assert be_at(client, shared).status_code == 200
    assert len(seen) <= 5, seen
    assert len([sql for sql in seen if sql.lstrip().startswith(WRITES)]) == 1


def test_only_a_shared_sheet_asks(as_: As, cast: Cast, inspection: Inspection) -> None:
    client, path = as_(cast.inspector), f"/inspections/{inspection.id}"
    assert "presence.js" not in client.get(path).text
    Assignment.create(inspection=inspection, user=cast.colleague)
    assert "presence.js" in client.get(path).text
    assert "presence.js" not in as_(cast.manager).get(path).text


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 404), ("contact", 404), ("outsider", 404), ("manager", 403)]
)
def test_stranger_is_nowhere(as_: As, cast: Cast, inspection: Inspection, who: str, status: int) -> None:
    assert be_at(as_(getattr(cast, who)), inspection).status_code == status
    assert not Presence.select().exists()


@pytest.mark.parametrize(("entry", "since", "status"), [("x", None, 404), ("talks", "yesterday", 400)])
def test_junk_is_refused(
    as_: As, cast: Cast, shared: Inspection, entry: str, since: Any, status: int
) -> None:
    assert be_at(as_(cast.inspector), shared, entry, since).status_code == status
    assert not Presence.select().exists()


def test_ended_session_is_told_so(client: FlaskClient, cast: Cast, shared: Inspection) -> None:
    headers = {**HTMX, "Save-User": str(cast.inspector.id)}
    response = client.post(f"/inspections/{shared.id}/presence", data={}, headers=headers)
    assert (response.status_code, response.headers["Save-State"]) == (401, "signed-out")
