"""Old registers: which days are taken, what makes two rows one entry, what a profile may say (2.2, 3.2, 3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.dictionary import BROUGHT, DictKind, Entry
from anchang.domain.register import (
    CallRow,
    Profile,
    RegisterKind,
    Rule,
    RulePart,
    VisitRow,
    entry_key,
    missing,
    why_not_on,
)
from anchang.domain.register_fields import wrong_with
from anchang.domain.visit import VisitKind

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.sets(DAYS, max_size=5))
def test_only_past_days_that_were_not_kept_here_are_taken(on: date, own: set[date]) -> None:
    assert (why_not_on(on, TODAY, own) is None) == (on < TODAY and on not in own)


def test_each_day_that_is_not_taken_says_why() -> None:
    said = [why_not_on(TODAY + timedelta(days=n), TODAY, {TODAY - timedelta(days=1)}) for n in (-1, 0, 1)]
    assert [reason.id for reason in said if reason is not None] == [
        "{day} was kept in this office; its entries are its own and nothing is added from a file",
        "today's entries are made at the front desk",
        "{day} has not come yet",
    ]


def test_a_visit_is_known_by_day_and_number_a_call_by_its_hour_too() -> None:
    visit = VisitRow(on=TODAY, name="张三", phone="13800138000", minute=600)
    assert entry_key(visit, "1") == entry_key(VisitRow(on=TODAY, name="李四", phone="13800138000"), "2")
    call = CallRow(on=TODAY, name="张三", phone="13800138000", minute=600)
    assert entry_key(call, "1") != entry_key(CallRow(on=TODAY, name="张三", phone="13800138000", minute=601), "1")


def test_without_a_number_the_name_and_the_author_stand_for_it() -> None:
    row = VisitRow(on=TODAY, name="陈先生")
    assert entry_key(row, "1") != entry_key(row, "2")
    assert entry_key(row, "1") != entry_key(VisitRow(on=TODAY, name="陈女士"), "1")


def test_somebody_has_to_be_named() -> None:
    assert missing(VisitRow(on=TODAY)) is not None
    assert missing(VisitRow(on=TODAY, kind=VisitKind.NOT_A_BUYER, organisation="某地产")) is None
    assert missing(CallRow(on=TODAY, name="张三")) is None


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule(RulePart.COLUMN, "来路", "channels"), None),
        (Rule(RulePart.COLUMN, "属相", ""), None),
        (Rule(RulePart.COLUMN, "来路", "is_repeat"), "rules[0].means"),  # a call's, not a visit's
        (Rule(RulePart.COLUMN, "", "name"), "rules[0].said"),
        (Rule(RulePart.WORD, "地推", "leaflet", "channels"), None),
        (Rule(RulePart.WORD, "地推", "note", "channels"), None),
        (Rule(RulePart.WORD, "地推", "mars", "channels"), "rules[0].means"),
        (Rule(RulePart.WORD, "地推", "own_1", "channels"), None),  # the office's own entry
        (Rule(RulePart.WORD, "地推", "own_1", "focus"), "rules[0].means"),  # of another list
        (Rule(RulePart.WORD, "官网", "official_site", "channels"), "rules[0].means"),  # retired
        (Rule(RulePart.WORD, "地推", "leaflet", "living_area"), "rules[0].field"),
        (Rule(RulePart.PERSON, "小王", "7"), None),
        (Rule(RulePart.PERSON, "老李", ""), None),
        (Rule(RulePart.PERSON, "小王", "8"), "rules[0].means"),
    ],
)
def test_what_a_profile_may_say(rule: Rule, field: str | None) -> None:
    retired = replace(BROUGHT[DictKind.CHANNEL][0], active=False)
    lists = {**BROUGHT, DictKind.CHANNEL: (*BROUGHT[DictKind.CHANNEL][1:], retired, Entry("own_1", "地铁口"))}
    found = wrong_with(Profile("旧表", RegisterKind.VISITS, (), (rule,)), frozenset({7}), lists)
    assert (None if found is None else found[1]) == field
