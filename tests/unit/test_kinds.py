"""The further kinds of rules: what they make of the facts, in points and in words."""

from fractions import Fraction

import pytest

from tests.unit.kinds import CASES, SAMPLE, TWO
from tests.unit.specimens import TALKS, filled, judged, rule


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
    assert "甲村（不能用：发现2户，每户扣2分，最多扣3分；公示：做到，不扣分，扣3分）" in found.words


def test_samples_are_named_before_anything_is_recorded_of_them():
    one = rule("sample", **SAMPLE)
    assert verdict(one, {"rows-0-name": "甲村"}).words == "应抽查2个村，现在1个，请先写明抽到哪几个"
    named = verdict(one, {"rows-0-name": "甲村", "rows-1-name": "乙村"})
    assert named.state == "open"
    assert "乙村：还缺发现数量" in named.words
    assert verdict(one, {"rows-0-公示-met": "no"}).words == "第1个村还没有名称"


VILLAGE = {
    "label": "抽查村",
    "of": "村",
    "number": "2",
    "rules": [
        {"kind": "check", "label": "台账", "deduct": "1"},
        {"kind": "missing", "label": "内容", "things": ["名单", "记录"], "deduct": "0.5", "unless": "台账"},
        {"kind": "count", "label": "乱堆", "deduct": "0.5", "listed": "true", "limit": "2", "exempt": "true",
         "times": [{"label": "拒不清理", "times": "2"}], "aggravated": {"label": "堵路的", "deduct": "1"}},
        {"kind": "sample", "label": "入户", "of": "户", "number": "2", "take": "mean",
         "rules": [{"kind": "check", "label": "厕所", "deduct": "2"}]},
    ],
}  # fmt: skip
HOUSES = {"rows": [{"name": "赵家", "厕所": {"met": "no"}}, {"name": "钱家", "厕所": {"met": "yes"}}]}
HEAP = {"rows": [{"what": "柴草", "where": "村口"}], "aggravated": 0}


def village(name="甲村", **recorded):
    return {"name": name, "台账": {"met": "yes"}, "内容": {"missing": "都有"}, "乱堆": {"nothing": "yes"},
            "入户": HOUSES, **recorded}  # fmt: skip


def drawn(*villages):
    return rule("sample", **VILLAGE).judge({"rows": list(villages)})


def test_a_sample_may_be_drawn_within_a_sample_and_list_what_is_found():
    found = drawn(village(乱堆=HEAP), village("乙村"))
    assert (found.state, found.amount) == ("lost", Fraction("2.5"))
    assert (
        "赵家（厕所：未做到，扣2分），钱家（厕所：做到，不扣分，不扣分），取平均，扣1分，共扣1.5分）"
        in found.words
    )
    assert "乱堆：发现1处，每处扣0.5分（村口：柴草），扣0.5分" in found.words
    assert found.parts == ("扣1.5分", "扣1分")


def test_without_the_thing_itself_its_faults_are_not_counted_in_that_sample():
    found = drawn(
        village(台账={"met": "no"}, 内容={"missing": "名单"}), village("乙村", 内容={"missing": "名单"})
    )
    assert "内容：“台账”已失分，不再计" in found.words
    assert found.parts == ("扣2分", "扣1.5分")


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"aggravated": 1}, "扣2.5分"),
        ({"factors": "拒不清理"}, "扣2分"),
        ({"aggravated": 1, "factors": "拒不清理"}, "扣3分"),
        ({"exempt": "台风"}, "扣1分"),
        ({"aggravated": None}, "未填完"),
    ],
)
def test_what_stands_on_an_inner_rule_counts_for_that_sample(more, part):
    assert drawn(village(乱堆={**HEAP, **more}), village("乙村")).parts[0] == part


def test_an_inner_sample_is_not_complete_before_all_are_drawn():
    half = {"rows": HOUSES["rows"][:1]}
    found = drawn(village(入户=half), village("乙村"))
    assert (found.state, found.words) == ("open", "甲村：应抽查2个户，现在1个，请先写明抽到哪几个")


TWICE = {
    "a person": (rule("shortfall", required="1", per="班子成员"), "count", "1", "名册里“张 三”写了两次"),
    "a branch": (rule("shortfall", required="1", per="党支部"), "count", "1", "是同一个的删去一行"),
    "a scorer": (CASES["trimmed mean"][0], "score", "80", "“张 三”打了两次分"),
}


@pytest.mark.parametrize(("one", "key", "value", "said"), TWICE.values(), ids=TWICE)
def test_a_name_that_stands_twice_is_asked_about_and_a_note_tells_two_people_apart(one, key, value, said):
    rows = [{"name": name, key: value} for name in ("张三", "李四", "张 三")]
    twice = one.judge({"rows": rows})
    assert (twice.state, said in twice.words, "（" in twice.words) == ("open", True, True)
    noted = [*rows[:2], {"name": "张三（财务科）", key: value}]
    assert one.judge({"rows": noted}).state != "open"


def test_the_same_name_in_another_role_is_another_entry():
    one = rule("shortfall", required={"书记": "1", "委员": "1"}, per="委员会")
    rows = [{"name": "张三", "role": role, "count": "1"} for role in ("书记", "委员")]
    assert one.judge({"rows": rows}).state == "met"


def test_a_sample_that_is_drawn_twice_is_asked_about():
    found = drawn(village(), village("甲村"))
    assert (found.state, "村“甲村”写了两次" in found.words) == ("open", True)


def test_an_inner_rule_keeps_its_own_form():
    rules = [{"kind": "rate", **TALKS, "deduct": "1"}]
    form = filled(rule("sample", **{**SAMPLE, "rules": rules}), **{"rows-0-name": "甲村", "rows-0-廉政谈话率-of": "1",
                                                                  "rows-0-廉政谈话率-done": "2"})  # fmt: skip
    assert not form.validate()


def test_nobody_asked_is_not_applicable():
    nobody = {"issued": "0", "returned": "0", "v_优秀": "0", "v_称职": "0", "v_差": "0", "invalid": "0"}
    assert verdict(CASES["votes"][0], nobody).state == "void"


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
