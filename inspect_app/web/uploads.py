"""Large files in pieces: each piece is acknowledged by how much of the file is here."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, make_response, request
from flask_login import login_required

from inspect_app.storage import audit, uploads
from inspect_app.storage.uploads import NotWhole, PieceMisplaced
from inspect_app.web.access import inspection_for, is_editable, person
from inspect_app.web.numbers import whole
from inspect_app.web.saving import save_id

blueprint = Blueprint("uploads", __name__)
MOST = 24 * 1024 * 1024
OFFSET = "Upload-Offset"


@blueprint.post("/inspections/<int:id>/uploads/<uuid:upload>")
@login_required
def append(id: int, upload: UUID) -> Any:
    if _is_settled(id, upload):
        return _at(MOST)
    _require_editable(id)
    offset, total = (whole(request.args.get(name, "")) for name in ("offset", "total"))
    if offset is None or total is None:
        abort(400, "上传请求里的数字不对，请刷新页面后再传")
    if total > MOST or offset > total:
        abort(413, f"文件最大{MOST // 1024 // 1024}MB，请缩小或拆分后再传")
    if request.content_length is None or request.content_length > uploads.LARGEST_PIECE:
        abort(413)
    piece = request.get_data(cache=False)
    if offset + len(piece) > total:
        abort(400, "上传的内容比说明的多，请刷新页面后再传")
    try:
        return _at(uploads.append(_folder(), key_of(id, upload), offset, piece))
    except PieceMisplaced as misplaced:
        return _at(misplaced.offset)


@blueprint.get("/inspections/<int:id>/uploads/<uuid:upload>")
@login_required
def show(id: int, upload: UUID) -> Any:
    if _is_settled(id, upload):
        return _at(MOST)
    _require_editable(id)
    return _at(uploads.offset_of(_folder(), key_of(id, upload)))


def _is_settled(id: int, upload: UUID) -> bool:
    """Whether the change that the pieces are for was carried out already: then nothing more need be sent."""
    row = audit.is_recorded(str(upload))
    return row is not None and (row.user_id, row.inspection_id) == (person().id, id)


def _require_editable(id: int) -> None:
    if not is_editable(inspection_for(person(), id, to="edit")):
        abort(409, "考核单已经提交或发布，不能再传照片和材料")


def _at(offset: int) -> Any:
    return "", 204, {OFFSET: str(offset)}


def received(id: int) -> bytes:
    """The whole file of the change that is being made, out of its pieces.

    Answers 425 when pieces are missing or are not the file's: the tablet asks what is here, and goes on from there.
    """
    try:
        return uploads.assembled(_folder(), _own_key(id), request.form.get("sha256", ""))
    except NotWhole:
        abort(make_response("文件没有传完整，请稍等，平板会接着传", 425))


def done(id: int) -> None:
    """The change is settled: its pieces are of no use any more."""
    uploads.discard(_folder(), _own_key(id))


def _own_key(id: int) -> str:
    return key_of(id, UUID(save_id()))


def key_of(id: int, upload: UUID) -> str:
    """One for each person, sheet and change: nobody adds to another's file, nor reads it."""
    return f"{person().id}-{id}-{upload}"


def _folder() -> Any:
    return current_app.config["INSPECT"].uploads
