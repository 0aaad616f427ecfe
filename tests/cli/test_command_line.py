"""The command line in real processes: exit codes, sentences, JSON (design 8)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from anchang.services.office import Session
from anchang.services.opening import open_office
from anchang.services.where import Where
from anchang.storage.place import Place
from anchang.storage.staff import id_by_login
from tests.office import desk_at

SECRET = "secret-12"


def anchang(
    *words: str, office: Path | None = None, given: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line without a terminal."""
    place = ["--office", str(office)] if office is not None else []
    env = {key: value for key, value in os.environ.items() if not key.startswith("ANCHANG_")}
    env |= {"ANCHANG_PASSWORD": SECRET, "PYTHONUTF8": "1", **more}
    return subprocess.run(
        [sys.executable, "-m", "anchang", *words, *place],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        env=env,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office made by the command line itself."""
    root = tmp_path_factory.mktemp("office")
    made = anchang(
        "init",
        "--project",
        "LD",
        "--permit",
        "深房许字（2026）001号",
        "--permit-date",
        "2026-01-05",
        "--buildings",
        "1栋,2栋",
        "--admin",
        "boss",
        "--practice",
        office=root,
    )
    assert made.returncode == 0, made.stderr
    return root


def lines(text: str) -> list[dict[str, Any]]:
    """JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


def test_version_is_quick_and_needs_no_office() -> None:
    found = anchang("--version")
    assert found.returncode == 0
    assert found.stdout.startswith("anchang 0.")


def test_without_a_terminal_it_says_so_within_a_second(office: Path) -> None:
    begin = time.monotonic()
    found = anchang(office=office)
    assert found.returncode == 2
    assert "anchang do" in found.stderr
    assert "Traceback" not in found.stderr
    assert time.monotonic() - begin < 3  # a second on an idle machine; the tests share two cores


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nonsense",), 2, "nonsense"),
        (("do", "unit.ask"), 2, "--as"),
        (("do", "no.such", "--as", "boss"), 1, "no.such"),
        (("do", "staff.add", "name", "--as", "boss"), 2, "name"),
        (("list", "nothing", "--as", "boss"), 1, "nothing"),
        (("list", "staff", "--filter", "x=1", "--as", "boss"), 2, "x"),
        (("do", "receipt.enter", "--as", "boss"), 1, "subscription"),
        (("import", "price-list", "/nowhere.xls", "--as", "boss"), 1, "nowhere"),
        (("import", "visits", "/nowhere.xls", "--as", "boss"), 1, "nowhere"),
        (("import", "deals", "/nowhere.xls", "--as", "boss"), 1, "--cut-over"),
    ],
)
def test_errors_are_one_sentence_and_an_exit_code(office: Path, words: tuple[str, ...], code: int, said: str) -> None:
    found = anchang(*words, office=office)
    assert (found.returncode, "Traceback" in found.stderr) == (code, False), found.stderr
    assert said in found.stderr


def test_a_wrong_password_is_refused(office: Path) -> None:
    found = anchang("list", "staff", "--as", "boss", office=office, ANCHANG_PASSWORD="nope")
    assert found.returncode == 1
    assert found.stdout == ""


def test_acts_by_name_and_by_json_lines(office: Path) -> None:
    one = anchang(
        "do", "setting.change", "key=ask_minutes", "value=12", "--as", "boss", "--json", "--key", "a1", office=office
    )
    result = lines(one.stdout)[0]["result"]
    assert (result["key"], result["value"]) == ("ask_minutes", "12")
    again = anchang(
        "do", "setting.change", "key=ask_minutes", "value=12", "--as", "boss", "--json", "--key", "a1", office=office
    )
    assert again.stdout == one.stdout
    asked = "\n".join(
        (
            '{"id": "b1", "as": "boss", "do": "setting.change", "with": {"key": "hold_minutes", "value": "90"}}',
            '{"id": "b2", "as": "boss", "do": "setting.change", "with": {"key": "hold_minutes", "value": "x"}}',
            "not json",
            '{"id": "b4", "as": "boss", "do": "setting.change", "with": {"key": "hold_minutes", "value": 1.5}}',
        )
    )
    found = anchang("do", "-", office=office, given=asked)
    answers = lines(found.stdout)
    assert [each["ok"] for each in answers] == [True, False, False, False]
    assert answers[1]["error"] == "bad_input"
    assert found.returncode == 1


