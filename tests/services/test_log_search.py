"""Whatever is asked of the logs, the index gives what a scan of every row gives, in the same order (issue 3, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from anchang.services import lists
from anchang.services.doctor import examine
from anchang.services.listing import Ask
from anchang.storage import narrow
from anchang.storage.customer_list import search
from anchang.storage.narrow import Narrow
from anchang.storage.reading import Read
from tests.office import Desk, desk_at
from tests.services.front_desk import customer_of
from tests.services.written import FAMILY, GIVEN, SAID, written

LOGS = ("visits", "calls", "follow_ups", "customers")
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """400 customers with their visits, calls and follow-ups, in an encrypted office."""
    with desk_at(tmp_path_factory.mktemp("written") / "office", encrypted=True) as made:
        written(made, 400)
        with mock.patch.object(narrow, "_FIRST", 0):  # so that a page takes several draughts, each ending amid a day
            yield made


def scanned() -> Any:
    """Without the index: the conditions alone."""
    return mock.patch.object(Narrow, "finder", lambda self: None)


def paged(desk: Desk, login: str, name: str, filters: dict[str, Any], limit: int) -> list[int]:
    """The ids of all rows, page by page forwards; the same backwards, or the test fails."""
    listing = lists.find(name)
    forwards: list[int] = []
    after = None
    while True:
        page = desk.office.look(desk.session(login), listing.page, Ask(filters, after=after, limit=limit))
        forwards += [row["id"] for row in page.rows]
        after = page.after
        if after is None:
            break
    backwards: list[int] = []
    ask = Ask(filters, last=True, limit=limit)
    while True:
        page = desk.office.look(desk.session(login), listing.page, ask)
        backwards = [row["id"] for row in page.rows] + backwards
        if page.before is None:
            break
        ask = Ask(filters, before=page.before, limit=limit)
    assert backwards == forwards
    return forwards


def counted(desk: Desk, login: str, name: str, filters: dict[str, Any]) -> int:
    return desk.office.look(desk.session(login), lists.find(name).count, filters)


PIECES = st.one_of(
    st.text(st.sampled_from(FAMILY + GIVEN + "样板学区地铁总价 #%_12AéÉ[/]"), min_size=1, max_size=3),
    st.sampled_from(SAID),
    st.text(st.sampled_from("0135789"), min_size=1, max_size=6),
    st.text(st.sampled_from("ZWDSCLXYMJzwd"), min_size=1, max_size=3),
    st.sampled_from(("LF00000012", "LD0000", "vip", "+86 138-0", "zw ", "\uff3a\uff37")),
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "text": PIECES,
        "since": st.integers(0, 40).map(lambda n: TODAY - timedelta(days=n)),
        "until": st.integers(0, 40).map(lambda n: TODAY - timedelta(days=n)),
        "consultant": st.sampled_from(("c01", "王", "c", "nobody")),
        "channel": st.sampled_from(("passing_by", "short_video", "referral")),
        "grade": st.sampled_from("ABCD"),
        "kind": st.sampled_from(("first", "returning")),
        "way": st.sampled_from(("phone", "wechat")),
        "is_repeat": st.booleans(),
        "complete": st.booleans(),
        "effective": st.booleans(),
    },
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(LOGS), login=st.sampled_from(("manager", "c01", "reporter")), filters=FILTERS,
    limit=st.sampled_from((3, 50)),
)  # fmt: skip
def test_the_index_gives_what_a_scan_gives(
    desk: Desk, name: str, login: str, filters: dict[str, Any], limit: int
) -> None:
    known = {each.key for each in lists.find(name).filters}
    asked = {key: value for key, value in filters.items() if key in known}
    found, count = paged(desk, login, name, asked, limit), counted(desk, login, name, asked)
    with scanned():
        assert found == paged(desk, login, name, asked, 1000)
        assert count == counted(desk, login, name, asked) == len(found)


@pytest.mark.parametrize(
    "text", ["学", "学区", "学区和", "样板间回去", "带父母", "12#", "%", "_", "vip", "张", "é", "É"]
)
def test_free_text_is_what_was_written(desk: Desk, text: str) -> None:
    """Against Python's own search over the rows, not against our conditions."""
    def holds(row: dict[str, Any]) -> bool:
        written_down = [str(row[key]) for key in ("name", "content", "note") if row.get(key)]
        return any(_folded(text) in _folded(each) for each in written_down)

    everything = desk.office.look(desk.session("manager"), _whole_rows)
    expected = {row["id"] for row in everything if holds(row)}
    assert {row["id"] for row in desk.see("manager", "visits", text=text)} == expected
    assert counted(desk, "manager", "visits", {"text": text}) == len(expected)


def _folded(text: str) -> str:
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)


