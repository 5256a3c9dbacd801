"""整改通知书: problems found, each with its basis, the demand and the deadline, and a slip to send back."""

from dataclasses import dataclass
from datetime import date

from inspect_app.printing.imprint import Imprint

SLIP_TITLE = "整改情况回执"


@dataclass(frozen=True)
class Basis:
    """Where a demand comes from: `source` as 《市局2020年党建工作要点》五/14, and the words quoted from it."""

    source: str
    quote: str = ""


@dataclass(frozen=True)
class NoticeFinding:
    """One problem. `heading` is a few words without punctuation, the others are sentences ending in 。"""

    heading: str
    problem: str
    demand: str
    deadline: date
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True)
class Notice:
    """One notice to one unit. `title` may mark its places to break with `|`."""

    imprint: Imprint
    subject: str
    title: str
    opening: str
    findings: tuple[NoticeFinding, ...]
    closing: str
    attachments: tuple[str, ...] = ()

    @property
    def attachment_names(self) -> tuple[str, ...]:
        """附件说明: the slip, which is printed with the notice, then what is sent along with it."""
        return (SLIP_TITLE, *self.attachments)

    @property
    def heading(self) -> str:
        """The title as one string, for the PDF's own title."""
        return f"{self.title.replace('|', '')}（{self.subject}）"
