"""Price lists: drafted from a file's rows, approved by somebody else, applied whole (2.16, 2.18, 5.2, 5.10).

What the file says is taken as it stands: a given total is never corrected, a blank never overwrites, a unit that the
list does not name is untouched. Files are read above (`importing`); here come `PriceRow`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from anchang.domain import money
from anchang.domain import price_list as rules
from anchang.domain.access import Role, may
from anchang.domain.drafted import PRICE_LIST, DraftedFacts
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.hold import ClaimKind
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.money import MAX, Rounding
from anchang.domain.price_list import Change, Preview, PriceRow, SaleStatus
from anchang.domain.text import clean
from anchang.domain.unit import UNIT, UnitState
from anchang.domain.units import Note, PriceListRef
from anchang.i18n import M, say
from anchang.services import drafted
from anchang.services.act import Act
from anchang.services.claim_import import take_imported
from anchang.services.use_case import Result, use_case
from anchang.storage import price_list as lists
from anchang.storage.price_list import PRICES, Known, PriceList, PriceListLine, Standing, UnitPrice
from anchang.storage.reading import Read
from anchang.storage.unit import Unit, sort_key
from anchang.storage.work import Row

MOST_ROWS = 100_000
NAMED = 50  # remarks that a result carries
NOUN = M("price list")
_TEXTS = (
    "place", "building", "entrance", "floor_text", "room_no", "door", "layout", "facing", "contract_no", "permit_no",
)  # fmt: skip
_AMOUNTS = (*PRICES, "built_area", "inside_area", "shared_area")
_ARRIVALS = {SaleStatus.REGISTERED: UnitState.REGISTERED, SaleStatus.TITLED: UnitState.TITLED}


@dataclass(frozen=True, slots=True)
class DraftPriceList:
    """The rows of one file. `rounding` is the rule of its totals; `filed`: its list totals are the filed prices.

    `apply_now` approves it in the same act: only the administrator's first list of a project (2.18).
    """

    rows: tuple[PriceRow, ...]
    file_name: str = ""
    digest: str = ""
    rounding: Rounding = Rounding.FLOOR_YUAN
    filed: bool = False
    apply_now: bool = False
    note: Note = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A list laid beside the office: what it would do, and how the units stand."""

    preview: Preview
    known: Known


@lru_cache(maxsize=20_000)
def _clean(text: str, place: str) -> str:
    return clean(text, place, limit=80)


def _said(row: PriceRow, rounding: Rounding, filed: bool) -> PriceRow:
    """The row as it is kept: clean text, the total that follows from its figures, a contract number means signed."""
    for name in _AMOUNTS:
        value = getattr(row, name)
        if value is not None and not 0 <= value <= MAX:
            raise BadInput(M("{place}: a figure is out of range.", place=row.place), row.place)
    changed: dict[str, Any] = {}
    for name in _TEXTS:
        text = getattr(row, name)
        if text and (cleaned := _clean(text, name)) != text:
            changed[name] = cleaned
    if not changed.get("building", row.building) or not changed.get("door", row.door):
        raise BadInput(M("{place}: a unit needs its building and its door.", place=row.place), row.place)
    if row.contract_no and row.sale_status is SaleStatus.UNSOLD:
        changed.update(sale_status=SaleStatus.REGISTERED, assumed=row.assumed - {"sale_status"})
    done = rules.completed(replace(row, **changed) if changed else row, rounding)
    if filed and done.filed_total is None and done.list_total is not None:
        done = replace(done, filed_total=done.list_total)
    return done


def _plan(read: Read, rows: Iterable[PriceRow]) -> _Plan:
    known = lists.known(read)
    preview = rules.compare(rows, known.units)
    changed: list[Change] = []
    unchanged = list(preview.unchanged)
    told = list(preview.issues)
    for change in preview.changed:
        standing = known.standing[change.existing.unit_id]
        kept = _kept_by_the_office(change, standing, told)
        if kept is None:
            unchanged.append(change.row)
        else:
            changed.append(kept)
            told += _above_the_filing(kept, standing)
    told += [each for row in (*preview.new, *(change.row for change in changed)) for each in rules.checks(row)]
    settled = replace(preview, changed=tuple(changed), unchanged=tuple(unchanged), issues=tuple(told))
    return _Plan(settled, known)


