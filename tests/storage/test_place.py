"""Where an office may be, and that opening never makes one (design 2, 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from anchang.domain.errors import BadInput, Damaged
from anchang.services.opening import OfficeExists, Where, make_office, open_office
from anchang.storage import place as places
from anchang.storage.place import Place
from tests.office import Desk


def test_opening_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="anchang init"):
        open_office(Where(Place(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_an_office_is_never_made_over_another(desk: Desk) -> None:
    with pytest.raises(OfficeExists):
        make_office(Where(desk.office.place))


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "file_system", lambda _path: "nfs4")
    with pytest.raises(BadInput, match="PostgreSQL"):
        make_office(Where(Place(tmp_path / "office")))


def test_files_are_for_this_account_only(desk: Desk) -> None:
    place = desk.office.place
    for path in (place.database, place.keys / "journal.key"):
        assert path.stat().st_mode & 0o077 == 0
    for folder in (place.data, place.keys, place.exports):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_office_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.make()
    place.database.write_bytes(b"\xff\xd8\xff\xe0 not a database" * 400)
    with pytest.raises(Damaged):
        open_office(Where(place))


def test_the_clock_moves_only_in_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_office(Where(Place(tmp_path))).close()
    monkeypatch.setenv("ANCHANG_NOW", "2027-01-01")
    with pytest.raises(BadInput, match="ANCHANG_NOW"):
        open_office(Where(Place(tmp_path)))
