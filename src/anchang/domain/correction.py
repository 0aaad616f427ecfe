"""What may be corrected after the review, and what a correction has to say (domain 2.2, 2.18)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.worded import Worded
from anchang.i18n import M


class Corrected(Worded):
    """An entry of a day; each has versions."""

    VISIT = "visit", M("visit")
    CALL = "call", M("call")
    FOLLOW_UP = "follow_up", M("follow-up")


def changed(row: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns whose value would become another one."""
    return {name: value for name, value in given.items() if row[name] != value}


def earlier(row: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The row one version back. Apply the newest correction first, and so on down."""
    return {**row, **before}
