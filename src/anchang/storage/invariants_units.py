"""What must be true around the units, said once as queries for `doctor`: offers, batches, links (2.16, 5.10)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from anchang.i18n import M, Msg
from anchang.storage.audit import Fault
from anchang.storage.columns import instant_text

WORDS: dict[str, Msg] = {
    "offer_stray": M("Unit {where} is offered to somebody on its waiting list and is not free: {detail}."),
    "wait_order": M("Unit {where} is offered to somebody who asked later than {detail}."),
    "batch_unreleased": M("Batch {where} was put on sale, but unit {detail} never was."),
    "link_kind": M("Unit {where} belongs to another one and is neither parking nor storage: {detail}."),
    "extensions": M("The hold of unit {where} was extended, but nobody confirmed it: {detail}."),
}


def _rows(connection: Connection, statement: str, **values: Any) -> Iterator[RowMapping]:
    yield from connection.execute(text(statement), values).mappings()


def offers(connection: Connection, now: datetime) -> Iterator[Fault]:
    """A standing offer is of a unit on sale that nobody has, made to whoever asked first of those who wait."""
    for row in _rows(
        connection,
        "SELECT u.label, u.state, k.kind FROM unit_wait w JOIN unit u ON u.id = w.unit_id "
        "LEFT JOIN unit_claim k ON k.unit_id = u.id AND k.ended_at IS NULL "
        "WHERE w.state = 'offered' AND w.offer_until > :now AND (u.state <> 'available' OR k.id IS NOT NULL)",
        now=instant_text(now),
    ):
        yield Fault("offer_stray", row["label"], f"{row['state']} {row['kind'] or ''}".strip())
    for row in _rows(
        connection,
        "SELECT DISTINCT u.label, e.id FROM unit_wait w JOIN unit_wait e ON e.unit_id = w.unit_id AND e.id < w.id "
        "JOIN unit u ON u.id = w.unit_id WHERE w.state = 'offered' AND e.state = 'waiting'",
    ):
        yield Fault("wait_order", row["label"], f"#{row['id']}")


def batches(connection: Connection, now: datetime) -> Iterator[Fault]:
    """Every unit of a batch that was put on sale has the day of its release."""
    for row in _rows(
        connection,
        "SELECT b.no, u.label FROM batch b JOIN batch_unit m ON m.batch_id = b.id JOIN unit u ON u.id = m.unit_id "
        "WHERE b.state = 'released' AND u.released_on IS NULL AND u.state <> 'unreleased'",
    ):
        yield Fault("batch_unreleased", row["no"], row["label"])


def links(connection: Connection, now: datetime) -> Iterator[Fault]:
    """What belongs to a unit is a parking space or a storage room."""
    for row in _rows(
        connection,
        "SELECT u.label, u.usage FROM unit_link l JOIN unit u ON u.id = l.linked_id "
        "WHERE l.ended_at IS NULL AND u.usage NOT IN ('parking', 'storage')",
    ):
        yield Fault("link_kind", row["label"], row["usage"])


def extensions(connection: Connection, now: datetime) -> Iterator[Fault]:
    """Only a manager's hold is extended."""
    for row in _rows(
        connection,
        "SELECT u.label, k.extensions FROM unit_claim k JOIN unit u ON u.id = k.unit_id "
        "WHERE k.extensions > 0 AND k.confirmed_at IS NULL",
    ):
        yield Fault("extensions", row["label"], str(row["extensions"]))


CHECKS = (
    ("offers", offers),
    ("batches", batches),
    ("links", links),
    ("extensions", extensions),
)
