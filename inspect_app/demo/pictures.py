"""Photographs that nobody took: drawn scenes of an inspection, with words where a font is at hand."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from inspect_app.printing.fonts import FontFolders, NoFonts, find_fonts

SIZE = (1280, 960)
INK = (52, 56, 64)
RED = (176, 42, 36)


@dataclass(frozen=True)
class Shot:
    """What a photograph shows: which scene, the words in it, and the caption that the inspector gave it."""

    scene: str
    title: str
    caption: str


SHOTS = {
    "activity-day": Shot("meeting", "党建统一活动日", "统一活动日（当月第三个星期五）活动现场"),
    "integrity-talks": Shot("ledger", "廉政谈话登记台账", "廉政谈话台账，核对了日期和签名"),
    "risk-points": Shot("board", "廉政风险点公示栏", "一楼大厅的廉政风险点公示栏"),
    "four-shows": Shot("board", "亮身份 亮承诺 亮作为", "窗口岗位的“三亮”公示牌"),
    "centre-group-study": Shot("ledger", "党组集中学习记录", "党组集中学习记录本"),
    "quarterly-plans": Shot("ledger", "支部活动计划收文登记", "各支部活动计划收文登记"),
    "warning-education": Shot("meeting", "警示教育大会", "警示教育大会会场"),
    "half-year-review": Shot("ledger", "“回头看”整改台账", "“回头看”检查记录原件"),
    "holiday-reminders": Shot("board", "致全体党员干部的公开信", "张贴在公告栏的节前公开信"),
    "friday-study": Shot("meeting", "支部学习日", "周五下午支部学习现场"),
    "monthly-meetings": Shot("meeting", "月度计划会", "月度计划会会场"),
}


class Camera:
    """Draws photographs; the same dice draw the same picture."""

    def __init__(self, folders: FontFolders) -> None:
        try:
            self.font: Path | None = find_fonts(folders).roles["hei"].path
        except NoFonts:
            self.font = None

    def take(self, shot: Shot, dice: Random) -> bytes:
        """A JPEG of the scene."""
        image = Image.new("RGB", SIZE, _shade(dice, (222, 216, 204)))
        draw = ImageDraw.Draw(image)
        {"board": self._board, "meeting": self._meeting, "ledger": self._ledger}[shot.scene](
            draw, shot.title, dice
        )
        turned = image.rotate(
            dice.uniform(-2, 2), Image.Resampling.BILINEAR, fillcolor=_shade(dice, (190, 184, 174))
        )
        buffer = io.BytesIO()
        turned.save(buffer, "JPEG", quality=82)
        return buffer.getvalue()

    def _board(self, draw: ImageDraw.ImageDraw, title: str, dice: Random) -> None:
        draw.rectangle((0, 780, 1280, 960), fill=_shade(dice, (150, 140, 128)))
        draw.rectangle((130, 120, 1150, 700), fill=(250, 248, 242), outline=(120, 92, 60), width=18)
        draw.rectangle((150, 140, 1130, 240), fill=RED)
        self._write(draw, (640, 190), title, 60, (255, 240, 210))
        for column in range(3):
            left = 190 + column * 310
            draw.rectangle(
                (left, 280, left + 270, 660), fill=_shade(dice, (246, 238, 222)), outline=(200, 190, 170)
            )
            draw.ellipse((left + 85, 300, left + 185, 400), fill=_shade(dice, (196, 170, 150)))
            _lines(draw, (left + 30, 430, left + 240, 640), dice)
        for leg in (260, 1000):
            draw.rectangle((leg, 700, leg + 26, 900), fill=(120, 92, 60))

    def _meeting(self, draw: ImageDraw.ImageDraw, title: str, dice: Random) -> None:
        draw.rectangle((0, 560, 1280, 960), fill=_shade(dice, (168, 140, 112)))
        draw.rectangle((240, 70, 1040, 190), fill=RED)
        self._write(draw, (640, 130), title, 66, (255, 240, 210))
        draw.rectangle((470, 230, 810, 430), fill=(244, 246, 250), outline=INK, width=6)
        _lines(draw, (500, 260, 780, 410), dice)
        draw.polygon(((300, 520), (980, 520), (1180, 900), (100, 900)), fill=_shade(dice, (118, 82, 56)))
        for row in range(3):
            for side in (-1, 1):
                self._person(draw, 640 + side * (390 + row * 75), 520 + row * 120, 44 + row * 10, dice)
        for number in range(4):
            draw.rectangle((410 + number * 130, 600, 480 + number * 130, 650), fill=(250, 250, 246))

    @staticmethod
    def _person(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, dice: Random) -> None:
        draw.ellipse((x - size, y + size, x + size, y + 4 * size), fill=_shade(dice, (70, 84, 104)))
        draw.ellipse((x - size // 2, y, x + size // 2, y + size), fill=_shade(dice, (224, 190, 160)))
        draw.pieslice((x - size // 2, y - 4, x + size // 2, y + size - 4), 180, 360, fill=(40, 36, 34))

    def _ledger(self, draw: ImageDraw.ImageDraw, title: str, dice: Random) -> None:
        draw.rectangle((0, 0, 1280, 960), fill=_shade(dice, (128, 98, 70)))
        draw.polygon(((120, 80), (1160, 60), (1180, 900), (100, 910)), fill=(252, 250, 240))
        self._write(draw, (640, 140), title, 56, INK)
        for row in range(10):
            y = 210 + row * 66
            draw.line((160, y, 1120, y - 6), fill=(150, 150, 150), width=3)
            if row < 9:
                self._entry(draw, y, row, dice)
        for x in (160, 280, 560, 900, 1120):
            draw.line((x, 210, x, 800), fill=(150, 150, 150), width=3)

    def _entry(self, draw: ImageDraw.ImageDraw, y: int, row: int, dice: Random) -> None:
        words: Sequence[tuple[int, str]] = (
            ((220, "序号"), (420, "日期"), (730, "内容"), (1010, "签名"))
            if row == 0
            else ((220, str(row)), (420, f"{(row * 5 + 4) // 8}月{dice.randint(1, 28)}日"))
        )
        for x, text in words:
            self._write(draw, (x, y + 30), text, 30, INK)
        if row:
            _lines(draw, (590, y + 20, 870, y + 40), dice)
            _signature(draw, (940, y + 34), dice)

    def _write(
        self,
        draw: ImageDraw.ImageDraw,
        place: tuple[int, int],
        text: str,
        size: int,
        fill: tuple[int, int, int],
    ) -> None:
        if self.font is not None:
            draw.text(place, text, font=_sized(self.font, size), fill=fill, anchor="mm")


@lru_cache(maxsize=16)
def _sized(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def _shade(dice: Random, colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (max(0, min(255, part + dice.randint(-14, 14))) for part in colour)
    return red, green, blue


def _lines(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], dice: Random) -> None:
    """Text too small to read."""
    left, top, right, bottom = box
    for y in range(top, bottom, 22):
        draw.line((left, y, right - dice.randint(0, (right - left) // 3), y), fill=(140, 142, 148), width=6)


def _signature(draw: ImageDraw.ImageDraw, start: tuple[int, int], dice: Random) -> None:
    x, y = start
    points = [(x + step * 22, y + dice.randint(-16, 16)) for step in range(7)]
    draw.line(points, fill=(36, 52, 110), width=5, joint="curve")
