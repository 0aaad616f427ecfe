"""The inventory workbook (销控表, domain 4.5): a wall for each entrance, the flat list, the sums, what came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from anchang.domain.hold import TYPE_LABELS
from anchang.domain.inventory import band, band_words, stock
from anchang.domain.price_list import USAGE_LABELS
from anchang.domain.unit import STATE_LABELS, UnitState
from anchang.i18n import M, Msg
from anchang.reports.book import NUMBER, Block, Book, Cell, Chart, ChartKind, Col, Net, Ratio, Sheet
from anchang.reports.catalogue import Heading, Report, Span, bound
from anchang.reports.choices import values_of
from anchang.reports.inventory_wall import COLOURS, options, wall_sheet
from anchang.services.listing import Kind
from anchang.storage.inventory_report import units
from anchang.storage.reading import Read

TITLE = M("Inventory control sheet")
Unit = Mapping[str, Any]
NAMED = 300  # of that many walls each has a sheet; a book with more could not be leafed through


def build(read: Read, span: Span, heading: Heading) -> Book:
    """The whole book as of now: stock has no past day."""
    found = units(read)
    chosen = options(read.settings, names=read.unmasked)
    walls = [
        wall_sheet(building, entrance, list(group), chosen)
        for (building, entrance), group in groupby(found, lambda unit: (unit["building"], unit["entrance"]))
    ]
    return bound(
        read,
        heading,
        title=TITLE,
        period=M("as of {day}", day=read.now.astimezone(read.zone).strftime("%Y-%m-%d %H:%M")),
        sheets=(_sums(found), *walls[:NAMED], _ledger(found), _reserves(found), _locked(found)),
    )


_COUNTS = ("total", "unreleased", "available", "held", "subscribed", "signed", "locked")


def _sum_columns(title: Msg) -> tuple[Col, ...]:
    return (
        Col("group", title),
        Col("total", M("Units in all"), Kind.INTEGER),
        Col("unreleased", STATE_LABELS[UnitState.UNRELEASED], Kind.INTEGER),
        Col("available", STATE_LABELS[UnitState.AVAILABLE], Kind.INTEGER),
        Col("held", STATE_LABELS[UnitState.HELD], Kind.INTEGER),
        Col("subscribed", STATE_LABELS[UnitState.SUBSCRIBED], Kind.INTEGER),
        Col("signed", M("Signed and beyond"), Kind.INTEGER),
        Col("locked", STATE_LABELS[UnitState.RETURN_LOCKED], Kind.INTEGER),
        Col("sold", M("Sold"), Kind.INTEGER, calc=Net(("subscribed", "signed"))),
        Col("released", M("Ever on sale"), Kind.INTEGER, calc=Net(("total",), ("unreleased",))),
        Col("rate", M("Sell-through"), Kind.RATE, calc=Ratio("sold", "released")),
        Col("value", M("List value"), Kind.MONEY),
        Col("area", M("Area with a price"), Kind.AREA),
        Col("average", M("Average price"), Kind.MONEY, calc=Ratio("value", "area")),
        Col("sold_value", M("Value sold"), Kind.MONEY),
        Col("unsold_value", M("Value unsold"), Kind.MONEY),
    )


def _sum_row(group: Any, found: Iterable[Unit]) -> dict[str, Any]:
    each = stock(found)
    return {
        "group": group,
        **{name: getattr(each, name) for name in _COUNTS},
        "value": each.value,
        "area": each.priced_area,
        "sold_value": each.sold_value,
        "unsold_value": each.unsold_value,
    }


def _grouped(found: Sequence[Unit], key: str, words: Any) -> list[dict[str, Any]]:
    values = dict.fromkeys(unit[key] for unit in found)
    return [_sum_row(words(value), [unit for unit in found if unit[key] == value]) for value in values]


def _block(key: str, head: Msg, title: Msg, rows: list[dict[str, Any]]) -> Block:
    totals = (*_COUNTS, "value", "area", "sold_value", "unsold_value")
    return Block(_sum_columns(head), rows, totals, title=title, key=key)


def _sums(found: Sequence[Unit]) -> Sheet:
    """库存统计: by building, usage, layout and band of area; every block sums to the same units."""
    usages = values_of(USAGE_LABELS)
    bands = sorted({band(unit["built_area"]) for unit in found})
    blocks = (
        _block("building", M("Building"), M("By building"), _grouped(found, "building", str)),
        _block("usage", M("Usage"), M("By usage"), _grouped(found, "usage", usages.__getitem__)),
        _block("layout", M("Layout"), M("By layout"), _grouped(found, "layout", lambda value: value or M("(blank)"))),
        _block(
            "area",
            M("Built area"),
            M("By built area"),
            [_sum_row(band_words(no), [unit for unit in found if band(unit["built_area"]) == no]) for no in bands],
        ),
    )
    chart = Chart(ChartKind.BAR, M("Available and sold by building"), "group", ("available", "subscribed", "signed"))
    notes = (
        M("Sold = subscribed, signed and beyond. Sell-through = sold / all that ever came on sale."),
        M("The value sold is what the deals come to, the list price where a unit was sold before this office."),
    )
    return Sheet(M("Stock figures"), blocks=blocks, notes=notes, charts=(chart,), key="sums", narrow=True)


def _ledger(found: Sequence[Unit]) -> Sheet:
    """房源台账: every unit with every field."""
    states, types, usages = values_of(STATE_LABELS), values_of(TYPE_LABELS), values_of(USAGE_LABELS)
    columns: tuple[Col, ...] = (
        NUMBER,
        Col("building", M("Building")),
        Col("entrance", M("Entrance")),
        Col("floor_text", M("Floor")),
        Col("room_no", M("Room")),
        Col("label", M("Unit")),
        Col("usage", M("Usage"), Kind.CHOICE, usages),
        Col("layout", M("Layout")),
        Col("facing", M("Facing")),
        Col("built_area", M("Built area"), Kind.AREA),
        Col("inside_area", M("Inside area"), Kind.AREA),
        Col("shared_area", M("Shared area"), Kind.AREA),
        Col("unit_price_build", M("Unit price"), Kind.MONEY),
        Col("unit_price_inside", M("Inside price"), Kind.MONEY),
        Col("list_total", M("List total"), Kind.MONEY),
        Col("filed_total", M("Filed total"), Kind.MONEY),
        Col("floor_total", M("Floor price"), Kind.MONEY),
        Col("state", M("State"), Kind.CHOICE, states),
        Col("hold_type", M("Hold"), Kind.CHOICE, types),
        Col("customer", M("Customer")),
        Col("consultant", M("Consultant")),
        Col("sub_no", M("Subscription no.")),
        Col("subscribed_on", M("Subscribed on"), Kind.DATE),
        Col("deal_total", M("Deal total"), Kind.MONEY),
        Col("contract_no", M("Contract no.")),
        Col("contracted_on", M("Signed on"), Kind.DATE),
        Col("permit_no", M("Permit no.")),
        Col("released_on", M("On sale since"), Kind.DATE),
    )
    if all(unit["floor_total"] is None for unit in found):
        columns = tuple(col for col in columns if col.key != "floor_total")
    rows = [{**unit, "hold_type": unit["hold_type"] or None} for unit in found]
    totals = ("built_area", "inside_area", "list_total", "deal_total")
    return Sheet(M("All units"), columns, rows, totals, key="ledger", freeze_columns=6, narrow=True)


def _reserves(found: Sequence[Unit]) -> Sheet:
    """Every hold that stands now, the reserves without an end first: they are kept from everybody (2.16)."""
    held = [unit for unit in found if unit["state"] == UnitState.HELD.value]
    fill, ink = COLOURS[UnitState.HELD]
    rows = [
        {**unit, "hold_type": Cell(unit["hold_type"], fill=fill, ink=ink) if unit["reserved"] else unit["hold_type"]}
        for unit in sorted(held, key=lambda unit: (not unit["reserved"], unit["since"]))
    ]
    columns = (
        NUMBER,
        Col("label", M("Unit")),
        Col("hold_type", M("Hold"), Kind.CHOICE, values_of(TYPE_LABELS)),
        Col("customer", M("Customer")),
        Col("consultant", M("Consultant")),
        Col("since", M("Held since"), Kind.INSTANT),
        Col("expires_at", M("Held until"), Kind.INSTANT),
        Col("list_total", M("List total"), Kind.MONEY),
        Col("note", M("Reason")),
    )
    return Sheet(M("Holds and reserves"), columns, rows, ("list_total",), key="holds")


def _locked(found: Sequence[Unit]) -> Sheet:
    """退房待放: what came back and waits for the manager."""
    columns = (
        NUMBER,
        Col("label", M("Unit")),
        Col("layout", M("Layout")),
        Col("built_area", M("Built area"), Kind.AREA),
        Col("list_total", M("List total"), Kind.MONEY),
        Col("return_locked_on", M("Returned on"), Kind.DATE),
        Col("return_reason", M("Reason")),
    )
    rows = [unit for unit in found if unit["state"] == UnitState.RETURN_LOCKED.value]
    return Sheet(M("Returned, to be released"), columns, rows, ("built_area", "list_total"), key="locked")


REPORT = Report(name="inventory", stem="inventory_grid", title=TITLE, build=build)
