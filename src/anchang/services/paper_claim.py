"""Who has a subscription's paper: one request at a time, of whatever noun (2.7, 2.8, 5.12).

A request that waits for a decision about a subscription in force (delay, swap, refund, change of plan, …) calls `take`
in the act that opens it and `free` in the act that ends it. The unique index of the database has the last word, so
two pending approvals for one unit cannot come to exist.

    paper_claim.take(act, deal, "delay_request", request_id, "YQ2026-0001")
    paper_claim.free(act, "delay_request", request_id)
"""

from __future__ import annotations

from anchang.domain.errors import Refusal
from anchang.i18n import M, Msg
from anchang.services.act import Act
from anchang.storage import change as rows
from anchang.storage.change import PaperClaim
from anchang.storage.reading import Read
from anchang.storage.work import Clash, Row


def why_not(read: Read, deal: Row, *, besides: tuple[str, int] | None = None) -> Msg | None:
    """Which request has this subscription, in words, or None. `besides` is (noun, row id) of the own request."""
    found = rows.claim_on(read, deal["id"])
    if found is None or (found["noun"], found["row_id"]) == besides:
        return None
    return M("request {no} about {paper} is open; end it first", no=found["no"], paper=deal["sub_no"])


def take(act: Act, deal: Row, noun: str, row_id: int, no: str) -> None:
    """The request `row_id` of the table `noun` has the paper until `free`. Raises Refusal that names the other one."""
    reason = why_not(act.read, deal)
    if reason is not None:
        raise Refusal(M("{step}: {reason}", step=M("Open a request"), reason=reason))
    try:
        act.work.insert(
            PaperClaim,
            project_id=act.project_id,
            subscription_id=deal["id"],
            unit_id=deal["unit_id"],
            noun=noun,
            row_id=row_id,
            no=no,
            since=act.now,
        )
    except Clash as error:
        raise Refusal(M("Another request about this unit is open.")) from error


def free(act: Act, noun: str, row_id: int) -> None:
    """The request is decided or over: the paper is free. Nothing happens where it was already."""
    found = rows.claim_of(act.read, noun, row_id)
    if found is not None:
        act.work.update(PaperClaim, found["id"], ended_at=act.now)


def ends_deals(read: Read, subscription_id: int) -> bool:
    """Whether what has the paper would change or end the deal: until that is over no contract of it is signed.

    A delay is no such thing; the signature is what it waits for.
    """
    found = rows.claim_on(read, subscription_id)
    return found is not None and found["noun"] == rows.ChangeRequest.__tablename__
