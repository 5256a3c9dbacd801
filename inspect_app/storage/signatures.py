"""The signatures of an inspection, and how each stands to what the sheet says now."""

from dataclasses import dataclass
from decimal import Decimal

from inspect_app.domain.quantities import plain
from inspect_app.domain.signing import (
    OPINIONS,
    PARTY_NAMES,
    Drawing,
    fingerprint,
    still_missing,
    stored_drawing,
)
from inspect_app.domain.tally import Tally, blank
from inspect_app.storage.answers import content_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import context_of
from inspect_app.storage.models import Answer, Inspection, Signature


class Unsigned(Exception):
    """The round asks for signatures under the sheet as it stands, and these parties' are missing."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            f"本批次要求签字后才能提交，还缺{'和'.join(missing)}的有效签字。"
            "请到“签字确认”签字；签字后又改过填报内容的，要重新签字"
        )


@dataclass(frozen=True)
class Signed:
    """A signature; `state` is valid, changed (the sheet has changed since), replaced or withdrawn."""

    row: Signature
    state: str

    @property
    def drawing(self) -> Drawing | None:
        """What was drawn; None where the name was typed."""
        return stored_drawing(self.row.drawing)

    @property
    def party(self) -> str:
        """On whose behalf, in words."""
        return PARTY_NAMES[self.row.party]

    @property
    def opinion(self) -> str:
        """The unit's opinion in words; "" for an inspector."""
        return OPINIONS.get(self.row.opinion, "")

    @property
    def stands(self) -> bool:
        """Whether it is the last word of that person, be the sheet the same or not."""
        return self.state in ("valid", "changed")


def total_of(inspection: Inspection) -> Decimal:
    """The total as the inspection remembers it; before the first save, that of an empty sheet."""
    if inspection.tally:
        return Tally.from_json(inspection.tally).total
    checklist = checklist_of(inspection.checklist)
    return blank(checklist, context_of(checklist, inspection)).total


def fingerprint_of(inspection: Inspection) -> str:
    """The hash of all answers as they are stored."""
    rows = Answer.select().where(Answer.inspection == inspection)
    return fingerprint({row.entry: content_of(row).to_json() for row in rows})


def signed_on(inspection: Inspection, total: Decimal) -> tuple[Signed, ...]:
    """All signatures, oldest first; `total` is the sheet's as it stands."""
    rows = list(
        Signature.select()
        .where(Signature.inspection == inspection)
        .order_by(Signature.taken_at, Signature.id)
    )
    if not rows:
        return ()
    last = {_person(row): row.id for row in rows if not row.withdrawn}
    now = (plain(total), fingerprint_of(inspection))
    return tuple(
        Signed(row, _state(row, last[_person(row)] if not row.withdrawn else 0, now)) for row in rows
    )


def _person(row: Signature) -> tuple[str, str]:
    """Each inspector signs for himself, the unit by one representative."""
    return (row.party, row.name if row.party == "inspector" else "")


def _state(row: Signature, last: int, now: tuple[str, str]) -> str:
    if row.withdrawn:
        return "withdrawn"
    if row.id != last:
        return "replaced"
    return "valid" if (row.total, row.fingerprint) == now else "changed"


def require_signatures(inspection: Inspection, total: Decimal) -> None:
    """Where the round asks for them, each party has signed what the sheet says; raises Unsigned."""
    if not inspection.round.signatures_required:
        return
    signed = {one.row.party for one in signed_on(inspection, total) if one.state == "valid"}
    if missing := still_missing(signed):
        raise Unsigned(missing)
