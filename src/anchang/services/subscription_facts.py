"""What the acts on a subscription share: the row within one's scope, the facts, and papers whose hold is over (2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from anchang.domain.errors import Refusal, nothing_there
from anchang.domain.flow import Option
from anchang.domain.subscription import SUBSCRIPTION, SubscriptionFacts, SubscriptionState
from anchang.i18n import M, say
from anchang.services import claim
from anchang.services.act import Act
from anchang.storage import subscription_query as query
from anchang.storage import subscription_warnings as warned
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit

NOUN = M("subscription")
Row = Mapping[str, Any]


def paper(act: Act, subscription_id: int) -> Row:
    """The row; consultants reach only their own. Raises NotFound."""
    row = act.must(Subscription, subscription_id, NOUN)
    if not act.acts_for_all and act.actor.id not in (0, row["consultant_id"], row["maker_id"]):
        raise nothing_there(NOUN, subscription_id)
    return row


def facts_of(act: Act, row: Row, **said: Any) -> SubscriptionFacts:
    """The facts of a paper for its guards, with the permit under which its unit may be sold today."""
    unit = act.must(Unit, row["unit_id"], claim.UNIT_NOUN)
    return query.facts(act.read, row, claim.permit_of(act.read, unit), **said)


def list_price_stands(act: Act, row: Row) -> None:
    """The paper was priced by the list that is in force. Raises Refusal after another one came (2.3, 5.10)."""
    unit = claim.unit_row(act, row["unit_id"])
    if row["list_total"] != unit["list_total"]:
        raise Refusal(M("The list price of {unit} has changed; change the subscription first.", unit=unit["label"]))


def options(read: Read, subscription_id: int) -> list[Option[SubscriptionState, SubscriptionFacts]]:
    """Every step with its «why not» for the person who looks. Raises NotFound.

    What a form will still say (a comment, the stamp) counts as said.
    """
    row = query.one(read, subscription_id)
    if row is None:
        raise nothing_there(NOUN, subscription_id)
    unit = query.unit_of(read, row)
    said: dict[str, Any] = {"comment": "-", "stamped": True}
    if row["state"] == SubscriptionState.DRAFT:  # handing it in signs it
        given = {name: row[name] or row["signed_on"] for name in ("buyer_signed_on", "consultant_signed_on")}
        row = {**row, **given}
    facts = query.facts(read, row, claim.permit_of(replace(read, unmasked=True), unit), **said)
    is_maker = read.is_own(*query.makers(row))
    return SUBSCRIPTION.options(SubscriptionState(row["state"]), facts, read.roles, is_maker=is_maker)


def lapse(act: Act, row: Row, reason: str = claim.LAPSED) -> bool:
    """Make a paper void whose hold is over; whether it was. Money on its way keeps it (2.3 «no receipt»)."""
    facts = facts_of(act, row)
    if facts.has_receipt or not facts.hold_lapsed or row["state"] not in query.BEFORE_MONEY:
        return False
    act.move(SUBSCRIPTION, "lapse", Subscription, row, facts, as_system=True, void_reason=reason, void_on=act.today)
    return True


def hold_lapsed(act: Act, unit_id: int, reason: str = claim.LAPSED) -> None:
    """Make the papers on a unit void whose hold is over, as the program's own act in the journal."""
    with act.as_system("subscription.lapse", reason):
        for row in query.open_papers(act.read, unit_id):
            lapse(act, row, reason)


def answer(act: Act, row_id: int, more: Iterable[str] = ()) -> dict[str, Any]:
    """What every act on a paper answers with; money in fen, `warnings` as said, with `more` behind them."""
    row = act.must(Subscription, row_id, NOUN)
    is_draft = row["state"] == SubscriptionState.DRAFT
    found = warned.warnings(act.read, row, reading=not is_draft) if row["state"] in query.BEFORE_MONEY else ()
    return {
        "id": row_id,
        "sub_no": row["sub_no"],
        "version": row["version"],
        "state": row["state"],
        "unit_id": row["unit_id"],
        "unit": claim.unit_row(act, row["unit_id"])["label"],
        "list_total_fen": row["list_total"],
        "deal_total_fen": row["deal_total"],
        "deposit_fen": row["deposit_amount"],
        "warnings": [*(say(each) for each in found), *more],
    }
