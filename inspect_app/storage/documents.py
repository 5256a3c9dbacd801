"""Documents as evidence, known by what is in them: PDF, and what Word, Excel, PowerPoint and WPS write."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from pypdf import PdfReader
from pypdf.errors import PyPdfError

PDF, ZIP, OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 5000
MOST_EXPANDED = 200 * 1024 * 1024
MOST_TYPES = 1024 * 1024  # [Content_Types].xml
STEP = 64 * 1024
# The main part's type, after the common beginning application/vnd.openxmlformats-officedocument.
MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": ".docx",
    b"spreadsheetml.sheet.main+xml": ".xlsx",
    b"presentationml.presentation.main+xml": ".pptx",
    b"presentationml.slideshow.main+xml": ".pptx",
}
COUNTS = {".docx": b"Pages", ".pptx": b"Slides"}
# What an older file's main stream is called, its type, and the WPS types of the same build.
STREAMS = {
    "WordDocument": (".doc", ".wps"),
    "Workbook": (".xls", ".et"),
    "Book": (".xls", ".et"),
    "PowerPoint Document": (".ppt", ".dps"),
}
MACRO_STORAGES = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros")
TITLES = {
    ".pdf": "PDF", ".docx": "Word", ".doc": "Word", ".xlsx": "Excel", ".xls": "Excel", ".pptx": "PPT",
    ".ppt": "PPT", ".wps": "WPS文字", ".et": "WPS表格", ".dps": "WPS演示",
}  # fmt: skip
MACROS = "文件里有宏，不能接收，请另存为不带宏的文件再传"
LOCKED = "文件设有打开密码，不能接收，请去掉密码再传"


class DocumentRefused(Exception):
    """The upload is no document that we take; the message says why, in Chinese."""


@dataclass(frozen=True)
class Document:
    """What a file is by its content: its ending, and its pages or slides, 0 where it does not say."""

    suffix: str
    pages: int = 0


def is_document(raw: bytes) -> bool:
    """Whether the file begins as one of the documents does."""
    return raw.startswith((ZIP, OLE)) or PDF in raw[:1024]


def recognize(raw: bytes, name: str = "") -> Document:
    """What the document is; `name` only tells WPS from its twin. Raises DocumentRefused."""
    if raw.startswith(ZIP):
        return _office(raw)
    if raw.startswith(OLE):
        return _older_office(raw, name)
    return Document(".pdf", _pages(raw))


def _pages(raw: bytes) -> int:
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentRefused(LOCKED)
        pages = len(reader.pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, OSError, RecursionError) as error:
        raise DocumentRefused("PDF文件已损坏或没有传完整，打不开，请重新导出再传") from error
    if not pages:
        raise DocumentRefused("PDF文件里一页也没有，请重新导出再传")
    return pages


def _office(raw: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_EXPANDED:
                raise DocumentRefused("文件展开后太大，不能接收，请拆分后再传")
            suffix = _main_part(package)
            _read_through(package)
            return Document(suffix, _count(package, suffix))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise DocumentRefused("文件已损坏或没有传完整，打不开，请重新保存再传") from error
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise DocumentRefused(LOCKED) from error


def _main_part(package: zipfile.ZipFile) -> str:
    names = package.namelist()
    if "[Content_Types].xml" not in names:
        raise DocumentRefused("这是压缩包，不能接收，请把里面的文件逐个上传")
    with package.open("[Content_Types].xml") as part:
        types = part.read(MOST_TYPES)
    if b"macroEnabled" in types or any(PurePosixPath(name).name == "vbaProject.bin" for name in names):
        raise DocumentRefused(MACROS)
    found = [suffix for kind, suffix in MAIN_PARTS.items() if b"officedocument." + kind in types]
    if not found:
        raise DocumentRefused("不认识这种文件，材料请用PDF、Word、Excel、PPT或WPS格式")
    return found[0]


def _read_through(package: zipfile.ZipFile) -> None:
    """Expands every part piece by piece: what is damaged or larger than it says shows here."""
    left = MOST_EXPANDED
    for part in package.infolist():
        with package.open(part) as stream:
            while piece := stream.read(STEP):
                left -= len(piece)
                if left < 0:
                    raise DocumentRefused("文件展开后太大，不能接收，请拆分后再传")


def _count(package: zipfile.ZipFile, suffix: str) -> int:
    if suffix not in COUNTS or "docProps/app.xml" not in package.namelist():
        return 0
    with package.open("docProps/app.xml") as part:
        said = re.search(rb"<%s>(\d{1,5})</" % COUNTS[suffix], part.read(STEP))
    return int(said[1]) if said else 0


def _older_office(raw: bytes, name: str) -> Document:
    if _has_entry(raw, "EncryptedPackage"):
        raise DocumentRefused(LOCKED)
    if any(_has_entry(raw, storage) for storage in MACRO_STORAGES):
        raise DocumentRefused(MACROS)
    for stream, (usual, twin) in STREAMS.items():
        if _has_entry(raw, stream):
            return Document(twin if name.lower().endswith(twin) else usual)
    raise DocumentRefused("不认识这种文件或文件没有传完整，材料请用PDF、Word、Excel、PPT或WPS格式")


def _has_entry(raw: bytes, name: str) -> bool:
    """Whether a directory entry ([MS-CFB] 2.6.1: 128 bytes, the name first, its length at 64) has that name."""
    written = name.encode("utf-16-le") + b"\0\0"
    at = raw.find(written)
    while at >= 0:
        if at % 128 == 0 and raw[at + 64 : at + 66] == len(written).to_bytes(2, "little"):
            return True
        at = raw.find(written, at + 2)
    return False
