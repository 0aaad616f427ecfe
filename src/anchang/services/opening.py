"""Finding, opening and making offices (design 2)."""

from __future__ import annotations

import os
import uuid
from contextlib import ExitStack

from anchang import __version__
from anchang.domain.errors import BadInput, Damaged, Refusal
from anchang.domain.office import OfficeFacts
from anchang.i18n import M
from anchang.services.office import Office
from anchang.services.office_clock import Clock, moved_clock, read_moment, shifted_clock, wall_clock
from anchang.services.where import Where, find
from anchang.storage import journal, schema
from anchang.storage.engine import Store, open_file
from anchang.storage.journal import OfficeRecord
from anchang.storage.office import last_moment, office_record
from anchang.storage.place import Place, write_private
from anchang.storage.work import Work

__all__ = ["OfficeExists", "Where", "exists", "find", "make_office", "open_office", "open_store"]


class OfficeExists(Refusal):
    """There is an office already."""

    code = "office_exists"


def exists(where: Where) -> bool:
    """Whether an office has been made there."""
    if where.url is None:
        return where.place.exists()
    store = open_store(where)
    try:
        return schema_known(store)
    finally:
        store.close()


def schema_known(store: Store) -> bool:
    """Whether the database has our tables."""
    try:
        schema.version(store)
    except Damaged:
        return False
    return True


def open_office(where: Where, *, clock: Clock | None = None) -> Office:
    """Open an office. Raises BadInput when there is none, Damaged, OldOffice, NewerOffice.

    ANCHANG_NOW moves the clock only in a practice or demo office and is refused elsewhere.
    """
    store = open_store(where)
    with ExitStack() as undo:
        undo.callback(store.close)
        schema.check(store)
        schema.load()
        facts = office_record(store)
        key = where.place.journal_key()
        if where.url is not None:
            _refuse_other_key(store, key, where)
        office = Office(store, where.place, key, clock or _clock(facts, (store, where.place)), facts)
        undo.pop_all()
    return office


def _refuse_other_key(store: Store, key: bytes, where: Where) -> None:
    """Terminals on several machines share the journal, so each needs the key that it was begun with."""
    with store.read() as connection:
        if not journal.is_signed_with(connection, key):
            raise Damaged(
                M(
                    "The journal of this office was begun with another key than {path}. "
                    "Copy keys/journal.key from the computer that made the office.",
                    path=where.place.keys / "journal.key",
                )
            )


def open_store(where: Where, *, create: bool = False) -> Store:
    """The database of an office, whatever its schema version."""
    if where.url is not None:
        from anchang.storage.server import open_url

        return open_url(where.url)
    return open_file(where.place.database, where.place.database_key(), create=create)


def _clock(facts: OfficeFacts, office: tuple[Store, Place] | None = None) -> Clock:
    text = os.environ.get("ANCHANG_NOW")
    if not text:
        return _demo_clock(*office) if facts.demo and office is not None else wall_clock
    if not (facts.practice or facts.demo):
        raise BadInput(M("ANCHANG_NOW moves the clock only in a practice or demo office. Unset it."), "ANCHANG_NOW")
    return moved_clock(read_moment(text))


def _demo_clock(store: Store, place: Place) -> Clock:
    """The demo's last day is lived until the afternoon, whatever hour it is when somebody first opens it.

    How far ahead that is stands in a file beside the rows, so that every terminal has the same time.
    """
    kept = place.data / "demo-clock"
    if kept.exists():
        return shifted_clock(float(kept.read_text("ascii")))
    latest = last_moment(store)
    ahead = max(0.0, (latest - wall_clock()).total_seconds()) if latest is not None else 0.0
    write_private(kept, f"{ahead:.3f}")
    return shifted_clock(ahead)


def make_office(
    where: Where, *, practice: bool = False, demo: bool = False, encrypted: bool = False, clock: Clock | None = None
) -> Office:
    """Make an empty office: folders, keys, tables, the start of the journal. Raises OfficeExists."""
    if exists(where):
        raise OfficeExists(M("There is an office at {path} already.", path=where.place.root))
    facts = OfficeFacts(uuid.uuid4().hex, practice, demo)
    now = (clock or _clock(facts))()  # a clock that is refused is refused before anything lies in the folder
    where.place.make()
    key = where.place.make_journal_key()
    if encrypted:
        where.place.make_database_key()
    draft = Where(where.place, where.url)
    store = open_store(draft, create=True)
    with ExitStack() as undo:
        undo.callback(store.close)
        store.keep_private()
        with store.write_empty() as connection:  # whole or not at all: no tables without the journal's start
            if not schema.create(connection):
                raise OfficeExists(M("There is an office at {path} already.", path=store.name))
            journal.start(connection, key)
            work = Work(connection)
            work.insert(OfficeRecord, uid=facts.uid, practice=practice, demo=demo, created_at=now, program=__version__)
            journal.write(
                connection,
                key,
                journal.Act(now, now.date(), None, None, "system", "system", "office.make", "", "", "", None),
                work.touched,
            )
        undo.pop_all()
    return Office(store, where.place, key, clock or _clock(facts), facts)
