"""锁定后更正: what was corrected after the review, and what the day's figures were when it was signed (2.2, P02g)."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from anchang.domain.correction import Corrected
from anchang.i18n import M
from anchang.reports.book import NUMBER, Block, Cell, Col, Formula, Sheet
from anchang.reports.choices import choices
from anchang.reports.daily_facts import NOW, Facts
from anchang.reports.daily_overview import MEASURES, Measure
from anchang.services import correction_words
from anchang.services.listing import Kind
from anchang.storage.day_figures import Figures

CORRECTIONS = M("Corrected after the lock")
CHANGED_FILL = "FFF2CC"


def has_corrections(facts: Facts) -> bool:
    """Whether the report shows other numbers than the signed one, or could."""
    return bool(facts.corrections) or facts.signed is not None


def _figure(figures: Figures, measure: Measure) -> int:
    found: int = getattr(figures, measure.key)
    return found


def _figures(facts: Facts) -> list[Block]:
    if facts.signed is None:
        return []
    then, now = facts.signed.numbers.figures[NOW], facts.figures[NOW]
    rows: list[dict[str, Any]] = []
    for measure in MEASURES:
        if measure.over:
            continue
        signed, corrected = _figure(then, measure), _figure(now, measure)
        fill = CHANGED_FILL if signed != corrected else None
        rows.append(
            {
                "measure": measure.title,
                "signed": Cell(signed, measure.kind),
                "now": Cell(corrected, measure.kind),
                "difference": Cell(Formula("{now}-{signed}", corrected - signed), measure.kind, fill=fill),
            }
        )
    columns = (
        Col("measure", M("Measure")),
        Col("signed", M("As signed"), Kind.INTEGER, width=18),
        Col("now", M("As corrected"), Kind.INTEGER, width=18),
        Col("difference", M("Difference"), Kind.INTEGER, width=18),
    )
    return [Block(columns, rows, title=M("The figures of the day, as signed and as corrected"), key="figures")]


def corrections_sheet(facts: Facts, zone: tzinfo) -> Sheet:
    """The figures that were signed beside those of today, and every correction with who, when and why."""
    rows = [
        {
            "day": each.business_date,
            "noun": each.noun.value,
            "entry": each.entry,
            "consultant": each.consultant,
            "no": each.no,
            "changes": correction_words.changes(each, zone),
            "reason": each.reason,
            "who": each.who,
            "at": each.at,
        }
        for each in facts.corrections
    ]
    columns = (
        NUMBER,
        Col("day", M("Date"), Kind.DATE),
        Col("noun", M("Entry"), Kind.CHOICE, choices(Corrected)),
        Col("entry", M("Entry no.")),
        Col("consultant", M("Consultant")),
        Col("no", M("Version"), Kind.INTEGER),
        Col("changes", M("What was changed")),
        Col("reason", M("Reason")),
        Col("who", M("Corrected by")),
        Col("at", M("Corrected at"), Kind.INSTANT),
    )
    block = Block(columns, rows, title=M("Corrections"), key="corrections")
    notes = [M("Every other sheet shows the newest version of each entry.")]
    if facts.signed is not None:
        said = facts.signed.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        notes.append(M("Signed by {name} at {at}; the report «daily_signed» shows the day as it was.",
                       name=facts.signed.by, at=said))  # fmt: skip
    return Sheet(
        CORRECTIONS, blocks=(*_figures(facts), block), notes=notes, key="corrections", auto_filter=False
    )  # fmt: skip
