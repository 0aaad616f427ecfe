"""Subscriptions from the consultant's form to the stamp (P03, domain 2.3, 3.6, 3.7).

    subscription.draft -> submit -> approve | send_back -> (receipt) -> stamp -> (contract)

Writing, handing in and ending a paper stand here, what others do with it in `subscription_review`. Other papers call
`money_entered`, `deposit_received`, `money_taken_back` (receipts), `converted` and `fix_due_days` (contracts).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain import hold
from anchang.domain.access import CONSULTANT
from anchang.domain.errors import BadInput, NotAllowed, Refusal, UnitTaken, WrongState, nothing_there
from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.money import show
from anchang.domain.permit import why_not_sell
from anchang.domain.subscription import SUBSCRIPTION, SubscriptionState
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Note, StaffRef, SubscriptionRef, UnitRef
from anchang.i18n import M
from anchang.services import claim, lead, voucher
from anchang.services import subscription_form as form
from anchang.services.act import Act
from anchang.services.subscription_facts import answer, facts_of, hold_lapsed, lapse, list_price_stands, paper
from anchang.services.subscription_form import Terms
from anchang.services.subscription_parts import check_consultants
from anchang.services.subscription_review import (
    converted,
    deposit_received,
    fix_due_days,
    money_entered,
    money_taken_back,
)
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import permit as permits
from anchang.storage import receipt as receipts
from anchang.storage import staff as people
from anchang.storage import subscription_query as query
from anchang.storage.numbering import next_seq
from anchang.storage.subscription import Subscription
from anchang.storage.work import Row

__all__ = ["converted", "deposit_received", "fix_due_days", "money_entered", "money_taken_back"]

S = SubscriptionState
PREFIX = "RG"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSubscription(Terms):
    """A new paper on a unit for a customer; `consultant` is the customer's own where nobody is named."""

    unit: UnitRef
    customer: CustomerRef
    consultant: StaffRef | None = None


@use_case("subscription.draft", title=M("Write a subscription"), done=M("Subscription {sub_no} for {unit} is written."))
def draft(act: Act, command: DraftSubscription) -> Result:
    """Write a paper. The unit is held for the customer, or is taken by this act (direct booking, 2.16).

    Raises UnitTaken when somebody else has the unit, Refusal and BadInput for price, plan, buyers, permit.
    """
    hold_over(act, command.unit)
    unit = claim.unit_row(act, command.unit)
    claim.refuse_stopped(act, unit)
    buyer, consultant_id = _customer(act, command)
    customer = buyer["id"]
    found = claim.live(act, command.unit)
    if found is not None and (found["kind"] != ClaimKind.HOLD or found["customer_id"] != customer):
        raise UnitTaken(claim.holder_words(act.read, unit["label"], found))
    if found is not None and found["hold_type"] == HoldType.SWAP:
        raise Refusal(M("Unit {unit} is kept for a swap: {note}.", unit=unit["label"], note=found["note"]))
    others = query.open_papers(act.read, command.unit)
    if others:
        raise Refusal(
            M("Unit {unit} has subscription {number} already.", unit=unit["label"], number=others[0]["sub_no"])
        )
    permit = claim.permit_of(act.read, unit)
    reason = why_not_sell(permit, unit["building"], act.today)
    if permit is None or reason is not None:
        raise Refusal(M("Unit {unit}: {reason}", unit=unit["label"], reason=reason or ""))
    filled = form.fill(act, command, unit, None)
    check_consultants(filled.beside, consultant_id)
    seq = next_seq(act.read, Subscription, act.today.year)
    sub_no = f"{PREFIX}{act.today.year}-{seq:04d}"
    row_id = act.work.insert(
        Subscription,
        project_id=act.project_id,
        sub_no=sub_no,
        year=act.today.year,
        seq=seq,
        state=act.born(SUBSCRIPTION),
        unit_id=command.unit,
        customer_id=customer,
        consultant_id=consultant_id,
        permit_id=permits.id_by_no(act.read, permit.number),
        permit_no=permit.number,
        maker_id=act.actor.id,
        business_date=act.today,
        **filled.values,
    )
    form.write_parts(act, row_id, 1, filled)
    if found is None:
        until = hold.expires_at(act.now, int(act.settings["ask_minutes"]))
        claim.take(
            act, command.unit, ClaimKind.HOLD, HoldType.TEMP, customer, consultant_id, until, subscription_id=row_id
        )
        lead.held(act, buyer)
    else:
        claim.advance(act, command.unit, ClaimKind.HOLD, subscription_id=row_id)
    return answer(act, row_id, claim.warnings(act.read, command.unit))


