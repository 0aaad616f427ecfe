"""`anchang doctor`: every invariant of the office, as numbered findings in words (issue «What it must show»).

Errors mean that a row, the journal or the file is not as the program left it; warnings mean that somebody should act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from anchang.i18n import M, Msg
from anchang.services import anchor
from anchang.services.office import Office
from anchang.storage import audit, invariants, log_audit
from anchang.storage.audit import Fault

WORDS: dict[str, Msg] = {
    "page": M("{where}: SQLite says: {detail}"),
    "reference": M("{where} points to a row of {detail} that is not there."),
    "trigger": M("The trigger {where} is gone: rows are not protected any more."),
    "journal_gap": M("{where} is missing from the journal (next is #{detail})."),
    "journal_link": M("{where} is not chained to the act before it."),
    "journal_row": M("{where} ({detail}) was changed after it was written, or one of its row digests was."),
    "journal_orphan": M("{where}: digests without their act."),
    "journal_head": M("The head of the journal was changed ({detail})."),
    "journal_cut": M("The end of the journal was cut off: {where} ({detail} acts) are gone."),
    "anchor": M(
        "The anchor of {detail} does not fit the journal at {where}: the data are older than the anchor, or changed."
    ),
    "anchor_line": M("A line of the anchor file was changed: {where}"),
    "row_changed": M("{where} was changed outside the program."),
    "row_unknown": M("{where} was put in outside the program."),
    "row_gone": M("{where} was removed outside the program."),
    "unreadable": M("The check «{where}» stopped at a value that the program never writes: {detail}"),
    "clock_back": M("{where}: the clock went back ({detail})."),
    "backup": M("The newest verified copy is from {where}; make one now (anchang backup)."),
    "backup_none": M("There is no verified copy yet; make one now (anchang backup)."),
    "server": M("The rows are on a server: encryption at rest and copies are the server's task."),
    "mode": M("The file is kept in journal mode {where} by SQLite {detail}; expected is the safe one."),
    "index_gone": M("The index of {where} is gone: nothing is found there. Make it anew (anchang reindex)."),
    "index_missing": M("{where} is not in the index, so no search finds it. Make it anew (anchang reindex)."),
    "index_differs": M("{where} is found by other words than it has. Make the index anew (anchang reindex)."),
    "index_stale": M("The index still has {where}, which is not there. Make it anew (anchang reindex)."),
    "index_more": M("{where}: {detail} more rows do not fit their index."),
    "index_left": M("Words of somebody who was erased may still be in the file. Clear them out (anchang reindex)."),
    **invariants.WORDS,
}
WARNINGS = frozenset({"clock_back", "backup", "backup_none", "server"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One numbered line: `serious` findings make the exit code 1."""

    number: int
    kind: str
    where: str
    serious: bool
    words: Msg


Progress = Callable[[str], None]


def examine(office: Office, progress: Progress | None = None) -> list[Finding]:
    """Run every check on one snapshot. Reads only."""
    found: list[Finding] = []
    for part, faults in _parts(office):
        if progress is not None:
            progress(part)
        for fault in faults:
            template = WORDS[fault.kind]
            words = Msg(template.id, {"where": fault.where, "detail": fault.detail})
            found.append(Finding(len(found) + 1, fault.kind, fault.where, fault.kind not in WARNINGS, words))
    return found


def _parts(office: Office) -> Iterator[tuple[str, Iterator[Fault]]]:
    yield "file", audit.file_faults(office.store)
    yield "mode", _mode(office)
    with office.store.read() as connection:
        yield "journal", audit.chain_faults(connection, office.journal_key)
        yield "anchors", _anchors(office)
        yield "rows", audit.row_faults(connection, office.journal_key)
        for name, check in invariants.CHECKS:
            yield name, _readable(name, check(connection, office.clock()))
    yield "index", log_audit.index_faults(office.store)
    yield "backups", _backups(office)


def _readable(name: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """A check of the rules stops where a row has a value that no program wrote; which row it is, «rows» has said."""
    try:
        yield from faults
    except (ValueError, TypeError, KeyError) as error:
        yield Fault("unreadable", name, str(error))


def _mode(office: Office) -> Iterator[Fault]:
    state = audit.file_state(office.store)
    if state is None:
        yield Fault("server", office.store.name)
    elif not state.safe:
        yield Fault("mode", state.mode, state.sqlite)


def _anchors(office: Office) -> Iterator[Fault]:
    with office.store.read() as connection:
        for each in anchor.all_anchors(office):
            if not each.sound:
                yield Fault("anchor_line", each.why)
            elif each.seq and audit.hash_at(connection, each.seq) != each.head:
                yield Fault("anchor", f"journal #{each.seq}", each.at[:19])


def _backups(office: Office) -> Iterator[Fault]:
    if not office.store.keeps_own_copies or office.facts.demo:
        return
    last = anchor.last_backup(office)
    if last is None:
        yield Fault("backup_none", "")
        return
    days = int(office.setting("backup_warn_days"))
    if office.clock() - last > timedelta(days=days) or last > office.clock() + timedelta(minutes=5):
        yield Fault("backup", last.astimezone(office.zone).strftime("%Y-%m-%d %H:%M"))
