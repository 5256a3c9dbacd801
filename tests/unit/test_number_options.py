"""Bottom lines, bands, shares of a baseline, ranks: what contradicts itself is refused in words that help."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.unit.kinds import RATE
from tests.unit.specimens import judged, rule

BANDS = [{"from": "4", "deduct": "2"}, {"from": "1", "deduct": "1"}, {"from": "0"}]
OVER = {"label": "经费", "baseline": "上年数", "deduct": "1"}
REFUSED = {
    "a bottom above the target": ("rate", {**RATE, "target": "90%", "bottom": "95%"}, "bottom（底线）应小于target"),
    "a line without a bottom": ("rate", {**RATE, "target": "90%", "by": "line"}, "要写bottom"),
    "a bottom that never bites": ("rate", {**RATE, "target": "90%", "bottom": "80%", "add": "1"}, "不用写bottom"),
    "a share beyond what is there": ("rate", {**RATE, "target": "90%", "most": "120%"}, "只能和by: share、add"),
    "a ceiling below the target": (
        "rate", {**RATE, "target": "90%", "by": "share", "most": "90%", "add": "1"}, "most应大于100%"),
    "bands with a bottom": ("rate", {**RATE, "bands": [{"from": "0%"}], "bottom": "60%"}, "不能再写bottom"),
    "bands upside down": ("bands", {"bands": [{"from": "0"}, {"from": "5", "add": "1"}]}, "从高到低"),
    "bands with a gap": ("bands", {"bands": [{"from": "5", "add": "1"}]}, "最低一档的from应为0"),
    "working days of dates": ("late", {"due": "2020-06-30", "unit": "个工作日", "per_day": "1"}, "请删去due"),
    "prices and bands": ("late", {"bands": BANDS, "deduct": "1"}, "不能再写deduct和per_day"),
    "a price for being in time": ("late", {"bands": [{"from": "0", "deduct": "1"}]}, "写{from: 0}"),
    "a sum for a name": ("over", {**OVER, "baseline": "上年数*90%"}, "只写基数的名称"),
    "a share of a limit": ("over", {"most": "5", "share": "90%", "deduct": "1"}, "要和baseline一起写"),
    "per cent of less than nought": ("over", {**OVER, "signed": "true", "relative": "true"}, "不能和relative"),
    "lots of sorts": ("count", {"each": "10", "prices": [{"name": "甲", "add": "1"}]}, "不能和prices一起写"),
    "what a started lot counts, of no lot": ("count", {"steps": "up"}, "就要写each"),
    "two ways of rising": ("count", {"rising": ["1", "2"], "each": "2"}, "不能再写each"),
    "a price beside rising ones": ("count", {"rising": ["1", "2"], "deduct": "1"}, "不能再写deduct"),
    "amounts one by one": ("count", {"step": "0.01", "listed": "true"}, "不能和listed"),
    "what lacks of nothing": ("given", {"by": "得分", "sign": "lost"}, "要写most"),
    "a rank and grades": (
        "given", {"by": "名次", "rank": {"first": "5", "step": "1"}, "grades": [{"name": "好"}]}, "不能和grades"),
    "a last above the first": (
        "given", {"by": "名次", "rank": {"first": "5", "step": "1", "least": "6"}}, "不能大于first"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "options", "piece"), REFUSED.values(), ids=REFUSED)
def test_what_contradicts_itself_is_refused(kind, options, piece):
    with pytest.raises(ValidationError) as refused:
        rule(kind, **options)
    assert piece in str(refused.value)


DAYS = st.dates(date(2019, 12, 1), date(2021, 3, 1))


@pytest.mark.parametrize("unit", ["天", "周", "个月"])
@given(due=DAYS, after=st.integers(-40, 400))
def test_a_day_later_never_costs_less_and_in_time_costs_nothing(unit, due, after):
    one = rule("late", due=due.isoformat(), unit=unit, per_day="1")
    now, next_ = (judged(one, date=(due + timedelta(after + n)).isoformat()).amount for n in (0, 1))
    assert now <= next_ <= now + 1
    assert (now == 0) == (after <= 0)


@given(done=st.integers(0, 100))
def test_the_line_runs_from_nothing_at_the_bottom_to_all_at_the_target(done):
    one = rule("rate", **RATE, target="95%", by="line", bottom="80%", add="5")
    reached = min(1, max(0, Fraction(done - 80, 15)))
    assert judged(one, of="100", done=str(done)).amount == reached * 5


@given(share=st.integers(1, 100), value=st.integers(0, 200))
def test_a_share_of_the_baseline_is_that_much_of_it(share, value):
    one = rule("over", **OVER, share=f"{share}%", unit="万元")
    assert judged(one, base="100", value=str(value)).amount == max(0, value - share)


@pytest.mark.parametrize(
    ("count", "cost"), [(0, 0), (1, 1), (2, 3), (3, 6), (4, 9), (99_999_999, 299_999_994)]
)
def test_ever_dearer_ones_cost_the_last_price_from_then_on(count, cost):
    assert judged(rule("count", rising=["1", "2", "3"]), count=str(count)).amount == cost
