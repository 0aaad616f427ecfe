"""Nothing that fools a terminal or an eye gets in; ordinary names, however odd, do."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import BadInput
from anchang.domain.text import REPLACEMENT, clean, half_width, printable
from anchang.i18n import say

HOSTILE = [
    *(chr(code) for code in range(0x20) if chr(code) not in "\n\r\t"),
    *(chr(code) for code in range(0x7F, 0xA0)),
    *(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)),
    *(chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x3164, 0x034F, 0xE0041)),
    "\u2028",
    "\u2029",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\ufdd0",
    "\U0010ffff",
]


@pytest.mark.parametrize("sign", HOSTILE, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("multiline", [False, True])
def test_a_hostile_character_is_refused_wherever_it_stands(sign: str, multiline: bool) -> None:
    for position, value in ((1, f"{sign}张三"), (2, f"张{sign}三"), (3, f"张三{sign}"), (4, f"  张{sign}")):
        with pytest.raises(BadInput) as caught:
            clean(value, "name", multiline=multiline)
        words = say(caught.value.message, "en")
        assert words.startswith(f"name: character {position} is ")
        assert f"U+{ord(sign):04X}" in words
        assert sign not in words
        assert caught.value.place == "name"
        assert printable(value, multiline=multiline) == value.replace(sign, REPLACEMENT)


@pytest.mark.parametrize(
    "value",
    [
        "张三[/]",
        "[@click=app.quit]x[/]",
        '=HYPERLINK("http://x","y")',
        "𠮷田",
        "阿卜杜拉·买买提江·艾尼瓦尔",
        "O'Brien",
        "a & b <c>",
        "😀",
        "葛\U000e0100",
        "\ue863",
        "\U0002ebf0",
        "Zoë",
        "",
        "-1",
        "+86",
        "@x",
        "12 34",
    ],
)
def test_ordinary_text_passes_unchanged(value: str) -> None:
    assert clean(value, "name") == value
    assert printable(value) == value


def test_outer_space_goes_and_the_form_is_one() -> None:
    assert clean("  张三　\t\r\n", "name") == "张三"
    assert clean("\u00a0Zoe\u0308 ", "name") == "Zoë"
    assert clean("   ", "name") == ""


def test_lines_only_where_lines_are_asked_for() -> None:
    assert clean("a\r\nb\rc\nd", "note", multiline=True) == "a\nb\nc\nd"
    with pytest.raises(BadInput):
        clean("a\nb", "note")
    assert printable("a\nb") == f"a{REPLACEMENT}b"
    assert printable("a\nb", multiline=True) == "a\nb"


def test_the_limit_counts_what_would_be_stored() -> None:
    assert clean("e\u0301" * 5, "name", limit=5) == "é" * 5
    with pytest.raises(BadInput, match="name") as caught:
        clean("张" * 201, "name")
    assert "201" in str(caught.value)
    assert "200" in str(caught.value)


@given(st.text(alphabet=st.characters(), max_size=60), st.booleans())
def test_nothing_refused_ever_comes_through(value: str, multiline: bool) -> None:
    try:
        kept = clean(value, "any", multiline=multiline)
    except BadInput as refused:
        assert printable(value) != value or len(value) > 200
        assert refused.place == "any"
        return
    allowed = {"\n"} if multiline else set()
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in set(kept) - allowed)
    assert kept == unicodedata.normalize("NFC", kept) == kept.strip()
    assert clean(kept, "any", multiline=multiline) == kept


@given(st.text(alphabet=st.characters(), max_size=60))
def test_printable_is_always_clean(value: str) -> None:
    shown = printable(value)
    assert len(shown) == len(value)
    assert clean(shown, "any") == unicodedata.normalize("NFC", shown.strip(" \u00a0\u3000")).strip()


def test_half_width() -> None:
    assert half_width("　１２，３．５％ ") == "12,3.5%"


def test_of_all_characters_exactly_the_harmless_pass() -> None:
    refused = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    for code in range(0x110000):
        sign = chr(code)
        if unicodedata.category(sign) in refused or code & 0xFFFE == 0xFFFE:
            assert printable(sign) == REPLACEMENT, f"U+{code:04X}"
        elif unicodedata.category(sign)[0] in "NPS" or 0x4E00 <= code <= 0x9FFF or 0x20000 <= code <= 0x3347F:
            assert printable(sign) == sign, f"U+{code:04X}"
