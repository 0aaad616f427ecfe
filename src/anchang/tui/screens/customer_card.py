"""One customer: what is known at the left, everything that happened at the right (domain 2.2, 5.11; G02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import OptionList, Static

from anchang.domain.access import Role
from anchang.domain.appointment import AppointmentState
from anchang.domain.customer import LEAD
from anchang.domain.errors import Refusal, nothing_there
from anchang.domain.follow_up import ContactWay
from anchang.domain.person import ConsentKind
from anchang.domain.visit import VisitKind
from anchang.i18n import M, Msg, zone
from anchang.services.customer import RevealPhone
from anchang.services.entries import CHANNELS
from anchang.services.listing import Ask
from anchang.services.lists.subscription import SUBSCRIPTIONS
from anchang.storage import customer_link, subscription_query
from anchang.storage.customer_list import Card, Event
from anchang.storage.customer_list import card as customer_card
from anchang.tui.acting import act, fill_in
from anchang.tui.forms import customer as forms
from anchang.tui.forms import ownership as ownership_forms
from anchang.tui.forms import person as person_forms
from anchang.tui.forms.desk_fields import choices
from anchang.tui.guarded import Guarded
from anchang.tui.keys import BACK, HELP, RELOAD, Key
from anchang.tui.lists.choice_words import cell_words
from anchang.tui.lists.logs import open_call, open_visit
from anchang.tui.screens import desk_acts, follow_acts, person_acts
from anchang.tui.screens.board import DeskList
from anchang.tui.screens.customer_facts import facts, tie_facts, tie_words
from anchang.tui.show import cut, fit, plain, show
from anchang.tui.widgets.dialogs import Confirm, Help, Notice, Reason
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.storage.reading import Read

FOLLOW_UP = Key("card_follow_up", ("u", "ctrl+u"), M("Follow-up"), M("Write down a contact with this customer"))
REVEAL = Key("card_reveal", ("p", "ctrl+y"), M("Show the number"), M("The whole number for 20 seconds; it is logged"))
HOLD = Key("card_hold", ("h", "ctrl+o"), M("Hold a unit"), M("Hold a unit for this customer"))
CHANGE = Key("card_change", ("c", "ctrl+e"), M("Change"), M("Change what is known of the customer"))
REASSIGN = Key("card_reassign", ("m", "ctrl+b"), M("Hand over"), M("The manager gives the customer to a colleague"),
               shown=False)
STOP = Key("card_stop", ("x", "ctrl+x"), M("Do not contact"), M("The person does not want contact, or does again"),
           shown=False)
CONSENT = Key("card_consent", ("a", "ctrl+a"), M("Consent"), M("What the person agrees to or takes back"), shown=False)
REQUEST = Key("card_request", ("w", "ctrl+w"), M("Request"), M("The person asks about the own data"), shown=False)
COPY = Key("card_copy", ("y", "f11"), M("Copy of the data"), M("Write all that is held about the person into a file"),
           shown=False)
ERASE = Key("card_erase", ("delete", "f12"), M("Make nameless"), M("End what is kept about the person, for good"),
            shown=False)
DISPUTE = Key("card_dispute", ("o", "ctrl+k"), M("Whose?"), M("Open a case: whose customer this is"), shown=False)
TIE = Key("card_tie", ("l", "ctrl+n"), M("Family"), M("Family, co-buyer or the same person under another number"),
          shown=False)
UNTIE = Key("card_untie", ("t", "ctrl+t"), M("End a tie"), M("End a tie with another customer that was wrong"),
            shown=False)
APPOINT = Key("card_appoint", ("v", "ctrl+d"), M("Appointment"), M("Make an appointment with this customer"),
              shown=False)
LOSE = Key("card_lose", ("z", "ctrl+z"), M("Lost"), M("This customer is lost, with the reason"), shown=False)
SHOWN_FOR = 20.0  # seconds that a revealed number stays on the screen
LABEL = 14
DEALS = 50
KIND, WHO, WIDE = 10, 8, 60  # cells of an event's columns, and from where its time is said
# Why the program itself gave a customer to somebody; what the manager wrote stands as it is.
REASONS: dict[str, Msg] = {
    "visit": M("visit"), "call": M("call"), "registered": M("registered"), "customer": M("registered"),
    "changed": M("changed in the card"), "rota": M("visit"), "public_pool": M("in the public pool"),
}  # fmt: skip
KINDS = {"visit": M("visit"), "call": M("call"), "follow_up": M("follow-up"), "owner": M("belongs to"),
         "deal": M("deal"), "consent": M("privacy"), "appointment": M("appointment"), "lead": M("lead")}


@dataclass(frozen=True, slots=True)
class Deal:
    """A subscription of the customer, in words."""

    on: str
    text: str


class CustomerCard(Guarded[Any]):
    """The card; Esc goes back to the list."""

    is_card: ClassVar[bool] = True  # the key of its place closes it
    BINDINGS: ClassVar[list[BindingType]] = [
        FOLLOW_UP.binding("follow_up"),
        REVEAL.binding("reveal"),
        HOLD.binding("hold"),
        CHANGE.binding("change"),
        REASSIGN.binding("reassign"),
        STOP.binding("stop"),
        CONSENT.binding("consent"),
        REQUEST.binding("request"),
        COPY.binding("copy"),
        ERASE.binding("erase"),
        DISPUTE.binding("dispute"),
        TIE.binding("tie"),
        UNTIE.binding("untie"),
        APPOINT.binding("appoint"),
        LOSE.binding("lose"),
        RELOAD.binding("reload"),
        BACK.binding("back"),
        HELP.binding("help"),
    ]
    AUTO_FOCUS = "#events"

    def __init__(self, customer_id: int) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.card: Card | None = None
        self._deals: tuple[Deal, ...] = ()
        self._ties: list[dict[str, Any]] = []
        self._hide: Timer | None = None

    def compose(self) -> ComposeResult:
        """Facts and timeline."""
        with Horizontal(classes="list-head"):
            yield Static("", classes="list-title", id="card-name", markup=False)
        with Horizontal(classes="card-body"):
            with VerticalScroll(classes="card-facts", can_focus=False):
                yield Static("", id="number", markup=False)
                yield Static("", id="facts", markup=False)
            with Vertical(classes="card-events"):
                yield DeskList(id="events")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read it."""
        self.refresh_data()

    def on_resize(self, event: Resize) -> None:
        """Tighter on a narrow window."""
        self.set_class(event.size.width < 100, "narrow")
        self._draw()

    def refresh_data(self) -> None:
        """Read again."""
        self.run_worker(partial(self.answered, self._read), group="read", exclusive=True)

    async def _read(self) -> None:
        def everything(read: Read) -> tuple[Card | None, tuple[Deal, ...], list[dict[str, Any]]]:
            ties = customer_link.shown(read, self.customer_id)
            return customer_card(read, self.customer_id), deals_of(read, self.customer_id), ties

        self.card, self._deals, self._ties = await self.app.terminal.look(everything)
        if self.card is None:
            raise nothing_there(M("customer"), self.customer_id)
        self._draw()

    def _draw(self) -> None:
        if self.card is None or not self.query("#facts"):
            return
        row = self.card.customer
        self.query_one("#card-name", Static).update(show(M("Customer {name}", name=row["name"])))
        lines = [
            Content.assemble((fit(plain(label), LABEL), "$secondary"), " ", (plain(value, multiline=True), style))
            for label, value, style in (*facts(row), *tie_facts(self._ties))
        ]
        self.query_one("#facts", Static).update(Content("\n").join(lines))
        deals, events = self._deals, self.card.events
        keys: list[object] = [("deal", number) for number, _ in enumerate(deals)]
        keys += [(each.kind, each.row_id) for each in events]
        self.query_one(DeskList).show_rows(
            keys,
            lambda width: [
                *(deal_words(each, width) for each in deals), *(event_words(each, width) for each in events)
            ],
        )

    @property
    def row(self) -> Mapping[str, Any]:
        """The customer's row. Raises NotFound."""
        if self.card is None:
            raise nothing_there(M("customer"), self.customer_id)
        return self.card.customer

    # -- acting

    def action_follow_up(self) -> None:
        """A contact."""
        self.guard(self._follow_up)

    async def _follow_up(self) -> None:
        await desk_acts.follow_up(self.app, self.customer_id, self.row["grade"])

    def action_change(self) -> None:
        """What is known."""
        self.guard(self._change)

    async def _change(self) -> None:
        row = self.row
        fixed = {"customer": self.customer_id, "version": row["version"]}
        await fill_in(self.app, forms.update(self.app, row), values=forms.values_of(row), fixed=fixed)

    def action_reassign(self) -> None:
        """To another consultant."""
        self.guard(self._reassign)

    async def _reassign(self) -> None:
        await follow_acts.hand_over(self.app, self.row)

    def action_appoint(self) -> None:
        """An appointment."""
        self.guard(self._appoint)

    async def _appoint(self) -> None:
        await follow_acts.appoint(self.app, self.customer_id, silent=bool(self.row["do_not_contact"]))

    def action_lose(self) -> None:
        """Lost, with the reason."""
        self.guard(self._lose)

    async def _lose(self) -> None:
        await follow_acts.lose(self.app, self.row)

    def action_stop(self) -> None:
        """Not contacted any more, or again."""
        form = person_forms.ALLOW if self.row["do_not_contact"] else person_forms.STOP
        self.guard(lambda: fill_in(self.app, form, fixed={"customer": self.customer_id}))

    def action_consent(self) -> None:
        """What the person agrees to."""
        self.guard(lambda: fill_in(self.app, person_forms.CONSENT, fixed={"customer": self.customer_id}))

    def action_request(self) -> None:
        """What the person asks."""
        self.guard(lambda: fill_in(self.app, person_forms.REQUEST, fixed={"customer": self.customer_id}))

    def action_copy(self) -> None:
        """All that is held, as a file."""
        self.guard(lambda: person_acts.copy(self.app, self.customer_id))

    def action_erase(self) -> None:
        """For good."""
        self.guard(lambda: person_acts.erase(self.app, self.row))
    def action_dispute(self) -> None:
        """Whose customer?"""
        self.guard(self._dispute)

    async def _dispute(self) -> None:
        form = ownership_forms.open_case(self.app, self.customer_id)
        await fill_in(self.app, form, fixed={"customer": self.customer_id})

    def action_tie(self) -> None:
        """Family, co-buyers."""
        self.guard(self._tie)

    async def _tie(self) -> None:
        form = ownership_forms.link(self.app, self.row["name"])
        await fill_in(self.app, form, fixed={"customer": self.customer_id})

    def action_untie(self) -> None:
        """A tie that was wrong."""
        self.guard(self._untie)

    async def _untie(self) -> None:
        if not self._ties:
            raise Refusal(M("This customer is tied to nobody."))
        await fill_in(self.app, ownership_forms.untie([(tie["id"], tie_words(tie)) for tie in self._ties]))

    def action_hold(self) -> None:
        """A unit for this customer."""
        self.guard(self._hold)

    async def _hold(self) -> None:
        short = Role.MANAGER not in self.app.terminal.here.staff.roles
        await fill_in(self.app, forms.hold(self.app, short=short), fixed={"customer": self.customer_id})

    def action_reveal(self) -> None:
        """The whole number, for a moment."""
        self.guard(self._reveal)

    async def _reveal(self) -> None:
        question = Confirm(M("Show the whole number? The look is logged."), reason=Reason.OPTIONAL)
        answer = await self.app.push_screen_wait(question)
        if answer is None:
            return
        found = await act(self.app, RevealPhone(self.customer_id, answer.reason), quiet=True)
        box = self.query_one("#number", Static)
        box.update(show(M("Number: {phone}", phone=found["phone"])))
        box.display = True
        if self._hide is not None:
            self._hide.stop()
        self._hide = self.set_timer(SHOWN_FOR, self._hide_number)

    def _hide_number(self) -> None:
        box = self.query_one("#number", Static)
        box.update("")
        box.display = False

    def on_screen_suspend(self) -> None:
        """Nobody looks any more: neither does the number stay."""
        if self.is_mounted:
            self._hide_number()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: the entry in full."""
        event.stop()
        self.guard(self._open)

    async def _open(self) -> None:
        key = self.query_one(DeskList).key
        events = () if self.card is None else self.card.events
        found = next((each for each in events if (each.kind, each.row_id) == key), None)
        if found is None:
            return
        if found.kind == "visit":
            await open_visit(self.app, found.row_id)
        elif found.kind == "call":
            await open_call(self.app, found.row_id)
        else:
            self.app.push_screen(Notice(KINDS[found.kind], event_words(found, 200).plain))

    def action_back(self) -> None:
        """To where one came from."""
        if self.is_active:
            self.dismiss(None)

    def action_reload(self) -> None:
        """Read again."""
        self.refresh_data()

    def action_help(self) -> None:
        """The keys of the card."""
        self.app.push_screen(Help(self))


def deals_of(read: Read, customer_id: int) -> tuple[Deal, ...]:
    """The customer's subscriptions, newest first."""
    columns = {column.key: column for column in SUBSCRIPTIONS.columns}
    wanted = {"customer_id": customer_id}
    rows, _, _ = subscription_query.page(read, Ask(wanted, limit=DEALS), wanted)
    return tuple(
        Deal(
            "" if row["signed_on"] is None else row["signed_on"].isoformat(),
            "  ".join(cell_words(columns[key], row) for key in ("sub_no", "unit", "state", "deal_total")),
        )
        for row in rows
    )


