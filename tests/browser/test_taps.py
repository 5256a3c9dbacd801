"""Quick and repeated taps, and the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Answer, Audit, Inspection
from tests.browser.tapping import card, number, saved, submit
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, fill


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The inspector's page with the form."""
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page


def test_ten_quick_taps_on_a_stepper_store_ten(page: Page, inspection: Inspection) -> None:
    more = card(page, "专题会议").get_by_role("button", name="专题会议的实际数量加")
    for _ in range(10):
        more.tap(no_wait_after=True)
    expect(number(card(page, "专题会议"), "专题会议的实际数量")).to_have_value("10")
    saved(page)
    answer = Answer.get(Answer.inspection == inspection, Answer.entry == "meetings")
    assert int(answer.facts["专题会议"]["count"]) == 10


def test_a_double_tap_on_submit_submits_once(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    fill(inspection, by=cast.inspector, filled=FAULTLESS)
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    tap_twice(page, page.locator("#submit button"))
    tap_twice(page, page.get_by_role("button", name="确定提交"))
    expect(page.locator(".flash")).to_contain_text("已提交")
    assert Audit.select().where(Audit.action == "submitted").count() == 1
    assert Audit.select().where(Audit.action == "answer").count() == len(FAULTLESS)


def tap_twice(page: Page, button: Locator) -> None:
    """At the same place, whatever is there the second time."""
    box = button.bounding_box()
    assert box is not None
    for _ in range(2):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_back_shows_the_saved_values(page: Page, inspection: Inspection) -> None:
    number(card(page, "廉政谈话"), "应谈话人数").fill("40")
    number(card(page, "廉政谈话"), "实际谈话人数").fill("36")
    saved(page)
    page.get_by_role("link", name="修改记录").tap()
    expect(page.get_by_role("heading", name="修改记录")).to_be_visible()
    page.go_back()
    expect(number(card(page, "廉政谈话"), "实际谈话人数")).to_have_value("36")
    expect(card(page, "廉政谈话").locator(".live")).to_contain_text("谈话率90%")
    submit(page)
    expect(page.locator("#missing")).not_to_contain_text("廉政谈话")
