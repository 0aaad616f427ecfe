"""Never sold twice: one live claim a unit, whoever comes, however many at once (5.12, design 4)."""

from __future__ import annotations

import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anchang.domain.errors import Refusal, UnitTaken, WrongState
from anchang.domain.hold import ClaimKind
from anchang.domain.unit import state_from
from anchang.services import claim
from anchang.services.act import Act
from anchang.services.opening import open_office
from anchang.services.unit import AskUnit, sweep
from anchang.storage.base import table_of
from anchang.storage.unit import UnitClaim
from anchang.storage.work import Clash, Work
from tests.office import Desk, desk_at
from tests.services.stock import PERMIT, acts, block, customer, import_rows, on_sale, run, unit, wrong_digests


def live_claims(desk: Desk) -> list[tuple[int, str]]:
    with desk.office.store.read() as connection:
        table = table_of(UnitClaim)
        rows = connection.execute(table.select().where(table.c.ended_at.is_(None)).order_by(table.c.id))
        return [(row.unit_id, row.kind) for row in rows]


def test_a_held_unit_makes_the_lead_an_intention(desk: Desk) -> None:
    """2.2: `intending` is whoever has a unit held, by an own hold, by the manager's, or by a paper written at once."""
    on_sale(desk)
    people = [customer(desk, "c01", phone=f"1380000010{n}") for n in range(4)]
    desk.do("c01", "unit.ask", unit="1-1-101", customer=people[0])
    desk.do("manager", "unit.hold", unit="1-1-102", customer=people[1])
    desk.do("director", "unit.hold", unit="1-1-201", hold_type="reserve", note="工程抵款")
    desk.do("manager", "unit.hold", unit="1-1-201", customer=people[2])
    states = {row["id"]: row["state"] for row in desk.see("manager", "customers")}
    assert [states[each] for each in people] == ["intending", "intending", "intending", "new"]
    desk.do("c01", "unit.let_go", unit="1-1-101", reason="改主意")
    assert next(row["state"] for row in desk.see("manager", "customers") if row["id"] == people[0]) == "intending"


def test_two_terminals_race_and_one_wins(desk: Desk) -> None:
    on_sale(desk)
    unit_id = int(unit(desk, "1-1-101")["id"])
    leads = {"c01": customer(desk, "c01"), "c02": customer(desk, "c02", "陈静", "13800000002")}
    start = threading.Barrier(2)
    told: dict[str, str] = {}

    def terminal(login: str) -> None:
        office = open_office(desk.where, clock=desk.clock)
        try:
            start.wait(timeout=20)
            office.run(desk.session(login), AskUnit(unit_id, leads[login]))
            told[login] = "won"
        except UnitTaken as error:
            told[login] = str(error)
        finally:
            office.close()

    threads = [threading.Thread(target=terminal, args=(login,)) for login in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(told) == ["c01", "c02"]
    (winner,) = [login for login, words in told.items() if words == "won"]
    (words,) = [words for words in told.values() if words != "won"]
    assert {"c01": "张伟", "c02": "王芳"}[winner] in words
    assert "09:00" in words
    assert "09:10" in words
    assert live_claims(desk) == [(unit_id, "hold")]


def test_the_database_has_the_last_word(desk: Desk) -> None:
    on_sale(desk)
    unit_id = int(unit(desk, "1-1-101")["id"])
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    with pytest.raises(Clash), desk.office.store.write() as connection:
        Work(connection).insert(
            UnitClaim, project_id=desk.project_id, unit_id=unit_id, kind="hold", since=desk.clock()
        )


def test_one_claim_advances_from_hold_to_contract(desk: Desk) -> None:
    on_sale(desk)
    lead = customer(desk)
    unit_id = int(desk.do("c01", "unit.ask", unit="1-1-101", customer=lead)["id"])
    run(desk, "c01", lambda act: claim.advance(act, unit_id, ClaimKind.SUBSCRIPTION, subscription_id=7))
    desk.clock.move(days=30)  # a paper has no timer
    assert live_claims(desk) == [(unit_id, "subscription")]
    with pytest.raises(UnitTaken, match="张伟"):
        desk.do("c02", "unit.ask", unit="1-1-101", customer=customer(desk, "c02", phone="13800000002"))
    with pytest.raises(UnitTaken):
        desk.do("manager", "unit.hold", unit="1-1-101")
    with pytest.raises(Refusal):
        desk.do("manager", "unit.let_go", unit="1-1-101")
    said: dict[str, Any] = {"subscription_active": True, "claim_is_buyers": True}
    with pytest.raises(Refusal):
        run(desk, "cashier", lambda act: claim.follow(act, unit_id, "subscribe", subscription_active=True))
    assert run(desk, "cashier", lambda act: claim.follow(act, unit_id, "subscribe", **said)) == "subscribed"
    run(desk, "clerk", lambda act: claim.advance(act, unit_id, ClaimKind.CONTRACT, contract_id=3))
    assert run(desk, "clerk", lambda act: claim.follow(act, unit_id, "sign", contract_signed=True)) == "signed"
    assert run(desk, "clerk", lambda act: claim.follow(act, unit_id, "register", contract_filed=True)) == "registered"
    assert live_claims(desk) == [(unit_id, "contract")]
    with pytest.raises(ValueError, match="hold"):
        run(desk, "clerk", lambda act: claim.advance(act, unit_id, ClaimKind.HOLD))
    row = run(desk, "clerk", lambda act: dict(claim.live(act, unit_id) or {})["subscription_id"])
    assert row == 7
    assert wrong_digests(desk, "unit", "unit_claim") == []


def test_a_direct_booking_makes_its_own_hold(desk: Desk) -> None:
    on_sale(desk)
    lead = customer(desk)
    unit_id = int(unit(desk, "1-1-101")["id"])

    def book(act: Act) -> claim.Taken:
        return claim.take(act, unit_id, ClaimKind.SUBSCRIPTION, "", lead, desk.people["c01"], subscription_id=9)

    run(desk, "assistant", book)
    assert unit(desk, "1-1-101")["state"] == "held"
    assert live_claims(desk) == [(unit_id, "subscription")]
    with pytest.raises(Refusal):
        run(desk, "manager", lambda act: claim.end(act, unit_id, "作废", paper_void=True, has_receipt=True))
    run(desk, "manager", lambda act: claim.end(act, unit_id, "作废", paper_void=True, has_receipt=False))
    assert (unit(desk, "1-1-101")["state"], live_claims(desk)) == ("available", [])


def test_a_hold_that_ran_out_does_not_become_a_paper(desk: Desk) -> None:
    on_sale(desk)
    unit_id = int(desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))["id"])
    desk.clock.move(minutes=10)
    with pytest.raises(Refusal):
        run(desk, "c01", lambda act: claim.advance(act, unit_id, ClaimKind.SUBSCRIPTION))
    assert run(desk, "c01", lambda act: claim.end_lapsed(act, unit_id)) is None
    assert acts(desk)[-2:] == [("unit.expire_lapsed", "system"), ("test.paper", "张伟")]
    before = acts(desk)
    assert run(desk, "c01", lambda act: claim.end_lapsed(act, unit_id)) is None
    assert [what for what, _who in acts(desk)[len(before) :]] == ["test.paper"]  # once
    with pytest.raises(Refusal):
        run(desk, "c01", lambda act: claim.end(act, unit_id, "x"))


