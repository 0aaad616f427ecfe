"""The index of the logs: the doctor compares it with every row, it is made anew, and erased words leave the file."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import NotAllowed
from anchang.services.doctor import examine
from anchang.services.reindex import remake
from anchang.storage import log_index
from anchang.storage.log_audit import MOST, index_faults
from tests.office import Desk, desk_at
from tests.services.test_register import takes, visit

# Signs that stand in no other row and share no first bytes with the rest, so that pages have to spell them out.
NAME, PHONE, AREA = "龘𠔻䶮", "13599699599", "䨺區"  # of an area where somebody lives the part before a figure stays
NUMBERS = [word for word in log_index.number_words(PHONE) if word[1] == "9"]  # no neighbour has a 9 there
SAID = "他说𪚥字之外再无此字"
CALL: dict[str, Any] = {"channel": "outdoor", "is_repeat": "no", "grade": "B", "next_contact_on": "2026-11-25"}


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Desk]:
    """An office whose file is not encrypted, so that its bytes can be read."""
    with desk_at(tmp_path / "office", encrypted=False) as made:
        yield made


def faults(desk: Desk) -> list[tuple[str, str]]:
    return [(each.kind, each.where) for each in index_faults(desk.office.store)]


def found_by_doctor(desk: Desk) -> list[str]:
    return [each.kind for each in examine(desk.office) if each.kind.startswith("index")]


def behind(desk: Desk, sql: str, *values: Any) -> None:
    """Somebody writes to the index with another program."""
    with desk.office.store.raw() as connection:
        connection.execute(sql, values)


def lived(desk: Desk) -> int:
    """A customer with a visit, a call and a follow-up, each with words of its own, several times written over."""
    desk.do("c01", "call.log", name=NAME, phone=PHONE, questions=SAID, living_area=f"8号{AREA}", notice="yes", **CALL)
    made = desk.do("c01", "visit.log", kind="first", name=NAME, phone=PHONE, notice="yes", content=SAID)
    customer = int(desk.see("manager", "customers")[0]["id"])
    for words in ("聊了", SAID, "又聊了" + SAID * 20):
        desk.do("c01", "follow_up.log", customer=customer, way="phone", effective="yes", content=words,
                next_contact_on="2026-11-25")  # fmt: skip
    desk.do("c01", "visit.save", visit=made["visit"] if "visit" in made else made["id"], notice="yes",
            content=f"{SAID}，后来改短", working_area=AREA)  # fmt: skip
    desk.do("c01", "customer.update", customer=customer, name=f"{NAME}先生", note=SAID)
    return customer


def neighbours(desk: Desk, count: int) -> None:
    """Other people before and after, so that the index has several parts and the pages are full."""
    pick = random.Random(count)
    signs = [chr(number) for number in range(0x4E00, 0x5200)]
    for start in range(0, count, 100):
        rows = (
            visit(
                phone=f"1370000{start + n:04d}",
                name="".join(pick.sample(signs, 3)),
                content="".join(pick.sample(signs, 40)),
            )
            for n in range(100)
        )
        takes(desk, *rows)


def traces(desk: Desk) -> list[str]:
    """Which of the person's words stand anywhere in the bytes of the file or of what lies beside it."""
    path = Path(desk.office.store.name)
    content = b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
    found = {word for word in (NAME, PHONE, AREA, SAID, *NAME, AREA[0]) if word.encode() in content}
    for pair in ("𪚥字", "𠔻䶮", AREA):  # of a word in an index a page may leave out what it shares with the one before
        found |= {pair for start in (1, 2) if pair.encode()[start:] in content}
    return sorted(found)


def in_vocabulary(desk: Desk) -> list[str]:
    """The same in the indexes, which keep words in pieces."""
    pieces = [*log_index.pairs(NAME), *log_index.signs(NAME), "𪚥", "𪚥字", *NUMBERS, AREA[0]]
    found: list[str] = []
    with desk.office.store.raw() as connection:
        for log in log_index.LOGS.values():
            connection.execute(f"CREATE VIRTUAL TABLE temp.v_{log.table} USING fts5vocab(main, {log.name}, row)")
            terms = {term for (term,) in connection.execute(f"SELECT term FROM temp.v_{log.table}")}
            connection.execute(f"DROP TABLE temp.v_{log.table}")
            found += sorted(f"{log.table} {piece}" for piece in pieces if piece in terms)
    return found


# -- doctor and reindex -------------------------------------------------------------------------------------------


