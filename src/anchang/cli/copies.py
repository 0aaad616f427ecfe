"""`anchang backup`, `restore`, `migrate` and `reindex`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from anchang.cli import common
from anchang.i18n import _
from anchang.services import backup
from anchang.services.opening import find, open_office


def run(options: Namespace) -> int:
    """Run the command."""
    does = {"backup": _backup, "restore": _restore, "migrate": _migrate, "reindex": _reindex}
    return does[options.command](options)


def _backup(options: Namespace) -> int:
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        made = backup.by_hand(office, session, Path(options.dest).expanduser() if options.dest else None)
    print(_("{path}: verified, {count} acts.", path=made.path, count=made.seq))
    return 0


def _restore(options: Namespace) -> int:
    where = find(getattr(options, "office", None), getattr(options, "database", None))
    copy = Path(options.file).expanduser()
    office = open_office(where)
    try:
        common.signed_in_for(office, options, "office.restore")
        lost = backup.loss(office, copy)
        stamp = f"{office.clock().astimezone(office.zone):%Y%m%d-%H%M%S}"
    finally:
        office.close()
    print(_("{count} acts came after this copy and would be lost.", count=lost.count))
    for line in lost.first:
        common.out("  " + line)
    if not options.yes and not common.agreed(_("Put it back? Type yes: ")):
        return 1
    kept = backup.restore(where, copy, stamp=stamp)
    print(_("Done. The replaced file is kept at {path}.", path=kept))
    return 0


def _reindex(options: Namespace) -> int:
    from anchang.services.reindex import remake

    with common.opened(options) as office:
        made = remake(office, common.signed_in_for(office, options, "office.reindex"))
    print(_("The index is made anew: {count} rows.", count=made))
    return 0


def _migrate(options: Namespace) -> int:
    from anchang.services.migration import migrate

    done = migrate(find(getattr(options, "office", None), getattr(options, "database", None)))
    print(_("The office is at schema {version} now.", version=done) if done else _("The office is up to date."))
    return 0
