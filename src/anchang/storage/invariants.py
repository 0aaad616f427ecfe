"""What must be true of the rows whatever happened, said once as queries for `doctor`.

Each check yields faults that name their row. They compare what is stored with what follows from the other rows.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Connection, text

from anchang.i18n import M, Msg
from anchang.storage import invariants_money
from anchang.storage.audit import Fault

Check = Callable[[Connection, datetime], Iterator[Fault]]

WORDS: dict[str, Msg] = {
    "claim_twice": M("{where} has {detail} live claims."),
    **invariants_money.WORDS,
}


def claims_are_single(connection: Connection, now: datetime) -> Iterator[Fault]:
    """At most one live claim a unit (5.12), whatever happened to the index."""
    rows = connection.execute(
        text(
            "SELECT u.label, count(*) AS live FROM unit_claim c JOIN unit u ON u.id = c.unit_id "
            "WHERE c.ended_at IS NULL GROUP BY u.id, u.label HAVING count(*) > 1"
        )
    )
    for label, live in rows:
        yield Fault("claim_twice", f"unit {label}", str(live))


CHECKS: tuple[tuple[str, Check], ...] = (("claims", claims_are_single), *invariants_money.CHECKS)
