"""What the daily report counts and lists: visits, calls, receptions, deals and money of a period (domain 4.1).

Definitions, the same for every sheet. A period is both its days and all between, by business date:

* A visit of somebody who does not buy is no group. Of the others, `from_call` is the first visit of somebody who had
  called, `returning` any later visit, `first` the rest; together they are the groups.
* An entry of a reviewed day that was made void counts nowhere; the day as it was signed still has it.
* A subscription counts on the day on which it came into force (`activated_on`), a contract on the day on which its
  signature was entered: what was reported yesterday is never changed by what is entered today.
* A reservation (认筹) counts on the day on which the hold against a small order began; a subscription that had come
  into force and was ended counts as taken back (退挞定) on the day of its end, and not before.
* A deal, and the money of it, is its consultant's, or shared as a case has decided (`storage.credit`); who has a part
  of it has it in his or her own figures.
* Money counts as `receivable_period` counts it: a receipt on the day of its confirmation, a reversal on its own. Small
  orders and sincerity money count as they come in, and not again when they are moved to a deposit.

Everything is narrowed to what the person may see. Money in fen, areas in 0.0001 ㎡.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, quoted_name

from anchang.domain.correction import Corrected
from anchang.domain.hold import HoldType
from anchang.domain.visit import VisitKind
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.change import ChangeRequest
from anchang.storage.columns import Flag
from anchang.storage.contract import Contract
from anchang.storage.credit import sold_by
from anchang.storage.desk_filters import bounds
from anchang.storage.plan import held_then
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.unit import UnitClaim
from anchang.storage.visit import Visit
from anchang.storage.void import stands

BEGINNING = date(1900, 1, 1)
"""The first day of everything: before any office, and far enough from the first instant for every zone."""

FIRST, RETURNING, FROM_CALL, NON_BUYER = "first", "returning", "from_call", "non_buyer"

_VISIT, _CALL = table_of(Visit), table_of(Call)
_SUB, _CONTRACT, _CLAIM = table_of(Subscription), table_of(Contract), table_of(UnitClaim)
_ENDING = table_of(ChangeRequest)


def yes(flag: Any) -> ColumnElement[bool]:
    """Whether a flag is set; `IS` would not do, since a flag is a number and not every database takes that."""
    found: ColumnElement[bool] = flag == literal(True, Flag())
    return found


def no(flag: Any) -> ColumnElement[bool]:
    """Whether a flag is not set."""
    found: ColumnElement[bool] = flag == literal(False, Flag())
    return found


def visit_class() -> ColumnElement[str]:
    """Which of the four a visit is, as SQL."""
    return case(
        (_VISIT.c.kind == VisitKind.NOT_A_BUYER.value, NON_BUYER),
        (yes(_VISIT.c.from_call), FROM_CALL),
        (or_(_VISIT.c.kind == VisitKind.RETURNING.value, _VISIT.c.visit_count > 1), RETURNING),
        else_=FIRST,
    )


def own(read: Read, table: Any, consultant: str) -> ColumnElement[bool]:
    """The rows of the project that this person may see; `consultant` names the column of whose they are."""
    mine = table.c.project_id == read.project_id
    return mine if read.sees_all else and_(mine, table.c[consultant] == read.staff_id)


def visits_of(read: Read, first: date, last: date, *, void: bool = False) -> ColumnElement[bool]:
    """The visits of the period; with `void` those too that were made void."""
    found = and_(own(read, _VISIT, "consultant_id"), _VISIT.c.business_date >= first, _VISIT.c.business_date <= last)
    return found if void else and_(found, stands(read, Corrected.VISIT, _VISIT.c.id))


def calls_of(read: Read, first: date, last: date, *, void: bool = False) -> ColumnElement[bool]:
    """The calls of the period; with `void` those too that were made void."""
    found = and_(own(read, _CALL, "answered_by"), _CALL.c.business_date >= first, _CALL.c.business_date <= last)
    return found if void else and_(found, stands(read, Corrected.CALL, _CALL.c.id))


def sold(read: Read, table: Any, paper: str) -> ColumnElement[bool]:
    """The deals of the project that are in this person's figures; `paper` names the column of the subscription."""
    return and_(table.c.project_id == read.project_id, sold_by(read, table.c[paper], table.c.consultant_id))


def deals_of(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """The subscriptions that came into force in the period."""
    return and_(sold(read, _SUB, "id"), _SUB.c.activated_on >= first, _SUB.c.activated_on <= last)


def worth(column: str = "total") -> ColumnElement[Any]:
    """What a subscription was worth on the day on which it came into force (or how it was paid: `kind`).

    A later change of the payment method changes its price, and no report of the day before it.
    """
    now = _SUB.c.deal_total if column == "total" else _SUB.c.plan_kind
    found: ColumnElement[Any] = func.coalesce(held_then(column, _SUB.c.id, _SUB.c.activated_on), now)
    return found


def ended_by(first: date, last: date) -> ColumnElement[bool]:
    """The request that ended the subscription of the outer statement in the period and was not undone in it.

    There is one at most: between two ends lies a reactivation, and whoever is revived later was ended all the same on
    the day of the end.
    """
    return and_(
        _ENDING.c.subscription_id == _SUB.c.id,
        _ENDING.c.ended_on >= first,
        _ENDING.c.ended_on <= last,
        or_(_ENDING.c.revived_on.is_(None), _ENDING.c.revived_on > last),
    )


def taken_back(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """Subscriptions that had come into force and were ended in the period (退挞定), on the day of their end: forfeited,
    cancelled with refund, or replaced by a swap, whose new paper counts as a subscription of that day."""
    return and_(
        sold(read, _SUB, "id"),
        _SUB.c.activated_on.is_not(None),
        exists().where(ended_by(first, last)).correlate(_SUB),
    )


def reservations_of(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """Units reserved against a small order (认筹) in the period, by the day on which the hold began."""
    begins, ends = bounds(read, first)[0], bounds(read, last)[1]
    return and_(
        own(read, _CLAIM, "staff_id"),
        _CLAIM.c.hold_type == HoldType.SMALL_ORDER.value,
        _CLAIM.c.since >= begins,
        _CLAIM.c.since < ends,
    )


def contracts_of(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """The contracts whose signature was entered in the period."""
    return and_(
        sold(read, _CONTRACT, "subscription_id"),
        _CONTRACT.c.signed_entered_on >= first,
        _CONTRACT.c.signed_entered_on <= last,
    )


def count_if(condition: ColumnElement[bool], name: str, value: Any = 1) -> Any:
    """The sum of `value` where the condition holds, under a name that may be a word of SQL (returning)."""
    return func.sum(case((condition, value), else_=0)).label(quoted_name(name, True))
