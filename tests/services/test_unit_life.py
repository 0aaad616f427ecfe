"""Around a unit: flags, links, extensions, true ends, reserves, batches, and prices that count later (2.16, 5.10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.domain.price_list import Usage
from anchang.i18n import say
from anchang.services import price_effect
from anchang.services import unit as units
from anchang.services.price_list import DraftPriceList
from anchang.storage import unit_query
from anchang.storage.unit_query import Card
from tests.office import Desk
from tests.services.deals import MORTGAGE, reviewed
from tests.services.papers import write
from tests.services.stock import PERMIT, block, customer, import_rows, on_sale, price_row, unit, wrong_digests


def card(desk: Desk, login: str, label: str) -> Card:
    """The unit's card as that person sees it."""
    found = desk.office.look(desk.session(login), unit_query.card, int(unit(desk, label)["id"]))
    assert found is not None
    return found


def refusal(desk: Desk, login: str, act: str, /, **fields: Any) -> str:
    """Why the act is refused, in English."""
    with pytest.raises(Refusal) as refused:
        desk.do(login, act, **fields)
    return say(refused.value.message, "en")


def test_a_seized_or_frozen_unit_is_neither_held_nor_written(desk: Desk) -> None:
    on_sale(desk)
    lead = customer(desk)
    with pytest.raises(NotAllowed):
        desk.do("c01", "unit.flag", unit="1-1-101", flag="seized", reason="x")
    with pytest.raises(BadInput):
        desk.do("manager", "unit.flag", unit="1-1-101", flag="seized", reason=" ")
    desk.do("manager", "unit.flag", unit="1-1-101", flag="seized", reason="法院查封", paper_no="（2026）粤01执1号")
    assert "seized" in refusal(desk, "manager", "unit.flag", unit="1-1-101", flag="seized", reason="x")
    for login, name in (("c01", "unit.ask"), ("manager", "unit.hold")):
        assert "seized by a court" in refusal(desk, login, name, unit="1-1-101", customer=lead)
    with pytest.raises(Refusal):
        write(desk, lead, unit="1-1-101")
    (flag,) = card(desk, "c01", "1-1-101").flags
    assert (flag["kind"], flag["reason"], flag["by"], flag["business_date"]) == (
        "seized", "法院查封", "李经理", desk.office.today()
    )  # fmt: skip
    assert [(row["unit"], row["kind"], row["paper_no"]) for row in desk.see("c01", "unit_flags")] == [
        ("1-1-101", "seized", "（2026）粤01执1号")
    ]
    desk.do("director", "unit.clear_flag", unit="1-1-101", flag="seized", reason="已解封")
    assert "not" in refusal(desk, "director", "unit.clear_flag", unit="1-1-101", flag="seized", reason="x")
    assert card(desk, "c01", "1-1-101").flags == ()
    assert desk.see("manager", "unit_flags") == []
    desk.do("c01", "unit.ask", unit="1-1-101", customer=lead)
    desk.do("manager", "unit.flag", unit="1-1-101", flag="frozen", reason="内部核查")
    with pytest.raises(Refusal):  # a hold that stands goes no further
        write(desk, lead, unit="1-1-101")
    reasons = {row["reason"] for row in desk.see("c02", "unit_history", unit="1-1-101")}
    assert {"法院查封", "已解封", "内部核查"} <= reasons
    assert wrong_digests(desk, "unit_flag") == []


def test_no_deposit_for_a_unit_that_was_seized_before_it_came(desk: Desk) -> None:
    """The clerk could not stamp the paper, so the money would lie there; what is subscribed already is paid on."""
    on_sale(desk)
    deal = reviewed(desk)
    desk.do("manager", "unit.flag", unit="1-1-101", flag="seized", reason="法院查封")
    with pytest.raises(Refusal, match="查封"):
        deal.pay(1_000_000)
    assert deal.row()["state"] == "deposit_due"
    desk.do("manager", "unit.clear_flag", unit="1-1-101", flag="seized", reason="已解封")
    deal.pay(deal.row()["deposit_amount"])
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    desk.do("manager", "unit.flag", unit="1-1-101", flag="frozen", reason="内部核查")
    deal.pay(100)


