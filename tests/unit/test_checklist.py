"""The checklist: what is read out of the text."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.checklist import examine, iter_rules, load
from tests.unit.test_checklist_refusals import GOOD

SHIPPED = sorted((Path(__file__).parents[2] / "checklists").glob("*.yaml"))
ODD = ["", "NO", "100", "-1", "1e9", "100%", "６", "甲", [], {}, ["甲"], {"甲": "乙"}, [["甲"]], "a" * 70]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_checklist_has_no_error_and_no_warning(path):
    checklist, problems = examine(path.read_text(encoding="utf-8"))
    assert problems == []
    assert checklist is not None
    assert checklist.id == path.stem


def test_the_year_end_checklist_uses_the_plain_kinds_of_rule():
    checklist = load((SHIPPED[0].parent / "bureau-party-building.yaml").read_text(encoding="utf-8"))
    assert {rule.kind for _, _, rule in iter_rules(checklist)} >= {
        "rate",
        "shortfall",
        "count",
        "check",
        "choice",
        "judgement",
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_item_says_its_source_and_what_to_look_at(path):
    checklist = load(path.read_text(encoding="utf-8"))
    assert all(item.source and item.ask and item.method for item in checklist.items.values())


def test_what_is_answered_is_every_item_and_then_every_veto():
    assert list(load(GOOD).entries) == ["talks", "files", "case"]


def test_a_source_reads_as_a_document_and_a_place():
    checklist = load(GOOD)
    assert checklist.basis_title(checklist.items["talks"].source) == "《工作要点》第五部分第14条"


def test_shortened_text_in_quotes_and_blocks_reads_the_same():
    block = GOOD.replace("title: 小细则", "title: >-\n  小细则")
    assert load(block) == load(GOOD.replace("title: 小细则", "title: '小细则'")) == load(GOOD)


def shuffled(node, draw):
    if isinstance(node, dict):
        return {key: shuffled(node[key], draw) for key in draw(st.permutations(list(node)))}
    return [shuffled(one, draw) for one in node] if isinstance(node, list) else node


def plain_tree():
    """GOOD as its author's values, all of them text."""
    return yaml.load(GOOD, Loader=yaml.BaseLoader)


@given(data=st.data())
def test_the_order_of_keys_changes_nothing(data):
    text = yaml.dump(shuffled(plain_tree(), data.draw), allow_unicode=True, sort_keys=False)
    assert load(text) == load(GOOD)


def places(node, path=()):
    yield path
    for key, child in (
        node.items() if isinstance(node, dict) else enumerate(node if isinstance(node, list) else ())
    ):
        yield from places(child, (*path, key))


@given(data=st.data())
def test_whatever_is_wrong_is_told_in_chinese_at_a_line_of_the_file(data):
    tree = plain_tree()
    *way, last = data.draw(st.sampled_from([path for path in places(tree) if path]))
    node = tree
    for step in way:
        node = node[step]
    node[last] = data.draw(st.sampled_from(ODD))
    text = yaml.dump(tree, allow_unicode=True, sort_keys=False, default_style='"')
    for problem in examine(text)[1]:
        assert re.search("[一-鿿]", problem.message), problem
        assert 1 <= problem.line <= len(text.splitlines())