STEPS = ("unit.ask", "unit.hold", "unit.let_go", "unit.refuse", "unit.withdraw", "release", "wait", "sweep")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("c01", "c02", "manager", "director")),
        st.sampled_from(STEPS),
        st.sampled_from(("1-1-101", "1-1-102")),
        st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=12)
@given(ACTS)
def test_whatever_people_do_the_unit_is_as_its_claim_says(steps: list[tuple[str, str, str, bool]]) -> None:
    """After every act: at most one live claim a unit, the state that follows from it, and digests that match."""
    with tempfile.TemporaryDirectory() as folder, desk_at(Path(folder) / "office") as desk:
        import_rows(desk, block("1栋"))
        desk.do("manager", "unit.release", permit=PERMIT, units="1-1-101,1-1-102")
        leads = (customer(desk, None), customer(desk, "c02", "陈静", "13800000002"))
        for login, name, label, flag in steps:
            with suppress(Refusal):
                one_act(desk, login, name, label, leads[flag])
            claims = live_claims(desk)
            assert len({unit_id for unit_id, _ in claims}) == len(claims)
            for each in ("1-1-101", "1-1-102"):
                row = unit(desk, each)
                kind = next((ClaimKind(kind) for unit_id, kind in claims if unit_id == row["id"]), None)
                assert row["state"] == state_from(kind, released=row["state"] != "unreleased")
        assert wrong_digests(desk, "unit", "unit_claim") == []


def one_act(desk: Desk, login: str, name: str, label: str, lead: int) -> None:
    """One step of the property above."""
    if name == "wait":
        desk.clock.move(minutes=7)
    elif name == "sweep":
        sweep(desk.office, desk.project_id)
    elif name == "release":
        desk.do(login, "unit.release", permit=PERMIT, units=label)
    elif name == "unit.withdraw":
        desk.do(login, name, units=label, reason="调整")
    elif name in ("unit.ask", "unit.hold"):
        desk.do(login, name, unit=label, customer=lead)
    else:
        desk.do(login, name, unit=label, reason="调整")


def test_nothing_is_taken_that_is_not_on_sale(desk: Desk) -> None:
    on_sale(desk)
    desk.do("manager", "unit.withdraw", units="1-1-101", reason="样板房")
    unit_id, lead = int(unit(desk, "1-1-101")["id"]), customer(desk)
    with pytest.raises(WrongState):
        run(desk, "c01", lambda act: claim.take(act, unit_id, ClaimKind.HOLD, customer_id=lead))
