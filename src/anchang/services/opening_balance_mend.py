"""What an old ledger did not know, or had wrong, put right on one deal that came in from it (2.8, 2.10, 3.6, 4.4).

    opening_balance.complete   what a buyer's row lacks: ID number, telephone, address; the day of the handover
    opening_balance.correct    what had been received by the cut-over, with the reason, as an adjustment of today

Neither changes what stands: another buyer is a request (2.8), money of this office a receipt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from anchang.domain import opening_balance as rules
from anchang.domain.allocation import may_pay
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.identity import IdType
from anchang.domain.money import show
from anchang.domain.opening_balance import ORIGIN, SERIES
from anchang.domain.plan import LOANS, MoneyType, PlanKind
from anchang.domain.receipt import PayWay
from anchang.domain.subscription import SubscriptionState
from anchang.domain.text import clean
from anchang.domain.units import Fen, Name, Note, Phone, SubscriptionRef
from anchang.domain.visit import Gender
from anchang.i18n import M, Msg, say
from anchang.services import allocation, edition
from anchang.services import opening_balance_papers as papers
from anchang.services.act import Act
from anchang.services.buyer_change import COLUMNS, known, on_paper
from anchang.services.opening_balance_more import reverse
from anchang.services.subscription_facts import paper
from anchang.services.subscription_form import Buyer, typed_buyer
from anchang.services.use_case import Result, use_case
from anchang.storage import change as changes
from anchang.storage import contract as contracts
from anchang.storage import opening_balance as rows
from anchang.storage import plan as plans
from anchang.storage import receipt as receipts
from anchang.storage import subscription_parts, subscription_query, voucher_query
from anchang.storage.numbering import next_seq
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine
from anchang.storage.subscription import Subscription, SubscriptionBuyer
from anchang.storage.subscription_parts import SubscriptionProxy

Row = Mapping[str, Any]
_RUNS = (SubscriptionState.ACTIVE, SubscriptionState.CONVERTED)
_LABELS: dict[str, Msg] = {
    "name": M("Name"), "nationality": M("Nationality"), "id_no": M("ID number"), "gender": M("Gender"),
    "birth": M("Born on"), "phone": M("Phone"), "address": M("Address"), "postcode": M("Postcode"),
}  # fmt: skip


def _came_in(act: Act, subscription_id: int) -> Row:
    """The deal. Raises Refusal for one that this office made, or that has ended."""
    deal = paper(act, subscription_id)
    if deal["origin"] != ORIGIN or deal["state"] not in _RUNS:
        raise Refusal(M("{no} is no running deal of the opening balance.", no=deal["sub_no"]))
    return deal


# -- what the ledger did not know -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletePaper:
    """What the row of one buyer lacks, by the number on the paper; what is not given stays.

    A minor has a guardian, a company a legal representative. `handover_due` is the paper's, where the ledger had none.
    """

    subscription: SubscriptionRef
    no: int = 1
    id_type: IdType = IdType.ID_CARD
    id_no: str = ""
    phone: Phone = ""
    address: str = ""
    nationality: str = ""
    gender: Gender | None = None
    birth: date | None = None
    postcode: str = ""
    guardian: Name = ""
    guardian_relation: Name = ""
    guardian_id_type: IdType = IdType.ID_CARD
    guardian_id_no: str = ""
    guardian_phone: Phone = ""
    representative: Name = ""
    representative_id_type: IdType = IdType.ID_CARD
    representative_id_no: str = ""
    representative_phone: Phone = ""
    handover_due: date | None = None
    version: int | None = None


@use_case(
    "opening_balance.complete",
    action="opening_balance.complete",
    title=M("Complete what the old ledger did not know"),
    done=M("{no}: {what} of {name} stands on the paper now."),
)
def complete(act: Act, command: CompletePaper) -> Result:
    """Write the paper's next edition with what was missing. Raises BadInput for a number that cannot be right and where
    nothing is given, Refusal for what stands there already and while a drawn-up contract has the buyers."""
    deal = _came_in(act, command.subscription)
    live = contracts.live_of(act.read, deal["id"])
    if live is not None and live["year"] != SERIES and live["drafted_on"] is not None:
        raise Refusal(
            M("Contract {no} was drawn up with the buyers as they stood; make it void first.", no=live["contract_no"])
        )
    before = on_paper(act.read, deal)
    person = known(before, command.no, "no")
    typed = typed_buyer(_buyer(command, person))
    given = _filled(command, person, typed)
    beside = [] if command.no in subscription_parts.proxies(act.read, deal) else typed["proxies"]
    what = [_LABELS[name] for name in given if name in _LABELS]
    if beside:
        what.append(M("who acts for the buyer"))
    values: dict[str, Any] = {}
    if command.handover_due is not None:
        if deal["handover_due"] is not None:
            raise Refusal(_stands(M("day of the handover"), deal["sub_no"]))
        values["handover_due"] = command.handover_due
        what.append(M("day of the handover"))
    if not what:
        raise BadInput(M("Nothing would change."), "no")
    people = [{**part, **given} if no == command.no else part for no, part in before.items()]
    now = edition.write(act, deal, {SubscriptionBuyer: people}, expect=command.version, **values)
    for each in beside:
        common = {"project_id": act.project_id, "subscription_id": deal["id"], "edition": now}
        act.work.insert(SubscriptionProxy, **common, buyer_no=command.no, **each)
    return {"id": deal["id"], "no": deal["sub_no"], "name": person["name"], "what": say(M("{what}", what=tuple(what)))}


def _buyer(command: CompletePaper, person: Row) -> Buyer:
    """The buyer as a form would say it: what is given, the name from the paper."""
    own = {each.name for each in fields(Buyer)}
    given = {each.name: getattr(command, each.name) for each in fields(CompletePaper) if each.name in own}
    return Buyer(**given, name=person["name"])


def _filled(command: CompletePaper, person: Row, typed: Row) -> dict[str, Any]:
    """The columns that get something now. A number that was no valid one (kept as it stood) may be replaced."""
    given: dict[str, Any] = {}
    for name in COLUMNS:
        new, old = typed[name], person[name]
        if name not in _LABELS or new in ("", None) or new == old:
            continue
        doubtful = name == "id_no" and person["id_type"] == IdType.OTHER and command.id_type is not IdType.OTHER
        follows = name in ("nationality", "gender", "birth") and not getattr(command, name)  # from the number
        if old not in ("", None) and not doubtful:
            if follows:
                continue
            raise Refusal(_stands(_LABELS[name], person["name"]))
        given[name] = new
    if "id_no" in given:
        given["id_type"] = typed["id_type"]
    return given


def _stands(what: Msg, whose: str) -> Msg:
    return M("{what} of {whose} stands on the paper already; another one is a request.", what=what, whose=whose)


# -- what had been received -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectOpening:
    """What had been received of a deal by its cut-over, all of it; `received_loan` is what of it the bank had paid.

    Without `received_loan` it stays what it was.
    """

    subscription: SubscriptionRef
    received: Fen
    reason: Note
    received_loan: Fen | None = None
    version: int | None = None


@use_case(
    "opening_balance.correct",
    action="opening_balance.correct",
    title=M("Correct what a deal came in with"),
    asks_password=True,
    done=M("{no}: {received} had been received by {day}, not {before}; the open sum is adjusted today."),
)
def correct(act: Act, command: CorrectOpening) -> Result:
    """Write the opening sum anew as of today: no money came or went, so it is an adjustment in the balance (4.4).

    Raises NotAllowed for whoever brought the deal in, Refusal for more than the plan still asks for beside the money of
    this office, and for money that a voucher has taken or a request asks back, BadInput without a reason or a change.
    """
    deal = _came_in(act, command.subscription)
    act.reason = clean(command.reason, "reason", limit=4000, multiline=True)
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    here = rows.opening_receipts(act.read, [deal["id"]]).get(deal["id"], [])
    brought_by = [each["received_by"] for each in here if each["confirmed_on"] == deal["cut_over"]]
    if act.is_own(deal["maker_id"], *brought_by):
        raise NotAllowed(M("Who brought the deal in does not correct it; somebody else of finance does."))
    parts = [part for each in here for part in each["parts"]]
    was = sum(int(part["amount"]) for part in parts)
    lent = sum(int(part["amount"]) for part in parts if MoneyType(part["money_type"]) in LOANS)
    loan = min(lent, command.received) if command.received_loan is None else command.received_loan
    _check(deal, here, act, command.received, loan)
    if (command.received, loan) == (was, lent):
        raise BadInput(M("Nothing would change."), "received")
    for each in here:
        reverse(act, each, act.reason, act.today)
    if command.received:
        _receipt(act, deal, command.received - loan, loan, was)
    allocation.settle(act, deal["id"])
    act.work.update(Subscription, deal["id"], expect=command.version)
    return {
        "id": deal["id"], "no": deal["sub_no"], "received": show(command.received), "before": show(was),
        "day": deal["cut_over"].isoformat(),
    }  # fmt: skip


def _check(deal: Row, here: Sequence[Row], act: Act, received: int, loan: int) -> None:
    if received < 0 or not 0 <= loan <= received:
        raise BadInput(M("Of {received} the bank cannot have paid {loan}.", received=show(received), loan=show(loan)),
                       "received_loan")  # fmt: skip
    if received > deal["deal_total"]:
        raise Refusal(M("{received} is more than the price of {total}.", received=show(received),
                        total=show(deal["deal_total"])))  # fmt: skip
    request = changes.claim_on(act.read, deal["id"])
    if request is not None:
        raise Refusal(M("request {no} is open; end it first", no=request["no"]))
    deposit = deal["deposit_amount"] or 0
    if received - loan < deposit:
        raise Refusal(M("The paper is in force by its deposit of {deposit}; the buyer's own money is not less. "
                        "Cancel the paper where the deposit never came.", deposit=show(deposit)))  # fmt: skip
    for each in here:
        taken = voucher_query.on_receipt(act.read, each["id"])
        if taken:
            raise Refusal(M("Voucher {no} has taken money of {receipt}; it stays as it is.", no=taken[0],
                            receipt=each["no"]))  # fmt: skip


def _receipt(act: Act, deal: Row, own: int, loan: int, was: int) -> None:
    """The opening receipt in the place of those before, counting from today; it pays the lines that are open."""
    cut_over: date = deal["cut_over"]
    names = [each.facts.name for each in subscription_query.buyers(act.read, deal)]
    words = M("Opening balance as of {day}, corrected: it was {before}. {reason}", day=cut_over, before=show(was),
              reason=act.reason)  # fmt: skip
    receipt = act.work.insert(
        Receipt,
        **papers.receipt(act, next_seq(act.read, Receipt, SERIES), deal["id"], names[0], names, cut_over,
                         business_date=act.today, confirmed_on=act.today, note=say(words)),
    )  # fmt: skip
    kinds = ((rules.OWN_MONEY[PlanKind(deal["plan_kind"])], own), (MoneyType.LOAN, loan))
    paid = receipts.paid_lines(act.read, deal["id"])
    lines = plans.current_lines(act.work.connection, deal["id"])
    free = {each.id: each.line.amount - paid.get(each.id, 0) for each in lines}
    for no, (money_type, amount) in enumerate([kind for kind in kinds if kind[1]], start=1):
        way = PayWay.BANK_LOAN if money_type in LOANS else PayWay.OPENING
        line_id = act.work.insert(
            ReceiptLine, project_id=act.project_id, receipt_id=receipt, no=no, money_type=money_type.value,
            amount=amount, way=way.value,
        )  # fmt: skip
        for each in lines:
            part = min(amount, free[each.id])
            if part > 0 and may_pay(money_type, each.line.money_type, price_allowed=True):
                free[each.id] -= part
                amount -= part
                act.work.insert(Allocation, **papers.allocated(act, line_id, each.id, deal["id"], part, act.today))
        if amount:  # a surplus of old money would be money of no day on account
            raise Refusal(M("{amount} of {what} finds no open instalment in the plan", amount=show(amount),
                            what=money_type))  # fmt: skip
