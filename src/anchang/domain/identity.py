"""Telephone numbers and identity papers: one written form each, checked as far as the number itself allows.

Phones: domain 2.2, 3.2. Identity papers: domain 3.6 (MOD 11-2 of GB 11643, MOD 31-3 of GB 32100). Nothing is looked up:
a number that passes is well formed, not proven.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from anchang.domain.errors import BadInput
from anchang.domain.text import clean, half_width, named
from anchang.i18n import M, Msg
from anchang.i18n.capitals import EXTENSION

_PHONE_NOISE = re.compile(r"[\s\-‐‑‒–—─()（）.·]+")
_EXTENSION = re.compile(rf"^(?P<main>.+?)\s*(?:{EXTENSION}|ext\.?|x|#|-)\s*(?P<ext>[0-9]{{1,6}})\Z", re.IGNORECASE)
_MOBILE = re.compile(r"^1[3-9][0-9]{9}\Z")
# Beijing and the big cities have three digits, every other area four; the number itself never begins with 0.
_LANDLINE = re.compile(r"^(?P<area>010|02[0-9]|0[3-9][0-9]{2})(?P<number>[1-9][0-9]{6,7})\Z")
_FOREIGN = re.compile(r"^\+[1-9][0-9]{6,14}\Z")
_LONGEST_PHONE = 40


def phone(text: str, place: str = "") -> str:
    """The number in its one stored form, so that equal numbers are equal texts (unique per project, 2.2).

    «13800138000» for mainland mobiles, «0755-88886666» or «0755-88886666-801» for landlines, «+85291234567» for other
    countries. Spaces, dashes, brackets, full-width digits, +86 and 0086 are taken. Raises BadInput.
    """
    plain = half_width(text)
    if not plain:
        raise BadInput(M("{place}: a telephone number is needed here.", place=named(place)), place)
    found = _normalised(plain) if len(plain) <= _LONGEST_PHONE else None
    if found is None:
        raise BadInput(
            M(
                "{place}: this is not a telephone number; write 11 digits for a mobile, 0755-88886666 for a landline "
                "or +852… for another country.",
                place=named(place),
            ),
            place,
        )
    return found


def _normalised(plain: str) -> str | None:
    whole = _bare(_PHONE_NOISE.sub("", plain))
    if whole is not None:
        return whole
    split = _EXTENSION.match(plain)
    main = _bare(_PHONE_NOISE.sub("", split["main"])) if split else None
    # Only a landline has extensions; «13800138000-1» is a slip of the finger.
    if split and main is not None and main.startswith("0"):
        return f"{main}-{split['ext']}"
    return None


def _bare(digits: str) -> str | None:
    """The stored form of a number without noise and without an extension, or None."""
    international = "+" + digits[2:] if digits.startswith("00") else digits
    if international.startswith("+86"):
        digits = international[3:]
        if not digits.startswith("0") and not _MOBILE.match(digits):
            digits = "0" + digits
    elif international.startswith("+"):
        return international if _FOREIGN.match(international) else None
    elif digits.startswith("86") and _MOBILE.match(digits[2:]):
        digits = digits[2:]
    if digits.startswith("0") and _MOBILE.match(digits[1:]):
        return digits[1:]
    if _MOBILE.match(digits):
        return digits
    landline = _LANDLINE.match(digits)
    return f"{landline['area']}-{landline['number']}" if landline else None


def is_mobile(number: str) -> bool:
    """Whether a stored number is a mainland mobile, the only kind that takes a text message."""
    return bool(_MOBILE.match(number))


def mask_phone(number: str) -> str:
    """«138****8000», «0755-****6666», «+852****4567»: enough to recognise one's own customer, not enough to call."""
    if _MOBILE.match(number):
        return number[:3] + "****" + number[-4:]
    area, dash, rest = number.partition("-")
    local = rest.partition("-")[0]
    if dash and area.startswith("0") and len(local) >= 7:
        return f"{area}-{'*' * (len(local) - 4)}{local[-4:]}"
    if len(number) >= 11:
        return number[:4] + "****" + number[-4:]
    return "*" * (len(number) - 2) + number[-2:] if len(number) >= 7 else "*" * len(number)


class IdType(StrEnum):
    """Kinds of identity papers of a buyer (3.6)."""

    ID_CARD = "id_card"
    PASSPORT = "passport"
    HK_MACAU_PERMIT = "hk_macau_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGN_RESIDENCE = "foreign_residence"
    BUSINESS_LICENCE = "business_licence"
    MILITARY_ID = "military_id"
    OTHER = "other"

    @property
    def label(self) -> Msg:
        """The paper's name in words."""
        return ID_TYPE_LABELS[self]


ID_TYPE_LABELS: dict[IdType, Msg] = {
    IdType.ID_CARD: M("resident identity card"),
    IdType.PASSPORT: M("passport"),
    IdType.HK_MACAU_PERMIT: M("Hong Kong and Macau resident's permit"),
    IdType.TAIWAN_PERMIT: M("Taiwan resident's permit"),
    IdType.FOREIGN_RESIDENCE: M("foreigner's permanent residence card"),
    IdType.BUSINESS_LICENCE: M("business licence"),
    IdType.MILITARY_ID: M("military identity card"),
    IdType.OTHER: M("other identity paper"),
}


class Gender(StrEnum):
    """Gender as an identity number carries it."""

    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> Msg:
        """The gender in words."""
        return M("male") if self is Gender.MALE else M("female")


