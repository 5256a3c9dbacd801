"""Every example of the format's reference page does what the page says, and the page leaves nothing out."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from inspect_app.domain import checklist as format_
from inspect_app.domain.answers import load_answers
from inspect_app.domain.checklist import examine
from inspect_app.domain.context import Context
from inspect_app.domain.rules import REGISTRY, Rule
from inspect_app.domain.rules.mark import MARK
from inspect_app.domain.scoring import score

PAGE = (Path(__file__).parents[2] / "docs" / "checklist-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml (\w+)\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [(kind, text) for kind, text in BLOCKS if kind in {"rule", "item", "item-keys"}]
PARTS = ("Source", "Item", "Section", "Veto", "Grade", "Parameter", "Outcome", "Checklist")

SHEET = """\
id: example
version: "1"
title: 例
total: 50
parameters: {{goal: {{title: 目标}}}}
sections:
  - id: all
    title: 全部
    points: 50
    items:
      - id: one
        title: 例项
        points: 50
        bonus: 20
        rules:
{rules}
"""


def told(text: str, word: str) -> list[str]:
    return re.findall(rf"^# {word} (.*)$", text, re.MULTILINE)


def context_of(text: str, label: str) -> Context:
    """What the example says of the subject, the parameters, the periods before, and what is known from where."""
    read = [
        [yaml.load(one, Loader=yaml.BaseLoader) for one in told(text, word)]
        for word in ("对象", "参数", "以前", "已知", "来自")
    ]
    subject, parameters, past, known, source = (found[0] if found else {} for found in read)
    numbers = {key: Decimal(value) for key, value in parameters.items()}
    facts, sources = {"one": {label: known}}, {"one": {label: source or ""}}
    return Context(subject, numbers, {"one": {label: tuple(past)}}, facts, sources)


def sheet_of(kind: str, text: str):
    if kind == "item-keys":
        head, _, _ = SHEET.partition("      - id: one")
        lines = [f"      {line}" for line in text.splitlines() if not line.startswith("#")]
        whole = "\n".join(lines).replace("id: honours", "id: one")
        return f"{head.format()}{whole}\n".replace("total: 50", "total: 0").replace("points: 50", "points: 0")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    if kind == "rule":
        lines = ["- " + lines[0], *("  " + line for line in lines[1:])]
    return SHEET.format(rules="\n".join("          " + line for line in lines))


def results(kind: str, text: str) -> list[str]:
    """The lines that scoring makes of the example's record, through the answer file."""
    whole, problems = examine(sheet_of(kind, text))
    assert [problem for problem in problems if not problem.warning] == []
    rules = whole.items["one"].rules
    (record,) = told(text, "记录")
    entry = record if kind != "rule" else f"{{{rules[0].label}: {record}}}"
    answers = load_answers(f'checklist: example\nversion: "1"\nanswers:\n  one: {entry}\n', whole)
    context = context_of(text, rules[0].label)
    return [line.words for line in score(whole, answers, context).items[0].lines]


@pytest.mark.parametrize(("kind", "text"), EXAMPLES, ids=[f"{n}" for n in range(len(EXAMPLES))])
def test_an_example_gives_the_result_that_the_page_states(kind, text):
    assert results(kind, text) == told(text, "结果")


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if kind == "checklist"])
def test_a_whole_example_has_no_error_and_no_doubt(text):
    assert [p for p in examine(text)[1] if "没有写出处" not in p.message] == []


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_kind_and_every_one_of_its_keys_is_on_the_page(kind):
    assert f"### {kind}　" in PAGE
    for name, field in REGISTRY[kind].model_fields.items():
        assert re.search(rf"\b{field.alias or name}\b", PAGE), name


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_key_that_a_kind_has_of_its_own_stands_in_an_example_of_it(kind):
    examples = "\n".join(re.sub(r"(?m)^#.*$", "", text) for _, text in BLOCKS if f"kind: {kind}\n" in text)
    fields = REGISTRY[kind].model_fields
    refused = {"add"} if kind == "rectified" else set()
    own = {fields[name].alias or name for name in fields.keys() - Rule.model_fields.keys() - refused}
    assert {name for name in own if not re.search(rf"\b{name}:", examples)} == set()


@pytest.mark.parametrize(("kind", "model"), [("vetoes", format_.Veto), ("outcomes", format_.Outcome)])
def test_examples_of_what_concerns_the_whole_sheet_are_sound(kind, model):
    (text,) = [text for one, text in BLOCKS if one == kind]
    assert [model.model_validate(one) for one in yaml.load(text, Loader=yaml.BaseLoader)]


def test_the_page_says_under_which_name_an_items_own_factors_are_recorded():
    assert f"`{MARK}: {{factors: " in PAGE


@pytest.mark.parametrize("part", PARTS)
def test_every_key_of_the_sheet_is_on_the_page(part):
    for name in getattr(format_, part).model_fields:
        assert re.search(rf"\b{name}\b", PAGE), name
