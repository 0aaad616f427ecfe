"""Facts of a usual sale, for the tests of its rules; a test changes the one fact that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from anchang.domain.buyer import BuyerFacts
from anchang.domain.contract import ContractFacts
from anchang.domain.flow import Flow
from anchang.domain.hold import Claim, ClaimKind, HoldType
from anchang.domain.identity import IdType
from anchang.domain.permit import PermitFacts, PermitKind
from anchang.domain.subscription import SubscriptionFacts
from anchang.domain.unit import UnitFacts

TODAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)  # 10:30 in Shanghai
PERMIT = PermitFacts("P-2026-001", PermitKind.PRE_SALE, date(2026, 1, 5), date(2027, 1, 4), frozenset({"1", "2"}))
SHORT_HOLD = Claim(ClaimKind.HOLD, "Zhang Wei", NOW, NOW + timedelta(minutes=10), HoldType.TEMP)
BUYER = BuyerFacts("Li Lei", IdType.ID_CARD, "11010519491231002X", "13800138000", "1 Main Street", is_primary=True)
SPOUSE = BuyerFacts("Han Mei", IdType.PASSPORT, "E12345678", "13800138001", "1 Main Street")

UNIT_FACTS = UnitFacts(
    building="1",
    today=TODAY,
    now=NOW,
    permit=PERMIT,
    list_total=120_000_000,
    filed_total=120_000_000,
    customer_named=True,
    consultant_limit=2,
    customer_limit=1,
    extension_limit=2,
    has_receipt=False,
)

PAPER = SubscriptionFacts(
    today=TODAY,
    building="1",
    permit=PERMIT,
    buyers=(BUYER,),
    held_for_customer=True,
    list_total=120_000_000,
    published_total=116_424_000,
    deal_total=116_424_000,
    floor_total=110_000_000,
    filed_total=120_000_000,
    plan_total=116_424_000,
    deposit_amount=5_000_000,
    deposit_received=5_000_000,
    signed_on=TODAY,
    sign_due_date=date(2026, 3, 16),
    handover_due=date(2027, 12, 31),
    stamped=True,
    has_receipt=False,
)

CONTRACT_FACTS = ContractFacts(
    today=TODAY,
    building="1",
    permit=PERMIT,
    subscription_active=True,
    deal_total=116_424_000,
    plan_total=116_424_000,
    first_payment_due=35_424_000,
    received=35_424_000,
)

Refused = tuple[str, str, dict[str, Any], str]
"""An example of a no: step, state, what is changed in the facts, and words of the reason."""


def unrefused(flow: Flow[Any, Any], facts: Any, examples: Sequence[Refused]) -> set[tuple[str, str]]:
    """The (step, guard) pairs that none of the examples makes say no: a new guard without an example is found."""
    left = {(step.name, guard.__name__) for step in flow.steps for guard in step.guards}
    for name, state, change, _ in examples:
        assert flow.states(state) in flow.step(name).sources, (name, state)
        changed = replace(facts, **change)
        left -= {(name, guard.__name__) for guard in flow.step(name).guards if guard(changed) is not None}
    return left
