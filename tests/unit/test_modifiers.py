"""What stands on top of any clause, each with its words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.context import NOWHERE, Context
from inspect_app.domain.rules.modifiers import Factor
from inspect_app.domain.scoring import Answer, linked, score, score_entries, score_item
from tests.unit.specimens import TALKS, checklist, filled, item, rule

COUNTY, TOWNSHIP = Context({"group": "县"}), Context({"group": "乡"})
PLAN = rule("check", label="计划", yes="已制定", no="未制定", deduct="3")


def line(one, facts, context=NOWHERE, history=()):
    whole = Context(context.attributes, context.parameters, {"a": {one.label: tuple(history)}})
    return score_item(item("a", "20", one), Answer({one.label: facts}), whole).lines[0]


def faults(**options):
    return rule("count", label="问题", deduct="1", **options)


def test_a_rule_for_some_subjects_leaves_the_others_alone():
    one = faults(only={"group": ["县", "区"]})
    assert line(one, {"count": 2}, COUNTY).amount == -2
    other = line(one, {"count": 2}, TOWNSHIP)
    assert (other.state, other.words) == ("void", "本条只适用于县、区，考核对象不属于，不计")


def test_a_rule_for_some_subjects_is_open_while_nobody_knows_which_this_is():
    unknown = line(faults(only={"group": ["县"]}), {"count": 2})
    assert (unknown.state, "还不知道考核对象属于哪一类" in unknown.words) == ("open", True)


def test_numbers_may_vary_with_the_subject():
    one = rule("shortfall", label="会议", required="4", deduct="1",
               vary=[{"when": {"group": ["乡"]}, "required": "2", "deduct": "0.5"}])  # fmt: skip
    assert line(one, {"count": "1"}, COUNTY).amount == -3
    assert (
        line(one, {"count": "1"}, TOWNSHIP).words
        == "会议应不少于2次，实际1次，少1次，每少1次扣0.5分，扣0.5分"
    )


def test_without_the_thing_itself_its_faults_are_not_counted():
    one = item(
        "a", "3", PLAN, rule("missing", label="缺陷", things=["简单", "空泛"], deduct="1", unless="计划")
    )
    none = score_item(one, Answer({"计划": {"met": "no"}}))
    assert (none.state, none.score, none.lines[1].words) == ("done", 0, "“计划”已失分，本条不再计")
    some = score_item(one, Answer({"计划": {"met": "yes"}, "缺陷": {"missing": "空泛"}}))
    assert some.score == 2


def test_graver_ones_cost_more():
    one = faults(aggravated={"label": "造成后果的", "deduct": "2"})
    assert line(one, {"count": 3}).words == "还缺其中造成后果的有多少（没有的填0）"
    found = line(one, {"count": 3, "aggravated": 1})
    assert (found.amount, found.words) == (
        -5,
        "问题：发现3处，每处扣1分，其中造成后果的1起，每起再扣2分，扣5分",
    )


SEVERAL = [
    {"label": "致人重伤的", "deduct": "2"},
    {"label": "致人死亡的", "deduct": "5"},
    {"label": "造成恶劣影响的", "deduct": "3", "once": "true"},
]


def test_several_sorts_of_graver_ones_each_cost_their_own():
    one = faults(aggravated=SEVERAL)
    facts = {"count": 3, "a_致人重伤的": 2, "a_致人死亡的": 1, "a_造成恶劣影响的": "yes"}
    assert line(one, facts).amount == -15
    assert line(one, {**facts, "a_造成恶劣影响的": "no"}).amount == -12
    assert line(one, {**facts, "a_致人死亡的": None}).words == "还缺其中致人死亡的有多少（没有的填0）"
    assert line(one, {**facts, "a_造成恶劣影响的": None}).words == "还没有选是否造成恶劣影响"
    assert "致人重伤的每起再扣2分，致人死亡的每起再扣5分，造成恶劣影响的再扣3分" in one.clause()


@pytest.mark.parametrize(("number", "valid"), [("3", True), ("4", False)])
def test_no_sort_of_graver_ones_is_more_than_were_found(number, valid):
    one = faults(aggravated=SEVERAL)
    assert filled(one, count="3", a_致人死亡的=number).validate() == valid


def test_better_ones_earn_more():
    one = rule(
        "count",
        label="文章",
        unit="篇",
        add="3",
        aggravated={"label": "获市级表彰", "unit": "篇", "add": "3"},
    )
    assert line_earned(one, {"count": 2, "aggravated": 1}) == 9


def line_earned(one, facts):
    return score_item(item("a", "20", one, start="zero"), Answer({one.label: facts})).score


@pytest.mark.parametrize(
    ("ticked", "amount"), [("", -2), ("拒不整改", -4), ("首次", -1), ("拒不整改、首次", -2), ("都没有", -2)]
)
def test_ticked_reasons_multiply_one_hit(ticked, amount):
    one = faults(times=[{"label": "拒不整改", "times": "2"}, {"label": "首次", "times": "0.5"}])
    found = line(one, {"count": 2, "factors": ticked})
    assert found.amount == amount
    assert ("拒不整改的加倍" in found.words) == ("拒不整改" in ticked)


def test_ticked_reasons_multiply_a_row():
    one = item("a", "20", faults(), PLAN, times=[{"label": "年内再犯", "times": "2"}])
    facts = {"问题": {"count": 2}, "计划": {"met": "no"}, "本项加倍减半": {"factors": "年内再犯"}}
    result = score_item(one, Answer(facts))
    assert (result.score, result.lines[-1].words) == (10, "年内再犯的加倍：扣5分，变为扣10分")


def test_a_reason_forgives_and_stays_on_the_line():
    found = line(faults(exempt="true"), {"count": 2, "exempt": "不可抗力"})
    assert (found.state, found.amount) == ("met", 0)
    assert found.words == "问题：发现2处，每处扣1分，扣2分；免扣，理由：不可抗力"


def test_a_clause_may_leave_nothing_of_its_item():
    one = item("a", "5", rule("count", label="焚烧", deduct="1", zeroes="true"), PLAN)
    result = score_item(one, Answer({"焚烧": {"count": 1}, "计划": {"met": "yes"}}))
    assert (result.score, result.lines[-1].amount) == (0, -4)


@pytest.mark.parametrize(
    ("past", "amount"), [((), -2), (("met", "lost"), -2), (("lost",), -4), (("lost", "lost"), -4)]
)
def test_losing_in_consecutive_periods_costs_more(past, amount):
    found = line(faults(repeated={"periods": "2", "times": "2"}), {"count": 2}, history=past)
    assert (found.amount, "已连续" in found.words) == (amount, amount == -4)


def test_somebody_else_pays_too():
    found = line(faults(also={"who": "包村干部", "share": "50%"}), {"count": 3, "payer": "赵某"})
    assert (found.charge.name, found.charge.amount) == ("赵某", Decimal("1.5"))
    assert found.charge.words == "因“问题”，包村干部同时按50%扣分，赵某扣1.5分"
    assert line(faults(also={"who": "包村干部", "share": "50%"}), {"count": 3}).words == "还缺包村干部名称"


NATIONAL = rule("check", label="国家级表彰", add="5", event="表彰")
CITY = rule("check", label="市级表彰", add="2", event="表彰")
MATTER = {"met": "yes", "event": "先进集体"}


def test_the_same_event_counts_once_and_the_highest_wins():
    one = item("a", "20", CITY, NATIONAL, start="zero")
    result = score_item(one, Answer({"国家级表彰": MATTER, "市级表彰": MATTER}))
    assert result.score == 5
    assert "同一表彰“先进集体”已在“国家级表彰”加5分，就高不重复，本条不计" in result.lines[0].words
    other = {**MATTER, "event": "另一件"}
    assert score_item(one, Answer({"国家级表彰": MATTER, "市级表彰": other})).score == 7


def test_the_same_event_counts_once_on_the_whole_sheet():
    items = [
        item("a", "10", CITY, start="zero"),
        item("b", "10", NATIONAL, start="zero"),
        item("c", "5", PLAN),
    ]
    sheet = checklist(*items)
    answers = {"a": Answer({"市级表彰": MATTER}), "b": Answer({"国家级表彰": MATTER})}
    assert [one.score for one in score(sheet, answers).items] == [0, 5, 5]
    assert linked(sheet, "a") == ("a", "b")
    assert linked(sheet, "c") == ("c",)
    assert score_entries(sheet, answers, linked(sheet, "a"))["a"].score == 0


def test_a_parameter_that_is_not_set_leaves_the_rule_open():
    parameters = {"funds": {"title": "工作经费", "unit": "万元"}}
    one = rule("over", label="经费", most="$funds", unit="万元", deduct="1")
    sheet = checklist(item("a", "5", one), parameters=parameters)
    answers = {"a": Answer({"经费": {"value": "12"}})}
    unset = score(sheet, answers).items[0]
    assert (unset.state, unset.lines[0].words) == ("open", "督导办还没有设定funds，设定后才能计分")
    assert score(sheet, answers, Context(parameters={"funds": Decimal(10)})).items[0].score == 3


def test_a_parameter_may_be_any_number_and_a_per_cent():
    one = rule("rate", **{**TALKS, "target": "$goal"}, deduct="$price")
    facts = {"of": 10, "done": 8}
    context = Context(parameters={"goal": Decimal(90), "price": Decimal("1.5")})
    assert line(one, facts, context).amount == Decimal("-1.5")
    assert line(one, facts, Context(parameters={"goal": Decimal(80), "price": Decimal(1)})).amount == 0
    silly = line(one, facts, Context(parameters={"goal": Decimal(190), "price": Decimal(1)}))
    assert (silly.state, "target应在0%到100%之间" in silly.words) == ("open", True)
    assert one.clause() == "廉政谈话率应达到〔goal〕%，未达到的扣〔price〕分"


def test_what_is_known_from_elsewhere_needs_no_recording_and_yields_to_it():
    one = rule("given", label="信访", by="信访考核结果", most="100", share="20%")
    context = Context(facts={"a": {"信访": {"value": "90"}}})
    assert score_item(item("a", "20", one, start="zero"), Answer(), context).score == 18
    recorded = Answer({"信访": {"value": "80"}})
    assert score_item(item("a", "20", one, start="zero"), recorded, context).score == 16


amounts = st.integers(0, 6)


@given(
    count=amounts,
    grave=amounts,
    ticked=st.sampled_from(["", "甲", "乙", "甲、乙"]),
    limit=st.sampled_from([None, "4"]),
)
def test_a_line_under_modifiers_adds_up_and_says_so(count, grave, ticked, limit):
    bound = {"limit": limit} if limit else {}
    one = faults(
        aggravated={"label": "重的", "deduct": "0.7"},
        times=[{"label": "甲", "times": "2"}, {"label": "乙", "times": "0.5"}],
        **bound,
    )
    found = line(one, {"count": count, "aggravated": min(count, grave), "factors": ticked})
    assert found.amount <= 0
    assert limit is None or found.amount >= -Decimal(limit)
    assert found.state == "met" or found.words.endswith(f"扣{-found.amount.normalize():f}分")


@given(count=amounts, grave=amounts)
def test_an_exemption_never_costs_more_than_none(count, grave):
    one = faults(exempt="true", aggravated={"label": "重的", "deduct": "2"})
    facts = {"count": count, "aggravated": min(count, grave)}
    assert line(one, {**facts, "exempt": "不可抗力"}).amount >= line(one, facts).amount


@pytest.mark.parametrize(("most", "points"), [("$funds", 3), ("$funds*1.2", 5), ("$funds*80%", 1)])
def test_a_threshold_may_be_a_multiple_of_a_parameter(most, points):
    funds = rule("over", label="经费", most=most, unit="万元", deduct="1")
    sheet = checklist(item("a", "5", funds))
    facts = {"a": Answer({"经费": {"value": "12"}})}
    assert score(sheet, facts, Context(parameters={"funds": Decimal(10)})).items[0].score == points
    assert ("1.2倍〔funds〕" in funds.clause()) == ("1.2" in most)


def test_a_parameter_that_holds_for_some_subjects_only_is_asked_for_and_set():
    meetings = rule(
        "shortfall", label="会议", required="4", vary=[{"when": {"group": ["乡"]}, "required": "$least"}]
    )
    sheet = checklist(item("a", "5", meetings))
    answers, village = {"a": Answer({"会议": {"count": "1"}})}, {"group": "乡"}
    assert score(sheet, answers, Context({"group": "县"})).items[0].score == 2
    asked = score(sheet, answers, Context(village)).items[0]
    assert (asked.state, asked.lines[0].words) == ("open", "督导办还没有设定least，设定后才能计分")
    assert score(sheet, answers, Context(village, {"least": Decimal(3)})).items[0].score == 3


NATIONAL_FIRST = rule("check", label="全国先进", add="5", event="表彰")


def further(**options):
    prices = [{"name": "省级", "add": "3"}, {"name": "市级", "add": "1"}]
    return rule("count", label="其他表彰", listed="true", event="表彰", prices=prices, **options)


def awards(*rows):
    return {"rows": [{"what": what, "sort": sort} for what, sort in rows]}


def settled(one, facts):
    sheet = checklist(item("a", "20", NATIONAL_FIRST, one, start="zero"))
    first = {"met": "yes", "event": "文明单位"}
    return score(sheet, {"a": Answer({"全国先进": first, "其他表彰": facts})}).items[0]


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        ([("文明单位", "省级"), ("先进集体", "市级")], 6),
        ([("先进集体", "省级"), ("先进集体", "市级")], 8),
        ([("文明单位", "省级")], 5),
        ([("先进集体", "省级"), ("卫生单位", "省级")], 11),
    ],
)
def test_of_several_events_in_one_rule_each_counts_once(rows, points):
    result = settled(further(), awards(*rows))
    assert result.score == points == sum(line.amount for line in result.lines)


def test_what_is_left_of_several_events_keeps_the_clauses_own_limit():
    result = settled(further(limit="2"), awards(("文明单位", "市级"), ("先进集体", "省级")))
    assert result.score == 7
    assert result.lines[1].words.endswith("就高不重复，其余加2分")


def test_the_same_event_may_count_at_its_lowest():
    low = {"name": "表彰", "take": "lowest"}
    first, second = (
        rule("check", label=label, add=points, event=low) for label, points in (("市级", "1"), ("省级", "3"))
    )
    facts = {label: {"met": "yes", "event": "文明单位"} for label in ("市级", "省级")}
    result = score_item(item("a", "5", first, second, start="zero"), Answer(facts))
    assert result.score == 1
    assert result.lines[1].words.endswith("同一表彰“文明单位”已在“市级”加1分，就低不重复，本条不计")


@pytest.mark.parametrize("label", ["拒不整改", "拒不整改的"])
def test_a_factor_reads_the_same_whether_or_not_its_label_ends_in_a_particle(label):
    assert Factor(label=label, times=2).words() == "拒不整改的加倍"
