"""Whole numbers in addresses and hidden fields: what no row can have is refused before the database sees it."""

from werkzeug.routing import IntegerConverter

LONGEST = 9


class Id(IntegerConverter):
    """A row's id in an address; a longer number is no address of ours."""

    regex = rf"[0-9]{{1,{LONGEST}}}"


def whole(text: str) -> int | None:
    """The number that the text is, or None when it is none or too long to be a row's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
