"""What can be done with a request for a later signing beside its own steps: its paper (3.9)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.access import ACTIONS
from anchang.domain.delay import DelayState
from anchang.domain.flow import Flow, Step
from anchang.i18n import M


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """A print asks for nothing: the form is printed before the customer signs, and afterwards."""


MENU: Flow[DelayState, PrintFacts] = Flow(
    "delay_request_menu",
    M("delayed signing"),
    DelayState,
    (Step("print", M("print the request"), tuple(DelayState), None, ACTIONS["document.print"]),),
)
