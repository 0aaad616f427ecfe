"""An office in which every text that may be hostile is: made by its use cases, and some of it put in behind them.

What the use cases take is in `SEEN`. `BEHIND` is what they refuse: an older program, or a hand in the database, may
have left it there all the same, and still no screen, file or terminal may obey it.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anchang.domain.errors import BadInput
from anchang.services import codec, use_case
from tests.hostile.bench import Fields, put
from tests.hostile.names import TAKEN
from tests.hostile.situations import PAPER, acts, prepared
from tests.office import Desk, desk_at
from tests.services.stock import customer

SEEN: tuple[str, ...] = tuple(
    TAKEN[kind]
    for kind in (
        "markup", "action", "style", "open markup", "formula", "formula of a number", "formula of a sign", "old sign",
        "long name", "brace", "named brace", "lone brace", "percent", "template", "template block", "SQL", "XML",
        "XML escape of Excel", "emoji", "right to left", "full width",
    )
)  # fmt: skip
BEHIND = "坏\x1b[31m\x1b]0;x\x07\x9b2J\u202e\u2066名\u200b"
# Signs that no terminal, file or screen may get from data.
ORDERS = frozenset("\x1b\x07\x9b\x85\x90\x9d\u202e\u2066\u202a\u202b\u202d\u2067\u2068\u200e\u200f\u200b")
MANY = (
    "permit.record", "discount.publish", "price_list.draft", "customer.register", "visit.log", "call.log",
    "follow_up.log", "customer.reveal", "export.record",
)  # fmt: skip
ONCE = (
    "staff.change", "project.change", "customer.update", "visit.save", "unit.let_go", "rota.skip", "day.send_back",
    "subscription.approve", "subscription.decide_slip", "subscription.stamp", "receipt.enter", "receipt.confirm",
    "contract.appoint", "contract.draft", "contract.contract_check", "contract.sign", "contract.file",
    "contract.collect",
)  # fmt: skip
COLUMNS = (
    ("customer", "name"), ("customer", "note"), ("visit", "name"), ("visit", "content"), ("call", "name"),
    ("unit", "layout"), ("permit", "authority"), ("price_list", "file_name"),
)  # fmt: skip


def with_text(name: str, fields: Fields, text: str) -> Fields:
    """The fields with the text in every place that is a text."""
    made = fields
    for shape in codec.describe(use_case.find(name).command):
        if shape.kind == "str":
            made = put(made, shape.name, text)
    return made


def told(desk: Desk, login: str, name: str, fields: Fields, text: str) -> dict[str, Any]:
    """Do the act with the text wherever it is taken; a field that refuses it keeps what it had."""
    given = with_text(name, fields, text)
    for _ in range(40):
        try:
            return desk.office.run_named(desk.session(login), name, copy.deepcopy(given))
        except BadInput as error:
            inner = error.place.replace("[0]", "[]")
            paths = [shape.name for shape in codec.describe(use_case.find(name).command)]
            path = next((each for each in paths if each in (inner, f"{inner}[]")), None)
            path = path or next(each for each in paths if each.rpartition(".")[2] == inner.rpartition(".")[2])
            given = put(given, path, _value(fields, path))
    raise AssertionError(f"{name}: does not go through with {text!r}")


def _value(fields: Fields, path: str) -> Any:
    head, dot, rest = path.partition(".")
    value = fields.get(head.removesuffix("[]"), "")
    if dot:
        return _value(value[0] if head.endswith("[]") else value, rest)
    return value[0] if head.endswith("[]") and value else value


def deal(desk: Desk) -> dict[str, Any]:
    """A subscription in force whose every text is another hostile one; its number and its receipt's."""
    words = itertools.cycle(SEEN)
    buyer = {"name": "{{7*7}}[/]", "id_no": PAPER["buyers"][0]["id_no"], "phone": "13800000001"}
    buyer |= {name: next(words) for name in ("address", "nationality", "agent")}
    desk.do("manager", "term.propose", code="{{c}}", title="[/]", text="{% for x in y %}\n[/]")
    desk.do("director", "term.approve", term="{{c}}")
    terms = {"paper_no": "=1+1", "special_terms": ["{{c}}"], "opinion": "{0}"}
    fields = {**PAPER, **terms, "buyers": [buyer]}
    who = customer(desk, phone="13800000077")
    desk.do("manager", "unit.release", permit="备用证", building="3栋")
    number = desk.do("c01", "subscription.draft", unit="3-1-402", customer=who, **fields)["sub_no"]
    desk.do("c01", "subscription.submit", subscription=number)
    desk.do("manager", "subscription.approve", subscription=number, comment="=cmd|x")
    line = {"amount": "50000", "money_type": "deposit", "bank_ref": "@SUM(A1)", "account": "4000 0001 0002"}
    receipt = desk.do(
        "cashier", "receipt.enter", subscription=number, payer="{{payer}}[/]", lines=[line], note="{% x %}",
        explanation="[/]",
    )  # fmt: skip
    desk.do("clerk", "subscription.stamp", subscription=number)
    desk.do("manager", "subscription.decide_slip", subscription=number, comment="{name}%s")
    return {"number": number, "receipt": receipt["no"]}


def flood(desk: Desk) -> dict[str, Any]:
    """Everything, everywhere."""
    made = prepared(desk)
    known = acts(made)
    for number, text in enumerate(SEEN):
        for name in MANY:
            login, fields = known[name]
            own = {"discount.publish": {"code": f"E{number}"}, "permit.record": {"no": f"证{number}"}}.get(name, {})
            result = told(desk, login, name, {**fields, **own}, text)
            if name == "permit.record":
                desk.do("director", "permit.approve", permit_draft=result["id"])
            if name == "price_list.draft":
                desk.do("director", "price_list.approve", price_list=result["id"])
    for number, name in enumerate(ONCE):
        login, fields = known[name]
        told(desk, login, name, fields, SEEN[number % len(SEEN)])
    made["deal"] = deal(desk)
    for number, text in enumerate(SEEN):
        fields = {"name": text, "login": f"h{number}", "roles": "consultant", "password": "demo-demo-1"}
        desk.do("boss", "staff.add", **fields)
    return made


def behind(desk: Desk) -> None:
    """Put in by hand what no use case takes, into a row of each of these columns."""
    with desk.office.store.write() as connection:
        for table, column in COLUMNS:
            connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = ? WHERE id = (SELECT MIN(id) FROM {table})", (BEHIND,)
            )


@contextmanager
def flooded(root: Path) -> Iterator[tuple[Desk, dict[str, Any]]]:
    """The office, open."""
    with desk_at(root) as desk:
        made = flood(desk)
        behind(desk)
        yield desk, made


def orders_in(text: str) -> set[str]:
    """The signs of the text that something could obey; a terminal's own line feed is none."""
    return {
        sign for sign in text
        if sign in ORDERS or (ord(sign) < 0x20 and sign not in "\n\r") or 0x7F <= ord(sign) < 0xA0
    }  # fmt: skip
