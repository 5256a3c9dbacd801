"""综合排名: the office's until it is published; a unit then sees its own row."""

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import CompositionVersion, Overall, OverallUnit, Round
from tests.integration.conftest import Cast
from tests.integration.overall.conftest import As, posted


def test_a_unit_sees_its_own_row_and_no_other_after_publishing(
    as_: As, cast: Cast, published: Overall
) -> None:
    page = as_(cast.contact).get(f"/overall/{published.id}").text
    assert "第1名" in page
    assert "上半年12.5分÷20×100×40%" in page
    assert "东湖区局" not in page
    assert "2020年度综合" in as_(cast.contact).get("/rankings/").text


def test_a_unit_without_a_result_is_told_why(as_: As, cast: Cast, published: Overall) -> None:
    page = as_(cast.outsider).get(f"/overall/{published.id}").text
    assert "下半年（考核单未开始" in page
    assert "清河县局" not in page


ADDRESSES = ("", "/edit", "/publish")


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("manager", [200, 200, 200]),
        ("administrator", [200, 403, 403]),
        ("inspector", [403, 403, 403]),
        ("contact", [404, 403, 403]),
    ],
)
def test_before_publishing_the_office_alone_sees_it(
    as_: As, cast: Cast, row: Overall, who: str, found: list[int]
) -> None:
    client = as_(getattr(cast, who))
    assert [client.get(f"/overall/{row.id}{end}").status_code for end in ADDRESSES] == found
    assert ("2020年度综合" in client.get("/rankings/").text) == (found[0] == 200)


@pytest.mark.parametrize("who", ["administrator", "inspector", "contact"])
def test_writing_is_the_managers(
    as_: As, cast: Cast, row: Overall, version: CompositionVersion, rounds: list[Round], who: str
) -> None:
    client = as_(getattr(cast, who))
    for path in ("/overall/", f"/overall/{row.id}", f"/overall/{row.id}/publish"):
        assert client.post(path, data=posted(version, rounds, "别的")).status_code == 403
    assert Overall.get().title == "2020年度综合"


def test_a_unit_that_is_not_in_it_does_not_learn_of_it(as_: As, cast: Cast, published: Overall) -> None:
    OverallUnit.delete().where(OverallUnit.subject == cast.elsewhere).execute()
    assert as_(cast.outsider).get(f"/overall/{published.id}").status_code == 404
    assert "2020年度综合" not in as_(cast.outsider).get("/rankings/").text


def test_a_stranger_is_sent_to_the_log_in_page(client: FlaskClient, row: Overall) -> None:
    assert client.get(f"/overall/{row.id}").headers["Location"].startswith("/login")
