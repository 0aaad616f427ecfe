"""`anchang migrate`: examine, copy, upgrade, and sign the new form of every row (design 5)."""

from __future__ import annotations

from filelock import Timeout

from anchang.domain.errors import Refusal
from anchang.i18n import M
from anchang.services import backup
from anchang.services.office import Office
from anchang.services.office_clock import wall_clock
from anchang.services.opening import Where, open_store
from anchang.storage import audit, journal, migration, schema
from anchang.storage.office import office_record


class NotSound(Refusal):
    """The office has findings that a migration would cover up."""

    code = "not_sound"


def migrate(where: Where) -> str | None:
    """The new schema version, or None when there was nothing to do. Raises NotSound, OfficeInUse, Damaged."""
    lock = backup.terminal_lock(where.place)
    try:
        lock.acquire()
    except Timeout as error:
        raise backup.OfficeInUse(M("A copy is being put back right now. Wait until it is done.")) from error
    try:
        if backup.Terminals(where.place).others():
            raise backup.OfficeInUse(M("Another terminal is open. Close every console, then migrate."))
        store = open_store(where)
        try:
            if schema.version(store) >= schema.HEAD:
                return None
            schema.load()
            office = Office(store, where.place, where.place.journal_key(), wall_clock, office_record(store))
            return _migrate(office)
        finally:
            store.close()
    finally:
        lock.release()


def _migrate(office: Office) -> str | None:
    with office.store.read() as connection:
        faults = list(audit.chain_faults(connection, office.journal_key))
        faults += list(audit.row_faults(connection, office.journal_key))
    serious = [each for each in faults if each.kind != "clock_back"]
    if serious:
        raise NotSound(
            M("The office has {count} findings. See «anchang doctor» before you migrate.", count=len(serious))
        )
    if office.store.keeps_own_copies:
        backup.make(office, prune=False)
    done = migration.upgrade(office.store)
    sign_again(office)
    office.store.compact()
    return done


def sign_again(office: Office) -> None:
    """Give every row whose form has changed a digest of the new form, as one act of the system."""
    with office.store.write() as connection:
        changed = []
        for fault in audit.row_faults(connection, office.journal_key):
            name, _, number = fault.where.partition(" #")
            changed.append((name, int(number)))
        if not changed:
            return
        now = office.clock()
        act = journal.Act(
            now, office.today(), None, None, "system", "system", "office.migrate", schema.HEAD, "", "", None
        )
        journal.write(connection, office.journal_key, act, changed)
