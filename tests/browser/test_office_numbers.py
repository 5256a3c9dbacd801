"""The pages on which the manager enters what the rules wait for: nothing cut, small, foreign or barred."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.config import now
from inspect_app.services import checklists
from inspect_app.storage.models import ChecklistVersion, Round
from tests.browser.examining import examined, faults, faults_here
from tests.browser.tapping import log_in
from tests.browser.test_kinds import EVERY_KIND
from tests.integration.conftest import Cast
from tests.integration.periods import LOOKING_BACK, SECOND, open_in, publish


@pytest.fixture
def viewport(orientation: dict[str, int]) -> dict[str, int]:
    return orientation


@pytest.fixture
def page(browser_for: Callable[..., BrowserContext], cast: Cast, viewport: dict[str, int]) -> Page:
    page = examined(browser_for(viewport=viewport))
    log_in(page, cast.manager)
    return page


@pytest.fixture
def tolerated() -> list[str]:
    """Both forms are filled wrongly once."""
    return ["Failed to load resource: the server responded with a status of 422"]


def test_parameters_are_set_on_a_sound_page(page: Page, cast: Cast) -> None:
    text = EVERY_KIND.read_text(encoding="utf-8")
    round_ = in_round(cast, checklists.publish(text, by=cast.manager, at=now()))
    assert faults(page, f"/rounds/{round_.id}/parameters") == []
    page.get_by_label("工作经费限额").fill("-5")
    page.get_by_role("button", name="保存").tap()
    expect(page.locator(".field-error").first).to_be_visible()
    assert faults_here(page) == []


def test_office_values_are_entered_on_a_sound_page(page: Page, cast: Cast) -> None:
    round_ = in_round(cast, publish(LOOKING_BACK, cast))
    assert faults(page, f"/rounds/{round_.id}/office") == []
    page.get_by_label(cast.unit.name).fill("很好")
    page.get_by_role("button", name="保存").first.tap()
    expect(page.locator(".field-error").first).to_be_visible()
    assert faults_here(page) == []


def in_round(cast: Cast, checklist: ChecklistVersion) -> Round:
    """An open round of both units with this checklist."""
    return open_in(cast, checklist, SECOND, "2020年上半年", [cast.unit, cast.elsewhere])
