"""Rate: numerator over denominator. 廉政谈话率达到100%; 95%以上得5分，85%至95%得3分; 按完成比例计分."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any, ClassVar, Literal

from pydantic import Field

from inspect_app.domain.quantities import Number, Percent, Points, PointsOrAll, percent_text, plain
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Flag, Priced, Strict, Verdict
from inspect_app.domain.rules.fields import ExactNumber, WholeNumber

STEP_WORDS = {"exact": "不足一步按比例", "up": "不足一步按一步", "down": "不足一步不扣"}


class RateForm(FactForm):
    """The part cannot exceed the whole; with only one of them recorded there is nothing to compare."""

    bounded: ClassVar[bool] = True

    def validate(self, extra_validators: Any = None) -> bool:
        passed = super().validate(extra_validators)
        of, done = self["of"], self["done"]
        if self.bounded and of.data is not None and done.data is not None and done.data > of.data:
            done.errors = [
                *done.errors,
                f"{done.label.text}（{plain(done.data)}）不能大于{of.label.text}（{plain(of.data)}）",
            ]
            return False
        return passed


class Band(Strict):
    """Rates from `from` (included) up to the next better band's (left out); `to` may repeat that bound."""

    start: Percent = Field(alias="from")
    to: Percent | None = None
    deduct: PointsOrAll | None = None
    add: Points | None = None

    def price_text(self, nothing: str) -> str:
        """得3分, 扣2分, or that it changes nothing."""
        if self.add is not None:
            return f"加{plain(self.add)}分"
        if self.deduct == "all":
            return "此项不得分"
        return f"扣{plain(self.deduct)}分" if self.deduct is not None else nothing


