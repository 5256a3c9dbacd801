"""Who made a document, with what and where: taken out of it before it is kept. What is written in it stays."""

from inspect_app.storage import office_authors, pdf_authors

REMOVERS = {
    ".pdf": pdf_authors.removed,
    ".docx": office_authors.removed,
    ".xlsx": office_authors.removed,
    ".pptx": office_authors.removed,
}


def removed(raw: bytes, suffix: str) -> bytes | None:
    """The recognized document without its authors, the same bytes for the same document.

    None when it must be kept as it came: a signature would break, a protection would go, or it is of an older format,
    which keeps its authors in too many places to promise anything.
    """
    remover = REMOVERS.get(suffix)
    return remover(raw) if remover else None
