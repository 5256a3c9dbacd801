"""When and where a photograph was taken: whose word counts."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from inspect_app.domain.capture import coordinates, moment, place_taken, time_taken

NOW = datetime(2020, 7, 1, 9, 0)
TABLET = NOW - timedelta(minutes=3)


@pytest.mark.parametrize("camera", [NOW - timedelta(days=2), NOW + timedelta(minutes=5)])
def test_plausible_time_of_the_camera_counts(camera):
    assert time_taken(camera, TABLET, NOW) == (camera, "camera")


@pytest.mark.parametrize(
    "camera", [None, datetime(2015, 1, 1), datetime(1980, 1, 1), NOW + timedelta(hours=2)]
)
def test_time_of_a_camera_whose_clock_is_wrong_does_not_count(camera):
    assert time_taken(camera, TABLET, NOW) == (TABLET, "tablet")


@pytest.mark.parametrize("tablet", [None, NOW + timedelta(days=1), datetime(1970, 1, 1)])
def test_server_s_time_counts_when_nobody_else_s_does(tablet):
    assert time_taken(None, tablet, NOW) == (NOW, "server")


@pytest.mark.parametrize(
    ("north", "east"),
    [("x", "1"), ("", ""), ("91", "0"), ("0", "181"), ("0", "0"), ("NaN", "1"), (None, "1")],
)
def test_what_is_no_place_on_the_globe_is_none(north, east):
    assert coordinates(north, east) is None


def test_coordinates_are_kept_to_six_places():
    where = coordinates("30.59283712", -114.3)
    assert (where.latitude, where.longitude) == (Decimal("30.592837"), Decimal("-114.300000"))


def test_place_of_the_camera_comes_first():
    camera, tablet = coordinates(1, 1), coordinates(2, 2)
    assert place_taken(camera, tablet) == (camera, "camera")
    assert place_taken(None, tablet) == (tablet, "tablet")
    assert place_taken(None, None) == (None, "")


@pytest.mark.parametrize("text", ["", "yesterday", "2020-13-01T00:00:00"])
def test_junk_is_no_moment(text):
    assert moment(text) is None


def test_moment_is_the_wall_clock_that_was_written():
    assert moment("2020-06-30T09:15:00") == datetime(2020, 6, 30, 9, 15)
