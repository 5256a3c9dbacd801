"""What was filled without network while the office gave the sheet to somebody else, or others worked on it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspect_app.config import now
from inspect_app.services import rounds
from inspect_app.storage.models import Answer, Assignment, Inspection, User
from tests.browser.tapping import card, choose, saved, step
from tests.integration.conftest import Cast

MEETINGS, COUNT = "专题会议", "专题会议的实际数量"


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection, tolerated: list[str]) -> Page:
    """The inspector's sheet; requests may fail here."""
    tolerated += ["Failed to load resource"]
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page


def hand_over(inspection: Inspection, cast: Cast, *, to: User) -> None:
    rounds.reassign(inspection.round, {inspection.id: [to]}, by=cast.manager, at=now())


def test_the_former_inspector_reads_to_whom_and_sends_when_he_has_the_sheet_again(
    page: Page, cast: Cast, inspection: Inspection
) -> None:
    page.context.set_offline(True)
    step(card(page, MEETINGS), COUNT, 2)
    hand_over(inspection, cast, to=cast.colleague)
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_contain_text("需要您处理")
    page.goto("/outbox")
    row = page.locator(".outbox-row")
    expect(row).to_contain_text("这张考核单已改由童视察负责")
    expect(row).to_contain_text("交给童视察")
    assert not Answer.select().exists()
    hand_over(inspection, cast, to=cast.inspector)
    row.get_by_role("button", name="再试一次").tap()
    expect(page.locator("#outbox-empty")).to_be_visible()
    assert Answer.get().facts == {MEETINGS: {"count": "2"}}


def test_two_tablets_without_network_fill_one_sheet_together(
    page: Page, as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    Assignment.create(inspection=inspection, user=cast.colleague)
    theirs = as_(cast.colleague)
    theirs.goto(f"/inspections/{inspection.id}")
    for one in (page, theirs):
        one.context.set_offline(True)
    step(card(page, MEETINGS), COUNT, 2)
    choose(card(theirs, "工作总结"), "迟报")
    for one in (page, theirs):
        one.context.set_offline(False)
        saved(one)
    assert {row.entry: row.updated_by.name for row in Answer.select()} == {
        "meetings": cast.inspector.name,
        "report": cast.colleague.name,
    }
