"""Several scores become one result, with the arithmetic in words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.composition import (
    CompositionError,
    Part,
    by_rank,
    by_ratio,
    mean,
    side_by_side,
    summed,
    weighted,
)

scores = st.decimals(0, 100, places=2)


def part(title: str, score: str | None, weight: str = "1", full: str = "100") -> Part:
    return Part(title, None if score is None else Decimal(score), Decimal(full), Fraction(weight))


def test_weights_are_said():
    result = weighted([part("平时", "90", "0.4"), part("年终", "80", "0.6")])
    assert (result.total, result.words) == (84, "平时90分×40%＋年终80分×60%＝84分")


def test_another_full_mark_is_converted_first():
    assert weighted([part("测评", "40", "1", "50")]).words == "测评40分÷50×100×100%＝80分"


def test_weights_that_do_not_make_a_whole_are_refused():
    with pytest.raises(CompositionError, match="权重合计是90%"):
        weighted([part("甲", "1", "0.4"), part("乙", "1", "0.5")])


def test_three_in_one_waits_for_all_three():
    parts = [part("年度考核", "90"), part("述职评议", None), part("民主测评", "80")]
    assert summed(parts).total is None
    assert summed(parts).words == "述职评议还没有得分，暂不计总分"
    assert summed([parts[0], parts[2]]).words == "年度考核90分＋民主测评80分＝170分"


def test_two_hundreds_are_never_added_up():
    said = side_by_side([part("业务", "90"), part("党建", "85")])
    assert said == "业务90分（满分100分）；党建85分（满分100分）。各自计分，不合计"


@pytest.mark.parametrize(("rank", "total"), [(1, "10"), (2, "9.5"), (21, "0"), (40, "0")])
def test_points_by_rank(rank, total):
    assert by_rank(rank, first=Decimal(10), step=Decimal("0.5")).total == Decimal(total)


def test_points_by_rank_say_their_floor():
    assert by_rank(9, first=Decimal(10), step=Decimal(2), least=Decimal(1)).words.endswith("最低1分，得1分")


def test_the_ratio_to_the_first():
    found = by_ratio({"a": Decimal(40), "b": Decimal(30)}, Decimal(10))
    assert (found["a"].total, found["b"].words) == (10, "30÷最高的40×10＝7.5分")
    assert by_ratio({"a": Decimal(0)}, Decimal(10))["a"].total == 0


def test_the_mean_over_months_says_what_is_left_out():
    months = [part("1月", "90"), part("2月", None), part("3月", "81")]
    assert mean(months).words == "2月还没有得分，暂不计总分"
    assert mean(months, skip_missing=True).words == "（1月90分＋3月81分）÷2＝85.5分，2月没有得分，不计入"


def test_seasons_with_weights_are_weighted_parts():
    seasons = [part(f"{n}季度", "80", weight) for n, weight in enumerate(("0.2", "0.2", "0.2", "0.4"), 1)]
    assert weighted(seasons).total == 80


@given(found=st.lists(scores, min_size=1, max_size=6), data=st.data())
def test_a_weighted_result_lies_between_the_parts_in_any_order(found, data):
    parts = [Part(f"第{n}", one, weight=Fraction(1, len(found))) for n, one in enumerate(found)]
    total = weighted(parts).total
    assert min(found) - Decimal("0.01") <= total <= max(found) + Decimal("0.01")
    assert weighted(data.draw(st.permutations(parts))).total == total
    assert mean(parts).total == total


@given(found=st.dictionaries(st.text("abc", min_size=1), scores, min_size=1, max_size=5))
def test_the_first_gets_all_points_and_nobody_more(found):
    totals = [one.total for one in by_ratio(found, Decimal(10)).values()]
    assert max(totals) == (10 if max(found.values()) > 0 else 0)
    assert min(totals) >= 0


@given(rank=st.integers(1, 50), step=st.decimals("0.01", 3, places=2))
def test_a_later_rank_never_gets_more(rank, step):
    here, next_ = (by_rank(n, first=Decimal(10), step=step).total for n in (rank, rank + 1))
    assert here >= next_ >= 0
