"""Checklists: read, checked, published; a published version never changes."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.checklists import checklist_of, published
from inspect_app.storage.models import Audit, ChecklistVersion
from tests.integration.conftest import SMALL, Cast

As = Callable[..., FlaskClient]
TEXT = SMALL.read_text(encoding="utf-8")


def test_published_checklist_keeps_its_text(as_: As, cast: Cast) -> None:
    response = as_(cast.manager).post("/checklists", data={"text": TEXT})
    row = ChecklistVersion.get()
    assert response.headers["Location"] == f"/checklists/{row.id}"
    assert (row.text, row.published_by) == (TEXT, cast.manager)
    assert Audit.get(Audit.action == "publish-checklist").after["version"] == "1"


def test_line_ends_of_a_browser_do_not_make_another_text(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    client.post("/checklists", data={"text": TEXT})
    client.post("/checklists", data={"text": TEXT.replace("\n", "\r\n")})
    assert ChecklistVersion.select().count() == 1
    assert Audit.select().where(Audit.action == "publish-checklist").count() == 1


def test_another_text_under_a_published_version_is_refused(
    as_: As, cast: Cast, checklist: ChecklistVersion
) -> None:
    changed = TEXT.replace("小考核细则", "大考核细则")
    response = as_(cast.manager).post("/checklists", data={"text": changed})
    assert response.status_code == 422
    assert "请把version改成新的版本号" in response.text
    assert "大考核细则" in response.text
    assert ChecklistVersion.get().text == TEXT


def test_new_version_stands_beside_the_old_one(as_: As, cast: Cast, checklist: ChecklistVersion) -> None:
    as_(cast.manager).post("/checklists", data={"text": TEXT.replace('version: "1"', 'version: "2"')})
    assert [row.version for row in published()] == ["2", "1"]


def test_problems_are_told_with_line_and_column(as_: As, cast: Cast) -> None:
    broken = TEXT.replace("total: 20", "total: 21")
    response = as_(cast.manager).post("/checklists/examine", data={"text": broken})
    assert response.status_code == 422
    assert "各项" in response.text or "合计是20" in response.text
    assert 'class="number">7<' in response.text
    assert "total: 21" in response.text


@pytest.mark.parametrize("text", ["", "只有文字", "id: [", "\x00"])
def test_what_is_no_checklist_is_never_published(as_: As, cast: Cast, text: str) -> None:
    assert as_(cast.manager).post("/checklists", data={"text": text}).status_code == 422
    assert not ChecklistVersion.select().exists()


def test_examining_publishes_nothing(as_: As, cast: Cast) -> None:
    page = as_(cast.manager).post("/checklists/examine", data={"text": TEXT})
    assert page.status_code == 200
    assert "没有错误" in page.text
    assert not ChecklistVersion.select().exists()


def test_empty_examination_asks_for_a_text(as_: As, cast: Cast) -> None:
    response = as_(cast.manager).post("/checklists/examine", data={"text": ""})
    assert response.status_code == 422
    assert "请粘贴细则，或选择文件" in response.text


def test_uploaded_file_is_examined(as_: As, cast: Cast) -> None:
    file = (BytesIO(TEXT.encode()), "small.yaml")
    page = as_(cast.manager).post("/checklists/examine", data={"text": "", "file": file})
    assert "没有错误" in page.text
    assert "小考核细则" in page.text


def test_file_in_another_encoding_is_refused_with_advice(as_: As, cast: Cast) -> None:
    file = (BytesIO(TEXT.encode("gbk")), "small.yaml")
    response = as_(cast.manager).post("/checklists/examine", data={"text": "", "file": file})
    assert response.status_code == 422
    assert "另存为UTF-8" in response.text


def test_checklist_is_shown_in_words(as_: As, cast: Cast, checklist: ChecklistVersion) -> None:
    page = as_(cast.inspector).get(f"/checklists/{checklist.id}").text
    for words in (
        "一、作风纪律（12分）",
        "廉政谈话率应达到100%，每低1个百分点扣0.2分",
        "“廉政谈话率达到100%”",
        "《某局工作要点》第一部分第1条",
        "发生严重违纪违法案件：等次定为最低等次",
        "优秀",
    ):
        assert words in page


def test_files_of_the_program_open_without_being_published(as_: As, cast: Cast) -> None:
    client = as_(cast.manager)
    assert "市局机关党建工作年度考核细则" in client.get("/checklists").text
    assert client.get("/checklists/files/bureau-party-building").status_code == 200
    assert client.get("/checklists/files/..%2Fpyproject").status_code == 404


def test_a_row_without_its_text_gives_the_checklist(checklist: ChecklistVersion) -> None:
    assert checklist_of(published().get()).title == "小考核细则"


def test_a_problem_is_shown_with_file_line_column_and_the_line_itself(as_: As, cast: Cast) -> None:
    text = TEXT.replace("deduct: 1", "deduct: 1分", 1)
    sent = {"file": (BytesIO(text.encode()), "考核.yaml")}
    page = as_(cast.manager).post("/checklists/examine", data=sent).text
    number = text[: text.index("1分")].count("\n") + 1
    assert "考核.yaml：1处错误" in page
    assert f'<td class="number">{number}</td>' in page
    assert f'<pre class="excerpt">{text.splitlines()[number - 1].strip()}</pre>' in page
