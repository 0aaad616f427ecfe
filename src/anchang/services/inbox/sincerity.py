"""Sincerity money that waits for the cashier: its arrival to be confirmed, or to be given back (2.10, 5.3)."""

from __future__ import annotations

from typing import Any

from anchang.domain.sincerity import SincerityState
from anchang.i18n import M, Msg
from anchang.services.inbox.line import line
from anchang.storage import sincerity
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    f"sincerity.{state.value}": words
    for state, words in (
        (SincerityState.ENTERED, M("sincerity money: confirm the arrival")),
        (SincerityState.REFUND_DUE, M("sincerity money: give it back")),
    )
}
NOUNS: dict[str, Msg] = {"sincerity": M("sincerity money")}


def rows(read: Read) -> list[dict[str, Any]]:
    """For cashiers and accountants."""
    return [
        line(
            read,
            "sincerity",
            row["state"],
            row["id"],
            subject=row["no"],
            unit=row["about"],
            who=row["payer"],
            consultant=row["consultant"],
            since=row["asked_on"] or row["business_date"],
        )
        for row in sincerity.waiting(read)
    ]
