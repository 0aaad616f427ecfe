"""The style sheets, in the order in which they are read. The login is painted with those of `DOOR` alone: each costs
milliseconds, and a person waits for the first picture."""

from __future__ import annotations

from pathlib import Path, PurePath

_HERE = Path(__file__).parent
DOOR: list[str | PurePath] = [_HERE / "console.tcss", _HERE / "door.tcss"]
PLACES: list[PurePath] = [
    _HERE / "tones.tcss",
    _HERE / "forms.tcss",
    _HERE / "lists.tcss",
    _HERE / "inventory.tcss",
    _HERE / "desk.tcss",
    _HERE / "sale.tcss",
    _HERE / "review.tcss",
    _HERE / "inbox.tcss",
]
PATHS: list[str | PurePath] = [*DOOR, *PLACES]
