"""What is drawn on a photograph: arrows, circles and lines, kept as numbers so that they can be changed again."""

import json
from dataclasses import dataclass

TOOLS = ("arrow", "circle", "line")
SPAN = 10000  # coordinates run from 0 to this, over the width and over the height of the stored picture
MOST_STROKES = 60
MOST_POINTS = 400
LONGEST = 100_000  # characters


class DrawingRefused(Exception):
    """The text is no drawing; the message says so in Chinese."""


@dataclass(frozen=True)
class Stroke:
    """An arrow from one point to another, a circle between two corners, or a line through its points."""

    tool: str
    points: tuple[tuple[int, int], ...]


def read_drawing(text: str) -> tuple[Stroke, ...]:
    """The strokes of `[{"tool": "arrow", "points": [[x, y], …]}, …]`; "" is none. Raises DrawingRefused."""
    if not text:
        return ()
    try:
        read = tuple(_stroke(stroke) for stroke in json.loads(text[:LONGEST]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DrawingRefused("照片上画的内容读不出来，请清空后重画") from error
    if len(read) > MOST_STROKES:
        raise DrawingRefused(f"一张照片最多画{MOST_STROKES}笔，请撤销几笔")
    return read


def _stroke(data: dict[str, object]) -> Stroke:
    tool, points = data["tool"], data["points"]
    if tool not in TOOLS or not isinstance(points, list) or not 2 <= len(points) <= MOST_POINTS:
        raise ValueError
    if tool != "line" and len(points) != 2:
        raise ValueError
    return Stroke(str(tool), tuple(_point(point) for point in points))


def _point(pair: object) -> tuple[int, int]:
    if not isinstance(pair, list) or [type(part) for part in pair] != [int, int]:
        raise ValueError
    x, y = pair
    return min(max(x, 0), SPAN), min(max(y, 0), SPAN)


def write_drawing(strokes: tuple[Stroke, ...]) -> str:
    """The same text for the same strokes; "" for none."""
    plain = [{"tool": stroke.tool, "points": [list(point) for point in stroke.points]} for stroke in strokes]
    return json.dumps(plain, separators=(",", ":")) if plain else ""
