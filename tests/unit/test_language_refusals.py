# ruff: noqa: E501 — a sentence that is compared whole reads best on one line
"""Wrong uses of what stands on top of the plain rules are refused at their line, suspicious ones warned of."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.checklist import examine, load
from tests.unit.test_checklist import ODD, places

GOOD = """\
id: small
version: 2020.1
title: 小细则
basis: {works: 要点}
parameters:
  funds: {title: 工作经费, unit: 万元}
total: 10
bonus_cap: 2
sections:
  - id: all
    title: 全部
    points: 10
    items:
      - id: first
        title: 甲
        points: 10
        bonus: 2
        source: {doc: works, at: 一, quote: 甲}
        rules:
          - {kind: over, label: 经费, most: $funds, deduct: 1}
          - {kind: check, label: 计划, deduct: all}
          - {kind: missing, label: 缺陷, things: [空, 简], deduct: 1, unless: 计划}
          - {kind: count, label: 表扬, add: 1, only: {group: [县]}}
          - kind: shortfall
            label: 会议
            required: 4
            deduct: 1
            vary:
              - {when: {group: [乡]}, required: 2}
          - kind: rate
            label: 满意率
            of: 总数
            done: 满意数
            bands:
              - {from: 90%}
              - {from: 80%, to: 90%, deduct: 1}
              - {from: 0%, deduct: 2}
          - kind: sample
            label: 走访
            of: 村
            number: 3
            rules:
              - {kind: count, label: 问题, deduct: 1}
