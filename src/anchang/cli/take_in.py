"""`anchang import`: a file into the office, with a preview and the rejected rows given back."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from anchang.cli import common
from anchang.domain.price_list import Preview
from anchang.i18n import M, _, say
from anchang.importing.price_list import (
    BadRows,
    PriceListFile,
    needs_whole,
    read_price_list,
    rejected_rows_file,
    remarks,
)
from anchang.services.office import Office, Session
from anchang.services.price_list import DraftPriceList, apply_first, preview


def run(options: Namespace) -> int:
    """Take in what was asked for."""
    if options.what in ("deals", "plans", "receipts"):
        from anchang.cli import take_in_opening

        return take_in_opening.run(options)
    if options.what != "price-list":
        from anchang.cli import take_in_register

        return take_in_register.run(options)
    return _price_list(options)


def _price_list(options: Namespace) -> int:
    """Import a price list: preview, draft, and for the first list of a project apply it at once.

    Rows that cannot be read stop all of it unless `--leave-out-bad` says that the others are wanted without them.
    """
    path = Path(options.file).expanduser()
    file = read_price_list(path, profile=options.profile)
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        found = office.look(session, preview, file.rows, file.rounding, file.filed)
        if not options.json:
            _say_preview(file, found)
        if options.rejected and file.issues:
            count = rejected_rows_file(file.issues, Path(options.rejected).expanduser(), file.heads)
            print(_("{count} rejected rows: {path}", count=count, path=options.rejected))
        try:
            needs_whole(file, leave_out_bad=options.leave_out_bad)
        except BadRows as error:
            told = {"preview": _counts(file, found), "issues": _issues(file, found)}
            return refused(error, options.json, told)
        result = None if options.dry_run else _draft(office, session, file, path, options.key)
        if options.json:
            common.print_json(
                {"ok": True, "preview": _counts(file, found), "issues": _issues(file, found), "result": result}
            )
        elif result is None:
            print(_("Nothing was changed: this was a dry run."))
        else:
            _say_result(result)
    return 0


def refused(error: BadRows, as_json: bool, told: Mapping[str, object]) -> int:
    """Say that rows are bad and that the others have to be asked for; the exit code."""
    if as_json:
        answer = {"ok": False, "error": error.code, "message": str(error), **told, "result": None}
        common.print_json(answer)
    common.out(error, file=sys.stderr)
    print(_("Correct the file, or take the other rows with --leave-out-bad."), file=sys.stderr)
    return 1


def _draft(office: Office, session: Session, file: PriceListFile, path: Path, key: str | None) -> dict[str, object]:
    command = DraftPriceList(
        rows=file.rows,
        file_name=path.name,
        digest=file.digest,
        rounding=file.rounding,
        filed=file.filed,
        apply_now=office.look(session, apply_first),
    )
    return office.run(session, command, key=key)


def _counts(file: PriceListFile, found: Preview) -> dict[str, object]:
    return {
        "form": file.form,
        "rows": len(file.rows),
        "repeats": file.repeats,
        "bad_rows": file.bad_rows,
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": len(found.unchanged),
        "in_doubt": sum(1 for each in file.issues if each.kind == "in_doubt") + len(found.in_doubt),
    }


def _issues(file: PriceListFile, found: Preview) -> list[dict[str, str]]:
    return [
        {"place": each.place, "kind": each.kind.value, "reason": say(each.reason)}
        for each in remarks(file, found)
    ]


def _say_preview(file: PriceListFile, found: Preview) -> None:
    counts = _counts(file, found)
    print(
        _(
            "{rows} units in the file: {new} new, {changed} changed, {unchanged} unchanged, "
            "{in_doubt} in doubt, {repeats} repeated.",
            **counts,
        )
    )
    issues = remarks(file, found)
    for each in issues[:40]:
        common.out(f"  {each.place}  {say(each.kind.label)}  {say(each.reason)}")
    more = len(issues) - 40
    if more > 0:
        print(_("  … and {count} more; --rejected FILE writes them all.", count=more))


def _say_result(result: dict[str, object]) -> None:
    state = result["state"]
    if state == "unchanged":
        print(_("The office has all of this already; nothing was changed."))
    elif state == "approved":
        print(_("{no} is in force: {new} units new, {changed} changed.", **result))
    else:
        print(
            say(M("{no} is drafted and waits for the approval of somebody else (price_list.approve).", no=result["no"]))
        )
