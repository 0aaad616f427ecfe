"""The initials by which a name is searched: 张伟 is found by ZW, and 单 by S as well as by D and C.

Every reading of every character counts, taken one by one, because readings of whole words know 单 in 单位 and not in
names. pypinyin is read from disk only when the first name comes, a console that starts does not wait for it.
"""

from __future__ import annotations

import itertools
import unicodedata
from functools import lru_cache

MOST = 64  # combinations kept for one name; a real one has fewer than ten
LONGEST = 30  # signs of a name that are looked at


def initials(name: str) -> set[str]:
    """All initials of the name in capital Latin letters, at most `MOST`; empty for a name that has none.

    A run of Latin letters or digits counts by its first sign; spaces and the · of long names separate. Where the
    readings would make too many combinations, the last signs keep their commonest reading only.
    """
    choices: list[tuple[str, ...]] = []
    inside_word = False
    for sign in unicodedata.normalize("NFKC", name)[:LONGEST]:
        if sign.isascii() and sign.isalnum():
            if not inside_word:
                choices.append((sign.upper(),))
            inside_word = True
            continue
        inside_word = False
        readings = _readings(sign)
        if readings:
            choices.append(readings)
    if not choices:
        return set()
    many = 1
    for place, readings in enumerate(choices):
        if many * len(readings) > MOST:
            choices[place] = readings[:1]
        many *= len(choices[place])
    return {"".join(letters) for letters in itertools.product(*choices)}


@lru_cache(maxsize=4096)
def _readings(sign: str) -> tuple[str, ...]:
    """First letters of all readings of one character, the commonest first; empty when it has none."""
    if not sign.isalpha():
        return ()
    from pypinyin import Style, pinyin

    found = pinyin(sign, style=Style.FIRST_LETTER, heteronym=True)
    letters = [reading[:1].upper() for reading in found[0]] if found else []
    return tuple(dict.fromkeys(letter for letter in letters if "A" <= letter <= "Z"))
