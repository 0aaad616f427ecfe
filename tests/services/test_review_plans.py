"""Plans through the use case: whatever is typed, the lines sum to the price, or the paper is refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anchang.domain.errors import AnchangError
from anchang.services.subscription_form import PlanShare
from anchang.storage import subscription_query
from tests.office import desk_at
from tests.services.deals import BUYER, yuan
from tests.services.stock import block, customer, import_rows, on_sale

ONE = 1_000_000
RATE = st.one_of(st.integers(-ONE, 2 * ONE), st.sampled_from([0, 1, ONE // 3, ONE - 1, ONE]))


@st.composite
def shares(draw: st.DrawFn) -> tuple[PlanShare, ...]:
    """Parts that make 100 %, most of the time."""
    cuts = sorted(draw(st.lists(st.integers(1, ONE - 1), max_size=5, unique=True)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, ONE], strict=True)]
    if draw(st.integers(0, 9)) == 0:
        parts[-1] += draw(RATE)
    return tuple(PlanShare(rate=part, days=draw(st.integers(-1, 400))) for part in parts)


PLANS = st.one_of(
    st.fixed_dictionaries({"plan": st.just("lump_sum"), "plan_days": st.integers(-5, 10**6)}),
    st.fixed_dictionaries(
        {"plan": st.just("mortgage"), "loan_days": st.integers(-1, 40_000)},
        optional={"down_rate": st.integers(-1, 120).map(lambda part: f"{part}%")},
    ),
    st.fixed_dictionaries({"plan": st.just("instalments"), "shares": shares()}),
)
DEPOSIT = st.one_of(st.integers(-1, 20_000_000), st.integers(-1, 500_000), st.integers(2**40, 2**70))


def test_every_plan_sums_to_the_price_or_is_refused(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        on_sale(desk)
        who = customer(desk)
        terms: dict[str, Any] = {"unit": "1-1-101", "customer": who, "buyers": (BUYER,), "deposit": "50000"}
        paper = desk.do("c01", "subscription.draft", plan="lump_sum", **terms)
        kept = 0

        @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
        @given(PLANS, DEPOSIT, st.integers(100_000, 9_999_999))
        def typed(plan: dict[str, Any], deposit: int, price: int) -> None:
            nonlocal kept
            import_rows(desk, block("1栋", unit_price_build=price)[:1])
            sign = "-" if deposit < 0 else ""
            try:
                desk.do("c01", "subscription.edit", subscription=paper["id"], deposit=sign + yuan(abs(deposit)), **plan)
            except AnchangError:
                return
            kept += 1
            read = desk.session("manager")
            row = desk.office.look(read, subscription_query.one, paper["id"])
            assert row is not None
            lines = desk.office.look(read, subscription_query.plan_lines, row)
            assert sum(line.amount for line in lines) == row["deal_total"] > 0
            assert min(line.amount for line in lines) > 0
            assert lines[0].amount == row["deposit_amount"] or not row["deposit_amount"]

        typed()
        assert kept
