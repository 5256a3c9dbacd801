"""The authors of an Office document, taken out of its package: properties, names at comments and changes, paths.

The text of a part is changed at its places, not parsed and written anew: programs are particular about what they wrote.
"""

import io
import re
import zipfile
import zlib

from inspect_app.storage.jpeg_segments import without_private

SIGNATURES = "_xmlsignatures/"
TEXTS, PHOTOGRAPHS = (".xml", ".rels", ".psmdcp"), (".jpg", ".jpeg")
LARGEST_PART = 64 * 1024 * 1024  # of those that are looked into; a thousand pages of text have a tenth of it
SNIFFED = 4096
STEP = 256 * 1024
ONE_DAY = (1980, 1, 1, 0, 0, 0)  # of all parts, as Office writes it: the same document gives the same bytes
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ROOT = re.compile(r"<(?:\w+:)?(\w+)[\s/>]")  # a declaration begins with <?, a comment with <!

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE = (
    HEAD
    + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</cp:coreProperties>'
)
PROPERTIES = HEAD + '<Properties xmlns="{}">{}</Properties>'
NAMESPACE = re.compile(r"""["'](https?://[^"']*(?:extended|custom)-?properties)["']""", re.IGNORECASE)
COUNTED = re.compile(r"<(Pages|Slides)>\d{1,6}</\1>")
# What is said of the document itself: a cover page may show its title. Dates tell when it was written, not by whom.
TOLD = re.compile(r"<(dc:title|dc:subject|dc:description|cp:category|cp:keywords)>([^<>]*)</\1>")
DATED = re.compile(r"<dcterms:(created|modified)[^>]*>([\dTZ:.+-]+)</dcterms:\1>")

# Where people are named, by the root element of the part: as attributes, in Excel's comments as elements too.
PROSE = r"\w+:(?:author|initials|userId|providerId)"
PEOPLE = r"(?:\w+:)?(?:name|displayName|initials|userId|providerId)"
ATTRIBUTES = {
    **dict.fromkeys(("document", "glossaryDocument", "comments", "people"), PROSE),
    **dict.fromkeys(("hdr", "ftr", "footnotes", "endnotes"), PROSE),
    **dict.fromkeys(("personList", "cmAuthorLst", "authorLst", "users"), PEOPLE),
    **dict.fromkeys(("workbook", "headers"), "userName"),
}
ELEMENT = re.compile(r"(<(?:\w+:)?author>)([^<]+)(?=<)")
PATH = re.compile(r"""(<\w+:absPath\s[^>]*?url=)(["'])[^"']*\2""")
TEMPLATE = re.compile(r"""<Relationship\s[^>]*/attachedTemplate["'][^>]*>""")
TARGET = re.compile(r"""(\sTarget=)(["']).*?\2""")
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def removed(raw: bytes) -> bytes | None:
    """The package without its authors; None when it is signed or cannot be written again whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            names = package.namelist()
            if len(set(names)) < len(names) or any(name.startswith(SIGNATURES) for name in names):
                return None
            return _rewritten(package)
    except FAULTS:
        return None


def _rewritten(package: zipfile.ZipFile) -> bytes:
    buffer, people = io.BytesIO(), _People()
    with zipfile.ZipFile(buffer, "w") as made:
        for part in package.infolist():
            with package.open(part) as source, made.open(_entry(part), "w") as target:
                if part.filename.lower().endswith(TEXTS + PHOTOGRAPHS):
                    target.write(_cleaned(part.filename, _whole(source), people))
                else:
                    while piece := source.read(STEP):
                        target.write(piece)
    return buffer.getvalue()


def _entry(part: zipfile.ZipInfo) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(part.filename, ONE_DAY)
    is_stored = part.compress_type == zipfile.ZIP_STORED
    entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    return entry


def _whole(source: object) -> bytes:
    content: bytes = source.read(LARGEST_PART + 1)  # type: ignore[attr-defined]
    if len(content) > LARGEST_PART:
        raise ValueError("a part is too large to be looked into")
    return content


class _People:
    """Each person gets a number, the same all through the document: who answers whom can still be read."""

    def __init__(self) -> None:
        self._aliases: dict[str, str] = {}

    def alias(self, name: str) -> str:
        return self._aliases.setdefault(name, f"作者{len(self._aliases) + 1}") if name else ""


def _cleaned(name: str, content: bytes, people: _People) -> bytes:
    if name.lower().endswith(PHOTOGRAPHS):
        return without_private(content)
    encoding = "utf-16" if content.startswith(UTF_16) else "utf-8"
    text = content.decode(encoding, "surrogateescape")
    root = ROOT.search(text[:SNIFFED])
    changed = _without_people(root[1], text, people) if root else text
    return content if changed == text else changed.encode(encoding, "surrogateescape")


def _without_people(root: str, text: str, people: _People) -> str:
    if root == "coreProperties":
        told = "".join(found[0] for found in TOLD.finditer(text))
        return CORE.format(told + "".join(_date(*found) for found in DATED.findall(text)))
    if root == "Properties":
        return _counts(text)
    if root == "Relationships":
        return TEMPLATE.sub(lambda found: TARGET.sub(r"\1\2Normal.dotm\2", found[0]), text)
    if root in ATTRIBUTES:
        text = _renamed(text, ATTRIBUTES[root], people)
    if root == "comments":
        return ELEMENT.sub(lambda found: found[1] + people.alias(found[2]), text)
    return PATH.sub(r"\1\2\2", text) if root == "workbook" else text


def _date(name: str, at: str) -> str:
    return f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{at}</dcterms:{name}>'


def _counts(text: str) -> str:
    """The document's own properties, of which the numbers of pages and slides stay."""
    namespace = NAMESPACE.search(text)
    kept = "".join(found[0] for found in COUNTED.finditer(text))
    return PROPERTIES.format(namespace[1], kept) if namespace else text


def _renamed(text: str, attributes: str, people: _People) -> str:
    def renamed(found: re.Match[str]) -> str:
        attribute, quote, value = found[1], found[2], found[3]
        neutral = {"providerId": "None", "initials": "作"}.get(attribute.rpartition(":")[2])
        return f"{attribute}={quote}{neutral or people.alias(value)}{quote}"

    return re.sub(rf"""(?<=\s)({attributes})=(["'])(.*?)\2""", renamed, text)
