"""What only some sheets have: signatures, a problem noted by hand, marks on a photograph, photographs in pairs."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from inspect_app.demo.pictures import Camera, Shot
from inspect_app.domain.drawing import Stroke, write_drawing
from inspect_app.domain.signing import Drawing
from inspect_app.services.arrangements import Change, Save, change_photo, pair_photo
from inspect_app.services.photos import add_photo
from inspect_app.services.signatures import SignatureEntry, sign
from inspect_app.storage.models import Answer, Inspection, Photo, User

MARKED = Shot("board", "廉政风险点公示栏", "圈出的一栏没有写明防控措施")
MARKS = (
    Stroke("circle", ((3700, 2700), (6200, 7050))),
    Stroke("arrow", ((8400, 8900), (6250, 6800))),
)
BEFORE = Shot("board", "通知公告", "公告栏里没有节前公开信")
AFTER = Shot("board", "致全体党员干部的公开信", "检查当天补贴的公开信")

# The strokes of which a character is made, in a square of 100.
BRUSH = (
    ((10, 30), (50, 26), (88, 30)),
    ((48, 5), (50, 50), (48, 96)),
    ((46, 36), (30, 62), (8, 84)),
    ((52, 38), (70, 64), (94, 86)),
    ((14, 58), (50, 54), (84, 58)),
    ((72, 12), (78, 20), (84, 26)),
)
CHARACTER = 220


def sign_as_stored(
    inspection: Inspection, entry: SignatureEntry, *, by: User, save_id: str, at: datetime
) -> None:
    """Sign the sheet as it stands at that moment."""
    answers = Answer.select().where(Answer.inspection == inspection)
    seen = {answer.entry: answer.version for answer in answers}
    sign(inspection, entry, seen=seen, by=by, save_id=save_id, at=at)


def inspector_signature(inspector: User, day: date, dice: Random) -> SignatureEntry:
    """The inspector's own."""
    return SignatureEntry("inspector", inspector.name, day, drawing=_written(inspector.name, dice))


def unit_signature(head: str, day: date, objection: str, dice: Random) -> SignatureEntry:
    """The head's, who agrees unless there is an objection."""
    return SignatureEntry(
        "unit",
        head,
        day,
        position="局长",
        opinion="object" if objection else "agree",
        reason=objection,
        drawing=_written(head, dice),
    )


def _written(name: str, dice: Random) -> Drawing:
    """Something like handwriting: as many characters as the name has."""
    strokes = []
    for place in range(len(name)):
        chosen = sorted(dice.sample(range(len(BRUSH)), 5))
        strokes += [
            tuple(
                (place * CHARACTER + 20 + 2 * x + dice.randint(0, 16), 20 + 2 * y + dice.randint(0, 16))
                for x, y in BRUSH[number]
            )
            for number in chosen
        ]
    return Drawing(tuple(strokes))


@dataclass(frozen=True)
class Shooting:
    """Where photographs are added, by whom, with what."""

    inspection: Inspection
    camera: Camera
    dice: Random
    folder: Path
    by: User

    def add(self, entry: str, shot: Shot, at: datetime) -> Photo:
        """Take the photograph and put it at the entry."""
        save_id = str(UUID(int=self.dice.getrandbits(128), version=4))
        photo = add_photo(
            self.inspection,
            entry,
            self.camera.take(shot, self.dice),
            caption=shot.caption,
            folder=self.folder,
            by=self.by,
            save_id=save_id,
            at=at,
        )
        assert photo is not None, "a new save id cannot be that of a photograph taken away"
        return photo


def add_marked(shooting: Shooting, entry: str, *, at: datetime) -> None:
    """A photograph on which the inspector has circled what is missing."""
    photo = shooting.add(entry, MARKED, at)
    change_photo(photo, Change(drawing=write_drawing(MARKS)), Save(shooting.by, at))


def add_pair(shooting: Shooting, entry: str, *, at: datetime) -> None:
    """One photograph of before and one of after."""
    before, after = (shooting.add(entry, shot, at) for shot in (BEFORE, AFTER))
    pair_photo(after, before, Save(shooting.by, at))
