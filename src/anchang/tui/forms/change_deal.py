"""Forms of the requests that leave the deal alive: plan, unit, buyers, another person (2.8, 3.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anchang.domain import identity
from anchang.domain.change import ChangeReason, Fault
from anchang.domain.customer_link import Link
from anchang.domain.errors import AnchangError
from anchang.domain.identity import IdType
from anchang.domain.plan import PlanKind
from anchang.domain.plan_choice import PlanChoice
from anchang.i18n import M, Msg, say
from anchang.services.add_remove_buyer import AskBuyerChange, EditBuyerChange
from anchang.services.buyer_change import LeavingBuyer, NewBuyer, StayingBuyer
from anchang.services.change_plan import AskPlanChange, EditPlanChange
from anchang.services.plan_change import PlanOffer
from anchang.services.rename import AskRename, EditRename
from anchang.services.subscription_offer import Offer
from anchang.services.swap_unit import AskSwap, EditSwap, preview
from anchang.storage.reading import Read
from anchang.tui.forms import buyer
from anchang.tui.forms.change import FAULTS, REASONS
from anchang.tui.forms.form import Field, FieldKind, Form, Section, Values
from anchang.tui.forms.look_ups import customers, new_customer, units
from anchang.tui.forms.subscription import AFTER_SIGNING, PLANS, Sums, line_words, loan_fields

if TYPE_CHECKING:
    from anchang.tui.app import Console

RELATIONS: dict[str, Msg] = {
    each.value: each.label
    for each in (Link.SPOUSE, Link.PARENT, Link.CHILD, Link.SIBLING, Link.RELATIVE, Link.FRIEND)
}
TIE: tuple[Field, ...] = (
    Field("relation", M("Relation"), FieldKind.CHOICE, choices=RELATIONS, to_value=Link,
          help=M("to the buyers who stay")),
    Field("proof", M("Proof"), limit=200, help=M("which paper shows it, with its number")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """What the forms know of a deal: its buyers by number, the primary one, its price and plan, the office's days."""

    subscription_id: int
    buyers: Mapping[int, str]
    primary: str
    plan: PlanOffer
    unit: Offer

    def choice(self, values: Values) -> PlanChoice:
        """The way of paying as far as it is typed."""
        return Sums(self.unit).choice(values)


def _cause(known: Asking, first: ChangeReason, *, fault: bool = True) -> tuple[Field, ...]:
    names = {name: name for name in known.buyers.values()}
    found = [
        Field("reason_code", M("Cause"), FieldKind.CHOICE, required=True, choices=REASONS, default=first.value,
              to_value=ChangeReason),
        Field("reason", M("Reason"), FieldKind.MULTILINE, required=True, limit=4000,
              help=M("the real cause, in the customer's words")),
    ]  # fmt: skip
    if fault:
        found.append(Field("fault", M("At fault"), FieldKind.CHOICE, choices=FAULTS, default="none", to_value=Fault))
    return (
        *found,
        Field("applicant", M("Applicant"), FieldKind.CHOICE, choices=names, default=known.primary),
        Field("applied_on", M("Applied on"), FieldKind.DATE, help=M("empty: today")),
    )


# -- the plan


def _is(*kinds: PlanKind) -> Any:
    return lambda values: values.get("plan") in kinds


def plan_fields(known: Asking, *, needed: bool = True) -> tuple[Field, ...]:
    """The way of paying that is asked for."""
    default = known.plan.was.choice.kind.value if needed else None
    return (
        Field("plan", M("Payment plan"), FieldKind.CHOICE, required=needed, choices=PLANS, default=default,
              to_value=PlanKind, help=None if needed else M("empty: as on the old paper")),
        Field("plan_days", M("To be paid within"), FieldKind.INTEGER, unit=AFTER_SIGNING,
              shown_when=_is(PlanKind.LUMP_SUM, PlanKind.MORTGAGE), help=M("empty: as usual here")),
        Field("down_rate", M("Down payment share"), FieldKind.RATE, required=True, shown_when=_is(PlanKind.MORTGAGE),
              help=M("of the whole price, the deposit included, as 30%")),
        Field("loan_days", M("Loan within"), FieldKind.INTEGER, unit=AFTER_SIGNING,
              shown_when=_is(PlanKind.MORTGAGE), help=M("empty: as usual here")),
        *loan_fields(),
    )  # fmt: skip


