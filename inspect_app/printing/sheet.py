"""得分说明: one unit's score, every line of it with the clause, the facts, the amount and the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from inspect_app.domain.quantities import ROUNDING_RULE
from inspect_app.domain.ranking import RankedRow
from inspect_app.domain.scoring import ScoreSheet
from inspect_app.domain.signing import Drawing
from inspect_app.printing.evidence import SheetEvidence, picture_groups


@dataclass(frozen=True)
class SheetSignature:
    """One signature as it is printed; without a drawing the name was typed. `stale`: the sheet has changed since."""

    name: str
    day: date
    position: str = ""
    opinion: str = ""
    reason: str = ""
    drawing: Drawing | None = None
    stale: bool = False

    @property
    def words(self) -> str:
        """The unit's opinion as a sentence."""
        return (
            f"{self.opinion}，理由：{self.reason.rstrip('。')}。"
            if self.reason
            else f"{self.opinion}本次考核得分。"
        )


@dataclass(frozen=True)
class Sheet:
    """One unit's sheet in one round. `images` maps sha256 to the picture's file; `state` as 已审核.

    `place` is where the unit stands once its sheet is approved: quotas may have changed its grade.
    `problems` are those recorded by hand, by item.
    """

    office: str
    subject: str
    round_title: str
    checklist_title: str
    checklist_version: str
    score: ScoreSheet
    inspectors: tuple[str, ...]
    visited_on: tuple[date, ...]
    state: str
    day: date
    evidence: tuple[SheetEvidence, ...] = ()
    images: Mapping[str, Path] = field(default_factory=dict)
    rounding_rule: str = ROUNDING_RULE
    place: RankedRow | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    unit_signature: SheetSignature | None = None
    inspector_signatures: tuple[SheetSignature, ...] = ()
    signatures_required: bool = False

    @property
    def heading(self) -> str:
        """The PDF's own title."""
        return f"{self.subject}{self.round_title}得分说明"

    @property
    def grade(self) -> str:
        """The grade as the ranking has it; until there is one, as the score alone gives it."""
        return self.place.grade if self.place else self.score.grade

    @property
    def grade_note(self) -> str:
        """Why the grade is not the one of the score, or ""."""
        if self.place:
            return self.place.grade_note
        return "取消评优资格" if self.score.barred else ""

    def evidence_for(self, item_id: str) -> tuple[str, ...]:
        """The captions of the item's evidence, in order."""
        return tuple(one.caption for one in self.evidence if one.item_id == item_id)

    @property
    def has_signatures(self) -> bool:
        """Whether there is anything to print of them, or room to leave for them."""
        return self.signatures_required or bool(self.unit_signature or self.inspector_signatures)

    @property
    def pictures(self) -> tuple[tuple[SheetEvidence, ...], ...]:
        """The evidence that is printed as a picture, pairs together."""
        return picture_groups(self.evidence)

    def item_title(self, item_id: str) -> str:
        """The title of the item with that id, or "" when the evidence belongs to the whole sheet."""
        return next((item.title for item in self.score.items if item.id == item_id), "")
