"""等次: half-open bands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.checklist import Grade
from inspect_app.domain.scoring import Answer, grade_of, score
from tests.unit.specimens import GRADES, checklist, item, rule


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


CONDITIONED = (
    Grade.model_validate({"name": "优秀", "min": "80", "no_zero": "true", "each_item": "50%"}),
    Grade.model_validate({"name": "良好", "min": "60", "each_section": "65%"}),
    Grade.model_validate({"name": "合格", "min": "0"}),
)


@pytest.mark.parametrize(
    ("faults", "grade", "note"),
    [
        ((0, 5), "优秀", ""),
        ((10, 0), "良好", "总分达到优秀，但“考核small”得0分，优秀要求单项不为0"),
        ((6, 0), "良好", "总分达到优秀，但“考核small”得分率40%，优秀要求单项不低于50%"),
        ((0, 36), "合格", "总分达到良好，但“全部”得分率64%，良好要求各部分不低于65%"),
    ],
)
def test_conditions_keep_a_better_grade_away_and_say_so(faults, grade, note):
    count = rule("count", label="问题", deduct="1")
    sheet = checklist(item("small", "10", count), item("large", "90", count), grades=CONDITIONED)
    answers = {key: Answer({"问题": {"count": n}}) for key, n in zip(("small", "large"), faults, strict=True)}
    result = score(sheet, answers)
    assert (result.grade, result.grade_note) == (grade, note)
