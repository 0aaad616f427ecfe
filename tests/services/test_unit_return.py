"""A deal ends: its unit is locked as returned, until a manager puts it back on sale or keeps it back (2.16, 2.8)."""

from __future__ import annotations

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.i18n import say
from anchang.services import claim, unit_return
from anchang.storage.invariants_money import unit_states
from tests.office import Desk
from tests.services.deals import active, filed
from tests.services.stock import PERMIT, customer, on_sale, returned, run, unit, wrong_digests


def faults(desk: Desk) -> list[str]:
    """What `doctor` says of the units' states."""
    with desk.office.store.read() as connection:
        return [f"{fault.where} {fault.detail}" for fault in unit_states(connection, desk.clock())]


def test_a_returned_unit_is_locked_until_a_manager_releases_it(desk: Desk) -> None:
    on_sale(desk)
    active(desk)
    assert returned(desk, "1-1-101") == "1-1-101"
    row = unit(desk, "1-1-101")
    assert (row["state"], row["return_locked_on"], row["return_reason"]) == (
        "return_locked", desk.office.today(), "客户退定"
    )  # fmt: skip
    assert faults(desk) == []
    lead = customer(desk, phone="13800000077")
    for login in ("c01", "manager", "director"):
        with pytest.raises(WrongState):
            desk.do(login, "unit.ask", unit="1-1-101", customer=lead)
    with pytest.raises(Refusal):
        desk.do("manager", "unit.release", permit=PERMIT, units="1-1-101")
    with pytest.raises(NotAllowed):
        desk.do("c01", "unit.release_return", unit="1-1-101", reason="重推")
    with pytest.raises(Refusal):
        desk.do("manager", "unit.release_return", unit="1-1-101", reason=" ")
    desk.do("manager", "unit.release_return", unit="1-1-101", reason="重新推出")
    row = unit(desk, "1-1-101")
    assert (row["state"], row["return_locked_on"], row["return_reason"]) == ("available", None, "")
    desk.do("c01", "unit.ask", unit="1-1-101", customer=lead)
    assert unit(desk, "1-1-101")["state"] == "held"
    assert wrong_digests(desk, "unit", "unit_claim") == []


def test_a_returned_unit_is_kept_back(desk: Desk) -> None:
    on_sale(desk)
    active(desk)
    returned(desk, "1-1-101")
    desk.do("director", "unit.keep_back", unit="1-1-101", reason="改样板房")
    assert unit(desk, "1-1-101")["state"] == "unreleased"
    with pytest.raises(WrongState):
        desk.do("manager", "unit.release_return", unit="1-1-101", reason="重推")
    desk.do("manager", "unit.release", permit=PERMIT, units="1-1-101")
    assert unit(desk, "1-1-101")["state"] == "available"


def test_only_a_deal_that_ends_locks_its_unit(desk: Desk) -> None:
    on_sale(desk)
    filed(desk)
    unit_id = int(unit(desk, "1-1-101")["id"])
    with pytest.raises(Refusal) as refused:
        run(desk, "manager", lambda act: claim.lock_return(act, unit_id, "退房"))
    assert "filing of the contract is not withdrawn" in say(refused.value.message, "en")
    with pytest.raises(BadInput):
        run(desk, "manager", lambda act: claim.lock_return(act, unit_id, " "))
    other = int(unit(desk, "1-1-102")["id"])
    with pytest.raises(Refusal):  # nobody has it
        run(desk, "manager", lambda act: claim.lock_return(act, other, "退房"))
    desk.do("c01", "unit.ask", unit="1-1-102", customer=customer(desk, phone="13800000078"))
    with pytest.raises(WrongState):  # a hold is let go, not returned
        run(desk, "manager", lambda act: claim.lock_return(act, other, "退房"))
    returned(desk, "1-1-101")
    assert unit(desk, "1-1-101")["state"] == "return_locked"


def test_handover_and_title_follow_their_papers(desk: Desk) -> None:
    on_sale(desk)
    filed(desk)
    unit_id, today = int(unit(desk, "1-1-101")["id"]), desk.office.today()
    with pytest.raises(WrongState):  # the certificate comes after the keys
        run(desk, "clerk", lambda act: unit_return.issue_title(act, unit_id, today))
    run(desk, "clerk", lambda act: unit_return.deliver(act, unit_id, today))
    assert (unit(desk, "1-1-101")["state"], unit(desk, "1-1-101")["delivered_on"]) == ("delivered", today)
    run(desk, "clerk", lambda act: unit_return.issue_title(act, unit_id, today))
    assert (unit(desk, "1-1-101")["state"], unit(desk, "1-1-101")["titled_on"]) == ("titled", today)
    with pytest.raises(WrongState):
        returned(desk, "1-1-101")
    assert faults(desk) == []
