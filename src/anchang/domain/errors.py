"""Why something did not happen, as named classes that carry words and never a stack.

Every error holds one `Msg` that names the place and says what to do; the edges (console, command line, files) put it
into words. `code` is stable for programs.
"""

from __future__ import annotations

from typing import ClassVar

from anchang.i18n import M, Msg, say


class AnchangError(Exception):
    """Anything the program says no with."""

    code: ClassVar[str] = "error"

    def __init__(self, message: Msg) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return say(self.message)


class BadInput(AnchangError):
    """What was typed cannot be taken; `place` names the field, cell or argument."""

    code: ClassVar[str] = "bad_input"

    def __init__(self, message: Msg, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class NotFound(BadInput):
    """Nothing there, or nothing that this person may see."""

    code: ClassVar[str] = "not_found"


class Refusal(AnchangError):
    """A rule says no. Nothing was changed."""

    code: ClassVar[str] = "refused"


class NotAllowed(Refusal):
    """This person may not do that (domain 2.18)."""

    code: ClassVar[str] = "not_allowed"


class WrongState(Refusal):
    """The step does not lead from the present state."""

    code: ClassVar[str] = "wrong_state"


class Stale(Refusal):
    """Somebody else changed it first."""

    code: ClassVar[str] = "stale"


class UnitTaken(Refusal):
    """The unit has a live claim (5.12)."""

    code: ClassVar[str] = "unit_taken"


class KeyReused(Refusal):
    """The same key came with another content."""

    code: ClassVar[str] = "key_reused"


class Busy(AnchangError):
    """The database was locked for too long."""

    code: ClassVar[str] = "busy"


class Damaged(AnchangError):
    """A file is not what it should be."""

    code: ClassVar[str] = "damaged"


def nothing_there(what: Msg | str, which: object, place: str = "") -> NotFound:
    """The common «there is no such …» sentence."""
    return NotFound(M("There is no {what} {which}.", what=what, which=which), place)
