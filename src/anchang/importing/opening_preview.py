"""What is said of an opening balance before it comes in, the same in the console and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from anchang.domain.money import show
from anchang.domain.register import Profile
from anchang.domain.register_fields import FIELDS
from anchang.i18n import M, Msg
from anchang.importing.register import Book
from anchang.importing.register_preview import MOST_UNKNOWN
from anchang.services.opening_balance_plan import Laid


def figures(book: Book, plan: Laid) -> dict[str, int]:
    """The figures of the preview, of the file and of the office together; money in fen."""
    return {"read": book.read, **plan.counts, "rejected": book.rejected + plan.rejected, "totals": book.totals,
            "ended": book.ended}  # fmt: skip


def _money(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: show(counts[f"{name}_fen"]) for name in ("total", "received", "open")}


def summary(book: Book, plan: Laid, profile: Profile | None) -> list[Msg]:
    """What a person has to know before it is done, in sentences."""
    counts = figures(book, plan)
    lines = [
        M("{read} rows read: {added} to bring in, {rejected} rejected, {twice} twice in the file, {here} here already; "
          "{totals} rows of totals passed over.", **counts),
        M("Price {total}, received {received}, open {open}; {warnings} remarks on rows that are taken as they stand.",
          **{**counts, **_money(counts)}),
    ]  # fmt: skip
    if book.ended:
        lines.append(M("{count} deals of the ledger have ended and are passed over; money that the buyers of these are "
                       "still to get back stays with the old books.", count=book.ended))  # fmt: skip
    if profile is not None:
        lines.append(M("Read with the profile «{name}».", name=profile.name))
    if book.unknown_heads:
        lines.append(M("Columns that are not taken: {heads}.", heads=tuple(book.unknown_heads)))
    for (field, word), count in book.unknown_words.most_common(MOST_UNKNOWN):
        lines.append(M("Word not known: «{word}» ({field}), {count} rows.", word=word,
                       field=FIELDS[book.kind].get(field, field), count=count))  # fmt: skip
    for name, count in plan.unknown_people.most_common(MOST_UNKNOWN):
        lines.append(M("Person not known: «{name}», {count} rows.", name=name or "-", count=count))
    for name, count in plan.leavers.most_common(MOST_UNKNOWN):
        lines.append(M("«{name}» is no member of staff: {count} deals keep the name, somebody else follows them.",
                       name=name, count=count))  # fmt: skip
    return lines
