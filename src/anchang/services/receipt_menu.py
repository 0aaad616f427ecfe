"""Everything that can be done with a receipt, each with its «why not» (2.10, 3.14)."""

from __future__ import annotations

from typing import Any

from anchang.domain.access import ACTIONS
from anchang.domain.flow import Flow, Option, Step
from anchang.domain.receipt import ReceiptState
from anchang.i18n import M
from anchang.services.receipt import options
from anchang.storage.reading import Read

PRINT: Flow[ReceiptState, None] = Flow(
    "receipt_menu",
    M("receipt"),
    ReceiptState,
    (Step("print", M("print the receipt"), tuple(ReceiptState), None, ACTIONS["document.print"]),),
)


def menu(read: Read, receipt_id: int) -> list[Option[Any, Any]]:
    """The steps of the receipt, and its print. Raises NotFound."""
    own: list[Option[Any, Any]] = list(options(read, receipt_id))
    beside: list[Option[Any, Any]] = list(PRINT.options(ReceiptState.CONFIRMED, None, read.roles))
    return [*own, *beside]
