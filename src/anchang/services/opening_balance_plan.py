"""A ledger of running deals laid beside the office: what of it would come in, what not and why (2.16, 4.4).

The same plan is shown before and carried out after; it is made anew inside the act, from the rows as they stand then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from anchang.domain import opening_balance as rules
from anchang.domain.access import may
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.hold import ClaimKind
from anchang.domain.identity import IdType, check_id
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.measure import ONE, show_area
from anchang.domain.money import Rounding, show, total_of
from anchang.domain.opening_balance import DealRow, OldBuyer, OpeningPlan, UnitRow
from anchang.domain.price_list import PricingBasis
from anchang.domain.register import RegisterKind
from anchang.domain.text import clean
from anchang.domain.unit import UnitState
from anchang.domain.unit_key import building_key, door_key, entrance_key, floor_key, identity, room_of
from anchang.i18n import M, Msg
from anchang.services.register_plan import Choices, Names
from anchang.storage import opening_balance as rows
from anchang.storage import staff
from anchang.storage.opening_balance import CameIn, Standing
from anchang.storage.reading import Read

R = TypeVar("R", bound=UnitRow)
NOT_YOURS = M("The opening balance is brought in by assistant, manager, director and administrator.")
_TOLERANCE = 100  # fen by which price per ㎡ x area may miss the price: both are rounded to be printed
_OTHER_UNIT = 10  # a price so many times higher or lower than the list's is written in another unit
_FAR = 3  # tenths by which a price may differ from the list's without a remark
_SMALL = 100_000  # fen: less than this is no payment for a home, perhaps ten-thousands
_LIMITS = {"note": 4000, "who": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningChoices(Choices):
    """What whoever imports decides; the deals come in as of the end of `cut_over`."""

    cut_over: date


@dataclass(slots=True, eq=False)
class Deal:
    """One deal that comes in. `author` names who sold it where that is no member of staff; `buyers` with their ID."""

    row: DealRow
    standing: Standing
    plan: OpeningPlan
    consultant: int
    author: str
    buyers: tuple[tuple[OldBuyer, IdType], ...]
    signed_on: date
    contract_on: date | None
    state: UnitState


@dataclass(slots=True)
class Laid:
    """What taking the rows in would do. `issues` stand by the place of their row; `unknown_people` counts names."""

    kind: RegisterKind
    entries: list[Any] = field(default_factory=list)
    issues: dict[str, list[Issue]] = field(default_factory=dict)
    rejected: int = 0
    twice: int = 0
    doubtful: int = 0
    here: int = 0
    unknown_people: Counter[str] = field(default_factory=Counter)
    leavers: Counter[str] = field(default_factory=Counter)
    total: int = 0
    received: int = 0

    def tell(self, place: str, reason: Msg, kind: IssueKind = IssueKind.ERROR) -> None:
        """A remark about a row."""
        self.issues.setdefault(place, []).append(Issue(place, reason, kind))

    def reject(self, place: str, reasons: Iterable[Msg]) -> None:
        """The row is not taken."""
        self.rejected += 1
        for reason in reasons:
            self.tell(place, reason)

    @property
    def warnings(self) -> int:
        """Remarks on rows that are taken all the same."""
        return sum(each.kind is IssueKind.WARNING for told in self.issues.values() for each in told)

    @property
    def counts(self) -> dict[str, int]:
        """The figures of the preview; money in fen."""
        return {
            "added": len(self.entries), "rejected": self.rejected, "twice": self.twice + self.doubtful,
            "here": self.here, "warnings": self.warnings, "total_fen": self.total, "received_fen": self.received,
            "open_fen": self.total - self.received,
        }  # fmt: skip


def preview(read: Read, given: Sequence[DealRow], choices: OpeningChoices) -> Laid:
    """What bringing these deals in would do now; nothing is kept. Raises NotAllowed, BadInput for the cut-over."""
    if not may(read.roles, "register.import"):
        raise NotAllowed(NOT_YOURS)
    return lay(read, given, choices, read.staff_id)


def check_cut_over(read: Read, cut_over: date) -> None:
    """Raises BadInput for a day that cannot be the cut-over."""
    reason = rules.why_not_cut_over(cut_over, read.today)
    if reason is not None:
        raise BadInput(reason, "cut_over")


def lay(read: Read, given: Sequence[DealRow], choices: OpeningChoices, keeper: int) -> Laid:
    """Lay the deals beside the office. Raises BadInput for a value that cannot be kept, and for the cut-over."""
    check_cut_over(read, choices.cut_over)
    laid = Laid(RegisterKind.DEALS)
    names = Names(staff.everybody(read.connection), choices, read.today, choices.keeper or keeper, laid.unknown_people)
    office = Office(read)
    taken: dict[int, DealRow] = {}
    disputed: set[str] = set()
    numbers: dict[str, str] = dict.fromkeys(rows.contract_numbers(read), "")
    for index, each in enumerate(given):
        row = said(each, index)
        found = office.find(row)
        if isinstance(found, Msg):
            laid.reject(row.place, [found])
            continue
        unit_id = found.unit["id"]
        before = office.came.get(unit_id)
        if unit_id in taken:
            _again(laid, row, taken[unit_id], disputed)
        elif before is not None:
            _was_here(laid, row, before, found)
        else:
            _take(laid, row, found, names, choices, numbers, taken)
    return laid


def said(row: R, index: int = 0) -> R:
    """The row as it is kept: clean text, its place. Raises BadInput for text too long."""
    changed: dict[str, Any] = {}
    for name in row.__dataclass_fields__:
        value = getattr(row, name)
        if type(value) is str and value and name != "place":
            limit = _LIMITS.get(name, 200)
            changed[name] = clean(value, f"rows[].{name}", limit=limit, multiline=name == "note")
    if not row.place:
        changed["place"] = f"#{index + 1}"
    return replace(row, **changed)


class Office:
    """The units of the office as a ledger names them, and the deals that came in before."""

    def __init__(self, read: Read) -> None:
        self.all = rows.units(read)
        self.came = rows.came_in(read)
        self.by_key = {self._key(each): each for each in self.all}
        self.by_door: dict[tuple[str, str], list[Standing]] = {}
        self.by_room: dict[str, list[Standing]] = {}
        for each in self.all:
            floor, door = floor_key(each.unit["floor_text"]), door_key(each.unit["door"])
            self.by_door.setdefault((floor, door), []).append(each)
            self.by_room.setdefault(door_key(room_of(floor, door)), []).append(each)

    @staticmethod
    def _key(each: Standing) -> tuple[str, ...]:
        unit = each.unit
        return identity(unit["building"], unit["entrance"], unit["floor_text"], unit["door"])

    def find(self, row: UnitRow) -> Standing | Msg:
        """The unit that the row names, or why none can be meant: a building may stand without the project's name."""
        exact = self.by_key.get(identity(row.building, row.entrance, row.floor_text, row.door))
        if exact is not None:
            return exact
        if not row.door and not row.room:
            return M("the row names no unit")
        near = self.by_door.get((floor_key(row.floor_text), door_key(row.door)), [])
        near = near or self.by_room.get(door_key(row.door or row.room), [])
        building, entrance = building_key(row.building), entrance_key(row.entrance)
        found = [each for each in near if _fits(each.unit, building, entrance)]
        if len(found) == 1:
            return found[0]
        if found:
            return M("«{room}» could be {units}; write building and entrance too", room=row.room or row.door,
                     units=tuple(each.unit["label"] for each in found[:4]))  # fmt: skip
        parts = (row.room,) if "-" in row.room else (row.building, row.entrance, row.room or row.door)
        return M("there is no unit {room} in this office", room="-".join(part for part in parts if part))