def _whole_rows(read: Any) -> list[dict[str, Any]]:
    from anchang.storage.base import table_of
    from anchang.storage.visit import Visit

    return [dict(row) for row in read.connection.execute(table_of(Visit).select()).mappings()]


def test_a_pasted_number_is_found_however_it_is_written(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        customer_of(desk, "c01", "13800138001", "单雄信")
        customer_of(desk, "c02", "0755-88886666", "曾先生")
        wide = "".join(chr(ord(sign) + 0xFEE0) for sign in "13800138001")
        for typed in ("138 0013 8001", "+86 138-0013-8001", "0086 13800138001", "8613800138001", wide):
            assert [row["name"] for row in desk.see("c01", "customers", text=typed)] == ["单雄信"], typed
            assert [row["name"] for row in desk.see("manager", "visits", text=typed)] == ["单雄信"], typed
            assert desk.office.look(desk.session("c01"), search, typed)[0].name == "单雄信"
        for typed in ("0013", "001 380", "+86 138 0013", "138-0013", "8001"):
            assert [row["name"] for row in desk.see("c01", "customers", text=typed)] == ["单雄信"], typed
            assert desk.see("c02", "customers", text=typed) == [], typed
        for typed in ("8888-6666", "75588", "(0755)8888"):
            assert [row["name"] for row in desk.see("c02", "customers", text=typed)] == ["曾先生"], typed
        readings = {"sxx": "单雄信", "DX": "单雄信", "cx": "单雄信", "zx": "曾先生", "cxs": "曾先生"}
        for letters, name in readings.items():
            assert name in [row["name"] for row in desk.see("manager", "customers", text=letters)], letters


@pytest.mark.parametrize("name", ["visits", "calls"])
def test_one_customers_rows_are_counted_by_the_customers_own_index(desk: Desk, name: str) -> None:
    """Without it a pasted number walked all rows of the project to be counted: 0.75 s of a million."""

    def plan(read: Read) -> str:
        asked: list[tuple[str, Any]] = []

        def hear(_connection: Any, _cursor: Any, sql: str, values: Any, *_more: Any) -> None:
            asked.append((sql, values))

        event.listen(read.connection, "before_cursor_execute", hear)
        lists.find(name).count(read, {"text": "13800138001"})
        event.remove(read.connection, "before_cursor_execute", hear)
        (counted,) = ((sql, values) for sql, values in asked if "count(" in sql)
        return str(read.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {counted[0]}", counted[1]).all())

    assert f"ix_{name.removesuffix('s')}_customer" in desk.office.look(desk.session("manager"), plan)


def test_whoever_may_not_reveal_cannot_spell_a_number_out(tmp_path: Path) -> None:
    """A consultant finds nothing of a colleague's, a reporter only what the mask leaves (2.18, 5.11)."""
    with desk_at(tmp_path / "office") as desk:
        customer_of(desk, "c01", "13912345678", "陈先生")
        for name in ("customers", "visits", "calls", "follow_ups"):
            assert [desk.see("c02", name, text=piece) for piece in ("139", "1234", "5678", "陈", "cxs")] == [[]] * 5
        for piece, found in (("139", 1), ("5678", 1), ("678", 1), ("1391", 0), ("1234", 0), ("45678", 0), ("234", 0)):
            assert len(desk.see("reporter", "customers", text=piece)) == found, piece
            assert len(desk.see("reporter", "visits", text=piece)) == found, piece


def test_the_index_follows_every_change_and_a_refused_act_leaves_it_alone(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        made = customer_of(desk, "c01", "13800138001", "单雄信")
        visit = desk.see("c01", "visits")[0]
        desk.do("c01", "follow_up.log", customer=visit["customer_id"], way="phone", effective="yes", content="约周末来",
                grade_after="B", next_contact_on="2026-11-26")  # fmt: skip
        desk.do("c01", "visit.save", visit=made["visit_no"], name="单雄信", phone="13800138001", notice="yes",
                content="嫌总价高")  # fmt: skip
        assert len(desk.see("c01", "visits", text="总价")) == 1
        row = desk.see("manager", "customers")[0]
        desk.do("manager", "customer.update", customer=row["id"], name="仇英", version=row["version"])
        assert [len(desk.see("c01", "follow_ups", text=each)) for each in ("qy", "仇", "sxx", "单")] == [1, 1, 0, 0]
        assert [len(desk.see("c01", "visits", text=each)) for each in ("qy", "sxx", "单")] == [1, 0, 1]
        with pytest.raises(Exception, match=r".+"):
            desk.do("c02", "visit.save", visit=made["visit_no"], name="无名", notice="yes", content="抢来的")
        assert desk.see("manager", "visits", text="抢来") == []
        assert [each.kind for each in examine(desk.office) if each.serious] == []
