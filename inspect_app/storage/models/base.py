"""What the tables share."""

from typing import TYPE_CHECKING, Any

from peewee import Check, Model

from inspect_app.storage.database import database


def one_of(column: str, values: tuple[str, ...]) -> Any:
    """The constraint that a column holds one of the values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} IN ({listed})")


class Row(Model):
    """What every table shares."""

    id: Any

    if TYPE_CHECKING:
        # Peewee adds subject_id beside subject, and the back references.
        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False
