"""What must be true of money, contracts and the units that they hold, said once as queries for `doctor`.

Each check compares stored rows with what follows from the others and names the row that does not fit. Money in fen.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from anchang.domain.contract import ContractState
from anchang.domain.hold import ClaimKind
from anchang.domain.subscription import SubscriptionState
from anchang.domain.unit import UnitState, state_from
from anchang.i18n import M, Msg, say
from anchang.storage.audit import Fault
from anchang.storage.contract import SIGNED_STATES
from anchang.storage.invariants_out import MONEY_OUT, TAKEN

WORDS: dict[str, Msg] = {
    "plan_sum": M("The plan of {where} does not sum to its price: {detail} fen."),
    "plan_price": M("The newest plan of {where} is not the price of the deal: {detail} fen."),
    "line_overused": M("{where} pays more than it has, or less than nothing: {detail} fen."),
    "instalment_overpaid": M("{where} is paid more than it asks for, or less than nothing: {detail} fen."),
    "allocation_stray": M("{where} joins money and a line of two different deals."),
    "allocation_early": M("{where} uses money that does not count on that day."),
    "receipt_number": M("A number is missing among the receipts: {where}."),
    "contract_number": M("A number is missing among the contracts: {where}."),
    "receipt_reversal": M("{where}: its state and its reversal do not fit together."),
    "reversal_rest": M("Receipt {where} is reversed, but {detail} fen of it still pay instalments."),
    "receipt_empty": M("Receipt {where} has no lines."),
    "deposit_missing": M("{where} goes on without its deposit: {detail} fen are in."),
    "money_out": M("The money of {where} does not add up: {detail} fen."),
    "voucher_number": M("A number is missing among the vouchers: {where}."),
    "voucher_sum": M("Voucher {where} does not sum to what it takes: {detail} fen."),
    "voucher_line_overused": M("{where}: vouchers and instalments use more than came in: {detail} fen."),
    "credit_voucher": M("Discount {where} and its credit voucher do not fit together: {detail}."),
    "voucher_moved": M("Voucher {where} and the receipts that it issued anew do not fit together: {detail} fen."),
    "voucher_fault": M("Voucher {where} does not follow from its request: {detail}."),
    "voucher_paid": M("Voucher {where} was paid out, but {detail}."),
    "request_claim": M("Request {where} and the claim on its paper do not fit together: {detail}."),
    "ended_deal": M("{where} and the request that ended it do not fit together: {detail}."),
    "void_with_money": M("{where} is void, but its receipt {detail} stands."),
    "deal_without_claim": M("{where} does not hold its unit: the live claim is {detail}."),
    "contract_without_deal": M("Contract {where} does not fit its subscription, which is {detail}."),
    "unit_state": M("Unit {where} is not in the state that its deal gives it: {detail}."),
}


def _rows(connection: Connection, statement: str, **values: Any) -> Iterator[RowMapping]:
    yield from connection.execute(text(statement), values).mappings()


def plans(connection: Connection, now: datetime) -> Iterator[Fault]:
    """5.4: every plan version sums to its total, the newest one to the deal's price."""
    for row in _rows(
        connection,
        "SELECT s.sub_no, v.no, v.total, COALESCE(SUM(i.amount), 0) AS planned FROM plan_version v "
        "JOIN subscription s ON s.id = v.subscription_id LEFT JOIN instalment i ON i.plan_version_id = v.id "
        "GROUP BY v.id, s.sub_no, v.no, v.total HAVING COALESCE(SUM(i.amount), 0) <> v.total ORDER BY v.id",
    ):
        yield Fault("plan_sum", f"{row['sub_no']} v{row['no']}", f"{row['planned']} / {row['total']}")
    for row in _rows(
        connection,
        "SELECT s.sub_no, s.deal_total, v.total FROM subscription s JOIN plan_version v ON v.subscription_id = s.id "
        "WHERE v.no = (SELECT MAX(no) FROM plan_version WHERE subscription_id = s.id) AND v.total <> s.deal_total",
    ):
        yield Fault("plan_price", row["sub_no"], f"{row['total']} / {row['deal_total']}")