def _kept_by_the_office(change: Change, standing: Standing, told: list[Issue]) -> Change | None:
    """The change without what a live deal decides; None when nothing is left. Remarks go to `told`."""
    fields = change.fields
    sale = next((each for each in fields if each.name == "sale_status"), None)
    if sale is not None and not _may_arrive(standing):
        told.append(
            Issue(
                change.row.place,
                M(
                    "{unit}: the file says «{new}», here it is «{old}»; that is kept.",
                    unit=standing.label,
                    new=change.row.sale_status,
                    old=standing.state,
                ),
                IssueKind.WARNING,
            )
        )
        fields = tuple(each for each in fields if each.name not in ("sale_status", "contract_no"))
    if not fields:
        return None
    in_a_deal = standing.claim not in ("", ClaimKind.IMPORTED)
    if in_a_deal and any(each.name in PRICES for each in fields):
        told.append(
            Issue(
                change.row.place,
                M(
                    "{unit} is «{state}»: its list price changes, the deal keeps its own.",
                    unit=standing.label,
                    state=standing.state,
                ),
                IssueKind.WARNING,
            )
        )
    return Change(change.row, change.existing, fields)


def _above_the_filing(change: Change, standing: Standing) -> list[Issue]:
    """5.10: a new price above the one that was filed before; the unit cannot be sold until the new one is filed."""
    total, filed = change.row.list_total, change.existing.filed_total
    is_new = any(each.name == "list_total" for each in change.fields)
    if not is_new or change.row.filed_total is not None or total is None or filed is None or total <= filed:
        return []
    words = M(
        "{unit}: the new list total {total} is above the filed total {filed}; it cannot be sold until that is filed.",
        unit=standing.label,
        total=money.show(total),
        filed=money.show(filed),
    )
    return [Issue(change.row.place, words, IssueKind.WARNING)]


def _may_arrive(standing: Standing) -> bool:
    """Whether the file may say that the unit is sold: only of one that this office never offered."""
    if standing.state is UnitState.UNRELEASED:
        return standing.claim == ""
    return standing.state is UnitState.REGISTERED and standing.claim == ClaimKind.IMPORTED


def preview(
    read: Read, rows: Iterable[PriceRow], rounding: Rounding = Rounding.FLOOR_YUAN, filed: bool = False
) -> Preview:
    """What drafting and approving these rows would do now; nothing is kept.

    Raises BadInput for a row out of range, NotAllowed for whoever may not draft: it shows floor prices (2.18).
    """
    _may_see(read)
    return _plan(read, [_said(row, rounding, filed) for row in rows]).preview


def apply_first(read: Read) -> bool:
    """Whether a list drafted by this person may be applied in the same act: the administrator's first one (2.18)."""
    return Role.ADMINISTRATOR in read.roles and lists.is_first(read)


def preview_of(read: Read, price_list_id: int) -> Preview:
    """What approving this stored version would do now. Raises NotAllowed for whoever may not draft one."""
    _may_see(read)
    return _plan(read, lists.lines(read, price_list_id)).preview


def _may_see(read: Read) -> None:
    if not may(read.roles, "price_list.draft"):
        raise NotAllowed(M("Price lists are drafted and approved by manager, director and administrator."))


