"""What is known from elsewhere: the same sum as if it had been recorded, and the line says where it is from."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inspect_app.domain.checklist import Item
from inspect_app.domain.context import NOWHERE
from inspect_app.domain.items import score_item
from inspect_app.domain.results import Answer, ScoreLine
from inspect_app.domain.rules.given import Given

VALUE = {"kind": "given", "label": "甲", "by": "信访得分", "most": "100", "share": "30%", "office": "true"}
BASE = {"kind": "over", "label": "甲", "baseline": "上年数", "deduct": "2", "office": "true"}
DUE = {"kind": "rectified", "label": "甲", "deduct": "1", "due": "notices"}


def line(rule: dict[str, Any], recorded: dict[str, Any], known: dict[str, Any]) -> ScoreLine:
    item = Item.model_validate({"id": "a", "title": "项", "floor": "negative", "rules": [rule]})
    context = replace(NOWHERE, facts={"a": {"甲": known}}, sources={"a": {"甲": "督导办"}})
    return score_item(item, Answer({"甲": recorded}), context).lines[0]


numbers = st.decimals(0, 100, places=2)


@given(numbers)
def test_a_known_value_counts_as_if_recorded(value: Decimal) -> None:
    fact = {"value": str(value)}
    known, recorded = line(VALUE, {}, fact), line(VALUE, fact, {})
    assert known.amount == recorded.amount
    assert known.words == f"{recorded.words}（{value}来自督导办）"


@given(numbers, numbers)
def test_a_recorded_value_stands_above_a_known_one(value: Decimal, other: Decimal) -> None:
    found = line(VALUE, {"value": str(value)}, {"value": str(other)})
    assert found.amount == line(VALUE, {"value": str(value)}, {}).amount
    assert ("这里按现场填的计" in found.words) == (str(value) != str(other))


@given(numbers, numbers)
def test_a_known_baseline_is_completed_by_what_is_recorded(base: Decimal, value: Decimal) -> None:
    found = line(BASE, {"value": str(value)}, {"base": str(base)})
    assert found.amount == line(BASE, {"base": str(base), "value": str(value)}, {}).amount


@given(st.integers(0, 50), st.integers(0, 60))
def test_no_more_is_put_right_than_was_due(due: int, done: int) -> None:
    found = line(DUE, {"done": done}, {"due": due})
    assert found.amount == -max(due - done, 0)
    assert (found.state == "open") == (done > due)


def test_what_is_missing_says_what_is_known() -> None:
    assert line(DUE, {}, {"due": 3}).words == "还缺已整改到位数（已知3，来自督导办）"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"checklist": "small"}, "只能写一个"),
        ({"office": "false", "months": "1-3"}, "和checklist"),
        ({"office": "false", "checklist": "small", "months": "6-3"}, "从小到大"),
        ({"office": "false", "fixed": "true"}, "从哪里来"),
    ],
)
def test_where_it_comes_from_must_be_plain(changes: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Given.model_validate({**VALUE, **changes})


def test_a_value_or_grade_that_does_not_fit_is_asked_about() -> None:
    assert line(VALUE, {}, {"value": "105"}).words.startswith("信访得分105分，超过最高的100分，请核对")
    graded = {"kind": "given", "label": "甲", "by": "等次", "grades": [{"name": "好"}], "checklist": "small"}
    assert line(graded, {}, {"grade": "优"}).words.startswith("等次为优，本条没有这一种，请核对")
