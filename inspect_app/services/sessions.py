"""Logging in: argon2 passwords, and a pause after too many wrong ones."""

import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from inspect_app.storage import audit
from inspect_app.storage.database import writing
from inspect_app.storage.models import LoginFailure, User

WINDOW = timedelta(minutes=15)
MOST_PER_LOGIN = 5
MOST_PER_ADDRESS = 50  # an office behind one address shares it

_hasher = PasswordHasher()


class LoginRefused(Exception):
    """Wrong name or password; which of them is not told."""


class TooManyFailures(Exception):
    """The account or the address has to wait."""


def hash_password(password: str) -> str:
    """The argon2 hash to store."""
    return _hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe(16))


def log_in(login: str, password: str, address: str, *, at: datetime) -> User:
    """The person of that login; raises LoginRefused or TooManyFailures."""
    if _failures(at, LoginFailure.login == login) >= MOST_PER_LOGIN:
        raise TooManyFailures
    if _failures(at, LoginFailure.address == address) >= MOST_PER_ADDRESS:
        raise TooManyFailures
    user = User.get_or_none((User.login == login) & User.active)
    # An unknown name costs the same time as a wrong password, so that names cannot be found by timing.
    if not _matches(user.password if user else _nobodys_hash(), password) or user is None:
        _note_failure(login, address, at=at)
        raise LoginRefused
    with writing():
        LoginFailure.delete().where((LoginFailure.login == login) | (LoginFailure.at < at - WINDOW)).execute()
        audit.record(user, "log-in", user, at=at)
    return user


def log_out(user: User, *, at: datetime) -> None:
    """Record that the person left; the cookie itself is the browser's to drop."""
    with writing():
        audit.record(user, "log-out", user, at=at)


def change_password(user: User, old: str, new: str, *, at: datetime) -> None:
    """Set the person's own password, which ends the other sessions; raises LoginRefused for a wrong `old`."""
    if not _matches(user.password, old):
        raise LoginRefused
    with writing():
        user.password = hash_password(new)
        user.session_key = secrets.token_urlsafe(16)
        user.save(only=[User.password, User.session_key])
        audit.record(user, "change-password", user, at=at)


def _failures(at: datetime, condition: object) -> int:
    count: int = LoginFailure.select().where(condition, LoginFailure.at > at - WINDOW).count()
    return count


def _note_failure(login: str, address: str, *, at: datetime) -> None:
    with writing():
        LoginFailure.insert(at=at, login=login[:40], address=address).execute()


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
