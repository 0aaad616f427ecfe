"""Subscriptions, contracts and receipts that wait for whoever looks (2.3, 2.4, 2.10)."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from anchang.domain.contract_desk import WAITING_LABELS as CONTRACT_WORDS
from anchang.domain.subscription_desk import WAITING_LABELS as SUBSCRIPTION_WORDS
from anchang.i18n import M, Msg
from anchang.services.inbox.line import line, signing
from anchang.storage import contract_query, receipt, subscription_waiting
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    **{f"subscription.{each.value}": words for each, words in SUBSCRIPTION_WORDS.items()},
    **{f"contract.{each.value}": words for each, words in CONTRACT_WORDS.items()},
    **{f"receipt.{each.value}": words for each, words in CONTRACT_WORDS.items()},
}
NOUNS: dict[str, Msg] = {"subscription": M("subscription"), "contract": M("contract"), "receipt": M("receipt")}
_LATE = frozenset({"subscription.signing_late", "contract.file_late"})
_SIGNINGS = frozenset({"signing", "signing_late"})


def rows(read: Read) -> list[dict[str, Any]]:
    """The papers and the money of running deals."""
    return [*_subscriptions(read), *_contracts(read), *_receipts(read)]


def _subscriptions(read: Read) -> list[dict[str, Any]]:
    return [
        line(
            read,
            "subscription",
            row["waiting"],
            row["id"],
            is_late=f"subscription.{row['waiting']}" in _LATE,
            subject=row["sub_no"],
            unit=row["unit"],
            who=row["buyer"],
            consultant=row["consultant"],
            since=row["signed_on"],
            due=_due(row),
            version=row["version"],
            about=signing(row["id"]) if row["waiting"] in _SIGNINGS else "",
        )
        for row in subscription_waiting.waiting(read)
    ]


def _due(row: dict[str, Any]) -> date | None:
    """The day by which this has to be done; a review and a slip have none."""
    if row["waiting"] in _SIGNINGS:
        return cast("date | None", row["sign_due_date"])
    return cast("date | None", row["deposit_due_on"]) if row["waiting"] == "deposit" else None


def _contracts(read: Read) -> list[dict[str, Any]]:
    return [
        line(
            read,
            "contract",
            row["waiting"],
            row["id"],
            is_late=f"contract.{row['waiting']}" in _LATE,
            subject=row["paper"],
            unit=row["unit"],
            who=row["customer"],
            consultant=row["consultant"],
            since=row["business_date"],
            due=row["due_on"],
        )
        for row in contract_query.waiting(read)
    ]


def _receipts(read: Read) -> list[dict[str, Any]]:
    return [
        line(
            read,
            "receipt",
            row["waiting"],
            row["id"],
            subject=row["no"],
            since=row["business_date"],
            unit=row.get("unit", ""),
            who=row.get("payer", ""),
        )
        for row in receipt.waiting(read)
    ]
