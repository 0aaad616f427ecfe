"""Old registers into the office: what is added, what is left out and why, whose the customers become."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade
from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal
from anchang.domain.register import CallRow, Leavers, Owners, RegisterKind, RegisterRow, Rule, RulePart, VisitRow
from anchang.domain.visit import Channel, Gender, VisitKind
from anchang.importing.register import give_back, open_book, read_book
from anchang.services.dictionary import lists
from anchang.services.doctor import examine
from anchang.services.register import command
from anchang.services.register_plan import Choices, NamedPerson, Plan, preview
from anchang.services.register_profile import known, must
from tests.importing.made import csv_file
from tests.office import Desk, desk_at
from tests.services.front_desk import WHOLE, customer_of, goes_home, saves

PHONE = "13800138000"
OLD = date(2025, 3, 1)
GIVEN: dict[str, Any] = {
    "on": OLD, "who": "张伟", "name": "张三", "phone": PHONE, "channels": (Channel.OUTDOOR,),
}  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One office for the tests that change nothing."""
    with desk_at(tmp_path_factory.mktemp("registers") / "office") as made:
        yield made


def visit(**fields: Any) -> VisitRow:
    return VisitRow(**{**GIVEN, **fields})


def call(**fields: Any) -> CallRow:
    return CallRow(**{**GIVEN, **fields})


def kind_of(rows: tuple[RegisterRow, ...]) -> RegisterKind:
    return RegisterKind.VISITS if isinstance(rows[0], VisitRow) else RegisterKind.CALLS


def takes(desk: Desk, *rows: RegisterRow, by: str = "manager", **choices: Any) -> dict[str, Any]:
    return desk.office.run(desk.session(by), command(kind_of(rows), rows, Choices(**choices)))


def laid(desk: Desk, *rows: RegisterRow, by: str = "manager", **choices: Any) -> Plan:
    return desk.office.look(desk.session(by), preview, kind_of(rows), rows, Choices(**choices))


def reasons(plan: Plan) -> list[str]:
    return [issue.reason.id for issues in plan.issues.values() for issue in issues]


def stored(desk: Desk, sql: str) -> list[dict[str, Any]]:
    with desk.office.store.read() as connection:
        return [dict(row) for row in connection.execute(text(sql)).mappings()]


def test_an_old_visit_is_an_entry_of_its_own_day_and_author(desk: Desk) -> None:
    row = visit(minute=870, left_minute=930, grade=Grade.B, gender=Gender.MALE, other_phones=("0755-88886666",),
                note="喜欢", content="看样板间", living_area="南山", party_size=3)  # fmt: skip
    done = takes(desk, row, file_name="旧来访.xlsx")
    assert (done["added"], done["customers_made"], done["customers_found"], done["rejected"]) == (1, 1, 0, 0)
    (entry,) = stored(desk, "SELECT * FROM visit")
    assert (entry["business_date"], entry["visit_no"], entry["origin"]) == ("2025-03-01", "LF20250301-001", "import")
    assert entry["arrived_at"] == "2025-03-01T06:30:00.000000Z"
    assert (entry["consultant_id"], entry["author"], entry["kind"]) == (desk.people["c01"], "", "first")
    assert (entry["other_phones"], entry["note"], entry["party_size"]) == ("0755-88886666", "喜欢", 3)
    assert (entry["complete"], entry["privacy_notice_at"], entry["consent_marketing"]) == (1, None, 0)
    (made,) = stored(desk, "SELECT * FROM customer")
    assert (made["owner_id"], made["state"], made["visits"], made["grade"]) == (desk.people["c01"], "visited", 1, "B")
    assert (made["first_contact_at"], made["business_date"]) == (entry["arrived_at"], "2025-03-01")
    assert (made["privacy_notice_at"], made["origin"], made["living_area"]) == (None, "import", "南山")
    (owner,) = stored(desk, "SELECT * FROM customer_owner")
    assert (owner["to_id"], owner["by_id"], owner["reason"], owner["business_date"]) == (
        desk.people["c01"], desk.people["manager"], "import", "2026-11-23",
    )  # fmt: skip
    assert stored(desk, "SELECT count(*) AS days FROM business_day") == [{"days": 0}]


