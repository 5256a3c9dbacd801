"""Matters of the whole sheet: what they do to the score, the grade and the honours."""

from decimal import Decimal

import pytest

from inspect_app.domain.scoring import Answer, score
from tests.unit.specimens import GRADES, checklist, happened, item, rule, veto

FAULTS = rule("count", label="问题", deduct="1")
VETOES = (
    veto("fail"),
    veto("zero"),
    veto("deduct", "30"),
    veto("bar"),
    veto("lower"),
    veto("cap", grade="合格"),
)
SHEET = checklist(item("work", "100", FAULTS), vetoes=VETOES, grades=GRADES)


def scored(*effects: str, count: int = 5):
    answers = {one.id: Answer({one.title: {"happened": "no"}}) for one in VETOES}
    for effect in effects:
        answers |= happened(effect)
    return score(SHEET, {"work": Answer({"问题": {"count": count}}), **answers})


@pytest.mark.parametrize(
    ("effect", "total", "grade", "failed", "barred"),
    [
        ("fail", "95", "不合格", True, False),
        ("zero", "0", "不合格", False, False),
        ("deduct", "65", "合格", False, False),
        ("bar", "95", "优秀", False, True),
        ("lower", "95", "良好", False, False),
        ("cap", "95", "合格", False, False),
    ],
)
def test_each_effect_does_its_own_and_nothing_else(effect, total, grade, failed, barred):
    result = scored(effect)
    assert (result.total, result.grade) == (Decimal(total), grade)
    assert (result.failed, result.barred) == (failed, barred)


def test_nothing_happened_changes_nothing():
    result = scored()
    assert (result.total, result.grade, result.adjustments, result.complete) == (95, "优秀", (), True)


def test_a_deduction_never_takes_more_than_there_is():
    result = scored("deduct", count=90)
    assert result.total == 0
    assert result.adjustments[0].words == "一票否决（deduct事项）：一次扣30分，实扣10分"


def test_all_effects_at_once_never_go_below_nought():
    result = scored("fail", "zero", "deduct", "bar")
    assert (result.total, result.grade, result.failed, result.barred) == (0, "不合格", True, True)
    assert len(result.adjustments) == 4


def test_a_veto_nobody_looked_at_leaves_the_sheet_open():
    result = score(SHEET, {"work": Answer({"问题": {"count": 0}})})
    assert [one.id for one in result.open] == [one.id for one in VETOES]


def test_a_veto_without_an_account_of_it_has_no_effect_yet():
    result = score(SHEET, {"fail": Answer({"fail事项": {"happened": "yes"}})})
    assert (result.failed, result.adjustments) == (False, ())
    assert "fail" in [one.id for one in result.open]


@pytest.mark.parametrize(
    ("effects", "count", "grade", "note"),
    [
        (("lower",), 5, "良好", "因“lower事项”由优秀定为良好"),
        (("cap",), 5, "合格", "因“cap事项”由优秀定为合格"),
        (("lower", "cap"), 5, "合格", "因“lower事项”由优秀定为良好；因“cap事项”由良好定为合格"),
        (("cap",), 50, "不合格", ""),
        (("lower",), 50, "不合格", ""),
    ],
)
def test_a_grade_held_down_says_by_what_and_never_rises(effects, count, grade, note):
    result = scored(*effects, count=count)
    assert (result.grade, result.grade_note, result.total) == (grade, note, 100 - count)


def test_a_matter_that_is_no_veto_is_not_called_one():
    assert [one.words for one in scored("lower", "cap").adjustments] == [
        "lower事项：等次降一等，得分不变",
        "cap事项：等次最高定为合格，得分不变",
    ]
