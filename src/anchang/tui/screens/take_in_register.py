"""Old books and the opening balance in the console: the file, the preview, the mapping, the answer (issues 3, 4)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from anchang.domain.access import may
from anchang.domain.errors import NotAllowed
from anchang.domain.register import LOGS, Leavers, Owners, Profile, RegisterKind
from anchang.i18n import M
from anchang.importing.register import Book, OpenBook, fitting, give_back, open_book, read_book
from anchang.importing.register_preview import people_of
from anchang.services.dictionary import lists
from anchang.services.opening_balance_plan import OpeningChoices
from anchang.services.register_plan import NOT_YOURS, Choices
from anchang.services.register_profile import DropRegisterProfile, known, must
from anchang.storage.staff import everybody
from anchang.tui.forms.form import Field, FieldKind, Form, Found, Values
from anchang.tui.forms.register import mapping_form
from anchang.tui.forms.screen import FormScreen
from anchang.tui.keys import Key
from anchang.tui.screens.preview import MOST, PreviewScreen, remarks_of
from anchang.tui.screens.take_in import path_of
from anchang.tui.screens.take_in_ways import Plan, Way, way_of
from anchang.tui.screens.working import Outcome, Progress, Working
from anchang.tui.show import show
from anchang.tui.widgets.dialogs import Confirm, toast

if TYPE_CHECKING:
    from anchang.tui.app import Console

MAP = Key("take_in_map", ("m", "ctrl+t"), M("Mapping"), M("Say which column, word and person means what; kept by name"))
DROP = Key("take_in_drop", ("d", "ctrl+d"), M("Drop profile"), M("Offer the mapping profile of this reading no more"),
           shown=False)  # fmt: skip
@dataclass(frozen=True, slots=True)
class Asked:
    """Which book is to be read, and what is decided for it."""

    kind: RegisterKind
    path: Path
    profile: str | None
    leavers: Leavers
    owners: Owners
    cut_over: date | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """A book laid beside the office."""

    asked: Asked
    opened: OpenBook
    profile: Profile | None
    book: Book
    plan: Plan
    choices: Choices

    @property
    def way(self) -> Way:
        """How such a book is taken in."""
        return way_of(self.book.kind)


class RegisterPreview(PreviewScreen):
    """The preview of a book: with its mapping to look at and to change."""

    BINDINGS: ClassVar[list[BindingType]] = [MAP.binding("map"), DROP.binding("drop", shown=False)]

    def action_map(self) -> None:
        """To the mapping."""
        self.dismiss("map")

    def action_drop(self) -> None:
        """The profile is not wanted any more."""
        self.dismiss("drop")


def _asked(
    kind: str, path: str, leavers: str, owners: str, profile: str | None = None, cut_over: date | None = None
) -> Asked:
    return Asked(RegisterKind(kind), path_of(path), profile, Leavers(leavers), Owners(owners), cut_over)


def _form(app: Console) -> Form:
    async def profiles(text: str, values: Values) -> tuple[Found, ...]:
        kind = RegisterKind(values["kind"] or RegisterKind.VISITS)
        names = [each.name for each in await app.terminal.look(known, kind)]
        return tuple(Found(name, name) for name in names if text.casefold() in name.casefold())

    return Form(
        title=M("Take in an old register or sales ledger"),
        command=_asked,
        name="register.file",
        help=M("xlsx, xls or csv, as the office has it. Nothing is changed before you have seen what would be."),
        fields=(
            Field("kind", M("Register"), FieldKind.CHOICE, required=True, default=RegisterKind.VISITS.value,
                  choices={each.value: each.label for each in RegisterKind}),
            Field("path", M("File"), required=True, limit=1000, placeholder=M("the whole path of the file")),
            Field("cut_over", M("Cut-over day"), FieldKind.DATE, required=True,
                  default=lambda: app.terminal.today() - timedelta(days=1),
                  help=M("As of the end of this day the deals come in with what was received and what is open."),
                  shown_when=lambda values: values["kind"] not in (None, *(each.value for each in LOGS))),
            Field("profile", M("Mapping profile"), FieldKind.SEARCH, look_up=profiles,
                  placeholder=M("empty: found by the headings")),
            Field("leavers", M("Rows of people who are no staff"), FieldKind.CHOICE, required=True,
                  default=Leavers.REJECT.value, choices={each.value: each.label for each in Leavers}),
            Field("owners", M("New customers belong to"), FieldKind.CHOICE, required=True, default=Owners.FIRST.value,
                  choices={each.value: each.label for each in Owners}),
        ),
        save_label=M("Read the file"),
    )  # fmt: skip


async def take_in_register(app: Console) -> dict[str, Any] | None:
    """Ask for the file, show what it would do, change the mapping as often as wanted, take it in after a yes."""

    roles = app.terminal.here.staff.roles
    actions = ("register.import", "register.import_plans", "register.import_receipts")
    if not any(may(roles, action) for action in actions):
        raise NotAllowed(NOT_YOURS)

    async def opening(asked: Asked, key: str) -> tuple[Asked, OpenBook, Profile | None]:
        opened = await asyncio.to_thread(open_book, asked.path, asked.kind)
        if asked.profile:
            return asked, opened, await app.terminal.look(must, asked.kind, asked.profile)
        profiles = await app.terminal.look(known, asked.kind)
        return asked, opened, await asyncio.to_thread(fitting, opened, profiles)

    answer = await app.push_screen_wait(FormScreen(_form(app), opening, today=app.terminal.today))
    while answer is not None:
        laid = await _lay(app, *answer)
        if laid is None:
            return None
        wanted = await app.push_screen_wait(_preview(laid))
        if wanted == "drop":
            answer = await _drop(app, laid)
            continue
        if wanted != "map":
            return await _take(app, laid) if wanted else None
        profile = await _map(app, laid)
        answer = (laid.asked, laid.opened, profile or laid.profile)
    return None


async def _lay(app: Console, asked: Asked, opened: OpenBook, profile: Profile | None) -> Laid | None:
    office, session, today = app.terminal.now_open, app.terminal.here.session, app.terminal.today()

    def work(progress: Progress) -> Laid:
        book = read_book(opened, profile, today, progress, office.look(session, lists))
        choices = _choices(asked, profile)
        plan = office.look(session, way_of(book.kind).preview, book.kind, book.rows, choices)
        return Laid(asked, opened, profile, book, plan, choices)

    outcome: Outcome = await app.push_screen_wait(Working(M("Reading {file}", file=asked.path.name), work))
    return outcome.value if outcome.done else None


def _choices(asked: Asked, profile: Profile | None) -> Choices:
    given: dict[str, Any] = {
        "people": people_of(profile), "leavers": asked.leavers, "owners": asked.owners, "file_name": asked.path.name,
    }  # fmt: skip
    if asked.kind in LOGS or asked.cut_over is None:
        return Choices(**given)
    return OpeningChoices(**given, cut_over=asked.cut_over)


def _preview(laid: Laid) -> RegisterPreview:
    counts = laid.way.figures(laid.book, laid.plan)
    told: list[Content] = [show(line) for line in laid.way.summary(laid.book, laid.plan, laid.profile)[1:]]
    issues = [*laid.book.issues, *(issue for issues in laid.plan.issues.values() for issue in issues)]
    return RegisterPreview(
        laid.asked.path,
        [(label, counts[name]) for name, label in laid.way.labels],
        [*told, *remarks_of(issues[:MOST])],
        partial(give_back, laid.book, laid.plan.issues),
    )


async def _map(app: Console, laid: Laid) -> Profile | None:
    """The mapping as a form; saved under a name it is used at once, and found again by the same headings."""
    from anchang.tui.acting import act

    people = await app.terminal.look(lambda read: {each.id: each.name for each in everybody(read.connection)})
    own = await app.terminal.look(lists)
    form, values = mapping_form(laid.opened, laid.book, laid.plan, laid.profile, people, own)

    async def save(asked: Any, key: str) -> Profile:
        await act(app, asked, key)
        return Profile(asked.name, asked.kind, asked.heads, asked.rules)

    saved: Profile | None = await app.push_screen_wait(
        FormScreen(form, save, today=app.terminal.today, values=values)
    )
    return saved


async def _drop(app: Console, laid: Laid) -> tuple[Asked, OpenBook, Profile | None]:
    """After a yes the profile is offered no more, and the book is read without one."""
    from anchang.tui.acting import confirm_and_act

    kept = laid.asked, laid.opened, laid.profile
    if laid.profile is None:
        toast(app, M("This book is read without a mapping profile."))
        return kept
    question = M("Drop the mapping profile «{name}»?", name=laid.profile.name)
    detail = M("It is not offered any more. What was taken in with it stays.")
    order = DropRegisterProfile(laid.profile.name, laid.book.kind)
    done = await confirm_and_act(app, question, order, detail=detail)
    return kept if done is None else (replace(laid.asked, profile=None), laid.opened, None)


async def _take(app: Console, laid: Laid) -> dict[str, Any] | None:
    if not laid.plan.entries:
        toast(app, M("Nothing was changed: there is no row to add."))
        return None
    counts = laid.way.figures(laid.book, laid.plan)
    question = laid.way.question(counts, laid.asked.path.name)
    if await app.push_screen_wait(Confirm(question, detail=laid.way.detail(counts))) is None:
        return None
    office, session = app.terminal.now_open, app.terminal.here.session
    order = laid.way.command(laid.book.kind, laid.book.rows, laid.choices)

    def work(progress: Progress) -> dict[str, Any]:
        return office.run(session, order, progress=progress)

    outcome: Outcome = await app.push_screen_wait(Working(M("Taking in {file}", file=laid.asked.path.name), work))
    if not outcome.done:
        return None
    result: dict[str, Any] = outcome.value
    toast(app, laid.way.done({**result, "rejected": counts["rejected"]}))
    app.spread()
    return result
