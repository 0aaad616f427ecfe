"""What one needs to decide, beside the inbox (F9).

Who asks and since when, whose authority it takes, what changes, the facts and the money of the paper, the history of
its unit. Built of the papers' own cards, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from anchang.domain.authority import Level
from anchang.domain.delegation import DecisionKind
from anchang.domain.hold import CLAIM_LABELS, ClaimKind
from anchang.domain.measure import show_area
from anchang.domain.money import show as money
from anchang.domain.money import unit_price
from anchang.domain.plan import DueRule
from anchang.domain.subscription import SUBSCRIPTION, SubscriptionState
from anchang.i18n import M, Msg
from anchang.services.inbox import NOUNS, WORDS
from anchang.services.inbox.deciding import decided_by
from anchang.services.listing import Ask
from anchang.services.lists.permit import PERMIT_DRAFTS
from anchang.services.permit import draft_with_permit
from anchang.services.standing_in import face
from anchang.services.subscription_review import deposit_day
from anchang.storage import asked, receipt, unit_history, unit_query, voucher_query
from anchang.storage import contract_query as contracts
from anchang.storage import price_list as price_lists
from anchang.storage import sincerity as sincerities
from anchang.storage import term as terms
from anchang.storage.permit_draft import PRINTED
from anchang.storage.reading import Read
from anchang.tui.cells import NO, YES
from anchang.tui.lists import sincerity, voucher
from anchang.tui.lists.choice_words import cell_words
from anchang.tui.screens import (
    change_card,
    contract_card,
    delay_card,
    discount_card,
    receipt_card,
    subscription_card,
)
from anchang.tui.screens.inbox_side import DASH, SIDE, Effects
from anchang.tui.screens.paper_card import CardWords, Fact, Part, column_words, toned
from anchang.tui.show import folded, plain
from anchang.tui.theme import Tone

LINES_OF_UNIT = 5
FIRST = 2  # parts that stand before the money where everything is in one column


@dataclass(frozen=True, slots=True)
class Brief:
    """A waiting thing in words: how it waits, what a yes changes (before and after), and the paper."""

    title: str
    state: Msg | str
    tone: Tone
    waits: tuple[Fact, ...]
    effects: Effects
    left: tuple[Part, ...]
    right: tuple[Part, ...]


def _delay(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
    card = delay_card.read_card(face(read, DecisionKind.DELAY), row_id)
    if card is None:
        return None
    bound = sum(1 for each in card["plan"] if each["line"].rule is DueRule.SIGNING)
    effects: Effects = [
        (M("Signing due"), card["original_due_on"], M("{day}, {days} days later", day=card["new_due_on"],
                                                       days=card["days"])),
        (M("All days"), card["cumulative_days"] - card["days"], card["cumulative_days"]),
    ]
    if bound:
        effects.append((M("Payments"), M("after the signing"), M("{count} due after signing move along", count=bound)))
    words = delay_card.words(card)
    return card, replace(words, left=words.left[:1]), effects  # its second part is the effect


def _discount(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
    card = discount_card.read_card(face(read, DecisionKind.DISCOUNT), row_id)
    if card is None:
        return None
    before, after = card["on_site_price"], card["final_total"]
    effects: Effects = [(M("Deal total"), money(before), money(after))]
    if card["built_area"]:
        area = card["built_area"]
        effects.append((M("Deal price per ㎡"), money(unit_price(before, area)), money(unit_price(after, area))))
    if card["floor_total"] is not None:
        floor = card["floor_total"]
        effects.append((M("Above the floor"), money(before - floor), money(after - floor)))
    return card, discount_card.words(card), effects


def _change(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
    card = change_card.read_card(face(read, DecisionKind.CHANGE), row_id)
    if card is None:
        return None
    words = change_card.words(card)
    rest = replace(words, right=words.right[1:])  # its first part is the effect
    return card, rest, [(each.what, each.before, each.after) for each in card["effect"]]


def _subscription(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
    card = subscription_card.read_card(face(read, DecisionKind.SUBSCRIPTION), row_id)
    if card is None:
        return None
    state = SubscriptionState(card["state"])
    effects: Effects = []
    if state is SubscriptionState.PENDING_REVIEW:
        after = SUBSCRIPTION.step("approve").target
        effects = [
            (M("State"), state.label, after.label if after is not None else DASH),
            (M("Deposit due"), DASH, deposit_day(card, read.today)),
        ]
    elif state is SubscriptionState.DEPOSIT_DUE:
        effects = [
            (M("Deposit"), money(card["deposit_amount"]), money(card["received"])),
            (M("The rest"), M("with the deposit"), M("with the contract")),
        ]
    elif not card["slip_decision"]:
        effects = [(M("Approval slip"), M("not signed"), M("signed"))]
    return card, subscription_card.words(card), effects


def _price_list(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
    row = price_lists.one(read, row_id)
    if row is None:
        return None
    facts = tuple(
        Fact(label, value)
        for label, value in (
            (M("File"), row["file_name"]), (M("Note"), row["note"]), (M("Filed price"), YES if row["filed"] else NO),
        )
        if value
    )  # fmt: skip
    counts = Part(
        M("Units"),
        (
            Fact(M("New"), row["new_count"]),
            Fact(M("Changed"), row["changed_count"]),
            Fact(M("Unchanged"), row["unchanged_count"]),
            Fact(M("Left out"), row["left_out_count"]),
            Fact(M("Remarks"), row["warning_count"], Tone.LATE if row["warning_count"] else None),
        ),
    )
    words = CardWords(row["no"], M("waiting for approval"), Tone.ASKED, (Part(M("The price list"), facts),), (counts,))
    changed = M("{new} new, {changed} changed", new=row["new_count"], changed=row["changed_count"])
    return row, words, [(M("Prices"), M("as they are"), changed)]


def _permit(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
    draft, permit = draft_with_permit(read, row_id)
    columns = {column.key: column for column in PERMIT_DRAFTS.columns}

    def said(name: str, row: Any) -> str:
        return "" if row is None else cell_words(columns[name], row).replace("\n", ", ")

    effects: Effects = [
        (columns[name].title, said(name, permit) or DASH, said(name, draft) or DASH)
        for name in PRINTED
        if permit is None or draft[name] != permit[name]
    ]
    facts = tuple(Fact(columns[name].title, said(name, draft)) for name in (*PRINTED, "why") if said(name, draft))
    words = CardWords(draft["no"], M("waiting for approval"), Tone.ASKED, (Part(M("The permit"), facts),), ())
    return draft, words, effects


def _term(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
    row = terms.one(read, row_id)
    if row is None:
        return None
    facts = (Fact(M("Valid from"), row["valid_from"]), Fact(M("Valid to"), row["valid_to"] or DASH))
    text = Part(M("The words"), (Fact(row["title"], row["text"]),))
    words = CardWords(row["code"], M("waiting for approval"), Tone.ASKED, (text,), (Part(M("Days"), facts),))
    return row, words, [(M("On papers"), M("may not stand on papers yet"), M("may stand on papers"))]


def _plain(
    card_of: Callable[[Read, int], dict[str, Any] | None], words_of: Callable[[Mapping[str, Any]], CardWords]
) -> Callable[[Read, int], tuple[Mapping[str, Any], CardWords, Effects] | None]:
    def read_it(read: Read, row_id: int) -> tuple[Mapping[str, Any], CardWords, Effects] | None:
        card = card_of(read, row_id)
        return None if card is None else (card, words_of(card), [])

    return read_it


# noun -> what reads and words the paper; everything else is shown as the row itself
PAPERS: dict[str, Callable[[Read, int], tuple[Mapping[str, Any], CardWords, Effects] | None]] = {
    "delay_request": _delay,
    "discount_request": _discount,
    "change_request": _change,
    "subscription": _subscription,
    "price_list": _price_list,
    "permit_draft": _permit,
    "term": _term,
    "contract": _plain(contracts.card, contract_card.words),
    "receipt": _plain(receipt.card, receipt_card.words),
    "voucher": _plain(voucher_query.card, voucher.words),
    "sincerity": _plain(sincerities.card, sincerity.words),
}


def brief(read: Read, row: Mapping[str, Any]) -> Brief:
    """One row of the inbox with everything that is needed to decide it."""
    reader, by_row = PAPERS.get(row["noun"]), SIDE.get(row["what"])
    found = None if reader is None or row["row_id"] is None else reader(read, row["row_id"])
    if by_row is not None:
        found = by_row(read, row)
    if found is None:
        state = M("late") if row["late"] else M("waits")
        tone = Tone.LATE if row["late"] else Tone.ASKED
        unit = (_unit(read, int(row["row_id"])),) if row["noun"] == "unit" and row["row_id"] else ()
        title = " ".join(dict.fromkeys(str(each) for each in (row["subject"] or row["unit"], row["who"]) if each))
        return Brief(title, state, tone, _waits(read, row, {}), [], unit, ())
    card, words, effects = found
    unit_id = card.get("unit_id")
    history = (_unit(read, int(unit_id)),) if unit_id else ()
    return Brief(
        words.title, words.state, words.tone, _waits(read, row, card), effects, words.left, (*words.right, *history)
    )


def _waits(read: Read, row: Mapping[str, Any], card: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Who asked and when, since when it waits, by when, whose decision it is."""
    facts = [Fact(M("What waits"), WORDS[row["what"]])]
    by = None if row["row_id"] is None else asked.asked_by(read, row["noun"], row["row_id"])
    if by is not None:
        facts.append(Fact(M("Asked by"), M("{who} on {day}", who=by[0], day=by[1])))
    elif row["consultant"]:
        facts.append(Fact(M("Consultant"), row["consultant"]))
    if row["since"] is not None:
        facts.append(Fact(M("Waits"), M("{days} days, since {day}", days=row["days"], day=row["since"])))
    if row["due"] is not None:
        facts.append(Fact(M("Due on"), row["due"], Tone.LATE if row["late"] else None))
    takes = card.get("waits_for") or ""
    roles = decided_by(row["what"])
    if takes:
        facts.append(Fact(M("It takes"), Level(takes).label, Tone.ASKED))
    elif roles:
        facts.append(Fact(M("It takes"), M("{roles}", roles=tuple(role.label for role in sorted(roles)))))
    if row["behalf"]:
        facts.append(Fact(M("You decide for"), row["behalf"], Tone.ASKED))
    if row["noun"] not in PAPERS and row["what"] not in SIDE:
        known = ((NOUNS[row["noun"]], row["subject"]), (M("Customer"), row["who"]), (M("Unit"), row["unit"]))
        for label, value in known:
            if value:
                facts.append(Fact(label, value))
    return tuple(facts)


