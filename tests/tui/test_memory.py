"""Memory is looked through in the pauses between keys, never while a key is worked on."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from anchang.tui import memory
from anchang.tui.memory import AWAY, ENOUGH, NO_LATER, PAUSE, YOUNG, Memory


class Knot:
    """What only points at itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def looks() -> Iterator[list[int]]:
    """The generations of every look; Python's own measures are put back afterwards."""
    seen: list[int] = []

    def see(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            seen.append(about["generation"])

    before = gc.get_threshold()
    gc.collect()
    gc.callbacks.append(see)
    yield seen
    gc.callbacks.remove(see)
    gc.set_threshold(*before)
    gc.unfreeze()


def old_knot() -> ref[Knot]:
    """A knot that only a look at everything finds, and as many short looks as make one worth while."""
    knot = Knot()
    for _ in range(ENOUGH):
        gc.collect(1)
    return ref(knot)


def keys_worth(young: int) -> list[list[int]]:
    """So much new that Python looks at the young things this often."""
    return [[] for _ in range(young * YOUNG[0] * (YOUNG[1] + 1))]


async def test_what_a_key_makes_sets_off_no_look_at_everything(looks: list[int]) -> None:
    Memory().look_after()
    kept = keys_worth(NO_LATER // 2)
    assert kept
    assert looks.count(1) >= NO_LATER // 4
    assert 2 not in looks


async def test_whoever_never_rests_is_looked_after_at_last(looks: list[int]) -> None:
    Memory().look_after()
    kept = keys_worth(NO_LATER * 2)
    assert kept
    assert 2 in looks


async def test_the_pause_after_a_key_is_used(looks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "PAUSE", 0.05)
    tidy = Memory()
    tidy.look_after()
    gone = old_knot()
    for _ in range(5):
        tidy.key()
        await asyncio.sleep(0.02)
        assert gone() is not None
        assert 2 not in looks
    await asyncio.sleep(0.2)
    assert gone() is None
    assert looks.count(2) == 1


async def test_a_pause_with_nothing_to_find_costs_nothing(looks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "PAUSE", 0.01)
    tidy = Memory()
    tidy.look_after()
    gc.collect()
    looks.clear()
    tidy.key()
    await asyncio.sleep(0.05)
    assert looks.count(2) == 0


async def test_what_was_put_aside_is_found_when_nobody_is_there(looks: list[int]) -> None:
    tidy = Memory()
    tidy.look_after()
    gone = old_knot()
    tidy.put_aside()
    gc.collect()
    assert gone() is not None
    tidy.rest(AWAY - 1)
    assert gone() is not None
    tidy.rest(AWAY + 1)
    assert gone() is None
    looks.clear()
    tidy.rest(AWAY + 2)
    assert looks == []
    assert PAUSE < AWAY
