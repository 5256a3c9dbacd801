"""缺项: what items that do not apply do to the total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.scoring import Answer, score
from tests.unit.specimens import GRADES, checklist, item, rule

FAULTS = rule("count", label="问题", deduct="1")
NOT_HERE = Answer(not_applicable="没有此项工作")


def sheet(way: str, *counts: int | None):
    """Four items of 25 points; None is an item that does not apply."""
    items = [item(f"i{n}", "25", FAULTS) for n in range(len(counts))]
    answers = {
        f"i{n}": NOT_HERE if count is None else Answer({"问题": {"count": count}})
        for n, count in enumerate(counts)
    }
    return score(checklist(*items, not_applicable=way, grades=GRADES), answers)


def test_rescaling_keeps_the_share_of_what_applies():
    result = sheet("rescale", 5, 0, 0, None)
    assert (result.total, result.full) == (Decimal("93.33"), 100)
    assert result.adjustments[0].words == "不适用的项目共25分，按比例折算：70÷75×100＝93.33分"


def test_full_marks_for_what_does_not_apply():
    result = sheet("full", 5, 0, 0, None)
    assert (result.total, result.full) == (95, 100)


def test_leaving_out_lowers_the_full_marks():
    result = sheet("exclude", 5, 0, 0, None)
    assert (result.total, result.full) == (70, 75)


@pytest.mark.parametrize(("way", "total", "full"), [("rescale", 0, 0), ("exclude", 0, 0), ("full", 50, 50)])
def test_a_sheet_of_which_nothing_applies_is_complete(way, total, full):
    result = sheet(way, None, None)
    assert (result.total, result.full, result.complete) == (total, full, True)


@pytest.mark.parametrize("way", ["rescale", "exclude"])
def test_nobody_gets_a_grade_when_nothing_applies(way):
    assert sheet(way, None, None, None, None).grade == ""


def test_a_void_item_counts_in_no_section():
    section = sheet("rescale", 5, 0, 0, None).sections[0]
    assert (section.score, section.points) == (70, 75)


@given(counts=st.lists(st.integers(0, 25), min_size=1, max_size=4))
def test_an_absent_item_changes_no_share_under_rescaling(counts):
    share = sum(Decimal(25 - count) for count in counts) / len(counts) / 25
    full = 25 * (len(counts) + 1)
    total = sheet("rescale", *counts, None).total
    assert abs(total - share * full) <= Decimal("0.005")


@given(counts=st.lists(st.none() | st.integers(0, 25), min_size=1, max_size=5))
def test_the_steps_add_up_exactly_whatever_is_missing(counts):
    for way in ("rescale", "full", "exclude"):
        result = sheet(way, *counts)
        parts = sum(s.score for s in result.sections) + sum(a.amount for a in result.adjustments)
        assert result.total == parts
        assert 0 <= result.total <= result.full


@pytest.mark.parametrize(("policy", "total"), [("exclude", 64), ("full", 74), ("rescale", 69)])
def test_on_a_sheet_with_a_base_what_is_missing_counts_as_the_sheet_says(policy, total):
    earned = [item(key, "10", rule("count", label="好事", add="1")) for key in "ab"]
    free = item("c", None, rule("count", label="错事", deduct="1"))
    whole = checklist(*earned, free, start="60", total="100", not_applicable=policy)
    answers = {
        "a": Answer({"好事": {"count": 5}}),
        "b": Answer(not_applicable="没有"),
        "c": Answer({"错事": {"count": 1}}),
    }
    sheet = score(whole, answers)
    assert sheet.total == total
    assert sheet.total == sum(s.score for s in sheet.sections) + sum(a.amount for a in sheet.adjustments)


def test_on_a_sheet_with_a_base_a_missing_item_without_points_neither_adds_nor_takes():
    faults = [item(key, None, rule("count", label="错事", deduct="1")) for key in "ab"]
    whole = checklist(*faults, start="60", total="100")
    answers = {"a": Answer({"错事": {"count": 2}}), "b": Answer(not_applicable="没有")}
    assert (score(whole, answers).total, score(whole, answers).full) == (58, 100)
