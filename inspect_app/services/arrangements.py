"""What is changed of a photograph after it was taken in: its words and marks, its order, its pair."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from inspect_app.domain.inspection import require_editable
from inspect_app.storage import audit
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import hold, is_repeated
from inspect_app.storage.models import Inspection, Photo, User


class PairRefused(Exception):
    """The two cannot be a pair; the message says why, in Chinese."""


class PhotoGone(Exception):
    """Somebody has taken the photograph off the item meanwhile."""


@dataclass(frozen=True)
class Change:
    """What shall be different; None leaves as it is. `turn` in degrees clockwise, `drawing` as in domain.drawing."""

    caption: str | None = None
    turn: int | None = None
    drawing: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Save:
    """Who makes a change, when, and under which id; without an id it is recorded only if it changes something."""

    by: User
    at: datetime
    id: str | None = None


def change_photo(photo: Photo, change: Change, save: Save) -> None:
    """Change the photograph. Raises PhotoGone, NotEditable or SaveIdReused.

    A save is recorded even if it changes nothing: sent again, it must not undo what somebody has done since.
    """
    with _held(photo, "change-photo", save) as row:
        if row is None:
            return
        wanted = {name: value for name, value in asdict(change).items() if value is not None}
        before = {name: getattr(row, name) for name in wanted}
        if wanted == before and save.id is None:
            return
        if wanted:
            Photo.update(**wanted).where(Photo.id == row.id).execute()
        _record(row, "change-photo", save, before, wanted)


def pair_photo(photo: Photo, earlier: Photo | None, save: Save) -> None:
    """Tie the photograph (整改后) to the one of before (整改前), or to none.

    Raises PairRefused, PhotoGone, NotEditable or SaveIdReused.
    """
    with _held(photo, "pair-photo", save) as row:
        if row is None:
            return
        if earlier is not None:
            _require_pair(row, earlier)
        Photo.update(before=earlier).where(Photo.id == row.id).execute()
        after = {"before_photo": (earlier.caption or "未写说明的照片") if earlier else ""}
        _record(row, "pair-photo", save, {}, after)


@contextmanager
def _held(photo: Photo, action: str, save: Save) -> Iterator[Photo | None]:
    """The photograph as it stands, in one transaction; None when this save was carried out before."""
    with writing():
        sheet = hold(photo.inspection_id)
        if is_repeated(save.id, action, sheet.id, entry=photo.entry, target=f"photo:{photo.id}"):
            yield None
            return
        row: Photo | None = Photo.get_or_none(Photo.id == photo.id)
        if row is None:
            raise PhotoGone
        require_editable(sheet.state, released=sheet.round.state == "released")
        yield row


def _record(
    row: Photo, action: str, save: Save, before: dict[str, object], after: dict[str, object] | dict[str, str]
) -> None:
    audit.record(
        save.by,
        action,
        row,
        at=save.at,
        before=before,
        after=after,
        inspection=row.inspection_id,
        entry=row.entry,
        save_id=save.id,
    )


def _require_pair(row: Photo, earlier: Photo) -> None:
    if earlier.id == row.id or (earlier.inspection_id, earlier.entry) != (row.inspection_id, row.entry):
        raise PairRefused("整改前后的两张照片应是同一项里不同的照片，请重新选择")
    if not (earlier.is_picture and row.is_picture):
        raise PairRefused("整改前后对比只能用照片，请重新选择")
    taken = Photo.select().where(Photo.before == earlier, Photo.id != row.id).exists()
    if taken or earlier.before_id or Photo.select().where(Photo.before == row).exists():
        raise PairRefused("其中一张照片已经和别的照片组成对比，请先解除")


def order_photos(inspection: Inspection, entry: str, keys: Sequence[str], save: Save) -> None:
    """Put the entry's photographs into this order, by save id; those not named follow as they stood.

    Raises NotEditable or SaveIdReused.
    """
    with writing():
        sheet = hold(inspection.id)
        if is_repeated(save.id, "order-photos", sheet.id, entry=entry):
            return
        require_editable(sheet.state, released=sheet.round.state == "released")
        rows = Photo.select().where(Photo.inspection == inspection, Photo.entry == entry)
        stood = list(rows.order_by(Photo.position, Photo.id))
        places = {key: place for place, key in enumerate(keys)}
        for position, row in enumerate(
            sorted(stood, key=lambda row: places.get(row.save_id, len(keys))), start=1
        ):
            Photo.update(position=position).where(Photo.id == row.id).execute()
        audit.record(
            save.by,
            "order-photos",
            sheet,
            at=save.at,
            inspection=sheet,
            entry=entry,
            save_id=save.id,
        )
