"""What the doctor has to see when a claim and its paper no longer belong together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import text

from anchang.storage.invariants_money import deals_hold_units
from tests.office import Desk
from tests.services.deals import BUYER, MORTGAGE, active, reviewed
from tests.services.stock import customer, on_sale


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
