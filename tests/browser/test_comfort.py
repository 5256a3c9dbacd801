"""Finding one's way on a sheet: filters, search, the last place, keys; larger letters, stronger contrast."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.storage.models import Inspection, User
from tests.browser.conftest import PORTRAIT
from tests.browser.tapping import card, fill_log_in, log_in, number, saved, step
from tests.integration.conftest import Cast
from tests.integration.filling import hand_in

DESK = {"width": 1440, "height": 900}


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection, tolerated: list[str]) -> Page:
    """The inspector's page with the form; requests may fail here."""
    tolerated.append("Failed to load resource: net::ERR")
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page


def filtered(page: Page, words: str) -> None:
    page.get_by_role("group", name="只看").get_by_role("button", name=words).tap()


def shown(page: Page) -> list[str]:
    return page.locator(".card:visible h3").all_inner_texts()


def counts(page: Page) -> str:
    return " ".join(page.locator("[data-filter]").all_text_contents())


def test_filters_show_what_is_open_or_lost_and_count(page: Page) -> None:
    step(card(page, "专题会议"), "专题会议的实际数量", 3)
    saved(page)
    expect(page.locator('[data-filter="lost"]')).to_have_text("失分 1")
    assert counts(page) == "全部 7 未查 6 失分 1 有问题 0"
    filtered(page, "失分")
    assert shown(page) == ["专题会议"]
    filtered(page, "未查")
    assert "专题会议" not in shown(page)
    filtered(page, "全部")
    assert len(shown(page)) == 7


def test_filters_work_without_network_and_count_what_waits(page: Page) -> None:
    page.context.set_offline(True)
    box = card(page, "专题会议")
    step(box, "专题会议的实际数量", 3)
    box.get_by_text("问题、情况说明、备注、不适用").tap()
    box.get_by_label("发现的问题").fill("记录不全")
    expect(page.locator('[data-filter="problem"]')).to_have_text("有问题 1")
    expect(page.locator('[data-filter="open"]')).to_have_text("未查 6")
    filtered(page, "有问题")
    assert shown(page) == ["专题会议"]


def test_an_item_stays_while_it_is_filled_under_a_filter(page: Page) -> None:
    filtered(page, "未查")
    step(card(page, "专题会议"), "专题会议的实际数量", 3)
    saved(page)
    assert "专题会议" in shown(page)


def test_the_next_open_item_and_the_sections_are_reached_from_any_filter(page: Page) -> None:
    filtered(page, "有问题")
    expect(page.locator("#finder-empty")).to_be_visible()
    page.locator("#next-open").tap()
    assert len(shown(page)) == 7
    expect(page.locator(".card:focus")).to_have_count(1)


def test_the_manager_sees_only_what_was_lost(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    hand_in(inspection, by=cast.inspector)
    page = as_(cast.manager)
    page.goto(f"/inspections/{inspection.id}")
    filtered(page, "失分")
    expect(page.locator('[data-filter="lost"]')).to_have_text("失分 6")
    assert len(shown(page)) == 6


def test_search_goes_through_titles_clauses_and_notes(page: Page) -> None:
    box = card(page, "专题会议")
    box.get_by_text("问题、情况说明、备注、不适用").tap()
    box.get_by_label("备注").fill("另见台账ABC")
    page.locator("#find").tap()
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    field.fill("台账ａｂｃ")
    expect(page.locator("[data-told]")).to_have_text("找到1项")
    field.press("Enter")
    expect(page.locator(".card.is-found h3")).to_have_text("专题会议")
    field.press("Escape")
    expect(page.locator(".card:focus h3")).to_have_text("专题会议")
    field.fill("没有这样的词")
    expect(page.locator("[data-told]")).to_have_text("没有找到")


def test_search_goes_forth_and_back_and_round(page: Page) -> None:
    field = page.get_by_role("searchbox")
    field.fill("扣")
    expect(page.locator("[data-told]")).to_contain_text("找到")
    total = int("".join(filter(str.isdigit, page.locator("[data-told]").inner_text())))
    page.get_by_role("button", name="上一处").tap()
    expect(page.locator("[data-told]")).to_have_text(f"第{total}项，共{total}项")
    page.get_by_role("button", name="下一处").tap()
    expect(page.locator("[data-told]")).to_have_text(f"第1项，共{total}项")


def test_the_last_place_is_offered_when_the_sheet_is_opened_again(page: Page, inspection: Inspection) -> None:
    expect(page.locator("#last-place")).to_be_hidden()
    title = page.locator(".card").nth(4).locator("h3").text_content() or ""
    page.locator(".card").nth(4).locator("h3").tap()
    page.goto("/inspections/")
    page.goto(f"/inspections/{inspection.id}")
    expect(page.locator("#last-place")).to_contain_text(title)
    page.get_by_role("button", name="回到上次的位置").tap()
    expect(page.locator(".card:focus h3")).to_have_text(title)
    expect(page.locator("#last-place")).to_be_hidden()


def test_another_person_is_not_offered_the_place(page: Page, cast: Cast, inspection: Inspection) -> None:
    page.locator(".card").nth(4).locator("h3").tap()
    log_in_instead(page, cast.manager)
    page.goto(f"/inspections/{inspection.id}")
    expect(page.locator("#finder")).to_be_visible()
    expect(page.locator("#last-place")).to_be_hidden()


@pytest.mark.parametrize("viewport", [DESK])
def test_keys_step_search_and_explain_themselves(page: Page) -> None:
    titles = page.locator(".card h3").all_inner_texts()
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(page.locator(".card:focus h3")).to_have_text(titles[place])
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jn?")
    expect(page.get_by_role("searchbox")).to_have_value("jn?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_contain_text("下一未查项")


@pytest.mark.parametrize("viewport", [DESK])
def test_keys_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("启用快捷键").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".card:focus")).to_have_count(0)


