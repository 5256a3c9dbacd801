"""Signing a 考核单 at the end of a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspect_app.domain.inspection import require_editable
from inspect_app.domain.quantities import plain
from inspect_app.domain.signing import Drawing
from inspect_app.storage import audit
from inspect_app.storage.answers import content_of
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import hold, is_repeated
from inspect_app.storage.models import Answer, Audit, Inspection, Signature, User
from inspect_app.storage.signatures import fingerprint_of, total_of


@dataclass(frozen=True)
class SignatureEntry:
    """What was signed with; without a drawing the name was typed and confirmed face to face."""

    party: str
    name: str
    signed_on: date
    position: str = ""
    opinion: str = ""
    reason: str = ""
    drawing: Drawing | None = None

    def to_json(self) -> dict[str, Any]:
        """For the audit log; the strokes stay with the signature."""
        return {
            "party": self.party,
            "signer": self.name,
            "position": self.position,
            "opinion": self.opinion,
            "reason": self.reason,
            "signed_on": self.signed_on.isoformat(),
            "drawn": self.drawing is not None,
        }


def sign(
    inspection: Inspection,
    entry: SignatureEntry,
    *,
    seen: Mapping[str, int | str],
    by: User,
    save_id: str,
    at: datetime,
) -> Signature:
    """Put the signature under the sheet as it stands; the same save again returns the one that is there.

    `seen` tells which answer the tablet showed for each entry: its version, or the save id of a change that was still
    waiting there. Where they are not the stored ones, the signature is kept and stands under nothing.
    Raises NotEditable or SaveIdReused.
    """
    with writing():
        row = hold(inspection.id)
        if is_repeated(save_id, "sign", row.id):
            found: Signature = Signature.get(Signature.save_id == save_id)
            return found
        require_editable(row.state, released=row.round.state == "released")
        signed = _signed_content(row) if _is_stored(row, seen) else {}
        signature: Signature = Signature.create(
            inspection=row, taken_at=at, taken_by=by, save_id=save_id, **_columns(entry), **signed
        )
        after = {**entry.to_json(), "signed_total": signature.total}
        audit.record(by, "sign", signature, at=at, after=after, inspection=row, save_id=save_id)
    return signature


def _columns(entry: SignatureEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
    return {**values, "drawing": entry.drawing.to_json() if entry.drawing else None}


def _signed_content(row: Inspection) -> dict[str, str]:
    return {"total": plain(total_of(row)), "fingerprint": fingerprint_of(row)}


def _is_stored(row: Inspection, seen: Mapping[str, int | str]) -> bool:
    """Whether the tablet showed the answers that are stored."""
    answers = {answer.entry: answer for answer in Answer.select().where(Answer.inspection == row)}
    waiting = {mark for mark in seen.values() if isinstance(mark, str)}
    arrived = _saved_as(row, waiting) if waiting else {}
    return all(
        _is_same(answers.get(entry), seen.get(entry, 0), arrived) for entry in answers.keys() | seen.keys()
    )


def _saved_as(row: Inspection, save_ids: set[str]) -> dict[str, Audit]:
    query = Audit.select().where(Audit.inspection == row, Audit.save_id.in_(sorted(save_ids)))
    return {done.save_id: done for done in query if done.save_id}


def _is_same(answer: Answer | None, mark: int | str, arrived: Mapping[str, Audit]) -> bool:
    if isinstance(mark, int):
        return mark == (answer.version if answer else 0)
    done = arrived.get(mark)
    return (
        answer is not None
        and done is not None
        and (done.entry, audit.content_of(done)) == (answer.entry, content_of(answer).to_json())
    )


def withdraw(signature: Signature, *, by: User, at: datetime, save_id: str | None = None) -> None:
    """Take the signature back; it stays in the history. Twice is once. Raises NotEditable or SaveIdReused."""
    with writing():
        row = hold(signature.inspection_id)
        target = f"signature:{signature.id}"
        if is_repeated(save_id, "withdraw-signature", row.id, target=target) or _is_withdrawn(signature):
            return
        require_editable(row.state, released=row.round.state == "released")
        Signature.update(withdrawn=True).where(Signature.id == signature.id).execute()
        before = {"party": signature.party, "signer": signature.name}
        action = "withdraw-signature"
        audit.record(by, action, signature, at=at, before=before, inspection=row, save_id=save_id)


def _is_withdrawn(signature: Signature) -> bool:
    return bool(Signature.get_by_id(signature.id).withdrawn)
