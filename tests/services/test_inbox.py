"""The inbox: one row a thing, decided as from the paper, many at once, delegated, and what one asked for (F9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from anchang import i18n
from anchang.domain.approval import Decision
from anchang.domain.delegation import DecisionKind
from anchang.domain.errors import AnchangError, BadInput, NotAllowed, Refusal, WrongState
from anchang.services.change_menu import menu as change_menu
from anchang.services.delay_menu import menu as delay_menu
from anchang.services.delegation import GiveDelegation
from anchang.services.discount_menu import menu as discount_menu
from anchang.services.inbox.deciding import DECIDES, command_of, decide_many, decided_by
from anchang.services.price_list import DraftPriceList
from anchang.services.standing_in import with_lent
from anchang.services.subscription_menu import menu as subscription_menu
from anchang.storage import delay as delays
from tests.office import Desk, desk_at
from tests.services.changes import late_case, papers_back, refund, serious
from tests.services.deals import BUYER, MORTGAGE, active
from tests.services.stock import block, customer, on_sale

LEADERS = ("manager", "director", "executive")
EVERYBODY = ("c01", "c02", "assistant", *LEADERS, "cashier", "accountant", "clerk", "boss")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One of each paper that waits for a decision; tests of this office only look, or are refused."""
    with desk_at(tmp_path_factory.mktemp("inbox") / "office") as desk:
        executive(desk)
        on_sale(desk)
        short, long, gone = (active(desk, label, number=n) for n, label in enumerate(("1-1-101", "1-1-102", "1-1-201")))
        desk.do("c01", "delay.apply", subscription=short.sub_no, days="5", reason="funds")
        desk.do("c01", "delay.apply", subscription=long.sub_no, days="10", reason="loan")
        refund(gone)
        refund_of(desk, int(active(desk, "1-1-302", number=7).sub_no[-4:]), "manager")
        asked(desk, "1-1-202")
        who = customer(desk, "c01", "刘洋", "13800000099")
        desk.do("c01", "subscription.draft", **{**MORTGAGE, "unit": "1-1-301", "customer": who, "deposit": "50000",
                "buyers": ({**BUYER, "phone": "13800000099"},), "handover_due": "2028-12-31",
                "inside_area": "70.00"})  # fmt: skip
        desk.do("c01", "subscription.submit", subscription="RG2026-0005")
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Units on sale, three deals of c01 in force, an executive."""
    with desk_at(tmp_path / "office") as made:
        executive(made)
        on_sale(made)
        for number, label in enumerate(("1-1-101", "1-1-102", "1-1-201"), start=1):
            active(made, label, number=number)
        yield made


def executive(desk: Desk) -> None:
    fields = {"login": "executive", "name": "孙副总", "roles": "executive", "password": "secret-12"}
    desk.people["executive"] = desk.do("boss", "staff.add", **fields)["id"]


def asked(desk: Desk, unit: str, amount: str = "20000", login: str = "c01") -> str:
    """A special discount handed in; its number."""
    phone = f"1390000{unit[-3:]}9"
    customer(desk, login, "王五", f"{phone:0<11}")
    fields = {"unit": unit, "customer": f"{phone:0<11}", "kind": "leader", "reason": "老客户", "granted_by": "director"}
    return str(desk.do(login, "discount_request.apply", amount=amount, proof="签字单", **fields)["no"])


def delay(desk: Desk, number: int, days: int, login: str = "c01") -> str:
    """A delay of that deal handed in; its number."""
    found = desk.do(login, "delay.apply", subscription=f"RG2026-{number:04d}", days=str(days), reason="funds")
    return str(found["no"])


def waits(desk: Desk, login: str) -> dict[str, dict[str, Any]]:
    """What waits for a person and is decided from the inbox, by what and subject."""
    return {f"{row['what']} {row['subject']}": row for row in desk.see(login, "inbox") if row["what"] in DECIDES}


def lend(desk: Desk, giver: str, delegate: str, *kinds: str, **fields: Any) -> list[str]:
    """A delegation for a week; its numbers."""
    given = {"to_day": "2026-11-30", "reason": "休假", **fields}
    made = desk.do(giver, "delegation.give", delegate=delegate, kinds=list(kinds), **given)
    return str(made["numbers"]).split(", ")


# -- the same from the inbox as from the paper


MENUS = {
    "subscription": subscription_menu,
    "delay_request": delay_menu,
    "discount_request": discount_menu,
    "change_request": change_menu,
}
STEPS: dict[str, tuple[str, ...]] = {
    "subscription.review": ("approve",),
    "subscription.slip": ("decide_slip",),
    "delay_request.decide": ("approve",),
    "discount_request.decide": ("approve",),
    "change_request.decide": ("approve", "pass_on"),
}
# 2.6 to 2.8, 2.3 and 2.18: who has what to decide, of what c01 (the last: the manager) made; nobody else has anything
WHO_DECIDES = {
    "subscription.review RG2026-0005": LEADERS,
    "subscription.slip RG2026-0001": LEADERS,
    "delay_request.decide YQ2026-0001": LEADERS,
    "delay_request.decide YQ2026-0002": ("director", "executive"),
    "discount_request.decide YH2026-0001": LEADERS,
    "change_request.decide BG2026-0001": LEADERS,
    "change_request.decide BG2026-0002": ("director", "executive"),  # the manager's own
}


@pytest.mark.parametrize("login", EVERYBODY)
def test_each_decision_stands_in_the_inbox_exactly_where_the_paper_allows_it(papers: Desk, login: str) -> None:
    """By role, own and others': the inbox, the paper's step menu and the act say the same."""
    found = waits(papers, login)
    everything = {**waits(papers, "executive")}
    for name, deciders in WHO_DECIDES.items():
        row = everything[name]
        assert (name in found) == (login in deciders), name
        try:
            menu = papers.office.look(papers.session(login), MENUS[row["noun"]], row["row_id"])
            can = any(one.why_not is None for one in menu if one.step.name in STEPS[row["what"]])
        except BadInput:  # not one's own to see
            can = False
        assert can == (login in deciders), name
        if login not in deciders:
            for decision in DECIDES[row["what"]].keys() - {Decision.SENT_BACK}:  # who asked may take it back to correct
                with pytest.raises(AnchangError):
                    papers.office.run(papers.session(login), command_of(row, decision, "不行"))
        assert {role.value for role in decided_by(row["what"])} >= {"sales_manager", "sales_director", "executive"}


def test_a_look_says_whose_authority_and_the_version(papers: Desk) -> None:
    row = waits(papers, "director")["delay_request.decide YQ2026-0002"]
    assert (row["behalf"], row["unit"], row["who"], row["about"]) == ("", "1-1-102", "刘洋", "signing.2")
    assert row["version"] == papers.see("director", "delays", text="YQ2026-0002")[0]["version"]


def test_what_was_changed_meanwhile_is_refused(desk: Desk) -> None:
    delay(desk, 1, 5)
    row = waits(desk, "manager")["delay_request.decide YQ2026-0001"]
    desk.do("c01", "delay.withdraw", delay="YQ2026-0001", reason="不用了")
    with pytest.raises(Refusal):
        desk.office.run(desk.session("manager"), command_of(row, Decision.APPROVED, ""))


def test_a_case_about_a_late_signing_is_one_row_for_each(desk: Desk) -> None:
    """The known blemish: an expired delay was one row for leaders and another for the assistant."""
    delay(desk, 1, 5)
    desk.do("manager", "delay.approve", delay="YQ2026-0001")
    desk.do("assistant", "delay.execute", delay="YQ2026-0001")
    desk.clock.move(days=20)
    desk.do("system", "delay.sweep")

    def about(login: str) -> list[str]:
        return [row["what"] for row in desk.see(login, "inbox") if row["about"] == "signing.1"]

    assert {login: about(login) for login in ("c01", "assistant", "manager", "director")} == {
        "c01": ["change_request.expired"],  # the case that was opened
        "assistant": ["change_request.expired"],
        "manager": ["change_request.expired"],
        "director": [],
    }
    desk.do("manager", "forfeit.remedy", request="BG2026-0001", comment="再等三天")
    assert {login: about(login) for login in ("c01", "assistant", "manager", "director")} == {
        "c01": ["delay_request.forfeit"],
        "assistant": ["subscription.open_case"],
        "manager": ["delay_request.forfeit"],
        "director": ["delay_request.forfeit"],
    }
    desk.do("boss", "staff.change", staff="assistant", roles="sales_assistant,sales_manager")
    assert about("assistant") == ["delay_request.forfeit"]
    desk.do("assistant", "forfeit.open", subscription="RG2026-0001", reason="逾期未签")
    assert about("assistant") == ["change_request.notice"]
    assert about("manager") == []  # the case waits for the consultant and the assistant


# -- many at once


def test_many_alike_each_by_itself(desk: Desk) -> None:
    """Each is an act of its own; a refused one changes nothing and stops nothing; the summary says which and why."""
    for number, days in ((1, 5), (2, 5), (3, 5)):
        delay(desk, number, days)
    rows = [row for row in waits(desk, "manager").values() if row["what"] == "delay_request.decide"]
    desk.do("c01", "delay.withdraw", delay="YQ2026-0002", reason="不用了")
    seq = desk.office.change_mark()
    outcomes = decide_many(desk.office, desk.session("manager"), rows, Decision.APPROVED, "同意")
    assert [(one.subject.split()[0], one.done) for one in outcomes] == [
        ("YQ2026-0001", True), ("YQ2026-0002", False), ("YQ2026-0003", True),
    ]  # fmt: skip
    assert "已撤回" in outcomes[1].said
    assert desk.office.change_mark() - seq == 2
    states = {row["no"]: row["state"] for row in desk.see("manager", "delays")}
    assert states == {"YQ2026-0001": "approved", "YQ2026-0002": "withdrawn", "YQ2026-0003": "approved"}
    assert not waits(desk, "manager").keys() & {f"delay_request.decide YQ2026-000{n}" for n in (1, 2, 3)}


# -- delegation


def decided(desk: Desk, noun: str) -> list[tuple[str, str, str, str]]:
    """(approver, for whom, level, decision) of the decisions about that noun."""
    query = text(
        "SELECT s.login, COALESCE(b.login, ''), a.level, a.decision FROM approval a "
        "JOIN staff s ON s.id = a.approver_id LEFT JOIN staff b ON b.id = a.behalf_id "
        "WHERE a.noun = :noun ORDER BY a.id"
    )
    with desk.office.store.read() as connection:
        return [tuple(row) for row in connection.execute(query, {"noun": noun})]


def journalled(desk: Desk) -> tuple[str, str, str]:
    """(who, with which roles, which act) of the newest act."""
    with desk.office.store.read() as connection:
        row = connection.execute(text("SELECT actor_name, roles, action FROM journal ORDER BY seq DESC LIMIT 1")).one()
    return str(row[0]), str(row[1]), str(row[2])


def test_a_delegate_decides_under_both_names(desk: Desk) -> None:
    no = delay(desk, 1, 10)  # the director's
    with pytest.raises(Refusal):
        desk.do("manager", "delay.approve", delay=no)
    lend(desk, "director", "manager", "delay")
    assert waits(desk, "manager")[f"delay_request.decide {no}"]["behalf"] == "赵总监"
    assert waits(desk, "director")[f"delay_request.decide {no}"]["behalf"] == ""
    desk.do("manager", "delay.approve", delay=no, comment="同意")
    assert decided(desk, "delay_request") == [("manager", "director", "director", "approved")]
    assert journalled(desk) == ("李经理（代赵总监）", "sales_director", "delay.approve")
    card = desk.office.look(desk.session("c01"), delays.card, 1)
    assert card is not None and card["decisions"][0].approver == "李经理（代赵总监）"
    assert desk.see("c01", "asked")[0]["said"].startswith("同意，李经理（代赵总监）")
    assert serious(desk) == []


def test_the_own_authority_goes_first(desk: Desk) -> None:
    """What one may decide oneself is decided in one's own name; only what goes beyond it, with what was lent."""
    lend(desk, "director", "manager", "delay", "change")
    desk.do("manager", "delay.approve", delay=delay(desk, 1, 5))
    assert decided(desk, "delay_request") == [("manager", "", "manager", "approved")]
    assert journalled(desk)[:2] == ("李经理", "sales_manager")