def test_it_is_one_act_of_the_journal_with_all_its_rows(desk: Desk) -> None:
    before = stored(desk, "SELECT max(seq) AS seq FROM journal")[0]["seq"]
    takes(desk, visit(), visit(on=date(2025, 3, 9)), visit(phone="13900139000"), file_name="旧.csv")
    acts = stored(desk,
        "SELECT journal.seq, action, act_words.reason FROM journal "
        f"JOIN act_words ON act_words.seq = journal.seq WHERE journal.seq > {before}",
    )
    assert [act["action"] for act in acts] == ["register.visits"]
    assert "旧.csv" in acts[0]["reason"]
    seq = acts[0]["seq"]
    children = stored(desk, f"SELECT table_name, count(*) AS n FROM journal_row WHERE seq = {seq} GROUP BY 1")
    assert {row["table_name"]: row["n"] for row in children} == {
        "visit": 3, "customer": 2, "customer_owner": 2, "act_words": 1, "register_import": 1,
    }  # fmt: skip
    assert [finding.kind for finding in examine(desk.office) if finding.serious] == []


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    rows = (visit(), visit(name="李四", phone=""), visit(on=date(2025, 3, 2)))
    assert takes(desk, *rows)["added"] == 3
    before = stored(desk, "SELECT * FROM visit") + stored(desk, "SELECT * FROM customer")
    again = takes(desk, *rows)
    assert (again["added"], again["here"], again["customers_made"]) == (0, 3, 0)
    assert stored(desk, "SELECT * FROM visit") + stored(desk, "SELECT * FROM customer") == before


def test_the_same_calls_twice_add_nothing_and_two_hours_are_two_calls(desk: Desk) -> None:
    rows = (call(minute=540), call(minute=600), call(minute=None), call(phone="", name="李四"))
    assert takes(desk, *rows)["added"] == 4
    assert takes(desk, *rows)["here"] == 4


def test_what_stands_twice_in_the_file(shared: Desk) -> None:
    """Word for word the same counts once; with other words it is in doubt and given back."""
    next_day = visit(place="d", on=date(2025, 3, 2))
    plan = laid(shared, visit(place="a"), visit(place="b"), visit(place="c", note="又来"), next_day)
    assert (plan.counts["added"], plan.twice, plan.doubtful) == (2, 1, 1)
    assert list(plan.issues) == ["c"]


def test_visits_of_one_customer_are_counted_in_their_order(desk: Desk) -> None:
    takes(desk, visit(on=date(2025, 5, 1), who="王芳", grade=Grade.A), visit(grade=Grade.C), visit(on=date(2025, 4, 1)))
    found = stored(desk, "SELECT business_date, kind, visit_count FROM visit ORDER BY business_date")
    assert [(row["kind"], row["visit_count"]) for row in found] == [("first", 1), ("returning", 2), ("returning", 3)]
    (made,) = stored(desk, "SELECT * FROM customer")
    assert (made["visits"], made["state"], made["grade"]) == (3, "revisited", "A")
    assert (made["owner_id"], made["last_contact_at"][:10]) == (desk.people["c01"], "2025-04-30")  # UTC


@pytest.mark.parametrize(
    ("owners", "owner"), [(Owners.FIRST, "c01"), (Owners.LAST, "c02"), (Owners.NOBODY, None)]
)
def test_whose_the_new_customers_become(shared: Desk, owners: Owners, owner: str | None) -> None:
    rows = (visit(), visit(on=date(2025, 4, 1), who="王芳"), visit(on=date(2025, 5, 1), who="周助理"))
    (party,) = laid(shared, *rows, owners=owners).parties
    assert party.owner == (None if owner is None else shared.people[owner])


def test_somebody_who_is_no_staff_is_given_back_or_kept_by_name(desk: Desk) -> None:
    rows = (visit(who="李离职"), visit(phone="13900139000"))
    plan = laid(desk, *rows)
    assert (plan.counts["added"], plan.rejected, dict(plan.unknown_people)) == (1, 1, {"李离职": 1})
    done = takes(desk, *rows, leavers=Leavers.KEEP)
    assert (done["added"], done["without_owner"]) == (2, 1)
    (entry,) = stored(desk, "SELECT * FROM visit WHERE author <> ''")
    assert (entry["author"], entry["consultant_id"]) == ("李离职", desk.people["manager"])
    (made,) = stored(desk, f"SELECT * FROM customer WHERE phone = '{PHONE}'")
    assert made["owner_id"] is None
    assert {row["consultant"] for row in desk.see("manager", "visits")} == {"李离职", "张伟"}


def test_the_mapping_says_who_a_name_is(shared: Desk) -> None:
    people = (NamedPerson("小王", shared.people["c02"]), NamedPerson("老李"))
    plan = laid(shared, visit(who="小王"), visit(phone="13900139000", who="老李"), people=people)
    assert [(entry.consultant, entry.author) for entry in plan.entries] == [
        (shared.people["c02"], ""), (shared.people["manager"], "老李"),
    ]  # fmt: skip
    by_login = laid(shared, visit(who="C01"))
    assert by_login.entries[0].consultant == shared.people["c01"]


