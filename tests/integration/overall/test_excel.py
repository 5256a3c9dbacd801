"""综合排名 taken out to Excel."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from inspect_app.services import overall
from inspect_app.storage.models import Inspection, Overall
from tests.integration.conftest import Cast
from tests.integration.exporting import asked, exported
from tests.workbooks import rows

As = Callable[..., FlaskClient]


def test_overall_ranking_has_its_parts_and_its_arithmetic(
    app: Flask,
    as_: As,
    cast: Cast,
    row: Overall,
) -> None:
    book = exported(app, as_(cast.manager), "overall-excel", overall=row.id)
    result = overall.result_of(row)
    ranked = result.rows[0]
    first, last = rows(book["综合排名"])
    assert [first[title] for title in ("组别", "名次", "单位", "综合得分", "上半年", "上半年名次", "下半年")] == [
        "县组", 1, "清河县局", 85, 12.5, 1, 20,
    ]  # fmt: skip
    assert (first["怎么来的"], first["等次"]) == (ranked.words, ranked.grade)
    assert last["怎么来的"] == f"未参加排名：{result.blocked[0].reason}"
    assert [one["批次"] for one in rows(book["各部分"])][:2] == ["2020年上半年", "2020年下半年"]
    assert {sheet["A2"].value[:7] for sheet in book} == {"草稿：结果尚未"}


def test_published_overall_ranking_is_exported_as_it_was_frozen(
    app: Flask,
    as_: As,
    cast: Cast,
    published: Overall,
) -> None:
    Inspection.update(state="returned", tally={}).execute()
    book = exported(app, as_(cast.manager), "overall-excel", overall=published.id)
    assert rows(book["综合排名"])[0]["综合得分"] == 85
    assert book["综合排名"]["A2"].value.startswith("正式结果：于")
    for user in (cast.contact, cast.inspector):
        assert asked(as_(user), "overall-excel", overall=published.id).status_code == 403


def test_overall_page_offers_the_export(as_: As, cast: Cast, row: Overall) -> None:
    assert 'value="overall-excel"' in as_(cast.manager).get(f"/overall/{row.id}").text
