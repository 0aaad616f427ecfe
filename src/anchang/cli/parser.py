"""What can be typed: subcommands and options, nothing of what they do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from anchang.i18n import LANGUAGES, M, _, say

# The filters of the logs as options of their own; `--filter key=value` serves for those of every list.
LIST_FILTERS = {
    "since": M("from this day on (YYYY-MM-DD)"),
    "until": M("up to this day (YYYY-MM-DD)"),
    "consultant": M("by login, number or name"),
    "channel": M("by known channel"),
    "grade": M("by grade (A to D)"),
    "kind": M("by visit kind"),
    "way": M("by way of contact"),
    "text": M("a piece of the name, number, initials or what was said"),
}


PAPERS = (
    "agreement", "slip", "receipt", "buyer_file", "plan", "delay", "discount", "signing_notice", "termination_notice",
    "refund_application", "change_application", "transfer_slip", "sincerity", "voucher",
)  # fmt: skip


class Usage(Exception):
    """The words on the command line are not a command; carries the sentence and the usage line."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{message}\n{self.format_usage().strip()}")


def _globals(parser: argparse.ArgumentParser) -> None:
    suppress = argparse.SUPPRESS
    parser.add_argument("--office", metavar="DIR", default=suppress, help=_("the office folder"))
    parser.add_argument(
        "--database", metavar="URL", default=suppress, help=_("a PostgreSQL server instead of the file")
    )
    parser.add_argument("--project", metavar="CODE", default=suppress, help=_("which project, where there are several"))
    parser.add_argument(
        "--as", dest="user", metavar="USER", default=suppress, help=_("your login; ANCHANG_PASSWORD or a prompt")
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=suppress, help=_("language of words and files"))


def read(words: Sequence[str]) -> argparse.Namespace:
    """What was typed. The console, which nobody should wait for, needs none of the commands. Raises Usage."""
    options, rest = _top(add_help=False).parse_known_args(words)
    if rest:
        return _whole().parse_args(words)
    options.command = None
    return options


def _top(*, add_help: bool = True) -> Parser:
    top = Parser(
        prog="anchang", description=say(M("The console of a property sales office.")), add_help=add_help,
        allow_abbrev=False,
    )  # fmt: skip
    _globals(top)
    top.add_argument(
        "--board", action="store_true", help=_("a second screen: the price board as soon as somebody has signed in")
    )
    top.add_argument("--version", action="store_true", help=_("print the version"))
    return top


def _whole() -> Parser:
    top = _top()
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        _globals(made)
        return made

    _making(add)
    _files(add)
    _papers(add)
    _acts(add)
    _people(add)
    _care(add)
    return top


def _making(add) -> None:  # type: ignore[no-untyped-def]
    demo = add("demo", _("make a believable office and open it"))
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--today", metavar="DATE")
    demo.add_argument("--days", type=int, default=90)
    demo.add_argument("--units", type=int, default=600)
    demo.add_argument("--where", action="store_true", help=_("print the demo's folder, for --office"))
    demo.add_argument("--no-open", action="store_true", help=_("make it only"))
    init = add("init", _("make an empty office with its first administrator"))
    init.add_argument("--name", metavar="NAME", help=_("the project's name (else the project code)"))
    init.add_argument("--developer", default="")
    init.add_argument("--permit", metavar="NO", default="")
    init.add_argument("--permit-date", metavar="DATE")
    init.add_argument("--permit-kind", choices=("pre_sale", "completed_sale"), default="pre_sale")
    init.add_argument("--buildings", metavar="A,B", default="")
    init.add_argument("--admin", metavar="USER", required=True)
    init.add_argument("--practice", action="store_true", help=_("an office for practice; its clock can be moved"))
    init.add_argument("--encrypt", action="store_true", help=_("encrypt the whole file"))


def _files(add) -> None:  # type: ignore[no-untyped-def]
    take_in = add("import", _("read a file into the office"))
    take_in.add_argument("what", choices=("price-list", "visits", "calls", "deals", "plans", "receipts"))
    take_in.add_argument("file")
    take_in.add_argument("--profile", metavar="NAME", help=_("the form of a price list, or the mapping of a register"))
    take_in.add_argument(
        "--cut-over", metavar="DATE", help=_("as of the end of which day the deals of an opening balance come in")
    )
    take_in.add_argument("--dry-run", action="store_true", help=_("show what would happen, change nothing"))
    take_in.add_argument(
        "--leave-out-bad", action="store_true", help=_("take the rows that can be read without the others")
    )
    take_in.add_argument("--rejected", metavar="FILE", help=_("write the rejected rows with their reasons"))
    take_in.add_argument(
        "--leavers", choices=("reject", "keep"), default="reject",
        help=_("rows of a register whose author is no member of staff: given back, or kept under that name"),
    )  # fmt: skip
    take_in.add_argument("--keeper", metavar="USER", help=_("who has the rows of leavers (else who imports)"))
    take_in.add_argument(
        "--owners", choices=("first", "last", "nobody"), default="first",
        help=_("whose the new customers of a register become"),
    )  # fmt: skip
    take_in.add_argument("--key", metavar="KEY")
    take_in.add_argument("--json", action="store_true")
    give_out = add("export", _("write an Excel file into exports/"))
    give_out.add_argument("what", choices=("daily", "receivables", "tracking", "inventory"))
    give_out.add_argument("--date", metavar="DATE")
    give_out.add_argument("--as-of", metavar="DATE")
    give_out.add_argument("--from", dest="first", metavar="DATE")
    give_out.add_argument("--to", dest="last", metavar="DATE")
    give_out.add_argument("--out", metavar="DIR")
    give_out.add_argument("--unmasked", action="store_true", help=_("complete phone and ID numbers; needs --reason"))
    give_out.add_argument("--reason", default="")
    give_out.add_argument("--json", action="store_true")


