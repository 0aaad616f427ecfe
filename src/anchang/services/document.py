"""Printing a paper is an act: it is logged and counted before the file is made (3.6, 3.7, 3.14, 5.11).

The file itself is made by the room of papers from what `agreement`, `slip` and `receipt` read: a paper states complete
numbers, also those that its printer sees masked on the screen, so it is read only after the print has been logged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from anchang.domain.access import ACTIONS, Role
from anchang.domain.change import ChangeKind
from anchang.domain.document import PaperKind
from anchang.domain.errors import BadInput, NotAllowed, Refusal, nothing_there
from anchang.domain.units import (
    ChangeRef,
    DelayRef,
    DiscountRequestRef,
    ReceiptRef,
    SincerityRef,
    SubscriptionRef,
    UnitRef,
    VoucherRef,
)
from anchang.i18n import M
from anchang.services import change_kind, discount_collect
from anchang.services.act import Act
from anchang.services.change_kind import Effect
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import (
    buyer_file,
    change_asked,
    change_query,
    change_view,
    subscription_paper,
    subscription_query,
    unit_query,
    voucher_query,
)
from anchang.storage import delay as delays
from anchang.storage import discount_request as discount_requests
from anchang.storage import document as rows
from anchang.storage import receipt as receipts
from anchang.storage import sincerity as sincerities
from anchang.storage.change_view import ChangePaperView, TransferView
from anchang.storage.document import DocumentPrint
from anchang.storage.project import ProjectView
from anchang.storage.reading import Read
from anchang.storage.subscription_paper import PaperView, SlipView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """One paper of a subscription, of a receipt or of a request, or a unit's purchase plan."""

    kind: PaperKind = PaperKind.AGREEMENT
    subscription: SubscriptionRef | None = None
    receipt: ReceiptRef | None = None
    unit: UnitRef | None = None
    delay: DelayRef | None = None
    discount_request: DiscountRequestRef | None = None
    request: ChangeRef | None = None
    sincerity: SincerityRef | None = None
    voucher: VoucherRef | None = None


@use_case("document.print", title=M("Print a paper"), done=M("Print no. {print_no} of {paper} {no} is logged."))
def print_(act: Act, command: PrintDocument) -> Result:
    """Log a print and count it.

    Raises NotFound out of one's scope, NotAllowed for an agreement whose numbers one may not see, BadInput when it is
    not said of what.
    """
    if command.kind in (PaperKind.AGREEMENT, PaperKind.BUYER_FILE, PaperKind.DISCOUNT):
        _may_see_numbers(act, command.kind)
    own = replace(act.read, roles=act.entitled, staff_id=act.actor.id)
    row_id, number = _named(own, command)
    if not number:
        raise nothing_there(command.kind.label, row_id)
    print_no = rows.prints(act.read, command.kind, row_id) + 1
    act.reason = f"{command.kind.value} {number}"
    act.work.insert(
        DocumentPrint,
        project_id=act.project_id,
        kind=command.kind.value,
        row_id=row_id,
        no=print_no,
        by_id=act.actor.id,
        at=act.now,
        business_date=act.today,
    )
    return {"id": row_id, "no": number, "paper": command.kind.value, "print_no": print_no}


_NOTICES = frozenset({PaperKind.SIGNING_NOTICE, PaperKind.TERMINATION_NOTICE})
OF_REQUESTS = _NOTICES | {PaperKind.REFUND_APPLICATION, PaperKind.CHANGE_APPLICATION, PaperKind.TRANSFER_SLIP}


def _is_of(kind: PaperKind, request: str) -> bool:
    """Notices are those of a forfeiture, one application that of a cancellation, the other papers those of changes."""
    if request == ChangeKind.FORFEIT:
        return kind in _NOTICES
    if request == ChangeKind.REFUND_DEPOSIT:
        return kind is PaperKind.REFUND_APPLICATION
    return kind in (PaperKind.CHANGE_APPLICATION, PaperKind.TRANSFER_SLIP)


