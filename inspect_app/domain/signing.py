"""Signatures on a 考核单: what was drawn, as whole points, and what exactly was signed."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

PARTIES = ("inspector", "unit")
PARTY_NAMES = {"inspector": "督导人员", "unit": "被考核单位"}
OPINIONS = {"agree": "同意", "object": "有异议"}

MOST_TEXT = 100_000
MOST_STROKES = 200
MOST_POINTS = 5_000
FARTHEST = 4_000
LEAST_EXTENT = 30

Point = tuple[int, int]
Stroke = tuple[Point, ...]


class BadDrawing(Exception):
    """This is no signature; the message says what to do."""


@dataclass(frozen=True)
class Drawing:
    """Strokes of whole points, from the left and the top. The path doubles them, so that middles are whole."""

    strokes: tuple[Stroke, ...]

    def to_json(self) -> list[list[list[int]]]:
        """For the database."""
        return [[list(point) for point in stroke] for stroke in self.strokes]

    @property
    def pen(self) -> int:
        """The width of the line, in proportion to what was drawn."""
        _, _, width, height = _extent(self.strokes)
        return max(3, width // 50, height // 16)

    @property
    def box(self) -> str:
        """The SVG viewBox that holds the path and its pen."""
        left, top, width, height = _extent(self.strokes)
        room = 2 * self.pen
        return f"{2 * left - room} {2 * top - room} {2 * width + 2 * room} {2 * height + 2 * room}"

    @property
    def path(self) -> str:
        """SVG path data: each stroke runs through the middles of its points' distances, as a pen would."""
        return "".join(_line(stroke) for stroke in self.strokes)


def drawing_of(text: str) -> Drawing:
    """The drawing that the browser sent as JSON: a list of strokes, each a list of [x, y]. Raises BadDrawing."""
    try:
        data = json.loads(text) if len(text) <= MOST_TEXT else None
        return _within_bounds(data)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadDrawing("签名没有认出来，请清除后重新签") from error


def stored_drawing(strokes: Any) -> Drawing | None:
    """The drawing out of the database; None where the name was typed."""
    if strokes is None:
        return None
    return Drawing(tuple(tuple((x, y) for x, y in stroke) for stroke in strokes))


def _within_bounds(data: Any) -> Drawing:
    if not isinstance(data, list) or not 0 < len(data) <= MOST_STROKES:
        raise ValueError("strokes")
    if sum(len(stroke) for stroke in data) > MOST_POINTS:
        raise ValueError("points")
    drawing = Drawing(tuple(_stroke(stroke) for stroke in data))
    if max(_extent(drawing.strokes)[2:]) < LEAST_EXTENT:
        raise BadDrawing("签名太小或太短，请清除后重新签")
    return drawing


def _stroke(points: Any) -> Stroke:
    if not isinstance(points, list) or not points:
        raise ValueError("stroke")
    return tuple(_point(*point) for point in points)


def _point(x: Any, y: Any) -> Point:
    if not all(type(value) is int and 0 <= value <= FARTHEST for value in (x, y)):
        raise ValueError("point")
    return x, y


def _extent(strokes: tuple[Stroke, ...]) -> tuple[int, int, int, int]:
    """Left, top, width, height."""
    across, down = zip(*(point for stroke in strokes for point in stroke), strict=True)
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def _line(stroke: Stroke) -> str:
    (x, y), *rest = stroke
    parts = [f"M{2 * x} {2 * y}"]
    for (ax, ay), (bx, by) in pairwise(stroke[1:]):
        parts.append(f"Q{2 * ax} {2 * ay} {ax + bx} {ay + by}")
    parts.append(f"L{2 * rest[-1][0]} {2 * rest[-1][1]}" if rest else "h0")
    return "".join(parts)


def fingerprint(contents: Mapping[str, Mapping[str, Any]]) -> str:
    """A hash of everything that the answers say, by entry; an empty answer says nothing."""
    said = {entry: content for entry, content in contents.items() if any(content.values())}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def still_missing(parties: Collection[str]) -> tuple[str, ...]:
    """Who has yet to sign, in words, when these have."""
    return tuple(PARTY_NAMES[party] for party in PARTIES if party not in parties)
