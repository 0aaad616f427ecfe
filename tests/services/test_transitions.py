"""The transitions that no story comes by: each is taken once through its use case (issue 4; domain 2.6 to 2.8, 2.16).

Which they are was measured: `python -m pytest -p tests.transitions ...` says what a run of the tests never took.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from anchang.domain.access import Role
from anchang.domain.change_flows import CHANGE_PLAN, RENAME
from anchang.domain.errors import Refusal
from anchang.i18n import say
from anchang.services import change_facts, unit_return
from anchang.services import launch as launches
from anchang.storage import launch as launch_rows
from anchang.storage.base import table_of
from anchang.storage.change import ChangeRequest
from tests.office import Desk, desk_at
from tests.services.changes import ACCOUNT, agreed, executed, given_up, noticed, papers_back, pay_out, request, row_id
from tests.services.deals import Deal, active, drafted, first_payment, signed
from tests.services.stock import customer, on_sale, returned, run, unit

KINDS = ("refund", "swap_unit", "rename", "add_remove_buyer", "change_plan")
PERSON = {"id_no": "440524188001010014", "phone": "13900000002", "address": "深圳市南山区一路1号"}
WIFE = {**PERSON, "name": "陈静", "relation": "spouse", "proof": "结婚证"}


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office on one day; whoever asks about a deal leaves it in force."""
    with desk_at(tmp_path_factory.mktemp("monday") / "office") as made:
        on_sale(made)
        yield made


@pytest.fixture(scope="module")
def deal(monday: Desk) -> Deal:
    """The deal about which one thing after another is asked and taken back."""
    return active(monday)


def asks(deal: Deal, kind: str) -> str:
    """A draft of that kind; its number."""
    desk = deal.desk
    kinds: dict[str, dict[str, Any]] = {
        "refund": {"fault": "none", "accounts": [ACCOUNT]},
        "swap_unit": {"unit": "2-1-402", "relation": "集团员工"},
        "rename": {"customer": other(desk), "buyers": [{**PERSON, "name": "周敏"}], "fee": "0"},
        "add_remove_buyer": {"add": [WIFE]},
        "change_plan": {"plan": "mortgage", "down_rate": "40%"},
    }
    given = kinds[kind]
    name = "refund.draft" if kind == "refund" else f"{kind}.ask"
    return str(desk.do("c01", name, subscription=deal.sub_no, reason="客户要求", **given)["no"])


def other(desk: Desk) -> int:
    """Somebody to whom the paper may go."""
    known = [row["id"] for row in desk.see("manager", "customers") if row["name"] == "周敏"]
    return int(known[0]) if known else customer(desk, "c01", "周敏", "13900000002")


def brought(deal: Deal, kind: str, state: str) -> str:
    """A request of that kind in that state."""
    no = asks(deal, kind)
    if state in ("pending", "approved"):
        deal.desk.do("c01", "change.submit", request=no)
    if state == "approved":
        agreed(deal, no, "director")
    return no


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["draft", "pending", "approved"])
def test_the_customer_stays_with_the_original(monday: Desk, deal: Deal, kind: str, state: str) -> None:
    no = brought(deal, kind, state)
    assert request(monday, no)["state"] == state
    monday.do("c01", "change.withdraw", request=no, comment="留下了")
    assert request(monday, no)["state"] == "withdrawn"
    assert deal.row()["state"] == "active" and unit(monday, "2-1-402")["state"] == "available"


@pytest.mark.parametrize("kind", KINDS)
def test_given_back_and_rejected(monday: Desk, deal: Deal, kind: str) -> None:
    no = brought(deal, kind, "pending")
    monday.do("director", "change.send_back", request=no, comment="补材料")
    assert request(monday, no)["state"] == "draft"
    monday.do("c01", "change.submit", request=no)
    monday.do("director", "change.reject", request=no, comment="不同意")
    assert request(monday, no)["state"] == "rejected"
    assert deal.row()["state"] == "active" and unit(monday, "2-1-402")["state"] == "available"


@pytest.mark.parametrize("kind", KINDS[1:])
def test_finance_refuses(monday: Desk, deal: Deal, kind: str) -> None:
    no = brought(deal, kind, "approved")
    monday.do("accountant", "change_money.refuse", request=no, comment="款项不清")
    assert request(monday, no)["state"] == "rejected"
    assert deal.row()["state"] == "active" and unit(monday, "2-1-402")["state"] == "available"