@use_case(
    "price_list.draft",
    title=M("Draft a price list"),
    done=M("{no}: {new} new, {changed} changed, {unchanged} unchanged, {left_out} left out."),
)
def draft(act: Act, command: DraftPriceList) -> Result:
    """Keep a file's rows as a price-list version that waits for its approval.

    When it would change nothing, nothing is kept and `id` is None. Raises BadInput for a row out of range or too many
    rows, Refusal when a draft of the same file waits already or `apply_now` is not this person's.
    """
    if not 0 < len(command.rows) <= MOST_ROWS:
        raise BadInput(M("A price list has 1 to {most} rows.", most=MOST_ROWS), "rows")
    plan = _plan(act.read, [_said(row, command.rounding, command.filed) for row in command.rows])
    found = plan.preview
    result: Result = {
        "id": None,
        "no": "-",
        "state": "unchanged",
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": len(found.unchanged),
        "left_out": len(found.in_doubt),
        "remarks": _remarks(found),
    }
    if found.changes_nothing:
        return result
    digest = clean(command.digest, "digest", limit=128)
    waiting = lists.waiting_with(act.read, digest)
    if waiting is not None:
        raise Refusal(M("Price list {no} was drafted from the same file and waits for its approval.", no=waiting["no"]))
    number = lists.next_no(act.read)
    list_id = act.work.insert(
        PriceList,
        project_id=act.project_id,
        no=number,
        state=act.born(PRICE_LIST),
        file_name=clean(command.file_name, "file_name"),
        digest=digest,
        rounding=command.rounding.value,
        filed=command.filed,
        new_count=len(found.new),
        changed_count=len(found.changed),
        unchanged_count=len(found.unchanged),
        left_out_count=len(found.in_doubt),
        warning_count=len(found.warnings),
        note=clean(command.note, "note", multiline=True),
        made_by=act.actor.id or None,
        made_at=act.now,
        business_date=act.today,
    )
    act.work.insert_many(PriceListLine, _lines(act, list_id, found))
    result.update(id=list_id, no=number, state="draft")
    if command.apply_now:
        _approve(act, act.must(PriceList, list_id, NOUN), "approve_first", None, plan)
        result["state"] = "approved"
    return result


def _remarks(found: Preview) -> list[str]:
    shown = (*found.in_doubt, *found.warnings)[:NAMED]
    return [f"{each.place}: {say(each.reason)}" for each in shown]


def _lines(act: Act, list_id: int, found: Preview) -> list[dict[str, Any]]:
    kept = (
        *((row, "new") for row in found.new),
        *((change.row, "changed") for change in found.changed),
        *((row, "unchanged") for row in found.unchanged),
    )
    return [lists.line_of(row, project_id=act.project_id, price_list_id=list_id, would=would) for row, would in kept]


@dataclass(frozen=True, slots=True)
class ApprovePriceList:
    """A drafted version that becomes the office's prices."""

    price_list: PriceListRef
    version: int | None = None
    comment: Note = ""


@use_case(
    "price_list.approve",
    step=(PRICE_LIST, ("approve", "approve_first")),
    title=M("Approve a price list"),
    done=M("{no} is in force: {new} units new, {changed} changed."),
)
def approve(act: Act, command: ApprovePriceList) -> Result:
    """Approve a draft that somebody else made, and apply it to the units as they stand now, in one act."""
    row = act.must(PriceList, command.price_list, NOUN)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    plan = _plan(act.read, lists.lines(act.read, row["id"]))
    return _approve(act, row, drafted.step_of(act, PRICE_LIST), command.version, plan)


def take_effect(act: Act, price_list_id: int) -> Result:
    """An approved list's time has come: it is applied to the units as they stand now; the program's own step.

    Its prices count from its own instant, also where that is written down later.
    """
    row = act.must(PriceList, price_list_id, NOUN)
    plan = _plan(act.read, lists.lines(act.read, price_list_id))
    at = row["effective_at"]
    facts = DraftedFacts(now=act.now, effective_at=at)
    on = at.astimezone(act.zone).date()
    act.move(PRICE_LIST, "take_effect", PriceList, row, facts, as_system=True, effective_on=on)
    return _apply(act, row, plan, at)


def _approve(act: Act, row: Row, step: str, version: int | None, plan: _Plan) -> Result:
    is_first = lists.is_first(act.read)
    drafted.approve(act, PRICE_LIST, PriceList, row, step, version, is_first=is_first, effective_on=act.today)
    return _apply(act, row, plan, act.now)


