"""The page that lists what waits on this tablet; the tablet alone knows, so static/waiting.js fills it."""

from flask import Blueprint, render_template
from flask_login import login_required

blueprint = Blueprint("outbox", __name__)


@blueprint.get("/outbox")
@login_required
def show() -> str:
    return render_template("outbox/show.html")
