"""What holds for every request."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.integration.conftest import Cast


def test_write_without_origin_is_refused(app: Any, cast: Cast) -> None:
    assert app.test_client().post("/login", headers={"Origin": ""}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "https://localhost"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_write_from_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/login", headers=headers).status_code == 403


def test_a_search_for_what_no_database_takes_is_refused(as_: Any, cast: Cast) -> None:
    answer = as_(cast.administrator).get("/people?q=%00")
    assert (answer.status_code, "地址里有认不出的字符" in answer.text) == (400, True)


def test_every_page_carries_the_content_policy(client: FlaskClient) -> None:
    policy = client.get("/login").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_pages_are_kept_out_of_shared_caches(client: FlaskClient) -> None:
    assert client.get("/login").headers["Cache-Control"] == "private, no-store"
