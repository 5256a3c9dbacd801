"""Filling and reviewing a 考核单."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, IntegrityError

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.inspection import NotEditable, require_editable
from inspect_app.domain.scoring import Answer as Recorded
from inspect_app.domain.scoring import ItemScore, ScoreSheet, linked, score, score_entries
from inspect_app.domain.tally import Tally, blank, tally_of, updated
from inspect_app.storage import audit
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import context_of, contexts_of
from inspect_app.storage.database import hold_row, writing
from inspect_app.storage.inspections import SaveIdReused, hold, is_repeated
from inspect_app.storage.models import Answer, Audit, Inspection, Notice, Round, User
from inspect_app.storage.prepared import Prepared
from inspect_app.storage.refreshing import Change, after_result, refresh
from inspect_app.storage.signatures import require_signatures


class Incomplete(Exception):
    """The sheet cannot be submitted: these entries are still open."""

    def __init__(self, missing: tuple[ItemScore, ...]) -> None:
        super().__init__(f"还有{len(missing)}项没有完成")
        self.missing = missing


class Conflict(Exception):
    """Somebody else changed the answer after it was shown; `theirs` is the stored row."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__("这一项已被别人修改")
        self.theirs = theirs


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


@dataclass(frozen=True)
class Saved:
    """What stands after a save: the answer's version, its result, and the sheet's totals.

    `others` are the results of further entries that this one has changed.
    """

    version: int
    result: ItemScore
    tally: Tally
    others: tuple[ItemScore, ...] = ()


def content_of(answer: Answer) -> Content:
    """A stored answer's content."""
    return Content(answer.facts, answer.not_applicable, answer.note, answer.problem)


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
    this = (row.id, entry, content.to_json())
    return done if done and (done.inspection_id, done.entry, done.after) == this else None


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


def sheet_of(inspection: Inspection) -> ScoreSheet:
    """The whole score sheet, every line scored from the stored answers."""
    checklist = checklist_of(inspection.checklist)
    return score(checklist, answers_of(inspection), context_of(checklist, inspection))


def answers_of(inspection: Inspection, keys: Sequence[str] | None = None) -> dict[str, Recorded]:
    """The stored answers as scoring reads them, by entry id; of these entries alone if they are named."""
    rows = Answer.select().where(Answer.inspection == inspection)
    rows = rows if keys is None else rows.where(Answer.entry.in_(keys))
    return {row.entry: content_of(row).recorded() for row in rows}


def submit(inspection: Inspection, *, by: User, at: datetime, save_id: str | None = None) -> None:
    """Hand the sheet in for review; twice is harmless. Raises Incomplete, Unsigned, NotEditable or SaveIdReused.

    The same save again is done, whatever has become of the sheet: it must not hand in what was returned since.
    """
    with writing():
        row = hold(inspection.id)
        if is_repeated(save_id, "submitted", row.id):
            return
        if row.state == "submitted":
            _note_again(row, by, at, save_id)
            return
        _require_editable(row)
        sheet = _rescore(row)
        if not sheet.complete:
            raise Incomplete(sheet.open)
        require_signatures(row, sheet.total)
        _move(row, "submitted", by, at, save_id=save_id, submitted_at=at, submitted_by=by)


def _note_again(row: Inspection, by: User, at: datetime, save_id: str | None) -> None:
    """A second person's submission is acknowledged, and remembered for when it is sent again."""
    if save_id is not None:
        state = {"state": row.state}
        audit.record(by, "submitted", row, at=at, before=state, after=state, inspection=row, save_id=save_id)


def approve(inspection: Inspection, *, by: User, at: datetime) -> tuple[Change, ...]:
    """Accept a submitted sheet; twice is harmless. Raises NotEditable.

    Gives back what has become of the open sheets that look back at this one.
    """
    with writing():
        row = hold(inspection.id)
        if row.state == "approved":
            return ()
        if row.round.state == "released":
            raise NotEditable("本批次结果已经发布，不能再审核")
        if row.state != "submitted":
            raise NotEditable("只有已提交的考核单才能审核通过")
        if not _rescore(row).complete:
            raise NotEditable("提交以后情况有变化，考核单又有了没有填完的内容，请退回补填")
        _move(row, "approved", by, at, reviewed_at=at, reviewed_by=by, return_reason="")
        return after_result([row])


def send_back(inspection: Inspection, reason: str, *, by: User, at: datetime) -> tuple[Change, ...]:
    """Return a submitted or approved sheet with a reason, until the round is released. Raises NotEditable.

    Gives back what has become of the open sheets that look back at this one.
    """
    with writing():
        row = hold(inspection.id)
        if row.state == "returned" and row.return_reason == reason:
            return ()
        if row.round.state == "released":
            raise NotEditable("本批次结果已经发布，不能退回")
        if row.state not in ("submitted", "approved"):
            raise NotEditable("只有已提交或已通过的考核单才能退回")
        if _notice_is_issued(row):
            raise NotEditable("这个单位的整改通知书已经印发，考核单不能退回")
        _move(row, "returned", by, at, reviewed_at=at, reviewed_by=by, return_reason=reason)
        return after_result([row]) + refresh(Inspection.id == row.id)


def _notice_is_issued(row: Inspection) -> bool:
    issued = (Notice.round == row.round_id) & (Notice.subject == row.subject_id) & (Notice.state == "issued")
    return bool(Notice.select().where(issued).exists())


def _rescore(row: Inspection) -> ScoreSheet:
    """Score from the answers and the world as they are: what is handed in never rests on what is remembered."""
    checklist = checklist_of(row.checklist)
    context = contexts_of(checklist, row.round, [row])[row.id]
    sheet = score(checklist, answers_of(row), context)
    tally = tally_of(checklist, {item.id: item for item in sheet.items})
    values = {"context": context.to_json(), "tally": tally.to_json()}
    Inspection.update(**values).where(Inspection.id == row.id).execute()
    return sheet


def _move(
    row: Inspection, state: str, by: User, at: datetime, *, save_id: str | None = None, **values: Any
) -> None:
    """Change the state; an action is named after the state that it leads to."""
    Inspection.update(state=state, **values).where(Inspection.id == row.id).execute()
    after = {"state": state, "reason": values.get("return_reason", "")}
    before = {"state": row.state}
    audit.record(by, state, row, at=at, before=before, after=after, inspection=row, save_id=save_id)
