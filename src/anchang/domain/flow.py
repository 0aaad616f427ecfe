"""The engine of every process: a table of steps, and the only function that yields a new state.

    Step(name, sources, target, roles, guards)  ->  Flow.take(...)

From the one table come the service's refusal, the greyed key, the step menu with its reasons, the permission, the help
text and the diagram in the docs. A guard looks at facts and returns the reason why not, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from anchang.domain.access import Role
from anchang.domain.errors import NotAllowed, Refusal, WrongState
from anchang.i18n import M, Msg

S = TypeVar("S", bound=StrEnum)
F = TypeVar("F")


OWN_WORK = M("you made this yourself; somebody else has to check it")


@dataclass(frozen=True, slots=True)
class Step(Generic[S, F]):
    """One row of a process table.

    `target` None keeps the state. `maker_checks` False (the default) refuses whoever made the request when the flow is
    told that the actor is the maker and the step is a check (`is_check`): maker and checker are two persons (2.18).
    """

    name: str
    label: Msg
    sources: tuple[S, ...]
    target: S | None
    roles: frozenset[Role]
    guards: tuple[Callable[[F], Msg | None], ...] = ()
    is_check: bool = False
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Option(Generic[S, F]):
    """A step as the step menu shows it: `why_not`, without the step's name, is None when it can be taken now."""

    step: Step[S, F]
    why_not: Msg | None

    @property
    def farness(self) -> int:
        """How far one is from taking it: 0 now, 1 something is not done yet, 2 another state, 3 it is others' to do."""
        if self.why_not is None:
            return 0
        return {_others_do_it(()).id: 3, _other_state("").id: 2}.get(self.why_not.id, 1)


@dataclass(frozen=True)
class Flow(Generic[S, F]):
    """A whole process: its noun, its states, and its steps in the order in which people meet them."""

    noun: str
    label: Msg
    states: type[S]
    steps: tuple[Step[S, F], ...]
    _by_name: dict[str, Step[S, F]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {step.name: step for step in self.steps}
        if len(by_name) != len(self.steps):
            raise ValueError(f"{self.noun}: a step name stands twice")
        object.__setattr__(self, "_by_name", by_name)

    def step(self, name: str) -> Step[S, F]:
        """The step of that name; KeyError when there is none."""
        return self._by_name[name]

    def why_not(
        self, name: str, state: S, facts: F, roles: Iterable[Role], *, is_maker: bool = False
    ) -> Refusal | None:
        """The first reason against taking the step now, as the error that `take` would raise, or None."""
        step = self._by_name[name]
        against = _against(step, state, facts, frozenset(roles), is_maker=is_maker)
        if against is None:
            return None
        kind, reason = against
        return kind(M("{step}: {reason}", step=step.label, reason=reason))

    def take(self, name: str, state: S, facts: F, roles: Iterable[Role], *, is_maker: bool = False) -> S:
        """The state after the step. Raises NotAllowed, WrongState or Refusal with the reason; never half done."""
        refusal = self.why_not(name, state, facts, roles, is_maker=is_maker)
        if refusal is not None:
            raise refusal
        target = self._by_name[name].target
        return state if target is None else target

    def options(self, state: S, facts: F, roles: Iterable[Role], *, is_maker: bool = False) -> list[Option[S, F]]:
        """Every step with its «why not», for the step menu and the help."""
        held = frozenset(roles)
        found = []
        for step in self.steps:
            against = _against(step, state, facts, held, is_maker=is_maker)
            found.append(Option(step, None if against is None else against[1]))
        return found


def _against(
    step: Step[S, F], state: S, facts: F, roles: frozenset[Role], *, is_maker: bool
) -> tuple[type[Refusal], Msg] | None:
    if not step.roles & roles:
        return NotAllowed, _others_do_it(step.roles)
    if state not in step.sources:
        return WrongState, _other_state(state)
    if step.is_check and is_maker:
        return NotAllowed, OWN_WORK
    for guard in step.guards:
        reason = guard(facts)
        if reason is not None:
            return Refusal, reason
    return None


def _others_do_it(roles: Iterable[Role]) -> Msg:
    return M("only {roles} may do this", roles=tuple(role.label for role in sorted(roles)))


def _other_state(state: object) -> Msg:
    return M("not possible while the state is «{state}»", state=state)
