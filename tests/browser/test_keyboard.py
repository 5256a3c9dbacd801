"""Everything by keyboard alone, on every page of every role and in every dialog: reached, shown, left again.

One orientation is enough: what can be reached does not depend on how the tablet is held, but for the drawer.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import PORTRAIT
from tests.browser.examining import UNFOLD
from tests.browser.pages import DIALOGS, PAGES, pages_of, person_in, sheet_to_fill
from tests.browser.tapping import log_in
from tests.integration.conftest import PASSWORD

WALK = Path(__file__).with_name("keyboard.js")
AT_ONCE = 20
MOST = 3000
LAPS = 3  # what came while Tab was further down is met in the next round


@pytest.fixture
def home(demonstration: str) -> str:
    """The demonstration's address."""
    return demonstration


@pytest.fixture
def tolerated() -> list[str]:
    """One of the pages is an error page."""
    return ["Failed to load resource: the server responded with a status of 404"]


@pytest.fixture
def page(browser_for: Callable[..., BrowserContext]) -> Page:
    """A page that notes where Tab has been."""
    context = browser_for()
    context.add_init_script(path=WALK)
    return context.new_page()


def go_round(page: Page) -> None:
    """Press Tab until a control comes for the second time."""
    for _ in range(0, MOST, AT_ONCE):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        if page.evaluate("() => isRound()"):
            return
    raise AssertionError("Tab came to no end")


def barred(page: Page) -> list[str]:
    """The controls that Tab does not reach, and those that do not show that they have the focus."""
    missed: list[str] = []
    for _ in range(LAPS):
        if page.evaluate("() => beginLap()"):
            go_round(page)
        missed = page.evaluate("() => notReached()")
        if not missed:
            break
    unseen = page.evaluate("() => notSeen()")
    return [f"not reached: {one}" for one in missed] + [f"does not show the focus: {one}" for one in unseen]


@pytest.mark.parametrize("role", PAGES)
def test_every_control_of_every_page_is_reached_and_shows_it(page: Page, role: str) -> None:
    user, paths = pages_of(role)
    log_in(page, user)
    found = []
    for path in paths:
        page.goto(path)
        page.evaluate(UNFOLD)
        found += [f"{path}: {fault}" for fault in barred(page)]
    assert not found, "\n".join(found)


def test_logging_in_needs_no_pointer(page: Page) -> None:
    page.goto("/login")
    assert barred(page) == []
    page.get_by_label("账号").focus()
    page.keyboard.type(person_in("inspector").login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".band-person")).to_contain_text(person_in("inspector").name)


@pytest.fixture
def sheet(page: Page) -> Page:
    """An inspector's sheet that he fills, with a visit and a photograph."""
    user, path = sheet_to_fill()
    log_in(page, user)
    page.goto(path)
    expect(page.locator(".sheet")).to_have_attribute("data-steady", "")
    return page


@pytest.mark.parametrize(("opener", "dialog"), DIALOGS.values(), ids=DIALOGS)
def test_a_dialog_is_entered_walked_through_and_left_by_keyboard(
    sheet: Page, opener: str, dialog: str
) -> None:
    assert_a_dialog_is_sound(sheet, sheet.locator(opener).first, sheet.locator(dialog))


def test_the_list_of_keys_is_left_by_keyboard(browser_for: Callable[..., BrowserContext]) -> None:
    context = browser_for(has_touch=False)
    context.add_init_script(path=WALK)
    page = context.new_page()
    user, path = sheet_to_fill()
    page.goto("/login")
    page.get_by_label("账号").fill(user.login)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".band-person")).to_contain_text(user.name)
    page.goto(path)
    assert_a_dialog_is_sound(page, page.locator('[data-open="keys"]'), page.locator("#keys"))


def assert_a_dialog_is_sound(page: Page, opener: Locator, dialog: Locator) -> None:
    opener.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog.locator(":focus")).to_have_count(1)
    assert barred(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_drawer_is_opened_and_closed_by_keyboard(browser_for: Callable[..., BrowserContext]) -> None:
    context = browser_for(viewport=PORTRAIT)
    page = context.new_page()
    user, path = sheet_to_fill()
    log_in(page, user)
    page.goto(path)
    opener = page.get_by_role("button", name="目录")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rail")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#rail :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#rail")).to_be_hidden()
    expect(opener).to_be_focused()
