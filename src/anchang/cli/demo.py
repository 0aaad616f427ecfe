"""`anchang demo`: make a believable office by running the real use cases, then open it (design 8)."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date

from anchang.cli import common
from anchang.cli.terminal import at_a_terminal, language_chosen
from anchang.domain.errors import BadInput
from anchang.i18n import M, _
from anchang.services.where import Where, demo_place, find


def run(options: Namespace) -> int:
    """Make the demo office unless it is there, and open it. It never writes into a folder that holds another office."""
    given = getattr(options, "office", None)
    where = (
        find(given, getattr(options, "database", None))
        if given
        else Where(demo_place(), getattr(options, "database", None))
    )
    if options.where:
        print(where.place.root)
        return 0
    if not where.looks_made():
        _make(where, options)
    elif options.no_open:
        raise BadInput(
            M("There is an office at {path} already; it was left as it is.", path=where.place.root), "office"
        )
    else:
        _must_be_demo(where)
    if options.no_open:
        return 0
    if not at_a_terminal():
        print(_("The demo office is at {path}. The console needs a terminal.", path=where.place.root))
        return 0
    from anchang.tui import launch

    chosen = language_chosen(getattr(options, "lang", None))
    return launch(str(where.place.root), where.url, None, language_chosen=chosen)


def _make(where: Where, options: Namespace) -> None:
    from anchang.demo import Size, build

    if not (1 <= options.days <= 400 and 20 <= options.units <= 5000):
        raise BadInput(M("--days is 1 to 400, --units is 20 to 5000."), "usage")
    today: date | None = common.read_date(options.today, "--today")
    show = sys.stderr.isatty()

    def progress(done: int, whole: int) -> None:
        if show:
            print(
                f"\r{_('Making the demo office')} … {done * 100 // max(whole, 1):3d}%",
                end="",
                file=sys.stderr,
                flush=True,
            )

    build(where, Size(seed=options.seed, today=today, days=options.days, units=options.units), progress)
    if show:
        print(file=sys.stderr)
    print(_("The demo office is at {path}.", path=where.place.root))
    print(_("Every password is «demo»; logins: boss, director, manager, assistant, cashier, clerk, c01 to c12."))


def _must_be_demo(where: Where) -> None:
    from anchang.services.opening import open_office

    office = open_office(where)
    try:
        if not office.facts.demo:
            raise BadInput(
                M("{path} holds a real office; the demo never writes there.", path=where.place.root), "office"
            )
    finally:
        office.close()
