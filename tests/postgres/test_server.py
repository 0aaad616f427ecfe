"""The server says what the file says: digests, guards, refusals, order, and the queue of writers (design 2.2, 4, 5)."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from anchang.domain.errors import BadInput, Busy, Damaged, UnitTaken
from anchang.services import backup, password
from anchang.services.doctor import examine
from anchang.services.migration import sign_again
from anchang.services.opening import OfficeExists, Where, exists, make_office, open_office
from anchang.storage import journal, migration, schema
from anchang.storage.backup import ServerOffice
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.engine import ServerGone
from anchang.storage.place import Place
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit
from anchang.storage.work import Clash, Work
from tests.office import Desk, MovedClock, desk_at
from tests.postgres.server import Server
from tests.services.stock import on_sale

_STAFF, _UNIT = table_of(Staff), table_of(Unit)


def set_to(desk: Desk, key: str, value: str) -> None:
    desk.office.run_named(desk.session("boss"), "setting.change", {"key": key, "value": value})


def kinds(desk: Desk) -> list[str]:
    return [each.kind for each in examine(desk.office)]


def sell_a_little(desk: Desk) -> None:
    """Acts of every sort: many rows at once, one row, a change, a refusal, a lapsed hold ended by the system."""
    on_sale(desk)
    buyers = {login: journalled_customer(desk, login) for login in ("c01", "c02")}
    desk.do("c01", "unit.ask", unit="1-1-101", customer=buyers["c01"])
    with pytest.raises(UnitTaken):
        desk.do("c02", "unit.ask", unit="1-1-101", customer=buyers["c02"])
    desk.clock.move(hours=3)
    desk.do("c02", "unit.ask", unit="1-1-101", customer=buyers["c02"])
    set_to(desk, "ask_minutes", "12")


def journalled_customer(desk: Desk, owner: str) -> int:
    """A customer row that the journal knows, so that `doctor` has nothing to say."""
    office = desk.office
    with office.store.write() as connection:
        work = Work(connection)
        made = work.insert(
            Customer,
            project_id=desk.project_id,
            name=f"{owner} 的客户",
            phone=f"138000000{owner[1:]}",
            owner_id=desk.people[owner],
            first_contact_at=office.clock(),
            business_date=office.today(),
        )
        entry = journal.Act(office.clock(), office.today(), 1, None, "t", "t", "customer.test", "", "", "", None)
        journal.write(connection, office.journal_key, entry, work.touched)
    return made


def head(desk: Desk) -> tuple[int, str]:
    with desk.office.store.read() as connection:
        return journal.head(connection)


def test_the_same_acts_give_the_same_journal_on_both(
    tmp_path: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same key, same clock, same acts: the last hash covers every stored value of every row."""
    monkeypatch.setattr(password, "make_hash", lambda text: f"hash of {text}")
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=7))
    heads = []
    Place(tmp_path / "file").make_journal_key()
    shutil.copytree(tmp_path / "file", tmp_path / "server")
    for root, url in (("file", None), ("server", empty)):
        with desk_at(tmp_path / root, url=url) as desk:
            sell_a_little(desk)
            heads.append(head(desk))
    assert heads[0] == heads[1]
    assert heads[0][0] > 15


def test_doctor_reads_the_server_and_says_what_is_the_servers_task(desk: Desk) -> None:
    sell_a_little(desk)
    assert kinds(desk) == ["server"]


