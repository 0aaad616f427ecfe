"""The exported file holds exactly the rows of the list: same rows, same order, same masks, the filter in its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import text

from anchang.domain.errors import NotAllowed
from anchang.i18n import say
from anchang.reports import listing as report
from anchang.reports.layout import TOP_ROWS
from anchang.services import lists
from anchang.services.listing import Kind, Listing
from tests.office import SHANGHAI, Desk, desk_at
from tests.services.written import written

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Sixty customers with what was written about them."""
    with desk_at(tmp_path_factory.mktemp("listed") / "office") as made:
        written(made, 60)
        yield made


def exported(desk: Desk, login: str, listing: Listing, filters: dict[str, Any], **more: Any) -> Any:
    """The sheet that was written, read back."""
    path = report.make(desk.office, desk.session(login), listing, filters, **more)
    return load_workbook(path).worksheets[0]


def shown(listing: Listing, row: dict[str, Any]) -> list[Any]:
    """A row of the list as a cell says it."""
    found: list[Any] = []
    for column in listing.columns:
        value = row.get(column.key)
        if value is None or value == "":
            found.append(None)
        elif column.choices is not None:
            found.append(say(column.choices[value]) if value in column.choices else value)
        elif column.kind is Kind.FLAG:
            found.append("是" if value else "否")
        elif column.kind in (Kind.INSTANT, Kind.TIME):
            found.append(value.astimezone(SHANGHAI).replace(tzinfo=None))
        else:
            found.append(value)
    return found


def cells(sheet: Any, columns: int) -> list[list[Any]]:
    """The rows under the head, without the running number; the hidden check row is none of them."""
    rows = []
    for row in sheet.iter_rows(min_row=TOP_ROWS + 2, max_col=columns + 1, values_only=True):
        if row[0] is None or not isinstance(row[0], int):
            break
        rows.append([value.date() if hasattr(value, "date") and kind is Kind.DATE else value
                     for value, kind in zip(row[1:], _KINDS[columns], strict=True)])  # fmt: skip
    return rows


_KINDS: dict[int, list[Kind]] = {}
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(("学区", "张", "z", "138", "看了样")),
        "since": st.integers(0, 40).map(lambda n: TODAY - timedelta(days=n)),
        "grade": st.sampled_from("ABCD"),
        "channel": st.sampled_from(("passing_by", "short_video")),
        "consultant": st.just("c01"),
    },
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(("visits", "calls", "follow_ups", "customers")),
    login=st.sampled_from(("manager", "c01", "reporter")), filters=FILTERS, turned=st.booleans(),
)  # fmt: skip
def test_the_file_is_what_the_screen_shows(
    desk: Desk, name: str, login: str, filters: dict[str, Any], turned: bool
) -> None:
    listing = lists.find(name)
    if turned:  # a screen with its columns in another order
        listing = replace(listing, columns=listing.columns[::-1])
    _KINDS[len(listing.columns)] = [column.kind for column in listing.columns]
    with mock.patch.object(report, "AT_ONCE", 7):
        sheet = exported(desk, login, listing, filters)
    head = [cell.value for cell in sheet[TOP_ROWS + 1]][1 : len(listing.columns) + 1]
    assert head == [say(column.title) for column in listing.columns]
    assert cells(sheet, len(listing.columns)) == [shown(listing, row) for row in desk.see(login, name, **filters)]
    assert sheet["A3"].value == say(report.about(listing, filters))


def test_the_head_says_the_filter_in_words_and_the_mask(desk: Desk) -> None:
    listing = lists.find("visits")
    sheet = exported(desk, "manager", listing, {"grade": "A", "since": date(2026, 11, 1), "complete": True})
    assert sheet["A3"].value == "筛选条件：起始：2026-11-01、等级：A 准客户、已填全：是"
    top = " ".join(str(sheet[f"A{row}"].value) for row in range(1, TOP_ROWS + 1))
    assert "来访" in top and "利德悦府" in top and "李经理" in top
    phones = [row[4] for row in cells_of(sheet, listing)]
    assert phones and all("****" in phone for phone in phones)


def cells_of(sheet: Any, listing: Listing) -> list[list[Any]]:
    _KINDS[len(listing.columns)] = [column.kind for column in listing.columns]
    found = cells(sheet, len(listing.columns))
    at = [column.key for column in listing.columns].index("phone")
    return [[None, None, None, None, row[at]] for row in found]


def test_whole_numbers_of_people_who_have_not_agreed_are_counted_in_the_head_and_in_the_log(desk: Desk) -> None:
    """PIPL 23: before data go to others each person agrees; the file says how many did not."""
    listing = lists.find("customers")
    everybody = [row["id"] for row in desk.see("manager", "customers")]
    desk.do("manager", "person.consent", customer=everybody[0], kind="third_party", given="yes")
    sheet = exported(desk, "manager", listing, {}, unmasked=True, reason="报送")
    words = f"{len(everybody) - 1}"
    assert "未同意" in sheet["A3"].value and words in sheet["A3"].value
    with desk.office.store.read() as connection:
        last = connection.execute(text("SELECT reason FROM journal ORDER BY seq DESC LIMIT 1")).one()
    assert "未同意" in last.reason and words in last.reason
    assert "未同意" not in exported(desk, "manager", listing, {})["A3"].value
    desk.do("manager", "person.consent", customer=everybody[0], kind="third_party", given="no", reason="撤回")
    again = exported(desk, "manager", lists.find("visits"), {}, unmasked=True, reason="报送")
    people = {row["customer_id"] for row in desk.see("manager", "visits")} - {None}
    assert f"{len(people)}" in again["A3"].value


def test_unmasked_needs_the_right_and_a_reason_and_every_file_is_logged(desk: Desk) -> None:
    listing = lists.find("customers")
    with pytest.raises(NotAllowed):
        exported(desk, "c01", listing, {}, unmasked=True, reason="要")
    with pytest.raises(NotAllowed):
        exported(desk, "boss", listing, {})
    sheet = exported(desk, "manager", listing, {"text": "张"}, unmasked=True, reason="回访")
    assert all("*" not in row[4] for row in cells_of(sheet, listing))
    with desk.office.store.read() as connection:
        last = connection.execute(text("SELECT action, reason FROM journal ORDER BY seq DESC LIMIT 1")).one()
    assert last.action == "export.record" and "list customers text unmasked 回访" in last.reason
    assert "张" not in last.reason


def test_a_list_that_is_too_long_says_so_and_writes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_ROWS", 5)
    before = set(desk.office.place.exports.iterdir())
    with pytest.raises(report.TooManyRows, match="筛选"):
        exported(desk, "manager", lists.find("visits"), {})
    assert set(desk.office.place.exports.iterdir()) == before


def test_an_empty_list_is_a_file_too(desk: Desk, tmp_path: Path) -> None:
    listing = lists.find("visits")
    sheet = exported(desk, "manager", listing, {"text": "没有这样的话"}, folder=tmp_path)
    assert cells_of(sheet, listing) == [] and [path.suffix for path in tmp_path.iterdir()] == [".xlsx"]
