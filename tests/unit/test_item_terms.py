"""What holds for one item alone: whom it is for, what becomes of it where it does not apply, the best clause alone."""

import pytest

from inspect_app.domain.context import NOWHERE, Context
from inspect_app.domain.scoring import Answer, score, unconcerned
from inspect_app.domain.tally import tally_of
from tests.unit.specimens import checklist, item, rule

COUNTY, DISTRICT = Context({"group": "县"}), Context({"group": "区"})
PLAN = rule("check", label="计划", deduct="3")
MET, LOST, GONE = (
    Answer({"计划": {"met": "yes"}}),
    Answer({"计划": {"met": "no"}}),
    Answer(not_applicable="无"),
)


def three(**options):
    return checklist(
        item("a", "10", PLAN), item("b", "5", PLAN, **options), item("c", "5", PLAN), not_applicable="rescale"
    )


@pytest.mark.parametrize(
    ("policy", "total", "full"), [({}, "16", 20), ({"not_applicable": "full"}, "17", 20),
                                  ({"not_applicable": "exclude"}, "12", 15)]
)  # fmt: skip
def test_an_item_may_have_its_own_policy_for_not_applying(policy, total, full):
    sheet = score(three(**policy), {"a": LOST, "b": GONE, "c": MET})
    assert (str(sheet.total.normalize()), sheet.full) == (total, full)


def test_policies_of_several_items_work_together():
    items = [
        item("a", "10", PLAN),
        item("b", "5", PLAN, not_applicable="full"),
        item("c", "5", PLAN, not_applicable="exclude"),
        item("d", "5", PLAN),
    ]
    sheet = score(checklist(*items), {"a": LOST, "b": GONE, "c": GONE, "d": GONE})
    said = [step.words for step in sheet.adjustments]
    assert said == [
        "不适用的项目共5分，按满分计，加5分",
        "不适用的项目共5分，不计入，满分为20分",
        "不适用的项目共5分，按比例折算：12÷15×20＝16分",
    ]
    assert (sheet.total, sheet.full) == (16, 20)


def test_an_item_is_for_some_subjects_and_does_not_apply_to_the_others():
    sheet = three(only={"group": ["县"]})
    answers = {"a": LOST, "b": LOST, "c": MET}
    assert score(sheet, answers, COUNTY).total == 14
    other = score(sheet, answers, DISTRICT)
    assert (other.items[1].state, other.total) == ("void", 16)
    assert other.items[1].lines[0].words == "本项只适用于县，考核对象不属于，不考核本项"
    assert unconcerned(sheet, "b", DISTRICT) == {"计划"}


def test_an_item_for_some_subjects_is_open_while_nobody_knows_which_this_is():
    found = score(three(only={"group": ["县"]}), {"a": MET, "b": LOST, "c": MET}, NOWHERE)
    assert [one.id for one in found.open] == ["b"]
    assert found.items[1].missing == ("计划：本项只适用于县，还不知道考核对象属于哪一类",)


def test_an_item_that_is_for_others_takes_no_event_from_this_ones():
    award = rule("check", label="表彰", add="2", event="表彰")
    items = [item("a", "5", award, start="zero", only={"group": ["县"]}), item("b", "5", award, start="zero")]
    told = Answer({"表彰": {"met": "yes", "event": "先进"}})
    sheet = score(checklist(*items, not_applicable="exclude"), {"a": told, "b": told}, DISTRICT)
    assert [one.score for one in sheet.items] == [0, 2]


def test_of_gains_of_which_the_best_alone_counts_the_others_go_again():
    gains = [rule("check", label="国家级", add="5"), rule("check", label="省级", add="3"), PLAN]
    whole = checklist(item("a", "10", *gains, bonus="9", take="highest"))
    facts = {"国家级": {"met": "yes"}, "省级": {"met": "yes"}, "计划": {"met": "no"}}
    found = score(whole, {"a": Answer(facts)}).items[0]
    assert (found.score, found.lines[-1].words) == (12, "各条加分只计最高的“国家级”5分，其余3分不计")
    alone = score(whole, {"a": Answer({**facts, "省级": {"met": "no"}})}).items[0]
    assert (alone.score, len(alone.lines)) == (12, 3)


@pytest.mark.parametrize(("lost", "total"), [("no", 7), ("yes", 12)])
def test_a_bonus_counts_only_where_the_rest_reaches_so_many_points(lost, total):
    extra = item("b", None, rule("check", label="表扬", add="2"), bonus="5")
    whole = checklist(item("a", "10", PLAN), extra, bonus_from="8")
    sheet = score(whole, {"a": Answer({"计划": {"met": lost}}), "b": Answer({"表扬": {"met": "yes"}})})
    assert sheet.total == total
    assert tally_of(whole, {one.id: one for one in sheet.items}).total == total
    if lost == "no":
        assert sheet.adjustments[0].words == "加分以外得7分，不到8分，各项加分2分不计"


def test_a_bonus_that_does_not_count_is_not_converted_either():
    extra = item("b", None, rule("check", label="表扬", add="2"), bonus="5")
    whole = checklist(item("a", "10", PLAN), item("c", "10", PLAN), extra, bonus_from="8")
    sheet = score(whole, {"a": LOST, "c": GONE, "b": Answer({"表扬": {"met": "yes"}})})
    assert sheet.total == 14


@pytest.mark.parametrize(
    "one",
    [rule("count", none="没有此类项目"), rule("rate", of="应", done="实", target="90%", none="没有此类项目")],
)
def test_any_clause_may_say_that_a_subject_is_not_concerned(one):
    found = score(
        checklist(item("a", "5", one, PLAN)), {"a": Answer({"台账": {"none": "yes"}, "计划": {"met": "yes"}})}
    )
    assert (found.items[0].lines[0].state, found.total) == ("void", 5)
    assert found.items[0].lines[0].words == "台账：没有此类项目，本条不适用"
