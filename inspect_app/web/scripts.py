"""What a page's scripts import, so that the page can name it: found level by level, each costs a way to the server."""

import re
from functools import cache
from pathlib import Path

from flask import Flask

IMPORT = re.compile(r'^(?:import|export)\b[^;"]*"\./([^"]+)";', re.MULTILINE)


def init_app(app: Flask) -> None:
    """Templates know `imports_of`."""
    folder = Path(app.static_folder or "")
    app.jinja_env.globals["imports_of"] = lambda *names: imports_of(folder, names)


@cache
def imports_of(folder: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """All that these modules import, directly or not, without themselves; in the order in which it is met."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        for imported in IMPORT.findall((folder / name).read_text(encoding="utf-8")):
            if imported not in found and imported not in names:
                found.append(imported)
                waiting.append(imported)
    return tuple(found)
