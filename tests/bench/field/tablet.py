"""An inspector with a tablet: makes changes, network or not, and sends them by the rules of static/outbox.js."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from uuid import UUID

from inspect_app.services.inspections import last_return
from inspect_app.storage.models import Inspection, Signature, Visit
from tests.bench.field.network import Answer, Fields, Network
from tests.bench.field.site import ENTRIES, Person
from tests.bench.site import log_in

AT_ONCE = 4  # sheets in hand
GIVE_UP = 0.02  # seconds after a send that was not answered
PATIENCE = 20  # seconds of being refused; by then whoever misses the sheet has been given it
PIECE = 300  # bytes
HELD = {"locked", "refused"}
SIGNED_OUT = {"signed-out", "other-user"}


@dataclass
class Change:
    """One change in the outbox. `mark` stands in its content; `seen` is the version that it is made against."""

    number: int
    kind: str
    inspection: int
    lane: str
    path: str
    fields: Fields
    mark: str
    save_id: str
    picture: bytes | None = None
    seen: int | None = None
    sent: bool = False
    held: str = ""
    refused_from: float | None = None
    version: int | None = None
    offset: int | None = None  # of the picture that goes out in pieces; None until the server has said

    @property
    def in_pieces(self) -> bool:
        """Whether the picture goes out before the rest."""
        return self.picture is not None and len(self.picture) > PIECE

    def form(self) -> Fields:
        """What is posted: the same each time."""
        version = {} if self.seen is None else {"version": str(self.seen)}
        return {**self.fields, **version, "save_id": self.save_id}


@dataclass
class Tablet:
    """One person's. `made` has every change, `acknowledged` those that the server said to have saved."""

    person: Person
    network: Network
    dice: Random
    picture: bytes
    acts: list[list[tuple[str, int, str]]]
    cookies: tuple[str, ...] = ()  # of others who may log in on the same tablet
    ordered: bool = True
    outbox: list[Change] = field(default_factory=list)
    made: list[Change] = field(default_factory=list)
    acknowledged: list[Change] = field(default_factory=list)
    odd: list[tuple[str, Answer]] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    shown: set[tuple[str, int]] = field(default_factory=set)
    things: dict[tuple[str, int], list[tuple[str, str]]] = field(default_factory=dict)
    offline: int = 0
    sends: int = 0

    def held(self, state: str) -> set[int]:
        """The sheets whose changes wait: locked until they are returned, refused until he has them again."""
        return {change.inspection for change in list(self.outbox) if change.held == state}

    def work(self) -> None:
        """Until everything is made and acknowledged; then let arrive what is still on its way."""
        while self.acts or self.outbox:
            self.offline = max(0, self.offline - 1)
            if not self.offline and self.dice.random() < 0.01:
                self.offline = self.dice.randrange(5, 40)
            if self.acts and (self.offline or self.dice.random() < 0.5):
                self._act()
            elif not self.offline:
                self._send_one()
        self.network.flush()

    def _act(self) -> None:
        """Go on with one of the sheets in hand."""
        sheet = self.dice.choice(self.acts[:AT_ONCE])
        kind, inspection, place = sheet.pop(0)
        if not sheet:
            self.acts.remove(sheet)
        change = self._change(kind, inspection, place)
        if change is not None:
            self._put(change)

    def _change(self, kind: str, inspection: int, place: str) -> Change | None:
        number, sheet = len(self.made), f"/inspections/{inspection}"
        mark = f"{self.person.id}-{number}"
        save_id = str(UUID(int=self.dice.getrandbits(128), version=4))
        lane, path, fields, picture = f"{inspection}/{kind}/{place or mark}", f"{sheet}/{kind}s", {}, None
        if kind == "answer":
            path, fields = f"{sheet}/answers/{place}", {**_facts(place, self.dice), "note": mark}
        elif kind == "photo":
            fields, picture = {"entry": place, "caption": mark}, self.picture
            lane = f"{inspection}/photo/{mark}"
        elif kind == "visit":
            fields = {"date": "2020-06-18", "place": mark, "people": "陈立", "inspectors": "督查"}
        elif kind == "signature":
            fields = {
                "party": "inspector",
                "name": mark,
                "signed_on": "2020-06-18",
                "in_person": "y",
                "seen": "{}",
            }
        elif kind == "submit":
            path, fields = f"{sheet}/submit", {"returned": last_return(Inspection.get_by_id(inspection))}
        elif not (thing := self._thing(inspection, place)):
            return None
        else:
            end = "/withdraw" if place == "signature" else "/delete"
            lane, path = thing[0], thing[1] + (end if kind == "delete" else "")
            fields = {"caption": mark} if kind == "caption" else {}
        return Change(number, kind, inspection, lane, path, fields, mark, save_id, picture)

    def _thing(self, inspection: int, what: str) -> tuple[str, str] | None:
        """A photograph or visit of the sheet that is known to be there: its lane and address."""
        there = self.things.get((what, inspection), [])
        return self.dice.choice(there) if there else None

    def _put(self, change: Change) -> None:
        """A newer answer takes the place of those of its lane that were never sent."""
        if change.kind == "answer":
            self.outbox = [one for one in self.outbox if one.lane != change.lane or one.sent]
        if change.kind == "delete":
            what = change.lane.split("/")[1]
            there = self.things[what, change.inspection]
            self.things[what, change.inspection] = [thing for thing in there if thing[0] != change.lane]
        self.made.append(change)
        self.outbox.append(change)

    def _heads(self) -> Iterator[Change]:
        lanes: set[str] = set()
        busy = {change.inspection for change in self.outbox if change.kind != "submit"}
        for change in self.outbox:
            awaited = change.kind == "submit" and change.inspection in busy
            if not (self.ordered and change.lane in lanes) and not change.held and not awaited:
                yield change
            lanes.add(change.lane)

    def _send_one(self) -> None:
        heads = list(self._heads())
        if not heads or self.dice.random() < 0.02:
            time.sleep(GIVE_UP)
            for change in self.outbox:
                change.held = ""
            return
        change = self.dice.choice(heads)
        if change.kind == "answer" and change.seen is None:
            change.seen = self.known.get(change.lane, 0)
        change.sent, self.sends = True, self.sends + 1
        if self.dice.random() < 0.005:
            self.network.cookie = self.dice.choice(
                ("", *self.cookies)
            )  # the session ends, or somebody logs in
        answer = (
            self._send_file(change) if change.in_pieces else self._post(change, change.form(), change.picture)
        )
        if answer is None or not answer.state:
            time.sleep(GIVE_UP * self.dice.randrange(1, 10))
        else:
            self._settle(change, answer)

    def _post(self, change: Change, form: Fields, picture: bytes | None = None) -> Answer | None:
        return self.network.post(change.path, form, self.person.id, picture)

    def _send_file(self, change: Change) -> Answer | None:
        """A piece of the picture, each time from where the server is, and when it has all the rest."""
        picture, url = change.picture or b"", f"/inspections/{change.inspection}/uploads/{change.save_id}"
        if change.offset is None:
            answer = self.network.get(url, self.person.id)
        elif change.offset < len(picture):
            piece = picture[change.offset : change.offset + PIECE]
            at = f"{url}?offset={change.offset}&total={len(picture)}"
            answer = self.network.post_piece(at, piece, self.person.id)
        else:
            change.offset = None  # once more from the beginning unless this is the end
            return self._post(
                change, {**change.form(), "sha256": sha256(picture).hexdigest(), "name": "1.jpg"}
            )
        if answer is None or answer.status != 204:
            return answer
        change.offset = answer.offset
        return Answer(204, "", None)

    def _settle(self, change: Change, answer: Answer) -> None:
        if answer.state in SIGNED_OUT:
            with suppress(OSError, EOFError, RuntimeError):
                self.network.cookie = log_in(self.network.port, self.person.login, self.person.password)
            return
        if answer.state in HELD and not self._is_hopeless(change, answer.state):
            change.held = answer.state
            return
        place = self.outbox.index(change)
        self.outbox.remove(change)
        if answer.state == "saved":
            self._acknowledge(change, answer)
        elif answer.state == "conflict":
            self.outbox.insert(place, self._chosen(change, answer.version or 0))
        elif change.kind == "submit":
            self.acts.append(
                [("submit", change.inspection, "")]
            )  # returned since: after a look at it once more
        else:
            self.odd.append((change.path, answer))

    def _is_hopeless(self, change: Change, state: str) -> bool:
        """Refused for good: what it is about has gone, as may happen where nothing keeps to its order."""
        if state != "refused":
            return False
        change.refused_from = change.refused_from or time.monotonic()
        return time.monotonic() - change.refused_from > PATIENCE

    def _acknowledge(self, change: Change, answer: Answer) -> None:
        change.version = answer.version
        if change.kind == "set-aside":
            self.shown.add((change.lane, answer.version or 0))
        self.acknowledged.append(change)
        if answer.version is not None:
            self.known[change.lane] = answer.version
        if change.kind in ("photo", "visit", "signature"):
            there = self.things.setdefault((change.kind, change.inspection), [])
            there += [(change.lane, address) for address in _addresses(change)]

    def _chosen(self, change: Change, theirs: int) -> Change:
        """The person chooses one of two answers."""
        self.shown.add((change.lane, theirs))
        save_id = str(UUID(int=self.dice.getrandbits(128), version=4))
        given = (change.lane, change.path, change.fields, change.mark, save_id)
        kind, lane, path, fields, mark = "answer", *given[:4]
        if self.dice.random() < 0.5:
            kind, path = "set-aside", f"{path}/theirs"
        made = Change(len(self.made), kind, change.inspection, lane, path, fields, mark, save_id, seen=theirs)
        self.made.append(made)
        return made


