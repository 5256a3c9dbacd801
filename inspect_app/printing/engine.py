"""Document in, PDF bytes out; the same document gives the same bytes."""

import atexit
import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from inspect_app.config import ROOT
from inspect_app.formatting import FILTERS
from inspect_app.printing.documents import Document, document_for
from inspect_app.printing.errors import LayoutTrouble, MissingGlyph
from inspect_app.printing.fonts import FontFolders, FontSet, find_fonts
from inspect_app.printing.report import group_title
from inspect_app.printing.titles import title_lines

TEMPLATES = ROOT / "templates" / "print"
CONTEXT = 6  # characters shown on either side of one that cannot be printed


def render(document: object, folders: FontFolders) -> bytes:
    """The PDF of a registered document; raises PrintError (with nothing printed) or NoFonts."""
    return _press(folders).print(document)


@lru_cache(maxsize=2)
def _press(folders: FontFolders) -> "Press":
    return Press(folders)


# At the very end of a process WeasyPrint could no longer remove its copies of the font files.
atexit.register(_press.cache_clear)


class Press:
    """What all documents of a process share: fonts, parsed style sheets, templates."""

    def __init__(self, folders: FontFolders) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from inspect_app.printing.fetching import FontFetcher

        self.fonts = find_fonts(folders)
        self.config = FontConfiguration()
        self.lock = RLock()  # fontconfig and the log are the process's own
        files = frozenset(face.path.as_uri() for face in self.fonts.roles.values())
        with _complaints_refused():
            css = self.fonts.css() + _page_number(self.fonts)
            self.faces = CSS(string=css, font_config=self.config, url_fetcher=FontFetcher(files))
        self.sheets: dict[str, list[Any]] = {}
        self.environment = _environment()
        self.environment.globals["ink_top"] = self.fonts.roles["title"].top

    def print(self, document: object) -> bytes:
        """One PDF."""
        from weasyprint import HTML

        from inspect_app.printing.embedding import compact_fonts
        from inspect_app.printing.fetching import DocumentFetcher, Refused
        from inspect_app.printing.justify import stretch_lines

        kind = document_for(document)
        folder = TEMPLATES / kind.name
        html = self.environment.get_template(f"{kind.name}/document.html").render(doc=document, kind=kind)
        fetcher = DocumentFetcher(folder, getattr(document, "images", {}))
        with self.lock, _complaints_refused():
            try:
                source = HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=fetcher)
                self._check_characters(source)
                laid_out = source.render(font_config=self.config, stylesheets=self._styles(kind))
                stretch_lines(laid_out)
                identifier = hashlib.sha256(html.encode()).digest()[:16]
                pdf: bytes = laid_out.write_pdf(
                    pdf_identifier=identifier, dpi=150, jpeg_quality=80, finisher=compact_fonts
                )
            except Refused as refusal:
                raise refusal.error from refusal
        return pdf

    def _styles(self, kind: Document) -> list[Any]:
        if kind.name not in self.sheets:
            self.sheets[kind.name] = [self.faces, *_parsed(TEMPLATES, kind.name, self.config)]
        return self.sheets[kind.name]

    def _check_characters(self, source: Any) -> None:
        for text in source.etree_element.itertext():
            odd = self.fonts.lacks(text)
            if odd:
                at = text.index(odd)
                raise MissingGlyph(odd, text[max(0, at - CONTEXT) : at + CONTEXT + 1].strip())


def _page_number(fonts: FontSet) -> str:
    """The dash's ink, not its line box, lies 7 mm below the type area (GB/T 9704, 7.5)."""
    ink = fonts.roles["song"].top("—")
    style = f'font: 14pt/1 "gw-song"; vertical-align: top; padding-top: calc(7mm - {ink:.4f} * 14pt)'
    return f"@page {{ @bottom-right {{ {style} }} @bottom-left {{ {style} }} }}\n"


def _parsed(folder: Path, name: str, config: Any) -> list[Any]:
    from weasyprint import CSS

    from inspect_app.printing.fetching import FontFetcher

    files = (folder / "gb9704.css", folder / name / "document.css")
    fetcher = FontFetcher(frozenset())
    return [
        CSS(string=file.read_text("utf-8"), font_config=config, url_fetcher=fetcher)
        for file in files
        if file.is_file()
    ]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.filters["unbroken"] = _unbroken
    environment.filters["group_title"] = group_title
    environment.filters["title_lines"] = title_lines
    environment.globals["producer"] = "督导考核"
    return environment


def _unbroken(text: str) -> Markup:
    """The text with places like 五/14 kept on one line: layout would break after the slash."""
    return Markup("").join(
        Markup('<span class="unbroken">{}</span>').format(part) if "/" in part else part
        for part in re.split(r"([^\s，。；：、《》“”（）/]{1,4}(?:/[^\s，。；：、《》“”（）/]{1,4})+)", text)
    )


@contextmanager
def _complaints_refused() -> Iterator[None]:
    """Turns whatever WeasyPrint logs into an error: it carries on past missing pictures and bad rules."""
    complaints: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if complaints:
        raise LayoutTrouble(complaints)
