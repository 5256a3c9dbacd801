"""No network, a dead server, an ended session: nothing typed or acknowledged is lost."""

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from inspect_app.storage.models import Answer, Audit, Inspection
from tests.browser.server import Site
from tests.browser.tapping import card, fill_log_in, number, saved, step
from tests.integration.conftest import Cast

SIGNED_OUT = ["Failed to load resource: the server responded with a status of 401"]


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection, tolerated: list[str]) -> Page:
    """The inspector's page with the form; requests may fail here."""
    tolerated += ["Failed to load resource: net::ERR", *SIGNED_OUT]
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page


def meetings(page: Page) -> Locator:
    return card(page, "专题会议")


def count_of(inspection: Inspection) -> int:
    """How many meetings the database holds."""
    answer = Answer.get_or_none(Answer.inspection == inspection, Answer.entry == "meetings")
    return int(answer.facts["专题会议"]["count"]) if answer else 0


def saves() -> int:
    """How many saves of the meetings have been stored."""
    count: int = Audit.select().where(Audit.entry == "meetings").count()
    return count


def test_a_change_without_network_is_stored_once_when_it_is_back(page: Page, inspection: Inspection) -> None:
    page.context.set_offline(True)
    number(meetings(page), "专题会议的实际数量").fill("3")
    expect(page.locator("#save-state")).to_have_text("1项待上传，网络中断，正在重试")
    assert saves() == 0
    page.context.set_offline(False)
    saved(page)
    assert (count_of(inspection), saves()) == (3, 1)


def test_an_answer_that_never_came_is_not_stored_twice(page: Page, inspection: Inspection) -> None:
    """The server stores, the network drops the answer: the repetition counts as the same save."""
    page.route("**/answers/meetings", drop_answer, times=1)
    step(meetings(page), "专题会议的实际数量", 1)
    expect(page.locator("#save-state")).to_have_text("1项待上传，网络中断，正在重试")
    saved(page)
    assert (count_of(inspection), saves()) == (1, 1)


def drop_answer(route: Route) -> None:
    """The server gets the request; the page never hears of it."""
    route.fetch()
    route.abort()


def test_a_killed_server_loses_nothing_that_it_acknowledged(
    page: Page, inspection: Inspection, site: Site
) -> None:
    acknowledged = [0]
    page.on("response", lambda response: acknowledged.extend(count_in(response)))
    step(meetings(page), "专题会议的实际数量", 3)
    saved(page)
    step(meetings(page), "专题会议的实际数量", 3)
    site.kill()
    try:
        assert 3 <= max(acknowledged) <= count_of(inspection)
        step(meetings(page), "专题会议的实际数量", 2)
        expect(page.locator("#save-state")).to_have_text("1项待上传，网络中断，正在重试")
    finally:
        site.start()
    saved(page)
    assert count_of(inspection) == 8
    page.reload()
    expect(number(meetings(page), "专题会议的实际数量")).to_have_value("8")


def count_in(response: Response) -> list[int]:
    """The number that this answer acknowledges."""
    if response.status != 200 or "/answers/meetings" not in response.url:
        return []
    return [int(value) for value in parse_qs(response.request.post_data or "").get("r0-count", [])]


def test_typing_outlives_the_session(page: Page, inspection: Inspection, cast: Cast) -> None:
    page.context.clear_cookies()
    number(meetings(page), "专题会议的实际数量").fill("2")
    meetings(page).get_by_text("情况说明、备注、不适用").tap()
    meetings(page).get_by_label("备注").fill("纪要在档案室")
    expect(page.locator("#save-state")).to_contain_text("1项待上传，登录已过期")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").tap()
    fill_log_in(opened.value, cast.inspector)
    expect(opened.value.locator(".band-person")).to_contain_text(cast.inspector.name)
    opened.value.close()
    saved(page)
    answer = Answer.get(Answer.inspection == inspection, Answer.entry == "meetings")
    assert (count_of(inspection), answer.note) == (2, "纪要在档案室")
