"""Amounts in Chinese capital figures, and the few Chinese words that stand beside figures.

Banking spelling of the Payment and Settlement Measures, annex 1 (People's Bank of China, 1997): a zero inside is said
once; where both spellings are legal (after a yuan figure that ends in 0) the longer one is written, which leaves no gap
to fill in. «Zheng» stands after yuan and after jiao: the bank rule leaves it free after jiao, the accounting rule
(Ministry of Finance, 1996, article 52) asks for it, so a figure with it is good for both. Never after fen.
A leaf: it imports nothing of ours, so its one error is its own.
"""

from __future__ import annotations

import re
from itertools import product

YUAN = "元"
TEN_THOUSAND = "万"
SQUARE_METRE_WORDS = ("平方米", "平米", "㎡", "m²", "m2")
EXTENSION = "转"

LARGEST = 9_999_999_999_999_999  # fen: 99,999,999,999,999.99 yuan, what the whole program can hold

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_WAN = "万"
_YI = "亿"
_JIAO = "角"
_FEN = "分"
_WHOLE = "整"
_MINUS = "负"
_CURRENCY = "人民币"
# Forms that papers carry too: the other character of the same word, and the traditional ones, which banks must accept.
_SAME = str.maketrans("圆圓萬億貳貮陸參叄負", "元元万亿贰贰陆叁叁负")
_SHAPE = re.compile(rf"^[{_DIGITS}{''.join(_PLACES)}{_WAN}{_YI}{YUAN}{_JIAO}{_FEN}]+{_WHOLE}?\Z")


class NotWords(ValueError):
    """The text is not an amount in capital figures, or not spelled as the banks allow it."""


def in_words(fen: int) -> str:
    """The amount (fen, CNY) in capital figures, without the currency's name. ValueError beyond `LARGEST` either way."""
    if abs(fen) > LARGEST:
        raise ValueError(f"{fen} fen is more than capital figures are written for")
    words = _spelled(abs(fen), zero_after_yuan=True, zero_after_section=False, whole_after_jiao=True)
    return _MINUS + words if fen < 0 else words


def from_words(text: str) -> int:
    """The amount in fen. Takes every legal spelling, the currency's name before it and traditional characters.

    Raises NotWords for anything else, so that a misspelt paper is never read as a near amount.
    """
    words = text.strip().translate(_SAME).removeprefix(_CURRENCY).strip().replace("正", _WHOLE)
    negative = words.startswith(_MINUS)
    words = words.removeprefix(_MINUS)
    if not _SHAPE.match(words) or len(words) > 64:
        raise NotWords(text)
    fen = _loosely_read(words.removesuffix(_WHOLE))
    # Reading is lenient, so what was read counts only when spelling it again gives the same text.
    if fen > LARGEST or words not in _legal_spellings(fen):
        raise NotWords(text)
    return -fen if negative else fen


def _legal_spellings(fen: int) -> set[str]:
    choices = product((True, False), repeat=3)
    return {_spelled(fen, zero_after_yuan=a, zero_after_section=b, whole_after_jiao=c) for a, b, c in choices}


def _spelled(fen: int, *, zero_after_yuan: bool, zero_after_section: bool, whole_after_jiao: bool) -> str:
    yuan, cents = divmod(fen, 100)
    jiao, last = divmod(cents, 10)
    if not fen:
        return _DIGITS[0] + YUAN + _WHOLE
    words = _number(yuan, zero_after_section) + YUAN if yuan else ""
    if not cents:
        return words + _WHOLE
    if yuan and (not jiao or (zero_after_yuan and yuan % 10 == 0)):
        words += _DIGITS[0]
    if jiao:
        words += _DIGITS[jiao] + _JIAO
    if last:
        return words + _DIGITS[last] + _FEN
    return words + _WHOLE if whole_after_jiao else words


def _number(value: int, zero_after_section: bool) -> str:
    """A positive whole number. What stands above a unit word is itself a number: trillions need no third word."""
    for size, word in ((10**8, _YI), (10**4, _WAN)):
        if value >= size:
            above, below = divmod(value, size)
            words = _number(above, zero_after_section) + word
            if not below:
                return words
            gap = below < size // 10 or (zero_after_section and above % 10 == 0)
            return words + (_DIGITS[0] if gap else "") + _number(below, zero_after_section)
    return _below_ten_thousand(value)


def _below_ten_thousand(value: int) -> str:
    words = ""
    skipped = False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            skipped = bool(words)
            continue
        words += (_DIGITS[0] if skipped else "") + _DIGITS[digit] + _PLACES[place]
        skipped = False
    return words


def _loosely_read(words: str) -> int:
    yuan_words, mark, cents_words = words.rpartition(YUAN)
    fen = _loose_number(yuan_words) * 100 if mark else 0
    digit = 0
    for sign in cents_words:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in (_JIAO, _FEN):
            fen += digit * (10 if sign == _JIAO else 1)
    return fen


def _loose_number(words: str) -> int:
    for size, word in ((10**8, _YI), (10**4, _WAN)):
        above, mark, below = words.rpartition(word)
        if mark:
            return _loose_number(above) * size + _loose_number(below)
    total, digit = 0, 0
    for sign in words:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _PLACES:
            total, digit = total + digit * 10 ** _PLACES.index(sign), 0
    return total + digit
