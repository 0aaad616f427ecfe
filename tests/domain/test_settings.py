"""The settings: the defaults of the domain text, and that what is shown can be typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.errors import BadInput, NotFound
from anchang.domain.settings import KIND_LABELS, SETTINGS, TABLE, Setting, SettingKind, Value, default, parse, show
from anchang.i18n import say

# Typed from the domain text and from issue 2: the figure, and where it is said.
DEFAULTS: list[tuple[str, Value]] = [
    ("ask_minutes", 10),  # 2.3, 2.16
    ("hold_minutes", 60),  # 2.3, 2.16
    ("holds_per_consultant", 2),  # 2.16 «limits per consultant and customer»
    ("holds_per_customer", 1),
    ("sign_days", 7),  # 2.3
    ("deposit_due_days", 0),  # 2.3 «default the same day»
    ("deposit_cap_rate", 200_000),  # 5.3
    ("subscription_copies", 3),  # section 7, reading 24
    ("contract_copies", 5),  # 2.4 buyer, developer, bank, registry, archive
    ("loan_unit", 1_000_000),  # 5.4 whole ten thousands
    ("filing_days", 30),  # 5.8
    ("filing_notice_days", 20),
    ("filing_alarm_days", 28),
    ("ownership_days", 30),  # 2.1
    ("dispute_days", 7), ("dispute_looks_back", False),  # 2.1 «traced back 7 days from the deal date»
    ("help_share", 500_000),  # 2.1 «if a deal closes that day -> split 50/50»
    ("family_children", True), ("family_needs_proof", False),  # 2.1 «(children,)»
    ("report_days", 7),  # 2.1 «only with prior report»; the days are [R]
    ("grade_a_days", 2),  # 2.2
    ("grade_b_days", 3),
    ("grade_c_days", 7),
    ("grade_d_days", 7),
    ("pool_contact_days", 30),  # 2.2 «30 d once in the public pool»
    ("first_response_hours", 24), ("needs_days", 3), ("follow_up_days", 7), ("campaign_days", 14),  # 2.2 SLA tasks
    ("no_show_hours", 24), ("escalate_hours", 24), ("pool_lost_days", 180), ("conversion_days", 30),  # [R]
    ("report_by", "20:00"),  # 4 «daily by 20:00 same day»
    ("grade_convention", "intent"),  # 2.2 «Default (i)»
    ("pool_asking", True), ("appointment_days", 90),
    ("own_returning_compensated", True),  # 2.1
    ("referral_counts", False),  # 2.1
    ("idle_lock_minutes", 15),
    ("retention_months", 24),  # 5.11
    ("person_request_days", 15),
    ("survey_days", 30),  # C03 «once a month»
    ("backups_kept", 14),  # issue 2
    ("backup_warn_days", 2),
    ("rota_mode", "circular"), ("agent_counts", True), ("door_minutes", 20),  # 2.1
    ("one_person_office", False),  # 2.18
]


@pytest.mark.parametrize(("key", "value"), DEFAULTS)
def test_the_defaults_of_the_text(key: str, value: Value) -> None:
    assert default(key) == value
    assert type(default(key)) is type(value)


def test_keys_are_unique_and_words_complete() -> None:
    assert len(SETTINGS) == len(TABLE)
    assert set(KIND_LABELS) == set(SettingKind)
    for line in TABLE:
        assert say(line.meaning) != say(line.meaning, "en")
    assert len({say(line.meaning) for line in TABLE}) == len(TABLE)


@pytest.mark.parametrize("line", TABLE, ids=lambda line: str(line.key))
def test_what_is_shown_can_be_typed(line: Setting) -> None:
    assert parse(line.key, show(line.key, line.default)) == line.default
    if line.kind not in (SettingKind.FLAG, SettingKind.TEXT, SettingKind.HOUR):
        for value in (line.least, line.most):
            assert parse(line.key, show(line.key, value)) == value


@given(st.integers(0, 1_000_000))
def test_shares_go_both_ways(rate: int) -> None:
    assert parse("deposit_cap_rate", show("deposit_cap_rate", rate)) == rate


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("ask_minutes", " 15 ", 15),
        ("ask_minutes", "１５", 15),
        ("deposit_cap_rate", "20", 200_000),
        ("deposit_cap_rate", "12.5%", 125_000),
        ("loan_unit", "1,000.00", 100_000),
        ("escrow_required", "Yes", True),
        ("escrow_required", "否", False),
        ("language", "en", "en"),
    ],
)
def test_what_people_type(key: str, typed: str, value: Value) -> None:
    assert parse(key, typed) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("ask_minutes", "0"),
        ("ask_minutes", "1441"),
        ("ask_minutes", "-5"),
        ("ask_minutes", "ten"),
        ("ask_minutes", ""),
        ("ask_minutes", "9" * 40),
        ("deposit_cap_rate", "101"),
        ("deposit_cap_rate", "x"),
        ("loan_unit", "0.5"),
        ("escrow_required", "maybe"),
        ("language", "fr"),
    ],
)
def test_what_is_refused_names_the_setting(key: str, typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(key, typed)
    assert refused.value.place == key


def test_an_unknown_key() -> None:
    with pytest.raises(NotFound):
        default("nothing")
    with pytest.raises(NotFound):
        parse("nothing", "1")
    with pytest.raises(NotFound):
        show("nothing", 1)
