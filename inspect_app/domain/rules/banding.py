"""Bands (分档), best first: what each is worth, what is wrong between them, which one a number falls into."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from pydantic import Field

from inspect_app.domain.quantities import Number, Percent, Points, PointsOrAll, percent_text, plain
from inspect_app.domain.rules.base import Verdict
from inspect_app.domain.strict import Strict

Say = Callable[[Fraction], str]
Span = Callable[[Fraction, Fraction | None], str]  # a band's bounds in words


class Worth(Strict):
    """What being in a band costs (all: the whole item) or earns; neither is nothing."""

    deduct: PointsOrAll | None = None
    add: Points | None = None

    def price_text(self, nothing: str) -> str:
        """加3分, 扣2分, 此项不得分, or that it changes nothing."""
        if self.add is not None:
            return f"加{plain(self.add)}分"
        if self.deduct == "all":
            return "此项不得分"
        return f"扣{plain(self.deduct)}分" if self.deduct is not None else nothing

    def verdict(self, words: str) -> Verdict:
        """The verdict on a number in this band."""
        if self.add is not None:
            return Verdict("gained", words, Fraction(self.add))
        if isinstance(self.deduct, Decimal):
            return Verdict("lost", words, Fraction(self.deduct))
        return Verdict("lost", words, zeroes=True) if self.deduct == "all" else Verdict("met", words)


class Band(Worth):
    """Rates from `from` (included) up to the next better band's (left out); `to` may repeat that bound."""

    start: Percent = Field(alias="from")
    to: Percent | None = None

    @property
    def bounds(self) -> tuple[Fraction, Fraction | None]:
        """`from` and `to`."""
        return self.start, self.to


class NumberBand(Worth):
    """The same for plain numbers."""

    start: Number = Field(alias="from")
    to: Number | None = None

    @property
    def bounds(self) -> tuple[Fraction, Fraction | None]:
        """`from` and `to`."""
        return Fraction(self.start), None if self.to is None else Fraction(self.to)


AnyBand = TypeVar("AnyBand", Band, NumberBand)


def advice(bands: Sequence[Band | NumberBand], say: Say) -> str:
    """What is wrong between the bands, or nothing."""
    starts = [band.bounds[0] for band in bands]
    if any(lower >= upper for upper, lower in pairwise(starts)):
        return "bands要从高到低写，每一档的from应小于上一档的from"
    if starts[-1] != 0:
        return f"bands有空档：最低一档的from应为{say(Fraction(0))}，否则低于{say(starts[-1])}的不知道计几分"
    return _seams(bands, say) or _signs(bands)


def _seams(bands: Sequence[Band | NumberBand], say: Say) -> str:
    for upper, band in pairwise(bands):
        start, to = upper.bounds[0], band.bounds[1]
        if to is not None and to != start:
            fault = "重叠" if to > start else "有空档"
            return f"bands{fault}：上一档从{say(start)}起，这一档的to应写{say(start)}"
    return ""


def _signs(bands: Sequence[Band | NumberBand]) -> str:
    if any(band.add is not None and band.deduct is not None for band in bands):
        return "bands每一档只能写deduct和add中的一个"
    signs = {band.add is not None for band in bands if band.add or band.deduct}
    return "bands里不能有的加分、有的扣分" if len(signs) > 1 else ""


def earns(bands: Sequence[Worth]) -> bool:
    """Whether the bands give points rather than take them."""
    return any(band.add is not None for band in bands)


def takes_all(bands: Sequence[Worth]) -> bool:
    """Whether one of the bands leaves nothing of the item."""
    return any(band.deduct == "all" for band in bands)


def found(bands: Sequence[AnyBand], number: Fraction) -> tuple[int, AnyBand]:
    """The band into which the number falls, and its place."""
    return next((place, band) for place, band in enumerate(bands) if number >= band.bounds[0])


def texts(bands: Sequence[Band | NumberBand], span: Span, nothing: str) -> list[str]:
    """Each band with its price, in their order: 85%（含）至95%的加3分."""
    uppers = [None, *(band.bounds[0] for band in bands)]
    return [
        f"{span(band.bounds[0], upper)}的{band.price_text(nothing)}"
        for band, upper in zip(bands, uppers, strict=False)
    ]


def rate_span(start: Fraction, upper: Fraction | None) -> str:
    """A half-open band of rates in words: 85%（含）至95%."""
    if upper is None:
        return f"{percent_text(start)}（含）以上"
    return f"{percent_text(start)}（含）至{percent_text(upper)}" if start else f"{percent_text(upper)}以下"


def number_span(start: Fraction, upper: Fraction | None, unit: str, step: Decimal) -> str:
    """A band of numbers as a sheet prints it: 5篇以上, 3至4篇 of whole ones, 10（含）至20万元 of others."""
    if upper is None:
        return f"{plain(start)}{unit}以上" if step == 1 else f"{plain(start)}{unit}（含）以上"
    if step != 1:
        return f"{plain(start)}（含）至{plain(upper)}{unit}" if start else f"{plain(upper)}{unit}以下"
    last = upper - 1
    if start == last:
        return f"{plain(start)}{unit}"
    return f"{plain(start)}至{plain(last)}{unit}" if start else f"不足{plain(upper)}{unit}"
