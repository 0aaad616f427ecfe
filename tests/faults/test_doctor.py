"""After any one changed value the doctor names the row: every column of every table that has one (design 4)."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from anchang.demo import Size, build
from anchang.domain.price_list import Usage
from anchang.services.doctor import examine
from anchang.services.opening import Where, open_office
from anchang.services.receipt import options
from anchang.services.setting import ChangeSetting
from anchang.storage import change_query
from anchang.storage.base import tables
from anchang.storage.journal import UNTRACKED
from anchang.storage.place import Place
from tests.faults.sales import command_line, selling, surroundings
from tests.office import MORNING, Desk, MovedClock
from tests.services.stock import import_rows, price_row
from tests.storage.test_journal import behind

TODAY = date(2026, 11, 23)
DAYS = 20  # of history in the office that is walked: enough for every state that a paper can reach

# Tables without a row in it, each with the reason why no act makes one. Every other table is walked.
# What the small demo does not have; every table goes through the same digest.
WITHOUT_ROWS: dict[str, str] = {
    "custody_event": "no copy changes hands in the few days of the small demo",
    "customer_number": "nobody gets another number in the few days of the small demo",
    "pool_ask": "nobody has slept long enough for the pool",
    "register_profile": "the demo takes in no old book",
    "register_rule": "the demo takes in no old book",
    "register_import": "the demo takes in no old book",
    "register_import_change": "the demo takes in no old book",
    "register_import_unit": "the demo takes in no old book",
    "saved_filter": "a person's own, kept at the keyboard",
    "waiting": "somebody is always free in the few days of the small demo",
    "launch_choice": "the demo's launch has not opened its doors",
    "delegation": "nobody stands in for anybody in the small demo",
    "sincerity_closing": "the demo's sincerity money stands where it was taken",
    "subscription_consultant": "nobody shares a credit in the small demo",
    "subscription_printed": "the demo's papers are not compared with printed ones",
    "subscription_proxy": "every buyer of the demo is of age and signs in person",
    "subscription_term": "no paper of the demo has a special term",
    "change_buyer": "the demo asks for no other buyers",
    "change_proxy": "the demo asks for no other buyers",
    "contract_proxy": "every buyer of the demo is of age and signs in person",
    "change_plan": "the demo asks for no other payment plan",
    "change_unit": "the demo asks for no other unit",
}


def may_go_back(desk: Desk, receipt: int) -> bool:
    """Whether the receipt can be reversed today: it is of today and nothing rests on it."""
    found = desk.office.look(desk.session("accountant"), options, receipt)
    return any(each.step.name == "reverse" and each.why_not is None for each in found)


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Six units, of which some are held, let go and withdrawn."""
    with selling(tmp_path_factory.mktemp("doctor") / "office", 6, 3) as (desk, stock):
        desk.do("c01", "unit.ask", unit=stock.labels[0], customer=stock.phones[0])
        desk.do("c02", "unit.ask", unit=stock.labels[1], customer=stock.phones[1])
        desk.do("c02", "unit.let_go", unit=stock.labels[1], reason="改主意")
        desk.do("manager", "unit.withdraw", units=[stock.labels[2]], reason="调整")
        assert serious(desk) == []
        unguarded(desk)
        yield desk


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo's twenty days, and the acts that they do not have: every table has a row that a use case made."""
    where = Where(Place(tmp_path_factory.mktemp("lived") / "office"))
    build(where, Size(today=TODAY, days=DAYS, units=60))
    office = open_office(where, clock=MovedClock(MORNING + timedelta(hours=8)))
    desk = Desk(office, MovedClock(), office.project().id)
    desk.people = {row["login"]: row["id"] for row in desk.see("system", "staff")}
    receipt = next(row for row in desk.see("accountant", "receipts") if may_go_back(desk, row["id"]))
    paper = desk.see("clerk", "subscriptions")[-1]
    office.run(desk.session("boss"), ChangeSetting("holds_per_customer", "5"))
    desk.do("accountant", "receipt.reverse", receipt=receipt["no"], reason="重复录入")
    desk.do("clerk", "document.print", kind="subscription_agreement", subscription=paper["sub_no"])
    desk.do("manager", "customer.reveal", customer=desk.see("manager", "customers")[0]["id"], reason="回访")
    _around_units(desk)
    _beside_the_paper(desk)
    _out_and_back(desk)
    desk.do("manager", "correction.void_call", call=desk.see("manager", "calls")[-1]["id"], reason="重复登记")
    assert serious(desk) == []
    unguarded(desk)
    yield desk
    office.close()


