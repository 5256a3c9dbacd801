"""What happened to each unit in the rounds, and when: told through the services, in the order of time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from uuid import UUID

from inspect_app.demo.city import Unit
from inspect_app.demo.pictures import SHOTS, Camera
from inspect_app.demo.plans import Plan
from inspect_app.demo.sheets import Sheet
from inspect_app.demo.showpieces import (
    Shooting,
    add_marked,
    add_pair,
    inspector_signature,
    sign_as_stored,
    unit_signature,
)
from inspect_app.services.answers import save_answer
from inspect_app.services.inspections import approve, send_back, submit
from inspect_app.services.photos import add_photo
from inspect_app.services.visits import VisitEntry, add_visit
from inspect_app.storage.answers import Content
from inspect_app.storage.models import Inspection, User

EACH_ENTRY = timedelta(minutes=6)
ROOMS = ("三楼会议室", "二楼党员活动室", "一楼阅览室")


@dataclass
class Story:
    """Events as they are planned; `tell` makes them happen. The order of equal times is that of planning."""

    events: list[tuple[datetime, Callable[..., object]]] = field(default_factory=list)

    def then(self, at: datetime, action: Callable[..., object], *args: object, **named: object) -> None:
        """Plan that the service is called with this time."""
        self.events.append((at, partial(action, *args, **named, at=at)))

    def tell(self) -> None:
        """Make everything happen in the order of time."""
        for _, action in sorted(self.events, key=lambda event: event[0]):
            action()


@dataclass(frozen=True)
class Case:
    """One unit's inspection and what becomes of it; `mistakes` are first saved instead of the sheet's content."""

    inspection: Inspection
    unit: Unit
    plan: Plan
    sheet: Sheet
    mistakes: Sheet


@dataclass(frozen=True)
class Visitor:
    """Who inspects a unit, who reviews it, and what they need for it."""

    inspector: User
    manager: User
    camera: Camera
    folder: Path
    dice: Random

    def new_id(self) -> str:
        """An id as a tablet would make it, but the same in each demonstration of one seed."""
        return str(UUID(int=self.dice.getrandbits(128), version=4))


def plan_inspection(story: Story, case: Case, by: Visitor, day: date) -> None:
    """Everything that happens to the sheet, from the inspector's arrival to the manager's word."""
    if case.plan.end == "assigned":
        return
    arrival = datetime(day.year, day.month, day.day, 9, by.dice.randint(2, 25))
    keys = list(case.sheet)[: len(case.sheet) * case.plan.filled_percent // 100]
    _plan_visit(story, case, by, arrival)
    for number, key in enumerate(keys):
        content = case.mistakes.get(key, case.sheet[key])
        _plan_save(story, case, key, content, by, seen=0, at=arrival + EACH_ENTRY * (number + 1))
    _plan_photos(story, case, keys, by, arrival)
    _plan_showpieces(story, case, by, arrival)
    if case.plan.end != "open":
        _plan_review(story, case, by, arrival + timedelta(hours=7, minutes=20))


def _plan_save(
    story: Story, case: Case, key: str, content: Content, by: Visitor, *, seen: int, at: datetime
) -> None:
    named = {"by": by.inspector, "seen": seen, "save_id": by.new_id()}
    story.then(at, save_answer, case.inspection, key, content, **named)


def _plan_visit(story: Story, case: Case, by: Visitor, arrival: datetime) -> None:
    unit = case.unit
    entry = VisitEntry(
        arrival.date(),
        place=f"{unit.name}{by.dice.choice(ROOMS)}",
        people="、".join([unit.secretary, unit.leaders[-1], unit.contact[1]]),
        inspectors=by.inspector.name,
        note=f"听取{unit.secretary}汇报，查阅台账，与{len(unit.branches)}个支部的书记座谈。",
    )
    at = arrival + timedelta(minutes=3)
    story.then(at, add_visit, case.inspection, entry, by=by.inspector, save_id=by.new_id())


def _plan_photos(story: Story, case: Case, keys: Sequence[str], by: Visitor, arrival: datetime) -> None:
    fitting = [key for key in keys if key in SHOTS]
    chosen = by.dice.sample(fitting, min(case.plan.photos, len(fitting)))
    for key in sorted(chosen, key=fitting.index):
        shot = SHOTS[key]
        at = arrival + EACH_ENTRY * (keys.index(key) + 1) + timedelta(minutes=2)
        raw = by.camera.take(shot, by.dice)
        named = {"caption": shot.caption, "folder": by.folder, "by": by.inspector, "save_id": by.new_id()}
        story.then(at, add_photo, case.inspection, key, raw, **named)


def _plan_showpieces(story: Story, case: Case, by: Visitor, arrival: datetime) -> None:
    plan, at = case.plan, arrival + timedelta(hours=6, minutes=30)
    shooting = Shooting(case.inspection, by.camera, by.dice, by.folder, by.inspector)
    if plan.marked:
        story.then(at, add_marked, shooting, plan.marked)
    if plan.pair:
        story.then(at, add_pair, shooting, plan.pair)
    if plan.signed:
        own = inspector_signature(by.inspector, at.date(), by.dice)
        theirs = unit_signature(case.unit.secretary, at.date(), plan.objection, by.dice)
        for minutes, entry in ((30, own), (33, theirs)):
            named = {"by": by.inspector, "save_id": by.new_id()}
            story.then(at + timedelta(minutes=minutes), sign_as_stored, case.inspection, entry, **named)


def _plan_review(story: Story, case: Case, by: Visitor, done: datetime) -> None:
    inspection, plan = case.inspection, case.plan
    story.then(done, submit, inspection, by=by.inspector)
    if plan.end == "submitted":
        return
    reviewed = done.replace(hour=10, minute=by.dice.randint(5, 50)) + timedelta(days=1)
    if plan.return_reason:
        story.then(reviewed, send_back, inspection, plan.return_reason, by=by.manager)
        _plan_correction(story, case, by, reviewed + timedelta(hours=5))
        reviewed += timedelta(days=1)
    if plan.end == "approved":
        story.then(reviewed, approve, inspection, by=by.manager)


def _plan_correction(story: Story, case: Case, by: Visitor, at: datetime) -> None:
    """The inspector puts right what the manager found, if he has come to it."""
    for key in case.mistakes:
        _plan_save(story, case, key, case.sheet[key], by, seen=1, at=at)
    if case.mistakes:
        story.then(at + timedelta(minutes=4), submit, case.inspection, by=by.inspector)
