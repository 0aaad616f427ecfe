"""What must be true of money before a subscription, as queries for `doctor`: in = out + held + moved (2.10, 5.3)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, text

from anchang.i18n import M, Msg
from anchang.storage.audit import Fault

WORDS: dict[str, Msg] = {
    "sincerity_end": M("{where}: where it stands and how it ended do not fit together: {detail}."),
    "sincerity_moved": M("{where} was moved to a deposit, and the receipt does not have it: {detail}."),
    "sincerity_tie": M("Sincerity money of {where} does not add up (in / out / held / moved): {detail} fen."),
    "sincerity_ticket": M("Number {where} and the money that it rests on do not fit together: {detail}."),
    "sincerity_number": M("A number is missing among the receipts of sincerity money: {where}."),
}
_KIND = "CASE m.state WHEN 'refunded' THEN 'refund' WHEN 'moved' THEN 'move' WHEN 'reversed' THEN 'reversal' END"


def ends(connection: Connection, now: datetime) -> Iterator[Fault]:
    """Its state is how it ended, whole and once; what was moved is a standing receipt of the same amount and customer.
    """
    for row in connection.execute(
        text(
            "SELECT m.no, m.state, m.amount, e.kind, e.amount AS ended FROM sincerity m "
            f"LEFT JOIN sincerity_closing e ON e.sincerity_id = m.id WHERE COALESCE({_KIND}, '') <> "
            "COALESCE(e.kind, '') OR (e.id IS NOT NULL AND e.amount <> m.amount) ORDER BY m.id"
        )
    ):
        yield Fault("sincerity_end", row.no, f"{row.state} {row.amount} / {row.kind or '-'} {row.ended or 0}")
    for row in connection.execute(
        text(
            "SELECT m.no, r.no AS receipt FROM sincerity m JOIN sincerity_closing e ON e.sincerity_id = m.id "
            "AND e.kind = 'move' LEFT JOIN receipt r ON r.id = e.receipt_id LEFT JOIN subscription s "
            "ON s.id = r.subscription_id WHERE r.sincerity_id IS NULL OR r.sincerity_id <> m.id "
            "OR r.state <> 'confirmed' OR s.customer_id <> m.customer_id OR m.amount <> "
            "(SELECT COALESCE(SUM(l.amount), 0) FROM receipt_line l WHERE l.receipt_id = r.id) ORDER BY m.id"
        )
    ):
        yield Fault("sincerity_moved", row.no, row.receipt or "-")


def ties(connection: Connection, now: datetime) -> Iterator[Fault]:
    """Of each project: what came in is what went out, what is held and what receipts were made of it."""
    for row in connection.execute(
        text(
            "SELECT p.name, "
            "(SELECT COALESCE(SUM(m.amount), 0) FROM sincerity m WHERE m.project_id = p.id "
            "AND m.confirmed_on IS NOT NULL AND m.state <> 'reversed') AS came, "
            "(SELECT COALESCE(SUM(e.amount), 0) FROM sincerity_closing e WHERE e.project_id = p.id "
            "AND e.kind = 'refund') AS went, "
            "(SELECT COALESCE(SUM(m.amount), 0) FROM sincerity m WHERE m.project_id = p.id "
            "AND m.state IN ('held', 'refund_due')) AS held, "
            "(SELECT COALESCE(SUM(l.amount), 0) FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id "
            "WHERE r.project_id = p.id AND r.sincerity_id IS NOT NULL AND r.state = 'confirmed') AS moved "
            "FROM project p ORDER BY p.id"
        )
    ):
        if row.came != row.went + row.held + row.moved:
            yield Fault("sincerity_tie", row.name, f"{row.came} / {row.went} / {row.held} / {row.moved}")


def tickets(connection: Connection, now: datetime) -> Iterator[Fault]:
    """A number shows the money that stands behind it, which is its own customer's."""
    for row in connection.execute(
        text(
            "SELECT l.no AS launch, t.no, t.money, m.no AS receipt, m.amount FROM sincerity m "
            "JOIN launch_ticket t ON t.id = m.ticket_id JOIN launch l ON l.id = t.launch_id "
            "WHERE m.state IN ('entered', 'held', 'refund_due') "
            "AND (t.money <> m.amount OR t.customer_id <> m.customer_id OR t.launch_id <> m.launch_id) ORDER BY m.id"
        )
    ):
        yield Fault("sincerity_ticket", f"{row.launch} #{row.no}", f"{row.money} / {row.receipt} {row.amount}")


CHECKS = (("sincerity money", ends), ("sincerity ties", ties), ("launch numbers", tickets))