"""

INNER_SAMPLE = "{{kind: sample, label: 内层, of: 户, number: 1, rules: [{}]}}"
CASES = {
    "no price": ("deduct: 1, unless", "unless", 22, "缺少“deduct”（扣分）或“add”（加分）"),
    "two prices": ("add: 1, only", "add: 1, deduct: 1, only", 23, "只能写一个"),
    "unknown parameter": ("most: $funds", "most: $fund", 20, "没有叫“$fund”的参数"),
    "parameter for points": ("        points: 10", "        points: $funds", 16, "这里要写定数"),
    "unknown rule": ("unless: 计划", "unless: 方案", 22, "本项没有叫“方案”的规则"),
    "unless itself": ("unless: 计划", "unless: 缺陷", 22, "绕回了自己"),
    "variant of another kind": ("group: [乡]}, required: 2", "group: [乡]}, required: 二", 29, "不是数字"),
    "variant that changes the label": ("group: [乡]}, required", "group: [乡]}, label: 会, required", 29, "vary里不能改label"),
    "variant without a change": (", required: 2}", "}", 29, "没有写对这些对象改用的数"),
    "bands with a gap": ("to: 90%", "to: 88%", 34, "bands有空档"),
    "bands that overlap": ("to: 90%", "to: 92%", 34, "bands重叠"),
    "bands in the wrong order": ("from: 80%, to: 90%", "from: 95%", 34, "从高到低"),
    "bands that end too early": ("from: 0%", "from: 10%", 34, "最低一档的from应为0%"),
    "modifier inside a sample": ("问题, deduct: 1}", "问题, deduct: 1, zeroes: true}", 38, "请写在sample上"),
    "all inside a sample": ("kind: count, label: 问题, deduct: 1", "kind: check, label: 问题, deduct: all", 38, "不能写all"),
    "unknown kind in a sample": ("kind: count, label: 问题", "kind: pannel, label: 问题", 43, "没有“pannel”这种规则"),
    "no points": ("        points: 10\n        bonus: 2\n", "", 14, "缺少“points”（分值）"),
    "no total": ("total: 10\n", "", 1, "缺少“total”"),
    "base above the total": ("total: 10\n", "total: 10\nstart: 20\n", 8, "起评分20分超过总分10分"),
    "a word for the start": ("total: 10\n", "total: 10\nstart: half\n", 8, "start不能写“half”"),
    "a limit to all": ("deduct: all", "deduct: all, limit: 2", 21, "不能再写limit"),
    "forgiving a gain": ("add: 1, only", "add: 1, exempt: true, only", 23, "加分的规则不能写exempt"),
    "graver the wrong way": ("add: 1, only", "add: 1, aggravated: {label: 重的, deduct: 1}, only", 23, "方向相反"),
    "an attribute nobody knows": ("only: {group", "only: {work", 23, "可以用的是：group（组别）、kind（类别）、size（规模）"),
    "a variant for an attribute nobody knows": ("when: {group: [乡]}", "when: {work: [乡]}", 29, "对象不能按“work”区分"),
    "a key of another kind": ("add: 1, only", "add: 1, scale: 2, only", 23, "“scale”不能写在这里，请删去或换个地方；这里可以写：unit、prices"),
    "a key of a rule on an item": ("        bonus: 2", "        limit: 2", 17, "“limit”不能写在这里，请删去或换个地方；这里可以写：id、title、points"),
    "a key that is nowhere": ("add: 1, only", "add: 1, ladder: 2, only", 23, "不认识“ladder”，请删去或核对写法；这里可以写：unit、prices"),
    "a key of another kind in a band": ("{from: 90%}", "{from: 90%, weight: 5%}", 35, "这里可以写：from、to、deduct、add"),
    "a key of another kind in a sample": ("问题, deduct: 1}", "问题, deduct: 1, required: 2}", 43, "“required”不能写在这里"),
    "three levels of samples": (
        "{kind: count, label: 问题, deduct: 1}",
        INNER_SAMPLE.format(INNER_SAMPLE.format("{kind: count, label: 问题, deduct: 1}")),
        38,
        "sample最多两层",
    ),
    "an unless out of its sample": ("label: 问题, deduct: 1}", "label: 问题, deduct: 1, unless: 计划}", 38, "同一个sample里"),
    "a result from elsewhere in a sample": (
        "{kind: count, label: 问题, deduct: 1}", "{kind: given, label: 分, by: 分, office: true}", 38, "不能取别处的结果"
    ),
    "graver ones of one name": (
        "label: 问题, deduct: 1}",
        "label: 问题, deduct: 1, aggravated: [{label: 重, deduct: 1}, {label: 重, deduct: 2}]}",
        43,
        "aggravated里有重名的label",
    ),
    "graver ones at once and by number": (
        "label: 问题, deduct: 1}",
        "label: 问题, deduct: 1, aggravated: {label: 重, deduct: 1, unit: 起, once: true}}",
        43,
        "写了once（只计一次）就不能再写unit",
    ),
    "steps off": ("kind: missing", "kind: mising", 22, "是不是想写“missing”"),
}  # fmt: skip


def told(text):
    return [(problem.line, problem.message, problem.warning) for problem in examine(text)[1]]


def test_the_unspoilt_text_is_accepted_without_a_warning():
    assert told(GOOD) == []


@pytest.mark.parametrize(("old", "new", "line", "piece"), CASES.values(), ids=CASES)
def test_a_fault_is_told_at_its_line(old, new, line, piece):
    assert GOOD.count(old) >= 1
    found = told(GOOD.replace(old, new, 1))
    assert [1 for number, message, warning in found if number == line and piece in message and not warning], (
        found
    )


DOUBTS = {
    "an unused parameter": ("most: $funds", "most: 5", 6, "没有哪条规则用到"),
    "a bonus nothing fills": ("add: 1, only", "deduct: 1, only", 17, "没有加分的规则"),
    "a price above points and bonus": ("add: 1, only", "add: 13, only", 23, "多出的加不上"),
}


@pytest.mark.parametrize(("old", "new", "line", "piece"), DOUBTS.values(), ids=DOUBTS)
def test_a_doubt_is_told_at_its_line_and_refuses_nothing(old, new, line, piece):
    text = GOOD.replace(old, new, 1)
    assert load(text)
    assert [(n, w) for n, message, w in told(text) if piece in message] == [(line, True)]


def test_a_parameter_reads_by_its_title():
    rules = load(GOOD).items["first"].rules
    assert rules[0].clause() == "经费，实际数超过〔工作经费〕个的，每超1个扣1分"


@given(data=st.data())
def test_whatever_is_wrong_is_told_in_chinese_at_a_line_of_the_file(data):
    tree = yaml.load(GOOD, Loader=yaml.BaseLoader)
    *way, last = data.draw(st.sampled_from([path for path in places(tree) if path]))
    node = tree
    for step in way:
        node = node[step]
    node[last] = data.draw(st.sampled_from([*ODD, "$funds", "$", "all", "2020-06-30"]))
    text = yaml.dump(tree, allow_unicode=True, sort_keys=False, default_style='"')
    for problem in examine(text)[1]:
        assert re.search("[一-鿿]", problem.message), problem
        assert 1 <= problem.line <= len(text.splitlines())