REFUSED = (
    "DELETE FROM staff",
    "TRUNCATE staff CASCADE",
    "UPDATE journal SET action = 'x' WHERE seq = 1",
    "UPDATE journal_row SET digest = 'x'",
    "INSERT INTO journal_row (id, seq, table_name, row_id, digest) VALUES (1, 1, 'x', 1, 'x') "
    "ON CONFLICT (id) DO UPDATE SET digest = 'x'",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_rows_are_kept_by_triggers(desk: Desk, statement: str) -> None:
    with pytest.raises(IntegrityError, match="never deleted"), desk.office.store.write() as connection:
        connection.exec_driver_sql(statement)


def test_readers_cannot_write(desk: Desk) -> None:
    with pytest.raises(DBAPIError, match="read-only"), desk.office.store.read() as connection:
        connection.exec_driver_sql("UPDATE staff SET name = 'x'")


CHANGES = (
    ("UPDATE staff SET name = '改过' WHERE login = 'c01'", "row_changed"),
    ("UPDATE journal SET actor_name = 'x' WHERE seq = 3", "journal_row"),
    ("DELETE FROM staff WHERE login = 'reporter'", "row_gone"),
    ("UPDATE journal_head SET seq = seq + 1", "journal_head"),
    ("DROP TRIGGER keep_staff ON staff", "trigger"),
)


@pytest.mark.parametrize(("statement", "kind"), CHANGES)
def test_doctor_finds_what_the_owner_of_the_server_changed(desk: Desk, statement: str, kind: str) -> None:
    with desk.office.store.write() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(statement)
    assert kind in kinds(desk)


def test_a_row_that_clashes_leaves_the_act_alive_and_no_gap(desk: Desk) -> None:
    on_sale(desk)
    with desk.office.store.write() as connection:
        work = Work(connection)
        row = {k: v for k, v in dict(work.row(Unit, 1) or {}).items() if k not in ("id", "version")}
        last = work.value(select(func.max(_UNIT.c.id)))
        with pytest.raises(Clash):
            work.insert(Unit, **row)
        with pytest.raises(Clash):
            work.insert_many(Unit, [row])
        with pytest.raises(Clash):
            work.update(Unit, 2, label=row["label"])
        with pytest.raises(Clash):
            work.update_many(Unit, {2: {"label": row["label"]}})
        other = {**row, "label": "9-9-901", "door": "99"}
        assert work.insert(Unit, **other) == last + 1
        assert work.insert_many(Unit, [{**other, "label": "9-9-902", "door": "98"}]) == [last + 2]
        assert set(work.touched) == {("unit", last + 1), ("unit", last + 2)}


def test_text_numbers_and_gaps_mean_what_they_mean_in_the_file(tmp_path: Path, empty: str, server: Server) -> None:
    """The server knows the case of É and its LIKE sees case at all; the office does not notice."""
    name = empty.partition("@/")[2].partition("?")[0]
    server.do(f"DROP DATABASE {name}")  # made again with another language, and dropped by the fixture
    server.do(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")
    asked: tuple[Callable[[Connection], Any], ...] = (
        lambda c: c.execute(select(_STAFF.c.login).order_by(_STAFF.c.login)).scalars().all(),
        lambda c: sorted(c.execute(select(_STAFF.c.login).where(_STAFF.c.login < "a")).scalars()),
        lambda c: sorted(c.execute(select(_STAFF.c.login).where(_STAFF.c.login.contains("Z"))).scalars()),
        lambda c: sorted(c.execute(select(_STAFF.c.login).where(_STAFF.c.login.contains("A"))).scalars()),
        lambda c: sorted(c.execute(select(func.lower(_STAFF.c.login))).scalars()),
        lambda c: c.execute(select(func.count()).where(_STAFF.c.login.contains("é"))).all(),
        lambda c: sorted(c.execute(select(_STAFF.c.login).where(~_STAFF.c.login.startswith("zO"))).scalars()),
        lambda c: sorted(c.execute(select(_STAFF.c.login).where(_STAFF.c.login.like("%\\%"))).scalars()),
        lambda c: sorted(
            c.execute(select(_STAFF.c.login).where(_STAFF.c.login.contains("_", autoescape=True))).scalars()
        ),
        lambda c: c.execute(select(func.count()).where(_STAFF.c.must_change.is_(True))).all(),
        lambda c: c.execute(select(func.count()).where(_STAFF.c.must_change.is_not(False))).all(),
        lambda c: c.execute(select(func.count()).where(_STAFF.c.made_by.is_(None))).all(),
        lambda c: c.execute(select(_STAFF.c.made_by, _STAFF.c.login).order_by(_STAFF.c.made_by, _STAFF.c.no)).all(),
        lambda c: c.execute(select(_STAFF.c.made_by).order_by(_STAFF.c.made_by.desc()).limit(1)).scalar(),
        lambda c: repr(c.execute(select(func.sum(_UNIT.c.list_total))).scalar()),
    )
    answers = []
    for root, url in (("file", None), ("server", empty)):
        with desk_at(tmp_path / root, url=url) as desk:
            on_sale(desk)
            for login in ("zoe", "Zoe2", "a_b", "_x", "åsa", "Éa", "王", "x\\y", "ZOE-3"):
                with desk.office.store.write() as connection:
                    Work(connection).insert(
                        Staff, no=f"N{login}", name=login, login=login, roles="", active_from=desk.office.today()
                    )
            with desk.office.store.read() as connection:
                answers.append([ask(connection) for ask in asked])
    for ask, (here, there) in enumerate(zip(*answers, strict=True)):
        assert here == there, ask
        assert here


def test_two_writers_one_unit_exactly_one_wins(desk: Desk) -> None:
    """Two terminals start at the same moment, sixteen times over; the loser is told who was first."""
    on_sale(desk)
    other = open_office(desk.where, clock=desk.clock)
    second = Desk(other, desk.clock, desk.project_id, desk.people, desk.url)
    labels = [row["label"] for row in desk.see("manager", "units")]
    assert len(labels) == 16
    set_to(desk, "holds_per_consultant", "99")
    gate = threading.Barrier(2)

    buyers = {login: journalled_customer(desk, login) for login in ("c01", "c02")}
    set_to(desk, "holds_per_customer", "99")

    def ask(at: Desk, login: str, label: str) -> str:
        gate.wait()
        try:
            at.do(login, "unit.ask", unit=label, customer=buyers[login])
        except UnitTaken as taken:
            return f"lost: {taken}"
        return "won"

    with ThreadPoolExecutor(2) as pool:
        for label in labels:
            ends = [pool.submit(ask, desk, "c01", label), pool.submit(ask, second, "c02", label)]
            said = sorted(each.result() for each in ends)
            assert said[1] == "won"
            assert said[0].startswith("lost") and ("张伟" in said[0] or "王芳" in said[0])
    other.close()
    assert kinds(desk) == ["server"]
    assert len(desk.see("manager", "holds")) == 16


def test_a_writer_that_waits_too_long_is_busy(desk: Desk) -> None:
    other = open_office(desk.where, clock=desk.clock)
    with other.store.write(), pytest.raises(Busy), desk.office.store.write(wait=0.05):
        pytest.fail("two writers at once")
    other.close()
    set_to(desk, "ask_minutes", "12")


def test_a_reader_keeps_its_snapshot(desk: Desk) -> None:
    with desk.office.store.read() as connection:
        before = journal.head(connection)
        set_to(desk, "ask_minutes", "12")
        assert journal.head(connection) == before
    assert desk.office.change_mark() == before[0] + 1


def test_a_lost_connection_is_said_and_the_next_act_connects_again(desk: Desk) -> None:
    with pytest.raises(ServerGone), desk.office.store.write() as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    set_to(desk, "ask_minutes", "12")
    assert kinds(desk) == ["server"]


def test_an_office_is_made_once(tmp_path: Path, empty: str) -> None:
    where = Where(Place(tmp_path / "office"), empty)
    assert not exists(where)
    with pytest.raises(Damaged):
        open_office(where)
    gate, ends = threading.Barrier(2), []

    def make() -> None:
        gate.wait()
        try:
            make_office(where, practice=True, clock=MovedClock()).close()
            ends.append("made")
        except OfficeExists:
            ends.append("there")

    where.place.make()
    where.place.make_journal_key()
    makers = [threading.Thread(target=make) for _ in range(2)]
    for each in makers:
        each.start()
    for each in makers:
        each.join()
    assert sorted(ends) == ["made", "there"]
    assert exists(where)
    with pytest.raises(OfficeExists):
        make_office(where, practice=True)
    open_office(where, clock=MovedClock()).close()


def test_a_terminal_with_another_journal_key_is_refused(desk: Desk, tmp_path: Path) -> None:
    stranger = Place(tmp_path / "other")
    stranger.make()
    stranger.make_journal_key()
    with pytest.raises(Damaged, match=r"journal\.key"):
        open_office(Where(stranger, desk.url), clock=desk.clock)


@pytest.mark.parametrize(
    "url",
    ["mysql://x/y", "postgresql://user@:port:/", "postgresql://nobody@/nothing?host=/nowhere", "nonsense"],
)
def test_an_address_that_leads_nowhere_is_said_in_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput) as refused:
        open_office(Where(Place(tmp_path), url))
    assert refused.value.place == "database"
    assert "\n" not in str(refused.value)


def test_a_password_in_the_address_is_never_shown(empty: str) -> None:
    from anchang.storage.server import open_url

    store = open_url(empty.replace("postgres@", "postgres:hidden-word@") + "&password=hidden-word")
    assert "hidden-word" not in store.name
    store.close()


def test_copies_are_the_servers_task(desk: Desk, tmp_path: Path) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: backup.make(desk.office),
        lambda: backup.loss(desk.office, tmp_path / "x.db"),
        lambda: backup.restore(desk.where, tmp_path / "x.db", stamp="1"),
    )
    for act in acts:
        with pytest.raises(ServerOffice, match=r"PostgreSQL"):
            act()
    assert not backup.due_today(desk.office)


