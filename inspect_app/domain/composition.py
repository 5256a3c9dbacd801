"""Several scores become one result: weights, two hundreds, ranks, ratios, months and seasons.

Every function is given exact numbers and gives back the amount, rounded once to 0.01, and how it came about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspect_app.domain.quantities import percent_text, plain, round_points


@dataclass(frozen=True)
class Part:
    """One score that goes into a result; `score` is None while it is missing. `weight` is its share."""

    title: str
    score: Decimal | None
    full: Decimal = Decimal(100)
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Composed:
    """A result with its arithmetic; `total` is None where something is missing, and `words` says what."""

    total: Decimal | None
    words: str


class CompositionError(Exception):
    """The parts cannot be put together; the message says why, in Chinese."""


def weighted(parts: Sequence[Part], full: Decimal = Decimal(100)) -> Composed:
    """Each part's rate times its weight times `full` (占40%); the weights make 100 %. A missing part blocks."""
    weights = sum((part.weight for part in parts), Fraction(0))
    if weights != 1:
        raise CompositionError(f"各部分的权重合计是{percent_text(weights)}，应为100%，请改成一致")
    return _blocked(parts) or _weighted(parts, full)


def _weighted(parts: Sequence[Part], full: Decimal) -> Composed:
    shares = [_rate(part) * part.weight * Fraction(full) for part in parts]
    said = [f"{_score_text(part, full)}×{percent_text(part.weight)}" for part in parts]
    total = round_points(sum(shares, Fraction(0)))
    return Composed(total, f"{'＋'.join(said)}＝{plain(total)}分")


def summed(parts: Sequence[Part]) -> Composed:
    """三考合一 where each part has its own points: their sum. A missing part blocks the total."""
    blocked = _blocked(parts)
    if blocked:
        return blocked
    total = round_points(sum((Fraction(part.score or 0) for part in parts), Fraction(0)))
    return Composed(
        total, f"{'＋'.join(f'{part.title}{plain(part.score or 0)}分' for part in parts)}＝{plain(total)}分"
    )


def side_by_side(parts: Sequence[Part]) -> str:
    """双百分制: the scores beside each other in words, never added up."""
    said = (
        f"{part.title}{'还没有得分' if part.score is None else f'{plain(part.score)}分'}（满分{plain(part.full)}分）"
        for part in parts
    )
    return "；".join(said) + "。各自计分，不合计"


def by_rank(rank: int, *, first: Decimal, step: Decimal, least: Decimal = Decimal(0)) -> Composed:
    """第一名10分，每降1位减0.5分, never below `least`. Equal ranks get equal points."""
    if rank < 1:
        raise CompositionError(f"名次应从1起，不能是{rank}")
    raw = first - (rank - 1) * step
    total = round_points(max(raw, least))
    said = f"第{rank}名：{plain(first)}－{rank - 1}×{plain(step)}＝{plain(raw)}分"
    return Composed(total, said if raw >= least else f"{said}，最低{plain(least)}分，得{plain(least)}分")


def by_ratio(scores: Mapping[str, Decimal], points: Decimal) -> dict[str, Composed]:
    """Each one's score in proportion to the first's, which gets all the `points`; of nobody above 0 nobody gets any."""
    best = max(scores.values(), default=Decimal(0))
    if best <= 0:
        return {key: Composed(Decimal("0.00"), "没有大于0的得分，都计0分") for key in scores}
    return {key: _ratio(score, best, points) for key, score in scores.items()}


def _ratio(score: Decimal, best: Decimal, points: Decimal) -> Composed:
    total = round_points(Fraction(max(score, Decimal(0))) / Fraction(best) * Fraction(points))
    return Composed(total, f"{plain(score)}÷最高的{plain(best)}×{plain(points)}＝{plain(total)}分")


def mean(parts: Sequence[Part], *, skip_missing: bool = False) -> Composed:
    """The mean over months or sub-units. A missing one blocks, or with `skip_missing` is left out and said."""
    present = [part for part in parts if part.score is not None]
    if not present:
        return Composed(None, "还没有得分")
    if len(present) < len(parts) and not skip_missing:
        return _blocked(parts) or Composed(None, "")
    total = round_points(sum((Fraction(part.score or 0) for part in present), Fraction(0)) / len(present))
    listed = "＋".join(f"{part.title}{plain(part.score or 0)}分" for part in present)
    absent = "、".join(part.title for part in parts if part.score is None)
    said = f"（{listed}）÷{len(present)}＝{plain(total)}分"
    return Composed(total, f"{said}，{absent}没有得分，不计入" if absent else said)


def _blocked(parts: Sequence[Part]) -> Composed | None:
    missing = "、".join(part.title for part in parts if part.score is None)
    return Composed(None, f"{missing}还没有得分，暂不计总分") if missing else None


def _rate(part: Part) -> Fraction:
    if part.full <= 0:
        raise CompositionError(f"{part.title}的满分是{plain(part.full)}，不能折算，请核对")
    return Fraction(part.score or 0) / Fraction(part.full)


def _score_text(part: Part, full: Decimal) -> str:
    said = f"{part.title}{plain(part.score or 0)}分"
    return said if part.full == full else f"{said}÷{plain(part.full)}×{plain(full)}"
