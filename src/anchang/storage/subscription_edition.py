"""The parts of a paper (buyers, discounts, shares) in its newest edition, as they are stored (3.6)."""

from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.work import Row


def parts_of(read: Read, row: Row, model: type[SQLModel]) -> list[dict[str, Any]]:
    """The rows of one table of parts (buyers, discounts, shares) in the newest edition, as stored, in order."""
    table = table_of(model)
    found = read.connection.execute(
        select(table)
        .where(table.c.subscription_id == row["id"], table.c.edition == row["edition"])
        .order_by(table.c.no)
    ).mappings()
    return [{name: value for name, value in each.items() if name not in ("id", "edition")} for each in found]
