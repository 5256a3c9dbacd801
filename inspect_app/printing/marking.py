"""A photograph as it is shown and printed: turned, drawn on in the office's red, stamped with time and place."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from inspect_app.domain.drawing import SPAN, Stroke
from inspect_app.printing.fonts import FontSet

RED = (179, 21, 28)
WHITE = (255, 255, 255)
TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
STROKE = 160  # a stroke is a 160th of the longer edge wide, as the tablet draws it
HALO = 1.8  # of that width, in white below the red, which would not show on red
HEAD = 5  # an arrow's head is so many strokes long
LETTER = 24  # a stamped letter is a 24th of the shorter edge high
SMALLEST = 12
Point = tuple[float, float]


@dataclass(frozen=True)
class Marks:
    """What is laid over a stored picture. `turn` in degrees clockwise; `stamp` its lines of words."""

    turn: int = 0
    strokes: tuple[Stroke, ...] = ()
    stamp: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.turn or self.strokes or self.stamp)


def marked(picture: bytes, marks: Marks, fonts: FontSet | None) -> Image.Image:
    """The picture with its marks; fonts are needed for a stamp alone."""
    image = Image.open(io.BytesIO(picture), formats=("JPEG",)).convert("RGB")
    for stroke in marks.strokes:
        _draw(ImageDraw.Draw(image), stroke, image.size)
    if marks.turn:
        image = image.transpose(TURNS[marks.turn])
    if marks.stamp and fonts is not None:
        _stamp(image, marks.stamp, fonts)
    return image


def jpeg(image: Image.Image) -> bytes:
    """The bytes to keep; the same for the same picture and marks."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=84, optimize=True)
    return buffer.getvalue()


def _draw(draw: ImageDraw.ImageDraw, stroke: Stroke, size: tuple[int, int]) -> None:
    width = max(size) / STROKE
    points = [(x * size[0] / SPAN, y * size[1] / SPAN) for x, y in stroke.points]
    for colour, broad in ((WHITE, width * HALO), (RED, width)):
        if stroke.tool == "circle":
            _ellipse(draw, points, colour, broad)
        else:
            _line(draw, points, colour, broad)
        if stroke.tool == "arrow":
            for barb in _barbs(points[0], points[1], HEAD * width):
                _line(draw, [points[1], barb], colour, broad)


def _line(
    draw: ImageDraw.ImageDraw, points: Sequence[Point], colour: tuple[int, int, int], width: float
) -> None:
    """With round ends and joints, which Pillow's own lines lack."""
    draw.line(list(points), fill=colour, width=round(width), joint="curve")
    for x, y in points:
        reach = width / 2
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)


def _ellipse(
    draw: ImageDraw.ImageDraw, corners: Sequence[Point], colour: tuple[int, int, int], width: float
) -> None:
    """Around the middle of the line, as a canvas strokes it."""
    (x1, y1), (x2, y2) = corners
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    reach = width / 2
    box = (left - reach, top - reach, right + reach, bottom + reach)
    draw.ellipse(box, outline=colour, width=round(width))


def _barbs(start: Point, end: Point, length: float) -> tuple[Point, Point]:
    """Where the two short lines of an arrow's head end."""
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    left, right = (angle + math.pi - spread for spread in (math.pi / 6, -math.pi / 6))
    return (
        (end[0] + length * math.cos(left), end[1] + length * math.sin(left)),
        (end[0] + length * math.cos(right), end[1] + length * math.sin(right)),
    )


def _stamp(image: Image.Image, lines: Sequence[str], fonts: FontSet) -> None:
    """White words on a dark band at the foot; a line too long for the picture makes all of them smaller."""
    path, index = _face(fonts, "".join(lines))
    size = max(min(image.size) // LETTER, SMALLEST)
    font = ImageFont.truetype(str(path), size, index=index)
    longest = max(font.getlength(line) for line in lines)
    if longest > image.width - 2 * size:
        size = max(int(size * (image.width - 2 * size) / longest), 1)
        font = ImageFont.truetype(str(path), size, index=index)
    step = round(size * 1.5)
    top = image.height - step * len(lines) - size
    band = Image.new("L", (image.width, image.height - max(top, 0)), 150)
    image.paste((0, 0, 0), (0, max(top, 0)), band)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((size, top + size // 2 + step * number), line, font=font, fill=WHITE)


def _face(fonts: FontSet, text: str) -> tuple[Path, int]:
    """The font for the words: 黑体, or the one for rare characters where 黑体 lacks one of them."""
    hei = fonts.roles["hei"]
    lacking = any(ord(one) not in hei.characters for one in text if not one.isspace())
    face = fonts.rare if lacking and fonts.rare is not None else hei
    return face.path, face.index
