"""Who has a unit: the live claim, its kinds and its time (domain 2.16, 5.12).

One unit has at most one live claim. Hold, subscription and contract do not compete for it: the kind of the one claim
advances. Instants are aware UTC `datetime`s; the zone of the office comes in where words are made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from anchang.domain.errors import UnitTaken
from anchang.i18n import M, Msg


class HoldType(StrEnum):
    """Why a unit is held back (2.16)."""

    TEMP = "temp"
    SMALL_ORDER = "small_order"
    RESERVE = "reserve"
    SWAP = "swap"

    @property
    def label(self) -> Msg:
        """The type in words."""
        return TYPE_LABELS[self]


TYPE_LABELS: dict[HoldType, Msg] = {
    HoldType.TEMP: M("short hold"),
    HoldType.SMALL_ORDER: M("small order"),
    HoldType.RESERVE: M("reserve"),
    HoldType.SWAP: M("kept for a swap"),
}


class ClaimKind(StrEnum):
    """What the live claim has become; it advances from top to bottom. `imported` came with the opening data."""

    HOLD = "hold"
    SUBSCRIPTION = "subscription"
    CONTRACT = "contract"
    IMPORTED = "imported"

    @property
    def label(self) -> Msg:
        """The kind in words."""
        return CLAIM_LABELS[self]


CLAIM_LABELS: dict[ClaimKind, Msg] = {
    ClaimKind.HOLD: M("hold"),
    ClaimKind.SUBSCRIPTION: M("subscription"),
    ClaimKind.CONTRACT: M("contract"),
    ClaimKind.IMPORTED: M("sold before the opening"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """The live claim on a unit.

    `holder` is the name of the person who sells it, `since` and `expires_at` are UTC; None: it does not lapse by
    itself.
    """

    kind: ClaimKind
    holder: str
    since: datetime
    expires_at: datetime | None = None
    hold_type: HoldType | None = None


def expires_at(now: datetime, minutes: int) -> datetime:
    """The instant at which a hold of so many minutes ends. ValueError for fewer than one."""
    if minutes < 1:
        raise ValueError(minutes)
    return now + timedelta(minutes=minutes)


def lapsed(claim: Claim, now: datetime) -> bool:
    """Whether the claim has run out; at `expires_at` itself it has."""
    return claim.expires_at is not None and now >= claim.expires_at


def seconds_left(until: datetime | None, now: datetime) -> int | None:
    """Whole seconds until a claim runs out, never below 0, for the countdown; None when it does not run out."""
    return None if until is None else max(0, int((until - now).total_seconds()))


def taken_words(unit: str, claim: Claim, now: datetime, zone: tzinfo) -> Msg:
    """What the loser of a race is told: who has the unit, since when, until when («已被 XX 于 hh:mm 锁定»)."""
    since = _clock(claim.since, now, zone)
    if claim.kind is ClaimKind.IMPORTED:
        return M("Unit {unit} was sold before this office was set up.", unit=unit)
    if claim.kind is ClaimKind.CONTRACT:
        return M(
            "Unit {unit} is under contract through {holder} since {since}.", unit=unit, holder=claim.holder, since=since
        )
    if claim.kind is ClaimKind.SUBSCRIPTION:
        return M(
            "Unit {unit} is subscribed through {holder} since {since}.", unit=unit, holder=claim.holder, since=since
        )
    if claim.expires_at is None:
        return M(
            "Unit {unit} is held by {holder} since {since}, without an end.",
            unit=unit,
            holder=claim.holder,
            since=since,
        )
    return M(
        "Unit {unit} is held by {holder} since {since}, until {until}.",
        unit=unit,
        holder=claim.holder,
        since=since,
        until=_clock(claim.expires_at, now, zone),
    )


def taken(unit: str, claim: Claim, now: datetime, zone: tzinfo) -> UnitTaken:
    """The error of whoever comes second (5.12)."""
    return UnitTaken(taken_words(unit, claim, now, zone))


def _clock(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """Hours and minutes of the office's clock, with the date when it is another day."""
    local = instant.astimezone(zone)
    same_day = local.date() == now.astimezone(zone).date()
    return local.strftime("%H:%M" if same_day else "%Y-%m-%d %H:%M")
