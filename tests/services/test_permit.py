"""Recording and changing permits (3.25, 5.9)."""

from __future__ import annotations

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Stale
from anchang.domain.permit import covered
from tests.office import Desk
from tests.services.stock import PERMIT, wrong_digests


def test_a_permit_is_recorded_once(desk: Desk) -> None:
    desk.do("manager", "permit.record", no="002", issued_on="2026-06-01", buildings="3栋,4栋", valid_to="2027-06-01")
    with pytest.raises(BadInput):
        desk.do("manager", "permit.record", no="002", issued_on="2026-06-01", buildings="3栋")
    with pytest.raises(NotAllowed):
        desk.do("c01", "permit.record", no="003", issued_on="2026-06-01", buildings="3栋")
    rows = desk.see("c01", "permits")
    assert [(row["no"], row["buildings"], row["valid"]) for row in rows] == [
        (PERMIT, "1栋, 2栋", True),
        ("002", "3栋, 4栋", True),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"no": "", "issued_on": "2026-06-01", "buildings": "3栋"},
        {"no": "2", "issued_on": "2026-06-01", "buildings": ""},
        {"no": "2", "issued_on": "2026-06-01", "buildings": "3栋", "valid_to": "2026-05-31"},
    ],
)
def test_a_permit_has_number_buildings_and_an_order_of_days(desk: Desk, fields: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        desk.do("manager", "permit.record", **fields)


def test_a_change_keeps_what_is_not_given(desk: Desk) -> None:
    desk.do("manager", "permit.change", permit=PERMIT, reason="延期", valid_to="2027-01-05")
    (row,) = desk.see("c01", "permits")
    assert (str(row["valid_to"]), row["buildings"]) == ("2027-01-05", "1栋, 2栋")
    desk.do("manager", "permit.change", permit=PERMIT, reason="增补", buildings="1栋,2栋,5栋", without_end="yes")
    (row,) = desk.see("c01", "permits")
    assert (row["valid_to"], row["buildings"]) == (None, "1栋, 2栋, 5栋")
    assert wrong_digests(desk, "permit") == []
    with pytest.raises(Stale):
        desk.do("manager", "permit.change", permit=PERMIT, reason="x", version=1)
    with pytest.raises(BadInput):
        desk.do("manager", "permit.change", permit=PERMIT, reason=" ")
    with pytest.raises(BadInput):
        desk.do("manager", "permit.change", permit=PERMIT, reason="x", valid_to="2026-01-04")
    with pytest.raises(NotFound):
        desk.do("manager", "permit.change", permit=99, reason="x")


def test_buildings_are_compared_as_keys_and_never_guessed() -> None:
    stock = ["四季名苑1栋", "四季名苑12栋", "四季名苑二号楼"]
    assert covered(frozenset({"1幢", "2栋"}), stock) == {"四季名苑1栋", "四季名苑二号楼"}
    assert covered(frozenset({"12"}), stock) == {"四季名苑12栋"}
    assert covered(frozenset({"1栋"}), ["A区1栋", "B区1栋"]) == frozenset()
    assert covered(frozenset({"A区1栋"}), ["A区1栋", "B区1栋"]) == {"A区1栋"}
