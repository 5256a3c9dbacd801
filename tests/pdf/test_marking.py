"""Marks laid over a picture: the same every time, within the picture, the red of the office."""

from inspect_app.domain.drawing import Stroke
from inspect_app.printing.fonts import find_fonts
from inspect_app.printing.marking import RED, Marks, marked
from tests.integration.images import picture

ARROW = Stroke("arrow", ((1000, 5000), (9000, 5000)))
CIRCLE = Stroke("circle", ((9000, 9000), (1000, 1000)))


def is_red(pixel: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(pixel, RED, strict=True))


def test_circle_is_drawn_around_and_not_filled() -> None:
    image = marked(picture(size=(800, 600), colour="white"), Marks(0, (CIRCLE,)), None)
    assert is_red(image.getpixel((400, 60)))
    assert not is_red(image.getpixel((400, 300)))


def test_arrow_turns_with_the_picture() -> None:
    white = picture(size=(800, 600), colour="white")
    assert is_red(marked(white, Marks(0, (ARROW,)), None).getpixel((400, 300)))
    turned = marked(white, Marks(90, (ARROW,)), None)
    assert turned.size == (600, 800)
    assert is_red(turned.getpixel((300, 400)))
    assert is_red(turned.getpixel((300 - 8, 720 - 14)))  # the head is at the foot now


def test_same_marks_give_the_same_bytes(fonts):
    marks = Marks(90, (ARROW,), ("时间：2020年6月18日 10:24", "单位：清河县局"))
    first, second = (marked(picture(size=(800, 600)), marks, find_fonts(fonts)) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_stamp_stays_within_the_picture_however_long_it_is(fonts):
    marks = Marks(stamp=("地点：" + "很长的地名" * 40,))
    image = marked(picture(size=(400, 300), colour="white"), marks, find_fonts(fonts))
    edge = image.crop((397, 0, 400, 300))
    assert edge.convert("L").getextrema()[1] == 255
    assert image.size == (400, 300)
