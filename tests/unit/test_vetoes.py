"""一票否决: four effects on the score, the grade and the honours."""

from decimal import Decimal

import pytest

from inspect_app.domain.scoring import Answer, score
from tests.unit.specimens import GRADES, checklist, happened, item, rule, veto

FAULTS = rule("count", label="问题", deduct="1")
VETOES = (veto("fail"), veto("zero"), veto("deduct", "30"), veto("bar"))
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
    assert [one.id for one in result.open] == ["fail", "zero", "deduct", "bar"]


def test_a_veto_without_an_account_of_it_has_no_effect_yet():
    result = score(SHEET, {"fail": Answer({"fail事项": {"happened": "yes"}})})
    assert (result.failed, result.adjustments) == (False, ())
    assert "fail" in [one.id for one in result.open]
