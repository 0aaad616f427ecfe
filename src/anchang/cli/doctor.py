"""`anchang doctor`: numbered findings, exit code 1 when any of them is serious."""

from __future__ import annotations

import sys
from argparse import Namespace

from anchang.cli import common
from anchang.i18n import _, say
from anchang.services.doctor import examine


def run(options: Namespace) -> int:
    """Examine the office; needs no sign-in and changes nothing."""
    with common.opened(options) as office:
        watch = sys.stderr.isatty() and not options.json
        findings = examine(office, (lambda part: print(f"… {part}", file=sys.stderr)) if watch else None)
        serious = [each for each in findings if each.serious]
        if options.json:
            for each in findings:
                common.print_json(
                    {
                        "number": each.number,
                        "kind": each.kind,
                        "where": each.where,
                        "serious": each.serious,
                        "words": say(each.words),
                    }
                )
        else:
            for each in findings:
                mark = _("error") if each.serious else _("note")
                common.out(f"{each.number:>3}  {mark}  {say(each.words)}")
            print(_("All is well.") if not serious else _("{count} errors.", count=len(serious)))
    return 1 if serious else 0
