"""The fields that a column of an old ledger, plan or receipt register can mean, in words (3.5 to 3.7, 3.14, 3.25)."""

from __future__ import annotations

from typing import Any

from anchang.domain.plan import MoneyType, PlanKind
from anchang.domain.receipt import PayWay
from anchang.domain.register import NOTE, RegisterKind
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

MOST_PARTS = 12  # instalments that stand beside one another in a ledger


class LedgerStatus(Worded):
    """How far a ledger says that a deal has come."""

    SUBSCRIBED = "subscribed", M("subscribed, not signed")
    SIGNED = "signed", M("contract signed")
    FILED = "filed", M("contract filed")
    TITLED = "titled", M("title issued")
    ENDED = "ended", M("ended: no running deal")


_UNIT: dict[str, Msg] = {
    "building": M("Building"),
    "entrance": M("Entrance"),
    "floor": M("Floor"),
    "room": M("Room"),
}
_PAPER: dict[str, Msg] = {"paper": M("Number of the paper or contract")}
OPENING_FIELDS: dict[RegisterKind, dict[str, Msg]] = {
    RegisterKind.DEALS: {
        **_UNIT,
        "name": M("Buyers"),
        "co_buyers": M("Co-buyers"),
        "id_no": M("ID numbers"),
        "co_id_no": M("Co-buyers' ID numbers"),
        "share": M("Shares"),
        "phone": M("Phone"),
        "address": M("Address"),
        "who": M("Consultant"),
        "paper_no": M("Number on the paper"),
        "contract_no": M("Contract number"),
        "net_sign_no": M("Net-signing number"),
        "filing_no": M("Filing number"),
        "permit_no": M("Permit number"),
        "signed_on": M("Day of the subscription"),
        "sign_due_date": M("To be signed by"),
        "contract_on": M("Day of the contract"),
        "filed_on": M("Filed on"),
        "collected_on": M("Collected on"),
        "archive_place": M("Archive place"),
        "titled_on": M("Title issued on"),
        "handover_due": M("Handover by"),
        "status": M("State in the ledger"),
        "total": M("Deal total"),
        "list_total": M("List total"),
        "unit_price": M("Price per ㎡"),
        "built_area": M("Built area"),
        "inside_area": M("Inside area"),
        "deposit": M("Deposit"),
        "plan": M("Payment"),
        "down": M("Down payment"),
        "loan": M("Loan"),
        "fund": M("Provident fund loan"),
        "received": M("Received to date"),
        "received_part": M("Own money received"),
        "received_loan": M("Loan received"),
        "unpaid": M("Still open"),
        "due_on": M("Due on"),
        "loan_due_on": M("Loan expected on"),
        **{f"amount_{no}": M("Instalment {no}: amount", no=no) for no in range(1, MOST_PARTS + 1)},
        **{f"due_{no}": M("Instalment {no}: due on", no=no) for no in range(1, MOST_PARTS + 1)},
        NOTE: M("Note"),
    },
    RegisterKind.PLANS: {
        **_UNIT,
        **_PAPER,
        "amount": M("Amount"),
        "due_on": M("Due on"),
        "money_type": M("Kind of money"),
    },
    RegisterKind.RECEIPTS: {
        **_UNIT,
        **_PAPER,
        "on": M("Day"),
        "no": M("Receipt number"),
        "amount": M("Amount"),
        "money_type": M("Kind of money"),
        "way": M("Way"),
        "payer": M("Payer"),
        "account": M("Account"),
        "invoice_no": M("Invoice number"),
        NOTE: M("Note"),
    },
}
OPENING_CHOICES: dict[str, type[Any]] = {
    "status": LedgerStatus,
    "plan": PlanKind,
    "money_type": MoneyType,
    "way": PayWay,
}
