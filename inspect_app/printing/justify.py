"""Even right edges for Chinese text, which WeasyPrint does not give: it stretches only spaces.

A line that ends early, because a punctuation mark may not begin the next one, gets the rest spread between its
characters. This reaches into WeasyPrint's laid-out boxes; tests/pdf measure the result.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout

MOST = 2.2  # em; a line that lacks more than this was not broken by a punctuation rule


def stretch_lines(document: Document) -> None:
    """Gives every line of justified text, but a paragraph's last, the whole width of its block."""
    for page in document.pages:
        for block, line in _lines(page._page_box):
            slack = block.width - line.width
            if line.style["text_align_all"] == "justify" and 0 < slack < MOST * line.style["font_size"]:
                _stretch(line, slack)


def _lines(box: Any) -> Iterator[tuple[Any, Any]]:
    """Each line with its block; a paragraph's last line is left out, as its text goes on nowhere."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            if child.resume_at is not None and not _ends_with_break(child):
                yield box, child
        else:
            yield from _lines(child)


def _ends_with_break(line: Any) -> bool:
    return any(child.element_tag == "br" for child in line.children)


def _stretch(line: Any, slack: float) -> None:
    texts = list(_texts(line))
    gaps = sum(len(text.text) for text in texts) - 1
    shift = 0.0
    for text in texts if gaps > 0 else ():
        text.position_x += shift
        _widen(text, slack / gaps)
        shift += slack / gaps * len(text.text)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _widen(text: Any, gap: float) -> None:
    style = text.style.copy()
    spacing = style["letter_spacing"]
    style["letter_spacing"] = (0 if spacing == "normal" else spacing) + gap
    text.style = style
    text.width += gap * len(text.text)
    layout = create_layout(text.text, style, None, None, 0)
    layout.deactivate()
    text.pango_layout = layout
