"""Rate: numerator over denominator against a target."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.specimens import TALKS, filled, judged, rule


def talks(**options: str):
    return rule("rate", **{**TALKS, "each": "1%", "steps": "exact", "deduct": "0.2", **options})


def test_each_point_below_the_target_costs():
    verdict = judged(talks(), of="40", done="36")
    assert verdict.state == "lost"
    assert verdict.amount == 2
    said = "应谈话40人，实际谈话36人，廉政谈话率90%，低于100%，每低1个百分点扣0.2分"
    assert verdict.words.startswith(said)


def test_the_target_itself_is_enough():
    assert judged(talks(target="90%"), of="40", done="36").state == "met"


def test_one_person_below_the_target_is_not_enough():
    assert judged(talks(target="90%"), of="40", done="35").state == "lost"


def test_nobody_of_nobody_is_not_applicable():
    verdict = judged(talks(), of="0", done="0")
    assert (verdict.state, verdict.amount) == ("void", 0)


def test_an_empty_denominator_alone_is_not_applicable_either():
    assert judged(talks(), of="0").state == "void"


@pytest.mark.parametrize("texts", [{}, {"of": "40"}, {"done": "36"}])
def test_a_missing_number_leaves_the_rule_open_and_names_it(texts):
    verdict = judged(talks(), **texts)
    assert verdict.state == "open"
    assert ("实际谈话人数" in verdict.words) == ("done" not in texts)
    assert ("应谈话人数" in verdict.words) == ("of" not in texts)


def test_a_third_is_exact_until_it_is_rounded():
    assert judged(talks(), of="3", done="1").amount == Fraction(2, 3) * 100 * Fraction(1, 5)


@pytest.mark.parametrize(("steps", "amount"), [("exact", "0.3"), ("up", "0.4"), ("down", "0.2")])
def test_a_started_step_costs_what_the_checklist_says(steps, amount):
    assert judged(talks(steps=steps), of="200", done="197").amount == Fraction(amount)


@pytest.mark.parametrize("steps", ["exact", "up", "down"])
def test_whole_steps_cost_the_same_in_all_three_ways(steps):
    assert judged(talks(steps=steps), of="100", done="98").amount == Fraction("0.4")


def test_without_steps_the_target_is_a_gate():
    gate = rule("rate", **TALKS, deduct="2")
    assert judged(gate, of="100", done="99").amount == 2
    assert judged(gate, of="100", done="0").amount == 2


def test_more_done_than_there_were_is_refused_at_the_second_number():
    form = filled(talks(), of="3", done="4")
    assert not form.validate()
    assert form.errors == {"done": ["实际谈话人数（4）不能大于应谈话人数（3）"]}


def test_words_never_show_a_missed_target_as_reached():
    verdict = judged(talks(), of="100000", done="99999")
    assert "廉政谈话率99.999%，低于100%" in verdict.words


@given(of=st.integers(1, 10_000), data=st.data())
def test_one_more_done_never_costs_more(of, data):
    done = data.draw(st.integers(0, of - 1))
    for steps in ("exact", "up", "down"):
        rate = talks(steps=steps)
        assert rate.judge({"of": of, "done": done + 1}).amount <= rate.judge({"of": of, "done": done}).amount


@given(of=st.integers(1, 10_000), data=st.data())
def test_whole_steps_up_and_down_enclose_the_exact_amount(of, data):
    done = data.draw(st.integers(0, of))
    down, exact, up = (talks(steps=s).judge({"of": of, "done": done}).amount for s in ("down", "exact", "up"))
    assert down <= exact <= up
    assert up - down <= Fraction("0.2")


def test_a_rate_of_amounts_takes_their_smallest_unit():
    budget = rule("rate", label="执行率", of="预算", done="支出", unit="万元", step="0.01", target="95%")
    assert judged(budget, of="120", done="112.80").words.startswith(
        "预算120万元，支出112.8万元，执行率94%，低于95%"
    )
    assert judged(budget, of="0", done="0").state == "void"
    assert not filled(budget, of="120", done="1.005").validate()


def test_the_clause_of_a_rate_that_should_be_nothing_says_so():
    fires = rule("rate", label="发案率", of="户数", done="发案数", target="0%", lower=True, deduct="1")
    assert fires.clause() == "发案率应不超过0%，超过的扣1分"
