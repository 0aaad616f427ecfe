"""What stands first in an inbox, and what is one thing in it (issue 4.9, F9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.inbox import Urgency, Waiting, one_per_thing, order_key, urgency

TODAY = date(2026, 11, 23)
SOON = 1


def day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


def thing(name: str, due: int | None = None, since: int | None = None, late: bool = False) -> Waiting:
    """A waiting thing by days from today."""
    return Waiting(name, late, day(due), day(since))


def ordered(*things: Waiting) -> list[str]:
    return [one.name for one in sorted(things, key=lambda one: order_key(one, TODAY, SOON))]


def test_late_then_soon_then_the_oldest() -> None:
    assert ordered(
        thing("new", since=0),
        thing("old", since=-9),
        thing("tomorrow", due=1, since=0),
        thing("today", due=0, since=-1),
        thing("a week late", due=-7, since=-8),
        thing("yesterday", due=-1, since=-30),
        thing("far off", due=20, since=-10),
    ) == ["a week late", "yesterday", "today", "tomorrow", "far off", "old", "new"]


def test_what_ends_within_the_hour_stands_before_what_is_late() -> None:
    noon = datetime(2026, 11, 23, 4, tzinfo=UTC)
    asked = replace(thing("asked", due=0, since=0), until=noon + timedelta(minutes=9))
    offered = replace(thing("offered", due=0, since=0), until=noon)
    assert ordered(thing("a year late", due=-365), asked, thing("today", due=0), offered) == [
        "offered", "asked", "a year late", "today",
    ]  # fmt: skip


def test_late_by_its_nature_counts_from_when_it_waits() -> None:
    assert ordered(
        thing("late for two days", due=-2), thing("unclosed day", since=-3, late=True), thing("unknown", late=True)
    ) == ["unclosed day", "late for two days", "unknown"]


def test_what_waits_as_long_goes_by_its_day_then_by_its_name() -> None:
    assert ordered(
        thing("b", since=-1), thing("a", since=-1), thing("z", since=-1, due=9), thing("y", since=-1, due=8)
    ) == ["y", "z", "a", "b"]


def test_the_edges_of_the_classes() -> None:
    found = [urgency(thing("x", due=due), TODAY, SOON) for due in (-1, 0, 1, 2, None)]
    assert found == [Urgency.LATE, Urgency.SOON, Urgency.SOON, Urgency.REST, Urgency.REST]
    assert urgency(thing("x", due=1), TODAY, 0) is Urgency.REST
    assert urgency(thing("x", due=30), TODAY, 30) is Urgency.SOON


_DAYS = st.none() | st.integers(-400, 400)
_THINGS = st.lists(
    st.builds(thing, st.text("abcdef", min_size=1, max_size=6), _DAYS, _DAYS, st.booleans()),
    unique_by=lambda one: one.name,
    max_size=12,
)


@given(_THINGS, st.randoms(use_true_random=False), st.integers(0, 30))
def test_the_order_is_total_and_stable(things: list[Waiting], random: object, soon: int) -> None:
    """Whatever order things come in, they stand the same way; and no two of them are equal."""
    mixed = list(things)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    keys = [order_key(one, TODAY, soon) for one in things]
    assert sorted(keys) == sorted(order_key(one, TODAY, soon) for one in mixed)
    assert len(set(keys)) == len(keys)
    classes = [urgency(one, TODAY, soon) for one in sorted(mixed, key=lambda one: order_key(one, TODAY, soon))]
    assert classes == sorted(classes)


@given(_THINGS, st.integers(0, 30))
def test_within_a_class_the_more_urgent_day_stands_first(things: list[Waiting], soon: int) -> None:
    shown = sorted(things, key=lambda one: order_key(one, TODAY, soon))
    for first, second in pairwise(shown):
        kind = urgency(first, TODAY, soon)
        if kind is not urgency(second, TODAY, soon):
            continue
        if kind is Urgency.REST:
            assert (first.since or TODAY) <= (second.since or TODAY)
        elif first.due is not None and second.due is not None:
            assert first.due <= second.due


def names(*rows: tuple[str, str, str]) -> list[str]:
    """(name, noun, about) -> the names that stay."""
    return [row[0] for row in one_per_thing(rows, lambda row: row[2], lambda row: row[1])]


def test_a_late_signing_is_one_row() -> None:
    about = "signing.7"
    assert names(("open a case", "subscription", about), ("delay ran out", "delay_request", about)) == ["delay ran out"]
    assert names(("late", "subscription", about), ("case", "change_request", about)) == ["case"]
    assert names(("late", "subscription", about), ("late", "subscription", "signing.8")) == ["late", "late"]


def test_two_steps_of_one_request_and_things_of_their_own_stay() -> None:
    assert names(("check", "change_request", "signing.7"), ("execute", "change_request", "signing.7")) == [
        "check", "execute",
    ]  # fmt: skip
    assert names(("slip", "subscription", ""), ("late", "delay_request", "signing.7"), ("term", "term", "")) == [
        "slip", "late", "term",
    ]  # fmt: skip
