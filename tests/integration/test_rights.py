"""Every route × every kind of person × every state, beside the table in rights.py of who may."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from inspect_app.config import Config
from inspect_app.storage import database
from inspect_app.storage.models import User
from tests.integration.conftest import Cast
from tests.integration.rights import STATES, TABLE, allowed
from tests.integration.stage import Stage

KEPT_OUT = {401, 403, 404}
OTHER_METHODS = ("PUT", "PATCH", "DELETE")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # rights are the same on both


@pytest.fixture
def stage(cast: Cast, as_: Callable[[User], FlaskClient], config: Config) -> Stage:
    return Stage(cast, as_, config)


def rules_of(app: Flask) -> dict[str, Rule]:
    return {rule.endpoint: rule for rule in app.url_map.iter_rules()}


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert {route.partition("?")[0] for route in TABLE} == set(rules_of(app))


@on_sqlite
@pytest.mark.parametrize("letter", "AMIFCUON")
def test_everybody_gets_where_he_belongs_and_nowhere_else(app: Flask, stage: Stage, letter: str) -> None:
    wrong = []
    for route in TABLE:
        for state in STATES:
            should = letter in allowed(route, state)
            if should != is_let_in(app, stage, letter, route, state):
                wrong.append(f"{route} ({state}): {'kept out' if should else 'let in'}")
    assert wrong == []


def is_let_in(app: Flask, stage: Stage, letter: str, route: str, state: str) -> bool:
    """Whether the route answers the person; what it has done is undone, and must be nothing where he is kept out."""
    endpoint, _, query = route.partition("?")
    rule = rules_of(app)[endpoint]
    path = path_of(rule, stage.ids[state], stage)
    with undone():
        before = rows()
        response = ask(app, stage, letter, rule, path, posted(query, stage.ids[state]))
        location = response.headers.get("Location", "")
        let_in = response.status_code not in KEPT_OUT and not location.startswith("/login?")
        assert response.status_code != 500, (route, letter)
        assert let_in or rows() == before, (route, letter, state)
    return let_in


def ask(app: Flask, stage: Stage, letter: str, rule: Rule, path: str, data: dict[str, str]) -> Any:
    user = stage.people[letter]
    client = stage.as_(user) if user else app.test_client()
    if "POST" in rule.methods:
        with client.post(path, data=data) as response:
            return response
    with client.get(path) as response:
        return response


def posted(query: str, ids: dict[str, Any]) -> dict[str, str]:
    """What every write is given, and what a print job is asked of."""
    numbers = {
        name: str(ids[of])
        for name, of in (
            ("inspection", "inspections"),
            ("notice", "notices"),
            ("round", "round"),
            ("overall", "overall"),
        )
    }
    return {
        "save_id": str(uuid4()),
        "version": "0",
        "entry": "talks",
        "document": query.partition("=")[2],
        **numbers,
    }


def path_of(rule: Rule, ids: dict[str, Any], stage: Stage) -> str:
    """The rule's address with the ids of what is there in that state."""
    given = {
        "id": id_in(rule, ids),
        "key": "talks",
        "photo": stage.before.id if rule.endpoint == "memories.thumb" else ids["photo"].save_id,
        "upload": uuid4(),
        "number": 0,
        "page": 1,
        "name": "four-checks",
        "filename": "app.js",
    }
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda found: str(given[found[1]]), rule.rule)


def id_in(rule: Rule, ids: dict[str, Any]) -> Any:
    """Of what the address is, by its first word; of the office's numbers by the word after it."""
    words = rule.rule.strip("/").split("/")
    subject = next(
        (word for word in words if word in ("parameters", "office", "units", "accounts")), words[0]
    )
    if words[0] == "photos":
        return ids["photo"].id
    if words[0] in ("rounds", "rankings") or words[:2] == ["notices", "rounds"]:
        return ids.get(subject, ids["round"])
    return ids["printouts"] if words[0] == "printouts" else ids.get(subject)


@contextmanager
def undone() -> Iterator[None]:
    with database.database.atomic() as transaction:
        yield
        transaction.rollback()


def rows() -> list[int]:
    """How many there are of each table, the audit log among them."""
    tables = sorted(database.database.get_tables())
    return [database.database.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables]


@on_sqlite
def test_no_route_takes_a_method_that_it_does_not_name(app: Flask, stage: Stage) -> None:
    client = stage.as_(stage.cast.manager)
    for rule in rules_of(app).values():
        for method in OTHER_METHODS:
            assert client.open(path_of(rule, stage.ids["work"], stage), method=method).status_code == 405, (
                rule
            )
