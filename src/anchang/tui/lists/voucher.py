"""F8, fourth list: vouchers, and paying them out (2.8, 5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.money import show as money
from anchang.domain.plan import MoneyType
from anchang.domain.voucher import VoucherKind
from anchang.i18n import M, Msg
from anchang.i18n.capitals import in_words
from anchang.services.listing import Column, Row
from anchang.services.lists.voucher import VOUCHERS
from anchang.storage import voucher_query as rows
from anchang.tui.forms.change_steps import pay_voucher
from anchang.tui.keys import STEPS
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import first_columns, on_row, print_paper
from anchang.tui.screens.paper_card import PRINT, CardWords, Fact, PaperCard, Part
from anchang.tui.steps import print_step
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

PAY = STEPS.as_("voucher_pay", M("Pay out"), M("Pay this voucher out to the payer's own account"))
COLUMNS = ("no", "unit", "kind", "amount", "payee", "paid_on")


def _state(card: Mapping[str, Any]) -> tuple[Msg, Tone]:
    if card["taken_back_on"] is not None:
        return M("taken back"), Tone.CLOSED
    if card["paid_on"] is not None:
        return M("paid out"), Tone.DONE
    if card["kind"] in (VoucherKind.REFUND, VoucherKind.COMPENSATION):
        return M("to be paid out"), Tone.ASKED
    return M("booked"), Tone.DONE


def words(card: Mapping[str, Any]) -> CardWords:
    """The card in words."""
    state, tone = _state(card)
    facts = [Fact(M("Voucher"), VoucherKind(card["kind"]).label)]
    facts += [Fact(M("Amount"), money(card["amount"])), Fact(M("In capitals"), in_words(card["amount"]))]
    for label, value in (
        (M("Payee"), card["payee"]), (M("Written on"), card["business_date"]), (M("Written by"), card["maker"]),
        (M("Request no."), card["request_no"]), (M("Paid out on"), card["paid_on"]), (M("Account"), card["account"]),
        (M("Bank reference"), card["bank_ref"]), (M("Taken back on"), card["taken_back_on"]),
    ):  # fmt: skip
        if value:
            facts.append(Fact(label, value))
    about = ((M("Subscription"), "sub_no"), (M("Unit"), "unit"), (M("Customer"), "customer"))
    deal = tuple(Fact(label, card[name]) for label, name in about)
    taken = tuple((each["receipt"], MoneyType(each["money_type"]), money(each["amount"])) for each in card["lines"])
    return CardWords(
        title=f"{card['no']}  {card['unit']}",
        state=state,
        tone=tone,
        left=(Part(M("The voucher"), tuple(facts)),),
        right=(
            Part(M("The deal"), deal),
            Part(M("Taken from"), widths=(14, 12, -14), table=taken, empty=M("from no receipt")),
        ),
    )


async def open_card(app: Console, voucher_id: int) -> None:
    """Show it over the list."""

    async def read() -> CardWords | None:
        card = await app.terminal.look(rows.card, voucher_id)
        return None if card is None else words(card)

    await app.push_screen(
        PaperCard(read, lambda: pay_voucher(app, voucher_id), lambda: print_paper(app, "voucher", voucher_id))
    )


def vouchers(app: Console) -> PlaceList:
    """The list."""

    def why_not(row: Row | None) -> Msg | None:
        if not may(app.terminal.here.staff.roles, "voucher.pay"):
            return M("Vouchers are paid out by cashiers and accountants.")
        if row is not None and (row["paid_on"] is not None or row["taken_back_on"] is not None):
            return M("nothing is to be paid out")
        return None

    spec = ListSpec(
        listing=first_columns(VOUCHERS, *COLUMNS),
        actions=(
            ListAction(PAY, on_row(app, pay_voucher), why_not=why_not),
            ListAction(PRINT, on_row(app, print_step("voucher"))),
        ),
        open=on_row(app, open_card),
        empty=M("No vouchers. A request that is carried out writes them."),
        paint=paint,
        help=M("A voucher is never changed. What goes out is paid to the payer's own account only."),
    )
    return place_list(app, spec)


def paint(row: Row, column: Column) -> Tone | None:
    """What is still to be paid out stands out; the empty day says the same."""
    if column.key != "kind":
        return None
    return _state(row)[1]
