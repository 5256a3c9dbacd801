"""Photographs at the items of an inspection."""

from datetime import datetime
from pathlib import Path

from inspect_app.storage import audit, evidence
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import SaveIdReused, hold_editable
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
) -> Photo:
    """Store the photograph, re-encoded; the same save again returns the one that is there.

    Raises PictureRefused, TooMany, NotEditable or SaveIdReused. The file is written before the row, so that no
    row ever lacks its file.
    """
    photo = _sent_before(save_id, inspection, entry)
    if photo is not None:
        return photo
    if Photo.select().where(Photo.inspection == inspection, Photo.entry == entry).count() >= MOST_PER_ENTRY:
        raise TooMany(f"一项最多{MOST_PER_ENTRY}张照片，请先删去不用的")
    picture = reencode(raw)
    digest = evidence.store(folder, picture.full)
    evidence.store(folder, picture.thumb, ".thumb.jpg", name=digest)
    with writing():
        hold_editable(inspection.id)
        photo = _sent_before(save_id, inspection, entry)
        if photo is None:
            photo = Photo.create(
                inspection=inspection,
                entry=entry,
                evidence=_evidence(digest, picture),
                caption=caption,
                added_at=at,
                added_by=by,
                save_id=save_id,
            )
            after = {"sha256": digest, "caption": caption}
            audit.record(by, "add-photo", photo, at=at, after=after, inspection=inspection, entry=entry)
    return photo


def _sent_before(save_id: str, inspection: Inspection, entry: str) -> Photo | None:
    photo: Photo | None = Photo.get_or_none(Photo.save_id == save_id)
    if photo is not None and (photo.inspection_id, photo.entry) != (inspection.id, entry):
        raise SaveIdReused
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


def caption_photo(photo: Photo, caption: str, *, by: User, at: datetime) -> None:
    """Give the photograph another caption; the same one again changes nothing."""
    if photo.caption == caption:
        return
    with writing():
        hold_editable(photo.inspection_id)
        Photo.update(caption=caption).where(Photo.id == photo.id).execute()
        audit.record(
            by,
            "caption-photo",
            photo,
            at=at,
            before={"caption": photo.caption},
            after={"caption": caption},
            inspection=photo.inspection_id,
            entry=photo.entry,
        )


def remove_photo(photo: Photo, *, by: User, at: datetime) -> None:
    """Take the photograph off the item; the file stays for the audit log's sake."""
    with writing():
        hold_editable(photo.inspection_id)
        if Photo.delete().where(Photo.id == photo.id).execute():
            before = {"sha256": photo.evidence.sha256, "caption": photo.caption}
            audit.record(
                by,
                "remove-photo",
                photo,
                at=at,
                before=before,
                inspection=photo.inspection_id,
                entry=photo.entry,
            )