def _fits(unit: Mapping[str, Any], building: str, entrance: str) -> bool:
    known = building_key(unit["building"])
    same = not building or known == building or re.search(rf"(?<![0-9A-Z]){re.escape(building)}$", known) is not None
    return same and (not entrance or entrance_key(unit["entrance"]) == entrance)


def _again(laid: Laid, row: DealRow, first: DealRow, disputed: set[str]) -> None:
    """The same deal once more is one; two deals on one unit are neither: nobody here can say which of them runs."""
    if replace(row, place="") == replace(first, place=""):
        laid.twice += 1
        return
    told = [(row.place, first.place)]
    if first.place not in disputed:
        disputed.add(first.place)
        told.append((first.place, row.place))
        _left_out(laid, first.place)
    for place, other in told:
        laid.doubtful += 1
        laid.tell(place, M("the same unit stands in {place}, with other figures; leave in which of them runs",
                           place=other), IssueKind.IN_DOUBT)  # fmt: skip


def _left_out(laid: Laid, place: str) -> None:
    """A deal that was to come in does not."""
    deal = next(each for each in laid.entries if each.row.place == place)
    laid.entries.remove(deal)
    laid.issues.pop(place, None)
    if deal.author:
        laid.leavers[deal.author] -= 1
        laid.leavers += Counter()
    laid.total -= deal.row.total or 0
    laid.received -= deal.row.received or 0


