"""Every action x every role against the table typed from 2.18, both ways."""

from __future__ import annotations

import pytest

from anchang.domain.access import ACTIONS, ROLE_LABELS, Role, may
from anchang.i18n import LANGUAGES, say
from tests.expected.access import ACCESS


def test_the_two_tables_name_the_same_actions() -> None:
    assert set(ACTIONS) == set(ACCESS)


@pytest.mark.parametrize("action", sorted(ACCESS))
def test_every_role(action: str) -> None:
    unknown = set(ACCESS[action]) - {str(role) for role in Role}
    assert unknown == set()
    wrong = [str(role) for role in Role if may(frozenset({role}), action) != (str(role) in ACCESS[action])]
    assert wrong == []


def test_a_set_of_roles_may_what_one_of_them_may() -> None:
    assert may(frozenset({Role.CONSULTANT, Role.CASHIER}), "receipt.enter")
    assert not may(frozenset({Role.CONSULTANT, Role.ADMINISTRATOR}), "receipt.enter")
    assert not may(frozenset(), "export")


def test_an_unknown_action_is_an_error() -> None:
    with pytest.raises(KeyError):
        may(frozenset(Role), "unit.give_away")


def test_neither_administrator_nor_reporter_has_business_acts() -> None:
    administrator = {name for name in ACTIONS if may(frozenset({Role.ADMINISTRATOR}), name)}
    reporter = {name for name in ACTIONS if may(frozenset({Role.REPORTER}), name)}
    assert reporter == {"export", "saved_filter.keep", "staff.change_password"}  # what one sees, kept
    assert {name.split(".")[0] for name in administrator} == {
        "price_list", "permit", "register", "staff", "setting", "policy", "project", "office", "saved_filter",
    }  # fmt: skip


def test_every_role_has_its_name_in_every_language() -> None:
    assert set(ROLE_LABELS) == set(Role)
    for language in LANGUAGES:
        assert len({say(role.label, language) for role in Role}) == len(Role)