def test_an_assistant_decides_for_the_manager_and_only_that_kind(desk: Desk) -> None:
    lend(desk, "manager", "assistant", "delay")
    no, discount = delay(desk, 1, 5), asked(desk, "1-1-202", "3000")
    assert [row["behalf"] for row in waits(desk, "assistant").values()] == ["李经理"]
    desk.do("assistant", "delay.reject", delay=no, comment="不符合规定")
    assert decided(desk, "delay_request") == [("assistant", "manager", "manager", "rejected")]
    with pytest.raises(NotAllowed):
        desk.do("assistant", "discount_request.approve", discount_request=discount)
    long = delay(desk, 2, 10)  # beyond the manager's own authority, so beyond what was lent
    with pytest.raises(Refusal) as error:
        desk.do("assistant", "delay.approve", delay=long)
    assert "销售总监" in str(error.value)


def test_maker_is_never_checker_through_a_delegation(desk: Desk) -> None:
    """Neither of the two decides what either of them asked for, and two yeses stay those of two persons."""
    desk.do("boss", "staff.change", staff="director", roles="sales_director,consultant")
    desk.do("boss", "staff.change", staff="manager", roles="sales_manager,consultant")
    lend(desk, "director", "manager", "delay", "discount", "change")
    of_delegator, of_delegate = asked(desk, "1-1-202", "40000", "director"), asked(desk, "1-1-301", "40000", "manager")
    for no in (of_delegator, of_delegate):
        assert f"discount_request.decide {no}" not in {
            name for name, row in waits(desk, "manager").items() if row["behalf"]
        }
    with pytest.raises(NotAllowed):
        desk.do("manager", "discount_request.approve", discount_request=of_delegate)
    lend(desk, "manager", "assistant", "delay")
    mine = delay(desk, 1, 5)
    desk.do("boss", "staff.change", staff="c01", roles="sales_director,consultant")
    lend(desk, "c01", "assistant", "delay", to_day="2026-11-24")
    desk.do("manager", "delegation.withdraw", delegation="SQ2026-0004", reason="已回")
    with pytest.raises(NotAllowed, match="您的委托人"):
        desk.do("assistant", "delay.approve", delay=mine)
    # The delegator's own request: the manager's own yes passes it on, and what was lent does not finish it.
    desk.do("manager", "discount_request.approve", discount_request=of_delegator)
    with pytest.raises(Refusal):
        desk.do("manager", "discount_request.approve", discount_request=of_delegator, comment="同意")
    assert all(behalf == "" for _, behalf, _, _ in decided(desk, "discount_request"))


