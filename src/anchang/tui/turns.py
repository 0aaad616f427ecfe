"""A consultant hears at once that a waiting customer's turn has come, whatever screen is open (2.16).

The offer lasts for minutes; the inbox alone would tell it to whoever happens to look there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import CONSULTANT
from anchang.domain.errors import AnchangError
from anchang.i18n import M
from anchang.tui.screens.door import Door

if TYPE_CHECKING:
    from anchang.storage.reading import Read
    from anchang.tui.app import Console


def own_offers(read: Read) -> list[tuple[int, str, str]]:
    """(the place on the list, the unit, until when) of each offer to a customer of whoever looks."""
    from anchang.services.wait_line import until_words
    from anchang.storage import unit_wait

    return [(row["id"], row["unit"], until_words(row["offer_until"], read)) for row in unit_wait.own_offers(read)]


class Turns:
    """One terminal's: what has been told to whom, so that nothing is told twice."""

    def __init__(self, app: Console) -> None:
        self._app = app
        self._told: set[tuple[int, int]] = set()

    async def look(self) -> None:
        """Tell what is new; no customer's name, somebody may stand beside the screen."""
        app = self._app
        person = app.terminal.person
        if person is None or not person.staff.roles & CONSULTANT or self._elsewhere():
            return
        try:
            found: list[tuple[int, str, Any]] = await app.terminal.look(own_offers)
        except AnchangError:
            return  # the pulse says what is wrong
        for place, unit, until in found:
            mine = (person.staff.id, place)
            if mine not in self._told and app.terminal.person is person and not self._elsewhere():
                self._told.add(mine)
                app.bell()
                app.tell(M("{unit} is free for your waiting customer until {until}: see the inbox.", unit=unit,
                           until=until))  # fmt: skip

    def _elsewhere(self) -> bool:
        """Whether the screen is the door's or the hall's."""
        return isinstance(self._app.screen, Door) or getattr(self._app.screen, "for_the_hall", False)
