"""The office: the only place where a transaction opens.

office.run(session, command, key=…)   one business act: may you, begin, do, journal, commit
office.look(session, query, …)        one short snapshot, scoped and masked for the person who looks
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from anchang.domain import settings
from anchang.domain.access import ACTIONS, Role, may
from anchang.domain.errors import BadInput, Busy, KeyReused, NotAllowed
from anchang.domain.office import OfficeFacts
from anchang.i18n import M, use_zone
from anchang.services import bounds, codec, entries, standing_in
from anchang.services.act import Act
from anchang.services.office_clock import OFFICE_ZONE, Clock
from anchang.services.use_case import Result, UseCase, find, for_command
from anchang.storage import journal, log_index
from anchang.storage import project as project_rows
from anchang.storage import setting as setting_rows
from anchang.storage import staff as staff_rows
from anchang.storage.approval import both_names
from anchang.storage.engine import Store
from anchang.storage.place import Place
from anchang.storage.project import ProjectView
from anchang.storage.reading import Read
from anchang.storage.staff import StaffView
from anchang.storage.work import Work

P = ParamSpec("P")
T = TypeVar("T")
Progress = Callable[[int, int], None]

SYSTEM_ACTOR = StaffView(
    id=0,
    no="",
    name="system",
    login="",
    roles=frozenset({Role.SYSTEM}),
    phone="",
    must_change=False,
    active_from=date(1970, 1, 1),
    active_to=None,
    version=1,
)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody at a terminal: who, and in which project. Roles are read again at every act."""

    staff_id: int
    project_id: int


