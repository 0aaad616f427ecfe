"""Every text that a command carries is cleaned before it is kept, also without a form or command line."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import String, select

from anchang.domain.errors import AnchangError, BadInput
from anchang.domain.units import Secret
from anchang.services import use_case
from anchang.services.price_list import DraftPriceList
from anchang.services.project import ChangeProject
from anchang.storage.base import tables
from tests.office import Desk
from tests.services.deals import filed
from tests.services.stock import on_sale, price_row
from tests.services.test_review_projects import REFS, everything, sample

ESC, WRONG = "\x1b[2J", "甲\x1b[2J\u202e乙"
NOT_TEXT = {"journal", "journal_row"}


def is_secret(hint: Any) -> bool:
    return get_origin(hint) is not None and any(isinstance(each, Secret) for each in get_args(hint))


def test_a_project_keeps_no_control_characters(desk: Desk) -> None:
    for field in ("name", "developer", "address", "escrow_account", "filing_authority"):
        wrong: dict[str, Any] = {field: WRONG}
        with pytest.raises(BadInput):
            desk.office.run(desk.session("boss"), ChangeProject(**wrong))
    with pytest.raises(BadInput):
        desk.office.run(desk.session("boss"), ChangeProject(name="  "))
    desk.office.run(desk.session("boss"), ChangeProject(name=" 利德 "))
    assert desk.office.projects()[0].name == "利德"


def test_a_price_list_has_no_unit_without_a_building(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.office.run(desk.session("manager"), DraftPriceList((price_row("\u3000"),)))
    with pytest.raises(BadInput):
        desk.office.run(desk.session("manager"), DraftPriceList((price_row(ESC),)))


def stored(desk: Desk) -> set[str]:
    """Columns in which a control character or a direction mark was kept."""
    found = set()
    with desk.office.store.read() as connection:
        for table in tables():
            for column in table.c:
                if isinstance(column.type, String) and table.name not in NOT_TEXT:
                    for text in connection.execute(select(column).where(column.is_not(None))).scalars():
                        if ESC in str(text) or "\u202e" in str(text):
                            found.add(f"{table.name}.{column.name}")
    return found


def texts(kind: type) -> list[str]:
    """The names of a command's own text fields."""
    hints = get_type_hints(kind, include_extras=True)
    return [
        each.name
        for each in dataclasses.fields(kind)
        if not is_secret(hints[each.name]) and "str" in str(hints[each.name]) and "tuple" not in str(hints[each.name])
    ]


def built(kind: type, ids: dict[str, int], **given: Any) -> Any:
    """A command of that kind with whatever it needs."""
    from anchang.services import codec

    hints = get_type_hints(kind, include_extras=True)
    needed = {
        each.name: sample(hints[each.name], ids)
        for each in dataclasses.fields(kind)
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    }
    fields = {each.name for each in dataclasses.fields(kind)}
    usual: dict[str, Any] = {"reason": "因", "notice": "yes", "phone": "13912345678", "name": "王五", "comment": "因"}
    made = codec.decode(kind, {**{n: v for n, v in usual.items() if n in fields}, **needed}, lambda *_: 0)
    return dataclasses.replace(made, **given)


def test_no_text_field_of_any_command_keeps_what_would_run(desk: Desk) -> None:
    on_sale(desk)
    filed(desk)
    desk.do("c01", "visit.log", kind="first", name="王五", phone="13900000009", notice="yes", gender="male")
    desk.do("c01", "call.log", is_repeat="no", name="赵六", phone="13900000008", notice="yes", channel="referral")
    ids = everything(desk)
    assert set(REFS) <= ids.keys()
    tried = 0
    for name, case in use_case.load().items():
        for field in texts(case.command):
            for login in ("boss", "manager", "c01", "assistant", "cashier", "clerk", "system"):
                tried += 1
                try:
                    desk.office.run_case(desk.session(login), case, built(case.command, ids, **{field: WRONG}))
                except AnchangError:
                    continue
                assert stored(desk) == set(), f"{name} {field}"
    assert tried > 300
    assert stored(desk) == set()
