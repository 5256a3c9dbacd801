"""Several scores become one result, with every step of the arithmetic in words."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.composition import Composition
from inspect_app.domain.overall import Member, OverallResult, overall
from inspect_app.domain.ranking import Standing

ME = "01"
scores = st.decimals(0, 100, places=2)


def composition(way: str, *parts: dict, **more: object) -> Composition:
    """Parts called a, b, c… unless they say otherwise."""
    named = [
        {"id": "abcdefghijkl"[n], "title": "甲乙丙丁戊己庚辛壬癸子丑"[n], "checklist": "x", **part}
        for n, part in enumerate(parts)
    ]
    tree = {"id": "sample", "version": "1", "title": "样", "compose": way, "parts": named, **more}
    return Composition.model_validate(tree, context={})


def standing(total: str | Decimal, code: str = ME, full: str = "100", **more: object) -> Standing:
    values = {"code": code, "name": f"{code}局", "group": "县", **more}
    return Standing(total=Decimal(total), full=Decimal(full), **values)


def result(made: Composition, **scores_: object) -> OverallResult:
    """The result of the parts' scores: of one unit, or of several in the order of their codes; None is missing."""
    found: dict[str, list[Standing]] = {}
    for part, given_ in scores_.items():
        several = given_ if isinstance(given_, list) else [given_]
        found[part] = [
            one if isinstance(one, Standing) else standing(one, f"{n:02}")
            for n, one in enumerate(several, 1)
            if one is not None
        ]
    members = {one.code: Member(one.code, one.name, one.group) for row in found.values() for one in row}
    members.setdefault(ME, Member(ME, "01局", "县"))
    return overall(made, found, members.values())


def words(made: Composition, **scores_: object) -> str:
    row = result(made, **scores_).place_of(ME)[1]
    return row.words or row.reason


W46 = ({"weight": "40%"}, {"weight": "60%"})


def test_weights_are_said():
    assert words(composition("weighted", *W46), a="90", b="80") == "甲90分×40%＋乙80分×60%＝84分"


def test_another_full_mark_is_converted_first():
    said = words(composition("weighted", {"weight": "100%"}), a=standing("40", full="50"))
    assert said == "甲40分÷50×100×100%＝80分"


def test_three_in_one_waits_for_all_three_and_says_which():
    three = composition("sum", {}, {}, {})
    assert words(three, a="90", b=None, c="80") == "没有得分：乙（没有参加这个批次），暂不计总分"
    assert result(three, a="90", b=None, c="80").rows == ()
    assert words(three, a="90", b="70", c="80") == "甲90分＋乙70分＋丙80分＝240分"


def test_a_part_without_a_round_is_missing():
    assert words(composition("sum", {}, {}), a="90") == "没有得分：乙（还没有指定批次），暂不计总分"


def test_a_sheet_that_is_not_approved_is_missing_for_its_reason():
    open_ = standing("90", reason="考核单填写中，还有3项未查")
    assert "甲（考核单填写中，还有3项未查）" in words(composition("sum", {}, {}), a=open_, b="80")


def test_two_hundreds_are_never_added_up():
    found = result(composition("side-by-side", {}, {}), a="90", b="85")
    (row,) = found.rows
    assert (row.total, row.rank, found.full) == (None, 0, 0)
    assert row.words == "甲90分（满分100分）；乙85分（满分100分）。各自计分，不合计"


def test_two_hundreds_are_graded_by_both_and_ranked_apart():
    grades = [{"name": "优秀", "each_part": "90%"}, {"name": "合格", "each_part": "60%"}, {"name": "差"}]
    made = composition("side-by-side", {}, {}, grades=grades)
    rows = result(made, a=["95", "99"], b=["92", "70"]).rows
    assert [(row.grade, [cell.rank for cell in row.cells]) for row in rows] == [
        ("优秀", [2, 1]),
        ("合格", [1, 2]),
    ]
    assert rows[1].grade_note == "乙得分率70%，优秀要求各部分不低于90%"


RANK = {"by": "rank", "first": "10", "step": "0.5", "least": "8.8"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (0, "甲第1名（10分）＝10分"),
        (2, "甲第3名（10－2×0.5）＝9分"),
        (3, "甲第4名（10－3×0.5，最低8.8分）＝8.8分"),
    ],
)
def test_points_by_rank(place, said):
    made = composition("sum", RANK)
    assert result(made, a=["90", "80", "70", "60"]).rows[place].words == said


