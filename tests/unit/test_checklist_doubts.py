"""Warnings: legal but suspicious."""

import re

import pytest

from inspect_app.domain.checklist import examine, load
from tests.unit.test_checklist_refusals import GOOD

CASES = {
    "no source": ("        source: {doc: works, at: 五/16, quote: 台账}\n", "", 19, "没有写出处"),
    "price above the points": ("deduct: 0.5}", "deduct: 41}", 23, "超过本项的40分"),
    "option above the points": (
        "{name: 不规范, deduct: 1}",
        "{name: 不规范, deduct: 41}",
        31,
        "超过本项的40分",
    ),
    "range above the points": ("max: 2", "max: 41", 27, "超过本项的40分"),
    "limit below the price": ("limit: 6", "limit: 0.5", 17, "比一次的1分还少"),
    "no word about started steps": ("steps: exact, ", "", 16, "没有写steps"),
}


@pytest.mark.parametrize(("old", "new", "line", "piece"), CASES.values(), ids=CASES)
def test_a_doubt_is_told_at_its_line_and_refuses_nothing(old, new, line, piece):
    text = GOOD.replace(old, new, 1)
    checklist, problems = examine(text)
    assert checklist == load(text)
    assert [(one.line, one.warning) for one in problems] == [(line, True)]
    assert piece in problems[0].message


def test_a_problem_reads_as_compilers_print_it():
    _, problems = examine(GOOD.replace("limit: 6", "limit: 0.5"))
    assert problems[0].at("a.yaml").startswith("a.yaml:17:96: 提醒：最多扣0.5分")


def test_converting_what_is_missing_without_points_is_doubted():
    free = re.sub(r" *points: .*\n", "", GOOD).replace("start: full", "")
    text = re.sub(r"total: .*", "total: 100\nstart: 60\nnot_applicable: rescale", free)
    told = [one.message for one in examine(text)[1] if "没有分值" in one.message]
    assert told == ["各项都没有分值，不适用的项目没有分可以折算，请删去或写exclude"]


@pytest.mark.parametrize(("price", "doubted"), [("1", True), ("2", False), ("all", False)])
def test_having_nothing_must_not_cost_less_than_having_it_with_faults(price, doubted):
    rules = (
        "          - {kind: missing, label: 计划内容, things: [充实, 具体], deduct: 1, unless: 计划}\n"
        f"          - {{kind: check, label: 计划, deduct: {price}}}\n"
    )
    text = GOOD.replace("          - {kind: count, label: 缺项, deduct: 0.5}\n", rules)
    assert ["全无的反而少扣" in one.message for one in examine(text)[1]] == [True] * doubted
