"""A manager takes a ranking out to Excel with the keyboard alone, and the file is there to be opened."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from inspect_app.storage.models import Inspection, Round
from tests.browser.papers import printed
from tests.browser.test_layout import faults_here
from tests.browser.test_overall import entered
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, approve
from tests.workbooks import opened, rows


def test_ranking_is_taken_out_to_excel_with_the_keyboard(
    browser_for: Callable[..., BrowserContext], orientation: dict[str, int], cast: Cast, round_: Round
) -> None:
    approve(Inspection.get(), by=cast.inspector, reviewer=cast.manager, filled=FAULTLESS)
    page = entered(browser_for, cast.manager, orientation)
    page.goto(f"/rankings/{round_.id}")
    button = page.get_by_role("button", name="导出Excel")
    button.focus()
    page.keyboard.press("Enter")
    printed(page, "下载2020年上半年考核结果（Excel）")
    assert faults_here(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").focus()
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "2020年上半年考核结果.xlsx"
    ranking = rows(opened(Path(download.value.path()).read_bytes())["排名"])
    assert [(one["单位"], one["得分"]) for one in ranking] == [("清河县局", 20), ("东湖区局", None)]
    expect(page.locator("main")).to_contain_text("已生成")
