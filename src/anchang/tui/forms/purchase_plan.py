"""The form of one way of paying in a purchase plan: plan, discounts, loan, which home it is (P03, 5.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anchang.domain.errors import AnchangError
from anchang.domain.money import show as money
from anchang.domain.plan import LoanKind, PlanKind
from anchang.domain.purchase_plan import HOME_LABELS, REPAYMENT_LABELS, Homes, Repayment
from anchang.i18n import M, Msg
from anchang.services.purchase_plan import Desk, Variant
from anchang.services.subscription_form import PlanShare
from anchang.tui.forms.form import Choices, Field, FieldKind, Form, Section, Values
from anchang.tui.forms.subscription import AFTER_SIGNING, LOANS, PLANS, SHARE_FIELDS, combined

HOMES: dict[str, Msg] = {each.value: words for each, words in HOME_LABELS.items()}
REPAYMENTS: dict[str, Msg] = {each.value: words for each, words in REPAYMENT_LABELS.items()}


def _is(*kinds: PlanKind) -> Callable[[Values], bool]:
    return lambda values: values.get("plan") in kinds


def _wanted(**values: Any) -> Variant:
    return Variant(**{name: value for name, value in values.items() if value is not None})


class Trial:
    """What follows from the form while it is typed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def rules(self, values: Values) -> Choices:
        """The published discounts that hold for the plan today."""
        usable = self.desk.offer.usable(values.get("plan") or PlanKind.MORTGAGE, self.desk.offer.today)
        return {rule.code: rule.name for rule in usable}

    def outcome(self, values: Values) -> Msg | None:
        """The three figures that people ask for first, or what is wrong."""
        known = {name: value for name, value in values.items() if name in Variant.__dataclass_fields__}
        known["shares"] = tuple(
            PlanShare(rate=row["rate"], days=row.get("days"), on=row.get("on"))
            for row in values.get("shares") or ()
            if row.get("rate")
        )
        try:
            plan = self.desk.work_out(_wanted(**known))
        except AnchangError as error:
            return error.message
        return M(
            "price {price}, own money {own}, a month {monthly}",
            price=money(plan.price.deal_total),
            own=money(plan.own_funds),
            monthly=money(plan.monthly) if plan.monthly else "–",
        )


def variant_form(desk: Desk) -> Form:
    """One way of paying."""
    trial = Trial(desk)
    return Form(
        title=M("A way of paying for {unit}", unit=desk.offer.unit),
        command=_wanted,
        name="purchase_plan.variant",
        fields=(
            Field("plan", M("Payment plan"), FieldKind.CHOICE, required=True, choices=PLANS, default="mortgage",
                  to_value=PlanKind),
            Field("discounts", M("Discounts"), FieldKind.MULTI, choices=trial.rules),
            Field("down_rate", M("Down payment share"), FieldKind.RATE, required=True,
                  shown_when=_is(PlanKind.MORTGAGE), default=desk.min_down_rate,
                  help=M("of the whole price, the deposit included, as 30%")),
            Field("shares", M("Instalments"), FieldKind.ROWS, shown_when=_is(PlanKind.INSTALMENTS), least=1,
                  fields=SHARE_FIELDS, row_type=PlanShare),
            Field("days", M("To be paid within"), FieldKind.INTEGER, unit=AFTER_SIGNING,
                  shown_when=_is(PlanKind.LUMP_SUM, PlanKind.MORTGAGE), help=M("empty: as usual here")),
            Field("deposit", M("Deposit"), FieldKind.MONEY, help=M("empty: it is not shown as a payment of its own")),
            Field("loan", M("Loan from"), FieldKind.CHOICE, choices=LOANS, default="commercial", to_value=LoanKind,
                  shown_when=_is(PlanKind.MORTGAGE)),
            Field("fund", M("of it from the provident fund"), FieldKind.MONEY, required=True, shown_when=combined),
            Field("years", M("Years"), FieldKind.INTEGER, default=desk.loans.most_years,
                  shown_when=_is(PlanKind.MORTGAGE)),
            Field("repayment", M("Paid back"), FieldKind.CHOICE, choices=REPAYMENTS, default="equal_payments",
                  to_value=Repayment, shown_when=_is(PlanKind.MORTGAGE)),
            Field("homes", M("For the deed tax"), FieldKind.CHOICE, choices=HOMES, default="first", to_value=Homes),
            Field("outcome", M("Comes to"), derived=trial.outcome, sent=False),
        ),
        sections=(Section(M("Price and plan"), "plan"), Section(M("Loan"), "loan"), Section(M("Taxes"), "homes")),
        save_label=M("Work it out"),
    )  # fmt: skip


def as_values(wanted: Variant) -> dict[str, Any]:
    """A variant as the form shows it again."""
    return {
        "plan": wanted.plan.value,
        "discounts": wanted.discounts,
        "days": wanted.days,
        "down_rate": wanted.down_rate,
        "shares": tuple({"rate": each.rate, "days": each.days, "on": each.on} for each in wanted.shares),
        "deposit": wanted.deposit or None,
        "loan": wanted.loan.value,
        "fund": wanted.fund or None,
        "years": wanted.years,
        "repayment": wanted.repayment.value,
        "homes": wanted.homes.value,
    }
