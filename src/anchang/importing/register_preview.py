"""What is said of an old register before it is taken in, the same in the console and on the command line."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from anchang.domain.issue import Issue
from anchang.domain.register import Profile, RulePart
from anchang.domain.register_fields import FIELDS
from anchang.i18n import M, Msg
from anchang.importing.register import Book
from anchang.importing.rejected import REJECTED
from anchang.services.register_plan import NamedPerson, Plan

LONG = 10_000  # rows from which somebody else would notice the writing
A_SECOND = 4_000  # rows written in a second, about
MOST_UNKNOWN = 12  # words and names that are told of each kind


def people_of(profile: Profile | None) -> tuple[NamedPerson, ...]:
    """Who the names are by the profile."""
    rules = profile.of(RulePart.PERSON) if profile is not None else ()
    return tuple(NamedPerson(rule.said, int(rule.means) if rule.means else None) for rule in rules)


class Planned(Protocol):
    """What every plan of an import tells."""

    rejected: int
    doubtful: int
    issues: dict[str, list[Issue]]
    unknown_people: Counter[str]


def left_out(book: Book, plan: Planned) -> int:
    """How many rows are given back."""
    return book.rejected + plan.rejected + plan.doubtful


def first_bad(book: Book, plan: Planned) -> str:
    """Where the first row stands that is given back."""
    told = [*book.issues, *(issue for issues in plan.issues.values() for issue in issues)]
    return next((issue.place for issue in told if issue.kind in REJECTED), "")


def figures(book: Book, plan: Plan) -> dict[str, int]:
    """The figures of the preview, of the file and of the office together."""
    return {"read": book.read, **plan.counts, "rejected": book.rejected + plan.rejected, "totals": book.totals}


def summary(book: Book, plan: Plan, profile: Profile | None) -> list[Msg]:
    """What a person has to know before it is done, in sentences."""
    counts = figures(book, plan)
    lines = [
        M("{read} rows read: {added} to add, {rejected} rejected, {twice} twice in the file, {here} here already; "
          "{totals} rows of totals passed over.", **counts),
        M("{customers_made} customers are made, {customers_found} found by their number; {without_owner} belong to "
          "nobody until the manager hands them out.", **counts),
    ]  # fmt: skip
    if profile is not None:
        lines.append(M("Read with the profile «{name}».", name=profile.name))
    if book.unknown_heads:
        lines.append(M("Columns that are not taken: {heads}.", heads=tuple(book.unknown_heads)))
    for (field, word), count in book.unknown_words.most_common(MOST_UNKNOWN):
        lines.append(M("Word not known: «{word}» ({field}), {count} rows.", word=word, field=_label(book, field),
                       count=count))
    for name, count in plan.unknown_people.most_common(MOST_UNKNOWN):
        lines.append(M("Person not known: «{name}», {count} rows.", name=name or "-", count=count))
    if plan.entries:
        lines.append(M("Old entries have no privacy notice; each customer gets it at the next contact."))
    if len(plan.entries) >= LONG:
        lines.append(M("Writing takes about {seconds} seconds; nobody else can save anything meanwhile.",
                       seconds=max(len(plan.entries) // A_SECOND, 1)))
    if plan.closed_days:
        lines.append(M("{count} days are closed here: their own figures stay, sums over the whole project grow.",
                       count=plan.closed_days))
    return lines


def _label(book: Book, field: str) -> Msg | str:
    return FIELDS[book.kind].get(field, field)
