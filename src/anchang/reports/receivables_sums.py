"""The sums of the receivables report: 应收汇总, 账龄分析 and 本期回款 (domain 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.plan import MONEY_LABELS, PLAN_LABELS, PRICE, MoneyType
from anchang.domain.receipt import WAY_LABELS
from anchang.domain.receivable import BUCKET_LABELS, Bucket
from anchang.domain.voucher import VoucherKind
from anchang.i18n import M, Msg
from anchang.reports.book import NUMBER, Block, Chart, ChartKind, Col, Formula, Net, Ratio, Share, Sheet
from anchang.reports.choices import values_of
from anchang.reports.receivables_facts import (
    AGEING,
    BUILDING,
    CONSULTANT,
    PLAN,
    RECEIVED,
    SUMMARY,
    Facts,
)
from anchang.services.listing import Kind
from anchang.storage.receivable import GroupSum

MONEY_WORDS = values_of(MONEY_LABELS)
GROUP_TITLES = {BUILDING: M("Building"), CONSULTANT: M("Consultant"), PLAN: M("Payment")}
DEFINITIONS = (
    M("A deal is receivable from the day on which its first money came until its paper is void."),
    M("Unpaid = not due + overdue. Overdue rate = overdue / unpaid."),
    M("Due in the period = what was unpaid at its beginning of everything due by its end, arrears with it."),
    M("Received in the period = what was paid on instalments, reversals taken off on their own day."),
)


def _types(facts: Facts) -> list[MoneyType]:
    """The kinds of money that occur, in the order of the plans."""
    found = {kind for each in facts.summaries[BUILDING] for kind in each.received}
    return [each for each in MoneyType if each in found or (each is MoneyType.DEPOSIT and each in PRICE)]


def _summary_columns(title: Msg, types: list[MoneyType]) -> tuple[Col, ...]:
    return (
        Col("group", title),
        Col("deals", M("Deals"), Kind.INTEGER),
        Col("amount", M("Deal total"), Kind.MONEY),
        *(Col(f"paid_{each.value}", M("Received: {what}", what=each), Kind.MONEY) for each in types),
        Col("paid", M("Received"), Kind.MONEY, calc=Net(tuple(f"paid_{each.value}" for each in types))),
        Col("unpaid", M("Unpaid"), Kind.MONEY, calc=Net(("amount",), ("paid",))),
        Col("not_due", M("of it not due"), Kind.MONEY),
        Col("overdue", M("of it overdue"), Kind.MONEY),
        Col("overdue_rate", M("Overdue rate"), Kind.RATE, calc=Ratio("overdue", "unpaid")),
        Col("due_now", M("Due in the period"), Kind.MONEY),
        Col("received_now", M("Received in the period"), Kind.MONEY),
        Col("done", M("Collection rate"), Kind.RATE, calc=Ratio("received_now", "due_now")),
    )


def _summary_row(group: GroupSum, words: Any, types: list[MoneyType], received: Mapping[Any, int]) -> dict[str, Any]:
    return {
        "group": words,
        "deals": group.deals,
        "amount": group.amount,
        **{f"paid_{each.value}": group.received.get(each, 0) for each in types},
        "not_due": group.not_due,
        "overdue": group.overdue,
        "due_now": group.due_in_period,
        "received_now": received.get(group.key, 0),
    }


def summary_sheet(facts: Facts) -> Sheet:
    """应收汇总 by building, by consultant and by plan; each has the same total."""
    types = _types(facts)
    known: dict[str, Mapping[Any, Any]] = {CONSULTANT: facts.consultants, PLAN: values_of(PLAN_LABELS)}
    totals = ("deals", "amount", *(f"paid_{each.value}" for each in types), "not_due", "overdue", "due_now")
    blocks = []
    for by, title in GROUP_TITLES.items():
        words = known.get(by, {})
        rows = [
            _summary_row(each, words.get(each.key, each.key), types, facts.received_by[by])
            for each in facts.groups(by)
        ]
        columns = _summary_columns(title, types)
        blocks.append(Block(columns, rows, (*totals, "received_now"), title=M("By {what}", what=title), key=by))
    return Sheet(
        SUMMARY,
        blocks=blocks,
        key="summary",
        auto_filter=False,
        freeze_head=True,
        notes=DEFINITIONS,
        charts=(Chart(ChartKind.BAR, M("Not due and overdue by building"), "group", ("not_due", "overdue")),),
    )


BANDS = tuple(Bucket)


def ageing_sheet(facts: Facts) -> Sheet:
    """账龄分析: deals with something unpaid by days overdue, and the bands as a picture."""
    about = {line["subscription_id"]: line for line in facts.lines}
    columns = (
        NUMBER,
        Col("building", M("Building")),
        Col("unit", M("Unit")),
        Col("customer", M("Customer")),
        Col("paper", M("Contract or subscription no.")),
        Col("consultant", M("Consultant")),
        *(Col(band.value, BUCKET_LABELS[band], Kind.MONEY) for band in BANDS),
        Col("unpaid", M("Unpaid"), Kind.MONEY, calc=Net(tuple(band.value for band in BANDS))),
        Col("part", M("Share"), Kind.RATE, calc=Share("unpaid")),
    )
    rows = []
    for deal in facts.deals:
        if deal.unpaid:
            line = about[deal.subscription_id]
            rows.append(
                {
                    **{key: line[key] for key in ("building", "unit", "customer", "consultant")},
                    "paper": line["contract_no"] or line["sub_no"],
                    **{band.value: deal.buckets[band] for band in BANDS},
                }
            )
    bands = Block(
        (
            Col("band", M("Days overdue")),
            Col("amount", M("Unpaid"), Kind.MONEY),
            Col("part", M("Share"), Kind.RATE, calc=Share("amount")),
        ),
        [
            {"band": BUCKET_LABELS[band], "amount": Formula(f"{{ageing:deals:{band.value}@total}}", facts.ageing[band])}
            for band in BANDS
        ],
        ("amount",),
        title=M("All deals by days overdue"),
        key="bands",
    )
    return Sheet(
        AGEING,
        blocks=(Block(columns, rows, [*(band.value for band in BANDS), "unpaid"], key="deals"), bands),
        key="ageing",
        charts=(Chart(ChartKind.BAR, M("Unpaid by days overdue"), "band", ("amount",), 1),),
        freeze_columns=3,
        freeze_head=True,
    )


def due_by_type(facts: Facts) -> dict[MoneyType, int]:
    """What was unpaid when the period began of the lines due by its end, by kind of money, from the details."""
    found: dict[MoneyType, int] = {}
    for line in facts.lines:
        if line["due_on"] is not None and line["due_on"] <= facts.last:
            kind = MoneyType(line["money_type"])
            found[kind] = found.get(kind, 0) + line["amount"] - line["paid_before"]
    return found


def _vouchers(facts: Facts) -> tuple[Block, ...]:
    """Money given back, kept, moved and credited, each kind on its own; no table where there was none (2.8)."""
    if not facts.vouchered:
        return ()
    return (
        Block(
            (
                Col("day", M("Date"), Kind.DATE),
                Col("kind", M("Voucher"), Kind.CHOICE, {each.value: each.label for each in VoucherKind}),
                Col("vouchers", M("Vouchers"), Kind.INTEGER),
                Col("amount", M("Amount"), Kind.MONEY),
                Col("price", M("of it off instalments and accounts"), Kind.MONEY),
            ),
            [
                {
                    "day": each.day, "kind": each.kind.value, "vouchers": each.vouchers, "amount": each.amount,
                    "price": each.price,
                }
                for each in facts.vouchered
            ],
            ("vouchers", "amount", "price"),
            ("day",),
            title=M("Refunds, forfeitures, transfers, credits, fees"),
            key="vouchers",
        ),
    )  # fmt: skip


def _paid_out(facts: Facts) -> tuple[Block, ...]:
    """Money that left the house, on the day on which the cashier paid it; no table where none did (5.7)."""
    if not facts.paid_out:
        return ()
    return (
        Block(
            (
                Col("day", M("Date"), Kind.DATE),
                Col("kind", M("Voucher"), Kind.CHOICE, {each.value: each.label for each in VoucherKind}),
                Col("way", M("Way it was paid out"), Kind.CHOICE, values_of(WAY_LABELS)),
                Col("vouchers", M("Vouchers"), Kind.INTEGER),
                Col("amount", M("Paid out"), Kind.MONEY),
            ),
            [
                {
                    "day": each.day, "kind": each.kind.value, "way": each.way.value, "vouchers": each.count,
                    "amount": each.amount,
                }
                for each in facts.paid_out
            ],
            ("vouchers", "amount"),
            ("day",),
            title=M("Money paid out"),
            key="paid",
        ),
    )  # fmt: skip


def received_sheet(facts: Facts) -> Sheet:
    """本期回款: what came in by day, kind and way, and what was due beside what was paid."""
    due = due_by_type(facts)
    kinds = [each for each in MoneyType if due.get(each) or facts.paid_by_type.get(each)]
    by_day = Block(
        (
            Col("day", M("Date"), Kind.DATE),
            Col("money_type", M("Money for"), Kind.CHOICE, MONEY_WORDS),
            Col("way", M("Way"), Kind.CHOICE, values_of(WAY_LABELS)),
            Col("lines", M("Receipt lines"), Kind.INTEGER),
            Col("amount", M("Amount"), Kind.MONEY),
        ),
        [
            {"day": r.day, "money_type": r.money_type.value, "way": r.way.value, "lines": r.lines, "amount": r.amount}
            for r in facts.received
        ],
        ("lines", "amount"),
        ("day",),
        key="days",
    )
    against = Block(
        (
            Col("money_type", M("Money for"), Kind.CHOICE, MONEY_WORDS),
            Col("due", M("Due in the period"), Kind.MONEY),
            Col("paid", M("Paid on instalments"), Kind.MONEY),
            Col("rate", M("Collection rate"), Kind.RATE, calc=Ratio("paid", "due")),
            Col("rest", M("Due less paid"), Kind.MONEY, calc=Net(("due",), ("paid",))),
        ),
        [
            {"money_type": each.value, "due": due.get(each, 0), "paid": facts.paid_by_type.get(each, 0)}
            for each in kinds
        ],
        ("due", "paid"),
        title=M("Due and paid"),
        key="against",
    )
    return Sheet(
        RECEIVED,
        blocks=(against, by_day, *_vouchers(facts), *_paid_out(facts)),
        key="received",
        auto_filter=False,
        charts=(
            Chart(ChartKind.BAR, M("Due and paid by kind of money"), "money_type", ("due", "paid"), anchor="right"),
        ),
        notes=(
            M("Paid may be more than due: money that came before its day, and money of deals that have ended."),
            M("A deal that ends takes its payments off again: what was kept or given back stands among the vouchers."),
            M("Received is before refunds; customers' money in, out and held stands on the sheet of the balance."),
        ),
    )
