"""Agents' reports: whom they mean, and until when they hold (2.1, Q-13)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anchang.domain.agent_report import Number, Reported, fits, holding, number
from anchang.domain.errors import BadInput

DAY = date(2026, 11, 23)
PHONE = "13800138000"


def reported(no: int = 1, name: str = "张三", typed: str = PHONE, day: int = 0, company: str = "甲") -> Reported:
    shown = number(typed)
    return Reported(no, f"BB-{no}", company, name, shown.whole, shown.head, shown.tail, DAY + timedelta(days=day), 7)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("138 0013 8000", Number(PHONE, "138", "8000")),
        ("+86 13800138000", Number(PHONE, "138", "8000")),
        ("138****8000", Number("", "138", "8000")),
        ("138xxxx8000", Number("", "138", "8000")),
        ("１３８＊＊＊＊８０００", Number("", "138", "8000")),
        ("****8000", Number("", "", "8000")),
        ("8000", Number("", "", "8000")),
    ],
)
def test_what_agents_write(typed: str, shown: Number) -> None:
    assert number(typed) == shown


@pytest.mark.parametrize("typed", ["", "12345", "138****80", "abc"])
def test_what_no_report_can_have(typed: str) -> None:
    with pytest.raises(BadInput):
        number(typed)


@pytest.mark.parametrize(
    ("name", "typed", "met", "yes"),
    [
        ("", PHONE, "李四", True),  # a whole number is enough
        ("张三", "138****8000", "张三", True),
        ("张先生", "138****8000", "张三", True),  # seven digits and the family name
        ("李先生", "138****8000", "张三", False),
        ("张三", "8000", "张三", True),
        ("张先生", "8000", "张三", False),  # four digits want the name
        ("张*", "8000", "张三", True),
        ("张三", "139****8000", "张三", False),
        ("张三", "138****8001", "张三", False),
        ("张三", "138****8000", "", False),
    ],
)
def test_whom_a_report_means(name: str, typed: str, met: str, yes: bool) -> None:
    assert fits(reported(name=name, typed=typed), PHONE, met) is yes


def test_the_first_report_that_holds() -> None:
    first, second = reported(1), reported(2, day=1, company="乙")
    assert holding([second, first], PHONE, "张三", "", DAY + timedelta(days=1)) == first
    assert holding([second, first], PHONE, "张三", "乙", DAY + timedelta(days=1)) is None
    assert holding([second, first], PHONE, "张三", "甲", DAY + timedelta(days=7)) == first
    assert holding([second, first], PHONE, "张三", "乙", DAY + timedelta(days=8)) == second
    assert holding([second, first], PHONE, "张三", "", DAY + timedelta(days=9)) is None
    assert holding([first], PHONE, "张三", "", DAY - timedelta(days=1)) is None