def test_days_of_this_office_take_nothing_from_a_file(desk: Desk) -> None:
    """A day that was kept here, open or closed, has its own entries; today's and later ones are no old ones."""
    customer_of(desk, "c01", "13600136000")
    desk.clock.move(days=1)
    rows = [visit(on=on) for on in (date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25))]
    plan = laid(desk, *rows)
    assert [entry.row.on for entry in plan.entries] == [date(2026, 11, 22)]
    assert reasons(plan) == [
        "{day} was kept in this office; its entries are its own and nothing is added from a file",
        "today's entries are made at the front desk",
        "{day} has not come yet",
    ]


def test_no_figure_of_a_closed_day_changes_and_the_preview_says_which_sums_grow(desk: Desk) -> None:
    customer_of(desk, "c01", "13600136000")
    saves(desk, "c01", 1, **WHOLE)
    goes_home(desk, "c01")
    for login, step in (("assistant", "day.consolidate"), ("assistant", "day.close")):
        desk.do(login, step)
    before = stored(desk, "SELECT * FROM visit WHERE business_date = '2026-11-23'")
    desk.clock.move(days=1)
    rows = (visit(), visit(on=date(2026, 11, 23)))
    assert laid(desk, *rows).closed_days == 1
    assert takes(desk, *rows)["rejected"] == 1
    assert stored(desk, "SELECT * FROM visit WHERE business_date = '2026-11-23'") == before
    assert stored(desk, "SELECT count(*) AS n FROM business_day") == [{"n": 1}]


def test_a_customer_of_the_office_keeps_what_stands_there(desk: Desk) -> None:
    mine = customer_of(desk, "c02", PHONE, "老张")
    desk.clock.move(days=1)
    done = takes(desk, visit(name="张三", grade=Grade.D, living_area="福田", who="张伟"))
    assert (done["customers_made"], done["customers_found"], done["added"]) == (0, 1, 1)
    (kept,) = stored(desk, "SELECT * FROM customer")
    assert (kept["id"], kept["name"], kept["owner_id"]) == (mine["customer"], "老张", desk.people["c02"])
    assert (kept["visits"], kept["state"], kept["living_area"], kept["grade"]) == (2, "revisited", "福田", "D")
    assert kept["last_contact_at"].startswith("2026-11-23") and kept["first_contact_at"].startswith("2026-11-23")
    assert stored(desk, "SELECT count(*) AS n FROM customer_owner") == [{"n": 1}]


def test_an_old_book_finds_a_customer_by_a_number_that_was_changed_since(desk: Desk) -> None:
    mine = customer_of(desk, "c02", PHONE, "张三")["customer"]
    desk.do("c02", "customer.update", customer=mine, phone="13911112222")
    desk.clock.move(days=1)
    done = takes(desk, visit(), visit(on=date(2025, 3, 2), phone="13911112222"))
    assert (done["customers_made"], done["customers_found"], done["added"]) == (0, 1, 2)
    (kept,) = stored(desk, "SELECT id, phone, visits FROM customer")
    assert kept == {"id": mine, "phone": "13911112222", "visits": 3}


def test_a_number_under_two_surnames_is_said(shared: Desk) -> None:
    plan = laid(shared, visit(), visit(on=date(2025, 3, 2), name="李四"), visit(on=date(2025, 3, 3), name="张先生"))
    assert reasons(plan) == ["the number belongs to «{known}»; this entry of «{name}» goes to the same customer"]
    assert len(plan.parties) == 1


def test_old_calls(desk: Desk) -> None:
    rows = (
        call(minute=540, price_reaction=PriceReaction.HIGH, questions="学区", is_repeat=None),
        call(on=date(2025, 4, 1)),
        call(phone="", name="李先生", no_phone_reason="拒留"),
    )
    assert takes(desk, *rows, by="assistant")["added"] == 3
    found = stored(desk, "SELECT * FROM call ORDER BY business_date, id")
    assert [row["call_no"] for row in found] == ["LD20250301-001", "LD20250301-002", "LD20250401-001"]
    assert {row["is_repeat"] for row in found if row["business_date"] == "2025-04-01"} == {1}
    lost, reached = stored(desk, "SELECT * FROM customer ORDER BY phone")
    assert (reached["state"], reached["visits"]) == ("contacted", 0)
    assert (lost["state"], lost["invalid_reason"]) == ("invalid", "拒留")


