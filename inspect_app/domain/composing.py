"""The arithmetic of a composition: one subject's scores in the parts become one result, rounded once to 0.01.

Everything is exact until the total, and every step is in the words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspect_app.domain.composition import Composition, Part
from inspect_app.domain.quantities import percent_text, plain, round_points

OVERALL_ROUNDING = "各部分按准确数计算，中间不舍入，综合得分四舍五入到0.01分"


@dataclass(frozen=True)
class Value:
    """What one subject has in one part. `score` is exact, and None while it is missing for the `reason`.

    `said` is the score in words; `full` is what it is out of, 0 where it has no maximum. `rank` and `best` are
    told among those who are ranked together.
    """

    score: Fraction | None
    said: str = ""
    full: Decimal = Decimal(0)
    rank: int = 0
    best: Fraction = Fraction(0)
    reason: str = ""


@dataclass(frozen=True)
class Composed:
    """A result with its arithmetic; `total` is None where it is blocked or never added, and `words` says it."""

    total: Decimal | None
    words: str


def compose(composition: Composition, values: Mapping[str, Value]) -> Composed:
    """One subject's result; `values` has every part by its id."""
    present = [part for part in composition.parts if values[part.id].score is not None]
    absent = [part for part in composition.parts if values[part.id].score is None]
    if absent and (composition.missing == "block" or len(present) < (composition.enough or 1)):
        return Composed(None, _blocked(composition, absent, values))
    if composition.compose == "side-by-side":
        return Composed(None, _beside(present, values))
    shares = [rate(part, values[part.id]) * _worth(composition, part) for part in present]
    scale = _scale(composition, present)
    total = round_points(sum(shares, Fraction(0)) * scale)
    terms = "＋".join(_term(composition, part, values[part.id]) for part in present)
    left_out = f"，{_named(absent)}没有得分，{_left_out(composition)}" if absent else ""
    return Composed(total, f"{_divided(composition, present, terms)}＝{plain(total)}分{left_out}")


def rate(part: Part, value: Value) -> Fraction:
    """What share of its full marks the part reaches; above 1 with a bonus. A missing one has none: ValueError."""
    if value.score is None:
        raise ValueError(f"{part.id} is missing")
    if part.by == "rank":
        return rank_points(part, value.rank) / Fraction(part.most)
    if part.by == "ratio":
        return max(value.score, Fraction(0)) / value.best if value.best > 0 else Fraction(0)
    return value.score / Fraction(_measure(part, value))


def rank_points(part: Part, rank: int) -> Fraction:
    """第一名10分，每降1位减0.5分, never below `least`; equal ranks get equal points."""
    if part.first is None or part.step is None:
        raise ValueError(f"{part.id} does not count by rank")
    return Fraction(max(part.first - (rank - 1) * part.step, part.least))


def _measure(part: Part, value: Value) -> Decimal:
    return value.full or part.full


def _worth(composition: Composition, part: Part) -> Fraction:
    return Fraction(composition.counts_for(part)) * composition.share_of(part)


def _scale(composition: Composition, present: Sequence[Part]) -> Fraction:
    """What the sum over the parts that are there is multiplied by; with all of them 1, of a mean 1/n."""
    if composition.compose == "mean":
        return Fraction(1, len(present))
    if len(present) == len(composition.parts):
        return Fraction(1)
    if composition.compose == "sum":
        return Fraction(composition.full) / sum((Fraction(part.most) for part in present), Fraction(0))
    return 1 / sum((composition.share_of(part) for part in present), Fraction(0))


def _divided(composition: Composition, present: Sequence[Part], terms: str) -> str:
    """The terms with what the scale does to them."""
    if composition.compose == "mean" and len(present) > 1:
        return f"（{terms}）÷{len(present)}"
    if composition.compose == "mean" or len(present) == len(composition.parts):
        return terms
    if composition.compose == "sum":
        there = sum((part.most for part in present), Decimal(0))
        return f"（{terms}）÷{plain(there)}×{plain(composition.full)}"
    return f"（{terms}）÷{percent_text(sum((composition.share_of(part) for part in present), Fraction(0)))}"


def _term(composition: Composition, part: Part, value: Value) -> str:
    weight = f"×{percent_text(part.weight)}" if part.weight is not None else ""
    return f"{part.title}{_counted(part, value, composition.counts_for(part))}{weight}"


def _counted(part: Part, value: Value, worth: Decimal) -> str:
    """How the score becomes points out of `worth`, without the result."""
    if part.by == "rank":
        return f"第{value.rank}名{_rank_text(part, value.rank)}{_converted(part.most, worth)}"
    if part.by == "ratio":
        if value.best <= 0:
            return "没有大于0的得分，计0分"
        held = value.said if value.score is not None and value.score >= 0 else f"{value.said}按0分"
        return f"{held}÷最高的{plain(value.best)}分×{plain(worth)}"
    return f"{value.said}{_converted(_measure(part, value), worth)}"


def _rank_text(part: Part, rank: int) -> str:
    first, step = part.first or Decimal(0), part.step or Decimal(0)
    held = f"{plain(first)}－{rank - 1}×{plain(step)}" if rank > 1 else f"{plain(first)}分"
    least = f"，最低{plain(part.least)}分" if first - (rank - 1) * step < part.least else ""
    return f"（{held}{least}）"


def _converted(full: Decimal, worth: Decimal) -> str:
    return "" if full == worth else f"÷{plain(full)}×{plain(worth)}"


def _beside(parts: Sequence[Part], values: Mapping[str, Value]) -> str:
    """双百分制: the scores beside each other in words, never added up."""
    said = (
        f"{part.title}{values[part.id].said}（满分{plain(_measure(part, values[part.id]))}分）"
        for part in parts
    )
    return f"{'；'.join(said)}。各自计分，不合计"


def _blocked(composition: Composition, absent: Sequence[Part], values: Mapping[str, Value]) -> str:
    listed = "、".join(f"{part.title}（{values[part.id].reason}）" for part in absent)
    outcome = "暂不定等次" if composition.compose == "side-by-side" else "暂不计总分"
    short = (
        f"，至少要有{composition.enough}部分" if composition.missing == "skip" and composition.enough else ""
    )
    return f"没有得分：{listed}{short}，{outcome}"


def _left_out(composition: Composition) -> str:
    return "不计入" if composition.compose == "mean" else "按已有的部分折算"


def _named(parts: Sequence[Part]) -> str:
    return "、".join(part.title for part in parts)