def event_words(event: Event, width: int) -> Content:
    """One thing that happened, in one or two lines."""
    at = event.at.astimezone(zone()).strftime("%Y-%m-%d %H:%M" if width >= WIDE else "%y-%m-%d")
    room = max(8, width - len(at) - KIND - WHO - 3)
    head = Content.assemble(
        f"{at} ", (fit(plain(KINDS[event.kind]), KIND), "bold"), " ", fit(plain(event.who), WHO), " ",
        (cut(plain(_detail(event)), room), "$secondary"),
    )  # fmt: skip
    said = [plain(REASONS.get(event.text, event.text))] if event.text else []
    if event.grade:
        said.append(plain(M("grade {grade}", grade=event.grade)))
    if event.next_contact_on is not None:
        said.append(plain(M("next {day}", day=event.next_contact_on)))
    if not said:
        return head
    return Content("\n").join([head, Content(cut("   " + "  ".join(said), width)).stylize("dim")])


_DETAILS: dict[str, Mapping[str, Msg]] = {
    "visit": choices(VisitKind), "call": CHANNELS, "follow_up": choices(ContactWay),
    "appointment": {each.value: each.label for each in AppointmentState},
}  # fmt: skip


def _consent(detail: str) -> Msg:
    kind = ConsentKind(detail.removeprefix("not "))
    if detail == kind.value:
        return kind.label
    return M("contact allowed again") if kind is ConsentKind.NO_CONTACT else M("taken back: {what}", what=kind)


def _detail(event: Event) -> Msg | str:
    if event.kind == "consent":
        return _consent(event.detail)
    if event.kind == "owner":
        return M("from {name}", name=event.detail) if event.detail else M("registered")
    if event.kind == "lead":
        return LEAD.step(event.detail).label
    known = _DETAILS[event.kind]
    words = known.get(event.detail, event.detail)
    return f"{plain(words)}  {event.no}".strip()


def deal_words(deal: Deal, width: int) -> Content:
    """A subscription in one line."""
    return Content.assemble(
        f"{fit(deal.on, 16 if width >= WIDE else 8)} ", (fit(plain(KINDS["deal"]), KIND), "bold $success"), " ",
        cut(deal.text, max(8, width - KIND - 18)),
    )
