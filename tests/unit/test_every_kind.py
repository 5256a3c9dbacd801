"""What must hold of every score sheet whatever the kinds of its rules, and of the answer file that holds them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.answers import dump, load_answers, template
from inspect_app.domain.rules import REGISTRY
from inspect_app.domain.scoring import Answer, score
from inspect_app.domain.tally import tally_of
from tests.unit.kinds import CASES, SAMPLE, TWO
from tests.unit.specimens import checklist, facts, item, rule
from tests.unit.test_modifiers import MATTER, NATIONAL

GRAVE = rule(
    "count", label="事故", deduct="1", unless="计划", exempt="true",
    aggravated={"label": "造成后果的", "deduct": "2"}, times=[{"label": "瞒报", "times": "2"}],
    also={"who": "包村干部", "share": "50%"},
)  # fmt: skip
PLAN = rule("check", label="计划", deduct="1")
REPORT = rule("report", label="探索")
PLAIN = {f"k{n}": (one, facts(one, **texts)) for n, (one, texts, _) in enumerate(CASES.values())}
PLAIN["sample"] = (rule("sample", **SAMPLE), facts(rule("sample", **SAMPLE), **TWO))
PLAIN["national"] = (NATIONAL, MATTER)
ITEMS = [
    item(key, "5", one, PLAN, start="zero" if one.adds else "full", bonus="1")
    for key, (one, _) in PLAIN.items()
]
ITEMS += [
    item("grave", "5", GRAVE, PLAN, REPORT, times=[{"label": "再犯", "times": "2"}]),
    item(
        "judged",
        "5",
        rule("judgement", label="质量", min="1", max="3"),
        rule("rectified", label="整改", deduct="1"),
    ),
]
SHEET = checklist(*ITEMS, bonus_cap="10")

MET = st.sampled_from([{}, {"met": "yes"}, {"met": "no", "remark": "见\n照片"}])
OTHERS = {
    "事故": st.sampled_from([{}, {"count": 0}, {"count": 3, "aggravated": 1, "payer": "赵某", "factors": "瞒报"},
                           {"count": 1, "aggravated": 0, "payer": "钱某", "exempt": "不可抗力"}]),
    "探索": st.sampled_from([{}, {"done": "no"}]),
    "本项加倍减半": st.sampled_from([{}, {"factors": "再犯"}, {"factors": "都没有"}]),
    "质量": st.sampled_from([{}, {"value": "2", "remark": "走过场"}, {"value": "0"}]),
    "整改": st.sampled_from([{}, {"due": 3, "done": 1}, {"due": 0, "done": 0}]),
}  # fmt: skip


def facts_of(key, label):
    if label == "计划":
        return MET
    return st.sampled_from([{}, PLAIN[key][1]]) if key in PLAIN else OTHERS[label]


def answer_of(key):
    recorded = {one.label: facts_of(key, one.label) for one in SHEET.entries[key]}
    full = st.fixed_dictionaries(recorded).map(lambda kept: Answer({k: v for k, v in kept.items() if v}))
    return full | st.just(Answer(not_applicable="没有此项工作"))


ANSWERS = st.fixed_dictionaries({key: answer_of(key) for key in SHEET.entries})


def test_every_kind_of_rule_is_among_them():
    assert {one.kind for entry in SHEET.entries.values() for one in entry} == set(REGISTRY) | {"mark"}


@given(answers=ANSWERS)
def test_lines_add_up_to_items_items_to_sections_and_sections_to_the_total(answers):
    sheet = score(SHEET, answers)
    for one in sheet.items:
        assert one.state == "void" or one.start + sum(line.amount for line in one.lines) == one.score
        assert 0 <= one.score <= one.points + 1
    assert sheet.total == sum(s.score for s in sheet.sections) + sum(a.amount for a in sheet.adjustments)
    assert 0 <= sheet.total <= sheet.full + 10


@given(answers=ANSWERS)
def test_every_line_that_moves_the_score_says_by_how_much(answers):
    for one in score(SHEET, answers).items:
        for line in one.lines:
            if line.state in {"lost", "gained"} and line.amount:
                verb = "扣" if line.amount < 0 else "加"
                assert line.words.endswith(f"{verb}{abs(line.amount).normalize():f}分")


@given(answers=ANSWERS, data=st.data())
def test_the_order_of_clauses_and_answers_changes_no_points(answers, data):
    items = [
        one.model_copy(update={"rules": tuple(data.draw(st.permutations(one.rules)))})
        for one in SHEET.items.values()
    ]
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    other = score(checklist(*items, bonus_cap="10"), shuffled)
    assert [one.score for one in other.items] == [one.score for one in score(SHEET, answers).items]


@given(answers=ANSWERS)
def test_what_is_remembered_gives_the_same_totals(answers):
    sheet = score(SHEET, answers)
    tally = tally_of(SHEET, {one.id: one for one in sheet.items})
    assert (tally.total, tally.full, tally.open) == (sheet.total, sheet.full, len(sheet.open))


@given(answers=ANSWERS)
def test_a_written_answer_file_reads_back_as_the_same_answers(answers):
    assert score(SHEET, load_answers(dump(SHEET, answers), SHEET)) == score(SHEET, answers)


def test_an_empty_answer_file_explains_every_kind_and_reads_back_as_nothing():
    assert load_answers(template(SHEET), SHEET) == {}
    assert "公示: {met: 选一个：yes＝做到；no＝未做到" in template(SHEET)


@given(answers=ANSWERS, key=st.sampled_from(sorted(SHEET.items)))
def test_an_item_that_does_not_apply_takes_nothing_from_the_others(answers, key):
    absent = score(SHEET, {**answers, key: Answer(not_applicable="没有")})
    before = {one.id: one.score for one in score(SHEET, answers).items}
    assert all(one.score == before[one.id] for one in absent.items if one.id != key)


@pytest.mark.parametrize(("one", "texts"), [(case[0], case[1]) for case in CASES.values()], ids=CASES)
def test_a_limit_bounds_any_kind(one, texts):
    bound = one.model_copy(update={"limit": Decimal("0.01")})
    sheet = checklist(item("a", "50", bound, start="zero" if one.adds else "full"))
    line = score(sheet, {"a": Answer({one.label: facts(one, **texts)})}).items[0].lines[0]
    assert abs(line.amount) <= Decimal("0.01")
