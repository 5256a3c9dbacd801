"""Photographs as pages show them: in their order, pairs together, with what is known of each in words."""

from collections.abc import Iterable
from typing import Any
from zlib import crc32

from inspect_app.formatting import chinese_date
from inspect_app.printing.photographs import coordinates_in_words
from inspect_app.storage.documents import TITLES
from inspect_app.storage.models import Evidence, Inspection, Photo, User

CLOCKS = {"camera": "照片自带的拍摄时间", "tablet": "平板选取照片的时间", "server": "服务器收到的时间"}
LOCATORS = {"camera": "照片自带", "tablet": "平板定位"}
MEGABYTE = 1024 * 1024


def photos_of(inspection: Inspection, entry: str | None = None) -> Any:
    """A query of the inspection's photographs with file and author, in their order; of one entry if given."""
    query = with_file().where(Photo.inspection == inspection).order_by(Photo.position, Photo.id)
    return query if entry is None else query.where(Photo.entry == entry)


def with_file() -> Any:
    """A query of photographs with file and author."""
    return Photo.select(Photo, Evidence, User.id, User.name).join_from(Photo, Evidence).join_from(Photo, User)


def in_pairs(photos: Iterable[Photo]) -> list[tuple[Photo, ...]]:
    """Each photograph alone, and 整改前 with 整改后 where the first of the two stands."""
    rows = list(photos)
    by_id = {row.id: row for row in rows}
    after = {row.before_id: row for row in rows if row.before_id in by_id}
    shown: set[int] = set()
    groups: list[tuple[Photo, ...]] = []
    for row in rows:
        if row.id in shown:
            continue
        pair = (by_id[row.before_id], row) if row.before_id in by_id else (row, after.get(row.id))
        group = tuple(one for one in pair if one is not None)
        shown |= {one.id for one in group}
        groups.append(group)
    return groups


def edition(photo: Photo) -> str:
    """Another one whenever the picture looks different: in its address it lets browsers keep it."""
    return f"{crc32(f'{photo.turn} {photo.drawing} {photo.place}'.encode()):08x}"


def taken_words(photo: Photo) -> str:
    """When it was taken, and by whose clock: 2020年6月18日 10:24（照片自带的拍摄时间）."""
    at = photo.taken_at or photo.added_at
    return f"{chinese_date(at)} {at:%H:%M}（{CLOCKS[photo.taken_from]}）"


def where_words(photo: Photo) -> str:
    """The coordinates and who gave them, or ""."""
    words = coordinates_in_words(photo)
    return f"{words}（{LOCATORS[photo.located_by]}）" if words else ""


def file_words(photo: Photo) -> str:
    """What a document is: PDF，12页，1.2 MB."""
    unit = "张" if TITLES.get(photo.evidence.suffix) == "PPT" else "页"
    pages = f"{photo.evidence.pages}{unit}" if photo.evidence.pages else ""
    size = photo.evidence.size
    amount = f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(size // 1024, 1)} KB"
    return "，".join(part for part in (TITLES.get(photo.evidence.suffix, ""), pages, amount) if part)


FILTERS = {
    "edition": edition,
    "file_words": file_words,
    "in_pairs": in_pairs,
    "taken_words": taken_words,
    "where_words": where_words,
}
