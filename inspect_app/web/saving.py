"""What a tablet is told of a change that it sends. static/outbox.js keeps to it.

A change is a POST with `Save-User`, the id of the person who made it, and the field `save_id`, made once and kept
however often it is sent. Under a used id only the very same is acknowledged; anything else is refused. The answer's
`Save-State` says what has become of it:

  saved       stored, now or when it was sent before; an answer's version is in `Save-Version`
  conflict    somebody else has changed it (the version of that is in `Save-Version`): a person chooses
  invalid     not stored; the messages are in the page
  locked      the sheet is handed in, approved or released: the same change can be sent again after a return
  refused     not this person's to change, or gone
  signed-out  nobody is logged in
  other-user  somebody else is logged in; nothing is stored in that person's name

An answer without it says nothing of the change: the same bytes are sent again.
"""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Flask, Response, abort, make_response, render_template, request
from flask_login import current_user, login_required
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from inspect_app.domain.inspection import NotEditable
from inspect_app.storage import audit
from inspect_app.storage.audit import SaveId
from inspect_app.storage.models import Audit
from inspect_app.web import errors
from inspect_app.web.access import person

STATE, VERSION, USER = "Save-State", "Save-Version", "Save-User"
REFUSED = {400: "refused", 403: "refused", 404: "refused", 405: "refused", 409: "locked", 413: "refused"}
STATES = {**REFUSED, 422: "invalid"}


def init_app(app: Flask) -> None:
    """Ask whose change it is before anything is done; say at the end what has become of it."""
    app.before_request(check_sender)
    app.after_request(add_state)


def check_sender() -> Any:
    """A change is stored in the name of the person who made it, or not at all."""
    sender = request.headers.get(USER)
    if sender is None:
        return None
    if not current_user.is_authenticated:
        return _not_theirs("signed-out", "登录已过期。您的改动还在这台平板上，请重新登录")
    if sender != str(person().id):
        return _not_theirs("other-user", f"现在登录的是{person().name}，不是做这次改动的人，改动没有送出")
    return None


def _not_theirs(state: str, words: str) -> Response:
    response: Response = errors.show(Unauthorized(words))
    response.headers[STATE] = state
    return response


def add_state(response: Response) -> Response:
    """The state that the status stands for, unless the view has said one."""
    if request.method == "POST" and (USER in request.headers or request.htmx):  # type: ignore[attr-defined]
        state = "saved" if 200 <= response.status_code < 300 else STATES.get(response.status_code)
        if state:
            response.headers.setdefault(STATE, state)
    return response


def change(action: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A route that takes changes, which the audit log names `action`.

    What this person's change has been stored for once stays acknowledged, even if by now the person may not make it
    any more, or would have to make it differently.
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def inner(**given: Any) -> Any:
            try:
                response = make_response(view(**given))
            except (Forbidden, NotFound):
                if _is_stored(action, **given):
                    return _acknowledged()
                raise
            return (
                _acknowledged() if response.status_code == 422 and _is_stored(action, **given) else response
            )

        guarded: Callable[..., Any] = login_required(inner)
        return guarded

    return guard


def _is_stored(action: str, *, id: int, key: str | None = None, photo: UUID | None = None) -> bool:
    """Whether this very save was carried out for this person."""
    try:
        given = _told(str(UUID(request.form.get("save_id", ""))))
    except ValueError:
        return False
    row = audit.is_recorded(given)
    if row is None or (row.user_id, row.action) != (person().id, action):
        return False
    if not audit.is_what_came(row, given):
        return False
    return _concerns(row, id) and (key is None or row.entry == key) and (photo is None or _is_of(row, photo))


def _concerns(row: Audit, id: int) -> bool:
    """Whether the record is of what the address names: a sheet, or something on one."""
    if request.path.startswith("/inspections/"):
        return bool(row.inspection_id == id)
    return bool(row.target.endswith(f":{id}"))


def _is_of(row: Audit, photo: UUID) -> bool:
    """Whether the record is of the photograph that was added with this key."""
    added = audit.is_recorded(str(photo))
    return added is not None and bool(added.target == row.target)


def _acknowledged() -> Response:
    """The sheet is closed to this person; the words alone are left to show."""
    return make_response(render_template("inspections/_told.html", message="这次改动已经保存过"))


def gone_from(target: str) -> Audit:
    """The record of how the row of that target was taken away, or 404 when there never was one."""
    actions = ("remove-photo", "remove-visit")
    row: Audit = Audit.get_or_none(Audit.target == target, Audit.action.in_(actions)) or abort(404)
    return row


def locked(refusal: NotEditable) -> Any:
    """409: the sheet cannot be changed now, and why."""
    return render_template("inspections/_locked.html", message=str(refusal)), 409


def save_id() -> SaveId:
    """The id that the browser gave this change; one without it cannot be told from its repetition."""
    return optional_save_id() or abort(400, "请求里没有保存编号，请刷新页面后再填")


def optional_save_id() -> SaveId | None:
    """The same of a change that does no harm twice, from a page without script; None if it has none."""
    given = request.form.get("save_id")
    if given is None:
        return None
    try:
        return _told(str(UUID(given)))
    except ValueError:
        abort(400, "请求里的保存编号不对，请刷新页面后再填")


def _told(id: str) -> SaveId:
    """The id with the digest of all that was posted with it; the version on screen is the outbox's own."""
    parts = sorted(part for part in _posted() if part[0] not in ("save_id", "version"))
    return SaveId(id, sha256(json.dumps(parts).encode()).hexdigest())


def _posted() -> Iterator[tuple[str, str]]:
    """The fields, and the files by their hashes: one that came in pieces was posted by its hash."""
    for name, value in request.form.items(multi=True):
        yield ("file" if name == "sha256" else name), value
    for name, upload in request.files.items(multi=True):
        upload.seek(0)
        yield name, sha256(upload.read()).hexdigest()
        upload.seek(0)
