"""Colours that can be read, and states that can be told apart without them."""

from __future__ import annotations

import pytest
from textual.color import Color

from anchang import i18n
from anchang.domain.unit import UnitState
from anchang.tui.theme import TONE_COLOURS, Tone, themes
from anchang.tui.unit_looks import UNIT_LOOKS


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """From 1 (the same) to 21 (black and white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", Tone)
def test_each_tone_can_be_read_on_both_grounds(tone: Tone) -> None:
    dark_ink, dark_ground, light_ink, light_ground = (Color.parse(colour) for colour in TONE_COLOURS[tone])
    assert contrast(dark_ink, dark_ground) >= 4.5
    assert contrast(light_ink, light_ground) >= 4.5


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_state_has_a_mark_of_its_own(language: str) -> None:
    i18n.use(language)
    marks = [look.mark for look in UNIT_LOOKS.values()]
    assert set(UNIT_LOOKS) == {state.value for state in UnitState}
    assert len(set(marks)) == len(marks)
    assert all(len(mark) == 1 for mark in marks)


def test_text_can_be_read_in_both_themes() -> None:
    for theme in themes():
        ink, ground = Color.parse(theme.foreground or ""), Color.parse(theme.background or "")
        assert contrast(ink, ground) >= 7
