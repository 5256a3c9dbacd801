"""Photographs of the database as they are shown and printed, each made once and kept."""

import logging
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from inspect_app.config import Config
from inspect_app.domain.drawing import read_drawing
from inspect_app.formatting import chinese_date
from inspect_app.printing.errors import MissingEvidence
from inspect_app.printing.evidence import SheetEvidence
from inspect_app.printing.fonts import FontFolders, find_fonts
from inspect_app.printing.marking import Marks, jpeg, marked
from inspect_app.storage import evidence
from inspect_app.storage.evidence import EvidenceDamaged
from inspect_app.storage.models import Inspection, Photo
from inspect_app.storage.photos import file_words, in_pairs, photos_of
from inspect_app.storage.pictures import thumbnail

EDITION = "1"  # another way of drawing makes every kept picture anew
THUMB = ".thumb.jpg"
SIDES = ("整改前", "整改后")


@dataclass(frozen=True)
class Shown:
    """A picture's file, and the SHA-256 of what is in it."""

    path: Path
    digest: str


def stamp_of(photo: Photo, inspection: Inspection) -> tuple[str, ...]:
    """The lines of the watermark; none unless the round asks for it."""
    if not inspection.round.watermark:
        return ()
    at = photo.taken_at or photo.added_at
    where = "，".join(part for part in (photo.place, coordinates_in_words(photo)) if part)
    lines = (
        f"时间：{chinese_date(at)} {at:%H:%M}",
        f"地点：{where}" if where else "",
        f"单位：{inspection.subject.name}",
        f"督导人员：{photo.added_by.name}",
    )
    return tuple(line for line in lines if line)


def coordinates_in_words(photo: Photo) -> str:
    """The coordinates as 北纬30.592800°，东经114.305500°, or ""."""
    if not photo.latitude:
        return ""
    north, east = photo.latitude, photo.longitude
    side = ("南纬" if north.startswith("-") else "北纬", "西经" if east.startswith("-") else "东经")
    return f"{side[0]}{north.lstrip('-')}°，{side[1]}{east.lstrip('-')}°"


def marks_of(photo: Photo, inspection: Inspection) -> Marks:
    """Everything that is laid over the stored picture."""
    return Marks(photo.turn, read_drawing(photo.drawing), stamp_of(photo, inspection))


def shown(photo: Photo, inspection: Inspection, config: Config, *, small: bool = False) -> Shown:
    """The picture with its marks, made when it is not there yet; the stored one itself when nothing is on it.

    The stored one is checked in any case. Raises EvidenceDamaged or NoFonts.
    """
    marks, original = marks_of(photo, inspection), photo.evidence.sha256
    content = evidence.read(config.evidence, original)
    suffix = THUMB if small else ".jpg"
    if not marks:
        path = evidence.path_of(config.evidence, original, suffix)
        if small and not path.exists():
            evidence.store(config.evidence, _small(content, marks, config), suffix, name=original)
        return Shown(path, original)
    name = sha256(f"{EDITION} {original} {marks}".encode()).hexdigest()
    path = evidence.path_of(config.renditions, name, suffix)
    if not path.exists():
        made = _small(content, marks, config) if small else _full(content, marks, config)
        evidence.store(config.renditions, made, suffix, name=name)
    return Shown(path, sha256(path.read_bytes()).hexdigest())


def _full(content: bytes, marks: Marks, config: Config) -> bytes:
    fonts = find_fonts(FontFolders(config.fonts, config.site_fonts)) if marks.stamp else None
    return jpeg(marked(content, marks, fonts))


def _small(content: bytes, marks: Marks, config: Config) -> bytes:
    """A thumbnail has no room for words that can be read."""
    return thumbnail(marked(content, Marks(marks.turn, marks.strokes), None))


def evidence_of(
    inspection: Inspection, config: Config, *, entries: tuple[str, ...] | None = None
) -> tuple[tuple[SheetEvidence, ...], dict[str, Path]]:
    """What is printed of the inspection's photographs and documents, of these entries alone if they are named.

    Every file is checked against its hash: raises MissingEvidence, which says which one it is.
    """
    rows = [row for row in photos_of(inspection) if entries is None or row.entry in entries]
    listed: list[SheetEvidence] = []
    images: dict[str, Path] = {}
    for group in in_pairs(rows):
        for side, photo in enumerate(group):
            picture = _checked(photo, inspection, config)
            if picture is not None:
                images[picture.digest] = picture.path
            words = _caption(photo, SIDES[side] if len(group) == 2 else "")
            pair = group[0].id if len(group) == 2 else 0
            listed.append(SheetEvidence(photo.entry, words, picture.digest if picture else "", pair))
    return tuple(listed), images


def _checked(photo: Photo, inspection: Inspection, config: Config) -> Shown | None:
    """The picture as it is shown; nothing for a document, which is only looked at."""
    try:
        if photo.is_picture:
            return shown(photo, inspection, config)
        evidence.read(config.evidence, photo.evidence.sha256, photo.evidence.suffix)
    except EvidenceDamaged as damage:
        logging.getLogger(__name__).error(
            "evidence %s of photo %s: %s", photo.evidence.sha256, photo.id, damage
        )
        named = f"（{photo.caption or photo.name or '没有说明的照片'}）"
        raise MissingEvidence(photo.evidence.sha256, f"{named}{damage.reason}") from damage
    return None


def _caption(photo: Photo, side: str) -> str:
    if photo.is_picture:
        return "：".join(part for part in (side, photo.caption or "现场照片") if part)
    named = f"{photo.name or '佐证材料'}（{file_words(photo)}）"
    return f"{photo.caption}：{named}" if photo.caption else named