def _unit(read: Read, unit_id: int) -> Part:
    """The unit as it stands, its prices, and who had it."""
    card = unit_query.card(read, unit_id)
    if card is None:
        return Part(M("The unit and its history"), empty=DASH)
    area = card.unit["built_area"]
    facts = [
        Fact(M("State"), card.state.label),
        Fact(M("Built area"), f"{show_area(area)} ㎡" if area else DASH),
    ]
    facts += [Fact(M("List price {no}", no=each.price_list), money(each.list_total or 0)) for each in card.prices[:3]]
    rows, _, _ = unit_history.claims_page(read, {"unit": card.unit["label"]}, Ask({}, limit=LINES_OF_UNIT))
    for each in rows:
        ended = each["ended_at"]
        until = M("still") if ended is None else ended.astimezone(read.zone).date()
        had = M("{who} {holder}, {since} to {until}", who=each["customer"], holder=each["holder"],
                since=each["since"].astimezone(read.zone).date(), until=until)  # fmt: skip
        facts.append(Fact(CLAIM_LABELS[ClaimKind(each["kind"])], had))
    return Part(M("The unit and its history"), tuple(facts))


def effect_table(effects: Effects, width: int) -> Content:
    """What changes: what it is, as it is now, as it would be; columns as wide as the pane allows."""
    room = max(12, (width - 4) // 3)
    rows = [("", plain(M("As it is")), plain(M("After a yes")))]
    rows += [(plain(what), plain(before), plain(after)) for what, before, after in effects]
    widths = [min(room, max(cell_len(row[at]) for row in rows)) for at in range(3)]
    widths[2] = max(widths[2], width - widths[0] - widths[1] - 4)
    lines = [Content(plain(M("What changes"))).stylize("bold $primary")]
    for number, row in enumerate(rows):
        cells = [folded(text, wide) for text, wide in zip(row, widths, strict=True)]
        for at in range(max(len(each) for each in cells)):
            parts = [each[at] if at < len(each) else " " * wide for each, wide in zip(cells, widths, strict=True)]
            line = Content("  ".join(parts).rstrip())
            lines.append(line.stylize("$secondary") if number == 0 else line)
    return Content("\n").join(lines)


class DecisionPane(VerticalScroll):
    """The pane; it takes the focus with Tab, and then scrolls."""

    def compose(self) -> ComposeResult:
        """The head, what changes, the paper in two columns where they have room."""
        yield Static("", id="pane-title", classes="card-title", markup=False)
        yield Static("", id="pane-waits", markup=False)
        yield Static("", id="pane-effects", markup=False)
        with Container(classes="card-columns"):
            yield Static("", id="pane-left", classes="card-column", markup=False)
            yield Static("", id="pane-right", classes="card-column", markup=False)

    def show_brief(self, found: Brief | None) -> None:
        """This one, from its top; None: nothing waits."""
        head, waits, effects = Content(""), Content(""), Content("")
        if found is not None:
            head = Content.assemble((plain(found.title), "bold"), "  ", toned(f" {plain(found.state)} ", found.tone))
            waits = self._facts(found.waits)
            if found.effects:
                effects = effect_table(found.effects, max(30, self.scrollable_content_region.width - 2))
        self.query_one("#pane-title", Static).update(head)
        self.query_one("#pane-waits", Static).update(waits)
        shown = self.query_one("#pane-effects", Static)
        shown.display = bool(found and found.effects)
        shown.update(effects)
        left, right = (found.left, found.right) if found is not None else ((), ())
        if self.screen.has_class("-wide"):  # one under the other: the money before the last of the facts
            left, right = left[:FIRST], (*right, *left[FIRST:])
        for name, parts in (("left", left), ("right", right)):
            self.query_one(f"#pane-{name}", Static).update(column_words(parts))
        self.scroll_home(animate=False)

    def _facts(self, facts: tuple[Fact, ...]) -> Content:
        """Several on a line, as many as there is room for."""
        lines: list[list[Content]] = [[]]
        room, used = max(30, self.scrollable_content_region.width - 2), 0
        for fact in facts:
            text = plain(fact.value)
            value = toned(f" {text} ", fact.tone) if fact.tone is not None else Content(text)
            cell = Content.assemble((plain(fact.label), "$secondary"), " ", value)
            if used and used + 3 + cell.cell_length > room:
                lines.append([])
                used = 0
            lines[-1].append(cell)
            used += 3 + cell.cell_length
        return Content("\n").join([Content("   ").join(line) for line in lines])
