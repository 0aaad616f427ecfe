"""The style sheets, in the order in which they are read: `App.CSS_PATH = styles.PATHS`."""

from __future__ import annotations

from pathlib import Path, PurePath

_HERE = Path(__file__).parent
PATHS: list[str | PurePath] = [
    _HERE / "console.tcss",
    _HERE / "forms.tcss",
    _HERE / "lists.tcss",
    _HERE / "door.tcss",
    _HERE / "inventory.tcss",
    _HERE / "desk.tcss",
    _HERE / "sale.tcss",
    _HERE / "review.tcss",
]