def _effect_fields(known: Asking) -> tuple[Field, ...]:
    """Before and after, worked out while one types."""

    def after(values: Values, what: str) -> Any:
        choice = known.choice(values)
        if choice.kind is PlanKind.MORTGAGE and choice.down_rate is None:
            return None
        if choice.kind is PlanKind.INSTALMENTS and not choice.shares:
            return None
        try:
            found = known.plan.effect(choice)
        except AnchangError as error:
            return error.message if what == "lines" else None
        shown: dict[str, Any] = {
            "total": found.after.total,
            "difference": found.difference,
            "surplus": found.surplus or None,
            "discounts": say(M("; ")).join(say(line.name) for line in found.after.discounts) or "-",
            "lines": say(M("; ")).join(line_words(line) for line in found.after.lines),
        }
        return shown[what]

    was = say(M("; ")).join(line_words(line) for line in known.plan.was.lines)
    return (
        Field("was", M("Payments now"), derived=lambda _values: was, sent=False),
        Field("lines", M("Payments then"), derived=lambda values: after(values, "lines"), sent=False),
        Field("total_now", M("Deal total"), FieldKind.MONEY, derived=lambda _values: known.plan.was.total, sent=False),
        Field("total", M("New total"), FieldKind.MONEY, derived=lambda values: after(values, "total"), sent=False),
        Field("difference", M("Difference"), FieldKind.MONEY, derived=lambda values: after(values, "difference"),
              sent=False),
        Field("discounts_then", M("Discounts then"), derived=lambda values: after(values, "discounts"), sent=False),
        Field("on_account", M("On account"), FieldKind.MONEY, derived=lambda values: after(values, "surplus"),
              sent=False),
    )  # fmt: skip


def plan_form(known: Asking, request: Mapping[str, Any] | None = None) -> Form:
    """Another way of paying; a draft again where `request` is its card."""
    fields = (*plan_fields(known), *_effect_fields(known))
    if request is not None:
        return Form(
            title=M("Change what {no} asks for", no=request["no"]), command=EditPlanChange,
            name=f"change_plan.edit.{request['id']}.{request['version']}", fields=fields,
        )  # fmt: skip
    return Form(
        title=M("Ask for another payment plan"),
        command=AskPlanChange,
        name=f"change_plan.ask.{known.subscription_id}",
        help=M("Discounts for a way of paying follow it, by the rules of today. Manager and finance say yes."),
        fields=(*fields, *_cause(known, ChangeReason.FUNDS)),
        sections=(Section(M("What changes"), "was"), Section(M("The application"), "reason_code")),
        save_label=M("Write the application"),
    )


# -- the unit


def swap_form(app: Console, known: Asking, request: Mapping[str, Any] | None = None) -> Form:
    """Another unit instead; what it costs and on what ground stands beside it."""

    async def hint(unit_id: Any, values: Values) -> Msg | None:
        fault = values.get("fault") or (Fault(request["fault"]) if request is not None else Fault.NONE)

        def look(read: Read) -> Msg:
            choice = known.choice(values) if values.get("plan") else known.plan.was.choice
            return preview(read, known.subscription_id, unit_id, choice, fault, values.get("relation") or "")

        return await app.terminal.look(look)

    wanted = (
        Field("relation", M("Special relation"), limit=200, help=M("where the swap rests on one: which")),
        *plan_fields(known, needed=False),
        Field("unit", M("Other unit"), FieldKind.SEARCH, required=True, look_up=units(app), hint=hint),
    )
    if request is not None:
        return Form(
            title=M("Change what {no} asks for", no=request["no"]), command=EditSwap,
            name=f"swap_unit.edit.{request['id']}.{request['version']}", fields=wanted,
        )  # fmt: skip
    return Form(
        title=M("Ask for another unit instead"),
        command=AskSwap,
        name=f"swap_unit.ask.{known.subscription_id}",
        help=M("Price of the list of the day. From handing in both units are the buyer's until it is decided."),
        fields=(
            *_cause(known, ChangeReason.UNIT),
            *wanted,
            Field("fee", M("Fee"), FieldKind.MONEY, default=0),
        ),
        sections=(Section(M("The application"), "reason_code"), Section(M("The other unit"), "relation")),
        save_label=M("Write the application"),
    )


