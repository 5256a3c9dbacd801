"""The answers as they are stored, and as scoring reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspect_app.domain.scoring import Answer as Recorded
from inspect_app.storage.models import Answer, Inspection


@dataclass(frozen=True)
class Content:
    """What an inspector recorded for one entry: facts by rule label, or why it does not apply.

    And a note, and a problem that was found there, whether it costs points or not.
    """

    facts: Mapping[str, Any]
    not_applicable: str = ""
    note: str = ""
    problem: str = ""

    def recorded(self) -> Recorded:
        """The part that scoring reads."""
        return Recorded(self.facts, self.not_applicable)

    def to_json(self) -> dict[str, Any]:
        """For the audit log."""
        said = {"facts": dict(self.facts), "not_applicable": self.not_applicable, "note": self.note}
        return {**said, "problem": self.problem} if self.problem else said


def content_of(answer: Answer) -> Content:
    """A stored answer's content."""
    return Content(answer.facts, answer.not_applicable, answer.note, answer.problem)


def answers_of(inspection: Inspection, keys: Sequence[str] | None = None) -> dict[str, Recorded]:
    """The stored answers as scoring reads them, by entry id; of these entries alone if they are named."""
    rows = Answer.select().where(Answer.inspection == inspection)
    rows = rows if keys is None else rows.where(Answer.entry.in_(keys))
    return {row.entry: content_of(row).recorded() for row in rows}


def answers_of_all(inspections: Iterable[int]) -> Mapping[int, Mapping[str, Recorded]]:
    """The stored answers of the sheets with these ids by sheet and entry, in one statement; in none for none."""
    ids = list(inspections)
    found: dict[int, dict[str, Recorded]] = {id: {} for id in ids}
    for row in Answer.select().where(Answer.inspection.in_(ids)).order_by(Answer.id) if ids else ():
        found[row.inspection_id][row.entry] = content_of(row).recorded()
    return found