def test_lists_and_commands_as_json(office: Path) -> None:
    people = lines(anchang("list", "staff", "--as", "boss", "--json", office=office).stdout)
    assert [each["login"] for each in people] == ["boss"]
    commands = {each["name"]: each for each in lines(anchang("do", "--commands", "--json").stdout)}
    assert {"unit.ask", "subscription.submit", "receipt.enter", "rota.sign_in"} <= commands.keys()
    assert "consultant" in commands["unit.ask"]["roles"]
    assert any(each["name"] == "unit" and each["required"] for each in commands["unit.ask"]["fields"])


def test_doctor_backup_and_restore(office: Path) -> None:
    made = anchang("backup", "--as", "boss", office=office)
    assert made.returncode == 0, made.stderr
    copy = sorted((office / "data" / "backups").glob("anchang-*.db"))[-1]
    changed = anchang("do", "project.change", "name=后来", "--as", "boss", office=office)
    assert changed.returncode == 0
    refused = anchang("restore", str(copy), "--as", "boss", office=office)
    assert (refused.returncode, "--yes" in refused.stderr) == (2, True)
    done = anchang("restore", str(copy), "--yes", "--as", "boss", office=office)
    assert done.returncode == 0, done.stderr
    assert "project.change" in done.stdout
    found = anchang("doctor", "--json", office=office)
    assert found.returncode == 0, found.stdout


def hire(root: Path, login: str, roles: str) -> None:
    """Somebody with those roles who has changed the first password to SECRET already."""
    with closing(open_office(Where(Place(root)))) as office:
        project = office.project().id
        boss = office.look(Session(0, project), lambda read: id_by_login(read, "boss"))
        assert boss is not None
        fields = {"login": login, "name": login, "roles": roles, "password": "first-123"}
        made = office.run_named(Session(boss, project), "staff.add", fields)
        office.run_named(Session(made["id"], project), "staff.change_password", {"old": "first-123", "new": SECRET})


def test_a_copy_asks_for_the_right_before_it_is_made(office: Path, tmp_path: Path) -> None:
    """A consultant's attempt leaves neither a file nor an anchor (2.18: the administrator has backup)."""
    hire(office, "c77", "consultant")
    anchors = office / "keys" / "anchors.jsonl"
    before = anchors.read_text() if anchors.exists() else ""
    refused = anchang("backup", str(tmp_path / "x.db"), "--as", "c77", office=office)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "管理员" in refused.stderr
    assert list(tmp_path.iterdir()) == []
    assert (anchors.read_text() if anchors.exists() else "") == before


def test_the_close_of_a_day_makes_its_copy_from_here_too(tmp_path: Path) -> None:
    """By name and in JSON Lines, as in the console: an anchor of the close, a verified copy (issue «People»)."""
    with desk_at(tmp_path) as desk:
        desk.do("assistant", "staff.change_password", old="demo", new=SECRET)
    for day, words, given in (
        ("2026-11-23", ("do", "day.close", "--as", "assistant"), None),
        ("2026-11-24", ("do", "-"), '{"as": "assistant", "do": "day.close"}\n'),
    ):
        closed = anchang(*words, office=tmp_path, given=given, ANCHANG_NOW=f"{day}T20:00")
        assert closed.returncode == 0, closed.stdout + closed.stderr
        anchors = lines((tmp_path / "keys" / "anchors.jsonl").read_text("utf-8"))
        assert [each["why"] for each in anchors[-2:]] == ["day close", "backup"]
        copies = sorted((tmp_path / "data" / "backups").glob("anchang-*.db"))
        assert copies[-1].name.startswith("anchang-" + day.replace("-", ""))


def test_english_on_request(office: Path) -> None:
    assert "Staff" in anchang("list", "staff", "--as", "boss", "--lang", "en", office=office).stdout
    assert "员工" in anchang("list", "staff", "--as", "boss", office=office).stdout


LIST = """楼栋,单元,楼层,房号,建筑面积,套内面积,单价,总价
1栋,1单元,1,101,100,80,10000,1000000
1栋,1单元,1,102,100,80,很贵,1000000
1栋,1单元,2,201,100,80,10000,1000009
1栋,1单元,2,202,100,80,10000,1000000
"""


