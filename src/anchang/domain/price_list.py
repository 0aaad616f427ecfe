"""A price list as rules: what a row says, which unit it means, what it would change (domain 2.16, 3.5, 5.2, 5.10).

Pure: readers of files make `PriceRow`s, `compare` says what they would do to the units that the office already has.
Money is fen, area 0.0001 ㎡. Which unit a row means is decided by `unit_key.identity`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from anchang.domain import measure, money, unit_key
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.money import Rounding
from anchang.domain.unit_key import Identity
from anchang.domain.units import Area, Fen
from anchang.i18n import M, Msg

ONE_YUAN = money.FEN_PER_YUAN
AREA_ONE = measure.AREA_UNIT


class Usage(StrEnum):
    """What a unit is for (domain 3.5)."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"
    OFFICE = "office"
    APARTMENT = "apartment"
    PARKING = "parking"
    STORAGE = "storage"

    @property
    def label(self) -> Msg:
        """The usage in words."""
        return USAGE_LABELS[self]


USAGE_LABELS: dict[Usage, Msg] = {
    Usage.RESIDENTIAL: M("residential"),
    Usage.COMMERCIAL: M("commercial"),
    Usage.OFFICE: M("office use"),
    Usage.APARTMENT: M("serviced apartment"),
    Usage.PARKING: M("parking space"),
    Usage.STORAGE: M("storage room"),
}


class PricingBasis(StrEnum):
    """Which figure the price hangs on (domain 5.2)."""

    BUILD = "build"
    INSIDE = "inside"
    SUITE = "suite"

    @property
    def label(self) -> Msg:
        """The basis in words."""
        return BASIS_LABELS[self]


BASIS_LABELS: dict[PricingBasis, Msg] = {
    PricingBasis.BUILD: M("by built area"),
    PricingBasis.INSIDE: M("by inside area"),
    PricingBasis.SUITE: M("by the suite"),
}


class SaleStatus(StrEnum):
    """What the file says of the unit's sale; in the order in which a sale goes (domain 2.16, import rows)."""

    UNSOLD = "unsold"
    REGISTERED = "registered"
    TITLED = "titled"

    @property
    def label(self) -> Msg:
        """The status in words."""
        return STATUS_LABELS[self]


