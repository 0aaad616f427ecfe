"""Which office is meant, found with the standard library alone: the login screen is painted before any row is read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from anchang.storage.place import Place


@dataclass(frozen=True, slots=True)
class Where:
    """Which office a command means: a folder, and a server's URL where the rows are there."""

    place: Place
    url: str | None = None

    def looks_made(self) -> bool:
        """Whether an office seems to be there; a server is asked later."""
        return self.url is not None or self.place.exists()


def find(office: str | None = None, url: str | None = None) -> Where:
    """`--office`, else ANCHANG_OFFICE, else the current folder if it is one, else the user's data folder."""
    given = office or os.environ.get("ANCHANG_OFFICE")
    address = url or os.environ.get("ANCHANG_DATABASE") or None
    if given:
        return Where(Place(Path(given).expanduser().resolve()), address)
    here = Path.cwd()
    if (here / "data").is_dir() and (here / "exports").is_dir():
        return Where(Place(here), address)
    return Where(Place(user_folder() / "office"), address)


def user_folder() -> Path:
    """The user's own data folder for Anchang."""
    from platformdirs import user_data_path

    return Path(user_data_path("anchang", appauthor=False))


def demo_place() -> Place:
    """The demo office's own folder: it never stands in the way of a real one."""
    return Place(user_folder() / "demo")