_EIGHTEEN = re.compile(r"^[1-9][0-9]{16}[0-9X]\Z")
_MOD_11_2_SIGNS = "10X98765432"
_MOD_31_3_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(rf"^[{_MOD_31_3_SIGNS}]{{2}}[0-9]{{6}}[{_MOD_31_3_SIGNS}]{{10}}\Z")
_OLD_RESIDENCE_CARD = re.compile(r"^[A-Z]{3}[0-9]{12}\Z")  # the 2004 and 2017 cards, still valid
_HK_MACAU = re.compile(r"^[HM][0-9]{8}(?:[0-9]{2})?\Z")  # eight digits, on older permits the issue number too
_TAIWAN = re.compile(r"^[0-9]{8}\Z")
_PASSPORT = re.compile(r"^[A-Z0-9]{5,20}\Z")
_FREE = re.compile(r"^\S(?:.{0,28}\S)?\Z")
_EARLIEST_BIRTH_YEAR = 1880


def check_id(id_type: IdType, number: str, place: str = "") -> str:
    """The number as it is stored: narrow capitals without spaces. Raises BadInput that says what is wrong with it.

    An identity card has 18 digits with check digit and a real birth date (the residence cards of people from Hong Kong,
    Macau and Taiwan too, which may also be given under their permits); a business licence is the 18-digit credit code.
    """
    plain = re.sub(r"\s+", " ", half_width(clean(number, place))).upper()
    if id_type not in (IdType.MILITARY_ID, IdType.OTHER):
        plain = re.sub(r"[ \-]", "", plain)
    if not plain:
        raise BadInput(M("{place}: the number of the paper is missing.", place=named(place)), place)
    wrong = _CHECKS[id_type](plain)
    if wrong is not None:
        raise BadInput(M("{place}: {what}", place=named(place), what=wrong), place)
    return plain


def birth_date(number: str) -> date | None:
    """The birth date inside an 18-digit personal number, or None when there is none in it."""
    if not _EIGHTEEN.match(number):
        return None
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if year < _EARLIEST_BIRTH_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # 31 February and the like
        return None


def gender_of(number: str) -> Gender | None:
    """The gender inside an 18-digit personal number (17th digit odd: male), or None when it is not one."""
    if birth_date(number) is None:
        return None
    return Gender.MALE if int(number[16]) % 2 else Gender.FEMALE


def mask_id(number: str) -> str:
    """First three and last four of a long number, the first and the last two of a shorter one, the rest as stars."""
    if len(number) >= 15:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    if len(number) >= 8:
        return number[:1] + "*" * (len(number) - 3) + number[-2:]
    return "*" * len(number)


def _eighteen(plain: str) -> Msg | None:
    if not _EIGHTEEN.match(plain):
        return M("an identity number has 18 digits, the last may be X.")
    if birth_date(plain) is None:
        return M("the birth date inside the identity number does not exist.")
    # The place of digit i (from the left) weighs 2^(17-i) mod 11.
    rest = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(plain[:17])) % 11
    if _MOD_11_2_SIGNS[rest] != plain[17]:
        return M("the check digit of the identity number is wrong; a digit was mistyped.")
    return None


def _id_card(plain: str) -> Msg | None:
    wrong = _eighteen(plain)
    if wrong is None and plain.startswith("9"):
        return M("this is the number of a foreigner's permanent residence card.")
    return wrong


def _credit_code(plain: str) -> Msg | None:
    if not _CREDIT_CODE.match(plain):
        return M("a business licence has a credit code of 18 digits and capitals, without I, O, S, V and Z.")
    total = sum(_MOD_31_3_SIGNS.index(sign) * pow(3, i, 31) for i, sign in enumerate(plain[:17]))
    if _MOD_31_3_SIGNS[-total % 31] != plain[17]:
        return M("the check sign of the credit code is wrong; a sign was mistyped.")
    return None


def _foreign_residence(plain: str) -> Msg | None:
    if _OLD_RESIDENCE_CARD.match(plain):
        return None
    if plain.startswith("9") and len(plain) == 18:
        return _eighteen(plain)
    return M("a permanent residence card has 18 digits that begin with 9, older ones 3 letters and 12 digits.")


def _hk_macau(plain: str) -> Msg | None:
    if plain.startswith(("81", "82")) and len(plain) == 18:
        return _eighteen(plain)
    return None if _HK_MACAU.match(plain) else M("this permit has H or M and 8 digits.")


def _taiwan(plain: str) -> Msg | None:
    if plain.startswith("83") and len(plain) == 18:
        return _eighteen(plain)
    return None if _TAIWAN.match(plain) else M("this permit has 8 digits.")


def _passport(plain: str) -> Msg | None:
    return None if _PASSPORT.match(plain) else M("a passport number has 5 to 20 letters and digits.")


def _free(plain: str) -> Msg | None:
    return None if _FREE.match(plain) else M("the number of a paper has at most 30 signs.")


_CHECKS: dict[IdType, Callable[[str], Msg | None]] = {
    IdType.ID_CARD: _id_card,
    IdType.PASSPORT: _passport,
    IdType.HK_MACAU_PERMIT: _hk_macau,
    IdType.TAIWAN_PERMIT: _taiwan,
    IdType.FOREIGN_RESIDENCE: _foreign_residence,
    IdType.BUSINESS_LICENCE: _credit_code,
    IdType.MILITARY_ID: _free,
    IdType.OTHER: _free,
}
