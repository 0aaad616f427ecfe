"""What the acts on a special discount share, and what the subscription that uses it does with it (domain 2.6).

Subscriptions call `for_paper` and `link` when they are written, `used` when their deposit is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain.access import Role
from anchang.domain.authority import Level
from anchang.domain.discount_collect import Payment, why_not_plan
from anchang.domain.discount_request import DISCOUNT_REQUEST, ExecuteMode, RequestFacts, RequestState
from anchang.domain.errors import Refusal, nothing_there
from anchang.domain.flow import Option
from anchang.domain.money import show
from anchang.i18n import M, Msg
from anchang.services.act import Act
from anchang.storage import discount_request as rows
from anchang.storage import staff as people
from anchang.storage import subscription_query
from anchang.storage.discount_request import DiscountRequest
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.work import Row

REQUEST = M("discount request")
SpecialRow = Mapping[str, Any]


def request(act: Act, request_id: int) -> Row:
    """The request; consultants reach only their own. Raises NotFound."""
    row = act.must(DiscountRequest, request_id, REQUEST)
    if not act.acts_for_all and act.actor.id not in (0, row["consultant_id"], row["maker_id"]):
        raise nothing_there(REQUEST, request_id)
    return row


def missing(row: SpecialRow) -> tuple[Msg, ...]:
    """Fields that 3.10 requires and that are empty."""
    names = {"reason": M("reason"), "granted_by": M("who granted it")}
    return tuple(words for name, words in names.items() if not row[name])


def facts(read: Read, row: SpecialRow, **said: Any) -> RequestFacts:
    """What the guards look at; `said` is what only the caller knows."""
    given: dict[str, Any] = {
        "today": read.today,
        "missing": missing(row),
        "special_amount": row["special_amount"],
        "final_total": row["final_total"],
        "list_price_stands": rows.unit_of(read, row)["list_total"] == row["list_total"],
        "paper_handed_in": rows.paper_handed_in(read, row),
        "waits_for": Level(row["waits_for"]),
        "needed": rows.needed(read, row),
        "proof": row["proof"],
        "valid_until": row["valid_until"],
        "mode": ExecuteMode(row["mode"]),
        "said_yes": read.is_own(*rows.approvers(read, row)),
    }
    return RequestFacts(**{**given, **said})


def options(read: Read, request_id: int) -> list[Option[RequestState, RequestFacts]]:
    """Every step with its «why not» for the person who looks; what a form will still say counts as said."""
    row = rows.one(read, request_id)
    if row is None:
        raise nothing_there(REQUEST, request_id)
    found = facts(read, row, comment="-", proof=row["proof"] or "-", archive="-", roles=read.roles)
    is_maker = read.is_own(*rows.makers(row))
    every = DISCOUNT_REQUEST.options(RequestState(row["state"]), found, read.roles, is_maker=is_maker)
    return [one for one in every if Role.SYSTEM not in one.step.roles]


def granters(read: Read) -> dict[int, str]:
    """Who may grant a discount and works here: id -> name."""
    allowed = DISCOUNT_REQUEST.step("approve").roles
    return {
        person.id: person.name
        for person in people.everybody(read.connection)
        if person.roles & allowed and person.active_on(read.today)
    }


def for_paper(act: Act, request_id: int, unit_id: int, customer_id: int | None, on_site_price: int, day: date) -> Row:
    """The grant that a paper uses: for its unit, its customer and its on-site price, and still holding on its day.

    Raises NotFound, Refusal that says what does not fit.
    """
    row = request(act, request_id)
    if row["state"] != RequestState.APPROVED or row["valid_until"] is None or max(act.today, day) > row["valid_until"]:
        raise Refusal(M("Discount {no} is not granted, or its time is over.", no=row["no"]))
    if (row["unit_id"], row["customer_id"]) != (unit_id, customer_id):
        raise Refusal(M("Discount {no} was granted for another unit or customer.", no=row["no"]))
    if row["on_site_price"] != on_site_price:
        raise Refusal(
            M(
                "Discount {no} was granted on a price of {granted}; the published discounts here give {price}.",
                no=row["no"],
                granted=show(row["on_site_price"]),
                price=show(on_site_price),
            )
        )
    return row


def link(act: Act, subscription_id: int, request_id: int | None) -> None:
    """Say on the grant which paper uses it; another one that the paper named before is free again."""
    for row in rows.linked(act.read, subscription_id):
        if row["id"] != request_id and row["state"] == RequestState.APPROVED:
            act.work.update(DiscountRequest, row["id"], subscription_id=None)
    if request_id is None:
        return
    row = act.must(DiscountRequest, request_id, REQUEST)
    _fits_the_plan(act, row, subscription_id)
    if row["subscription_id"] == subscription_id:
        return
    if row["subscription_id"] is not None:
        other = act.must(Subscription, row["subscription_id"], M("subscription"))
        if other["state"] != "void":
            raise Refusal(M("Discount {no} is used by subscription {paper}.", no=row["no"], paper=other["sub_no"]))
    act.work.update(DiscountRequest, request_id, subscription_id=subscription_id)


def _fits_the_plan(act: Act, row: Row, subscription_id: int) -> None:
    """A credit on collection needs a payment to hang on, and a last one that it can come off. Raises Refusal."""
    if row["mode"] != ExecuteMode.ON_COLLECTION:
        return
    deal = act.must(Subscription, subscription_id, M("subscription"))
    lines = subscription_query.plan_lines(act.read, deal)
    payments = [Payment(each.no, each.money_type, each.amount) for each in lines]
    reason = why_not_plan(payments, row["collect_no"], row["special_amount"])
    if reason is not None:
        raise Refusal(M("Discount {no}: {reason}", no=row["no"], reason=reason))


def used(act: Act, subscription_id: int) -> None:
    """The deposit of the paper is in, its price checked by the cashier: its special discount is used (2.19), but for
    one that is executed on collection (`discount_collect`)."""
    row = rows.special_discount_of(act.read, subscription_id)
    if row is None or row["state"] != RequestState.APPROVED or row["mode"] == ExecuteMode.ON_COLLECTION:
        return
    said = facts(act.read, row, paper_takes_deposit=True)
    act.move(DISCOUNT_REQUEST, "execute", DiscountRequest, row, said, as_system=True, executed_on=act.today)
