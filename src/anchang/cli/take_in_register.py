"""`anchang import visits|calls`: an old book into the office, with a preview and the rejected rows given back."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from anchang.cli import common
from anchang.cli.take_in import refused
from anchang.domain.register import Leavers, Owners, Profile, RegisterKind
from anchang.i18n import M, Msg, _, say
from anchang.importing.register import Book, fitting, give_back, open_book, read_book
from anchang.importing.register_preview import figures, first_bad, left_out, people_of, summary
from anchang.importing.rejected import BadRows, refuse_bad
from anchang.services.dictionary import lists
from anchang.services.office import Office, Session
from anchang.services.register import command
from anchang.services.register_plan import Choices, Plan, preview
from anchang.services.register_profile import known, must

SHOWN = 40


def run(options: Namespace) -> int:
    """Read the file, say what taking it in would do, give the rejected rows back, do it unless it is a dry run.

    Rows that cannot be taken stop all of it unless `--leave-out-bad` says that the others are wanted without them.
    """
    path = Path(options.file).expanduser()
    kind = RegisterKind(options.what)
    opened = open_book(path, kind)
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        profile = _profile(office, session, kind, options.profile)
        if profile is None:
            profile = fitting(opened, office.look(session, known, kind))
        own = office.look(session, lists)
        book = read_book(opened, profile, office.today(), _progress(options, M("reading")), own)
        choices = _choices(office, session, options, profile, path)
        plan = office.look(session, preview, kind, book.rows, choices)
        if not options.json:
            _say(book, plan, profile)
        if options.rejected and (book.rejected or plan.rejected or plan.doubtful):
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
            result = office.run(session, act, key=options.key, progress=_progress(options, M("writing")))
    if options.json:
        common.print_json({"ok": True, **_told(book, plan), "result": result})
    elif options.dry_run:
        print(_("Nothing was changed: this was a dry run."))
    elif result is None:
        print(_("Nothing was changed: there is no row to add."))
    else:
        print(_("{added} entries taken in, {customers_made} customers made, {rejected} rows left out.",
                **{**result, "rejected": left_out(book, plan)}))  # fmt: skip
    return 0


def _profile(office: Office, session: Session, kind: RegisterKind, name: str | None) -> Profile | None:
    return None if name is None else office.look(session, must, kind, name)


def _choices(
    office: Office, session: Session, options: Namespace, profile: Profile | None, path: Path
) -> Choices:  # fmt: skip
    from anchang.services.refs import resolve

    keeper = None if options.keeper is None else office.look(session, resolve, "staff", options.keeper)
    return Choices(
        people=people_of(profile), leavers=Leavers(options.leavers), owners=Owners(options.owners), keeper=keeper,
        file_name=path.name,
    )  # fmt: skip


def _told(book: Book, plan: Plan) -> dict[str, object]:
    return {"preview": figures(book, plan), "issues": _issues(book, plan), "unknown": _unknown(book, plan)}


def _issues(book: Book, plan: Plan) -> list[dict[str, str]]:
    told = [*book.issues, *(issue for issues in plan.issues.values() for issue in issues)]
    return [{"place": each.place, "kind": each.kind.value, "reason": say(each.reason)} for each in told]


def _unknown(book: Book, plan: Plan) -> dict[str, object]:
    return {
        "heads": book.unknown_heads,
        "words": [{"field": field, "word": word, "rows": n} for (field, word), n in book.unknown_words.most_common()],
        "people": dict(plan.unknown_people),
    }


def _say(book: Book, plan: Plan, profile: Profile | None) -> None:
    for line in summary(book, plan, profile):
        common.out(say(line))
    issues = _issues(book, plan)
    for each in issues[:SHOWN]:
        common.out(f"  {each['place']}  {each['reason']}")
    if len(issues) > SHOWN:
        print(_("  … and {count} more; --rejected FILE writes them all.", count=len(issues) - SHOWN))


def _progress(options: Namespace, what: Msg) -> Callable[[int, int], None] | None:
    """A line on the error stream that tells how far it is, where somebody looks at a terminal."""
    if options.json or not sys.stderr.isatty():
        return None

    def told(done: int, whole: int) -> None:
        percent = done * 100 // max(whole, 1)
        print(f"\r{say(what)} {percent:3d} %", end="\n" if done >= whole else "", file=sys.stderr, flush=True)

    return told
