"""Queries about the office itself."""

from sqlalchemy import select

from anchang.domain.office import OfficeFacts
from anchang.storage.base import table_of
from anchang.storage.engine import Store
from anchang.storage.journal import OfficeRecord


def office_record(store: Store) -> OfficeFacts:
    """What kind of office this is."""
    table = table_of(OfficeRecord)
    with store.read() as connection:
        row = connection.execute(select(table.c.uid, table.c.practice, table.c.demo)).one()
    return OfficeFacts(row.uid, row.practice, row.demo)
