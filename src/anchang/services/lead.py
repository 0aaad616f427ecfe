"""Leads follow what happens around them: a paper, a visit, a contact (domain 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from anchang.domain.access import CONSULTANT
from anchang.domain.customer import LEAD, Happening, LeadFacts, LeadState, next_step
from anchang.i18n import M
from anchang.services.act import Act
from anchang.storage.customer import Customer
from anchang.storage.work import Row

Sale = Literal["subscribed", "signed"]

_SALES: Final[dict[str, Happening]] = {
    "subscribed": Happening.SUBSCRIPTION,
    "signed": Happening.CONTRACT,
}


def sold(act: Act, customer_id: int, what: Sale) -> str:
    """Let the customer's lead follow a subscription in force or a contract signed.

    For the acts of those papers. A lead that is further already stays; returns its state. Raises NotFound, and
    NotAllowed when the person may not take that step (domain 2.2).
    """
    return happened(act, customer_id, _SALES[what])


def held(act: Act, customer: Row) -> None:
    """Whoever has a unit held is an intention; `customer` gives id and state, which are known where a hold is made."""
    if next_step(LeadState(customer["state"]), Happening.HOLD) is not None:
        happened(act, customer["id"], Happening.HOLD)


def happened(act: Act, customer_id: int, happening: Happening, reason: str = "", **values: Any) -> str:
    """Let the lead follow a happening and store `values` with it; returns the lead's state afterwards.

    A follow-up is passed in only when it reached the person.
    """
    row = act.must(Customer, customer_id, M("customer"))
    step = next_step(LeadState(row["state"]), happening)
    if step is not None:
        return act.move(LEAD, step, Customer, row, LeadFacts(reason), **values)
    if values:
        act.work.update(Customer, customer_id, **values)
    return str(row["state"])


def _steps(state: LeadState, happening: Happening, times: int) -> list[str]:
    found: list[str] = []
    for _ in range(times):
        step = next_step(state, happening)
        if step is None or found[-1:] == [step]:
            break  # once more the same changes nothing
        found.append(step)
        state = LEAD.step(step).target or state
    return found


def came(act: Act, happening: Happening, times: int) -> str:
    """The state of a lead that an old register brings, after so many happenings; its consultants took the steps."""
    return act.came(LEAD, _steps(LeadState.NEW, happening, times), LeadFacts(), CONSULTANT)


def came_invalid(act: Act, reason: str) -> str:
    """The state of a lead that an old register brings and nobody can follow (3.2)."""
    return act.came(LEAD, ("mark_invalid",), LeadFacts(reason), CONSULTANT)


def happened_before(act: Act, row: Row, happening: Happening, times: int, values: Mapping[str, Any]) -> None:
    """Let a known lead follow what an old register tells of it, and store `values` with it."""
    steps = _steps(LeadState(row["state"]), happening, times)
    for index, step in enumerate(steps):
        given = values if index == len(steps) - 1 else {}
        state = act.move(LEAD, step, Customer, row, LeadFacts(), by=CONSULTANT, **given)
        row = {**row, "state": state}
    if not steps and values:
        act.work.update(Customer, row["id"], **values)
