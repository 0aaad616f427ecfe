"""`anchang import deals|plans|receipts`: an opening balance into the office as of a cut-over day."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from anchang.cli import common
from anchang.cli.take_in import refused
from anchang.cli.take_in_register import SHOWN, issues, keeper_of, profile_of, progress, unknown
from anchang.domain.errors import BadInput
from anchang.domain.register import Leavers, Owners, RegisterKind
from anchang.i18n import M, _, say
from anchang.importing.opening_preview import figures, summary
from anchang.importing.register import Book, fitting, give_back, open_book, read_book
from anchang.importing.register_preview import first_bad, left_out, people_of
from anchang.importing.rejected import BadRows, refuse_bad
from anchang.services.opening_balance_acts import command, preview
from anchang.services.opening_balance_plan import Laid, OpeningChoices
from anchang.services.register_profile import known


def run(options: Namespace) -> int:
    """Read the file, say what bringing it in would do, give the rejected rows back, do it unless it is a dry run."""
    path = Path(options.file).expanduser()
    kind = RegisterKind(options.what)
    cut_over = _cut_over(options)
    opened = open_book(path, kind)
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        profile = profile_of(office, session, kind, options.profile)
        if profile is None:
            profile = fitting(opened, office.look(session, known, kind))
        book = read_book(opened, profile, office.today(), progress(options, M("reading")))
        choices = OpeningChoices(
            people=people_of(profile), leavers=Leavers(options.leavers), owners=Owners(options.owners),
            keeper=keeper_of(office, session, options), file_name=path.name, cut_over=cut_over,
        )  # fmt: skip
        plan = office.look(session, preview, kind, book.rows, choices)
        if not options.json:
            for line in summary(book, plan, profile):
                common.out(say(line))
            _say_issues(book, plan)
        if options.rejected and left_out(book, plan):
            count = give_back(book, plan.issues, Path(options.rejected).expanduser())
            if not options.json:
                print(_("{count} rejected rows: {path}", count=count, path=options.rejected))
        try:
            refuse_bad(left_out(book, plan), first_bad(book, plan), leave_out_bad=options.leave_out_bad)
        except BadRows as error:
            return refused(error, options.json, _told(book, plan))
        result = None
        if not options.dry_run and plan.entries:
            act = command(kind, book.rows, choices)
            result = office.run(session, act, key=options.key, progress=progress(options, M("writing")))
    if options.json:
        common.print_json({"ok": True, **_told(book, plan), "result": result})
    elif options.dry_run:
        print(_("Nothing was changed: this was a dry run."))
    elif result is None:
        print(_("The office has all of this already; nothing was changed."))
    else:
        print(_("{added} came in as of {day}: {total}, of which {open} is open.", **{**result, "day": cut_over}))
    return 0


def _cut_over(options: Namespace) -> date:
    if not options.cut_over:
        told = M("Say the cut-over with --cut-over DATE: as of the end of that day the deals come in.")
        raise BadInput(told, "cut_over")
    try:
        return date.fromisoformat(options.cut_over)
    except ValueError as error:
        raise BadInput(M("«{text}» is no day; write it like 2026-1-5", text=options.cut_over), "cut_over") from error


def _told(book: Book, plan: Laid) -> dict[str, object]:
    return {"preview": figures(book, plan), "issues": issues(book, plan), "unknown": unknown(book, plan)}


def _say_issues(book: Book, plan: Laid) -> None:
    told = issues(book, plan)
    for each in told[:SHOWN]:
        common.out(f"  {each['place']}  {each['reason']}")
    if len(told) > SHOWN:
        print(_("  … and {count} more; --rejected FILE writes them all.", count=len(told) - SHOWN))
