"""Accounts: made, changed, closed; the password is shown once and kept nowhere."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Audit, LoginFailure, User
from tests.integration.conftest import AT, Cast, make_user

As = Callable[..., FlaskClient]
NEW = {"login": "linxuncha", "name": "林巡查", "role": "inspector", "unit": "0", "active": "y"}


def shown_password(page: str) -> str:
    found = re.search(r'id="password">([^<]+)<', page)
    assert found
    return found[1]


def test_new_account_logs_in_with_the_password_shown(as_: As, cast: Cast, client: FlaskClient) -> None:
    page = as_(cast.administrator).post("/people/accounts", data=NEW).text
    response = client.post("/login", data={"login": "linxuncha", "password": shown_password(page)})
    assert response.status_code == 302


def test_password_is_not_in_the_audit_log(as_: As, cast: Cast) -> None:
    password = shown_password(as_(cast.administrator).post("/people/accounts", data=NEW).text)
    row = Audit.get(Audit.action == "add-account")
    assert row.after["login"] == "linxuncha"
    assert password not in str(row.after)


def test_adding_an_account_twice_stores_once(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    client.post("/people/accounts", data=NEW)
    again = client.post("/people/accounts", data=NEW)
    assert again.status_code == 422
    assert "这个账号已经有人使用" in again.text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"login": ""}, "请填写账号"),
        ({"login": "有 空格"}, "不要空格"),
        ({"name": ""}, "请填写姓名"),
        ({"role": "king"}, "请选择角色"),
        ({"role": "contact"}, "联系人要选所属单位"),
        ({"unit": "999"}, "请选择所属单位"),
    ],
)
def test_wrong_account_is_answered_at_its_field(
    as_: As, cast: Cast, change: dict[str, str], message: str
) -> None:
    response = as_(cast.administrator).post("/people/accounts", data={**NEW, **change})
    assert response.status_code == 422
    assert message in response.text


def test_contact_belongs_to_a_unit_and_others_to_none(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    client.post("/people/accounts", data={**NEW, "role": "contact", "unit": cast.unit.id})
    user = User.get(User.login == "linxuncha")
    assert user.subject_id == cast.unit.id
    client.post(f"/people/accounts/{user.id}", data={**NEW, "unit": cast.unit.id})
    assert User.get_by_id(user.id).subject_id is None


def test_closing_an_account_ends_its_sessions(as_: As, cast: Cast) -> None:
    browser = as_(cast.inspector)
    data = {"login": "xuncha", "name": "沈巡查", "role": "inspector", "unit": "0"}
    as_(cast.administrator).post(f"/people/accounts/{cast.inspector.id}", data=data)
    assert browser.get("/inspections/").headers["Location"].startswith("/login")


@pytest.mark.parametrize("change", [{"role": "manager"}, {"active": ""}])
def test_last_administrator_stays(as_: As, cast: Cast, change: dict[str, str]) -> None:
    data = {
        "login": "guanli",
        "name": "管理员",
        "role": "administrator",
        "unit": "0",
        "active": "y",
        **change,
    }
    data = {key: value for key, value in data.items() if value}
    response = as_(cast.administrator).post(f"/people/accounts/{cast.administrator.id}", data=data)
    assert response.status_code == 422
    assert "最后一个可用的系统管理员" in response.text
    assert User.get_by_id(cast.administrator.id).role == "administrator"


def test_one_of_two_administrators_may_leave(as_: As, cast: Cast) -> None:
    make_user("fuguanli", "副管理员", "administrator")
    data = {"login": "guanli", "name": "管理员", "role": "manager", "unit": "0", "active": "y"}
    as_(cast.administrator).post(f"/people/accounts/{cast.administrator.id}", data=data)
    assert User.get_by_id(cast.administrator.id).role == "manager"


def test_reset_password_replaces_the_old_one_and_frees_the_account(
    as_: As, cast: Cast, client: FlaskClient
) -> None:
    LoginFailure.create(at=AT, login="xuncha", address="127.0.0.1")
    page = as_(cast.administrator).post(f"/people/accounts/{cast.inspector.id}/password").text
    response = client.post("/login", data={"login": "xuncha", "password": shown_password(page)})
    assert response.status_code == 302
    assert not LoginFailure.select().exists()


def test_accounts_are_paged_and_searched(as_: As, cast: Cast) -> None:
    for number in range(60):
        make_user(f"ren{number}", f"人员{number}", "inspector")
    client = as_(cast.manager)
    assert "第1页，共2页" in client.get("/people/accounts").text
    found = client.get("/people/accounts?q=秦联络").text
    assert "qinghe" in found
    assert "ren1" not in found
