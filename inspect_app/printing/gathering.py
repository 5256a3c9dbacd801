"""Rows of the database as the plain data that documents print."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from inspect_app.config import Config
from inspect_app.domain.composition_words import explain_composition
from inspect_app.domain.inspection import STATE_NAMES
from inspect_app.formatting import assessment_title
from inspect_app.printing.evidence import SheetEvidence
from inspect_app.printing.imprint import Imprint
from inspect_app.printing.notice import Basis, Notice, NoticeFinding
from inspect_app.printing.overall import OverallReport
from inspect_app.printing.photographs import evidence_of
from inspect_app.printing.report import Report, SectionTitle
from inspect_app.printing.runs import RunEntry
from inspect_app.printing.sheet import Sheet, SheetSignature
from inspect_app.services import inspections, notices, overall, rankings
from inspect_app.storage import models
from inspect_app.storage.checklists import checklist_of, checklist_titles
from inspect_app.storage.compositions import composition_of
from inspect_app.storage.models import (
    Answer,
    Assignment,
    Inspection,
    Overall,
    Round,
    Subject,
    User,
    Visit,
)
from inspect_app.storage.signatures import Signed, signed_on


class NothingToPrint(Exception):
    """What should be printed is not there; the message says what to do first."""


@dataclass(frozen=True)
class Letterhead:
    """Who sends the documents, and how its numbers begin."""

    office: str
    prefix: str

    @classmethod
    def of(cls, config: Config) -> "Letterhead":
        """As the settings say."""
        return cls(config.office, config.number_prefix)

    def imprint(self, day: date, number: int | None = None) -> Imprint:
        """The frame of a document of that day; without a number it is a draft."""
        return Imprint(self.office, self.prefix, day, number, printed_by=self.office, printed_on=day)


def gather_report(round_: Round, head: Letterhead, *, today: date) -> Report:
    """The ranked report of a round; raises NothingToPrint while no sheet has been approved."""
    result = rankings.result_of(round_)
    if not result.rows:
        raise NothingToPrint(f"“{round_.title}”还没有审核通过的考核单，不能排名和印通报")
    return report_of(round_, result, head, today=today)


def report_of(round_: Round, result: rankings.RoundResult, head: Letterhead, *, today: date) -> Report:
    """The report of that result, be anybody ranked or not."""
    checklist = checklist_of(round_.checklist)
    period = f"{round_.period_start:%Y}年{round_.period_start.month}月至{round_.period_end.month}月"
    return Report(
        imprint=head.imprint(today),
        to="各县、区有关单位",
        title=f"关于{assessment_title(marked_title(round_))}|结果的通报",
        opening=f"根据《{checklist.title}》（{checklist.version}），督导组{'以暗访方式' if round_.unannounced else ''}"
        f"对{period}的工作进行了考核，现将结果通报如下。",
        groups=result.groups,
        sections=tuple(SectionTitle(section.id, section.title) for section in checklist.sections),
        averages=result.averages,
        problems=result.problems[:10],
        demands=(
            "各单位要对照得分说明逐项查找原因，制定整改措施，明确责任人和完成时限。",
            "收到整改通知书的单位要在规定期限内完成整改，并报送回执和佐证材料。",
        ),
        grades=tuple(grade.name for grade in checklist.grades),
    )


def gather_overall(row: Overall, head: Letterhead, *, today: date) -> OverallReport:
    """The ranked report of several rounds; raises NothingToPrint while nobody has a complete result."""
    result, composition = overall.result_of(row), composition_of(row.composition)
    if not result.rows:
        raise NothingToPrint(f"“{row.title}”还没有得分完整的考核对象，不能印通报")
    rounds = overall.rounds_of(row)
    return OverallReport(
        imprint=head.imprint(today),
        to="各县、区有关单位",
        title=f"关于{assessment_title(row.title)}|结果的通报",
        basis=f"《{composition.title}》（{composition.version}）",
        rounds=tuple((part.title, rounds[part.id].title) for part in composition.parts if part.id in rounds),
        explained=explain_composition(composition, checklist_titles()),
        result=result,
        grades=tuple(grade.name for grade in composition.grades),
        published=row.state == "published",
        person=composition.subject == "person",
    )


def gather_sheet(inspection: Inspection, config: Config, *, today: date) -> Sheet:
    """The score sheet of one inspection, with its photographs, each checked against its hash."""
    shown, images = evidence_of(inspection, config)
    return replace(sheet_of(inspection, config, today=today), evidence=shown, images=images)


def sheet_of(inspection: Inspection, config: Config, *, today: date) -> Sheet:
    """The score sheet without its photographs and documents: none of their files is read."""
    checklist = checklist_of(inspection.checklist)
    visits = Visit.select().where(Visit.inspection == inspection).order_by(Visit.date, Visit.id)
    score = inspections.sheet_of(inspection)
    signed = [one for one in signed_on(inspection, score.total) if one.stands]
    return Sheet(
        office=config.office,
        subject=inspection.subject.name,
        round_title=marked_title(inspection.round),
        checklist_title=checklist.title,
        checklist_version=checklist.version,
        score=score,
        problems=_problems(inspection),
        inspectors=tuple(_inspectors(inspection)),
        visited_on=tuple(dict.fromkeys(visit.date for visit in visits)),
        state=STATE_NAMES[inspection.state],
        place=rankings.place_of(inspection),
        day=today,
        unit_signature=next((_printed(one) for one in signed if one.row.party == "unit"), None),
        inspector_signatures=tuple(_printed(one) for one in signed if one.row.party == "inspector"),
        signatures_required=inspection.round.signatures_required,
    )


def _problems(inspection: Inspection) -> dict[str, str]:
    rows = Answer.select(Answer.entry, Answer.problem).where(Answer.inspection == inspection)
    return {row.entry: row.problem for row in rows if row.problem}


def _printed(one: Signed) -> SheetSignature:
    row = one.row
    words = {"position": row.position, "opinion": one.opinion, "reason": row.reason}
    return SheetSignature(row.name, row.signed_on, drawing=one.drawing, stale=one.state == "changed", **words)


def marked_title(round_: Round) -> str:
    """The round's title; the office's copies say that its units do not know of it yet."""
    secret = round_.unannounced and round_.state != "released"
    return f"{round_.title}（暗访）" if secret else round_.title


def _inspectors(inspection: Inspection) -> Iterator[str]:
    query = User.select(User.name).join(Assignment).where(Assignment.inspection == inspection)
    return (user.name for user in query.order_by(User.id))


def gather_notice(notice: models.Notice, config: Config, *, today: date) -> Notice:
    """One notice: an issued one with its number and day, a draft with room for the number."""
    day = notice.issued_at.date() if notice.issued_at else today
    further = notices.further_basis(notice)
    lines = notices.lines_of(notice)
    shown, images = _evidence_of(notice, lines, config)
    return Notice(
        imprint=Letterhead.of(config).imprint(day, notice.serial),
        subject=notice.subject.name,
        title=f"关于{assessment_title(notice.round.title)}|发现问题的整改通知书",
        opening=notice.opening,
        findings=tuple(
            NoticeFinding(
                heading=line.heading,
                problem=line.problem,
                demand=line.demand,
                deadline=line.deadline,
                basis=(Basis(line.basis, line.quote), *(Basis(*one) for one in further.get(line.entry, ()))),
            )
            for line in lines
        ),
        closing=notice.closing,
        evidence=shown,
        images=images,
    )


def _evidence_of(
    notice: models.Notice, lines: list[models.Rectification], config: Config
) -> tuple[tuple[SheetEvidence, ...], dict[str, Path]]:
    """The pictures at the items that the notice speaks of, under its headings."""
    headings = {line.entry: line.heading for line in reversed(lines)}
    inspection = (
        Inspection.select(Inspection, Subject, Round)
        .join_from(Inspection, Subject)
        .join_from(Inspection, Round)
        .where(Inspection.round == notice.round_id, Inspection.subject == notice.subject_id)
        .first()
    )
    if inspection is None:
        return (), {}
    shown, images = evidence_of(inspection, config, entries=tuple(headings))
    return tuple(replace(one, item_id=headings[one.item_id]) for one in shown if one.digest), images


def gather_run(round_: Round, config: Config, *, today: date) -> tuple[int, Iterator[RunEntry]]:
    """All notices of a round in the order of its units: how many, and each as it is wanted.

    Raises NothingToPrint when none has been drafted.
    """
    query = (
        models.Notice.select(models.Notice, Subject, Round)
        .join_from(models.Notice, Subject)
        .join_from(models.Notice, Round)
        .where(models.Notice.round == round_)
        .order_by(Subject.code)
    )
    rows = list(query)
    if not rows:
        raise NothingToPrint(f"“{round_.title}”还没有整改通知书，请先在“整改通知”页拟稿")
    entries = (
        RunEntry(
            f"{row.subject.code}-{row.subject.name}",
            row.subject.name,
            gather_notice(row, config, today=today),
        )
        for row in rows
    )
    return len(rows), entries
