"""Rows of the database as the plain data that is exported to Excel, out of the same hands as what is printed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from inspect_app.config import Config
from inspect_app.domain.checklist import Checklist, Item, Veto
from inspect_app.domain.context import Context
from inspect_app.domain.inspection import STATE_NAMES
from inspect_app.domain.ranking import RankedRow
from inspect_app.domain.scoring import ScoreSheet, score
from inspect_app.formatting import chinese_date
from inspect_app.printing.detail import Detail, Record
from inspect_app.printing.gathering import Letterhead, gather_overall, marked_title, report_of, sheet_of
from inspect_app.printing.overall_book import OverallBook
from inspect_app.printing.round_book import RoundBook
from inspect_app.printing.sheet_book import SheetBook
from inspect_app.printing.spreadsheet import Stamp
from inspect_app.services import rankings
from inspect_app.storage.answers import content_of
from inspect_app.storage.checklists import WITHOUT_TEXT, checklist_of
from inspect_app.storage.contexts import remembered
from inspect_app.storage.inspections import group_of
from inspect_app.storage.models import (
    Answer,
    ChecklistVersion,
    Inspection,
    Overall,
    Photo,
    Round,
    Subject,
    User,
)

TOGETHER = 25  # sheets whose answers are read in one statement; with 2,000 items each that is 50,000 rows
Answers = Mapping[str, Answer]


def gather_sheet_book(inspection: Inspection, config: Config, *, by: str, at: datetime) -> SheetBook:
    """One unit's score, with the same facts as its PDF."""
    sheet = sheet_of(inspection, config, today=at.date())
    ((row, answers, evidence),) = _recorded([inspection])
    detail = _detail(row, sheet.score, answers, evidence, sheet.place)
    return SheetBook(Stamp(config.office, _sheet_state(inspection), by, at), sheet, detail)


def _sheet_state(inspection: Inspection) -> str:
    if inspection.round.state == "released":
        return _round_state(inspection.round)
    if inspection.state == "approved":
        return "草稿：考核单已审核通过，本批次结果尚未发布，本表供核对"
    return f"草稿：考核单{STATE_NAMES[inspection.state]}，得分还可能变化，本表供核对"


def _round_state(round_: Round) -> str:
    if round_.state != "released":
        return "草稿：结果尚未发布，审核和退回都可能改变得分和名次，本表供核对"
    day = f"于{chinese_date(round_.released_at)}" if round_.released_at else "已"
    return f"正式结果：{day}发布，不再变化"


def gather_round_book(round_: Round, config: Config, *, by: str, at: datetime) -> tuple[int, RoundBook]:
    """All units of a round: how many, and their details, each read when it is wanted."""
    result = rankings.result_of(round_)
    report = report_of(round_, result, Letterhead.of(config), today=at.date())
    rows = _inspections(round_)
    details = _details(round_, rows, {row.standing.code: row for row in result.rows})
    stamp = Stamp(config.office, _round_state(round_), by, at)
    return len(rows), RoundBook(stamp, marked_title(round_), report, details)


def _inspections(round_: Round) -> list[Inspection]:
    query = (
        Inspection.select(Inspection, Subject, *WITHOUT_TEXT)
        .join_from(Inspection, Subject)
        .join_from(Inspection, ChecklistVersion)
        .where(Inspection.round == round_)
        .order_by(Subject.code)
    )
    return list(query)


def _details(round_: Round, rows: list[Inspection], places: Mapping[str, RankedRow]) -> Iterator[Detail]:
    for start in range(0, len(rows), TOGETHER):
        some = rows[start : start + TOGETHER]
        contexts = remembered(round_, some)
        for row, answers, evidence in _recorded(some):
            made = _score(row, answers, contexts[row.id])
            yield _detail(row, made, answers, evidence, places.get(row.subject.code))


def _score(row: Inspection, answers: Answers, context: Context) -> ScoreSheet:
    recorded = {key: content_of(answer).recorded() for key, answer in answers.items()}
    return score(checklist_of(row.checklist), recorded, context)


def gather_overall_book(row: Overall, config: Config, *, by: str, at: datetime) -> OverallBook:
    """The overall ranking; raises NothingToPrint while nobody has a complete result."""
    report = gather_overall(row, Letterhead.of(config), today=at.date())
    state = "草稿：结果尚未发布，各批次的审核和退回都可能改变名次，本表供核对"
    if row.published_at:
        state = f"正式结果：于{chinese_date(row.published_at)}发布，已经固定，各批次以后的变化不影响它"
    return OverallBook(Stamp(config.office, state, by, at), row.title, report)


def _recorded(rows: Sequence[Inspection]) -> Iterator[tuple[Inspection, Answers, Counter[str]]]:
    """Each sheet with its answers by entry and the number of files at each entry, in two statements for all."""
    ids = [row.id for row in rows]
    answers: dict[int, dict[str, Answer]] = {id: {} for id in ids}
    for one in Answer.select(Answer, User.id, User.name).join(User).where(Answer.inspection.in_(ids)):
        answers[one.inspection_id][one.entry] = one
    files: dict[int, Counter[str]] = {id: Counter() for id in ids}
    for photo in Photo.select(Photo.inspection, Photo.entry).where(Photo.inspection.in_(ids)):
        files[photo.inspection_id][photo.entry] += 1
    return ((row, answers[row.id], files[row.id]) for row in rows)


def _detail(
    row: Inspection, score: ScoreSheet, answers: Answers, evidence: Counter[str], place: RankedRow | None
) -> Detail:
    return Detail(
        code=row.subject.code,
        subject=row.subject.name,
        group=group_of(row),
        state=STATE_NAMES[row.state],
        score=score,
        grade=place.grade if place else "",
        problems={key: one.problem for key, one in answers.items() if one.problem},
        evidence=evidence,
        sources=_sources(checklist_of(row.checklist)),
        records={key: Record(one.updated_by.name, one.updated_at) for key, one in answers.items()},
    )


def _sources(checklist: Checklist) -> dict[str, str]:
    """Every place that asks for an entry, with its words, by the entry's id."""
    entries: tuple[Item | Veto, ...] = (*checklist.items.values(), *checklist.vetoes)
    return {
        one.id: "\n".join(f"{checklist.basis_title(source)}：{source.quote}" for source in one.sources)
        for one in entries
    }
