"""The form of a subscription (3.6): buyers, price, plan, days, and what follows from them worked out while typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from anchang.domain.access import SEES_ALL_CUSTOMERS
from anchang.domain.approval import DECISION_LABELS, Decision
from anchang.domain.errors import AnchangError
from anchang.domain.money import show as money
from anchang.domain.money import unit_price
from anchang.domain.plan import LOAN_LABELS, PLAN_LABELS, DueRule, LoanKind, PlanKind, PlanLine
from anchang.domain.plan_choice import PlanChoice
from anchang.domain.subscription import deposit_warning
from anchang.i18n import M, Msg, say
from anchang.i18n.capitals import LARGEST, in_words
from anchang.services.subscription import DraftSubscription, EditSubscription
from anchang.services.subscription_form import PlanShare
from anchang.services.subscription_offer import Offer, granted_of, offer
from anchang.services.subscription_review import DecideSlip, StampSubscription
from anchang.storage.subscription_warnings import beside
from anchang.tui.acting import fill_in
from anchang.tui.forms import buyer, subscription_more
from anchang.tui.forms.form import Asked, Choices, Field, FieldKind, Form, Found, Problem, Section, Values
from anchang.tui.forms.look_ups import customers, new_customer, staff

if TYPE_CHECKING:
    from anchang.tui.app import Console

PLANS: dict[str, Msg] = {kind.value: words for kind, words in PLAN_LABELS.items()}
LOANS: dict[str, Msg] = {kind.value: words for kind, words in LOAN_LABELS.items()}
AFTER_SIGNING = M("days after signing")


# -- the price, worked out from the offer


class Sums:
    """The price, the plan and the warnings of one form, as functions of what was typed."""

    def __init__(self, given: Offer) -> None:
        self.given = given

    def rules(self, values: Values) -> Choices:
        """The published discounts that hold for the chosen plan on the day of the paper."""
        day = values.get("signed_on") or self.given.today
        usable = self.given.usable(values.get("plan") or PlanKind.LUMP_SUM, day)
        return {rule.code: rule.name for rule in usable}

    def total(self, values: Values) -> int | None:
        """What is to be paid, fen."""
        try:
            total = self.given.price(values.get("discounts") or ()).deal_total
        except AnchangError:
            return None
        return total - next((each.off for each in self.given.granted if each.id == values.get("special")), 0)

    def taken_off(self, values: Values) -> int | None:
        """What the discounts take off, fen."""
        total = self.total(values)
        return None if total is None else self.given.list_total - total

    def per_square_metre(self, values: Values) -> int | None:
        """Fen per ㎡ of the deal."""
        total = self.total(values)
        built = self.given.built_area or values.get("built_area")
        inside = self.given.inside_area or values.get("inside_area")
        return None if total is None else self.given.per_square_metre(total, built, inside)

    def by_areas(self, values: Values) -> Msg | None:
        """The deal per ㎡ by each area, whichever the price hangs on (5.2)."""
        total = self.total(values)
        built = self.given.built_area or values.get("built_area")
        inside = self.given.inside_area or values.get("inside_area")
        if total is None or not built or not inside:
            return None
        return M("built area {built}, inside area {inside}", built=money(unit_price(total, built)),
                 inside=money(unit_price(total, inside)))  # fmt: skip

    def in_words(self, values: Values) -> str | None:
        """The total in capital figures, as it stands on the paper."""
        total = self.total(values)
        return None if total is None or total > LARGEST else in_words(total)

    def choice(self, values: Values) -> PlanChoice:
        """The plan as far as it is typed; what is empty takes the office's usual days."""
        kind = values.get("plan") or PlanKind.LUMP_SUM
        usual = {PlanKind.LUMP_SUM: self.given.lump_sum_days, PlanKind.MORTGAGE: self.given.down_days}.get(kind, 0)
        days = values.get("plan_days")
        loan_days = values.get("loan_days")
        return PlanChoice(
            kind,
            usual if days is None else days,
            tuple(_share(row) for row in values.get("shares") or () if row.get("rate")),
            values.get("down_rate"),
            self.given.loan_days if loan_days is None else loan_days,
            self.given.loan_unit,
            values.get("loan") or LoanKind.COMMERCIAL,
            values.get("fund") or 0,
        )

    def plan(self, values: Values) -> str | Msg | None:
        """The payments that follow, or why they do not."""
        total, deposit = self.total(values), values.get("deposit")
        if total is None or deposit is None:
            return None
        choice = self.choice(values)
        if choice.kind is PlanKind.MORTGAGE and choice.down_rate is None:
            return M("State the share of the down payment.")
        if choice.kind is PlanKind.INSTALMENTS and not choice.shares:
            return M("state the shares of the instalments")
        try:
            lines = self.given.lines(choice, total, deposit)
        except AnchangError as error:
            return error.message
        return say(M("; ")).join(line_words(line) for line in lines)

    async def deposit_hint(self, deposit: Any, values: Values) -> Msg | None:
        """The warning above the cap of 5.3."""
        total = self.total(values)
        return None if total is None else deposit_warning(deposit, total, self.given.deposit_cap_rate)


