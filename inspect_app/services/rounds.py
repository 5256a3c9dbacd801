"""Opening a 考核批次, who checks which unit in it, and releasing its results."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from peewee import IntegrityError, fn

from inspect_app.storage import audit
from inspect_app.storage.checklists import WITHOUT_TEXT
from inspect_app.storage.database import locked, reuses_ids, writing, writing_sheets
from inspect_app.storage.models import (
    Assignment,
    Audit,
    ChecklistVersion,
    Inspection,
    Notice,
    Round,
    Subject,
    User,
)
from inspect_app.storage.refreshing import Change, after_notices, after_result, refresh


class TitleTaken(Exception):
    """Another round has this title."""


class RoundReleased(Exception):
    """The results are out: nothing in the round can be changed any more."""


class InspectionBegun(Exception):
    """These units cannot leave the round: their inspections have begun."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("、".join(names))
        self.names = names


class Unfinished(Exception):
    """Some inspections are not approved, and the person had not seen exactly this number of them."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


@dataclass(frozen=True)
class RoundEntry:
    """A round as it was typed; with `watermark` its photographs say when, where and by whom they were taken.

    Of an `unannounced` one the units learn nothing before its release.
    """

    title: str
    period_start: date
    period_end: date
    deadline: date
    watermark: bool = False
    signatures_required: bool = False
    unannounced: bool = False

    def to_json(self) -> dict[str, Any]:
        """For the audit log."""
        return {key: value if isinstance(value, bool) else str(value) for key, value in asdict(self).items()}


def open_round(
    entry: RoundEntry,
    checklist: ChecklistVersion,
    *,
    subjects: Sequence[Subject],
    inspectors: Sequence[User],
    by: User | None,
    at: datetime,
) -> Round:
    """The new round, its units shared out among the inspectors in equal blocks. Raises TitleTaken."""
    try:
        with writing():
            round_: Round = Round.create(**asdict(entry), checklist=checklist, created_at=at, created_by=by)
            ids = _begin(round_, subjects, _highest_id())
            _assign([(id, user.id) for id, user in zip(ids, _blocks(inspectors, len(ids)), strict=True)])
            units = [subject.name for subject in subjects]
            after = {**entry.to_json(), "checklist": f"{checklist.title} {checklist.version}", "units": units}
            audit.record(by, "open-round", round_, at=at, after=after)
    except IntegrityError as error:
        raise TitleTaken from error
    return round_


def _highest_id() -> int:
    """No inspection ever had a higher id, those included that have left their round."""
    left = Audit.select(Audit.before).where(Audit.action == "change-round")
    gone: list[int] = [id for row in left for id in (row.before or {}).get("sheets", ())]
    highest: int = Inspection.select(fn.MAX(Inspection.id)).scalar() or 0
    return max([highest, *gone])


def _begin(round_: Round, subjects: Sequence[Subject], highest: int) -> list[int]:
    """An empty inspection of each unit; their ids in the order of the units.

    Where the database would give an id again, it is told one above the highest: changes of a sheet that has left
    may still wait on a tablet, and must not reach another unit's.
    """
    numbers = range(highest + 1, highest + 1 + len(subjects))
    rows: list[dict[str, Any]] = [
        {"round": round_, "subject": subject, "checklist": round_.checklist} for subject in subjects
    ]
    if reuses_ids():
        rows = [{**row, "id": number} for row, number in zip(rows, numbers, strict=True)]
    if rows:
        Inspection.insert_many(rows).execute()
        refresh((Inspection.round == round_) & Inspection.subject.in_([row.id for row in subjects]))
    made = Inspection.select(Inspection.id, Inspection.subject).where(Inspection.round == round_)
    ids = {row.subject_id: row.id for row in made}
    return [ids[subject.id] for subject in subjects]


def _blocks(inspectors: Sequence[User], count: int) -> list[User]:
    """The inspector of each unit: neighbours in the list share one, and the shares differ by one at most."""
    return [inspectors[number * len(inspectors) // count] for number in range(count)]


def _assign(pairs: Iterable[tuple[int, int]]) -> None:
    rows = list(pairs)
    if rows:
        Assignment.insert_many(rows, fields=[Assignment.inspection, Assignment.user]).execute()


def change_round(
    round_: Round, entry: RoundEntry, *, subjects: Sequence[Subject], by: User, at: datetime
) -> tuple[Change, ...]:
    """Change what is said of the round and which units are in it; new units go to whoever has fewest.

    Another period may change what its sheets rest on. A round that is unannounced from now on counts elsewhere no
    more, one that is no longer so does. Gives back what has become of all these sheets. Raises TitleTaken,
    RoundReleased, InspectionBegun.
    """
    try:
        with writing_sheets():
            row = _hold_open(round_)
            before = _entry_of(row)
            left, joined = _change_units(row, subjects)
            if before == entry and not left and not joined:
                return ()
            names = [sheet.subject.name for sheet in left]
            Round.update(**asdict(entry)).where(Round.id == row.id).execute()
            gone = {"left": names, "sheets": [sheet.id for sheet in left]}
            said = ({**before.to_json(), **gone}, {**entry.to_json(), "joined": joined})
            audit.record(by, "change-round", row, at=at, before=said[0], after=said[1])
            changes = refresh(Inspection.round == row.id)
            return changes if before.unannounced == entry.unannounced else changes + _refresh_others(row)
    except IntegrityError as error:
        raise TitleTaken from error


def _entry_of(row: Round) -> RoundEntry:
    """What is said of the round now."""
    return RoundEntry(**{field.name: getattr(row, field.name) for field in fields(RoundEntry)})


def _hold_open(round_: Round) -> Round:
    """The round as it stands now, locked until commit; raises RoundReleased."""
    row: Round = locked(Round.select().where(Round.id == round_.id)).get()
    if row.state == "released":
        raise RoundReleased
    return row


def _change_units(round_: Round, subjects: Sequence[Subject]) -> tuple[list[Inspection], list[str]]:
    """The sheets of the units that left, and the names of those that joined."""
    highest = _highest_id()
    inside = {row.subject.id: row for row in _with_units(round_)}
    wanted = {subject.id for subject in subjects}
    leaving = [row for id, row in inside.items() if id not in wanted]
    joining = [subject for subject in subjects if subject.id not in inside]
    _remove(leaving)
    if joining:
        _assign(zip(_begin(round_, joining, highest), _least_busy(round_, len(joining)), strict=False))
    return leaving, [subject.name for subject in joining]


def _with_units(round_: Round) -> Any:
    return (
        Inspection.select(Inspection.id, Inspection.state, Subject.id, Subject.name)
        .join(Subject)
        .where(Inspection.round == round_)
        .order_by(Subject.code)
    )


def _remove(leaving: Sequence[Inspection]) -> None:
    """Only what nobody has touched can go; answers, visits and photographs keep their inspection."""
    begun = [row.subject.name for row in leaving if row.state != "assigned"]
    if begun:
        raise InspectionBegun(begun)
    try:
        Inspection.delete().where(Inspection.id.in_([row.id for row in leaving])).execute()
    except IntegrityError as error:
        raise InspectionBegun([row.subject.name for row in leaving]) from error


def _least_busy(round_: Round, count: int) -> list[int]:
    """The inspector of each of `count` more units, by id; ties go to the lower id."""
    query = (
        Assignment.select(Assignment.user)
        .join(Inspection)
        .join_from(Assignment, User)
        .where(Inspection.round == round_, User.active)
    )
    load = Counter(row.user_id for row in query)
    chosen = []
    for _ in range(count if load else 0):
        next_ = min(load, key=lambda id: (load[id], id))
        load[next_] += 1
        chosen.append(next_)
    return chosen


def reassign(round_: Round, choices: Mapping[int, Sequence[User]], *, by: User, at: datetime) -> None:
    """Give each inspection named in `choices` exactly these inspectors. Raises RoundReleased."""
    with writing():
        _hold_open(round_)
        present = assigned_in(round_)
        for inspection, wanted in choices.items():
            before = {user.id: user.name for user in present[inspection]}
            after = {user.id: user.name for user in wanted}
            if before.keys() != after.keys():
                _exchange(inspection, before.keys() - after.keys(), after.keys() - before.keys())
                said = [{"inspectors": [*names.values()], "accounts": [*names]} for names in (before, after)]
                row = Inspection(id=inspection)
                audit.record(by, "assign", row, at=at, before=said[0], after=said[1])


def assigned_in(round_: Round) -> dict[int, list[User]]:
    """The inspectors of each inspection of the round, by the inspection's id; none is an empty list."""
    query = (
        Assignment.select(Assignment.inspection, User.id, User.name, User.active)
        .join_from(Assignment, User)
        .join_from(Assignment, Inspection)
        .where(Inspection.round == round_)
        .order_by(User.name, User.id)
    )
    found: dict[int, list[User]] = defaultdict(list)
    for row in query:
        found[row.inspection_id].append(row.user)
    return found