def test_equal_ranks_get_equal_points_and_the_next_is_skipped():
    rows = result(composition("sum", RANK), a=["90", "80", "90"]).rows
    assert [row.total for row in rows] == [Decimal(10), Decimal(10), Decimal(9)]


def test_the_ratio_to_the_first():
    rows = result(composition("sum", {"by": "ratio", "full": "10"}), a=["40", "30"]).rows
    assert (rows[0].total, rows[1].words) == (10, "甲30分÷最高的40分×10＝7.5分")
    assert words(composition("sum", {"by": "ratio"}), a="0") == "甲没有大于0的得分，计0分＝0分"


def test_the_mean_over_months_blocks_or_leaves_out_as_stated():
    months = ({}, {}, {})
    assert words(composition("mean", *months), a="90", b=None, c="81").endswith("暂不计总分")
    skipping = composition("mean", *months, missing="skip")
    assert words(skipping, a="90", b=None, c="81") == "（甲90分＋丙81分）÷2＝85.5分，乙没有得分，不计入"


def test_the_mean_of_the_units_below():
    made = composition("mean", {"below": "true"})
    below = [standing(total, f"1{n}", group="01局") for n, total in enumerate(("80", "85.5", "90"))]
    found = overall(made, {"a": below}, [Member(ME, "01局", "县")])
    assert found.rows[0].words == "甲（下属3个单位合计255.5分÷3）＝85.17分"
    below[1] = replace(below[1], reason="考核单未开始")
    blocked = overall(made, {"a": below}, [Member(ME, "01局", "县")]).blocked[0]
    assert "下属3个单位中，11局考核单未开始" in blocked.reason


def test_seasons_have_weights():
    seasons = [{"weight": weight} for weight in ("20%", "20%", "20%", "40%")]
    assert result(composition("weighted", *seasons), a="80", b="80", c="80", d="90").rows[0].total == 84


def test_a_quarter_that_was_not_graded_is_left_out_and_the_rest_converted():
    year = composition("sum", {}, {}, {}, {}, missing="skip", enough="2")
    said = words(year, a="90", b="80", c=None, d="85")
    assert said == "（甲90分＋乙80分＋丁85分）÷300×400＝340分，丙没有得分，按已有的部分折算"
    assert "至少要有2部分" in words(year, a="90", b=None, c=None, d=None)


GRADES = [{"name": "优秀", "min": "90", "quota": "50%", "each_part": "85%"}, {"name": "合格", "min": "0"}]


@pytest.mark.parametrize(("score", "grade"), [("90", "优秀"), ("89.99", "合格")])
def test_bands_are_half_open(score, grade):
    made = composition("mean", {}, grades=[{"name": "优秀", "min": "90"}, GRADES[1]])
    assert result(made, a=score).rows[0].grade == grade


def test_a_condition_on_each_part_keeps_a_grade_away_and_says_so():
    row = result(composition("mean", {}, {}, grades=GRADES), a="100", b="84").rows[0]
    assert (row.grade, row.grade_note) == ("合格", "综合得分达到优秀，但乙得分率84%，优秀要求各部分不低于85%")


def test_a_quota_counts_those_who_are_blocked_too():
    made = composition("mean", {}, {}, grades=GRADES)
    found = result(made, a=["99", "98", "97"], b=["99", "98", None])
    assert [row.grade for row in found.rows] == ["优秀", "合格"]
    assert found.rows[1].grade_note == "“优秀”名额1个，由“优秀”调为“合格”"


@pytest.mark.parametrize(("veto", "grade"), [("true", "合格"), ("false", "优秀")])
@pytest.mark.parametrize("effect", ["failed", "barred"])
def test_a_veto_of_a_part_is_carried_over_where_it_is_stated(effect, veto, grade):
    made = composition("mean", {"veto": veto}, grades=[{"name": "优秀", "min": "90"}, GRADES[1]])
    row = result(made, a=standing("99", **{effect: True})).rows[0]
    assert row.grade == grade
    assert bool(row.grade_note) == (veto == "true")


