"""Delayed signings that wait for whoever looks: to be handed in, decided, executed, told, and what expired (2.7)."""

from __future__ import annotations

from typing import Any

from anchang.domain.access import LEADERS, MANAGER
from anchang.domain.delay import DELAY_REQUEST, DelayState
from anchang.i18n import M, Msg
from anchang.services.inbox.line import line, signing
from anchang.storage import delay as rows_of_delays
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    "delay_request.complete": M("complete the delay and hand it in"),
    "delay_request.decide": M("decide about the delay"),
    "delay_request.execute": M("execute the delay"),
    "delay_request.tell": M("tell the customer: no delay"),
    "delay_request.forfeit": M("delay expired: forfeiture is due"),
}
NOUNS: dict[str, Msg] = {"delay_request": M("delayed signing")}
S = DelayState


def rows(read: Read) -> list[dict[str, Any]]:
    """By role: decisions for whoever stands high enough and did not make it, executions for the assistant, the rest
    for the consultant of the deal; what expired for the consultant and whoever leads."""
    executes = bool(DELAY_REQUEST.step("execute").roles & read.roles)
    found: list[dict[str, Any]] = []
    for row in rows_of_delays.rows_of(read, S.DRAFT, S.VERIFIED, S.PENDING, S.APPROVED, S.REJECTED):
        state, mine = S(row["state"]), row["consultant_id"] == read.staff_id
        if state in (S.DRAFT, S.VERIFIED) and (mine or row["maker_id"] == read.staff_id):
            found.append(_line(read, row, "complete", row["original_due_on"]))
        if state is S.PENDING and rows_of_delays.may_decide(read, row):
            found.append(_line(read, row, "decide", row["original_due_on"]))
        if state is S.APPROVED and executes:
            found.append(_line(read, row, "execute", row["execute_by"]))
        if state is S.REJECTED and mine and row["replied_on"] is None:
            found.append(_line(read, row, "tell", row["original_due_on"]))
    leads = bool((MANAGER | LEADERS) & read.roles)
    found += [
        _line(read, row, "forfeit", row["sign_due_date"])
        for row in rows_of_delays.expired_deals(read)
        if leads or row["consultant_id"] == read.staff_id
    ]
    return found


def _line(read: Read, row: Any, waiting: str, due: Any) -> dict[str, Any]:
    return line(
        read, "delay_request", waiting, row["id"], subject=row["no"], unit=row["unit"], who=row["buyer"],
        consultant=row["consultant"], since=row["submitted_on"] or row["business_date"], due=due,
        version=row["version"], about="" if waiting == "tell" else signing(row["subscription_id"]),
    )  # fmt: skip
