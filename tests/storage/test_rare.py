"""What is remembered of rare rows is never older than the last act, whoever did it (design 5)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from anchang.domain.errors import NotFound, Refusal
from anchang.services.opening import Where, open_office
from anchang.services.unit import AskUnit
from anchang.storage import staff
from anchang.storage.journal import RARE_TABLES
from anchang.storage.rare import NEWEST
from anchang.storage.staff import Staff, StaffView
from anchang.storage.work import Work
from tests.office import Desk


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """The same office at another terminal: connections of its own."""
    office = open_office(Where(desk.office.place), clock=desk.clock)
    yield Desk(office, desk.clock, desk.project_id, desk.people)
    office.close()


def person(desk: Desk, login: str) -> StaffView:
    with desk.office.store.read() as connection:
        found = staff.by_id(connection, desk.people[login])
    assert found is not None
    return found


def test_another_terminals_act_is_seen_at_once(desk: Desk, other: Desk) -> None:
    assert person(desk, "c01").phone == person(other, "c01").phone
    other.do("boss", "staff.change", staff="c01", name="张伟明")
    assert (person(desk, "c01").name, person(other, "c01").name) == ("张伟明", "张伟明")
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": "ask_minutes", "value": "7"})
    read = [each.office.look(each.session("c01"), lambda read: read.settings["ask_minutes"]) for each in (desk, other)]
    assert read == [7, 7]


def test_what_is_taken_back_is_not_remembered(desk: Desk) -> None:
    person(desk, "c01")
    with pytest.raises(Refusal, match="no"), desk.office.store.write() as connection:
        Work(connection).update(Staff, desk.people["c01"], name="nobody")
        seen = staff.by_id(connection, desk.people["c01"])
        assert seen is not None
        assert seen.name == "nobody"
        raise Refusal("no")  # type: ignore[arg-type]
    with desk.office.store.write() as connection:
        again = staff.by_id(connection, desk.people["c01"])
    assert again is not None
    assert again.name == "张伟"


def test_an_act_looks_once_whether_anything_has_changed(desk: Desk) -> None:
    asked: list[str] = []
    with desk.office.store.write() as connection:
        driven = connection.connection.driver_connection
        assert driven is not None
        driven.set_trace_callback(asked.append)
    for _ in range(2):
        with pytest.raises(NotFound):
            desk.office.run(desk.session("c01"), AskUnit(99, 99))
    names = [each for each in asked if any(f"FROM {table}" in " ".join(each.split()) for table in RARE_TABLES)]
    assert len([each for each in asked if "FROM journal_row" in " ".join(each.split())]) == 2
    assert len(names) <= 4  # the first act only


def test_the_mark_comes_from_its_own_index(desk: Desk) -> None:
    with desk.office.store.read() as connection:
        statement = NEWEST.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"))
        assert "ix_journal_row_changed_rarely" in " ".join(str(row) for row in plan)
