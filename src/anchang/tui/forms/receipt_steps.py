"""Every step of a receipt as the console takes it (2.10, 3.14)."""

from __future__ import annotations

from collections.abc import Mapping

from anchang.services.receipt import NOUN
from anchang.services.receipt_menu import menu
from anchang.storage import receipt as rows
from anchang.tui.forms import receipt as forms
from anchang.tui.papers import StepMaker
from anchang.tui.steps import Paper, Steps, print_step

PAPER = Paper(NOUN, rows.card, "receipt")
printing = print_step("receipt")
STEPS: Mapping[str, StepMaker] = {
    "confirm": PAPER.form(forms.CONFIRM), "reverse": PAPER.form(forms.REVERSE), "print": printing,
}  # fmt: skip
ROOM = Steps(PAPER, menu, STEPS, lambda card: f"{card['no']}  {card['unit']}")
choose = ROOM.choose
