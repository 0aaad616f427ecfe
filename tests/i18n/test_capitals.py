"""Capital figures against the examples of the banks' rule, and back again over the whole range."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anchang.i18n.capitals import LARGEST, NotWords, from_words, in_words

EXAMPLES = [
    (0, "零元整"),
    (1, "壹分"),
    (5, "伍分"),
    (50, "伍角整"),
    (55, "伍角伍分"),
    (105, "壹元零伍分"),
    (150, "壹元伍角整"),
    (1_050, "壹拾元零伍角整"),
    (1_005, "壹拾元零伍分"),
    (10_000_500_000, "壹亿零伍仟元整"),
    (10_005_000_000, "壹亿零伍万元整"),
    (1_000_100, "壹万零壹元整"),
    (10_500_000, "壹拾万伍仟元整"),
    (105_000_000_000, "壹拾亿伍仟万元整"),
    (100_000_000_000_000, "壹万亿元整"),
    (100_000_000_000_001, "壹万亿元零壹分"),
    (100_050_000_000_000, "壹万零伍亿元整"),
    (116_424_000, "壹佰壹拾陆万肆仟贰佰肆拾元整"),
    (232_848_00, "贰拾叁万贰仟捌佰肆拾捌元整"),
    # the rule's own examples
    (600_714, "陆仟零柒元壹角肆分"),
    (168_032, "壹仟陆佰捌拾元零叁角贰分"),
    (10_700_053, "壹拾万柒仟元零伍角叁分"),
    (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
    (32_504, "叁佰贰拾伍元零肆分"),
    (140_950, "壹仟肆佰零玖元伍角整"),
    (-116_424_050, "负壹佰壹拾陆万肆仟贰佰肆拾元零伍角整"),
    (
        LARGEST,
        "玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    ),
]


@pytest.mark.parametrize(("fen", "words"), EXAMPLES)
def test_the_banks_examples(fen: int, words: str) -> None:
    assert in_words(fen) == words
    assert from_words(words) == fen


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("人民币壹仟肆佰零玖元伍角", 140_950),
        ("人民币 壹仟肆佰零玖圆伍角正", 140_950),
        ("壹仟陆佰捌拾元叁角贰分", 168_032),
        ("壹拾万零柒仟元伍角叁分", 10_700_053),
        ("壹佰贰拾萬圓整", 120_000_000),
        ("貳億元正", 20_000_000_000),
    ],
)
def test_other_legal_spellings_are_read(words: str, fen: int) -> None:
    assert from_words(words) == fen


@pytest.mark.parametrize(
    "words",
    [
        "",
        "整",
        "元整",
        "壹",
        "一百元",
        "壹佰伍元整",
        "拾元整",
        "壹佰零零伍元整",
        "壹元伍分",
        "伍分整",
        "壹角壹角",
        "零",
        "负零元整元",
        "壹万万元整",
        "壹元壹元",
        "玖" * 70,
        "100元",
        "壹佰元整; rm",
    ],
)
def test_everything_else_is_refused(words: str) -> None:
    with pytest.raises(NotWords):
        from_words(words)


@given(st.integers(-LARGEST, LARGEST))
@example(-1)
def test_words_round_trip(fen: int) -> None:
    assert from_words(in_words(fen)) == fen


@given(st.lists(st.sampled_from([0, 0, 0, 1, 5, 9]), min_size=1, max_size=16))
def test_words_round_trip_where_zeros_crowd(digits: list[int]) -> None:
    fen = int("".join(map(str, digits)))
    words = in_words(fen)
    assert from_words(words) == fen
    assert "零零" not in words
    assert words.endswith(("整", "分"))


@given(st.text(alphabet="零壹贰伍拾佰仟万亿元角分整", max_size=14))
def test_whatever_is_read_spells_back_to_the_same_amount(words: str) -> None:
    try:
        fen = from_words(words)
    except NotWords:
        return
    assert from_words(in_words(fen)) == fen
    assert words.replace("零", "").rstrip("整") == in_words(fen).replace("零", "").rstrip("整") or fen == 0


@pytest.mark.parametrize("fen", [LARGEST + 1, -LARGEST - 1])
def test_beyond_the_limit_nothing_is_written(fen: int) -> None:
    with pytest.raises(ValueError, match="more than capital figures"):
        in_words(fen)
