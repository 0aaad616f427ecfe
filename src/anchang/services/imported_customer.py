"""A customer who comes with an old book or with the opening balance: the columns that both begin with (2.2, 5.11)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from anchang.domain.register import ORIGIN
from anchang.i18n import M, say
from anchang.services import people
from anchang.services.act import Act
from anchang.services.initials import initials


@lru_cache(maxsize=20_000)
def _spelled(name: str) -> str:
    return " ".join(sorted(initials(name)))


def no_phone(reason: str) -> str:
    """Why there is no number, as the book says it."""
    return reason or say(M("the old register has no number"))


def columns(
    act: Act, name: str, phone: str, reason: str, owner_id: int | None, state: str, first: datetime, last: datetime
) -> dict[str, Any]:
    """The customer's row; `first` and `last` are the instants of the first and the last that the book tells."""
    return {
        "project_id": act.project_id,
        "name": name,
        "initials": _spelled(name),
        "phone": phone,
        "phone_tail": people.tail(phone),
        "no_phone_reason": reason,
        "owner_id": owner_id,
        "state": state,
        "first_contact_at": first,
        "last_contact_at": last,
        "last_effective_at": last,
        "business_date": first.astimezone(act.zone).date(),
        "origin": ORIGIN,
    }


def owned(act: Act, customer_id: int, owner_id: int | None) -> dict[str, Any]:
    """The first row of whose customer it is."""
    return {
        "project_id": act.project_id,
        "customer_id": customer_id,
        "from_id": None,
        "to_id": owner_id,
        "by_id": act.actor.id or None,
        "reason": ORIGIN,
        "at": act.now,
        "business_date": act.today,
    }
