"""Values as lists and forms show them: by their kind, and fitted into a column."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from textual.content import Content

from anchang.domain import measure, money
from anchang.i18n import M, say
from anchang.services.listing import Column, Kind
from anchang.tui.show import fit, plain

_RIGHT = frozenset({Kind.INTEGER, Kind.MONEY, Kind.AREA, Kind.RATE, Kind.PART})
TOO_LONG = "#"  # as spreadsheets say it
YES = M("yes")
NO = M("no")


def format_kind(value: object, kind: Kind, zone: tzinfo = UTC) -> str:
    """The value as its kind is shown: fen as 1,234.50, area as 89.50, rate as per cent, instants in `zone`."""
    if value is None:
        return ""
    if isinstance(value, int):
        return _format_number(value, kind)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(zone)
    if isinstance(value, datetime) and kind is Kind.TIME:
        return value.strftime("%H:%M")
    if isinstance(value, datetime) and kind is Kind.DATE:
        return value.date().isoformat()
    return plain(value)


def _format_number(value: int, kind: Kind) -> str:
    if kind is Kind.MONEY:
        return money.show(value)
    if kind is Kind.AREA:
        return measure.show_area(value)
    if kind is Kind.RATE:
        return measure.show_percent(value)
    if kind is Kind.PART:
        return measure.show_part(value)
    if kind is Kind.FLAG or isinstance(value, bool):
        return say(YES if value else NO)
    return f"{value:,}" if kind is Kind.INTEGER else str(value)


def is_right(kind: Kind) -> bool:
    """Whether values of the kind stand at the right edge of their column."""
    return kind in _RIGHT


def cell_text(value: object, column: Column, zone: tzinfo, width: int | None = None) -> str:
    """One cell of a list as text of exactly `width` (else the column's) cells."""
    if column.choices is not None and value is not None:
        text = plain(column.choices.get(str(value), str(value)))
    else:
        text = format_kind(value, column.kind, zone)
    room = column.width if width is None else width
    if is_right(column.kind) and len(text) > room:
        text = _short(text, room)
    return fit(text, room, right=is_right(column.kind))


def _short(text: str, room: int) -> str:
    """A number for which there is too little room: without what it can do without, else none at all.

    A number of which digits are cut off is another number, and somebody reads it as that.
    """
    for shorter in (text.removesuffix(".00"), text.removesuffix(".00").replace(",", "")):
        if len(shorter) <= room:
            return shorter
    return TOO_LONG * room


def cell(value: object, column: Column, zone: tzinfo) -> Content:
    """The same, as something a widget can draw."""
    return Content(cell_text(value, column, zone))
