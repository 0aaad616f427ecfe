"""Recording and changing permits: one drafts, another approves (2.18, 3.25, 5.9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale
from anchang.domain.permit import covered
from anchang.services.office import Session
from anchang.services.opening import Where, make_office
from anchang.services.project import SetUpOffice
from anchang.storage.place import Place
from tests.office import Desk, MovedClock
from tests.services.stock import PERMIT, acts, permit, wrong_digests

SECOND = {"no": "002", "issued_on": "2026-06-01", "buildings": "3栋,4栋", "valid_to": "2027-06-01"}


def numbers(desk: Desk) -> list[str]:
    """The permits in force."""
    return [row["no"] for row in desk.see("c01", "permits")]


def test_a_permit_is_in_force_when_a_second_person_says_so(desk: Desk) -> None:
    drafted = desk.do("manager", "permit.record", **SECOND)
    assert "002" in drafted["warnings"][0]
    assert numbers(desk) == [PERMIT]
    with pytest.raises(NotFound):
        desk.do("manager", "unit.release", permit="002")
    for login in ("manager", "c01", "cashier"):
        with pytest.raises(NotAllowed):
            desk.do(login, "permit.approve", permit_draft="002")
    desk.do("director", "permit.approve", permit_draft="002")
    rows = desk.see("c01", "permits")
    assert [(row["no"], row["buildings"], row["valid"]) for row in rows] == [
        (PERMIT, "1栋, 2栋", True),
        ("002", "3栋, 4栋", True),
    ]
    with pytest.raises(Refusal):
        desk.do("director", "permit.approve", permit_draft="002")
    assert acts(desk)[-2:] == [("permit.record", "李经理"), ("permit.approve", "赵总监")]
    assert wrong_digests(desk, "permit", "permit_draft") == []


def test_nobody_approves_the_own_permit(desk: Desk) -> None:
    desk.do("director", "permit.record", **SECOND)
    with pytest.raises(NotAllowed):
        desk.do("director", "permit.approve", permit_draft="002")
    assert numbers(desk) == [PERMIT]


def test_the_administrator_approves_only_the_first_one(tmp_path: Path) -> None:
    """An office that was set up without a permit: its administrator's first one is in force at once (2.18)."""
    clock = MovedClock()
    office = make_office(Where(Place(tmp_path / "bare")), practice=True, clock=clock)
    try:
        made = office.run(
            Session(0, 0), SetUpOffice(project="利德悦府", admin="boss", admin_name="陈主任", password="secret-12")
        )
        desk = Desk(office, clock, made["project"], {"boss": made["staff"]})
        assert desk.do("boss", "permit.record", **SECOND)["state"] == "approved"
        assert [row["no"] for row in desk.see("boss", "permits")] == ["002"]
        assert desk.do("boss", "permit.record", no="003", issued_on="2026-06-01", buildings="5栋")["state"] == "draft"
        with pytest.raises(Refusal):
            desk.do("boss", "permit.approve", permit_draft="003")
        assert [row["no"] for row in desk.see("boss", "permits")] == ["002"]
    finally:
        office.close()


def test_a_permit_is_recorded_once(desk: Desk) -> None:
    desk.do("manager", "permit.record", **SECOND)
    with pytest.raises(BadInput, match="002"):
        desk.do("boss", "permit.record", no="002", issued_on="2026-06-01", buildings="3栋")
    desk.do("director", "permit.approve", permit_draft="002")
    with pytest.raises(BadInput, match="002"):
        desk.do("manager", "permit.record", no="002", issued_on="2026-06-01", buildings="3栋")
    with pytest.raises(NotAllowed):
        desk.do("c01", "permit.record", no="003", issued_on="2026-06-01", buildings="3栋")


