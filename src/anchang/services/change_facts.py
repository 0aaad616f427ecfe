"""What the guards of a request look at, who decides it, and every step with its «why not» (2.8, 2.18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from anchang.domain.access import Role
from anchang.domain.authority import Level, passed_on, why_not_decide
from anchang.domain.change import ChangeFacts, ChangePaperKind, ServiceWay, Trigger
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Option
from anchang.domain.permit import why_not_sell
from anchang.domain.subscription import SubscriptionState
from anchang.domain.unit import UnitState
from anchang.i18n import M
from anchang.services import change_kind, claim
from anchang.storage import change_query as query
from anchang.storage import contract as contracts
from anchang.storage import receipt as receipts
from anchang.storage import subscription_parts, subscription_query, voucher_query
from anchang.storage.reading import Read
from anchang.storage.work import Row

NOUN = M("request about a subscription")


def decides(row: Row, roles: Iterable[Role]) -> bool:
    """Whether a yes of somebody with these roles is the last one that the pending request needs."""
    if not row["waits_for"]:
        return False
    final = Level(row["final_level"])
    if change_kind.of(row).both:
        return Level(row["waits_for"]).rank >= final.rank
    return passed_on(roles, final) is None


def next_level(row: Row, roles: Iterable[Role]) -> Level:
    """For whom the request waits after a yes that is not the last one."""
    if change_kind.of(row).both:
        levels = tuple(Level)
        return levels[Level(row["waits_for"]).rank + 1]
    following = passed_on(roles, Level(row["final_level"]))
    assert following is not None  # `decides` was false
    return following


def facts_of(read: Read, row: Row, **said: Any) -> ChangeFacts:
    """The facts of a request for the person of `read`; `said` is what only the caller knows. The rules see all."""
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    deal = subscription_query.one(truth, row["subscription_id"])
    assert deal is not None  # the foreign key holds
    unit = subscription_query.unit_of(truth, deal)
    contract = contracts.live_of(truth, deal["id"])
    papers = query.papers(truth, row["id"])
    copies = {each.copy_no for each in subscription_parts.copies_out(truth, deal["id"])}  # some came back before
    out = [
        each
        for each in papers
        if each["returned_on"] is None
        and not each["lost"]
        and (each["kind"] != ChangePaperKind.COPY or each["row_id"] in copies)
    ]
    waits = row["waits_for"]
    may_decide = bool(waits) and why_not_decide(read.roles, Level(waits)) is None
    given: dict[str, Any] = {
        "today": read.today,
        "in_force": deal["state"] == SubscriptionState.ACTIVE,
        "contract_no": "" if contract is None else contract["contract_no"] or contract["no"],
        "applicant": row["applicant"],
        "reason": row["reason"],
        "level": why_not_decide(read.roles, Level(waits)) if waits else None,
        "decides": may_decide and decides(row, read.roles),
        "said_yes": read.is_own(*query.approvers(truth, row)),
        "unsettled": receipts.unconfirmed(truth, deal["id"]),
        "accounts_missing": accounts_missing(truth, row),
        "receipts_out": tuple(each["label"] for each in out if each["kind"] == ChangePaperKind.RECEIPT),
        "papers_out": tuple(each["label"] for each in out),
        "unpaid": voucher_query.unpaid(truth, row["id"]),
        "paid_out": voucher_query.paid_out(truth, row["id"]),
        "trigger": Trigger(row["trigger_code"]),
        "signing_due": deal["sign_due_date"],
        "notice_on": row["notice_on"],
        "notice_way": ServiceWay(row["notice_way"]) if row["notice_way"] else None,
        "notice_days": int(read.settings["notice_days"]),
        "termination_on": row["termination_on"],
        "unit_locked": unit["state"] == UnitState.RETURN_LOCKED,
        "permit": why_not_sell(claim.permit_of(truth, unit), unit["building"], read.today),
        "moved": any(each["kind"] == "transfer" for each in voucher_query.of_request(truth, row["id"])),
        "money_checked": row["money_checked_on"] is not None,
        "own": change_kind.of(row).own(truth, row),
    }
    return ChangeFacts(**{**given, **said})


def accounts_missing(read: Read, row: Row) -> tuple[str, ...]:
    """Payers of money that is held, whose account the application does not state."""
    known = query.accounts(read, row["id"])
    payers = dict.fromkeys(each["payer"] for each in voucher_query.held(read, row["subscription_id"]))
    return tuple(payer for payer in payers if payer not in known or not known[payer]["account"])


def options(read: Read, request_id: int) -> list[Option[Any, ChangeFacts]]:
    """Every step with its «why not» for the person who looks. Raises NotFound.

    What a form will still say (a day, a way, an account, a comment) counts as said.
    """
    row = query.one(read, request_id)
    if row is None:
        raise nothing_there(NOUN, request_id)
    said: dict[str, Any] = {"comment": "-"}
    if row["state"] == "draft":
        said |= {"notice_on": read.today, "notice_way": ServiceWay.IN_PERSON, "accounts_missing": ()}
    if row["state"] == "noticed":
        said |= {"termination_on": read.today}
    flow = change_kind.of(row).flow
    is_maker = read.is_own(*query.makers(row))
    return flow.options(flow.states(row["state"]), facts_of(read, row, **said), read.roles, is_maker=is_maker)
