# ruff: noqa: E501, ISC004 — a sentence that is compared whole reads best on one line
"""The further kinds of rules: what they make of the facts, in points and in words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.specimens import TALKS, filled, judged, rule

BANDS = [{"from": "95%", "add": "5"}, {"from": "85%", "to": "95%", "add": "3"}, {"from": "0%"}]
VOTE_BANDS = [
    {"name": "优秀", "weight": "100%"},
    {"name": "称职", "weight": "80%"},
    {"name": "差", "weight": "0%"},
]
RATE = {key: value for key, value in TALKS.items() if key != "target"}

CASES = {
    "prices add up": (
        rule("count", label="获奖", unit="项", prices=[{"name": "国家级", "add": "5"}, {"name": "省级", "add": "3"}]),
        {"n_国家级": "1", "n_省级": "2"},
        ("gained", "11", "获奖：国家级1项、每项加5分，省级2项、每项加3分"),
    ),
    "the highest price alone": (
        rule("count", label="获奖", unit="项", take="highest",
             prices=[{"name": "国家级", "add": "5"}, {"name": "省级", "add": "3"}]),
        {"n_国家级": "0", "n_省级": "2"},
        ("gained", "3", "获奖：省级2项、每项加3分，就高按省级计一次"),
    ),
    "missing from a list": (
        rule("missing", label="制度", things=["议事", "学习", "信访"], deduct="1"),
        {"missing": "信访、议事"},
        ("lost", "2", "制度：应有3项，缺2项（议事、信访），每缺一项扣1分"),
    ),
    "there from a list": (
        rule("missing", label="制度", things=["议事", "学习", "信访"], add="1"),
        {"missing": "信访"},
        ("gained", "2", "制度：应有3项，缺1项（信访），有2项，每有一项加1分"),
    ),
    "one missing is enough": (
        rule("missing", label="三问", things=["一问", "二问"], lack="不达标", once="true", deduct="3"),
        {"missing": "一问、二问"},
        ("lost", "3", "三问：应有2项，不达标2项（一问、二问），有不达标的扣3分"),
    ),
    "late by day": (
        rule("late", label="方案", due="2020-06-30", deduct="2", per_day="0.5"),
        {"date": "2020年7月3日"},
        ("lost", "3.5", "方案：应于2020年6月30日前完成，2020年7月3日完成，逾期3天，逾期的扣2分，每逾期1天再扣0.5分"),
    ),
    "the due day itself is in time": (
        rule("late", label="方案", due="2020-06-30", deduct="2"),
        {"date": "2020-06-30"},
        ("met", "0", "方案：应于2020年6月30日前完成，2020年6月30日完成，没有逾期，不扣分"),
    ),
    "late by days": (
        rule("late", label="方案", per_day="0.5", unit="个工作日"),
        {"days": "4"},
        ("lost", "2", "方案：完成，逾期4个工作日，每逾期1个工作日扣0.5分"),
    ),
    "both days recorded": (
        rule("late", label="方案", due="recorded", deduct="2"),
        {"due": "2020-1-31", "date": "2020.2.1"},
        ("lost", "2", "方案：应于2020年1月31日前完成，2020年2月1日完成，逾期1天，逾期的扣2分"),
    ),
    "over a limit": (
        rule("over", label="领导职数", most="5", unit="人", deduct="5"),
        {"value": "7"},
        ("lost", "10", "领导职数：限额5人，实际数7人，超2人，每超1人扣5分"),
    ),
    "over the year before": (
        rule("over", label="信访", baseline="上年数", value="今年数", unit="起", deduct="2"),
        {"base": "3", "value": "5"},
        ("lost", "4", "信访：上年数3起，今年数5起，超2起，每增1起扣2分"),
    ),
    "under the year before": (
        rule("over", label="信访", baseline="上年数", way="under", unit="起", add="1"),
        {"base": "5", "value": "3"},
        ("gained", "2", "信访：上年数5起，实际数3起，少2起，每减1起加1分"),
    ),
    "over in per cent": (
        rule("over", label="经费", baseline="上年数", unit="万元", relative="true", step="10", steps="down", deduct="1"),
        {"base": "40", "value": "50"},
        ("lost", "2", "经费：上年数40万元，实际数50万元，超25%，每超10%扣1分（不足一步不扣）".replace("每超", "每增")),
    ),
    "a band": (
        rule("rate", **RATE, bands=BANDS),
        {"of": "20", "done": "17"},
        ("gained", "3", "应谈话20人，实际谈话17人，廉政谈话率85%，85%（含）至95%的加3分"),
    ),
    "pro rata": (
        rule("rate", **TALKS, add="5", by="share"),
        {"of": "40", "done": "30"},
        ("gained", "3.75", "应谈话40人，实际谈话30人，廉政谈话率75%，低于100%，完成75%，按完成比例得分，最多加5分"),
    ),
    "pro rata, lower is better": (
        rule("rate", label="发案率", of="总户数", done="发案户数", target="2%", lower="true", by="share", add="5"),
        {"of": "100", "done": "4"},
        ("gained", "2.5", "总100户，发案4户，发案率4%，超过2%，完成50%，按完成比例得分，最多加5分"),
    ),
    "lower is better by steps": (
        rule("rate", label="发案率", of="总户数", done="发案户数", target="2%", lower="true", each="1%", steps="up", deduct="1"),
        {"of": "100", "done": "4"},
        ("lost", "2", "总100户，发案4户，发案率4%，超过2%，每高1个百分点扣1分（不足一步按一步）"),
    ),
    "quality": (
        rule("choice", label="质量", options=[{"name": "好", "add": "4"}, {"name": "较好", "add": "3"}]),
        {"choice": "较好"},
        ("gained", "3", "质量：较好"),
    ),
    "votes": (
        rule("votes", label="满意度", bands=VOTE_BANDS, add="20"),
        {"issued": "50", "returned": "41", "v_优秀": "30", "v_称职": "10", "v_差": "0", "invalid": "1"},
        ("gained", "19", "满意度：发出50票，收回41票，无效1票，有效40票：优秀30票、称职10票、差0票，"
         "（30×100%＋10×80%＋0×0%）÷40＝95%，乘以20分"),
    ),
    "votes from full marks": (
        rule("votes", label="满意度", bands=VOTE_BANDS, deduct="20", ballots="false"),
        {"v_优秀": "30", "v_称职": "10", "v_差": "0"},
        ("lost", "1", "满意度：有效40票：优秀30票、称职10票、差0票，（30×100%＋10×80%＋0×0%）÷40＝95%，未得的比率乘以20分"),
    ),
    "trimmed mean": (
        rule("panel", label="领导评价", points="20", scale="100", take="trimmed"),
        {"rows-0-name": "甲", "rows-0-score": "90", "rows-1-name": "乙", "rows-1-score": "80",
         "rows-2-name": "丙", "rows-2-score": "10"},
        ("gained", "16", "领导评价：3个评委，甲90分、乙80分、丙10分，去掉一个最高分、一个最低分后取平均分80分，÷100×20"),
    ),
    "shares by department": (
        rule("panel", label="平时工作", shares=[{"name": "组织科", "points": "4"}, {"name": "农村科", "points": "3"}],
             sign="deduct"),
        {"s_组织科": "3.5", "s_农村科": "3"},
        ("lost", "0.5", "平时工作：组织科3.5分（满分4分），农村科3分（满分3分）"),
    ),
    "a value from elsewhere": (
        rule("given", label="信访", by="信访考核结果", most="100", share="20%"),
        {"value": "86.5"},
        ("gained", "17.3", "信访：信访考核结果86.5分，×20%"),
    ),
    "a grade from elsewhere": (
        rule("given", label="测评", by="上级测评等次", grades=[{"name": "好", "add": "5"}, {"name": "差"}]),
        {"grade": "好"},
        ("gained", "5", "测评：上级测评等次为好"),
    ),
    "rectification": (
        rule("rectified", label="整改", deduct="1", again="2"),
        {"due": "5", "done": "3", "again": "1"},
        ("lost", "4", "整改：到期应整改5个，已整改到位3个，再次发生1个，未整改到位2个，到期未整改到位的每个扣1分，再次发生的加倍"),
    ),
    "more than the range asks": (
        rule("shortfall", label="联系点", required="1", most="2", unit="个", deduct="0.5"),
        {"count": "4"},
        ("lost", "1", "联系点应为1至2个，实际4个，多2个，每少1或多1个扣0.5分"),
    ),
    "each one above the number": (
        rule("shortfall", label="信息", required="4", unit="篇", add="0.5"),
        {"count": "6"},
        ("gained", "1", "信息应不少于4篇，实际6篇，多2篇，每多1篇加0.5分"),
    ),
}  # fmt: skip

SAMPLE = {"label": "走访", "of": "村", "number": "2", "rules": [
    {"kind": "count", "label": "不能用", "unit": "户", "deduct": "2", "limit": "3"},
    {"kind": "check", "label": "公示", "deduct": "1"},
]}  # fmt: skip
TWO = {
    "rows-0-name": "甲村", "rows-0-不能用-count": "2", "rows-0-公示-met": "yes",
    "rows-1-name": "乙村", "rows-1-不能用-count": "0", "rows-1-公示-met": "no",
}  # fmt: skip


def verdict(one, texts):
    return judged(one, **texts)


@pytest.mark.parametrize(("one", "texts", "expected"), CASES.values(), ids=CASES)
def test_a_kind_says_its_facts_and_its_amount(one, texts, expected):
    state, amount, words = expected
    found = verdict(one, texts)
    assert (found.state, found.amount, found.words) == (state, Fraction(amount), words)


@pytest.mark.parametrize("one", [case[0] for case in CASES.values()], ids=CASES)
def test_nothing_recorded_is_open_and_says_what_is_missing(one):
    assert one.judge({}).state == "open"
    assert one.judge({}).words


@pytest.mark.parametrize(("take", "amount"), [("sum", "4"), ("mean", "2"), ("worst", "3")])
def test_samples_are_put_together_as_the_sheet_says(take, amount):
    found = verdict(rule("sample", **SAMPLE, take=take), TWO)
    assert (found.state, found.amount) == ("lost", Fraction(amount))
    assert "甲村（不能用：发现2户，每户扣2分；公示：做到，不扣分，扣3分）" in found.words


def test_samples_are_named_before_anything_is_recorded_of_them():
    one = rule("sample", **SAMPLE)
    assert verdict(one, {"rows-0-name": "甲村"}).words == "应抽查2个村，现在1个，请先写明抽到哪几个"
    named = verdict(one, {"rows-0-name": "甲村", "rows-1-name": "乙村"})
    assert named.state == "open"
    assert "乙村：还缺发现数量" in named.words
    assert verdict(one, {"rows-0-公示-met": "no"}).words == "第1个村还没有名称"


def test_an_inner_rule_keeps_its_own_form():
    rules = [{"kind": "rate", **TALKS, "deduct": "1"}]
    form = filled(rule("sample", **{**SAMPLE, "rules": rules}), **{"rows-0-name": "甲村", "rows-0-廉政谈话率-of": "1",
                                                                  "rows-0-廉政谈话率-done": "2"})  # fmt: skip
    assert not form.validate()


REFUSED = {
    "votes that do not add up": (
        CASES["votes"][0],
        {**CASES["votes"][1], "returned": "40"},
        "合计41票，与收回的40票不符",
    ),
    "more returned than issued": (CASES["votes"][0], {**CASES["votes"][1], "issued": "40"}, "不能多于发出票"),
    "a score above the range": (CASES["trimmed mean"][0], {"rows-0-score": "101"}, "应在0至100分之间"),
    "a day that is none": (CASES["late by day"][0], {"date": "2020-02-30"}, "没有“2020-02-30”这一天"),
    "words for a day": (CASES["late by day"][0], {"date": "上周"}, "应写成例如2020-06-30的日期"),
    "none and some": (CASES["missing from a list"][0], {"missing": "都有、信访"}, "就不能再选别的"),
    "not on the list": (CASES["missing from a list"][0], {"missing": "廉政"}, "没有“廉政”这一项"),
    "more done than due": (CASES["rectification"][0], {"due": "1", "done": "2"}, "不能大于"),
    "too large a value": (CASES["a value from elsewhere"][0], {"value": "101"}, "最多100"),
}


@pytest.mark.parametrize(("one", "texts", "piece"), REFUSED.values(), ids=REFUSED)
def test_facts_that_cannot_be_are_refused(one, texts, piece):
    form = filled(one, **texts)
    assert not form.validate()
    assert piece in str(form.errors)


def test_nobody_asked_is_not_applicable():
    nobody = {"issued": "0", "returned": "0", "v_优秀": "0", "v_称职": "0", "v_差": "0", "invalid": "0"}
    assert verdict(CASES["votes"][0], nobody).state == "void"


@given(of=st.integers(1, 400), data=st.data())
def test_every_rate_lies_in_exactly_one_band_and_more_never_earns_less(of, data):
    banded = CASES["a band"][0]
    done = data.draw(st.integers(0, of - 1))
    less, more = (banded.judge({"of": of, "done": number}).amount for number in (done, done + 1))
    assert less <= more


@given(scores=st.lists(st.integers(0, 100), min_size=3, max_size=9))
def test_a_trimmed_mean_lies_between_the_lowest_and_the_highest(scores):
    rows = [{"name": f"评委{n}", "score": str(score)} for n, score in enumerate(scores)]
    amount = rule("panel", label="评价", points="100", take="trimmed").judge({"rows": rows}).amount
    assert min(scores) <= amount <= max(scores)


@given(good=st.integers(0, 50), fair=st.integers(0, 50), bad=st.integers(1, 50))
def test_earning_and_losing_by_votes_make_the_whole(good, fair, bad):
    votes = {"v_优秀": good, "v_称职": fair, "v_差": bad}
    won, lost = (
        rule("votes", label="满意度", bands=VOTE_BANDS, ballots="false", **{sign: "20"}).judge(votes).amount
        for sign in ("add", "deduct")
    )
    assert won + lost == 20


WORSE = {
    "missing": (
        CASES["missing from a list"][0],
        lambda n: {"missing": "、".join(("议事", "学习", "信访")[:n]) or "都有"},
        3,
    ),
    "days": (CASES["late by days"][0], lambda n: {"days": n}, 40),
    "a later day": (CASES["late by day"][0], lambda n: {"date": f"2020-07-{n + 1:02d}"}, 30),
    "over": (CASES["over a limit"][0], lambda n: {"value": str(n)}, 30),
    "over in per cent": (CASES["over in per cent"][0], lambda n: {"base": "7", "value": str(n)}, 30),
    "not rectified": (CASES["rectification"][0], lambda n: {"due": 9, "done": 9 - n, "again": 0}, 9),
    "again": (CASES["rectification"][0], lambda n: {"due": 9, "done": 9, "again": n}, 9),
    "votes": (CASES["votes from full marks"][0], lambda n: {"v_优秀": 30 - n, "v_称职": 3, "v_差": n}, 30),
    "shares": (CASES["shares by department"][0], lambda n: {"s_组织科": str(4 - n), "s_农村科": "3"}, 4),
    "above a range": (CASES["more than the range asks"][0], lambda n: {"count": str(2 + n)}, 9),
}


@pytest.mark.parametrize(("one", "facts", "most"), WORSE.values(), ids=WORSE)
@given(data=st.data())
def test_more_of_what_is_wrong_never_costs_less(one, facts, most, data):
    number = data.draw(st.integers(0, most - 1))
    assert one.judge(facts(number)).amount <= one.judge(facts(number + 1)).amount


def visits(**options):
    prices = {
        "deduct": "1",
        "add": "0.5",
        "baseline": "上年同期",
        "relative": "true",
        "step": "10",
        "steps": "down",
    }
    return rule("over", label="上访", unit="批", **{**prices, **options})


@pytest.mark.parametrize(
    ("value", "state", "amount"), [("25", "lost", 2), ("20", "met", 0), ("15", "gained", 1), ("19", "met", 0)]
)
def test_what_is_over_costs_and_what_is_under_earns(value, state, amount):
    verdict = judged(visits(), base="20", value=value)
    assert (verdict.state, verdict.amount) == (state, amount)
    assert "每增10%扣1分（不足一步不扣）；低于的，每减10%加0.5分（不足一步不加）" in visits().clause()


def test_a_band_may_leave_nothing_of_the_item():
    bands = [{"from": "95%"}, {"from": "90%", "deduct": "2"}, {"from": "0%", "deduct": "all"}]
    settled = rule("rate", label="化解率", of="初访件数", done="化解件数", bands=bands)
    assert judged(settled, of="100", done="89").zeroes
    assert "90%以下的此项不得分" in settled.clause()
