"""Whose customer: each case typed from the domain text and its glosses, with where it stands (2.1, 2.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.customer_link import Link, id_tail
from anchang.domain.errors import BadInput
from anchang.domain.ownership import (
    Deal,
    Facts,
    Ground,
    Posted,
    Report,
    Rule,
    Share,
    Standing,
    Terms,
    Trace,
    judge,
    protected_until,
    why_not_share,
)
from anchang.i18n import say

DAY0 = date(2026, 11, 2)
A, B, C = 1, 2, 3
NOBODY = None


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def came(who: int | None, day: int, ground: Ground = Ground.VISIT, **more: object) -> Trace:
    return Trace(who, on(day), ground, **more)  # type: ignore[arg-type]


def told(who: int, day: int, **more: object) -> Trace:
    return came(who, day, Ground.FOLLOW_UP, **more)


@dataclass(frozen=True)
class Case:
    """One dispute: what is known, who has the customer, by which rule; `credit` where it is shared or differs."""

    name: str
    source: str
    facts: Facts
    owner: int | None
    rule: Rule
    credit: dict[int, int] | None = None
    report: int | None = None
    terms: Terms = Terms()  # noqa: RUF009 - frozen


def asked(day: int, *traces: Trace, **more: object) -> Facts:
    return Facts(on(day), traces, **more)  # type: ignore[arg-type]


TEN, FIFTEEN = Terms(ownership_days=10), Terms(ownership_days=15)

CASES: tuple[Case, ...] = (
    # -- first registration (第一接待人) and protection
    Case("one registration", "2.1 Q-17", asked(1, came(A, 0)), A, Rule.FIRST_REGISTRATION),
    Case("the first of two", "2.1 Q-17", asked(5, came(A, 0), came(B, 4)), A, Rule.FIRST_REGISTRATION),
    Case("the first of three", "2.1 Q-17", asked(9, came(C, 8), came(B, 4), came(A, 0)), A, Rule.FIRST_REGISTRATION),
    Case(
        "both on one day: who was first", "2.1 Q-17",
        asked(1, came(A, 0, seq=2), came(B, 0, seq=1)), B, Rule.FIRST_REGISTRATION,
    ),
    Case("a call registers as a visit does", "2.2-1", asked(3, came(A, 0, Ground.CALL), came(B, 2)), A,
         Rule.FIRST_REGISTRATION),
    Case("followed up in time", "2.1 Q-18", asked(45, came(A, 0), told(A, 20), came(B, 40)), A, Rule.PROTECTED),
    Case("within 30 days the registration alone is enough", "2.1 Q-17",
         asked(45, came(A, 0), told(A, 20), came(B, 30)), A, Rule.FIRST_REGISTRATION),
    Case("nobody else, kept by a follow-up", "2.1 Q-18", asked(45, came(A, 0), told(A, 20)), A, Rule.PROTECTED),
    Case("who came on day 30 came too early, and the day after it is nobody's", "2.1 Q-18, 7-28",
         asked(31, came(A, 0), came(B, 30)), NOBODY, Rule.PUBLIC),
    Case("asked on day 30", "2.1 Q-18, 7-28", asked(30, came(A, 0), came(B, 30)), A, Rule.FIRST_REGISTRATION),
    Case("day 31 does not", "2.1 Q-18, 7-28", asked(31, came(A, 0), came(B, 31)), B, Rule.LAPSED),
    Case("ten days by setting", "2.1 Q-12", asked(11, came(A, 0), came(B, 11)), B, Rule.LAPSED, terms=TEN),
    Case("day ten by setting", "2.1 Q-12", asked(10, came(A, 0), came(B, 10)), A, Rule.FIRST_REGISTRATION, terms=TEN),
    Case("fifteen days by setting", "2.1 Q-15", asked(16, came(A, 0), came(B, 16)), B, Rule.LAPSED, terms=FIFTEEN),
    Case(
        "an unreachable phone protects nothing", "2.1 Q-12",
        asked(35, came(A, 0), told(A, 25, effective=False), came(B, 32)), B, Rule.LAPSED,
    ),
    Case(
        "three calls that reached nobody", "2.1 Q-12",
        asked(35, came(A, 0), *(told(A, day, effective=False) for day in (10, 20, 30)), came(B, 31)), B, Rule.LAPSED,
    ),
    Case(
        "who never reached the person has no ground against the one who did", "2.1 Q-12",
        asked(5, told(B, 1, effective=False), came(A, 2)), A, Rule.UNREACHED,
    ),
    Case(
        "coming back too late takes nothing from the next one", "2.1 Q-18",
        asked(50, came(A, 0), came(B, 35), told(A, 40)), B, Rule.LAPSED,
    ),
    Case(
        "lapsed, nobody came: the old one may come again", "2.1 Q-18",
        asked(50, came(A, 0), told(A, 40)), A, Rule.FIRST_REGISTRATION,
    ),
    Case(
        "the second one's own contact after the first one lapsed", "2.1 Q-18",
        asked(50, came(A, 0), came(B, 10), told(B, 40)), B, Rule.LAPSED,
    ),
    # -- nobody's
    Case("no contact for 30 days: public", "2.2 public_pool", asked(31, came(A, 0)), NOBODY, Rule.PUBLIC),
    Case("not yet on the 30th", "2.2 public_pool", asked(30, came(A, 0)), A, Rule.FIRST_REGISTRATION),
    Case("nothing known at all", "2.2", asked(0), NOBODY, Rule.NO_GROUND),
    Case(
        "the manager put the customer back into the pool", "2.19 lead",
        asked(6, came(A, 0), came(None, 5, Ground.HAND_OVER)), NOBODY, Rule.PUBLIC,
    ),
    Case(
        "from the pool to who came first after it", "2.2",
        asked(9, came(A, 0), came(None, 5, Ground.HAND_OVER), came(B, 8)), B, Rule.FIRST_REGISTRATION,
    ),
    # -- the manager's hand-over stands
    Case(
        "handed over while protected", "2.1 Q-17, 2.18",
        asked(9, came(A, 0), came(B, 5, Ground.HAND_OVER)), B, Rule.HANDED_OVER,
    ),
    Case(
        "the old owner's later contact undoes nothing", "2.1 Q-17, 2.18",
        asked(9, came(A, 0), came(B, 5, Ground.HAND_OVER), told(A, 7)), B, Rule.HANDED_OVER,
    ),
    Case(
        "who left has it no more", "2.2 manager reassigns",
        asked(9, came(A, 0), gone=frozenset({A})), NOBODY, Rule.OWNER_LEFT,
    ),
    # -- family, co-buyers, the same person
    Case("the wife registered before", "2.1 Q-11", asked(9, came(A, 0, link=Link.SPOUSE), came(B, 5)), A, Rule.FAMILY),
    Case("the father registered before", "2.1 Q-12", asked(9, came(A, 0, link=Link.PARENT), came(B, 5)), A,
         Rule.FAMILY),
    Case("the brother registered before", "2.1 Q-12", asked(9, came(A, 0, link=Link.SIBLING), came(B, 5)), A,
         Rule.FAMILY),
    Case("the daughter registered before", "2.1 Q-11", asked(9, came(A, 0, link=Link.CHILD), came(B, 5)), A,
         Rule.FAMILY),
    Case(
        "children by setting do not count", "2.1 Q-12 «(children)»",
        asked(9, came(A, 0, link=Link.CHILD), came(B, 5)), B, Rule.NO_KIN, terms=Terms(family_children=False),
    ),
    Case("the wife registered with somebody else later", "2.1 Q-11",
         asked(9, came(A, 0), came(B, 5, link=Link.SPOUSE)), A, Rule.FAMILY),
    Case("the wife's consultant and a stranger both came later", "2.1 Q-17",
         asked(9, came(A, 0), came(B, 5, link=Link.SPOUSE), came(C, 6)), A, Rule.FIRST_REGISTRATION),
    Case("a cousin is no direct family", "2.1 Q-11", asked(9, came(A, 0, link=Link.RELATIVE), came(B, 5)), B,
         Rule.NO_KIN),
    Case("a friend is no family", "2.1 Q-12", asked(9, came(A, 0, link=Link.FRIEND), came(B, 5)), B, Rule.NO_KIN),
    Case("family lapses as everybody does", "2.1 Q-18",
         asked(40, came(A, 0, link=Link.SPOUSE), came(B, 35)), B, Rule.LAPSED),
    Case(
        "unproved family where the office wants proof", "2.1 Q-11 [R]",
        asked(9, came(A, 0, link=Link.SPOUSE, proved=False), came(B, 5)), B, Rule.SAME_NAME_UNPROVED,
        terms=Terms(family_needs_proof=True),
    ),
    Case("the co-buyer registered before", "2.1-3", asked(9, came(A, 0, link=Link.CO_BUYER), came(B, 5)), A,
         Rule.CO_BUYER),
    Case("the same end of the ID number", "2.1-3", asked(9, came(A, 0, link=Link.ID_TAIL), came(B, 5)), A,
         Rule.ID_TAIL),
    Case("four digits that one side states", "2.1, Q-11",
         asked(9, came(A, 0, link=Link.ID_TAIL, proved=False), came(B, 5)), B, Rule.SAME_NAME_UNPROVED),
    Case(
        "same name, another number, unproved", "2.1 Q-11",
        asked(9, came(A, 0, link=Link.SAME_NAME, proved=False), came(B, 5)), B, Rule.SAME_NAME_UNPROVED,
    ),
    Case(
        "same name, another number, proved", "2.1 Q-11",
        asked(9, came(A, 0, link=Link.SAME_NAME), came(B, 5)), A, Rule.SAME_PERSON,
    ),
    Case(
        "nothing but an unproved duplicate", "2.1 Q-11",
        asked(9, came(A, 0, link=Link.SAME_NAME, proved=False)), NOBODY, Rule.SAME_NAME_UNPROVED,
    ),
    Case(
        "was here before, never registered", "2.1-3 Q-10",
        asked(9, came(A, 0, recorded=False), came(B, 5)), B, Rule.NEVER_REGISTERED,
    ),
    # -- agents
    Case("reported, then brought", "2.1-3 Q-13", asked(9, came(B, 5), reports=(Report(1, on(3), 7),), brought=True), B,
         Rule.AGENT_REPORT, report=1),
    Case("brought without a report", "2.1-3 Q-13", asked(9, came(B, 5), brought=True), B, Rule.AGENT_WITHOUT_REPORT),
    Case("reported after the registration", "2.1-3 Q-13",
         asked(9, came(A, 0), reports=(Report(1, on(3), 7),), brought=True), A, Rule.AGENT_WITHOUT_REPORT),
    Case("the wife was known before the agent reported the husband", "2.1-3 Q-13, Q-11",
         asked(9, came(A, 0, link=Link.SPOUSE), came(B, 5), reports=(Report(1, on(3), 7),), brought=True), A,
         Rule.FAMILY),
    Case("the report's last day", "2.1-3 Q-13, 7-28",
         asked(10, came(B, 10), reports=(Report(1, on(3), 7),), brought=True), B, Rule.AGENT_REPORT, report=1),
    Case("the day after it", "2.1-3 Q-13, 7-28",
         asked(11, came(B, 11), reports=(Report(1, on(3), 7),), brought=True), B, Rule.AGENT_WITHOUT_REPORT),
    Case("two agents: the first report", "2.1-3 Q-13 [R]",
         asked(9, came(B, 6), reports=(Report(2, on(4), 7), Report(1, on(3), 7)), brought=True), B, Rule.AGENT_REPORT,
         report=1),
    Case("the first agent's report has expired", "2.1-3 Q-13 [R]",
         asked(20, came(B, 18), reports=(Report(1, on(3), 7), Report(2, on(12), 7)), brought=True), B,
         Rule.AGENT_REPORT, report=2),
    Case("reported after the owner had lapsed", "2.1-3 Q-13, Q-18",
         asked(41, came(A, 0), came(B, 40), reports=(Report(1, on(35), 7),), brought=True), B, Rule.AGENT_REPORT,
         report=1),
    Case("reported, nobody came yet", "2.1-3 Q-13", asked(5, reports=(Report(1, on(3), 7),)), NOBODY,
         Rule.AGENT_REPORT, report=1),
    # -- deals: help, disputes traced back
    Case("helped out and sold the same day", "2.1-3 Q-11, Q-12",
         asked(5, came(A, 0), came(B, 4, Ground.HELP), deal=Deal(B, on(4))), A, Rule.HELPED_SPLIT,
         {A: 500_000, B: 500_000}),
    Case("helped out, no deal that day", "2.1-3 Q-11, Q-12",
         asked(5, came(A, 0), came(B, 4, Ground.HELP)), A, Rule.HELPED),
    Case("helped out, sold two days later", "2.1-3 Q-12",
         asked(7, came(A, 0), came(B, 4, Ground.HELP), deal=Deal(A, on(6))), A, Rule.HELPED),
    Case("the share by setting", "2.1-3 [R]",
         asked(5, came(A, 0), came(B, 4, Ground.HELP), deal=Deal(B, on(4))), A, Rule.HELPED_SPLIT,
         {A: 700_000, B: 300_000}, terms=Terms(help_share=300_000)),
    Case("helped a customer whose protection was over", "2.1 Q-18",
         asked(40, came(A, 0), came(B, 40, Ground.HELP), deal=Deal(B, on(40))), B, Rule.LAPSED),
    Case("sold by somebody else while protected", "2.1 Q-15",
         asked(9, came(A, 0), came(B, 5), deal=Deal(B, on(6))), A, Rule.FIRST_REGISTRATION),
    Case("asked on the 7th day after the deal", "2.1 Q-15, 7-28",
         asked(13, came(A, 0), came(B, 5), deal=Deal(B, on(6))), A, Rule.FIRST_REGISTRATION),
    Case("asked on the 8th", "2.1 Q-15, 7-28",
         asked(14, came(A, 0), came(B, 5), deal=Deal(B, on(6))), B, Rule.TOO_LATE),
    Case("what was done after the deal", "2.1 Q-15",
         asked(9, told(A, 7), came(B, 5), deal=Deal(B, on(6))), B, Rule.FIRST_REGISTRATION),
    Case("the other reading: only the 7 days before the deal count", "2.1 Q-15 [R]",
         asked(30, came(A, 0), came(B, 15), deal=Deal(B, on(16))), B, Rule.FIRST_REGISTRATION,
         terms=Terms(dispute_looks_back=True)),
    Case("the other reading, on the 7th day before", "2.1 Q-15 [R]",
         asked(30, came(A, 9), came(B, 15), deal=Deal(B, on(16))), A, Rule.FIRST_REGISTRATION,
         terms=Terms(dispute_looks_back=True)),
    Case("the seller of a lapsed customer", "2.1 Q-18", asked(41, came(A, 0), deal=Deal(B, on(40))), B, Rule.LAPSED),
    # -- registered, but cannot recall the consultant
    Case("posted, the time runs", "2.1-3 Q-10", asked(2, posted=Posted(on(0), B)), NOBODY, Rule.POSTED),
    Case("nobody claimed", "2.1-3 Q-10", asked(3, posted=Posted(on(0), B)), B, Rule.UNCLAIMED),
    Case("claimed on the second day", "2.1-3 Q-10, 7-28",
         asked(3, posted=Posted(on(0), B, ((on(2), A),))), A, Rule.CLAIMED),
    Case("claimed on the third day", "2.1-3 Q-10, 7-28",
         asked(3, posted=Posted(on(0), B, ((on(3), A),))), B, Rule.UNCLAIMED),
    Case("two claimed: the first", "2.1-3 Q-10 [R]",
         asked(3, posted=Posted(on(0), B, ((on(2), C), (on(1), A)))), A, Rule.CLAIMED),
    Case("unclaimed, then lapsed as everybody", "2.1 Q-18",
         asked(40, came(C, 35), posted=Posted(on(0), B)), C, Rule.LAPSED),
    Case("there is a record after all", "2.1-3 Q-10",
         asked(9, came(A, 0), came(B, 5), posted=Posted(on(5), B)), A, Rule.FIRST_REGISTRATION),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[each.name for each in CASES])
def test_the_verdict_and_its_rule(case: Case) -> None:
    verdict = judge(case.facts, case.terms)
    assert (verdict.owner, verdict.rule) == (case.owner, case.rule)
    assert verdict.report == case.report
    if case.credit is not None:
        assert {each.staff: each.rate for each in verdict.shares} == case.credit


def test_there_are_enough_of_them_and_every_rule_has_one() -> None:
    assert len(CASES) >= 40
    assert {each.rule for each in CASES} == set(Rule) - {Rule.MANAGER}
    assert all(each.source.startswith("2.") for each in CASES)
    assert len({each.name for each in CASES}) == len(CASES)


def test_every_rule_says_where_it_stands_in_chinese_words() -> None:
    for rule in Rule:
        assert rule.source.startswith("2.")
        assert say(rule.label, "zh_CN") != say(rule.label, "en")


def test_what_became_of_each_piece() -> None:
    facts = asked(9, came(A, 0), told(B, 2, effective=False), came(B, 5), came(C, 6, link=Link.FRIEND))
    assert [standing for _, standing in judge(facts, Terms()).standing] == [
        Standing.COUNTS, Standing.NOT_EFFECTIVE, Standing.LATER, Standing.NO_KIN,
    ]  # fmt: skip
    lapsed = judge(asked(40, came(A, 0), came(B, 35)), Terms())
    assert [standing for _, standing in lapsed.standing] == [Standing.LAPSED, Standing.COUNTS]
    agents = asked(20, came(A, 15), reports=(Report(1, on(0), 7), Report(2, on(10), 7), Report(3, on(12), 7)))
    assert judge(agents, Terms()).report_standing == (
        (1, Standing.EXPIRED), (2, Standing.COUNTS), (3, Standing.SECOND_REPORT),
    )  # fmt: skip


def test_until_when() -> None:
    assert judge(asked(9, came(A, 0), told(A, 8)), Terms()).protected_until == on(38)
    assert protected_until(on(0), None, 30) == on(30)
    assert protected_until(on(0), on(8), 10) == on(18)


# -- for all facts ----------------------------------------------------------------------------------------------------

PEOPLE = st.integers(1, 4)
LINKS = st.sampled_from([Link.SELF, Link.SELF, Link.SELF, *Link])
GROUNDS = st.sampled_from([Ground.VISIT, Ground.CALL, Ground.FOLLOW_UP, Ground.HELP])


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    return Trace(
        draw(PEOPLE), on(draw(st.integers(0, 60))), draw(GROUNDS), draw(st.integers(0, 3)), draw(st.booleans()),
        draw(LINKS), draw(st.booleans()), draw(st.sampled_from([True, True, True, False])),
    )  # fmt: skip


@st.composite
def disputes(draw: st.DrawFn) -> Facts:
    deal = draw(st.none() | st.builds(Deal, PEOPLE, st.integers(0, 60).map(on)))
    posted = draw(st.none() | st.builds(
        Posted, st.integers(0, 60).map(on), PEOPLE, st.lists(st.tuples(st.integers(0, 70).map(on), PEOPLE)).map(tuple)
    ))
    reports = tuple(
        Report(no, on(day), days, 0)
        for no, (day, days) in enumerate(draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=3)))
    )
    return Facts(
        on(draw(st.integers(60, 75))), tuple(draw(st.lists(traces(), max_size=9))), reports, draw(st.booleans()),
        deal, posted, draw(st.frozensets(PEOPLE, max_size=1)),
    )  # fmt: skip


TERMS = st.builds(
    Terms, st.integers(1, 40), st.integers(1, 20), st.booleans(), st.integers(1, 5), st.integers(0, 1_000_000),
    st.booleans(), st.booleans(),
)  # fmt: skip


@given(disputes(), TERMS, st.randoms())
def test_the_order_of_claimants_means_nothing(facts: Facts, terms: Terms, dice: object) -> None:
    mixed = list(facts.traces)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    posted = facts.posted and replace(facts.posted, claims=tuple(reversed(facts.posted.claims)))
    other = replace(facts, traces=tuple(mixed), reports=tuple(reversed(facts.reports)), posted=posted)
    assert judge(other, terms) == judge(facts, terms)


@given(disputes(), TERMS)
def test_the_shares_total_everything_or_nothing(facts: Facts, terms: Terms) -> None:
    verdict = judge(facts, terms)
    assert sum(each.rate for each in verdict.shares) in (0, 1_000_000)
    assert not verdict.shares or why_not_share(verdict.shares) is None
    sharing = {each.staff for each in verdict.shares}
    all_to_the_helper = verdict.rule is Rule.HELPED_SPLIT and terms.help_share == 1_000_000  # as that office has set it
    assert verdict.owner is None or verdict.owner in sharing or all_to_the_helper
    assert verdict.owner not in facts.gone
    known = {each.who for each in facts.traces} | ({facts.deal.by} if facts.deal else set())
    if facts.posted is not None:
        known |= {facts.posted.receiver, *(who for _, who in facts.posted.claims)}
    assert {each.staff for each in verdict.shares} <= known


@given(disputes(), TERMS, PEOPLE, st.data())
def test_a_protected_owner_never_loses_to_a_later_registrant(
    facts: Facts, terms: Terms, later: int, data: st.DataObject
) -> None:
    plain = replace(facts, deal=None, posted=None, reports=(), gone=frozenset())
    before = judge(plain, terms)
    if before.owner is None or before.protected_until is None:
        return
    since = max(each.on for each, standing in before.standing if standing is Standing.COUNTS)
    until = min(before.protected_until, plain.on)
    when = data.draw(st.integers(0, max(0, (until - since).days))) if until >= since else 0
    newcomer = Trace(later, since + timedelta(days=when), Ground.REGISTRATION, seq=9)
    after = judge(replace(plain, traces=(*plain.traces, newcomer)), terms)
    assert after.owner == before.owner


@given(disputes(), TERMS)
def test_what_did_not_reach_or_was_not_proved_never_makes_an_owner(facts: Facts, terms: Terms) -> None:
    empty = tuple(
        replace(each, effective=False) if number % 2 else replace(each, link=Link.SAME_NAME, proved=False)
        for number, each in enumerate(facts.traces)
    )
    verdict = judge(Facts(facts.on, empty), terms)
    assert verdict.owner is None


@pytest.mark.parametrize(
    ("shares", "wrong"),
    [
        ((Share(A, 500_000), Share(B, 500_000)), False),
        ((Share(A, 333_333), Share(B, 666_667)), False),
        ((Share(A, 1_000_000),), False),
        ((Share(A, 500_000), Share(B, 400_000)), True),
        ((Share(A, 1_000_000), Share(B, 0)), True),
        ((Share(A, 500_000), Share(A, 500_000)), True),
        ((), True),
    ],
)
def test_shared_credit_totals_100_percent(shares: tuple[Share, ...], wrong: bool) -> None:
    assert (why_not_share(shares) is not None) is wrong


def test_the_end_of_an_id_number() -> None:
    assert id_tail(" 00２x ") == "002X"
    assert id_tail("") == ""
    for wrong in ("12", "12345X7", "abcd"):
        with pytest.raises(BadInput):
            id_tail(wrong)
    assert Link.PARENT.back is Link.CHILD and Link.SPOUSE.back is Link.SPOUSE
