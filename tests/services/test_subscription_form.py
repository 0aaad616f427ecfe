"""The form of a subscription: what is missing, what is wrong, price, plan, and changing it (domain 3.6, 5.2 to 5.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import AnchangError, Refusal, Stale, WrongState
from anchang.domain.plan import DueRule
from tests.office import Desk
from tests.services.papers import (
    BUYER,
    LIST_TOTAL,
    OTHER,
    ROOM,
    brought_to,
    card,
    english,
    lines,
    listed,
    stocked,
    term,
    waits,
    write,
)
from tests.services.stock import acts, block, import_rows, price_row, unit

# -- what the form says


MISSING: tuple[tuple[dict[str, Any], str], ...] = (
    ({"handover_due": "2026-11-25"}, "handover cannot come before"),
    ({"buyers": []}, "at least one buyer"),
    ({"buyers": [BUYER | {"address": ""}]}, "address is missing"),
    ({"buyers": [BUYER | {"id_no": ""}]}, "ID number is missing"),
    ({"buyers": [BUYER, BUYER]}, "stands twice"),
    ({"buyers": [BUYER | {"is_primary": "yes"}, OTHER | {"is_primary": "yes"}]}, "exactly one buyer"),
    ({"buyers": [BUYER | {"share": "60%"}, OTHER | {"share": "30%"}]}, "sum to 100%"),
    ({"buyers": [BUYER | {"share": "100%"}, OTHER]}, "sum to 100%"),
    ({"sign_due_date": "2026-11-20"}, "due before the subscription"),
    ({"signed_on": "2026-11-24"}, "from the day of the paper to today"),
    ({"deposit": "0"}, "deposit is not above zero"),
)

WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"deal_total": "1700000"}, "needs a discount approval"),
    ({"deal_total": "1789400.01"}, "above the filed price"),
    ({"buyers": [BUYER | {"id_no": "110105194912310021"}]}, "check digit"),
    ({"buyers": [BUYER | {"id_no": "110105194902300021"}]}, "birth date"),
    ({"buyers": [BUYER | {"id_type": "business_licence"}]}, "credit code"),
    ({"buyers": [BUYER | {"phone": "12345"}]}, "not a telephone number"),
    ({"plan": "instalments"}, "shares of the instalments"),
    ({"plan": "instalments", "shares": [{"rate": "30%"}, {"rate": "60%", "days": 30}]}, "make 90%, not 100%"),
    ({"plan": "instalments", "shares": [{"rate": "100%", "days": 1, "on": "2027-01-01"}]}, "not both"),
    ({"plan": "mortgage"}, "share of the down payment"),
    ({"plan": "mortgage", "down_rate": "10%"}, "below 15%"),
    ({"down_rate": "30%"}, "belongs to a mortgage only"),
    ({"deposit": "2000000"}, "more than the first payment"),
    ({"discounts": "NONE"}, "discount"),
    ({"inside_area": "90"}, "larger than the built area"),
    ({"unit": "1-1-999"}, "unit"),
)


def test_what_is_missing_is_said_when_it_is_handed_in(desk: Desk) -> None:
    number = brought_to(desk, "draft", handover_due=None)
    refused: pytest.ExceptionInfo[AnchangError]
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "subscription.submit", subscription=number)
    assert "day of the handover" in english(refused)
    good: dict[str, Any] = {
        "buyers": [BUYER],
        "handover_due": "2028-06-30",
        "signed_on": "2026-11-23",
        "sign_due_date": "2026-11-30",
        "deposit": "50000",
    }
    for fields, said in MISSING:
        desk.do("c01", "subscription.edit", subscription=number, **good | fields)
        with pytest.raises(AnchangError) as refused:
            desk.do("c01", "subscription.submit", subscription=number)
        assert said in english(refused)
        assert listed(desk, number)["state"] == "draft"
    desk.do("c01", "subscription.edit", subscription=number, **good)
    desk.do("c01", "subscription.submit", subscription=number)


def test_what_is_wrong_is_refused_at_once(desk: Desk) -> None:
    buyer = stocked(desk)
    refused: pytest.ExceptionInfo[AnchangError]
    for fields, said in WRONG:
        with pytest.raises(AnchangError) as refused:
            write(desk, buyer, **fields)
        assert said in english(refused)
    assert desk.see("manager", "subscriptions") == [] and desk.see("manager", "holds") == []


def test_a_price_beyond_the_rules_needs_an_approval(desk: Desk) -> None:
    buyer = stocked(desk)
    desk.do("manager", "discount.publish", code="98", name="九八折", rate="98%")
    with pytest.raises(Refusal) as refused:
        write(desk, buyer, discounts="98", deal_total="1753611")
    assert "it needs a discount approval" in english(refused)
    made = write(desk, buyer, discounts="98", deal_total="1753612")
    assert made["deal_total_fen"] == 175_361_200


def test_discounts_in_their_order_sum_to_the_price(desk: Desk) -> None:
    buyer = stocked(desk)
    desk.do("manager", "discount.publish", code="98", name="九八折", rate="98%")
    desk.do("manager", "discount.publish", code="5K", name="减五千", amount="5000", plan_kinds="lump_sum")
    desk.do("manager", "discount.publish", code="VIP", name="专享", rate="95%", combinable="no")
    made = write(desk, buyer, discounts="5K,98")
    shown = card(desk, made["sub_no"])["discounts"]
    assert [(line.code, line.amount) for line in shown] == [("98", 3_578_800), ("5K", 500_000)]
    assert made["deal_total_fen"] == LIST_TOTAL - 4_078_800
    number = made["sub_no"]
    for fields, said in (
        ({"discounts": "98,VIP"}, "cannot be combined"),
        ({"plan": "mortgage", "down_rate": "30%"}, "does not hold for"),
        ({"discounts": "98,98"}, "stands twice"),
    ):
        with pytest.raises(Refusal) as refused:
            desk.do("c01", "subscription.edit", subscription=number, **fields)
        assert said in english(refused)


def test_an_ended_discount_is_not_used_for_a_new_paper(desk: Desk) -> None:
    buyer = stocked(desk)
    desk.do("manager", "discount.publish", code="98", name="九八折", rate="98%")
    desk.do("manager", "discount.end", code="98", last_day="2026-11-23")
    desk.clock.move(days=1)
    with pytest.raises(Refusal) as refused:
        write(desk, buyer, discounts="98")
    assert "does not hold on 2026-11-24" in english(refused)
    assert write(desk, buyer, discounts="98", signed_on="2026-11-23")["deal_total_fen"] == 175_361_200


def test_a_deposit_above_the_cap_is_taken_with_a_warning(desk: Desk) -> None:
    made = write(desk, stocked(desk), deposit="357880.01")
    (warning,) = made["warnings"]
    assert "357,880.01" in warning and "357,880.00" in warning
    edited = desk.do("c01", "subscription.edit", subscription=made["sub_no"], deposit="357880")
    assert edited["warnings"] == []


def test_plans_sum_to_the_price(desk: Desk) -> None:
    buyer = stocked(desk)
    for limit in ("holds_per_customer", "holds_per_consultant"):
        desk.office.run_named(desk.session("boss"), "setting.change", {"key": limit, "value": "3"})
    third = [{"rate": "33.3333%"}, {"rate": "33.3333%", "days": 30}, {"rate": "33.3334%", "on": "2027-06-30"}]
    cases: tuple[tuple[dict[str, Any], list[tuple[str, int]]], ...] = (
        ({}, [("deposit", 5_000_000), ("lump_sum", 173_940_000)]),
        (
            {"plan": "instalments", "shares": third},
            [
                ("deposit", 5_000_000),
                ("instalment", 54_646_607),
                ("instalment", 59_646_607),
                ("instalment", 59_646_786),
            ],
        ),
        (
            {"plan": "mortgage", "down_rate": "30%"},
            [("deposit", 5_000_000), ("down_payment", 48_940_000), ("loan", 125_000_000)],
        ),
    )
    for room, (fields, expected) in zip(("1-1-101", "1-1-102", "1-1-201"), cases, strict=True):
        number = brought_to(desk, "deposit_due", buyer, unit=room, **fields)
        plan = lines(desk, number)
        assert [(each.line.money_type.value, each.line.amount) for each in plan] == expected
        assert sum(each.line.amount for each in plan) == LIST_TOTAL
        due = [each.due_on for each in plan]
        assert due == [date(2026, 11, 23)] + [None] * (len(plan) - 1)


# -- changing and going back


def test_an_edit_keeps_what_it_does_not_name(desk: Desk) -> None:
    shares = [{"rate": "40%"}, {"rate": "60%", "on": "2027-06-30"}]
    buyer = stocked(desk)
    codes = [term(desk, "T1", "一"), term(desk, "T2", "二\n三")]
    number = brought_to(desk, "draft", buyer, plan="instalments", shares=shares, special_terms=codes)
    desk.do("c01", "subscription.edit", subscription=number, version=1, deposit="60000")
    shown = card(desk, number)
    assert (shown["deposit_amount"], shown["special_terms"], shown["edition"]) == (6_000_000, "一\n二 三", 2)
    assert [each.facts.name for each in shown["buyers"]] == ["刘洋"]
    assert shown["choice"].shares[1] == (600_000, DueRule.FIXED, date(2027, 6, 30))
    assert shown["plan"][0]["line"].amount == 6_000_000
    desk.do("c01", "subscription.edit", subscription=number, buyers=[OTHER], signed_on="2026-11-22")
    row = listed(desk, number)
    assert (row["buyer"], row["sign_due_date"]) == ("陈静", date(2026, 11, 29))


def test_only_a_draft_is_changed_and_only_as_it_was_seen(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    desk.do("c01", "subscription.edit", subscription=number, version=1, opinion="首次")
    for login, name, fields in (
        ("c01", "edit", {"opinion": "二"}),
        ("c01", "submit", {}),
        ("c01", "void", {"reason": "x"}),
    ):
        with pytest.raises(Stale, match="张伟"):
            desk.do(login, f"subscription.{name}", subscription=number, version=1, **fields)
    desk.do("c01", "subscription.submit", subscription=number, version=2)
    with pytest.raises(WrongState):
        desk.do("c01", "subscription.edit", subscription=number, opinion="三")


def test_sent_back_with_a_comment_and_handed_in_again(desk: Desk) -> None:
    number = brought_to(desk, "pending_review")
    with pytest.raises(Refusal):
        desk.do("manager", "subscription.send_back", subscription=number)
    desk.do("manager", "subscription.send_back", subscription=number, comment="地址不全")
    assert (listed(desk, number)["state"], waits(desk, "c01")) == ("draft", ["draft"])
    assert [each.comment for each in card(desk, number)["decisions"]] == ["地址不全"]
    desk.do("c01", "subscription.submit", subscription=number)
    desk.do("manager", "subscription.approve", subscription=number)


def test_a_list_price_that_changed_sends_the_paper_to_be_changed(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    desk.do("manager", "unit.hold", unit=ROOM, minutes=120)
    import_rows(desk, (price_row(unit_price_build=1_900_000), *block()[1:]))
    with pytest.raises(Refusal) as refused:
        desk.do("c01", "subscription.submit", subscription=number)
    assert "has changed" in english(refused)
    desk.do("c01", "subscription.edit", subscription=number)
    desk.do("c01", "subscription.submit", subscription=number)
    assert listed(desk, number)["deal_total"] == unit(desk, ROOM)["list_total"] != LIST_TOTAL


def test_double_enter_is_one_paper(desk: Desk) -> None:
    buyer = stocked(desk)
    first = write(desk, buyer, key="k-1")
    assert write(desk, buyer, key="k-1") == first
    assert len(desk.see("manager", "subscriptions")) == 1
    desk.do("c01", "subscription.submit", key="k-2", subscription=first["sub_no"])
    desk.do("c01", "subscription.submit", key="k-2", subscription=first["sub_no"])
    assert [name for name, _ in acts(desk)].count("subscription.submit") == 1