def test_two_yeses_stay_those_of_two_persons(desk: Desk) -> None:
    no = late_case_ready(desk)
    lend(desk, "director", "manager", "change", to_day="2026-12-31")
    desk.do("manager", "change.approve", request=no)
    with pytest.raises(Refusal):
        desk.do("manager", "change.approve", request=no)
    assert f"change_request.decide {no}" not in waits(desk, "manager")
    desk.do("director", "change.approve", request=no)
    assert [each[:2] for each in decided(desk, "change_request")] == [("manager", ""), ("director", "")]


def test_a_passed_on_discount_takes_another_persons_yes(desk: Desk) -> None:
    """2.6, 2.18: neither an authority that is lent later nor a higher role makes the second yes of the first."""
    no = asked(desk, "1-1-202", "40000")  # beyond the manager
    desk.do("manager", "discount_request.approve", discount_request=no)  # the own yes passes it on
    lend(desk, "director", "manager", "discount")
    assert f"discount_request.decide {no}" not in waits(desk, "manager")
    with pytest.raises(Refusal) as error:
        desk.do("manager", "discount_request.approve", discount_request=no)
    assert "须由他人审批" in str(error.value)
    desk.do("boss", "staff.change", staff="manager", roles="sales_director")
    assert f"discount_request.decide {no}" not in waits(desk, "manager")
    with pytest.raises(Refusal):
        desk.do("manager", "discount_request.approve", discount_request=no)
    desk.do("director", "discount_request.approve", discount_request=no)
    assert [each[:2] for each in decided(desk, "discount_request")] == [("manager", ""), ("director", "")]


