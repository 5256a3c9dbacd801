"""Everything by keyboard alone, and pages that have nothing yet or say what was filled in wrongly."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.storage.models import Inspection, User
from tests.browser.tapping import card, log_in
from tests.browser.test_layout import examined, faults, faults_here
from tests.integration.conftest import Cast

REACH = Path(__file__).with_name("reach.js")


@pytest.fixture
def tolerated() -> list[str]:
    """Forms are sent empty on purpose."""
    return ["Failed to load resource: the server responded with a status of 422"]


def pressed_through(page: Page) -> tuple[set[str], set[str]]:
    """The controls that Tab comes by, from the page's head to its end, and those that do not show it."""
    reached: set[str] = set()
    seen: set[str] = set()
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    last = ""
    for _ in range(600):
        page.keyboard.press("Tab")
        here = page.evaluate("() => focused()")
        if here is None or (here["name"] in reached and here["name"] != last):
            break
        last = here["name"]  # a date has a stop for each of its parts; the browser itself marks the last
        reached.add(last)
        seen |= {last} if here["outlined"] else set()
    return reached, reached - seen


def test_every_control_is_reached_by_keyboard_and_shows_it(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for(has_touch=False)
    context.add_init_script(path=REACH)
    page = context.new_page()
    for user, paths in (
        (cast.inspector, ["/inspections/", f"/inspections/{inspection.id}", "/outbox"]),
        (cast.manager, ["/rounds/new", f"/rounds/{inspection.round_id}", "/notices/"]),
    ):
        context.clear_cookies()
        log_in_by_keyboard(page, user)
        for path in paths:
            page.goto(path)
            wanted = set(page.evaluate("() => tabStops()"))
            reached, unseen = pressed_through(page)
            assert wanted - reached == set(), path
            assert unseen == set(), path


def log_in_by_keyboard(page: Page, user: User) -> None:
    page.goto("/login")
    page.get_by_label("账号").focus()
    page.keyboard.type(user.login)
    page.keyboard.press("Tab")
    page.keyboard.type("kaohe-ceshi-1")
    page.keyboard.press("Enter")
    expect(page.locator(".band-person")).to_contain_text(user.name)


def test_question_keeps_the_focus_and_gives_it_back(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for(has_touch=False)
    context.add_init_script(path=REACH)
    page = context.new_page()
    log_in_by_keyboard(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    page.evaluate(
        """() => {
          const button = document.querySelector("#submit button");
          button.dataset.confirm = "确定？";
          button.focus();
        }"""
    )
    page.keyboard.press("Enter")
    expect(page.locator("#confirm")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        outside = page.evaluate("() => !document.activeElement.closest('dialog, body:focus')")
        assert not outside or page.evaluate("() => document.activeElement === document.body")
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_hidden()
    assert page.evaluate("() => document.activeElement.closest('#submit') !== null")


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
        assert [f"{path}: {fault}" for path in paths for fault in faults(page, path)] == []


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
    return faults_here(page)


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
    assert faults_here(page) == []
