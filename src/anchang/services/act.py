"""What a use case holds while it runs: the transaction, the person, the day, and the only way to change a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from anchang.domain.access import SEES_ALL_CUSTOMERS, SYSTEM, Role, deciders, is_own_work
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Flow
from anchang.i18n import Msg
from anchang.storage import log_index
from anchang.storage.project import ProjectView
from anchang.storage.reading import Read
from anchang.storage.staff import StaffView
from anchang.storage.work import Work

S = TypeVar("S")
_EVERY_ROLE = frozenset(Role)


@dataclass(slots=True)
class Act:
    """One running use case. `reason` is what the journal will keep as the why.

    `entitled` are the roles of the actor that allow this very act: only they say whose rows it may touch. `behalf` is
    whoever lent the authority with which it is decided: then the actor has that person's roles (services.standing_in).
    """

    work: Work
    name: str
    actor: StaffView
    project: ProjectView
    now: datetime
    today: date
    zone: ZoneInfo
    settings: Mapping[str, Any]
    entitled: frozenset[Role] = frozenset()
    demo: bool = False
    behalf: StaffView | None = None
    reason: str = ""
    looked_at: set[str] = field(default_factory=set)  # what has to be looked at only once in an act
    after_commit: list[Any] = field(default_factory=list)
    journal_aside: Callable[[str, str, Mapping[tuple[str, int], None]], None] | None = None
    progress: Callable[[int, int], None] | None = None
    scrub: Callable[[], None] | None = None
    drop_drafts: Callable[[frozenset[str], frozenset[str]], None] | None = None

    @property
    def project_id(self) -> int:
        """The project that the act belongs to."""
        return self.project.id

    def tell(self, done: int, whole: int) -> None:
        """How far a long act has come, for whoever waits."""
        if self.progress is not None:
            self.progress(done, whole)

    @property
    def behalf_id(self) -> int | None:
        """Who lent the authority, or None."""
        return None if self.behalf is None else self.behalf.id

    @property
    def acts_for_all(self) -> bool:
        """Whether this act reaches beyond the actor's own customers.

        A consultant who is a reporter too sees everybody's rows by that role, but acts as the consultant (2.18).
        """
        return bool(self.entitled & SEES_ALL_CUSTOMERS)

    @property
    def read(self) -> Read:
        """The same snapshot as queries want it, with everything visible and nothing masked: rules need the truth."""
        return Read(
            connection=self.work.connection,
            project_id=self.project.id,
            staff_id=self.actor.id,
            roles=_EVERY_ROLE,
            now=self.now,
            today=self.today,
            zone=self.zone,
            settings=self.settings,
            unmasked=True,
            behalf_id=self.behalf_id,
        )

    def shred(self) -> None:
        """Words about people leave their rows in this act: once it is done, nothing of them stays in the file."""
        log_index.leave_behind(self.work.connection)
        if self.scrub is not None and self.scrub not in self.after_commit:
            self.after_commit.append(self.scrub)

    @contextmanager
    def as_system(self, action: str, reason: str = "") -> Iterator[None]:
        """What is changed inside is journalled at once as an act of the program itself, before this act's own row.

        A hold that ran out was not ended by the person who came next: the journal names the actor `system`.
        """
        own, self.work.touched = self.work.touched, {}
        try:
            yield
        finally:
            aside, self.work.touched = self.work.touched, own
        if aside and self.journal_aside is not None:
            self.journal_aside(action, reason, aside)

    def is_own(self, *makers: int | None) -> bool:
        """Whether the actor would check the own work, or that of whoever lent the authority; `makers` made it."""
        return any(is_own_work(each, makers, self.settings) for each in deciders(self.actor.id, self.behalf_id))

    def must(self, model: Any, row_id: int, what: Msg) -> Mapping[str, Any]:
        """The row of this project. Raises NotFound that names the noun."""
        row = self.work.row(model, row_id)
        if row is None or row.get("project_id", self.project.id) != self.project.id:
            raise nothing_there(what, row_id)
        return row

    def move(
        self,
        flow: Flow[Any, Any],
        step: str,
        model: Any,
        row: Mapping[str, Any],
        facts: object,
        *,
        expect: int | None = None,
        makers: Iterable[int | None] = (),
        as_system: bool = False,
        by: frozenset[Role] | None = None,
        **values: Any,
    ) -> str:
        """Take one step of a flow and store the new state with `values`. Raises the flow's refusal, or Stale.

        `expect` is the version that the person looked at; `makers` are whom a check has to differ from; `by` are the
        roles of whoever took the step long ago, where an old register tells of it. This and `put_back` are the only
        assignments of a state in the tree.
        """
        roles = SYSTEM if as_system else by or self.actor.roles
        is_maker = not as_system and self.is_own(*makers)
        state = flow.take(step, flow.states(row["state"]), facts, roles, is_maker=is_maker)
        self.work.update(model, row["id"], expect=expect, state=state.value, **values)
        return str(state.value)

    def put_back(self, flow: Flow[Any, Any], model: Any, row_id: int, before: Mapping[str, Any]) -> None:
        """Give a row the columns that it had before an act that is taken back whole, its state among them.

        No step leads there: the step that was taken is as if it had not been.
        """
        state = flow.states(before["state"])
        self.work.update(model, row_id, **{**before, "state": state.value})

    def born(self, flow: Flow[Any, Any]) -> str:
        """The first state of a flow, for a new row."""
        return str(next(iter(flow.states.__members__.values())).value)

    def came(self, flow: Flow[Any, Any], steps: Iterable[tuple[str, object]], by: frozenset[Role]) -> str:
        """The state of a new row that comes with a past: each step, with its facts, was taken by these roles then."""
        state = next(iter(flow.states.__members__.values()))
        for step, facts in steps:
            state = flow.take(step, state, facts, by)
        return str(state.value)
