"""Handing in and reviewing a 考核单."""

from datetime import datetime
from typing import Any

from inspect_app.domain.inspection import NotEditable, require_editable
from inspect_app.domain.scoring import ItemScore, ScoreSheet, score
from inspect_app.domain.tally import tally_of
from inspect_app.storage import audit
from inspect_app.storage.answers import answers_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import context_of, contexts_of
from inspect_app.storage.database import writing, writing_sheets
from inspect_app.storage.inspections import hold, is_repeated
from inspect_app.storage.models import Inspection, Notice, User
from inspect_app.storage.refreshing import Change, after_result, refresh
from inspect_app.storage.signatures import require_signatures


class Incomplete(Exception):
    """The sheet cannot be submitted: these entries are still open."""

    def __init__(self, missing: tuple[ItemScore, ...]) -> None:
        super().__init__(f"还有{len(missing)}项没有完成")
        self.missing = missing


class ReturnedSince(Exception):
    """The sheet was returned after it was shown to whoever hands it in; the message says so."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"您看到的是退回以前的考核单。督导办已经退回，退回理由：{reason.rstrip('。')}。"
            "请重新打开考核单，按退回理由改好后再提交"
        )


def _require_editable(row: Inspection) -> None:
    require_editable(row.state, released=row.round.state == "released")


def sheet_of(inspection: Inspection) -> ScoreSheet:
    """The whole score sheet, every line scored from the stored answers."""
    checklist = checklist_of(inspection.checklist)
    return score(checklist, answers_of(inspection), context_of(checklist, inspection))


def last_return(inspection: Inspection) -> str:
    """Which return of the sheet is the last one, "" for none: pages carry it, and submissions from them."""
    return inspection.reviewed_at.isoformat() if inspection.reviewed_at else ""


def submit(
    inspection: Inspection,
    *,
    by: User,
    at: datetime,
    save_id: str | None = None,
    return_seen: str | None = None,
) -> None:
    """Hand the sheet in for review; twice is harmless.

    `return_seen` is the `last_return` of the sheet that was on screen; None asks nothing. The same save again is
    done, whatever has become of the sheet: it must not hand in what was returned since.
    Raises ReturnedSince, Incomplete, Unsigned, NotEditable or SaveIdReused.
    """
    with writing():
        row = hold(inspection.id)
        if is_repeated(save_id, "submitted", row.id):
            return
        if row.state == "submitted":
            _note_again(row, by, at, save_id)
            return
        _require_editable(row)
        if return_seen is not None and return_seen != last_return(row):
            raise ReturnedSince(row.return_reason)
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
    with writing_sheets():
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
    with writing_sheets():
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
