"""`anchang export`: an Excel file into exports/ (domain section 4)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from anchang.cli import common
from anchang.i18n import _
from anchang.reports.catalogue import make


def run(options: Namespace) -> int:
    """Write one report; the export is logged first."""
    day = common.read_date(options.date or options.as_of, "--date")
    first = common.read_date(options.first, "--from")
    last = common.read_date(options.last, "--to")
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        path = make(
            office,
            session,
            options.what,
            day=day,
            first=first,
            last=last,
            folder=Path(options.out).expanduser() if options.out else None,
            unmasked=options.unmasked,
            reason=options.reason,
        )
    if options.json:
        common.print_json({"ok": True, "file": str(path)})
    else:
        print(_("Written: {path}", path=path))
    return 0