def _beside_the_paper(desk: Desk) -> None:
    """What the buyer read and was given, where a copy went, the buyer's file."""
    paper = next(row["sub_no"] for row in desk.see("manager", "subscriptions") if row["state"] == "active")
    desk.do("assistant", "subscription.record_reading", subscription=paper, items=["model_contract"], reader="买受人")
    desk.do("assistant", "subscription.hand_pack", subscription=paper, items=["purchase_notes"], receiver="买受人")
    desk.do("clerk", "subscription.pass_copy", subscription=paper, copy_no="2", taker="法务", purpose="登记")
    desk.do("assistant", "buyer_file.keep", subscription=paper, competitor="海悦湾")


def _around_units(desk: Desk) -> None:
    """A flag, a parking space that belongs to a unit, a batch, a place on a waiting list."""
    rows = (price_row("9栋", list_total=100_000_000), price_row("9栋", floor=-1, door="C1", usage=Usage.PARKING))
    import_rows(desk, rows)
    labels = [row["label"] for row in desk.see("manager", "units", building="9栋")]
    main = next(label for label in labels if "C1" not in label)
    desk.do("manager", "unit.flag", unit=main, flag="mortgaged", reason="在建抵押")
    desk.do("manager", "unit.link", unit=main, linked=next(label for label in labels if "C1" in label))
    desk.do("manager", "batch.plan", name="九栋", units=main)
    held = next(row["label"] for row in desk.see("manager", "units") if row["state"] == "subscribed")
    desk.do("manager", "unit.wait", unit=held, customer=desk.see("manager", "customers")[0]["id"])


def serious(desk: Desk) -> list[tuple[str, str]]:
    """(kind, where) of every serious finding; that the triggers are gone is what this module did itself."""
    return [(each.kind, each.where) for each in examine(desk.office) if each.serious and each.kind != "trigger"]


def unguarded(desk: Desk) -> None:
    """Drop every trigger once: doing it for each value would take minutes. Nobody waits for the disk either."""
    with desk.office.store.raw() as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")


def put(desk: Desk, statement: str) -> None:
    """Run one statement as a tool at the file would, with every kind of value allowed."""
    with desk.office.store.raw() as connection:
        for each in (*OPEN, "PRAGMA synchronous = OFF", statement, "PRAGMA synchronous = FULL", *SHUT):
            connection.execute(each)


def changed(value: Any) -> str:
    """Another value of the same sort, as SQL; far enough away that no unique index stands in the way."""
    if value is None:
        return "1"
    if isinstance(value, int):
        return str(value + 1_000_003)
    return "'" + str(value).replace("'", "''") + "x'"


