"""What the doctor has to see when a claim and its paper no longer belong together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import text

from anchang.storage.invariants_money import deals_hold_units, unit_states
from tests.office import Desk
from tests.services.deals import BUYER, MORTGAGE, active, reviewed
from tests.services.stock import block, customer, import_rows, on_sale, unit


class Undone(Exception):
    """Takes a transaction back."""


def drafted(desk: Desk) -> None:
    """A paper that is being written."""
    desk.do("c01", "subscription.draft", **MORTGAGE, unit="1-1-101", customer=customer(desk), buyers=(BUYER,))


def found(desk: Desk, *broken: str) -> list[str]:
    """The faults after these changes, which are taken back."""
    faults: list[str] = []
    with suppress(Undone), desk.office.store.write() as connection:
        for statement in broken:
            connection.execute(text(statement))
        faults += [each.kind for each in deals_hold_units(connection, desk.clock())]
        raise Undone
    return faults


@pytest.mark.parametrize("until", [drafted, reviewed, active])
def test_an_open_paper_whose_claim_is_gone_or_anothers_is_found(desk: Desk, until: Callable[[Desk], object]) -> None:
    on_sale(desk)
    until(desk)
    assert found(desk) == []
    for change in ("ended_at = since, end_reason = 'x'", "subscription_id = NULL", "customer_id = NULL"):
        if until is active and "customer" in change:
            continue  # from the stamp on the paper itself names the buyers
        assert found(desk, f"UPDATE unit_claim SET {change}, version = version + 1") == ["deal_without_claim"], change


WRONG = [
    ("1-1-102", "available", "held"),  # nobody has it
    ("1-1-102", "available", "return_locked"),
    ("1-1-102", "available", "subscribed"),
    ("1-1-202", "held", "available"),  # on hold
    ("1-1-101", "subscribed", "available"),  # sold
    ("1-1-101", "subscribed", "signed"),  # not yet
    ("1-1-101", "subscribed", "titled"),
    ("9-1-101", "unreleased", "available"),  # never put on sale: no permit stands behind it
    ("9-1-101", "unreleased", "delivered"),
]


def test_a_unit_that_is_not_where_its_deal_is_is_found(desk: Desk) -> None:
    """2.16: the state follows from the live deal; whoever changes it behind the program is found, whatever he made."""
    on_sale(desk)
    import_rows(desk, block("9栋"))
    active(desk)
    desk.do("c02", "unit.ask", unit="1-1-202", customer=customer(desk, "c02", "陈静", "13800000002"))
    desk.do("manager", "unit.withdraw", units="1-1-401", reason="样板房")
    with desk.office.store.read() as connection:
        assert list(unit_states(connection, desk.clock())) == []
    for label, is_, made in WRONG:
        assert unit(desk, label)["state"] == is_
        statement = f"UPDATE unit SET state = '{made}', version = version + 1 WHERE label = '{label}'"
        with suppress(Undone), desk.office.store.write() as connection:
            connection.execute(text(statement))
            faults = [(each.kind, each.where) for each in unit_states(connection, desk.clock())]
            assert faults == [("unit_state", label)], (label, made)
            raise Undone
