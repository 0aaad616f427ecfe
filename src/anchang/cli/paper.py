"""`anchang paper`: a subscription's, a receipt's or a request's paper as a Word file (issue point 6)."""

from __future__ import annotations

from argparse import Namespace

from anchang.cli import common
from anchang.documents import printing
from anchang.i18n import _
from anchang.services.refs import resolve

PRINTERS = {
    "agreement": ("subscription", printing.print_agreement),
    "slip": ("subscription", printing.print_slip),
    "receipt": ("receipt", printing.print_receipt),
    "signing_notice": ("change_request", printing.print_signing_notice),
    "termination_notice": ("change_request", printing.print_termination_notice),
    "refund_application": ("change_request", printing.print_refund_application),
    "change_application": ("change_request", printing.print_change_application),
    "transfer_slip": ("change_request", printing.print_transfer_slip),
}


def run(options: Namespace) -> int:
    """Write one paper; the print is logged and counted first. Raises NotFound, NotAllowed, BadTemplate."""
    noun, printer = PRINTERS[options.what]
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        row_id = office.look(session, resolve, noun, options.number)
        made = printer(office, session, row_id)
    if options.json:
        common.print_json({"ok": True, "file": str(made.path), "print_no": made.print_no})
    else:
        print(_("Written: {path}", path=made.path))
    return 0
