"""Rectification notices: drafted from the findings of approved sheets, edited, issued with a number."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.findings import Finding, findings_of
from inspect_app.domain.quoting import quoted
from inspect_app.domain.scoring import Answer as Recorded
from inspect_app.domain.scoring import score
from inspect_app.formatting import assessment_title
from inspect_app.storage import audit
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.contexts import context_of
from inspect_app.storage.database import hold_table, locked, writing, writing_sheets
from inspect_app.storage.inspections import hold
from inspect_app.storage.models import Answer, Inspection, Notice, Rectification, Round, Subject, User
from inspect_app.storage.refreshing import Change, after_notices

CLOSING = (
    "请高度重视上述问题，明确责任人，逐项制定整改措施，按期整改到位，"
    "并于整改期限届满前将盖章的回执连同佐证材料报送我办。"
)


class AlreadyIssued(Exception):
    """An issued notice never changes."""


class Outdated(Exception):
    """Somebody else changed the draft after it was shown."""


class NotReady(Exception):
    """The notice cannot be issued; the message says why."""


@dataclass(frozen=True)
class Line:
    """One rectification as it can be edited."""

    problem: str
    demand: str
    deadline: date


@dataclass(frozen=True)
class Draft:
    """A notice's text as it can be edited; `lines` by rectification id, those left out are struck off."""

    opening: str
    closing: str
    deadline: date
    lines: Mapping[int, Line]


def draft_all(round_: Round, deadline: date, *, by: User, at: datetime) -> tuple[int, int]:
    """Draft a notice for each approved sheet with lost points that has none yet.

    Returns how many were drafted and how many approved units lost nothing and need none.
    """
    drafted = faultless = 0
    with writing():
        for inspection in _approved_without_notice(round_):
            findings = _findings(inspection)
            if not findings:
                faultless += 1
                continue
            _draft(inspection, findings, deadline, by=by, at=at)
            drafted += 1
    return drafted, faultless


def redraft(notice: Notice, *, by: User, at: datetime) -> None:
    """Write the draft anew from the sheet as it stands. Raises AlreadyIssued or NotReady."""
    with writing():
        row = _hold_draft(notice)
        inspection = _inspection_of(row)
        findings = _findings(inspection) if inspection.state == "approved" else ()
        if not findings:
            raise NotReady("考核单尚未审核通过，或者既没有失分也没有记录问题，不能重拟")
        before = _text_of(row)
        Rectification.delete().where(Rectification.notice == row).execute()
        _add_lines(row, inspection, findings, row.deadline)
        Notice.update(
            opening=_opening(inspection, len(findings)), closing=CLOSING, version=row.version + 1
        ).where(Notice.id == row.id).execute()
        audit.record(by, "redraft-notice", row, at=at, before=before, after=_text_of(_again(row)))


def edit(notice: Notice, draft: Draft, *, seen: int, by: User, at: datetime) -> None:
    """Replace the draft's text. Raises AlreadyIssued, NotReady (no line left) or Outdated."""
    with writing():
        row = _hold_draft(notice)
        before = _text_of(row)
        if not draft.lines:
            raise NotReady("通知书至少要保留一个问题")
        if _draft_json(draft) == before:
            return
        if row.version != seen:
            raise Outdated
        Notice.update(
            opening=draft.opening, closing=draft.closing, deadline=draft.deadline, version=seen + 1
        ).where(Notice.id == row.id).execute()
        _replace_lines(row, draft.lines)
        audit.record(by, "edit-notice", row, at=at, before=before, after=_text_of(_again(row)))


def issue(notice: Notice, *, by: User, at: datetime) -> tuple[Change, ...]:
    """Give the notice the next number of its year; twice is harmless. Raises NotReady.

    Gives back what has become of the unit's open sheets that count its demands.
    """
    with writing_sheets():
        row = _hold(notice)
        if row.state == "issued":
            return ()
        if _inspection_of(row).state != "approved":
            raise NotReady("考核单已被退回，请等它重新审核通过、重拟通知书后再印发")
        if row.deadline < at.date():
            raise NotReady("整改期限已经过去，请先修改期限再印发")
        hold_table(Notice)
        last = Notice.select(fn.MAX(Notice.serial)).where(Notice.year == at.year).scalar() or 0
        values = {"state": "issued", "year": at.year, "serial": last + 1, "issued_at": at, "issued_by": by}
        Notice.update(values).where(Notice.id == row.id).execute()
        after = {"state": "issued", "year": at.year, "serial": last + 1}
        audit.record(by, "issue-notice", row, at=at, before={"state": "draft"}, after=after)
        return after_notices([row.subject_id])


def lines_of(notice: Notice) -> list[Rectification]:
    """The notice's rectifications in order."""
    query = Rectification.select().where(Rectification.notice == notice)
    return list(query.order_by(Rectification.position, Rectification.id))


