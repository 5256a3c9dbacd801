"""Every page of every role, in the demonstration's real data, at three sizes: nothing cut, small, foreign or barred.

axe-core is built into tests/vendor by ./test; it looks for what bars people with a screen reader or weak eyes.
"""

from collections.abc import Callable
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from inspect_app import create_app
from inspect_app.storage.models import Assignment, Inspection, Printout, Round
from tests.browser.conftest import LANDSCAPE, PORTRAIT
from tests.browser.examining import examined, faults, faults_enlarged, faults_here
from tests.browser.pages import DIALOGS, PAGES, pages_of, person_in, sheet_to_fill
from tests.browser.papers import printed
from tests.browser.server import Site
from tests.browser.tapping import log_in

DESK = {"width": 1440, "height": 900}


@pytest.fixture
def home(demonstration: str) -> str:
    """The demonstration's address."""
    return demonstration


@pytest.fixture
def tolerated() -> list[str]:
    """One of the pages is an error page, and one form is filled wrongly."""
    return [
        f"Failed to load resource: the server responded with a status of {status}" for status in (404, 422)
    ]


# Files, fragments of a page, and redirects.
NO_PAGES = {
    *("evidence.file", "evidence.original", "evidence.show", "evidence.thumb", "memories.thumb"),
    *("printouts.file", "printouts.picture", "printouts.units", "uploads.show", "static", "offline.worker"),
    *("sharing.card", "signatures.index", "sessions.home"),
}
# Each has a test of its own, here or in test_office_numbers: the demonstration has no parameters and no office values.
LOOKED_AT_APART = {
    "sessions.new",
    "sessions.edit",
    "offline.show",
    "printouts.show",
    "office.edit",
    "parameters.edit",
}


def test_every_route_that_renders_a_page_is_looked_at(city: Site, home: str) -> None:
    app = create_app(city.config)
    routes = app.url_map.bind("localhost")
    paths = [urlsplit(path).path for role, pages in PAGES.items() for path in pages(person_in(role))]
    seen = {routes.match(path)[0] for path in paths}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - NO_PAGES - LOOKED_AT_APART - seen == set()


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, DESK], ids=["landscape", "portrait", "desk"])
@pytest.mark.parametrize("role", PAGES)
def test_every_page_of_a_role_is_sound(
    browser_for: Callable[..., BrowserContext], home: str, role: str, size: dict[str, int]
) -> None:
    page = examined(browser_for(viewport=size))
    user, paths = pages_of(role)
    log_in(page, user)
    found = [f"{path}: {fault}" for path in paths for fault in seen_on(page, path, size)]
    assert not found, "\n".join(found)


def seen_on(page: Page, path: str, size: dict[str, int]) -> list[str]:
    """The page's faults; on a tablet also those with the largest letters and the strongest contrast."""
    return faults(page, path) + (faults_enlarged(page) if size != DESK else [])


def test_the_log_in_page_is_sound(browser_for: Callable[..., BrowserContext], home: str) -> None:
    for size in (LANDSCAPE, PORTRAIT, DESK):
        assert faults(examined(browser_for(viewport=size)), "/login") == []


def test_the_drawer_is_sound_in_portrait(browser_for: Callable[..., BrowserContext], home: str) -> None:
    page = examined(browser_for(viewport=PORTRAIT))
    log_in(page, person_in("inspector"))
    page.get_by_role("link", name="县局").first.tap()
    page.get_by_role("button", name="目录").tap()
    assert faults_here(page) + faults_enlarged(page) == []


@pytest.mark.parametrize("dialog", DIALOGS)
def test_a_dialog_is_sound(
    browser_for: Callable[..., BrowserContext], home: str, orientation: dict[str, int], dialog: str
) -> None:
    page = examined(browser_for(viewport=orientation))
    user, path = sheet_to_fill()
    log_in(page, user)
    page.goto(path)
    expect(page.locator(".sheet")).to_have_attribute("data-steady", "")
    opener, opened = DIALOGS[dialog]
    page.locator(opener).first.tap()
    expect(page.locator(opened)).to_be_visible()
    assert faults_here(page) + faults_enlarged(page) == []


def test_a_page_that_is_not_ours_to_see_is_sound(
    browser_for: Callable[..., BrowserContext], home: str, orientation: dict[str, int], tolerated: list[str]
) -> None:
    tolerated.append("Failed to load resource: the server responded with a status of 403")
    page = examined(browser_for(viewport=orientation))
    log_in(page, person_in("contact"))
    page.goto("/rounds")
    expect(page.get_by_role("heading", name="没有权限")).to_be_visible()
    assert faults_here(page) + faults_enlarged(page) == []


def test_a_form_with_messages_is_sound(browser_for: Callable[..., BrowserContext], home: str) -> None:
    page = examined(browser_for(viewport=PORTRAIT))
    user = person_in("inspector")
    log_in(page, user)
    sheet = (
        Inspection.select().join(Assignment).where(Assignment.user == user, Inspection.state == "open").get()
    )
    page.goto(f"/inspections/{sheet.id}")
    for field in page.locator(".stepper input").all()[:3]:
        field.fill("四十")
    expect(page.locator("[aria-invalid]")).to_have_count(3)
    assert faults_here(page) + faults_enlarged(page) == []


def test_what_waits_is_sound_on_the_form_and_on_its_own_page(
    browser_for: Callable[..., BrowserContext], home: str, tolerated: list[str]
) -> None:
    tolerated.append("Failed to load resource: net::ERR_FAILED")
    for size in (PORTRAIT, LANDSCAPE):
        page = examined(browser_for(viewport=size))
        user = person_in("inspector")
        log_in(page, user)
        mine = Inspection.select().join(Assignment).where(Assignment.user == user)
        page.goto(f"/inspections/{mine.where(Inspection.state == 'open').get().id}")
        page.route("**/answers/*", lambda route: route.fallback() if is_wrong(route) else route.abort())
        cards = page.locator(".card:has(.stepper)")
        wrong, right = (cards.nth(number).locator(".stepper input").first for number in (0, 1))
        wrong.fill("四十")
        expect(page.locator("#save-state")).to_have_text("1项需要您处理")
        right.fill("1")
        expect(page.locator("#save-state")).to_contain_text("1项待上传")
        assert faults_here(page) + faults_enlarged(page) == []
        page.goto("/outbox")
        page.get_by_role("button", name="放弃这项改动").tap()
        assert faults_here(page) + faults_enlarged(page) == []


def is_wrong(route: Route) -> bool:
    return "四十" in unquote_plus(route.request.post_data or "")


def test_a_finished_print_job_is_sound(browser_for: Callable[..., BrowserContext], home: str) -> None:
    page = examined(browser_for(viewport=PORTRAIT))
    log_in(page, person_in("manager"))
    page.goto(f"/rankings/{Round.get().id}")
    page.get_by_role("button", name="印考核通报").tap()
    printed(page, "打开")
    assert faults(page, f"/printouts/{Printout.select().order_by(Printout.id.desc()).get().id}") == []
