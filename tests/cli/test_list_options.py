"""`anchang list visits --…`: any filters together, a kept one, a count, a file (issue 3, 7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.test_command_line import anchang, lines
from tests.office import MORNING, desk_at
from tests.services.written import written

NOW = {"ANCHANG_NOW": MORNING.isoformat(), "ANCHANG_PASSWORD": "demo-demo-1"}
NARROW = {"grade": "A", "text": "总价", "since": "2026-10-20"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """An office with logs, and the ids of the visits that the filters leave."""
    root = tmp_path_factory.mktemp("options") / "office"
    with desk_at(root) as desk:
        written(desk, 80)
        desk.do("manager", "staff.change_password", old="demo", new=NOW["ANCHANG_PASSWORD"])
        desk.do("manager", "saved_filter.save", listing="visits", name="总价A", filters=["grade=A", "text=总价"])
        return root, [row["id"] for row in desk.see("manager", "visits", **NARROW)]


def test_filters_are_options_and_go_together(office: tuple[Path, list[int]]) -> None:
    root, wanted = office
    given = [word for key, value in NARROW.items() for word in (f"--{key}", value)]
    found = anchang("list", "visits", *given, "--json", "--as", "manager", office=root, **NOW)
    assert found.returncode == 0, found.stderr
    assert wanted and [row["id"] for row in lines(found.stdout)] == wanted
    counted = anchang("list", "visits", *given, "--count", "--as", "manager", office=root, **NOW)
    assert counted.stdout.strip() == str(len(wanted))


def test_a_kept_filter_by_its_name_and_a_file(office: tuple[Path, list[int]], tmp_path: Path) -> None:
    root, wanted = office
    words = ("list", "visits", "--saved", "总价A", "--since", NARROW["since"], "--as", "manager")
    found = anchang(*words, "--xlsx", "--out", str(tmp_path), office=root, **NOW)
    assert found.returncode == 0, found.stderr
    sheet = load_workbook(next(tmp_path.glob("*.xlsx"))).worksheets[0]
    numbers = [row[0] for row in sheet.iter_rows(min_row=7, values_only=True) if isinstance(row[0], int)]
    assert numbers == list(range(1, len(wanted) + 1))


def test_what_a_list_does_not_have_is_named(office: tuple[Path, list[int]]) -> None:
    for words, said in ((("staff", "--grade", "A"), "grade"), (("visits", "--saved", "没有的"), "没有的")):
        found = anchang("list", *words, "--as", "manager", office=office[0], **NOW)
        assert found.returncode in (1, 2) and said in found.stderr and "Traceback" not in found.stderr