# -- the buyers


def _new(**values: Any) -> NewBuyer:
    if values.get("id_no"):
        identity.check_id(values.get("id_type") or IdType.ID_CARD, values["id_no"], values["name"])
    return NewBuyer(**{name: value for name, value in values.items() if value is not None})


def _leaving(**values: Any) -> LeavingBuyer:
    return LeavingBuyer(**{name: value for name, value in values.items() if value is not None})


def _staying(**values: Any) -> StayingBuyer:
    return StayingBuyer(**{name: value for name, value in values.items() if value is not None})


PRIMARY = Field("is_primary", M("Primary buyer"), FieldKind.FLAG, default=False)


def buyers_form(known: Asking, request: Mapping[str, Any] | None = None) -> Form:
    """Co-buyers on or off the paper."""
    numbered = {str(no): f"{no} {name}" for no, name in known.buyers.items()}
    who = Field("no", M("Buyer"), FieldKind.CHOICE, required=True, choices=numbered, to_value=int)
    fields = (
        Field("present", M("Buyers now"), derived=lambda _values: say(M("; ")).join(numbered.values()), sent=False),
        Field("add", M("Who comes"), FieldKind.ROWS, most=7, row_type=_new,
              fields=(*buyer.fields(known.unit.today), *TIE)),
        Field("remove", M("Who goes"), FieldKind.ROWS, most=7, fields=(who, *TIE), row_type=_leaving),
        Field("stay", M("Who stays"), FieldKind.ROWS, most=8, row_type=_staying,
              fields=(who, Field("share", M("Share"), FieldKind.RATE), PRIMARY),
              help=M("only where a share or the primary buyer changes")),
    )  # fmt: skip
    if request is not None:
        return Form(
            title=M("Change what {no} asks for", no=request["no"]), command=EditBuyerChange,
            name=f"add_remove_buyer.edit.{request['id']}.{request['version']}", fields=fields,
        )  # fmt: skip
    return Form(
        title=M("Ask for a co-buyer on or off the paper"),
        command=AskBuyerChange,
        name=f"add_remove_buyer.ask.{known.subscription_id}",
        help=M("Direct family is the manager's, anybody else the director's. The receipts are issued anew."),
        fields=(*fields, *_cause(known, ChangeReason.LOAN)),
        sections=(Section(M("Buyers"), "present"), Section(M("The application"), "reason_code")),
        save_label=M("Write the application"),
    )


def rename_form(app: Console, known: Asking, request: Mapping[str, Any] | None = None) -> Form:
    """The paper to another person."""
    fields = (
        Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app),
              add=new_customer(app), placeholder=M("name, phone or initials")),
        Field("buyers", M("Buyers"), FieldKind.ROWS, required=True, least=1, most=8, row_type=_new,
              fields=buyer.fields(known.unit.today)),
    )  # fmt: skip
    if request is not None:
        return Form(
            title=M("Change what {no} asks for", no=request["no"]), command=EditRename,
            name=f"rename.edit.{request['id']}.{request['version']}", fields=fields,
        )  # fmt: skip
    return Form(
        title=M("Ask to transfer the paper to another person"),
        command=AskRename,
        name=f"rename.ask.{known.subscription_id}",
        help=M("The leader decides. The fee is the customer's and is paid before the paper is signed anew."),
        fields=(
            *fields,
            Field("fee", M("Handling fee"), FieldKind.MONEY, help=M("empty: as usual here")),
            *_cause(known, ChangeReason.FAMILY),
        ),
        sections=(Section(M("To whom"), "customer"), Section(M("The application"), "reason_code")),
        save_label=M("Write the application"),
    )
