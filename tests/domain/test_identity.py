"""Phones in one form, identity numbers with their check signs (made-up persons, published sample numbers)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import BadInput
from anchang.domain.identity import (
    Gender,
    IdType,
    birth_date,
    check_id,
    gender_of,
    is_mobile,
    mask_id,
    mask_phone,
    phone,
)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013 8000 ", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("013800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("19912345678", "19912345678"),
        ("0755-88886666", "0755-88886666"),
        ("075588886666", "0755-88886666"),
        ("(0755) 8888 6666", "0755-88886666"),
        ("（0755）88886666", "0755-88886666"),
        ("+86 755 8888 6666", "0755-88886666"),
        ("+86 10 6255 1234", "010-62551234"),
        ("010-62551234", "010-62551234"),
        ("0891-6321234", "0891-6321234"),
        ("0755-88886666-801", "0755-88886666-801"),
        ("0755-88886666转801", "0755-88886666-801"),
        ("0755 88886666 ext. 801", "0755-88886666-801"),
        ("+852 9123 4567", "+85291234567"),
        ("0085291234567", "+85291234567"),
        ("+1 (212) 555-0123", "+12125550123"),
    ],
)
def test_a_phone_has_one_stored_form(text: str, stored: str) -> None:
    assert phone(text, "phone") == stored
    assert phone(stored, "phone") == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "12800138000",
        "1380013800",
        "138001380001",
        "88886666",
        "0755-08886666",
        "+86 123",
        "+0 123456789",
        "+1234567890123456",
        "13800138000-1",
        "abc",
        "１３８",
        "138001380OO",
        "0" * 5000,
        "138001380٣٤",
        "13800138000\x1b[0m",
    ],
)
def test_other_texts_are_refused_and_never_quoted(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        phone(text, "row 3, phone")
    assert caught.value.place == "row 3, phone"
    assert str(caught.value).startswith("row 3, phone")
    assert "\x1b" not in str(caught.value)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_is_masked(number: str) -> None:
    assert phone(number) == number
    assert is_mobile(number)
    assert mask_phone(number) == f"{number[:3]}****{number[-4:]}"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800138000", "138****8000"),
        ("0755-88886666", "0755-****6666"),
        ("010-62551234-801", "010-****1234"),
        ("0891-6321234", "0891-***1234"),
        ("+85291234567", "+852****4567"),
        ("88886666", "******66"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_masks(number: str, masked: str) -> None:
    assert mask_phone(number) == masked
    assert is_mobile(number) is (number == "13800138000")


@given(st.text(min_size=1, max_size=30))
def test_a_mask_always_hides_something(number: str) -> None:
    assert "*" in mask_phone(number)
    assert "*" in mask_id(number)


GOOD = [
    (IdType.ID_CARD, "11010519491231002X", "11010519491231002X"),
    (IdType.ID_CARD, " 11010519491231002x ", "11010519491231002X"),
    (IdType.ID_CARD, "１１０１０５１９４９１２３１００２Ｘ".replace("Ｘ", "X"), "11010519491231002X"),
    (IdType.ID_CARD, "440524188001010014", "440524188001010014"),
    (IdType.FOREIGN_RESIDENCE, "911124198108030024", "911124198108030024"),
    (IdType.FOREIGN_RESIDENCE, "can110081032401", "CAN110081032401"),
    (IdType.BUSINESS_LICENCE, "91350100M000100Y43", "91350100M000100Y43"),
    (IdType.HK_MACAU_PERMIT, "H01234567", "H01234567"),
    (IdType.HK_MACAU_PERMIT, "m0123456700", "M0123456700"),
    (IdType.TAIWAN_PERMIT, "01234567", "01234567"),
    (IdType.PASSPORT, "e 12345678", "E12345678"),
    (IdType.MILITARY_ID, "军字第 1234567 号", "军字第 1234567 号"),
    (IdType.OTHER, "A-1", "A-1"),
]


@pytest.mark.parametrize(("kind", "text", "stored"), GOOD)
def test_good_papers(kind: IdType, text: str, stored: str) -> None:
    assert check_id(kind, text, "paper") == stored


BAD = [
    (IdType.ID_CARD, "110105194912310021"),
    (IdType.ID_CARD, "11010519491231002"),
    (IdType.ID_CARD, "110105194902310020"),
    (IdType.ID_CARD, "130503670401001"),
    (IdType.ID_CARD, "911124198108030024"),
    (IdType.ID_CARD, ""),
    (IdType.FOREIGN_RESIDENCE, "911124198108030025"),
    (IdType.FOREIGN_RESIDENCE, "11010519491231002X"),
    (IdType.BUSINESS_LICENCE, "91350100M000100Y4Z"),
    (IdType.BUSINESS_LICENCE, "91350100M000100Y34"),
    (IdType.HK_MACAU_PERMIT, "A01234567"),
    (IdType.TAIWAN_PERMIT, "0123456"),
    (IdType.PASSPORT, "E1"),
    (IdType.OTHER, "A\x1b[31m"),
    (IdType.OTHER, "x" * 31),
    (IdType.MILITARY_ID, " "),
]


@pytest.mark.parametrize(("kind", "text"), BAD)
def test_bad_papers_name_their_place(kind: IdType, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_id(kind, text, "buyer 2, paper")
    assert caught.value.place == "buyer 2, paper"
    assert str(caught.value).startswith("buyer 2, paper")


def _with_check(seventeen: str) -> str:
    """The check digit by the weights printed in GB 11643, not by the powers that the code uses."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


cards = st.builds(
    lambda region, birth, serial: _with_check(f"{region}{birth:%Y%m%d}{serial:03d}"),
    st.integers(110_000, 839_999),
    st.dates(date(1880, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)


@given(cards)
def test_every_real_card_is_taken_and_says_birth_and_gender(number: str) -> None:
    assert check_id(IdType.ID_CARD, number) == number
    assert f"{birth_date(number):%Y%m%d}" == number[6:14]
    assert gender_of(number) is (Gender.MALE if int(number[16]) % 2 else Gender.FEMALE)
    assert mask_id(number) == number[:3] + "***********" + number[-4:]


@given(cards, st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_is_always_found(number: str, place: int, off: int) -> None:
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    with pytest.raises(BadInput):
        check_id(IdType.ID_CARD, wrong)


@given(cards, st.integers(0, 15))
def test_two_swapped_digits_are_always_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(BadInput):
            check_id(IdType.ID_CARD, swapped)


def test_no_birth_in_other_numbers() -> None:
    assert birth_date("91350100M000100Y43") is None
    assert gender_of("91350100M000100Y43") is None
    assert birth_date("110105187912310020") is None


def test_a_residence_card_from_hong_kong_stands_under_both_papers() -> None:
    number = _with_check("81000019900307001")
    assert check_id(IdType.ID_CARD, number) == check_id(IdType.HK_MACAU_PERMIT, number) == number
    taiwan = _with_check("83000019900307002")
    assert check_id(IdType.TAIWAN_PERMIT, taiwan) == taiwan
    with pytest.raises(BadInput):
        check_id(IdType.TAIWAN_PERMIT, number)


def test_shorter_numbers_keep_less() -> None:
    assert mask_id("E12345678") == "E******78"
    assert mask_id("1234567") == "*******"
