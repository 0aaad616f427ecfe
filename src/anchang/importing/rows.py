"""From texts to a `PriceRow`: figures, names, statuses, each fault with the address of its cell (3.5, 5.1, 5.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from anchang.domain import measure, money, text
from anchang.domain.errors import BadInput
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.money import Rounding
from anchang.domain.price_list import PriceRow, PricingBasis, SaleStatus, Usage, checks, completed
from anchang.i18n import M, Msg
from anchang.importing.forms import Raw
from anchang.importing.rooms import place_of
from anchang.importing.words import basis_of, is_blank, plain, sale_status_of, usage_of, why_broken

LIMITS = {
    "building": 60, "entrance": 30, "floor": 20, "room": 40, "layout": 60, "facing": 30, "usage": 30, "status": 30,
    "contract_no": 80, "permit_no": 80, "basis": 60,
}
FIGURE_LIMIT = 60
PER_METRE = re.compile(r"(?:/|每)(?:㎡|m²|m2|M2|平方米|平米|平).*$|[(（].*$")


@dataclass(slots=True)
class _Reader:
    """One row while it is read: what was found wrong with it so far."""

    raw: Raw
    known: dict[str, str]
    faults: list[Issue] = field(default_factory=list)

    def fault(self, name: str, reason: Msg, kind: IssueKind = IssueKind.ERROR) -> None:
        place = self.raw.place_of(name)
        if not any(known.place == place and known.reason.id == reason.id for known in self.faults):
            self.faults.append(Issue(place, reason, kind, self.raw.cells))

    def clean(self, name: str) -> str:
        """The field's text, normalised; "" where it says nothing or cannot be taken."""
        given = self.raw.texts.get(name, "")
        if not given:
            return ""
        done = self.known.get(given)
        limit = LIMITS.get(name, FIGURE_LIMIT)
        if done is not None and len(done) <= limit:
            return done
        if text.REPLACEMENT in given:
            self.fault(name, M("A character here is damaged."))
            return ""
        broken = why_broken(given)
        if broken is not None:
            self.fault(name, broken)
            return ""
        try:
            done = text.clean(given, self.raw.place_of(name), limit=limit)
        except BadInput as problem:
            self.fault(name, problem.message)
            return ""
        done = "" if is_blank(done) else done
        self.known[given] = done
        return done

    def price(self, name: str) -> int | None:
        """Fen, or None. Ten-thousands only where the cell or the head says so; parts of a fen are rounded half up."""
        said = PER_METRE.sub("", self.clean(name)).strip()
        if is_blank(said.removesuffix("元")):
            return None
        wan = "万" in said
        figure = said.removesuffix("元").removesuffix("万").strip()
        in_wan = wan or name in self.raw.ten_thousands
        return self._figure(name, rounded(figure, 6 if in_wan else 2) + ("万" if in_wan else ""), area=False)

    def area(self, name: str) -> int | None:
        """0.0001 ㎡, or None."""
        said = self.clean(name)
        for unit in ("平方米", "平米", "㎡", "m²", "m2"):
            said = said.removesuffix(unit).strip()
        return None if is_blank(said) else self._figure(name, rounded(said, 4), area=True)

    def _figure(self, name: str, said: str, *, area: bool) -> int | None:
        read = measure.parse_area if area else money.parse
        try:
            value = read(said)
        except BadInput:
            # Naming a place costs more than reading a figure, so it is named only where it is needed.
            self._tell(name, said, read)
            return None
        if value == 0:
            self.fault(name, M("0 is no figure; leave the cell empty where there is none."))
            return None
        return value

    def _tell(self, name: str, said: str, read: Callable[[str, str], int]) -> None:
        try:
            read(said, self.raw.place_of(name))
        except BadInput as problem:
            self.fault(name, problem.message)


