"""`anchang person` and `anchang retention` (5.11): preview, the question, the file, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from anchang.cli import main
from anchang.services.opening import Where, open_office
from anchang.storage.place import Place
from tests.office import Desk, desk_at

WORD = "demo-demo-1"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An office with two customers, in which two years have passed."""
    monkeypatch.setenv("ANCHANG_PASSWORD", WORD)
    monkeypatch.setenv("ANCHANG_NOW", "2029-01-08T10:00:00+08:00")
    with desk_at(tmp_path / "office") as made:
        for login in ("manager", "c01"):
            made.do(login, "staff.change_password", old="demo", new=WORD)
        for phone in ("13800138000", "13800138001"):
            made.do("c01", "customer.register", name="张三", phone=phone, notice="yes")
        yield made


def anchang(desk: Desk, *words: str, user: str = "manager") -> int:
    return main([*words, "--office", str(desk.office.place.root), "--as", user, "--lang", "en"])


def names(desk: Desk) -> list[str]:
    office = open_office(Where(Place(desk.office.place.root)))
    try:
        with office.store.read() as connection:
            return list(connection.exec_driver_sql("SELECT name FROM customer ORDER BY id").scalars())
    finally:
        office.close()


def test_retention_previews_asks_and_acts(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert anchang(desk, "retention", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "2 people" in told and "#1" in told and "Nothing was changed" in told
    assert anchang(desk, "retention") == 2  # nobody can be asked, so nothing is done
    assert "--yes" in capsys.readouterr().err
    assert names(desk) == ["张三", "张三"]
    assert anchang(desk, "retention", "--yes", user="c01") == 1
    assert names(desk) == ["张三", "张三"]
    assert anchang(desk, "retention", "--yes") == 0
    assert "2 people were made nameless" in capsys.readouterr().out
    assert names(desk) == ["#1", "#2"]
    assert anchang(desk, "doctor") == 0


def test_a_persons_copy_and_the_end_of_it(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--out", str(tmp_path / "out"), "--json")
    assert anchang(desk, "person", "export", "138 0013 8001", "--reason", "本人要求", *where) == 0
    content = json.loads(Path(json.loads(capsys.readouterr().out)["file"]).read_text("utf-8"))
    assert [row["phone"] for row in content["held"]["customer"]] == ["13800138001"]
    assert anchang(desk, "person", "export", "#1", "--reason", "x", user="c01") == 1
    wrong = desk.do("c01", "person.request", customer=2, kind="correct")["id"]
    right = ("--name", "张叁", "--request", str(wrong), "--reason", "本人要求")
    assert anchang(desk, "person", "correct", "13800138001", *right, user="c01") == 1
    assert anchang(desk, "person", "correct", "13800138001", *right) == 0
    assert names(desk) == ["张三", "张叁"]
    assert desk.see("manager", "person_requests", state="open") == []
    capsys.readouterr()
    assert anchang(desk, "person", "erase", "#2", "--reason", "本人要求") == 2
    assert anchang(desk, "person", "erase", "13800138001", "--reason", "本人要求", "--yes") == 0
    assert names(desk) == ["张三", "#2"]
    assert anchang(desk, "person", "erase", "13800138001", "--reason", "x", "--yes") == 1
    assert "13800138001" in capsys.readouterr().err  # nobody has the number any more


def test_the_index_is_made_anew_by_whoever_looks_after_the_office(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """The doctor names what no search finds and says what to do; who may not, changes nothing."""
    desk.do("boss", "staff.change_password", old="secret-12", new=WORD)
    with desk.office.store.raw() as connection:
        connection.execute("DELETE FROM customer_index")
    assert anchang(desk, "doctor") == 1
    assert "customer #1 is not in the index" in capsys.readouterr().out
    assert anchang(desk, "reindex") == 1
    assert "administrator" in capsys.readouterr().err
    assert anchang(desk, "doctor") == 1
    assert anchang(desk, "reindex", user="boss") == 0
    assert "made anew: 2 rows" in capsys.readouterr().out
    assert anchang(desk, "doctor") == 0