def _approved_without_notice(round_: Round) -> list[Inspection]:
    with_notice = Notice.select(Notice.subject).where(Notice.round == round_)
    query = (
        Inspection.select(Inspection, Subject, Round)
        .join_from(Inspection, Subject)
        .join_from(Inspection, Round)
        .where(
            Inspection.round == round_,
            Inspection.state == "approved",
            Inspection.subject.not_in(with_notice),
        )
        .order_by(Subject.code)
    )
    return list(query)


def _inspection_of(notice: Notice) -> Inspection:
    row = Inspection.get(Inspection.round == notice.round_id, Inspection.subject == notice.subject_id)
    return hold(row.id)


def _findings(inspection: Inspection) -> tuple[Finding, ...]:
    """Where the unit lost points, a veto that happened, and what was recorded by hand, in the order of the sheet."""
    rows = list(Answer.select().where(Answer.inspection == inspection))
    answers = {row.entry: Recorded(row.facts, row.not_applicable) for row in rows}
    checklist = checklist_of(inspection.checklist)
    sheet = score(checklist, answers, context_of(checklist, inspection))
    return findings_of(sheet, {row.entry: row.problem for row in rows})


def _draft(
    inspection: Inspection, findings: tuple[Finding, ...], deadline: date, *, by: User, at: datetime
) -> None:
    notice = Notice.create(
        round=inspection.round_id,
        subject=inspection.subject_id,
        opening=_opening(inspection, len(findings)),
        closing=CLOSING,
        deadline=deadline,
    )
    _add_lines(notice, inspection, findings, deadline)
    audit.record(by, "draft-notice", notice, at=at, after=_text_of(notice))


def _opening(inspection: Inspection, count: int) -> str:
    checklist = checklist_of(inspection.checklist)
    return (
        f"根据《{checklist.title}》，督导组对你单位进行了{assessment_title(inspection.round.title)}。"
        f"考核发现{count}个方面的问题，现将有关问题及整改要求通知如下。"
    )


def _add_lines(notice: Notice, inspection: Inspection, findings: tuple[Finding, ...], deadline: date) -> None:
    checklist = checklist_of(inspection.checklist)
    for position, finding in enumerate(findings, start=1):
        fault = finding.score
        basis, quote = _basis(checklist, fault.id)
        Rectification.create(
            notice=notice,
            position=position,
            entry=fault.id,
            heading=fault.title,
            problem=finding.words,
            basis=basis,
            quote=quote,
            demand=_demand(checklist, finding),
            deadline=deadline,
        )


def _basis(checklist: Checklist, key: str) -> tuple[str, str]:
    """The document and place that the item rests on, with its words; the checklist itself when it names none."""
    sources = {item.id: item.source for item in checklist.items.values()}
    sources.update({veto.id: veto.source for veto in checklist.vetoes})
    source = sources[key]
    if source is None:
        return f"《{checklist.title}》", ""
    return checklist.basis_title(source), source.quote


def further_basis(notice: Notice) -> dict[str, tuple[tuple[str, str], ...]]:
    """By entry the other places that ask for the same, each with its words: the checklist never changes."""
    row = Inspection.get(Inspection.round == notice.round_id, Inspection.subject == notice.subject_id)
    checklist = checklist_of(row.checklist)
    return {
        item.id: tuple((checklist.basis_title(one), one.quote) for one in item.also_in)
        for item in checklist.items.values()
        if item.also_in
    }


def _demand(checklist: Checklist, finding: Finding) -> str:
    fault = finding.score
    clauses = dict.fromkeys(clause.split("，")[0] for clause in finding.clauses)
    wanted = "；".join(clauses) if fault.id in checklist.items and clauses else fault.title
    return f"对照{quoted(wanted)}的要求查找原因，补齐差距，完善制度，报送整改结果和佐证材料。"


def _hold(notice: Notice) -> Notice:
    row: Notice = locked(Notice.select().where(Notice.id == notice.id)).get()
    return row


def _hold_draft(notice: Notice) -> Notice:
    row = _hold(notice)
    if row.state == "issued":
        raise AlreadyIssued("通知书已经印发，不能再改")
    return row


def _again(notice: Notice) -> Notice:
    row: Notice = Notice.get_by_id(notice.id)
    return row


def _replace_lines(notice: Notice, lines: Mapping[int, Line]) -> None:
    for row in lines_of(notice):
        line = lines.get(row.id)
        if line is None:
            row.delete_instance()
        else:
            Rectification.update(asdict(line)).where(Rectification.id == row.id).execute()


def _text_of(notice: Notice) -> dict[str, Any]:
    """The draft's text as JSON, for the audit log and for comparing."""
    lines = {row.id: Line(row.problem, row.demand, row.deadline) for row in lines_of(notice)}
    return _draft_json(Draft(notice.opening, notice.closing, notice.deadline, lines))


def _draft_json(draft: Draft) -> dict[str, Any]:
    return {
        "opening": draft.opening,
        "closing": draft.closing,
        "deadline": draft.deadline.isoformat(),
        "lines": {
            str(key): [line.problem, line.demand, line.deadline.isoformat()]
            for key, line in draft.lines.items()
        },
    }
