"""How strictly the parts of a checklist are read."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic import Strict as Strictly
from pydantic_core import PydanticCustomError


def _true_or_false(value: object) -> object:
    """Only the two words: a "yes" that one tool reads as true is text to the next."""
    words = {"true": True, "false": False}
    return words.get(value, value if value else "空") if isinstance(value, str) else value


Flag = Annotated[bool, Strictly(), BeforeValidator(_true_or_false)]


class Strict(BaseModel):
    """Every part of a checklist: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def refusal(advice: str) -> PydanticCustomError:
    """The error that tells this advice as it is, whatever braces are in it."""
    return PydanticCustomError("contradiction", "{advice}", {"advice": advice})
