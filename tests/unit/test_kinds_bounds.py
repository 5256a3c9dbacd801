"""The further kinds of rules, with any facts: worse never costs less, better never earns less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.kinds import CASES, VOTE_BANDS
from tests.unit.specimens import rule


@given(of=st.integers(1, 400), data=st.data())
def test_every_rate_lies_in_exactly_one_band_and_more_never_earns_less(of, data):
    banded = CASES["a band"][0]
    done = data.draw(st.integers(0, of - 1))
    less, more = (banded.judge({"of": of, "done": number}).amount for number in (done, done + 1))
    assert less <= more


@given(scores=st.lists(st.integers(0, 100), min_size=3, max_size=9))
def test_a_trimmed_mean_lies_between_the_lowest_and_the_highest(scores):
    rows = [{"name": f"评委{n}", "score": str(score)} for n, score in enumerate(scores)]
    amount = rule("panel", label="评价", points="100", take="trimmed").judge({"rows": rows}).amount
    assert min(scores) <= amount <= max(scores)


@given(good=st.integers(0, 50), fair=st.integers(0, 50), bad=st.integers(1, 50))
def test_earning_and_losing_by_votes_make_the_whole(good, fair, bad):
    votes = {"v_优秀": good, "v_称职": fair, "v_差": bad}
    won, lost = (
        rule("votes", label="满意度", bands=VOTE_BANDS, ballots="false", **{sign: "20"}).judge(votes).amount
        for sign in ("add", "deduct")
    )
    assert won + lost == 20


WORSE = {
    "missing": (
        CASES["missing from a list"][0],
        lambda n: {"missing": "、".join(("议事", "学习", "信访")[:n]) or "都有"},
        3,
    ),
    "days": (CASES["late by days"][0], lambda n: {"days": n}, 40),
    "a later day": (CASES["late by day"][0], lambda n: {"date": f"2020-07-{n + 1:02d}"}, 30),
    "over": (CASES["over a limit"][0], lambda n: {"value": str(n)}, 30),
    "over in per cent": (CASES["over in per cent"][0], lambda n: {"base": "7", "value": str(n)}, 30),
    "not rectified": (CASES["rectification"][0], lambda n: {"due": 9, "done": 9 - n, "again": 0}, 9),
    "again": (CASES["rectification"][0], lambda n: {"due": 9, "done": 9, "again": n}, 9),
    "votes": (CASES["votes from full marks"][0], lambda n: {"v_优秀": 30 - n, "v_称职": 3, "v_差": n}, 30),
    "shares": (CASES["shares by department"][0], lambda n: {"s_组织科": str(4 - n), "s_农村科": "3"}, 4),
    "above a range": (CASES["more than the range asks"][0], lambda n: {"count": str(2 + n)}, 9),
}


@pytest.mark.parametrize(("one", "facts", "most"), WORSE.values(), ids=WORSE)
@given(data=st.data())
def test_more_of_what_is_wrong_never_costs_less(one, facts, most, data):
    number = data.draw(st.integers(0, most - 1))
    assert one.judge(facts(number)).amount <= one.judge(facts(number + 1)).amount