class Rate(Priced):
    """`done` of `of`, in per cent, against `target` or in `bands`.

    Without `each`, missing the target costs `deduct` once (a gate) and reaching it earns `add` once. With
    `by: share` the price is shared out in proportion to how far the target is reached. `lower` turns the
    comparison round: less is better. `exceed` allows more done than there were. `unit` and `step` say what is
    counted and how finely (万元, 0.01); a `unit` that the name ends in (应谈话人数) need not be written.
    """

    kind: Literal["rate"]
    of: str = Field(min_length=1, max_length=30)
    done: str = Field(min_length=1, max_length=30)
    target: Percent | None = None
    each: Percent | None = None
    steps: Literal["exact", "up", "down"] | None = None
    by: Literal["step", "share"] = "step"
    bands: tuple[Band, ...] = ()
    lower: Flag = False
    exceed: Flag = False
    unit: str | None = Field(default=None, min_length=1, max_length=4)
    step: Number = Field(default=Decimal(1))

    FORM_BASE: ClassVar[type[FactForm]] = RateForm

    def price_advice(self) -> str:
        if not self.bands:
            return super().price_advice()
        return "写了bands（分档）就不能再写deduct或add，请删去" if self.add or self.deduct else ""

    def contradiction(self) -> str:
        if self.step <= 0:
            return "step应大于0"
        if self.bands:
            return self._band_advice()
        if self.target is None:
            return "缺少“target”（目标，例如 100%），请补上；分档计分的写bands"
        return self._target_advice(self.target) or self._step_advice(self.target)

    def _target_advice(self, target: Fraction) -> str:
        least_allowed = self.lower and self.by == "step"
        if not 0 <= target <= 1 or (target == 0 and not least_allowed):
            return "target应在0%到100%之间，且大于0%"
        return ""

    def _step_advice(self, target: Fraction) -> str:
        top = target if not self.lower and not self.adds else Fraction(1)
        if self.each is not None and not 0 < self.each <= top:
            return "each应大于0%，且不超过target"
        if self.by == "share" and (self.each is not None or self.steps is not None):
            return "by: share按比例计分，不能再写each和steps，请删去"
        if self.each is None and self.steps is not None:
            return "写了steps就要写each（每低几个百分点），例如 each: 1%"
        return ""

    def _band_advice(self) -> str:
        if self.target is not None or self.each is not None or self.by != "step":
            return "写了bands（分档）就不能再写target、each和by，请删去"
        starts = [band.start for band in self.bands]
        if any(lower >= upper for upper, lower in pairwise(starts)):
            return "bands要从高到低写，每一档的from应小于上一档的from"
        if starts[-1] != 0:
            return f"bands有空档：最低一档的from应为0%，否则低于{percent_text(starts[-1])}的不知道计几分"
        return self._seam_advice()

    def _seam_advice(self) -> str:
        for upper, band in pairwise(self.bands):
            if band.to is not None and band.to != upper.start:
                fault = "重叠" if band.to > upper.start else "有空档"
                return f"bands{fault}：上一档从{percent_text(upper.start)}起，这一档的to应写{percent_text(upper.start)}"
        if any(band.add is not None and band.deduct is not None for band in self.bands):
            return "bands每一档只能写deduct和add中的一个"
        signs = {band.add is not None for band in self.bands if band.add or band.deduct}
        return "bands里不能有的加分、有的扣分" if len(signs) > 1 else ""

    @property
    def adds(self) -> bool:
        return self.add is not None or any(band.add is not None for band in self.bands)

    @property
    def takes_all(self) -> bool:
        return super().takes_all or any(band.deduct == "all" for band in self.bands)

    def clause(self) -> str:
        if self.bands:
            return f"{self.label}{'，'.join(self._band_texts())}{self.limit_words()}"
        bound = "不超过" if self.lower else "达到"
        head = f"{self.label}应{bound}{percent_text(Fraction(1) if self.target is None else self.target)}"
        return f"{head}，{self._price()}{self.limit_words()}"

    def _band_texts(self) -> list[str]:
        uppers = [None, *(band.start for band in self.bands)]
        return [
            f"{_span(band.start, upper)}的{band.price_text(self.nothing)}"
            for band, upper in zip(self.bands, uppers, strict=False)
        ]

    def _price(self) -> str:
        if self.by == "share":
            verb = "得分，最多加" if self.adds else "得分，未得的扣去，最多扣"
            return f"按完成比例{verb}{plain(self.price)}分"
        if self.each is None:
            reached = "达到" if not self.lower else "不超过"
            missed = "未达到" if not self.lower else "超过"
            return f"{reached if self.adds else missed}的{self.price_text()}"
        way = "高" if self.lower != self.adds else "低"
        price = f"每{way}{plain(self.each * 100)}个百分点{self.price_text()}"
        words = STEP_WORDS[self.steps].replace("不扣", self.nothing[:2]) if self.steps else ""
        return f"{price}（{words}）" if words else price

    def fields(self) -> Fields:
        return {
            "of": self._number(self.of),
            "done": self._number(self.done),
            **({"bounded": False} if self.exceed else {}),
        }

    def _number(self, name: str) -> WholeNumber | ExactNumber:
        unit = self.unit or _unit(name)
        return (
            WholeNumber(name, unit=unit) if self.step == 1 else ExactNumber(name, unit=unit, step=self.step)
        )

    def _counted(self, name: str, number: Fraction | int) -> str:
        """应谈话人数 and 40 as 应谈话40人."""
        unit = _unit(name)
        return f"{name[:-2]}{plain(number)}{unit}" if unit else f"{name}{plain(number)}{self.unit or ''}"

    def judge(self, facts: Facts) -> Verdict:
        of, done = _given(facts.get("of")), _given(facts.get("done"))
        if of == 0 and not done:
            return Verdict("void", f"{self._counted(self.of, of)}，没有应计入的对象，本条不适用")
        missing = [name for name, value in ((self.of, of), (self.done, done)) if value is None]
        if of is None or done is None:
            return Verdict("open", f"还缺{'、'.join(missing)}")
        if of == 0:
            return Verdict("open", f"{self._counted(self.of, of)}，{self._counted(self.done, done)}，请核对")
        said = f"{self._counted(self.of, of)}，{self._counted(self.done, done)}，{self.label}"
        rate = Fraction(done, of)
        return self._in_band(rate, said) if self.bands else self._compare(rate, said)

    def _in_band(self, rate: Fraction, said: str) -> Verdict:
        texts = self._band_texts()
        place, band = next((n, band) for n, band in enumerate(self.bands) if rate >= band.start)
        above = self.bands[place - 1].start if place else None
        words = f"{said}{percent_text(rate, below=above)}，{texts[place]}"
        if band.add is not None:
            return Verdict("gained", words, Fraction(band.add))
        if isinstance(band.deduct, Decimal):
            return Verdict("lost", words, Fraction(band.deduct))
        if band.deduct == "all":
            return Verdict("lost", words, zeroes=True)
        return Verdict("met", words)

    def _compare(self, rate: Fraction, said: str) -> Verdict:
        target = self.target if self.target is not None else Fraction(1)
        good = rate <= target if self.lower else rate >= target
        words = (
            f"{said}{percent_text(rate, below=None if self.lower else target)}，{self._result(rate, target)}"
        )
        if self.by == "share":
            return self._shared(rate, target, words)
        if good != self.adds:
            return Verdict("met", f"{words}，{self.nothing}")
        times = self._steps(abs(target - rate))
        if times == 0 and self.adds:
            return Verdict("met", f"{words}，{self.nothing}")
        return self.priced(f"{words}，{self._price()}", times)

    def _result(self, rate: Fraction, target: Fraction) -> str:
        if self.lower:
            return f"{'未超过' if rate <= target else '超过'}{percent_text(target)}"
        return f"{'达到' if rate >= target else '低于'}{percent_text(target)}"

    def _shared(self, rate: Fraction, target: Fraction, words: str) -> Verdict:
        reached = (
            (Fraction(1) if rate <= target else target / rate)
            if self.lower
            else min(Fraction(1), rate / target)
        )
        share = reached if self.adds else 1 - reached
        if share == 0:
            return Verdict("met", f"{words}，{self.nothing}")
        return self.priced(f"{words}，完成{percent_text(reached, below=Fraction(1))}，{self._price()}", share)

    def _steps(self, gap: Fraction) -> Fraction:
        if self.each is None:
            return Fraction(1)
        steps = gap / self.each
        if self.steps == "up":
            return Fraction(math.ceil(steps))
        return Fraction(math.floor(steps)) if self.steps == "down" else steps


def _span(start: Fraction, upper: Fraction | None) -> str:
    """A half-open band in words: 85%（含）至95%."""
    if upper is None:
        return f"{percent_text(start)}（含）以上"
    return f"{percent_text(start)}（含）至{percent_text(upper)}" if start else f"{percent_text(upper)}以下"


def _given(value: str | int | None) -> Fraction | int | None:
    """A recorded number: whole ones are as they are, others come as text."""
    return Fraction(value) if isinstance(value, str) else value


@lru_cache(maxsize=1024)
def _unit(name: str) -> str:
    """The measure word inside a name such as 应谈话人数, or nothing."""
    match = re.search(r"(人|次|份|项|件|处|个|场|户|组|篇)数$", name)
    return match[1] if match else ""
