"""结果运用: who gets what follows from a result, and that no point moves."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from inspect_app.domain.checklist import examine
from inspect_app.domain.explanation import explain
from inspect_app.domain.outcomes import Outcome, with_outcomes
from inspect_app.domain.ranking import Standing, rank
from tests.unit.specimens import GRADES, checklist, item, rule

TOTALS = {"甲": "96", "乙": "90", "丙": "90", "丁": "70", "戊": "70", "己": "50"}


def told(**options):
    """The units for which the outcome holds."""
    grades = {"甲": "优秀", "乙": "优秀"}
    standings = [
        Standing(str(n), name, "县", total=Decimal(total), grade=grades.get(name, "合格"))
        for n, (name, total) in enumerate(TOTALS.items())
    ]
    one = Outcome.model_validate({"title": "通报", **options})
    (group,) = with_outcomes(rank(standings), [one])
    return "".join(row.standing.name for row in group.rows if row.outcomes == ("通报",))


@pytest.mark.parametrize(
    ("options", "units"),
    [
        ({"rank": "1"}, "甲"),
        ({"rank": "1-2"}, "甲乙丙"),
        ({"rank": "2-3"}, "乙丙"),
        ({"last": "1"}, "己"),
        ({"last": "2"}, "己"),
        ({"last": "3"}, "丁戊己"),
        ({"min": "90"}, "甲乙丙"),
        ({"below": "90"}, "丁戊己"),
        ({"grade": ["优秀"]}, "甲乙"),
        ({"grade": ["优秀"], "min": "95"}, "甲"),
        ({"last": "3", "below": "60"}, "己"),
    ],
    ids=str,
)
def test_an_outcome_is_for_whom_all_its_conditions_hold_and_ties_are_treated_alike(options, units):
    assert told(**options) == units


@pytest.mark.parametrize("options", [{}, {"rank": "3-1"}, {"rank": "0"}, {"rank": "前三"}], ids=str)
def test_an_outcome_without_a_condition_or_with_an_odd_rank_is_refused(options):
    with pytest.raises(ValidationError):
        Outcome.model_validate({"title": "通报", **options})


def test_outcomes_are_read_back_in_words():
    outcomes = [{"title": "奖励12000元", "rank": "2-3"}, {"title": "优先评先", "grade": ["优秀"], "min": "95"},
                {"title": "评为三差村", "last": "3", "below": "80"}]  # fmt: skip
    sheet = checklist(item("a", "5", rule("check")), grades=GRADES, outcomes=outcomes)
    assert explain(sheet).outcomes == (
        "本组第2至3名：奖励12000元",
        "等次为优秀、95分（含）以上：优先评先",
        "不到80分、本组最后3名：评为三差村",
    )


def test_an_outcome_for_a_grade_that_there_is_not_is_told_at_its_place():
    text = (
        "id: a\nversion: '1'\ntitle: 表\ntotal: 5\nsections:\n  - id: s\n    title: 部分\n    points: 5\n    items:\n"
        "      - {id: i, title: 项, points: 5, rules: [{kind: check, label: 会, deduct: 1}]}\n"
        "grades: [{name: 合格, min: 0}]\noutcomes:\n  - {title: 表扬, grade: [优秀]}\n"
    )
    assert [(p.line, p.message) for p in examine(text)[1] if not p.warning] == [
        (13, "没有等次“优秀”，等次有：合格")
    ]