def _exchange(inspection: int, gone: Iterable[int], new: Iterable[int]) -> None:
    Assignment.delete().where(
        Assignment.inspection == inspection, Assignment.user.in_(sorted(gone))
    ).execute()
    _assign((inspection, user) for user in sorted(new))


def release(round_: Round, *, unfinished_seen: int, by: User, at: datetime) -> tuple[Change, ...]:
    """Let the units see their results; from now on nothing in the round changes. Twice is once.

    `unfinished_seen` is the number of inspections without approval that the person agreed to leave out of
    the ranking. Raises Unfinished when there are more or fewer by now. Gives back what has become of the open
    sheets of other rounds that take these results.
    """
    with writing_sheets():
        row: Round = locked(Round.select().where(Round.id == round_.id)).get()
        if row.state == "released":
            return ()
        # Held, so that nobody fills or returns a sheet while its round is being released.
        held = locked(Inspection.select(Inspection.id, Inspection.state).where(Inspection.round == row.id))
        count = sum(inspection.state != "approved" for inspection in held.order_by(Inspection.id))
        if count != unfinished_seen:
            raise Unfinished(count)
        refresh(Inspection.round == row.id)
        Round.update(state="released", released_at=at).where(Round.id == row.id).execute()
        after = {"state": "released", "unfinished": count}
        audit.record(by, "release-round", row, at=at, before={"state": row.state}, after=after)
        return _refresh_others(row)


def _refresh_others(round_: Round) -> tuple[Change, ...]:
    """Results count elsewhere once they are out, and so do the notices of an unannounced round."""
    query = Inspection.select(Inspection, *WITHOUT_TEXT).join(ChecklistVersion)
    approved = after_result(query.where(Inspection.round == round_, Inspection.state == "approved"))
    notified = Notice.select(Notice.subject).where(Notice.round == round_, Notice.state == "issued")
    return approved + after_notices(row.subject_id for row in notified)
