"""While the page is still coming over a slow network: what is entered counts, and little is laid out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from inspect_app.storage.models import Answer, Inspection
from tests.browser.outages import with_network, without_network
from tests.browser.tapping import card, choose, saved
from tests.integration.conftest import Cast

SCRIPTS = re.compile(r"/static/.*(?<!display)\.js")  # display.js holds up the page itself


class Held:
    """The scripts of the pages of a browser, until they are let go."""

    def __init__(self, context: BrowserContext) -> None:
        self._routes: list[Route] = []
        self._are_let_go = False
        context.route(SCRIPTS, self._meet)

    def _meet(self, route: Route) -> None:
        if self._are_let_go:
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self) -> None:
        """They come, with whatever they import."""
        self._are_let_go = True
        for route in self._routes:
            route.continue_()


@pytest.fixture
def tolerated(tolerated: list[str]) -> list[str]:
    """Requests fail here."""
    return [*tolerated, "Failed to load resource: net::ERR"]


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast) -> Page:
    """The inspector's page; the worker would answer for the network."""
    return as_(cast.inspector, service_workers="block")


def row(inspection: Inspection, entry: str) -> Answer:
    """The stored answer."""
    stored: Answer = Answer.get(Answer.inspection == inspection, Answer.entry == entry)
    return stored


def test_what_is_entered_before_the_scripts_have_come_is_saved(page: Page, inspection: Inspection) -> None:
    scripts = Held(page.context)
    page.goto(f"/inspections/{inspection.id}", wait_until="commit")
    choose(card(page, "会议记录"), "未建立")
    card(page, "专题会议").locator("[name=r0-count]").fill("3")
    scripts.let_go()
    saved(page)
    assert row(inspection, "minutes").facts["建立台账"]["met"] == "no"
    assert int(row(inspection, "meetings").facts["专题会议"]["count"]) == 3


def test_it_comes_on_top_of_what_waits_on_the_tablet(page: Page, inspection: Inspection) -> None:
    page.goto(f"/inspections/{inspection.id}")
    without_network(page)
    card(page, "会议记录").locator("[name=r0-count]").fill("2")
    expect(page.locator("#save-state")).to_contain_text("1项待上传")
    scripts = Held(page.context)
    page.reload(wait_until="commit")
    choose(card(page, "会议记录"), "未建立")
    scripts.let_go()
    expect(card(page, "会议记录").locator("[name=r0-count]")).to_have_value("2")
    expect(card(page, "会议记录").get_by_label("未建立")).to_be_checked()
    with_network(page)
    saved(page)
    facts = row(inspection, "minutes").facts
    assert (int(facts["记录缺项"]["count"]), facts["建立台账"]["met"]) == (2, "no")


def test_fields_of_a_closed_fold_are_no_part_of_the_page(page: Page, inspection: Inspection) -> None:
    page.goto(f"/inspections/{inspection.id}")
    fold = card(page, "专题会议").locator(".fold")
    expect(fold.locator("summary")).to_be_visible()
    expect(fold.locator("textarea")).to_have_count(0)
    fold.locator("summary").tap()
    fold.get_by_label("备注").fill("纪要缺页")
    saved(page)
    assert row(inspection, "meetings").note == "纪要缺页"
