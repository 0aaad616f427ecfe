"""Delayed signing on a real office: one act asks, the length says who decides, the day moves, time ends it (2.7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, WrongState
from anchang.i18n import say
from anchang.services import delay, delay_facts
from anchang.storage import delay as rows
from anchang.storage.base import table_of
from anchang.storage.plan import current_lines
from tests.office import Desk, desk_at
from tests.services.deals import Deal, active, drafted, first_payment, reviewed, signed
from tests.services.papers import english, listed
from tests.services.stock import acts, on_sale, unit, wrong_digests

DUE = date(2026, 11, 30)  # Monday the 23rd and seven days
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office for everything that happens on one day, each test with deals of its own."""
    with desk_at(tmp_path_factory.mktemp("monday") / "office") as made:
        on_sale(made)
        yield made


def deal_of(desk: Desk) -> Deal:
    """The next unit's deal in force."""
    label, number = free()
    return active(desk, label, number=number)


def free() -> tuple[str, int]:
    """The next unit and customer."""
    number = next(_NUMBERS)
    building, room = divmod(number - 1, 8)
    return f"{building + 1}-1-{room // 2 + 1}0{room % 2 + 1}", number


def asks(desk: Desk, deal: Deal, days: int | None = 7, login: str = "c01", **more: Any) -> dict[str, Any]:
    """The consultant asks for so many days."""
    fields: dict[str, Any] = {"subscription": deal.sub_no, "reason": "funds", **more}
    if days is not None:
        fields["days"] = days
    return desk.do(login, "delay.apply", **fields)


def granted(desk: Desk, deal: Deal, days: int = 7, by: str = "manager") -> str:
    """Asked for, approved, in force; its number."""
    number = str(asks(desk, deal, days)["no"])
    desk.do(by, "delay.approve", delay=number)
    desk.do("assistant", "delay.execute", delay=number)
    return number


def one(desk: Desk, number: str, login: str = "manager") -> dict[str, Any]:
    """The request's row of the list."""
    return next(row for row in desk.see(login, "delays") if row["no"] == number)


def waits(desk: Desk, login: str, number: str) -> list[str]:
    """What that delay wants of that person."""
    found = desk.see(login, "inbox", noun="delay_request")
    return [row["what"].partition(".")[2] for row in found if row["subject"] == number]


def whys(desk: Desk, login: str, number: str) -> dict[str, str]:
    """Step -> why not, "" where it is possible."""
    found = desk.office.look(desk.session(login), delay_facts.options, one(desk, number)["id"])
    return {each.step.name: say(each.why_not or "", "en") for each in found}


