"""What changed between two versions is said in words, and nothing that changed is passed over."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.domain.checklist import load
from inspect_app.domain.comparison import changes

SMALL = (Path(__file__).parents[1] / "checklists" / "small.yaml").read_text(encoding="utf-8")
SHEET = """\
id: sheet
version: "1"
title: 表
basis: {plan: 工作要点}
total: 10
parameters: {goal: {title: 目标}, other: {title: 另一个目标}}
sections:
  - id: work
    title: 工作
    points: 6
    items:
      - id: talks
        title: 谈话
        points: 4
        source: {doc: plan, at: 一/1, quote: 谈话率100%}
        rules:
          - {kind: rate, label: 谈话率, of: 应谈话人数, done: 实际谈话人数, target: 100%, each: 1%, deduct: 0.2}
          - {kind: rate, label: 回访率, of: 应回访次数, done: 已回访次数, target: $goal, deduct: 1}
      - {id: plan, title: 计划, points: 2, rules: [{kind: check, label: 年度计划, deduct: 2}]}
  - id: study
    title: 学习
    points: 4
    items:
      - id: meetings
        title: 学习
        points: 4
        rules: [{kind: choice, label: 学习, options: [{name: 没有记录, deduct: 2}]}]
vetoes: [{id: case, title: 发生案件, effect: fail}]
grades: [{name: 优秀, min: 9, quota: 30%}, {name: 合格, min: 0}]
"""


def words(*swaps):
    """What changes when these words of the sheet are replaced."""
    text = SHEET
    for before, after in swaps:
        assert before in text
        text = text.replace(before, after)
    return [f"{one.place}：{one.words}" for one in changes(load(SHEET), load(text))]


def test_the_same_sheet_written_differently_is_the_same():
    assert changes(load(SMALL), load("# 另一种写法\n" + SMALL)) == ()
    assert words(("total: 10", 'total: "10.0"')) == []


def test_documents_that_came_and_went_are_named():
    assert words(("basis: {plan: 工作要点}", "basis: {plan: 工作要点, rules: 管理办法}")) == [
        "全表：新增依据“管理办法”"
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("deduct: 0.2", "deduct: 0.5", "工作／谈话：规则“谈话率”：扣分由0.2分改为0.5分"),
        ("target: 100%", "target: 95%", "工作／谈话：规则“谈话率”：目标由100%改为95%"),
        ("target: $goal", "target: $other", "工作／谈话：规则“回访率”：目标由〔目标〕%改为〔另一个目标〕%"),
        ("quote: 谈话率100%", "quote: 谈话率", "工作／谈话：出处的原文的短引由“谈话率100%”改为“谈话率”"),
        (
            "effect: fail",
            "effect: bar",
            "全表：全表事项“发生案件”：后果由等次定为最低等次改为取消评优资格，得分不变",
        ),
        ("quota: 30%", "quota: 20%", "全表：等次“优秀”：名额由30%改为20%"),
        ('version: "1"', 'version: "2"', "全表：版本由“1”改为“2”"),
        (
            "{name: 没有记录, deduct: 2}",
            "{name: 没有记录, deduct: all}",
            "学习／学习：规则“学习”由“学习：没有记录的扣2分”改为“学习：没有记录的此项不得分”",
        ),
        (
            "total: 10",
            "total: 10\nnot_applicable: full",
            "全表：缺项由折算改为给满分",
        ),
        (
            "label: 年度计划, deduct: 2",
            "label: 工作计划, deduct: 2",
            "工作／计划：新增规则：工作计划，未做到的扣2分",
        ),
    ],
)
def test_a_change_is_said_where_it_is(before, after, said):
    assert said in words((before, after))


def test_an_item_that_moves_is_not_gone_and_new():
    line = "      - {id: plan, title: 计划, points: 2, rules: [{kind: check, label: 年度计划, deduct: 2}]}\n"
    head = "    points: {}\n    items:\n      - id: meetings"
    found = words(
        (line, ""),
        ("vetoes:", line + "vetoes:"),
        ("    points: 6", "    points: 4"),
        (head.format(4), head.format(6)),
    )
    assert "学习／计划：由“工作”移到“学习”" in found
    assert not [said for said in found if "新增" in said or "删去" in said]


def test_an_item_added_and_one_removed_are_told_with_their_points():
    assert words(("id: plan, title: 计划", "id: rules, title: 制度")) == [
        "工作／制度：新增，2分：年度计划，未做到的扣2分",
        "工作／计划：删去，原2分：年度计划，未做到的扣2分",
    ]


def test_an_item_with_another_id_is_the_same_item():
    assert words(("id: plan, title", "id: plans, title")) == ["工作／计划：编号由“plan”改为“plans”"]


def test_the_order_of_items_is_a_change():
    first, second = SHEET.index("      - id: talks"), SHEET.index("      - {id: plan")
    end = SHEET.index("  - id: study")
    swapped = SHEET[:first] + SHEET[second:end] + SHEET[first:second] + SHEET[end:]
    assert [one.words for one in changes(load(SHEET), load(swapped))] == ["考核内容的先后顺序有变"]


@pytest.mark.parametrize(("new", "code"), [("same", 0), ("changed", 1), ("broken", 2)])
def test_the_command_ends_as_diff_does(tmp_path, new, code):
    texts = {
        "same": SHEET,
        "changed": SHEET.replace("deduct: 0.2", "deduct: 0.3"),
        "broken": SHEET.replace("total: 10", "total: 11"),
    }
    for name, text in (("old", SHEET), ("new", texts[new])):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    outcome = CliRunner().invoke(main, ["diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")])
    assert outcome.exit_code == code
    assert ("由0.2分改为0.3分" in outcome.output) == (new == "changed")
