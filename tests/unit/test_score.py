"""What must hold of every score sheet, whatever was recorded."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.rules import Rule
from inspect_app.domain.scoring import Answer, score, score_item
from inspect_app.domain.tally import tally_of
from tests.unit.specimens import GRADES, TALKS, checklist, happened, item, rule, veto

CHOICES = [{"name": "不规范", "deduct": "0.5"}, {"name": "没有", "deduct": "2"}]
ITEMS = (
    item("talks", "4", rule("rate", **TALKS, each="3%", steps="exact", deduct="0.1")),
    item("cards", "1.5", rule("rate", **TALKS, each="1%", steps="up", deduct="0.3", limit="1")),
    item("visits", "3", rule("shortfall", label="调研", per="班子成员", required="3", deduct="0.5")),
    item("plans", "2", rule("shortfall", label="计划", required="4"), rule("check", label="要点")),
    item("faults", "2.5", rule("count", label="问题", deduct="0.7", limit="2.1")),
    item(
        "quality",
        "3",
        rule("choice", label="记录", options=CHOICES),
        rule("judgement", label="质量", min="0.5", max="3"),
    ),
)
VETOES = (veto("fail"), veto("deduct", "5"))
SHEET = checklist(*ITEMS, vetoes=VETOES, grades=GRADES)

counts = st.integers(0, 8)
remarks = st.sampled_from([{}, {"remark": "见照片"}])
FACTS = {
    "rate": st.integers(0, 60).flatmap(
        lambda of: st.fixed_dictionaries({"of": st.just(of), "done": st.integers(0, of)})
    ),
    "count": st.fixed_dictionaries({"count": counts}),
    "check": st.sampled_from([{"met": "yes"}, {"met": "no"}]),
    "choice": st.sampled_from([{"choice": name} for name in ("符合要求", "不规范", "没有")]),
    "judgement": st.sampled_from([{"value": "0"}, {"value": "1.5", "remark": "走过场"}, {"value": "3"}]),
}


def facts_of(one: Rule) -> st.SearchStrategy[dict[str, Any]]:
    if one.kind == "shortfall":
        people = st.lists(counts.map(str), min_size=1, max_size=6)
        rows = people.map(
            lambda counts: {"rows": [{"name": f"甲{n}", "count": c} for n, c in enumerate(counts)]}
        )
        recorded = rows if one.per else counts.map(lambda count: {"count": str(count)})
    else:
        recorded = FACTS[one.kind]
    return st.just({}) | st.builds(lambda a, b: {**b, **a}, recorded, remarks)


ANSWERS = st.fixed_dictionaries(
    {
        one.id: st.just(Answer(not_applicable="没有此项工作"))
        | st.fixed_dictionaries({rule.label: facts_of(rule) for rule in one.rules}).map(Answer)
        for one in ITEMS
    }
)


@given(answers=ANSWERS)
def test_lines_and_steps_add_up_exactly_to_item_section_and_total(answers):
    sheet = score(SHEET, {**answers, **happened("deduct")})
    for one in sheet.sections[0].items:
        assert one.state == "void" or one.points + sum(line.amount for line in one.lines) == one.score
    section = sheet.sections[0]
    assert section.score == sum(one.score for one in section.items)
    assert sheet.total == section.score + sum(step.amount for step in sheet.adjustments)


@given(answers=ANSWERS)
def test_no_score_is_below_nought_or_above_its_points(answers):
    sheet = score(SHEET, {**answers, **happened("deduct")})
    assert all(0 <= one.score <= one.points for one in sheet.items)
    assert 0 <= sheet.total <= sheet.full


@given(answers=ANSWERS)
def test_every_amount_is_in_whole_cents(answers):
    sheet = score(SHEET, answers)
    amounts = [line.amount for one in sheet.items for line in one.lines] + [sheet.total]
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in amounts)


@given(answers=ANSWERS, data=st.data())
def test_the_order_of_the_answers_changes_nothing(answers, data):
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert score(SHEET, shuffled) == score(SHEET, answers)


@given(answers=ANSWERS, data=st.data())
def test_the_order_of_the_clauses_changes_no_points(answers, data):
    items = [
        one.model_copy(update={"rules": tuple(data.draw(st.permutations(one.rules)))})
        for one in SHEET.items.values()
    ]
    other = score(checklist(*items, vetoes=VETOES, grades=GRADES), answers)
    assert [one.score for one in other.items] == [one.score for one in score(SHEET, answers).items]


@given(answers=ANSWERS)
def test_scoring_twice_gives_the_same(answers):
    assert score(SHEET, answers) == score(SHEET, answers)


@given(answers=ANSWERS)
def test_every_line_says_its_amount(answers):
    for one in score(SHEET, answers).items:
        for line in one.lines:
            if line.state == "lost" and line.amount:
                assert line.words.endswith(f"扣{-line.amount.normalize():f}分")


@given(answers=ANSWERS)
def test_every_line_says_the_facts(answers):
    for key, answer in answers.items():
        words = {line.rule: line.words for line in score_item(SHEET.items[key], answer).lines}
        for label, facts in answer.facts.items():
            assert all(fact in words[label] for fact in _telling(facts))


def _telling(facts):
    """The recorded facts that the line must show: of a roster who is short, of 0 of 0 nothing."""
    short = [f"{row['name']}{row['count']}次" for row in facts.get("rows", ()) if int(row["count"]) < 3]
    return short + [
        str(facts[name]) for name in ("of", "done", "choice") if name in facts and facts.get("of") != 0
    ]


@given(answers=ANSWERS, more=st.integers(1, 5))
def test_more_faults_never_give_more_points(answers, more):
    recorded = answers["faults"].facts.get("问题", {})
    if "count" not in recorded:
        return
    worse = Answer({"问题": {**recorded, "count": recorded["count"] + more}})
    assert score(SHEET, {**answers, "faults": worse}).total <= score(SHEET, answers).total


@given(answers=ANSWERS)
def test_what_is_remembered_of_a_sheet_gives_the_same_totals(answers):
    sheet = score(SHEET, {**answers, **happened("fail")})
    tally = tally_of(SHEET, {one.id: one for one in sheet.items})
    assert (tally.total, tally.full, tally.lost) == (sheet.total, sheet.full, sheet.lost)
    assert (tally.grade, tally.failed, tally.complete) == (sheet.grade, sheet.failed, sheet.complete)


def test_a_sheet_without_answers_is_all_open_and_nothing_is_lost():
    sheet = score(SHEET, {})
    assert len(sheet.open) == len(ITEMS) + len(VETOES)
    assert (sheet.total, sheet.lost) == (SHEET.total, 0)


def test_an_answer_to_an_unknown_item_is_refused():
    with pytest.raises(KeyError):
        score(SHEET, {"nowhere": Answer()})


def test_the_arithmetic_is_said_in_words():
    answers = {"talks": Answer({"廉政谈话率": {"of": 40, "done": 31}})}
    line = score(SHEET, answers).items[0].lines[0]
    said = "应谈话40人，实际谈话31人，廉政谈话率77.5%，低于100%，每低3个百分点扣0.1分（不足一步按比例），扣0.75分"
    assert (line.words, line.amount) == (said, Decimal("-0.75"))
