"""Rate: numerator over denominator. 廉政谈话率达到100%; 95%以上得5分，85%至95%得3分; 按完成比例计分."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar, Literal

from pydantic import Field

from inspect_app.domain.quantities import Number, Percent, percent_text, plain, whole_steps
from inspect_app.domain.rules import banding
from inspect_app.domain.rules.banding import Band, rate_span
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Flag, Priced, Verdict
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


class Rate(Priced):
    """`done` of `of`, in per cent, against `target` or in `bands`.

    Without `each`, missing the target costs `deduct` once (a gate) and reaching it earns `add` once. With
    `by: share` the price is shared out in proportion to how far the target is reached, up to `most`; with `by: line`
    evenly between `bottom`, which is worth nothing, and the target. Beyond `bottom` (底线) nothing is given in either
    way, and what is priced by steps leaves nothing of the item. `lower` turns the comparison round: less is
    better. `exceed` allows more done than there were. `unit` and `step` say what is counted and how finely (万元,
    0.01); a `unit` that the name ends in (应谈话人数) need not be written.
    """

    kind: Literal["rate"]
    of: str = Field(min_length=1, max_length=30)
    done: str = Field(min_length=1, max_length=30)
    target: Percent | None = None
    each: Percent | None = None
    steps: Literal["exact", "up", "down"] | None = None
    by: Literal["step", "share", "line"] = "step"
    bottom: Percent | None = None
    most: Percent | None = None
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
        return (
            self._target_advice(self.target)
            or self._step_advice(self.target)
            or self._bottom_advice(self.target)
            or self._most_advice(self.target)
        )

    def _target_advice(self, target: Fraction) -> str:
        least_allowed = self.lower and self.by != "share"
        if not 0 <= target <= 1 or (target == 0 and not least_allowed):
            return "target应在0%到100%之间，且大于0%"
        return ""

    def _step_advice(self, target: Fraction) -> str:
        top = target if not self.lower and not self.adds else Fraction(1)
        if self.each is not None and not 0 < self.each <= top:
            return "each应大于0%，且不超过target"
        if self.by != "step" and (self.each is not None or self.steps is not None):
            return f"by: {self.by}按比例计分，不能再写each和steps，请删去"
        if self.each is None and self.steps is not None:
            return "写了steps就要写each（每低几个百分点），例如 each: 1%"
        return ""

    def _bottom_advice(self, target: Fraction) -> str:
        """The bottom lies on the other side of what the clause prices."""
        if self.bottom is None:
            return "by: line从底线起按比例计分，要写bottom（底线，例如 90%）" if self.by == "line" else ""
        worse = self.bottom > target if self.lower else self.bottom < target
        if not worse:
            return f"bottom（底线）应{'大于' if self.lower else '小于'}target"
        return "达到才加分的，不用写bottom（底线），请删去" if self.adds and self._is_gate else ""

    @property
    def _is_gate(self) -> bool:
        return self.by == "step" and self.each is None

    def _most_advice(self, target: Fraction) -> str:
        if self.most is None:
            return ""
        if self.by != "share" or not self.adds or self.lower:
            return "most（完成率最多按百分之几计）只能和by: share、add一起写"
        return "" if self.most > 1 else "most应大于100%，例如 120%；不写就是最多按100%计"

    def _band_advice(self) -> str:
        alone = {"target", "each", "by", "bottom", "most"} & self.model_fields_set
        if alone:
            return f"写了bands（分档）就不能再写{'、'.join(sorted(alone))}，请删去"
        return banding.advice(self.bands, percent_text)

    @property
    def adds(self) -> bool:
        return self.add is not None or banding.earns(self.bands)

    @property
    def takes_all(self) -> bool:
        stepped = self.by == "step" and self.bottom is not None and not self.adds
        return super().takes_all or stepped or banding.takes_all(self.bands)

    def clause(self) -> str:
        if self.bands:
            return f"{self.label}{'，'.join(self._band_texts())}{self.limit_words()}"
        bound = "不超过" if self.lower else "达到"
        head = f"{self.label}应{bound}{percent_text(Fraction(1) if self.target is None else self.target)}"
        return f"{head}，{self._price()}{self.limit_words()}"

    def _band_texts(self) -> list[str]:
        return banding.texts(self.bands, rate_span, self.nothing)

    def _price(self) -> str:
        return self._price_words() + ("" if self.by == "line" else self._bottom_words())

    def _price_words(self) -> str:
        if self.by != "step":
            verb = "得分，最多加" if self.adds else "得分，未得的扣去，最多扣"
            way = (
                "完成比例"
                if self.by == "share"
                else f"{percent_text(self._worst)}至{percent_text(self._best)}之间的位置"
            )
            if self.most:
                return f"按{way}得分，完成100%得{plain(self.price)}分，最多按{percent_text(self.most)}计"
            return f"按{way}{verb}{plain(self.price)}分"
        if self.each is None:
            reached = "达到" if not self.lower else "不超过"
            missed = "未达到" if not self.lower else "超过"
            return f"{reached if self.adds else missed}的{self.price_text()}"
        way = "高" if self.lower != self.adds else "低"
        price = f"每{way}{plain(self.each * 100)}个百分点{self.price_text()}"
        words = STEP_WORDS[self.steps].replace("不扣", self.nothing[:2]) if self.steps else ""
        return f"{price}（{words}）" if words else price

    def _bottom_words(self) -> str:
        if self.bottom is None:
            return ""
        worth = "此项不得分" if self.by == "step" and not self.adds else "不得分"
        return f"，{'超过' if self.lower else '低于'}{percent_text(self.bottom)}的{worth}"

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
        place, band = banding.found(self.bands, rate)
        above = self.bands[place - 1].start if place else None
        return band.verdict(f"{said}{percent_text(rate, below=above)}，{self._band_texts()[place]}")

    @property
    def _best(self) -> Fraction:
        return self.target if self.target is not None else Fraction(1)

    @property
    def _worst(self) -> Fraction:
        return self.bottom if self.bottom is not None else Fraction(0)

    def _compare(self, rate: Fraction, said: str) -> Verdict:
        target = self._best
        words = f"{said}{self._rate_text(rate)}，{self._result(rate, target)}"
        if self._is_beyond_bottom(rate) and (self.adds or self.by == "step"):
            return self._nothing_left(words)
        if self.by != "step":
            return self._shared(rate, words)
        good = rate <= target if self.lower else rate >= target
        if good != self.adds:
            return Verdict("met", f"{words}，{self.nothing}")
        times = self._steps(abs(target - rate))
        if times == 0 and self.adds:
            return Verdict("met", f"{words}，{self.nothing}")
        return self.priced(f"{words}，{self._price()}", times)

    def _rate_text(self, rate: Fraction) -> str:
        """So exact that a rate below a bound is not rounded up to it."""
        if self.lower:
            return percent_text(rate)
        missed = [bound for bound in (self.bottom, self._best) if bound is not None and rate < bound]
        return percent_text(rate, below=min(missed, default=self._best))

    def _is_beyond_bottom(self, rate: Fraction) -> bool:
        if self.bottom is None:
            return False
        return rate > self.bottom if self.lower else rate < self.bottom

    def _nothing_left(self, words: str) -> Verdict:
        words = f"{words}{self._bottom_words()}"
        if self.adds:
            return Verdict("met", f"{words}，{self.nothing}")
        return Verdict("lost", words, zeroes=True)

    def _result(self, rate: Fraction, target: Fraction) -> str:
        if self.lower:
            return f"{'未超过' if rate <= target else '超过'}{percent_text(target)}"
        return f"{'达到' if rate >= target else '低于'}{percent_text(target)}"

    def _shared(self, rate: Fraction, words: str) -> Verdict:
        reached = self._reached(rate)
        share = reached if self.adds else 1 - reached
        if share == 0:
            return Verdict("met", f"{words}，{self.nothing}")
        called = "完成" if self.by == "share" else "折合"
        return self.priced(
            f"{words}，{called}{percent_text(reached, below=Fraction(1))}，{self._price()}", share
        )

    def _reached(self, rate: Fraction) -> Fraction:
        """How far the target is reached: 1 is there."""
        if self._is_beyond_bottom(rate):
            return Fraction(0)
        if self.by == "line":
            way = (rate - self._worst) / (self._best - self._worst)
            return min(Fraction(1), max(Fraction(0), way))
        if self.lower:
            return Fraction(1) if rate <= self._best else self._best / rate
        return min(self.most or Fraction(1), rate / self._best)

    def _steps(self, gap: Fraction) -> Fraction:
        if self.each is None:
            return Fraction(1)
        return whole_steps(gap / self.each, self.steps)


def _given(value: str | int | None) -> Fraction | int | None:
    """A recorded number: whole ones are as they are, others come as text."""
    return Fraction(value) if isinstance(value, str) else value


@lru_cache(maxsize=1024)
def _unit(name: str) -> str:
    """The measure word inside a name such as 应谈话人数, or nothing."""
    match = re.search(r"(人|次|份|项|件|处|个|场|户|组|篇)数$", name)
    return match[1] if match else ""
