"""The authors of a PDF, taken out: document information, XMP, programs' private data, names at comments."""

import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, TextStringObject

SIGNED = b"/ByteRange"  # stands in the open in every signed file: a signature counts the bytes around itself
PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified")
# ISO 32000-1, 12.5.6.2: in these /T is who made the comment; in a form's field it is the field's name.
COMMENTS = (
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/FileAttachment", "/Sound", "/Redact",
)  # fmt: skip
AUTHOR, SOMEBODY = NameObject("/T"), TextStringObject("作者")
FAULTS = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, RecursionError)


def removed(raw: bytes) -> bytes | None:
    """The PDF without its authors; None when it is signed, protected or cannot be written again whole."""
    if SIGNED in raw:
        return None
    try:
        reader = PdfReader(io.BytesIO(raw))
        return None if reader.is_encrypted else _rewritten(reader)
    except FAULTS:
        return None


def _rewritten(reader: PdfReader) -> bytes | None:
    """Copied from the root on: what no page leads to, as earlier states of the file, stays behind."""
    pages = len(reader.pages)
    _clean(reader.trailer["/Root"])
    writer, buffer = PdfWriter(clone_from=reader), io.BytesIO()
    writer.metadata = None
    writer.write(buffer)
    return buffer.getvalue() if len(PdfReader(buffer).pages) == pages else None


def _clean(root: Any) -> None:
    waiting, seen = [root], set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            _forget(thing)
            waiting += thing.values()
        elif isinstance(thing, ArrayObject):
            waiting += thing


def _forget(thing: DictionaryObject) -> None:
    for name in PRIVATE:
        thing.pop(name, None)
    if thing.get("/Subtype") in COMMENTS and "/Rect" in thing and AUTHOR in thing:
        thing[AUTHOR] = SOMEBODY