def allocations(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.10: never more than the receipt line has or the instalment asks for, never below zero, never across deals."""
    for row in _rows(
        connection,
        "SELECT r.no AS receipt, l.no, l.amount, SUM(a.amount) AS used FROM allocation a "
        "JOIN receipt_line l ON l.id = a.receipt_line_id JOIN receipt r ON r.id = l.receipt_id "
        "GROUP BY l.id, r.no, l.no, l.amount HAVING SUM(a.amount) > l.amount OR SUM(a.amount) < 0",
    ):
        yield Fault("line_overused", f"{row['receipt']} / {row['no']}", f"{row['used']} / {row['amount']}")
    for row in _rows(
        connection,
        "SELECT s.sub_no, i.no, i.amount, SUM(a.amount) AS paid FROM allocation a "
        "JOIN instalment i ON i.id = a.instalment_id JOIN subscription s ON s.id = i.subscription_id "
        "GROUP BY i.id, s.sub_no, i.no, i.amount HAVING SUM(a.amount) > i.amount OR SUM(a.amount) < 0",
    ):
        yield Fault("instalment_overpaid", f"{row['sub_no']} / {row['no']}", f"{row['paid']} / {row['amount']}")
    for row in _rows(
        connection,
        "SELECT a.id, r.subscription_id = a.subscription_id AND i.subscription_id = a.subscription_id AS same_deal "
        "FROM allocation a JOIN receipt_line l ON l.id = a.receipt_line_id JOIN receipt r ON r.id = l.receipt_id "
        "JOIN instalment i ON i.id = a.instalment_id "
        "WHERE NOT (r.subscription_id = a.subscription_id AND i.subscription_id = a.subscription_id "
        "AND r.confirmed_on IS NOT NULL AND r.confirmed_on <= a.business_date)",
    ):
        yield Fault("allocation_early" if row["same_deal"] else "allocation_stray", f"allocation #{row['id']}")


def numbers(connection: Connection, now: datetime) -> Iterator[Fault]:
    """3.14: the numbers of receipts and contracts have no gap within a project and year."""
    for table, kind in (
        ("receipt", "receipt_number"),
        ("contract", "contract_number"),
        ("voucher", "voucher_number"),
        ("sincerity", "sincerity_number"),
    ):
        expected: dict[tuple[int, int], int] = {}
        for row in _rows(connection, f"SELECT project_id, year, seq, no FROM {table} ORDER BY project_id, year, seq"):
            series = (row["project_id"], row["year"])
            wanted = expected.get(series, 1)
            if row["seq"] != wanted:
                yield Fault(kind, f"{row['year']}-{wanted:06d}", row["no"])
            expected[series] = row["seq"] + 1


def reversals(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.10: a reversed receipt has its reversal and pays nothing any more; every receipt has its lines."""
    for row in _rows(
        connection,
        "SELECT r.no, r.state FROM receipt r LEFT JOIN receipt_reversal v ON v.receipt_id = r.id "
        "WHERE (r.state = 'reversed' AND v.id IS NULL) OR (r.state <> 'reversed' AND v.id IS NOT NULL)",
    ):
        yield Fault("receipt_reversal", f"receipt {row['no']}", row["state"])
    for row in _rows(
        connection,
        "SELECT r.no, SUM(a.amount) AS rest FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id "
        "JOIN allocation a ON a.receipt_line_id = l.id WHERE r.state = 'reversed' "
        "GROUP BY r.id, r.no HAVING SUM(a.amount) <> 0",
    ):
        yield Fault("reversal_rest", row["no"], str(row["rest"]))
    for row in _rows(
        connection,
        "SELECT r.no FROM receipt r WHERE NOT EXISTS (SELECT 1 FROM receipt_line l WHERE l.receipt_id = r.id)",
    ):
        yield Fault("receipt_empty", row["no"])


def papers(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.3, 2.4: papers that rest on money have it, void ones have none, contracts and subscriptions go together."""
    deposit = (
        "COALESCE((SELECT SUM(a.amount) FROM allocation a JOIN instalment i ON i.id = a.instalment_id "
        "WHERE a.subscription_id = s.id AND i.money_type = 'deposit'), 0)"
    )
    for row in _rows(
        connection,
        f"SELECT s.sub_no, {deposit} AS received FROM subscription s "
        "WHERE s.state IN ('deposit_paid', 'active', 'converted') "
        f"AND {deposit} < CASE WHEN s.lower_deposit_accepted = 1 THEN 1 ELSE s.deposit_amount END",
    ):
        yield Fault("deposit_missing", row["sub_no"], str(row["received"]))
    for row in _rows(
        connection,
        "SELECT s.sub_no, MIN(r.no) AS receipt FROM subscription s JOIN receipt r ON r.subscription_id = s.id "
        "JOIN receipt_line l ON l.receipt_id = r.id WHERE s.state = 'void' AND r.state <> 'reversed' "
        f"AND l.amount > {TAKEN} GROUP BY s.id, s.sub_no",
    ):
        yield Fault("void_with_money", row["sub_no"], row["receipt"])
    for row in _rows(
        connection,
        "SELECT c.no, c.state, s.state AS deal FROM contract c JOIN subscription s ON s.id = c.subscription_id",
    ):
        state = ContractState(row["state"])
        if state is ContractState.VOID:
            continue
        wanted = SubscriptionState.CONVERTED if state in SIGNED_STATES else SubscriptionState.ACTIVE
        if row["deal"] != wanted:
            yield Fault("contract_without_deal", row["no"], row["deal"])


def deals_hold_units(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.16: every open subscription and every signed contract have the unit's live claim, for their own customer.

    Before money a paper may stand on a hold; it ends with it, so no open paper is ever without one.
    """
    for row in _rows(
        connection,
        "SELECT s.sub_no, k.kind FROM subscription s LEFT JOIN unit_claim k ON k.unit_id = s.unit_id "
        "AND k.ended_at IS NULL WHERE s.state IN ('draft', 'pending_review', 'deposit_due') "
        "AND (k.id IS NULL OR k.subscription_id IS NULL OR k.subscription_id <> s.id "
        "OR k.customer_id IS NULL OR k.customer_id <> s.customer_id)",
    ):
        yield Fault("deal_without_claim", row["sub_no"], row["kind"] or "-")
    for row in _rows(
        connection,
        "SELECT s.sub_no, k.kind FROM subscription s LEFT JOIN unit_claim k ON k.unit_id = s.unit_id "
        "AND k.ended_at IS NULL WHERE s.state IN ('deposit_paid', 'active') "
        "AND (k.id IS NULL OR k.kind NOT IN ('subscription', 'contract') OR k.subscription_id IS NULL "
        "OR k.subscription_id <> s.id)",
    ):
        yield Fault("deal_without_claim", row["sub_no"], row["kind"] or "-")
    for row in _rows(
        connection,
        "SELECT c.no, c.state, k.kind FROM contract c LEFT JOIN unit_claim k ON k.unit_id = c.unit_id "
        "AND k.ended_at IS NULL WHERE c.state NOT IN ('void', 'appointed', 'drafted', 'under_review') "
        "AND (k.id IS NULL OR k.kind <> 'contract' OR k.contract_id IS NULL OR k.contract_id <> c.id)",
    ):
        yield Fault("deal_without_claim", row["no"], row["kind"] or "-")


def unit_states(connection: Connection, now: datetime) -> Iterator[Fault]:
    """2.16: every unit is in the state that `domain.unit.state_from` derives from its live claim and its papers."""
    for row in _rows(
        connection,
        "SELECT u.label, u.state, u.released_on, u.return_locked_on, u.delivered_on, u.titled_on, k.kind, "
        "s.state AS deal, c.state AS contract FROM unit u "
        "LEFT JOIN unit_claim k ON k.unit_id = u.id AND k.ended_at IS NULL "
        "LEFT JOIN subscription s ON s.id = k.subscription_id LEFT JOIN contract c ON c.id = k.contract_id "
        "ORDER BY u.id",
    ):
        stored, wanted = UnitState(row["state"]), _derived(row)
        if wanted is not stored:
            yield Fault("unit_state", row["label"], f"{say(stored.label)} / {say(wanted.label) if wanted else '–'}")


def _derived(row: RowMapping) -> UnitState | None:
    """The state that the live deal gives the unit; None where it gives none."""
    stored = UnitState(row["state"])
    try:
        return state_from(
            None if row["kind"] is None else ClaimKind(row["kind"]),
            # Taken off sale again it keeps the day of its release; on sale without one it never was released.
            released=row["released_on"] is not None and stored is not UnitState.UNRELEASED,
            subscription=None if row["deal"] is None else SubscriptionState(row["deal"]),
            contract=None if row["contract"] is None else ContractState(row["contract"]),
            imported=stored,
            return_locked=row["return_locked_on"] is not None,
            delivered=row["delivered_on"] is not None,
            titled=row["titled_on"] is not None,
        )
    except ValueError:
        return None


CHECKS = (
    *MONEY_OUT,
    ("plans", plans),
    ("allocations", allocations),
    ("numbers", numbers),
    ("reversals", reversals),
    ("papers", papers),
    ("deals", deals_hold_units),
    ("units", unit_states),
)