def hold_over(act: Act, unit_id: int) -> None:
    """End the unit's hold that ran out and the papers that went with it."""
    claim.end_lapsed(act, unit_id)
    hold_lapsed(act, unit_id)


def _customer(act: Act, command: DraftSubscription) -> tuple[Row, int]:
    """The customer and the consultant's id; a consultant writes for the own customers and for nobody's.

    Raises NotFound, NotAllowed, BadInput.
    """
    found = claims.customer_owner(act.read, command.customer)
    if found is None:
        raise nothing_there(M("customer"), command.customer)
    if not act.acts_for_all and found["owner_id"] not in (None, act.actor.id):
        raise NotAllowed(M("This is the customer of {owner}.", owner=found["owner"]))
    if not act.acts_for_all and command.consultant not in (None, act.actor.id):
        raise NotAllowed(M("You write subscriptions in your own name."))
    chosen = command.consultant or (found["owner_id"] if act.acts_for_all else None) or act.actor.id
    person = people.by_id(act.work.connection, chosen)
    if person is None or not person.active_on(act.today):
        raise BadInput(M("This person does not sell here."), "consultant")
    if command.consultant is not None and not person.roles & CONSULTANT:
        raise BadInput(M("{name} is not a consultant.", name=person.name), "consultant")
    return found, chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSubscription(Terms):
    """Changes of a draft; what is not given stays, a list that is given replaces the old one."""

    subscription: SubscriptionRef
    version: int | None = None


@use_case("subscription.edit", title=M("Change a subscription"), done=M("Subscription {sub_no} is changed."))
def edit(act: Act, command: EditSubscription) -> Result:
    """Change a paper that is still being written; price and plan are worked out anew. Raises WrongState, Stale."""
    row = paper(act, command.subscription)
    if row["state"] != S.DRAFT:
        raise WrongState(
            M("Subscription {number} cannot be changed any more: {state}.", number=row["sub_no"], state=S(row["state"]))
        )
    filled = form.fill(act, command, claim.unit_row(act, row["unit_id"]), row)
    check_consultants(filled.beside, row["consultant_id"])
    edition = row["edition"] + 1
    # What was signed was the old text.
    act.work.update(
        Subscription,
        row["id"],
        expect=command.version,
        edition=edition,
        buyer_signed_on=None,
        consultant_signed_on=None,
        **filled.values,
    )
    form.write_parts(act, row["id"], edition, filled)
    return answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class SubmitSubscription:
    """The signed paper goes to the manager; both sign on the day of the paper where nothing else is said."""

    subscription: SubscriptionRef
    buyer_signed_on: date | None = None
    consultant_signed_on: date | None = None
    version: int | None = None


