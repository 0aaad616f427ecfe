"""Anchors: heads of the journal written outside the data, at each backup and day close (design 4).

One JSON line each, with a mac of its own, so that a whole data folder put back from last week is noticed.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime

from anchang.services.office import Office
from anchang.storage import journal


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line: `sound` False when the line itself was touched."""

    seq: int
    head: str
    at: str
    why: str
    sound: bool


def drop(office: Office, why: str, *, seq: int | None = None, head: str | None = None) -> None:
    """Write the present head of the journal (or a given one) as a new line."""
    if seq is None or head is None:
        with office.store.read() as connection:
            seq, head = journal.head(connection)
    line = {"seq": seq, "head": head, "at": office.clock().isoformat(), "why": why}
    line["mac"] = journal.mac(office.journal_key, line)
    path = office.place.anchors
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def all_anchors(office: Office) -> list[Anchor]:
    """Every line, oldest first; an unreadable line is an anchor that is not sound."""
    path = office.place.anchors
    if not path.exists():
        return []
    found = []
    for text in path.read_text("utf-8", "replace").splitlines():
        try:
            line = json.loads(text)
            given = line.pop("mac")
            sound = given == journal.mac(office.journal_key, line)
            found.append(Anchor(int(line["seq"]), str(line["head"]), str(line["at"]), str(line["why"]), sound))
        except (ValueError, KeyError, TypeError, AttributeError):
            found.append(Anchor(0, "", "", text[:40], False))
    return found


def last_backup(office: Office) -> datetime | None:
    """When the newest verified copy was made."""
    times = [each.at for each in all_anchors(office) if each.sound and each.why == "backup"]
    return datetime.fromisoformat(times[-1]) if times else None
