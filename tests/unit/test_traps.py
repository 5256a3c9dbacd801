# ruff: noqa: E501 — a sentence that is compared whole reads best on one line
"""The thirteen traps of real scoring sheets, each stated in its test's name."""

import pytest

from inspect_app.domain.checklist import examine
from inspect_app.domain.context import Context
from inspect_app.domain.scoring import Answer, grade_of, score, score_item
from tests.unit.specimens import GRADES, TALKS, checklist, item, judged, roster, rule
from tests.unit.test_language_refusals import GOOD


def test_01_visits_of_each_person_are_counted_not_the_sum_of_all():
    visits = rule("shortfall", label="调研", per="班子成员", required="3", deduct="0.5")
    people = roster(("甲", "4"), ("乙", "3"), ("丙", "3"), ("丁", "3"), ("戊", "2"))
    verdict = judged(visits, **people)
    assert (verdict.state, float(verdict.amount)) == ("lost", 0.5)
    assert "戊2次，少1次" in verdict.words


def test_02_the_threshold_depends_on_the_role_and_the_number_itself_is_enough():
    months = rule(
        "shortfall", label="深入一线", per="局领导", required={"分管领导": "3", "其他领导": "2"}, unit="个月"
    )
    verdict = judged(
        months, **roster(("甲", "3", "分管领导"), ("乙", "2", "其他领导"), ("丙", "2", "分管领导"))
    )
    assert verdict.amount == 1
    assert "丙（分管领导）2个月，少1个月" in verdict.words
    assert "甲" not in verdict.words.split("；")[1]


@pytest.mark.parametrize(("most", "state"), [({"most": "2"}, "lost"), ({}, "met")])
def test_03_the_upper_end_of_a_range_is_a_breach_only_where_the_checklist_says_so(most, state):
    contacts = rule("shortfall", label="联系点", required="1", unit="个", **most)
    assert judged(contacts, count="3").state == state
    assert ("应为1至2个" in contacts.clause()) == bool(most)


def test_04_shares_of_all_hours_have_all_hours_as_their_denominator():
    theory, party = (
        rule("rate", label=label, of="总学时", done=done, target=target)
        for label, done, target in (("理论课", "理论课学时", "70%"), ("党性教育课", "党性课学时", "20%"))
    )
    assert judged(theory, of="100", done="70").state == "met"
    assert judged(party, of="100", done="14").state == "lost"
    assert "总学时100" in judged(party, of="100", done="20").words


@pytest.mark.parametrize(("done", "state"), [("1", "lost"), ("2", "met")])
def test_05_not_less_than_ten_per_cent_of_eleven_is_two(done, state):
    assert judged(rule("rate", **{**TALKS, "target": "10%"}), of="11", done=done).state == state


@pytest.mark.parametrize("options", [{}, {"by": "share"}, {"each": "1%"}])
def test_06_nought_of_nought_is_not_applicable_neither_0_nor_100_per_cent(options):
    verdict = judged(rule("rate", **TALKS, **options), of="0", done="0")
    assert (verdict.state, verdict.amount) == ("void", 0)
    assert "%" not in verdict.words


def test_07_three_duties_in_one_sentence_are_three_each_half_yearly():
    labels = ("分析形势", "听取汇报", "组织调查")
    duties = item("a", "3", *(rule("shortfall", label=label, required="1") for label in labels))
    facts = {label: {"count": count} for label, count in zip(labels, ("3", "0", "0"), strict=True)}
    assert score_item(duties, Answer(facts)).score == 1


def test_08_a_placeholder_is_asked_of_the_manager_and_not_judged_until_set():
    funds = rule("over", label="经费", most="$funds", unit="万元", deduct="1")
    sheet = checklist(item("a", "5", funds))
    answers = {"a": Answer({"经费": {"value": "12"}})}
    assert score(sheet, answers).items[0].state == "open"
    assert "督导办还没有设定" in score(sheet, answers).items[0].lines[0].words
    assert score(sheet, answers, Context(parameters={"funds": 10})).items[0].score == 3


def test_09_words_without_an_interval_are_recorded_and_no_number_is_invented():
    often = rule("report", label="定期分析", unit="次")
    assert judged(often, count="0").words == "定期分析：0次，只记录，不计分"
    assert judged(often, count="0").state == "met"


@pytest.mark.parametrize("done", ["yes", "no"])
def test_10_what_is_only_encouraged_is_reported_and_never_failed(done):
    tried = rule("report", label="探索积分制")
    assert judged(tried, done=done).state == "met"
    assert score_item(item("a", "5", tried), Answer({"探索积分制": {"done": done}})).score == 5


def test_11_one_duty_in_two_documents_is_scored_once():
    twice = GOOD.replace("quote: 甲}\n", "quote: 甲}\n        also_in: [{doc: works, at: 二, quote: 甲}]\n")
    whole, problems = examine(twice)
    assert problems == []
    assert [one.at for one in whole.items["first"].also_in] == ["二"]
    other = "      - {id: b, title: 乙, bonus: 1, source: {doc: works, at: 一, quote: 甲}, rules: [{kind: count, label: 丙, add: 1}]}\n"
    doubled = examine(GOOD + other)[1]
    assert [(one.warning, "同一件事只应计一次" in one.message) for one in doubled] == [(True, True)]


def test_12_a_bound_lies_in_one_band_only():
    bands = [{"from": "90%", "add": "5"}, {"from": "80%", "to": "90%", "add": "3"}, {"from": "0%"}]
    banded = rule("rate", label="率", of="应到", done="实到", bands=bands)
    assert [judged(banded, of="100", done=done).amount for done in ("90", "89", "80", "79")] == [5, 3, 3, 0]
    assert "90%（含）以上" in banded.clause()
    assert grade_of(GRADES, 90) == "优秀"


def test_13_the_reading_of_a_doubtful_day_is_shown_on_every_line():
    friday = rule("shortfall", label="活动日", required="6", reading="第三周星期五即当月第三个星期五")
    line = score_item(item("a", "6", friday), Answer({"活动日": {"count": "5"}})).lines[0]
    assert line.clause == "活动日不少于6次，每少1次扣1分（按“第三周星期五即当月第三个星期五”理解）"
