"""A contract from the appointment to the archive, every refusal on the way, its clock and copies (2.4, 3.21, 5.8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale, WrongState
from anchang.services.contract_facts import options
from anchang.services.doctor import examine
from anchang.storage import contract as rows
from anchang.storage import contract_query as query
from anchang.storage.plan import current_lines
from tests.office import Desk
from tests.services.deals import active, drafted, filed, first_payment, reviewed, signed
from tests.services.stock import on_sale, unit, wrong_digests

TABLES = (
    "contract",
    "contract_buyer",
    "contract_check",
    "contract_copy",
    "custody_event",
    "subscription",
    "unit_claim",
)
ORDER = (
    "draft", "submit_review", "contract_check", "finance_check", "engineering_check", "sign", "seal",
    "send_for_filing", "file", "collect", "archive", "void",
)  # fmt: skip


def look(desk: Desk, wanted: Any, *args: Any, login: str = "manager", **more: Any) -> Any:
    return desk.office.look(desk.session(login), wanted, *args, **more)


def listed(desk: Desk, login: str = "manager", **filters: Any) -> dict[str, Any]:
    [row] = desk.see(login, "contracts", **filters)
    return row


def card(desk: Desk, login: str = "manager") -> dict[str, Any]:
    found = look(desk, query.card, 1, login=login)
    assert found is not None
    return dict(found)


def sound(desk: Desk) -> None:
    assert [
        finding.words for finding in examine(desk.office) if finding.serious and finding.kind != "row_unknown"
    ] == []
    assert wrong_digests(desk, *TABLES) == []


def test_the_whole_way_to_the_archive(desk: Desk) -> None:
    on_sale(desk)
    deal, number = signed(desk)
    assert number == "HT2026-000001"
    assert (unit(desk, deal.unit)["state"], deal.row()["state"]) == ("signed", "converted")
    days = timedelta
    today = desk.office.today()
    with desk.office.store.read() as connection:
        due = [each.due_on for each in current_lines(connection, deal.id)]
    assert due == [today, today, today + days(30)]
    for step, fields in (
        ("seal", {}),
        ("send_for_filing", {}),
        ("file", {"filing_no": "备2026-77"}),
        ("collect", {"collected_by": "刘洋"}),
        ("archive", {"place": "A柜3层"}),
    ):
        desk.clock.move(days=1)
        desk.do("clerk", f"contract.{step}", contract=number, **fields)
    row = listed(desk)
    assert (row["state"], row["next_step"], row["days_late"], row["filing_level"]) == ("archived", "", 0, "none")
    assert unit(desk, deal.unit)["state"] == "registered"
    assert [row[name] for name in ("sealed_on", "sent_on", "filed_on", "collected_on", "archived_on")] == [
        today + days(n) for n in range(1, 6)
    ]
    whole = card(desk)
    assert [copy["kind"] for copy in whole["copies"]] == ["buyer", "developer", "bank", "registry", "archive"]
    assert [copy["keeper"] for copy in whole["copies"]] == ["刘洋", "", "", "", "A柜3层"]
    assert [check["kind"] for check in whole["checks"]] == ["contract", "finance"]
    assert whole["buyers"][0]["id_no"] != "11010519491231002X"
    assert whole["deal_total"] == deal.total
    with pytest.raises(WrongState):
        desk.do("manager", "contract.void", contract=number, reason="太晚")
    with desk.office.store.read() as connection:
        state = connection.exec_driver_sql("SELECT state FROM customer WHERE id = 1").scalar()
    assert state == "signed"
    sound(desk)


def test_an_appointment_needs_a_subscription_in_force(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    fields = {"subscription": deal.sub_no, "at": "2026-11-25T10:00+08:00"}
    mark = desk.office.change_mark()
    with pytest.raises(Refusal, match=r"认购书未生效|not active"):
        desk.do("c01", "contract.appoint", **fields)
    assert desk.office.change_mark() == mark
    deal.pay(5_000_000)
    desk.do("clerk", "subscription.stamp", subscription=deal.sub_no)
    with pytest.raises(NotFound):
        desk.do("c02", "contract.appoint", **fields)
    with pytest.raises(NotAllowed):
        desk.do("manager", "contract.appoint", **fields)
    made = desk.do("c01", "contract.appoint", **fields, papers="身份证、户口簿", with_staff="clerk")
    assert made["no"] == "HT2026-000001"  # the refused ones took no number
    with pytest.raises(Refusal, match="HT2026-000001"):
        desk.do("c01", "contract.appoint", **fields)
    assert listed(desk, "c01")["next_step"] == "draft"
    assert desk.see("c02", "contracts") == []
    assert look(desk, query.card, made["id"], login="c02") is None
    sound(desk)


def test_drawing_up_wants_a_free_unit_and_a_number_of_its_own(desk: Desk) -> None:
    on_sale(desk)
    first, second = active(desk, "1-1-101", number=1), active(desk, "1-1-102", number=2)
    for deal in (first, second):
        desk.do("clerk", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00")
    with pytest.raises(Refusal, match=r"抵押|mortgaged"):
        desk.do("clerk", "contract.draft", contract="HT2026-000001", mortgaged="yes")
    with pytest.raises(NotAllowed):
        desk.do("c01", "contract.draft", contract="HT2026-000001")
    desk.do(
        "clerk", "contract.draft", contract="HT2026-000001", contract_no="买卖-88", mortgaged="yes",
        buyer_informed="yes", late_rate="0.02%", late_days="90",
    )  # fmt: skip
    with pytest.raises(BadInput, match=r"买卖-88"):
        desk.do("clerk", "contract.draft", contract="HT2026-000002", contract_no="买卖-88")
    assert look(desk, rows.id_by_no, "买卖-88") == 1
    assert look(desk, rows.id_by_no, "ht2026-000001") == 1
    assert look(desk, rows.id_by_no, second.sub_no) == 2
    assert look(desk, rows.id_by_no, "买卖-89") is None
    sound(desk)


def test_checks_and_money_stand_before_the_signature(desk: Desk) -> None:
    on_sale(desk)
    deal, number = drafted(desk)
    with pytest.raises(WrongState):
        desk.do("clerk", "contract.sign", contract=number)
    desk.do("clerk", "contract.submit_review", contract=number)
    with pytest.raises(Refusal, match=r"合同审核未完成|contract check is not done"):
        desk.do("clerk", "contract.sign", contract=number)
    desk.do("clerk", "contract.contract_check", contract=number, note="姓名、面积、价格无误")
    with pytest.raises(Refusal, match=r"已登记|already recorded"):
        desk.do("clerk", "contract.contract_check", contract=number)
    with pytest.raises(Refusal, match=r"财务审核未完成|finance check is not done"):
        desk.do("clerk", "contract.sign", contract=number)
    with pytest.raises(Refusal, match=r"50,000\.00"):
        desk.do("accountant", "contract.finance_check", contract=number)
    with pytest.raises(NotAllowed):
        desk.do("clerk", "contract.finance_check", contract=number)
    with pytest.raises(Refusal, match=r"没有附加施工条款|no construction clauses"):
        desk.do("clerk", "contract.engineering_check", contract=number)
    made = deal.pay(first_payment(deal), "down_payment")
    desk.do("accountant", "contract.finance_check", contract=number)
    desk.do("accountant", "receipt.reverse", receipt=made["no"], reason="刷错金额")
    with pytest.raises(Refusal, match=r"50,000\.00"):
        desk.do("clerk", "contract.sign", contract=number)
    deal.pay(first_payment(deal), "down_payment")
    with pytest.raises(Refusal, match=r"晚于今天|future"):
        desk.do("clerk", "contract.sign", contract=number, signed_on="2026-11-24")
    with pytest.raises(Refusal, match=r"2026-11-23"):
        desk.do("clerk", "contract.sign", contract=number, signed_on="2025-11-23")
    with pytest.raises(Stale):
        desk.do("clerk", "contract.sign", contract=number, version=1)
    for login in ("c01", "manager", "cashier"):
        with pytest.raises(NotAllowed):
            desk.do(login, "contract.sign", contract=number)
    desk.do("clerk", "contract.sign", contract=number, net_sign_no="网签-1")
    sound(desk)


def test_construction_clauses_want_the_engineers(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    made = desk.do("clerk", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00")
    desk.do("clerk", "contract.draft", contract=made["no"], construction_clauses="yes")
    deal.pay(first_payment(deal), "down_payment")
    desk.do("clerk", "contract.submit_review", contract=made["no"])
    desk.do("clerk", "contract.contract_check", contract=made["no"])
    desk.do("cashier", "contract.finance_check", contract=made["no"])
    with pytest.raises(Refusal, match=r"工程部|engineering"):
        desk.do("clerk", "contract.sign", contract=made["no"])
    assert listed(desk)["next_step"] == "engineering_check"
    desk.do("clerk", "contract.engineering_check", contract=made["no"], note="可以施工")
    desk.do("clerk", "contract.sign", contract=made["no"])
    sound(desk)


def test_a_lump_sum_that_runs_on_after_the_signature_is_not_asked_for_before_it(desk: Desk) -> None:
    on_sale(desk)
    deal, number = drafted(desk, plan="lump_sum")
    desk.do("clerk", "contract.submit_review", contract=number)
    desk.do("clerk", "contract.contract_check", contract=number)
    desk.do("cashier", "contract.finance_check", contract=number)
    desk.do("clerk", "contract.sign", contract=number)
    with desk.office.store.read() as connection:
        assert current_lines(connection, deal.id)[1].due_on == date(2026, 11, 30)
    sound(desk)


def test_the_manager_may_let_it_be_signed_with_less(desk: Desk) -> None:
    on_sale(desk)
    deal, number = drafted(desk)
    desk.do("clerk", "contract.submit_review", contract=number)
    desk.do("clerk", "contract.contract_check", contract=number)
    with pytest.raises(NotAllowed):
        desk.do("clerk", "contract.except_payment", contract=number, reason="客户资金在途")
    with pytest.raises(Refusal, match=r"原因|reason"):
        desk.do("manager", "contract.except_payment", contract=number, reason=" ")
    made = desk.do("manager", "contract.except_payment", contract=number, reason="客户资金在途")
    assert (made["received_fen"], made["due_fen"]) == (5_000_000, 5_000_000 + first_payment(deal))
    with pytest.raises(WrongState):
        desk.do("director", "contract.except_payment", contract=number, reason="再批一次")
    desk.do("accountant", "contract.finance_check", contract=number)
    desk.do("clerk", "contract.sign", contract=number)
    assert card(desk)["exception_reason"] == "客户资金在途"
    # The first payment is due on the day of the signature, so it is late from the day after.
    desk.clock.move(days=1)
    [line] = desk.see("manager", "instalments", overdue="yes")
    assert (line["money_type"], line["overdue_days"], line["unpaid"]) == ("down_payment", 1, first_payment(deal))
    sound(desk)


def test_no_exception_where_nothing_is_missing(desk: Desk) -> None:
    on_sale(desk)
    deal, number = drafted(desk)
    deal.pay(first_payment(deal), "down_payment")
    with pytest.raises(Refusal, match=r"无需|no exception"):
        desk.do("manager", "contract.except_payment", contract=number, reason="以防万一")


def test_void_goes_back_to_the_subscription(desk: Desk) -> None:
    on_sale(desk)
    deal, number = drafted(desk)
    with pytest.raises(NotAllowed):
        desk.do("clerk", "contract.void", contract=number, reason="写错")
    with pytest.raises(Refusal, match=r"原因|reason"):
        desk.do("manager", "contract.void", contract=number, reason="")
    desk.do("manager", "contract.void", contract=number, reason="面积写错")
    assert (deal.row()["state"], unit(desk, deal.unit)["state"]) == ("active", "subscribed")
    with pytest.raises(Refusal, match=r"合同拟定前|drawn up"):
        deal.pay(100_000, "down_payment")
    again = desk.do("clerk", "contract.appoint", subscription=deal.sub_no, at="2026-11-26T10:00+08:00")
    assert again["no"] == "HT2026-000002"
    desk.do("clerk", "contract.draft", contract=again["no"])
    assert len(desk.see("clerk", "contracts", state="void")) == 1
    sound(desk)


def test_the_days_come_one_after_the_other(desk: Desk) -> None:
    on_sale(desk)
    _deal, number = signed(desk)
    with pytest.raises(Refusal, match=r"2026-11-23"):
        desk.do("clerk", "contract.seal", contract=number, sealed_on="2026-11-22")
    desk.do("clerk", "contract.seal", contract=number, copies="buyer,bank,archive")
    with pytest.raises(Refusal, match=r"晚于今天|future"):
        desk.do("clerk", "contract.send_for_filing", contract=number, sent_on="2026-12-01")
    desk.do("clerk", "contract.send_for_filing", contract=number)
    with pytest.raises(Refusal, match=r"2026-11-23"):
        desk.do("clerk", "contract.file", contract=number, filed_on="2026-11-20")
    desk.do("clerk", "contract.file", contract=number)
    with pytest.raises(Refusal, match=r"领取人|who signed"):
        desk.do("clerk", "contract.collect", contract=number, collected_by=" ")
    desk.do("clerk", "contract.collect", contract=number, collected_by="刘洋")
    with pytest.raises(Refusal, match=r"归档位置|archive place"):
        desk.do("clerk", "contract.archive", contract=number, place="")
    assert [copy["kind"] for copy in card(desk)["copies"]] == ["buyer", "bank", "archive"]
    sound(desk)


def test_the_filing_clock_and_what_is_late(desk: Desk) -> None:
    on_sale(desk)
    _deal, number = signed(desk)
    desk.do("clerk", "contract.seal", contract=number)
    desk.do("clerk", "contract.send_for_filing", contract=number)
    seen = []
    for day in (19, 20, 27, 28, 30, 31):
        desk.clock.at(date(2026, 11, 23) + timedelta(days=day))
        row = listed(desk)
        seen.append((day, row["filing_level"], row["filing_days_left"], row["days_late"]))
        assert len(desk.see("clerk", "contracts", late="yes")) == (1 if day > 30 else 0)
    assert seen == [
        (19, "none", 11, 0), (20, "notice", 10, 0), (27, "notice", 3, 0), (28, "alarm", 2, 0), (30, "alarm", 0, 0),
        (31, "late", -1, 1),
    ]  # fmt: skip
    assert [row["waiting"] for row in look(desk, query.waiting, login="clerk")] == ["file", "file_late"]
    assert [row["waiting"] for row in look(desk, query.waiting, login="c01")] == ["file_late"]
    assert look(desk, query.waiting, login="c02") == []
    desk.do("clerk", "contract.file", contract=number, filed_on="2026-12-22")
    row = listed(desk)
    assert (row["filing_level"], row["filing_days_left"], row["due_on"]) == ("none", 1, date(2027, 1, 6))
    desk.clock.at(date(2027, 1, 7))
    assert listed(desk, late="yes")["days_late"] == 1
    sound(desk)


def test_an_appointment_is_late_from_the_day_after_the_signing_was_due(desk: Desk) -> None:
    on_sale(desk)
    drafted(desk)
    desk.clock.at(date(2026, 11, 30))
    assert desk.see("manager", "contracts", late="yes") == []
    desk.clock.at(date(2026, 12, 1))
    assert listed(desk, late="yes", consultant="张伟", text="1-1-101")["days_late"] == 1
    assert desk.see("manager", "contracts", consultant="王芳") == []


def test_the_inbox_of_each(desk: Desk) -> None:
    on_sale(desk)
    deal, number = drafted(desk)
    reasons = {}
    for login in ("clerk", "cashier", "accountant", "manager", "c01"):
        reasons[login] = [row["waiting"] for row in look(desk, query.waiting, login=login)]
    assert reasons == {"clerk": ["circulate"], "cashier": [], "accountant": [], "manager": [], "c01": []}
    desk.do("clerk", "contract.submit_review", contract=number)
    assert [row["waiting"] for row in look(desk, query.waiting, login="cashier")] == ["finance_check"]
    assert [row["waiting"] for row in look(desk, query.waiting, login="clerk")] == ["contract_check"]
    del deal


def test_the_step_menu_says_every_why_not(desk: Desk) -> None:
    on_sale(desk)
    _deal, number = drafted(desk)
    desk.do("clerk", "contract.submit_review", contract=number)
    found = {option.step.name: option.why_not for option in look(desk, options, 1, login="clerk")}
    assert tuple(found) == ORDER
    assert {name for name, why_not in found.items() if why_not is None} == {"contract_check"}
    with pytest.raises(NotFound):
        look(desk, options, 1, login="c02")


def test_copies_change_hands_only_from_who_has_them(desk: Desk) -> None:
    on_sale(desk)
    _deal, number = filed(desk)
    hand = {"contract": number, "copy_no": "3"}
    with pytest.raises(NotFound, match=r"9"):
        desk.do("clerk", "custody.hand_over", contract=number, copy_no="9", taker="中国银行")
    made = desk.do("clerk", "custody.hand_over", **hand, taker="中国银行", purpose="办理按揭", signature="李行员")
    assert made["taker"] == "中国银行"
    with pytest.raises(Refusal, match="中国银行"):
        desk.do("clerk", "custody.hand_over", **hand, giver="吴专员", taker="登记中心")
    with pytest.raises(Refusal, match=r"相同|same"):
        desk.do("clerk", "custody.hand_over", **hand, taker="中国银行")
    with pytest.raises(NotAllowed):
        desk.do("c01", "custody.hand_over", **hand, taker="张伟")
    desk.do("clerk", "custody.hand_over", **hand, taker="档案室", returned="yes")
    moved = desk.see("clerk", "custody")
    assert [(row["giver"], row["taker"], row["returned"]) for row in moved] == [
        ("中国银行", "档案室", True), ("吴专员", "中国银行", False)
    ]  # fmt: skip
    assert desk.see("c02", "custody") == []
    sound(desk)