def test_mortgaged_works_are_said_and_do_not_stop_the_sale(desk: Desk) -> None:
    on_sale(desk)
    desk.do("manager", "unit.flag", unit="1-1-101", flag="mortgaged", reason="抵押给建行")
    told = desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))["warnings"]
    assert len(told) == 1
    assert "抵押给建行" in told[0]


def parked(desk: Desk) -> None:
    """Unit 1-1-101 on sale with a parking space and a storage room that belong to it."""
    side = (
        price_row("1栋", floor=-1, door="C1", usage=Usage.PARKING, list_total=20_000_000),
        price_row("1栋", floor=-1, door="S1", usage=Usage.STORAGE, list_total=5_000_000),
    )
    import_rows(desk, (*block("1栋"), *side))
    desk.do("manager", "unit.release", permit=PERMIT)
    for door in ("C1", "S1"):
        desk.do("manager", "unit.link", unit="1-1-101", linked=f"1-1--1{door}")


def labels(desk: Desk) -> dict[str, str]:
    """unit label -> state."""
    return {row["label"]: row["state"] for row in desk.see("manager", "units")}


def test_parking_is_offered_with_its_unit_and_moves_apart(desk: Desk) -> None:
    parked(desk)
    one, two = sorted(label for label in labels(desk) if label.endswith(("C1", "S1")))
    shown = card(desk, "c01", "1-1-101")
    assert sorted(row["label"] for row in shown.linked) == [one, two]
    assert card(desk, "c01", one).main == "1-1-101"
    assert "already" in refusal(desk, "manager", "unit.link", unit="1-1-102", linked=one)
    with pytest.raises(BadInput):
        desk.do("manager", "unit.link", unit="1-1-102", linked="1-1-201")
    with pytest.raises(BadInput):
        desk.do("manager", "unit.link", unit=one, linked=two)
    lead = customer(desk)
    done = desk.do("c01", "unit.ask", unit="1-1-101", customer=lead, with_linked="yes")
    assert sorted(done["along"]) == [one, two]  # the customer's limit of one unit counts the flat alone
    assert [labels(desk)[each] for each in ("1-1-101", one, two)] == ["held"] * 3
    desk.do("c01", "unit.let_go", unit=one)
    assert [labels(desk)[each] for each in ("1-1-101", one, two)] == ["held", "available", "held"]
    desk.do("c01", "unit.ask", unit=one, customer=lead)
    desk.do("manager", "unit.unlink", linked=two, reason="换车位")
    assert [row["label"] for row in card(desk, "c01", "1-1-101").linked] == [one]
    assert "belongs to no unit" in refusal(desk, "manager", "unit.unlink", linked=two, reason="x")
    other = customer(desk, "c02", "陈静", "13800000002")
    desk.do("c02", "unit.ask", unit="1-1-102", customer=other)
    assert "limit" in refusal(desk, "c02", "unit.ask", unit="1-1-201", customer=other)


def test_parking_that_is_held_with_the_flat_is_confirmed_and_extended_with_it(desk: Desk) -> None:
    """Else it would run out under the customer while the manager looks after the flat."""
    parked(desk)
    one, two = sorted(label for label in labels(desk) if label.endswith(("C1", "S1")))
    desk.do("manager", "unit.flag", unit=two, flag="frozen", reason="设备间")
    lead = customer(desk)
    assert desk.do("c01", "unit.ask", unit="1-1-101", customer=lead, with_linked="yes")["along"] == [one]
    assert desk.do("manager", "unit.hold", unit="1-1-101")["along"] == [one]
    until = {row["unit"]: row["until"] for row in desk.see("manager", "holds")}
    assert set(until) == {"1-1-101", one}
    assert until["1-1-101"] == until[one] == desk.clock() + timedelta(hours=1)
    assert desk.do("manager", "unit.extend", unit="1-1-101", reason="筹款")["along"] == [one]
    until = {row["unit"]: row["until"] for row in desk.see("manager", "holds")}
    assert until["1-1-101"] == until[one] == desk.clock() + timedelta(hours=2)
    desk.do("c01", "unit.let_go", unit=one)  # let go apart
    assert [row["unit"] for row in desk.see("manager", "holds")] == ["1-1-101"]
    assert wrong_digests(desk, "unit", "unit_claim") == []


