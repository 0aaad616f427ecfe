"""The expected answer for every state x step x role, typed by hand from the domain text, and how it is compared.

A table is `{step: {"from": (state, ...), "to": state or None, "roles": (role, ...)}}`, all of it plain strings: the
values that are stored. `None` as target means that the state stays. `"check": True` says that the maker may not take
the step (2.18). Whatever a table does not list has to be refused. Nothing here is made from the flows: a test that is
generated from the table it tests proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, NotRequired, TypedDict

from anchang.domain.access import Role
from anchang.domain.errors import NotAllowed, Refusal, WrongState
from anchang.domain.flow import Flow

Row = TypedDict(
    "Row",
    {"from": tuple[str, ...], "to": str | None, "roles": tuple[str, ...], "check": NotRequired[bool]},
)
Table = Mapping[str, Row]


def compare(flow: Flow[Any, Any], table: Table) -> int:
    """Hold every cell of the flow against the table, and the table against the flow; how many cells were compared.

    Guards are left out here, they look at facts and have tests of their own. Raises AssertionError with every
    difference at once, one a line.
    """
    bare = Flow(flow.noun, flow.label, flow.states, tuple(replace(step, guards=()) for step in flow.steps))
    wrong = _names(bare, table)
    if wrong:
        raise AssertionError(f"{flow.noun}:\n" + "\n".join(wrong))
    cells = 0
    for step in bare.steps:
        row = table[step.name]
        if step.is_check != row.get("check", False):
            wrong.append(f"{step.name}: is_check is {step.is_check}")
        for state in bare.states:
            for role in Role:
                for is_maker in (False, True):
                    cells += 1
                    expected = _expected(row, str(state), str(role), is_maker)
                    found = _found(bare, step.name, state, role, is_maker)
                    if expected != found:
                        maker = " (maker)" if is_maker else ""
                        wrong.append(f"{step.name} from {state} by {role}{maker}: expected {expected}, is {found}")
    if wrong:
        raise AssertionError(f"{flow.noun}:\n" + "\n".join(wrong))
    return cells


def _names(flow: Flow[Any, Any], table: Table) -> list[str]:
    """Steps, states and roles that stand on one side only."""
    steps, states, roles = {step.name for step in flow.steps}, {str(s) for s in flow.states}, {str(r) for r in Role}
    wrong = [f"step {name} is in the code and not in the table" for name in sorted(steps - set(table))]
    wrong += [f"step {name} is in the table and not in the code" for name in sorted(set(table) - steps)]
    named: set[str] = set()
    for name, row in table.items():
        named |= set(row["from"]) | ({row["to"]} if row["to"] is not None else set())
        wrong += [f"{name}: there is no role {role}" for role in row["roles"] if role not in roles]
    wrong += [f"state {state} is in the code and not in the table" for state in sorted(states - named)]
    wrong += [f"state {state} is in the table and not in the code" for state in sorted(named - states)]
    return wrong


def _expected(row: Row, state: str, role: str, is_maker: bool) -> str:
    if role not in row["roles"]:
        return "not allowed"
    if state not in row["from"]:
        return "wrong state"
    if is_maker and row.get("check", False):
        return "not allowed"
    return state if row["to"] is None else row["to"]


def _found(flow: Flow[Any, Any], step: str, state: StrEnum, role: Role, is_maker: bool) -> str:
    try:
        return str(flow.take(step, state, None, {role}, is_maker=is_maker))
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    except Refusal:
        return "refused"
