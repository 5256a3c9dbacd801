"""整改通知书: problems found, each with its basis, the demand and the deadline, and a slip to send back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from inspect_app.printing.evidence import SheetEvidence, picture_groups
from inspect_app.printing.imprint import Imprint

SLIP_TITLE = "整改情况回执"
PICTURES_TITLE = "问题照片"


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
    """One notice to one unit. `title` may mark its places to break with `|`.

    `evidence` shows the problems: its item ids are the findings' headings, `images` maps sha256 to its files.
    """

    imprint: Imprint
    subject: str
    title: str
    opening: str
    findings: tuple[NoticeFinding, ...]
    closing: str
    attachments: tuple[str, ...] = ()
    evidence: tuple[SheetEvidence, ...] = ()
    images: Mapping[str, Path] = field(default_factory=dict)

    @property
    def attachment_names(self) -> tuple[str, ...]:
        """附件说明: the slip and the pictures, which are printed with the notice, then what is sent along with it."""
        return (SLIP_TITLE, *((PICTURES_TITLE,) if self.pictures else ()), *self.attachments)

    @property
    def pictures(self) -> tuple[tuple[SheetEvidence, ...], ...]:
        """What shows the problems, pairs together."""
        return picture_groups(self.evidence)

    @property
    def heading(self) -> str:
        """The title as one string, for the PDF's own title."""
        return f"{self.title.replace('|', '')}（{self.subject}）"
