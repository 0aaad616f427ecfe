"""`anchang person export|correct|erase` and `anchang retention`: one person's data, and the end of its time (5.11)."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from anchang.cli import common
from anchang.i18n import _
from anchang.services import person
from anchang.services.refs import resolve
from anchang.storage import person_query

SHOWN = 20


def run(options: Namespace) -> int:
    """Run the command."""
    if options.command == "retention":
        return _retention(options)
    return {"export": _export, "correct": _correct, "erase": _erase}[options.what](options)


def _who(text: str) -> str | int:
    return int(text[1:]) if text.startswith("#") and text[1:].isdecimal() else text


def _export(options: Namespace) -> int:
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        who = _who(options.customer)
        customer = who if isinstance(who, int) else office.look(session, resolve, "customer", who)
        folder = Path(options.out).expanduser() if options.out else None
        path = person.write_copy(office, session, person.ExportPerson(customer, options.reason), folder)
    if options.json:
        common.print_json({"ok": True, "file": str(path)})
    else:
        print(_("Written: {path}", path=path))
    return 0


def _correct(options: Namespace) -> int:
    names = ("name", "phone", "gender", "living_area", "working_area", "request", "answer")
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        fields = {"customer": _who(options.customer), "reason": options.reason, **given}
        made = office.run_named(session, "person.correct", fields)
    print(_("{name}: corrected ({what}), in {count} entries too; what stood there stays readable.", **made))
    return 0


def _erase(options: Namespace) -> int:
    with common.opened(options) as office:
        session = common.signed_in_for(office, options, "person.erase")
        who = _who(options.customer)
        customer = who if isinstance(who, int) else office.look(session, resolve, "customer", who)
        print(_("This cannot be undone: name, numbers and all that was written about the person are lost for good."))
        if not options.yes and not common.agreed(_("Make this person nameless? Type yes: ")):
            return 1
        made = office.run(session, person.ErasePerson(customer, options.reason))
    print(_("{name} has no name any more.", name=made["name"]))
    print(_("Older backups still hold the person until they are replaced."))
    return 0


def _retention(options: Namespace) -> int:
    with common.opened(options) as office:
        session = common.signed_in_for(office, options, "person.retain")
        ids = office.look(session, person_query.due)
        months = office.look(session, lambda read: read.settings["retention_months"])
        numbers = {"count": len(ids), "months": months}
        print(_("{count} people without any paper were not in touch for {months} months.", **numbers))
        if options.dry_run:
            for number in ids[:SHOWN]:
                print(f"  #{number}")
            if len(ids) > SHOWN:
                print(_("  … and {count} more; «anchang list retention» shows them all.", count=len(ids) - SHOWN))
            print(_("Nothing was changed: this was a dry run."))
            return 0
        if not ids:
            return 0
        print(_("This cannot be undone: name, numbers and all that was written about the person are lost for good."))
        if not options.yes and not common.agreed(_("Make them nameless? Type yes: ")):
            return 1
        done = person.retain(office, session, _progress if sys.stderr.isatty() else None)
    print(_("{count} people were made nameless.", count=done))
    print(_("Older backups still hold the person until they are replaced."))
    return 0


def _progress(done: int, whole: int) -> None:
    print(f"\r{done} / {whole}", end="" if done < whole else "\n", file=sys.stderr, flush=True)
