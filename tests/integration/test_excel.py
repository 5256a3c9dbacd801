"""Excel: the same lines as on screen and in the PDF, for those who may see them."""

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pdfplumber
import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app import jobs
from inspect_app.config import Config
from inspect_app.printing import gathering_books
from inspect_app.printing.documents import DOCUMENTS
from inspect_app.printing.workbooks import WORKBOOKS, export
from inspect_app.services import photos
from inspect_app.services.inspections import sheet_of
from inspect_app.services.printouts import EXCEL
from inspect_app.storage.models import Inspection, Printout, Round, Subject
from inspect_app.web.printouts import TITLES
from inspect_app.web.wording import VALUES
from tests.integration.commands import lend_fonts
from tests.integration.conftest import AT, Cast
from tests.integration.exporting import ROUND, SHEET, asked, exported
from tests.integration.filling import FAULTLESS, FILLED, TALKS, approve, fill, save
from tests.integration.images import picture
from tests.integration.reading import words
from tests.workbooks import column, rows, titles

As = Callable[..., FlaskClient]
STRANGE = {**TALKS, "r0-remark": '=HYPERLINK("http://example.invalid")\n第二行&<b>'}
# For each entry what a sheet may say; whatever is drawn, the three must agree.
SAID: dict[str, list[dict[str, str]]] = {
    "talks": [TALKS, STRANGE, {"not_applicable": "本年没有应谈话的人"}, {"r0-of": "0", "r0-done": "0"}],
    "meetings": [{"r0-count": "0"}, {"r0-count": "9"}, {"r0-count": "3", "problem": "+会议纪要缺签字"}],
    "visits": [FILLED["visits"], FAULTLESS["visits"]],
    "minutes": [{"r0-count": "30", "r1-met": "no"}, {"r0-count": "1", "r1-met": "yes", "note": "已当面指出"}],
    "report": [{"r0-choice": "未报"}, {"r0-choice": "迟报"}, {"r0-choice": "按时报送"}],
    "quality": [{"r0-value": "2.5", "r0-remark": "-2分以上"}, {"r0-value": "0"}],
    "serious-case": [{"r0-happened": "no"}, {"r0-happened": "yes", "r0-remark": "@2020年3月立案"}],
}


def drawn(client: FlaskClient, app: Flask, inspection: Inspection) -> str:
    """The text of the PDF in the order in which it is drawn: a table cell by cell."""
    lend_fonts(app.config["INSPECT"])
    location = asked(client, "sheet", inspection=inspection.id).location
    jobs.make(Printout.select().order_by(Printout.id.desc()).get().id, app.config["INSPECT"])
    with client.get(f"{location}/file") as file, pdfplumber.open(BytesIO(file.data)) as pdf:
        return re.sub(r"\s", "", "".join(char["text"] for page in pdf.pages for char in page.chars))


def shown(client: FlaskClient, inspection: Inspection) -> list[str]:
    """The lines on screen, each with its amount, its words and what is remarked."""
    page = client.get(f"/inspections/{inspection.id}").text
    return [words(one) for one in re.findall(r'<li class="line-\w+">(.*?)</li>', page, re.DOTALL)]


def as_shown(line: dict[str, Any]) -> str:
    """A row of 得分明细 as the screen has that line."""
    said = {"发生": "发生：", "扣分": "不得分：", "加分": ""}.get(line["结果"], "")
    if line["扣加分"]:
        said = f"{'扣' if line['扣加分'] < 0 else '加'}{abs(Decimal(repr(line['扣加分']))).normalize():f}分："
    remark = f"情况说明：{line['情况说明']}" if line["情况说明"] else ""
    return re.sub(r"\s", "", (said if line["结果"] != "调整" else "") + line["认定情况"] + remark)


@pytest.mark.parametrize("seed", range(4))
def test_screen_pdf_and_excel_have_the_same_lines(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, seed: int
) -> None:
    dice, client = Random(seed), as_(cast.manager)
    for entry, ways in SAID.items():
        save(inspection, entry, dice.choice(ways), by=cast.inspector)
    book = exported(app, client, SHEET, inspection=inspection.id)
    lines = [line for line in rows(book["得分明细"]) if line["填报人"]]
    assert [as_shown(line) for line in lines] == shown(client, inspection)
    paper = drawn(client, app, inspection)
    for line in lines:
        assert re.sub(r"\s", "", line["认定情况"]) in paper
        assert re.sub(r"\s", "", line["评分规则"] or "") in paper
    score = sheet_of(inspection)
    assert sum(Decimal(repr(one)) for one in column(book["得分明细"], "本项得分") if one) == score.total
    assert f"总分{score.total.normalize():f}分" in paper


