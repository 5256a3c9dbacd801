"""Bands: a number that is worth what its band says. 论文5篇以上得5分，3至4篇得3分; 排名第1的加5分."""

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Literal

from pydantic import Field

from inspect_app.domain.quantities import Number, plain
from inspect_app.domain.rules import banding
from inspect_app.domain.rules.banding import NumberBand, number_span
from inspect_app.domain.rules.base import Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import ExactNumber, WholeNumber


class Bands(Rule):
    """The number `value` falls into one of `bands`, written from the highest down to 0; `step` says how finely it is
    recorded.
    """

    kind: Literal["bands"]
    value: str = Field(default="数量", min_length=1, max_length=30)
    unit: str = Field(default="个", min_length=1, max_length=4)
    step: Number = Field(default=Decimal(1))
    bands: tuple[NumberBand, ...] = Field(min_length=1)

    def contradiction(self) -> str:
        return "step应大于0" if self.step <= 0 else banding.advice(self.bands, plain)

    @property
    def adds(self) -> bool:
        return banding.earns(self.bands)

    @property
    def takes_all(self) -> bool:
        return super().takes_all or banding.takes_all(self.bands)

    @property
    def nothing(self) -> str:
        """How a band without a price reads."""
        return "不加分" if self.adds else "不扣分"

    def clause(self) -> str:
        return f"{self.label}，{self.value}{'，'.join(self._texts())}{self.limit_words()}"

    def _texts(self) -> list[str]:
        span = partial(number_span, unit=self.unit, step=self.step)
        return banding.texts(self.bands, span, self.nothing)

    def fields(self) -> Fields:
        if self.step == 1:
            return {"value": WholeNumber(self.value, unit=self.unit)}
        return {"value": ExactNumber(self.value, unit=self.unit, step=self.step)}

    def judge(self, facts: Facts) -> Verdict:
        if facts.get("value") is None:
            return Verdict("open", f"还缺{self.value}（没有的填0）")
        number = Fraction(facts["value"])
        place, band = banding.found(self.bands, number)
        return band.verdict(f"{self.label}：{self.value}{plain(number)}{self.unit}，{self._texts()[place]}")
