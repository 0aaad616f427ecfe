"""One row of the inbox, the same for every noun (F9)."""

from __future__ import annotations

from datetime import date
from typing import Any

from anchang.storage.reading import Read


def line(
    read: Read, noun: str, waiting: str, row_id: int | None, *, is_late: bool = False, **shown: Any
) -> dict[str, Any]:
    """One waiting thing; `since` and `due` are days, `is_late` says that it is late by its nature.

    `about` names the thing where several rows may be about the same one, `version` is the paper's where it is decided
    from here, `behalf` for whom the person who looks would decide it, `until` the office's time at which it ends.
    """
    key = f"{noun}.{waiting}"
    since: date | None = shown.pop("since", None)
    due: date | None = shown.pop("due", None)
    late = is_late or (due is not None and due < read.today)
    return {
        "id": f"{key}.{row_id or shown.get('subject', '')}",
        "noun": noun,
        "row_id": row_id,
        "thing": noun,
        "what": key,
        "since": since,
        "due": due,
        "late": late,
        "days": (read.today - since).days if since is not None else 0,
        "unit": "",
        "who": "",
        "consultant": "",
        "about": "",
        "behalf": "",
        "version": None,
        "until": None,
        **shown,
    }


def signing(subscription_id: int) -> str:
    """The signing of a deal as the thing that a row is about: late, it has several names."""
    return f"signing.{subscription_id}"
