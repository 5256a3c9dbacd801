"""Late: a day against a due day, or days. 逾期未报扣2分，每推迟1天再扣0.5分; 未报的不得分."""

import calendar
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Literal

from pydantic import Field

from inspect_app.domain.quantities import Points, PointsOrAll, plain
from inspect_app.domain.rules import banding
from inspect_app.domain.rules.banding import NumberBand, number_span
from inspect_app.domain.rules.base import Facts, Fields, Rule, Verdict
from inspect_app.domain.rules.fields import Day, OneOf, WholeNumber

RECORDED = "recorded"


class Late(Rule):
    """After `due` costs `deduct` once and `per_day` for each `unit`, or what `bands` say; `never` is the price of not
    at all.

    Without `due` the number of `unit` is recorded, with `due: recorded` both days are. Of two days the program counts
    天, 周 and 个月, a started one as a whole one; it knows no holidays, and so no working days.
    """

    kind: Literal["late"]
    due: str | None = Field(default=None, min_length=1, max_length=10)
    unit: str = Field(default="天", min_length=1, max_length=4)
    deduct: Points | None = None
    per_day: Points | None = None
    bands: tuple[NumberBand, ...] = ()
    never: PointsOrAll | None = None

    def contradiction(self) -> str:
        priced = self.deduct is not None or self.per_day is not None
        if not priced and not self.bands:
            return "缺少“deduct”（逾期扣几分）、“per_day”（每晚一天扣几分）或“bands”（分档），请至少写一个"
        if priced and self.bands:
            return "写了bands（分档）就不能再写deduct和per_day，请删去"
        if self.due is not None and self.unit not in COUNTED:
            known = "、".join(COUNTED)
            return f"写了due（日期），unit只能是{known}；按“{self.unit}”计的请删去due，由检查人员填逾期几{self.unit}"
        if self.bands and (self.bands[-1].deduct is not None or banding.earns(self.bands)):
            return "bands是逾期的扣分，最低一档是按时完成，写{from: 0}，其余各档写deduct"
        advice = banding.advice(self.bands, plain) if self.bands else ""
        return advice or self._due_advice()

    def _due_advice(self) -> str:
        if self.due not in {None, RECORDED} and self._due() is None:
            return f"due应写例如2020-06-30的日期，或recorded（由检查人员填写），不能写“{self.due}”"
        return ""

    @property
    def takes_all(self) -> bool:
        return self.zeroes or self.never == "all" or banding.takes_all(self.bands)

    def _due(self) -> date | None:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", self.due or ""):
            return None
        try:
            return date.fromisoformat(self.due or "")
        except ValueError:
            return None

    def clause(self) -> str:
        day = self._due()
        head = f"{self.label}应在{_said(day)}前完成" if day else f"{self.label}应按时完成"
        return f"{head}，{self._price()}{self._never_text()}{self.limit_words()}"

    def _band_texts(self) -> list[str]:
        span = partial(number_span, unit=self.unit, step=Decimal(1))
        return [f"逾期{text}" for text in banding.texts(self.bands, span, "不扣分")]

    def _price(self) -> str:
        if self.bands:
            return "，".join(self._band_texts()[:-1])
        parts = [f"逾期的扣{plain(self.deduct)}分"] if self.deduct is not None else []
        if self.per_day is not None:
            parts.append(f"每逾期1{self.unit}{'再' if parts else ''}扣{plain(self.per_day)}分")
        return "，".join(parts)

    def _never_text(self) -> str:
        if self.never is None:
            return ""
        return "，没有完成的此项不得分" if self.never == "all" else f"，没有完成的扣{plain(self.never)}分"

    def fields(self) -> Fields:
        fields: Fields = {}
        if self.due == RECORDED:
            fields["due"] = Day("应完成日期")
        if self.due is None:
            fields["days"] = WholeNumber(f"逾期{self.unit}数（按时的填0）", unit=self.unit)
        else:
            fields["date"] = Day("实际完成日期")
        if self.never is not None:
            fields["done"] = OneOf(self.label, choices=[("yes", "已完成"), ("no", "没有完成")])
        return fields

    def judge(self, facts: Facts) -> Verdict:
        if self.never is not None and facts.get("done") == "no":
            return self._not_done(self.never)
        if self.due is None:
            return self._by_days(facts.get("days"))
        due = self._due() or (date.fromisoformat(facts["due"]) if facts.get("due") else None)
        done = date.fromisoformat(facts["date"]) if facts.get("date") else None
        missing = [name for name, day in (("应完成日期", due), ("实际完成日期", done)) if day is None]
        if due is None or done is None:
            return Verdict("open", f"还缺{'、'.join(missing)}")
        said = f"{self.label}：应于{_said(due)}前完成，{_said(done)}完成"
        return self._late(said, COUNTED[self.unit](due, done))

    def _not_done(self, never: object) -> Verdict:
        if never == "all":
            return Verdict("lost", f"{self.label}：没有完成，此项不得分", zeroes=True)
        return Verdict("lost", f"{self.label}：没有完成", Fraction(str(never)))

    def _by_days(self, days: int | None) -> Verdict:
        if days is None:
            return Verdict("open", f"还缺逾期{self.unit}数（按时的填0）")
        return self._late(f"{self.label}：{'按时完成' if not days else '完成'}", days)

    def _late(self, said: str, days: int) -> Verdict:
        if not days:
            return Verdict("met", f"{said}，没有逾期，不扣分")
        said = f"{said}，逾期{days}{self.unit}"
        if self.bands:
            place, band = banding.found(self.bands, Fraction(days))
            return band.verdict(f"{said}，{self._band_texts()[place]}")
        amount = Fraction(self.deduct or 0) + days * Fraction(self.per_day or 0)
        return Verdict("lost", f"{said}，{self._price()}", amount)


def _days(due: date, done: date) -> int:
    return max(0, (done - due).days)


def _weeks(due: date, done: date) -> int:
    return -(-_days(due, done) // 7)


def _months(due: date, done: date) -> int:
    """How many months have begun after the due day: from 31 January to 1 March are two."""
    whole = (done.year - due.year) * 12 + done.month - due.month
    return max(0, whole + (done > _month_later(due, whole)))


def _month_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


COUNTED = {"天": _days, "周": _weeks, "个月": _months}


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
