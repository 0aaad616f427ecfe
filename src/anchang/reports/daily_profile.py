"""客户结构: who the visiting groups are: area, age, occupation, purpose, demanded area, budget (domain 4.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from anchang.domain.customer import DECLINED
from anchang.domain.visit import AgeBand, AreaDemand, Budget, Occupation, Purpose
from anchang.i18n import M, Msg, say
from anchang.reports.book import Agg, Block, Chart, ChartKind, Col, Share, Sheet
from anchang.reports.choices import choices
from anchang.reports.daily_facts import MONTH, NOW, Facts
from anchang.reports.daily_overview import PROFILE
from anchang.services.entries import AREAS, NOT_SAID, Words
from anchang.services.listing import Kind

PARTS: dict[str, tuple[Msg, Mapping[str, Msg]]] = {
    "living_area": (M("Living area"), AREAS | NOT_SAID),
    "age_band": (M("Age"), choices(AgeBand)),
    "occupation": (M("Occupation"), choices(Occupation)),
    "purpose": (M("Purpose of buying"), choices(Purpose)),
    "demand_area": (M("Area wanted"), choices(AreaDemand)),
    "budget": (M("Budget"), choices(Budget)),
}
TOTALS = dict.fromkeys(("now", "month"), Agg.SUM)


def _of_list(found: Counter[str], words: Mapping[str, Msg]) -> Counter[str]:
    """An area that was typed before it came into the list, or under its English name, is the area of the list."""
    if not isinstance(words, Words):
        return found
    by_words = {say(words[code]): code for code in words}
    merged: Counter[str] = Counter()
    for answer, groups in found.items():
        merged[answer if answer in words else by_words.get(answer, answer)] += groups
    return merged


def _block(facts: Facts, part: str) -> Block:
    title, words = PARTS[part]
    now, month = (_of_list(facts.profiles[name].parts[part], words) for name in (NOW, MONTH))
    known = {answer: place for place, answer in enumerate(words)}

    def place(answer: str) -> tuple[Any, ...]:
        if not answer:
            return 2, 0, answer
        ranked = part != "living_area" or answer == DECLINED.value
        return (1, known.get(answer, len(known)), answer) if ranked else (0, -month[answer] - now[answer], answer)

    columns = (
        Col("answer", title, Kind.CHOICE, words),
        Col("now", M("Groups"), Kind.INTEGER),
        Col("now_part", M("Share"), Kind.RATE, calc=Share("now")),
        Col("month", M("Groups, month to date"), Kind.INTEGER),
        Col("month_part", M("Share, month to date"), Kind.RATE, calc=Share("month")),
    )
    rows = [
        {"answer": answer or M("(not asked)"), "now": now[answer], "month": month[answer]}
        for answer in sorted({*now, *month}, key=place)
    ]
    return Block(columns, rows, TOTALS, title=title, key=part)


def profile_sheet(facts: Facts) -> Sheet:
    """One table an answer; each adds up to the visiting groups."""
    parts = tuple(PARTS)
    ages, purposes = parts.index("age_band"), parts.index("purpose")
    return Sheet(
        PROFILE,
        blocks=[_block(facts, part) for part in parts],
        key="profile",
        charts=(
            Chart(ChartKind.PIE, M("Purpose of buying, month to date"), "answer", ("month",), purposes, "right"),
            Chart(ChartKind.BAR, M("Age, month to date"), "answer", ("month",), ages, "right"),
        ),
        notes=(M("Every group of the visit log once, returns too: each table adds up to the visiting groups."),),
        auto_filter=False,
    )
