"""The assistant's own count of groups at the door, the third number of 客流核对 (domain 2.2, C12)."""

from __future__ import annotations

from collections.abc import Mapping

from anchang.i18n import M, Msg

WHOLE_DAY = -1
"""Stands for the whole day where an hour is asked for."""

MOST = 5_000
"""Groups that a day can have."""


def total(counts: Mapping[int, int]) -> int | None:
    """The day's groups: as counted for the whole day, else the sum of the hours; None while nobody has counted."""
    if WHOLE_DAY in counts:
        return counts[WHOLE_DAY]
    return sum(counts.values()) if counts else None


def wrong(counts: Mapping[int, int], hour: int, groups: int) -> Msg | None:
    """Why this number cannot be entered beside the others of the day, or None.

    Not every hour has to be counted, so the day may have more than its hours; it cannot have fewer.
    """
    if hour != WHOLE_DAY and not 0 <= hour <= 23:
        return M("There is no hour {hour}; write 0 to 23.", hour=hour)
    if not 0 <= groups <= MOST:
        return M("{count} groups cannot be right; write 0 to {most}.", count=groups, most=MOST)
    after = {**counts, hour: groups}
    hours = sum(value for each, value in after.items() if each != WHOLE_DAY)
    whole = after.get(WHOLE_DAY)
    if whole is not None and hours > whole:
        return M("The hours have {hours} groups, the day only {whole}.", hours=hours, whole=whole)
    return None
