"""The demonstration's accounts: their passwords are made on this machine and kept beside the database."""

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROLE_TITLES = {
    "administrator": "系统管理员",
    "manager": "督导办",
    "inspector": "督导人员",
    "contact": "被考核单位联系人",
}
FILE = "demo-accounts.txt"


@dataclass(frozen=True)
class Account:
    """Somebody who can log in to the demonstration. `place` is the unit of a contact."""

    role: str
    name: str
    login: str
    password: str
    place: str = ""


def table(accounts: Iterable[Account]) -> str:
    """The accounts in columns that line up in a terminal."""
    rows = [("角色", "姓名", "账号", "密码", "单位")]
    rows += [(ROLE_TITLES[one.role], one.name, one.login, one.password, one.place) for one in accounts]
    widths = [max(_columns(row[number]) for row in rows) for number in range(5)]
    lines = ("  ".join(_padded(*cell) for cell in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def keep(folder: Path, text: str) -> None:
    """Write the table where only its owner reads it."""
    file = folder / FILE
    file.unlink(missing_ok=True)
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as stream:
        stream.write(text)


def kept(folder: Path) -> str:
    """The table as it was written, or "" when there is none."""
    file = folder / FILE
    return file.read_text(encoding="utf-8") if file.exists() else ""
