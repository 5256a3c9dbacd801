"""Over: above a limit or a baseline. 每超1人扣5分; 与上年相比每增加1起扣2分、每减少1起加1分."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from inspect_app.domain.quantities import Number, Percent, percent_text, plain, whole_steps
from inspect_app.domain.rules.base import Facts, Fields, Flag, Priced, Verdict
from inspect_app.domain.rules.fields import ExactNumber
from inspect_app.domain.rules.rate import STEP_WORDS


class Over(Priced):
    """The value against `most`, or against a recorded `baseline` (上年数); each `step` beyond it is priced.

    `way: under` prices what is below instead. With both `deduct` and `add` what is over costs and what is under
    earns (with `way: under` the other way round). `relative` measures in per cent of the baseline. With `share` the
    bound is so much of the baseline (上年数的90%). With `once` being beyond at all counts once. With `office` the
    baseline is the office's to give. `signed` numbers may be below nought (增速).
    """

    kind: Literal["over"]
    value: str = Field(default="实际数", min_length=1, max_length=30)
    most: Number | None = None
    baseline: str | None = Field(default=None, min_length=1, max_length=30)
    way: Literal["over", "under"] = "over"
    unit: str = Field(default="个", min_length=1, max_length=4)
    step: Number = Field(default=Decimal(1))
    steps: Literal["exact", "up", "down"] = "exact"
    relative: Flag = False
    once: Flag = False
    office: Flag = False
    share: Percent | None = None
    signed: Flag = False

    def price_advice(self) -> str:
        return "" if self.deduct is not None and self.add is not None else super().price_advice()

    @property
    def adds(self) -> bool:
        return self.add is not None and self.deduct is None

    @property
    def _opposite(self) -> "Over | None":
        """What a rule with two prices says of the other direction."""
        if self.deduct is None or self.add is None:
            return None
        way: Literal["over", "under"] = "under" if self.way == "over" else "over"
        return self.model_copy(update={"way": way, "deduct": None})

    @property
    def _first(self) -> "Over":
        """What a rule with two prices says of its own direction."""
        return self.model_copy(update={"add": None}) if self._opposite else self

    def contradiction(self) -> str:
        if (self.most is None) == (self.baseline is None):
            return "要写most（限额）或baseline（由检查人员填写的基数，例如 上年数），写一个"
        if self.step <= 0:
            return "step应大于0"
        if self.office and self.baseline is None:
            return "office（由督导办提供）说的是基数，要和baseline一起写"
        return self._bound_advice() or self._name_advice()

    def _bound_advice(self) -> str:
        if self.share is not None and self.baseline is None:
            return "share（基数的几成）要和baseline一起写"
        if self.share is not None and self.share == 0:
            return "share应大于0%，例如压减10%写 share: 90%"
        if self.signed and (self.relative or self.share is not None):
            return "signed（可以是负数）不能和relative、share一起写：负的基数不能算百分之几"
        return "once只计一次，不能再写step和steps" if self.once and self._stepped else ""

    def _name_advice(self) -> str:
        sum_ = re.search(r"[*×%％+＋÷/]", self.baseline or "")
        if sum_ is None:
            return ""
        advice = "基数的几成写share，例如 baseline: 上年数, share: 90%"
        return f"baseline只写基数的名称，不能写算式“{self.baseline}”；{advice}"

    @property
    def _stepped(self) -> bool:
        return bool({"step", "steps"} & self.model_fields_set)

    @property
    def _bound(self) -> str:
        if self.most is not None:
            return f"{plain(self.most)}{self.unit}"
        return f"{self.baseline}{self._of_share}"

    @property
    def _of_share(self) -> str:
        return "" if self.share is None else f"的{percent_text(self.share)}"

    def clause(self) -> str:
        way = "超过" if self.way == "over" else "低于"
        bound = f"{self.baseline}（由督导办提供）{self._of_share}" if self.office else self._bound
        other = self._opposite
        reverse = "低于" if self.way == "over" else "超过"
        more = f"；{reverse}的，{other.price_words()}" if other else ""
        return (
            f"{self.label}，{self.value}{way}{bound}的，{self._first.price_words()}{more}{self.limit_words()}"
        )

    def price_words(self) -> str:
        """每超1人扣5分."""
        if self.once:
            return self.price_text()
        way = self._beyond if self.most is not None or self.signed else "增" if self.way == "over" else "减"
        step = f"{plain(self.step)}%" if self.relative else f"{plain(self.step)}{self.unit}"
        note = STEP_WORDS[self.steps].replace("不扣", self.nothing[:2])
        return f"每{way}{step}{self.price_text()}" + (
            f"（{note}）" if "steps" in self.model_fields_set else ""
        )

    def fields(self) -> Fields:
        value: Fields = {"value": self._number(self.value)}
        return {**({"base": self._number(self.baseline)} if self.baseline else {}), **value}

    def _number(self, name: str) -> ExactNumber:
        return ExactNumber(name, unit=self.unit, signed=self.signed)

    def judge(self, facts: Facts) -> Verdict:
        base, value = facts.get("base") if self.baseline else self.most, facts.get("value")
        missing = [str(name) for name, one in ((self.baseline, base), (self.value, value)) if one is None]
        if base is None or value is None:
            return Verdict("open", f"还缺{'、'.join(missing)}")
        start, actual = Fraction(base), Fraction(value)
        called = self.baseline or ("限额" if self.way == "over" else "要求")
        bound = start if self.share is None else start * self.share
        share = (
            "" if self.share is None else f"，{self._of_share.removeprefix('的')}为{plain(bound)}{self.unit}"
        )
        said = (
            f"{self.label}：{called}{plain(start)}{self.unit}{share}，{self.value}{plain(actual)}{self.unit}"
        )
        if self.relative and start == 0:
            return Verdict("void", f"{said}，{called}为0，不能算增减幅度，本条不适用")
        other = self._opposite
        beyond = actual > bound if self.way == "over" else actual < bound
        rule = self._first if beyond or other is None else other
        return rule.priced_gap(said, bound, actual, start)

    def priced_gap(self, said: str, bound: Fraction, actual: Fraction, start: Fraction) -> Verdict:
        """The verdict on the difference, in the direction that this rule prices; in per cent it is one of `start`."""
        gap = actual - bound if self.way == "over" else bound - actual
        if gap <= 0:
            return Verdict(
                "met", f"{said}，{'没有超过' if self.way == 'over' else '没有低于'}，{self.nothing}"
            )
        if self.relative:
            gap = gap / start * 100
            said = f"{said}，{self._beyond}{percent_text(gap / 100)}"
        else:
            said = f"{said}，{self._beyond}{plain(gap)}{self.unit}"
        times = self._times(gap)
        once = ("超过的" if self.way == "over" else "低于的") if self.once else ""
        return (
            self.priced(f"{said}，{once}{self.price_words()}", times)
            if times
            else Verdict("met", f"{said}，{self.nothing}")
        )

    @property
    def _beyond(self) -> str:
        """Of numbers that have a sign people say 高 and 低."""
        over, under = ("高", "低") if self.signed else ("超", "少")
        return over if self.way == "over" else under

    def _times(self, gap: Fraction) -> Fraction:
        if self.once:
            return Fraction(1)
        return whole_steps(gap / Fraction(self.step), self.steps)