def test_handing_in_shows_first_what_is_handed_in(page: Page, inspection: Inspection) -> None:
    step(card(page, "专题会议"), "专题会议的实际数量", 3)
    saved(page)
    page.locator("#submit button").tap()
    dialog = page.locator("#submitting")
    for words in ("暂计 19/20", "还有6项没有完成", "没有签字", "全部已保存"):
        expect(dialog).to_contain_text(words)
    dialog.get_by_role("button", name="再看看").tap()
    expect(dialog).to_be_hidden()
    expect(page.locator("#missing")).to_have_count(0)
    assert Inspection.get_by_id(inspection.id).state == "open"


def test_letters_and_contrast_are_kept_for_the_person_on_every_page(page: Page, cast: Cast) -> None:
    page.get_by_role("button", name="显示").tap()
    dialog = page.get_by_role("dialog", name="显示")
    dialog.locator(".segment").filter(has_text="特大").tap()
    dialog.locator(".segment").filter(has_text="高").tap()
    for path in ("/inspections/", "/checklists"):
        page.goto(path)
        assert look(page) == ("24px", "rgb(255, 255, 255)")
    log_in_instead(page, cast.manager)
    assert look(page) == ("18px", "rgb(250, 247, 241)")


def log_in_instead(page: Page, user: User) -> None:
    page.get_by_role("button", name="退出").tap()
    expect(page.get_by_label("账号")).to_be_visible()
    fill_log_in(page, user)
    expect(page.locator(".band-person")).to_contain_text(user.name)


def look(page: Page) -> tuple[str, str]:
    size, colour = page.evaluate(
        "() => { const look = getComputedStyle(document.documentElement);"
        " return [look.fontSize, look.backgroundColor]; }"
    )
    return size, colour


def test_larger_letters_are_there_at_the_first_paint(page: Page) -> None:
    """Set before the body is there, whatever the modules take."""
    page.get_by_role("button", name="显示").tap()
    page.get_by_role("dialog", name="显示").locator(".segment").filter(has_text="特大").tap()
    page.add_init_script(
        "new MutationObserver((_, watch) => { if (!document.body) return; watch.disconnect();"
        " window.atBody = document.documentElement.dataset.text; })"
        ".observe(document, {childList: true, subtree: true});"
    )
    page.goto("/inspections/")
    assert page.evaluate("window.atBody") == "larger"


def test_the_form_fits_with_the_largest_letters(
    page: Page, inspection: Inspection, orientation: dict[str, int]
) -> None:
    page.set_viewport_size(orientation)
    page.get_by_role("button", name="显示").tap()
    page.get_by_role("dialog", name="显示").locator(".segment").filter(has_text="特大").tap()
    page.goto(f"/inspections/{inspection.id}")
    expect(page.locator(".roster-row").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= orientation["width"]


def test_the_next_open_item_passes_by_what_waits(page: Page) -> None:
    page.context.set_offline(True)
    first = page.locator(".card").first
    title = first.locator("h3").inner_text()
    number(card(page, title), "应谈话人数").fill("40")
    expect(first.locator(".waiting-mark")).to_be_visible()
    page.locator(".band-name").focus()
    page.locator("#next-open").tap()
    expect(page.locator(".card:focus h3")).not_to_have_text(title)


def test_a_system_that_asks_for_contrast_gets_it(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    page = browser_for(contrast="more").new_page()
    log_in(page, cast.inspector)
    assert look(page)[1] == "rgb(255, 255, 255)"


@pytest.mark.parametrize("viewport", [PORTRAIT])
def test_a_day_is_told_in_chinese_beside_its_field(page: Page) -> None:
    page.get_by_text("登记走访", exact=True).tap()
    page.get_by_label("日期").first.fill("2020-07-03")
    expect(page.locator("#visits .day-words")).to_have_text("2020年7月3日")
