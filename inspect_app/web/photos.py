"""Photographs and documents at an item: added, changed, ordered, paired and removed."""

import unicodedata
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, current_app, flash, render_template, request

from inspect_app.config import now
from inspect_app.domain.capture import coordinates, moment
from inspect_app.domain.drawing import DrawingRefused, read_drawing, write_drawing
from inspect_app.domain.inspection import NotEditable
from inspect_app.services import arrangements, photos
from inspect_app.services.arrangements import Change, PairRefused, PhotoGone, Save
from inspect_app.storage import audit
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.documents import DocumentRefused
from inspect_app.storage.models import Inspection, Photo
from inspect_app.storage.photos import photos_of, with_file
from inspect_app.storage.pictures import PictureRefused
from inspect_app.web import uploads
from inspect_app.web.access import inspection_for, is_editable, person
from inspect_app.web.fields import trimmed
from inspect_app.web.inspections import back_to
from inspect_app.web.saving import change, optional_save_id, save_id

blueprint = Blueprint("photos", __name__)
CAPTION_LENGTH = 100
PLACE_LENGTH = 60
NAME_LENGTH = 120
GONE = "这张照片已被别人删除，改动没有存入"
TURNS = ("0", "90", "180", "270")


class WordsRefused(Exception):
    """What was typed cannot be taken; the message says what to do."""


REFUSALS = (PictureRefused, DocumentRefused, photos.TooMany, WordsRefused, DrawingRefused, PairRefused)


@blueprint.post("/inspections/<int:id>/photos")
@change("add-photo")
def create(id: int) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    entry = _entry(inspection)
    try:
        in_pieces, raw, name = _file(id)
        photos.add_photo(
            inspection,
            entry,
            raw,
            caption=_caption(),
            folder=current_app.config["INSPECT"].evidence,
            by=person(),
            save_id=save_id(),
            at=now(),
            origin=_origin(name),
        )
    except NotEditable as refusal:
        return _refused(inspection, entry, str(refusal), 409)
    except REFUSALS as refusal:
        return _refused(inspection, entry, str(refusal))
    if in_pieces:
        uploads.done(id)
    return _answer(inspection, entry)


def _entry(inspection: Inspection) -> str:
    entry = request.form.get("entry", "")
    return entry if entry in checklist_of(inspection.checklist).entries else abort(404)


def _file(id: int) -> tuple[bool, bytes, str]:
    """Whether it came in pieces, what is in it, and its name."""
    if "sha256" in request.form:
        known = audit.is_recorded(save_id()) is not None  # the pieces are gone then, and nobody asks for them
        return True, b"" if known else uploads.received(id), clean_name(request.form.get("name", ""))
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise WordsRefused("请先选择或拍摄一张照片，或选择一份材料")
    return False, upload.read(), clean_name(upload.filename)


