"""A checklist read back says everything that decides about points."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.cli.markdown import table_text
from inspect_app.domain.checklist import load
from inspect_app.domain.explanation import explain

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "checklists").glob("*.yaml"))
SHEET = """\
id: sheet
version: "1"
title: 表
basis: {plan: 工作要点, rules: 管理办法}
note: 分值是建议。
period: quarter
total: 10
bonus_cap: 2
not_applicable: exclude
parameters: {goal: {title: 目标}, funds: {title: 经费, unit: 万元, value: 5}}
sections:
  - id: work
    title: 工作
    points: 10
    floor: 1
    items:
      - id: talks
        title: 谈话
        points: 10
        bonus: 1
        floor: negative
        times: [{label: 拒不整改, times: 2}]
        source: {doc: plan, at: 一/1, quote: 强化“四严禁”}
        also_in: [{doc: rules, at: 第5条, quote: 谈话}]
        method: [查阅台账]
        owner: 办公室
        rules:
          - {kind: rate, label: 谈话率, of: 应谈话人数, done: 已谈话人数, target: $goal, each: 1%, deduct: 1}
          - kind: shortfall
            label: 会议
            required: 4
            deduct: 1
            limit: 2
            vary: [{when: {group: [乡]}, required: $funds, deduct: 0.5}]
          - {kind: check, label: 台账, none: 不涉及, deduct: 1, exempt: true, reading: 有目录即可}
          - {kind: count, label: 表扬, add: 1}
vetoes: [{id: case, title: 发生案件, effect: deduct, deduct: 3}]
grades: [{name: 好, min: 9, quota: 30%, no_zero: true}, {name: 一般, min: 6}, {name: 差, min: 0}]
"""


@pytest.fixture(scope="module")
def explained():
    return explain(load(SHEET))


def test_the_terms_say_how_points_become_a_total(explained):
    assert explained.terms == (
        "每季度考核一次，考核对象是单位",
        "总分10分，各项从满分扣起，另有说明的除外",
        "每项最低0分，扣完为止，另有说明的除外",
        "不适用的项目不计入，满分相应减少",
        "总分最低0分",
        "各项加分合计最多2分",
        "每条明细四舍五入到0.01分，合计不再舍入",
    )


def test_parameters_say_what_stands_until_they_are_set(explained):
    assert explained.parameters == (
        "目标由督导办设定，设定以前，用到它的规则不计分",
        "经费（万元）由督导办设定，没有设定时按5计",
    )


def test_every_rule_is_there_with_its_variants_and_the_items_own_bounds(explained):
    assert explained.sections[0].points == "10分，保底1分"
    assert explained.sections[0].items[0].points == "10分，加分最多1分"
    assert explained.sections[0].items[0].clauses == (
        "谈话率应达到〔目标〕%，每低1个百分点扣1分；谈话率＝已谈话人数÷应谈话人数；不足一步按比例",
        "会议不少于4次，每少1次扣1分，最多扣2分",
        "对乡：会议不少于〔经费〕次，每少1次扣0.5分，最多扣2分",
        "台账，未做到的扣1分，有正当理由的免扣（按“有目录即可”理解）；“不涉及”的不计",
        "表扬，每处加1分",
        "本项可以扣成负分",
        "拒不整改的，本项扣分加倍",
    )


def test_with_several_documents_a_place_names_its_own(explained):
    sources = [(one.place, one.quote) for one in explained.sections[0].items[0].sources]
    assert sources == [("〔1〕一/1", "强化‘四严禁’"), ("〔2〕第5条", "谈话")]


def test_vetoes_and_grades_are_said(explained):
    assert [(one.title, one.effect) for one in explained.vetoes] == [("发生案件", "总分一次扣3分")]
    assert explained.grades == (
        "好：9分（含）以上，单项不为0，名额不超过本组的30%",
        "一般：6分（含）以上、不到9分",
        "差：不到6分",
    )


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("total: 60\nstart: 60\nunlimited: true", "起评分60分，各项加减，没有最高分"),
        ("total: 100\nstart: 60", "起评分60分，各项加减，最高100分"),
        ("unlimited: true\nstart: zero", "没有最高分，各项从0分加起"),
    ],
)
def test_a_sheet_with_a_base_or_without_a_maximum_says_so(head, said):
    text = f"""\
id: sheet
version: "1"
title: 表
{head}
sections:
  - {{id: all, title: 全部, items: [{{id: one, title: 一, rules: [{{kind: count, label: 学习, add: 1}}]}}]}}
"""
    explanation = explain(load(text))
    assert explanation.terms[1] == said
    assert explanation.sections[0].items[0].points == "不限"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_checklist_that_we_have_is_explained_item_by_item(file):
    checklist = load(file.read_text(encoding="utf-8"))
    text = table_text(explain(checklist))
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    heads = 2 * (len(checklist.sections) + bool(checklist.vetoes))
    assert len(rows) == heads + len(checklist.items) + len(checklist.vetoes)


def test_markdown_marks_in_the_words_are_escaped():
    text = SHEET.replace("title: 谈话\n", 'title: "谈话|*重点*"\n').replace("分值是建议。", '"#1"')
    assert "谈话\\|\\*重点\\*" in table_text(explain(load(text)))


def test_the_command_writes_to_the_screen_and_to_a_file(tmp_path):
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    shown = CliRunner().invoke(main, ["explain", str(tmp_path / "sheet.yaml")])
    target = tmp_path / "sheet.md"
    written = CliRunner().invoke(main, ["explain", str(tmp_path / "sheet.yaml"), "-o", str(target)])
    assert (shown.exit_code, written.exit_code) == (0, 0)
    assert shown.output == target.read_text(encoding="utf-8")


def test_another_ending_is_refused(tmp_path):
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    outcome = CliRunner().invoke(main, ["explain", str(tmp_path / "sheet.yaml"), "-o", "sheet.docx"])
    assert outcome.exit_code == 2
    assert ".md或.pdf" in outcome.output


def test_an_item_that_only_records_says_so():
    text = """\
id: sheet
version: "1"
title: 表
unlimited: true
start: zero
sections: [{id: all, title: 全部, items: [{id: one, title: 一, rules: [{kind: report, label: 学习}]}]}]
"""
    assert explain(load(text)).sections[0].items[0].points == "不计分"
