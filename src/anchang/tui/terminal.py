"""One terminal: its office, who sits at it, and every call to the database, always in a thread (design 5).

Nothing here is imported heavily: the office's modules come in while the person is still typing a password.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from anchang.domain.errors import AnchangError
from anchang.i18n import M, use

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from anchang.domain.office import OfficeFacts
    from anchang.services.backup import Terminals
    from anchang.services.listing import Ask, Listing, Page
    from anchang.services.office import Office, Session
    from anchang.services.use_case import UseCase
    from anchang.services.where import Where
    from anchang.storage.draft import DraftFile
    from anchang.storage.project import ProjectView
    from anchang.storage.reading import Read
    from anchang.storage.staff import StaffView
    from anchang.tui.forms.form import Draft, Drafts

P = ParamSpec("P")
T = TypeVar("T")


class NobodyHere(AnchangError):
    """Something was asked before anybody signed in."""

    code = "nobody_here"


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits at the terminal, and in which project."""

    staff: StaffView
    session: Session
    project: ProjectView


class Terminal:
    """The console's door to the services.

    `language_chosen`: somebody chose a language for this terminal, so that the office's setting does not.
    """

    def __init__(self, where: Where, project_code: str | None = None, *, language_chosen: bool = False) -> None:
        self.where = where
        self.project_code = project_code
        self.language_chosen = language_chosen
        self.person: Person | None = None
        self._office: Office | None = None
        self._opening: asyncio.Task[Office] | None = None
        self._drafts: DraftFile | None = None
        self.idle_minutes = 0
        self._open_mark: Terminals | None = None

    # -- opening

    async def office(self) -> Office:
        """The open office; opened once, in a thread. Raises what opening raises."""
        if self._office is None:
            if self._opening is None:
                self._opening = asyncio.create_task(asyncio.to_thread(self._open))
            try:
                self._office = await self._opening
            except AnchangError:
                self._opening = None
                raise
        return self._office

    def _open(self) -> Office:
        from anchang.services.backup import Terminals
        from anchang.services.opening import open_office
        from anchang.storage.draft import DraftFile

        mark = Terminals(self.where.place)
        mark.enter()
        try:
            office = open_office(self.where)
        except AnchangError:
            mark.leave()
            raise
        self._open_mark = mark
        self._drafts = DraftFile(self.where.place)
        return office

    @property
    def now_open(self) -> Office:
        """The office, once it is open."""
        if self._office is None:
            raise NobodyHere(M("Sign in first."))
        return self._office

    @property
    def facts(self) -> OfficeFacts | None:
        """What kind of office this is, once it is open."""
        return None if self._office is None else self._office.facts

    @property
    def here(self) -> Person:
        """Who sits here. Raises NobodyHere."""
        if self.person is None:
            raise NobodyHere(M("Sign in first."))
        return self.person

    def today(self) -> date:
        """The office's own date."""
        return self.now_open.today()

    async def projects(self) -> list[ProjectView]:
        """Every project of this office."""
        office = await self.office()
        return await asyncio.to_thread(office.projects)

    def wall_day(self) -> date:
        """Today before any office is open: the first run has no other clock."""
        from anchang.services.office_clock import OFFICE_ZONE, wall_clock

        return wall_clock().astimezone(OFFICE_ZONE).date()

    # -- people

    async def check(self, login: str, password: str) -> tuple[Person, bool]:
        """Who this is, and whether the password has to be changed first. Raises WrongPassword."""
        office = await self.office()

        def run() -> tuple[Person, bool]:
            from anchang.services.office import Session
            from anchang.services.staff import SignIn, refused

            project = office.project(self.project_code)
            answer = office.run(Session(0, project.id), SignIn(login, password))
            error = refused(answer)
            if error is not None:
                raise error
            session = Session(answer["staff"], project.id)
            settings = office.look(session, lambda read: read.settings)
            self.idle_minutes = int(settings["idle_lock_minutes"])
            if not self.language_chosen:
                use(str(settings["language"]))
            return Person(office.person(session), session, project), bool(answer["must_change"])

        return await asyncio.to_thread(run)

    async def is_mine(self, password: str) -> bool:
        """Whether this is the password of who sits here; a wrong one counts like at the door."""
        from anchang.services.staff import WrongPassword

        try:
            await self.check(self.here.staff.login, password)
        except WrongPassword:
            return False
        return True

    # -- acts and reads

    async def act(self, command: object, key: str | None = None) -> dict[str, Any]:
        """Run a use case as the person who sits here."""
        office, session = self.now_open, self.here.session
        return await asyncio.to_thread(office.run, session, command, key=key)

    async def as_system(self, command: object) -> dict[str, Any]:
        """Run a use case that is the program's own, as the end of holds that ran out."""
        from anchang.services.office import Session

        office, session = self.now_open, Session(0, self.here.session.project_id)
        return await asyncio.to_thread(office.run, session, command)

    async def case(self, name: str) -> UseCase:
        """The use case of that name."""
        from anchang.services.use_case import find

        return await asyncio.to_thread(find, name)

    async def look(self, query: Callable[Concatenate[Read, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run queries on one snapshot, masked and scoped."""
        office, session = self.now_open, self.here.session
        return await asyncio.to_thread(lambda: office.look(session, query, *args, **kwargs))

    async def in_thread(self, work: Callable[[Office, Session], T]) -> T:
        """Longer work with the office itself (files, reports)."""
        office, session = self.now_open, self.here.session
        return await asyncio.to_thread(work, office, session)

    async def change_mark(self) -> int:
        """Grows with every act of anybody."""
        return await asyncio.to_thread(self.now_open.change_mark)

    def source(self, listing: Listing) -> ListingSource:
        """The pages of a list, for the person who sits here."""
        return ListingSource(self, listing)

    def drafts(self) -> Drafts:
        """Where this person's half-filled forms are kept."""
        from anchang.tui.forms.form import MemoryDrafts

        return MemoryDrafts() if self._drafts is None else StaffDrafts(self._drafts, self.here.staff.id)

    async def daily_copy(self) -> Path | None:
        """Today's automatic verified copy, unless it was made already; its path. Raises Damaged."""
        from anchang.services import backup

        made = await asyncio.to_thread(backup.daily, self.now_open, self.here.session.project_id)
        return None if made is None else made.path

    async def sweep_papers(self) -> None:
        """What ended while no terminal was open."""
        from anchang.services import sweeping

        await asyncio.to_thread(sweeping.papers, self.now_open, self.here.session.project_id)

    async def sweep(self) -> None:
        """What time brings, as the program itself."""
        from anchang.services import sweeping

        await asyncio.to_thread(sweeping.everything, self.now_open, self.here.session.project_id)

    def close(self) -> None:
        """Let go of the office."""
        if self._office is not None:
            self._office.close()
            self._office = None
        if self._open_mark is not None:
            self._open_mark.leave()
            self._open_mark = None


class ListingSource:
    """A listing's pages through a terminal."""

    def __init__(self, terminal: Terminal, listing: Listing) -> None:
        self._terminal = terminal
        self._listing = listing

    async def page(self, ask: Ask) -> Page:
        """One page by key."""
        return await self._terminal.look(self._listing.page, ask)

    async def count(self, filters: Mapping[str, Any]) -> int:
        """How many rows the filters leave."""
        return await self._terminal.look(self._listing.count, filters)


class StaffDrafts:
    """One person's drafts, in the office's draft file."""

    def __init__(self, file: DraftFile, staff_id: int) -> None:
        self._file = file
        self._staff_id = staff_id

    def save(self, form: str, draft: Draft) -> None:
        """Keep it instead of the one before."""
        self._file.save(self._staff_id, form, draft.key, draft.raw)

    def load(self, form: str) -> Draft | None:
        """The one kept, or None."""
        from anchang.tui.forms.form import Draft

        found = self._file.load(self._staff_id, form)
        return None if found is None else Draft(found[1], found[0])

    def clear(self, form: str) -> None:
        """Forget it."""
        self._file.clear(self._staff_id, form)
