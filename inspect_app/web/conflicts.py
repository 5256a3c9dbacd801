"""How an answer that was not stored differs from the one that somebody else has stored meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from inspect_app.services.answers import results_with
from inspect_app.storage.answers import Content, content_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Answer, Inspection
from inspect_app.web.wording import Change, changes


@dataclass(frozen=True)
class Theirs:
    """The answer that somebody else saved meanwhile: who, when, its version, and how the two differ.

    `mine` and `theirs` are the lines that scoring makes of each; `values` what was recorded, in words.
    """

    by: str
    at: datetime
    version: int
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    values: tuple[Change, ...]


def difference(inspection: Inspection, key: str, *, mine: Content, theirs: Answer) -> Theirs:
    """What differs between an answer that was not stored and the one that is."""
    stored = content_of(theirs)
    return Theirs(
        by=theirs.updated_by.name,
        at=theirs.updated_at,
        version=theirs.version,
        mine=_lines(inspection, key, mine),
        theirs=_lines(inspection, key, stored),
        values=tuple(changes(mine.to_json(), stored.to_json())),
    )


def _lines(inspection: Inspection, key: str, content: Content) -> tuple[str, ...]:
    result = results_with(checklist_of(inspection.checklist), inspection, key, content)[key]
    return tuple(line.words for line in result.lines)