def test_groups_are_ranked_apart_or_in_one_list():
    county, district = standing("80", "01"), standing("90", "02", group="区")
    apart = result(composition("mean", {}), a=[county, district])
    assert [(group.name, group.rows[0].rank) for group in apart.groups] == [("县", 1), ("区", 1)]
    one = result(composition("mean", {}, within="all"), a=[county, district])
    assert [(row.code, row.rank) for row in one.rows] == [("02", 1), ("01", 2)]


def test_a_result_is_read_back_as_it_was_stored():
    made = composition("weighted", *W46, grades=GRADES)
    found = result(made, a=["90.55", "80"], b=["81", None])
    assert OverallResult.from_json(found.to_json()) == found


def test_a_bonus_above_the_full_marks_counts():
    assert result(composition("mean", {}), a="104").rows[0].total == 104


@given(found=st.lists(scores, min_size=1, max_size=6), data=st.data())
def test_order_of_parts_changes_nothing_and_the_result_lies_between_them(found, data):
    parts = [
        {"id": f"p{n}", "title": f"第{n}", "weight": f"{100 / 2 ** min(n, len(found) - 1):.4f}%"}
        for n, one in enumerate(found, 1)
    ]
    named = {f"p{n}": one for n, one in enumerate(found, 1)}
    for way, least, most in (
        ("weighted", 0, 200),
        ("mean", min(found), max(found)),
        ("sum", 0, 100 * len(found)),
    ):
        mine = [{k: v for k, v in part.items() if way == "weighted" or k != "weight"} for part in parts]
        total = result(composition(way, *mine), **named).rows[0].total
        mixed = data.draw(st.permutations(mine))
        assert result(composition(way, *mixed), **named).rows[0].total == total
        assert least <= total <= most


@given(found=st.lists(scores, min_size=1, max_size=5), data=st.data())
def test_the_total_is_rounded_once_from_exact_numbers(found, data):
    fulls = [data.draw(st.integers(3, 130)) for _ in found]
    made = composition("mean", *[{} for _ in found])
    exact = sum(
        (Fraction(one) / full * 100 for one, full in zip(found, fulls, strict=True)), Fraction(0)
    ) / len(found)
    given_ = {
        "abcde"[n]: standing(one, full=str(full))
        for n, (one, full) in enumerate(zip(found, fulls, strict=True))
    }
    total = result(made, **given_).rows[0].total
    assert abs(Fraction(total) - exact) <= Fraction(1, 200)
    assert total == total.quantize(Decimal("0.01"))


@given(
    found=st.lists(st.one_of(st.none(), scores), min_size=2, max_size=5), way=st.sampled_from(["sum", "mean"])
)
def test_a_missing_part_never_helps(found, way):
    parts = [{} for _ in found]
    named = {"abcde"[n]: one for n, one in enumerate(found)}
    blocking = result(composition(way, *parts), **named)
    assert bool(blocking.rows) == (None not in found)
    there = {key: one for key, one in named.items() if one is not None}
    if there:
        skipping = result(composition(way, *parts, missing="skip"), **named).rows[0]
        rate = Fraction(skipping.total) / (100 * len(found) if way == "sum" else 100)
        mean = Fraction(sum(there.values())) / (100 * len(there))
        assert abs(rate - mean) <= Fraction(1, 10000)


@given(found=st.lists(scores, min_size=1, max_size=5))
def test_the_words_hold_every_fact_and_the_amount(found):
    named = {"abcde"[n]: one for n, one in enumerate(found)}
    row = result(composition("sum", *[{} for _ in found]), **named).rows[0]
    for one in (*found, row.total):
        assert f"{one.normalize():f}分" in row.words


@given(found=st.lists(scores, min_size=1, max_size=6), points=st.decimals("0.5", 50, places=2))
def test_the_first_gets_all_points_and_nobody_more(found, points):
    rows = result(composition("sum", {"by": "ratio", "full": str(points)}), a=found).rows
    assert max(row.total for row in rows) == (points if max(found) > 0 else 0)
    assert min(row.total for row in rows) >= 0


@given(found=st.lists(scores, min_size=1, max_size=6), step=st.decimals("0.01", 3, places=2))
def test_a_later_rank_never_gets_more(found, step):
    part = {"by": "rank", "first": "10", "step": str(step)}
    rows = result(composition("sum", part), a=sorted(found, reverse=True)).rows
    totals = [row.total for row in rows]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] == 10
    assert totals[-1] >= 0
