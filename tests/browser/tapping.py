"""What people do on the tablet: log in, find a card, enter a number, choose, wait for the words."""

import re

from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import User
from tests.integration.conftest import PASSWORD


def log_in(page: Page, user: User) -> None:
    """Through the log-in page, until the person's name stands in the band."""
    page.goto("/login")
    fill_log_in(page, user)
    expect(page.locator(".band-person")).to_contain_text(user.name)


def fill_log_in(page: Page, user: User) -> None:
    """Fill the log-in page that is shown, and send it."""
    page.get_by_label("账号").fill(user.login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").tap()


def card(page: Page, title: str) -> Locator:
    """The card of that item or veto."""
    return page.locator(".card").filter(has=page.get_by_role("heading", name=title, exact=True))


def number(box: Locator, label: str) -> Locator:
    """The number field of that label."""
    return box.get_by_label(label, exact=True)


def choose(box: Locator, words: str) -> None:
    """Tap the segment that begins with these words."""
    box.locator(".segment").filter(has_text=re.compile(f"^{re.escape(words)}")).tap()


def live(box: Locator) -> Locator:
    """The card's live part, where the server says what it made of the answer."""
    return box.locator(".live")


def saved(page: Page) -> None:
    """Wait until the foot bar says that everything is stored."""
    expect(page.locator("#save-state")).to_contain_text("已保存")


def submit(page: Page) -> None:
    """Tap 提交 in the foot bar, and agree where the page asks once more."""
    page.locator("#submit button").tap()
    asked = page.get_by_role("button", name="确定提交")
    if page.locator("#submitting").count():
        asked.tap()


def agree(page: Page) -> None:
    """Answer the question that the page asks with 确定."""
    page.locator("#confirm").get_by_role("button", name="确定").tap()


def step(box: Locator, label: str, times: int) -> None:
    """Tap the + of that number so many times."""
    more = box.get_by_role("button", name=f"{label}加", exact=True)
    for _ in range(times):
        more.tap()
