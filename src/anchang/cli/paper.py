"""`anchang paper`: the subscription agreement, its approval slip or a receipt as a Word file (issue point 6)."""

from __future__ import annotations

from argparse import Namespace

from anchang.cli import common
from anchang.documents.printing import print_agreement, print_receipt, print_slip
from anchang.i18n import _
from anchang.services.refs import resolve

PRINTERS = {"agreement": print_agreement, "slip": print_slip, "receipt": print_receipt}


def run(options: Namespace) -> int:
    """Write one paper; the print is logged and counted first. Raises NotFound, NotAllowed, BadTemplate."""
    noun = "receipt" if options.what == "receipt" else "subscription"
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        row_id = office.look(session, resolve, noun, options.number)
        made = PRINTERS[options.what](office, session, row_id)
    if options.json:
        common.print_json({"ok": True, "file": str(made.path), "print_no": made.print_no})
    else:
        print(_("Written: {path}", path=made.path))
    return 0