def _named(own: Read, command: PrintDocument) -> tuple[int, str]:
    """The row that is printed and its number, empty out of one's scope. Raises BadInput when it is not said of what."""
    if command.kind is PaperKind.RECEIPT:
        row_id = _given(command.receipt, "receipt")
        shown = receipts.card(own, row_id)
        return row_id, "" if shown is None else shown["no"]
    if command.kind is PaperKind.SINCERITY:
        row_id = _given(command.sincerity, "sincerity")
        shown = sincerities.card(own, row_id)
        return row_id, "" if shown is None else shown["no"]
    if command.kind is PaperKind.VOUCHER:
        row_id = _given(command.voucher, "voucher")
        shown = voucher_query.card(own, row_id)
        return row_id, "" if shown is None else shown["no"]
    if command.kind is PaperKind.DELAY:
        row_id = _given(command.delay, "delay")
        shown = delays.card(own, row_id)
        return row_id, "" if shown is None else shown["no"]
    if command.kind in OF_REQUESTS:
        row_id = _given(command.request, "request")
        shown = change_query.card(own, row_id)
        return row_id, "" if shown is None or not _is_of(command.kind, shown["kind"]) else shown["no"]
    if command.kind is PaperKind.PURCHASE_PLAN:
        row_id = _given(command.unit, "unit")
        unit = unit_query.row(own, row_id)
        return row_id, "" if unit is None else unit["label"]
    if command.kind is PaperKind.DISCOUNT:
        row_id = _given(command.discount_request, "discount_request")
        asked = discount_requests.one(own, row_id)
        return row_id, "" if asked is None else asked["no"]
    row_id = _given(command.subscription, "subscription")
    row = subscription_query.one(own, row_id)
    return row_id, "" if row is None else row["sub_no"]


def _may_see_numbers(act: Act, kind: PaperKind) -> None:
    allowed = ACTIONS["document.print_agreement"]
    if not act.entitled & allowed:
        roles = tuple(role.label for role in sorted(allowed))
        raise NotAllowed(M("{what}: only {roles} may do this.", what=kind.label, roles=roles))


def _given(row_id: int | None, name: str) -> int:
    if row_id is None:
        raise BadInput(M("Say which paper is to be printed."), name)
    return row_id


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """All that a receipt says: the rows of its card (fen), the names of its buyers, the project."""

    card: dict[str, Any]
    buyers: tuple[str, ...]
    project: ProjectView


@dataclass(frozen=True, slots=True)
class SincerityView:
    """All that a receipt of sincerity money says: the row of its card (fen), the project."""

    card: dict[str, Any]
    project: ProjectView


def sincerity(read: Read, sincerity_id: int) -> SincerityView | None:
    """What the receipt of sincerity money says."""
    from anchang.storage import project as projects

    shown = sincerities.card(read, sincerity_id)
    here = projects.by_id(read.connection, read.project_id)
    return None if shown is None or here is None else SincerityView(shown, here)


@dataclass(frozen=True, slots=True)
class VoucherView:
    """All that the slip of a voucher says: the row of its card with what it takes (fen), the buyers, the project."""

    card: dict[str, Any]
    buyers: tuple[str, ...]
    project: ProjectView


def voucher(read: Read, voucher_id: int) -> VoucherView | None:
    """What the slip of a voucher says."""
    from anchang.storage import project as projects

    shown = voucher_query.card(read, voucher_id)
    here = projects.by_id(read.connection, read.project_id)
    if shown is None or here is None:
        return None
    buyers = tuple(each["name"] for each in subscription_query.buyers_of(read, shown["subscription_id"]))
    return VoucherView(shown, buyers, here)


@dataclass(frozen=True, slots=True)
class FileView:
    """All that a buyer's file says: the subscription's paper, the row that is kept, what is worked out beside it."""

    paper: PaperView
    file: dict[str, Any]
    computed: dict[str, Any]


def agreement(read: Read, subscription_id: int) -> PaperView | None:
    """What the agreement says."""
    return subscription_paper.paper(read, subscription_id)


def slip(read: Read, subscription_id: int) -> SlipView | None:
    """What the slip says."""
    return subscription_paper.approval_slip(read, subscription_id)