@use_case(
    "subscription.submit",
    step=(SUBSCRIPTION, "submit"),
    title=M("Hand in a subscription"),
    done=M("Subscription {sub_no} waits for the manager's review."),
)
def submit(act: Act, command: SubmitSubscription) -> Result:
    """Hand in a paper for review. Raises Refusal with the first thing that is missing or wrong."""
    row = paper(act, command.subscription)
    unit = claim.unit_row(act, row["unit_id"])
    list_price_stands(act, row)
    reason = why_not_sell(claim.permit_of(act.read, unit), unit["building"], row["signed_on"])
    if reason is not None:  # no order in any form is older than the permit (5.9)
        raise Refusal(M("Unit {unit}: {reason}", unit=unit["label"], reason=reason))
    signed = {
        "buyer_signed_on": command.buyer_signed_on or row["signed_on"],
        "consultant_signed_on": command.consultant_signed_on or row["signed_on"],
    }
    for name, day in signed.items():
        if not row["signed_on"] <= day <= act.today:
            raise BadInput(M("A signature is dated from the day of the paper to today."), name)
    facts = facts_of(act, {**row, **signed})
    act.move(
        SUBSCRIPTION,
        "submit",
        Subscription,
        row,
        facts,
        expect=command.version,
        submitted_by=act.actor.id,
        buyer_signed_on=signed["buyer_signed_on"],
        consultant_signed_on=signed["consultant_signed_on"],
    )
    return answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class VoidSubscription:
    """A paper that comes to nothing before any money."""

    subscription: SubscriptionRef
    reason: Note = ""
    version: int | None = None


@use_case(
    "subscription.void",
    step=(SUBSCRIPTION, "void"),
    title=M("Make a subscription void"),
    done=M("Subscription {sub_no} is void; its number is kept."),
)
def void(act: Act, command: VoidSubscription) -> Result:
    """Make a paper void and put its unit back on sale. Raises Refusal without a reason or once money came."""
    row = paper(act, command.subscription)
    act.reason = clean(command.reason, "reason", multiline=True, limit=4000)
    held = query.held_for(act.read, row)
    act.move(
        SUBSCRIPTION,
        "void",
        Subscription,
        row,
        facts_of(act, row, comment=act.reason),
        expect=command.version,
        void_reason=act.reason,
        void_on=act.today,
    )
    if held:
        claim.end(act, row["unit_id"], act.reason, paper_void=True, has_receipt=False)
    return answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class VoidWithRefund:
    """A paper that comes to nothing after its money and before its stamp, and why."""

    subscription: SubscriptionRef
    reason: Note = ""
    version: int | None = None


@use_case(
    "subscription.void_refund",
    step=(SUBSCRIPTION, "void_refund"),
    title=M("Make a subscription void with full refund"),
    done=M("Subscription {sub_no} is void; {amount} waits to be paid back."),
)
def void_refund(act: Act, command: VoidWithRefund) -> Result:
    """Make a paper void whose deposit is in and that is not in force: every fen goes back to whoever paid (2.3, 5.7).

    Its unit is on sale again. Raises NotAllowed for its maker, Refusal without a reason or while money is on its way.
    """
    row = paper(act, command.subscription)
    act.reason = clean(command.reason, "reason", multiline=True, limit=4000)
    facts = facts_of(act, row, comment=act.reason)
    held = query.held_for(act.read, row)
    act.move(
        SUBSCRIPTION, "void_refund", Subscription, row, facts, expect=command.version, makers=query.makers(row),
        void_reason=act.reason, void_on=act.today,
    )  # fmt: skip
    numbers = voucher.give_back(act, row["id"], act.reason)
    if held:
        claim.end(act, row["unit_id"], act.reason, paper_void=True, has_receipt=False)
    return answer(act, row["id"]) | {
        "amount": show(facts.money_held), "amount_fen": facts.money_held, "vouchers": numbers,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SweepSubscriptions:
    """Every paper of the project whose hold is over before money came."""


@use_case("subscription.sweep", step=(SUBSCRIPTION, "lapse"), title=M("End the subscriptions whose hold ran out"))
def sweep(act: Act, command: SweepSubscriptions) -> Result:
    """Make void what the hold's end leaves behind; the program's own act."""
    del command
    act.reason = claim.LAPSED
    ended = []
    for row in query.papers_before_money(act.read):
        if query.held_for(act.read, row) or receipts.has_receipt(act.read, row["id"]):
            continue
        claim.end_lapsed(act, row["unit_id"])
        if lapse(act, row):
            ended.append(row["sub_no"])
    return {"ended": ended}
