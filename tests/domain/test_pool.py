"""Customers are dealt out like cards (2.2: all of a leaver's customers at once)."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.customer import LeadState
from anchang.domain.pool import Shared, spread

CUSTOMERS = st.lists(
    st.tuples(st.sampled_from(LeadState), st.sampled_from(("A", "B", "C", "D", ""))), max_size=60
).map(lambda each: [Shared(number, state, grade) for number, (state, grade) in enumerate(each)])
RECEIVERS = st.lists(st.integers(1, 40), min_size=1, max_size=12, unique=True)


@given(CUSTOMERS, RECEIVERS, st.dictionaries(st.integers(1, 40), st.integers(0, 50)))
def test_one_backup_never_absorbs_all_of_a_leavers_customers(
    customers: list[Shared], receivers: list[int], loads: dict[int, int]
) -> None:
    dealt = spread(customers, receivers, loads)
    assert set(dealt) == {each.id for each in customers} and set(dealt.values()) <= set(receivers)
    each_gets = Counter(dict.fromkeys(receivers, 0))
    each_gets.update(dealt.values())
    assert max(each_gets.values()) - min(each_gets.values()) <= 1
    more = {who for who, many in each_gets.items() if many > min(each_gets.values())}
    less = set(receivers) - more
    assert all(loads.get(a, 0) <= loads.get(b, 0) for a in more for b in less)  # the odd ones go to who has the fewest


@given(CUSTOMERS, RECEIVERS)
def test_the_good_ones_are_dealt_out_evenly_too(customers: list[Shared], receivers: list[int]) -> None:
    dealt = spread(customers, receivers, {})
    for sort in {each.worth[:2] for each in customers}:
        gets = Counter(dict.fromkeys(receivers, 0))
        gets.update(dealt[each.id] for each in customers if each.worth[:2] == sort)
        assert max(gets.values()) - min(gets.values()) <= 1


@given(CUSTOMERS, RECEIVERS, st.randoms())
def test_who_is_named_first_gets_nothing_by_it(customers: list[Shared], receivers: list[int], dice: object) -> None:
    mixed, other = list(customers), list(receivers)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    dice.shuffle(other)  # type: ignore[attr-defined]
    assert spread(mixed, other, {}) == spread(customers, receivers, {})


def test_somebody_has_to_be_there() -> None:
    with pytest.raises(ValueError, match="nobody"):
        spread([], [], {})
