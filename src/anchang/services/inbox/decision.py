"""Papers that somebody else drafted, disputes, posted visitors: for whoever decides them (2.1, 2.16, 5.9)."""

from __future__ import annotations

from typing import Any

from anchang.domain.drafted import PERMIT_DRAFT, PRICE_LIST
from anchang.domain.forgotten import FORGOTTEN, ForgottenState
from anchang.domain.ownership_case import OWNERSHIP_CASE
from anchang.i18n import M, Msg
from anchang.services.inbox.line import line
from anchang.storage import forgotten, ownership_query
from anchang.storage import permit_draft as permit_drafts
from anchang.storage import price_list as price_lists
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    "price_list.approve": M("approve the price list"),
    "permit_draft.approve": M("approve the permit"),
    "forgotten.decide": M("decide whose visitor it is"),
    "forgotten.look": M("posted: is it your customer?"),
    "ownership_case.decide": M("decide whose customer"),
}
NOUNS: dict[str, Msg] = {
    "price_list": M("price list"),
    "permit_draft": M("permit draft"),
    "forgotten": M("posted visitor"),
    "ownership_case": M("ownership case"),
}


def rows(read: Read) -> list[dict[str, Any]]:
    """Papers that somebody else drafted, and disputes: for whoever decides them."""
    found: list[dict[str, Any]] = []
    for flow, waiting in ((PRICE_LIST, price_lists.waiting), (PERMIT_DRAFT, permit_drafts.waiting)):
        if flow.step("approve").roles & read.roles:
            found += [
                line(
                    read, flow.noun, "approve", row["id"], subject=row["no"], since=row["business_date"],
                    version=row["version"],
                )
                for row in waiting(read)
            ]  # fmt: skip
    if OWNERSHIP_CASE.step("decide").roles & read.roles:
        found += [
            line(
                read, "ownership_case", "decide", row["id"], subject=row["no"], who=row["customer"],
                consultant=row["owner_before"], since=row["business_date"], version=row["version"],
            )
            for row in ownership_query.waiting(read)
        ]  # fmt: skip
    return found + _posted(read)


def _posted(read: Read) -> list[dict[str, Any]]:
    """Posted visitors: to look at for consultants, claims to decide for whoever leads (2.1-3)."""
    claims, decides = (bool(FORGOTTEN.step(name).roles & read.roles) for name in ("claim", "grant"))
    return [
        line(
            read,
            "forgotten",
            "decide" if row["state"] == ForgottenState.CLAIMED.value else "look",
            row["id"],
            subject=row["visit_no"],
            who=row["name"],
            consultant=row["claimant"] or row["receiver"],
            since=row["business_date"],
            due=row["until"],
            version=row["version"],
            visit_id=row["visit_id"],
        )
        for row in forgotten.waiting(read, decides=decides, claims=claims)
    ]
