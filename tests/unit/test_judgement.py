"""Judgement: an amount in a range, with a reason."""

from fractions import Fraction

import pytest

from tests.unit.specimens import filled, judged, rule

QUALITY = rule("judgement", label="质量", min="0.5", max="2", step="0.5")


@pytest.mark.parametrize("value", ["0.5", "1.5", "2", "２．０"])
def test_both_ends_of_the_range_are_allowed(value):
    assert judged(QUALITY, value=value, remark="走过场").state == "lost"


def test_the_amount_and_the_reason_are_in_the_line():
    verdict = judged(QUALITY, value="1.5", remark="走过场")
    assert verdict.amount == Fraction("1.5")
    assert verdict.words == "质量：酌情扣0.5至2分，理由：走过场"


def test_nought_needs_no_reason():
    assert judged(QUALITY, value="0").state == "met"


@pytest.mark.parametrize("remark", ["", "   ", "\n"])
def test_more_than_nought_without_a_reason_is_open(remark):
    verdict = judged(QUALITY, value="1", remark=remark)
    assert (verdict.state, verdict.words) == ("open", "酌情扣1分，还缺理由")


@pytest.mark.parametrize(
    ("value", "piece"),
    [
        ("2.5", "在0.5至2分之间"),
        ("0.7", "整倍数"),
        ("-1", "不能是负数"),
        ("1分", "不写单位"),
        ("NaN", "只填数字"),
        ("1e2", "只填数字"),
    ],
)
def test_an_amount_outside_the_range_is_refused(value, piece):
    form = filled(QUALITY, value=value, remark="走过场")
    assert not form.validate()
    assert piece in form.errors["value"][0]


def test_a_reason_that_is_too_long_is_refused():
    form = filled(QUALITY, value="1", remark="长" * 501)
    assert not form.validate()
    assert form.errors == {"remark": ["情况说明最多500字，请缩短"]}