STATUS_LABELS: dict[SaleStatus, Msg] = {
    SaleStatus.UNSOLD: M("not sold"),
    SaleStatus.REGISTERED: M("signed on line"),
    SaleStatus.TITLED: M("title transferred"),
}
STATUS_ORDER = tuple(SaleStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What a price list says of a unit besides where it is. None or "" means: the file does not say."""

    usage: Usage = Usage.RESIDENTIAL
    layout: str = ""
    facing: str = ""
    built_area: Area | None = None
    inside_area: Area | None = None
    shared_area: Area | None = None
    pricing_basis: PricingBasis = PricingBasis.BUILD
    unit_price_build: Fen | None = None
    unit_price_inside: Fen | None = None
    list_total: Fen | None = None
    floor_total: Fen | None = None
    filed_total: Fen | None = None
    sale_status: SaleStatus = SaleStatus.UNSOLD
    contract_no: str = ""
    permit_no: str = ""


FACT_LABELS: dict[str, Msg] = {
    "usage": M("usage"),
    "layout": M("layout"),
    "facing": M("facing"),
    "built_area": M("built area"),
    "inside_area": M("inside area"),
    "shared_area": M("shared area"),
    "pricing_basis": M("pricing basis"),
    "unit_price_build": M("unit price (built area)"),
    "unit_price_inside": M("unit price (inside area)"),
    "list_total": M("list total"),
    "floor_total": M("floor total"),
    "filed_total": M("filed total"),
    "sale_status": M("sale status"),
    "contract_no": M("contract number"),
    "permit_no": M("permit number"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingUnit(UnitFacts):
    """A unit that the office has; the key of the mapping given to `compare` is its `identity(...)`."""

    unit_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow(UnitFacts):
    """One unit as one file has it. Names stay as printed; `floor_sort` counts tenths of a storey (1.5 is 15).

    `assumed` names the facts that the file did not say and that were filled in (a default, a computed total): they are
    used for a new unit and never overwrite what the office has.
    """

    place: str
    building: str
    entrance: str = ""
    floor_text: str = ""
    floor_sort: int = 0
    floor_derived: bool = False
    room_no: str = ""
    door: str = ""
    assumed: frozenset[str] = frozenset()

    @property
    def identity(self) -> Identity:
        """The key under which the office knows the unit."""
        return unit_key.identity(self.building, self.entrance, self.floor_text, self.door)

    @property
    def room_label(self) -> str:
        """The room as people say it: a bare door is put behind its floor (floor 7, door 01 is 701)."""
        if self.room_no != self.door:
            return self.room_no
        return unit_key.room_of(self.floor_text, self.door) if self.floor_text else self.room_no

    @property
    def label(self) -> str:
        """The unit's short name, the same for the same identity: 1-2-301."""
        return unit_key.label_of(self.building, self.entrance, self.floor_text, self.door)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One fact that would change; values as stored (fen, 0.0001 ㎡, enums)."""

    name: str
    old: object
    new: object

    @property
    def label(self) -> Msg:
        """The fact in words."""
        return FACT_LABELS[self.name]


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that the list would change."""

    row: PriceRow
    existing: ExistingUnit
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing would do. Units that the file does not name are untouched: absent is neither deleted nor sold."""

    new: tuple[PriceRow, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[PriceRow, ...]
    issues: tuple[Issue, ...]
    repeats: int = 0

    def of_kind(self, kind: IssueKind) -> tuple[Issue, ...]:
        """The issues of one kind, in the order of the file."""
        return tuple(issue for issue in self.issues if issue.kind is kind)

    @property
    def skipped(self) -> tuple[Issue, ...]:
        """Rows without a unit in them."""
        return self.of_kind(IssueKind.SKIPPED)

    @property
    def in_doubt(self) -> tuple[Issue, ...]:
        """Rows left out until a person has looked."""
        return self.of_kind(IssueKind.IN_DOUBT)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """Rows taken as they stand, with something to look at."""
        return self.of_kind(IssueKind.WARNING)

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Rows left out because they cannot be read."""
        return self.of_kind(IssueKind.ERROR)

    @property
    def changes_nothing(self) -> bool:
        """Whether importing would leave every unit as it is."""
        return not self.new and not self.changed


@dataclass(frozen=True, slots=True)
class Distinct:
    """Rows of which each unit stands once. `repeats` counts units, `repeated_rows` the rows left out for it."""

    rows: tuple[PriceRow, ...]
    repeats: int
    repeated_rows: int
    issues: tuple[Issue, ...]


def distinct(rows: Iterable[PriceRow]) -> Distinct:
    """Each unit once: the same said twice is counted, two different things said of one unit are both left out."""
    groups: dict[Identity, list[PriceRow]] = {}
    for row in rows:
        groups.setdefault(row.identity, []).append(row)
    kept: list[PriceRow] = []
    issues: list[Issue] = []
    repeats = repeated_rows = 0
    for group in groups.values():
        first, *rest = group
        if all(_same_said(first, other) for other in rest):
            kept.append(first)
            repeats += bool(rest)
            repeated_rows += len(rest)
            continue
        for row in group:
            others = tuple(other.place for other in group if other is not row)
            reason = M("{unit} stands here and at {places} with different content; all are left out.",
                       unit=row.label, places=others)
            issues.append(Issue(row.place, reason, IssueKind.IN_DOUBT))
    return Distinct(tuple(kept), repeats, repeated_rows, tuple(issues))


def _same_said(one: PriceRow, other: PriceRow) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in FACT_LABELS)


def completed(row: PriceRow, rounding: Rounding) -> PriceRow:
    """The row with what follows from it: total by the list's rule, shared area. What is said is never changed."""
    made: dict[str, int] = {}
    if row.list_total is None:
        price, area = _basis_figures(row)
        if price is not None and area is not None:
            made["list_total"] = money.total_of(price, area, rounding)
    if row.shared_area is None and row.built_area is not None and row.inside_area is not None:
        made["shared_area"] = max(row.built_area - row.inside_area, 0)
    if not made:
        return row
    return replace(
        row,
        list_total=made.get("list_total", row.list_total),
        shared_area=made.get("shared_area", row.shared_area),
        assumed=row.assumed | made.keys(),
    )


