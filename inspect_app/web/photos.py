"""Photographs: upload, caption, remove, and show to those who may see the inspection."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, current_app, flash, render_template, request, send_file
from flask_login import login_required

from inspect_app.config import now
from inspect_app.domain.inspection import NotEditable
from inspect_app.services import photos
from inspect_app.storage import evidence
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Audit, Evidence, Inspection, Photo
from inspect_app.storage.pictures import PictureRefused
from inspect_app.web.access import inspection_for, is_editable, person
from inspect_app.web.cards import photos_of
from inspect_app.web.fields import trimmed
from inspect_app.web.inspections import back_to
from inspect_app.web.saving import change, gone_from, optional_save_id, save_id

blueprint = Blueprint("photos", __name__)
CAPTION_LENGTH = 100
GONE = "这张照片已被别人删除，说明没有存入"


@blueprint.post("/inspections/<int:id>/photos")
@change
def create(id: int) -> Any:
    inspection = inspection_for(person(), id, to="edit")
    entry = request.form.get("entry", "")
    if entry not in checklist_of(inspection.checklist).entries:
        abort(404)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _refused(inspection, entry, "请先选择或拍摄一张照片")
    caption = _caption()
    if len(caption) > CAPTION_LENGTH:
        return _refused(inspection, entry, f"照片说明最多{CAPTION_LENGTH}字，请缩短")
    try:
        photos.add_photo(
            inspection,
            entry,
            upload.read(),
            caption=caption,
            folder=_folder(),
            by=person(),
            save_id=save_id(),
            at=now(),
        )
    except NotEditable as refusal:
        return _refused(inspection, entry, str(refusal), 409)
    except (PictureRefused, photos.TooMany) as refusal:
        return _refused(inspection, entry, str(refusal))
    return _answer(inspection, entry)


def _caption() -> str:
    """The caption as one line: on paper it stands under a picture."""
    return " ".join(trimmed(request.form.get("caption")).split())


@blueprint.post("/photos/<int:id>/caption")
@change
def caption(id: int) -> Any:
    if removal := _removal_of(id):
        inspection_for(person(), removal.inspection_id, to="edit")
        abort(404, GONE)
    photo, inspection = _photo_for(id, to="edit")
    text = _caption()
    if len(text) > CAPTION_LENGTH:
        return _refused(inspection, photo.entry, f"照片说明最多{CAPTION_LENGTH}字，请缩短")
    try:
        photos.caption_photo(photo, text, by=person(), at=now(), save_id=optional_save_id())
    except photos.PhotoGone:
        abort(404, GONE)
    except NotEditable as refusal:
        return _refused(inspection, photo.entry, str(refusal), 409)
    return _answer(inspection, photo.entry)


@blueprint.post("/photos/<int:id>/delete")
@change
def delete(id: int) -> Any:
    if removal := _removal_of(id):
        return _answer(inspection_for(person(), removal.inspection_id, to="edit"), removal.entry)
    photo, inspection = _photo_for(id, to="edit")
    try:
        photos.remove_photo(photo, by=person(), at=now(), save_id=optional_save_id())
    except NotEditable as refusal:
        return _refused(inspection, photo.entry, str(refusal), 409)
    return _answer(inspection, photo.entry)


def _removal_of(id: int) -> Audit | None:
    """How the photograph was taken away, if it was."""
    return None if Photo.select().where(Photo.id == id).exists() else gone_from(f"photo:{id}")


@blueprint.get("/photos/<int:id>")
@login_required
def show(id: int) -> Any:
    return _send(id, ".jpg")


@blueprint.get("/photos/<int:id>/thumb")
@login_required
def thumb(id: int) -> Any:
    return _send(id, ".thumb.jpg")


def _send(id: int, suffix: str) -> Any:
    photo, _ = _photo_for(id)
    path = evidence.path_of(_folder(), photo.evidence.sha256, suffix)
    if not path.exists():
        abort(404, "照片文件不在了，请告诉系统管理员")
    response = send_file(path, mimetype=photo.evidence.media_type, etag=photo.evidence.sha256)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _photo_for(id: int, *, to: Any = "see") -> tuple[Photo, Inspection]:
    """The photograph with its inspection, through the inspection's access."""
    photo = Photo.select(Photo, Evidence).join(Evidence).where(Photo.id == id).first() or abort(404)
    return photo, inspection_for(person(), photo.inspection_id, to=to)


def _folder() -> Any:
    return current_app.config["INSPECT"].evidence


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
