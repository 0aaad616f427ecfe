"""No half swap (2.8, 5.12): what must be true of both papers and both units, as queries for `doctor`."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, text

from anchang.i18n import M, Msg
from anchang.storage.audit import Fault

WORDS: dict[str, Msg] = {
    "half_swap": M("Subscription {where} is replaced, and its new paper does not stand: {detail}."),
    "swap_claim": M("Request {where} and the unit that is kept for it do not fit together: {detail}."),
}


def swaps(connection: Connection, now: datetime) -> Iterator[Fault]:
    """A replaced paper has a new one that came into force in the same act, for the same customer, on the unit that was
    asked for; and a unit is kept for a swap exactly as long as its request waits or is approved."""
    for row in connection.execute(
        text(
            "SELECT s.sub_no, n.sub_no AS new_no, n.state FROM subscription s "
            "LEFT JOIN change_request q ON q.subscription_id = s.id AND q.kind = 'swap_unit' "
            "AND q.executed_on IS NOT NULL LEFT JOIN change_unit u ON u.request_id = q.id "
            "LEFT JOIN subscription n ON n.id = u.new_subscription_id WHERE s.state = 'replaced' AND (n.id IS NULL "
            "OR n.activated_on IS NULL OR n.unit_id <> u.unit_id OR n.activated_on <> q.executed_on)"
        )
    ):
        yield Fault("half_swap", row.sub_no, f"{row.new_no or '-'} {row.state or ''}".strip())
    for row in connection.execute(
        text(
            "SELECT q.no, q.state, k.id AS claim FROM change_request q JOIN change_unit u ON u.request_id = q.id "
            "LEFT JOIN unit_claim k ON k.unit_id = u.unit_id AND k.ended_at IS NULL AND k.hold_type = 'swap' "
            "AND k.kind = 'hold' AND k.note = q.no "
            "WHERE (q.state IN ('pending', 'approved') AND k.id IS NULL) "
            "OR (q.state NOT IN ('draft', 'pending', 'approved') AND k.id IS NOT NULL)"
        )
    ):
        yield Fault("swap_claim", row.no, row.state)


CHECKS = (("swaps", swaps),)
