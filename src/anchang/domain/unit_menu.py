"""What can be done with a unit beside its own steps: its waiting list, its flags, its parking, its history (2.16)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.access import ACTIONS, BUSINESS
from anchang.domain.flow import Flow, Step
from anchang.domain.unit import UnitState
from anchang.domain.unit_wait import UNIT_WAIT, WAITED_FOR
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMenuFacts:
    """What the menu looks at. `is_side`: the unit is itself a parking space or storage room."""

    is_free: bool = False
    waiting: int = 0
    flags: int = 0
    every_flag: bool = False
    is_side: bool = False
    has_main: bool = False


def can_be_waited_for(facts: UnitMenuFacts) -> Msg | None:
    """What is free is held, not waited for."""
    return M("the unit is free; hold it instead") if facts.is_free and not facts.waiting else None


def somebody_waits(facts: UnitMenuFacts) -> Msg | None:
    """Nobody can be taken off an empty list."""
    return None if facts.waiting else M("nobody waits for the unit")


def flag_left(facts: UnitMenuFacts) -> Msg | None:
    """Each flag stands once."""
    return M("every flag stands on the unit already") if facts.every_flag else None


def has_flag(facts: UnitMenuFacts) -> Msg | None:
    """There has to be one to take off."""
    return None if facts.flags else M("no flag stands on the unit")


def is_main(facts: UnitMenuFacts) -> Msg | None:
    """A parking space has no parking space."""
    return M("a parking space or storage room is linked from its unit") if facts.is_side else None


def is_linked(facts: UnitMenuFacts) -> Msg | None:
    """There has to be a link to end."""
    return None if facts.has_main else M("the unit belongs to no other")


_ANY = tuple(UnitState)
_WAITED = tuple(state for state in UnitState if state in WAITED_FOR)

MENU: Flow[UnitState, UnitMenuFacts] = Flow(
    "unit_menu",
    M("unit"),
    UnitState,
    (
        Step(
            "wait", M("put a customer on the waiting list"), _WAITED, None, ACTIONS["unit.wait"], (can_be_waited_for,)
        ),
        Step(
            "stop_waiting",
            M("take a customer off the waiting list"),
            _ANY,
            None,
            UNIT_WAIT.step("stop").roles,
            (somebody_waits,),
        ),
        Step("flag", M("set a flag"), _ANY, None, ACTIONS["unit.flag"], (flag_left,)),
        Step("clear_flag", M("take a flag off"), _ANY, None, ACTIONS["unit.flag"], (has_flag,)),
        Step("link", M("link a parking space or storage room"), _ANY, None, ACTIONS["unit.link"], (is_main,)),
        Step("unlink", M("unlink it from its unit"), _ANY, None, ACTIONS["unit.link"], (is_linked,)),
        Step("history", M("what happened to the unit"), _ANY, None, BUSINESS),
        Step("claims", M("who had the unit"), _ANY, None, BUSINESS),
    ),
)
