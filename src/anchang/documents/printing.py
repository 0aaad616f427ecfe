"""From a stored paper to a Word file in `exports/`: logged and counted first, then written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from anchang.documents import buyer_file as file_paper
from anchang.documents import change as change_paper
from anchang.documents import delay as delay_paper
from anchang.documents import discount_request as discount_paper
from anchang.documents import purchase_plan as plan_paper
from anchang.documents import receipt as receipt_paper
from anchang.documents import sincerity as sincerity_paper
from anchang.documents import subscription as subscription_paper
from anchang.documents import voucher as voucher_paper
from anchang.documents.paper import LANGUAGE, Field, check_template, find_template, render
from anchang.documents.receipt import ReceiptLine, ReceiptPaper, receipt_fields
from anchang.domain.document import PaperKind
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import PayWay
from anchang.domain.text import clean
from anchang.i18n import M, say
from anchang.services import document, purchase_plan
from anchang.services.document import PrintDocument, ReceiptView
from anchang.services.office import Office, Session
from anchang.services.purchase_plan import Variant
from anchang.services.purchase_plan_sheet import Side
from anchang.services.use_case import Result
from anchang.storage.reading import Read

T = TypeVar("T")

TEMPLATES = {
    PaperKind.AGREEMENT: subscription_paper.AGREEMENT,
    PaperKind.SLIP: subscription_paper.APPROVAL_SLIP,
    PaperKind.RECEIPT: receipt_paper.RECEIPT,
    PaperKind.BUYER_FILE: file_paper.BUYER_FILE,
    PaperKind.SIGNING_NOTICE: change_paper.SIGNING_NOTICE,
    PaperKind.TERMINATION_NOTICE: change_paper.TERMINATION_NOTICE,
    PaperKind.REFUND_APPLICATION: change_paper.REFUND_APPLICATION,
    PaperKind.CHANGE_APPLICATION: change_paper.CHANGE_APPLICATION,
    PaperKind.TRANSFER_SLIP: change_paper.TRANSFER_SLIP,
    PaperKind.SINCERITY: sincerity_paper.SINCERITY,
    PaperKind.VOUCHER: voucher_paper.VOUCHER,
    PaperKind.PURCHASE_PLAN: plan_paper.PURCHASE_PLAN,
    PaperKind.DELAY: delay_paper.DELAY,
    PaperKind.DISCOUNT: discount_paper.DISCOUNT,
}


@dataclass(frozen=True, slots=True)
class Printed:
    """The file, the number of what it is about, and the how-manieth print it is."""

    path: Path
    number: str
    print_no: int


def print_agreement(office: Office, session: Session, subscription_id: int) -> Printed:
    """The subscription agreement. Raises NotFound, NotAllowed, Refusal for an unstated day, BadTemplate."""
    command = PrintDocument(PaperKind.AGREEMENT, subscription=subscription_id)
    result, view = _logged(office, session, command, document.agreement)
    fields = subscription_paper.subscription_fields(subscription_paper.agreement_of(view))
    return _written(office, command.kind, result["no"], result["print_no"], fields)


def print_slip(office: Office, session: Session, subscription_id: int) -> Printed:
    """The approval slip. Raises the same."""
    command = PrintDocument(PaperKind.SLIP, subscription=subscription_id)
    result, view = _logged(office, session, command, document.slip)
    fields = subscription_paper.approval_fields(subscription_paper.slip_of(view))
    return _written(office, command.kind, result["no"], result["print_no"], fields)


def print_buyer_file(office: Office, session: Session, subscription_id: int) -> Printed:
    """The buyer's file. Raises NotFound, NotAllowed, Refusal while nobody has kept it, BadTemplate."""
    command = PrintDocument(PaperKind.BUYER_FILE, subscription=subscription_id)
    result, view = _logged(office, session, command, document.file)
    return _written(office, command.kind, result["no"], result["print_no"], file_paper.file_fields(view))


def print_receipt(office: Office, session: Session, receipt_id: int) -> Printed:
    """The receipt. Raises NotFound, NotAllowed, BadTemplate."""
    command = PrintDocument(PaperKind.RECEIPT, receipt=receipt_id)
    result, view = _logged(office, session, command, document.receipt)
    return _written(office, command.kind, result["no"], result["print_no"], receipt_fields(receipt_of(view)))


def print_sincerity(office: Office, session: Session, sincerity_id: int) -> Printed:
    """The receipt of a small order or sincerity money. Raises the same."""
    command = PrintDocument(PaperKind.SINCERITY, sincerity=sincerity_id)
    result, view = _logged(office, session, command, document.sincerity)
    fields = sincerity_paper.sincerity_fields(view)
    return _written(office, command.kind, result["no"], result["print_no"], fields)


def print_voucher(office: Office, session: Session, voucher_id: int) -> Printed:
    """The slip of a voucher: kept, given back, moved or credited. Raises the same."""
    command = PrintDocument(PaperKind.VOUCHER, voucher=voucher_id)
    result, view = _logged(office, session, command, document.voucher)
    return _written(office, command.kind, result["no"], result["print_no"], voucher_paper.voucher_fields(view))


def print_signing_notice(office: Office, session: Session, request_id: int) -> Printed:
    """The notice to sign of a forfeiture. Raises NotFound, NotAllowed, BadTemplate."""
    return _of_request(office, session, PaperKind.SIGNING_NOTICE, request_id)


def print_termination_notice(office: Office, session: Session, request_id: int) -> Printed:
    """The notice of termination of a forfeiture. Raises the same."""
    return _of_request(office, session, PaperKind.TERMINATION_NOTICE, request_id)


def print_refund_application(office: Office, session: Session, request_id: int) -> Printed:
    """The application for a cancellation. Raises the same."""
    command = PrintDocument(PaperKind.REFUND_APPLICATION, request=request_id)
    result, view = _logged(office, session, command, document.change)
    fields = change_paper.application_fields(view)
    return _written(office, command.kind, result["no"], result["print_no"], fields)


def print_change_application(office: Office, session: Session, request_id: int) -> Printed:
    """The application for another unit, plan or buyer. Raises the same."""
    command = PrintDocument(PaperKind.CHANGE_APPLICATION, request=request_id)
    result, view = _logged(office, session, command, document.change)
    fields = change_paper.application_fields(view)
    return _written(office, command.kind, result["no"], result["print_no"], fields)


def print_transfer_slip(office: Office, session: Session, request_id: int) -> Printed:
    """The slip of the money that a request moved. Raises the same, and Refusal when it moved none."""
    command = PrintDocument(PaperKind.TRANSFER_SLIP, request=request_id)
    result, view = _logged(office, session, command, document.change)
    fields = change_paper.transfer_fields(view)
    return _written(office, command.kind, result["no"], result["print_no"], fields)


def _of_request(office: Office, session: Session, kind: PaperKind, request_id: int) -> Printed:
    command = PrintDocument(kind, request=request_id)
    result, view = _logged(office, session, command, document.request)
    return _written(office, kind, result["no"], result["print_no"], change_paper.change_fields(view))


def print_purchase_plan(
    office: Office, session: Session, unit_id: int, variants: Sequence[Variant], customer: str = ""
) -> Printed:
    """A unit's purchase plans side by side. Raises NotFound, NotAllowed, Refusal for a plan that cannot be."""
    desk = office.look(session, purchase_plan.desk, unit_id)
    sides = [Side(wanted, desk.work_out(wanted)) for wanted in variants]
    person = office.person(session)
    fields = plan_paper.plan_fields(
        desk,
        sides,
        customer=clean(customer, "customer", limit=60),
        consultant=person.name,
        phone=person.phone,
        made_on=desk.offer.today,
    )
    check_template(find_template(TEMPLATES[PaperKind.PURCHASE_PLAN], office.place.root))
    result = office.run(session, PrintDocument(PaperKind.PURCHASE_PLAN, unit=unit_id))
    return _written(office, PaperKind.PURCHASE_PLAN, result["no"], result["print_no"], fields)


def print_delay(office: Office, session: Session, delay_id: int) -> Printed:
    """The request for a later signing. Raises NotFound, NotAllowed, Refusal for a missing field, BadTemplate."""
    command = PrintDocument(PaperKind.DELAY, delay=delay_id)
    result, view = _logged(office, session, command, document.delay)
    return _written(office, command.kind, result["no"], result["print_no"], delay_paper.delay_fields(view))


def print_discount(office: Office, session: Session, request_id: int) -> Printed:
    """The request for a special discount. Raises the same."""
    command = PrintDocument(PaperKind.DISCOUNT, discount_request=request_id)
    result, view = _logged(office, session, command, document.special_discount)
    return _written(office, command.kind, result["no"], result["print_no"], discount_paper.discount_fields(view))


def receipt_of(view: ReceiptView) -> ReceiptPaper:
    """A stored receipt as its paper."""
    card = view.card
    return ReceiptPaper(
        number=card["no"],
        seller=view.project.developer,
        project=view.project.name,
        unit=card["unit"],
        deal_number=card["sub_no"],
        received_on=card["received_on"],
        payer=card["payer"],
        buyers=view.buyers,
        lines=tuple(
            ReceiptLine(
                name=MoneyType(line["money_type"]),
                way=PayWay(line["way"]),
                amount=line["amount"],
                account=line["account"],
                reference=line["bank_ref"],
            )
            for line in card["lines"]
        ),
        received_by=card["cashier"],
        reversed_on=card["reversed_on"],
        note=card["note"],
    )


def _logged(
    office: Office, session: Session, command: PrintDocument, view: Callable[[Read, int], T | None]
) -> tuple[Result, T]:
    """The print is logged and the paper read, unless the office's own template is broken: that is no print."""
    check_template(find_template(TEMPLATES[command.kind], office.place.root))
    return document.printed(office, session, command, view)


def _written(office: Office, kind: PaperKind, number: str, print_no: int, fields: dict[str, Field]) -> Printed:
    """A reprint is a file of its own: nothing that was handed out is replaced."""
    name = f"{number}_{kind.value}.docx" if print_no == 1 else f"{number}_{kind.value}_{print_no}.docx"
    template = find_template(TEMPLATES[kind], office.place.root)
    if print_no > 1:  # two papers with one number: everybody sees which is the copy
        fields = {**fields, "reprint": say(M("print no. {print_no}", print_no=print_no), LANGUAGE)}
    return Printed(render(template, fields, office.place.exports / name), number, print_no)