def test_a_price_list_with_a_bad_cell_changes_nothing_until_that_is_wanted(office: Path, tmp_path: Path) -> None:
    """Row and column are named, the exit code is 1, the way to take the rest is said; each remark stands once."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    words = ("import", "price-list", str(path), "--as", "boss", "--lang", "en")
    for more in ((), ("--dry-run",)):
        refused = anchang(*words, *more, office=office)
        assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
        assert "row 3, column 7" in refused.stdout and "row 3, column 7" in refused.stderr
        assert "--leave-out-bad" in refused.stderr
        assert refused.stdout.count("row 4") == 1, refused.stdout
    told = anchang(*words, "--json", office=office)
    (answer,) = lines(told.stdout)
    assert (told.returncode, answer["ok"], answer["error"], answer["preview"]["bad_rows"]) == (1, False, "bad_rows", 1)
    assert [each["place"] for each in answer["issues"]] == ["row 3, column 7", "row 4"]
    for listing in ("units", "price_lists"):
        assert lines(anchang("list", listing, "--as", "boss", "--json", office=office).stdout) == []
    taken = anchang(*words, "--leave-out-bad", office=office)
    assert taken.returncode == 0, taken.stderr
    assert len(lines(anchang("list", "units", "--as", "boss", "--json", office=office).stdout)) == 3


def test_an_office_is_not_made_twice(office: Path) -> None:
    again = anchang("init", "--project", "X", "--admin", "boss", office=office)
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)
    demo = anchang("demo", "--no-open", office=office)
    assert demo.returncode == 1


def test_an_encrypted_office_comes_back_by_its_recovery_code(tmp_path: Path) -> None:
    made = anchang("init", "--project", "X", "--admin", "boss", "--encrypt", "--lang", "en", office=tmp_path)
    code = made.stderr.rsplit(": ", 1)[1].strip()
    key = tmp_path / "keys" / "database.key"
    kept = key.read_text()
    key.unlink()
    assert anchang("doctor", office=tmp_path).returncode == 1
    wrong = anchang("key", "AAAA-" * 12 + "AAAA", office=tmp_path)
    assert (wrong.returncode, key.exists()) == (1, False)
    assert anchang("key", code, office=tmp_path).returncode == 0
    assert key.read_text() == kept
    assert anchang("doctor", office=tmp_path).returncode == 0


def test_a_paper_that_is_not_there_is_said(office: Path) -> None:
    found = anchang("paper", "agreement", "RG2026-9999", "--as", "boss", office=office)
    assert (found.returncode, "RG2026-9999" in found.stderr) == (1, True)


def test_an_old_register_is_shown_taken_in_and_given_back(office: Path, tmp_path: Path) -> None:
    """A dry run changes nothing, the rejected rows come back, the same file again adds nothing."""
    path, back = tmp_path / "旧来电.csv", tmp_path / "back.csv"
    rows = ("2025-1-5,张三,13800138000,路过,boss", "2025-1-6,李四,138,路过,boss")
    path.write_text("\n".join(("来电日期,客户姓名,联系电话,渠道,接电人", *rows)), encoding="gbk")
    words: tuple[str, ...] = ("import", "calls", str(path), "--as", "boss", "--json")
    refused = anchang(*words, "--rejected", str(back), office=office)
    assert refused.returncode == 1 and lines(refused.stdout)[0]["error"] == "bad_rows"
    words = (*words, "--leave-out-bad")
    dry = lines(anchang(*words, "--dry-run", office=office).stdout)[0]
    assert (dry["preview"]["read"], dry["preview"]["added"], dry["preview"]["rejected"]) == (2, 1, 1)
    assert dry["result"] is None and "«联系电话»" in dry["issues"][0]["place"]
    assert back.read_text(encoding="utf-8-sig").count("李四") == 1
    assert lines(anchang(*words, office=office).stdout)[0]["result"]["added"] == 1
    again = anchang(*(word for word in words if word != "--json"), office=office)
    assert (again.returncode, again.stderr) == (0, "")
    assert "系统中已有 1" in again.stdout and "没有可新增的记录" in again.stdout
    (made,) = lines(anchang("list", "register_imports", "--as", "boss", "--json", office=office).stdout)
    assert (made["file_name"], made["entries"], made["taken_back_at"]) == ("旧来电.csv", 1, None)
    undo = ("do", "register_import.take_back", f"register={made['id']}", "reason=导错了")
    refused = anchang(*undo, "--as", "boss", office=office)
    assert refused.returncode == 1 and "销售经理" in refused.stderr  # the administrator takes in, and no more
    unknown = anchang(*words, "--profile", "没有", office=office)
    assert unknown.returncode == 1 and "没有" in unknown.stderr
