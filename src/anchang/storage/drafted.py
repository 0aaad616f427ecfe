"""What the papers that one person drafts and another approves have in common: who waits for whom, and the list (2.18).

Their tables have `no`, `state`, `made_by`, `business_date` and `decided_by`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, func, select

from anchang.domain.drafted import DraftedState
from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.staff import Staff

_STAFF = table_of(Staff)


def waiting(read: Read, table: Table) -> list[dict[str, Any]]:
    """Drafts that wait for an approval by somebody else than the person who looks, the oldest first."""
    statement = (
        select(table.c.id, table.c.version, table.c.no, table.c.business_date, table.c.made_by)
        .where(table.c.project_id == read.project_id, table.c.state == DraftedState.DRAFT.value)
        .order_by(table.c.id)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings() if not read.is_own(row["made_by"])]


def listed(read: Read, table: Table, shown: Sequence[str], filters: Mapping[str, Any]) -> Select[Any]:
    """The columns `shown` with the names of whoever made and decided it; filter: state."""
    maker, decider = _STAFF.alias("maker"), _STAFF.alias("decider")
    statement = (
        select(
            *(table.c[name] for name in shown),
            func.coalesce(maker.c.name, "").label("made_by"),
            func.coalesce(decider.c.name, "").label("decided_by"),
        )
        .select_from(table)
        .outerjoin(maker, maker.c.id == table.c.made_by)
        .outerjoin(decider, decider.c.id == table.c.decided_by)
        .where(table.c.project_id == read.project_id)
    )
    if filters.get("state"):
        statement = statement.where(table.c.state == str(filters["state"]))
    return statement
