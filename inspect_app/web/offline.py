"""Opening without network: the service worker, the page that it shows, and what it may keep of whom."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask_login import current_user

blueprint = Blueprint("offline", __name__)
WORKER = ("worker.js", "worker-pictures.js")  # one script in two files
# What an inspector may take along; of a list the worker learns which sheets are still his.
KEPT = {"inspections.show": "sheet", "inspections.index": "list", "outbox.show": "waiting"}


def init_app(app: Flask) -> None:
    """Tell the worker of every page whose it is, which program made it and whether it may be kept."""
    app.after_request(describe)


def describe(response: Response) -> Response:
    """The worker's headers, on pages only."""
    if response.mimetype != "text/html" or request.method != "GET" or request.htmx:  # type: ignore[attr-defined]
        return response
    response.headers["Page-Version"] = version()
    if request.endpoint == "offline.show" or not current_user.is_authenticated:
        return response
    response.headers["Page-User"] = str(current_user.row.id)
    is_inspector = current_user.row.role == "inspector"
    if is_inspector and request.endpoint in KEPT and not request.args and response.status_code == 200:
        response.headers["Page-Keep"] = KEPT[request.endpoint]
    return response


def version() -> str:
    """The fingerprint of the program's files, which is in their addresses."""
    return (current_app.static_url_path or "").rpartition("/")[2]


@blueprint.get("/worker.js")
def worker() -> Response:
    """At the root, so that it serves the whole site; always asked anew, so that an upgrade arrives."""
    folder = Path(current_app.static_folder or "")
    given = {"VERSION": version(), "SHELL": url_for("offline.show"), "FILES": _files(folder)}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in given.items())
    script = head + "\n".join((folder / name).read_text(encoding="utf-8") for name in WORKER)
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@cache
def _files(folder: Path) -> tuple[str, ...]:
    """The addresses of all that a page may load."""
    kinds = {".js", ".css", ".svg", ".png"}
    found = sorted(
        file for pattern in ("*", "vendor/*") for file in folder.glob(pattern) if file.suffix in kinds
    )
    names = [file.relative_to(folder).as_posix() for file in found if file.name not in WORKER]
    return tuple(url_for("static", filename=name) for name in names)


@blueprint.get("/offline")
def show() -> Any:
    """What is shown without network; nobody's, for it is kept on the tablet whoever logs in."""
    return render_template("offline/show.html", person=None, nav=[])
