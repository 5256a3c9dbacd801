"""Filling a 考核单: saving the answer of one entry."""

from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN, IntegrityError

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.inspection import NotEditable, require_editable
from inspect_app.domain.scoring import ItemScore, linked, score_entries
from inspect_app.domain.tally import Tally, blank, updated
from inspect_app.storage import audit
from inspect_app.storage.answers import Content, answers_of, content_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import context_of
from inspect_app.storage.database import hold_row, writing
from inspect_app.storage.inspections import SaveIdReused
from inspect_app.storage.models import Answer, Audit, Inspection, Round, User
from inspect_app.storage.prepared import Prepared


class Conflict(Exception):
    """Somebody else changed the answer after it was shown; `theirs` is the stored row."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__("这一项已被别人修改")
        self.theirs = theirs


@dataclass(frozen=True)
class Saved:
    """What stands after a save: the answer's version, its result, and the sheet's totals.

    `others` are the results of further entries that this one has changed.
    """

    version: int
    result: ItemScore
    tally: Tally
    others: tuple[ItemScore, ...] = ()


def save_answer(
    inspection: Inspection, entry: str, content: Content, *, by: User, seen: int, save_id: str, at: datetime
) -> Saved:
    """Store one answer and total the sheet anew.

    `seen` is the version that was on screen, 0 for none. Sending the same `save_id` again changes nothing.
    Raises NotEditable, SaveIdReused, or Conflict when the answer has another version by now.
    """
    try:
        with writing():
            row, answer = _for_update(inspection, entry)
            if (answer.version if answer else 0) != seen:
                return _already_saved(row, answer, entry, content, save_id)
            _require_editable(row)
            return _save(row, answer, entry, content, by=by, save_id=save_id, at=at)
    except IntegrityError as error:  # with the row held, only the audit log's save id can be taken
        raise SaveIdReused from error


def _save(
    row: Inspection,
    answer: Answer | None,
    entry: str,
    content: Content,
    *,
    by: User,
    save_id: str,
    at: datetime,
) -> Saved:
    checklist = checklist_of(row.checklist)
    results = results_with(checklist, row, entry, content)
    tally = updated(checklist, tally_in(checklist, row), *results.values())
    version = _store(row, answer, entry, content, by, at)
    before = content_of(answer).to_json() if answer else None
    after = content.to_json()
    audit.record(
        by, "answer", row, at=at, before=before, after=after, inspection=row, entry=entry, save_id=save_id
    )
    state = "open" if row.state == "assigned" else row.state
    Inspection.update(tally=tally.to_json(), state=state).where(Inspection.id == row.id).execute()
    others = tuple(result for key, result in results.items() if key != entry)
    return Saved(version, results[entry], tally, others)


def results_with(
    checklist: Checklist, inspection: Inspection, entry: str, content: Content
) -> dict[str, ItemScore]:
    """The result of the entry with this content, and of those that hang together with it, by id."""
    keys = linked(checklist, entry)
    stored = answers_of(inspection, keys) if len(keys) > 1 else {}
    return score_entries(
        checklist, {**stored, entry: content.recorded()}, keys, context_of(checklist, inspection)
    )


def tally_in(checklist: Checklist, inspection: Inspection) -> Tally:
    """The inspection's tally; before the first save, that of an empty sheet."""
    if inspection.tally:
        return Tally.from_json(inspection.tally)
    return blank(checklist, context_of(checklist, inspection))


_WITH_ANSWER = Prepared(
    lambda id, entry: (
        Inspection.select(Inspection, Round, Answer)
        .join_from(Inspection, Round)
        .join_from(
            Inspection,
            Answer,
            JOIN.LEFT_OUTER,
            on=((Answer.inspection == Inspection.id) & (Answer.entry == entry)),
            attr="current",
        )
        .where(Inspection.id == id)
    )
)


def _for_update(inspection: Inspection, entry: str) -> tuple[Inspection, Answer | None]:
    """The inspection as it stands in this transaction, with its answer."""
    hold_row(Inspection, inspection.id)
    row: Inspection = _WITH_ANSWER.first(inspection.id, entry)
    # Read already; the one is never exchanged, and of the other scoring takes what the page showed.
    row.checklist, row.subject = inspection.checklist, inspection.subject
    answer: Answer | None = getattr(row, "current", None)
    return row, answer if answer is not None and answer.id else None


def _already_saved(
    row: Inspection, answer: Answer | None, entry: str, content: Content, save_id: str
) -> Saved:
    """The same save sent twice, or the same content from two tablets, is acknowledged; the rest is a conflict."""
    if answer is None:
        raise NotEditable("这一项的记录已被清除，请重新打开考核单")
    done = _repeated(row, entry, content, save_id)
    if done is None and content_of(answer) != content:
        _require_editable(row)
        raise Conflict(answer)
    checklist = checklist_of(row.checklist)
    result = results_with(checklist, row, entry, content_of(answer))[entry]
    version = answer.version - (_saves_since(done) if done else 0)
    return Saved(version, result, tally_in(checklist, row))


def _repeated(row: Inspection, entry: str, content: Content, save_id: str) -> Audit | None:
    """The record of exactly this save, be it that somebody has changed the answer since."""
    done = audit.is_recorded(save_id)
    if done is None:
        return None
    this = ("answer", row.id, entry, content.to_json())
    if (done.action, done.inspection_id, done.entry, audit.content_of(done)) != this:
        raise SaveIdReused
    return done


def _saves_since(done: Audit) -> int:
    """How many later versions there are, which whoever made this save has not seen and must not overwrite."""
    later = (Audit.inspection == done.inspection_id) & (Audit.entry == done.entry) & (Audit.id > done.id)
    count: int = Audit.select().where(later, Audit.action == "answer").count()
    return count


def _require_editable(row: Inspection) -> None:
    require_editable(row.state, released=row.round.state == "released")


def _store(
    row: Inspection, answer: Answer | None, entry: str, content: Content, by: User, at: datetime
) -> int:
    values = {"problem": "", **content.to_json(), "updated_at": at, "updated_by": by}
    if answer is None:
        Answer.insert(inspection=row, entry=entry, version=1, **values).execute()
        return 1
    Answer.update(version=answer.version + 1, **values).where(Answer.id == answer.id).execute()
    return answer.version + 1
