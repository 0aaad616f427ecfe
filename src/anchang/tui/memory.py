"""When memory is looked through for what only points at itself: in the pauses between keys.

Left alone, Python looks whenever enough has come in, which is while a key is worked on, and the key waits for it: for a
list with its pages and pictures a twentieth of a second, with a new place a seventh. What lives long is put aside
without looking, and looked through when nobody has touched the terminal for a while.
"""

from __future__ import annotations

import asyncio
import gc

PAUSE = 0.25  # seconds without a key after which what has come in since is looked through: a hundredth of a second
AWAY = 30.0  # after which all of it is
ENOUGH = 8  # looks at young things after which there is something to find
NO_LATER = 100  # after which Python looks by itself, for whoever never rests
YOUNG = (700, 10)  # Python's own measures: these looks are short


class Memory:
    """One terminal's. `key` is called with every key, `rest` every now and then."""

    def __init__(self) -> None:
        self._last_key = 0.0
        self._waiting = False
        self._aside = False  # whether something was put aside that was not looked through

    def look_after(self) -> None:
        """From the first picture on: what was brought in until now stays."""
        gc.set_threshold(*YOUNG, NO_LATER)
        self.put_aside()
        gc.enable()

    def put_aside(self) -> None:
        """A new place stands there and stays: not to be looked at with every pause. Takes no time."""
        gc.freeze()
        self._aside = True

    def key(self) -> None:
        """Somebody is typing: look when the next pause is there."""
        loop = asyncio.get_running_loop()
        self._last_key = loop.time()
        if not self._waiting:
            self._waiting = True
            loop.call_later(PAUSE, self._pause)

    def _pause(self) -> None:
        loop = asyncio.get_running_loop()
        left = self._last_key + PAUSE - loop.time()
        if left > 0:
            loop.call_later(left, self._pause)
            return
        self._waiting = False
        if gc.get_count()[2] >= ENOUGH:
            gc.collect()

    def rest(self, idle: float) -> None:
        """Nobody has typed for `idle` seconds: look through everything once, if that is long."""
        if self._aside and idle > AWAY:
            self._aside = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()