def test_after_any_day_the_index_fits_its_rows(desk: Desk) -> None:
    customer = lived(desk)
    takes(desk, visit(), visit(phone="13900139000"))
    desk.do("manager", "customer.reassign", customers=[customer], to="c02", reason="调岗")
    assert faults(desk) == []
    desk.do("manager", "person.erase", customer=customer, reason="本人要求")
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        ("DELETE FROM visit_index", ("index_missing", "visit #1")),
        ("UPDATE call SET note = '背地里' WHERE id = 1", ("index_differs", "call #1")),
        ("UPDATE customer SET initials = 'ZZ' WHERE id = 1", ("index_differs", "customer #1")),
        ("UPDATE visit SET arrived_at = '2020-01-01T00:00:00.000000Z' WHERE id = 1", ("index_differs", "visit #1")),
        ("UPDATE visit SET arrived_at = 'noon' WHERE id = 1", ("index_differs", "visit #1")),
        ("INSERT INTO follow_up_index (rowid, words) VALUES (77, '无')", ("index_stale", "follow_up #77")),
        ("DROP TABLE call_index", ("index_gone", "call")),
    ],
)
def test_the_doctor_names_what_does_not_fit_and_it_is_made_anew(
    desk: Desk, harm: str, expected: tuple[str, str]
) -> None:
    lived(desk)
    behind(desk, harm)
    assert expected in faults(desk)
    assert expected[0] in found_by_doctor(desk)
    assert [where for _, where in faults(desk)].count(expected[1]) == 1
    if "noon" in harm:
        behind(desk, "UPDATE visit SET arrived_at = '2020-01-01T00:00:00.000000Z' WHERE id = 1")
    assert remake(desk.office, desk.session("boss")) == 6
    assert faults(desk) == []


def test_many_rows_are_counted_and_not_all_named(desk: Desk) -> None:
    takes(desk, *(visit(phone=f"137{n:08d}") for n in range(MOST + 5)))
    behind(desk, "DELETE FROM visit_index")
    found = faults(desk)
    assert [kind for kind, _ in found] == ["index_missing"] * MOST + ["index_more"]
    assert [each.detail for each in index_faults(desk.office.store)][-1] == "5"


@pytest.mark.parametrize("login", ["manager", "director", "c01", "reporter"])
def test_who_may_not_make_it_anew(desk: Desk, login: str) -> None:
    with pytest.raises(NotAllowed):
        remake(desk.office, desk.session(login))


# -- nothing of an erased person stays ----------------------------------------------------------------------------


def erased(desk: Desk, customer: int) -> None:
    desk.do("manager", "person.erase", customer=customer, reason="本人要求")


def retired(desk: Desk, customer: int) -> None:
    from anchang.services.person import retain

    del customer
    desk.clock.move(days=3650)
    assert retain(desk.office, desk.session("manager")) >= 1


@pytest.mark.parametrize("ends", [erased, retired])
def test_no_byte_of_an_erased_person_is_in_the_file(plain: Desk, ends: Callable[[Desk, int], None]) -> None:
    neighbours(plain, 300)
    customer = lived(plain)
    neighbours(plain, 600)
    assert {NAME, PHONE, AREA, SAID} <= set(traces(plain))
    assert in_vocabulary(plain) != []
    ends(plain, customer)
    assert in_vocabulary(plain) == []
    assert traces(plain) == []
    assert faults(plain) == []


def test_a_register_that_is_taken_back_leaves_no_byte(plain: Desk) -> None:
    neighbours(plain, 300)
    made = takes(plain, visit(name=NAME, phone=PHONE, content=SAID, living_area=AREA, note=SAID))
    assert {NAME, PHONE, AREA, SAID} <= set(traces(plain))
    plain.do("manager", "register_import.take_back", register=made["import"], reason="导错了")
    assert (traces(plain), in_vocabulary(plain), faults(plain)) == ([], [], [])


def test_a_stop_between_the_act_and_the_end_of_it_is_told_and_mended(
    plain: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act is done, the pieces are still there: the doctor says so until the index is made anew or merged."""
    customer = lived(plain)
    monkeypatch.setattr(log_index, "scrub", lambda store: None)
    erased(plain, customer)
    assert found_by_doctor(plain) == ["index_left"]
    assert traces(plain) != []
    monkeypatch.undo()
    remake(plain.office, plain.session("boss"))
    assert (found_by_doctor(plain), traces(plain), in_vocabulary(plain)) == ([], [], [])


def test_whoever_reads_an_older_state_is_waited_for_and_then_told_of(
    plain: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log beside the file has to keep what somebody still reads; the next act that erases clears it away."""
    monkeypatch.setattr(log_index, "_PATIENCE", 0.05)
    customer = lived(plain)
    other = plain.do("c01", "customer.register", name="李四", phone="13900139001", notice="yes")["id"]
    with plain.office.store.read() as connection:
        assert connection.exec_driver_sql("SELECT name FROM customer WHERE id = 1").scalar() == f"{NAME}先生"
        erased(plain, customer)
        assert traces(plain) != []
    assert found_by_doctor(plain) == ["index_left"]
    erased(plain, other)
    assert (found_by_doctor(plain), traces(plain)) == ([], [])