def test_a_yes_for_somebody_is_that_persons_too(desk: Desk) -> None:
    no = asked(desk, "1-1-202", "40000")
    lend(desk, "manager", "assistant", "discount")
    desk.do("assistant", "discount_request.approve", discount_request=no)  # passed on in the manager's name
    lend(desk, "director", "manager", "discount")
    lend(desk, "executive", "assistant", "discount")
    for login in ("manager", "assistant"):
        assert f"discount_request.decide {no}" not in waits(desk, login)
        with pytest.raises(Refusal):
            desk.do(login, "discount_request.approve", discount_request=no)
    desk.do("director", "discount_request.approve", discount_request=no)
    assert decided(desk, "discount_request")[-1][:2] == ("director", "")


def test_what_is_never_given_back_says_so(desk: Desk) -> None:
    """A forfeiture has no such step: the act refuses it in words, alone and among many."""
    late_case_ready(desk)
    rows = [row for row in waits(desk, "manager").values() if row["what"] == "change_request.decide"]
    outcomes = decide_many(desk.office, desk.session("manager"), rows, Decision.SENT_BACK, "补材料")
    assert [one.done for one in outcomes] == [False]
    assert "不能退回" in outcomes[0].said


def late_case_ready(desk: Desk) -> str:
    """A forfeiture after both notices, which takes the manager's yes and the director's."""
    deal = active(desk, "1-1-301", number=8)
    no = late_case(deal)
    desk.do("assistant", "forfeit.serve_notice", request=no, way="mail")
    desk.clock.move(days=8)
    desk.do("assistant", "forfeit.terminate", request=no, way="mail")
    return no


