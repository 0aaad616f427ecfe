"""`anchang do`: one use case by name, or JSON Lines in and out."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from typing import Any

from anchang.cli import common
from anchang.domain.access import Role
from anchang.domain.errors import AnchangError, BadInput
from anchang.i18n import M, Msg, _, say
from anchang.services import codec, sweeping
from anchang.services.backup import AFTERWARDS
from anchang.services.office import Office, Session
from anchang.services.use_case import UseCase, find, load
from anchang.storage.backup import Copy


def run(options: Namespace) -> int:
    """Run the command."""
    if options.commands:
        return _commands(options.json)
    if options.name is None:
        raise BadInput(
            M("Which command? «anchang do --commands» lists them; «anchang do -» reads JSON Lines."), "usage"
        )
    with common.opened(options) as office:
        sweeping.papers(office, common.project_id(office, options))
        if options.name == "-":
            return _lines(office, common.project_id(office, options), options)
        case = find(options.name)
        session = common.signed_in(office, options)
        result = office.run_named(session, case.name, common.pairs(options.fields), key=options.key)
        if options.json:
            common.print_json({"ok": True, "result": result, "message": done_words(case, result)})
        else:
            common.print_result(result)
            common.out(done_words(case, result))
        made = _afterwards(office, session, case.name)
        if made is not None and not options.json:
            common.out(_("The copy {file} is verified.", file=made.path.name))
    return 0


def _afterwards(office: Office, session: Session, name: str) -> Copy | None:
    """The copy that belongs behind an act. That the copy failed is said, and the act stays done."""
    follow = AFTERWARDS.get(name)
    if follow is None:
        return None
    try:
        return follow(office, session)
    except AnchangError as error:
        common.out(error, file=sys.stderr)
        return None


def done_words(case: UseCase, result: dict[str, Any]) -> str:
    """What the use case says when it is done."""
    return say(Msg(case.done.id, result)) if case.done is not None else say(M("Done."))


def _commands(as_json: bool) -> int:
    for name, case in sorted(load().items()):
        if case.roles == frozenset({Role.SYSTEM}):
            continue
        shapes = codec.describe(case.command)
        if as_json:
            fields = [
                {"name": each.name, "kind": each.kind, "required": each.required, "choices": list(each.choices)}
                for each in shapes
            ]
            common.print_json({"name": name, "title": say(case.title), "fields": fields, "roles": sorted(case.roles)})
        else:
            print(f"{name}  {say(case.title)}")
            for each in shapes:
                mark = "*" if each.required else " "
                print(f"   {mark} {each.name} ({each.kind}{': ' + '|'.join(each.choices) if each.choices else ''})")
            print("     " + say(M(", ")).join(sorted(case.roles)))
    return 0


def _lines(office: Office, project: int, options: Namespace) -> int:
    desk = _Desk(office, project, getattr(options, "user", None))
    worst = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        answer = desk.answer(line)
        worst = worst if answer["ok"] else 1
        common.print_json(answer)
    return worst


class _Desk:
    """The sign-ins of one run: each person's password is checked once."""

    def __init__(self, office: Office, project: int, user: str | None) -> None:
        self.office = office
        self.project = project
        self.user = user
        self.sessions: dict[str, Session] = {}

    def answer(self, line: str) -> dict[str, Any]:
        try:
            given = json.loads(line, parse_float=str)
        except json.JSONDecodeError as error:
            return {
                "id": None,
                "ok": False,
                "error": "bad_input",
                "message": say(M("Not JSON: {reason}", reason=str(error))),
            }
        if (
            not isinstance(given, dict)
            or not isinstance(given.get("do"), str)
            or not isinstance(given.get("with", {}), dict)
        ):
            return {
                "id": given.get("id") if isinstance(given, dict) else None,
                "ok": False,
                "error": "bad_input",
                "message": say(M('A line is {{"id", "as", "do", "with"}}.')),
            }
        key = given.get("id")
        try:
            session = self._session(str(given.get("as") or self.user or ""), given.get("password"))
            result = self.office.run_named(
                session, given["do"], dict(given.get("with", {})), key=None if key is None else str(key)
            )
        except AnchangError as error:
            return {"id": key, "ok": False, "error": error.code, "message": str(error)}
        _afterwards(self.office, session, given["do"])
        return {"id": key, "ok": True, "result": result}

    def _session(self, login: str, password: str | None) -> Session:
        if not login:
            raise BadInput(M("Who are you? Say --as LOGIN, or «as» in the line."), "as")
        if login not in self.sessions:
            word = password if password is not None else os.environ.get("ANCHANG_PASSWORD")
            if word is None:
                raise BadInput(
                    M("{login}: give «password» in this person's first line, or ANCHANG_PASSWORD.", login=login),
                    "password",
                )
            self.sessions[login] = common.sign_in(self.office, login, word, self.project)
        return self.sessions[login]
