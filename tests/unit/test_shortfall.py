"""Shortfall: short of a number, for the unit or for each in a roster."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.unit.specimens import facts, filled, judged, roster, rule


def visits(**options):
    return rule("shortfall", label="调研", **{"required": "3", "deduct": "0.5", **options})


def by_role(**options):
    return visits(
        per="局领导", required={"分管领导": "3", "其他领导": "2"}, unit="个月", step="0.5", **options
    )


@pytest.mark.parametrize(("count", "amount"), [("0", "1.5"), ("2", "0.5"), ("3", "0"), ("9", "0")])
def test_each_one_short_costs_and_the_number_itself_is_enough(count, amount):
    assert judged(visits(), count=count).amount == Fraction(amount)


def test_once_costs_once_however_many_are_short():
    assert judged(visits(once="true"), count="0").amount == Fraction("0.5")


def test_nothing_recorded_is_open_and_nought_is_not():
    assert judged(visits()).state == "open"
    assert judged(visits(), count="0").state == "lost"


def test_halves_count_when_the_step_allows_them():
    assert judged(visits(step="0.5"), count="2.5").amount == Fraction("0.25")


def test_a_number_between_the_steps_is_refused():
    form = filled(visits(step="0.5"), count="2.3")
    assert not form.validate()
    assert form.errors == {"count": ["实际数量应为0.5的整倍数，不能填2.3"]}


def test_one_persons_surplus_never_helps_another():
    rows = roster(("甲", "4"), ("乙", "3"), ("丙", "3"), ("丁", "3"), ("戊", "2"))
    verdict = judged(visits(per="班子成员"), **rows)
    assert verdict.amount == Fraction("0.5")
    assert "调研：班子成员5人，每人应不少于3次；戊2次，少1次" in verdict.words


def test_branches_are_not_counted_as_people():
    branches = visits(per="机关党支部", required="2")
    verdict = judged(branches, **roster(("第一支部", "2"), ("第二支部", "0")))
    assert "调研：机关党支部2个，每个应不少于2次；第二支部0次，少2次" in verdict.words
    assert branches.clause().startswith("调研每个机关党支部不少于2次")


def test_each_role_has_its_own_number_which_is_itself_enough():
    verdict = judged(by_role(), **roster(("甲", "3", "分管领导"), ("乙", "2", "其他领导")))
    assert (verdict.state, verdict.amount) == ("met", 0)


def test_short_of_the_number_of_the_own_role():
    verdict = judged(by_role(), **roster(("甲", "2.5", "分管领导"), ("乙", "2.5", "其他领导")))
    assert verdict.amount == Fraction("0.25")
    assert "甲（分管领导）2.5个月，少0.5个月" in verdict.words
    assert "乙（" not in verdict.words


def test_once_costs_once_for_each_person():
    rows = roster(("甲", "0"), ("乙", "2"), ("丙", "3"))
    assert judged(visits(per="班子成员", once="true"), **rows).amount == 1


@pytest.mark.parametrize(
    ("row", "missing"),
    [(("", "3"), "一行的姓名"), (("甲", "", "分管领导"), "甲的数量"), (("甲", "3"), "甲的职务")],
)
def test_a_row_with_a_gap_leaves_the_rule_open(row, missing):
    verdict = judged(by_role(), **roster(row, ("乙", "2", "其他领导")))
    assert verdict.state == "open"
    assert missing in verdict.words


def test_an_empty_roster_is_not_recorded_rather_than_nobody():
    assert facts(visits(per="班子成员"), **roster(("", ""))) == {}
    assert judged(visits(per="班子成员")).state == "open"


def test_empty_rows_between_others_are_dropped():
    recorded = facts(visits(per="班子成员"), **roster(("甲", "3"), ("", ""), ("乙", "１")))
    assert recorded == {"rows": [{"name": "甲", "count": "3"}, {"name": "乙", "count": "1"}]}


def test_a_role_that_is_not_on_offer_is_refused_in_its_row():
    form = filled(by_role(), **roster(("甲", "3", "处长")))
    assert not form.validate()
    assert form.errors == {"rows": [{"role": ["职务没有“处长”这一项，请填其中一个：分管领导、其他领导"]}]}


def test_a_roster_that_is_too_long_is_refused_rather_than_cut():
    form = filled(visits(per="班子成员"), **roster(*[("甲", "3")] * 201))
    assert not form.validate()
    assert form.errors == {"rows": ["名册最多200行，请核对"]}


@given(counts=st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_the_amount_is_the_sum_over_the_people(counts):
    rows = [{"name": f"甲{n}", "count": str(count)} for n, count in enumerate(counts)]
    expected = sum(max(0, 3 - count) for count in counts) * Fraction("0.5")
    assert visits(per="班子成员").judge({"rows": rows}).amount == expected


@given(counts=st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_everybody_who_is_short_is_named(counts):
    rows = [{"name": f"甲{n}号", "count": str(count)} for n, count in enumerate(counts)]
    words = visits(per="班子成员").judge({"rows": rows}).words
    assert all(f"甲{n}号{count}次" in words for n, count in enumerate(counts) if count < 3)


GUARDS = rule("shortfall", label="安全员", share="2%", of="从业人员数", unit="人", deduct="1")


@pytest.mark.parametrize(
    ("of", "count", "amount"), [("310", "6", 1), ("300", "6", 0), ("11", "0", 1), ("310", "5", 2)]
)
def test_a_share_of_a_recorded_number_is_rounded_up_so_that_the_rule_is_kept(of, count, amount):
    assert judged(GUARDS, of=of, count=count).amount == amount


def test_a_share_of_nobody_is_not_applicable_and_of_an_unknown_number_open():
    assert judged(GUARDS, of="0", count="0").state == "void"
    assert judged(GUARDS, count="3").words == "还缺从业人员数"
    assert GUARDS.clause() == "安全员不少于从业人员数的2%，每少1人扣1分"


@pytest.mark.parametrize(
    "options", [{"share": "2%"}, {"of": "人数"}, {"share": "2%", "of": "人数", "required": "1"}, {}]
)
def test_a_shortfall_has_one_threshold(options):
    with pytest.raises(ValidationError, match=r"share|required"):
        rule("shortfall", label="安全员", **options)


def test_the_clause_keeps_its_name_apart_from_the_first_role():
    assert by_role().clause().startswith(f"{by_role().label}，分管领导不少于")
