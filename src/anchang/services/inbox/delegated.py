"""Decisions that somebody else lent to the person who looks, and the delegations of both (F9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from anchang.domain.delegation import AUTHORITY, DELEGATES, WAITS, DecisionKind
from anchang.i18n import M, Msg, say
from anchang.services import standing_in
from anchang.services.inbox import change, decision, delay, discount_request, sale, side_rooms
from anchang.services.inbox.line import line
from anchang.storage import delegation
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    "delegation.given": M("your decisions are with somebody else"),
    "delegation.taken": M("you decide for somebody else"),
}
NOUNS: dict[str, Msg] = {"delegation": M("delegation")}
SOURCES: Mapping[DecisionKind, ModuleType] = {
    DecisionKind.SUBSCRIPTION: sale,
    DecisionKind.DISCOUNT: discount_request,
    DecisionKind.DELAY: delay,
    DecisionKind.CHANGE: change,
    DecisionKind.PRICE_LIST: decision,
    DecisionKind.PERMIT: decision,
    DecisionKind.TERM: side_rooms,
}


def rows(read: Read) -> list[dict[str, Any]]:
    """The delegations that hold or will hold, for who gave them and for who has them."""
    if not read.roles & (AUTHORITY | DELEGATES):
        return []
    return [
        line(
            read, "delegation", "given" if row["giver_id"] == read.staff_id else "taken", row["id"],
            subject=say(M("{no} until {day}", no=row["no"], day=row["to_day"])), version=row["version"],
            who=row["delegate"] if row["giver_id"] == read.staff_id else row["giver"],
        )
        for row in delegation.running(read)
    ]  # fmt: skip


def decisions(read: Read, known: Callable[[str], bool]) -> list[dict[str, Any]]:
    """What waits for those who lent their authority; `known` are the rows that the person decides anyhow."""
    found: dict[str, dict[str, Any]] = {}
    lent = delegation.lent_to(read.connection, read.project_id, read.staff_id, read.today)
    for kind in dict.fromkeys(each.kind for each in lent):
        source = SOURCES[kind]
        for authority, seen in standing_in.faces(read, kind):
            for row in source.rows(seen):
                if row["what"] in WAITS[kind] and not known(row["id"]):
                    found.setdefault(row["id"], {**row, "behalf": authority.giver.name})
    return list(found.values())
