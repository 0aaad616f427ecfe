"""Two projects in one database: nobody who works in one reaches a row of the other, whatever id is said."""

from __future__ import annotations

import dataclasses
import types
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import select

from anchang.domain.access import Role
from anchang.domain.errors import AnchangError, NotFound
from anchang.domain.units import Ref, Scale
from anchang.services import codec, lists, refs, use_case
from anchang.services.listing import Ask
from anchang.services.office import Session
from anchang.storage.base import tables
from tests.office import Desk
from tests.services.deals import ESCROW, active, filed
from tests.services.stock import PERMIT, on_sale

SHARED = {"project", "staff", "journal", "journal_row", "setting"}  # of the whole office, or compared by name
REFS = (
    "unit", "batch", "customer", "permit", "permit_draft", "subscription", "contract", "receipt", "visit", "call",
    "turn", "price_list", "follow_up", "person_request", "faq", "competitor", "meeting_task", "ownership_case",
    "customer_link", "term",
    "price_list", "appointment", "register_import", "launch", "sincerity", "delay_request",
    "discount_request", "change_request", "voucher", "delegation",
)  # fmt: skip


def sample(hint: Any, ids: dict[str, int]) -> Any:
    """Any value of that kind; a reference is the row of the other project."""
    if get_origin(hint) in (Union, types.UnionType):
        return sample(next(each for each in get_args(hint) if each is not types.NoneType), ids)
    if get_origin(hint) is Annotated:
        kind, *marks = get_args(hint)
        for mark in marks:
            if isinstance(mark, Ref):
                return ids[mark.noun]
            if isinstance(mark, Scale):
                return "100"
        return sample(kind, ids)
    if get_origin(hint) in (tuple, frozenset):
        return [sample(get_args(hint)[0], ids)]
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint, include_extras=True)
        return {each.name: sample(hints[each.name], ids) for each in dataclasses.fields(hint) if needed(each)}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint)).value
    given: dict[Any, Any] = {
        str: "1", int: 1, bool: "yes", date: "2026-11-23", datetime: "2026-11-23T09:00:00+08:00"
    }  # fmt: skip
    return given[hint]


def needed(each: dataclasses.Field[Any]) -> bool:
    return each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING


def mentions(hint: Any) -> set[str]:
    """The nouns that a hint refers to."""
    if isinstance(hint, Ref):
        return {hint.noun}
    return set().union(*(mentions(each) for each in get_args(hint)))


