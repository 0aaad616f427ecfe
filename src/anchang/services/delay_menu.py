"""Everything that can be done with a request for a later signing, in the order in which people meet it."""

from __future__ import annotations

from typing import Any

from anchang.domain.delay import DelayState
from anchang.domain.delay_menu import MENU, PrintFacts
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Option
from anchang.services.delay_facts import DELAY, options
from anchang.storage import delay as rows
from anchang.storage.reading import Read

ORDER = ("submit", "approve", "reject", "reply", "execute", "print", "withdraw")



def menu(read: Read, delay_id: int) -> list[Option[Any, Any]]:
    """The steps with their «why not»; a draft is verified by handing it in. Raises NotFound."""
    row = rows.card(read, delay_id)
    if row is None:
        raise nothing_there(DELAY, delay_id)
    state = DelayState(row["state"])
    found: list[Option[Any, Any]] = list(MENU.options(state, PrintFacts(), read.roles))
    for one in options(read, delay_id):
        if one.step.name == ("submit" if state is not DelayState.DRAFT else "verify"):
            found.append(Option(next(each.step for each in options(read, delay_id) if each.step.name == "submit"),
                                one.why_not))  # fmt: skip
        elif one.step.name not in ("verify", "submit"):
            found.append(one)
    return sorted(found, key=lambda one: ORDER.index(one.step.name))