def test_who_buys_nothing_leaves_no_personal_data(desk: Desk) -> None:
    takes(desk, visit(kind=VisitKind.NOT_A_BUYER, name="某某地产", organisation=""))
    (entry,) = stored(desk, "SELECT * FROM visit")
    assert (entry["organisation"], entry["name"], entry["phone"], entry["customer_id"]) == ("某某地产", "", "", None)
    assert stored(desk, "SELECT * FROM customer") == []


def test_a_next_contact_that_has_passed_stays_with_its_entry(desk: Desk) -> None:
    takes(desk, visit(next_contact_on=date(2025, 3, 4)), visit(phone="13900139000", next_contact_on=date(2026, 12, 1)))
    assert {row["next_contact_on"] for row in stored(desk, "SELECT next_contact_on FROM visit")} == {
        "2025-03-04", "2026-12-01",
    }  # fmt: skip
    assert {row["next_contact_on"] for row in stored(desk, "SELECT next_contact_on FROM customer")} == {
        None, "2026-12-01",
    }  # fmt: skip


def test_all_or_nothing(desk: Desk) -> None:
    """A value that no row can hold, in the last row, leaves no trace of the first ones."""
    wrong = visit(phone="13900139000", content="长" * 4001)
    with pytest.raises(BadInput):
        takes(desk, visit(), wrong)
    with pytest.raises(BadInput):
        takes(desk, visit(), visit(phone="12"))
    with pytest.raises(BadInput):
        takes(desk, visit(minute=1440))
    with pytest.raises(NotFound):
        takes(desk, visit(), people=(NamedPerson("老李", 999),))
    with pytest.raises(Refusal):
        takes(desk, visit(who="没有此人"))
    assert stored(desk, "SELECT * FROM visit") == [] == stored(desk, "SELECT * FROM customer")


def test_progress_is_told_to_its_end(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    rows = tuple(visit(phone=f"138{index:08d}") for index in range(30))
    order = command(RegisterKind.VISITS, rows, Choices())
    desk.office.run(desk.session("manager"), order, progress=lambda done, whole: told.append((done, whole)))
    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told)


@pytest.mark.parametrize("login", ["c01", "cashier", "clerk", "reporter"])
def test_who_may_not(shared: Desk, login: str) -> None:
    with pytest.raises(NotAllowed):
        laid(shared, visit(), by=login)
    with pytest.raises(NotAllowed):
        takes(shared, visit(), by=login)


def test_from_the_file_to_the_rejected_rows_and_back(desk: Desk, tmp_path: Path) -> None:
    """What the file and the office reject comes back in one file; corrected, only these rows are added."""
    head = ["日期", "客户姓名", "联系电话", "渠道", "置业顾问"]
    lines = [
        ["2025-3-1", "张三", PHONE, "路过", "张伟"],
        ["2025-3-1", "李四", "1380013", "路过", "张伟"],
        ["2025-3-2", "王五", "13900139001", "路过", "李离职"],
        ["2027-1-1", "赵六", "13900139002", "路过", "张伟"],
    ]
    opened = open_book(csv_file(tmp_path / "a.csv", [head, *lines]), RegisterKind.VISITS)
    book = read_book(opened, None, date(2026, 11, 23))
    plan = laid(desk, *book.rows)
    target = tmp_path / "b.csv"
    assert give_back(book, plan.issues, target) == 3
    assert takes(desk, *book.rows)["added"] == 1
    fixed = target.read_text(encoding="utf-8-sig").replace(",1380013,", ",13900139000,").replace(",李离职,", ",王芳,")
    target.write_text(fixed.replace("2027-1-1", "2025-3-3"), encoding="utf-8")
    again = read_book(open_book(target, RegisterKind.VISITS), None, date(2026, 11, 23))
    assert takes(desk, *again.rows)["added"] == 3
    assert len(desk.see("manager", "customers")) == 4


# -- profiles -----------------------------------------------------------------------------------------------------


