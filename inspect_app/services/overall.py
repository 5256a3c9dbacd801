"""综合排名: several rounds put together by a composition, reckoned live and frozen when published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import IntegrityError

from inspect_app.domain.composition import SPANS, Composition, Part
from inspect_app.domain.overall import Member, OverallResult, overall
from inspect_app.domain.ranking import Standing
from inspect_app.storage import audit
from inspect_app.storage.compositions import composition_of
from inspect_app.storage.database import locked, writing
from inspect_app.storage.models import (
    ChecklistVersion,
    CompositionVersion,
    Inspection,
    Overall,
    OverallPart,
    OverallUnit,
    Round,
    Subject,
    User,
)
from inspect_app.storage.refreshing import Change, after_overall
from inspect_app.storage.standings import inspections_of, standing_of


class TitleTaken(Exception):
    """Another overall ranking has this title."""


class Published(Exception):
    """The result is out: it can no longer be changed."""


class NotReady(Exception):
    """It cannot be published yet; the message says what is missing, in Chinese."""


class Unseen(Exception):
    """Some have no result, and the person had not seen exactly this number of them."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


@dataclass(frozen=True)
class OverallEntry:
    """An overall ranking as it was typed: its title, and the round of each part that has one, by part id."""

    title: str
    rounds: Mapping[str, Round]


def _said(entry: OverallEntry, composition: Composition) -> dict[str, Any]:
    """The entry for the audit log, with the parts by their titles."""
    parts = [part for part in composition.parts if part.id in entry.rounds]
    return {
        "title": entry.title,
        "rounds": [f"{part.title}：{entry.rounds[part.id].title}" for part in parts],
    }


def result_of(row: Overall) -> OverallResult:
    """As it was published; until then as the rounds stand now."""
    return OverallResult.from_json(row.result) if row.state == "published" else live_result(row)


def live_result(row: Overall) -> OverallResult:
    """The result as the rounds stand now, in three statements."""
    return _reckon(composition_of(row.composition), {one.part: one.round_id for one in row.parts})[0]


def _reckon(composition: Composition, rounds: Mapping[str, int]) -> tuple[OverallResult, dict[str, int]]:
    """The result, and the ids of its subjects by code."""
    below = {rounds[part.id] for part in composition.parts if part.below and part.id in rounds}
    by_round: dict[int, list[Standing]] = {id: [] for id in rounds.values()}
    members: dict[str, Member] = {}
    ids: dict[str, int] = {}
    for row in inspections_of(sorted(by_round)):
        one = standing_of(row)
        by_round[row.round_id].append(one)
        if row.round_id not in below:
            members[one.code] = Member(one.code, one.name, one.group)
            ids[one.code] = row.subject_id
    for unit in _above({one.group for id in below for one in by_round[id]}):
        members.setdefault(unit.code, Member(unit.code, unit.name, unit.group))
        ids[unit.code] = unit.id
    standings = {part: by_round[id] for part, id in rounds.items()}
    return overall(composition, standings, members.values()), ids


def _above(groups: set[str]) -> list[Subject]:
    """The units after which these groups are named."""
    return list(Subject.select().where(Subject.name.in_(sorted(groups)))) if groups else []


def rounds_of(row: Overall) -> dict[str, Round]:
    """The round of each part that has one, with its checklist's title, by part id."""
    query = (
        OverallPart.select(OverallPart, Round, ChecklistVersion.checklist_id, ChecklistVersion.title)
        .join_from(OverallPart, Round)
        .join_from(Round, ChecklistVersion)
        .where(OverallPart.overall == row)
    )
    return {one.part: one.round for one in query}


def sheets_of(
    composition: Composition, rounds: Mapping[str, Round], subject: int | None = None
) -> dict[tuple[str, str], int]:
    """The inspection behind each score, by the part's id and the unit's code; of one subject alone if named."""
    query = (
        Inspection.select(Inspection.id, Inspection.round, Subject.code)
        .join(Subject)
        .where(Inspection.round.in_([one.id for one in rounds.values()]))
    )
    rows = list(query if subject is None else query.where(Inspection.subject == subject))
    own = {part.id: rounds[part.id].id for part in composition.parts if part.id in rounds and not part.below}
    return {
        (part, row.subject.code): row.id for part, id in own.items() for row in rows if row.round_id == id
    }


def fitting(part: Part, rounds: Iterable[Round]) -> list[Round]:
    """The rounds that may be the part's: of its checklist, those of its span first, then the latest first."""
    own = [one for one in rounds if part.checklist in {None, one.checklist.checklist_id}]
    latest = sorted(own, key=lambda one: (one.period_end, one.id), reverse=True)
    return sorted(latest, key=lambda one: not _is_of_span(part, one))


