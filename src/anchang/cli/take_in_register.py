"""`anchang import visits|calls`: an old book into the office, with a preview and the rejected rows given back."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from anchang.cli import common
from anchang.cli.take_in import refused
from anchang.domain.register import Leavers, Owners, Profile, RegisterKind, RegisterRow
from anchang.i18n import M, Msg, _, say
from anchang.importing.register import Book, fitting, give_back, open_book, read_book
from anchang.importing.register_preview import Planned, figures, first_bad, left_out, people_of, summary
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
        profile = profile_of(office, session, kind, options.profile)
        if profile is None:
            profile = fitting(opened, office.look(session, known, kind))
        own = office.look(session, lists)
        book = read_book(opened, profile, office.today(), progress(options, M("reading")), own)
        choices = _choices(office, session, options, profile, path)
        rows = [row for row in book.rows if isinstance(row, RegisterRow)]
        plan = office.look(session, preview, kind, rows, choices)
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
            act = command(kind, rows, choices)
            result = office.run(session, act, key=options.key, progress=progress(options, M("writing")))
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


def profile_of(office: Office, session: Session, kind: RegisterKind, name: str | None) -> Profile | None:
    """The mapping that `--profile` asks for. Raises NotFound."""
    return None if name is None else office.look(session, must, kind, name)


def _choices(
    office: Office, session: Session, options: Namespace, profile: Profile | None, path: Path
) -> Choices:  # fmt: skip
    return Choices(
        people=people_of(profile), leavers=Leavers(options.leavers), owners=Owners(options.owners),
        keeper=keeper_of(office, session, options), file_name=path.name,
    )  # fmt: skip


def keeper_of(office: Office, session: Session, options: Namespace) -> int | None:
    """Who has the rows of people who have left, as `--keeper` says."""
    from anchang.services.refs import resolve

    return None if options.keeper is None else office.look(session, resolve, "staff", options.keeper)


def _told(book: Book, plan: Plan) -> dict[str, object]:
    return {"preview": figures(book, plan), "issues": issues(book, plan), "unknown": unknown(book, plan)}


def issues(book: Book, plan: Planned) -> list[dict[str, str]]:
    """Every remark of the file and of the office."""
    told = [*book.issues, *(issue for issues in plan.issues.values() for issue in issues)]
    return [{"place": each.place, "kind": each.kind.value, "reason": say(each.reason)} for each in told]


def unknown(book: Book, plan: Planned) -> dict[str, object]:
    """What nobody has explained: headings, words, people."""
    return {
        "heads": book.unknown_heads,
        "words": [{"field": field, "word": word, "rows": n} for (field, word), n in book.unknown_words.most_common()],
        "people": dict(plan.unknown_people),
    }


def _say(book: Book, plan: Plan, profile: Profile | None) -> None:
    for line in summary(book, plan, profile):
        common.out(say(line))
    told = issues(book, plan)
    for each in told[:SHOWN]:
        common.out(f"  {each['place']}  {each['reason']}")
    if len(told) > SHOWN:
        print(_("  … and {count} more; --rejected FILE writes them all.", count=len(told) - SHOWN))


def progress(options: Namespace, what: Msg) -> Callable[[int, int], None] | None:
    """A line on the error stream that tells how far it is, where somebody looks at a terminal."""
    if options.json or not sys.stderr.isatty():
        return None

    def told(done: int, whole: int) -> None:
        percent = done * 100 // max(whole, 1)
        print(f"\r{say(what)} {percent:3d} %", end="\n" if done >= whole else "", file=sys.stderr, flush=True)

    return told
