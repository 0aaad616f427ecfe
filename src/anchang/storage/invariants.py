"""What must be true of the rows whatever happened, said once as queries for `doctor`.

Each check yields faults that name their row. They compare what is stored with what follows from the other rows.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Connection, text

from anchang.i18n import M, Msg
from anchang.storage import invariants_money, invariants_sincerity, invariants_swap, invariants_units
from anchang.storage.audit import Fault

Check = Callable[[Connection, datetime], Iterator[Fault]]

WORDS: dict[str, Msg] = {
    "claim_twice": M("{where} has {detail} live claims."),
    "owner_history": M("The customer {where} does not belong to whom the history of owners says ({detail})."),
    "credit_sum": M("The credit that case {where} shares does not total 100%: {detail}."),
    **invariants_money.WORDS,
    **invariants_units.WORDS,
    **invariants_swap.WORDS,
    **invariants_sincerity.WORDS,
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


def owners_follow_their_history(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.1: whose customer it is, is what was written down last; rows from before any history have none."""
    rows = connection.execute(
        text(
            "SELECT c.id, c.owner_id, o.to_id FROM customer c JOIN customer_owner o ON o.customer_id = c.id "
            "WHERE o.id = (SELECT MAX(id) FROM customer_owner WHERE customer_id = c.id) "
            "AND COALESCE(c.owner_id, 0) <> COALESCE(o.to_id, 0) ORDER BY c.id"
        )
    )
    for customer, owner, last in rows:
        yield Fault("owner_history", f"#{customer}", f"{owner or '-'} / {last or '-'}")


def credit_is_whole(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.1: what a decision shares totals 100 %."""
    rows = connection.execute(
        text(
            "SELECT c.no, SUM(s.rate) FROM ownership_share s JOIN ownership_decision d ON d.id = s.decision_id "
            "JOIN ownership_case c ON c.id = d.case_id GROUP BY d.id, c.no HAVING SUM(s.rate) <> 1000000 ORDER BY d.id"
        )
    )
    for number, whole in rows:
        yield Fault("credit_sum", number, str(whole))


CHECKS: tuple[tuple[str, Check], ...] = (
    ("claims", claims_are_single),
    ("owners", owners_follow_their_history),
    ("credit", credit_is_whole),
    *invariants_money.CHECKS,
    *invariants_units.CHECKS,
    *invariants_swap.CHECKS,
    *invariants_sincerity.CHECKS,
)