@pytest.mark.parametrize("kind", ["rename", "change_plan"])
def test_where_one_yes_is_enough_nobody_passes_on(monday: Desk, deal: Deal, kind: str) -> None:
    """2.8: «leader only», «manager + finance». The step of all decisions is there, its guard says why not."""
    no = brought(deal, kind, "pending")
    row = monday.office.look(monday.session("manager"), lambda read: _facts(read, row_id(monday, no)))
    flow = RENAME if kind == "rename" else CHANGE_PLAN
    refused = flow.why_not("pass_on", flow.states("pending"), row, {Role.DIRECTOR})
    assert isinstance(refused, Refusal) and "nobody decides after you" in say(refused.message, "en")
    assert monday.do("director", "change.approve", request=no)["state"] == "approved"
    monday.do("c01", "change.withdraw", request=no, comment="留下了")


def _facts(read: Any, request_id: int) -> Any:
    table = table_of(ChangeRequest)
    row = read.connection.execute(table.select().where(table.c.id == request_id)).mappings().one()
    return change_facts.facts_of(replace(read, roles=frozenset({Role.DIRECTOR})), row)


def test_a_delay_is_withdrawn_at_every_step(monday: Desk, deal: Deal) -> None:
    for state, fields in (
        ("draft", {"is_verified": "no", "customer_signed": "no"}),
        ("verified", {"customer_signed": "no"}),
        ("approved", {}),
    ):
        made = monday.do("c01", "delay.apply", subscription=deal.sub_no, days=3, reason="funds", **fields)
        if state == "approved":
            made = monday.do("manager", "delay.approve", delay=made["no"])
        assert made["state"] == state
        assert monday.do("c01", "delay.withdraw", delay=made["no"], reason="不需要了")["state"] == "withdrawn"


def test_a_discount_is_withdrawn_before_and_after_the_yes(monday: Desk) -> None:
    wanted: dict[str, Any] = {
        "unit": "2-1-101", "customer": other(monday), "kind": "leader", "amount": "1000", "reason": "老客户",
        "granted_by": "manager", "proof": "签字",
    }  # fmt: skip
    for hand_in in ("no", "yes"):
        no = monday.do("c01", "discount_request.apply", hand_in=hand_in, **wanted)["no"]
        if hand_in == "yes":
            monday.do("manager", "discount_request.approve", discount_request=no)
        monday.do("c01", "discount_request.withdraw", discount_request=no, reason="不买了")
        assert {row["state"] for row in monday.see("manager", "discount_requests")} == {"withdrawn"}


def test_a_reserve_follows_a_hold(monday: Desk) -> None:
    who = customer(monday, "c02", "何静", "13900000003")
    monday.do("c02", "unit.ask", unit="2-1-301", customer=who)
    monday.do("director", "unit.hold", unit="2-1-301", hold_type="reserve", note="集团预留")
    (row,) = [row for row in monday.see("manager", "holds") if row["unit"] == "2-1-301"]
    assert (row["hold_type"], row["until"]) == ("reserve", None)


def test_a_contract_is_void_before_anybody_signs(monday: Desk) -> None:
    """Appointed, and in circulation: the subscription stays in force with its money."""
    first = active(monday, "2-1-201", number=21)
    at = "2026-11-25T10:00+08:00"
    appointed = monday.do("c01", "contract.appoint", subscription=first.sub_no, at=at)["no"]
    second, checking = drafted(monday, "2-1-202", number=22)
    second.pay(first_payment(second), "down_payment")
    monday.do("clerk", "contract.submit_review", contract=checking)
    for deal, number in ((first, appointed), (second, checking)):
        monday.do("manager", "contract.void", contract=number, reason="客户改期")
        assert deal.row()["state"] == "active" and unit(monday, deal.unit)["state"] == "subscribed"


def test_from_a_signature_to_the_keys_or_back(monday: Desk) -> None:
    """A unit whose filing is not back is handed over; another comes back from a contract that was never filed."""
    signed(monday, "2-1-302", number=23)
    unit_id, today = int(unit(monday, "2-1-302")["id"]), monday.office.today()
    run(monday, "clerk", lambda act: unit_return.deliver(act, unit_id, today))
    assert unit(monday, "2-1-302")["state"] == "delivered"
    signed(monday, "2-1-401", number=24)
    returned(monday, "2-1-401")
    assert unit(monday, "2-1-401")["state"] == "return_locked"


