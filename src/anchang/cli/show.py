"""`anchang list`: the same lists as in the console, as a table or JSON Lines."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from anchang.cli import common
from anchang.cli.parser import LIST_FILTERS
from anchang.domain import measure, money
from anchang.domain.errors import BadInput
from anchang.i18n import M, _, say, zone
from anchang.services import lists, saved_filter
from anchang.services.listing import Ask, Column, Kind, Listing, Row
from anchang.services.office import Office, Session


def run(options: Namespace) -> int:
    """Print a list, scoped and masked for the person who asks."""
    if options.name is None:
        for name, listing in sorted(lists.all_listings().items()):
            print(f"{name}  {say(listing.title)}  " + " ".join(each.key for each in listing.filters))
        return 0
    listing = lists.find(options.name)
    filters = common.pairs(options.filter) | {
        name: value for name in LIST_FILTERS if (value := getattr(options, f"by_{name}")) is not None
    }
    unknown = filters.keys() - {each.key for each in listing.filters}
    if unknown:
        raise BadInput(
            M("{name} cannot be filtered by {unknown}. Known: {known}.", name=listing.name, unknown=tuple(unknown),
              known=tuple(each.key for each in listing.filters)), "usage",
        )  # fmt: skip
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        if options.saved is not None:
            filters = office.look(session, saved_filter.of_name, listing, options.saved) | filters
        if options.count:
            print(office.look(session, listing.count, filters))
            return 0
        if options.xlsx:
            return _file(office, session, listing, filters, options)
        rows = _rows(office, session, listing, filters, options)
        if options.json:
            for row in rows:
                common.print_json(plain(listing, row))
        else:
            _table(listing, rows)
    return 0


def _rows(
    office: Office, session: Session, listing: Listing, filters: dict[str, Any], options: Namespace
) -> Iterator[Row]:
    if options.unmasked:
        from anchang.reports.listing import unagreed
        from anchang.services.export import RecordExport, not_agreed

        without = office.look_as(session, unagreed, True, listing, filters)
        command = RecordExport(f"list {listing.name}", unmasked=True, reason=options.reason, unagreed=without)
        office.run(session, command)
        if without:
            print(say(not_agreed(without)), file=sys.stderr)
    left = options.limit or 10**12
    after = None
    while left > 0:
        ask = Ask(filters, after=after, limit=min(500, left))
        page = office.look_as(session, listing.page, options.unmasked, ask)
        yield from page.rows
        left -= len(page.rows)
        after = page.after
        if after is None:
            return


def _file(office: Office, session: Session, listing: Listing, filters: dict[str, Any], options: Namespace) -> int:
    from anchang.reports.listing import make

    folder = Path(options.out).expanduser() if options.out else None
    unmasked, reason = options.unmasked, options.reason
    path = make(office, session, listing, filters, folder=folder, unmasked=unmasked, reason=reason)
    if options.json:
        common.print_json({"ok": True, "file": str(path)})
    else:
        print(_("Written: {path}", path=path))
    return 0


def plain(listing: Listing, row: Row) -> dict[str, Any]:
    """A row for programs: money in yuan, areas in ㎡ and dates as text, flags as true and false."""
    found: dict[str, Any] = {"id": row.get(listing.row_key)}
    for column in listing.columns:
        value = row.get(column.key)
        if value is not None and column.kind is Kind.MONEY:
            value = money.show(value).replace(",", "")
        elif value is not None and column.kind is Kind.AREA:
            value = measure.show_area(value)
        elif value is not None and column.kind in {Kind.INSTANT, Kind.TIME}:
            value = value.isoformat()
        found[column.key] = value
    return found


def cell(column: Column, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return ""
    if column.choices is not None:
        return say(column.choices[value]) if value in column.choices else str(value)
    if column.kind is Kind.MONEY:
        return money.show(value)
    if column.kind is Kind.AREA:
        return measure.show_area(value)
    if column.kind is Kind.RATE:
        return measure.show_percent(value)
    if column.kind is Kind.FLAG:
        return _("yes") if value else _("no")
    if column.kind is Kind.TIME:
        return str(value.astimezone(zone()).strftime("%H:%M"))
    if column.kind is Kind.INSTANT:
        return str(value.astimezone(zone()).strftime("%Y-%m-%d %H:%M"))
    return str(value)


LEAST = 14  # cells of a column of text, however narrow the terminal
BETWEEN = 3  # cells that a column takes beside its own


def _table(listing: Listing, rows: Iterator[Row]) -> None:
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from anchang.domain.text import printable

    table = Table(title=say(listing.title), box=box.SIMPLE, pad_edge=False)
    numbers = {Kind.MONEY, Kind.AREA, Kind.INTEGER, Kind.RATE, Kind.PART}
    whole = numbers | {Kind.DATE, Kind.TIME, Kind.INSTANT}  # of half a number, or half a day, nobody can tell the whole
    for column in listing.columns:
        table.add_column(
            say(column.title), justify="right" if column.kind in numbers else "left", overflow="fold",
            no_wrap=column.kind in whole,
        )  # fmt: skip
    count, widest = 0, [0] * len(listing.columns)
    for row in rows:
        count += 1
        cells = [printable(cell(column, row.get(column.key))) for column in listing.columns]
        widest = [max(width, cell_len(text)) for width, text in zip(widest, cells, strict=True)]
        table.add_row(*(Text(text) for text in cells))
    for column, shown, width in zip(listing.columns, table.columns, widest, strict=True):
        shown.min_width = max(width if column.kind in whole else min(width, LEAST), cell_len(say(column.title)))
    least = sum((shown.min_width or 0) + BETWEEN for shown in table.columns)
    console = Console(highlight=False, width=max(Console().width, least))
    console.print(table)
    console.print(Text(_("{count} rows", count=count)))