def test_a_confirmed_hold_is_extended_with_a_reason_so_many_times(desk: Desk) -> None:
    on_sale(desk)
    lead = customer(desk)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=lead)
    with pytest.raises(NotAllowed):
        desk.do("c01", "unit.extend", unit="1-1-101", reason="等家人")
    desk.do("manager", "unit.hold", unit="1-1-101")
    assert "extend it with a reason" in refusal(desk, "manager", "unit.hold", unit="1-1-101")
    assert "reason" in refusal(desk, "manager", "unit.extend", unit="1-1-101", reason=" ")
    ends = [desk.do("manager", "unit.extend", unit="1-1-101", reason="等贷款资料")["until"] for _ in range(2)]
    assert ends == ["11-23 11:00", "11-23 12:00"]
    assert "extended 2 times" in refusal(desk, "manager", "unit.extend", unit="1-1-101", reason="再等")
    (claim,) = desk.see("manager", "unit_claims", unit="1-1-101")
    assert (claim["extensions"], claim["ended_at"]) == (2, None)
    done = desk.do("manager", "unit.hold", unit="1-1-101", hold_type="small_order")  # 4,320 minutes from now
    assert datetime.fromisoformat(done["expires_at"]) == desk.clock() + timedelta(days=3)
    with pytest.raises(BadInput):
        desk.do("manager", "unit.extend", unit="1-1-101", reason="x", minutes=0)


def test_a_hold_that_ran_out_while_closed_ended_when_its_time_was_over(desk: Desk) -> None:
    """Issue 4 demand 2: it never blocks, and every report has the true end, written down or not."""
    on_sale(desk)
    lead, other = customer(desk), customer(desk, "c02", "陈静", "13800000002")
    desk.do("c01", "unit.ask", unit="1-1-101", customer=lead)
    desk.do("c01", "unit.ask", unit="1-1-102", customer=customer(desk, phone="13800000003"))
    end = desk.clock() + timedelta(minutes=10)
    desk.clock.move(days=2)
    assert [row["ended_at"] for row in desk.see("manager", "unit_claims")] == [end, end]  # nobody wrote it down yet
    assert desk.see("manager", "holds") == []
    assert labels(desk)["1-1-101"] == "available"
    desk.do("c02", "unit.ask", unit="1-1-101", customer=other)  # the next act ends the one that is in its way
    assert units.sweep(desk.office, desk.project_id) == 1  # the next opening ends the rest
    found = {(row["unit"], row["holder"]): row["ended_at"] for row in desk.see("manager", "unit_claims")}
    assert found == {("1-1-101", "张伟"): end, ("1-1-102", "张伟"): end, ("1-1-101", "王芳"): None}
    assert unit(desk, "1-1-102")["state_since"] == end


def test_reserves_stand_in_a_list_of_their_own(desk: Desk) -> None:
    on_sale(desk)
    desk.do("director", "unit.hold", unit="1-1-101", hold_type="reserve", note="工程抵款")
    desk.do("manager", "unit.hold", unit="1-1-102", customer=customer(desk))
    desk.clock.move(days=3)
    assert [(row["unit"], row["days"], row["note"]) for row in desk.see("director", "reserves")] == [
        ("1-1-101", 3, "工程抵款")
    ]


def test_a_batch_goes_on_sale_whole_and_counts_its_units(desk: Desk) -> None:
    import_rows(desk, (*block("1栋"), price_row("2栋", unit_price_build=None, list_total=None)))
    first = desk.do("manager", "batch.plan", name="首开", units="1-1-101,1-1-102,1-1-201")
    assert (first["no"], first["units"]) == ("B-001", 3)
    assert "B-001" in refusal(desk, "manager", "batch.plan", name="加推", units="1-1-201,1-1-202")
    poor = desk.do("manager", "batch.plan", name="二期", units="2-1-101,1-1-202")
    refused = refusal(desk, "manager", "batch.release", batch=poor["no"], permit=PERMIT)
    assert "2-1-101" in refused
    assert unit(desk, "1-1-202")["state"] == "unreleased"  # every one or none
    with pytest.raises(NotAllowed):
        desk.do("c01", "batch.release", batch=first["no"], permit=PERMIT)
    assert desk.do("manager", "batch.release", batch=first["no"], permit=PERMIT)["released"] == 3
    with pytest.raises(WrongState):
        desk.do("manager", "batch.release", batch=first["no"], permit=PERMIT)
    desk.do("c01", "unit.ask", unit="1-1-101", customer=customer(desk))
    desk.do("manager", "batch.drop", batch=poor["no"], reason="市场")
    again = desk.do("manager", "batch.plan", name="加推", building="1栋")  # what is left of the building
    assert again["units"] == 5
    rows = {row["name"]: row for row in desk.see("manager", "batches")}
    shown = rows["首开"]
    assert [shown[name] for name in ("state", "units", "on_sale", "available", "held", "sold", "sold_rate")] == [
        "released", 3, 3, 2, 1, 0, 0
    ]  # fmt: skip
    assert (shown["value"], shown["area"]) == (3 * 178_940_000, 3 * 894_700)
    assert rows["二期"]["state"] == "dropped"


