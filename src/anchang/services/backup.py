"""Copies: by hand, daily and at day close; fourteen are kept; putting one back (issue «People», design 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from anchang.domain.access import may
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import clean
from anchang.i18n import M
from anchang.services import anchor
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.opening import Where
from anchang.services.use_case import Result, use_case
from anchang.storage import backup as copies
from anchang.storage.backup import Copy, Progress, acts_after, put_back, verify
from anchang.storage.engine import open_file
from anchang.storage.place import Place

PATTERN = "anchang-*.db"


class OfficeInUse(Refusal):
    """Another terminal is open."""

    code = "office_in_use"


@dataclass(frozen=True, slots=True)
class RecordBackup:
    """That a copy was made, and of which head; the copy itself is made before."""

    file: str
    seq: int
    head: str


@use_case("backup.record", action="office.backup", title=M("Make a backup"), done=M("The copy {file} is verified."))
def record(act: Act, command: RecordBackup) -> Result:
    """Keep in the journal that a verified copy exists."""
    act.reason = clean(f"{command.file} @ {command.seq}", "file")
    return {"file": command.file, "seq": command.seq}


def by_hand(office: Office, session: Session, target: Path | None = None) -> Copy:
    """A copy that somebody asks for. Raises NotAllowed before anything is written, Damaged, ServerOffice."""
    office.demand(session, "office.backup")
    found = make(office, target)
    office.run(session, RecordBackup(found.path.name, found.seq, found.head))
    return found


def after_close(office: Office, session: Session, progress: Progress | None = None) -> Copy | None:
    """What follows the close of a day, whoever closed it and from where: an anchor, then a verified copy.

    None where the server's own tools make copies. Raises Damaged; the day stays closed.
    """
    anchor.drop(office, "day close")
    if not office.store.keeps_own_copies:
        return None
    may_record = may(office.person(session).roles, "office.backup")
    return _automatic(office, session if may_record else Session(0, session.project_id), progress)


def daily(office: Office, project_id: int) -> Copy | None:
    """Today's automatic copy, unless one was made today already. Raises Damaged."""
    return _automatic(office, Session(0, project_id)) if due_today(office) else None


def _automatic(office: Office, recorder: Session, progress: Progress | None = None) -> Copy:
    found = make(office, progress=progress)
    office.run(recorder, RecordBackup(found.path.name, found.seq, found.head))
    return found


AFTERWARDS: dict[str, Callable[[Office, Session], Copy | None]] = {"day.close": after_close}
"""Use case -> the copy that belongs behind it, once it is committed; for every door that runs use cases by name."""


def make(
    office: Office, target: Path | None = None, progress: Progress | None = None, *, prune: bool = True
) -> Copy:
    """Make a verified copy, drop its anchor, keep the newest of the office's own copies.

    How many are kept is a setting; an office of an older schema is copied without asking (`prune` False).
    """
    if target is not None and target.is_dir():
        target = target / _name(office)
    own = target is None
    path = target or office.place.backups / _name(office)
    found = copies.make_copy(office.store, office.place.database_key(), path, progress)
    anchor.drop(office, "backup", seq=found.seq, head=found.head)
    if own and prune:
        _prune(office)
    return found


def _name(office: Office) -> str:
    return f"anchang-{office.clock().astimezone(office.zone):%Y%m%d-%H%M%S}.db"


def _prune(office: Office) -> None:
    kept = int(office.setting("backups_kept"))
    for old in sorted(office.place.backups.glob(PATTERN))[: -max(kept, 1)]:
        old.unlink()


def due_today(office: Office) -> bool:
    """Whether today's automatic copy is still to be made."""
    if not office.store.keeps_own_copies:
        return False
    last = anchor.last_backup(office)
    return last is None or last.astimezone(office.zone).date() < office.today()


def terminal_lock(place: Place) -> FileLock:
    """Held shared in spirit: each open terminal has its own numbered lock file; see `Terminals`."""
    return FileLock(place.data / ".restore.lock", timeout=0)


class Terminals:
    """Which terminals are open: one lock file each, so that a restore can see that somebody works."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock: FileLock | None = None

    def enter(self) -> None:
        """Mark this terminal as open. Raises OfficeInUse while a restore is running."""
        folder = self._place.data / ".terminals"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.restoring():
            raise OfficeInUse(M("A copy is being put back right now. Wait until it is done."))
        for number in range(1, 200):
            lock = FileLock(folder / f"{number}.lock", timeout=0)
            try:
                lock.acquire()
            except Timeout:
                continue
            self._lock = lock
            return

    def leave(self) -> None:
        """This terminal is closed."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def restoring(self) -> bool:
        """Whether a restore holds the office."""
        return is_held(self._place.data / ".restore.lock")

    def others(self) -> int:
        """How many other terminals are open."""
        folder = self._place.data / ".terminals"
        own = Path(self._lock.lock_file).name if self._lock is not None else ""
        return sum(1 for path in folder.glob("*.lock") if path.name != own and is_held(path)) if folder.exists() else 0


def is_held(path: Path) -> bool:
    """Whether somebody holds this lock file."""
    if not path.exists():
        return False
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


@dataclass(frozen=True, slots=True)
class Loss:
    """What a restore would lose: how many acts, and the first of them in words."""

    count: int
    first: tuple[str, ...]


def loss(office: Office, copy: Path) -> Loss:
    """What came after the copy. Raises Damaged, BadInput, ServerOffice."""
    if not office.store.keeps_own_copies:
        raise copies.ServerOffice(M("This office is on a PostgreSQL server: restore there, with pg_restore."))
    found = verify_copy(office.place, copy)
    count, acts = acts_after(office.store, found.seq)
    return Loss(
        count, tuple(f"{seq} {at.astimezone(office.zone):%m-%d %H:%M} {who} {action}" for seq, at, who, action in acts)
    )


def verify_copy(place: Place, copy: Path) -> Copy:
    """Check a copy by itself. Raises BadInput when it is not there, Damaged."""
    if not copy.is_file():
        raise BadInput(M("There is no copy at {path}.", path=copy), "file")
    return verify(copy, place.database_key())


def restore(where: Where, copy: Path, *, stamp: str) -> Path:
    """Put a verified copy back; the replaced file is kept beside it and its path returned.

    Raises OfficeInUse while any terminal is open, Damaged, BadInput.
    """
    place = where.place
    if where.url is not None:
        raise copies.ServerOffice(M("This office is on a PostgreSQL server: restore there, with pg_restore."))
    verify_copy(place, copy)
    lock = terminal_lock(place)
    try:
        lock.acquire()
    except Timeout as error:
        raise OfficeInUse(M("A copy is being put back right now. Wait until it is done.")) from error
    try:
        if Terminals(place).others():
            raise OfficeInUse(M("Another terminal is open. Close every console, then put the copy back."))
        kept = place.backups / f"replaced-{stamp}.db"
        if place.database.exists():
            store = open_file(place.database, place.database_key())
            store.settle()
            store.close()
        put_back(copy, place.database, kept)
    finally:
        lock.release()
    return kept
