"""How a date, a score and a person read, on the screen and on paper alike."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from inspect_app.domain.quantities import plain
from inspect_app.domain.quoting import quoted

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
DIGITS = "〇一二三四五六七八九"


def chinese_date(day: date) -> str:
    """2020年7月3日: Arabic numerals without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment(at: datetime) -> str:
    """7月3日 10:32: when something happened, within the year."""
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese characters, as headings are counted: 一, 十, 十二, 二十."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is not within 1 and 99")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def score_text(score: Decimal) -> str:
    """A score as people write it: no trailing zeros."""
    return plain(score)


def amount_text(amount: Decimal) -> str:
    """What a line did to the score: 扣2分, 加1分, 不扣分."""
    if not amount:
        return "不扣分"
    return f"扣{plain(-amount)}分" if amount < 0 else f"加{plain(amount)}分"


def signed_text(amount: Decimal) -> str:
    """An amount with its sign for a column of figures: -2, +1, 0."""
    return f"+{plain(amount)}" if amount > 0 else plain(amount)


def assessment_title(round_title: str) -> str:
    """A round's title as a document names it: 2020年年终 is 2020年年终考核."""
    named = any(word in round_title for word in ("考核", "检查", "督查", "巡查", "测评"))
    return round_title if named else f"{round_title}考核"


def people_text(names: Iterable[str]) -> str:
    """张三、李四."""
    return "、".join(names)


def document_number(prefix: str, year: int, number: int) -> str:
    """发文字号 without 第 and leading zeros: 云督〔2020〕3号."""
    return f"{prefix}〔{year}〕{number}号"


def file_name(title: str, suffix: str) -> str:
    """A title as the name of a file that every system takes."""
    return _NOT_IN_NAMES.sub("_", title)[:100].strip(" .") + suffix


FILTERS = {
    "chinese_date": chinese_date,
    "moment": moment,
    "chinese_number": chinese_number,
    "score": score_text,
    "amount": amount_text,
    "signed": signed_text,
    "people": people_text,
    "quoted": quoted,
}