def acts_of(inspection: int, dice: Random, *, submits: bool) -> list[tuple[str, int, str]]:
    """What is done at a sheet, in order: answers more than once, additions, then changes and removals of these."""
    acts = [("answer", inspection, entry) for entry in ENTRIES for _ in range(dice.choice((1, 1, 2, 3)))]
    acts += [("photo", inspection, dice.choice(ENTRIES)) for _ in range(dice.choice((0, 1, 1, 2)))]
    acts += [("visit", inspection, "") for _ in range(dice.choice((1, 1, 2)))]
    dice.shuffle(acts)
    acts += [("signature", inspection, "") for _ in range(dice.choice((0, 1, 1)))]
    late = [
        ("caption", "photo"),
        ("caption", "photo"),
        *(("delete", what) for what in ("photo", "visit", "signature")),
    ]
    acts += [(kind, inspection, what) for kind, what in dice.sample(late, dice.choice((0, 1, 2, 3)))]
    return [*acts, ("submit", inspection, "")] if submits else acts


def _addresses(change: Change) -> Iterator[str]:
    """Where what was added can be changed; a visit's number stands on the page, here it is looked up."""
    if change.kind == "photo":
        yield f"{change.path}/{change.save_id}"
    elif change.kind == "signature":
        signed = Signature.select(Signature.id).where(Signature.save_id == change.save_id)
        yield from (f"/signatures/{row.id}" for row in signed)
    else:
        rows = Visit.select(Visit.id).where(Visit.inspection == change.inspection, Visit.place == change.mark)
        yield from (f"/visits/{row.id}" for row in rows.limit(1))


def _facts(entry: str, dice: Random) -> Fields:
    value = dice.randrange(3)
    return {
        "talks": {"r0-of": "40", "r0-done": str(40 - value)},
        "meetings": {"r0-count": str(value)},
        "report": {"r0-met": "no" if value else "yes"},
        "quality": {"r0-value": "0.5" if value else "0", "r0-remark": "座谈时有反映"},
    }[entry]