def _share(row: Mapping[str, Any]) -> tuple[int, DueRule, int | date]:
    if row.get("on") is not None:
        return row["rate"], DueRule.FIXED, row["on"]
    return row["rate"], DueRule.SIGNING, row.get("days") or 0


def line_words(line: PlanLine) -> str:
    """«deposit money 50,000.00»."""
    return f"{say(line.money_type.label)} {money(line.amount)}"


def _is(kind: PlanKind) -> Callable[[Values], bool]:
    return lambda values: values.get("plan") == kind


# -- the whole form


def _paper_fields(sums: Sums) -> tuple[Field, ...]:
    given = sums.given
    areas = []
    if given.built_area is None:
        areas.append(Field("built_area", M("Built area"), FieldKind.AREA, unit=M("㎡")))
    if given.inside_area is None:
        areas.append(Field("inside_area", M("Inside area"), FieldKind.AREA, unit=M("㎡")))
    return (
        Field("plan", M("Payment plan"), FieldKind.CHOICE, required=True, choices=PLANS, default="lump_sum",
              to_value=PlanKind),
        Field("list_total", M("List total"), FieldKind.MONEY, derived=lambda values: given.list_total, sent=False),
        *areas,
        Field("discounts", M("Discounts"), FieldKind.MULTI, choices=sums.rules,
              help=M("Published discounts only; anything else needs a discount approval.")),
        *_special(sums.given),
        Field("taken_off", M("Taken off"), FieldKind.MONEY, derived=sums.taken_off, sent=False),
        Field("price", M("Deal total"), FieldKind.MONEY, derived=sums.total, sent=False),
        Field("price_words", M("In capitals"), derived=sums.in_words, sent=False),
        Field("price_area", M("Deal price per ㎡"), FieldKind.MONEY, derived=sums.per_square_metre, sent=False),
        Field("basis", M("Priced by"), derived=lambda values: given.basis.label, sent=False),
        Field("by_areas", M("Per ㎡"), derived=sums.by_areas, sent=False),
        Field("plan_days", M("To be paid within"), FieldKind.INTEGER, unit=AFTER_SIGNING,
              shown_when=lambda values: values.get("plan") in (PlanKind.LUMP_SUM, PlanKind.MORTGAGE),
              help=M("empty: as usual here")),
        Field("down_rate", M("Down payment share"), FieldKind.RATE, required=True, shown_when=_is(PlanKind.MORTGAGE),
              help=M("of the whole price, the deposit included, as 30%")),
        Field("loan_days", M("Loan within"), FieldKind.INTEGER, unit=AFTER_SIGNING,
              shown_when=_is(PlanKind.MORTGAGE), help=M("empty: as usual here")),
        *loan_fields(),
        Field("deposit", M("Deposit"), FieldKind.MONEY, required=True, hint=sums.deposit_hint),
        Field("plan_lines", M("Payments"), derived=sums.plan, sent=False),
        Field("signed_on", M("Subscribed on"), FieldKind.DATE, required=True, default=lambda: given.today),
        Field("deposit_due_on", M("Deposit due"), FieldKind.DATE, default=lambda: given.deposit_due_on),
        Field("sign_due_date", M("To be signed by"), FieldKind.DATE, default=lambda: given.sign_due_on),
        Field("handover_due", M("Handover by"), FieldKind.DATE, help=M("needed before it is handed in")),
        Field("fitted", M("Fully fitted"), FieldKind.FLAG, default=False),
        Field("paper_no", M("Number on the paper"), limit=40),
        *subscription_more.term_fields(given),
        Field("opinion", M("Consultant's opinion"), FieldKind.MULTILINE, limit=4000),
        *subscription_more.figure_fields(given, sums.total),
    )  # fmt: skip


