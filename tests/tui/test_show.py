"""Stored text on its way to a widget."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from anchang.domain.unit import UnitState
from anchang.i18n import M
from anchang.services.listing import Column, Kind
from anchang.tui.cells import cell_text, format_kind
from anchang.tui.show import CUT, cut, fit, plain, show
from tests.tui.stage import HOSTILE

SHANGHAI = timezone(timedelta(hours=8))
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_read(text: str) -> None:
    content = show(text)
    assert not content.spans
    assert not [c for c in content.plain if unicodedata.category(c) in OBEYED]
    assert len(content.plain) == len(text)


def test_markup_stays_as_it_was_written() -> None:
    assert show("张三[/]").plain == "张三[/]"
    assert show("[@click=app.quit]x[/]").plain == "[@click=app.quit]x[/]"
    assert plain("\x1b[31m") == "␛[31m"


@given(st.text(max_size=60))
def test_nothing_a_terminal_obeys_gets_through(text: str) -> None:
    assert not [c for c in plain(text) if unicodedata.category(c) in OBEYED]
    assert not [c for c in plain(text, multiline=True) if unicodedata.category(c) in OBEYED and c != "\n"]


@given(st.text(alphabet="ab张\U00020bb7·é⋯ ", max_size=40), st.integers(0, 30), st.booleans())
def test_a_cell_has_exactly_its_width(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(text, width, right=right)) == width
    assert cell_len(cut(text, width)) <= width


def test_what_is_cut_says_so() -> None:
    assert cut("欧阳建国", 7) == "欧阳建" + CUT
    assert cut("欧阳建国", 8) == "欧阳建国"
    assert cut("abc", 0) == ""
    assert unicodedata.east_asian_width(CUT) == "N"


def test_kinds() -> None:
    assert format_kind(116424050, Kind.MONEY) == "1,164,240.50"
    assert format_kind(894700, Kind.AREA) == "89.47"
    assert format_kind(980000, Kind.RATE) == "98%"
    assert format_kind(None, Kind.MONEY) == ""
    assert format_kind(1234567, Kind.INTEGER) == "1,234,567"
    assert format_kind(date(2026, 11, 21), Kind.DATE) == "2026-11-21"
    late = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)
    assert format_kind(late, Kind.INSTANT, SHANGHAI) == "2026-11-22 02:05"
    assert format_kind(late, Kind.TIME, SHANGHAI) == "02:05"
    assert format_kind(late, Kind.DATE, SHANGHAI) == "2026-11-22"
    assert format_kind(True, Kind.FLAG) == "是"


def test_cells_are_aligned_and_in_words() -> None:
    money = Column("price", M("test price"), Kind.MONEY, 14)
    assert cell_text(100, money, UTC) == "          1.00"
    state = Column("state", M("test state"), Kind.CHOICE, 6, {s.value: s.label for s in UnitState})
    assert cell_text("subscribed", state, UTC) == "认购  "
    assert cell_text(UnitState.SUBSCRIBED, state, UTC) == "认购  "
    assert cell_text(None, state, UTC) == " " * 6
    assert cell_text("gone", state, UTC) == "gone  "
