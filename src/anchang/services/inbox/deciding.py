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
from anchang.services.office import Office, Session
from anchang.services.permit import ApprovePermit, RejectPermit
from anchang.services.price_list import ApprovePriceList, RejectPriceList
from anchang.services.subscription_review import (
    AcceptDeposit,
    ApproveSubscription,
    DecideSlip,
    SendBackSubscription,
)
from anchang.services.term import ApproveTerm
from anchang.services.use_case import find, for_command

Maker = Callable[[int, str, int | None], object]
"""(row id, comment, version that was looked at) -> the command."""

LABELS: dict[Decision, Msg] = {
    Decision.APPROVED: M("Approve"),
    Decision.REJECTED: M("Not approve"),
    Decision.SENT_BACK: M("Give back"),
}


def _slip(decision: Decision) -> Maker:
    return lambda row_id, why, version: DecideSlip(row_id, decision, why, version)


DECIDES: Mapping[str, Mapping[Decision, Maker]] = {
    "subscription.review": {
        Decision.APPROVED: ApproveSubscription,
        Decision.SENT_BACK: SendBackSubscription,
    },
    "subscription.lower_deposit": {Decision.APPROVED: AcceptDeposit},
    "subscription.slip": {
        Decision.APPROVED: _slip(Decision.APPROVED),
        Decision.REJECTED: _slip(Decision.REJECTED),
    },
    "discount_request.decide": {
        Decision.APPROVED: lambda row_id, why, version: ApproveDiscount(row_id, why, version=version),
        Decision.REJECTED: RejectDiscount,
    },
    "delay_request.decide": {Decision.APPROVED: ApproveDelay, Decision.REJECTED: RejectDelay},
    "change_request.decide": {
        Decision.APPROVED: lambda row_id, why, version: DecideChange(row_id, comment=why, version=version),
        Decision.REJECTED: lambda row_id, why, version: RejectChange(row_id, comment=why, version=version),
        Decision.SENT_BACK: lambda row_id, why, version: SendBackChange(row_id, comment=why, version=version),
    },
    "change_request.check_money": {
        Decision.APPROVED: lambda row_id, _why, version: CheckMoney(request=row_id, version=version),
        Decision.REJECTED: lambda row_id, why, version: RefuseForMoney(request=row_id, comment=why, version=version),
    },
    "price_list.approve": {
        Decision.APPROVED: lambda row_id, _why, version: ApprovePriceList(row_id, version),
        Decision.REJECTED: RejectPriceList,
    },
    "permit_draft.approve": {
        Decision.APPROVED: lambda row_id, _why, version: ApprovePermit(row_id, version),
        Decision.REJECTED: RejectPermit,
    },
    "term.approve": {Decision.APPROVED: lambda row_id, _why, version: ApproveTerm(row_id, version)},
}


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
    return DECIDES[row["what"]][decision](row["row_id"], comment, row["version"])


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
