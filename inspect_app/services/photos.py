"""Photographs and documents at the items of an inspection: taken in, and taken away again."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peewee import fn

from inspect_app.domain.capture import NOTHING, Capture, Coordinates, place_taken, time_taken
from inspect_app.domain.inspection import require_editable
from inspect_app.storage import audit, authors, documents, evidence, exif
from inspect_app.storage.database import writing
from inspect_app.storage.inspections import hold, is_repeated
from inspect_app.storage.models import Evidence, Inspection, Photo, User, Visit
from inspect_app.storage.models.evidence import ANONYMOUS, DOCUMENT, PICTURE
from inspect_app.storage.pictures import PictureRefused, reencode

MOST_PER_ENTRY = 20


class TooMany(Exception):
    """The item has all the photographs that it can hold."""


@dataclass(frozen=True)
class Origin:
    """What came with a file: its name, and what the tablet says of where and when; `exif` as the camera wrote it."""

    name: str = ""
    at: datetime | None = None
    where: Coordinates | None = None
    place: str = ""
    exif: bytes = b""


UNKNOWN = Origin()


@dataclass(frozen=True)
class _Received:
    """A file that has been looked into, as it will be kept."""

    content: bytes
    thumb: bytes = b""
    media_type: str = DOCUMENT
    suffix: str = ".jpg"
    width: int = 0
    height: int = 0
    pages: int = 0
    capture: Capture = NOTHING


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
    origin: Origin = UNKNOWN,
) -> Photo | None:
    """Store the picture, re-encoded, or the document; the same save again returns the one that is there, if any.

    Raises PictureRefused, DocumentRefused, TooMany, NotEditable or SaveIdReused. The file is written before the row,
    so that no row ever lacks its file.
    """
    if is_repeated(save_id, "add-photo", inspection.id, entry=entry):
        return of_save(save_id)
    if Photo.select().where(Photo.inspection == inspection, Photo.entry == entry).count() >= MOST_PER_ENTRY:
        raise TooMany(f"一项最多{MOST_PER_ENTRY}份照片和材料，请先删去不用的")
    received = _received(raw, origin)
    digest = _keep(folder, received)
    with writing():
        row = hold(inspection.id)
        if is_repeated(save_id, "add-photo", row.id, entry=entry):
            return of_save(save_id)
        require_editable(row.state, released=row.round.state == "released")
        photo: Photo = Photo.create(
            inspection=inspection,
            entry=entry,
            evidence=_evidence(digest, received),
            name="" if received.media_type == PICTURE else origin.name,
            caption=caption,
            position=_next_position(inspection, entry),
            added_at=at,
            added_by=by,
            save_id=save_id,
            **_taken(received.capture, origin, inspection, at),
        )
        after = {"sha256": digest, "caption": caption, "name": photo.name}
        audit.record(by, "add-photo", photo, at=at, after=after, inspection=row, entry=entry, save_id=save_id)
    return photo


def of_save(save_id: str) -> Photo | None:
    """The photograph that came with this save, unless it has been taken away."""
    photo: Photo | None = Photo.get_or_none(Photo.save_id == save_id)
    return photo


def _received(raw: bytes, origin: Origin) -> _Received:
    if documents.is_document(raw):
        return _document(raw, origin.name)
    try:
        picture = reencode(raw)
    except PictureRefused as refusal:
        raise PictureRefused(_with_documents(str(refusal))) from refusal
    beside = exif.capture_in(origin.exif)
    capture = Capture(picture.capture.at or beside.at, picture.capture.where or beside.where)
    return _Received(
        picture.full, picture.thumb, PICTURE, ".jpg", picture.width, picture.height, capture=capture
    )


def _document(raw: bytes, name: str) -> _Received:
    known = documents.recognize(raw, name)
    anonymous = authors.removed(raw, known.suffix)
    if anonymous is None:
        return _Received(raw, suffix=known.suffix, pages=known.pages)
    return _Received(anonymous, media_type=ANONYMOUS, suffix=known.suffix, pages=known.pages)


def _with_documents(words: str) -> str:
    """What is no picture may have been meant as a document."""
    known = words.startswith("这个文件不是照片")
    return f"{words}；材料请用PDF、Word、Excel、PPT或WPS格式" if known else words


def _keep(folder: Path, received: _Received) -> str:
    digest = evidence.store(folder, received.content, received.suffix)
    if received.thumb:
        evidence.store(folder, received.thumb, ".thumb.jpg", name=digest)
    return digest


def _evidence(digest: str, received: _Received) -> Evidence:
    """The row of the file, which another inspection may be adding at this moment."""
    Evidence.insert(
        sha256=digest,
        media_type=received.media_type,
        suffix=received.suffix,
        width=received.width,
        height=received.height,
        pages=received.pages,
        size=len(received.content),
    ).on_conflict_ignore().execute()
    row: Evidence = Evidence.get(Evidence.sha256 == digest)
    return row


def _next_position(inspection: Inspection, entry: str) -> int:
    query = Photo.select(fn.MAX(Photo.position)).where(Photo.inspection == inspection, Photo.entry == entry)
    return (query.scalar() or 0) + 1


def _taken(capture: Capture, origin: Origin, inspection: Inspection, at: datetime) -> dict[str, object]:
    """When and where; a place that nobody named is that of the day's visit."""
    taken_at, source = time_taken(capture.at, origin.at, at)
    where, located_by = place_taken(capture.where, origin.where)
    return {
        "taken_at": taken_at,
        "taken_from": source,
        "place": origin.place or _visited(inspection, taken_at),
        "latitude": str(where.latitude) if where else "",
        "longitude": str(where.longitude) if where else "",
        "located_by": located_by,
    }


def _visited(inspection: Inspection, at: datetime) -> str:
    on_that_day = (Visit.inspection == inspection) & (Visit.date == at.date())
    visit: Visit | None = Visit.select().where(on_that_day).order_by(Visit.id.desc()).first()
    return visit.place if visit else ""


def remove_photo(photo: Photo, *, by: User, at: datetime, save_id: str | None = None) -> None:
    """Take the photograph off the item; the file stays for the audit log's sake. What is gone already stays gone."""
    with writing():
        row = hold(photo.inspection_id)
        done = is_repeated(save_id, "remove-photo", row.id, entry=photo.entry, target=f"photo:{photo.id}")
        if done or not Photo.select().where(Photo.id == photo.id).exists():
            return
        require_editable(row.state, released=row.round.state == "released")
        Photo.delete().where(Photo.id == photo.id).execute()
        before = {"sha256": photo.evidence.sha256, "caption": photo.caption, "name": photo.name}
        audit.record(
            by,
            "remove-photo",
            photo,
            at=at,
            before=before,
            inspection=row,
            entry=photo.entry,
            save_id=save_id,
        )