def test_asked_decided_and_in_force(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    made = asks(desk, deal)
    assert (made["no"], made["state"], made["waits_for"]) == ("YQ2026-0001", "pending", "manager")
    assert acts(desk)[-1] == ("delay.apply", "张伟")  # draft, verified and handed in: one act
    row = one(desk, "YQ2026-0001")
    assert (row["original_due_on"], row["new_due_on"], row["days"], row["cumulative_days"], row["is_first"]) == (
        DUE, date(2026, 12, 7), 7, 7, True
    )  # fmt: skip
    assert (row["amount_paid"], row["verified"], row["customer_signed_on"]) == (
        5_000_000, say(delay.CHECKED), date(2026, 11, 23)
    )  # fmt: skip
    assert (listed(desk, deal.sub_no)["delaying"], listed(desk, deal.sub_no)["delay_days"]) == (True, 0)
    assert [waits(desk, login, made["no"]) for login in ("manager", "director", "c01", "assistant")] == [
        ["decide"], ["decide"], [], []
    ]  # fmt: skip
    desk.do("manager", "delay.approve", delay=made["no"], comment="同意")
    assert deal.row()["sign_due_date"] == DUE  # a yes alone moves nothing
    assert (waits(desk, "manager", made["no"]), waits(desk, "assistant", made["no"])) == ([], ["execute"])
    done = desk.do("assistant", "delay.execute", delay=made["no"])
    assert done["sign_due_date"] == "2026-12-07"
    row = listed(desk, deal.sub_no)
    assert (row["sign_due_date"], row["delay_days"], row["delaying"], row["days_late"]) == (
        date(2026, 12, 7), 7, True, 0
    )  # fmt: skip
    assert unit(desk, deal.unit)["state"] == "subscribed"
    assert [each["sub_no"] for each in desk.see("c01", "subscriptions", delaying="yes")] == [deal.sub_no]
    assert desk.office.look(desk.session("manager"), rows.units_running) == frozenset({deal.row()["unit_id"]})
    card = desk.office.look(desk.session("manager"), rows.card, one(desk, made["no"])["id"])
    assert card is not None
    assert [(each.level, each.decision, each.comment) for each in card["decisions"]] == [
        ("manager", "approved", "同意")
    ]
    assert wrong_digests(desk, "delay_request", "subscription", "approval") == []


def test_the_new_day_says_the_days(monday: Desk) -> None:
    desk = monday
    deal = deal_of(desk)
    made = asks(desk, deal, None, new_due_on="2026-12-15")
    assert (made["days"], made["waits_for"]) == (15, "executive")
    with pytest.raises(BadInput, match="2026-12-07"):
        asks(desk, deal_of(desk), 7, new_due_on="2026-12-08")


def test_the_length_of_all_delays_says_who_decides(monday: Desk) -> None:
    desk = monday
    deal = deal_of(desk)
    granted(desk, deal, 7)
    second = str(asks(desk, deal, 7)["no"])
    row = one(desk, second)
    assert (row["cumulative_days"], row["is_first"], row["waits_for"]) == (14, False, "director")
    assert row["original_due_on"] == date(2026, 12, 7)
    with pytest.raises(Refusal) as refused:
        desk.do("manager", "delay.approve", delay=second)
    assert "this waits for the sales director" in english(refused)
    assert (waits(desk, "manager", second), waits(desk, "director", second)) == ([], ["decide"])
    assert "waits for the sales director" in whys(desk, "manager", second)["approve"]
    desk.do("director", "delay.approve", delay=second)
    desk.do("assistant", "delay.execute", delay=second)
    assert listed(desk, deal.sub_no)["delay_days"] == 14
    with pytest.raises(Refusal) as refused:
        asks(desk, deal, 17)
    assert "31 days; at most 30" in english(refused)
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "max_delay_days", "value": "40"})
    assert asks(desk, deal, 17)["waits_for"] == "executive"


def test_nobody_decides_the_own_one(monday: Desk) -> None:
    desk = monday
    deal = deal_of(desk)
    desk.do("boss", "staff.change", staff="manager", roles="sales_manager,consultant")
    with desk.office.store.write() as connection:
        connection.execute(text("UPDATE subscription SET consultant_id = :who"), {"who": desk.people["manager"]})
    made = asks(desk, deal, login="manager")
    for step, more in (("approve", {}), ("reject", {"comment": "不行"})):
        with pytest.raises(NotAllowed) as refused:
            desk.do("manager", f"delay.{step}", delay=made["no"], **more)
        assert "somebody else has to check it" in english(refused)
    assert waits(desk, "manager", made["no"]) == []
    assert desk.do("director", "delay.approve", delay=made["no"])["state"] == "approved"
    desk.do("boss", "staff.change", staff="manager", roles="sales_manager")


def test_one_open_request_a_deal(monday: Desk) -> None:
    desk = monday
    deal = deal_of(desk)
    first = str(asks(desk, deal)["no"])
    with pytest.raises(Refusal) as refused:
        asks(desk, deal, 3)
    assert first in english(refused)
    with pytest.raises(Refusal):
        desk.do("c01", "delay.withdraw", delay=first)
    desk.do("c01", "delay.withdraw", delay=first, reason="按期签")
    assert (one(desk, first)["state"], one(desk, first)["end_reason"]) == ("withdrawn", "按期签")
    second = int(str(asks(desk, deal, 3)["no"])[-4:])
    assert second == int(first[-4:]) + 1  # no number is used twice, none is left out
    table = table_of(rows.DelayRequest)
    with desk.office.store.write() as connection:
        before = connection.execute(table.select().where(table.c.seq == second)).mappings().one()
        again = {**before, "id": None, "no": "YQ2026-9999", "seq": 9999}
        with pytest.raises(IntegrityError, match="subscription_id"):
            connection.execute(table.insert(), {name: each for name, each in again.items() if name != "id"})


