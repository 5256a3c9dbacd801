"""回头看 on the tablet: what was lost last time stands at the item, and those items can be taken first."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.config import now
from inspect_app.services import checklists, rounds
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage.models import ChecklistVersion, Inspection, OfficeValue, Round
from tests.browser.examining import examined, faults, faults_here
from tests.browser.tapping import card, live, log_in, number, saved
from tests.integration.conftest import Cast
from tests.integration.filling import FILLED, approve
from tests.integration.periods import LOOKING_BACK

FAILED = ["廉政谈话", "专题会议", "下基层调研", "会议记录", "工作总结", "宣传质量"]


@pytest.fixture
def viewport(orientation: dict[str, int]) -> dict[str, int]:
    return orientation


@pytest.fixture
def later(cast: Cast, checklist: ChecklistVersion, inspection: Inspection) -> Inspection:
    """The unit's sheet of the next half-year, for a colleague; the one before is approved."""
    approve(inspection, by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    round_ = open_round(cast, checklist, "2020年下半年")
    row: Inspection = Inspection.get(Inspection.round == round_)
    return row


def open_round(cast: Cast, checklist: ChecklistVersion, title: str) -> Round:
    return rounds.open_round(
        RoundEntry(title, date(2020, 7, 1), date(2020, 12, 31), date(2099, 1, 31)),
        checklist,
        subjects=[cast.unit],
        inspectors=[cast.colleague],
        by=cast.manager,
        at=now(),
    )


def titles(page: Page) -> list[str]:
    return [title.text_content() or "" for title in page.locator(".card h3").all() if title.is_visible()]


def test_the_item_says_what_it_lost_last_time(
    as_: Callable[..., Page], cast: Cast, later: Inspection
) -> None:
    page = as_(cast.colleague)
    page.goto(f"/inspections/{later.id}")
    expect(page.locator("#memory")).to_contain_text("上次（2020年上半年）有6项失分，共扣7.5分")
    box = card(page, "廉政谈话")
    words = box.get_by_text("应谈话人数40")
    expect(words).to_be_hidden()
    box.get_by_text("上次（2020年上半年）扣2分").tap()
    expect(box.locator(".last li").first).to_be_visible()


def test_what_failed_comes_first_alone_and_back_without_network(
    as_: Callable[..., Page], cast: Cast, later: Inspection
) -> None:
    page = as_(cast.colleague)
    page.goto(f"/inspections/{later.id}")
    usual = titles(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="只看上次失分的").tap()
    assert titles(page) == FAILED
    page.get_by_role("link", name="先看上次失分的").tap()
    assert titles(page) == [*FAILED, "发生严重违纪违法案件"]
    page.get_by_role("link", name="按原来的顺序").tap()
    assert titles(page) == usual
    page.context.set_offline(False)


def test_a_card_that_was_moved_is_saved_and_the_choice_stays(
    as_: Callable[..., Page], cast: Cast, later: Inspection
) -> None:
    page = as_(cast.colleague)
    page.goto(f"/inspections/{later.id}")
    page.get_by_role("link", name="只看上次失分的").tap()
    number(card(page, "专题会议"), "专题会议的实际数量").fill("4")
    expect(live(card(page, "专题会议"))).to_contain_text("不扣分")
    saved(page)
    page.reload()
    assert titles(page) == FAILED
    expect(live(card(page, "专题会议"))).to_contain_text("不扣分")


def test_the_form_with_its_memory_is_sound(
    browser_for: Callable[..., BrowserContext], cast: Cast, later: Inspection
) -> None:
    page = examined(browser_for())
    log_in(page, cast.colleague)
    assert faults(page, f"/inspections/{later.id}") == []
    page.get_by_role("link", name="只看上次失分的").tap()
    assert faults_here(page) == []


def test_the_office_pastes_what_it_knows(
    browser_for: Callable[..., BrowserContext], cast: Cast, checklist: ChecklistVersion
) -> None:
    version = checklists.publish(LOOKING_BACK.read_text(encoding="utf-8"), by=cast.manager, at=now())
    round_ = open_round(cast, version, "2020年下半年")
    page = examined(browser_for())
    log_in(page, cast.manager)
    page.goto(f"/rounds/{round_.id}")
    page.get_by_role("link", name="督导办数据").tap()
    expect(page.get_by_role("heading", name="督导办数据")).to_be_visible()
    assert faults_here(page) == []
    page.get_by_label("单位和数据两列").fill("单位\t得分\n清河县局\t九十")
    page.get_by_role("button", name="粘贴保存").tap()
    expect(page.locator(".field-error").first).to_contain_text("第2行：信访得分只填数字")
    page.wait_for_load_state()
    assert faults_here(page) == []
    page.get_by_label("单位和数据两列").fill("清河县局\t90")
    page.get_by_role("button", name="粘贴保存").tap()
    expect(page.locator(".flashes")).to_contain_text("0→9")
    expect(page.get_by_label("清河县局")).to_have_value("90")
    assert [row.value for row in OfficeValue.select()] == ["90"]
