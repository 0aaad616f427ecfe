"""The console's two themes and the look of states: a calm dark one, a light one, and colours that never stand alone.

A tone is a pair of colours with a name (`good`, `late`, …). Every state has a tone **and** a mark of one letter or one
Han character, so that nothing is lost on a terminal without colours or to eyes that do not see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from textual.app import App
from textual.theme import Theme

from anchang.i18n import Msg, say
from anchang.tui.styles.sheets import Sheets

DARK: Final = "anchang-dark"
LIGHT: Final = "anchang-light"


class Tone(StrEnum):
    """What a colour says."""

    QUIET = "quiet"
    OPEN = "open"
    ASKED = "asked"
    TAKEN = "taken"
    FIRM = "firm"
    DONE = "done"
    SETTLED = "settled"
    CLOSED = "closed"
    LATE = "late"
    STEP_1 = "step-1"
    STEP_2 = "step-2"
    STEP_3 = "step-3"
    STEP_4 = "step-4"
    STEP_5 = "step-5"
    STEP_6 = "step-6"


STEPS: Final = (Tone.STEP_1, Tone.STEP_2, Tone.STEP_3, Tone.STEP_4, Tone.STEP_5, Tone.STEP_6)
"""A scale from little to much: from dark blue over grey to yellow, each lighter than the one before, so that its order
is seen by eyes that do not tell red from green, and without colours too."""

# tone: (dark ink, dark ground, light ink, light ground); a test holds each pair to a contrast of 4.5 to 1
TONE_COLOURS: dict[Tone, tuple[str, str, str, str]] = {
    Tone.QUIET: ("#a3adb8", "#2a323b", "#4c5661", "#dfe3e8"),
    Tone.OPEN: ("#d7f5dd", "#1f5a37", "#0c4a22", "#c9ecd2"),
    Tone.ASKED: ("#ffe9b8", "#6a4d10", "#553b00", "#fbe3a8"),
    Tone.TAKEN: ("#ffdcc2", "#7a3d14", "#6b2c05", "#ffd8bd"),
    Tone.FIRM: ("#cfe5ff", "#1d4a7c", "#0b3a6b", "#cbe0f8"),
    Tone.DONE: ("#ded9ff", "#433b80", "#322a70", "#dcd8f8"),
    Tone.SETTLED: ("#c8f0ee", "#175457", "#084548", "#c4e8e6"),
    Tone.CLOSED: ("#f3cfe4", "#672a52", "#5c1f47", "#f2d3e6"),
    Tone.LATE: ("#ffd5d2", "#80211f", "#7d1210", "#ffd2cf"),
    Tone.STEP_1: ("#dbe7ff", "#0b2a5c", "#dbe7ff", "#0b2a5c"),
    Tone.STEP_2: ("#eef2fb", "#3a4a70", "#eef2fb", "#3a4a70"),
    Tone.STEP_3: ("#ffffff", "#666a74", "#ffffff", "#666a74"),
    Tone.STEP_4: ("#14161a", "#989279", "#14161a", "#989279"),
    Tone.STEP_5: ("#14161a", "#c9b962", "#14161a", "#c9b962"),
    Tone.STEP_6: ("#14161a", "#fbe54b", "#14161a", "#fbe54b"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: the first word of `sign` is its mark (a letter, a Han character), `label` its name."""

    sign: Msg | str
    label: Msg | str
    tone: Tone

    @property
    def mark(self) -> str:
        """The mark, one or two cells wide."""
        return (say(self.sign) if isinstance(self.sign, Msg) else self.sign).split(" ", 1)[0]


def _variables(dark: bool) -> dict[str, str]:
    found = {}
    for tone, (dark_ink, dark_ground, light_ink, light_ground) in TONE_COLOURS.items():
        found[f"tone-{tone}"] = dark_ink if dark else light_ink
        found[f"tone-{tone}-ground"] = dark_ground if dark else light_ground
    return found | {
        "block-cursor-text-style": "bold",
        "footer-key-foreground": "#8ec5ff" if dark else "#0b4f95",
        "input-selection-background": "#3b6ea5 45%" if dark else "#9cc4f0 60%",
    }


def themes() -> tuple[Theme, Theme]:
    """The dark theme and the light one."""
    dark = Theme(
        name=DARK, primary="#6cb0f2", secondary="#8fa6bf", accent="#e5b567", foreground="#dbe2ea",
        background="#12171d", surface="#1a2028", panel="#232b35", success="#7bc993", warning="#e5b567",
        error="#f2827f", dark=True, variables=_variables(True),
    )
    light = Theme(
        name=LIGHT, primary="#1b5fa8", secondary="#4f6275", accent="#8a5a00", foreground="#1b2530",
        background="#f4f6f8", surface="#ffffff", panel="#e6ebf0", success="#1e6b37", warning="#8a5a00",
        error="#a3211e", dark=False, variables=_variables(False),
    )
    return dark, light


def install(app: App[Any], *, light: bool = False) -> None:
    """Give the app both themes and take one. Call it in the app's `__init__`: the style sheets need the colours."""
    for theme in themes():
        app.register_theme(theme)
    app.stylesheet = Sheets(variables=app.get_css_variables())
    if light:
        app.theme = LIGHT
        return
    # Textual begins with a dark theme of its own; to change it by assignment reads every style sheet once more.
    app.set_reactive(App.theme, DARK)
    app.stylesheet.set_variables(app.get_css_variables())
