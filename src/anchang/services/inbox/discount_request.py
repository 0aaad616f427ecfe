"""Special discounts that wait for whoever looks: to be handed in, decided, used in time, filed (2.6)."""

from __future__ import annotations

from typing import Any

from anchang.domain.access import MONEY
from anchang.domain.discount_request import DISCOUNT_REQUEST, ExecuteMode, RequestState
from anchang.i18n import M, Msg
from anchang.services import discount_collect
from anchang.services.inbox.line import line
from anchang.storage import discount_request as requests
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    "discount_request.complete": M("complete the discount request"),
    "discount_request.decide": M("decide about the discount"),
    "discount_request.use": M("discount granted: write the subscription"),
    "discount_request.archive": M("file the proof of the discount"),
    "discount_request.collect": M("discount on collection: its payment is to come in time"),
}
NOUNS: dict[str, Msg] = {"discount_request": M("special discount")}
S = RequestState


def rows(read: Read) -> list[dict[str, Any]]:
    """Decisions for whoever stands high enough and did not make it, proofs for the manager, what hangs on a
    payment for the cashier and the own, the rest for the own."""
    files = bool(DISCOUNT_REQUEST.step("archive").roles & read.roles)
    collects = bool(MONEY & read.roles)
    found: list[dict[str, Any]] = []
    for row in requests.rows_of(read, S.DRAFT, S.PENDING, S.APPROVED, S.EXECUTED):
        state, mine = S(row["state"]), read.staff_id in (row["consultant_id"], row["maker_id"])
        if state is S.DRAFT and mine:
            found.append(_line(read, row, "complete"))
        if state is S.PENDING and requests.may_decide(read, row):
            found.append(_line(read, row, "decide"))
        if state is S.APPROVED and row["consultant_id"] == read.staff_id and not requests.paper_uses(read, row):
            found.append(_line(read, row, "use", row["valid_until"]))
        waits = state is S.APPROVED and row["mode"] == ExecuteMode.ON_COLLECTION
        if waits and (collects or mine) and requests.paper_uses(read, row):
            found.append(_line(read, row, "collect", discount_collect.until(read, dict(row))))
        if state is S.EXECUTED and files:
            found.append(_line(read, row, "archive"))
    return found


def _line(read: Read, row: Any, waiting: str, due: Any = None) -> dict[str, Any]:
    return line(
        read, "discount_request", waiting, row["id"], subject=row["no"], unit=row["unit"], who=row["customer"],
        consultant=row["consultant"], since=row["submitted_on"] or row["business_date"], due=due,
        version=row["version"],
    )  # fmt: skip