def test_a_sold_unit_counts_in_its_batch(desk: Desk) -> None:
    import_rows(desk, block("1栋"))
    made = desk.do("manager", "batch.plan", name="首开", units="1-1-101,1-1-102")
    desk.do("manager", "batch.release", batch=made["no"], permit=PERMIT)
    reviewed(desk, "1-1-101", **MORTGAGE).pay(5_000_000)
    desk.do("clerk", "subscription.stamp", subscription=desk.see("manager", "subscriptions")[0]["sub_no"])
    (row,) = desk.see("manager", "batches")
    assert (row["sold"], row["sold_rate"], row["sold_value"]) == (1, 500_000, 178_940_000)


def dearer(desk: Desk, at: datetime) -> str:
    """A draft that asks 20 million fen more for 1-1-101, approved to count from that instant."""
    row = price_row(list_total=198_940_000, unit_price_build=None, filed_total=198_940_000)
    made = desk.office.run(desk.session("manager"), DraftPriceList((row,)))
    with pytest.raises(NotAllowed):  # the maker
        desk.do("manager", "price_list.schedule", price_list=made["no"], effective_at=at.isoformat())
    desk.do("director", "price_list.schedule", price_list=made["no"], effective_at=at.isoformat())
    return str(made["no"])


def test_a_price_list_counts_from_its_instant_and_the_old_prices_until_then(desk: Desk) -> None:
    on_sale(desk)
    midnight = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    number = dearer(desk, midnight)
    assert desk.see("manager", "price_lists")[0]["state"] == "scheduled"
    assert unit(desk, "1-1-101")["list_total"] == 178_940_000
    desk.clock.move(seconds=(midnight - desk.clock()).total_seconds() - 1)
    assert price_effect.sweep(desk.office, desk.project_id) == 0
    assert unit(desk, "1-1-101")["list_total"] == 178_940_000
    desk.clock.move(hours=9)  # nobody was there at midnight: the next act applies it first
    lead = customer(desk)
    paper = write(desk, lead, unit="1-1-101")
    assert paper["list_total_fen"] == 198_940_000
    newest = card(desk, "manager", "1-1-101").prices[0]
    assert (newest.price_list, newest.list_total) == (number, 198_940_000)
    assert newest.effective_on.isoformat() == "2026-11-24"
    row = desk.see("manager", "price_lists")[0]
    assert (row["state"], row["effective_at"]) == ("approved", midnight)
    with pytest.raises(WrongState):
        desk.do("director", "price_list.call_off", price_list=number, reason="晚了")
    assert price_effect.sweep(desk.office, desk.project_id) == 0
    assert wrong_digests(desk, "unit", "unit_price", "price_list") == []


def test_a_price_list_is_called_off_before_its_time(desk: Desk) -> None:
    on_sale(desk)
    number = dearer(desk, desk.clock() + timedelta(days=1))
    with pytest.raises(NotAllowed):
        desk.do("manager", "price_list.call_off", price_list=number, reason="不调了")
    desk.do("director", "price_list.call_off", price_list=number, reason="不调了")
    desk.clock.move(days=2)
    assert price_effect.sweep(desk.office, desk.project_id) == 0
    assert unit(desk, "1-1-101")["list_total"] == 178_940_000


def test_an_instant_that_is_past_is_refused(desk: Desk) -> None:
    on_sale(desk)
    made = desk.office.run(desk.session("manager"), DraftPriceList((price_row(list_total=1, unit_price_build=None),)))
    past = desk.clock().isoformat()
    said = refusal(desk, "director", "price_list.schedule", price_list=made["no"], effective_at=past)
    assert "future" in said
