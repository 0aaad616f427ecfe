"""What the windows of the day's end show, each read from one snapshot (domain 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from anchang.domain.day import BusinessDayState, reasons_against_closing, reasons_against_hand_in
from anchang.i18n import M, Msg, zone
from anchang.services.day import closing_facts, sheet_facts
from anchang.storage import correction, day_query, day_signed, day_waiting
from anchang.storage.day_signed import Signed
from anchang.tui.screens.desk_view import Entry, SheetLine, own_entries, sheet_lines

if TYPE_CHECKING:
    from anchang.storage.reading import Read


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One's own day: what misses something, line by line; of a sheet that came back everything, and what was said."""

    entries: tuple[Entry, ...]
    to_plan: tuple[Mapping[str, Any], ...]
    receiving: bool
    reasons: tuple[Msg, ...]
    counts: Mapping[str, Any]
    comments: tuple[Mapping[str, Any], ...]


def own_sheet(read: Read, on: date) -> OwnSheet:
    """The sheet of the person who looks."""
    facts = sheet_facts(read, on, read.staff_id)
    row = day_query.sheet(read, on, read.staff_id)
    back = row is not None and bool(row["returned"])
    said = day_waiting.comments(read, row["id"]) if row is not None and back else []
    return OwnSheet(
        entries=own_entries(read, on, everything=back),
        to_plan=tuple(day_query.leads_to_plan(read, on, read.staff_id)),
        receiving=facts.is_receiving,
        reasons=tuple(reasons_against_hand_in(facts)),
        counts=day_query.counts(read, on, read.staff_id),
        comments=tuple(each for each in said if each["step"] == "send_back"),
    )


@dataclass(frozen=True, slots=True)
class WholeDay:
    """Everybody's sheets, how far the day is, and what stands in the way of the next step."""

    lines: tuple[SheetLine, ...]
    state: BusinessDayState
    against_closing: tuple[Msg, ...]
    not_reviewed: tuple[str, ...]
    signed: Signed | None
    corrections: int

    def words(self) -> tuple[Msg, ...]:
        """Where the day stands, in lines."""
        if self.signed is not None:
            at = self.signed.at.astimezone(zone()).strftime("%Y-%m-%d %H:%M")
            found = [M("Signed by {name} at {at}: the day is locked.", name=self.signed.by, at=at)]
            if self.corrections:
                found.append(M("Corrected since then: {count} times.", count=self.corrections))
            return tuple(found)
        if self.state is BusinessDayState.OPEN:
            reasons = tuple(M("- {reason}", reason=why) for why in self.against_closing)
            return reasons or (M("Nothing stands in the way: Ctrl+S closes the day."),)
        if self.not_reviewed:
            waiting = M("not reviewed yet: {names}", names=self.not_reviewed)
            return M("The day is closed."), M("- {reason}", reason=waiting)
        return M("The day is closed."), M("Everything is reviewed: d signs and locks the day.")


def whole_day(read: Read, on: date) -> WholeDay:
    """The office's day."""
    row = day_query.business_day(read, on)
    facts = closing_facts(read, on)
    return WholeDay(
        lines=sheet_lines(read, on),
        state=BusinessDayState.OPEN if row is None else BusinessDayState(row["state"]),
        against_closing=tuple(reasons_against_closing(facts)),
        not_reviewed=facts.not_reviewed,
        signed=day_signed.signed(read, on),
        corrections=len(correction.of_days(read, on, on)),
    )
