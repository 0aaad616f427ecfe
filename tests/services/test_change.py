"""Forfeiture and cancellation through the use cases: every fault, the money, the unit, the lead, the balance (2.8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from anchang.domain.errors import AnchangError, BadInput, NotAllowed, NotFound, Refusal, WrongState
from anchang.i18n import say
from anchang.services import change_facts
from anchang.services.act import Act
from anchang.services.change_menu import menu
from anchang.storage import customer as customers
from anchang.storage import receivable, receivable_period
from anchang.storage.base import table_of
from tests.office import Desk
from tests.services.changes import (
    ACCOUNT,
    agreed,
    executed,
    given_up,
    held,
    late_case,
    noticed,
    papers_back,
    pay_out,
    refund,
    request,
    row_id,
    serious,
    vouchers,
)
from tests.services.deals import Deal, active, drafted
from tests.services.stock import on_sale, permit, unit

DEPOSIT = 5_000_000


def english(error: pytest.ExceptionInfo[AnchangError]) -> str:
    return say(error.value.message, "en")


def lead_of(desk: Desk, deal: Deal) -> tuple[str, str]:
    with desk.office.store.read() as connection:
        table = table_of(customers.Customer)
        row = connection.execute(table.select().where(table.c.id == deal.row()["customer_id"])).mappings().one()
        return row["state"], row["lost_reason"]


def ties(desk: Desk) -> None:
    """The balance of the day, of the month and of the day before lead from one to the other; all sheets agree."""
    from anchang.reports import receivables
    from anchang.reports.catalogue import Heading, Span

    today = desk.office.today()
    for first in (today, today - timedelta(days=1), today.replace(day=1) - timedelta(days=40)):
        found = desk.office.look(desk.session("manager"), receivable_period.reconcile, first, today)
        assert found.ties, found
    span = Span(today, today.replace(day=1) - timedelta(days=40), today)
    heading = Heading("利德悦府", "李经理", practice=True)
    desk.office.look(desk.session("manager"), receivables.build, span, heading)


@pytest.fixture
def deal(desk: Desk) -> Deal:
    """A subscription in force with 50,000.00 deposit."""
    on_sale(desk)
    return active(desk)


# Cancellation, by fault.


def test_nobody_at_fault_everything_goes_back(desk: Desk, deal: Deal) -> None:
    before = desk.office.look(desk.session("manager"), receivable.total_unpaid, desk.office.today())
    desk.clock.move(days=1)
    no = refund(deal)
    desk.do("manager", "change.approve", request=no)
    answer = executed(deal, no)
    assert (answer["kept_fen"], answer["refund_fen"], answer["compensation_fen"]) == (0, DEPOSIT, 0)
    assert deal.row()["state"] == "cancelled_refund"
    assert unit(desk, deal.unit)["state"] == "return_locked"
    assert vouchers(deal) == [("refund", DEPOSIT, "刘洋")]
    assert lead_of(desk, deal) == ("lost", "cancelled")
    assert request(desk, no)["state"] == "executed"
    assert pay_out(deal) == DEPOSIT
    assert request(desk, no)["state"] == "refunded"
    desk.do("assistant", "change.close", request=no)
    assert request(desk, no)["state"] == "closed"
    assert held(deal) == 0
    desk.do("manager", "unit.release_return", unit=deal.unit, reason="重新推出")
    assert unit(desk, deal.unit)["state"] == "available"
    assert serious(desk) == []
    ties(desk)
    yesterday = desk.office.today() - timedelta(days=1)
    look = desk.office.look
    assert look(desk.session("manager"), receivable.total_unpaid, yesterday) == before > 0
    assert look(desk.session("manager"), receivable.total_unpaid, desk.office.today()) == 0


def test_the_buyer_at_fault_keeps_up_to_the_cap(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk, deposit=40_000_000)  # of 1,789,400.00: the cap is 357,880.00
    no = refund(deal, "buyer")
    answer = executed(deal, agreed(deal, no, "manager"))
    assert (answer["kept_fen"], answer["refund_fen"]) == (35_788_000, 4_212_000)
    assert vouchers(deal) == [("forfeiture", 35_788_000, ""), ("refund", 4_212_000, "刘洋")]
    assert held(deal) == 0 and serious(desk) == []
    ties(desk)


def test_goodwill_is_the_directors(desk: Desk, deal: Deal) -> None:
    no = refund(deal, "buyer", keep="20000")
    desk.do("manager", "change.approve", request=no)
    assert request(desk, no)["waits_for"] == "director"
    with pytest.raises(Refusal) as refused:
        desk.do("manager", "change.approve", request=no)
    assert "waits for the sales director" in english(refused)
    answer = executed(deal, agreed(deal, no, "director"))
    assert (answer["kept_fen"], answer["refund_fen"]) == (2_000_000, 3_000_000)


def test_the_company_at_fault_pays_double(desk: Desk, deal: Deal) -> None:
    no = refund(deal, "company", trigger="company_cannot")
    answer = executed(deal, agreed(deal, no, "manager"))
    assert (answer["kept_fen"], answer["refund_fen"], answer["compensation_fen"]) == (0, DEPOSIT, DEPOSIT)
    assert vouchers(deal) == [("refund", DEPOSIT, "刘洋"), ("compensation", DEPOSIT, "刘洋")]
    assert pay_out(deal) == 2 * DEPOSIT
    assert serious(desk) == []
    ties(desk)


def test_above_the_amount_the_director_decides(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk, deposit=10_000_001)
    no = refund(deal)
    desk.do("manager", "change.approve", request=no)
    assert request(desk, no)["state"] == "pending"
    desk.do("director", "change.approve", request=no)
    assert request(desk, no)["state"] == "approved"


def test_without_a_permit_on_the_day_of_payment_all_goes_back(desk: Desk, deal: Deal) -> None:
    permit(desk, "permit.change", permit="深房许字（2026）001号", valid_to="2026-11-22", reason="更正")
    desk.clock.move(days=2)
    answer = executed(deal, agreed(deal, refund(deal, "buyer"), "manager"))
    assert (answer["kept_fen"], answer["refund_fen"]) == (0, DEPOSIT)


def test_each_payer_gets_the_own_money_back(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk)
    deal.pay(700_000, "handling_fee", payer="刘洋的母亲")
    no = desk.do("c01", "refund.draft", subscription=deal.sub_no, fault="none", reason="退")["no"]
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "change.submit", request=no, accounts=[ACCOUNT])
    assert "刘洋的母亲" in english(refused)
    desk.do("c01", "change.submit", request=no, accounts=[ACCOUNT, {**ACCOUNT, "payer": "刘洋的母亲"}])
    executed(deal, agreed(deal, no, "manager"))
    assert vouchers(deal) == [("refund", DEPOSIT, "刘洋"), ("refund", 700_000, "刘洋的母亲")]
    for row in desk.see("cashier", "vouchers"):
        with pytest.raises(BadInput) as foreign:
            desk.do("cashier", "voucher.pay", voucher=row["no"], holder="别人")
        assert row["payee"] in english(foreign)
    with pytest.raises(BadInput):
        desk.do("cashier", "voucher.pay", voucher=desk.see("cashier", "vouchers")[0]["no"], way="cash")
    assert pay_out(deal) == DEPOSIT + 700_000
    assert serious(desk) == []
    ties(desk)


# Who may not, and when not.


def test_four_eyes_at_every_decision(desk: Desk, deal: Deal) -> None:
    no = str(desk.do("manager", "refund.draft", subscription=deal.sub_no, fault="none", reason="退")["no"])
    desk.do("manager", "change.submit", request=no, accounts=[ACCOUNT])
    with pytest.raises(NotAllowed):
        desk.do("manager", "change.approve", request=no)
    desk.do("director", "change.approve", request=no)
    executed(deal, no)
    voucher = desk.see("cashier", "vouchers")[0]["no"]
    with pytest.raises(NotAllowed):  # whoever settled it does not pay it
        desk.do("accountant", "voucher.pay", voucher=voucher)
    desk.do("cashier", "voucher.pay", voucher=voucher)
    with pytest.raises(WrongState):
        desk.do("cashier", "voucher.pay", voucher=voucher)


def test_one_request_a_paper(desk: Desk, deal: Deal) -> None:
    no = refund(deal)
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "forfeit.open", subscription=deal.sub_no, trigger="customer_asks", reason="x")
    assert no in english(refused)
    desk.do("c01", "change.withdraw", request=no, comment="留下了")
    assert request(desk, no)["state"] == "withdrawn"
    assert deal.row()["state"] == "active" and unit(desk, deal.unit)["state"] == "subscribed"
    again = refund(deal)
    desk.do("manager", "change.reject", request=again, comment="材料不全")
    third = refund(deal)
    desk.do("manager", "change.send_back", request=third, comment="补签字")
    assert request(desk, third)["state"] == "draft"
    desk.do("c01", "change.submit", request=third)
    assert [row["state"] for row in desk.see("manager", "changes")] == ["pending", "rejected", "withdrawn"]
    assert serious(desk) == []


def test_the_same_claim_keeps_other_nouns_away(desk: Desk, deal: Deal) -> None:
    """A delay (or any other noun) takes the same claim, so the two exclude each other in the database."""
    from anchang.services import paper_claim
    from anchang.storage.subscription import Subscription

    no = refund(deal)
    seen: list[str] = []

    def other(act: Act) -> None:
        row = act.must(Subscription, deal.id, change_facts.NOUN)
        try:
            paper_claim.take(act, row, "delay_request", 1, "YQ2026-0001")
        except Refusal as refused:
            seen.append(say(refused.message, "en"))
            raise

    with pytest.raises(Refusal):
        _inside(desk, other)
    assert no in seen[0]


def _inside(desk: Desk, work: Any) -> None:
    """Something that happens inside an act, by a use case that lends its transaction."""
    from anchang.services import use_case
    from anchang.services.use_case import UseCase

    case = use_case.find("delegate.end")
    made = UseCase(
        "test.inside", case.title, type("Inside", (), {}), lambda act, _command: work(act) or {}, case.roles, None, (),
        False, None,
    )  # fmt: skip
    use_case._REGISTER["test.inside"] = made
    try:
        desk.office.run(desk.session("c01"), made.command())
    finally:
        del use_case._REGISTER["test.inside"]


def test_no_contract_is_signed_while_the_paper_is_asked_about(desk: Desk) -> None:
    on_sale(desk)
    deal, contract = drafted(desk)
    made = desk.do("c01", "refund.draft", subscription=deal.sub_no, fault="none", reason="退")
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "change.submit", request=made["no"], accounts=[ACCOUNT])
    assert contract in english(refused)
    with pytest.raises(Refusal) as unsigned:
        desk.do("clerk", "contract.sign", contract=contract)
    assert made["no"] in english(unsigned)


def test_money_on_its_way_is_settled_first(desk: Desk, deal: Deal) -> None:
    on_way = deal.pay(100_000, "deposit", way="transfer")["no"]
    no = agreed(deal, refund(deal), "manager")
    papers_back(desk, no)
    with pytest.raises(Refusal) as refused:
        desk.do("accountant", "change.execute", request=no)
    assert on_way in english(refused)
    desk.do("accountant", "receipt.confirm", receipt=on_way)
    desk.do("accountant", "change.execute", request=no)
    assert vouchers(deal) == [("refund", DEPOSIT + 100_000, "刘洋")]


def test_a_receipt_of_which_a_voucher_took_is_not_reversed(desk: Desk, deal: Deal) -> None:
    executed(deal, agreed(deal, refund(deal), "manager"))
    with pytest.raises(Refusal) as refused:
        desk.do("accountant", "receipt.reverse", receipt="SJ2026-000001", reason="错")
    assert "PZ2026-000001" in english(refused)
    with pytest.raises(Refusal):
        deal.pay(100, "deposit")


def test_others_do_not_see_it(desk: Desk, deal: Deal) -> None:
    no = refund(deal)
    assert desk.see("c02", "changes") == [] and len(desk.see("c01", "changes")) == 1
    with pytest.raises(NotFound):
        desk.do("c02", "change.withdraw", request=no, comment="x")
    with pytest.raises(BadInput):
        desk.do("c01", "refund.draft", subscription=deal.sub_no, fault="none", applicant="路人")


# Forfeiture.


def test_notice_grace_termination_two_yeses(desk: Desk, deal: Deal) -> None:
    with pytest.raises(Refusal) as early:
        desk.do("assistant", "forfeit.open", subscription=deal.sub_no, reason="逾期")
    assert "may still be signed until 2026-11-30" in english(early)
    no = late_case(deal)
    with pytest.raises(Refusal):  # not without the notice
        desk.do("assistant", "change.submit", request=no)
    served = desk.do("assistant", "forfeit.serve_notice", request=no, way="mail")
    assert served["until"] == "2026-12-08"
    desk.clock.move(days=7)
    with pytest.raises(Refusal) as grace:
        desk.do("assistant", "forfeit.terminate", request=no, way="mail")
    assert "2026-12-08" in english(grace)
    desk.clock.move(days=1)
    desk.do("assistant", "forfeit.terminate", request=no, way="mail")
    assert request(desk, no)["waits_for"] == "manager"
    desk.do("manager", "change.approve", request=no)
    assert (request(desk, no)["state"], request(desk, no)["waits_for"]) == ("pending", "director")
    desk.do("director", "change.approve", request=no)
    desk.clock.move(days=1)
    answer = desk.do("manager", "change.execute", request=no)
    assert (answer["kept_fen"], answer["refund_fen"]) == (DEPOSIT, 0)
    assert deal.row()["state"] == "forfeited" and unit(desk, deal.unit)["state"] == "return_locked"
    assert lead_of(desk, deal) == ("lost", "forfeited")
    papers_back(desk, no)
    desk.do("assistant", "change.close", request=no)
    assert serious(desk) == []
    ties(desk)


def test_one_director_does_not_say_both_yeses(desk: Desk, deal: Deal) -> None:
    no = noticed(deal)
    desk.do("director", "change.approve", request=no)
    with pytest.raises(Refusal) as refused:
        desk.do("director", "change.approve", request=no)
    assert "another person" in english(refused)


def test_remedy_at_every_step_before_execution(desk: Desk, deal: Deal) -> None:
    no = late_case(deal)
    for step in (None, "notice", "termination", "manager", "director"):
        if step is not None:
            no = str(desk.do("assistant", "forfeit.open", subscription=deal.sub_no, reason="逾期未签")["no"])
            desk.do("assistant", "forfeit.serve_notice", request=no, way="mail")
        if step in ("termination", "manager", "director"):
            desk.clock.move(days=8)
            desk.do("assistant", "forfeit.terminate", request=no, way="in_person")
        if step in ("manager", "director"):
            desk.do("manager", "change.approve", request=no)
        if step == "director":
            desk.do("director", "change.approve", request=no)
        with pytest.raises(Refusal):
            desk.do("manager", "forfeit.remedy", request=no)
        desk.do("manager", "forfeit.remedy", request=no, comment="三日内签约")
        assert request(desk, no)["state"] == "remedied"
    assert deal.row()["state"] == "active" and serious(desk) == []


def test_who_gives_up_needs_no_notice_and_the_excess_goes_back(desk: Desk) -> None:
    on_sale(desk)
    deal = active(desk, deposit=40_000_000)
    no = agreed(deal, given_up(deal))
    answer = desk.do("manager", "change.execute", request=no)
    assert (answer["kept_fen"], answer["refund_fen"]) == (35_788_000, 4_212_000)
    with pytest.raises(BadInput) as unknown:  # the customer was not here to name an account
        desk.do("cashier", "voucher.pay", voucher="PZ2026-000002")
    assert "State the account of 刘洋" in english(unknown)
    pay_out(deal)
    assert request(desk, no)["state"] == "refunded"
    assert serious(desk) == []
    ties(desk)


def test_reactivation_brings_everything_back(desk: Desk, deal: Deal) -> None:
    before = desk.office.look(desk.session("manager"), receivable.total_unpaid, desk.office.today())
    no = agreed(deal, given_up(deal))
    desk.clock.move(days=1)
    desk.do("manager", "change.execute", request=no)
    ties(desk)
    desk.clock.move(days=2)
    desk.do("c01", "forfeit.ask_back", request=no, comment="又要了")
    desk.do("director", "forfeit.refuse_back", request=no, comment="再想想")
    desk.do("c01", "forfeit.ask_back", request=no, comment="确定要")
    desk.do("director", "forfeit.reactivate", request=no, sign_due="2026-12-10")
    row = deal.row()
    assert (row["state"], str(row["sign_due_date"])) == ("active", "2026-12-10")
    assert unit(desk, deal.unit)["state"] == "subscribed"
    assert vouchers(deal) == [] and held(deal) == DEPOSIT
    assert lead_of(desk, deal)[0] == "subscribed"
    look = desk.office.look
    assert look(desk.session("manager"), receivable.total_unpaid, desk.office.today()) == before
    for back, wanted in ((1, 0), (2, 0), (3, before)):
        day = desk.office.today() - timedelta(days=back)
        assert look(desk.session("manager"), receivable.total_unpaid, day) == wanted
    assert serious(desk) == []
    ties(desk)
    again = agreed(deal, given_up(deal))  # and it can end again
    desk.do("manager", "change.execute", request=again)
    assert serious(desk) == []
    ties(desk)


def test_no_way_back_once_the_unit_is_released(desk: Desk, deal: Deal) -> None:
    no = agreed(deal, given_up(deal))
    desk.do("manager", "change.execute", request=no)
    desk.do("manager", "unit.release_return", unit=deal.unit, reason="重新推出")
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "forfeit.ask_back", request=no, comment="又要了")
    assert "released again" in english(refused)
    second = active(desk, deal.unit, number=2)  # the unit has its next buyer
    assert second.row()["state"] == "active" and serious(desk) == []


def test_the_menu_says_why_not(desk: Desk, deal: Deal) -> None:
    no = refund(deal)
    found = desk.office.look(desk.session("manager"), menu, row_id(desk, no))
    why = {one.step.name: None if one.why_not is None else say(one.why_not, "en") for one in found}
    assert why["approve"] is None and why["reject"] is None
    assert "pass_on" not in why and "pay_out" not in why
    assert why["execute"] == "only cashier, sales accountant may do this"
    assert why["pay"] == "only cashier, sales accountant may do this"
    own = desk.office.look(desk.session("c01"), menu, row_id(desk, no))
    assert {one.step.name for one in own if one.why_not is None} == {"withdraw", "paper_back", "print_application"}


def test_the_inbox_leads_everybody_to_the_next_step(desk: Desk, deal: Deal) -> None:
    def waits(login: str) -> set[str]:
        return {row["what"] for row in desk.see(login, "inbox")}

    no = late_case(deal)
    desk.do("manager", "forfeit.remedy", request=no, comment="再给三天")
    assert "subscription.open_case" in waits("assistant") & waits("manager")
    no = late_case(deal)
    assert "subscription.open_case" not in waits("assistant")
    assert "change_request.notice" in waits("assistant")
    desk.do("assistant", "forfeit.serve_notice", request=no, way="mail")
    assert not {"change_request.notice", "change_request.terminate"} & waits("assistant")
    desk.clock.move(days=8)
    assert "change_request.terminate" in waits("assistant")
    desk.do("assistant", "forfeit.terminate", request=no, way="mail")
    assert "change_request.decide" in waits("manager") and "change_request.decide" in waits("director")
    desk.do("manager", "change.approve", request=no)
    assert "change_request.decide" not in waits("manager")
    desk.do("director", "change.approve", request=no)
    assert "change_request.execute" in waits("manager")
    desk.do("manager", "change.execute", request=no)
    papers_back(desk, no)
    assert "change_request.close" in waits("assistant")
    desk.do("c01", "forfeit.ask_back", request=no, comment="又要了")
    assert "change_request.reactivate" in waits("director")
    desk.do("director", "forfeit.reactivate", request=no, sign_due="2026-12-31")
    paid = agreed(deal, refund(deal), "manager")
    assert "change_request.execute" in waits("accountant")
    executed(deal, paid)
    assert "voucher.pay" in waits("cashier") and "voucher.pay" not in waits("accountant")
