"""The lines that prove that the sheets of one book agree, in the file by formulas and in code by an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from anchang.domain.errors import AnchangError
from anchang.i18n import M
from anchang.reports.book import Block, Cell, Col, Formula, Words
from anchang.services.listing import Kind

KEY = "checks"
FILL = "E2EFDA"


class SheetsDisagree(AnchangError):
    """Two sheets of a report would say different numbers; the report is not written."""

    code: ClassVar[str] = "sheets_disagree"


@dataclass(frozen=True, slots=True)
class Check:
    """One number that two sheets show: `here` in `at` and `there` in `sheet` are formulas that point at it.

    The values are those that the queries behind the two places gave, never one copied from the other.
    """

    what: Words
    at: Words
    here: Formula
    sheet: Words
    there: Formula
    kind: Kind = Kind.INTEGER


def prove(checks: Sequence[Check]) -> None:
    """Raises SheetsDisagree with the first two numbers that differ."""
    for one in checks:
        if one.here.value != one.there.value:
            raise SheetsDisagree(
                M(
                    "The sheets do not agree: {what} is {here} in «{at}», but {there} in «{sheet}». "
                    "The file was not written; please report this.",
                    what=one.what,
                    at=one.at,
                    here=one.here.value,
                    there=one.there.value,
                    sheet=one.sheet,
                )
            )


def check_block(checks: Sequence[Check]) -> Block:
    """The same as a table with a difference in each line. Raises SheetsDisagree like `prove`."""
    prove(checks)
    return Block(
        (
            Col("what", M("Figure")),
            Col("at", M("Sheet")),
            Col("here", M("Number"), Kind.INTEGER),
            Col("sheet", M("Compared with")),
            Col("there", M("Number there"), Kind.INTEGER),
            Col("difference", M("Difference"), Kind.INTEGER),
        ),
        [
            {
                "what": one.what,
                "at": one.at,
                "here": Cell(one.here, one.kind),
                "sheet": one.sheet,
                "there": Cell(one.there, one.kind),
                "difference": Cell(Formula("ROUND({here}-{there},4)", 0), one.kind, fill=FILL),
            }
            for one in checks
        ],
        title=M("Do the sheets agree? Every difference is 0 while no filter is set."),
        key=KEY,
    )