def test_a_profile_is_kept_replaced_and_dropped(desk: Desk) -> None:
    rule = {"part": "word", "field": "channels", "said": "地推", "means": "leaflet"}
    person = {"part": "person", "said": "小王", "means": str(desk.people["c02"])}
    fields: dict[str, Any] = {"name": "旧表", "kind": "visits", "heads": ["日期", "来路"]}
    desk.do("assistant", "register_profile.save", **fields, rules=[rule])
    desk.do("manager", "register_profile.save", **fields, rules=[rule, person])
    session = desk.session("manager")
    (profile,) = desk.office.look(session, known, RegisterKind.VISITS)
    assert profile.heads == ("日期", "来路")
    assert profile.rules == (
        Rule(RulePart.WORD, "地推", "leaflet", "channels"),
        Rule(RulePart.PERSON, "小王", str(desk.people["c02"])),
    )
    assert desk.office.look(session, known, RegisterKind.CALLS) == []
    assert [row["rules"] for row in desk.see("manager", "register_profiles")] == [2]
    desk.do("manager", "register_profile.drop", name="旧表", kind="visits")
    assert desk.see("manager", "register_profiles") == []
    with pytest.raises(NotFound):
        desk.office.look(session, must, RegisterKind.VISITS, "旧表")


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"part": "column", "said": "来路", "means": "no_such_field"}, "rules[0].means"),
        ({"part": "column", "said": "", "means": "name"}, "rules[0].said"),
        ({"part": "word", "said": "地推", "field": "name", "means": "note"}, "rules[0].field"),
        ({"part": "word", "said": "地推", "field": "channels", "means": "mars"}, "rules[0].means"),
        ({"part": "person", "said": "小王", "means": "999"}, "rules[0].means"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_by_name(shared: Desk, rule: dict[str, str], place: str) -> None:
    with pytest.raises(BadInput) as refused:
        shared.do("manager", "register_profile.save", name="旧表", kind="visits", heads=[], rules=[rule])
    assert refused.value.place == place


# -- the office's own lists (2.18) --------------------------------------------------------------------------------


def test_the_offices_own_words_from_the_file_to_the_log(desk: Desk, tmp_path: Path) -> None:
    """A channel, an area and a focus that the manager added are understood, kept by code and listed by their words."""
    channel = desk.do("manager", "dictionary.add", kind="channel", label="抖音直播间")["code"]
    area = desk.do("manager", "dictionary.add", kind="area", label="前海", label_en="Qianhai")["code"]
    focus = desk.do("manager", "dictionary.add", kind="focus", label="阳光房")["code"]
    head = ["日期", "客户姓名", "联系电话", "渠道", "置业顾问", "居住区域", "抗性"]
    path = csv_file(tmp_path / "a.csv", [head, ["2025-3-1", "张三", PHONE, "抖音直播间", "张伟", "前海", "阳光房"]])
    own = desk.office.look(desk.session("manager"), lists)
    book = read_book(open_book(path, RegisterKind.VISITS), None, date(2026, 11, 23), lists=own)
    assert takes(desk, *book.rows)["added"] == 1
    (entry,) = stored(desk, "SELECT channels, channel, living_area, resistance FROM visit")
    assert entry == {"channels": channel, "channel": channel, "living_area": area, "resistance": focus}
    (made,) = stored(desk, "SELECT channel, living_area FROM customer")
    assert made == {"channel": channel, "living_area": area}
    assert [row["name"] for row in desk.see("manager", "visits", channel=channel)] == ["张三"]


def test_a_code_that_the_office_does_not_offer_gives_its_row_back(desk: Desk) -> None:
    desk.do("manager", "dictionary.retire", kind="channel", code="outdoor")
    rows = (visit(place="a"), visit(place="b", phone="13900139000", channels=("mars",)),
            visit(place="c", phone="13900139001", channels=("leaflet",)))  # fmt: skip
    plan = laid(desk, *rows)
    assert sorted(plan.issues) == ["a", "b"]
    assert reasons(plan) == ["«{value}» is not in the list «{kind}». Known: {known}."] * 2
    assert [entry.row.place for entry in plan.entries] == ["c"]


def test_a_profile_may_mean_an_entry_of_the_office(desk: Desk) -> None:
    code = desk.do("manager", "dictionary.add", kind="channel", label="抖音直播间")["code"]
    rule = {"part": "word", "field": "channels", "said": "直播", "means": code}
    desk.do("manager", "register_profile.save", name="旧表", kind="visits", heads=["日期"], rules=[rule])
    desk.do("manager", "dictionary.retire", kind="channel", code=code)
    with pytest.raises(BadInput) as refused:
        desk.do("manager", "register_profile.save", name="新表", kind="visits", heads=["日期"], rules=[rule])
    assert refused.value.place == "rules[0].means"


def test_instants_are_the_offices_own(desk: Desk) -> None:
    """Midnight of the office is the evening before in UTC, also where no hour stands."""
    takes(desk, visit())
    (row,) = desk.see("manager", "visits")
    assert row["arrived_at"] == datetime(2025, 2, 28, 16, 0, tzinfo=UTC)
    assert row["business_date"] == OLD
