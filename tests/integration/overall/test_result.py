"""综合排名: what the rounds make together, with the arithmetic and who is blocked."""

from collections.abc import Callable
from decimal import Decimal

from inspect_app.services import compositions, overall
from inspect_app.storage.models import Inspection, Overall, OverallPart, Round, Subject
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FAULTLESS, FILLED, approve
from tests.integration.overall.conftest import TEXT, As
from tests.integration.reading import words


def test_page_has_the_arithmetic_and_who_is_blocked_with_the_reason(
    as_: As, cast: Cast, row: Overall
) -> None:
    page = words(as_(cast.manager).get(f"/overall/{row.id}").text)
    assert "上半年12.5分÷20×100×40%＋下半年20分÷20×100×60%＝85分" in page
    assert "东湖区局：没有得分：下半年（考核单未开始，还有7项未查），暂不计总分" in page
    assert "“2020年上半年”的结果还没有发布" in page


def test_result_follows_the_rounds_until_it_is_published(cast: Cast, row: Overall) -> None:
    assert len(overall.result_of(row).rows) == 1
    second = Inspection.get(Inspection.round == OverallPart.get(OverallPart.part == "second").round,
                            Inspection.subject == cast.elsewhere)  # fmt: skip
    approve(second, by=cast.inspector, reviewer=cast.manager, filled=FAULTLESS)
    totals = {one.code: one.total for one in overall.result_of(row).rows}
    assert totals == {"01": Decimal(85), "02": Decimal(100)}


def test_the_units_below_make_a_mean(cast: Cast, make_round: Callable[..., Round]) -> None:
    villages = [Subject.create(code=f"5{n}", name=f"第{n}村", group=cast.unit.name) for n in range(2)]
    round_ = make_round("各村", subjects=villages)
    for one, filled in zip(Inspection.select().order_by(Inspection.id), (FILLED, FAULTLESS), strict=True):
        approve(one, by=cast.inspector, reviewer=cast.manager, filled=filled)
    text = TEXT.split("parts", maxsplit=1)[0].replace("weighted", "mean") + (
        "parts: [{id: venues, title: 阵地, checklist: small, below: true}]\n"
    )
    version = compositions.publish(text.replace("id: year", "id: below"), by=cast.manager, at=AT)
    entry = overall.OverallEntry("阵地", {"venues": round_})
    row = overall.create(entry, version, by=cast.manager, at=AT)
    (found,) = overall.result_of(row).rows
    assert found.name == cast.unit.name
    assert found.words == "阵地（下属2个单位合计32.5分÷2）÷20×100＝81.25分"


def test_a_composition_of_persons_speaks_of_persons(
    as_: As, cast: Cast, make_round: Callable[..., Round]
) -> None:
    """党员双十规范积分: quarters of persons, who are subjects in the group of their branch."""
    people = [Subject.create(code=f"6{n}", name=name, group="一支部") for n, name in enumerate("甲乙")]
    round_ = make_round("一季度", subjects=people)
    for one, filled in zip(Inspection.select().order_by(Inspection.id), (FILLED, FAULTLESS), strict=True):
        approve(one, by=cast.inspector, reviewer=cast.manager, filled=filled)
    text = (
        'id: persons\nversion: "1"\ntitle: 积分\nsubject: person\ncompose: sum\nmissing: skip\nparts:\n'
        "  - {id: q1, title: 一季度, checklist: small, period: q1}\n"
        "  - {id: q2, title: 二季度, checklist: small, period: q2}\n"
    )
    version = compositions.publish(text, by=cast.manager, at=AT)
    row = overall.create(overall.OverallEntry("积分", {"q1": round_}), version, by=cast.manager, at=AT)
    page = words(as_(cast.manager).get(f"/overall/{row.id}").text)
    assert "一支部组（2人参加排名）" in page
    assert "姓名" in page
    assert "（一季度12.5分÷20×100）÷100×200＝125分，二季度没有得分，按已有的部分折算" in page


def test_a_page_takes_as_many_statements_for_few_units_as_for_many(
    as_: As, cast: Cast, row: Overall, make_round: Callable[..., Round], statements: Callable[[], object]
) -> None:
    client = as_(cast.manager)
    with statements() as seen:
        client.get(f"/overall/{row.id}")
    few = len(seen)
    units = [Subject.create(code=f"3{n}", name=f"第{n}县局", group="县") for n in range(8)]
    more = make_round("更多", subjects=units)
    OverallPart.update(round=more).where(OverallPart.part == "second").execute()
    with statements() as seen:
        client.get(f"/overall/{row.id}")
    assert len(seen) == few <= 8
