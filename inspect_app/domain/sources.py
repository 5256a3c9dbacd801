"""Where a requirement comes from: the document, the place in it, and the words that are quoted."""

import re
from typing import Annotated

from pydantic import Field

from inspect_app.domain.strict import Strict

Title = Annotated[str, Field(min_length=1, max_length=60)]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]


class Source(Strict):
    """Where an item comes from: `doc` names an entry of the checklist's `basis`, `at` the place in it."""

    doc: str = Field(min_length=1, max_length=40)
    at: str = Field(min_length=1, max_length=40)
    quote: Sentence


def place_words(at: str) -> str:
    """A place as documents name it: 五/14 is 第五部分第14条; what is written in another way stays as it is."""
    found = re.fullmatch(r"([一二三四五六七八九十]+)/(\d+)", at)
    return f"第{found[1]}部分第{found[2]}条" if found else at