def by_row(desk: Desk, login: str, name: str, decision: Decision, why: str = "") -> str:
    """Decide a row of that person's inbox as the console does; what was said."""
    (outcome,) = decide_many(desk.office, desk.session(login), [waits(desk, login)[name]], decision, why)
    assert outcome.done, outcome.said
    return outcome.said


def test_price_lists_permits_and_terms_can_be_lent(desk: Desk) -> None:
    """2.18: the manager drafts, whoever leads approves; a delegate under both names, and never the own draft."""
    made = desk.office.run(desk.session("manager"), DraftPriceList(block("9栋")))["no"]
    desk.do("manager", "permit.record", no="P9", buildings="9栋", issued_on="2026-11-20")
    desk.do("manager", "term.propose", code="T9", title="车位", text="送车位使用权一年")
    names = [f"price_list.approve {made}", "permit_draft.approve P9", "term.approve T9 车位"]
    lend(desk, "director", "assistant", "price_list", "permit", "term", to_day="2026-11-24")
    for kind in ("price_list", "permit"):
        with pytest.raises(Refusal, match="没有"):
            lend(desk, "manager", "assistant", kind, from_day="2026-11-25")
    assert [waits(desk, "assistant")[name]["behalf"] for name in names] == ["赵总监"] * 3
    assert not {*names} & {*waits(desk, "manager")}  # who drafted them
    lend(desk, "executive", "manager", "price_list", "permit", "term")
    assert not {*names} & {*waits(desk, "manager")}
    with pytest.raises(NotAllowed):
        desk.do("manager", "price_list.approve", price_list=made)
    for name in names:
        by_row(desk, "assistant", name, Decision.APPROVED, "同意")
    assert journalled(desk) == ("周助理（代赵总监）", "sales_director", "term.approve")
    for noun in ("price_list", "permit_draft", "term"):
        assert decided(desk, noun)[-1] == ("assistant", "director", "director", "approved")
    said = [row["said"] for row in desk.see("manager", "asked") if row["subject"] in (made, "P9", "车位")]
    assert said == ["同意，周助理（代赵总监），2026-11-23 同意"] * 3
    desk.clock.at(date(2026, 11, 25))  # the day after the last one
    again = desk.office.run(desk.session("manager"), DraftPriceList(block("8栋")))["no"]
    assert f"price_list.approve {again}" not in waits(desk, "assistant")
    with pytest.raises(NotAllowed):
        desk.do("assistant", "price_list.approve", price_list=again)
    by_row(desk, "director", f"price_list.approve {again}", Decision.REJECTED, "价格有误")
    assert decided(desk, "price_list")[-1] == ("director", "", "director", "rejected")
    assert serious(desk) == []


