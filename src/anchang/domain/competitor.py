"""Surveys of competing projects: a new one the next day, a known one again after its days (C03)."""

from __future__ import annotations

from datetime import date, timedelta

from anchang.domain.errors import BadInput
from anchang.i18n import M

FIRST_DAYS = 1  # a new project is surveyed the day after it is known


def first_due(known_on: date) -> date:
    """When a competitor that has just been entered is looked at first."""
    return known_on + timedelta(days=FIRST_DAYS)


def next_due(surveyed_on: date, days: int) -> date:
    """When the next survey is due."""
    return surveyed_on + timedelta(days=days)


def check_day(surveyed_on: date, today: date) -> None:
    """A survey has been made. Raises BadInput."""
    if surveyed_on > today:
        raise BadInput(M("{day} has not come yet", day=surveyed_on), "surveyed_on")
