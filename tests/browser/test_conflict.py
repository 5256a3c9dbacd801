"""Two tablets on one item: both values are shown, and a person chooses."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Answer, Assignment, Inspection
from tests.browser.tapping import card, live, number, saved, step
from tests.integration.conftest import Cast


@pytest.fixture
def pages(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> tuple[Page, Page]:
    """The colleague has saved 36 of 40; the inspector, who had opened the form before, has typed 30 of 40."""
    Assignment.create(inspection=inspection, user=cast.colleague)
    mine, theirs = as_(cast.inspector), as_(cast.colleague)
    for page in (mine, theirs):
        page.goto(f"/inspections/{inspection.id}")
    fill_talks(theirs, "36")
    saved(theirs)
    fill_talks(mine, "30")
    return mine, theirs


def fill_talks(page: Page, done: str) -> None:
    number(talks(page), "应谈话人数").fill("40")
    number(talks(page), "实际谈话人数").fill(done)


def talks(page: Page) -> Locator:
    return card(page, "廉政谈话")


def stored(inspection: Inspection) -> int:
    """How many talks the database holds."""
    answer = Answer.get(Answer.inspection == inspection, Answer.entry == "talks")
    done: int = answer.facts["廉政谈话率"]["done"]
    return done


def test_a_conflict_shows_both_values_and_stores_neither(
    pages: tuple[Page, Page], inspection: Inspection
) -> None:
    mine, _ = pages
    expect(live(talks(mine))).to_contain_text("童视察在")
    expect(live(talks(mine)).locator(".theirs")).to_contain_text("实际谈话36人")
    expect(number(talks(mine), "实际谈话人数")).to_have_value("30")
    expect(mine.locator("#save-state")).to_contain_text("1项需要您处理")
    assert stored(inspection) == 36


def test_mine_replaces_theirs(pages: tuple[Page, Page], inspection: Inspection) -> None:
    mine, _ = pages
    talks(mine).get_by_role("button", name="用我的").tap()
    expect(live(talks(mine))).to_contain_text("实际谈话30人")
    saved(mine)
    assert stored(inspection) == 30


def test_theirs_replaces_mine_and_the_form_goes_on(pages: tuple[Page, Page], inspection: Inspection) -> None:
    mine, _ = pages
    talks(mine).get_by_role("button", name="用童视察的").tap()
    expect(number(talks(mine), "实际谈话人数")).to_have_value("36")
    expect(mine.locator("#save-state")).not_to_contain_text("处理")
    step(talks(mine), "实际谈话人数", 1)
    expect(live(talks(mine))).to_contain_text("实际谈话37人")
    saved(mine)
    assert stored(inspection) == 37


def test_the_answer_not_taken_is_in_the_history(pages: tuple[Page, Page], inspection: Inspection) -> None:
    mine, _ = pages
    talks(mine).get_by_role("button", name="用童视察的").tap()
    expect(number(talks(mine), "实际谈话人数")).to_have_value("36")
    mine.goto(f"/inspections/{inspection.id}/history")
    expect(mine.locator(".timeline li").first).to_contain_text("没有采用的填报：廉政谈话")
    expect(mine.locator(".timeline li").first).to_contain_text("实际数 30")
