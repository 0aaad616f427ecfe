"""The forms of a special discount (3.10): amount and share say each other, prices follow while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.discount_request import ExecuteMode, SpecialKind, special
from anchang.domain.errors import AnchangError
from anchang.domain.plan import PLAN_LABELS, PlanKind
from anchang.i18n import M
from anchang.i18n.capitals import in_words
from anchang.services.discount_facts import granters
from anchang.services.discount_request import ApproveDiscount, ArchiveDiscount, AskForDiscount, SubmitDiscount
from anchang.services.subscription_offer import Offer, offer
from anchang.tui.acting import fill_in
from anchang.tui.forms.form import Choices, Field, FieldKind, Form, Found, Values
from anchang.tui.forms.look_ups import customers
from anchang.tui.forms.pick import pick_unit

if TYPE_CHECKING:
    from anchang.tui.app import Console

MODES = {mode.value: mode.label for mode in ExecuteMode}
KINDS = {kind.value: kind.label for kind in SpecialKind}
PLANS = {kind.value: words for kind, words in PLAN_LABELS.items()}
PROOF = M("number or place of the signed paper")


class Prices:
    """The prices of one form, as functions of what was typed; fen."""

    def __init__(self, given: Offer) -> None:
        self.given = given

    def rules(self, values: Values) -> Choices:
        """The published discounts that hold for the chosen plan."""
        usable = self.given.usable(values["plan"] or PlanKind.LUMP_SUM, self.given.today)
        return {rule.code: rule.name for rule in usable}

    def on_site(self, values: Values) -> int | None:
        """What the published discounts leave."""
        try:
            return self.given.price(values["discounts"] or ()).deal_total
        except AnchangError:
            return None

    def _taken(self, values: Values, amount: int | None, rate: int | None) -> tuple[int, int] | None:
        price = self.on_site(values)
        if price is None or (amount is None and rate is None):
            return None
        try:
            return special(price, amount, rate)
        except AnchangError:
            return None

    def amount_of(self, values: Values) -> int | None:
        """The amount of a share."""
        found = self._taken(values, None, values["rate"])
        return None if found is None or self.rate_of(values) == values["rate"] else found[0]

    def rate_of(self, values: Values) -> int | None:
        """The share of an amount."""
        found = self._taken(values, values["amount"], None)
        return None if found is None else found[1]

    def final(self, values: Values) -> int | None:
        """What is left to pay."""
        found = self._taken(values, values["amount"], None) or self._taken(values, None, values["rate"])
        price = self.on_site(values)
        return None if found is None or price is None else price - found[0]

    def per_square_metre(self, values: Values) -> int | None:
        """The final price per ㎡."""
        total = self.final(values)
        return None if total is None else self.given.per_square_metre(
            total, self.given.built_area, self.given.inside_area
        )  # fmt: skip

    def words(self, values: Values) -> str | None:
        """The final total in capital figures."""
        total = self.final(values)
        return None if total is None else in_words(total)


def _asked(**values: Any) -> AskForDiscount:
    """The amount is what counts; the share beside it is only rounded to show."""
    if values.get("amount") is not None:
        values["rate"] = None
    return AskForDiscount(**{name: value for name, value in values.items() if value is not None})


def apply_form(app: Console, given: Offer, leaders: Choices) -> Form:
    """What a customer asks for beyond the published discounts of a unit."""
    prices = Prices(given)
    known = None if given.customer_id is None else Found(given.customer_id, given.customer)
    return Form(
        title=M("Special discount for {unit}", unit=given.unit),
        command=_asked,
        name=f"discount_request.apply.{given.unit_id}",
        help=M("Asked for before the subscription. It goes up until somebody's authority covers it."),
        fields=(
            Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app), default=known,
                  placeholder=M("name, phone or initials")),
            Field("amount", M("Special amount"), FieldKind.MONEY, follows=prices.amount_of),
            Field("rate", M("Special share"), FieldKind.RATE, follows=prices.rate_of, help=M("of the on-site price")),
            Field("kind", M("Kind"), FieldKind.CHOICE, required=True, choices=KINDS, to_value=SpecialKind),
            Field("reason", M("Reason"), FieldKind.MULTILINE, required=True, limit=4000),
            Field("granted_by", M("Granted by"), FieldKind.CHOICE, required=True, choices=leaders, to_value=int,
                  help=M("the leader whom the customer asked")),
            Field("plan", M("Payment plan"), FieldKind.CHOICE, required=True, choices=PLANS, default="lump_sum",
                  to_value=PlanKind),
            Field("list_total", M("List total"), FieldKind.MONEY, derived=lambda _values: given.list_total, sent=False),
            Field("discounts", M("Discounts"), FieldKind.MULTI, choices=prices.rules),
            Field("on_site", M("On-site price"), FieldKind.MONEY, derived=prices.on_site, sent=False),
            Field("final", M("Final total"), FieldKind.MONEY, derived=prices.final, sent=False),
            Field("final_words", M("In capitals"), derived=prices.words, sent=False),
            Field("final_area", M("Deal price per ㎡"), FieldKind.MONEY, derived=prices.per_square_metre, sent=False),
            Field("proof", M("Signed proof"), help=PROOF),
            Field("relation", M("Related office"), help=M("company, group or person it goes through")),
            Field("payment_time", M("Payment time")),
            Field("mode", M("Executed"), FieldKind.CHOICE, required=True, choices=MODES, default="contract_price",
                  to_value=ExecuteMode, help=M("on collection: at least the director grants it")),
            Field("collect_no", M("Hangs on payment no."), FieldKind.INTEGER,
                  help=M("on collection; empty: the last own payment")),
            Field("collect_by", M("To be collected by"), FieldKind.DATE, help=M("on collection; empty: its due day")),
        ),
    )  # fmt: skip


async def leaders_here(app: Console) -> Choices:
    """Who may grant a discount, to choose from."""
    found = await app.terminal.look(granters)
    return {str(number): name for number, name in found.items()}


async def open_request(app: Console, unit_id: int | None = None) -> dict[str, Any] | None:
    """Ask for a special discount on a unit that is known or asked for; None when it was given up."""
    chosen = await pick_unit(app, M("A discount for which unit?")) if unit_id is None else unit_id
    if chosen is None:
        return None
    given = await app.terminal.look(offer, chosen)
    return await fill_in(app, apply_form(app, given, await leaders_here(app)), fixed={"unit": chosen})


def submit_form(leaders: Choices) -> Form:
    """What a draft still lacks."""
    return Form(
        title=M("Hand in a discount request"),
        command=SubmitDiscount,
        name="discount_request.submit",
        fields=(
            Field("reason", M("Reason"), FieldKind.MULTILINE, limit=4000),
            Field("granted_by", M("Granted by"), FieldKind.CHOICE, choices=leaders, to_value=int),
            Field("proof", M("Signed proof"), help=PROOF),
        ),
    )


APPROVE = Form(
    title=M("Approve a special discount"),
    command=ApproveDiscount,
    help=M("Beyond your own authority it goes on to the next level."),
    save_label=M("Approve"),
    fields=(
        Field("comment", M("Comment"), limit=4000),
        Field("proof", M("Signed proof"), help=PROOF),
    ),
)
ARCHIVE = Form(
    title=M("File the proof of a special discount"),
    command=ArchiveDiscount,
    fields=(
        Field("archive", M("Filed where"), required=True, placeholder=M("cupboard, shelf, folder")),
        Field("proof", M("Signed proof"), help=PROOF),
    ),
)