def clean_name(name: str) -> str:
    """The file's name without its path and without what could mislead a reader or a file system."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if one in '<>:"|?*' else one for one in bare if unicodedata.category(one)[0] != "C")
    stem, dot, ending = kept.strip(" .").rpartition(".")
    if not dot:
        return ending[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}" if len(ending) < 10 else kept[:NAME_LENGTH]


def _origin(name: str) -> photos.Origin:
    exif = request.files.get("exif")
    where = coordinates(request.form.get("latitude", ""), request.form.get("longitude", ""))
    at = moment(request.form.get("captured_at", ""))
    return photos.Origin(name, at, where, _words("place", PLACE_LENGTH, "地点"), exif.read() if exif else b"")


def _words(field: str, most: int, label: str) -> str:
    """A short text as one line: on paper it stands under a picture."""
    text = " ".join(trimmed(request.form.get(field)).split())
    if len(text) > most:
        raise WordsRefused(f"{label}最多{most}字，请缩短")
    return text


def _caption() -> str:
    return _words("caption", CAPTION_LENGTH, "照片说明")


@blueprint.post("/inspections/<int:id>/photos/<uuid:photo>")
@change("change-photo")
def update(id: int, photo: UUID) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    row = _photo_of(id, photo) or abort(404, GONE)
    return _carry_out(inspection, row.entry, lambda: arrangements.change_photo(row, _change(), _save()))


def _change() -> Change:
    turn = request.form.get("turn")
    if turn is not None and turn not in TURNS:
        raise WordsRefused("照片只能转90°、180°或270°，请重试")
    drawing = request.form.get("drawing")
    return Change(
        caption=_caption() if "caption" in request.form else None,
        turn=int(turn) if turn is not None else None,
        drawing=write_drawing(read_drawing(drawing)) if drawing is not None else None,
        place=_words("place", PLACE_LENGTH, "地点") if "place" in request.form else None,
    )


def _save() -> Save:
    return Save(person(), now(), optional_save_id())


@blueprint.post("/inspections/<int:id>/photos/<uuid:photo>/delete")
@change("remove-photo")
def delete(id: int, photo: UUID) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    row = _photo_of(id, photo)
    if row is None:
        return _answer(inspection, _entry_of_removed(id, photo))
    try:
        photos.remove_photo(row, by=person(), at=now(), save_id=optional_save_id())
    except NotEditable as refusal:
        return _refused(inspection, row.entry, str(refusal), 409)
    return _answer(inspection, row.entry)


def _entry_of_removed(id: int, photo: UUID) -> str:
    """Where the photograph was that is gone already, or 404 when there never was one."""
    added = audit.is_recorded(str(photo))
    if added is None or (added.action, added.inspection_id) != ("add-photo", id):
        abort(404)
    return str(added.entry)


@blueprint.post("/inspections/<int:id>/photos/<uuid:photo>/pair")
@change("pair-photo")
def pair(id: int, photo: UUID) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    row = _photo_of(id, photo) or abort(404, GONE)
    before = request.form.get("before", "")
    try:
        earlier = (_photo_of(id, UUID(before)) or abort(404, GONE)) if before else None
    except ValueError:
        abort(404, GONE)
    return _carry_out(inspection, row.entry, lambda: arrangements.pair_photo(row, earlier, _save()))


@blueprint.post("/inspections/<int:id>/photos/order")
@change("order-photos")
def order(id: int) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    entry = _entry(inspection)
    keys = request.form.get("order", "").split(",")[: photos.MOST_PER_ENTRY]
    try:
        arrangements.order_photos(inspection, entry, keys, _save())
    except NotEditable as refusal:
        return _refused(inspection, entry, str(refusal), 409)
    return _answer(inspection, entry)


def _carry_out(inspection: Inspection, entry: str, work: Callable[[], object]) -> Any:
    """The photographs of the entry as they are after the work, or with the reason why it was not done."""
    try:
        work()
    except PhotoGone:
        abort(404, GONE)
    except NotEditable as refusal:
        return _refused(inspection, entry, str(refusal), 409)
    except REFUSALS as refusal:
        return _refused(inspection, entry, str(refusal))
    return _answer(inspection, entry)


def _photo_of(id: int, key: UUID) -> Photo | None:
    """The photograph that the tablet knows by this key, on this sheet."""
    row: Photo | None = with_file().where(Photo.save_id == str(key), Photo.inspection == id).first()
    return row


def _answer(inspection: Inspection, entry: str) -> Any:
    if not request.htmx:  # type: ignore[attr-defined]
        return back_to(inspection, f"card-{entry}")
    return _fragment(inspection, entry)


def _refused(inspection: Inspection, entry: str, message: str, status: int = 422) -> Any:
    if request.htmx:  # type: ignore[attr-defined]
        return _fragment(inspection, entry, message), status
    flash(message, "error")
    return back_to(inspection, f"card-{entry}")


def _fragment(inspection: Inspection, entry: str, message: str = "") -> str:
    return render_template(
        "inspections/_photos.html",
        inspection=inspection,
        key=entry,
        photos=list(photos_of(inspection, entry)),
        message=message,
        editable=is_editable(inspection),
        new_id=lambda: str(uuid4()),
    )