def file(read: Read, subscription_id: int) -> FileView | None:
    """What the buyer's file says. Raises Refusal while nobody has kept it."""
    row = subscription_query.one(read, subscription_id)
    if row is None:
        return None
    kept = buyer_file.of_customer(read, row["customer_id"])
    if kept is None:
        raise Refusal(M("The buyer's file of {number} is not kept yet.", number=row["sub_no"]))
    shown = subscription_paper.paper(read, subscription_id)
    assert shown is not None  # the same scope
    return FileView(shown, dict(kept), buyer_file.computed(read, row["customer_id"], row["activated_on"]))


def receipt(read: Read, receipt_id: int) -> ReceiptView | None:
    """What the receipt says."""
    from anchang.storage import project as projects

    shown = receipts.card(read, receipt_id)
    if shown is None:
        return None
    buyers = tuple(each["name"] for each in subscription_query.buyers_of(read, shown["subscription_id"]))
    here = projects.by_id(read.connection, read.project_id)
    assert here is not None  # a session without a project sees no receipt
    return ReceiptView(shown, buyers, here)


def request(read: Read, request_id: int) -> ChangePaperView | None:
    """What the papers of a request say."""
    return change_view.view(read, request_id)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What the papers of a change say beside that: what is before and after it, and its transfer where there is one.

    `signers` are all who sign the application: the buyers of the paper and those who come.
    """

    paper: ChangePaperView
    effect: tuple[Effect, ...]
    signers: tuple[str, ...]
    transfer: TransferView | None


def change(read: Read, request_id: int) -> ChangeView | None:
    """What the application and the transfer slip of a change say."""
    found, row = change_view.view(read, request_id), change_query.one(read, request_id)
    if found is None or row is None:
        return None
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    named = dict.fromkeys((*found.buyers, *(each["name"] for each in change_asked.people(truth, request_id))))
    effect = change_kind.of(row).effect(truth, row)
    return ChangeView(found, tuple(effect), tuple(named), change_view.transfer(truth, request_id))


@dataclass(frozen=True, slots=True)
class DelayView:
    """All that a request for a later signing says: the rows of its card, the buyers of its deal, the project."""

    card: dict[str, Any]
    buyers: tuple[str, ...]
    project: ProjectView


def delay(read: Read, delay_id: int) -> DelayView | None:
    """What the request says."""
    from anchang.storage import project as projects

    shown = delays.card(read, delay_id)
    if shown is None:
        return None
    buyers = tuple(each["name"] for each in subscription_query.buyers_of(read, shown["subscription_id"]))
    here = projects.by_id(read.connection, read.project_id)
    assert here is not None  # a session without a project sees no request
    return DelayView(shown, buyers, here)


@dataclass(frozen=True, slots=True)
class DiscountView:
    """All that a request for a special discount says: the rows of its card, the published discounts, the project."""

    card: dict[str, Any]
    rules: tuple[str, ...]
    project: ProjectView


def special_discount(read: Read, request_id: int) -> DiscountView | None:
    """What the request says; the floor price is not in it."""
    from anchang.storage import discount as discounts
    from anchang.storage import project as projects

    shown = discount_requests.card(read, request_id)
    if shown is None:
        return None
    codes = shown["codes"].split()
    names = tuple(each.rule.name for each in discounts.all_rules(read) if each.rule.code in codes)
    here = projects.by_id(read.connection, read.project_id)
    assert here is not None  # a session without a project sees no request
    said = {**shown, "condition": discount_collect.condition(read, shown)}
    return DiscountView({name: each for name, each in said.items() if name != "floor_total"}, names, here)


def printed(
    office: Office, session: Session, command: PrintDocument, view: Callable[[Read, int], T | None]
) -> tuple[Result, T]:
    """Log the print, then read what the paper says with complete numbers. Raises NotFound, NotAllowed."""
    result = office.run(session, command)
    found = office.look(session, lambda read: view(replace(read, unmasked=True), result["id"]))
    if found is None:
        raise nothing_there(command.kind.label, result["id"])
    return result, found
