"""Every kind of rule by touch: ticks that exclude each other, scorers, samples, and what stands on top."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from inspect_app.config import now
from inspect_app.services import checklists
from inspect_app.services.parameters import set_parameters
from inspect_app.storage.models import Answer, ChecklistVersion, Inspection
from tests.browser.tapping import card, choose, live, number, saved
from tests.integration.conftest import Cast
from tests.integration.images import picture

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
EVERY_KIND = Path(__file__).parent.parent / "checklists" / "every-kind.yaml"


@pytest.fixture
def viewport(orientation: dict[str, int]) -> dict[str, int]:
    return orientation


@pytest.fixture
def checklist(cast: Cast) -> ChecklistVersion:
    """The checklist that has every kind of rule, published."""
    return checklists.publish(EVERY_KIND.read_text(encoding="utf-8"), by=cast.manager, at=now())


@pytest.fixture
def sheet(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The form of the unit, open on the tablet."""
    set_parameters(inspection.round, {"funds": Decimal(10), "goal": Decimal(90)}, by=cast.manager, at=now())
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page


def facts(entry: str) -> dict:
    return Answer.get(Answer.entry == entry).facts


def test_a_number_that_may_be_negative_steps_below_nought(sheet: Page) -> None:
    box = card(sheet, "增速和进度")
    less = box.get_by_role("button", name="平均增速减", exact=True)
    less.tap()
    less.tap()
    expect(number(box, "平均增速")).to_have_value("-1")
    number(box, "实际数").first.fill("-2.5")
    expect(live(box)).to_contain_text("低1.5个百分点")
    assert facts("growth")["增速"] == {"base": "-1", "value": "-2.5"}


def test_none_of_them_and_any_of_them_exclude_each_other(sheet: Page) -> None:
    box = card(sheet, "台账")
    box.get_by_text("学习记录", exact=True).tap()
    box.get_by_text("谈话记录", exact=True).tap()
    expect(live(box)).to_contain_text("缺2项（学习记录、谈话记录）")
    box.get_by_text("都有", exact=True).tap()
    expect(live(box)).to_contain_text("都有，不扣分")
    assert facts("ledger") == {"台账": {"missing": "都有"}}


def test_days_are_picked_and_the_price_is_said(sheet: Page) -> None:
    box = card(sheet, "报送方案")
    choose(box, "已完成")
    box.get_by_label("实际完成日期").fill("2020-07-03")
    expect(live(box)).to_contain_text("逾期3天")


def test_scorers_are_rows_that_grow(sheet: Page) -> None:
    box = card(sheet, "领导评价")
    for place, (name, score) in enumerate([("甲", "90"), ("乙", "80"), ("丙", "10")]):
        if place:
            box.get_by_role("button", name="添加一行").tap()
        box.get_by_label("评委姓名").nth(place).fill(name)
        box.get_by_label("打分", exact=True).nth(place).fill(score)
    expect(live(box)).to_contain_text("取平均分80分")
    sheet.reload()
    expect(card(sheet, "领导评价").locator(".roster-row")).to_have_count(4)


def fill_sample(box: Locator, place: int, name: str, shown: str) -> None:
    box.get_by_role("tab").nth(place).tap()
    sample = box.locator(".sample:visible")
    sample.get_by_label("村名称").fill(name)
    sample.get_by_role("button", name="未发现").tap()
    choose(sample, shown)
    sample.get_by_text("都有", exact=True).tap()
    number(sample, "应入户数").fill("4")
    number(sample, "已入户数").fill("4")


