"""Buyers: minors and their guardians, companies, agents (domain 3.6, 5.11). The rest is in test_subscription."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.buyer import BuyerFacts, ProxyFacts, ProxyRole, born, buyer_warnings, is_minor, why_not_buyers
from anchang.domain.errors import BadInput
from anchang.domain.identity import IdType, check_id
from anchang.i18n import say
from tests.domain.sale import BUYER

ON = date(2026, 3, 9)
GUARDIAN = ProxyFacts(ProxyRole.GUARDIAN, "Li Senior", "father", IdType.ID_CARD, "11010519491231002X", "13800138009")
CHILD = BuyerFacts("Li Little", IdType.PASSPORT, "E00000001", "13800138000", "1 Main Street", None, True,
                   date(2010, 5, 20), (GUARDIAN,))  # fmt: skip
CODE = "91350100M000100Y43"  # the example of GB 32100
COMPANY = BuyerFacts("Acme", IdType.BUSINESS_LICENCE, CODE, "0755-88886666", "2 Main Street", None, True, None,
                     (ProxyFacts(ProxyRole.REPRESENTATIVE, "Wang Wu"),))  # fmt: skip


def proxied(buyer: BuyerFacts, **change: object) -> BuyerFacts:
    """The buyer whose first one beside is changed."""
    first, *rest = buyer.proxies
    return replace(buyer, proxies=(replace(first, **change), *rest))  # type: ignore[arg-type]


@pytest.mark.parametrize("buyer", [CHILD, COMPANY, BUYER, replace(CHILD, birth=None, proxies=())])
def test_buyers_that_may_buy(buyer: BuyerFacts) -> None:
    assert why_not_buyers([buyer], ON) is None


@pytest.mark.parametrize(
    ("buyer", "reason"),
    [
        (replace(CHILD, proxies=()), "buyer Li Little is not of age: name the guardian"),
        (proxied(CHILD, name=" "), "guardian of Li Little: name is missing"),
        (proxied(CHILD, relation=""), "relation to the buyer is missing"),
        (proxied(CHILD, id_no=""), "guardian of Li Little: ID number is missing"),
        (proxied(CHILD, id_no="110105194912310021"), "check digit"),
        (proxied(CHILD, id_type=IdType.PASSPORT, id_no="E00000001"), "cannot be his own guardian"),
        (replace(COMPANY, proxies=()), "legal representative is missing"),
        (replace(COMPANY, proxies=(*COMPANY.proxies, GUARDIAN)), "a company has no guardian"),
        (replace(COMPANY, id_no=CODE[:-1] + "4"), "check sign of the credit code"),
        (replace(BUYER, proxies=COMPANY.proxies), "only a company has a legal representative"),
    ],
)
def test_buyers_that_may_not(buyer: BuyerFacts, reason: str) -> None:
    assert reason in say(why_not_buyers([buyer], ON) or "", "en")


def test_a_guardian_is_of_age() -> None:
    child = next(f"44052420100520001{sign}" for sign in "0123456789X" if _right(f"44052420100520001{sign}"))
    assert check_id(IdType.ID_CARD, child) == child
    young = proxied(CHILD, id_no=child)
    assert "guardian Li Senior of Li Little is not of age" in say(why_not_buyers([young], ON) or "", "en")


def _right(number: str) -> bool:
    try:
        return check_id(IdType.ID_CARD, number) == number
    except BadInput:
        return False


def test_of_age_on_the_eighteenth_birthday() -> None:
    assert is_minor(date(2008, 3, 10), ON)
    assert not is_minor(date(2008, 3, 9), ON)
    assert not is_minor(None, ON)
    assert is_minor(date(2008, 2, 29), date(2026, 2, 28))
    assert not is_minor(date(2008, 2, 29), date(2026, 3, 1))


@given(st.dates(date(1900, 1, 1), date(2080, 1, 1)), st.dates(date(1900, 1, 1), date(2099, 1, 1)))
def test_nobody_becomes_a_minor_again(birth: date, on: date) -> None:
    years = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    assert is_minor(birth, on) is (years < 18)


def test_the_number_tells_the_birth_before_what_was_stated() -> None:
    assert born(replace(BUYER, birth=date(2000, 1, 1))) == date(1949, 12, 31)
    assert born(CHILD) == date(2010, 5, 20)


def test_what_the_manager_is_told_of_the_buyers() -> None:
    agent = ProxyFacts(ProxyRole.AGENT, "Zhao Liu")
    said = [say(each, "en") for each in buyer_warnings([CHILD, replace(BUYER, proxies=(agent,))], ON)]
    assert said == [
        "Li Little is not of age; Li Senior acts as guardian",
        "agent Zhao Liu of Li Lei: ID number is missing",
        "agent Zhao Liu of Li Lei: number of the power of attorney is missing",
    ]
    whole = replace(agent, id_no="11010519491231002X", proof="W-1")
    assert buyer_warnings([replace(BUYER, proxies=(whole,))], ON) == ()
