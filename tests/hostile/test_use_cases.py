"""Every hostile text through every field of every use case: stored as it stands, or refused by name. Never a crash.

The fields come from the commands themselves (`codec.describe`), so a new one is tried the day it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from anchang.domain.errors import AnchangError, BadInput
from anchang.services import codec, use_case
from anchang.services.codec import FieldShape
from anchang.services.office import Session
from anchang.services.opening import Where, make_office
from anchang.storage.place import Place
from tests.hostile.bench import Bench, Fields, Tried, put
from tests.hostile.names import LINES, LONG_NAME, REFUSED, TAKEN, WRONG, cleaned
from tests.hostile.situations import acts, before, prepared
from tests.office import desk_at

pytestmark = pytest.mark.slow

CHOOSES = "chooses the unit by its key"
# Fields whose text is not kept as it stands, and what becomes of it.
ELSEWHERE: dict[str, str] = {
    "staff.sign_in.login": "only compared",
    "staff.recover.login": "only compared",
    "customer.check_phone.phone": "only compared",
    "customer.check_phone.name": "only compared",
    "discount.end.code": "only compared",
    "customer.link.phone": "only compared",
    "customer.link.id_tail": "kept as the signs that it means",
    "ownership.open.phone": "only compared",
    "agent_report.record.phone": "kept as the number that it means",
    "setting.change.key": "names a setting that is known",
    "setting.change.value": "kept as the value that it means",
    "saved_filter.save.listing": "names a list that is known",
    "saved_filter.save.filters[]": "kept as the filter that it means",
    "saved_filter.remove.listing": "only compared",
    "saved_filter.remove.name": "only compared",
    "backup.record.head": "stands in the anchor that lies beside the copy",
    "unit.release.building": "chooses units by their key",
    "unit.release.entrance": "chooses units by their key",
    "price_list.draft.rows[].assumed[]": "the importer's remark, said in the preview only",
    "register.visits.people[].name": "compared with the authors of the rows",
    "register.calls.people[].name": "compared with the authors of the rows",
    "register.visits.rows[].place": "where the row stands in its file, said in the preview only",
    "register.calls.rows[].place": "where the row stands in its file, said in the preview only",
    "opening_balance.deals.people[].name": "compared with the consultants of the rows",
    "opening_balance.deals.rows[].place": "where the row stands in its file, said in the preview only",
    "opening_balance.deals.rows[].building": CHOOSES,
    "opening_balance.deals.rows[].entrance": CHOOSES,
    "opening_balance.deals.rows[].floor_text": CHOOSES,
    "opening_balance.deals.rows[].door": CHOOSES,
    "opening_balance.deals.rows[].room": CHOOSES,
    "opening_balance.plans.people[].name": "compared with the consultants of the rows",
    "opening_balance.plans.rows[].place": "where the row stands in its file, said in the preview only",
    "opening_balance.plans.rows[].building": CHOOSES,
    "opening_balance.plans.rows[].entrance": CHOOSES,
    "opening_balance.plans.rows[].floor_text": CHOOSES,
    "opening_balance.plans.rows[].door": CHOOSES,
    "opening_balance.plans.rows[].room": CHOOSES,
    "opening_balance.receipts.people[].name": "compared with the consultants of the rows",
    "opening_balance.receipts.rows[].place": "where the row stands in its file, said in the preview only",
    "opening_balance.receipts.rows[].building": CHOOSES,
    "opening_balance.receipts.rows[].entrance": CHOOSES,
    "opening_balance.receipts.rows[].floor_text": CHOOSES,
    "opening_balance.receipts.rows[].door": CHOOSES,
    "opening_balance.receipts.rows[].room": CHOOSES,
    "opening_balance.plans.rows[].paper": "only compared",
    "opening_balance.receipts.rows[].paper": "only compared",
}
# Fields whose text is kept inside a longer one.
JOINED: dict[str, str] = {
    "export.record.report": "the journal's reason",
    "opening_balance.receipts.rows[].note": "behind the words that it is the opening",
    "export.record.period": "the journal's reason",
    "export.record.reason": "the journal's reason",
    "appointment.make.note": "behind the person's own words",
    "backup.record.file": "the journal's reason",
}
# Use cases that cannot go through on the office that is prepared; their fields are tried all the same.
CANNOT: dict[str, str] = {
    "office.set_up": "needs an office without anything; see test_set_up",
    "rota.confirm": "the rota of the day is confirmed already; it has no text",
    "subscription.receive_deposit": "follows from the receipt by itself; it has no text",
}
QUICK = ("markup", "NUL", "half", "very long", "ESC", "old sign")


@pytest.fixture(scope="module")
def prepared_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, dict[str, Any]]]:
    with desk_at(tmp_path_factory.mktemp("hostile") / "office") as desk:
        made = prepared(desk)
        yield Bench(desk), made


NAMES = sorted(use_case.load())


def shapes(name: str, kind: str) -> list[FieldShape]:
    return [each for each in codec.describe(use_case.find(name).command) if each.kind == kind]


def others(name: str) -> list[FieldShape]:
    return [each for each in codec.describe(use_case.find(name).command) if each.kind not in ("str", "password")]


def names_field(tried: Tried, shape: FieldShape) -> bool:
    """Whether the error points to the field, by its place or in its sentence."""
    error = tried.error
    last = shape.name.replace("[]", "").rpartition(".")[2]
    return isinstance(error, BadInput) and last in re.split(r"[.\[]", error.place)


def fault(name: str, shape: FieldShape, kind: str, tried: Tried, text: str) -> str | None:
    """What is wrong with how the act ended, or None."""
    field = f"{name}.{shape.name}"
    if tried.error is None:
        if kind in REFUSED:
            return f"{field}: {kind} was taken"
        wanted = cleaned(text)
        kept = wanted in tried.stored or (field in JOINED and any(wanted in each for each in tried.stored))
        return None if kept or field in ELSEWHERE else f"{field}: {kind} was not stored as it stands"
    if not isinstance(tried.error, AnchangError):
        return f"{field}: {kind}: {type(tried.error).__name__}: {tried.error}"
    if field in ELSEWHERE or kind == "only blank" or names_field(tried, shape):
        return None
    return f"{field}: {kind}: {type(tried.error).__name__} does not name the field: {tried.error}"


@pytest.fixture
def case(
    request: pytest.FixtureRequest, prepared_bench: tuple[Bench, dict[str, Any]]
) -> Iterator[tuple[Bench, str, str, Fields]]:
    bench, made = prepared_bench
    name: str = request.param
    login, fields = acts(made)[name]
    with bench.put_back():
        for step in before(made).get(name, ()):
            bench.do(*step)
        yield bench, name, login, fields


each_case = pytest.mark.parametrize("case", [name for name in NAMES if name != "office.set_up"], indirect=True)


@each_case
def test_the_act_goes_through_as_it_is(case: tuple[Bench, str, str, Fields]) -> None:
    """Otherwise a refusal of a hostile text would prove nothing."""
    bench, name, login, fields = case
    tried = bench.try_out(login, name, fields)
    assert tried.error is None or CANNOT.get(name), f"{name}: {tried.error!r}"


def together(case: tuple[Bench, str, str, Fields], kind: str, text: str) -> Iterator[str | None]:
    """The text in all texts of an act at once, without those that refuse it by name; one by one where that says no."""
    bench, name, login, fields = case
    left = [shape for shape in shapes(name, "str") if ELSEWHERE.get(f"{name}.{shape.name}") != CHOOSES]
    while left:
        whole = fields
        for shape in left:
            whole = put(whole, shape.name, text)
        tried = bench.try_out(login, name, whole)
        if tried.error is None:
            yield from (fault(name, shape, kind, tried, text) for shape in left)
            return
        naming = [shape for shape in left if names_field(tried, shape)]
        if not naming:
            break
        left = [shape for shape in left if shape is not naming[0]]
    for shape in left:
        yield fault(name, shape, kind, bench.try_out(login, name, put(fields, shape.name, text)), text)


@each_case
def test_text(case: tuple[Bench, str, str, Fields]) -> None:
    """Stored as it stands, or refused by name."""
    texts = {**TAKEN, **LINES}
    assert [each for kind, text in texts.items() for each in together(case, kind, text) if each is not None] == []


@each_case
def test_signs_that_no_text_may_hold(case: tuple[Bench, str, str, Fields]) -> None:
    bench, name, login, fields = case
    wrong = [
        fault(name, shape, kind, bench.try_out(login, name, put(fields, shape.name, text)), text)
        for shape in shapes(name, "str")
        for kind, text in REFUSED.items()
    ]
    assert [each for each in wrong if each is not None] == []


@each_case
def test_no_numbers_no_dates_no_references(case: tuple[Bench, str, str, Fields]) -> None:
    """Where no text is wanted: taken for what it means, or refused in words."""
    bench, name, login, fields = case
    crashes = []
    for shape in others(name):
        texts = {**WRONG, **{kind: REFUSED[kind] for kind in QUICK if kind in REFUSED}}
        if shape.kind in ("choice", "bool"):
            texts = {kind: texts[kind] for kind in ("markup", "half", "endless", "brace")}
        for kind, text in texts.items():
            tried = bench.try_out(login, name, put(fields, shape.name, text))
            if tried.error is not None and not isinstance(tried.error, AnchangError):
                crashes.append(f"{name}.{shape.name}: {kind}: {tried.error!r}")
    assert crashes == []


@each_case
def test_passwords(case: tuple[Bench, str, str, Fields]) -> None:
    """A password may be any text that is whole; it is never stored as it stands."""
    bench, name, login, fields = case
    for shape in shapes(name, "password"):
        for kind in QUICK:
            text = {**TAKEN, **REFUSED}[kind]
            tried = bench.try_out(login, name, put(fields, shape.name, text))
            assert tried.error is None or isinstance(tried.error, AnchangError), f"{name}: {kind}: {tried.error!r}"
            assert not any(text in each for each in tried.stored)


def test_numbers_as_JSON_has_them(prepared_bench: tuple[Bench, dict[str, Any]]) -> None:
    """`anchang do -` reads real integers: one beyond the file is refused, not run into the database."""
    bench, made = prepared_bench
    login, fields = acts(made)["customer.update"]
    for name in ("customer", "version"):
        for number in (2**63, -(2**63) - 1, 10**400):
            error = bench.try_out(login, "customer.update", {**fields, name: number}).error
            assert isinstance(error, AnchangError), f"{name}: {error!r}"


def test_the_long_name_is_as_long_as_the_issue_wants_it() -> None:
    """Thirty characters with a middle dot, as names of Uyghur people have it."""
    assert len(LONG_NAME) == 30 and LONG_NAME.count("·") >= 1


def test_exemptions_are_still_fields() -> None:
    """A field that is gone, or that was renamed, leaves these lists."""
    known = {f"{name}.{shape.name}" for name in NAMES for shape in shapes(name, "str")}
    assert set(ELSEWHERE) | set(JOINED) <= known
    assert {name for name in CANNOT if CANNOT[name]} <= set(NAMES)
    assert all(ELSEWHERE.values()) and all(JOINED.values())


def test_exemptions_are_needed(prepared_bench: tuple[Bench, dict[str, Any]]) -> None:
    """What is listed as kept elsewhere is really not in the rows as it stands."""
    bench, made = prepared_bench
    for field in sorted({**ELSEWHERE, **JOINED}):
        name = ".".join(field.split(".")[:2])
        login, fields = acts(made)[name]
        tried = bench.try_out(login, name, put(fields, field.removeprefix(f"{name}."), TAKEN["markup"]))
        assert TAKEN["markup"] not in tried.stored, field


def test_set_up(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The first act of an office, each time on a fresh one: its texts, one by one."""
    base = {
        "project": "利德悦府", "admin": "boss", "password": "secret-12", "admin_name": "陈", "code": "LD",
        "developer": "利德", "address": "一路", "escrow_account": "4000", "permit_no": "证",
        "permit_date": "2026-01-05", "buildings": ["1栋"],
    }  # fmt: skip
    texts = {kind: TAKEN[kind] for kind in ("markup", "formula", "template", "SQL", "long name")} | REFUSED
    office = make_office(Where(Place(tmp_path_factory.mktemp("new") / "office")), practice=True)
    try:
        with office.store.write() as connection:
            office._batch = connection
            for shape in shapes("office.set_up", "str"):
                for kind, text in texts.items():
                    point = connection.begin_nested()
                    try:
                        office.run_named(Session(0, 0), "office.set_up", put(base, shape.name, text))
                        assert kind not in REFUSED, f"{shape.name}: {kind} was taken"
                    except BadInput as error:
                        assert error.place, f"{shape.name}: {kind}: {error}"
                    finally:
                        point.rollback()
            office._batch = None
    finally:
        office.close()
