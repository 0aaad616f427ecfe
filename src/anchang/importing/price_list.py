"""A price list from a file: read, checked, and given back where it cannot be taken (P03b, 3.5, 5.2, 5.10; design 7).

Reading changes nothing. What the rows would do to the office's units is `domain.price_list.compare`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from anchang.domain.errors import BadInput
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.money import Rounding
from anchang.domain.price_list import Preview, PriceRow, distinct
from anchang.i18n import M, _, say
from anchang.importing import forms, rows
from anchang.importing.rejected import REJECTED, BadRows, by_row, padded, refuse_bad, write_rows
from anchang.importing.sheets import UnreadableFile, open_source

__all__ = [
    "REJECTED", "BadRows", "PriceListFile", "UnreadableFile", "needs_whole", "read_price_list", "rejected_rows_file",
    "remarks",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PriceListFile:
    """One file read. Each unit stands once in `rows`.

    `repeats` counts the units that the file has more than once with the same content, `repeated_rows` the rows that
    were left out for it. `filed` says that the list is itself the filing: its totals are the filed totals (5.10).
    `rounding` is the rule by which missing totals were computed. `heads` are the file's own column heads, if any.
    `bad_rows` counts the rows with an error, `doubtful_rows` those that are left out until a person has looked.
    """

    rows: tuple[PriceRow, ...]
    issues: tuple[Issue, ...]
    repeats: int
    repeated_rows: int
    digest: str
    form: str
    rounding: Rounding
    filed: bool
    heads: tuple[str, ...] = ()
    bad_rows: int = 0
    doubtful_rows: int = 0

    @property
    def left_out(self) -> int:
        """How many rows do not come in until a person has looked: unreadable ones and ones in doubt."""
        return self.bad_rows + self.doubtful_rows


def read_price_list(path: Path, *, profile: str | None = None) -> PriceListFile:
    """Read a price list of any known form; `profile` asks for one of `forms.FORMS`.

    Raises UnreadableFile when the file as a whole cannot be taken, BadInput for an unknown profile. Single rows that
    cannot be taken are issues with the address of their cell.
    """
    if profile is not None and profile not in forms.FORMS:
        raise BadInput(M("There is no form {profile} of price lists; known are {known}.", profile=profile,
                         known=forms.FORMS), "profile")
    source = open_source(path)
    found = forms.find(source.sheets, profile)
    if found is None:
        raise UnreadableFile(M("{file} holds no price list: heads for the room and for a price or an area are needed.",
                               file=path.name))
    made = rows.made(found.raws)
    once = distinct(made.rows)
    doubtful = [replace(issue, cells=made.cells[issue.place]) for issue in once.issues]
    left_out = {issue.place for issue in once.issues}
    kept = {row.place for row in once.rows} | left_out
    told = [issue for issue in made.issues if issue.kind is not IssueKind.WARNING or issue.place in kept]
    bad = made.bad + sum(issue.kind is IssueKind.ERROR for issue in found.issues)
    return PriceListFile(
        rows=once.rows, issues=(*found.issues, *told, *doubtful), repeats=once.repeats,
        repeated_rows=once.repeated_rows, digest=source.digest, form=found.form, rounding=made.rounding,
        filed=found.filed, heads=found.heads, bad_rows=bad, doubtful_rows=made.doubtful + len(once.issues),
    )


def remarks(file: PriceListFile, found: Preview) -> tuple[Issue, ...]:
    """What is to be told about the file and about what it would do, each once: both look at the same rows."""
    once = {(each.place, each.kind, each.reason): each for each in (*file.issues, *found.issues)}
    return tuple(once.values())


def needs_whole(file: PriceListFile, *, leave_out_bad: bool = False) -> None:
    """Raise BadRows where rows cannot be read and nobody has said that the others should be taken without them."""
    first = next((issue.place for issue in file.issues if issue.kind is IssueKind.ERROR), "")
    refuse_bad(file.bad_rows, first, leave_out_bad=leave_out_bad)


def rejected_rows_file(issues: Iterable[Issue], target: Path, heads: Sequence[str] = ()) -> int:
    """Write the rows that were left out, as read, with place and reasons behind them; how many rows it wrote.

    With the file's own heads the result can be corrected and read again.
    """
    rejected = [issue for issue in issues if issue.kind in REJECTED]
    width = max([len(heads), *(len(issue.cells) for issue in rejected)], default=0)
    lines = [
        [*padded(each.cells, width), each.places, say(each.kind.label), each.reasons] for each in by_row(rejected)
    ]
    write_rows(target, [[*padded(heads, width), _("place"), _("kind"), _("reason")], *lines])
    return len(lines)
