"""What can be decided from the inbox, by which command: the papers' own use cases, one by one or many alike (F9).

Nothing here decides anything: each entry makes the command that the paper's own screen would make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anchang.domain.access import Role
from anchang.domain.approval import Decision
from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg, say
from anchang.services.change import DecideChange, RejectChange, SendBackChange
from anchang.services.change_money import CheckMoney, RefuseForMoney
from anchang.services.delay import ApproveDelay, RejectDelay
from anchang.services.discount_request import ApproveDiscount, RejectDiscount
from anchang.services.faq import RetireFaq, WriteFaq
from anchang.services.forgotten import GrantForgotten, RefuseForgotten
from anchang.services.office import Office, Session
from anchang.services.ownership import DecideCase
from anchang.services.permit import ApprovePermit, RejectPermit
from anchang.services.pool import GrantCustomer, RefuseCustomer
from anchang.services.price_list import ApprovePriceList, RejectPriceList
from anchang.services.subscription_review import (
    AcceptDeposit,
    ApproveSubscription,
    DecideSlip,
    SendBackSubscription,
)
from anchang.services.term import ApproveTerm
from anchang.services.unit import HoldUnit, RefuseUnit
from anchang.services.use_case import find, for_command

Maker = Callable[[Mapping[str, Any], str], object]
"""(row of the inbox, comment) -> the command; the row has the version that was looked at."""

LABELS: dict[Decision, Msg] = {
    Decision.APPROVED: M("Approve"),
    Decision.REJECTED: M("Not approve"),
    Decision.SENT_BACK: M("Give back"),
}


def _said(command: Callable[[int, str, int | None], object]) -> Maker:
    """A command that takes the paper, the comment and the version in that order."""
    return lambda row, why: command(row["row_id"], why, row["version"])


def _last(command: Callable[[int, int | None, str], object]) -> Maker:
    """A command that takes the comment last."""
    return lambda row, why: command(row["row_id"], row["version"], why)


def _slip(decision: Decision) -> Maker:
    return lambda row, why: DecideSlip(row["row_id"], decision, why, row["version"])


YES, NO, BACK = Decision.APPROVED, Decision.REJECTED, Decision.SENT_BACK

DECIDES: Mapping[str, Mapping[Decision, Maker]] = {
    "subscription.review": {YES: _said(ApproveSubscription), BACK: _said(SendBackSubscription)},
    "subscription.lower_deposit": {YES: _said(AcceptDeposit)},
    "subscription.slip": {YES: _slip(YES), NO: _slip(NO)},
    "discount_request.decide": {
        YES: lambda row, why: ApproveDiscount(row["row_id"], why, version=row["version"]), NO: _said(RejectDiscount),
    },
    "delay_request.decide": {YES: _said(ApproveDelay), NO: _said(RejectDelay)},
    "change_request.decide": {
        YES: lambda row, why: DecideChange(row["row_id"], comment=why, version=row["version"]),
        NO: lambda row, why: RejectChange(row["row_id"], comment=why, version=row["version"]),
        BACK: lambda row, why: SendBackChange(row["row_id"], comment=why, version=row["version"]),
    },
    "change_request.check_money": {
        YES: lambda row, why: CheckMoney(request=row["row_id"], comment=why, version=row["version"]),
        NO: lambda row, why: RefuseForMoney(request=row["row_id"], comment=why, version=row["version"]),
    },
    "price_list.approve": {YES: _last(ApprovePriceList), NO: _said(RejectPriceList)},
    "permit_draft.approve": {YES: _last(ApprovePermit), NO: _said(RejectPermit)},
    "term.approve": {YES: _last(ApproveTerm)},
    "faq.approve": {
        YES: lambda row, why: WriteFaq(row["row_id"], version=row["version"], comment=why), NO: _last(RetireFaq),
    },
    "ownership_case.decide": {YES: lambda row, why: DecideCase(row["row_id"], why, version=row["version"])},
    "forgotten.decide": {
        YES: lambda row, why: GrantForgotten(row["visit_id"], row["version"], why),
        NO: lambda row, why: RefuseForgotten(row["visit_id"], why, row["version"]),
    },
    "unit.asked": {
        YES: lambda row, why: HoldUnit(row["row_id"], note=why, version=row["version"]), NO: _said(RefuseUnit),
    },
    "task.wish": {
        YES: lambda row, why: GrantCustomer(row["customer_id"], row["asker_id"], why),
        NO: lambda row, why: RefuseCustomer(row["customer_id"], row["asker_id"], why),
    },
}  # fmt: skip


_CASES: Mapping[str, str] = {
    "subscription.review": "subscription.approve",
    "subscription.lower_deposit": "subscription.accept_deposit",
    "subscription.slip": "subscription.decide_slip",
    "discount_request.decide": "discount_request.approve",
    "delay_request.decide": "delay.approve",
    "change_request.decide": "change.approve",
    "change_request.check_money": "change_money.check",
    "price_list.approve": "price_list.approve",
    "permit_draft.approve": "permit.approve",
    "term.approve": "term.approve",
    "faq.approve": "faq.approve",
    "ownership_case.decide": "ownership.decide",
    "forgotten.decide": "forgotten.grant",
    "unit.asked": "unit.hold",
    "task.wish": "pool.grant",
}


def decided_by(what: str) -> frozenset[Role]:
    """Whose roles the yes takes, before anybody's level is asked; none where nothing is decided."""
    return find(_CASES[what]).roles if what in _CASES else frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many: which paper, whether it went through, and in words what or why not."""

    subject: str
    done: bool
    said: str


def why_not(what: str, decision: Decision) -> Msg | None:
    """Why a row of that kind cannot be decided that way from the inbox, or None."""
    if what not in DECIDES:
        return M("Nothing is decided here: Enter opens it.")
    if decision not in DECIDES[what]:
        return M("This is decided in another way: {ways}.", ways=tuple(LABELS[each] for each in DECIDES[what]))
    return None


def command_of(row: Mapping[str, Any], decision: Decision, comment: str) -> object:
    """The command that decides a row of the inbox. KeyError where it cannot be decided that way."""
    return DECIDES[row["what"]][decision](row, comment)


def why_not_together(rows: Iterable[Mapping[str, Any]]) -> Msg | None:
    """Why these rows are not decided in one go, or None: only alike ones are."""
    kinds = {row["what"] for row in rows}
    if len(kinds) > 1:
        return M("Only things of one kind are decided together; these wait for different decisions.")
    return None


def decide_many(
    office: Office, session: Session, rows: Iterable[Mapping[str, Any]], decision: Decision, comment: str
) -> list[Outcome]:
    """Decide each row by an act of its own, with the same comment; a refused one changes and stops nothing."""
    found = []
    for row in rows:
        subject = " ".join(str(each) for each in (row["subject"], row["unit"], row["who"]) if each)
        command = command_of(row, decision, comment)
        try:
            result = office.run(session, command)
        except AnchangError as error:
            found.append(Outcome(subject, False, say(error.message)))
        else:
            done = for_command(command).done
            found.append(Outcome(subject, True, say(Msg(done.id, result)) if done is not None else say(M("Done."))))
    return found