def test_samples_are_named_and_filled_one_by_one(sheet: Page) -> None:
    box = card(sheet, "走访农户")
    expect(box.get_by_role("tab")).to_have_text(["第1个村未查", "第2个村未查"])
    fill_sample(box, 0, "甲村", "未做到")
    fill_sample(box, 1, "乙村", "做到")
    expect(live(box)).to_contain_text("抽查2个村")
    expect(box.get_by_role("tab")).to_have_text(["甲村扣1分", "乙村不扣分"])
    box.get_by_role("button", name="再加一个村").tap()
    added = box.locator(".sample:visible")
    expect(added.get_by_label("村名称")).to_be_focused()
    expect(added.locator("input:checked")).to_have_count(0)
    added.get_by_label("村名称").fill("丙村")
    expect(live(box)).to_contain_text("丙村：")
    expect(box.get_by_role("tab", name="丙村")).to_have_attribute("aria-selected", "true")
    saved(sheet)
    sheet.reload()
    expect(card(sheet, "走访农户").get_by_role("tab")).to_have_text(["甲村扣1分", "乙村不扣分", "丙村未查"])


def test_samples_are_reached_and_removed_by_keyboard(sheet: Page) -> None:
    box = card(sheet, "走访农户")
    tabs = box.get_by_role("tab")
    tabs.first.focus()
    sheet.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(box.get_by_role("tabpanel")).to_have_count(1)
    expect(box.get_by_role("tabpanel")).to_have_attribute(
        "id", str(tabs.nth(1).get_attribute("aria-controls"))
    )
    sheet.keyboard.press("Home")
    expect(tabs.first).to_be_focused()
    box.get_by_role("button", name="删除").locator("visible=true").press("Enter")
    expect(tabs).to_have_count(1)


def test_a_message_brings_its_sample_to_the_front(sheet: Page) -> None:
    box = card(sheet, "走访农户")
    fill_sample(box, 0, "甲村", "做到")
    number(box.locator(".sample:visible"), "已入户数").fill("5")
    box.get_by_role("tab").nth(1).tap()
    expect(box.locator(".sample:visible .field-error")).to_contain_text("不能大于")
    expect(box.get_by_role("tab").first).to_contain_text("有填错的")


def test_a_list_and_a_second_sample_lie_within_a_sample(sheet: Page) -> None:
    box = card(sheet, "抽查村和户")
    village = box.get_by_role("tabpanel")
    village.get_by_label("村名称").fill("甲村")
    choose(village.get_by_role("group", name="台账", exact=True), "没有")
    heaps = village.get_by_role("group", name="乱堆", exact=True)
    heaps.get_by_label("问题").fill("柴草")
    heaps.get_by_role("button", name="再加一处").tap()
    heaps.get_by_label("问题").nth(1).fill("渣土")
    number(heaps, "其中影响通行的").fill("1")
    houses = village.get_by_role("group", name="入户", exact=True)
    for place, (name, shown) in enumerate([("赵某家", "不能用"), ("钱某家", "能用")]):
        houses.get_by_label("农户名称").nth(place).fill(name)
        choose(houses.locator(".sample").nth(place), shown)
    expect(box.get_by_role("tab").first).to_have_text("甲村扣4分")
    box.get_by_role("button", name="再加一个村").tap()
    expect(village.get_by_label("问题")).to_have_count(1)
    expect(village.get_by_label("农户名称")).to_have_count(2)
    expect(village.locator("input:checked")).to_have_count(0)
    saved(sheet)
    sheet.reload()
    expect(heaps.get_by_label("问题").nth(1)).to_have_value("渣土")
    expect(houses.get_by_label("农户名称").nth(1)).to_have_value("钱某家")
    (row,) = facts("households")["抽查村"]["rows"]
    assert row["乱堆"]["rows"] == [{"what": "柴草"}, {"what": "渣土"}]
    assert [one["厕所"] for one in row["入户"]["rows"]] == [{"met": "no"}, {"met": "yes"}]


def test_each_one_found_is_a_row_with_its_place_and_photograph(sheet: Page) -> None:
    box = card(sheet, "垃圾乱堆")
    box.get_by_label("地点").fill("村口")
    box.get_by_role("textbox", name="问题", exact=True).first.fill("生活垃圾")
    expect(live(box)).to_contain_text("发现1处，每处扣1分（村口：生活垃圾）")
    box.get_by_role("button", name="再加一处").tap()
    expect(box.locator(".found-row")).to_have_count(2)
    with sheet.expect_file_chooser() as chooser:
        box.get_by_role("button", name="拍照").first.tap()
    chooser.value.set_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}])
    expect(box.get_by_label("照片说明")).to_have_value("村口：生活垃圾")


