"""Whose yes goes how far (2.6, 2.7): by example, and for every size and every set of roles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.access import Role
from anchang.domain.authority import Authority, Level, level_of, passed_on, why_not_decide
from anchang.i18n import say

M, D, E = Level.MANAGER, Level.DIRECTOR, Level.EXECUTIVE
DAYS = Authority({M: 7, D: 14})
SHARES = Authority({M: 10_000, D: 20_000, E: 50_000})
MEASURED = st.integers(min_value=0, max_value=100_000)
PEOPLE = st.frozensets(st.sampled_from(sorted(Role)))


@pytest.mark.parametrize(
    ("size", "level"), [(1, M), (7, M), (8, D), (14, D), (15, E), (400, E)]
)
def test_days_of_a_delay_as_the_source_says(size: int, level: Level) -> None:
    assert DAYS.needed(size) is level


def test_beyond_the_last_limit_nobody_decides() -> None:
    assert SHARES.needed(50_000) is E
    assert SHARES.needed(50_001) is None


@pytest.mark.parametrize(
    ("roles", "waits", "refused"),
    [
        ({Role.MANAGER}, M, False),
        ({Role.MANAGER}, D, True),
        ({Role.DIRECTOR}, M, False),
        ({Role.CONSULTANT, Role.CASHIER}, M, True),
        ({Role.MANAGER, Role.EXECUTIVE}, E, False),
    ],
)
def test_who_may_decide(roles: set[Role], waits: Level, refused: bool) -> None:
    reason = why_not_decide(roles, waits)
    assert (reason is not None) is refused
    if reason is not None:
        assert say(waits.label, "en") in say(reason, "en")


def test_a_yes_beyond_ones_authority_goes_one_level_up() -> None:
    assert passed_on({Role.MANAGER}, M) is None
    assert passed_on({Role.MANAGER}, E) is D
    assert passed_on({Role.DIRECTOR}, E) is E
    assert passed_on({Role.EXECUTIVE}, D) is None


def test_whoever_stands_on_no_level_passes_nothing_on() -> None:
    with pytest.raises(ValueError, match="cashier"):
        passed_on({Role.CASHIER}, M)


@given(one=MEASURED, other=MEASURED)
def test_more_never_needs_less(one: int, other: int) -> None:
    low, high = sorted((one, other))
    below, above = SHARES.needed(low), SHARES.needed(high)
    assert above is None or (below is not None and below.rank <= above.rank)


@given(roles=PEOPLE, needed=st.sampled_from(Level))
def test_a_chain_of_yeses_reaches_the_needed_level_and_ends_there(roles: frozenset[Role], needed: Level) -> None:
    waits: Level | None = M
    said = []
    while waits is not None:
        people = roles | {next(r for r in Role if level_of({r}) is waits)}
        assert why_not_decide(people, waits) is None
        said.append(level_of(people))
        waits = passed_on(people, needed)
    last = said[-1]
    assert last is not None
    assert last.rank >= needed.rank
    assert len(said) <= len(Level)
