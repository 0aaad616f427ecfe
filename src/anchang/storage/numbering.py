"""Numbers of papers: gapless within a project and a year, because they are given inside the act that writes the row."""

from typing import Any

from sqlalchemy import func, select

from anchang.storage.base import table_of
from anchang.storage.reading import Read


def next_seq(read: Read, model: Any, year: int) -> int:
    """The number after the last one of that year in a table with `project_id`, `year` and `seq`."""
    table = table_of(model)
    last = read.connection.execute(
        select(func.max(table.c.seq)).where(table.c.project_id == read.project_id, table.c.year == year)
    ).scalar()
    return int(last or 0) + 1
