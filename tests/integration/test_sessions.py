"""Logging in and out, and one's own password."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Audit, LoginFailure, User
from tests.integration.conftest import PASSWORD, Cast

As = Callable[..., FlaskClient]
NEW_PASSWORD = {"old": PASSWORD, "new": "xin-mima-88", "again": "xin-mima-88"}


@pytest.mark.parametrize(
    ("login", "home"),
    [("guanli", "/people"), ("duban", "/rounds"), ("xuncha", "/inspections/"), ("qinghe", "/rankings/")],
)
def test_each_role_begins_at_its_own_page(client: FlaskClient, cast: Cast, login: str, home: str) -> None:
    response = client.post("/login", data={"login": login, "password": PASSWORD})
    assert response.headers["Location"] == home
    assert client.get(home).status_code == 200


@pytest.mark.parametrize("login", ["xuncha", "nobody"])
def test_wrong_password_and_unknown_name_read_the_same(client: FlaskClient, cast: Cast, login: str) -> None:
    response = client.post("/login", data={"login": login, "password": "wrong"})
    assert response.status_code == 422
    assert "账号或密码不对" in response.text
    assert login in response.text


def test_five_failures_stop_even_the_right_password(client: FlaskClient, cast: Cast) -> None:
    for _ in range(5):
        client.post("/login", data={"login": "xuncha", "password": "wrong"})
    response = client.post("/login", data={"login": "xuncha", "password": PASSWORD})
    assert response.status_code == 429
    assert "15分钟后再试" in response.text


def test_right_password_clears_the_failures(client: FlaskClient, cast: Cast) -> None:
    client.post("/login", data={"login": "xuncha", "password": "wrong"})
    client.post("/login", data={"login": "xuncha", "password": PASSWORD})
    assert not LoginFailure.select().exists()


@pytest.mark.parametrize("data", [{}, {"login": "xuncha"}, {"password": PASSWORD}])
def test_empty_log_in_is_answered_at_its_field(client: FlaskClient, cast: Cast, data: dict[str, str]) -> None:
    assert client.post("/login", data=data).status_code == 422


def test_a_name_that_no_database_takes_is_a_wrong_one(client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/login", data={"login": "xun\0", "password": "\0"})
    assert "账号或密码不对" in answer.text


def test_closed_account_cannot_log_in(client: FlaskClient, cast: Cast) -> None:
    User.update(active=False).where(User.login == "xuncha").execute()
    assert client.post("/login", data={"login": "xuncha", "password": PASSWORD}).status_code == 422


def test_after_log_in_the_page_that_was_wanted_opens(client: FlaskClient, cast: Cast) -> None:
    wanted = client.get("/people").headers["Location"]
    response = client.post(wanted, data={"login": "duban", "password": PASSWORD})
    assert response.headers["Location"] == "/people"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "http://[",
        "/a%0d%0aX:1",
        "/%09/evil.example",
    ],
)
def test_log_in_never_leads_away(client: FlaskClient, cast: Cast, target: str) -> None:
    response = client.post(f"/login?next={target}", data={"login": "duban", "password": PASSWORD})
    assert response.headers["Location"] == "/rounds"


def test_log_out_ends_the_session(as_: As, cast: Cast) -> None:
    client = as_(cast.manager)
    client.post("/logout")
    assert client.get("/rounds").status_code == 302
    assert client.post("/logout").status_code == 302
    assert Audit.select().where(Audit.action == "log-out").count() == 1


def test_own_password_is_changed_and_other_sessions_end(as_: As, cast: Cast) -> None:
    here, there = as_(cast.manager), as_(cast.manager)
    assert here.post("/password", data=NEW_PASSWORD).status_code == 302
    assert here.get("/rounds").status_code == 200
    assert there.get("/rounds").status_code == 302


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"old": "wrong"}, "现在的密码不对"),
        ({"new": "short", "again": "short"}, "新密码要8个字以上"),
        ({"again": "another-one"}, "两次填写的新密码不一样"),
    ],
)
def test_wrong_password_change_is_refused(as_: As, cast: Cast, change: dict[str, str], message: str) -> None:
    response = as_(cast.manager).post("/password", data={**NEW_PASSWORD, **change})
    assert response.status_code == 422
    assert message in response.text
