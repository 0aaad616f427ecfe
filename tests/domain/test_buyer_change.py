"""Other buyers on the same paper: who stays, how the others are tied, who decides, who signs (2.8, 3.11)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anchang.domain.authority import Level
from anchang.domain.buyer import BuyerFacts
from anchang.domain.buyer_change import Tie, difference, level, why_not_change, why_not_fee, why_not_rename
from anchang.domain.customer_link import Link
from anchang.domain.identity import IdType
from anchang.i18n import Msg, say
from tests.domain.sale import BUYER, SPOUSE

STRANGER = BuyerFacts("Wang Wu", IdType.PASSPORT, "E87654321", "13800138002", "2 Main Street", is_primary=True)
MARRIED = Tie("Han Mei", Link.SPOUSE, "marriage certificate 123")
HALVES = (replace(BUYER, share=500_000), replace(SPOUSE, share=500_000))


def words(reason: Msg | None) -> str:
    return "" if reason is None else say(reason, "en")


def test_people_are_known_by_their_paper_not_by_their_name() -> None:
    again = replace(BUYER, name="Li Lei (again)", id_no=BUYER.id_no.lower() + " ")
    found = difference([BUYER, SPOUSE], [again, STRANGER])
    assert (found.stayed, found.joined, found.left) == ((again,), (STRANGER,), (SPOUSE,))


@pytest.mark.parametrize(
    ("new", "ties", "reason"),
    [
        ((BUYER, SPOUSE), (MARRIED,), ""),
        ((BUYER,), (), "nothing to change"),
        ((BUYER, SPOUSE), (), "how Han Mei is related"),
        ((BUYER, SPOUSE), (replace(MARRIED, relation=None),), "how Han Mei is related"),
        ((BUYER, SPOUSE), (replace(MARRIED, proof=" "),), "proof of how Han Mei"),
        ((STRANGER,), (MARRIED,), "a transfer to another person"),
        ((), (), "at least one buyer"),
        ((BUYER, replace(SPOUSE, is_primary=True)), (MARRIED,), "exactly one buyer"),
        ((BUYER, replace(SPOUSE, share=500_000)), (MARRIED,), "sum to 100%"),
        (HALVES, (MARRIED,), ""),
    ],
)
def test_adding_and_taking_off(new: tuple[BuyerFacts, ...], ties: tuple[Tie, ...], reason: str) -> None:
    found = words(why_not_change([BUYER], new, ties))
    assert (reason in found) if reason else not found


def test_who_leaves_is_tied_too_and_shares_alone_are_a_change() -> None:
    assert "Han Mei" in words(why_not_change([BUYER, SPOUSE], [BUYER]))
    assert why_not_change([BUYER, SPOUSE], [BUYER], [MARRIED]) is None
    assert why_not_change([BUYER, SPOUSE], HALVES) is None
    assert "nothing to change" in words(why_not_change(HALVES, HALVES))


def test_a_transfer_is_to_persons_of_whom_none_was_a_buyer() -> None:
    assert why_not_rename([BUYER, SPOUSE], [STRANGER]) is None
    assert "Li Lei stays a buyer" in words(why_not_rename([BUYER], [BUYER, SPOUSE]))
    assert "ID number" in words(why_not_rename([BUYER], [replace(STRANGER, id_no="")]))


def test_family_is_the_managers_anybody_else_the_directors() -> None:
    assert level([MARRIED]) is Level.MANAGER
    assert level([]) is Level.MANAGER
    assert level([MARRIED, Tie("Wang Wu", Link.FRIEND, "letter")]) is Level.DIRECTOR


def test_the_handling_fee_is_in_before_the_paper_is_signed_anew() -> None:
    assert "fee of 2,000.00 is not paid: 500.00 is in" in words(why_not_fee(200_000, 50_000))
    assert why_not_fee(200_000, 200_000) is None
    assert why_not_fee(0, 0) is None
