"""What differs between the old books that the console takes in: logs of the desk, and the opening balance (4.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anchang.domain.money import show
from anchang.domain.register import LOGS, BookRow, Profile, RegisterKind, RegisterRow
from anchang.i18n import M, Msg
from anchang.importing import opening_preview, register_preview
from anchang.importing.register import Book
from anchang.services import opening_balance_acts, register, register_plan
from anchang.services.opening_balance_plan import OpeningChoices
from anchang.services.register_plan import Choices
from anchang.storage.reading import Read

Plan = Any  # services.register_plan.Plan or services.opening_balance_plan.Laid


@dataclass(frozen=True, slots=True)
class Way:
    """How one family of books is planned, told and done. `labels` are the figures of the preview, in their order."""

    preview: Callable[[Read, RegisterKind, Sequence[BookRow], Choices], Plan]
    command: Callable[[RegisterKind, Sequence[BookRow], Choices], Any]
    figures: Callable[[Book, Plan], Mapping[str, int]]
    summary: Callable[[Book, Plan, Profile | None], list[Msg]]
    labels: tuple[tuple[str, Msg], ...]
    question: Callable[[Mapping[str, int], str], Msg]
    detail: Callable[[Mapping[str, int]], Msg]
    done: Callable[[Mapping[str, Any]], Msg]


def _log_rows(given: Sequence[BookRow]) -> list[RegisterRow]:
    return [row for row in given if isinstance(row, RegisterRow)]


def _log_preview(read: Read, kind: RegisterKind, given: Sequence[BookRow], choices: Choices) -> Plan:
    return register_plan.preview(read, kind, _log_rows(given), choices)


def _opening_preview(read: Read, kind: RegisterKind, given: Sequence[BookRow], choices: Choices) -> Plan:
    assert isinstance(choices, OpeningChoices)
    return opening_balance_acts.preview(read, kind, given, choices)


def _opening_command(kind: RegisterKind, given: Sequence[BookRow], choices: Choices) -> Any:
    assert isinstance(choices, OpeningChoices)
    return opening_balance_acts.command(kind, given, choices)


_SEEN: tuple[tuple[str, Msg], ...] = (
    ("read", M("rows read")),
    ("added", M("to add")),
    ("rejected", M("rows rejected")),
    ("twice", M("twice in the file")),
    ("here", M("here already")),
)
_LOG = Way(
    preview=_log_preview,
    command=lambda kind, given, choices: register.command(kind, _log_rows(given), choices),
    figures=register_preview.figures,
    summary=register_preview.summary,
    labels=(*_SEEN, ("customers_made", M("customers made")), ("customers_found", M("customers found"))),
    question=lambda counts, file: M("Take in {added} entries of {file}?", added=counts["added"], file=file),
    detail=lambda counts: M(
        "{rejected} rows are left out. The manager can take all of it back while nothing rests on it.",
        rejected=counts["rejected"],
    ),
    done=lambda result: M(
        "{added} entries taken in, {customers_made} customers made, {rejected} rows left out.", **result
    ),
)
_OPENING = Way(
    preview=_opening_preview,
    command=_opening_command,
    figures=opening_preview.figures,
    summary=opening_preview.summary,
    labels=(*_SEEN, ("warnings", M("remarks"))),
    question=lambda counts, file: M(
        "Bring in {added} of {file}: price {total}, open {open}?", added=counts["added"], file=file,
        total=show(counts["total_fen"]), open=show(counts["open_fen"]),
    ),
    detail=lambda counts: M(
        "{rejected} rows are left out. The manager can take all of it back while nothing rests on it.",
        rejected=counts["rejected"],
    ),
    done=lambda result: M("{added} came in: {total}, of which {open} is open.", **result),
)  # fmt: skip


def way_of(kind: RegisterKind) -> Way:
    """How a book of that kind is taken in."""
    return _LOG if kind in LOGS else _OPENING
