"""Pages as a person reads them."""

import re
from html import unescape


def words(page: str) -> str:
    """The text of a page or a part of it, without tags and blanks."""
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", page)))