def _is_of_span(part: Part, round_: Round) -> bool:
    start, end = round_.period_start, round_.period_end
    if part.period is None:
        return True
    return start.year == end.year and (start.month, end.month) == SPANS[part.period][1:]


def suggested(composition: Composition, rounds: Sequence[Round]) -> dict[str, Round]:
    """A round for each part that has a fitting one, all of the latest year, none for two parts that count alike."""
    chosen: dict[str, Round] = {}
    taken: set[tuple[str, int]] = set()
    for part in composition.parts:
        fits = [one for one in fitting(part, rounds) if _is_of_span(part, one)]
        free = [one for one in fits if (part.by, one.id) not in taken]
        year = max((one.period_end.year for one in chosen.values()), default=0)
        same_year = [one for one in free if not year or one.period_end.year == year]
        if same_year:
            chosen[part.id] = same_year[0]
            taken.add((part.by, same_year[0].id))
    return chosen


def create(entry: OverallEntry, composition: CompositionVersion, *, by: User, at: datetime) -> Overall:
    """The new overall ranking, not published. Raises TitleTaken."""
    try:
        with writing():
            row: Overall = Overall.create(
                title=entry.title, composition=composition, created_at=at, created_by=by
            )
            _name_rounds(row, entry.rounds)
            said = _said(entry, composition_of(composition))
            after = {**said, "composition": f"{composition.title} {composition.version}"}
            audit.record(by, "open-overall", row, at=at, after=after)
    except IntegrityError as error:
        raise TitleTaken from error
    return row


def _name_rounds(row: Overall, rounds: Mapping[str, Round]) -> None:
    OverallPart.delete().where(OverallPart.overall == row).execute()
    rows = [{"overall": row, "part": part, "round": one} for part, one in rounds.items()]
    if rows:
        OverallPart.insert_many(rows).execute()


def change(row: Overall, entry: OverallEntry, *, by: User, at: datetime) -> None:
    """Give it another title or other rounds. Raises TitleTaken, Published."""
    try:
        with writing():
            held = _hold(row)
            if held.state == "published":
                raise Published
            composition = composition_of(held.composition)
            before = _said(OverallEntry(held.title, rounds_of(held)), composition)
            after = _said(entry, composition)
            if before == after:
                return
            Overall.update(title=entry.title).where(Overall.id == held.id).execute()
            _name_rounds(held, entry.rounds)
            audit.record(by, "change-overall", held, at=at, before=before, after=after)
    except IntegrityError as error:
        raise TitleTaken from error


def _hold(row: Overall) -> Overall:
    """The row as it stands now, locked until commit."""
    held: Overall = locked(Overall.select().where(Overall.id == row.id)).get()
    return held


def obstacles(composition: Composition, rounds: Mapping[str, Round]) -> list[str]:
    """What must be done before the result can be published, in Chinese; nothing when it can."""
    unnamed = [part.title for part in composition.parts if part.id not in rounds]
    found = [f"{title}还没有指定批次" for title in unnamed] if composition.missing == "block" else []
    if not rounds:
        found = found or ["还没有指定任何批次"]
    unreleased = [one.title for one in rounds.values() if one.state != "released"]
    return found + [f"“{title}”的结果还没有发布" for title in dict.fromkeys(unreleased)]


def publish(row: Overall, *, blocked_seen: int, by: User, at: datetime) -> tuple[Change, ...]:
    """Freeze the result and let each unit see its own row. Twice is once. Tells which open sheets it changes.

    `blocked_seen` is how many without a result the person agreed to leave out. Raises NotReady, Unseen.
    """
    with writing():
        held = _hold(row)
        if held.state == "published":
            return ()
        composition, rounds = composition_of(held.composition), rounds_of(held)
        missing = obstacles(composition, rounds)
        if missing:
            raise NotReady("；".join(missing))
        result, ids = _reckon(composition, {part: one.id for part, one in rounds.items()})
        if len(result.blocked) != blocked_seen:
            raise Unseen(len(result.blocked))
        _freeze(held, result, ids, at=at)
        after = {"state": "published", "blocked": blocked_seen}
        audit.record(by, "publish-overall", held, at=at, after=after)
        return after_overall(composition.id, ids.values())


def _freeze(row: Overall, result: OverallResult, ids: Mapping[str, int], *, at: datetime) -> None:
    frozen = {"state": "published", "result": result.to_json(), "published_at": at}
    Overall.update(**frozen).where(Overall.id == row.id).execute()
    units = [{"overall": row, "subject": id, "code": code} for code, id in sorted(ids.items())]
    if units:
        OverallUnit.insert_many(units).execute()
