"""Appointments: made, moved, called off, kept by a visit, missed by the end of the day (P02c; 2.2, 3.25)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anchang.domain.customer import CustomerTaken
from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.domain.person import DoNotContact
from tests.office import Desk
from tests.services.front_desk import comes, open_rota, saves
from tests.services.sweeps import head, meets, reaches, row, sweep, tasks

TEN = "2026-11-24T10:00+08:00"
START = date(2026, 11, 23)


def outcomes(desk: Desk, login: str = "manager") -> list[str]:
    """Every appointment's outcome as it is seen now, by time."""
    return [each["state"] for each in desk.see(login, "appointments")]


def test_an_appointment_is_made_moved_and_called_off(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    for at in ("2026-11-23T08:00+08:00", "2027-06-01T10:00+08:00"):
        with pytest.raises(BadInput):
            desk.do("c01", "appointment.make", customer=customer, at=at)
    with pytest.raises(CustomerTaken):
        desk.do("c02", "appointment.make", customer=customer, at=TEN)
    made = desk.do("c01", "appointment.make", customer=customer, at=TEN, note="带父母来")
    assert row(desk, customer)["state"] == "appointed"
    with pytest.raises(Refusal, match="改期"):
        desk.do("c01", "appointment.make", customer=customer, at=TEN)
    with pytest.raises(NotAllowed):
        desk.do("c02", "appointment.move", appointment=made["appointment"], at=TEN)
    moved = desk.do("c01", "appointment.move", appointment=made["appointment"], at="2026-11-25T15:00+08:00")
    assert [(each["state"], each["note"]) for each in desk.see("c01", "appointments")] == [
        ("moved", "带父母来"), ("open", "带父母来")
    ]  # fmt: skip
    assert row(desk, customer)["state"] == "appointed"
    with pytest.raises(Refusal):
        desk.do("c01", "appointment.cancel", appointment=moved["appointment"], reason=" ")
    desk.do("c01", "appointment.cancel", appointment=moved["appointment"], reason="客户出差")
    assert row(desk, customer)["state"] == "contacted"
    with pytest.raises(WrongState):
        desk.do("c01", "appointment.miss", appointment=moved["appointment"])


def test_who_does_not_come_is_found_by_the_end_of_the_day(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    made = desk.do("c01", "appointment.make", customer=customer, at=TEN)
    with pytest.raises(Refusal):
        desk.do("c01", "appointment.miss", appointment=made["appointment"])
    desk.clock.at(START + timedelta(days=1), 23, 59)
    sweep(desk)
    assert (outcomes(desk), row(desk, customer)["state"]) == (["open"], "appointed")
    desk.clock.at(START + timedelta(days=2), 0, 0)
    assert outcomes(desk) == ["no_show"]  # said rightly before anybody has written it down
    sweep(desk)
    assert (outcomes(desk), row(desk, customer)["state"]) == (["no_show"], "no_show")
    assert tasks(desk, customer)["no_show"] == "open"
    before = head(desk)
    sweep(desk)
    assert head(desk) == before
    desk.clock.at(START + timedelta(days=2), 10)
    reaches(desk, "c01", customer, "2026-11-27")
    assert (row(desk, customer)["state"], tasks(desk, customer)["no_show"]) == ("contacted", "done")


def test_the_consultant_may_say_it_earlier(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    made = desk.do("c01", "appointment.make", customer=customer, at=TEN)
    desk.clock.at(START + timedelta(days=1), 11)
    desk.do("c01", "appointment.miss", appointment=made["appointment"], note="说堵车")
    assert (row(desk, customer)["state"], tasks(desk, customer)["no_show"]) == ("no_show", "open")
    desk.clock.move(hours=1)  # and then they come after all
    desk.do("c01", "visit.log", kind="returning", name="张三", phone="13800138000", notice="yes")
    assert (outcomes(desk), row(desk, customer)["state"]) == (["came"], "visited")
    assert tasks(desk, customer)["no_show"] == "done"


def test_a_visit_keeps_the_appointment(desk: Desk) -> None:
    customer = meets(desk, "c02", "13800138000")
    desk.do("c02", "appointment.make", customer=customer, at=TEN)
    desk.clock.at(START + timedelta(days=1), 9)
    open_rota(desk)
    visit = comes(desk, "assistant", kind="appointment", phone="13800138000", asked_for="c02")
    assert visit["receiver"] == desk.people["c02"]
    assert (outcomes(desk), row(desk, customer)["state"]) == (["came"], "appointed")
    saves(desk, "c02", visit["visit"])
    assert (outcomes(desk), row(desk, customer)["state"]) == (["came"], "visited")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("appointment", {"phone": "+86 138 0013 8000"}), ("appointment", {"name": "张三"}),
        ("returning", {"phone": "13800138000"}), ("returning", {"name": "张三"}), ("first", {"phone": "13800138000"}),
    ],
)  # fmt: skip
def test_who_is_expected_goes_to_whoever_expects_the_customer(desk: Desk, kind: str, given: dict[str, str]) -> None:
    """Nobody at the door has to know of the appointment: number or name say it (2.1-2; P02c)."""
    customer = meets(desk, "c01", "13800138000")
    desk.do("c01", "appointment.make", customer=customer, at=TEN, consultant="c03")
    desk.clock.at(START + timedelta(days=1), 9, 50)
    open_rota(desk)
    visit = comes(desk, "assistant", kind=kind, **given)
    assert (visit["receiver"], visit["counted"]) == (desk.people["c03"], False)
    assert visit["why"] == "预约 10:00 由 单婷 接待"
    assert outcomes(desk) == ["came"]
    assert row(desk, customer)["owner_id"] == desk.people["c01"]  # expecting somebody takes nobody away


def test_whoever_expects_the_customer_and_is_busy_is_told(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    desk.do("c01", "appointment.make", customer=customer, at=TEN, consultant="c03")
    desk.clock.at(START + timedelta(days=1), 9, 50)
    open_rota(desk, "c03", "c01", "c02")
    comes(desk, "assistant", phone="13900139000", name="李四")
    visit = comes(desk, "assistant", kind="returning", phone="13800138000")
    assert (visit["kind"], visit["tell_owner"], visit["tell_name"]) == ("assist", True, "单婷")


def test_an_appointment_of_another_day_or_with_an_agent_calls_nobody(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    desk.do("c01", "appointment.make", customer=customer, at="2026-11-25T10:00+08:00", consultant="c03")
    desk.clock.at(START + timedelta(days=1), 9)
    open_rota(desk)
    visit = comes(desk, "assistant", kind="returning", phone="13800138000")
    assert (visit["receiver"], outcomes(desk)) == (desk.people["c01"], ["open"])


def test_a_greeting_that_was_somebody_else_expects_the_customer_again(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    desk.do("c01", "appointment.make", customer=customer, at=TEN)
    desk.clock.at(START + timedelta(days=1), 9)
    open_rota(desk)
    visit = comes(desk, "assistant", kind="returning", phone="13800138000")
    assert outcomes(desk) == ["came"]
    desk.do("assistant", "visit.correct", visit=visit["visit"], kind="not_a_buyer", reason="是同行，报了客户的号码")
    assert outcomes(desk) == ["open"]
    desk.clock.at(START + timedelta(days=2), 9)
    sweep(desk)
    assert (outcomes(desk), row(desk, customer)["state"]) == (["no_show"], "no_show")


def test_a_visit_that_is_in_the_log_is_no_miss(desk: Desk) -> None:
    """The greeting entry alone says that the customer was here."""
    customer = meets(desk, "c01", "13800138000")
    desk.do("c01", "appointment.make", customer=customer, at=TEN)
    desk.clock.at(START + timedelta(days=1), 9)
    open_rota(desk)
    comes(desk, "assistant", kind="appointment", phone="13800138000", asked_for="c01")
    desk.clock.at(START + timedelta(days=2), 9)
    sweep(desk)
    assert outcomes(desk) == ["came"]
    assert "no_show" not in tasks(desk, customer)


def test_a_caller_who_is_invited_has_an_appointment(desk: Desk) -> None:
    called = {"is_repeat": "no", "name": "李女士", "phone": "13900139000", "notice": "yes", "channel": "outdoor"}
    made = desk.do("c01", "call.log", **called, invite_visit_at=TEN)
    assert row(desk, made["customer"])["state"] == "appointed"
    assert [(each["name"], each["consultant"]) for each in desk.see("c01", "appointments")] == [("李女士", "张伟")]
    desk.clock.move(minutes=3)
    desk.do("c01", "call.save", call=made["call"], questions="学区")
    assert outcomes(desk) == ["open"]


def test_somebody_who_has_been_here_stays_where_the_lead_is(desk: Desk) -> None:
    made = desk.do("c01", "visit.log", kind="first", name="张三", phone="13800138000", notice="yes")
    desk.do("c01", "appointment.make", customer=made["customer"], at=TEN)
    assert row(desk, made["customer"])["state"] == "visited"
    desk.clock.at(START + timedelta(days=2))
    sweep(desk)
    assert row(desk, made["customer"])["state"] == "visited"
    assert tasks(desk, made["customer"])["no_show"] == "open"


def test_whoever_wants_no_contact_is_expected_no_more(desk: Desk) -> None:
    """5.11: else the next day would find a no-show and tell somebody to call."""
    customer = meets(desk, "c01", "13800138000")
    desk.do("c01", "appointment.make", customer=customer, at=TEN)
    desk.do("director", "person.stop_contact", customer=customer, reason="不要再打")
    assert (outcomes(desk), row(desk, customer)["state"]) == (["cancelled"], "contacted")
    desk.clock.at(START + timedelta(days=3), 9)
    sweep(desk)
    assert "no_show" not in tasks(desk, customer)


def test_whoever_wants_no_contact_may_ask_to_come(desk: Desk) -> None:
    customer = meets(desk, "c01", "13800138000")
    desk.do("c01", "person.stop_contact", customer=customer, reason="不要再打")
    with pytest.raises(DoNotContact):
        desk.do("c01", "appointment.make", customer=customer, at=TEN)
    desk.do("c01", "appointment.make", customer=customer, at=TEN, asked="来电说周二来看样板间", note="带父母")
    (made,) = desk.see("c01", "appointments")
    assert made["note"] == "来电说周二来看样板间 带父母"
    desk.clock.at(START + timedelta(days=3), 9)
    sweep(desk)
    assert outcomes(desk) == ["no_show"] and "no_show" not in tasks(desk, customer)
