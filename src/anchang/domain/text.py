"""Text as it comes in: normalised, and free of everything that a terminal, a sheet or an eye would be fooled by.

Design section 4. Markup and formulas are ordinary text here: they are shown, never run, by whoever shows them.
"""

from __future__ import annotations

import unicodedata

from anchang.domain.errors import BadInput
from anchang.i18n import M, Msg

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# What a Chinese input method types for digits and points; its full stop sits on the key of the decimal point.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．。－−＋％￥　", "0123456789,..--+%¥ ")
# Space that people and spreadsheets leave around a value. Not `str.strip()`, which also swallows control characters.
_OUTER = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and marks that draw nothing, so that two names look alike; variation selectors stay, old names need them.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2065\u3164\uffa0") | {
    chr(code) for code in range(0xFFF0, 0xFFF9)
}


def half_width(text: str) -> str:
    """The text with full-width digits, points and signs made narrow, and no space around it."""
    return text.translate(_HALF_WIDTH).strip()


def named(place: str) -> Msg | str:
    """The place for an error sentence, with words where none was given."""
    return place or M("this value")


def clean(value: str, place: str, *, limit: int = 200, multiline: bool = False) -> str:
    """The value in NFC, without space around it; with `multiline` every line end becomes a single line feed.

    `place` names the field, cell or argument. Raises BadInput for control characters (ESC, C1 and DEL too), direction
    marks, invisible characters, separators of lines and paragraphs, lone surrogates and noncharacters, and for more
    than `limit` characters. A position counts from 1 in the value as given, a line end as one.
    """
    text = value.replace("\r\n", "\n").replace("\r", "\n") if multiline else value
    start = len(text) - len(text.lstrip(_OUTER))
    text = text.strip(_OUTER)
    for offset, sign in enumerate("" if _is_plain(text) else text, start=start + 1):
        kind = _why_refused(sign, multiline)
        if kind is not None:
            raise BadInput(
                M(
                    "{place}: character {position} is {kind} ({code}); please leave it out.",
                    place=named(place),
                    position=offset,
                    kind=kind,
                    code=f"U+{ord(sign):04X}",
                ),
                place,
            )
    text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise BadInput(
            M("{place}: {count} characters, at most {limit}.", place=named(place), count=len(text), limit=limit), place
        )
    return text


def printable(value: str, *, multiline: bool = False) -> str:
    """Stored text made safe to show: every character that `clean` would refuse becomes U+FFFD."""
    if _is_plain(value):
        return value
    return "".join(REPLACEMENT if _why_refused(sign, multiline) else sign for sign in value)


def _is_plain(text: str) -> bool:
    """A quick yes for nearly every text: Python calls all that is refused unprintable, save the invisible letters."""
    return text.isprintable() and _INVISIBLE.isdisjoint(text)


def _why_refused(sign: str, multiline: bool) -> Msg | None:
    """What is wrong with the character, in words, or None."""
    if sign == "\n" and multiline:
        return None
    code = ord(sign)
    category = unicodedata.category(sign)
    if category == "Cc":
        return M("a control character")
    if sign in _BIDI:
        return M("a mark that turns the writing direction")
    if category in ("Zl", "Zp"):
        return M("a separator of lines")
    if category == "Cs":
        return M("half of a character")
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return M("not a character")
    # The tag block draws nothing either; within it only the variation selectors of old characters are text.
    tags = 0xE0000 <= code <= 0xE0FFF and not 0xE0100 <= code <= 0xE01EF
    if category == "Cf" or sign in _INVISIBLE or tags:
        return M("an invisible character")
    return None