def test_what_is_missing_keeps_it_a_draft(monday: Desk) -> None:
    desk = monday
    first, second = deal_of(desk), deal_of(desk)
    unsigned = asks(desk, first, customer_signed="no")
    assert (unsigned["state"], waits(desk, "c01", unsigned["no"])) == ("verified", ["complete"])
    unchecked = asks(desk, second, is_verified="no")
    assert (unchecked["state"], waits(desk, "manager", unchecked["no"])) == ("draft", [])
    for made in (unsigned, unchecked):
        assert desk.do("c01", "delay.submit", delay=made["no"])["state"] == "pending"
    with pytest.raises(WrongState):
        desk.do("c01", "delay.submit", delay=unchecked["no"])
    with pytest.raises(Refusal) as refused:
        asks(desk, deal_of(desk), reason="other")
    assert "the reason in words" in english(refused)
    assert {row["reason"] for row in desk.see("c01", "delays")} == {"funds"}  # what was refused left nothing behind


def test_a_no_is_told_and_the_day_stands(monday: Desk) -> None:
    desk = monday
    deal = deal_of(desk)
    number = asks(desk, deal)["no"]
    with pytest.raises(Refusal) as refused:
        desk.do("manager", "delay.reject", delay=number)
    assert "give a reason" in english(refused)
    desk.do("manager", "delay.reject", delay=number, comment="房源紧")
    assert (waits(desk, "c01", number), deal.row()["sign_due_date"]) == (["tell"], DUE)
    assert listed(desk, deal.sub_no)["delaying"] is False
    desk.do("c01", "delay.reply", delay=number, reply="已电话告知，按原期限签约")
    assert (waits(desk, "c01", number), one(desk, number)["replied_on"]) == ([], date(2026, 11, 23))
    with pytest.raises(WrongState):
        desk.do("assistant", "delay.execute", delay=number)


