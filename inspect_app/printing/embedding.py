"""Smaller embedded fonts: WeasyPrint keeps an empty place for every glyph before the last one that is used.

In a Chinese font those are thousands of entries. A bare CFF font, whose charset names the few glyphs that are left,
needs none of them: the PDF finds glyphs by that charset (ISO 32000-1, 9.7.4.2).
"""

from io import BytesIO
from typing import Any

from fontTools.cffLib import CFFFontSet, Index
from fontTools.ttLib import TTFont

EMPTY = 1  # byte: a glyph without outline is the end mark alone, as is what an absent glyph falls back to


def compact_fonts(document: object, pdf: Any) -> None:
    """Replaces each embedded OpenType font of the PDF by its glyphs alone; a finisher for `write_pdf`."""
    for entry in pdf.objects:
        extra = getattr(entry, "extra", None)
        if extra and extra.get("Subtype") == "/OpenType":
            compacted = _compacted(entry.stream[0])
            if compacted:
                entry.stream[:] = [compacted]
                extra["Subtype"] = "/CIDFontType0C"


def _compacted(content: bytes) -> bytes:
    """The font as bare CFF, or nothing when its glyphs are not numbered by CID."""
    fonts = CFFFontSet()
    with TTFont(BytesIO(content), lazy=True, recalcBBoxes=False) as font:
        fonts.decompile(BytesIO(font.reader["CFF "]), font)
        top = fonts.topDictIndex[0]
        if not hasattr(top, "ROS"):
            return b""
        _keep(top, _used(top.CharStrings.charStringsIndex.offsets))
        target = BytesIO()
        fonts.compile(target, font)
    return target.getvalue()


def _used(offsets: list[int]) -> list[int]:
    """The glyphs that draw something, and .notdef, which is always the first."""
    return [
        glyph
        for glyph in range(len(offsets) - 1)
        if glyph == 0 or offsets[glyph + 1] - offsets[glyph] > EMPTY
    ]


def _keep(top: Any, glyphs: list[int]) -> None:
    strings = top.CharStrings
    kept = Index()
    kept.items = [strings.charStringsIndex[glyph] for glyph in glyphs]
    strings.charStringsIndex = kept
    top.charset = [top.charset[glyph] for glyph in glyphs]
    strings.charset = top.charset
    strings.charStrings = {name: place for place, name in enumerate(top.charset)}
    top.numGlyphs = len(glyphs)
    top.FDSelect.gidArray = [top.FDSelect.gidArray[glyph] for glyph in glyphs]
