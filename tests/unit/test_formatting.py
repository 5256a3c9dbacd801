"""How dates, numbers and amounts read."""

from datetime import date
from decimal import Decimal

import pytest

from inspect_app.formatting import amount_text, chinese_date, chinese_number, document_number, signed_text


def test_date_has_no_leading_zeros():
    assert chinese_date(date(2020, 7, 3)) == "2020年7月3日"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")]
)
def test_headings_count_in_chinese(number, words):
    assert chinese_number(number) == words


@pytest.mark.parametrize("number", [0, 100])
def test_headings_end_at_99(number):
    with pytest.raises(ValueError, match="1 and 99"):
        chinese_number(number)


@pytest.mark.parametrize(
    ("amount", "words", "figure"),
    [("-2.50", "扣2.5分", "-2.5"), ("1", "加1分", "+1"), ("0.00", "不扣分", "0")],
)
def test_amounts_say_what_they_do(amount, words, figure):
    assert (amount_text(Decimal(amount)), signed_text(Decimal(amount))) == (words, figure)


def test_document_number_has_full_year_in_brackets():
    assert document_number("云督", 2020, 3) == "云督〔2020〕3号"
