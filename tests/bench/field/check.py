"""What the database holds of what was acknowledged. Every change carries its own mark, so no save id is trusted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspect_app.domain.scoring import score
from inspect_app.domain.tally import tally_of
from inspect_app.services.answers import tally_in
from inspect_app.storage import evidence
from inspect_app.storage.answers import answers_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Answer, Audit, Evidence, Inspection, Photo, Signature, Visit
from tests.bench.field.tablet import Change, Tablet

Shown = dict[str, set[tuple[str, int]]]
CONTENT = {
    "photo": ("add-photo", "caption"),
    "visit": ("add-visit", "place"),
    "signature": ("sign", "signer"),
    "caption": ("change-photo", "caption"),
}


@dataclass
class Verdict:
    """What is wrong, in words."""

    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unordered: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)

    def is_clean(self) -> bool:
        return not (self.lost or self.twice or self.unordered or self.misplaced)

    def words(self) -> str:
        counts = [len(found) for found in (self.lost, self.twice, self.unordered, self.misplaced)]
        return "{} lost, {} twice, {} out of order, {} misplaced".format(*counts)


def verify(tablets: Iterable[Tablet], folder: Path) -> Verdict:
    """Compare every acknowledgement with the rows."""
    verdict, tablets = Verdict(), list(tablets)
    made = [change for tablet in tablets for change in tablet.made]
    acknowledged = [change for tablet in tablets for change in tablet.acknowledged]
    rows = list(Audit.select().order_by(Audit.id))
    shown = {str(tablet.person.id): tablet.shown for tablet in tablets}
    _check_answers(verdict, made, acknowledged, [row for row in rows if row.action == "answer"], shown)
    _check_marks(verdict, acknowledged, rows)
    _check_people(verdict, rows)
    _check_things(verdict, acknowledged)
    _check_submissions(verdict, made, acknowledged, [row for row in rows if row.action == "submitted"])
    _check_sheets(verdict, folder)
    return verdict


def _check_answers(
    verdict: Verdict, made: list[Change], acknowledged: list[Change], rows: list[Audit], shown: Shown
) -> None:
    history: dict[tuple[int, str], list[Audit]] = defaultdict(list)
    for row in rows:
        history[row.inspection_id, row.entry].append(row)
    stored = Counter((row.inspection_id, row.entry, row.after["note"]) for row in rows)
    for change in acknowledged:
        if change.kind == "answer" and not stored[*_entry_of(change), change.mark]:
            verdict.lost.append(f"answer {change.mark}")
    verdict.twice += [f"answer {mark}" for (*_, mark), times in stored.items() if times > 1]
    versions: dict[str, set[int | None]] = defaultdict(set)
    for change in made:
        if change.kind == "answer":
            versions[change.mark].add(change.seen)
    for key, saves in history.items():
        verdict.lost += _wrong_end(key, saves)
        verdict.unordered += _overwritten(key, saves, versions, shown)


def _entry_of(change: Change) -> tuple[int, str]:
    return change.inspection, change.lane.split("/")[2]


def _wrong_end(key: tuple[int, str], saves: list[Audit]) -> Iterator[str]:
    """The answer is what was saved last, and counts every save."""
    answer = Answer.get_or_none(Answer.inspection == key[0], Answer.entry == key[1])
    if answer is None or (answer.note, answer.version) != (saves[-1].after["note"], len(saves)):
        yield f"the last answer of {key}"


def _overwritten(
    key: tuple[int, str], saves: list[Audit], versions: dict[str, set[int | None]], shown: Shown
) -> Iterator[str]:
    """Each save was made against the one before it, which was his own or was shown to him; none came out of turn."""
    latest: dict[str, int] = {}
    before = ""
    for version, row in enumerate(saves, start=1):
        mark = row.after["note"]
        who, number = mark.split("-")
        foreign = before not in ("", who) and (f"{key[0]}/answer/{key[1]}", version - 1) not in shown[who]
        if foreign or version - 1 not in versions[mark]:
            yield f"answer {mark} overwrote what was not on the screen"
        if int(number) < latest.get(who, -1):
            yield f"answer {mark} came after a newer one"
        latest[who] = max(int(number), latest.get(who, -1))
        before = who


def _check_marks(verdict: Verdict, acknowledged: list[Change], rows: list[Audit]) -> None:
    """Additions, captions and answers set aside are in the audit log, each once."""
    found = Counter(mark for row in rows for mark in _marks_in(row))
    for change in acknowledged:
        action, _ = CONTENT.get(change.kind, (change.kind, ""))
        if action in ("answer", "submit", "delete"):
            continue
        times = found[action, change.mark]
        if times != 1:
            (verdict.lost if not times else verdict.twice).append(f"{action} {change.mark}")


def _check_people(verdict: Verdict, rows: list[Audit]) -> None:
    """Everything stands in the name of who made it, whoever was logged in."""
    fields = {**dict(CONTENT.values()), "set-aside": "note", "answer": "note"}
    for row in rows:
        mark = (row.after or {}).get(fields.get(row.action, ""), "")
        if mark and mark.split("-")[0] != str(row.user_id):
            verdict.misplaced.append(f"{row.action} {mark}")


def _marks_in(row: Audit) -> Iterator[tuple[str, str]]:
    names = {**dict(CONTENT.values()), "set-aside": "note"}
    if row.action in names:
        yield row.action, row.after.get(names[row.action], "")


def _check_things(verdict: Verdict, acknowledged: list[Change]) -> None:
    """What was added is there once, photographs with their last caption, or not at all once it was removed."""
    stored = {
        "photo": Counter(row.caption for row in Photo.select(Photo.caption)),
        "visit": Counter(row.place for row in Visit.select(Visit.place)),
        "signature": Counter(
            row.name for row in Signature.select(Signature.name).where(~Signature.withdrawn)
        ),
    }
    lanes: dict[str, list[Change]] = defaultdict(list)
    for change in acknowledged:
        if change.lane.split("/")[1] in stored:
            lanes[change.lane].append(change)
    for lane, changes in lanes.items():
        there = stored[lane.split("/")[1]]
        marks = [change.mark for change in changes if change.kind != "delete"]
        removed = changes[-1].kind == "delete"
        times = sum(there[mark] for mark in marks)
        if removed and times:
            verdict.twice.append(f"{lane} is back")
        elif not removed and times != 1:
            (verdict.twice if times else verdict.lost).append(lane)
        elif not removed and not there[marks[-1]]:
            verdict.unordered.append(f"the caption of {lane}")


def _check_submissions(
    verdict: Verdict, made: list[Change], acknowledged: list[Change], rows: list[Audit]
) -> None:
    """Nothing was handed in more often than somebody did so."""
    wanted = Counter(change.inspection for change in made if change.kind == "submit")
    done = Counter(row.inspection_id for row in rows if row.before["state"] != row.after["state"])
    verdict.twice += [f"submission of {id}" for id, times in done.items() if times > wanted[id]]
    heard = {change.inspection for change in acknowledged if change.kind == "submit"}
    verdict.lost += [f"submission of {id}" for id in heard if not done[id]]


def _check_sheets(verdict: Verdict, folder: Path) -> None:
    """Every photograph has its file, and every remembered sum is that of the answers."""
    for row in Evidence.select():
        try:
            evidence.read(folder, row.sha256)
        except evidence.EvidenceDamaged as damage:
            verdict.lost.append(str(damage))
    for row in Inspection.select():
        checklist: Any = checklist_of(row.checklist)
        scored = {item.id: item for item in score(checklist, answers_of(row)).items}
        if tally_in(checklist, row) != tally_of(checklist, scored):
            verdict.lost.append(f"the sum of sheet {row.id}")
