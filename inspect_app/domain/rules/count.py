"""Count: each one found costs or earns. 每发现一处扣0.5分; 每10件扣1分; 第1起扣1分，第2起及以后每起扣2分."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from wtforms import Form

from inspect_app.domain.quantities import Number, Points, plain, whole_steps
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Flag, Priced, Strict, Verdict
from inspect_app.domain.rules.fields import ExactNumber, WholeNumber
from inspect_app.domain.rules.listing import KEYS, ListingForm, gap_in, listed_words, listing_fields
from inspect_app.domain.rules.rows import with_rows


class Price(Strict):
    """One sort of what is counted, with its own price."""

    name: Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[^\s-]+$")]
    deduct: Points | None = None
    add: Points | None = None

    @property
    def amount(self) -> Fraction:
        """What one costs or earns."""
        return Fraction(self.add or self.deduct or 0)


class CountForm(FactForm):
    """Graver ones are among those found."""

    counted: ClassVar[tuple[str, ...]] = ("count",)

    def found_number(self) -> tuple[int | None, str]:
        """How many were found, once that is known, and what that number is called."""
        numbers = [self[name].data for name in self.counted]
        return None if None in numbers else sum(numbers), "数量"


class Count(Priced):
    """A price for each one found; 0 recorded is "nothing found", which is not "not checked".

    With `prices` each sort has its own; `take` says whether they add up or the highest alone counts. `listed` asks
    for each one found what and where it is; with an `event` each of them is one. `each` is how many the price is for,
    `steps` what a started lot counts (down: nothing). `step` says how finely amounts are counted (0.01亿元).
    With `rising` the first costs the first of these prices, the second the second, all further ones the last.
    """

    kind: Literal["count"]
    unit: str = Field(default="处", min_length=1, max_length=4)
    prices: tuple[Price, ...] = ()
    take: Literal["sum", "highest"] = "sum"
    listed: Flag = False
    each: Number = Decimal(1)
    steps: Literal["exact", "up", "down"] | None = None
    step: Number = Decimal(1)
    rising: tuple[Points, ...] = ()

    FORM_BASE: ClassVar[type[FactForm]] = CountForm

    @property
    def form_base(self) -> type[FactForm]:
        return ListingForm if self.listed else CountForm

    @property
    def names_events(self) -> bool:
        return self.listed

    def contradiction(self) -> str:
        if self.listed and self.event is not None and self.take == "highest":
            return "listed和event一起写时，同一件事已经只计一次，不能再写take: highest"
        if self.each <= 0 or self.step <= 0:
            return f"{'each' if self.each <= 0 else 'step'}应大于0"
        return self._lot_advice()

    def _lot_advice(self) -> str:
        lots = {"each", "steps", "step", "rising"} & self.model_fields_set
        several = "prices" if self.prices else "event" if self.event is not None else ""
        if lots and several:
            return f"{'、'.join(sorted(lots))}不能和{several}一起写，请分成两条规则"
        if self.rising and lots != {"rising"}:
            return "rising（逐个加重）按个数计，不能再写each、steps和step"
        if "step" in lots and (self.listed or self.aggravated):
            return f"step（按金额等计）不能和{'listed' if self.listed else 'aggravated'}一起写"
        if self.steps is not None and "each" not in lots:
            return "写了steps就要写each（每几个计一次），例如 each: 10"
        return ""

    def price_advice(self) -> str:
        if self.rising:
            priced = self.deduct is not None or self.add is not None or self.prices
            return "写了rising（逐个加重）就不能再写deduct、add和prices，请删去" if priced else ""
        if not self.prices:
            return super().price_advice() or ("take只能和prices一起写" if self.take != "sum" else "")
        if self.deduct is not None or self.add is not None:
            return "写了prices（几种价）就不能再写deduct或add，请删去"
        if any((one.deduct is None) == (one.add is None) for one in self.prices):
            return "prices里每一种都要写deduct（扣分）或add（加分），写一个"
        if len({one.add is None for one in self.prices}) > 1:
            return "prices里不能有的加分、有的扣分，请分成两条规则"
        names = [one.name for one in self.prices]
        return "" if len(set(names)) == len(names) else "prices里有重名的，请改一个name"

    @property
    def adds(self) -> bool:
        return self.add is not None or bool(self.prices and self.prices[0].add is not None)

    def clause(self) -> str:
        if not self.prices:
            return f"{self.label}，{self._lot_price()}{self.limit_words()}"
        listed = "、".join(f"{one.name}每{self.unit}{self._price(one)}" for one in self.prices)
        rule = "，就高计一次" if self.take == "highest" else ""
        return f"{self.label}，{listed}{rule}{self.limit_words()}"

    def _price(self, one: Price) -> str:
        return f"{'加' if self.adds else '扣'}{plain(one.amount)}分"

    def _lot_price(self) -> str:
        """每处扣0.5分, 每10件扣1分（不足的不计）, or 第1起扣1分，第2起及以后每起扣2分."""
        if self.rising:
            *firsts, last = (f"扣{plain(price)}分" for price in self.rising)
            said = [f"第{n}{self.unit}{price}" for n, price in enumerate(firsts, 1)]
            rest = (
                f"第{len(self.rising)}{self.unit}及以后每{self.unit}{last}"
                if firsts
                else f"每{self.unit}{last}"
            )
            return "，".join([*said, rest])
        if "each" not in self.model_fields_set:
            return f"每{self.unit}{self.price_text()}"
        note = {"up": "不足的按一次", "down": "不足的不计", "exact": "不足的按比例"}[self._started]
        return f"每{plain(self.each)}{self.unit}{self.price_text()}（{note}）"

    @property
    def _started(self) -> str:
        return self.steps or ("exact" if self.step != 1 else "down")

    def _lots(self, count: Fraction) -> Fraction:
        """How often the price is due."""
        return whole_steps(count / Fraction(self.each), self._started)

    @property
    def called(self) -> str:
        """What the first column of a list is called."""
        if self.event is not None:
            return f"{self.event.name}名称"
        return "内容" if self.adds else "问题"

    @property
    def _nothing(self) -> str:
        return "没有" if self.adds else "检查未发现"

    def fields(self) -> Fields:
        if self.listed:
            sorts = [one.name for one in self.prices]
            return listing_fields(self.called, self._nothing, sorts, places=self.event is None)
        if not self.prices:
            called = "数量" if self.adds else "发现数量"
            if self.step != 1:
                return {"count": ExactNumber(called, unit=self.unit, step=self.step)}
            return {"count": WholeNumber(called, unit=self.unit)}
        names: dict[str, Any] = {
            f"n_{one.name}": WholeNumber(one.name, unit=self.unit) for one in self.prices
        }
        return {**names, "counted": tuple(names)}

    def facts(self, form: Form) -> dict[str, Any]:
        """As for any rule, without the empty rows that the page offers."""
        facts = super().facts(form)
        return with_rows(facts, form, wanted=KEYS) if self.listed else facts

    def judge(self, facts: Facts) -> Verdict:
        if self.listed:
            return self._judge_list(facts.get("rows") or [], facts)
        if self.prices:
            return self._judge_sorts(facts)
        count = facts.get("count")
        if count is None:
            return Verdict("open", "还缺数量（没有的填0）" if self.adds else "还缺发现数量（没有发现的填0）")
        return self._judge_number(Fraction(count))

    def _judge_number(self, count: Fraction) -> Verdict:
        if count == 0:
            return Verdict("met", f"{self.label}：{self._nothing}，{self.nothing}")
        found = "" if self.adds else "发现"
        words = f"{self.label}：{found}{plain(count)}{self.unit}，{self._lot_price()}"
        if self.rising:
            further = max(int(count) - len(self.rising), 0)
            cost = sum(self.rising[: int(count)], Decimal(0)) + further * self.rising[-1]
            return Verdict("lost", words, Fraction(cost))
        lots = self._lots(count)
        return self.priced(words, lots) if lots else Verdict("met", f"{words}，{self.nothing}")

    def _judge_list(self, rows: list[Facts], facts: Facts) -> Verdict:
        if not rows and not facts.get("nothing"):
            return Verdict("open", f"还没有列出{self.called}（没有的选“{self._nothing}”）")
        gap = gap_in(rows, self.called, self.unit, sorted_=bool(self.prices))
        if gap:
            return Verdict("open", gap)
        sorts = [row.get("sort", "") for row in rows]
        numbers = {f"n_{one.name}": sorts.count(one.name) for one in self.prices} or {"count": len(rows)}
        verdict = (
            self._judge_sorts(numbers) if self.prices else self._judge_number(Fraction(numbers["count"]))
        )
        if not rows:
            return verdict
        worth = {one.name: one.amount for one in self.prices} or {"": Fraction(self.price)}
        events = [(str(row["what"]), worth[row.get("sort", "")]) for row in rows]
        words = f"{verdict.words}（{listed_words(rows)}）"
        return replace(verdict, words=words, events=tuple(events) if self.event else ())

    def _judge_sorts(self, facts: Facts) -> Verdict:
        missing = [one.name for one in self.prices if facts.get(f"n_{one.name}") is None]
        if missing:
            return Verdict("open", f"还缺{'、'.join(missing)}的数量（没有的填0）")
        found = [(one, facts[f"n_{one.name}"]) for one in self.prices if facts[f"n_{one.name}"]]
        if not found:
            return Verdict("met", f"{self.label}：都没有，{self.nothing}")
        said = "，".join(f"{one.name}{n}{self.unit}、每{self.unit}{self._price(one)}" for one, n in found)
        amount = sum((one.amount * n for one, n in found), Fraction(0))
        if self.take == "highest":
            best = max((one for one, _ in found), key=lambda one: one.amount)
            said, amount = f"{said}，就高按{best.name}计一次", best.amount
        return Verdict("gained" if self.adds else "lost", f"{self.label}：{said}", amount)
