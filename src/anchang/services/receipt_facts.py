"""What rests on the money of a receipt, and which money a contract waits for (2.3, 2.4, 2.10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from anchang.domain.allocation import first_payment
from anchang.domain.money import show
from anchang.domain.plan import OWN_FUNDS, MoneyType
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M, Msg
from anchang.storage import contract as contracts
from anchang.storage import discount_request, sincerity, subscription_query, voucher_query
from anchang.storage import plan as plans
from anchang.storage import receipt as rows
from anchang.storage.plan import InstalmentView
from anchang.storage.reading import Read

Row = Mapping[str, Any]
RESTS_ON_DEPOSIT = frozenset({SubscriptionState.DEPOSIT_PAID, SubscriptionState.ACTIVE, SubscriptionState.CONVERTED})


def first_lines(lines: Iterable[InstalmentView], signed_on: date) -> tuple[InstalmentView, ...]:
    """The stored lines that have to be paid before a signature on that day (2.4)."""
    known = tuple(lines)
    deposit_due = next((each.due_on for each in known if each.line.money_type is MoneyType.DEPOSIT), None)
    wanted = {line.no for line in first_payment([each.line for each in known], deposit_due, signed_on)}
    return tuple(each for each in known if each.line.no in wanted)


def first_payment_of(read: Read, subscription_id: int, signed_on: date) -> tuple[int, int]:
    """(fen that have to be in before a signature on that day, fen that are in on those lines)."""
    wanted = first_lines(plans.current_lines(read.connection, subscription_id), signed_on)
    paid = rows.paid_lines(read, subscription_id)
    return sum(each.line.amount for each in wanted), sum(paid.get(each.id, 0) for each in wanted)


def in_use(read: Read, receipt: Row) -> Msg | None:
    """Why money of this receipt cannot be taken back now: a stamp or a signature rests on it and nothing replaces it.

    Own money that is on account takes the place of what goes, so a wrong receipt is corrected by entering the right one
    first.
    """
    if receipt["origin"]:
        return M("it is part of the opening balance; correct its sum on the subscription, or take its import back")
    taken = voucher_query.on_receipt(read, receipt["id"])
    if taken:
        return M("voucher {no} has taken money of it", no=taken[0])
    if receipt["voucher_id"] is not None:
        return M("a transfer voucher brought this money here")
    if receipt["sincerity_id"] is not None:
        before = sincerity.of_receipt(read, receipt["sincerity_id"])
        return M("it was made of {no}, which came before the paper", no=before)
    deal = subscription_query.one(read, receipt["subscription_id"])
    if deal is None or SubscriptionState(deal["state"]) not in RESTS_ON_DEPOSIT:
        return None
    lines = plans.current_lines(read.connection, deal["id"])
    going: dict[int, int] = {}
    for _line, instalment_id, fen in rows.uses_of(read, receipt["id"]):
        going[instalment_id] = going.get(instalment_id, 0) + fen
    own_lines = {line["id"] for line in rows.lines_of(read, receipt["id"])}
    spare = sum(
        rest.amount
        for rest in rows.rests(read, deal["id"])
        if rest.money_type in OWN_FUNDS and rest.line_id not in own_lines
    )
    deposit = sum(going.get(each.id, 0) for each in lines if each.line.money_type is MoneyType.DEPOSIT)
    if deposit > spare:
        return M("the subscription rests on {amount} of this deposit", amount=show(deposit - spare))
    credited = discount_request.credited(read, deal["id"])
    own_money = sum(going.get(each.id, 0) for each in lines if each.line.money_type in OWN_FUNDS)
    if credited and own_money > spare:
        return M("discount {no} was credited on this payment", no=credited)
    contract = contracts.live_of(read, deal["id"])
    if contract is None or contract["signed_on"] is None:
        return None
    first = sum(going.get(each.id, 0) for each in first_lines(lines, contract["signed_on"]))
    if first > spare:
        return M("the contract was signed on {amount} of this payment", amount=show(first - spare))
    return None
