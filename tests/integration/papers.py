"""Documents as office programs and attackers make them."""

import io
import struct
import zipfile

from pypdf import PdfWriter

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/main.xml" ContentType="application/vnd.{}"/></Types>'
)
MAIN = {
    "docx": "openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "openxmlformats-officedocument.presentationml.presentation.main+xml",
    "docm": "ms-word.document.macroEnabled.main+xml",
    "odd": "openxmlformats-officedocument.theme+xml",
}
STREAMS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}


def pdf(pages: int = 3, password: str = "") -> bytes:
    """A PDF of blank pages."""
    writer, buffer = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def office(kind: str = "docx", *, pages: int = 0, **parts: bytes) -> bytes:
    """An Office package with a main part, and further parts by name (an underscore stands for the dot)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES.format(MAIN[kind]))
        package.writestr("main.xml", "<document/>" * 500)
        if pages:
            package.writestr("docProps/app.xml", f"<Properties><Pages>{pages}</Pages></Properties>")
        for name, content in parts.items():
            package.writestr(name if "/" in name else name.replace("_", "."), content)
    return buffer.getvalue()


def archive() -> bytes:
    """A plain ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "words")
    return buffer.getvalue()


def older_office(*entries: str) -> bytes:
    """What is looked at of an older Office file: its header, and a directory with these entries."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(_entry(name) for name in entries)


def _entry(name: str) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return written.ljust(64, b"\0") + struct.pack("<H", len(written)) + bytes(62)
