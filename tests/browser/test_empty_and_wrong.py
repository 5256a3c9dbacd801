"""Pages that have nothing yet, and pages that say what was filled in wrongly: nothing cut, small, foreign or barred."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.storage.models import Inspection
from tests.browser.examining import examined, faults, faults_enlarged, faults_here
from tests.browser.tapping import card, log_in
from tests.integration.conftest import Cast


@pytest.fixture
def tolerated() -> list[str]:
    """Forms are sent empty on purpose."""
    return ["Failed to load resource: the server responded with a status of 422"]


def test_pages_that_have_nothing_yet_are_sound(
    browser_for: Callable[..., BrowserContext], cast: Cast, orientation: dict[str, int]
) -> None:
    context = browser_for(viewport=orientation)
    page = examined(context)
    office = ["/rounds", "/rounds/new", "/inspections/", "/rankings/", "/notices/", "/checklists", "/people"]
    people = ["/people/accounts", "/people/history", f"/people/units/{cast.unit.id}"]
    for user, paths in (
        (cast.inspector, ["/inspections/", "/outbox", "/checklists"]),
        (cast.manager, office),
        (cast.administrator, people),
        (cast.contact, ["/rankings/", "/notices/"]),
    ):
        context.clear_cookies()
        log_in(page, user)
        assert [
            f"{path}: {fault}" for path in paths for fault in faults(page, path) + faults_enlarged(page)
        ] == []


def test_forms_that_were_filled_wrongly_are_sound(
    browser_for: Callable[..., BrowserContext], cast: Cast, orientation: dict[str, int]
) -> None:
    context = browser_for(viewport=orientation)
    page = examined(context)
    page.goto("/login")
    found = wrongly_sent(page)
    for user, paths in (
        (cast.manager, ["/rounds/new", "/checklists/new", "/password"]),
        (cast.administrator, ["/people/units/new", "/people/accounts/new", "/people/import"]),
    ):
        context.clear_cookies()
        log_in(page, user)
        for path in paths:
            page.goto(path)
            found += [f"{path}: {fault}" for fault in wrongly_sent(page)]
    assert found == []


def wrongly_sent(page: Page) -> list[str]:
    """The faults of the page after its empty form was sent."""
    page.locator("main form [type=submit]").last.click()
    expect(
        page.locator("main [aria-invalid=true], main .notice-bad, main .field-error:not(:empty)").first
    ).to_be_visible()
    return faults_here(page) + faults_enlarged(page)


def test_a_filled_card_is_sound_with_a_message(
    browser_for: Callable[..., BrowserContext],
    cast: Cast,
    inspection: Inspection,
    orientation: dict[str, int],
) -> None:
    page = examined(browser_for(viewport=orientation))
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    card(page, "专题会议").locator(".stepper input").first.fill("四十")
    expect(page.locator("[aria-invalid]")).to_have_count(1)
    assert faults_here(page) + faults_enlarged(page) == []
