"""Small orders and sincerity money: taken, confirmed, asked back, given back, reversed (2.10, 3.14, 5.3, 5.9).

    sincerity.take -> (confirm) -> sincerity_move.move to the deposit | ask_back -> pay_back

It is nobody's debt and in no plan. When what it was taken for is over, the program itself asks for it back: the hold of
a small order that ended, the number that was given back, everybody whom the launch did not serve.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain import receipt as receipt_rules
from anchang.domain.errors import BadInput, Refusal, UnitTaken, nothing_there
from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.launch import LaunchState
from anchang.domain.money import show
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import EntryFacts, PayWay, ReceiptLine, third_party
from anchang.domain.sincerity import SINCERITY, SincerityEnd, SincerityFacts, SincerityKind, SincerityState
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Fen, LaunchRef, Name, Note, SincerityRef, UnitRef
from anchang.i18n import M
from anchang.services import claim, small_order
from anchang.services.act import Act
from anchang.services.sincerity_facts import NOUN, facts_of, in_the_way, is_over
from anchang.services.use_case import Result, use_case
from anchang.storage import claim as claims
from anchang.storage import launch as launches
from anchang.storage import sincerity as rows
from anchang.storage import unit_query
from anchang.storage.launch import Launch, LaunchTicket
from anchang.storage.numbering import next_seq
from anchang.storage.sincerity import Sincerity, SincerityClosing
from anchang.storage.work import Row

PREFIX = "CX"


@dataclass(frozen=True, slots=True)
class TakeSincerity:
    """Money of a customer for the hold on `unit` (a small order), or for a number of `launch`: one of the two.

    `payer` is the customer where nobody is named; `explanation` says why it is not on the supervised account.
    """

    customer: CustomerRef
    amount: Fen
    unit: UnitRef | None = None
    launch: LaunchRef | None = None
    payer: Name = ""
    way: PayWay = PayWay.POS
    account: str = ""
    escrow: bool = False
    bank_ref: str = ""
    received_on: date | None = None
    explanation: str = ""
    note: Note = ""


@use_case(
    "sincerity.take", title=M("Take a small order or sincerity money"), asks_password=True,
    done=M("Receipt {no}: {amount} for {about}."),
)  # fmt: skip
def take(act: Act, command: TakeSincerity) -> Result:
    """Write the receipt; cash and card count at once. Raises BadInput when it is not said for what, or for both;
    Refusal without the hold, without a permit for every unit concerned (5.9), and for what no receipt takes."""
    found = claims.customer_owner(act.read, command.customer)
    if found is None:
        raise nothing_there(M("customer"), command.customer)
    if (command.unit is None) is (command.launch is None):
        raise BadInput(M("Say what the money is for: a unit that is held, or a launch."), "unit")
    if command.unit is not None:
        about, owner, values = _for_a_hold(act, command, command.unit)
    else:
        assert command.launch is not None  # checked above
        about, owner, values = _for_a_launch(act, command, command.launch)
    year = act.today.year
    seq = next_seq(act.read, Sincerity, year)
    number = f"{PREFIX}{year}-{seq:06d}"
    payer = clean(command.payer, "payer", limit=60) or found["name"]
    row_id = act.work.insert(
        Sincerity, project_id=act.project_id, no=number, year=year, seq=seq, business_date=act.today,
        received_on=command.received_on or act.today, customer_id=command.customer,
        consultant_id=owner or found["owner_id"] or act.actor.id, payer=payer,
        third_party=third_party(payer, (found["name"],)), amount=command.amount, way=command.way.value,
        account=clean(command.account, "account", limit=60), escrow=_escrow(act, command),
        bank_ref=clean(command.bank_ref, "bank_ref", limit=60), explanation=clean(command.explanation, "explanation"),
        note=clean(command.note, "note", limit=4000, multiline=True), state=act.born(SINCERITY),
        received_by=act.actor.id, entered_at=act.now, **values,
    )  # fmt: skip
    _tell_number(act, values.get("ticket_id"))
    small_order.set_timer(act, command.unit)
    if command.way.confirmed_at_entry:
        _count(act, act.must(Sincerity, row_id, NOUN), act.today)
    return {
        "id": row_id, "no": number, "about": about, "amount": show(command.amount), "amount_fen": command.amount,
        "confirmed": command.way.confirmed_at_entry,
    }  # fmt: skip


def _escrow(act: Act, command: TakeSincerity) -> bool:
    own = act.project.escrow_account.replace(" ", "")
    return command.escrow or command.way is PayWay.ESCROW or bool(own and command.account.replace(" ", "") == own)


def _check(act: Act, command: TakeSincerity, unit: Row) -> None:
    """What every receipt has to keep to: permit (5.9), account (5.13), days, amount, payer."""
    receipt_rules.check_entry(
        EntryFacts(
            today=act.today,
            received_on=command.received_on or act.today,
            building=unit["building"],
            permit=claim.permit_of(act.read, unit),
            subscription=None,
            lines=(ReceiptLine(MoneyType.SINCERITY, command.amount),),
            way=command.way,
            payer=command.payer or "-",
            escrow=_escrow(act, command),
            explanation=command.explanation,
            price_needs_contract=bool(act.settings["price_needs_contract"]),
            escrow_required=bool(act.settings["escrow_required"]),
        )
    )


def _for_a_hold(act: Act, command: TakeSincerity, unit_id: int) -> tuple[str, int | None, dict[str, object]]:
    """(the unit's label, the consultant, the columns of a small order)."""
    held = claim.end_lapsed(act, unit_id)
    unit = claim.unit_row(act, unit_id)
    _check(act, command, unit)
    if held is None:
        raise Refusal(M("Unit {unit} is not held; hold it as a small order first.", unit=unit["label"]))
    if held["kind"] != ClaimKind.HOLD or held["customer_id"] != command.customer:
        raise UnitTaken(claim.holder_words(act.read, unit["label"], held))
    if held["hold_type"] != HoldType.SMALL_ORDER:
        raise Refusal(M("Unit {unit} is held, but not as a small order.", unit=unit["label"]))
    claim.refuse_stopped(act, unit)
    values = {"kind": SincerityKind.SMALL_ORDER.value, "unit_id": unit_id, "claim_id": held["id"]}
    return str(unit["label"]), held["staff_id"], values


def _for_a_launch(act: Act, command: TakeSincerity, launch_id: int) -> tuple[str, int | None, dict[str, object]]:
    """(the launch's number, the consultant, the columns of sincerity money); each of its units needs its permit."""
    launch = act.must(Launch, launch_id, M("launch"))
    if launch["state"] != LaunchState.PREPARED:
        raise Refusal(M("No more numbers are given out for {launch}.", launch=launch["no"]))
    seen = set()
    for unit_id in launches.unit_ids(act.read, launch_id):
        unit = unit_query.row(act.read, unit_id)
        assert unit is not None  # a launch has units of its own project
        if (unit["building"], unit["permit_id"]) not in seen:
            seen.add((unit["building"], unit["permit_id"]))
            _check(act, command, unit)
    ticket = launches.ticket_of(act.read, launch_id, command.customer)
    free = ticket is not None and not rows.on_ticket(act.read, ticket["id"])
    values: dict[str, object] = {"kind": SincerityKind.LAUNCH.value, "launch_id": launch_id}
    if ticket is not None and free:
        values["ticket_id"] = ticket["id"]
    return str(launch["no"]), None if ticket is None else ticket["consultant_id"], values


def tie(act: Act, ticket: Row) -> None:
    """A number that was just given out rests on the customer's money for this launch, where there is any."""
    for row in rows.of_launch(act.read, ticket["launch_id"], ticket["customer_id"]):
        if row["ticket_id"] is None and row["state"] != SincerityState.REFUND_DUE:
            act.work.update(Sincerity, row["id"], ticket_id=ticket["id"])
            break
    _tell_number(act, ticket["id"])


def _tell_number(act: Act, ticket_id: object) -> None:
    """A number shows the money that it rests on."""
    if isinstance(ticket_id, int):
        found = rows.on_ticket(act.read, ticket_id)
        shown = {"money": found[0]["amount"], "money_ref": found[0]["no"]} if found else {"money": 0, "money_ref": ""}
        act.work.update(LaunchTicket, ticket_id, **shown)


def _count(act: Act, row: Row, arrived_on: date, *, bank_confirmed: bool = False, expect: int | None = None) -> None:
    facts = SincerityFacts(way=PayWay(row["way"]), bank_confirmed=bank_confirmed)
    act.move(
        SINCERITY, "confirm", Sincerity, row, facts, expect=expect, confirmed_by=act.actor.id, confirmed_at=act.now,
        confirmed_on=act.today, arrived_on=arrived_on,
    )  # fmt: skip
    if is_over(act.read, row):
        release(act, (act.must(Sincerity, row["id"], NOUN),), row["no"])


@dataclass(frozen=True, slots=True)
class ConfirmSincerity:
    """The bank has the money: since when, today where nothing is said. It counts from today in any case."""

    sincerity: SincerityRef
    arrived_on: date | None = None
    version: int | None = None


@use_case(
    "sincerity.confirm", step=(SINCERITY, "confirm"), title=M("Confirm the arrival of sincerity money"),
    asks_password=True, done=M("Receipt {no} counts now."),
)  # fmt: skip
def confirm(act: Act, command: ConfirmSincerity) -> Result:
    """Confirm that the bank has it. Raises BadInput for a day in the future, WrongState, Stale."""
    row = act.must(Sincerity, command.sincerity, NOUN)
    arrived = command.arrived_on or act.today
    if arrived > act.today:
        raise BadInput(M("{day} is in the future", day=arrived), "arrived_on")
    _count(act, row, arrived, bank_confirmed=True, expect=command.version)
    return {"id": row["id"], "no": row["no"]}


@dataclass(frozen=True, slots=True)
class AskSincerityBack:
    """The customer wants the money back, and why."""

    sincerity: SincerityRef
    reason: Note = ""
    version: int | None = None


@use_case(
    "sincerity.ask_back", step=(SINCERITY, "ask_back"), title=M("Ask for sincerity money back"),
    done=M("{no} waits for the cashier: {amount} for {payer}."),
)  # fmt: skip
def ask_back(act: Act, command: AskSincerityBack) -> Result:
    """Ask for the money back; the unit of a small order is free again at once, if no paper stands on its hold.

    Raises NotFound for a colleague's customer, Refusal without a reason, or while a number rests on the money.
    """
    row = act.must(Sincerity, command.sincerity, NOUN)
    if not act.acts_for_all and row["consultant_id"] != act.actor.id:
        raise nothing_there(NOUN, command.sincerity)
    act.reason = clean(command.reason, "reason", limit=4000, multiline=True)
    facts = facts_of(act.read, row, reason=act.reason)
    act.move(
        SINCERITY, "ask_back", Sincerity, row, facts, expect=command.version, asked_by=act.actor.id,
        asked_on=act.today, reason=act.reason,
    )  # fmt: skip
    _follow(act, row)
    return {"id": row["id"], "no": row["no"], "amount": show(row["amount"]), "payer": row["payer"]}


def _follow(act: Act, row: Row) -> None:
    """What rested on the money goes on without it: another money takes its place, or the hold ends."""
    if row["ticket_id"] is not None:
        _replace(act, row)
    if row["unit_id"] is None:
        return
    held = claim.live(act, row["unit_id"])
    if held is None or held["id"] != row["claim_id"] or held["kind"] != ClaimKind.HOLD:
        return
    if held["subscription_id"] is None and not in_the_way(act.read, held):
        claim.end(act, row["unit_id"], row["no"], row=held, has_receipt=False)
    else:  # a paper stands on it: that has its time again
        small_order.set_timer(act, row["unit_id"])


def _replace(act: Act, row: Row) -> None:
    """The number rests on the customer's other money, where there is some; a row whose money goes keeps no number."""
    act.work.update(Sincerity, row["id"], ticket_id=None)
    ticket = act.must(LaunchTicket, row["ticket_id"], M("registration number"))
    tie(act, ticket)


def release(act: Act, money: tuple[Row, ...], reason: str) -> int:
    """What this money was taken for is over: it waits to be given back. The program's own step; how many there were."""
    found = [row for row in money if row["state"] == SincerityState.HELD]
    for row in found:
        act.move(
            SINCERITY, "ask_back", Sincerity, row, SincerityFacts(reason=reason or row["no"]), as_system=True,
            asked_on=act.today, reason=reason,
        )  # fmt: skip
    return len(found)


def hold_ended(act: Act, claim_id: int, reason: str) -> None:
    """The hold of a small order ended: its money, if it still stands, is to be given back."""
    release(act, tuple(rows.on_claim(act.read, claim_id)), reason)


def choice_ended(act: Act, claim_id: int, reason: str) -> None:
    """What a number chose is free again. While the launch is on the customer may choose again; once it is over, the
    money of whoever has nothing of it any more is to be given back."""
    ticket = launches.chose_with(act.read, claim_id)
    if ticket is None:
        return
    launch = act.must(Launch, ticket["launch_id"], M("launch"))
    if launch["state"] == LaunchState.CLOSED:
        money = rows.of_launch(act.read, launch["id"], ticket["customer_id"])
        release(act, tuple(row for row in money if is_over(act.read, row)), reason)


def launch_ended(act: Act, launch_id: int, reason: str) -> int:
    """The launch is over: whoever it did not serve gets the money back. How many that are."""
    money = rows.of_launch(act.read, launch_id)
    return release(act, tuple(row for row in money if is_over(act.read, row)), reason)


@dataclass(frozen=True, slots=True)
class PaySincerityBack:
    """The money given back, whole, to the payer's own account; `holder` is whose account it is."""

    sincerity: SincerityRef
    account: str = ""
    bank: str = ""
    holder: Name = ""
    way: PayWay = PayWay.TRANSFER
    bank_ref: str = ""
    version: int | None = None


@use_case(
    "sincerity.pay_back", step=(SINCERITY, "pay_back"), title=M("Give sincerity money back"), asks_password=True,
    done=M("{no}: {amount} is given back to {payer}."),
)  # fmt: skip
def pay_back(act: Act, command: PaySincerityBack) -> Result:
    """Give the money back by somebody who did not ask for it (2.18). Raises NotAllowed, WrongState, BadInput for
    somebody else's account and Refusal without one (5.7)."""
    row = act.must(Sincerity, command.sincerity, NOUN)
    account, holder = clean(command.account, "account", limit=60), clean(command.holder, "holder", limit=60)
    if holder and third_party(holder, (row["payer"],)):
        raise BadInput(M("Money goes back only to an account of {payer}.", payer=row["payer"]), "holder")
    facts = facts_of(act.read, row, back_way=command.way, account=account, holder=holder)
    act.move(SINCERITY, "pay_back", Sincerity, row, facts, expect=command.version, makers=(row["asked_by"],))
    close(
        act, row, SincerityEnd.REFUND, account=account, bank=clean(command.bank, "bank", limit=60),
        way=command.way.value, bank_ref=clean(command.bank_ref, "bank_ref", limit=60), reason=row["reason"],
    )  # fmt: skip
    return {
        "id": row["id"], "no": row["no"], "amount": show(row["amount"]), "amount_fen": row["amount"],
        "payer": row["payer"],
    }  # fmt: skip


def close(act: Act, row: Row, kind: SincerityEnd, **values: object) -> None:
    """Write down how it came to its end, whole."""
    act.work.insert(
        SincerityClosing, project_id=act.project_id, sincerity_id=row["id"], kind=kind.value, amount=row["amount"],
        by_id=act.actor.id, at=act.now, business_date=act.today, **values,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReverseSincerity:
    """A receipt that was wrong, and why."""

    sincerity: SincerityRef
    reason: str
    version: int | None = None


@use_case(
    "sincerity.reverse", step=(SINCERITY, "reverse"), title=M("Reverse a receipt of sincerity money"),
    asks_password=True, done=M("Receipt {no} is reversed."),
)  # fmt: skip
def reverse(act: Act, command: ReverseSincerity) -> Result:
    """Take a receipt back on its own day, by somebody who did not write it (2.18); a hold has its timer again.

    A wrong one is corrected by entering the right one first. Raises NotAllowed, Refusal without a reason.
    """
    row = act.must(Sincerity, command.sincerity, NOUN)
    act.reason = clean(command.reason, "reason")
    facts = facts_of(act.read, row, reason=act.reason)
    act.move(SINCERITY, "reverse", Sincerity, row, facts, expect=command.version, makers=(row["received_by"],))
    close(act, row, SincerityEnd.REVERSAL, reason=act.reason)
    if row["ticket_id"] is not None:
        _replace(act, row)
    small_order.set_timer(act, row["unit_id"])
    return {"id": row["id"], "no": row["no"]}