def test_what_ended_is_filed_and_a_filed_forfeiture_may_come_back(desk: Desk) -> None:
    on_sale(desk)
    kept, rich = active(desk), active(desk, "1-1-102", number=2, deposit=40_000_000)
    poor, late = active(desk, "1-1-201", number=3), active(desk, "1-1-202", number=4)
    filed = agreed(kept, given_up(kept))
    executed(kept, filed, "manager")
    desk.do("assistant", "change.close", request=filed)  # nothing was to be paid out
    desk.do("c01", "forfeit.ask_back", request=filed, comment="又要了")
    desk.do("director", "forfeit.reactivate", request=filed, sign_due="2026-12-10")
    assert kept.row()["state"] == "active"
    paid = agreed(rich, given_up(rich))
    executed(rich, paid, "manager")
    assert pay_out(rich) == 40_000_000 - 35_788_000
    assert request(desk, paid)["state"] == "refunded"
    desk.do("assistant", "change.close", request=paid)
    nothing = str(
        desk.do("c01", "refund.draft", subscription=poor.sub_no, fault="buyer", reason="退", accounts=[ACCOUNT])["no"]
    )
    desk.do("c01", "change.submit", request=nothing)
    agreed(poor, nothing, "manager")
    executed(poor, nothing)
    desk.do("assistant", "change.close", request=nothing)
    assert [request(desk, no)["state"] for no in (paid, nothing)] == ["closed", "closed"]
    case = noticed(late)
    desk.do("manager", "change.reject", request=case, comment="再等一周")
    assert request(desk, case)["state"] == "rejected" and late.row()["state"] == "active"


def test_what_was_changed_is_filed(desk: Desk) -> None:
    on_sale(desk)
    one, two = active(desk), active(desk, "1-1-102", number=2)
    for deal, kind in ((one, "change_plan"), (one, "add_remove_buyer"), (two, "rename"), (two, "swap_unit")):
        no = brought(deal, kind, "approved")
        papers_back(desk, no)
        if kind != "change_plan":
            desk.do("accountant", "change_money.check", request=no)
        desk.do("accountant" if kind == "change_plan" else "clerk", "change.execute", request=no)
        papers_back(desk, no)
        desk.do("assistant", "change.close", request=no)
        assert request(desk, no)["state"] == "closed"


def test_a_number_is_given_back_from_the_line_after_it_and_when_it_was_passed(desk: Desk) -> None:
    on_sale(desk)
    desk.do("manager", "launch.prepare", name="首开", held_on="2026-11-24", order="registered", buildings=("1栋",))
    for number in (1, 2, 3):
        who = customer(desk, "c01", f"客户{number}", f"1390000010{number}")
        desk.do("c01", "launch.register", launch="首开", customer=who)
    for step in ("lay_down", "open"):
        desk.do("manager", f"launch.{step}", launch="首开")
    desk.do("assistant", "launch.call", launch="首开")
    desk.clock.move(minutes=6)
    launches.sweep(desk.office, desk.project_id)  # number 1 did not come
    desk.do("assistant", "launch.call", launch="首开")
    desk.do("c01", "launch.come", launch="首开", number=2)
    desk.do("c01", "launch.finish", launch="首开", number=2)

    def state(number: int) -> str:
        found = desk.office.look(desk.session("manager"), launch_rows.ticket_by_no, 1, number)
        assert found is not None
        return str(found["state"])

    assert [state(number) for number in (1, 2, 3)] == ["passed", "left", "in_line"]
    for number in (1, 2, 3):
        desk.do("c01", "launch.withdraw", launch="首开", number=number, reason="退诚意金")
        assert state(number) == "withdrawn"
    # And a launch is called off after its order was laid down.
    desk.do("manager", "launch.prepare", name="二开", held_on="2026-11-24", order="registered", buildings=("2栋",))
    desk.do("c01", "launch.register", launch="二开", customer=customer(desk))
    desk.do("manager", "launch.lay_down", launch="二开")
    desk.do("manager", "launch.call_off", launch="二开", reason="许可证延期")
    assert {row["name"]: row["state"] for row in desk.see("manager", "launches")}["二开"] == "closed"
