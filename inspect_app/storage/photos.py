"""The photographs and documents of an inspection: in their order, pairs together."""

from collections.abc import Iterable
from typing import Any

from inspect_app.storage.documents import TITLES
from inspect_app.storage.models import Evidence, Inspection, Photo, User

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


def file_words(photo: Photo) -> str:
    """What a document is: PDF，12页，1.2 MB."""
    unit = "张" if TITLES.get(photo.evidence.suffix) == "PPT" else "页"
    pages = f"{photo.evidence.pages}{unit}" if photo.evidence.pages else ""
    size = photo.evidence.size
    amount = f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(size // 1024, 1)} KB"
    return "，".join(part for part in (TITLES.get(photo.evidence.suffix, ""), pages, amount) if part)
