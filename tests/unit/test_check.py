"""Check: there or not."""

import pytest

from tests.unit.specimens import filled, judged, rule

PLAN = rule("check", label="年度计划", yes="已制定", no="未制定", deduct="0.5")


@pytest.mark.parametrize(("met", "state", "amount"), [("yes", "met", 0), ("no", "lost", PLAN.deduct)])
def test_only_the_missing_one_costs(met, state, amount):
    verdict = judged(PLAN, met=met)
    assert (verdict.state, verdict.amount) == (state, amount)


def test_no_choice_is_open_and_says_between_what():
    assert judged(PLAN, met="").words == "还没有选“已制定”或“未制定”"


def test_words_are_those_of_the_sheet():
    assert judged(PLAN, met="no").words == "年度计划：未制定"
    assert PLAN.clause() == "年度计划，未制定的扣0.5分"


def test_an_answer_that_is_not_on_offer_is_refused():
    form = filled(PLAN, met="maybe")
    assert not form.validate()
    assert form.errors == {"met": ["年度计划没有“maybe”这一项，请填其中一个：yes（已制定）、no（未制定）"]}