def test_a_rejected_draft_changes_nothing_and_may_come_again(desk: Desk) -> None:
    desk.do("manager", "permit.record", **SECOND)
    with pytest.raises(Refusal):
        desk.do("director", "permit.reject", permit_draft="002", reason=" ")
    desk.do("director", "permit.reject", permit_draft="002", reason="证号不对")
    assert numbers(desk) == [PERMIT]
    with pytest.raises(Refusal):
        desk.do("director", "permit.approve", permit_draft="002")
    permit(desk, **SECOND)
    assert [(row["state"], row["reason"]) for row in desk.see("manager", "permit_drafts")] == [
        ("approved", ""),
        ("rejected", "证号不对"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"no": " ", "issued_on": "2026-06-01", "buildings": "3栋"},
        {"no": "002", "issued_on": "2026-06-01", "buildings": " "},
        {"no": "002", "issued_on": "2026-06-01", "buildings": "3栋", "valid_to": "2026-05-31"},
    ],
)
def test_a_permit_has_number_buildings_and_an_order_of_days(desk: Desk, fields: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        desk.do("manager", "permit.record", **fields)
    assert desk.see("manager", "permit_drafts") == []


def test_a_change_holds_when_it_is_approved_and_keeps_what_is_not_given(desk: Desk) -> None:
    desk.do("manager", "permit.change", permit=PERMIT, reason="延期", valid_to="2027-01-05")
    (row,) = desk.see("c01", "permits")
    assert row["valid_to"] is None
    desk.do("director", "permit.approve", permit_draft=PERMIT)
    (row,) = desk.see("c01", "permits")
    assert (str(row["valid_to"]), row["buildings"]) == ("2027-01-05", "1栋, 2栋")
    permit(desk, "permit.change", permit=PERMIT, reason="增补", buildings="1栋,2栋,5栋", without_end="yes")
    (row,) = desk.see("c01", "permits")
    assert (row["valid_to"], row["buildings"]) == (None, "1栋, 2栋, 5栋")
    assert wrong_digests(desk, "permit", "permit_draft") == []


def test_a_change_that_cannot_be(desk: Desk) -> None:
    permit(desk, "permit.change", permit=PERMIT, reason="延期", valid_to="2027-01-05")
    with pytest.raises(Stale):
        desk.do("manager", "permit.change", permit=PERMIT, reason="x", valid_to="2027-01-06", version=1)
    with pytest.raises(BadInput):
        desk.do("manager", "permit.change", permit=PERMIT, reason=" ", valid_to="2027-01-06")
    with pytest.raises(BadInput):
        desk.do("manager", "permit.change", permit=PERMIT, reason="x", valid_to="2026-01-04")
    with pytest.raises(NotFound):
        desk.do("manager", "permit.change", permit=99, reason="x")
    with pytest.raises(Refusal):
        desk.do("manager", "permit.change", permit=PERMIT, reason="x", valid_to="2027-01-05")
    desk.do("manager", "permit.change", permit=PERMIT, reason="延期", valid_to="2027-01-06")
    with pytest.raises(BadInput, match="001"):
        desk.do("boss", "permit.change", permit=PERMIT, reason="延期", valid_to="2027-01-07")


def test_the_inbox_of_whoever_may_approve(desk: Desk) -> None:
    desk.do("manager", "permit.record", **SECOND)
    waiting = {
        login: [row["subject"] for row in desk.see(login, "inbox") if row["noun"] == "permit_draft"]
        for login in ("manager", "director", "c01", "boss")
    }
    assert waiting == {"manager": [], "director": ["002"], "c01": [], "boss": []}


def test_buildings_are_compared_as_keys_and_never_guessed() -> None:
    stock = ["四季名苑1栋", "四季名苑12栋", "四季名苑二号楼"]
    assert covered(frozenset({"1幢", "2栋"}), stock) == {"四季名苑1栋", "四季名苑二号楼"}
    assert covered(frozenset({"12"}), stock) == {"四季名苑12栋"}
    assert covered(frozenset({"1栋"}), ["A区1栋", "B区1栋"]) == frozenset()
    assert covered(frozenset({"A区1栋"}), ["A区1栋", "B区1栋"]) == {"A区1栋"}