def combined(values: Values) -> bool:
    """Whether the fund lends a part of the loan that has to be said."""
    return values.get("plan") == PlanKind.MORTGAGE and values.get("loan") == LoanKind.COMBINATION


def loan_fields() -> tuple[Field, ...]:
    """Who lends, and the parts in which the own money comes: all of it, or the down payment (首付分期)."""
    return (
        Field("loan", M("Loan from"), FieldKind.CHOICE, choices=LOANS, default="commercial", to_value=LoanKind,
              shown_when=_is(PlanKind.MORTGAGE)),
        Field("fund", M("of it from the provident fund"), FieldKind.MONEY, required=True, shown_when=combined),
        Field("in_parts", M("Down payment in parts"), FieldKind.FLAG, default=False, shown_when=_is(PlanKind.MORTGAGE)),
        Field("shares", M("Instalments"), FieldKind.ROWS, least=1, fields=SHARE_FIELDS, row_type=PlanShare,
              shown_when=lambda values: values.get("plan") == PlanKind.INSTALMENTS or bool(values.get("in_parts"))),
    )  # fmt: skip


def _special(given: Offer) -> tuple[Field, ...]:
    """The granted special discounts of the unit; no question where there are none."""
    if not given.granted:
        return ()
    choices = {
        str(each.id): f"{each.no} {each.customer} -{money(each.amount)}" for each in given.granted
    }  # fmt: skip
    only = given.granted[0].id if len(given.granted) == 1 else None
    return (
        Field("special", M("Special discount"), FieldKind.CHOICE, choices=choices, to_value=int, default=only,
              help=M("granted for this unit; its published discounts have to be chosen too")),
    )  # fmt: skip


SHARE_FIELDS: tuple[Field, ...] = (
    Field("rate", M("Share"), FieldKind.RATE, required=True,
          help=M("of the whole price, the deposit included, as 30%")),
    Field("days", M("Due within"), FieldKind.INTEGER, unit=AFTER_SIGNING),
    Field("on", M("or on"), FieldKind.DATE),
)  # fmt: skip


def _days_in_order(values: Values) -> Problem | None:
    asked = Asked(values)
    signed, due, handover = asked["signed_on"], asked["sign_due_date"], asked["handover_due"]
    if signed and due and due < signed:
        return Problem(M("the contract cannot be due before the subscription"), "sign_due_date")
    if due and handover and handover < due:
        return Problem(M("the handover cannot come before the signing of the contract"), "handover_due")
    return None


SECTIONS = (
    Section(M("Price"), "plan"),
    Section(M("Deposit and payments"), "deposit"),
    Section(M("Dates"), "signed_on"),
    Section(M("The paper"), "fitted"),
    Section(M("As printed"), "compare"),
)


def _drafted(**values: Any) -> DraftSubscription:
    """The command; whether the figures were compared is the form's own question."""
    values.pop("compare", None)
    return DraftSubscription(**{name: value for name, value in values.items() if value is not None})


def draft_form(app: Console, given: Offer) -> Form:
    """A new paper on a unit."""
    sees_all = bool(app.terminal.here.staff.roles & SEES_ALL_CUSTOMERS)
    known = None if given.customer_id is None else Found(given.customer_id, given.customer)
    who = [
        Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app), default=known,
              add=new_customer(app), placeholder=M("name, phone or initials")),
    ]  # fmt: skip
    if sees_all:
        who.append(Field("consultant", M("Consultant"), FieldKind.SEARCH, look_up=staff(app),
                         help=M("empty: the customer's own")))  # fmt: skip
    return Form(
        title=M("Subscription of {unit}", unit=given.unit),
        command=_drafted,
        name=f"subscription.draft.{given.unit_id}",
        help=M("The unit is taken when this is saved. The manager reviews it after you hand it in (s)."),
        fields=(
            *who,
            Field("buyers", M("Buyers"), FieldKind.ROWS, required=True, least=1, most=8,
                  fields=buyer.fields(given.today), row_type=buyer.made),
            subscription_more.consultant_rows(app),
            *_paper_fields(Sums(given)),
        ),
        sections=(Section(M("Who"), "customer"), *SECTIONS),
        checks=(_days_in_order,),
        save_label=M("Write the subscription"),
    )  # fmt: skip


def _edited(**values: Any) -> EditSubscription:
    """What was emptied is sent as empty, because what is not given stays as it was."""
    values.pop("new_buyers", None)
    compared = values.pop("compare", False)
    if "special" in values and values["special"] is None:
        values["no_special"] = True
    given: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    given |= {name: values[name] or "" for name in ("paper_no", "opinion") if name in values}
    return EditSubscription(**given, no_printed=not compared)


