"""What can be done with a request for a special discount beside its own steps: its paper (3.10)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.access import ACTIONS
from anchang.domain.discount_request import RequestState
from anchang.domain.flow import Flow, Step
from anchang.i18n import M


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """A print asks for nothing: the form is printed for the signatures, and afterwards."""


# The form states the customer's whole number, as the agreement does.
MENU: Flow[RequestState, PrintFacts] = Flow(
    "discount_request_menu",
    M("special discount"),
    RequestState,
    (Step("print", M("print the request"), tuple(RequestState), None, ACTIONS["document.print_agreement"]),),
)
