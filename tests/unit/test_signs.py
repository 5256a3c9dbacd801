"""Points taken and points given: where a score starts, what bounds it, and what a bonus may add."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.scoring import Answer, score, score_item
from inspect_app.domain.tally import Tally, tally_of
from tests.unit.specimens import GRADES, checklist, happened, item, judged, rule, veto

PRAISE = rule("count", label="表扬", unit="次", add="1")
FAULTS = rule("count", label="问题", deduct="0.7")


def recorded(praise: int, faults: int) -> Answer:
    return Answer({"表扬": {"count": praise}, "问题": {"count": faults}})


def test_what_is_given_is_said_and_signed():
    line = score_item(item("a", "5", PRAISE, start="zero"), recorded(2, 0)).lines[0]
    assert (line.state, line.amount, line.words) == ("gained", 2, "表扬：2次，每次加1分，加2分")


def test_from_nought_points_are_earned_up_to_the_items_points():
    earned = item("a", "5", PRAISE, FAULTS, start="zero")
    assert score_item(earned, recorded(0, 0)).score == 0
    assert score_item(earned, recorded(3, 1)).score == Decimal("2.3")
    over = score_item(earned, recorded(9, 0))
    assert (over.score, over.lines[-1].words) == (5, "各条合计9分，超过本项5分，得5分")
    assert score_item(earned, recorded(1, 9)).lines[-1].words == "各条合计-5.3分，本项最低0分，得0分"


def test_from_full_marks_praise_only_makes_up_for_faults():
    assert score_item(item("a", "5", PRAISE, FAULTS), recorded(9, 1)).score == 5
    assert score_item(item("a", "5", PRAISE, FAULTS), recorded(1, 3)).score == Decimal("3.9")


def test_a_bonus_passes_the_points_by_no_more_than_it_says():
    result = score_item(item("a", "5", PRAISE, bonus="2"), recorded(9, 0))
    assert (result.score, result.bonus, result.gained, result.lost) == (7, 2, 2, 0)
    assert result.lines[-1].words == "各条合计14分，超过本项5分和最多加的2分，得7分"


def test_an_item_of_bonus_only_needs_no_points():
    assert score_item(item("a", None, PRAISE, bonus="2"), recorded(9, 0)).score == 2


def test_a_floor_may_be_negative_where_the_sheet_says_so():
    assert score_item(item("a", "2", FAULTS, floor="negative"), recorded(0, 9)).score == Decimal("-4.3")


@pytest.mark.parametrize(
    ("met", "state", "amount"), [("yes", "gained", 2), ("no", "lost", 2), ("none", "void", 0)]
)
def test_did_or_did_not_goes_both_ways_and_not_concerned_neither(met, state, amount):
    both = rule("check", label="防汛值班", add="2", deduct="2", none="不涉及")
    assert both.clause() == "防汛值班，做到的加2分，未做到的扣2分"
    assert (judged(both, met=met).state, judged(both, met=met).amount) == (state, amount)


def test_not_done_can_cost_the_whole_item():
    burning = rule("check", label="露天焚烧", yes="没有", no="有", deduct="all")
    result = score_item(
        item("a", "5", burning, FAULTS), Answer({"露天焚烧": {"met": "no"}, "问题": {"count": 2}})
    )
    assert result.score == 0
    assert result.lines[0].words == "露天焚烧：有，此项不得分"
    assert result.lines[-1].words == "“露天焚烧”使此项不得分，其余3.6分全部扣去，扣3.6分"


def sheet(praise: int, faults: int, **options):
    parts = [item("a", None, PRAISE, FAULTS)]
    return score(
        checklist(*parts, grades=GRADES, **{"total": "100", **options}), {"a": recorded(praise, faults)}
    )


def test_a_sheet_with_a_base_starts_there_and_stays_within_its_bounds():
    assert sheet(10, 0, start="60").total == 70
    assert sheet(10, 0, start="60").adjustments[0].words == "起评分60分"
    high, low = sheet(90, 0, start="60"), sheet(0, 99, start="60")
    assert (high.total, high.adjustments[-1].words) == (100, "合计150分，最高计100分")
    assert (low.total, low.adjustments[-1].words) == (0, "合计-9.3分，最低计0分")


def test_without_a_maximum_nothing_is_cut_off_above():
    assert sheet(90, 0, start="60", unlimited="true").total == 150
    free = sheet(90, 0, start="zero", unlimited="true", total="1")
    assert (free.total, free.unlimited, free.grade) == (90, True, "优秀")


def test_below_nought_is_allowed_where_the_sheet_says_so():
    assert sheet(0, 99, start="60", floor="negative").total == Decimal("-9.3")


def test_the_sheets_bonus_cap_bounds_all_bonus_together():
    items = [item(f"i{n}", "5", rule("count", label="表扬", add="1"), bonus="3") for n in range(3)]
    answers = {f"i{n}": Answer({"表扬": {"count": 9}}) for n in range(3)}
    result = score(checklist(*items, bonus_cap="4"), answers)
    assert (result.total, result.adjustments[0].words) == (19, "各项加分合计9分，全表最多加4分")


def test_a_bonus_is_not_converted_with_missing_items():
    items = [item("a", "5", PRAISE, bonus="3"), item("b", "5", FAULTS)]
    result = score(checklist(*items), {"a": recorded(2, 0), "b": Answer(not_applicable="没有")})
    assert (result.total, result.adjustments[0].words) == (
        12,
        "不适用的项目共5分，按比例折算：5÷5×10＝10分，加分2分不折算",
    )


def test_the_whole_sheets_losses_can_be_doubled():
    doubled = veto("times", times="2")
    items = [item("a", "100", FAULTS)]
    answers = {"a": recorded(0, 10), **happened("times")}
    result = score(checklist(*items, vetoes=(doubled,)), answers)
    assert (result.total, result.adjustments[0].words) == (86, "times事项，扣分加倍：各项共扣7分，变为扣14分")


def test_a_section_keeps_its_floor_and_gets_no_more_than_its_limit():
    section = {"id": "all", "title": "全部", "points": "9", "floor": "2", "limit": "8"}
    parts = {"total": "9", "sections": [{**section, "items": [item("a", "9", FAULTS)]}]}
    low = score(checklist(item("a", "9", FAULTS), **parts), {"a": recorded(0, 20)})
    high = score(checklist(item("a", "9", FAULTS), **parts), {"a": recorded(0, 0)})
    assert (low.total, low.sections[0].steps[0].words) == (2, "全部合计0分，低于保底2分，计2分")
    assert (high.total, high.sections[0].steps[0].words) == (8, "全部合计9分，最多计8分")


starts = st.sampled_from(["full", "zero"])
numbers = st.integers(0, 12)


@given(praise=numbers, faults=numbers, start=starts, bonus=st.none() | st.just("2"), more=st.integers(1, 5))
def test_bounds_hold_lines_add_up_and_more_faults_never_help(praise, faults, start, bonus, more):
    one = item("a", "5", PRAISE, FAULTS, start=start, **({"bonus": bonus} if bonus else {}))
    result = score_item(one, recorded(praise, faults))
    assert 0 <= result.score <= 5 + Decimal(bonus or 0)
    assert result.start + sum(line.amount for line in result.lines) == result.score
    assert score_item(one, recorded(praise, faults + more)).score <= result.score
    assert score_item(one, recorded(praise + more, faults)).score >= result.score


@given(praise=numbers, faults=numbers, options=st.sampled_from([{"start": "60"}, {"start": "zero"}, {}]))
def test_what_is_remembered_gives_the_same_totals(praise, faults, options):
    parts = [item("a", None if options.get("start") == "60" else "50", PRAISE, FAULTS, bonus="3")]
    one = checklist(
        *parts, **{"grades": GRADES, "vetoes": (veto("times", times="2"),), "total": "100", **options}
    )
    whole = score(one, {"a": recorded(praise, faults), **happened("times")})
    tally = tally_of(one, {each.id: each for each in whole.items})
    assert (tally.total, tally.full, tally.grade) == (whole.total, whole.full, whole.grade)
    assert Tally.from_json(tally.to_json()) == tally
    assert whole.total == sum(s.score for s in whole.sections) + sum(a.amount for a in whole.adjustments)


@pytest.mark.parametrize(("count", "points"), [(3, 7), (14, -4), (40, -5)])
def test_an_item_may_fall_below_nought_no_further_than_it_says(count, points):
    one = item("a", "10", rule("count", label="上访", deduct="1"), floor="-5")
    result = score_item(one, Answer({"上访": {"count": count}}))
    assert result.score == points == 10 + sum(line.amount for line in result.lines)
