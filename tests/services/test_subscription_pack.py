"""What the buyer read and was given, and the way of the stamped copies (P03e, P03g, P03j)."""

from __future__ import annotations

import pytest

from anchang.domain.errors import AnchangError, BadInput, NotAllowed, NotFound, Refusal, WrongState
from anchang.domain.pack import CopyOut
from anchang.i18n import say
from anchang.services.subscription_menu import menu
from anchang.storage.subscription_parts import copies_out
from tests.office import Desk
from tests.services.papers import beside, brought_to, english, listed

OUT = [CopyOut(1, "客户"), CopyOut(2, "销售助理"), CopyOut(3, "开发商")]


def out(desk: Desk, number: str) -> list[CopyOut]:
    """What a change of the deal asks."""
    return list(desk.office.look(desk.session("manager"), copies_out, listed(desk, number)["id"]))


def pointed_out(desk: Desk, number: str) -> str:
    """The warnings of the card, in English."""
    return "; ".join(say(each, "en") for each in beside(desk, number)["warnings"])


def test_reading_is_recorded_and_its_lack_is_pointed_out(desk: Desk) -> None:
    number = brought_to(desk, "draft", plan="mortgage", down_rate="30%")
    unread = "the buyer has not read: subscription notes, model contract, mortgage notice"
    assert unread in pointed_out(desk, number)
    submitted = desk.do("c01", "subscription.submit", subscription=number)  # it is a warning, not a guard (2.3)
    assert any("认购须知" in each for each in submitted["warnings"])
    desk.do("c01", "subscription.record_reading", subscription=number, items="model_contract", on="2026-11-22",
            reader="陈静")  # fmt: skip
    assert "subscription notes, mortgage notice" in pointed_out(desk, number)
    desk.do("assistant", "subscription.record_reading", subscription=number)  # what is left
    assert pointed_out(desk, number) == ""
    with pytest.raises(Refusal):
        desk.do("c01", "subscription.record_reading", subscription=number)
    shown = [(each["item"], each["receiver"], each["day_of"].isoformat(), each["by"])
             for each in beside(desk, number)["pack"]]  # fmt: skip
    assert shown == [
        ("model_contract", "陈静", "2026-11-22", "张伟"),
        ("subscription_notes", "刘洋", "2026-11-23", "周助理"),
        ("mortgage_notes", "刘洋", "2026-11-23", "周助理"),
    ]


def test_the_pack_is_the_offices_own_list(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    desk.do("manager", "dictionary.add", kind="pack", label="样板间须知")
    desk.do("manager", "dictionary.retire", kind="pack", code="bank_guide")
    given = desk.do("c01", "subscription.hand_pack", subscription=number, items="purchase_plan,own_1", note="当面")
    assert "置业计划表" in given["items"] and "样板间须知" in given["items"]
    for fields in ({"items": "bank_guide"}, {"items": ""}, {"items": "own_1,own_1"},
                   {"items": "own_1", "on": "2026-11-24"}):  # fmt: skip
        with pytest.raises(BadInput):
            desk.do("c01", "subscription.hand_pack", subscription=number, **fields)
    with pytest.raises(AnchangError):  # another's paper
        desk.do("c02", "subscription.hand_pack", subscription=number, items="own_1")
    desk.do("c01", "subscription.void", subscription=number, reason="不买了")
    with pytest.raises(WrongState):
        desk.do("c01", "subscription.hand_pack", subscription=number, items="own_1")


def test_every_copy_has_a_keeper_until_it_is_back(desk: Desk) -> None:
    number = brought_to(desk, "deposit_paid")
    assert out(desk, number) == []
    with pytest.raises(Refusal) as refused:
        desk.do("clerk", "subscription.return_copies", subscription=number)
    assert "No copy" in english(refused)
    desk.do("clerk", "subscription.stamp", subscription=number)
    assert out(desk, number) == OUT
    desk.do("clerk", "subscription.pass_copy", subscription=number, copy_no="2", taker="法务", purpose="查阅")
    assert out(desk, number)[1] == CopyOut(2, "法务")
    with pytest.raises(BadInput) as bad:
        desk.do("clerk", "subscription.pass_copy", subscription=number, copy_no="2", giver="客户", taker="银行")
    assert "is with 法务" in english(bad)
    with pytest.raises(NotFound):
        desk.do("clerk", "subscription.pass_copy", subscription=number, copy_no="9", taker="法务")
    with pytest.raises(NotAllowed):
        desk.do("c01", "subscription.return_copies", subscription=number)
    back = desk.do("assistant", "subscription.return_copies", subscription=number, copies="1", purpose="换房")
    assert (back["count"], back["left"]) == (1, 2)
    desk.do("clerk", "subscription.return_copies", subscription=number, purpose="换房")
    assert out(desk, number) == []
    with pytest.raises(BadInput):
        desk.do("clerk", "subscription.return_copies", subscription=number, copies="1")
    assert [each.purpose for each in beside(desk, number)["custody"]] == ["查阅", "换房", "换房", "换房"]


def test_the_menu_says_why_not(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    row_id = listed(desk, number)["id"]
    found = {
        each.step.name: "" if each.why_not is None else say(each.why_not, "en")
        for each in desk.office.look(desk.session("clerk"), menu, row_id)
    }
    assert found["pass_copy"] == found["return_copies"] == "no copy has been given out yet"
    assert "only" in found["hand_pack"]
    assert found["print_buyer_file"] == "the buyer's file is not kept yet"
    own = {each.step.name: each.why_not for each in desk.office.look(desk.session("c01"), menu, row_id)}
    assert own["hand_pack"] is own["record_reading"] is own["buyer_file"] is None
    assert say(own["withdraw_file"] or "", "en") == "there is no consent to take back"
