"""What several commands share: opening, signing in, printing."""

from __future__ import annotations

import getpass
import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TextIO

from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import printable
from anchang.i18n import M, _
from anchang.services.office import Office, Session
from anchang.services.opening import find, open_office


class MustChange(Refusal):
    """The first password has to be changed before anything else."""

    code = "must_change"


@contextmanager
def opened(options: Namespace) -> Iterator[Office]:
    """The office that the options mean, closed afterwards."""
    office = open_office(find(getattr(options, "office", None), getattr(options, "database", None)))
    try:
        yield office
    finally:
        office.close()


def project_id(office: Office, options: Namespace) -> int:
    """The project that the options mean."""
    return office.project(getattr(options, "project", None)).id


def secret(prompt: str) -> str:
    """ANCHANG_PASSWORD, or a prompt where there is somebody to ask. Raises BadInput."""
    given = os.environ.get("ANCHANG_PASSWORD")
    if given is not None:
        return given
    return ask_secret(prompt)


def ask_secret(prompt: str) -> str:
    """A prompt without echo. Raises BadInput when nobody can answer."""
    if not sys.stdin.isatty():
        raise BadInput(M("Set ANCHANG_PASSWORD: there is no terminal to ask for the password."), "usage")
    return getpass.getpass(prompt)


def agreed(question: str) -> bool:
    """Whether somebody types yes; says that nothing was changed otherwise. Raises BadInput when nobody can answer."""
    if not sys.stdin.isatty():
        raise BadInput(M("Say --yes to do it without being asked."), "usage")
    if input(question).strip().lower() in {"yes", "y", _("yes")}:
        return True
    print(_("Nothing was changed."))
    return False


def signed_in(office: Office, options: Namespace) -> Session:
    """The session of `--as`. Raises BadInput without it, WrongPassword, MustChange."""
    login = getattr(options, "user", None) or os.environ.get("ANCHANG_USER")
    if not login:
        raise BadInput(M("Who are you? Say --as LOGIN; the password comes from ANCHANG_PASSWORD or a prompt."), "usage")
    return sign_in(office, login, secret(_("Password: ")), project_id(office, options))


def signed_in_for(office: Office, options: Namespace, action: str) -> Session:
    """`signed_in`, for something that is not a use case. Raises NotAllowed without the permission."""
    session = signed_in(office, options)
    office.demand(session, action)
    return session


def sign_in(office: Office, login: str, password: str, project: int, *, first: bool = False) -> Session:
    """Check a password. `first` lets a forced change of password pass. Raises WrongPassword, MustChange."""
    from anchang.services.staff import SignIn, refused

    answer = office.run(Session(0, project), SignIn(login, password))
    error = refused(answer)
    if error is not None:
        raise error
    if answer["must_change"] and not first:
        raise MustChange(
            M("Change your first password before anything else: anchang user password --as {login}", login=login)
        )
    return Session(answer["staff"], project)


def read_date(text: str | None, place: str) -> date | None:
    """An ISO date of an option. Raises BadInput."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            M("{field}: «{value}» is not a date like 2026-11-21.", field=place, value=text), "usage"
        ) from error


def pairs(given: list[str]) -> dict[str, Any]:
    """`field=value` (text) and `field:=JSON` as a mapping. Raises BadInput."""
    found: dict[str, Any] = {}
    for word in given:
        name, sign, value = word.partition("=")
        if not sign:
            raise BadInput(M("«{word}»: write field=value, or field:=JSON.", word=word), "usage")
        if name.endswith(":"):
            try:
                found[name[:-1]] = json.loads(value, parse_float=str)
            except json.JSONDecodeError as error:
                raise BadInput(M("{field}: this is not JSON.", field=name[:-1]), "usage") from error
        else:
            found[name] = value
    return found


def out(text: object, *, file: TextIO | None = None) -> None:
    """Print words that hold somebody's data: a sign that a terminal would obey becomes U+FFFD."""
    print(printable(str(text), multiline=True), file=file)


def print_json(content: Any) -> None:
    """One line of JSON; what a terminal could obey, or that hides, is written as an escape, so nothing is lost."""
    text = json.dumps(content, ensure_ascii=False, default=str)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    print(text, flush=True)


def print_result(result: Mapping[str, Any]) -> None:
    """A result as `name: value` lines."""
    for name, value in result.items():
        out(f"{name}: {value}")
