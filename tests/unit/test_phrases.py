"""The page of common phrases: each rule that it offers can be copied into a checklist as it stands."""

import re
from pathlib import Path

import pytest

from inspect_app.domain.checklist import examine
from inspect_app.domain.rules import REGISTRY

PAGE = (Path(__file__).parents[2] / "docs" / "phrases.md").read_text(encoding="utf-8")
RULES = re.findall(r"`(\{kind: .*?\})`", PAGE)
SHEET = """\
id: phrases
version: "1"
title: 条款
total: 100
{parameters}sections:
  - id: all
    title: 全部
    points: 100
    items:
      - id: one
        title: 一项
        points: 100
        start: {start}
{more}        rules:
          - {rule}
"""


@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
def test_a_rule_of_the_page_can_be_copied(rule):
    adds = "add" in rule or "first:" in rule
    more = "        bonus: 10\n" if adds else ""
    parameters = "parameters: {quota: {title: 控制指标, unit: 人}}\n" if "$quota" in rule else ""
    start = "zero" if adds else "full"
    text = SHEET.format(rule=rule, start=start, more=more, parameters=parameters)
    told = [one.message for one in examine(text)[1]]
    assert [message for message in told if "没有写出处" not in message] == []


def test_the_page_offers_every_kind():
    assert {re.match(r"\{kind: (\w+)", rule)[1] for rule in RULES} == set(REGISTRY)
