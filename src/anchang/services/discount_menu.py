"""Everything that can be done with a request for a special discount, in the order in which people meet it."""

from __future__ import annotations

from typing import Any

from anchang.domain.discount_menu import MENU, PrintFacts
from anchang.domain.discount_request import RequestState
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Option
from anchang.services.discount_facts import REQUEST, options
from anchang.storage import discount_request as rows
from anchang.storage.reading import Read

ORDER = ("submit", "approve", "reject", "archive", "print", "withdraw")


def menu(read: Read, request_id: int) -> list[Option[Any, Any]]:
    """The steps with their «why not»; a yes beyond one's own authority passes the request on. Raises NotFound."""
    row = rows.one(read, request_id)
    if row is None:
        raise nothing_there(REQUEST, request_id)
    every = {one.step.name: one for one in options(read, request_id)}
    found: list[Option[Any, Any]] = list(MENU.options(RequestState(row["state"]), PrintFacts(), read.roles))
    if every["pass_on"].why_not is None:
        every["approve"] = Option(every["approve"].step, None)
    found += [every[name] for name in ORDER if name in every]
    return sorted(found, key=lambda one: ORDER.index(one.step.name))