def edit_form(app: Console, given: Offer, card: Mapping[str, Any]) -> Form:
    """A draft again. The buyers' complete numbers are not shown here, so they stay or are entered anew as a whole."""
    names = say(M("; ")).join(f"{each.facts.name} {each.facts.id_no}" for each in card["buyers"])
    return Form(
        title=M("Change subscription {number} of {unit}", number=card["sub_no"], unit=card["unit"]),
        command=_edited,
        name=f"subscription.edit.{card['id']}.{card['version']}",
        help=M("Both sign again afterwards: what was signed was the old text."),
        fields=(
            Field("present", M("Buyers now"), derived=lambda values: names, sent=False),
            Field("new_buyers", M("Enter them anew"), FieldKind.FLAG, default=False),
            Field("buyers", M("Buyers"), FieldKind.ROWS, least=1, most=8,
                  fields=buyer.fields(given.today), row_type=buyer.made,
                  shown_when=lambda values: bool(values.get("new_buyers"))),
            subscription_more.consultant_rows(app),
            *_paper_fields(Sums(given)),
        ),
        sections=(Section(M("Who"), "present"), *SECTIONS),
        checks=(_days_in_order,),
    )  # fmt: skip


async def open_draft(app: Console, unit_id: int) -> dict[str, Any] | None:
    """Write a subscription for a unit; what the use case answered, None when it was given up."""
    given = await app.terminal.look(offer, unit_id)
    return await fill_in(app, draft_form(app, given), fixed={"unit": unit_id})


async def open_edit(app: Console, card: Mapping[str, Any]) -> dict[str, Any] | None:
    """Change a draft."""
    more = await app.terminal.look(beside, card["id"])
    given = await app.terminal.look(offer, card["unit_id"])
    if card["special"] is not None:  # the one that this paper uses already
        own = granted_of({**card["special"], "customer": card["customer"]})
        given = replace(given, granted=(own, *given.granted))
    chosen: PlanChoice = card["choice"]
    shares = tuple(
        {"rate": rate, "on": when} if isinstance(when, date) else {"rate": rate, "days": when}
        for rate, _rule, when in chosen.shares
    )
    same = (
        "signed_on", "deposit_due_on", "sign_due_date", "handover_due", "fitted", "paper_no", "opinion",
        "down_rate", "built_area", "inside_area",
    )  # fmt: skip
    values = {name: card[name] for name in same}
    values |= {
        "plan": chosen.kind.value,
        "plan_days": chosen.days,
        "loan_days": chosen.loan_days if chosen.kind is PlanKind.MORTGAGE else None,
        "loan": chosen.loan.value,
        "fund": chosen.fund or None,
        "in_parts": chosen.kind is PlanKind.MORTGAGE and bool(shares),
        "shares": shares,
        "deposit": card["deposit_amount"],
        "discounts": tuple(line.code for line in card["published"]),
        "special": None if card["special"] is None else card["special"]["id"],
        "special_terms": tuple(each["code"] for each in more["terms"]),
        "consultants": tuple({"staff": Found(who, name), "rate": rate} for who, name, rate in more["shared_by"]),
        "compare": more["printed"].says_something,
        **{f"printed_{name}": value or None for name, value in asdict(more["printed"]).items()},
    }
    fixed = {"subscription": card["id"], "version": card["version"]}
    return await fill_in(app, edit_form(app, given, card), values=values, fixed=fixed)


# -- the steps that ask for something

STAMP = Form(
    title=M("Stamp a subscription"),
    command=StampSubscription,
    help=M("The unit is subscribed and the copies are given out."),
    fields=(Field("paper_no", M("Number on the paper"), limit=40, help=M("empty: as it stands")),),
)

DECISIONS: dict[str, Msg] = {
    decision.value: words for decision, words in DECISION_LABELS.items() if decision is not Decision.SENT_BACK
}
SLIP = Form(
    title=M("Sign the approval slip"),
    command=DecideSlip,
    fields=(
        Field("decision", M("Decision"), FieldKind.CHOICE, required=True, choices=DECISIONS, default="approved",
              to_value=Decision),
        Field("comment", M("Comment"), FieldKind.MULTILINE, limit=4000, help=M("needed where it is not approved")),
    ),
)  # fmt: skip