def test_answers_are_decided_from_the_inbox_with_their_words(desk: Desk) -> None:
    for question, answer in (("车位怎么卖？", "认购后选"), ("物业费多少？", "不知道"), ("层高？", "")):
        desk.do("c01", "faq.propose", question=question, answer=answer)
    by_row(desk, "manager", "faq.approve 车位怎么卖？", Decision.APPROVED, "口径无误")
    assert journal_reason(desk) == "口径无误"
    by_row(desk, "manager", "faq.approve 物业费多少？", Decision.REJECTED, "答非所问")
    assert journal_reason(desk) == "答非所问"
    row = waits(desk, "manager")["faq.approve 层高？"]
    (outcome,) = decide_many(desk.office, desk.session("manager"), [row], Decision.APPROVED, "")
    assert not outcome.done  # without an answer there is nothing to approve
    states = {row["question"]: row["state"] for row in desk.see("manager", "faqs")}
    assert states == {"车位怎么卖？": "approved", "物业费多少？": "retired", "层高？": "proposed"}


def journal_reason(desk: Desk) -> str:
    with desk.office.store.read() as connection:
        return str(connection.execute(text("SELECT reason FROM journal ORDER BY seq DESC LIMIT 1")).scalar())


def test_no_delegation_of_a_delegation(desk: Desk) -> None:
    """Who was lent an authority lends only the own one."""
    lend(desk, "director", "manager", "delay")
    lend(desk, "manager", "assistant", "delay")
    no = delay(desk, 1, 10)
    assert f"delay_request.decide {no}" not in waits(desk, "assistant")
    with pytest.raises(Refusal):
        desk.do("assistant", "delay.approve", delay=no)
    with pytest.raises(NotAllowed):
        desk.do("assistant", "delegation.give", delegate="director", kinds=["delay"], to_day="2026-11-30", reason="x")
    desk.do("assistant", "delay.approve", delay=delay(desk, 2, 5))
    assert decided(desk, "delay_request") == [("assistant", "manager", "manager", "approved")]


def test_it_holds_on_its_days_and_ends_by_itself(desk: Desk) -> None:
    lend(desk, "director", "manager", "delay", from_day="2026-11-24", to_day="2026-11-25")
    no = delay(desk, 1, 10)
    seen = []
    for _ in range(4):  # 23 to 26 November
        seen.append(f"delay_request.decide {no}" in waits(desk, "manager"))
        desk.clock.move(days=1)
    assert seen == [False, True, True, False]
    with pytest.raises(Refusal):
        desk.do("manager", "delay.approve", delay=no)
    assert desk.see("director", "delegations")[0]["standing"] == "over"
    assert not [row for row in desk.see("manager", "inbox") if row["noun"] == "delegation"]


def test_who_left_or_lost_the_role_lends_nothing(desk: Desk) -> None:
    no = delay(desk, 1, 10)
    lend(desk, "director", "manager", "delay")
    desk.do("boss", "staff.change", staff="director", roles="consultant")
    with pytest.raises(Refusal):
        desk.do("manager", "delay.approve", delay=no)
    assert f"delay_request.decide {no}" not in waits(desk, "manager")


