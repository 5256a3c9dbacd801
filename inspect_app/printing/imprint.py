"""What frames an official document: who sends it, its number, its date, who gets copies."""

from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from inspect_app.formatting import chinese_date, document_number

DATE_INDENT = 4.0  # 字 between the date and the right edge (GB/T 9704, 7.3.5.1)


@dataclass(frozen=True)
class Imprint:
    """版头 and 版记. `number` is None for a draft; `copies` are the 抄送机关, `printed_by` the 印发机关."""

    office: str
    prefix: str
    day: date
    number: int | None = None
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None

    @property
    def number_text(self) -> str:
        """发文字号; a draft has room for its number."""
        if self.number is None:
            return f"{self.prefix}〔{self.day.year}〕　　号"
        return document_number(self.prefix, self.day.year, self.number)

    @property
    def office_indent(self) -> float:
        """字 between the 署名 and the right edge, so that it is centred above the date."""
        return max(0.0, DATE_INDENT + (width(chinese_date(self.day)) - width(self.office)) / 2)


def width(text: str) -> float:
    """The text's width in 字: East Asian characters count 1, others a half."""
    return sum(1.0 if east_asian_width(one) in "WFA" else 0.5 for one in text)
