"""The next edition of a paper in force: what is not changed stands in it as before (2.8, 3.6).

A paper is signed anew on the same number: its money, its plan and its unit stay where they are, so that nothing is
counted twice, and every older edition can still be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from anchang.services import subscription_parts as parts
from anchang.services.act import Act
from anchang.storage.subscription import Subscription, SubscriptionBuyer, SubscriptionDiscount, SubscriptionShare
from anchang.storage.subscription_edition import parts_of

Row = Mapping[str, Any]
PARTS: tuple[type[Any], ...] = (SubscriptionBuyer, SubscriptionDiscount, SubscriptionShare)


def write(
    act: Act,
    row: Row,
    changed: Mapping[type[Any], Iterable[Mapping[str, Any]]],
    *,
    expect: int | None = None,
    **values: Any,
) -> int:
    """Write the next edition of a paper with `values` in its own row; `changed` are the parts that are others now.

    Their rows need neither number nor edition. Raises Stale. Returns the edition.
    """
    changed = {model: list(rows) for model, rows in changed.items()}
    edition = int(row["edition"]) + 1
    act.work.update(Subscription, row["id"], expect=expect, edition=edition, **values)
    for model in PARTS:
        rows = changed.get(model)
        for no, part in enumerate(parts_of(act.read, row, model) if rows is None else rows, start=1):
            fixed = {"project_id": act.project_id, "subscription_id": row["id"], "edition": edition, "no": no}
            act.work.insert(model, **{**part, **fixed})
    common = {"project_id": act.project_id, "subscription_id": row["id"], "edition": edition}
    same_price = SubscriptionShare not in changed and SubscriptionDiscount not in changed
    parts.carry(act, row, common, _staying(act, row, changed.get(SubscriptionBuyer)), printed=same_price)
    return edition


def _staying(act: Act, row: Row, people: Iterable[Mapping[str, Any]] | None) -> dict[int, int]:
    """The number of each buyer of the old edition who stays -> the number in the new one."""
    before = parts_of(act.read, row, SubscriptionBuyer)
    if people is None:
        return {part["no"]: part["no"] for part in before}
    now = {(part["id_type"], part["id_no"]): no for no, part in enumerate(people, start=1)}
    found = {part["no"]: now.get((part["id_type"], part["id_no"])) for part in before}
    return {old: new for old, new in found.items() if new is not None}
