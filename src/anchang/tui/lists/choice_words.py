"""A row's value in the words of its column, for look-ups and cards."""

from __future__ import annotations

from anchang.i18n import say, zone
from anchang.services.listing import Column, Row
from anchang.tui.cells import cell_text


def cell_words(column: Column, row: Row) -> str:
    """The value as text; empty where there is none."""
    value = row.get(column.key)
    if value is None or value == "":
        return ""
    if column.choices is not None and value in column.choices:
        return say(column.choices[value])
    return cell_text(value, column, zone(), 200).strip()
