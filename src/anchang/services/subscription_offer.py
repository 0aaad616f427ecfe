"""What a subscription form has to know of its unit before anything is typed: price, published rules, usual days (3.6).

Read once when the form opens; what follows from it while somebody types is worked out by the rules of the domain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from anchang.domain import discount as discounts
from anchang.domain.discount import DiscountRule, Price
from anchang.domain.discount_request import ExecuteMode
from anchang.domain.errors import Refusal, nothing_there
from anchang.domain.money import Rounding, unit_price
from anchang.domain.plan import PlanKind, PlanLine
from anchang.domain.plan_choice import PlanChoice, lines_of
from anchang.domain.price_list import PricingBasis
from anchang.domain.subscription import sign_due_date
from anchang.i18n import M
from anchang.storage import discount as rules
from anchang.storage import discount_request, unit_query
from anchang.storage import project as projects
from anchang.storage import term as library
from anchang.storage.reading import Read

UNIT = M("unit")


@dataclass(frozen=True, slots=True)
class Granted:
    """A special discount that a paper on the unit may use; money in fen."""

    id: int
    no: str
    customer_id: int
    customer: str
    on_site_price: int
    amount: int
    codes: tuple[str, ...]
    plan: PlanKind
    mode: ExecuteMode = ExecuteMode.CONTRACT_PRICE

    @property
    def off(self) -> int:
        """What it takes off the price on the paper; what is executed on collection takes nothing off it (2.6)."""
        return self.amount if self.mode is ExecuteMode.CONTRACT_PRICE else 0


@dataclass(frozen=True, slots=True)
class Offer:
    """Money in fen, areas in 0.0001 ㎡, rates in 10⁻⁶. `customer_*` is whom the unit is held for, where this person may
    know it; the floor price is not in here. `terms` are the library's: code -> (title, words)."""

    unit_id: int
    unit: str
    list_total: int
    built_area: int | None
    inside_area: int | None
    basis: PricingBasis
    rounding: Rounding
    rules: tuple[DiscountRule, ...]
    customer_id: int | None
    customer: str
    today: date
    deposit_due_days: int
    sign_days: int
    deposit_cap_rate: int
    lump_sum_days: int
    down_days: int
    loan_days: int
    loan_unit: int
    terms: Mapping[str, tuple[str, str]]
    granted: tuple[Granted, ...] = ()

    @property
    def deposit_due_on(self) -> date:
        """The usual day of the deposit."""
        return self.today + timedelta(days=self.deposit_due_days)

    @property
    def sign_due_on(self) -> date:
        """The usual last day for signing."""
        return sign_due_date(self.today, self.sign_days)

    def usable(self, kind: PlanKind, day: date) -> tuple[DiscountRule, ...]:
        """The rules that hold for that plan on that day."""
        return tuple(rule for rule in self.rules if discounts.why_not_use([rule], kind, day) is None)

    def price(self, codes: Sequence[str]) -> Price:
        """The price with those rules. Raises Refusal when nothing would be left."""
        known = {rule.code: rule for rule in self.rules}
        return discounts.price(self.list_total, [known[code] for code in codes if code in known], self.rounding)

    def per_square_metre(self, total: int, built_area: int | None, inside_area: int | None) -> int | None:
        """The price per ㎡ (fen) of a total by the unit's basis; None without an area."""
        area = inside_area if self.basis is PricingBasis.INSIDE else built_area
        return unit_price(total, area) if area else None

    def lines(self, choice: PlanChoice, total: int, deposit: int) -> tuple[PlanLine, ...]:
        """The payments of a choice. Raises Refusal when it does not fit."""
        return lines_of(choice, total, deposit)


def granted_of(row: Mapping[str, Any]) -> Granted:
    """A row of a request, with the customer's name, as forms want it."""
    return Granted(
        row["id"], row["no"], row["customer_id"], row["customer"], row["on_site_price"], row["special_amount"],
        tuple(row["codes"].split()), PlanKind(row["plan_kind"]),
        ExecuteMode(row["mode"]),
    )  # fmt: skip


def offer(read: Read, unit_id: int) -> Offer:
    """What is offered with a unit today. Raises NotFound, Refusal for a unit without a price."""
    unit = unit_query.row(read, unit_id)
    if unit is None:
        raise nothing_there(UNIT, unit_id)
    if not unit["list_total"]:
        raise Refusal(M("Unit {unit} has no list price.", unit=unit["label"]))
    project = projects.by_id(read.connection, read.project_id)
    assert project is not None  # the unit belongs to it
    shown = unit_query.card(read, unit_id)
    held = shown if shown is not None and shown.kind == "hold" and shown.customer else None
    settings = read.settings
    return Offer(
        unit_id=unit_id,
        unit=unit["label"],
        list_total=unit["list_total"],
        built_area=unit["built_area"],
        inside_area=unit["inside_area"],
        basis=PricingBasis(unit["pricing_basis"]),
        rounding=Rounding(project.rounding),
        rules=tuple(each.rule for each in rules.all_rules(read)),
        customer_id=None if held is None else held.customer_id,
        customer="" if held is None else held.customer,
        today=read.today,
        deposit_due_days=int(settings["deposit_due_days"]),
        sign_days=int(settings["sign_days"]),
        deposit_cap_rate=int(settings["deposit_cap_rate"]),
        lump_sum_days=int(settings["lump_sum_days"]),
        down_days=int(settings["down_days"]),
        loan_days=int(settings["loan_days"]),
        loan_unit=int(settings["loan_unit"]),
        terms=library.usable(read, read.today),
        granted=tuple(granted_of(row) for row in discount_request.usable(read, unit_id)),
    )


def unit_of(read: Read, subscription_id: int) -> int | None:
    """The unit of a subscription, None out of one's scope."""
    from anchang.storage import subscription_query

    row = subscription_query.one(read, subscription_id)
    return None if row is None else int(row["unit_id"])
