"""At the door and in the line: who came, who goes away for a while, and the sheets of the rota."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import Role
from anchang.domain.errors import BadInput
from anchang.domain.identity import phone as complete
from anchang.domain.rota import PauseReason
from anchang.domain.rota_policy import Penalty
from anchang.domain.visit import VisitKind
from anchang.i18n import M, Msg, zone
from anchang.services.arrival import Arrive
from anchang.services.customer import CheckPhone
from anchang.services.rota import EndTurn, Pause, SignIn, Skip
from anchang.services.waiting import VisitorLeft
from anchang.storage import appointment_query, customer_list
from anchang.tui.forms.desk_fields import choice, choices, consultants, known, same_name
from anchang.tui.forms.form import Field, FieldKind, Form, Found, LookUp, Values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anchang.storage.waiting import WaitingParty
    from anchang.tui.app import Console

_KNOWN_KINDS = (VisitKind.RETURNING, VisitKind.APPOINTMENT)


def is_new(values: Values) -> bool:
    """Whether the visitor is written down by number and name."""
    return values["kind"] in (VisitKind.FIRST, VisitKind.AGENT_BROUGHT)


def is_known(values: Values) -> bool:
    """Whether the visitor is looked for."""
    return values["kind"] in _KNOWN_KINDS


def is_returning(values: Values) -> bool:
    """Whether the visitor says to have been here before."""
    return values["kind"] is VisitKind.RETURNING


def is_new_number(values: Values) -> bool:
    """Whether the visitor is looked for by a complete number that found nobody."""
    kind, _, typed = str(values["who"] or "").partition(":")
    return is_known(values) and kind == "text" and _is_number(typed)


def is_agent(values: Values) -> bool:
    """Whether an agent came along."""
    return values["kind"] is VisitKind.AGENT_BROUGHT


def who_is_it(app: Console) -> LookUp:
    """Customers whom one may see, by piece of number, name or initials; somebody else's by the whole number only.

    The last answer is what was typed, so that a visitor whom nobody finds is received in order; a piece of a number
    only finds.
    """

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        typed = text.strip()
        hits = await app.terminal.look(customer_list.search, typed, 8)
        own = {hit.id: hit for hit in hits if hit.id is not None}
        booked = await app.terminal.look(appointment_query.expected_today, tuple(own))
        answers = [
            Found(f"id:{number}", hit.name, _told_of(hit, booked.get(number))) for number, hit in own.items()
        ]
        if any(not hit.is_own for hit in hits):
            answer = await app.terminal.act(CheckPhone(typed))
            answers.append(Found(f"known:{typed}", typed, M("known: consultant {owner}", owner=answer["owner"])))
        elif typed.isdigit() and not _is_number(typed):
            pass  # a piece of a number is nobody's name
        elif not answers or not _is_number(typed):
            answers.append(Found(f"text:{typed}", typed, M("as typed")))
        return tuple(answers)

    return look_up


def _told_of(hit: customer_list.Found, booked: tuple[str, str] | None) -> Msg | str:
    """Number and consultant of somebody one may see, and who expects the customer today."""
    if booked is None:
        return f"{hit.phone}  {hit.owner}"
    time, name = booked
    return M("{phone}  {owner}  appointment {time} with {name}", phone=hit.phone, owner=hit.owner, time=time, name=name)


def _is_number(typed: str) -> bool:
    try:
        complete(typed)
    except BadInput:
        return False
    return True


def _arrive(**values: Any) -> Arrive:
    given: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    who = str(given.pop("who", ""))
    kind, _, rest = who.partition(":")
    if kind == "id":
        given["customer"] = int(rest)
    elif rest:
        given["phone" if _is_number(rest) else "name"] = rest
    called = given.pop("called", "")
    if called:
        given["name"] = called
    for name in ("asked_for", "delegate", "relative_of"):
        if name in given:
            given[name] = int(given[name])
    return Arrive(**given)


def arrive(app: Console, colleagues: Mapping[str, str]) -> Form:
    """A visitor comes in. `colleagues` are the consultants of today, by id."""
    people: Mapping[str, Msg | str] = dict(colleagues)
    return Form(
        title=M("A visitor comes in"),
        command=_arrive,
        name="rota.arrive",
        help=M("Ask first: «Is this your first visit?» The rota says who takes the visitor, and why."),
        save_label=M("Who takes the visitor?"),
        fields=(
            Field("kind", M("First visit?"), FieldKind.CHOICE, required=True, choices=choices(VisitKind),
                  to_value=VisitKind),
            Field("phone", M("Phone"), FieldKind.PHONE, shown_when=is_new, hint=known(app)),
            Field("name", M("Name"), limit=60, shown_when=is_new, hint=same_name(app)),
            Field("who", M("Phone or name"), FieldKind.SEARCH, look_up=who_is_it(app), shown_when=is_known),
            Field("called", M("Name"), limit=60, shown_when=is_new_number,
                  help=M("the number is new: whoever has been here may have left another one")),
            Field("somebody_else", M("Somebody else of that name"), FieldKind.FLAG, default=False,
                  shown_when=lambda values: is_new_number(values) and bool(values["called"])),
            Field("organisation", M("Organisation"), limit=60,
                  shown_when=lambda values: values["kind"] is VisitKind.NOT_A_BUYER),
            Field("agent_company", M("Agency"), limit=60, shown_when=is_agent),
            Field("agent_name", M("Agent"), limit=60, shown_when=is_agent),
            Field("report_no", M("Report no."), limit=60, shown_when=is_agent),
            Field("forgotten", M("Forgot with whom"), FieldKind.FLAG, default=False, shown_when=is_returning,
                  help=M("received in order and posted, so that colleagues can claim the visitor")),
            Field("asked_for", M("Asks for"), FieldKind.SEARCH, choices=people,
                  placeholder=M("only when the visitor names somebody")),
            Field("delegate", M("Stands in"), FieldKind.SEARCH, choices=people, shown_when=is_known,
                  placeholder=M("whom an absent owner named")),
            Field("relative_of", M("Relative of"), FieldKind.SEARCH, choices=people,
                  placeholder=M("a consultant's own relative or friend")),
            Field("party_size", M("People"), FieldKind.INTEGER, default=1),
            Field("note", M("Note"), limit=200),
        ),
    )  # fmt: skip


def sign_in(app: Console) -> Form:
    """The assistant signs somebody in."""
    return Form(
        title=M("Sign in for the rota"),
        command=SignIn,
        fields=(
            Field("consultant", M("Consultant"), FieldKind.SEARCH, required=True, look_up=consultants(app)),
        ),
    )  # fmt: skip


def pause(app: Console) -> Form:
    """Somebody goes away. Only the manager says that he or she sent somebody."""
    offered = dict(choices(PauseReason))
    if Role.MANAGER not in app.terminal.here.staff.roles:
        del offered[PauseReason.BY_MANAGER.value]
    return Form(
        title=M("Go away for a while"),
        command=Pause,
        help=M("The reason decides whether a turn that is missed is made up for."),
        fields=(
            Field("reason", M("Reason"), FieldKind.CHOICE, required=True, choices=offered, to_value=PauseReason),
        ),
    )  # fmt: skip


END = Form(
    title=M("End the reception"),
    command=EndTurn,
    fields=(Field("deal", M("Led to a deal"), FieldKind.FLAG, default=False),),
)
def left(waiting: Sequence[WaitingParty]) -> Form:
    """Which of those who waited went away."""
    offered: Mapping[str, Msg | str] = {
        str(each.no): M("{since} {kind}, {count} people", since=each.since.astimezone(zone()).strftime("%H:%M"),
                        kind=each.kind, count=each.party_size)
        for each in waiting
    }
    return Form(
        title=M("A waiting visitor left"),
        command=VisitorLeft,
        fields=(Field("no", M("Who"), FieldKind.CHOICE, required=True, choices=offered, to_value=int),),
    )  # fmt: skip


SKIP = Form(
    title=M("Take a turn away"),
    command=Skip,
    fields=(
        choice("penalty", M("What for"), Penalty, required=True),
        Field("reason", M("Reason"), required=True),
    ),
)
