"""How pages and the program's files travel: compressed once, kept by browsers, never mixed between versions."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from inspect_app import fingerprint
from inspect_app.storage.models import Inspection, User
from tests.integration.conftest import Cast

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_page_is_compressed_for_browsers_that_take_it(
    as_: Callable[[User], FlaskClient], cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.inspector)
    packed = client.get(f"/inspections/{inspection.id}", headers=GZIP)
    plain = client.get(f"/inspections/{inspection.id}")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 3
    assert len(gzip.decompress(packed.data)) == len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_browser_that_refuses_gzip_gets_none(client: FlaskClient) -> None:
    answer = client.get("/login", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers
    assert "登录" in answer.text


def test_file_is_compressed_once_and_kept_for_ever_by_everybody(app: Flask, client: FlaskClient) -> None:
    answer = client.get(f"{app.static_url_path}/app.css", headers=GZIP)
    assert gzip.decompress(answer.data) == Path(app.static_folder or "", "app.css").read_bytes()
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_unchanged_file_is_not_sent_again(app: Flask, client: FlaskClient) -> None:
    path = f"{app.static_url_path}/app.css"
    tag = client.get(path, headers=GZIP).headers["ETag"]
    with client.get(path, headers={**GZIP, "If-None-Match": tag}) as answer:
        assert answer.status_code == 304


def test_files_of_another_version_are_not_mixed_in(app: Flask, client: FlaskClient) -> None:
    """A page that stayed open over an upgrade gets no script of the new program under the old address."""
    assert app.static_url_path == f"/static/{fingerprint(Path(app.static_folder or ''))}"
    assert client.get("/static/000000000000/app.js").status_code == 404
    assert client.get("/static/app.js").status_code == 404


def test_any_changed_byte_gives_another_address(tmp_path: Path) -> None:
    Path(tmp_path, "app.js").write_text("1")
    before = fingerprint(tmp_path)
    Path(tmp_path, "app.js").write_text("2")
    assert fingerprint(tmp_path) != before


def test_tablet_can_put_the_program_on_its_home_screen(
    client: FlaskClient, as_: Callable[[User], FlaskClient], cast: Cast
) -> None:
    address = re.search(r'rel="manifest" href="([^"]+)"', client.get("/login").text)
    assert address is not None
    with client.get(address[1]) as answer:
        manifest = json.loads(answer.data)
        assert (answer.mimetype, manifest["name"]) == ("application/manifest+json", "督导考核")
    assert as_(cast.inspector).get(manifest["start_url"]).status_code == 200
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}


def test_icons_are_of_the_sizes_that_the_manifest_names(app: Flask) -> None:
    folder = Path(app.static_folder or "")
    for icon in json.loads((folder / "app.webmanifest").read_text(encoding="utf-8"))["icons"]:
        with Image.open(folder / icon["src"]) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]
