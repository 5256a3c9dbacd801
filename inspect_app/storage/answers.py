"""The answers as they are stored, and as scoring reads them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspect_app.domain.scoring import Answer as Recorded
from inspect_app.storage.models import Answer, Inspection, Round


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


def answers_in(round_: Round) -> Mapping[int, dict[str, Recorded]]:
    """The stored answers of a round's sheets by inspection and entry, in one statement."""
    found: defaultdict[int, dict[str, Recorded]] = defaultdict(dict)
    query = Answer.select(Answer).join(Inspection).where(Inspection.round == round_)
    for row in query.order_by(Answer.id):
        found[row.inspection_id][row.entry] = content_of(row).recorded()
    return found
