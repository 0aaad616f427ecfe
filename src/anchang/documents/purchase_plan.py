"""The purchase plan (置业计划表) as fields of its template: up to three ways of paying side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anchang.documents.paper import BLANK, Field, day, words
from anchang.i18n import M
from anchang.services.purchase_plan import MOST, Desk
from anchang.services.purchase_plan_sheet import Side, rows, unit_rows

PURCHASE_PLAN = "purchase_plan"


def plan_fields(
    desk: Desk, sides: Sequence[Side], *, customer: str, consultant: str, phone: str, made_on: date
) -> dict[str, Field]:
    """The fields of the template `PURCHASE_PLAN`. ValueError for no plan or more than fit side by side."""
    if not 1 <= len(sides) <= MOST:
        raise ValueError(len(sides))
    empty = [""] * (MOST - len(sides))
    said = [words(label) + "：" + words(value) for label, value in unit_rows(desk)]
    return {
        "project": words(desk.project.name),
        "seller": words(desk.project.developer),
        "unit": "    ".join(said),
        "customer": words(customer),
        "consultant": words(consultant),
        "phone": words(phone),
        "made_on": day(made_on),
        "heads": [*(words(M("plan {no}", no=number)) for number in range(1, len(sides) + 1)), *empty],
        "rows": [
            {
                "label": words(row.label),
                "values": [*(words(value) if value else BLANK for value in row.values), *empty],
            }
            for row in rows(desk, sides)
        ],
    }
