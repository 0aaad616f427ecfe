"""Columns that are seen whole or not at all, and numbers that are never cut."""

from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from anchang.i18n import M
from anchang.services.listing import Column, Kind
from anchang.tui.cells import cell_text
from anchang.tui.widgets.row_strip import GAP, LEAST, LONG, MARK, fitted

KINDS = st.sampled_from([Kind.TEXT, Kind.MONEY, Kind.DATE, Kind.CHOICE])
LISTS = st.lists(st.tuples(st.integers(1, 30), KINDS), min_size=1, max_size=12).map(
    lambda found: tuple(Column(str(n), M("Unit"), kind, width) for n, (width, kind) in enumerate(found))
)


@given(LISTS, st.integers(1, 200), st.integers(0, 15))
def test_columns_are_seen_whole_or_not_at_all(columns: tuple[Column, ...], room: int, skipped: int) -> None:
    found = fitted(columns, room, skipped)
    stay = min(len(columns), 2 if columns[0].width <= MARK else 1)
    assert found.columns == (*columns[:stay], *columns[stay + found.left : len(columns) - found.right])
    assert found.left <= skipped
    used = sum(found.widths) + GAP * (len(found.widths) - 1)
    natural = sum(one.width for one in found.columns) + GAP * (len(found.columns) - 1)
    last = found.columns[-1]
    if natural <= room:
        assert used <= room
        assert all(wide >= one.width for wide, one in zip(found.widths, found.columns, strict=True))
    elif last.kind is Kind.TEXT and last.width >= LONG and LEAST <= found.widths[-1] < last.width:  # narrowed
        assert used == room
        assert found.widths[:-1] == tuple(one.width for one in found.columns[:-1])
    else:
        assert len(found.columns) <= stay + 1
        assert used <= max(room, len(found.columns) * (room // 2 + 2) + MARK)
    if found.right:  # only what has no room is left out
        assert natural + GAP + columns[len(columns) - found.right].width > room


@given(LISTS, st.integers(8, 200))
def test_every_column_is_reached_sideways(columns: tuple[Column, ...], room: int) -> None:
    """Whatever does not fit comes into sight by keys, and no key is pressed for nothing."""
    seen: set[str] = set()
    for at in range(len(columns)):
        found = fitted(columns, room, at)
        if at and found.left < at:
            break
        seen |= {one.key for one in found.columns}
    assert seen == {one.key for one in columns}


def test_a_number_is_whole_or_not_there() -> None:
    def text(fen: int, width: int) -> str:
        return cell_text(fen, Column("amount", M("Unit"), Kind.MONEY, width), UTC)

    assert text(123_456_789_00, 14) == "123,456,789.00"
    assert text(123_456_789_00, 12) == " 123,456,789"
    assert text(123_456_789_00, 9) == "123456789"
    assert text(123_456_789_01, 12) == "123456789.01"
    assert text(123_456_789_01, 11) == "###########"  # without its fen it would be another amount
    assert text(123_456_789_00, 8) == "########"
    assert cell_text(12345, Column("n", M("Unit"), Kind.INTEGER, 5), UTC) == "12345"
