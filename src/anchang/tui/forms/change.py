"""Forms of requests about subscriptions (2.8, 3.11): notices, papers that come back, money that goes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from anchang.domain.change import LATE, ChangeReason, Fault, ServiceWay, Trigger
from anchang.domain.receipt import WAY_LABELS, PayWay
from anchang.i18n import M, Msg
from anchang.services.change import Account, ReturnPaper, SubmitChange
from anchang.services.forfeit import OpenForfeit, Reactivate, ServeNotice, ServeTermination
from anchang.services.refund import DraftRefund
from anchang.services.voucher import PayVoucher
from anchang.tui.forms.form import Field, FieldKind, Form, Section, Values

REASONS = {each.value: each.label for each in ChangeReason}
FAULTS = {each.value: each.label for each in Fault}
SERVED = {each.value: each.label for each in ServiceWay}
FORFEITS = {each.value: each.label for each in Trigger if each is not Trigger.COMPANY_CANNOT}
TRIGGERS = {each.value: each.label for each in Trigger}
BACK_WAYS: dict[str, Msg] = {
    way.value: WAY_LABELS[way] for way in (PayWay.TRANSFER, PayWay.CHEQUE, PayWay.POS, PayWay.ESCROW)
}


def _cause() -> tuple[Field, ...]:
    return (
        Field("reason_code", M("Cause"), FieldKind.CHOICE, required=True, choices=REASONS, to_value=ChangeReason),
        Field("reason", M("Reason"), FieldKind.MULTILINE, limit=4000,
              help=M("the real cause, in the customer's words")),
    )  # fmt: skip


def _applied(buyers: Mapping[str, str], primary: str) -> tuple[Field, ...]:
    return (
        Field("applicant", M("Applicant"), FieldKind.CHOICE, choices=buyers, default=primary),
        Field("applied_on", M("Applied on"), FieldKind.DATE, help=M("empty: today")),
    )


def _late(values: Values) -> bool:
    return values["trigger"] not in LATE


def forfeit_form(buyers: Mapping[str, str], primary: str, *, late: bool) -> Form:
    """A forfeiture: by notice where the customer is late, by application where the customer gives up."""
    first = Trigger.NOT_SIGNED if late else Trigger.CUSTOMER_ASKS
    return Form(
        title=M("Open a forfeiture"),
        command=OpenForfeit,
        help=M("Who is late gets the notice to sign first, then days of grace, then the notice of termination."),
        fields=(
            Field("trigger", M("Why it begins"), FieldKind.CHOICE, required=True, choices=FORFEITS,
                  default=first.value, to_value=Trigger),
            *_cause(),
            *(_shown_to_applicants(field) for field in _applied(buyers, primary)),
            Field("keep", M("To be kept"), FieldKind.MONEY, help=M("empty: as much as the law allows")),
        ),
        save_label=M("Open the case"),
    )  # fmt: skip


def _shown_to_applicants(field: Field) -> Field:
    from dataclasses import replace

    return replace(field, shown_when=_late)


def account(**values: Any) -> Account:
    """One row of the table of accounts."""
    return Account(**{name: value for name, value in values.items() if value is not None})


def _accounts(payers: Iterable[str], *, least: int = 0) -> Field:
    """A row for each who paid: all that is left to type is the number."""
    known = {payer: payer for payer in payers}
    return Field(
        "accounts", M("Accounts"), FieldKind.ROWS, most=20, least=least, row_type=account,
        default=tuple({"payer": payer} for payer in known),
        fields=(
            Field("payer", M("Payer"), FieldKind.CHOICE, required=True, choices=known,
                  default=next(iter(known), None)),
            Field("account", M("Own account"), required=True, limit=60),
            Field("bank", M("Bank"), limit=60),
            Field("way", M("Paid back by"), FieldKind.CHOICE, choices=BACK_WAYS, default="transfer",
                  to_value=PayWay),
        ),
        help=M("money goes back only to an account of whoever paid it"),
    )  # fmt: skip


def refund_form(buyers: Mapping[str, str], primary: str, payers: Iterable[str]) -> Form:
    """The application for a cancellation with refund."""
    return Form(
        title=M("Write a cancellation with refund"),
        command=DraftRefund,
        help=M("Whose fault it is decides the money: neither all back, the buyer up to 20% kept, the company double."),
        fields=(
            Field("fault", M("At fault"), FieldKind.CHOICE, required=True, choices=FAULTS, to_value=Fault),
            Field("trigger", M("Why it begins"), FieldKind.CHOICE, choices=TRIGGERS, default="customer_asks",
                  to_value=Trigger),
            *_cause(),
            *_applied(buyers, primary),
            Field("keep", M("To be kept"), FieldKind.MONEY, help=M("empty: as much as the law allows"),
                  shown_when=lambda values: values["fault"] == Fault.BUYER),
            _accounts(payers),
        ),
        sections=(Section(M("Where the money goes back to"), "accounts"),),
        save_label=M("Write the application"),
    )  # fmt: skip


def hand_in_form(payers: Collection[str]) -> Form:
    """An application that does not say yet where the money of these payers goes back to."""
    return Form(
        title=M("Hand a request in"),
        command=SubmitChange,
        name="change.submit_accounts",
        help=M("The application is signed. What is missing is where the money goes back to."),
        fields=(_accounts(payers, least=len(payers)),),
        save_label=M("Hand a request in"),
    )  # fmt: skip


def notice_form(title: Msg, *, first: bool) -> Form:
    """A notice that was served: how and when."""
    return Form(
        title=title,
        command=ServeNotice if first else ServeTermination,
        help=M("Print the notice first; what counts is the day on which it reached the customer."),
        fields=(
            Field("way", M("Served how"), FieldKind.CHOICE, required=True, choices=SERVED, to_value=ServiceWay),
            Field("on", M("Served on"), FieldKind.DATE, help=M("empty: today")),
        ),
    )


REACTIVATE = Form(
    title=M("Reactivate the subscription"),
    command=Reactivate,
    help=M("The vouchers end, the money pays again, the unit is the customer's again."),
    fields=(
        Field("sign_due", M("To be signed by"), FieldKind.DATE, required=True),
        Field("comment", M("Comment"), FieldKind.MULTILINE, limit=4000),
    ),
)


def paper_form(out: Mapping[str, str]) -> Form:
    """A paper that comes back; `out` are those that are with the customer, `receipt:7` or `copy:1` by their label."""

    def command(paper: str, request: int, lost: str = "") -> ReturnPaper:
        kind, _, number = paper.partition(":")
        given: dict[str, int] = {"receipt": int(number)} if kind == "receipt" else {"copy_no": int(number)}
        return ReturnPaper(request=request, lost=lost, **given)

    return Form(
        title=M("Take a paper back"),
        command=command,
        name="change.paper_back",
        fields=(
            Field("paper", M("Paper"), FieldKind.CHOICE, required=True, choices=out, default=next(iter(out), None)),
            Field("lost", M("Cannot come back because"), FieldKind.MULTILINE, limit=4000,
                  help=M("empty: the paper is here")),
        ),
    )  # fmt: skip


def pay_form(payee: str) -> Form:
    """A voucher paid out."""
    return Form(
        title=M("Pay a voucher out"),
        command=PayVoucher,
        help=M("To {payee}, to an own account only; what stands on the application is taken where nothing is typed.",
               payee=payee),
        fields=(
            Field("account", M("Own account"), limit=60, help=M("empty: as on the application")),
            Field("bank", M("Bank"), limit=60),
            Field("way", M("Paid back by"), FieldKind.CHOICE, choices=BACK_WAYS, to_value=PayWay),
            Field("bank_ref", M("Bank reference"), limit=60),
        ),
        save_label=M("Pay it out"),
    )  # fmt: skip