def test_it_is_shown_to_both_and_may_be_withdrawn(desk: Desk) -> None:
    number, other = lend(desk, "director", "manager", "delay", "discount")
    shown = {
        login: [row["what"] for row in desk.see(login, "inbox") if row["noun"] == "delegation"]
        for login in ("director", "manager", "assistant", "executive")
    }
    given, taken = ["delegation.given"] * 2, ["delegation.taken"] * 2
    assert shown == {"director": given, "manager": taken, "assistant": [], "executive": []}
    with pytest.raises(NotAllowed):
        desk.do("assistant", "delegation.withdraw", delegation=number, reason="x")
    with pytest.raises(Refusal):
        desk.do("director", "delegation.withdraw", delegation=number)  # without a reason
    desk.do("manager", "delegation.withdraw", delegation=number, reason="来不及看")
    desk.do("executive", "delegation.withdraw", delegation=other, reason="总监回来了")
    with pytest.raises(WrongState):
        desk.do("director", "delegation.withdraw", delegation=number, reason="x")
    with pytest.raises(Refusal):
        desk.do("manager", "delay.approve", delay=delay(desk, 1, 10))
    assert {row["standing"] for row in desk.see("director", "delegations")} == {"withdrawn"}
    assert desk.see("assistant", "delegations") == []


def test_one_person_has_it_on_a_day_and_all_kinds_or_none(desk: Desk) -> None:
    lend(desk, "director", "manager", "delay", to_day="2026-11-25")
    with pytest.raises(Refusal) as error:
        lend(desk, "director", "assistant", "discount", "delay", from_day="2026-11-25")
    assert "李经理" in str(error.value)
    assert len(desk.see("director", "delegations")) == 1
    lend(desk, "director", "assistant", "delay", from_day="2026-11-26")
    with pytest.raises(BadInput):
        desk.office.run(
            desk.session("director"),
            GiveDelegation(delegate=desk.people["assistant"], kinds=(), to_day=desk.office.today(), reason="x"),
        )


def test_the_step_menu_of_the_paper_knows_what_was_lent(desk: Desk) -> None:
    """On the paper's own screen a delegate can do what the inbox offers, and nothing else of the delegator's."""
    no = delay(desk, 1, 10)
    lend(desk, "director", "manager", "delay")
    merged = with_lent(delay_menu, DecisionKind.DELAY)
    row_id = waits(desk, "director")[f"delay_request.decide {no}"]["row_id"]

    def open_steps(login: str) -> set[str]:
        found = desk.office.look(desk.session(login), merged, row_id)
        return {one.step.name for one in found if one.why_not is None}

    assert open_steps("manager") == {"approve", "reject", "print"}
    assert open_steps("assistant") == {"print"}


# -- everything that waits for somebody is there


def test_a_hold_that_is_asked_for_waits_for_the_manager_before_everything_else(desk: Desk) -> None:
    """2.3 step 2: the consultant's hold has the unit for ten minutes, the manager confirms or refuses it."""
    delay(desk, 1, 5)
    for login, phone, unit in (
        ("c02", "13800000071", "1-1-202"), ("c02", "13800000072", "1-1-301"), ("c03", "13800000073", "1-1-302"),
    ):  # fmt: skip
        customer(desk, login, "客户" + unit, phone)
        desk.do(login, "unit.ask", unit=unit, customer=phone)
        desk.clock.move(minutes=1)
    found = desk.see("manager", "inbox")
    assert [(row["what"], row["unit"], row["when"]) for row in found[:3]] == [
        ("unit.asked", "1-1-202", "至09:10"),
        ("unit.asked", "1-1-301", "至09:11"),
        ("unit.asked", "1-1-302", "至09:12"),
    ]
    assert not [row for row in desk.see("c02", "inbox") + desk.see("assistant", "inbox") if row["what"] == "unit.asked"]
    first, second, third = found[:3]
    session = desk.session("manager")
    assert decide_many(desk.office, session, [first], Decision.APPROVED, "")[0].done
    assert decide_many(desk.office, session, [second], Decision.REJECTED, "留给内部客户")[0].done
    holds = {row["unit"]: row["minutes_left"] for row in desk.see("manager", "holds")}
    assert holds["1-1-202"] == 60 and "1-1-301" not in holds
    desk.clock.move(minutes=10)  # the third has run out: a late yes holds nothing for nobody
    assert not decide_many(desk.office, session, [third], Decision.APPROVED, "")[0].done
    assert [row for row in desk.see("manager", "inbox") if row["what"] == "unit.asked"] == []
    assert {row["unit"] for row in desk.see("manager", "holds")} == {"1-1-202"}