def rounded(figure: str, decimals: int) -> str:
    """Figures that a formula left with more decimals than there are, half up; anything else as it is."""
    if not re.fullmatch(r"-?[0-9]{1,16}\.[0-9]{1,20}", figure):
        return figure
    return str(Decimal(figure).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


@dataclass(slots=True)
class Made:
    """What the texts gave: rows, faults, the list's rounding rule, each row's cells by its place.

    A row with a fault is left out: `bad` counts those with an error, `doubtful` those that a person has to look at.
    """

    rows: list[PriceRow]
    issues: list[Issue]
    rounding: Rounding
    cells: dict[str, tuple[str, ...]]
    bad: int
    doubtful: int


def made(raws: Iterable[Raw]) -> Made:
    """Read every row."""
    known: dict[str, str] = {}
    rows: list[PriceRow] = []
    issues: list[Issue] = []
    cells: dict[str, tuple[str, ...]] = {}
    bad = doubtful = 0
    for raw in raws:
        reader = _Reader(raw, known)
        row = _row(reader)
        issues.extend(reader.faults)
        if any(fault.kind is IssueKind.ERROR for fault in reader.faults):
            bad += 1
        elif reader.faults:
            doubtful += 1
        if row is not None and not reader.faults:
            rows.append(row)
            cells[row.place] = raw.cells
    rounding = rounding_of(rows)
    rows = [completed(row, rounding) for row in rows]
    for row in rows:
        issues.extend(checks(row))
    return Made(rows, issues, rounding, cells, bad, doubtful)


def _row(reader: _Reader) -> PriceRow | None:
    raw = reader.raw
    usage, assumed = _usage(reader)
    status = _status(reader, assumed)
    room = reader.clean("room")
    if not room:
        if is_blank(raw.texts.get("room", "")):
            reader.fault("room", M("The row has no room number."))
        return None
    place = place_of(reader.clean("building"), reader.clean("entrance"), reader.clean("floor"), room,
                     numbered=usage not in (Usage.PARKING, Usage.STORAGE))
    if not place.building and not reader.faults:
        reader.fault("building", M("The row names no building; add a column for it."))
    if place.conflict:
        reader.fault("room", M("The room {room} names another building or entrance than its columns.", room=room),
                     IssueKind.IN_DOUBT)
    prices = _prices(reader, assumed)
    row = PriceRow(
        place=raw.place, building=place.building, entrance=place.entrance, floor_text=place.floor_text,
        floor_sort=place.floor_sort, floor_derived=place.floor_derived, room_no=place.room_no, door=place.door,
        usage=usage, layout=reader.clean("layout"), facing=reader.clean("facing"),
        built_area=reader.area("built_area"), inside_area=reader.area("inside_area"),
        shared_area=reader.area("shared_area"), pricing_basis=prices.basis, unit_price_build=prices.build,
        unit_price_inside=prices.inside, list_total=prices.total, floor_total=prices.floor, filed_total=prices.filed,
        sale_status=status, contract_no=reader.clean("contract_no"), permit_no=reader.clean("permit_no"),
        assumed=frozenset(assumed),
    )
    return None if reader.faults else row


def _usage(reader: _Reader) -> tuple[Usage, set[str]]:
    said = reader.clean("usage")
    if not said:
        return Usage.RESIDENTIAL, {"usage"}
    usage = usage_of(said)
    if usage is None:
        reader.fault("usage", M("The usage «{text}» is not known; is this a unit for sale?", text=said),
                     IssueKind.IN_DOUBT)
    return usage or Usage.RESIDENTIAL, set()


def _status(reader: _Reader, assumed: set[str]) -> SaleStatus:
    """What the file says; a contract number means signed on line even where the file says nothing else (2.16)."""
    said = reader.clean("status")
    status = sale_status_of(said) if said else SaleStatus.UNSOLD
    if status is None:
        # Somebody may have it: taking it as unsold could sell it twice.
        reader.fault("status", M("The sale status «{text}» is not known; is the unit sold?", text=said),
                     IssueKind.IN_DOUBT)
        return SaleStatus.UNSOLD
    if status is SaleStatus.UNSOLD and reader.clean("contract_no"):
        return SaleStatus.REGISTERED
    if not said and "contract_no" not in reader.raw.texts:
        assumed.add("sale_status")
    return status


@dataclass(frozen=True, slots=True)
class _Prices:
    basis: PricingBasis
    build: int | None
    inside: int | None
    total: int | None
    floor: int | None
    filed: int | None


def _prices(reader: _Reader, assumed: set[str]) -> _Prices:
    build, inside = reader.price("unit_price_build"), reader.price("unit_price_inside")
    filed_unit = reader.price("filed_unit_price")
    stated = basis_of(reader.clean("basis")) or basis_of(plain(reader.clean("filed_unit_price")))
    if build is None and stated is not PricingBasis.INSIDE:
        build = filed_unit
    elif inside is None and stated is PricingBasis.INSIDE:
        inside = filed_unit
    total, filed = reader.price("list_total"), reader.price("filed_total")
    if total is None:
        total = reader.price("filed_list_total")
    if total is None and build is None and inside is None and filed is not None:
        total = filed
        assumed.add("list_total")
    basis = stated
    if basis is None:
        assumed.add("pricing_basis")
        basis = PricingBasis.BUILD
        if build is None and inside is not None:
            basis = PricingBasis.INSIDE
        elif build is None and total is not None:
            basis = PricingBasis.SUITE
    return _Prices(basis, build, inside, total, reader.price("floor_total"), filed)


def rounding_of(rows: Iterable[PriceRow]) -> Rounding:
    """The rule that most printed totals follow; where none is better, down to the whole yuan as filings do."""
    hits = dict.fromkeys(Rounding, 0)
    for row in rows:
        if row.list_total is None:
            continue
        price, area = row.unit_price_build, row.built_area
        if row.pricing_basis is PricingBasis.INSIDE:
            price, area = row.unit_price_inside, row.inside_area
        if price is not None and area is not None:
            for rule in Rounding:
                hits[rule] += row.list_total == money.total_of(price, area, rule)
    return max(Rounding, key=lambda rule: hits[rule])