def test_a_late_one_is_the_exception_of_the_director(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    desk.clock.at(DUE, 17)
    assert asks(desk, active(desk, "1-1-102", number=2), 1)["waits_for"] == "manager"  # the last day is in time
    desk.clock.at(date(2026, 12, 2))
    with pytest.raises(Refusal) as refused:
        asks(desk, deal)
    assert "say why it is asked for late" in english(refused)
    made = asks(desk, deal, late_why="住院")
    assert made["waits_for"] == "director"
    with pytest.raises(Refusal):
        desk.do("manager", "delay.approve", delay=made["no"], comment="可以")
    with pytest.raises(Refusal) as refused:
        desk.do("director", "delay.approve", delay=made["no"])
    assert "say why the exception is made" in english(refused)
    desk.do("director", "delay.approve", delay=made["no"], comment="住院属实")
    desk.clock.at(date(2026, 12, 3))
    assert delay.sweep(desk.office, desk.project_id) == 0
    assert desk.do("assistant", "delay.execute", delay=made["no"])["sign_due_date"] == "2026-12-07"


def test_what_nobody_executes_lapses(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    number = asks(desk, deal)["no"]
    desk.do("manager", "delay.approve", delay=number)
    desk.clock.at(DUE, 23)
    assert delay.sweep(desk.office, desk.project_id) == 0
    desk.clock.at(date(2026, 12, 1))
    with pytest.raises(Refusal) as refused:  # also where no terminal has noticed yet
        desk.do("assistant", "delay.execute", delay=number)
    assert "executed by 2026-11-30" in english(refused)
    assert delay.sweep(desk.office, desk.project_id) == 1
    assert (one(desk, number)["state"], deal.row()["sign_due_date"]) == ("lapsed", DUE)
    assert acts(desk)[-1] == ("delay.sweep", "system")
    assert delay.sweep(desk.office, desk.project_id) == 0
    assert acts(desk)[-1] == ("delay.sweep", "system")
    assert len([each for each in acts(desk) if each[0] == "delay.sweep"]) == 1  # nothing to do is no act


def test_the_signature_closes_it(desk: Desk) -> None:
    on_sale(desk)
    deal, contract = drafted(desk)
    deal.pay(first_payment(deal), "down_payment")
    for login, step in (("clerk", "submit_review"), ("clerk", "contract_check"), ("accountant", "finance_check")):
        desk.do(login, f"contract.{step}", contract=contract)
    first = granted(desk, deal, 3)
    second = asks(desk, deal, 3)["no"]
    desk.clock.at(date(2026, 12, 2))
    desk.do("clerk", "contract.sign", contract=contract)
    assert [one(desk, number)["state"] for number in (first, second)] == ["closed", "withdrawn"]
    row = listed(desk, deal.sub_no)
    assert (row["delaying"], row["delay_days"]) == (False, 3)
    with desk.office.store.read() as connection:  # what hangs on the signature is due from the day of the signature
        due = [each.due_on for each in current_lines(connection, deal.id)]
    assert due == [date(2026, 11, 23), date(2026, 12, 2), date(2027, 1, 1)]


def test_unsigned_it_expires_into_a_case(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    first = granted(desk, deal, 3)
    second = granted(desk, deal, 4)
    desk.clock.at(date(2026, 12, 7), 20)
    assert delay.sweep(desk.office, desk.project_id) == 0  # the later delay holds for the first one too
    desk.clock.at(date(2026, 12, 8))
    assert delay.sweep(desk.office, desk.project_id) == 2
    assert {one(desk, number)["state"] for number in (first, second)} == {"expired"}
    (case,) = desk.see("manager", "changes")
    assert (case["kind"], case["state"], case["sub_no"]) == ("forfeit", "draft", deal.sub_no)
    for login in ("c01", "assistant", "manager", "c02"):
        told = [row["what"] for row in desk.see(login, "inbox") if row["subject"] == case["no"]]
        assert told == (["change_request.expired"] if login != "c02" else [])
    assert delay.sweep(desk.office, desk.project_id) == 0 and len(desk.see("manager", "changes")) == 1
    with pytest.raises(Refusal) as taken:  # «can extend» is the manager's word, and it stays on the record (G10)
        asks(desk, deal, 7, late_why="外地未归")
    assert case["no"] in str(taken.value)
    assert desk.office.look(desk.session("manager"), rows.expired_deals) == []  # the case is what waits
    desk.do("manager", "forfeit.remedy", request=case["no"], comment="同意再延一次")
    assert [row["no"] for row in desk.office.look(desk.session("manager"), rows.expired_deals)] == [second]
    assert [waits(desk, login, second) for login in ("c01", "manager", "c02")] == [["forfeit"], ["forfeit"], []]
    made = asks(desk, deal, 7, late_why="外地未归")  # 14 days together, and late
    desk.do("director", "delay.approve", delay=made["no"], comment="最后一次")
    desk.do("assistant", "delay.execute", delay=made["no"])
    assert (waits(desk, "c01", second), waits(desk, "manager", second)) == ([], [])
    assert listed(desk, deal.sub_no)["delay_days"] == 14


def test_no_case_stands_in_the_way_of_a_signature_or_of_another_request(desk: Desk) -> None:
    """The program opens none where the contract is on its way, or something else is asked for about the deal."""
    on_sale(desk)
    signing, _contract = drafted(desk)
    leaving = active(desk, "1-1-102", number=2)
    for deal in (signing, leaving):
        granted(desk, deal, 3)
    desk.do("c01", "refund.draft", subscription=leaving.sub_no, fault="none", reason="不买了")
    desk.clock.at(date(2026, 12, 8))
    assert delay.sweep(desk.office, desk.project_id) == 2
    assert [row["kind"] for row in desk.see("manager", "changes")] == ["refund_deposit"]
    (told,) = desk.office.look(desk.session("manager"), rows.expired_deals)
    assert told["sub_no"] == signing.sub_no


def test_the_rest_of_a_lower_deposit_moves_along(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    deal.pay(2_000_000)
    desk.do("manager", "subscription.accept_deposit", subscription=deal.sub_no)
    desk.do("cashier", "subscription.receive_deposit", subscription=deal.sub_no)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    with desk.office.store.read() as connection:
        assert current_lines(connection, deal.id)[0].due_on == DUE
    granted(desk, deal)
    with desk.office.store.read() as connection:
        assert current_lines(connection, deal.id)[0].due_on == date(2026, 12, 7)


def test_scope_and_states(monday: Desk) -> None:
    desk = monday
    deal = deal_of(desk)
    made = asks(desk, deal)
    assert desk.see("c02", "delays") == []
    with pytest.raises(NotFound):
        asks(desk, deal, login="c02")
    with pytest.raises(NotFound):
        desk.do("c02", "delay.withdraw", delay=made["no"], reason="x")
    for login in ("manager", "assistant", "cashier", "reporter", "boss"):
        with pytest.raises(NotAllowed):
            asks(desk, deal, login=login)
    with pytest.raises(WrongState):
        asks(desk, reviewed(desk, "2-1-401", number=31))
    with pytest.raises(WrongState):
        asks(desk, signed(desk, "2-1-402", number=32)[0])
    with pytest.raises(BadInput):
        asks(desk, deal_of(desk), reason="moon")
    assert json.dumps(made)
    found = whys(desk, "c01", made["no"])
    assert found["withdraw"] == "" and found["approve"].startswith("only ")
    assert {"lapse", "expire", "close"}.isdisjoint(found)