def rows_of(desk: Desk, project_id: int) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of that project."""
    with desk.office.store.read() as connection:
        return {
            table.name: list(map(tuple, connection.execute(select(table).where(table.c.project_id == project_id))))
            for table in tables()
            if "project_id" in table.c and table.name not in SHARED
        }


def strays(desk: Desk) -> list[str]:
    """Foreign keys that lead from a row of one project to a row of another."""
    found = []
    with desk.office.store.read() as connection:
        for table in tables():
            for key in table.foreign_keys:
                there = key.column.table.alias("there")
                if "project_id" in table.c and "project_id" in there.c and table.name not in SHARED:
                    joined = table.join(there, key.parent == there.c.id)
                    wrong = select(table.c.id).select_from(joined).where(table.c.project_id != there.c.project_id)
                    found += [f"{table.name}.{key.parent.name}" for _ in connection.execute(wrong)]
    return found


def everything(desk: Desk) -> dict[str, int]:
    """One row of each noun in the first project."""
    found = {"staff": desk.people["c02"]}
    names = {each.name: each for each in tables()}
    with desk.office.store.read() as connection:
        for noun in REFS:
            column = names[noun].c.id
            first = connection.execute(select(column).order_by(column)).scalar()
            found[noun] = 1 if first is None else int(first)
    return found


def test_no_act_of_one_project_touches_or_names_a_row_of_the_other(desk: Desk) -> None:
    on_sale(desk)
    filed(desk)
    desk.do("c01", "visit.log", kind="first", name="王五", phone="13900000009", notice="yes", gender="male")
    desk.do("c01", "call.log", is_repeat="no", name="赵六", phone="13900000008", notice="yes", channel="referral")
    desk.do("c01", "person.request", customer="13900000009", kind="copy")
    desk.do("c01", "faq.propose", question="学区")
    desk.do("manager", "term.propose", code="T1", title="车位", text="送车位一个")
    desk.do("manager", "competitor.add", name="海悦湾")
    task = {"what": "x", "person": "c01", "due_on": "2026-11-23"}
    desk.do("manager", "meeting.write", kind="morning", points="x", tasks=[task])
    desk.do("c01", "appointment.make", customer="13900000009", at="2026-11-24T10:00+08:00")
    desk.do("manager", "launch.prepare", name="首开", held_on="2026-11-30", units="1-1-201")
    desk.do("cashier", "sincerity.take", launch="首开", customer="13900000009", amount="100", account=ESCROW)
    desk.do("manager", "permit.record", no="002", issued_on="2026-06-01", buildings="3栋")
    desk.do("manager", "ownership.open", phone="13900000009", question="?")
    desk.do("c01", "customer.link", customer="13900000009", link="spouse", phone="13900000008")
    deal = active(desk, "1-1-102", number=2)
    desk.do("c01", "delay.apply", subscription=deal.sub_no, days="3", reason="funds")
    desk.do("c01", "discount_request.apply", unit="1-1-201", customer="13900000009", kind="leader", amount="100",
            reason="x", granted_by="manager")
    desk.do("director", "delegation.give", delegate="manager", kinds=["delay"], to_day="2026-11-30", reason="x")
    ids = everything(desk)
    other = desk.do("boss", "project.add", code="P2", name="二期")["id"]
    everybody = ",".join(role.value for role in Role if role is not Role.SYSTEM)
    person = desk.do("boss", "staff.add", login="all", name="全能", roles=everybody, password="demo")["id"]
    session = Session(person, other)
    before, tried = rows_of(desk, desk.project_id), 0
    for name, case in use_case.load().items():
        hints = get_type_hints(case.command, include_extras=True)
        fields = list(dataclasses.fields(case.command))
        base = {each.name: sample(hints[each.name], ids) for each in fields if needed(each)}
        base |= {"reason": "x"} if "reason" in hints else {}
        base |= {"notice": "yes"} if "notice" in hints else {}
        for each in fields:
            if not mentions(hints[each.name]) - {"staff"}:
                continue
            tried += 1
            try:
                command = codec.decode(case.command, {**base, each.name: sample(hints[each.name], ids)}, lambda *_: 0)
                desk.office.run_case(session, case, command)
            except AnchangError:
                continue
            assert strays(desk) == [], f"{name} {each.name}"
    assert tried > 40
    assert rows_of(desk, desk.project_id) == before
    assert strays(desk) == []


def test_no_list_and_no_label_of_one_project_shows_in_the_other(desk: Desk) -> None:
    on_sale(desk)
    deal, number = filed(desk)
    paid = desk.see("cashier", "receipts")[0]["no"]
    other = desk.do("boss", "project.add", code="P2", name="二期")["id"]
    session = Session(desk.people["manager"], other)
    shown = {
        name: len(desk.office.look(session, each.page, Ask({})).rows) for name, each in lists.all_listings().items()
    }  # fmt: skip
    assert {name for name, rows in shown.items() if rows} <= {"staff", "settings", "dictionary"}
    for noun, label in (
        ("unit", "1-1-101"), ("customer", "13800000001"), ("permit", PERMIT), ("subscription", deal.sub_no),
        ("contract", number), ("receipt", paid), ("price_list", "1"),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            desk.office.look(session, refs.resolve, noun, label)


def test_a_visit_recommends_units_of_its_own_project_only(desk: Desk) -> None:
    on_sale(desk)
    other = desk.do("boss", "project.add", code="P2", name="二期")["id"]
    there = Session(desk.people["c01"], other)
    fields = {"kind": "first", "name": "王五", "phone": "13900000009", "notice": "yes"}
    for wrong in (everything(desk)["unit"], 999_999):
        with pytest.raises(NotFound):
            desk.office.run_named(there, "visit.log", {**fields, "units_recommended": [wrong]})
    desk.do("c01", "visit.log", **fields, units_recommended="1-1-101,1-1-102")
