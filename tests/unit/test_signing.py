"""A signature: points in, an exact path out, and nothing that is no signature."""

import json

import pytest

from inspect_app.domain.signing import (
    FARTHEST,
    MOST_POINTS,
    MOST_STROKES,
    BadDrawing,
    drawing_of,
    fingerprint,
    still_missing,
    stored_drawing,
)

STROKE = [[10, 10], [20, 40], [51, 40]]


def drawn(*strokes):
    return drawing_of(json.dumps(strokes))


def test_a_stroke_runs_through_the_middles_of_its_points():
    assert drawn(STROKE).path == "M20 20Q40 80 71 80L102 80"


def test_a_straight_line_and_a_dot_are_strokes_too():
    assert drawn([[0, 0], [40, 0]], [[7, 9]]).path == "M0 0L80 0M14 18h0"


def test_the_box_holds_the_drawing_and_its_pen():
    drawing = drawn(STROKE)
    assert (drawing.pen, drawing.box) == (3, "14 14 94 72")


def test_the_pen_grows_with_the_signature():
    assert drawn([[0, 0], [3000, 1600]]).pen == 100


def test_a_drawing_comes_back_from_the_database_as_it_was():
    drawing = drawn(STROKE, [[7, 9]])
    assert stored_drawing(json.loads(json.dumps(drawing.to_json()))) == drawing
    assert stored_drawing(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[[]]",
        "[[[1]]]",
        "[[[1,2,3]]]",
        "[[1,2]]",
        '[["12"]]',
        '[[["1","2"],[90,90]]]',
        "[[[0.5,1],[90,90]]]",
        "[[[true,1],[90,90]]]",
        "[[[NaN,1],[90,90]]]",
        "[[[-1,0],[90,90]]]",
        f"[[[{FARTHEST + 1},0],[90,90]]]",
        '<svg onload="x"/>',
        "[" * 50_000,
        "1" * 5_000,
        json.dumps([[[0, 0], [90, 90]]] * (MOST_STROKES + 1)),
        json.dumps([[[0, 0], [90, 90]] * MOST_POINTS]),
        " " * 100_001,
    ],
)
def test_what_is_no_list_of_points_is_refused(text):
    with pytest.raises(BadDrawing, match="没有认出来"):
        drawing_of(text)


def test_a_tap_is_no_signature():
    with pytest.raises(BadDrawing, match="太小或太短"):
        drawn([[100, 100], [110, 105]])


def test_the_largest_signature_stays_small_as_a_path():
    stroke = [[FARTHEST - step % 7, FARTHEST - step % 60] for step in range(MOST_POINTS)]
    assert len(drawn(stroke).path) < 110_000


def test_the_fingerprint_changes_with_every_word_and_not_with_the_order():
    talks, report = {"facts": {"a": {"x": "1", "y": "2"}}, "note": ""}, {"facts": {}, "note": "迟"}
    first = fingerprint({"talks": talks, "report": report})
    assert first == fingerprint(
        {"report": report, "talks": {"note": "", "facts": {"a": {"y": "2", "x": "1"}}}}
    )
    assert first != fingerprint({"talks": talks, "report": {**report, "note": "迟报"}})


def test_an_emptied_answer_is_none():
    assert fingerprint({"talks": {"facts": {}, "note": ""}}) == fingerprint({})


def test_who_has_not_signed_is_named():
    assert still_missing({"inspector"}) == ("被考核单位",)
    assert still_missing(set()) == ("督导人员", "被考核单位")
