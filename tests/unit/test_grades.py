"""等次: half-open bands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.scoring import grade_of
from tests.unit.specimens import GRADES


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优秀"),
        ("90", "优秀"),
        ("89.99", "良好"),
        ("80", "良好"),
        ("79.99", "合格"),
        ("60", "合格"),
        ("59.99", "不合格"),
        ("0", "不合格"),
    ],
)
def test_a_bound_belongs_to_the_better_grade(total, grade):
    assert grade_of(GRADES, Decimal(total)) == grade


def test_failed_is_the_last_grade_whatever_the_score():
    assert grade_of(GRADES, Decimal(100), failed=True) == "不合格"


def test_a_checklist_without_grades_gives_none():
    assert grade_of((), Decimal(95)) == ""


@given(cents=st.integers(0, 10_000))
def test_every_score_has_exactly_one_grade(cents):
    total = Decimal(cents) / 100
    bounds = [grade.min for grade in GRADES]
    fitting = [
        grade.name
        for grade, above in zip(GRADES, [Decimal(101), *bounds], strict=False)
        if grade.min <= total < above
    ]
    assert fitting == [grade_of(GRADES, total)]
