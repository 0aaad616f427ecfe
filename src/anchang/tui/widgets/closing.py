"""Closing a window from work that took a while: something else may lie on top of it by then."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.screen import Screen

LOOK = 0.05  # seconds between two looks whether the window is on top again


async def close_on_top(screen: Screen[Any], result: object = None) -> None:
    """Close the window as soon as nothing lies over it.

    Textual closes whatever is on top. A Ctrl+L while a form was being saved would so close the door that had just come,
    with the person before still signed in. Where somebody else comes in, the window goes and this ends with it.
    """
    while not screen.is_active:  # `is_current` is also true of what shines through a window above
        await asyncio.sleep(LOOK)
    screen.dismiss(result)
