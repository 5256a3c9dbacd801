"""What a sheet's former one says beside each item: what was lost, what was demanded, what the unit objected.

Inspectors who are assigned now may see this much of it although they were not assigned then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, current_app, request, send_file
from flask_login import login_required
from peewee import JOIN, fn

from inspect_app.domain.scoring import ItemScore
from inspect_app.printing import photographs
from inspect_app.storage.checklists import WITHOUT_TEXT
from inspect_app.storage.evidence import EvidenceDamaged
from inspect_app.storage.models import (
    ChecklistVersion,
    Inspection,
    Notice,
    Photo,
    Rectification,
    Round,
    Signature,
    Subject,
)
from inspect_app.storage.periods import sheets_of
from inspect_app.storage.photos import with_file
from inspect_app.web.access import inspection_for, person

blueprint = Blueprint("memories", __name__)
MOST_KEPT = 512
MOST_THUMBS = 3


@dataclass(frozen=True)
class Last:
    """One item of the former sheet: what it lost and why, the demand with its deadline, its photographs' ids."""

    lost: Decimal
    lines: tuple[str, ...]
    demand: str = ""
    deadline: date | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True)
class Memory:
    """The former sheet by its round's title; `items` are those that lost something, by entry."""

    title: str
    items: Mapping[str, Last]
    objection: str = ""

    @property
    def lost(self) -> Decimal:
        """What they lost together."""
        return sum((one.lost for one in self.items.values()), Decimal(0))


def memory_of(inspection: Inspection) -> Memory | None:
    """What the office and the assigned inspectors are shown; of a former sheet read before, one statement."""
    if inspection.previous_id is None or person().role == "contact":
        return None
    former, stamp = _former(inspection.previous_id)
    kept: dict[int, tuple[Any, Memory]] = current_app.extensions.setdefault("memories", {})
    if kept.get(former.id, (None,))[0] != stamp:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[former.id] = stamp, _remembered(former)
    return kept[former.id][1]


def recall(inspection: Inspection, cards: Mapping[str, Any]) -> dict[str, Any]:
    """For the page: the `memory`, the entries that `failed` and those that come `first`; its cards know their own."""
    memory = memory_of(inspection)
    items = memory.items if memory else {}
    for key, card in cards.items():
        card.last = items.get(key)
    failed = [key for key in cards if key in items]
    return {"memory": memory, "failed": failed, "first": failed if "first" in request.args else []}


def _former(id: int) -> tuple[Inspection, tuple[Any, ...]]:
    """The former sheet, with what changes whenever there is something else to say of it."""
    said = Signature.select(fn.MAX(Signature.id)).where(_objecting(id))
    row = (
        Inspection.select(Inspection, Round, *WITHOUT_TEXT, Notice.issued_at, said.alias("said"))
        .join_from(Inspection, Round)
        .join_from(Inspection, ChecklistVersion)
        .join_from(Inspection, Notice, JOIN.LEFT_OUTER, on=_issued(), attr="notice")
        .where(Inspection.id == id)
        .get()
    )
    issued = getattr(getattr(row, "notice", None), "issued_at", None)
    return row, (row.reviewed_at, str(row.tally), row.round.title, issued, row.said)


def _issued() -> Any:
    same = (Notice.round == Inspection.round) & (Notice.subject == Inspection.subject)
    return same & (Notice.state == "issued")


def _objecting(id: int) -> Any:
    return (Signature.inspection == id) & (Signature.opinion == "object") & ~Signature.withdrawn


def _remembered(former: Inspection) -> Memory:
    sheet = sheets_of([former])[former.id]
    demands, photos = _demands(former), _photos(former)
    items = {
        item.id: _last(item, demands.get(item.id), photos.get(item.id, ()))
        for item in sheet.items
        if _has_failed(item)
    }
    objection = Signature.select(Signature.reason).where(_objecting(former.id)).order_by(Signature.id.desc())
    return Memory(former.round.title, items, objection.limit(1).scalar() or "")


def _has_failed(item: ItemScore) -> bool:
    return any(line.state == "lost" for line in item.lines) or _short(item) > 0


def _short(item: ItemScore) -> Decimal:
    """What is missing to the item's points; an item without points can only lose."""
    if item.state != "done":
        return Decimal(0)
    return max(item.points - item.score, Decimal(0)) if item.points else item.lost


def _last(item: ItemScore, demand: Rectification | None, photos: tuple[int, ...]) -> Last:
    lines = [line for line in item.lines if line.state == "lost"] or [
        line for line in item.lines if line.state == "met" and line.rule
    ]
    told = tuple(line.words for line in lines)
    if demand is None:
        return Last(_short(item), told, photos=photos)
    return Last(_short(item), told, demand.demand, demand.deadline, photos)


def _demands(former: Inspection) -> dict[str, Rectification]:
    query = Rectification.select().join(Notice)
    mine = (Notice.round == former.round_id) & (Notice.subject == former.subject_id)
    return {row.entry: row for row in query.where(mine, Notice.state == "issued")}


def _photos(former: Inspection) -> dict[str, tuple[int, ...]]:
    """The first few pictures of each item."""
    found: dict[str, tuple[int, ...]] = {}
    rows = with_file().where(Photo.inspection == former).order_by(Photo.position, Photo.id)
    for row in rows:
        if row.is_picture and len(found.get(row.entry, ())) < MOST_THUMBS:
            found[row.entry] = (*found.get(row.entry, ()), row.id)
    return found


@blueprint.get("/inspections/<int:id>/before/<int:photo>")
@login_required
def thumb(id: int, photo: int) -> Any:
    memory = memory_of(inspection_for(person(), id))
    shown = {one for last in memory.items.values() for one in last.photos} if memory else set()
    if photo not in shown:
        abort(404)
    row = with_file().where(Photo.id == photo).get()
    former = Inspection.select(Inspection, Round, Subject).join(Round).switch(Inspection).join(Subject)
    try:
        picture = photographs.shown(
            row,
            former.where(Inspection.id == row.inspection_id).get(),
            current_app.config["INSPECT"],
            small=True,
        )
    except EvidenceDamaged:
        abort(404)
    response = send_file(picture.path, mimetype="image/jpeg", etag=picture.digest)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
