"""Filters kept under a name: one's own, shared by the manager, brought back another day, deleted (issue 3, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import AnchangError, BadInput, NotAllowed
from anchang.services import lists
from anchang.services.doctor import examine
from anchang.services.opening import open_office
from anchang.services.saved_filter import SaveFilter, as_pairs, of_name
from anchang.storage.saved_filter import kept
from tests.office import Desk, desk_at
from tests.services.written import written

NARROW = ("grade=A", "since=2026-11-20", "complete=yes", "text=学区")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office with something to filter."""
    with desk_at(tmp_path_factory.mktemp("kept") / "office") as made:
        yield made


def names(desk: Desk, login: str, listing: str = "visits") -> list[str]:
    return [each.name for each in desk.office.look(desk.session(login), kept, listing)]


def brought(desk: Desk, login: str, name: str, listing: str = "visits") -> dict[str, Any]:
    return desk.office.look(desk.session(login), of_name, lists.find(listing), name)


def save(desk: Desk, login: str, name: str, *filters: str, **more: str) -> dict[str, Any]:
    return desk.do(login, "saved_filter.save", listing="visits", name=name, filters=list(filters or NARROW), **more)


def test_a_filter_is_ones_own_comes_back_typed_and_can_be_kept_anew(desk: Desk) -> None:
    save(desk, "c01", "重点")
    assert brought(desk, "c01", "重点") == {
        "grade": "A", "since": date(2026, 11, 20), "complete": True, "text": "学区",
    }  # fmt: skip
    assert names(desk, "c01") == ["重点"] and names(desk, "c02") == [] and names(desk, "manager") == []
    assert names(desk, "c01", "calls") == []
    with pytest.raises(AnchangError, match="重点"):
        brought(desk, "c02", "重点")
    save(desk, "c01", "重点", "grade=B")
    assert names(desk, "c01") == ["重点"] and brought(desk, "c01", "重点") == {"grade": "B"}
    desk.do("c01", "saved_filter.remove", listing="visits", name="重点")
    assert names(desk, "c01") == []
    save(desk, "c01", "重点")  # the name is free again
    desk.do("c01", "saved_filter.remove", listing="visits", name="重点")
    with pytest.raises(AnchangError, match="重点"):
        desk.do("c01", "saved_filter.remove", listing="visits", name="重点")


def test_a_manager_shares_and_nobody_else_does_or_deletes(desk: Desk) -> None:
    for login in ("c01", "assistant", "reporter", "boss"):
        with pytest.raises(NotAllowed):
            save(desk, login, "大家用", shared="yes")
    save(desk, "manager", "大家用", shared="yes")
    save(desk, "c01", "自己的", "kind=first")
    assert names(desk, "c01") == ["自己的", "大家用"] and names(desk, "c02") == ["大家用"]
    save(desk, "c02", "大家用", "grade=D")  # the own one of that name goes before
    assert brought(desk, "c02", "大家用") == {"grade": "D"}
    with pytest.raises(NotAllowed, match="李经理"):
        desk.do("c01", "saved_filter.remove", listing="visits", name="大家用", shared="yes")
    desk.do("c02", "saved_filter.remove", listing="visits", name="大家用")
    assert names(desk, "c02") == ["大家用"]
    desk.do("director", "saved_filter.remove", listing="visits", name="大家用", shared="yes")
    assert names(desk, "c02") == []
    assert [row["name"] for row in desk.see("c01", "saved_filters")] == ["自己的"]


@pytest.mark.parametrize(
    "wrong",
    [("shoe=1",), ("grade=Z",), ("since=soon",), ("complete=perhaps",), ("grade",), ("text=",), ("text=a\x1bb",), ()],
)
def test_what_no_list_can_do_is_not_kept(desk: Desk, wrong: tuple[str, ...]) -> None:
    before = names(desk, "c03")
    with pytest.raises(BadInput):
        desk.do("c03", "saved_filter.save", listing="visits", name="x", filters=list(wrong))
    with pytest.raises(BadInput):
        desk.do("c03", "saved_filter.save", listing="shoes", name="x", filters=["grade=A"])
    assert names(desk, "c03") == before


def test_days_move_along_with_the_calendar_where_that_is_wanted(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        save(desk, "c01", "近三天", "since=2026-11-21", moving="yes")
        save(desk, "c01", "开盘周", "since=2026-11-21")
        desk.clock.move(days=10)
        assert brought(desk, "c01", "近三天") == {"since": date(2026, 12, 1)}
        assert brought(desk, "c01", "开盘周") == {"since": date(2026, 11, 21)}
        again = open_office(desk.where, clock=desk.clock)  # the program is started again
        found = again.look(desk.session("c01"), kept, "visits")
        assert [each.name for each in found] == sorted(("近三天", "开盘周"))
        again.close()
        assert [each.kind for each in examine(desk.office) if each.serious] == []


def test_what_the_console_shows_is_what_is_kept(desk: Desk) -> None:
    """From the screen's own values to the kept filter and back, on every list with filters of every kind."""
    shown = {"text": "a=b,c", "since": date(2026, 11, 1), "complete": False, "grade": "C", "consultant": "张伟"}
    desk.office.run(desk.session("c03"), SaveFilter("visits", "来回", as_pairs(shown)))
    assert brought(desk, "c03", "来回") == shown


def test_a_kept_filter_gives_the_same_rows(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        written(desk, 60)
        save(desk, "manager", "总价A", "text=总价", "grade=A")
        direct = [row["id"] for row in desk.see("manager", "visits", text="总价", grade="A")]
        kept_one = brought(desk, "manager", "总价A")
        assert direct and direct == [row["id"] for row in desk.see("manager", "visits", **kept_one)]
