"""Every list of an office full of hostile texts: unchanged for programs, harmless on a terminal, sound as JSON."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any
from unittest import mock

import pytest

from anchang.cli import main
from anchang.services import lists
from tests.hostile.flooded import BEHIND, SEEN, orders_in
from tests.office import Desk

pytestmark = pytest.mark.slow
Office = tuple[Desk, dict[str, Any]]
NAMES = sorted(lists.all_listings())
# Lists in which every one of the texts stands, in one column or another.
WHOLE = ("calls", "customers", "discounts", "follow_ups", "permits", "price_lists", "staff", "units", "visits")
PEOPLE = ("boss", "director", "manager", "assistant", "cashier", "accountant", "clerk", "reporter", "c01")


Ended = tuple[int, bytes, bytes]  # exit code, what was printed, what was complained about


def words(desk: Desk, name: str, *more: str) -> list[str]:
    """The command line of a list, as the director."""
    return ["list", name, "--as", "director", "--office", str(desk.office.place.root), *more]


def surroundings(desk: Desk) -> dict[str, str]:
    """Its environment."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("ANCHANG_")}
    return env | {"ANCHANG_PASSWORD": "demo-demo-1", "COLUMNS": "400", "ANCHANG_NOW": desk.clock().isoformat()}


def listed(desk: Desk, name: str, *more: str) -> Ended:
    """`anchang list NAME` from its words to its bytes, in this process: to begin one takes longer than any list."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        mock.patch.dict(os.environ, surroundings(desk), clear=True),
        redirect_stdout(io.TextIOWrapper(out, "utf-8")) as printed,
        redirect_stderr(io.TextIOWrapper(err, "utf-8")) as complained,
    ):
        code = main(words(desk, name, *more))
        printed.flush()
        complained.flush()
        return code, out.getvalue(), err.getvalue()


def listed_alone(desk: Desk, name: str, *more: str) -> Ended:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "anchang", *words(desk, name, *more)]
    done = subprocess.run(command, capture_output=True, env=surroundings(desk), timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def signed_in(office: Office) -> Office:
    """The director has changed the first password."""
    desk = office[0]
    desk.do("director", "staff.change_password", old="demo", new="demo-demo-1")
    return office


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_stored_comes_back_unchanged(office: Office, name: str) -> None:
    rows = office[0].see("director", name)
    found = {value for row in rows for value in row.values() if isinstance(value, str)}
    assert [text for text in SEEN if text not in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_read_every_list(office: Office, name: str) -> None:
    """No role's scope or mask stumbles over a text."""
    for login in PEOPLE:
        for row in office[0].see(login, name):
            assert row["id"]


@pytest.mark.parametrize("name", NAMES)
def test_a_terminal_gets_no_orders(signed_in: Office, name: str) -> None:
    code, out, complaint = listed(signed_in[0], name)
    assert (code, complaint) == (0, b"")
    assert orders_in(out.decode("utf-8")) == set()


@pytest.mark.parametrize("name", NAMES)
def test_programs_get_JSON(signed_in: Office, name: str) -> None:
    """Each line is an object with the values as they are stored, and no line carries an order to a terminal either."""
    code, out, complaint = listed(signed_in[0], name, "--json")
    assert (code, complaint) == (0, b"")
    text = out.decode("utf-8")
    assert orders_in(text) == set()
    rows = [json.loads(line) for line in text.splitlines()]
    found = {value for row in rows for value in row.values() if isinstance(value, str)}
    assert name not in WHOLE or set(SEEN) <= found
    assert name not in ("customers", "visits", "calls", "units", "permits") or BEHIND in found


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
@pytest.mark.parametrize("name", ["customers", "logs", "units"])
def test_a_process_of_its_own_prints_the_same_bytes(signed_in: Office, name: str, more: tuple[str, ...]) -> None:
    """What is asked of every list above is so asked of the program as people start it."""
    assert listed_alone(signed_in[0], name, *more) == listed(signed_in[0], name, *more)


@pytest.mark.parametrize("text", [*SEEN, BEHIND], ids=range(len(SEEN) + 1))
def test_search_takes_any_text(office: Office, text: str) -> None:
    """Wildcards, quotes and braces are looked for, not obeyed."""
    desk = office[0]
    for name, listing in lists.all_listings().items():
        for each in listing.filters:
            if each.key == "text":
                found = desk.see("manager", name, text=text)
                assert len(found) <= len(desk.see("manager", name))
    names = [row["name"] for row in desk.see("manager", "customers", text=text)]
    assert text == BEHIND or text in names
    if text == "%_\\":
        assert set(names) == {text}
