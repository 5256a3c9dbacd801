"""Photographs at the items of an inspection."""

from datetime import datetime
from pathlib import Path

from inspect_app.domain.inspection import require_editable
from inspect_app.storage import audit, evidence
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import hold, is_repeated
from inspect_app.storage.models import Evidence, Inspection, Photo, User
from inspect_app.storage.pictures import Picture, reencode

MOST_PER_ENTRY = 20


class TooMany(Exception):
    """The item has all the photographs that it can hold."""


def add_photo(
    inspection: Inspection,
    entry: str,
    raw: bytes,
    *,
    caption: str,
    folder: Path,
    by: User,
    save_id: str,
    at: datetime,
) -> Photo | None:
    """Store the photograph, re-encoded; the same save again returns the one that is there, None if it is gone.

    Raises PictureRefused, TooMany, NotEditable or SaveIdReused. The file is written before the row, so that no
    row ever lacks its file.
    """
    if is_repeated(save_id, "add-photo", inspection.id, entry=entry):
        return _of_save(save_id)
    if Photo.select().where(Photo.inspection == inspection, Photo.entry == entry).count() >= MOST_PER_ENTRY:
        raise TooMany(f"一项最多{MOST_PER_ENTRY}张照片，请先删去不用的")
    picture = reencode(raw)
    digest = evidence.store(folder, picture.full)
    evidence.store(folder, picture.thumb, ".thumb.jpg", name=digest)
    with writing():
        row = hold(inspection.id)
        if is_repeated(save_id, "add-photo", row.id, entry=entry):
            return _of_save(save_id)
        require_editable(row.state, released=row.round.state == "released")
        photo: Photo = Photo.create(
            inspection=inspection,
            entry=entry,
            evidence=_evidence(digest, picture),
            caption=caption,
            added_at=at,
            added_by=by,
            save_id=save_id,
        )
        after = {"sha256": digest, "caption": caption}
        audit.record(by, "add-photo", photo, at=at, after=after, inspection=row, entry=entry, save_id=save_id)
    return photo


def _of_save(save_id: str) -> Photo | None:
    photo: Photo | None = Photo.get_or_none(Photo.save_id == save_id)
    return photo


def _evidence(digest: str, picture: Picture) -> Evidence:
    """The row of the picture, which another inspection may be adding at this moment."""
    Evidence.insert(
        sha256=digest,
        media_type="image/jpeg",
        width=picture.width,
        height=picture.height,
        size=len(picture.full),
    ).on_conflict_ignore().execute()
    row: Evidence = Evidence.get(Evidence.sha256 == digest)
    return row


class PhotoGone(Exception):
    """Somebody has taken the photograph off the item meanwhile."""


def caption_photo(photo: Photo, caption: str, *, by: User, at: datetime, save_id: str | None = None) -> None:
    """Give the photograph another caption; the same one again changes nothing. Raises PhotoGone or NotEditable.

    With a save id it is recorded even so: sent again, it must not undo what somebody has written since.
    """
    with writing():
        row = hold(photo.inspection_id)
        target = f"photo:{photo.id}"
        if is_repeated(save_id, "caption-photo", row.id, entry=photo.entry, target=target):
            return
        stored: Photo | None = Photo.get_or_none(Photo.id == photo.id)
        if stored is None:
            raise PhotoGone
        if stored.caption == caption and save_id is None:
            return
        require_editable(row.state, released=row.round.state == "released")
        Photo.update(caption=caption).where(Photo.id == photo.id).execute()
        _record(photo, "caption-photo", by, at, save_id, {"caption": stored.caption}, {"caption": caption})


def remove_photo(photo: Photo, *, by: User, at: datetime, save_id: str | None = None) -> None:
    """Take the photograph off the item; the file stays for the audit log's sake. What is gone already stays gone."""
    with writing():
        row = hold(photo.inspection_id)
        done = is_repeated(save_id, "remove-photo", row.id, entry=photo.entry, target=f"photo:{photo.id}")
        if done or not Photo.select().where(Photo.id == photo.id).exists():
            return
        require_editable(row.state, released=row.round.state == "released")
        Photo.delete().where(Photo.id == photo.id).execute()
        before = {"sha256": photo.evidence.sha256, "caption": photo.caption}
        _record(photo, "remove-photo", by, at, save_id, before)


def _record(
    photo: Photo,
    action: str,
    by: User,
    at: datetime,
    save_id: str | None,
    before: dict[str, str],
    after: dict[str, str] | None = None,
) -> None:
    audit.record(
        by,
        action,
        photo,
        at=at,
        before=before,
        after=after,
        inspection=photo.inspection_id,
        entry=photo.entry,
        save_id=save_id,
    )
