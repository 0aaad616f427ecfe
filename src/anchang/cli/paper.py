"""`anchang paper`: an agreement, an approval slip, a receipt or a request as a Word file."""

from __future__ import annotations

from argparse import Namespace

from anchang.cli import common
from anchang.documents.printing import print_agreement, print_delay, print_discount, print_receipt, print_slip
from anchang.i18n import _
from anchang.services.refs import resolve

PRINTERS = {
    "agreement": print_agreement,
    "slip": print_slip,
    "receipt": print_receipt,
    "delay": print_delay,
    "discount": print_discount,
}
NOUNS = {"receipt": "receipt", "delay": "delay_request", "discount": "discount_request"}


def run(options: Namespace) -> int:
    """Write one paper; the print is logged and counted first. Raises NotFound, NotAllowed, BadTemplate."""
    noun = NOUNS.get(options.what, "subscription")
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        row_id = office.look(session, resolve, noun, options.number)
        made = PRINTERS[options.what](office, session, row_id)
    if options.json:
        common.print_json({"ok": True, "file": str(made.path), "print_no": made.print_no})
    else:
        print(_("Written: {path}", path=made.path))
    return 0
