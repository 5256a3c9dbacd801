"""Where a document's title breaks: at words, into lines that form a trapezoid or a diamond (GB/T 9704, 7.3.1)."""

import re
from itertools import combinations
from math import ceil

from inspect_app.printing.imprint import width

LINE = 20  # 字 of 2号 in the type area: 156 mm / 22 pt
# After these a line may end, and never before 的.
_ENDS = re.compile(
    r"(?<=[、，：和及与])|(?<=[年作])(?!度|的|上半年|下半年)|(?<=年度)|(?=督导考核)|(?=情况的)|(?<=的)"
)


def title_lines(title: str) -> tuple[str, ...]:
    """The title in as few lines as fit; `|` in it marks places to break, else words that end a phrase are used."""
    marked = "|" in title
    pieces = [piece for piece in (title.split("|") if marked else _ENDS.split(title)) if piece]
    whole = "".join(pieces)
    fewest = ceil(width(whole) / LINE)
    for count in range(fewest, len(pieces) + 1):
        layouts = [lines for lines in _divisions(pieces, count) if max(map(width, lines)) <= LINE]
        if layouts:
            return min(layouts, key=_ugliness)
    return tuple(whole[start : start + LINE] for start in range(0, len(whole), LINE))


def _divisions(pieces: list[str], count: int) -> list[tuple[str, ...]]:
    cuts = combinations(range(1, len(pieces)), count - 1)
    return [
        tuple("".join(pieces[a:b]) for a, b in zip((0, *cut), (*cut, len(pieces)), strict=True))
        for cut in cuts
    ]


def _ugliness(lines: tuple[str, ...]) -> tuple[int, float, tuple[float, ...]]:
    """Hourglass last, then uneven last; among equals the longer first line."""
    lengths = [width(line) for line in lines]
    hourglass = any(lengths[i - 1] > lengths[i] < lengths[i + 1] for i in range(1, len(lengths) - 1))
    same = len(lengths) > 1 and len(set(lengths)) == 1
    return int(hourglass) * 2 + int(same), max(lengths) - min(lengths), tuple(-one for one in lengths)
