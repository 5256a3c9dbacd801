"""Ranking: by group, equal scores share a rank, incomplete sheets apart."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.ranking import Standing, rank
from inspect_app.domain.scoring import grade_of
from tests.unit.specimens import GRADES


def standing(code: str, total: str = "0", group: str = "县", **options) -> Standing:
    grade = grade_of(GRADES, Decimal(total))
    return Standing(code, f"单位{code}", group, Decimal(total), Decimal(100), grade=grade, **options)


def ranks(*standings: Standing) -> list[tuple[int, str]]:
    return [(row.rank, row.standing.code) for row in rank(standings)[0].rows]


def test_best_comes_first():
    assert ranks(standing("1", "80"), standing("2", "90.5"), standing("3", "90.49")) == [
        (1, "2"),
        (2, "3"),
        (3, "1"),
    ]


def test_equal_scores_share_a_rank_and_the_next_is_skipped():
    four = [standing("4", "95"), standing("3", "90"), standing("1", "90.00"), standing("2", "80")]
    assert ranks(*four) == [(1, "4"), (2, "1"), (2, "3"), (4, "2")]


def test_groups_are_ranked_apart_in_the_order_of_their_first_code():
    groups = rank([standing("3", "99", "区"), standing("1", "50"), standing("2", "60", "区")])
    assert [(group.name, [row.rank for row in group.rows]) for group in groups] == [
        ("县", [1]),
        ("区", [1, 2]),
    ]


def test_who_has_no_complete_sheet_is_listed_apart_with_the_reason():
    group = rank([standing("1", "50"), standing("2", "0", reason="还有3项没有填")])[0]
    assert [row.standing.code for row in group.rows] == ["1"]
    assert [(one.code, one.reason) for one in group.unranked] == [("2", "还有3项没有填")]


def test_a_group_of_incomplete_sheets_still_shows():
    group = rank([standing("1", reason="还没有开始")])[0]
    assert (group.rows, len(group.unranked)) == ((), 1)


def test_no_standings_are_no_groups():
    assert rank([]) == ()


@given(totals=st.lists(st.integers(0, 400), max_size=12), data=st.data())
def test_the_order_of_arrival_changes_nothing(totals, data):
    standings = [standing(f"{n:02}", str(Decimal(total) / 4)) for n, total in enumerate(totals)]
    shuffled = data.draw(st.permutations(standings))
    assert rank(shuffled, GRADES) == rank(standings, GRADES)


@given(totals=st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_a_rank_is_one_more_than_the_number_who_are_better(totals):
    standings = [standing(f"{n:02}", str(total)) for n, total in enumerate(totals)]
    for row in rank(standings)[0].rows:
        assert row.rank == 1 + sum(total > row.standing.total for total in totals)


def test_a_total_that_is_not_the_sum_of_its_sections_says_so():
    sections = {"a": (Decimal("40"), Decimal("45")), "b": (Decimal("36.5"), Decimal("45"))}
    one = Standing("1", "甲", "县", Decimal("85"), Decimal(100), sections=sections)
    assert one.total_note == "各部分合计76.5分，经缺项折算等调整后为85分（见得分说明）"
