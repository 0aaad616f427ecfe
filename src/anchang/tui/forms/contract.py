"""Forms of a contract's steps (2.4, 3.21, 3.25): each asks only for what the step has to know."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from anchang.domain.contract import COPY_LABELS, CopyKind
from anchang.i18n import M, Msg, zone
from anchang.services.contract import AppointContract, DraftContract, SignContract
from anchang.services.contract_filing import (
    ArchiveContract,
    CollectContract,
    FileContract,
    SealContract,
    SendContract,
)
from anchang.services.custody import HandOver
from anchang.tui.acting import fill_in
from anchang.tui.forms.form import Field, FieldKind, Form, Section
from anchang.tui.forms.look_ups import in_list, staff

if TYPE_CHECKING:
    from anchang.tui.app import Console

COPIES: dict[str, Msg] = {kind.value: words for kind, words in COPY_LABELS.items()}
TODAY = M("empty: today")
PAPERS = M("identity cards of all buyers; the subscription; the receipt of the deposit")


def _appointment(subscription: int, day: date, at: time, with_staff: int | None = None, papers: str = "") -> Any:
    return AppointContract(subscription, datetime.combine(day, at, tzinfo=zone()), with_staff, papers)


async def open_appointment(app: Console, subscription_id: int | None = None) -> dict[str, Any] | None:
    """Appoint the signing, for a subscription that is searched or known."""
    which: tuple[Field, ...] = ()
    fixed: dict[str, Any] = {}
    if subscription_id is None:
        look_up = in_list(app, "subscriptions", "sub_no", "unit", "buyer", filters={"state": "active"})
        which = (
            Field("subscription", M("Subscription"), FieldKind.SEARCH, required=True, look_up=look_up,
                  placeholder=M("number, unit or buyer")),
        )  # fmt: skip
    else:
        fixed = {"subscription": subscription_id}
    form = Form(
        title=M("Appoint the signing"),
        command=_appointment,
        name=f"contract.appoint.{subscription_id or ''}",
        help=M("The contract begins here; its clerk draws it up next."),
        fields=(
            *which,
            Field("day", M("Day"), FieldKind.DATE, required=True),
            Field("at", M("Time"), FieldKind.TIME, required=True, default=time(10)),
            Field("with_staff", M("With"), FieldKind.SEARCH, look_up=staff(app)),
            Field("papers", M("Papers to bring"), FieldKind.MULTILINE, limit=4000, default=str(PAPERS)),
        ),
    )  # fmt: skip
    return await fill_in(app, form, fixed=fixed)


DRAFT = Form(
    title=M("Draw up the contract"),
    command=DraftContract,
    help=M("Buyers, areas, price and plan are taken from the subscription as they stand now."),
    fields=(
        Field("contract_no", M("Contract no."), limit=60, help=M("empty: the office's own number")),
        Field("handover_due", M("Handover by"), FieldKind.DATE, help=M("empty: as in the subscription")),
        Field("mortgaged", M("Unit mortgaged"), FieldKind.FLAG, default=False),
        Field("buyer_informed", M("Buyer informed"), FieldKind.FLAG, default=False,
              shown_when=lambda values: bool(values.get("mortgaged")), help=M("in writing")),
        Field("construction_clauses", M("Construction clauses"), FieldKind.FLAG, default=False,
              help=M("the engineering department is asked then")),
        Field("late_rate", M("Late payment a day"), FieldKind.RATE),
        Field("late_days", M("Late days until rescission"), FieldKind.INTEGER, unit=M("days")),
        Field("rescind_rate", M("Penalty of rescission"), FieldKind.RATE),
        Field("area_clause", M("Area difference"), FieldKind.MULTILINE, limit=4000),
    ),
    sections=(Section(M("The paper"), "contract_no"), Section(M("Clauses"), "late_rate")),
)  # fmt: skip
SIGN = Form(
    title=M("Sign the contract"),
    command=SignContract,
    help=M("The filing clock starts with this day."),
    fields=(
        Field("signed_on", M("Signed on"), FieldKind.DATE, help=TODAY),
        Field("net_sign_no", M("Net-signing no."), limit=60),
    ),
)
SEAL = Form(
    title=M("Seal the contract"),
    command=SealContract,
    fields=(
        Field("sealed_on", M("Sealed on"), FieldKind.DATE, help=TODAY),
        Field("copies", M("Copies for"), FieldKind.MULTI, choices=COPIES, to_value=CopyKind,
              help=M("none chosen: as usual here")),
    ),
)  # fmt: skip
SEND = Form(
    title=M("Send the contract for filing"),
    command=SendContract,
    fields=(Field("sent_on", M("Sent on"), FieldKind.DATE, help=TODAY),),
)
FILE = Form(
    title=M("Record the filing"),
    command=FileContract,
    help=M("The unit becomes registered."),
    fields=(
        Field("filing_no", M("Filing no."), limit=60),
        Field("filed_on", M("Filed on"), FieldKind.DATE, help=TODAY),
    ),
)
COLLECT = Form(
    title=M("Hand the contract to the customer"),
    command=CollectContract,
    fields=(
        Field("collected_by", M("Who signed for it"), required=True, limit=60),
        Field("collected_on", M("Collected on"), FieldKind.DATE, help=TODAY),
    ),
)
ARCHIVE = Form(
    title=M("Archive the contract"),
    command=ArchiveContract,
    fields=(Field("place", M("Archive place"), required=True, limit=60, placeholder=M("cupboard, shelf, folder")),),
)


def hand_over_form(copies: dict[str, str], contract_id: int) -> Form:
    """A hand-over of one copy; `copies` are number -> who has it, in words."""
    return Form(
        title=M("Hand over a copy of a contract"),
        command=HandOver,
        name=f"custody.hand_over.{contract_id}",
        fields=(
            Field("copy_no", M("Copy"), FieldKind.CHOICE, required=True, choices=copies, to_value=int),
            Field("taker", M("Taken by"), required=True, limit=60),
            Field("giver", M("Given by"), limit=60, help=M("empty: whoever has it")),
            Field("purpose", M("Purpose")),
            Field("signature", M("Signature"), limit=60),
            Field("returned", M("Brought back"), FieldKind.FLAG, default=False),
        ),
    )