def _was_here(laid: Laid, row: DealRow, before: CameIn, standing: Standing) -> None:
    """The same deal again adds nothing; another one on its unit is no second sale (5.12)."""
    deal, contract = before.deal, before.contract or {}
    names = [each.name for each in row.buyers]
    pairs: list[tuple[Msg, object, object]] = [
        (M("buyer"), names[0] if names else "", before.buyer),
        (M("price"), show(row.total or 0), show(deal["deal_total"])),
    ]
    if row.received is not None:
        pairs.append((M("received"), show(row.received), show(deal["opening_received"])))
    if row.contract_no and contract:
        pairs.append((M("contract number"), row.contract_no, contract["contract_no"]))
    differs = [each for each in pairs if each[1] != each[2]]
    if not differs:
        laid.here += 1
        return
    what, new, old = differs[0]
    laid.reject(row.place, [M("{unit} came in already: {what} there {old}, in the file {new}",
                              unit=standing.unit["label"], what=what, old=old, new=new)])  # fmt: skip


def _take(
    laid: Laid, row: DealRow, standing: Standing, names: Names, choices: OpeningChoices, numbers: dict[str, str],
    taken: dict[int, DealRow],
) -> None:  # fmt: skip
    who = names.find(row.who)
    against = [*_why_not_unit(row, standing), *_why_not(row, choices.cut_over)]
    if isinstance(who, Msg):
        against.append(who)
    number = contract_no(row, standing)
    if number and number in numbers:
        other = numbers[number]
        against.append(
            M("contract {no} is that of {place} too", no=number, place=other) if other
            else M("contract {no} is another deal's already", no=number)
        )  # fmt: skip
    plan: OpeningPlan | None = None
    if not against:
        try:
            plan = rules.lay_plan(row)
        except Refusal as problem:
            against.append(problem.message)
    if plan is None or against:
        laid.reject(row.place, against)
        return
    assert not isinstance(who, Msg)
    numbers[number] = row.place
    taken[standing.unit["id"]] = row
    signed_on = row.signed_on or row.contract_on
    assert signed_on is not None
    buyers, warned = _buyers(row)
    deal = Deal(
        row, standing, plan, names.keeper if who is None else who, row.who if who is None else "", buyers, signed_on,
        row.contract_on or (row.filed_on if row.has_contract else None), _state(row, standing),
    )  # fmt: skip
    laid.entries.append(deal)
    if deal.author:
        laid.leavers[deal.author] += 1
    laid.total += row.total or 0
    laid.received += row.received or 0
    for reason in (*plan.warnings, *warned, *_doubts(row, standing)):
        laid.tell(row.place, reason, IssueKind.WARNING)


def contract_no(row: DealRow, standing: Standing) -> str:
    """The contract's number on paper: the ledger's, else the one of the list or of the filing on line."""
    if not row.has_contract:
        return ""
    return row.contract_no or row.net_sign_no or str(standing.unit["contract_no"])


def _why_not_unit(row: DealRow, standing: Standing) -> list[Msg]:
    unit, claim = standing.unit, standing.claim
    state = UnitState(unit["state"])
    if claim is not None and claim["kind"] != ClaimKind.IMPORTED:
        return [M("unit {unit} has a deal of this office", unit=unit["label"])]
    if claim is None and state not in (UnitState.UNRELEASED, UnitState.AVAILABLE):
        return [M("unit {unit} is «{state}»", unit=unit["label"], state=state)]
    if claim is not None and not row.has_contract:
        return [
            M("the price list says that the contract of {unit} is registered ({no}); here it is not signed",
              unit=unit["label"], no=unit["contract_no"] or "-")
        ]  # fmt: skip
    listed, total = unit["list_total"], row.total
    if listed and total and not listed <= total * _OTHER_UNIT <= listed * _OTHER_UNIT**2:
        return [M("the price is {total}, that of the list {listed}; are these ten-thousands?", total=show(total),
                  listed=show(listed))]  # fmt: skip
    return []


def too_late(on: object, cut_over: date) -> Msg:
    """Why something does not belong to the opening balance."""
    return M("{day} is after the cut-over of {cut_over}; what came later is entered here", day=on, cut_over=cut_over)


def _why_not(row: DealRow, cut_over: date) -> list[Msg]:
    against: list[Msg] = []
    if not any(each.name for each in row.buyers):
        against.append(M("the row names no buyer"))
    shares = [each.share for each in row.buyers]
    if any(shares) and (None in shares or abs(sum(each or 0 for each in shares) - ONE) > len(shares)):
        against.append(M("the shares of the buyers do not make 100 %"))
    if not row.total:
        against.append(M("the row has no price"))
    if row.signed_on is None and row.contract_on is None:
        against.append(M("the row has no day of the subscription or the contract"))
    if row.has_contract and row.contract_on is None and row.filed_on is None:
        against.append(M("state the day on which the contract was signed"))
    days = [each for each in (row.signed_on, row.contract_on, row.filed_on, row.collected_on) if each is not None]
    against += [too_late(day, cut_over) for day in days
                if day > cut_over][:1]  # fmt: skip
    for earlier, later in pairwise(days):
        if later < earlier:
            against.append(M("{day} is before the step that comes first, on {before}", day=later, before=earlier))
            break
    if row.titled_on is not None and row.titled_on > cut_over:
        against.append(too_late(row.titled_on, cut_over))
    return against


