"""Units, the rosters of their people, and the accounts of those who log in."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from argon2 import PasswordHasher
from peewee import IntegrityError

from inspect_app.storage import audit
from inspect_app.storage.database import hold_row, locked, writing, writing_sheets
from inspect_app.storage.models import Inspection, LoginFailure, Member, Subject, User
from inspect_app.storage.refreshing import Change, refresh

# Without the letters and digits that are taken for one another when a password is read from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"

_hasher = PasswordHasher()


class Taken(Exception):
    """Another row has this value already; `field` says which value."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class LastAdministrator(Exception):
    """Without this account nobody could administer any more."""


@dataclass(frozen=True)
class UnitEntry:
    """A unit as it was typed."""

    code: str
    name: str
    group: str
    kind: str = ""
    size: str = ""
    active: bool = True


@dataclass(frozen=True)
class AccountEntry:
    """An account as it was typed; a contact has a unit, others have none."""

    login: str
    name: str
    role: str
    subject: Subject | None = None
    active: bool = True

    def to_json(self) -> dict[str, Any]:
        """For the audit log."""
        unit = self.subject.name if self.subject else ""
        return {
            "login": self.login,
            "name": self.name,
            "role": self.role,
            "unit": unit,
            "active": self.active,
        }


@dataclass(frozen=True)
class RosterLine:
    """One person of a roster."""

    name: str
    role: str = ""


def save_unit(unit: Subject | None, entry: UnitEntry, *, by: User, at: datetime) -> Subject:
    """Add the unit, or change the one given; saving what is there already writes nothing. Raises Taken."""
    return store_unit(unit, entry, by=by, at=at)[0]


def store_unit(
    unit: Subject | None, entry: UnitEntry, *, by: User, at: datetime
) -> tuple[Subject, tuple[Change, ...]]:
    """As `save_unit`, with what has become of the unit's open sheets. Raises Taken."""
    row = unit or Subject()
    before = asdict(_unit_entry(unit)) if unit else None
    if before == asdict(entry):
        return row, ()
    try:
        with writing_sheets():
            for name, value in asdict(entry).items():
                setattr(row, name, value)
            row.save()
            audit.record(by, "save-unit", row, at=at, before=before, after=asdict(entry))
            return row, refresh(Inspection.subject == row.id) if unit else ()
    except IntegrityError as error:
        raise Taken("code" if _is_taken(Subject.code == entry.code, unit) else "name") from error


def _unit_entry(unit: Subject) -> UnitEntry:
    return UnitEntry(unit.code, unit.name, unit.group, unit.kind, unit.size, unit.active)


def _is_taken(condition: Any, unit: Subject | None) -> bool:
    query = Subject.select().where(condition)
    found: bool = (query if unit is None else query.where(Subject.id != unit.id)).exists()
    return found


def save_units(
    entries: Sequence[UnitEntry], *, by: User, at: datetime
) -> tuple[int, int, tuple[Change, ...]]:
    """Add or change units by their code, all or none. Raises Taken.

    Says how many were added and changed, and what has become of their open sheets.
    """
    known = {unit.code: unit for unit in Subject.select()}
    changes: tuple[Change, ...] = ()
    with writing_sheets():
        for entry in entries:
            row = known.get(entry.code)
            changes += store_unit(row, _completed(entry, row), by=by, at=at)[1]
    added = sum(entry.code not in known for entry in entries)
    return added, len(entries) - added, changes


def _completed(entry: UnitEntry, known: Subject | None) -> UnitEntry:
    """A table without 类别 and 规模 leaves them as they are."""
    if known is None:
        return entry
    return replace(entry, kind=entry.kind or known.kind, size=entry.size or known.size)


def save_roster(unit: Subject, roster: str, lines: Sequence[RosterLine], *, by: User, at: datetime) -> None:
    """Make the roster hold exactly these people in this order; no name may stand in it twice."""
    with writing():
        hold_row(Subject, unit.id)
        before = _roster_words(roster_of(unit, roster))
        after = _roster_words(lines)
        if before == after:
            return
        Member.delete().where(Member.subject == unit, Member.roster == roster).execute()
        for position, line in enumerate(lines):
            Member.create(subject=unit, roster=roster, name=line.name, role=line.role, position=position)
        audit.record(by, "save-roster", unit, at=at, before={roster: before}, after={roster: after})


def roster_of(unit: Subject, roster: str) -> list[RosterLine]:
    """The people of one roster in their order."""
    query = (
        Member.select()
        .where(Member.subject == unit, Member.roster == roster)
        .order_by(Member.position, Member.id)
    )
    return [RosterLine(member.name, member.role) for member in query]


def _roster_words(lines: Sequence[RosterLine]) -> list[str]:
    return [f"{line.name} {line.role}".strip() for line in lines]


def add_account(entry: AccountEntry, *, by: User | None, at: datetime) -> tuple[User, str]:
    """The new account and its password, which is kept nowhere. Raises Taken."""
    password = new_password()
    try:
        with writing():
            user: User = User.create(
                **{key: getattr(entry, key) for key in ("login", "name", "role", "subject", "active")},
                password=_hasher.hash(password),
                session_key=secrets.token_urlsafe(16),
            )
            audit.record(by, "add-account", user, at=at, after=entry.to_json())
    except IntegrityError as error:
        raise Taken("login") from error
    return user, password


def change_account(user: User, entry: AccountEntry, *, by: User, at: datetime) -> None:
    """Change the account; another role or none ends its sessions. Raises Taken, LastAdministrator."""
    before = AccountEntry(user.login, user.name, user.role, user.subject, user.active)
    if before == entry:
        return
    try:
        with writing():
            if entry.role != "administrator" or not entry.active:
                _require_another_administrator(user)
            _apply(user, entry)
            audit.record(by, "change-account", user, at=at, before=before.to_json(), after=entry.to_json())
    except IntegrityError as error:
        raise Taken("login") from error


def _apply(user: User, entry: AccountEntry) -> None:
    if (user.role, user.active) != (entry.role, entry.active):
        user.session_key = secrets.token_urlsafe(16)
    user.login, user.name, user.role = entry.login, entry.name, entry.role
    user.subject, user.active = entry.subject, entry.active
    user.save()


def _require_another_administrator(user: User) -> None:
    """Locked, so that two administrators cannot retire each other at the same moment."""
    query = User.select(User.id).where(User.role == "administrator", User.active).order_by(User.id)
    left = {row.id for row in locked(query)}
    if left == {user.id}:
        raise LastAdministrator


def reset_password(user: User, *, by: User, at: datetime) -> str:
    """A new password, which is kept nowhere; the person's sessions end, and so does a wait after wrong ones."""
    password = new_password()
    with writing():
        LoginFailure.delete().where(LoginFailure.login == user.login).execute()
        user.password = _hasher.hash(password)
        user.session_key = secrets.token_urlsafe(16)
        user.save(only=[User.password, User.session_key])
        audit.record(by, "reset-password", user, at=at)
    return password


def new_password() -> str:
    """Three groups that can be read out over the telephone: 51 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
    return "-".join([*groups, "".join(secrets.choice(DIGITS) for _ in range(5))])
