"""Count: each one found costs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.specimens import facts, filled, judged, rule

FAULTS = rule("count", label="记录不全", unit="处", deduct="0.5")


@pytest.mark.parametrize(("count", "amount"), [("1", "0.5"), ("3", "1.5"), ("40", "20")])
def test_each_one_found_costs(count, amount):
    assert judged(FAULTS, count=count).amount == Fraction(amount)


def test_nothing_found_is_met_and_not_checked_is_open():
    assert judged(FAULTS, count="0").state == "met"
    assert judged(FAULTS).state == "open"


def test_words_hold_the_number_and_the_price():
    assert judged(FAULTS, count="3").words == "记录不全：发现3处，每处扣0.5分"


def test_control_characters_do_not_get_into_the_record():
    assert facts(FAULTS, count="1", remark="缺\x00页\x1b\n第二行") == {"count": 1, "remark": "缺页\n第二行"}


def test_full_width_digits_are_understood():
    assert facts(FAULTS, count="　１２ ") == {"count": 12}


@pytest.mark.parametrize("text", ["36人", "三", "1.5", "+1", "1_0", "0x1", "½", "１e３"])
def test_what_is_no_whole_number_is_refused(text):
    form = filled(FAULTS, count=text)
    assert not form.validate()
    assert "发现数量只填整数，不写单位和符号" in form.errors["count"][0]


def test_a_negative_number_is_refused_by_name():
    form = filled(FAULTS, count="－3")
    assert not form.validate()
    assert form.errors == {"count": ["发现数量不能是负数，请填0或更大的数"]}


@pytest.mark.parametrize("text", ["100000000", "9" * 5000])
def test_an_absurd_number_is_refused(text):
    form = filled(FAULTS, count=text)
    assert not form.validate()
    assert form.errors == {"count": ["发现数量太大，请核对"]}


@given(count=st.integers(0, 99_999_999))
def test_one_more_found_never_costs_less(count):
    assert FAULTS.judge({"count": count}).amount < FAULTS.judge({"count": count + 1}).amount


LISTED = rule("count", label="垃圾", listed="true")


def test_each_one_listed_says_what_and_where_it_is():
    verdict = judged(LISTED, rows_0_what="生活垃圾", rows_0_where="村口", rows_1_what="积水")
    assert (verdict.amount, verdict.words) == (2, "垃圾：发现2处，每处扣1分（村口：生活垃圾；积水）")


def test_a_list_with_nothing_in_it_is_open_until_somebody_says_so():
    assert judged(LISTED).state == "open"
    assert judged(LISTED, nothing="yes").words == "垃圾：检查未发现，不扣分"
    assert not filled(LISTED, nothing="yes", rows_0_what="积水").validate()


def test_a_row_without_words_is_open():
    assert judged(LISTED, rows_0_where="村口").words == "还缺第1处的问题"


def test_graver_ones_are_among_those_listed():
    graver = rule("count", label="垃圾", listed="true", aggravated={"label": "影响交通的", "deduct": "2"})
    assert not filled(graver, rows_0_what="积水", aggravated="2").validate()
