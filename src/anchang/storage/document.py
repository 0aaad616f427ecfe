"""Every print of a paper: who printed which, and the how-manieth time (domain 3.6, 3.14)."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.document import PaperKind
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, instant, one_of
from anchang.storage.reading import Read


class DocumentPrint(Entry, table=True):
    """One print of the paper `kind` of the row `row_id`; `no` counts from 1 for each paper."""

    __tablename__ = "document_print"
    __table_args__ = (
        UniqueConstraint("kind", "row_id", "no"),
        one_of("kind", [each.value for each in PaperKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    kind: str
    row_id: int
    no: int
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_PRINT = table_of(DocumentPrint)


def prints(read: Read, kind: PaperKind, row_id: int) -> int:
    """How often this paper was printed."""
    found = read.connection.execute(
        select(func.max(_PRINT.c.no)).where(
            _PRINT.c.project_id == read.project_id, _PRINT.c.kind == kind.value, _PRINT.c.row_id == row_id
        )
    ).scalar()
    return int(found or 0)
