"""A document with something missing is refused, by name, instead of printed with a gap."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from inspect_app.printing import engine
from inspect_app.printing.engine import render
from inspect_app.printing.errors import ForbiddenAddress, LayoutTrouble, MissingEvidence, MissingGlyph
from inspect_app.printing.evidence import SheetEvidence
from inspect_app.printing.fetching import DocumentFetcher, Refused
from inspect_app.printing.fonts import FontFolders, NoFonts, find_fonts, font_problems
from tests.pdf import samples
from tests.pdf.measure import opened


@pytest.fixture
def photograph(tmp_path):
    content = BytesIO()
    Image.new("RGB", (64, 48), "#7a9").save(content, "JPEG")
    path = tmp_path / "photograph.jpg"
    path.write_bytes(content.getvalue())
    return hashlib.sha256(content.getvalue()).hexdigest(), path


def with_picture(digest, images):
    return samples.sheet(evidence=(SheetEvidence("talks", "谈话登记簿", digest),), images=images)


@pytest.mark.parametrize("character", ["\U000f0000", "\ue000", "😀"])
def test_character_without_a_font_is_named(fonts, character):
    with pytest.raises(MissingGlyph) as caught:
        render(samples.notice(subject=f"张{character}局"), fonts)
    assert caught.value.character == character
    assert f"张{character}局" in caught.value.context


def test_evidence_is_printed_as_a_picture(fonts, photograph):
    digest, path = photograph
    with opened(render(with_picture(digest, {digest: path}), fonts)) as pdf:
        assert [len(page.images) for page in pdf.pages][-1] == 1


def test_missing_picture_is_refused(fonts, photograph):
    with pytest.raises(MissingEvidence, match=photograph[0][:12]):
        render(with_picture(photograph[0], {}), fonts)


def test_altered_picture_is_refused(fonts, photograph):
    digest, path = photograph
    path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(MissingEvidence, match="已损坏"):
        render(with_picture(digest, {digest: path}), fonts)


def test_what_is_no_picture_is_refused(fonts, tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"no picture")
    digest = hashlib.sha256(b"no picture").hexdigest()
    with pytest.raises(LayoutTrouble):
        render(with_picture(digest, {digest: path}), fonts)


@pytest.mark.parametrize(
    "url", ["https://example.org/a.png", "file:///etc/passwd", "data:image/png;base64,AA==", "evidence:00"]
)
def test_addresses_outside_the_document_are_refused(url):
    fetcher = DocumentFetcher(engine.TEMPLATES / "notice", {})
    with pytest.raises(Refused) as caught:
        fetcher(url)
    assert isinstance(caught.value.error, ForbiddenAddress | MissingEvidence)


def test_refused_document_does_not_spoil_the_next(fonts, photograph):
    with pytest.raises(MissingEvidence):
        render(with_picture(photograph[0], {}), fonts)
    assert render(samples.sheet(), fonts) == render(samples.sheet(), fonts)


def test_fonts_of_the_site_win(fonts, tmp_path):
    font = tmp_path / "site.otf"
    font.write_bytes((fonts.bundled / "FandolFang-Regular.otf").read_bytes())
    found = find_fonts(FontFolders(fonts.bundled, tmp_path))
    assert found.roles["fang"].path == font


def test_missing_fonts_are_named(tmp_path):
    empty = FontFolders(tmp_path / "none", tmp_path)
    with pytest.raises(NoFonts, match="仿宋"):
        find_fonts(empty)
    assert any("仿宋" in problem for problem in font_problems(empty))


def test_this_machine_prints_well(fonts):
    assert font_problems(fonts) == []