def _apply(act: Act, row: Row, plan: _Plan, at: datetime) -> Result:
    arrivals = {**_add_units(act, row["id"], plan, at), **_change_units(act, row["id"], plan, at)}
    labels = {unit_id: standing.label for unit_id, standing in plan.known.standing.items()}
    take_imported(act, arrivals, labels)
    found = plan.preview
    return {"id": row["id"], "no": row["no"], "new": len(found.new), "changed": len(found.changed)}


Arrivals = dict[int, tuple[UnitState, str]]


def _add_units(act: Act, list_id: int, plan: _Plan, at: datetime) -> Arrivals:
    rows = plan.preview.new
    permits = lists.permit_ids(act.read, {row.permit_no for row in rows if row.permit_no})
    made = []
    for row in rows:
        building, entrance = lists.spelling(plan.known, row)
        made.append(
            {
                "project_id": act.project_id,
                "label": row.label,
                "building": building,
                "entrance": entrance,
                "sort_key": sort_key(building, entrance, row.floor_sort, row.door),
                "state": act.born(UNIT),
                "state_since": act.now,
                "price_list_id": list_id,
                "permit_id": permits.get(row.permit_no),
                "floor_text": row.floor_text,
                "floor_sort": row.floor_sort,
                "floor_derived": row.floor_derived,
                "room_no": row.room_no,
                "door": row.door,
                **{name: _stored(getattr(row, name)) for name in lists.FACTS if name != "sale_status"},
            }
        )
    ids = act.work.insert_many(Unit, made)
    _write_prices(act, list_id, dict(zip(ids, made, strict=True)), at)
    return {
        unit_id: (_ARRIVALS[row.sale_status], row.contract_no)
        for unit_id, row in zip(ids, rows, strict=True)
        if row.sale_status in _ARRIVALS
    }


def _change_units(act: Act, list_id: int, plan: _Plan, at: datetime) -> Arrivals:
    changes: dict[int, dict[str, Any]] = {}
    prices: dict[int, Mapping[str, Any]] = {}
    arrivals: Arrivals = {}
    for change in plan.preview.changed:
        unit_id = change.existing.unit_id
        values = {each.name: _stored(each.new) for each in change.fields if each.name != "sale_status"}
        if values.keys() & set(PRICES):
            values["price_list_id"] = list_id
            prices[unit_id] = {name: values.get(name, getattr(change.existing, name)) for name in PRICES}
        if values:
            changes[unit_id] = values
        if any(each.name == "sale_status" for each in change.fields):
            arrivals[unit_id] = (_ARRIVALS[change.row.sale_status], change.row.contract_no)
    act.work.update_many(Unit, changes)
    _write_prices(act, list_id, prices, at)
    return arrivals


def _stored(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def _write_prices(act: Act, list_id: int, prices: Mapping[int, Mapping[str, Any]], at: datetime) -> None:
    act.work.insert_many(
        UnitPrice,
        [
            {
                "project_id": act.project_id,
                "unit_id": unit_id,
                "price_list_id": list_id,
                "business_date": at.astimezone(act.zone).date(),
                "at": at,
                **{name: values[name] for name in PRICES},
            }
            for unit_id, values in prices.items()
            if any(values[name] is not None for name in PRICES)
        ],
    )


@dataclass(frozen=True, slots=True)
class RejectPriceList:
    """A drafted version that is not taken, with the reason."""

    price_list: PriceListRef
    reason: str
    version: int | None = None


@use_case(
    "price_list.reject", step=(PRICE_LIST, "reject"), title=M("Reject a price list"), done=M("{no} is rejected.")
)
def reject(act: Act, command: RejectPriceList) -> Result:
    """Reject a draft; the units stay as they are."""
    row = act.must(PriceList, command.price_list, NOUN)
    drafted.reject(act, PRICE_LIST, PriceList, row, command.reason, command.version)
    return {"id": row["id"], "no": row["no"]}