def test_an_office_may_live_in_a_schema_of_its_own(tmp_path: Path, empty: str) -> None:
    """Many offices in one database: the address says which schema."""
    import psycopg

    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA north")
        connection.execute("CREATE SCHEMA south")
    for name in ("north", "south"):
        where = Where(Place(tmp_path / name), f"{empty}&options=-csearch_path%3D{name}")
        assert not exists(where)
        office = make_office(where, practice=True, clock=MovedClock())
        with office.store.read() as connection:
            assert connection.exec_driver_sql("SELECT current_schema()").scalar() == name
        assert [each.kind for each in examine(office)] == ["server"]
        office.close()


def test_the_schema_version_is_checked(desk: Desk) -> None:
    with desk.office.store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(schema.NewerOffice):
        open_office(desk.where, clock=desk.clock)


NEXT = f"{int(schema.HEAD) + 1:04d}"
REVISIONS = {
    schema.HEAD: "    pass\n",
    NEXT: """
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("nickname", sa.String(), nullable=False, server_default="客"))
""",
}


def test_a_migration_runs_whole_and_its_new_text_sorts_like_the_old(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell_a_little(desk)
    (tmp_path / "versions").mkdir()
    before = None
    for number, body in REVISIONS.items():
        head = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = {number!r}\ndown_revision = {before!r}\n"
        (tmp_path / "versions" / f"{number}.py").write_text(head + "def upgrade() -> None:\n" + body, "utf-8")
        before = number
    assert migration.upgrade(desk.office.store, tmp_path) == NEXT
    with desk.office.store.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT collation_name FROM information_schema.columns WHERE column_name = 'nickname'"
        )
        assert found.scalars().all() == ["C"]
    assert "row_changed" in kinds(desk)
    monkeypatch.setattr(schema, "HEAD", NEXT)
    sign_again(desk.office)
    assert kinds(desk) == ["server"]