def test_modifiers_stand_below_their_clause(sheet: Page) -> None:
    box = card(sheet, "安全事故")
    number(box, "发现数量").fill("3")
    number(box, "其中造成后果的").fill("1")
    box.get_by_label("包片领导名称").fill("赵某")
    box.get_by_text("瞒报", exact=True).tap()
    expect(live(box)).to_contain_text("赵某扣5分")


def test_a_linked_card_changes_at_once(sheet: Page) -> None:
    for title in ("县级表彰", "市级表彰"):
        choose(card(sheet, title), "获得")
        card(sheet, title).get_by_label("表彰名称").fill("先进集体")
        expect(live(card(sheet, title))).to_contain_text("加")
    expect(live(card(sheet, "县级表彰"))).to_contain_text("就高不重复")
    expect(live(card(sheet, "县级表彰")).locator(".lamp")).to_contain_text("不加分")


def test_what_is_wrong_is_told_at_its_field(sheet: Page) -> None:
    box = card(sheet, "部门评价")
    number(box, "组织科打分").fill("9")
    error = box.locator(".field-error[id]")
    expect(error).to_contain_text("应在0至4分之间")
    expect(number(box, "组织科打分")).to_have_attribute("aria-invalid", "true")


def test_nothing_is_wider_than_the_screen(sheet: Page) -> None:
    assert sheet.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_control_comes_back_after_a_reload_without_network(sheet: Page, tolerated: list[str]) -> None:
    tolerated.append("Failed to load resource: net::ERR")
    sheet.context.route("**/answers/*", lambda route: route.abort())
    cards = sheet.evaluate(FILL_ALL)
    expect(sheet.locator("#save-state")).to_contain_text(f"{cards}项待上传，网络中断")
    entered = sheet.evaluate(ENTERED)
    assert len(entered) > 60
    sheet.reload()
    expect(sheet.locator(".waiting-mark")).to_have_count(cards)
    assert sheet.evaluate(ENTERED) == entered


# Another value in every control, one more row in every roster; each told to the page as a person's hand would.
FILL_ALL = """() => {
  const forms = [...document.querySelectorAll("form.answer")];
  const kinds = ["input", "change"].map((kind) => [kind, {bubbles: true}]);
  const tell = (control) => kinds.forEach((kind) => control.dispatchEvent(new Event(...kind)));
  for (const adder of document.querySelectorAll("[data-add]")) adder.click();
  forms.flatMap((form) => [...form.elements]).forEach((control, index) => {
    if (!control.name || ["hidden", "file", "submit", "button"].includes(control.type)) return;
    if (control.type === "radio" || control.type === "checkbox") control.checked = index % 2 === 0;
    else if (control.type === "date") control.value = "2020-06-0" + (1 + index % 9);
    else if (control.localName === "select") control.selectedIndex = 1;
    else control.value = String(1 + index % 9);
    tell(control);
  });
  return forms.length;
}"""
ENTERED = """() => [...document.querySelectorAll("form.answer")].flatMap((form) =>
  [...new FormData(form)].filter(([name]) => name !== "version" && name !== "save_id")
    .map(([name, value]) => `${form.closest(".card").id} ${name}=${value}`))"""


def test_nobody_is_barred_from_any_kind_of_control(sheet: Page) -> None:
    box = card(sheet, "走访农户")
    box.get_by_role("button", name="再加一个村").tap()
    sheet.evaluate(AXE.read_text(encoding="utf-8"))
    barred = sheet.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in barred] == []
    small = sheet.evaluate(
        "() => [...document.querySelectorAll('.card button, .card input, .card select, .card summary')]"
        ".filter((one) => one.offsetParent && !one.closest('label.segment, label.tick, .photo-add'))"
        ".filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"
    )
    assert small == []
