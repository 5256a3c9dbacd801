"""Exact numbers: rounding and how they read."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.quantities import halfwidth, percent_text, plain, round_points

EXACT = st.fractions(-1000, 1000, max_denominator=10_000)


@pytest.mark.parametrize(
    ("exact", "points"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("1.125", "1.13"), ("2.675", "2.68"), ("-0.005", "-0.01")],
)
def test_a_half_cent_is_rounded_up_in_size(exact, points):
    assert round_points(Fraction(exact)) == Decimal(points)


def test_thirds_are_rounded_once():
    assert round_points(Fraction(40, 3)) == Decimal("13.33")
    assert round_points(Fraction(20, 3)) == Decimal("6.67")


@given(value=EXACT)
def test_rounding_is_off_by_half_a_cent_at_most_and_keeps_the_sign(value):
    rounded = round_points(value)
    assert abs(Fraction(rounded) - value) <= Fraction(5, 1000)
    assert rounded == -round_points(-value)
    assert rounded.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("number", "text"),
    [("6.00", "6"), ("0.50", "0.5"), ("100", "100"), ("1E+2", "100"), ("-0.00", "0"), ("-2.50", "-2.5")],
)
def test_a_number_reads_without_trailing_zeros_or_exponent(number, text):
    assert plain(Decimal(number)) == text


@given(cents=st.integers(-1_000_000, 1_000_000))
def test_points_read_back_exactly(cents):
    assert Decimal(plain(Decimal(cents) / 100)) == Decimal(cents) / 100


@pytest.mark.parametrize(
    ("rate", "text"), [("9/10", "90%"), ("1/3", "33.33%"), ("2/3", "66.67%"), ("1", "100%"), ("0", "0%")]
)
def test_a_rate_reads_with_two_decimals_at_most(rate, text):
    assert percent_text(Fraction(rate)) == text


@given(of=st.integers(1, 99_999_999), target=st.integers(1, 1_000_000).map(lambda n: Fraction(n, 1_000_000)))
def test_a_missed_target_never_reads_as_reached(of, target):
    done = -(-target.numerator * of // target.denominator) - 1
    text = percent_text(Fraction(done, of), below=target)
    assert Fraction(text.removesuffix("%")) < target * 100


def test_mixed_widths_become_one():
    assert halfwidth(" １２．５％　") == "12.5%"
