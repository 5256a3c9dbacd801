"""What the service worker is given, and what it may keep of whom."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.storage.models import Inspection, User
from inspect_app.web import offline
from tests.integration.conftest import Cast


def given_to_worker(client: FlaskClient) -> dict[str, Any]:
    text = client.get("/worker.js").text
    return {
        name: json.loads(value)
        for name, value in re.findall(r"(?m)^const (VERSION|FILES|SHELL) = (.+);$", text)
    }


def test_worker_serves_the_whole_site_and_is_always_asked_anew(client: FlaskClient) -> None:
    answer = client.get("/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_worker_changes_with_every_version_of_the_files(app: Flask, client: FlaskClient) -> None:
    given = given_to_worker(client)
    assert app.static_url_path == f"/static/{given['VERSION']}"
    assert all(address.startswith(f"{app.static_url_path}/") for address in given["FILES"])


def test_every_file_of_the_worker_can_be_fetched(client: FlaskClient) -> None:
    given = given_to_worker(client)
    assert len(given["FILES"]) > 10
    for address in [*given["FILES"], given["SHELL"]]:
        with client.get(address) as answer:
            assert answer.status_code == 200, address


def test_page_for_want_of_network_is_nobodys(as_: Callable[[User], FlaskClient], cast: Cast) -> None:
    answer = as_(cast.inspector).get("/offline")
    assert cast.inspector.name not in answer.text
    assert "Page-User" not in answer.headers


def test_inspector_may_keep_his_sheets_and_their_list(
    as_: Callable[[User], FlaskClient], cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.inspector)
    sheet, listed = client.get(f"/inspections/{inspection.id}"), client.get("/inspections/")
    assert (sheet.headers["Page-Keep"], listed.headers["Page-Keep"]) == ("sheet", "list")
    assert sheet.headers["Page-User"] == str(cast.inspector.id)


@pytest.mark.parametrize("who", ["manager", "administrator", "colleague"])
def test_nobody_else_keeps_a_sheet(
    as_: Callable[[User], FlaskClient], cast: Cast, inspection: Inspection, who: str
) -> None:
    answer = as_(getattr(cast, who)).get(f"/inspections/{inspection.id}")
    assert "Page-Keep" not in answer.headers


def test_only_the_page_itself_is_kept(
    as_: Callable[[User], FlaskClient], cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.inspector)
    for path in (f"/inspections/{inspection.id}?plain=1", "/inspections/?state=released", "/checklists"):
        assert "Page-Keep" not in client.get(path).headers


def test_stranger_has_no_page_of_his_own(client: FlaskClient) -> None:
    assert "Page-User" not in client.get("/login").headers


def test_kept_pages_exist(app: Flask) -> None:
    assert set(offline.KEPT) <= {rule.endpoint for rule in app.url_map.iter_rules()}