def test_papers_that_are_out_wait_for_whoever_takes_them_back(desk: Desk) -> None:
    """2.8 «collects all copies»: a granted request does not lie with nobody."""
    no = refund_of(desk, 1)
    desk.do("manager", "change.approve", request=no)

    def names(login: str) -> set[str]:
        return {row["what"] for row in desk.see(login, "inbox") if row["subject"] == no}

    assert names("c01") == {"change_request.papers"} == names("assistant")
    assert names("c02") == names("manager") == set()
    assert names("cashier") == {"change_request.execute"}
    papers_back(desk, no)
    assert names("c01") == set()


def test_a_draft_waits_for_who_wrote_it_and_for_who_sells(desk: Desk) -> None:
    who = customer(desk, "c01", "刘洋", "13800000099")
    desk.do("assistant", "subscription.draft", **{**MORTGAGE, "unit": "1-1-301", "customer": who, "deposit": "50000",
            "buyers": ({**BUYER, "phone": "13800000099"},), "handover_due": "2028-12-31"})  # fmt: skip
    for login, there in (("assistant", True), ("c01", True), ("c02", False), ("manager", False)):
        assert ("subscription.draft" in {row["what"] for row in desk.see(login, "inbox")}) is there


# -- what I asked for


def test_what_i_asked_for_and_where_it_is(desk: Desk) -> None:
    no, discount = delay(desk, 1, 5), asked(desk, "1-1-202")
    change = refund_of(desk, 3)

    def mine(login: str, number: str) -> dict[str, Any] | None:
        return next((row for row in desk.see(login, "asked") if row["subject"] == number), None)

    row = mine("c01", no)
    assert row is not None
    assert (row["has"], row["state"], row["running"], row["days"]) == ("销售经理：李经理", "延签待审批", True, 0)
    assert mine("c02", no) is None and mine("manager", no) is None
    desk.clock.move(days=2)
    lend(desk, "manager", "assistant", "delay")
    row = mine("c01", no)
    assert row is not None and (row["has"], row["days"]) == ("销售经理：周助理（代李经理）", 2)
    desk.do("manager", "delay.approve", delay=no, comment="仅此一次")
    row = mine("c01", no)
    assert row is not None
    assert (row["has"], row["days"], row["said"]) == ("销售助理：周助理", 0, "同意，李经理，2026-11-25 仅此一次")
    desk.do("manager", "discount_request.reject", discount_request=discount, comment="不符合")
    row = mine("c01", discount)
    assert row is not None and (row["has"], row["running"]) == ("", False)
    assert row["said"] == "不同意，李经理，2026-11-25 不符合"
    desk.do("manager", "change.send_back", request=change, comment="补账户")
    row = mine("c01", change)
    assert row is not None and (row["has"], row["said"]) == ("张伟", "退回，李经理，2026-11-25 补账户")
    shown = [row["running"] for row in desk.see("c01", "asked")]
    assert shown == sorted(shown, reverse=True)
    assert [row["subject"] for row in desk.see("c01", "asked", running="no")] == [discount]
    assert {row["noun"] for row in desk.see("c01", "asked", noun="delay_request")} == {"delay_request"}


def refund_of(desk: Desk, number: int, login: str = "c01") -> str:
    """A cancellation of that deal handed in by that person; its number."""
    account = {"payer": "刘洋", "account": "6222", "bank": "招商银行"}
    made = desk.do(login, "refund.draft", subscription=f"RG2026-{number:04d}", reason_code="loan", reason="贷款未批",
                   fault="none", accounts=[account])  # fmt: skip
    desk.do(login, "change.submit", request=made["no"])
    return str(made["no"])


def test_words_of_the_lists_are_chinese(papers: Desk) -> None:
    i18n.use("zh_CN")
    assert all(row["state"] and not row["state"].isascii() for row in papers.see("c01", "asked"))
