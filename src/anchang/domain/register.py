"""Old visit and call books: what one of their rows says, and which rows this office takes (issue «Old registers in»).

Pure: readers of files make `VisitRow`s and `CallRow`s; what they would do to the office is planned in the services.
An old entry was never handed in here and its customer was told nothing here: it stands outside the day close, and no
privacy notice is made up for it (3.2, 3.3, 5.11).
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anchang.domain import visit
from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade
from anchang.domain.units import Code, Name, Note, Phone
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

ORIGIN = "import"
TAKEN_BACK = "taken_back"  # the origin of what an import made that was taken back
MOST_ROWS = 100_000
MINUTES = 24 * 60


class RegisterKind(Worded):
    """Which book it is."""

    VISITS = "visits", M("visit register")
    CALLS = "calls", M("call register")
    DEALS = "deals", M("sales ledger")
    PLANS = "plans", M("payment plans")
    RECEIPTS = "receipts", M("receipt register")


LOGS = (RegisterKind.VISITS, RegisterKind.CALLS)
"""The books of the front desk; the others are the opening balance (4.4)."""


class Leavers(Worded):
    """What becomes of rows whose author is no member of staff."""

    REJECT = "reject", M("give their rows back")
    KEEP = "keep", M("keep their rows under their names")


class Owners(Worded):
    """Whose the customers become who are new here; of several authors only those who still receive customers count."""

    FIRST = "first", M("whoever received the customer first")
    LAST = "last", M("whoever received the customer last")
    NOBODY = "nobody", M("nobody: the manager hands them out")


class RulePart(StrEnum):
    """What a rule of a profile is about: a column's heading, a word in its cells, or a person's name."""

    COLUMN = "column"
    WORD = "word"
    PERSON = "person"


NOTE = "note"  # where the content of a column, or a word, may be kept that has no field of its own
LEFT_OUT = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a profile. A column: `said` heading means field `means` (empty: it is left out). A word: `said` in
    `field` means the stored value `means`, or `note`. A person: `said` is the member of staff with the number `means`
    (empty: has left)."""

    part: RulePart
    said: str
    means: str = LEFT_OUT
    field: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """An office's own mapping of a book, under a name."""

    name: str
    kind: RegisterKind
    heads: tuple[str, ...]
    rules: tuple[Rule, ...] = ()

    def of(self, part: RulePart) -> tuple[Rule, ...]:
        """The rules about one thing."""
        return tuple(rule for rule in self.rules if rule.part is part)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """A row of any old book: where it stands in its file."""

    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow(BookRow):
    """What visit and call books have in common. `minute` counts from midnight, office time; None where no time stands.

    `who` is the author as written; `other_phones` those that stood beside the first.
    """

    on: date
    minute: int | None = None
    who: Name = ""
    name: Name = ""
    phone: Phone = ""
    other_phones: tuple[Phone, ...] = ()
    no_phone_reason: str = ""
    gender: visit.Gender | None = None
    channels: tuple[Code, ...] = ()
    living_area: str = ""
    working_area: str = ""
    demand_area: visit.AreaDemand | None = None
    demand_layout: visit.LayoutDemand | None = None
    grade: Grade | None = None
    next_contact_on: date | None = None
    note: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow(RegisterRow):
    """A row of a visit book (3.3). `kind` None: the first visit of a customer is one, the others are returns."""

    left_minute: int | None = None
    kind: visit.VisitKind | None = None
    from_call: bool = False
    recorder: Name = ""
    party: visit.Party | None = None
    party_size: int | None = None
    age_band: visit.AgeBand | None = None
    family_structure: visit.FamilyStructure | None = None
    occupation: visit.Occupation | None = None
    industry: str = ""
    transport: visit.Transport | None = None
    agent_company: str = ""
    agent_name: str = ""
    report_no: str = ""
    purpose: visit.Purpose | None = None
    product_type: visit.ProductType | None = None
    floor_pref: str = ""
    facing_pref: visit.Facing | None = None
    budget: visit.Budget | None = None
    unit_price: visit.UnitPrice | None = None
    payment_intent: visit.PaymentIntent | None = None
    down_payment: visit.DownPayment | None = None
    focus: tuple[Code, ...] = ()
    resistance: tuple[Code, ...] = ()
    competitors: str = ""
    content: Note = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow(RegisterRow):
    """A row of a call book (3.2). `is_repeat` None: whoever is known already has called before."""

    is_repeat: bool | None = None
    family_size: int | None = None
    price_reaction: PriceReaction | None = None
    questions: Note = ""
    seen_other_projects: str = ""


def why_not_on(on: date, today: date, own_days: Container[date]) -> Msg | None:
    """Why an old entry of that day is not taken, or None.

    A day that this office has kept itself is settled by its own entries and its own close: nothing is added to it from
    a file, so that no locked figure changes. What is of today is entered at the desk.
    """
    if on > today:
        return M("{day} has not come yet", day=on)
    if on == today:
        return M("today's entries are made at the front desk")
    if on in own_days:
        return M("{day} was kept in this office; its entries are its own and nothing is added from a file", day=on)
    return None


def missing(row: RegisterRow) -> Msg | None:
    """What an entry cannot do without: somebody, and a number or why there is none; of no buyer only who it was."""
    if isinstance(row, VisitRow) and row.kind is visit.VisitKind.NOT_A_BUYER:
        return None if row.organisation or row.name else M("the row names nobody")
    return None if row.name else M("the row names nobody")


def entry_key(row: RegisterRow, who: str) -> tuple[object, ...]:
    """What makes two rows the same entry: a visit by day and number, a call by day, time and number.

    Without a number the name and its author stand for it. `who` is the author as the office keeps it.
    """
    person = row.phone or f"{row.name}\n{who}"
    return (row.on, row.minute or 0, person) if isinstance(row, CallRow) else (row.on, person)
