"""Guessed addresses: whoever may not know of a thing does not learn that it is there."""

import io
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.services import notices
from inspect_app.storage.models import Inspection, Notice, Photo, Round
from tests.integration.conftest import AT, PASSWORD, Cast
from tests.integration.filling import approve
from tests.integration.images import picture

As = Callable[..., FlaskClient]
INSPECTION, PHOTO, NOTICE = "/inspections/{inspection}", "/photos/{photo}", "/notices/{notice}"
ADDRESSES = [INSPECTION, f"{INSPECTION}/history", PHOTO, f"{PHOTO}/thumb", NOTICE, "/rankings/{round}"]


@pytest.fixture
def ids(as_: As, cast: Cast, inspection: Inspection) -> dict[str, int]:
    """An approved sheet with a photograph and an unissued notice."""
    sent = {"entry": "talks", "save_id": str(uuid4()), "file": (io.BytesIO(picture()), "a.jpg")}
    as_(cast.inspector).post(f"/inspections/{inspection.id}/photos", data=sent)
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    notices.draft_all(inspection.round, AT.date(), by=cast.manager, at=AT)
    rows = {"inspection": inspection, "photo": Photo.get(), "notice": Notice.get(), "round": inspection.round}
    return {name: row.id for name, row in rows.items()}


def statuses(client: FlaskClient, ids: dict[str, int]) -> list[int]:
    found = []
    for address in ADDRESSES:
        with client.get(address.format(**ids)) as response:
            found.append(response.status_code)
    return found


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("administrator", [200, 200, 200, 200, 200, 200]),
        ("manager", [200, 200, 200, 200, 200, 200]),
        ("inspector", [200, 200, 200, 200, 404, 403]),
        ("colleague", [404, 404, 404, 404, 404, 403]),
        ("contact", [404, 404, 404, 404, 404, 404]),
        ("outsider", [404, 404, 404, 404, 404, 404]),
    ],
)
def test_before_release_each_sees_his_own(
    as_: As, cast: Cast, ids: dict[str, int], who: str, found: list[int]
) -> None:
    assert statuses(as_(getattr(cast, who)), ids) == found


@pytest.mark.parametrize(
    ("who", "found"),
    [("contact", [200, 403, 200, 200, 200, 200]), ("outsider", [404, 404, 404, 404, 404, 200])],
)
def test_after_release_a_unit_sees_exactly_its_own(
    as_: As, cast: Cast, ids: dict[str, int], who: str, found: list[int]
) -> None:
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    Round.update(state="released").execute()
    assert statuses(as_(getattr(cast, who)), ids) == found


def test_list_of_sheets_holds_exactly_ones_own(as_: As, cast: Cast, ids: dict[str, int]) -> None:
    assert "清河县局" not in as_(cast.colleague).get("/inspections/").text
    assert "清河县局" not in as_(cast.contact).get("/inspections/").text.split("<main")[1]
    Round.update(state="released").execute()
    page = as_(cast.contact).get("/inspections/").text.split("<main")[1]
    assert "清河县局" in page
    assert "东湖区局" not in page


def test_released_sheet_is_read_only_for_its_unit(as_: As, cast: Cast, ids: dict[str, int]) -> None:
    Round.update(state="released").execute()
    page = as_(cast.contact).get(INSPECTION.format(**ids)).text.split("<main")[1].split("</main")[0]
    assert "廉政谈话率90%" in page
    assert set(re.findall(r'<form[^>]* method="post"[^>]* action="([^"]+)"', page)) == {"/printouts/"}
    assert f"/photos/{ids['photo']}/thumb" in page


def test_logged_out_person_is_sent_to_the_log_in_page(client: FlaskClient, ids: dict[str, int]) -> None:
    assert statuses(client, ids) == [302] * len(ADDRESSES)


@pytest.mark.parametrize(
    "path",
    [
        "/inspections/999", "/inspections/99999999999999999999", "/inspections/-1", "/inspections/²",
        "/photos/999", "/photos/99999999999/thumb", "/photos/../var/inspect.db", "/notices/999",
        "/notices/99999999999999999999", "/rankings/99999999999999999999", "/printouts/99999999999999999999",
        "/rounds/99999999999999999999", "/static/../config.py", "/static/%2e%2e/pyproject.toml", "/nothing",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_page_in_chinese(as_: As, cast: Cast, path: str) -> None:
    response = as_(cast.manager).get(path)
    assert response.status_code == 404
    assert "没有找到" in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "http:evil.example",
     "javascript:alert(1)", "/%09/evil.example", "\t//evil.example", "/\t/evil.example"],
)  # fmt: skip
def test_log_in_leads_to_no_other_site(client: FlaskClient, cast: Cast, target: str) -> None:
    data = {"login": "duban", "password": PASSWORD}
    response = client.post("/login", query_string={"next": target}, data=data)
    assert response.status_code == 302
    location = response.headers["Location"]
    assert location.startswith("/")
    assert not location.replace("\t", "").startswith(("//", "/\\"))
