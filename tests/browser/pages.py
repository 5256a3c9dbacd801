"""Every page of every role in the demonstration: what test_layout looks at and test_keyboard walks through."""

from collections.abc import Callable

from inspect_app.storage.models import (
    Assignment,
    ChecklistVersion,
    CompositionVersion,
    Inspection,
    Notice,
    Overall,
    Photo,
    Round,
    Subject,
    User,
    Visit,
)


def inspector_pages(user: User) -> list[str]:
    """One of his sheets of each state, and a history."""
    mine = Inspection.select().join(Assignment).where(Assignment.user == user)
    sheets = {row.state: row.id for row in mine.order_by(Inspection.id)}
    shown = [f"/inspections/{id}" for id in sheets.values()]
    return ["/inspections/", *shown, f"{shown[-1]}/history", "/outbox", *checklist_pages()]


def checklist_pages() -> list[str]:
    version = ChecklistVersion.select().order_by(ChecklistVersion.id.desc()).get()
    return ["/checklists", f"/checklists/{version.id}"]


def office_pages() -> list[str]:
    unit = Subject.get()
    return [
        *checklist_pages(),
        "/checklists/new",
        "/checklists/files/bureau-party-building",
        "/rounds",
        *(f"/rounds/{row.id}" for row in Round.select()),
        "/people",
        f"/people/units/{unit.id}",
        "/people/accounts",
        "/people/history",
    ]


def manager_pages(_: User) -> list[str]:
    round_ = Round.get(Round.state == "open")
    states = {row.state: row.id for row in Inspection.select().where(Inspection.round == round_)}
    papers = {row.state: row.id for row in Notice.select()}
    return [
        *office_pages(),
        "/inspections/",
        *(f"/inspections/{states[state]}" for state in ("submitted", "approved") if state in states),
        "/rounds/new",
        f"/rounds/new?again={Round.get(Round.state == 'released').id}",
        f"/rounds/{round_.id}/edit",
        f"/rounds/{round_.id}/assignments",
        f"/rounds/{round_.id}/release",
        "/rankings/",
        *(f"/rankings/{row.id}" for row in Round.select()),
        "/overall/new",
        *(f"/overall/new?composition={row.id}" for row in CompositionVersion.select()),
        *(f"/compositions/{row.id}" for row in CompositionVersion.select()),
        *(f"/overall/{row.id}{part}" for row in Overall.select() for part in ("", "/edit", "/publish")),
        "/notices/",
        f"/notices/?round={round_.id}",
        *(f"/notices/{id}" for id in papers.values()),
    ]


def administrator_pages(_: User) -> list[str]:
    unit, user = Subject.get(), User.get(User.role == "contact")
    edits = ["/people/units/new", f"/people/units/{unit.id}/edit", "/people/import", "/people/accounts/new"]
    return [*office_pages(), *edits, f"/people/accounts/{user.id}", "/rankings/", "/notices/"]


def contact_pages(user: User) -> list[str]:
    unit, round_ = user.subject, Round.get(Round.state == "released")
    released = Inspection.get(Inspection.subject == unit, Inspection.round == round_)
    notice = Notice.get(Notice.subject == unit, Notice.state == "issued")
    return [
        "/rankings/",
        f"/rankings/{released.round_id}",
        f"/inspections/{released.id}",
        "/notices/",
        f"/notices/{notice.id}",
    ]


def person_in(role: str) -> User:
    """Somebody of that role who has something to see."""
    query = User.select().where(User.role == role).order_by(User.id)
    if role == "contact":
        query = query.where(User.subject == Notice.get(Notice.state == "issued").subject)
    user: User = query.get()
    return user


PAGES: dict[str, Callable[[User], list[str]]] = {
    "inspector": inspector_pages,
    "manager": manager_pages,
    "administrator": administrator_pages,
    "contact": contact_pages,
}


def pages_of(role: str) -> tuple[User, list[str]]:
    """Somebody of that role, and every page that this person can open."""
    user = person_in(role)
    return user, [*PAGES[role](user), "/password", "/offline", "/nowhere"]


# The dialogs of a sheet: what opens each, and what opens.
DIALOGS = {
    "display": ('[data-open="display"]', "#display"),
    "inspector signs": ('[data-sign="sign-inspector"]', "#sign-inspector"),
    "unit signs": ('[data-sign="sign-unit"]', "#sign-unit"),
    "submit": ("#submit button", "#submitting"),
    "photo editor": ("[data-photo-edit]", ".dialog-editor"),
    "delete photo": ("[data-photo-delete] [data-confirm]", "#confirm"),
    "delete visit": ("#visits [data-confirm]", "#confirm"),
}


def sheet_to_fill() -> tuple[User, str]:
    """An inspector and a sheet of his that is not handed in, with a photograph and a visit."""
    user = person_in("inspector")
    row = (
        Inspection.select()
        .join(Assignment)
        .where(Assignment.user == user, Inspection.state == "open")
        .where(Inspection.id.in_(Photo.select(Photo.inspection)))
        .where(Inspection.id.in_(Visit.select(Visit.inspection)))
        .order_by(Inspection.id)
        .get()
    )
    return user, f"/inspections/{row.id}"