def quoted(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


# What a tool at the file would switch off first, so that every kind of value can be put in.
OPEN = ("PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON")
SHUT = ("PRAGMA ignore_check_constraints = OFF", "PRAGMA foreign_keys = ON")


def every_value(desk: Desk) -> Iterator[tuple[Table, str, int, str, Any]]:
    """(table, its key, the newest row's number, column, stored value) for every table that has a row."""
    for table in tables():
        key = next(iter(table.primary_key.columns)).name
        with desk.office.store.raw() as connection:
            cursor = connection.execute(f"SELECT * FROM {table.name} ORDER BY {key} DESC LIMIT 1")
            row = cursor.fetchone()
            names = [column[0] for column in cursor.description]
        for name, value in zip(names, row or (), strict=False):
            if name != key:
                yield table, key, row[names.index(key)], name, value


@pytest.mark.slow
def test_every_changed_value_is_found_and_its_row_named(lived: Desk) -> None:
    """One value of each tracked table at a time, all tables together: each must be named by its own digest.

    The journal's tables are walked value by value, because one break of the chain could hide another.
    """
    values = list(every_value(lived))
    act = act_of_newest_child(lived)
    missed = []
    for changes in rounds(values):
        for table, key, number, name, value in changes:
            put(lived, f'UPDATE {table.name} SET "{name}" = {changed(value)} WHERE {key} = {number}')
        found = serious(lived)
        for table, _key, number, name, _value in changes:
            if table.name in UNTRACKED:
                wanted = {"journal": f"journal #{number}", "journal_row": f"journal #{act}"}.get(table.name, table.name)
                named = wanted in {where for _kind, where in found}
            else:
                named = any(where == f"{table.name} #{number}" and kind in BY_ITS_DIGEST for kind, where in found)
            if not named:
                missed.append(f"{table.name} #{number} {name}: {found}")
        for table, key, number, name, value in changes:
            put(lived, f'UPDATE {table.name} SET "{name}" = {quoted(value)} WHERE {key} = {number}')
    assert missed == []
    assert serious(lived) == []
    without = {table.name for table in tables()} - {table.name for table, *_ in values}
    assert sorted(without) == sorted(WITHOUT_ROWS)


def _out_and_back(desk: Desk) -> None:
    """A paper in force is asked to be delayed, forfeited, reactivated, and cancelled with its deposit paid back."""
    busy = {row["unit"] for name in ("contracts", "delays", "changes") for row in desk.see("manager", name)}
    found = [row for row in desk.see("manager", "subscriptions") if row["state"] == "active"]
    deal = next(row for row in found if row["unit"] not in busy)
    seller = next(login for login, number in desk.people.items() if number == deal["consultant_id"])
    asked = desk.do(seller, "delay.apply", subscription=deal["sub_no"], days="3", reason="loan")
    desk.do(seller, "delay.withdraw", delay=asked["no"], reason="不需要了")
    buyer = desk.see("cashier", "receipts", subscription=deal["id"])[0]["payer"]
    opened = desk.do(
        "assistant", "forfeit.open", subscription=deal["sub_no"], trigger="customer_asks", reason="不买了"
    )
    gone = {"request": opened["no"]}
    desk.do("assistant", "change.submit", **gone)
    desk.do("manager", "change.approve", **gone)
    desk.do("director", "change.approve", **gone)
    desk.do("manager", "change.execute", **gone)
    desk.do("assistant", "forfeit.ask_back", **gone, comment="又要了")
    desk.do("director", "forfeit.reactivate", **gone, sign_due=(TODAY + timedelta(days=30)).isoformat())
    made = desk.do("assistant", "refund.draft", subscription=deal["sub_no"], fault="none", reason="贷款未批")
    back = {"request": made["no"]}
    desk.do("assistant", "change.submit", **back, accounts=[{"payer": buyer, "account": "6222 0000"}])
    desk.do("manager", "change.approve", **back)
    card = desk.office.look(desk.session("manager"), change_query.card, made["id"])
    assert card is not None
    for paper in card["papers"]:
        which = {"receipt": paper["label"]} if paper["kind"] == "receipt" else {"copy_no": paper["row_id"]}
        desk.do("assistant", "change.paper_back", **back, **which)
    desk.do("accountant", "change.execute", **back)
    desk.do("cashier", "voucher.pay", voucher=desk.see("cashier", "vouchers", unpaid="yes")[0]["no"])


def act_of_newest_child(desk: Desk) -> int:
    """The act whose changed row `every_value` walks: a broken child is found, and named, through its act."""
    with desk.office.store.raw() as connection:
        return int(connection.execute("SELECT seq FROM journal_row ORDER BY id DESC LIMIT 1").fetchone()[0])


BY_ITS_DIGEST = frozenset({"row_changed", "unreadable"})
Change = tuple[Table, str, int, str, Any]


def rounds(values: list[Change]) -> list[list[Change]]:
    """The n-th value of every tracked table together; each value of the journal's tables by itself."""
    together: dict[int, list[Change]] = {}
    alone: list[list[Change]] = []
    counted: Counter[str] = Counter()
    for change in values:
        name = change[0].name
        if name in UNTRACKED:
            alone.append([change])
        else:
            together.setdefault(counted[name], []).append(change)
            counted[name] += 1
    return [*together.values(), *alone]


@pytest.mark.slow
def test_a_row_that_was_moved_to_another_number_is_found(sold: Desk) -> None:
    for table, key in (("unit", "id"), ("unit_claim", "id"), ("setting", "id")):
        put(sold, f"UPDATE {table} SET {key} = 9999 WHERE {key} = 1")
        assert {where for _, where in serious(sold)} >= {f"{table} #1", f"{table} #9999"}
        put(sold, f"UPDATE {table} SET {key} = 1 WHERE {key} = 9999")
    assert serious(sold) == []


@pytest.mark.slow
def test_the_command_line_says_it_and_answers_with_one(tmp_path: Path) -> None:
    root = tmp_path / "office"
    with selling(root, 4, 2) as (desk, _):
        mark = desk.office.change_mark()
    assert doctor(root)[0] == 0
    with selling(tmp_path / "second", 4, 2) as (desk, _):
        behind(desk, *OPEN, "UPDATE unit SET list_total = list_total + 1 WHERE id = 3", *SHUT)
    code, said = doctor(tmp_path / "second")
    assert code == 1
    assert "unit #3" in said
    with selling(tmp_path / "third", 4, 2) as (desk, _):
        rows = (f"DELETE FROM journal_row WHERE seq >= {mark}", f"DELETE FROM journal WHERE seq >= {mark}")
        behind(desk, *OPEN, *rows, *SHUT)
    code, said = doctor(tmp_path / "third")
    assert code == 1
    assert f"journal #{mark}" in said


def doctor(root: Path) -> tuple[int, str]:
    """Exit code and words of `anchang doctor`."""
    done = subprocess.run(
        command_line(root, "doctor"), env=surroundings(), capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr
