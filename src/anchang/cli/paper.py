"""`anchang paper`: agreement, approval slip, receipt, request or a unit's purchase plan as a Word file."""

from __future__ import annotations

from argparse import Namespace

from anchang.cli import common
from anchang.documents import printing
from anchang.documents.printing import Printed, print_purchase_plan
from anchang.domain.errors import BadInput
from anchang.i18n import M, _
from anchang.services.codec import decode
from anchang.services.office import Office, Session
from anchang.services.purchase_plan import MOST, Variant, desk
from anchang.services.refs import resolve

PRINTERS = {
    "agreement": printing.print_agreement,
    "slip": printing.print_slip,
    "receipt": printing.print_receipt,
    "delay": printing.print_delay,
    "discount": printing.print_discount,
    "buyer_file": printing.print_buyer_file,
    "signing_notice": printing.print_signing_notice,
    "termination_notice": printing.print_termination_notice,
    "refund_application": printing.print_refund_application,
    "change_application": printing.print_change_application,
    "transfer_slip": printing.print_transfer_slip,
    "sincerity": printing.print_sincerity,
    "voucher": printing.print_voucher,
}
NOUNS = {
    "receipt": "receipt",
    "delay": "delay_request",
    "discount": "discount_request",
    "plan": "unit",
    "signing_notice": "change_request",
    "termination_notice": "change_request",
    "refund_application": "change_request",
    "change_application": "change_request",
    "transfer_slip": "change_request",
    "sincerity": "sincerity",
    "voucher": "voucher",
}


def run(options: Namespace) -> int:
    """Write one paper; the print is logged and counted first. Raises NotFound, NotAllowed, BadTemplate."""
    noun = NOUNS.get(options.what, "subscription")
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        row_id = office.look(session, resolve, noun, options.number)
        if options.what == "plan":
            made = _plan(office, session, row_id, options)
        else:
            made = PRINTERS[options.what](office, session, row_id)
    if options.json:
        common.print_json({"ok": True, "file": str(made.path), "print_no": made.print_no})
    else:
        print(_("Written: {path}", path=made.path))
    return 0


def _plan(office: Office, session: Session, unit_id: int, options: Namespace) -> Printed:
    """Every `--way` is one way of paying, «plan=mortgage,down_rate=30%»; without any, the usual ones.

    Raises BadInput for a field that is not known or more ways than stand side by side.
    """
    if len(options.way) > MOST:
        raise BadInput(M("At most {most} ways of paying stand side by side.", most=MOST), "way")

    def look_up(what: str, text: str) -> int:
        return office.look(session, resolve, what, text)

    wanted = [decode(Variant, dict(_pair(part) for part in way.split(",")), look_up) for way in options.way]
    if not wanted:
        wanted = list(office.look(session, desk, unit_id).usual())
    return print_purchase_plan(office, session, unit_id, wanted, options.customer)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise BadInput(M("«{text}» is not a field; write it as name=value.", text=text), "way")
    return name.strip(), value.strip().replace("+", ",")  # more than one discount: discounts=A+B
