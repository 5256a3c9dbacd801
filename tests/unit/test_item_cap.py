"""Clauses add up and stop at their own limit and at the item's points."""

from decimal import Decimal

from inspect_app.domain.scoring import Answer, score_item
from tests.unit.specimens import item, rule

FAULTS = rule("count", label="记录不全", deduct="0.5", limit="2")
PLAN = rule("check", label="年度计划", deduct="1.5")
BOTH = item("files", "3", FAULTS, PLAN)


def scored(count: int, met: str):
    return score_item(BOTH, Answer({"记录不全": {"count": count}, "年度计划": {"met": met}}))


def test_clauses_add_up():
    assert scored(1, "no").lost == Decimal("2.00")


def test_a_clause_stops_at_its_own_limit_and_says_so():
    line = scored(9, "yes").lines[0]
    assert line.amount == Decimal("-2.00")
    assert line.words == "记录不全：发现9处，每处扣0.5分，扣4.5分，本条最多扣2分，扣2分"


def test_the_item_stops_at_its_points_with_a_line_of_its_own():
    result = scored(9, "no")
    assert (result.score, result.lost) == (Decimal(0), Decimal(3))
    assert result.lines[-1].amount == Decimal("0.50")
    assert result.lines[-1].words == "各条合计扣3.5分，超过本项3分，扣完为止，扣3分"


def test_losing_exactly_the_points_needs_no_line_of_its_own():
    result = score_item(item("files", "3.5", FAULTS, PLAN), Answer(scored_facts(9, "no")))
    assert (result.score, len(result.lines)) == (Decimal(0), 2)


def scored_facts(count: int, met: str):
    return {"记录不全": {"count": count}, "年度计划": {"met": met}}


def test_an_item_is_open_until_every_clause_is_recorded():
    result = score_item(BOTH, Answer({"年度计划": {"met": "no"}}))
    assert result.state == "open"
    assert result.missing == ("记录不全：还缺发现数量（没有发现的填0）",)
    assert result.score == Decimal("1.50")


def test_an_item_that_does_not_apply_keeps_its_reason():
    result = score_item(BOTH, Answer(not_applicable="没有下属支部"))
    assert (result.state, result.score) == ("void", 0)
    assert result.lines[0].words == "本项不适用：没有下属支部"


def test_an_item_does_not_apply_when_none_of_its_clauses_does():
    rates = [rule("rate", label=name, of="应到", done="实到", target="100%") for name in ("甲率", "乙率")]
    nothing = {name: {"of": 0, "done": 0} for name in ("甲率", "乙率")}
    assert score_item(item("rates", "2", *rates), Answer(nothing)).state == "void"
    some = {**nothing, "乙率": {"of": 2, "done": 2}}
    assert score_item(item("rates", "2", *rates), Answer(some)).state == "done"


def test_the_inspectors_words_stay_on_the_line():
    quality = rule("judgement", label="质量", min="0.5", max="1")
    met = score_item(item("a", "1", quality), Answer({"质量": {"value": "0", "remark": "时机未到"}}))
    lost = score_item(item("a", "1", quality), Answer({"质量": {"value": "1", "remark": "走过场"}}))
    assert met.lines[0].remark == "时机未到"
    assert (lost.lines[0].remark, "理由：走过场" in lost.lines[0].words) == ("", True)
