"""Quotas: the largest share of a group that may hold a grade."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.ranking import Standing, rank
from inspect_app.domain.scoring import grade_of
from tests.unit.specimens import GRADES

LIMITED = (GRADES[0].model_copy(update={"quota": Fraction(30, 100)}), *GRADES[1:])


def grades(*totals: str, barred: frozenset[int] = frozenset()) -> list[str]:
    """The grades in the order of the ranking."""
    standings = [
        Standing(
            f"{n:02}",
            f"单位{n}",
            "县",
            Decimal(total),
            Decimal(100),
            grade=grade_of(GRADES, Decimal(total)),
            barred=n in barred,
        )
        for n, total in enumerate(totals)
    ]
    return [row.grade for row in rank(standings, LIMITED)[0].rows]


def test_who_is_beyond_the_quota_gets_the_next_grade():
    assert grades("99", "98", "97", "96", "70", "70", "70") == ["优秀", "优秀", "良好", "良好"] + ["合格"] * 3


def test_places_are_rounded_down():
    assert grades("99", "98", "97") == ["良好"] * 3


def test_a_tie_across_the_last_place_loses_it_for_all():
    assert grades("99", "98", "98", "70", "70", "70", "70")[:3] == ["优秀", "良好", "良好"]


def test_a_tie_that_fits_keeps_the_grade():
    assert grades("99", "99", "98", "70", "70", "70", "70")[:3] == ["优秀", "优秀", "良好"]


def test_who_is_barred_takes_no_place():
    found = grades("99", "98", "97", "96", "70", "70", "70", barred=frozenset({0}))
    assert found[:4] == ["良好", "优秀", "优秀", "良好"]


def test_a_changed_grade_says_why():
    standings = [
        Standing(f"{n}", f"单位{n}", "县", Decimal(95 - n), Decimal(100), grade="优秀") for n in range(4)
    ]
    rows = rank(standings, LIMITED)[0].rows
    assert [row.grade_note for row in rows] == ["", *["“优秀”名额1个，由“优秀”调为“良好”"] * 3]


@given(totals=st.lists(st.integers(85, 100), min_size=1, max_size=20))
def test_the_quota_is_never_exceeded_and_equal_scores_get_equal_grades(totals):
    best_first = sorted(totals, reverse=True)
    found = grades(*(str(total) for total in best_first))
    assert found.count("优秀") <= len(totals) * 3 // 10
    pairs = set(zip(best_first, found, strict=True))
    assert len({total for total, _ in pairs}) == len(pairs)


def test_a_quota_counts_the_members_whose_sheets_are_still_open():
    done = [Standing("1", "甲", "县", Decimal(95), Decimal(100), grade="优秀")]
    waiting = [Standing(f"{n}", f"单位{n}", "县", reason="未开始") for n in range(2, 5)]
    assert rank([*done, *waiting], LIMITED)[0].rows[0].grade == "优秀"


def test_a_veto_is_said_beside_the_grade():
    vetoed = Standing("1", "甲", "县", Decimal(95), Decimal(100), grade="不合格", failed=True)
    assert rank([vetoed], LIMITED)[0].rows[0].grade_note == "一票否决，等次定为不合格"


def test_a_condition_that_kept_a_better_grade_away_is_said():
    kept = Standing(
        "1", "甲", "县", Decimal(95), Decimal(100), grade="良好", grade_note="总分达到优秀，但有0分"
    )
    assert rank([kept], LIMITED)[0].rows[0].grade_note == "总分达到优秀，但有0分"
