"""Drafts of permits: a new one, or what an authority changed on one; in force when somebody else approves (2.18)."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, Index, RowMapping, func, select, text
from sqlmodel import Field

from anchang.domain.drafted import DraftedState
from anchang.domain.permit import PermitKind
from anchang.storage import drafted
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, instant, one_of
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.permit import Permit
from anchang.storage.reading import Read
from anchang.storage.work import Row

_WAITS = text("state = 'draft'")


class PermitDraft(Record, table=True):
    """A permit as it is to stand, whole. `permit_id` is the permit that it changes, or the one that it became."""

    __tablename__ = "permit_draft"
    __table_args__ = (
        one_of("kind", [each.value for each in PermitKind]),
        one_of("state", [each.value for each in DraftedState]),
        CheckConstraint("(state = 'draft') = (decided_at IS NULL)", name="decided_has_time"),
        Index(
            "ux_permit_draft_waits", "project_id", "no", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS
        ),
    )  # fmt: skip

    project_id: int = Field(foreign_key="project.id")
    permit_id: int | None = Field(default=None, foreign_key="permit.id")
    no: str
    kind: str
    issued_on: date = day(nullable=False)
    valid_to: date | None = day(default=None, nullable=True)
    authority: str = ""
    buildings: str
    why: str = ""
    state: str
    made_by: int | None = Field(default=None, foreign_key="staff.id")
    made_at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""


PRINTED = ("no", "kind", "issued_on", "valid_to", "authority", "buildings")
"""What stands on a permit."""

_DRAFT, _PERMIT = table_of(PermitDraft), table_of(Permit)
_SHOWN = ("id", "version", *PRINTED, "why", "state", "made_at", "business_date", "decided_at", "reason")


def waiting(read: Read) -> list[dict[str, Any]]:
    """Drafts that wait for an approval by somebody else than the person who looks, the oldest first."""
    return drafted.waiting(read, _DRAFT)


def id_by_no(read: Read, number: str) -> int | None:
    """The id of the newest draft of the permit with this number; the one that waits, where one does."""
    found: int | None = read.connection.execute(
        select(func.max(_DRAFT.c.id)).where(_DRAFT.c.project_id == read.project_id, _DRAFT.c.no == number)
    ).scalar()
    return found


def one(read: Read, draft_id: int) -> tuple[Row, Row | None] | None:
    """A draft, and the permit that it would change or that it became."""
    draft = read.connection.execute(
        select(_DRAFT).where(_DRAFT.c.id == draft_id, _DRAFT.c.project_id == read.project_id)
    ).mappings().first()  # fmt: skip
    if draft is None:
        return None
    permit = read.connection.execute(select(_PERMIT).where(_PERMIT.c.id == draft["permit_id"])).mappings().first()
    return cast("Row", draft), cast("Row | None", permit)


def page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The drafts, newest first."""

    def build(row: RowMapping) -> dict[str, Any]:
        return {
            **{name: row[name] for name in (*_SHOWN, "made_by", "decided_by")},
            "buildings": ", ".join(row["buildings"].split("\n")),
        }

    return fetch(read, drafted.listed(read, _DRAFT, _SHOWN, filters), (_DRAFT.c.id,), ask, build)


def page_count(read: Read, filters: Any) -> int:
    """How many drafts there are."""
    return count(read, drafted.listed(read, _DRAFT, _SHOWN, filters))