def _state(row: DealRow, standing: Standing) -> UnitState:
    """Where the deal has brought its unit; what the authority's list says of it counts too (2.16)."""
    before = UnitState(standing.unit["state"])
    if row.titled or row.titled_on is not None or before is UnitState.TITLED:
        return UnitState.TITLED
    if not row.has_contract:
        return UnitState.SUBSCRIBED
    filed = row.filed or row.filed_on is not None or row.filing_no or row.collected_on is not None or row.archive_place
    return UnitState.REGISTERED if filed or before is UnitState.REGISTERED else UnitState.SIGNED


_SHAPES: tuple[tuple[str, IdType], ...] = (
    (r"[1-9][0-9]{16}[0-9X]", IdType.ID_CARD),
    (r"[HM][0-9]{8}(?:[0-9]{2})?", IdType.HK_MACAU_PERMIT),
    (r"9[0-9A-Z]{17}", IdType.BUSINESS_LICENCE),
    (r"[A-Z]{1,2}[0-9]{7,8}", IdType.PASSPORT),
)


def _buyers(row: DealRow) -> tuple[tuple[tuple[OldBuyer, IdType], ...], list[Msg]]:
    """The buyers with the kind of paper that their number looks like; a number that is none is kept as it is."""
    found: list[tuple[OldBuyer, IdType]] = []
    warned: list[Msg] = []
    for each in row.buyers:
        if not each.name:
            continue
        plain = re.sub(r"[\s-]", "", each.id_no).upper()
        kind = next((kind for shape, kind in _SHAPES if re.fullmatch(shape, plain)), IdType.OTHER)
        number = plain
        if plain:
            try:
                number = check_id(kind, plain)
            except BadInput:
                kind = IdType.OTHER
                warned.append(M("«{number}» of {name} is no valid ID number; it is kept as it stands", number=plain,
                                name=each.name))  # fmt: skip
        found.append((replace(each, id_no=number), kind))
    without = tuple(each.name for each, _kind in found if not each.id_no)
    if without:
        warned.append(M("no ID number of {names}", names=without))
    return tuple(found), warned


def _doubts(row: DealRow, standing: Standing) -> list[Msg]:
    """Figures that do not fit one another: both are named, the deal comes in as the ledger has it."""
    unit, told = standing.unit, []
    inside = unit["pricing_basis"] == PricingBasis.INSIDE
    area = (row.inside_area or unit["inside_area"]) if inside else (row.built_area or unit["built_area"])
    if row.unit_price and area:
        computed = total_of(row.unit_price, area, Rounding.HALF_UP_FEN)
        if abs(computed - (row.total or 0)) > _TOLERANCE + area // (2 * 10_000):
            told.append(
                M("{price} x {area} ㎡ makes {computed}, the price is {total}", price=show(row.unit_price),
                  area=show_area(area), computed=show(computed), total=show(row.total or 0))
            )  # fmt: skip
    for name, words in (("built_area", M("built area")), ("inside_area", M("inside area"))):
        mine, known = getattr(row, name), unit[name]
        if mine and known and mine != known:
            told.append(M("{what}: {new} in the file, {old} in the price list", what=words, new=show_area(mine),
                          old=show_area(known)))  # fmt: skip
    listed = unit["contract_no"]
    if listed and row.net_sign_no and row.net_sign_no != listed:
        told.append(M("{what}: {new} in the file, {old} in the price list", what=M("net-signing number"),
                      new=row.net_sign_no, old=listed))  # fmt: skip
    listed, filed, total = unit["list_total"], unit["filed_total"], row.total or 0
    if listed and abs(total - listed) * 10 > listed * _FAR:
        told.append(M("the price is {total}, that of the list {listed}", total=show(total), listed=show(listed)))
    if filed and total > filed:
        told.append(M("the price of {total} is above the filed one of {filed}", total=show(total), filed=show(filed)))
    if row.received and row.received < _SMALL:
        told.append(M("only {received} received; are these ten-thousands?", received=show(row.received)))
    if not row.received:
        told.append(M("no money had come in by the cut-over, says the ledger"))
    if row.signed_on is None:
        told.append(M("no day of the subscription; that of the contract is taken"))
    return told