def _papers(add) -> None:  # type: ignore[no-untyped-def]
    paper = add("paper", _("write a paper (docx) into exports/"))
    paper.add_argument("what", choices=PAPERS)
    paper.add_argument(
        "number", metavar="NO", help=_("the number of the subscription, the receipt or the request, or the unit")
    )
    paper.add_argument(
        "--way", action="append", default=[], metavar="NAME=VALUE,...",
        help=_("a way of paying of a purchase plan, as plan=mortgage,down_rate=30%%,years=20; up to three"),
    )
    paper.add_argument("--customer", default="", metavar="NAME", help=_("for whom a purchase plan is"))
    paper.add_argument("--json", action="store_true")


def _acts(add) -> None:  # type: ignore[no-untyped-def]
    do = add("do", _("run one use case, or JSON Lines with «do -»"))
    do.add_argument("name", nargs="?", metavar="NAME")
    do.add_argument("fields", nargs="*", metavar="field=value")
    do.add_argument("--commands", action="store_true", help=_("list every use case with its fields and roles"))
    do.add_argument("--key", metavar="KEY", help=_("the same key twice is one record"))
    do.add_argument("--json", action="store_true")
    show = add("list", _("print a list"))
    show.add_argument("name", nargs="?", metavar="LIST")
    show.add_argument("--filter", action="append", default=[], metavar="key=value")
    for name, words in LIST_FILTERS.items():
        show.add_argument(f"--{name.replace('_', '-')}", dest=f"by_{name}", metavar=name.upper(), help=say(words))
    show.add_argument("--saved", metavar="NAME", help=_("a filter kept under this name; what else is said goes before"))
    show.add_argument("--count", action="store_true", help=_("only how many rows there are"))
    show.add_argument("--xlsx", action="store_true", help=_("write the list as an Excel file into exports/"))
    show.add_argument("--out", metavar="DIR")
    show.add_argument("--limit", type=int, default=0, help=_("at most so many rows (0: all)"))
    show.add_argument("--unmasked", action="store_true", help=_("complete phone and ID numbers; needs --reason"))
    show.add_argument("--reason", default="")
    show.add_argument("--json", action="store_true")


def _people(add) -> None:  # type: ignore[no-untyped-def]
    person = add("person", _("one person's data: a copy of all that is held, a correction, or an end to it"))
    what = person.add_subparsers(dest="what", metavar="WHAT", parser_class=Parser, required=True)
    copy = what.add_parser("export", help=_("write all that is held about one person into exports/"))
    copy.add_argument("--out", metavar="DIR")
    copy.add_argument("--json", action="store_true")
    end = what.add_parser("erase", help=_("make one person nameless, for good"))
    end.add_argument("--yes", action="store_true", help=_("do not ask"))
    right = what.add_parser("correct", help=_("put right what is wrong about one person, everywhere it stands"))
    for name in ("name", "phone", "gender", "living-area", "working-area", "answer"):
        right.add_argument(f"--{name}", metavar="TEXT")
    right.add_argument("--request", metavar="NO", help=_("the request that is answered by it"))
    for each in (copy, right, end):
        each.add_argument("customer", metavar="PHONE", help=_("the complete number, or #id"))
        each.add_argument("--reason", required=True)
        _globals(each)
    retention = add("retention", _("make everybody nameless whose time is over"))
    retention.add_argument("--dry-run", action="store_true", help=_("show who it would be, change nothing"))
    retention.add_argument("--yes", action="store_true", help=_("do not ask"))


def _care(add) -> None:  # type: ignore[no-untyped-def]
    doctor = add("doctor", _("check every invariant, the journal and the file"))
    doctor.add_argument("--json", action="store_true")
    add("reindex", _("make the index of the logs anew, where the check says that it does not fit"))
    backup = add("backup", _("make a verified copy"))
    backup.add_argument("dest", nargs="?", metavar="DEST")
    restore = add("restore", _("put a copy back"))
    restore.add_argument("file")
    restore.add_argument("--yes", action="store_true", help=_("do not ask"))
    add("migrate", _("bring an older office to this program's schema"))
    key = add("key", _("write an encrypted office's key file again from its recovery code"))
    key.add_argument("code", nargs="?", metavar="CODE")
    user = add("user", _("people who sign in"))
    what = user.add_subparsers(dest="what", metavar="WHAT", parser_class=Parser, required=True)
    new = what.add_parser("add", help=_("add a member of staff"))
    new.add_argument("login")
    new.add_argument("--name", required=True)
    new.add_argument("--roles", required=True, metavar="A,B")
    new.add_argument("--no", default="")
    new.add_argument("--phone", default="")
    word = what.add_parser("password", help=_("change your password, or reset somebody's"))
    word.add_argument("login", nargs="?")
    end = what.add_parser("disable", help=_("end somebody's sign-in"))
    end.add_argument("login")
    end.add_argument("--reason", required=True)
    back = what.add_parser("recover", help=_("set an administrator's password on this computer"))
    back.add_argument("login")
    for each in (new, word, end, back):
        _globals(each)
    serve = add("serve", _("the console in a browser, on this computer only"))
    serve.add_argument("--port", type=int, default=8000)