class Office:
    """One open office. Every method may be called from any thread; none belongs on an event loop."""

    def __init__(self, store: Store, place: Place, key: bytes, clock: Clock, facts: OfficeFacts) -> None:
        self.store = store
        self.place = place
        self.clock = clock
        self.facts = facts
        self.zone: ZoneInfo = OFFICE_ZONE
        self._key = key
        self._batch: Any = None
        use_zone(self.zone)

    @property
    def journal_key(self) -> bytes:
        """The key of the journal's digests; for `doctor` and backups."""
        return self._key

    def today(self) -> date:
        """The office's own date now."""
        return self.clock().astimezone(self.zone).date()

    def projects(self) -> list[ProjectView]:
        """Every project of this database."""
        with self.store.read() as connection:
            return project_rows.all_projects(connection)

    def project(self, code: str | None = None) -> ProjectView:
        """The project with this code, or the only one. Raises BadInput that lists them."""
        known = self.projects()
        if code is None and len(known) == 1:
            return known[0]
        for each in known:
            if each.code == code:
                return each
        raise BadInput(
            M("Which project? Say --project with one of {known}.", known=tuple(each.code for each in known) or ("-",)),
            "project",
        )

    def setting(self, key: str) -> settings.Value:
        """A setting of the office as a whole: its first project's, the default before there is a project."""
        known = self.projects()
        if not known:
            return settings.default(key)
        found: settings.Value = self.look(Session(0, known[0].id), lambda read: read.settings[key])
        return found

    def person(self, session: Session) -> StaffView:
        """Who is at this terminal. Raises NotAllowed when this person works here no more."""
        with self.store.read() as connection:
            return self._person(connection, session.staff_id)

    def _person(self, connection: Any, staff_id: int) -> StaffView:
        if staff_id == SYSTEM_ACTOR.id:
            return SYSTEM_ACTOR
        found = staff_rows.by_id(connection, staff_id)
        if found is None or not found.active_on(self.today()):
            raise NotAllowed(M("This person does not work here any more. Sign in again."))
        return found

    def demand(self, session: Session, action: str) -> StaffView:
        """Who is at this terminal, for work that begins before its act does. Raises NotAllowed without the right."""
        person = self.person(session)
        if not may(person.roles, action):
            takes = tuple(role.label for role in sorted(ACTIONS[action]))
            raise NotAllowed(M("You may not do this: it takes {roles}.", roles=takes))
        return person

    def look(
        self, session: Session, query: Callable[Concatenate[Read, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run queries on one snapshot, masked and scoped for the person."""
        return self.look_as(session, query, False, *args, **kwargs)

    def look_as(
        self,
        session: Session,
        query: Callable[Concatenate[Read, P], T],
        unmasked: bool,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """`look`, unmasked where the person may export unmasked data (2.18). Raises NotAllowed."""
        with self._snapshot() as connection:
            person = self._person(connection, session.staff_id)
            if unmasked and not may(person.roles, "export.unmasked"):
                raise NotAllowed(M("You may not export unmasked numbers."))
            now = self.clock()
            read = Read(
                connection=connection,
                project_id=session.project_id,
                staff_id=person.id,
                roles=person.roles,
                now=now,
                today=now.astimezone(self.zone).date(),
                zone=self.zone,
                settings=setting_rows.current(connection, session.project_id, now.astimezone(self.zone).date()),
                unmasked=unmasked,
            )
            entries.refresh(connection, session.project_id, str(read.settings["grade_convention"]))
            return query(read, *args, **kwargs)

    def change_mark(self) -> int:
        """A number that grows with every act of anybody; screens ask it twice a second."""
        with self.store.read() as connection:
            return journal.head(connection)[0]

    def run(
        self, session: Session, command: object, *, key: str | None = None, progress: Progress | None = None
    ) -> Result:
        """Do one business act in one transaction. A refused act changes nothing and raises why.

        `progress` hears how far a long act has come, on the thread that runs it.
        """
        return self.run_case(session, for_command(command), command, key=key, progress=progress)

    def run_named(self, session: Session, name: str, fields: dict[str, Any], *, key: str | None = None) -> Result:
        """The same by name, with fields as text (see codec)."""
        case = find(name)

        def resolve(noun: str, text: str) -> int:
            from anchang.services.refs import resolve as look_up

            return self.look(session, look_up, noun, text)

        return self.run_case(session, case, codec.decode(case.command, fields, resolve), key=key)

    def run_case(
        self, session: Session, case: UseCase, command: object, *, key: str | None = None,
        progress: Progress | None = None,
    ) -> Result:  # fmt: skip
        """Run a known use case. Raises NotAllowed, KeyReused, Busy, BadInput and whatever the rules refuse with."""
        bounds.check(command)
        if case.secret:
            key = None  # what it answers must not stand in the journal, and asking twice changes nothing
        content = ""
        if key is not None:
            content = journal.mac(
                self._key,
                [case.name, session.staff_id, session.project_id, codec.canonical(command), *self._sealed(command)],
            )
        with _at_length(progress is not None), self._transaction() as connection:
            act = self._act(connection, session, case)
            act.progress = progress
            if key is not None:
                before = self._before(connection, key, case, content)
                if before is not None:
                    return before
            act, result = standing_in.run(act, case, command)
            journal.write(
                connection,
                self._key,
                journal.Act(
                    at=act.now,
                    business_date=act.today,
                    project_id=session.project_id or None,
                    actor_id=act.actor.id or None,
                    actor_name=both_names(act.actor.name, "" if act.behalf is None else act.behalf.name),
                    roles=" ".join(sorted(act.actor.roles)),
                    action=case.name,
                    reason=act.reason,
                    content=content,
                    result=json.dumps(result, ensure_ascii=False) if key is not None else "",
                    key=key,
                ),
                act.work.touched,
            )
        for step in act.after_commit:
            step()
        return result

    def _sealed(self, command: object) -> list[str]:
        """What tells two commands apart that differ only in a password; as costly to guess from as its own hash."""
        words = codec.secrets(command)
        if not words:
            return []
        from anchang.services.password import seal

        return [seal(words, self._key)]

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Many acts of this thread in one transaction, each still whole by itself: only while a demo office is made.

        A real office commits each act by itself. Raises NotAllowed elsewhere.
        """
        if not self.facts.demo:
            raise NotAllowed(M("Acts are put together only while a demo office is made."))
        with self.store.write() as connection:
            self._batch = connection
            try:
                yield
            finally:
                self._batch = None

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        if self._batch is None:
            with self.store.write() as connection:
                yield connection
        else:
            with self._batch.begin_nested():
                yield self._batch

    @contextmanager
    def _snapshot(self) -> Iterator[Any]:
        if self._batch is None:
            with self.store.read() as connection:
                yield connection
        else:
            yield self._batch

    def _act(self, connection: Any, session: Session, case: UseCase) -> Act:
        now = self.clock()
        today = now.astimezone(self.zone).date()

        def aside(action: str, reason: str, touched: Mapping[tuple[str, int], None]) -> None:
            who, role, project = SYSTEM_ACTOR.name, Role.SYSTEM.value, session.project_id or None
            entry = journal.Act(now, today, project, None, who, role, action, reason, "", "", None)
            journal.write(connection, self._key, entry, touched)

        actor = self._person(connection, session.staff_id)
        return Act(
            work=Work(connection),
            name=case.name,
            actor=actor,
            entitled=case.roles & actor.roles,
            project=self._project(connection, session.project_id),
            now=now,
            today=today,
            zone=self.zone,
            settings=setting_rows.current(connection, session.project_id, today),
            journal_aside=aside,
            scrub=None if self._batch is not None else self.scrub,
            drop_drafts=self._drop_drafts,
            demo=self.facts.demo,
        )

    def scrub(self) -> None:
        """Leave nothing of what was erased in the file; while others never stop writing `doctor` says that it waits."""
        with suppress(Busy):
            log_index.scrub(self.store)

    def _drop_drafts(self, forms: frozenset[str], words: frozenset[str]) -> None:
        from anchang.storage.draft import DraftFile

        DraftFile(self.place).drop(forms, words)

    def _project(self, connection: Any, project_id: int) -> ProjectView:
        found = project_rows.by_id(connection, project_id)
        return found or ProjectView(project_id, "", "", "", "", "", "", "build", "half_up_yuan", 1)

    def _before(self, connection: Any, key: str, case: UseCase, content: str) -> Result | None:
        found = journal.by_key(connection, key)
        if found is None:
            return None
        if found["content"] != content or found["action"] != case.name:
            raise KeyReused(M("The key {key} was used for something else. Use a new key for a new act.", key=key))
        if not found["result"]:
            raise KeyReused(M("This was done before; its answer is no longer kept.", key=key))
        answer: Result = json.loads(found["result"])
        return answer

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


@contextmanager
def _at_length(long: bool) -> Iterator[None]:
    """A long act holds tens of thousands of rows to its end: looking for rubbish among them again and again finds none.

    It is a seventh of what such an act takes, and everybody else waits for it.
    """
    rests = long and gc.isenabled()
    if rests:
        gc.disable()
    try:
        yield
    finally:
        if rests:
            gc.enable()
