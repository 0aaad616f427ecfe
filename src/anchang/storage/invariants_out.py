"""What must be true of the money that goes out and of the requests behind it, as queries for `doctor` (2.8, 5.7).

Money in = money out + money held holds for every receipt line: what pays instalments and what vouchers took is never
more than came in, and a deal that ended by a forfeiture or a refund holds nothing any more. Money in fen.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, text

from anchang.domain.change import OPEN_STATES
from anchang.storage.audit import Fault

_STANDS = "NOT EXISTS (SELECT 1 FROM voucher_reversal b WHERE b.voucher_id = v.id)"
TAKEN = (
    "COALESCE((SELECT SUM(t.amount) FROM voucher_line t JOIN voucher v ON v.id = t.voucher_id "
    f"WHERE t.receipt_line_id = l.id AND {_STANDS}), 0)"
)
_OPEN = ", ".join(f"'{each}'" for each in sorted(OPEN_STATES))


def vouchers(connection: Connection, now: datetime) -> Iterator[Fault]:
    """A voucher is what it takes; nothing is used twice; only what stands and goes out is paid."""
    for row in connection.execute(
        text(
            "SELECT v.no, v.amount, v.kind, COALESCE(SUM(t.amount), 0) AS taken FROM voucher v "
            "LEFT JOIN voucher_line t ON t.voucher_id = v.id GROUP BY v.id, v.no, v.amount, v.kind "
            "HAVING COALESCE(SUM(t.amount), 0) <> "
            "CASE WHEN v.kind IN ('compensation', 'credit') THEN 0 ELSE v.amount END"
        )
    ):
        yield Fault("voucher_sum", row.no, f"{row.taken} / {row.amount}")
    used = "COALESCE((SELECT SUM(a.amount) FROM allocation a WHERE a.receipt_line_id = l.id), 0)"
    for row in connection.execute(
        text(
            f"SELECT r.no AS receipt, l.no, l.amount, {used} AS used, {TAKEN} AS taken FROM receipt_line l "
            "JOIN receipt r ON r.id = l.receipt_id "
            "WHERE EXISTS (SELECT 1 FROM voucher_line t WHERE t.receipt_line_id = l.id) "
            f"AND ({used} + {TAKEN} > l.amount OR (r.state <> 'confirmed' AND {TAKEN} > 0))"
        )
    ):
        yield Fault("voucher_line_overused", f"{row.receipt} / {row.no}", f"{row.used} + {row.taken} / {row.amount}")
    for row in connection.execute(
        text(
            "SELECT v.no, v.kind FROM voucher v JOIN voucher_payment p ON p.voucher_id = v.id "
            f"WHERE v.kind NOT IN ('refund', 'compensation') OR NOT {_STANDS} OR p.by_id = v.maker_id "
            "AND NOT EXISTS (SELECT 1 FROM setting s WHERE s.key = 'one_person_office')"
        )
    ):
        yield Fault("voucher_paid", row.no, row.kind)


def follow(connection: Connection, now: datetime) -> Iterator[Fault]:
    """A transfer puts back what it took, receipt by receipt; kept, doubled and paid as a fee is what the request says.
    """
    for row in connection.execute(
        text(
            "SELECT v.no, v.amount, COALESCE(SUM(l.amount), 0) AS again FROM voucher v "
            "LEFT JOIN receipt r ON r.voucher_id = v.id AND r.state = 'confirmed' "
            "LEFT JOIN receipt_line l ON l.receipt_id = r.id "
            f"WHERE v.kind = 'transfer' AND {_STANDS} GROUP BY v.id, v.no, v.amount "
            "HAVING COALESCE(SUM(l.amount), 0) <> v.amount ORDER BY v.id"
        )
    ):
        yield Fault("voucher_moved", row.no, f"{row.again} / {row.amount}")
    for row in connection.execute(
        text(
            "SELECT v.no, v.kind, v.amount, q.no AS request, q.fault, q.fee FROM voucher v "
            "JOIN change_request q ON q.id = v.request_id WHERE (v.kind = 'forfeiture' AND q.fault <> 'buyer') "
            "OR (v.kind = 'compensation' AND q.fault <> 'company') OR (v.kind = 'fee' AND v.amount <> q.fee) "
            "ORDER BY v.id"
        )
    ):
        yield Fault("voucher_fault", row.no, f"{row.kind} {row.amount}, {row.request} {row.fault} {row.fee}")


def ended(connection: Connection, now: datetime) -> Iterator[Fault]:
    """A deal ended by a request has that request, pays nothing any more, and nothing of its money is left over."""
    for row in connection.execute(
        text(
            "SELECT s.sub_no, s.state, (SELECT COUNT(*) FROM change_request q WHERE q.subscription_id = s.id "
            "AND q.ended_on IS NOT NULL AND q.revived_on IS NULL) AS enders FROM subscription s "
            "WHERE (s.state IN ('forfeited', 'cancelled_refund', 'replaced')) <> EXISTS (SELECT 1 FROM "
            "change_request q WHERE q.subscription_id = s.id AND q.ended_on IS NOT NULL AND q.revived_on IS NULL)"
        )
    ):
        yield Fault("ended_deal", row.sub_no, f"{row.state} / {row.enders}")
    paid = "COALESCE((SELECT SUM(a.amount) FROM allocation a WHERE a.subscription_id = s.id), 0)"
    held = (
        f"COALESCE((SELECT SUM(l.amount - {TAKEN}) FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id "
        "WHERE r.subscription_id = s.id AND r.state = 'confirmed'), 0)"
    )
    for row in connection.execute(
        text(
            f"SELECT s.sub_no, {paid} AS paid, {held} AS held FROM subscription s "
            "WHERE s.state IN ('forfeited', 'cancelled_refund', 'replaced') "
            f"AND ({paid} <> 0 OR {held} <> 0)"
        )
    ):
        yield Fault("money_out", row.sub_no, f"{row.paid} / {row.held}")


def claims(connection: Connection, now: datetime) -> Iterator[Fault]:
    """A request has its paper exactly as long as it is open (one pending approval for one unit)."""
    for row in connection.execute(
        text(
            "SELECT q.no, q.state FROM change_request q LEFT JOIN paper_claim c ON c.noun = 'change_request' "
            "AND c.row_id = q.id AND c.ended_at IS NULL AND c.subscription_id = q.subscription_id "
            f"WHERE (q.state IN ({_OPEN})) <> (c.id IS NOT NULL) UNION ALL "
            "SELECT q.no, q.state FROM delay_request q LEFT JOIN paper_claim c ON c.noun = 'delay_request' "
            "AND c.row_id = q.id AND c.ended_at IS NULL AND c.subscription_id = q.subscription_id "
            "WHERE (q.state IN ('draft', 'verified', 'pending', 'approved')) <> (c.id IS NOT NULL)"
        )
    ):
        yield Fault("request_claim", row.no, row.state)


def credits(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.6: a discount executed on collection has its credit, of its amount, on the deal of its paper, and no other."""
    for row in connection.execute(
        text(
            "SELECT q.no, q.special_amount, v.no AS voucher, v.amount FROM discount_request q "
            "LEFT JOIN voucher v ON v.id = q.credit_id WHERE q.mode = 'on_collection' AND "
            "((q.state IN ('executed', 'archived')) <> (v.id IS NOT NULL) OR (v.id IS NOT NULL AND "
            "(v.kind <> 'credit' OR v.amount <> q.special_amount OR v.subscription_id <> q.subscription_id))) "
            "ORDER BY q.id"
        )
    ):
        yield Fault("credit_voucher", row.no, f"{row.special_amount} / {row.voucher or '-'} {row.amount or 0}")


MONEY_OUT = (
    ("credits", credits), ("vouchers", vouchers), ("what vouchers follow from", follow), ("ended deals", ended),
    ("requests", claims),
)  # fmt: skip
