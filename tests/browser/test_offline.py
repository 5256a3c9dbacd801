"""Opening without network, where the origin is secure: what was visited or put aside, for the person who is here."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.storage.models import Inspection
from tests.browser.tapping import card
from tests.integration.conftest import Cast


@pytest.fixture
def tolerated() -> list[str]:
    """Requests fail here, and the page shown instead says 503 or what the stored one said."""
    return ["Failed to load resource: net::ERR", "htmx:sendError", "htmx:afterRequest", "htmx:timeout"]


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The inspector's list; the worker is in charge of it."""
    page = as_(cast.inspector)
    in_charge(page)
    return page


def in_charge(page: Page) -> None:
    """Wait until the worker has installed itself and taken the page over."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def is_stored(page: Page, path: str) -> None:
    """Wait until the page is stored."""
    page.wait_for_function("async path => Boolean(await caches.match(path, {ignoreVary: true}))", arg=path)


def test_visited_sheet_opens_without_network(page: Page, inspection: Inspection) -> None:
    page.goto(f"/inspections/{inspection.id}")
    is_stored(page, f"/inspections/{inspection.id}")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".stored")).to_contain_text("没有网络，这是本机")
    expect(card(page, "专题会议")).to_be_visible()