def _basis_figures(row: UnitFacts) -> tuple[int | None, int | None]:
    if row.pricing_basis is PricingBasis.BUILD:
        return row.unit_price_build, row.built_area
    if row.pricing_basis is PricingBasis.INSIDE:
        return row.unit_price_inside, row.inside_area
    return None, None


def checks(row: PriceRow) -> list[Issue]:
    """What does not fit together in a row: warnings that name both figures; nothing is corrected (5.2, 3.5, 5.10)."""
    found: list[Msg] = []
    price, area = _basis_figures(row)
    if row.list_total is not None and price is not None and area is not None:
        exact = price * area
        if abs(row.list_total * AREA_ONE - exact) > ONE_YUAN * AREA_ONE:
            found.append(M("The total {total} is not unit price x area = {product}; it is kept as printed.",
                           total=money.show(row.list_total), product=money.show(money.times(price, area))))
    if row.built_area is not None and row.inside_area is not None:
        gap = row.built_area - row.inside_area
        if gap < 0:
            found.append(M("The inside area {inside} is larger than the built area {built}.",
                           inside=measure.show_area(row.inside_area), built=measure.show_area(row.built_area)))
        elif row.shared_area is not None and abs(gap - row.shared_area) > AREA_ONE // 100:
            found.append(M("The shared area {shared} is not built area less inside area = {gap}.",
                           shared=measure.show_area(row.shared_area), gap=measure.show_area(gap)))
    if row.filed_total is not None and row.list_total is not None and row.list_total > row.filed_total:
        found.append(M("The list total {total} is above the filed total {filed}.",
                       total=money.show(row.list_total), filed=money.show(row.filed_total)))
    if row.sale_status is SaleStatus.UNSOLD and row.list_total is None and row.filed_total is None:
        found.append(M("Not sold and without a price: it cannot be released before a list gives one."))
    return [Issue(row.place, reason, IssueKind.WARNING) for reason in found]


def compare(
    rows: Iterable[PriceRow],
    existing: Mapping[Identity, ExistingUnit],
    issues: Sequence[Issue] = (),
    repeats: int = 0,
) -> Preview:
    """What the rows would do to the existing units; `issues` and `repeats` are those of the reader, handed on."""
    once = distinct(rows)
    told = [*issues, *once.issues]
    new: list[PriceRow] = []
    changed: list[Change] = []
    unchanged: list[PriceRow] = []
    for row in once.rows:
        unit = existing.get(row.identity)
        if unit is None:
            new.append(row)
            continue
        if _goes_back(row, unit):
            told.append(Issue(row.place, M("The file says «{new}», the office has «{old}»; the office's state is kept.",
                                           new=row.sale_status, old=unit.sale_status), IssueKind.WARNING))
        changes = _changes(row, unit)
        if changes:
            changed.append(Change(row, unit, changes))
        else:
            unchanged.append(row)
    return Preview(tuple(new), tuple(changed), tuple(unchanged), tuple(told), repeats + once.repeats)


def _goes_back(row: PriceRow, unit: ExistingUnit) -> bool:
    return "sale_status" not in row.assumed and _earlier(row, unit)


def _earlier(row: PriceRow, unit: ExistingUnit) -> bool:
    return STATUS_ORDER.index(row.sale_status) < STATUS_ORDER.index(unit.sale_status)


def _changes(row: PriceRow, unit: ExistingUnit) -> tuple[FieldChange, ...]:
    found = []
    for fact in fields(UnitFacts):
        old, new = getattr(unit, fact.name), getattr(row, fact.name)
        if new is None or new == "" or new == old:
            continue
        if fact.name == "sale_status" and _earlier(row, unit):
            continue
        if fact.name in row.assumed and not _follows(fact.name, row, unit):
            continue
        found.append(FieldChange(fact.name, old, new))
    return tuple(found)


def _follows(name: str, row: PriceRow, unit: ExistingUnit) -> bool:
    """Whether a filled-in figure counts: when the office has none, or when what it was computed from is new."""
    if getattr(unit, name) is None:
        return True
    if name in ("list_total", "filed_total"):
        return _basis_figures(row) != _basis_figures(unit)
    return name == "shared_area" and (row.built_area, row.inside_area) != (unit.built_area, unit.inside_area)
