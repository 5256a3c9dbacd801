"""Choice: one of several. 无记录扣3分，记录不规范扣1分; 好得4分、较好得3分、一般得1分."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from inspect_app.domain.quantities import Points, PointsOrAll, plain
from inspect_app.domain.rules.base import Facts, Fields, Rule, Strict, Verdict
from inspect_app.domain.rules.fields import OneOf


class Option(Strict):
    """One degree of fault and what it costs (all: the whole item), or one grade of quality and what it earns."""

    name: str = Field(min_length=1, max_length=30)
    deduct: PointsOrAll | None = None
    add: Points | None = None

    def price_text(self) -> str:
        """扣1分, 加4分 or 此项不得分."""
        if self.deduct == "all":
            return "此项不得分"
        return f"加{plain(self.add)}分" if self.add is not None else f"扣{plain(self.deduct or 0)}分"


class Choice(Rule):
    """Exactly one of `options`, or `good`, which costs nothing; where options earn, `good` earns nothing."""

    kind: Literal["choice"]
    good: str = Field(default="符合要求", min_length=1, max_length=30)
    options: tuple[Option, ...] = Field(min_length=1)

    def contradiction(self) -> str:
        names = [self.good_name, *(option.name for option in self.options)]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            return f"选项“{doubled[0]}”重名，请改一个"
        if any((option.deduct is None) == (option.add is None) for option in self.options):
            return (
                "options里每一种都要写deduct（扣分）或add（加分），写一个；不扣分也不加分的那一种写在good里"
            )
        return ""

    @property
    def good_name(self) -> str:
        """What the choice without a price is called."""
        return "不得分" if self.adds and "good" not in self.model_fields_set else self.good

    @property
    def adds(self) -> bool:
        return all(option.add is not None for option in self.options)

    @property
    def takes_all(self) -> bool:
        return self.zeroes or any(option.deduct == "all" for option in self.options)

    def clause(self) -> str:
        prices = "，".join(f"{option.name}的{option.price_text()}" for option in self.options)
        return f"{self.label}：{prices}{self.limit_words()}"

    def fields(self) -> Fields:
        names = [option.name for option in self.options]
        ordered = [*names, self.good_name] if self.adds else [self.good_name, *names]
        return {"choice": OneOf(self.label, choices=[(name, name) for name in ordered])}

    def judge(self, facts: Facts) -> Verdict:
        chosen = facts.get("choice")
        if chosen is None:
            return Verdict("open", "还没有选择情形")
        if chosen == self.good_name:
            return Verdict("met", f"{self.label}：{chosen}，{'不加分' if self.adds else '不扣分'}")
        option = next(option for option in self.options if option.name == chosen)
        if option.deduct == "all":
            return Verdict("lost", f"{self.label}：{chosen}，此项不得分", zeroes=True)
        if option.add is not None:
            return Verdict("gained", f"{self.label}：{chosen}", Fraction(option.add))
        return Verdict("lost", f"{self.label}：{chosen}", Fraction(option.deduct or 0))
