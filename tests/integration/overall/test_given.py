"""A sheet that takes the published result of a composition."""

from datetime import date

import pytest

from inspect_app.domain.tally import Tally
from inspect_app.services import checklists
from inspect_app.services.inspections import sheet_of
from inspect_app.storage.models import Inspection, Overall, Round
from tests.integration.conftest import AT, Cast
from tests.integration.filling import again
from tests.integration.overall.conftest import As
from tests.integration.periods import open_in, sheet_in

TEXT = """\
id: taking
version: "1"
title: 取综合结果的考核细则
total: 20
sections:
  - id: all
    title: 全部
    points: 20
    items:
      - id: overall
        title: 综合考核
        points: 20
        start: zero
        rules:
          - {kind: given, label: 综合得分, by: 综合得分, composition: COMPOSITION, most: 100, share: 10%,
             fixed: trueMONTHS}
          - {kind: given, label: 综合等次, by: 综合等次, composition: COMPOSITION, fixed: true,
             grades: [{name: 优秀, add: 5}, {name: 合格, add: 2}]}
"""
YEAR, NEXT = (date(2020, 1, 1), date(2020, 12, 31)), (date(2021, 1, 1), date(2021, 12, 31))


def taking(cast: Cast, period=YEAR, composition: str = "year", months: str = "") -> Inspection:
    """The sheet of 清河县局 in a round that takes the result."""
    text = TEXT.replace("COMPOSITION", composition).replace("MONTHS", months)
    version = checklists.publish(text, by=cast.manager, at=AT)
    return sheet_in(open_in(cast, version, period, "年终"), cast.unit)


def said(sheet: Inspection) -> list[str]:
    return [line.words for line in sheet_of(again(sheet)).items[0].lines]


def test_a_published_result_is_taken_when_the_round_begins(cast: Cast, published: Overall) -> None:
    sheet = taking(cast)
    assert said(sheet) == [
        "综合得分：综合得分85分，×10%，加8.5分（85来自综合结果《2020年度综合》）",
        "综合等次：综合等次为合格，加2分（合格来自综合结果《2020年度综合》）",
    ]
    assert Tally.from_json(again(sheet).tally).total == 10.5


def test_a_sheet_that_waits_for_the_result_gets_it_with_the_publication(
    as_: As, cast: Cast, row: Overall
) -> None:
    sheet = taking(cast)
    assert Tally.from_json(again(sheet).tally).open == 1
    Round.update(state="released").where(Round.title != "年终").execute()
    page = (
        as_(cast.manager)
        .post(f"/overall/{row.id}/publish", data={"blocked": "1"}, follow_redirects=True)
        .text
    )
    assert Tally.from_json(again(sheet).tally).total == 10.5
    assert "清河县局（年终）0→10.5" in page


@pytest.mark.parametrize(
    "options", [{"period": NEXT}, {"composition": "other"}, {"months": ", months: 1-6"}], ids=str
)
def test_a_result_of_another_time_or_composition_is_not_taken(
    cast: Cast, published: Overall, options
) -> None:
    assert "发布后自动取来" in said(taking(cast, **options))[0]


def test_who_has_no_result_gets_none(cast: Cast, published: Overall) -> None:
    version = checklists.publish(
        TEXT.replace("COMPOSITION", "year").replace("MONTHS", ""), by=cast.manager, at=AT
    )
    round_ = open_in(cast, version, YEAR, "年终", [cast.elsewhere])
    assert "发布后自动取来" in said(sheet_in(round_, cast.elsewhere))[0]


def test_the_rank_is_taken_where_the_clause_asks_for_it(cast: Cast, published: Overall) -> None:
    text = TEXT.replace("most: 100, share: 10%,", "rank: {first: 10, step: 1},")
    version = checklists.publish(
        text.replace("COMPOSITION", "year").replace("MONTHS", ""), by=cast.manager, at=AT
    )
    sheet = sheet_in(open_in(cast, version, YEAR, "年终"), cast.unit)
    assert "第1名" in said(sheet)[0]
    assert said(sheet)[0].endswith("加10分（1来自综合结果《2020年度综合》）")
