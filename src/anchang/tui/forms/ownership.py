"""Forms of a dispute: opening it, stating something, deciding it, deciding otherwise; agents' reports, ties (2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from anchang.domain.customer_link import Link
from anchang.i18n import M, Msg
from anchang.services.agent_report import RecordReport
from anchang.services.customer_link import EndLink, LinkCustomers
from anchang.services.ownership import (
    CreditShare,
    DecideCase,
    OpenCase,
    OverrideCase,
    StateInCase,
    WithdrawCase,
)
from anchang.tui.forms.desk_fields import consultants, known, leads_floor
from anchang.tui.forms.form import Field, FieldKind, Form, Problem, Values
from anchang.tui.forms.look_ups import staff

if TYPE_CHECKING:
    from anchang.tui.app import Console

LINKS = {each.value: each.label for each in Link if each is not Link.SELF}


def open_case(app: Console, customer: int | None = None) -> Form:
    """Whose customer? From the card of one, or by the complete number of somebody one may not see."""
    who: tuple[Field, ...] = ()
    if customer is None:
        who = (Field("phone", M("Phone"), FieldKind.PHONE, hint=known(app), help=M("the customer's complete number")),)
    by_others: tuple[Field, ...] = ()
    if leads_floor(app):
        by_others = (
            Field("claimant", M("Who claims"), FieldKind.SEARCH, look_up=consultants(app)),
        )
    return Form(
        title=M("Open an ownership case"),
        command=OpenCase,
        name="ownership.open" if customer is None else f"ownership.open.{customer}",
        help=M("Everything in the logs is put into the file; nothing changes hands before the manager decides."),
        fields=(
            *who,
            *by_others,
            Field("question", M("In dispute"), FieldKind.MULTILINE, required=True, limit=4000),
        ),
    )


STATE = Form(
    title=M("State something in a case"),
    command=StateInCase,
    help=M("A statement stands in the file word for word; the rules go by what is in the logs."),
    fields=(Field("text", M("Statement"), FieldKind.MULTILINE, required=True, limit=4000),),
)
WITHDRAW = Form(
    title=M("Take a case back"), command=WithdrawCase, fields=(Field("reason", M("Reason"), limit=200),)
)  # fmt: skip


def _penalty(app: Console) -> tuple[Field, ...]:
    return (
        Field("points", M("Points off"), FieldKind.INTEGER, help=M("for the points sheet; empty: none")),
        Field("penalty_staff", M("Points for"), FieldKind.SEARCH, look_up=staff(app),
              shown_when=lambda values: bool(values["points"])),
        Field("penalty_note", M("Points because"), limit=200, shown_when=lambda values: bool(values["points"])),
    )  # fmt: skip


def decide(app: Console, verdict: Msg) -> Form:
    """The verdict of the rules, to be taken."""
    return Form(
        title=M("Decide by the rules"),
        command=DecideCase,
        name="ownership.decide",
        save_label=M("Decide"),
        fields=(
            Field("verdict", M("The rules say"), derived=lambda _values: verdict, sent=False),
            Field("note", M("Note"), limit=200),
            *_penalty(app),
        ),
    )


def override(app: Console, verdict: Msg) -> Form:
    """Something else, with the reason."""
    return Form(
        title=M("Decide otherwise"),
        command=OverrideCase,
        name="ownership.override",
        save_label=M("Decide"),
        fields=(
            Field("verdict", M("The rules say"), derived=lambda _values: verdict, sent=False),
            Field("owner", M("Whose customer"), FieldKind.SEARCH, look_up=consultants(app)),
            Field("nobody", M("Nobody's"), FieldKind.FLAG, default=False, help=M("into the public pool")),
            Field("reason", M("Reason"), required=True),
            Field("shares", M("Shared credit"), FieldKind.ROWS, fields=(
                Field("staff", M("Consultant"), FieldKind.SEARCH, required=True, look_up=consultants(app)),
                Field("rate", M("Share"), FieldKind.RATE, required=True, placeholder="50%"),
            ), row_type=CreditShare, most=6, help=M("empty: all of it to the one above; else 100% in all")),
            *_penalty(app),
        ),
        checks=(_one_of_both,),
    )  # fmt: skip


def _one_of_both(values: Values) -> Problem | None:
    if bool(values.get("owner")) is bool(values.get("nobody")):
        return Problem(M("Say whose customer it is to be, or that it is nobody's."), "owner")
    return None


REPORT = Form(
    title=M("Write down an agent's report"),
    command=RecordReport,
    fields=(
        Field("company", M("Company"), required=True, limit=60),
        Field("agent", M("Agent"), required=True, limit=60),
        Field("phone", M("Customer's phone"), required=True, limit=30, placeholder=M("whole, 138****8000 or 8000")),
        Field("name", M("Customer"), limit=60, help=M("needed where the number is not whole")),
        Field("given_no", M("Agent's number"), limit=60),
        Field("agent_phone", M("Agent's phone"), FieldKind.PHONE),
        Field("valid_days", M("Holds for days"), FieldKind.INTEGER, help=M("empty: as usual here")),
        Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
    ),
)


def untie(ties: Sequence[tuple[int, Msg]]) -> Form:
    """Which tie was wrong, and why; the only one is chosen already."""
    known: Mapping[str, Msg | str] = {str(number): words for number, words in ties}
    return Form(
        title=M("End a tie between customers"),
        command=EndLink,
        name="customer.unlink",
        help=M("It stays in the cases that were decided with it; open cases are judged again."),
        fields=(
            Field("link", M("Tie"), FieldKind.CHOICE, required=True, choices=known, to_value=int,
                  default=next(iter(known)) if len(known) == 1 else None),
            Field("reason", M("Reason"), required=True, limit=200),
        ),
    )  # fmt: skip


def link(app: Console, name: str) -> Form:
    """Family, a co-buyer, the same person: somebody else by the complete number."""

    def is_tail(values: Values) -> bool:
        return bool(values["link"] == Link.ID_TAIL)

    def command(**values: Any) -> LinkCustomers:
        return LinkCustomers(**{key: value for key, value in values.items() if value is not None})

    return Form(
        title=M("Who belongs to {name}", name=name),
        command=command,
        name="customer.link",
        help=M("Direct family and co-buyers count as one customer; another's customer by the complete number."),
        fields=(
            Field("link", M("Tie"), FieldKind.CHOICE, required=True, choices=LINKS, to_value=Link),
            Field("phone", M("Phone"), FieldKind.PHONE, required=True, hint=known(app)),
            Field("id_tail", M("End of the ID no."), limit=6, shown_when=is_tail),
            Field("proof", M("Proof seen"), limit=200, placeholder=M("household book, marriage certificate …")),
        ),
    )
