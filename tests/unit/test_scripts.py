"""Which modules a page must name, found in the modules themselves."""

from pathlib import Path

from inspect_app.config import ROOT
from inspect_app.web.scripts import imports_of


def test_imports_of_imports_are_found_once(tmp_path: Path) -> None:
    for name, imports in {"a.js": "b c", "b.js": "c", "c.js": "a d", "d.js": ""}.items():
        lines = [f'import {{\n  one,\n}} from "./{one}.js";\n' for one in imports.split()]
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    assert imports_of(tmp_path, ("a.js",)) == ("b.js", "c.js", "d.js")


def test_the_forms_scripts_lead_to_the_outbox_and_its_database() -> None:
    found = imports_of(ROOT / "static", ("form.js",))
    assert {"outbox.js", "outbox-store.js", "vendor/idb.js"} <= set(found)
