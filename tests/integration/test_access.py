"""Who may open which page and send which write of the office."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.storage.models import Audit, Round
from tests.integration.conftest import Cast

As = Callable[..., FlaskClient]
ADMINISTRATORS_WRITES = [
    "/people/units",
    "/people/units/1",
    "/people/units/1/rosters",
    "/people/import",
    "/people/accounts",
    "/people/accounts/1",
    "/people/accounts/1/password",
]
MANAGERS_WRITES = ["/rounds", "/rounds/1", "/rounds/1/assignments", "/rounds/1/release"]
OFFICE_WRITES = ["/checklists", "/checklists/examine"]
OFFICE_PAGES = [
    "/people",
    "/people/units/1",
    "/people/accounts",
    "/people/history",
    "/rounds",
    "/rounds/1",
    "/checklists/new",
]


@pytest.fixture
def round_(make_round: Callable[..., Round]) -> Round:
    return make_round()


@pytest.mark.parametrize("path", [*ADMINISTRATORS_WRITES, *MANAGERS_WRITES, *OFFICE_WRITES])
def test_strangers_write_nothing(client: FlaskClient, round_: Round, path: str) -> None:
    response = client.post(path)
    assert response.headers["Location"].startswith("/login")
    assert not Audit.select().exists()


@pytest.mark.parametrize("path", [*ADMINISTRATORS_WRITES, *MANAGERS_WRITES, *OFFICE_WRITES])
def test_inspectors_and_contacts_write_nothing(as_: As, cast: Cast, round_: Round, path: str) -> None:
    for user in (cast.inspector, cast.contact):
        assert as_(user).post(path).status_code == 403


@pytest.mark.parametrize("path", ADMINISTRATORS_WRITES)
def test_managers_do_not_administer(as_: As, cast: Cast, path: str) -> None:
    assert as_(cast.manager).post(path).status_code == 403


@pytest.mark.parametrize("path", MANAGERS_WRITES)
def test_administrators_do_not_manage_rounds(as_: As, cast: Cast, round_: Round, path: str) -> None:
    assert as_(cast.administrator).post(path).status_code == 403


@pytest.mark.parametrize("path", OFFICE_PAGES)
def test_office_pages_are_for_the_office(as_: As, cast: Cast, round_: Round, path: str) -> None:
    assert as_(cast.manager).get(path).status_code == 200
    assert as_(cast.administrator).get(path).status_code == 200
    assert as_(cast.inspector).get(path).status_code == 403
    assert as_(cast.contact).get(path).status_code == 403


def test_every_write_of_the_program_refuses_get(app: Flask, as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    for rule in app.url_map.iter_rules():
        writes = "POST" in rule.methods and not _is_read(app, rule.rule)
        if writes:
            path = rule.build({name: 1 if name == "id" else "1" for name in rule.arguments})[1]
            assert client.get(path).status_code in (404, 405), rule


def _is_read(app: Flask, path: str) -> bool:
    return any("GET" in rule.methods for rule in app.url_map.iter_rules() if rule.rule == path)


def test_a_manager_reads_units_without_buttons_to_change_them(as_: As, cast: Cast) -> None:
    page = as_(cast.manager).get(f"/people/units/{cast.unit.id}").text
    assert "陈立" in page
    assert "保存名册" not in page
