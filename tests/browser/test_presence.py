"""Two tablets on one sheet: each sees where the other is and what the other has saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.storage.models import Assignment, Inspection
from tests.browser.outages import Gate, wait_until
from tests.browser.tapping import card, number, saved, step
from tests.integration.conftest import Cast


@pytest.fixture
def pages(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> tuple[Page, Page]:
    """The inspector's and the colleague's page with the same sheet."""
    Assignment.create(inspection=inspection, user=cast.colleague)
    mine, theirs = as_(cast.inspector), as_(cast.colleague)
    for page in (mine, theirs):
        page.goto(f"/inspections/{inspection.id}")
    return mine, theirs


def test_somebody_at_an_item_is_shown_there_and_his_save_can_be_taken(pages: tuple[Page, Page]) -> None:
    mine, theirs = pages
    step(card(theirs, "专题会议"), "专题会议的实际数量", 1)
    saved(theirs)
    card(mine, "廉政谈话").get_by_role("button", name="应谈话人数加").tap()
    line = card(mine, "专题会议").locator(".others")
    expect(line).to_contain_text("童视察正在填这一项")
    expect(line).to_contain_text("改过这一项")
    line.get_by_role("button", name="刷新这一项").tap()
    expect(number(card(mine, "专题会议"), "专题会议的实际数量")).to_have_value("1")
    expect(line).not_to_contain_text("改过")
    step(card(mine, "专题会议"), "专题会议的实际数量", 1)
    saved(mine)
    expect(card(mine, "专题会议").locator(".conflict")).to_have_count(0)


def test_what_is_entered_while_the_others_answer_is_fetched_stays(pages: tuple[Page, Page]) -> None:
    mine, theirs = pages
    step(card(theirs, "专题会议"), "专题会议的实际数量", 1)
    saved(theirs)
    card(mine, "廉政谈话").get_by_role("button", name="应谈话人数加").tap()
    saved(mine)
    fetched, sent = Gate(mine, "**/cards/*"), Gate(mine, "**/answers/meetings")
    card(mine, "专题会议").get_by_role("button", name="刷新这一项").tap()
    wait_until(mine, lambda: len(fetched) == 1)
    number(card(mine, "专题会议"), "专题会议的实际数量").fill("5")
    fetched.open()
    wait_until(mine, lambda: len(sent) == 1)
    expect(number(card(mine, "专题会议"), "专题会议的实际数量")).to_have_value("5")
    sent.open()
    expect(card(mine, "专题会议").locator(".conflict")).to_have_count(1)


def test_without_network_nobody_is_asked(pages: tuple[Page, Page]) -> None:
    mine, _ = pages
    asked: list[str] = []
    mine.wait_for_load_state("networkidle")
    mine.context.set_offline(True)
    mine.on("request", lambda request: asked.append(request.url) if "presence" in request.url else None)
    card(mine, "廉政谈话").get_by_label("应谈话人数", exact=True).tap()
    card(mine, "专题会议").get_by_label("专题会议的实际数量", exact=True).tap()
    mine.wait_for_timeout(3000)
    assert asked == []