def test_sheet_says_who_recorded_what_when_on_what_ground_with_how_many_files(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    fill(inspection, by=cast.inspector)
    save(inspection, "talks", {**STRANGE, "problem": "+没有台账"}, by=cast.inspector, seen=1)
    given = {"caption": "台账", "folder": app.config["INSPECT"].evidence, "by": cast.inspector, "at": AT}
    for number in range(2):
        photos.add_photo(inspection, "talks", picture(), save_id=str(number), **given)
    line = rows(exported(app, as_(cast.manager), SHEET, inspection=inspection.id)["得分明细"])[0]
    assert (line["一级指标"], line["考核内容"], line["分值"]) == ("作风纪律", "廉政谈话", 3)
    assert (line["结果"], line["扣加分"], line["本项得分"]) == ("扣分", -2, 1)
    assert (line["填报人"], line["填报时间"], line["佐证件数"]) == ("沈巡查", AT, 2)
    assert line["依据"] == "《某局工作要点》第一部分第1条：廉政谈话率达到100%"
    assert line["情况说明"].startswith("=HYPERLINK")
    assert line["发现的问题"] == "+没有台账"


def test_no_cell_is_a_formula_and_every_amount_is_a_number(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    Subject.update(name="=1+1县局").where(Subject.id == cast.unit.id).execute()
    fill(inspection, by=cast.inspector)
    save(inspection, "talks", STRANGE, by=cast.inspector, seen=1)
    for document, of in (
        (SHEET, {"inspection": inspection.id}),
        (ROUND, {"round": inspection.round_id}),
    ):
        book = exported(app, as_(cast.manager), document, **of)
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert "=1+1县局" in {cell.value for cell in cells}
        numbers = [
            cell
            for cell in cells
            if isinstance(cell.value, str) and re.fullmatch(r"[-+]?\d+\.\d+", cell.value)
        ]
        assert not numbers


def test_draft_and_final_result_say_so_with_who_took_it_out(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    def state(document: str, **of: int) -> set[str]:
        book = exported(app, as_(cast.manager), document, **of)
        assert book.properties.creator == app.config["INSPECT"].office
        return {sheet["A2"].value for sheet in book}

    (said,) = state(SHEET, inspection=inspection.id)
    assert said.startswith("草稿：考核单未开始")
    assert said.endswith("由杜主任导出。")
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    assert "本批次结果尚未发布" in state(SHEET, inspection=inspection.id).pop()
    assert "草稿：结果尚未发布" in state(ROUND, round=inspection.round_id).pop()
    Round.update(state="released", released_at=AT).execute()
    for document, of in (
        (SHEET, {"inspection": inspection.id}),
        (ROUND, {"round": inspection.round_id}),
    ):
        assert state(document, **of).pop().startswith("正式结果：于2020年7月1日发布")


def test_round_has_ranking_lines_and_matrix_of_every_unit(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    other = Inspection.get(Inspection.subject == cast.elsewhere)
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    save(other, "talks", TALKS, by=cast.inspector)
    book = exported(app, as_(cast.manager), ROUND, round=inspection.round_id)
    assert book.sheetnames == ["排名", "得分明细", "得分矩阵", "各部分平均得分", "扣分较多的内容"]
    first, last = rows(book["排名"])
    assert [first[title] for title in ("组别", "名次", "单位", "得分", "满分", "等次", "作风纪律", "宣传工作")] == [
        "县组", 1, "清河县局", 12.5, 20, "合格", 7, 5.5,
    ]  # fmt: skip
    assert (last["单位"], last["名次"], last["得分"]) == ("东湖区局", None, None)
    assert last["说明"] == "未参加排名：考核单填写中，还有6项未查"
    for row_ in (inspection, other):
        own = [line["认定情况"] for line in rows(book["得分明细"]) if line["编号"] == row_.subject.code]
        score = sheet_of(row_)
        assert own == [line.words for item in score.items for line in item.lines]
    matrix = book["得分矩阵"]
    assert titles(matrix)[3:] == ["清河县局01", "东湖区局02"]
    assert column(matrix, "清河县局01") == [1, 2, 2.5, 1.5, 3, 2.5, "没有发生", 0, 12.5, "合格"]
    assert column(matrix, "东湖区局02") == [1, *["待填"] * 6, None, "未填全", None]
    assert column(book["扣分较多的内容"], "扣分单位数") == [1] * 6


def test_round_takes_as_many_statements_for_fifty_units_as_two_chunks_need(
    app: Flask, as_: As, cast: Cast, make_round: Callable[..., Round], statements: Any
) -> None:
    units = [Subject.create(code=f"1{number:03}", name=f"第{number}局", group="县") for number in range(50)]
    round_ = make_round(subjects=units)
    with statements() as seen:
        total, book = gathering_books.gather_round_book(round_, app.config["INSPECT"], by="杜主任", at=AT)
        assert len(list(book.details)) == total == 50
    assert len(seen) <= 16, seen


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_touch_of_a_workbook_is_missing(name: str) -> None:
    assert name in jobs._MAKERS, f"inspect_app/jobs.py makes no {name}"
    assert name in TITLES, f"inspect_app/web/printouts.py has no title of {name}"
    assert name in VALUES["document"], f"inspect_app/web/wording.py has no word for {name}"
    assert name.removesuffix(EXCEL) in DOCUMENTS, f"{name} has no document whose rights it follows"


def test_same_result_gives_the_same_bytes(
    cast: Cast, inspection: Inspection, config: Config, tmp_path: Path
) -> None:
    fill(inspection, by=cast.inspector)
    files = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for file in files:
        _, book = gathering_books.gather_round_book(inspection.round, config, by="杜主任", at=AT)
        export(book, file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_only_what_has_a_workbook_is_exported(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="int is not exported"):
        export(1, tmp_path / "one.xlsx")
