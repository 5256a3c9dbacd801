"""Photographs and documents shown, and offered for download, to those who may see the inspection."""

from typing import Any

from flask import Blueprint, abort, current_app, send_file
from flask_login import login_required

from inspect_app.printing import photographs
from inspect_app.storage import evidence
from inspect_app.storage.evidence import EvidenceDamaged
from inspect_app.storage.models import Inspection, Photo
from inspect_app.storage.photos import with_file
from inspect_app.web.access import inspection_for, person
from inspect_app.web.pictures import FILTERS

blueprint = Blueprint("evidence", __name__)
for _name, _filter in FILTERS.items():
    blueprint.add_app_template_filter(_filter, _name)


@blueprint.get("/photos/<int:id>")
@login_required
def show(id: int) -> Any:
    return _send(id, small=False)


@blueprint.get("/photos/<int:id>/thumb")
@login_required
def thumb(id: int) -> Any:
    return _send(id, small=True)


def _send(id: int, *, small: bool) -> Any:
    photo, inspection = _photo_for(id)
    if not photo.is_picture:
        abort(404)
    try:
        picture = photographs.shown(photo, inspection, _config(), small=small)
    except EvidenceDamaged as damage:
        return _damaged(photo, damage)
    response = send_file(picture.path, mimetype="image/jpeg", etag=picture.digest)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@blueprint.get("/photos/<int:id>/original")
@login_required
def original(id: int) -> Any:
    photo, _ = _photo_for(id)
    if not photo.is_picture:
        abort(404)
    return _file_of(photo, mimetype="image/jpeg")


@blueprint.get("/photos/<int:id>/file")
@login_required
def file(id: int) -> Any:
    photo, _ = _photo_for(id)
    suffix = photo.evidence.suffix
    stem = photo.name.removesuffix(suffix) or photo.caption or "佐证材料"
    return _file_of(
        photo, mimetype="application/octet-stream", as_attachment=True, download_name=f"{stem}{suffix}"
    )


def _file_of(photo: Photo, **how: Any) -> Any:
    folder, row = _config().evidence, photo.evidence
    try:
        evidence.read(folder, row.sha256, row.suffix)
    except EvidenceDamaged as damage:
        return _damaged(photo, damage)
    response = send_file(evidence.path_of(folder, row.sha256, row.suffix), etag=row.sha256, **how)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _damaged(photo: Photo, damage: EvidenceDamaged) -> Any:
    """404 with the reason; the log says which file to bring back."""
    current_app.logger.error("evidence %s of photo %s: %s", photo.evidence.sha256, photo.id, damage)
    abort(404, str(damage))


def _photo_for(id: int) -> tuple[Photo, Inspection]:
    """The photograph with its inspection, through the inspection's access."""
    photo = with_file().where(Photo.id == id).first() or abort(404)
    return photo, inspection_for(person(), photo.inspection_id)


def _config() -> Any:
    return current_app.config["INSPECT"]
