"""What became of a race, by queries of its own: nothing here asks the program or its doctor (2.8, 2.16, 5.12).

The clock of the race stands still, so the order of things is that of the journal: a row lives from the act that wrote
it first to the act that wrote it last, and an ended one lived to there.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

OPENS = ("swap_unit.ask", "forfeit.open")
ENDS = ("change.execute", "change.reject", "change.withdraw", "forfeit.remedy")


def _rows(connection: Connection, statement: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(statement))]


def _overlaps(lives: Iterable[tuple[object, ...]], what: str) -> list[str]:
    """Lives are (unit, row, first act, last act or None for ever), by unit and first act; two of a unit may touch."""
    found, unit_before, until, row_before = [], None, 0, None
    for unit, row, first, last in lives:
        assert isinstance(first, int)
        if unit == unit_before and (until is None or first < until):
            found.append(f"unit #{unit}: {what} #{row_before} and #{row} at act {first}")
        unit_before, until, row_before = unit, last, row  # type: ignore[assignment]
    return found


def _lived_twice(connection: Connection, table: str, what: str) -> list[str]:
    return _overlaps(
        _rows(
            connection,
            f"SELECT c.unit_id, c.id, MIN(j.seq), CASE WHEN c.ended_at IS NULL THEN NULL ELSE MAX(j.seq) END"
            f" FROM {table} c JOIN journal_row j ON j.table_name = '{table}' AND j.row_id = c.id"
            f" GROUP BY c.unit_id, c.id, c.ended_at ORDER BY c.unit_id, MIN(j.seq), c.id",
        ),
        what,
    )


def double_claims(connection: Connection) -> list[str]:
    """A unit that somebody had while somebody else had it, at whatever act."""
    now = _rows(connection, "SELECT unit_id, COUNT(*) FROM unit_claim WHERE ended_at IS NULL GROUP BY unit_id")
    return [f"unit #{unit}: {count} now" for unit, count in now if count != 1] + _lived_twice(
        connection, "unit_claim", "claims"
    )


def states_that_lie(connection: Connection) -> list[str]:
    """A unit whose state is not what its live claim says: a paper has its unit subscribed once it is in force, on hold
    before; what nobody has is on sale, or locked since it came back."""
    right: dict[tuple[object, object], tuple[str, ...]] = {
        ("hold", None): ("held",), ("hold", "draft"): ("held",), ("hold", "pending_review"): ("held",),
        ("hold", "deposit_due"): ("held",), ("subscription", "deposit_due"): ("held",),
        ("subscription", "deposit_paid"): ("held",), ("subscription", "active"): ("subscribed",),
        (None, None): ("available", "return_locked"),
    }  # fmt: skip
    return [
        f"unit #{unit}: {state}, {claim} {paper}"
        for unit, state, claim, paper in _rows(
            connection,
            "SELECT u.id, u.state, c.kind, s.state FROM unit u "
            "LEFT JOIN unit_claim c ON c.unit_id = u.id AND c.ended_at IS NULL "
            "LEFT JOIN subscription s ON s.id = c.subscription_id",
        )
        if state not in right.get((claim, paper), ())
    ]


def half_swaps(connection: Connection) -> list[str]:
    """A swap with one leg: old unit freed, new one claimed, money moved, paper replaced, new paper: all or none, and
    all in one act."""
    found = []
    for no, executed, *legs in _rows(
        connection,
        "SELECT q.no, q.executed_on IS NOT NULL,"
        " s.state = 'replaced',"
        " w.new_subscription_id IS NOT NULL,"
        " EXISTS (SELECT 1 FROM unit_claim c WHERE c.subscription_id = q.subscription_id AND c.unit_id = q.unit_id"
        "  AND c.ended_at IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM unit_claim c WHERE"
        "  c.subscription_id = q.subscription_id AND c.ended_at IS NULL),"
        " EXISTS (SELECT 1 FROM unit_claim c WHERE c.subscription_id = w.new_subscription_id"
        "  AND c.unit_id = w.unit_id AND c.kind = 'subscription'),"
        " EXISTS (SELECT 1 FROM voucher v WHERE v.request_id = q.id AND v.kind = 'transfer'"
        "  AND v.subscription_id = q.subscription_id AND v.to_subscription_id = w.new_subscription_id),"
        " EXISTS (SELECT 1 FROM subscription n WHERE n.id = w.new_subscription_id AND n.unit_id = w.unit_id"
        "  AND n.customer_id = q.customer_id AND n.activated_on IS NOT NULL)"
        " FROM change_request q JOIN change_unit w ON w.request_id = q.id"
        " JOIN subscription s ON s.id = q.subscription_id WHERE q.kind = 'swap_unit' AND (q.executed_on IS NOT NULL"
        "  OR NOT EXISTS (SELECT 1 FROM change_request o WHERE o.subscription_id = q.subscription_id"
        "  AND o.executed_on IS NOT NULL))",
    ):
        if any(bool(leg) != bool(executed) for leg in legs):
            found.append(f"{no}: carried out {bool(executed)}, legs {[bool(leg) for leg in legs]}")
    strangers = _rows(
        connection,
        "SELECT v.no FROM voucher v LEFT JOIN change_request q ON q.id = v.request_id AND q.executed_on IS NOT NULL"
        " AND q.kind = 'swap_unit' WHERE v.kind = 'transfer' AND q.id IS NULL",
    )
    replaced = _rows(
        connection,
        "SELECT s.sub_no FROM subscription s WHERE s.state = 'replaced' AND 1 <> (SELECT COUNT(*) FROM change_request q"
        " WHERE q.subscription_id = s.id AND q.kind = 'swap_unit' AND q.executed_on IS NOT NULL)",
    )
    return found + [f"{row[0]} belongs to no swap" for row in strangers + replaced] + _in_pieces(connection)


def _in_pieces(connection: Connection) -> list[str]:
    """A swap whose act did not write both units, both papers and the voucher: the rest came from another act."""
    return [
        f"act {seq}: {units} units, {papers} papers, {vouchers} vouchers"
        for seq, units, papers, vouchers in _rows(
            connection,
            "SELECT j.seq,"
            " COUNT(DISTINCT CASE WHEN r.table_name = 'unit' THEN r.row_id END),"
            " COUNT(DISTINCT CASE WHEN r.table_name = 'subscription' THEN r.row_id END),"
            " COUNT(DISTINCT CASE WHEN r.table_name = 'voucher' THEN r.row_id END)"
            " FROM journal j JOIN journal_row r ON r.seq = j.seq WHERE j.action = 'change.execute' AND EXISTS"
            " (SELECT 1 FROM journal_row w WHERE w.seq = j.seq AND w.table_name = 'change_unit') GROUP BY j.seq",
        )
        if (units, papers, vouchers) != (2, 2, 1)
    ]


def money_adrift(connection: Connection) -> list[str]:
    """Money of a line that vouchers took twice: moved and kept, kept and given back."""
    return [
        f"receipt line #{line}: {taken} of {amount}"
        for line, taken, amount in _rows(
            connection,
            "SELECT l.id, SUM(t.amount), l.amount FROM receipt_line l JOIN voucher_line t ON t.receipt_line_id = l.id"
            " JOIN voucher v ON v.id = t.voucher_id WHERE NOT EXISTS"
            " (SELECT 1 FROM voucher_reversal b WHERE b.voucher_id = v.id) AND v.kind <> 'compensation'"
            " GROUP BY l.id, l.amount HAVING SUM(t.amount) > l.amount",
        )
    ]


def pending_twice(connection: Connection) -> list[str]:
    """A unit about which two requests were open at once, now or at any act: by the claims on papers, by the requests
    as they stand, and by the journal's own story of which act opened and which ended one."""
    open_now = "('draft', 'noticed', 'pending', 'approved')"
    found = [
        f"unit #{unit}: {count} open requests"
        for unit, count in _rows(
            connection,
            f"SELECT unit_id, COUNT(*) FROM change_request WHERE state IN {open_now} GROUP BY unit_id"
            " HAVING COUNT(*) > 1",
        )
    ]
    opened: dict[object, object] = {}
    for seq, action, request, unit in _rows(
        connection,
        "SELECT j.seq, j.action, q.id, q.unit_id FROM journal j JOIN journal_row r ON r.seq = j.seq"
        " AND r.table_name = 'change_request' JOIN change_request q ON q.id = r.row_id ORDER BY j.seq",
    ):
        if action in OPENS:
            if unit in opened:
                found.append(f"unit #{unit}: request #{request} at act {seq} beside #{opened[unit]}")
            opened[unit] = request
        elif action in ENDS and opened.pop(unit, None) != request:
            found.append(f"unit #{unit}: act {seq} ends #{request}, which had it not")
    return found + _lived_twice(connection, "paper_claim", "requests")


def approved_twice(connection: Connection) -> list[str]:
    """A level of a request on which two yeses were written down since it was handed in last."""
    return [
        f"request #{request}: {count} x {level}"
        for request, level, count in _rows(
            connection,
            "SELECT row_id, level, COUNT(*) FROM approval WHERE noun = 'change_request' AND decision = 'approved'"
            " GROUP BY row_id, level HAVING COUNT(*) > 1",
        )
    ]


CHECKS = {
    "double claims": double_claims,
    "states that lie": states_that_lie,
    "half swaps": half_swaps,
    "money taken twice": money_adrift,
    "two open requests for a unit": pending_twice,
    "approved twice": approved_twice,
}


def wrong(connection: Connection) -> dict[str, list[str]]:
    """Every check by its name with what it found; all of them empty is right."""
    return {name: check(connection) for name, check in CHECKS.items()}
