"""The further kinds of rules: what they make of the facts, in points and in words."""

from fractions import Fraction

import pytest

from tests.unit.kinds import CASES, SAMPLE, TWO
from tests.unit.specimens import TALKS, filled, judged, rule


def verdict(one, texts):
    return judged(one, **texts)


@pytest.mark.parametrize(("one", "texts", "expected"), CASES.values(), ids=CASES)
def test_a_kind_says_its_facts_and_its_amount(one, texts, expected):
    state, amount, words = expected
    found = verdict(one, texts)
    assert (found.state, found.amount, found.words) == (state, Fraction(amount), words)


@pytest.mark.parametrize("one", [case[0] for case in CASES.values()], ids=CASES)
def test_nothing_recorded_is_open_and_says_what_is_missing(one):
    assert one.judge({}).state == "open"
    assert one.judge({}).words


@pytest.mark.parametrize(("take", "amount"), [("sum", "4"), ("mean", "2"), ("worst", "3")])
def test_samples_are_put_together_as_the_sheet_says(take, amount):
    found = verdict(rule("sample", **SAMPLE, take=take), TWO)
    assert (found.state, found.amount) == ("lost", Fraction(amount))
    assert "甲村（不能用：发现2户，每户扣2分；公示：做到，不扣分，扣3分）" in found.words


def test_samples_are_named_before_anything_is_recorded_of_them():
    one = rule("sample", **SAMPLE)
    assert verdict(one, {"rows-0-name": "甲村"}).words == "应抽查2个村，现在1个，请先写明抽到哪几个"
    named = verdict(one, {"rows-0-name": "甲村", "rows-1-name": "乙村"})
    assert named.state == "open"
    assert "乙村：还缺发现数量" in named.words
    assert verdict(one, {"rows-0-公示-met": "no"}).words == "第1个村还没有名称"


def test_an_inner_rule_keeps_its_own_form():
    rules = [{"kind": "rate", **TALKS, "deduct": "1"}]
    form = filled(rule("sample", **{**SAMPLE, "rules": rules}), **{"rows-0-name": "甲村", "rows-0-廉政谈话率-of": "1",
                                                                  "rows-0-廉政谈话率-done": "2"})  # fmt: skip
    assert not form.validate()


def test_nobody_asked_is_not_applicable():
    nobody = {"issued": "0", "returned": "0", "v_优秀": "0", "v_称职": "0", "v_差": "0", "invalid": "0"}
    assert verdict(CASES["votes"][0], nobody).state == "void"


def visits(**options):
    prices = {
        "deduct": "1",
        "add": "0.5",
        "baseline": "上年同期",
        "relative": "true",
        "step": "10",
        "steps": "down",
    }
    return rule("over", label="上访", unit="批", **{**prices, **options})


@pytest.mark.parametrize(
    ("value", "state", "amount"), [("25", "lost", 2), ("20", "met", 0), ("15", "gained", 1), ("19", "met", 0)]
)
def test_what_is_over_costs_and_what_is_under_earns(value, state, amount):
    verdict = judged(visits(), base="20", value=value)
    assert (verdict.state, verdict.amount) == (state, amount)
    assert "每增10%扣1分（不足一步不扣）；低于的，每减10%加0.5分（不足一步不加）" in visits().clause()


def test_a_band_may_leave_nothing_of_the_item():
    bands = [{"from": "95%"}, {"from": "90%", "deduct": "2"}, {"from": "0%", "deduct": "all"}]
    settled = rule("rate", label="化解率", of="初访件数", done="化解件数", bands=bands)
    assert judged(settled, of="100", done="89").zeroes
    assert "90%以下的此项不得分" in settled.clause()
