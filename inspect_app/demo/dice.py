"""The demonstration's dice."""

from random import Random


def dice(seed: int, *names: str) -> Random:
    """Dice of their own for each thing that is drawn, so that one more throw here changes nothing there."""
    return Random("/".join([str(seed), *names]))  # noqa: S311 - nothing secret is drawn
