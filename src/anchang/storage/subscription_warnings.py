"""What is pointed out about a subscription without refusing it, and what its card shows beside it (3.6, 3.7, 5.3)."""

from typing import Any

from anchang.domain.buyer import buyer_warnings
from anchang.domain.dictionary import DictKind, Entry
from anchang.domain.pack import PackEvent, copies_out, keeper, unread
from anchang.domain.paper_figures import Worked, figure_warnings
from anchang.domain.plan import PlanKind
from anchang.domain.price_list import PricingBasis
from anchang.domain.subscription import deposit_warning
from anchang.i18n import M, Msg
from anchang.storage import buyer_file
from anchang.storage import dictionary as dictionaries
from anchang.storage import subscription_parts as parts
from anchang.storage import subscription_query as query
from anchang.storage.credit import credit_words
from anchang.storage.reading import Read
from anchang.storage.work import Row


def worked(read: Read, row: Row) -> Worked:
    """What the program has worked out, for holding the paper's own figures against it."""
    return Worked(
        basis=PricingBasis(row["pricing_basis"]),
        built_area=row["built_area"],
        inside_area=row["inside_area"],
        shared_area=row["shared_area"],
        deal_total=row["deal_total"],
        deposit=row["deposit_amount"],
        plan_total=sum(line.amount for line in query.plan_lines(read, row)),
    )


def other_warnings(read: Read, row: Row, *, reading: bool = True) -> tuple[Msg, ...]:
    """What the slip points out beside price, deposit and co-buyers (3.7): figures that do not reconcile, who acts for a
    buyer, a credit that is shared, and with `reading` what the buyer has not read."""
    known = [each.facts for each in query.buyers(read, row)]
    found = [*figure_warnings(parts.printed(read, row), worked(read, row)), *buyer_warnings(known, row["signed_on"])]
    left = unread_items(read, row) if reading else ()
    if left:
        found.append(M("the buyer has not read: {items}", items=tuple(each.label for each in left)))
    split = parts.consultants(read, row)
    if split:
        found.append(M("the credit is shared: {shares}", shares=credit_words(split)))
    return tuple(found)


def warnings(read: Read, row: Row, *, reading: bool = True) -> tuple[Msg, ...]:
    """Everything to warn about on a paper; nothing of it refuses it."""
    cap = deposit_warning(row["deposit_amount"], row["deal_total"], int(read.settings["deposit_cap_rate"]))
    return (*(() if cap is None else (cap,)), *other_warnings(read, row, reading=reading))


def unread_items(read: Read, row: Row) -> tuple[Entry, ...]:
    """The papers of the office's list that the buyer reads before the hand-in and has not (2.3, step 3)."""
    offered = {each.code: each for each in pack_list(read) if each.active}
    done = parts.items_of(parts.pack(read, row["id"]), PackEvent.READ)
    return tuple(offered[code] for code in unread(offered, PlanKind(row["plan_kind"]), done))


def pack_list(read: Read) -> tuple[Entry, ...]:
    """The office's list of the buyer's document pack, retired entries too (P03j)."""
    return dictionaries.lists(read.connection, read.project_id)[DictKind.PACK]


def beside(read: Read, subscription_id: int) -> dict[str, Any]:
    """What the card shows beside the paper; nothing outside of the person's scope. `warnings` and `unread`, the paper's
    own figures, terms, consultants who share, pack, copies with their keepers, and the buyer's file.
    """
    row = query.one(read, subscription_id)
    if row is None:
        return {}
    given, events = parts.given(read, subscription_id), parts.custody(read, subscription_id)
    return {
        "warnings": warnings(read, row),
        "printed": parts.printed(read, row),
        "shared_by": parts.consultants(read, row),
        "terms": parts.terms_on(read, row),
        "pack": parts.pack(read, subscription_id),
        "pack_list": pack_list(read),
        "keepers": {no: keeper(who, events, no) for no, who in given.items()},
        "copies_out": copies_out(given.items(), events),
        "custody": events,
        "file": buyer_file.of_customer(read, row["customer_id"]),
        "computed": buyer_file.computed(read, row["customer_id"], row["activated_on"]),
    }
