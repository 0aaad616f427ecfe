"""Every number of the daily report, without a customer's name: what a day's signature keeps (domain 4.1, P02g)."""

from dataclasses import dataclass
from datetime import date, timedelta

from anchang.storage.day_figures import ChannelFigures, Figures, channels, figures
from anchang.storage.day_profile import Profile, profiles
from anchang.storage.day_report import BEGINNING
from anchang.storage.day_staff import StaffFigures, Traffic, consultants, traffic
from anchang.storage.day_tally import tally
from anchang.storage.reading import Read

NOW, WEEK, MONTH, PROJECT, BEFORE = "now", "week", "month", "project", "before"


def windows(first: date, last: date) -> dict[str, tuple[date, date]]:
    """The periods of 日报总览: the report's own; week (from Monday), month and project to its last day; the one before.

    The one before has as many days and ends on the day before the first.
    """
    length = last - first
    return {
        NOW: (first, last),
        WEEK: (last - timedelta(days=last.weekday()), last),
        MONTH: (last.replace(day=1), last),
        PROJECT: (BEGINNING, last),
        BEFORE: (first - length - timedelta(days=1), first - timedelta(days=1)),
    }


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the queries counted, by period where a sheet has several."""

    figures: dict[str, Figures]
    channels: dict[str, list[ChannelFigures]]
    profiles: dict[str, Profile]
    staff: list[StaffFigures]
    traffic: Traffic


def numbers(read: Read, first: date, last: date) -> Numbers:
    """Every number of the report of these days, in what the person may see."""
    spans = windows(first, last)
    logs = tally(read, BEGINNING, last)
    return Numbers(
        figures={name: figures(read, *span, logs) for name, span in spans.items()},
        channels={name: channels(read, *spans[name], logs) for name in (NOW, MONTH, PROJECT)},
        profiles=profiles(read, {name: spans[name] for name in (NOW, MONTH)}),
        staff=consultants(read, first, last),
        traffic=traffic(read, first, last),
    )
