"""Whose customer somebody is (判客): facts in, verdict out, with the rule that decided it (domain 2.1, 2.2).

A customer is held by whoever reached the person first, for `ownership_days` after each contact in which the person was
reached. What others do meanwhile takes nothing away and is no ground later; what they do after the last of these days
is one. Days are counted as everywhere (section 7, reading 28): base + N days still belongs to the time, the day after
does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anchang.domain.customer_link import Link
from anchang.domain.measure import ONE
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class Ground(Worded):
    """What somebody's claim rests on."""

    REGISTRATION = "registration", M("registration")
    VISIT = "visit", M("visit")
    CALL = "call", M("call")
    FOLLOW_UP = "follow_up", M("follow-up")
    HELP = "help", M("helped out")
    HAND_OVER = "hand_over", M("handed over")
    DEAL = "deal", M("deal")
    REPORT = "report", M("agent's report")
    NOTE = "note", M("statement")


class Standing(Worded):
    """What became of one piece of evidence."""

    COUNTS = "counts", M("counts")
    LATER = "later", M("later than the one who has the customer")
    LAPSED = "lapsed", M("its protection had run out")
    NOT_EFFECTIVE = "not_effective", M("the person was not reached")
    UNPROVED = "unproved", M("not proved")
    NO_KIN = "no_kin", M("no direct family")
    UNRECORDED = "unrecorded", M("nothing was registered")
    AFTER_DEAL = "after_deal", M("after the deal")
    TOO_LONG_AGO = "too_long_ago", M("too long before the deal")
    HELPED = "helped", M("helped out for the one who has the customer")
    TAKEN_ALREADY = "taken_already", M("somebody had the customer before the report")
    SECOND_REPORT = "second_report", M("another agent had reported before")
    EXPIRED = "expired", M("the report had expired")


class Rule(Worded):
    """What decided, in words; `source` says where it stands."""

    FIRST_REGISTRATION = "first_registration", M("the first to register the customer has the customer")
    PROTECTED = "protected", M("the customer was followed up in time, so the earlier one keeps the customer")
    LAPSED = "lapsed", M("the earlier protection had run out, so the next one in time has the customer")
    PUBLIC = "public", M("no protection runs: the customer is nobody's until the manager gives it to somebody")
    NO_GROUND = "no_ground", M("nobody has a ground that counts")
    FAMILY = "family", M("direct family counts as one customer")
    CO_BUYER = "co_buyer", M("who buys together counts as one customer")
    ID_TAIL = "id_tail", M("the same end of the ID number is the same person")
    SAME_PERSON = "same_person", M("proved to be the same person under another number")
    SAME_NAME_UNPROVED = "same_name_unproved", M("the same name under another number, not proved: an invalid duplicate")
    NO_KIN = "no_kin", M("other relatives and friends are not direct family")
    UNREACHED = "unreached", M("a follow-up that did not reach the person protects nothing")
    NEVER_REGISTERED = "never_registered", M("who was here before and was not registered counts as a first visitor")
    AGENT_REPORT = "agent_report", M("the agent had reported the customer before anybody knew the customer")
    AGENT_WITHOUT_REPORT = "agent_without_report", M("the agent has no report that holds, so the agent has no part")
    HANDED_OVER = "handed_over", M("the manager has given the customer to this consultant")
    TOO_LATE = "too_late", M("the dispute came too long after the deal, so the deal stays as it is")
    POSTED = "posted", M("the visitor is posted for claiming")
    CLAIMED = "claimed", M("claimed in time, with nobody on record")
    UNCLAIMED = "unclaimed", M("nobody claimed the visitor in time: the last receiver has the customer")
    HELPED_SPLIT = "helped_split", M("the deal was made on the day of the help: owner and helper share it")
    HELPED = "helped", M("whoever helps out takes nothing from the owner; the turn is made up")
    OWNER_LEFT = "owner_left", M("the one who had the customer works here no more")
    MANAGER = "manager", M("decided by the manager")

    @property
    def source(self) -> str:
        """Where the rule stands in the specification."""
        return SOURCES[self]


SOURCES: dict[Rule, str] = {
    Rule.FIRST_REGISTRATION: "2.1, Q-17",
    Rule.PROTECTED: "2.1, Q-12, Q-15, Q-18",
    Rule.LAPSED: "2.1, Q-12, Q-15, Q-18",
    Rule.PUBLIC: "2.2, 2.19",
    Rule.NO_GROUND: "2.1, 2.2",
    Rule.FAMILY: "2.1, Q-11, Q-12",
    Rule.CO_BUYER: "2.1-3",
    Rule.ID_TAIL: "2.1-3",
    Rule.SAME_PERSON: "2.1, Q-11",
    Rule.SAME_NAME_UNPROVED: "2.1, Q-11",
    Rule.NO_KIN: "2.1, Q-11, Q-12",
    Rule.UNREACHED: "2.1, Q-12",
    Rule.NEVER_REGISTERED: "2.1-3, Q-10",
    Rule.AGENT_REPORT: "2.1-3, Q-13",
    Rule.AGENT_WITHOUT_REPORT: "2.1-3, Q-13",
    Rule.HANDED_OVER: "2.1, Q-17, 2.18",
    Rule.TOO_LATE: "2.1, Q-15",
    Rule.POSTED: "2.1-3, Q-10",
    Rule.CLAIMED: "2.1-3, Q-10",
    Rule.UNCLAIMED: "2.1-3, Q-10",
    Rule.HELPED_SPLIT: "2.1-3, Q-11, Q-12",
    Rule.HELPED: "2.1-3, Q-11, Q-12",
    Rule.OWNER_LEFT: "2.2, 2.18",
    Rule.MANAGER: "2.1, Q-17, 2.18",
}

_BY_LINK = {Link.CO_BUYER: Rule.CO_BUYER, Link.ID_TAIL: Rule.ID_TAIL, Link.SAME_NAME: Rule.SAME_PERSON}
_BY_STANDING = {
    Standing.UNPROVED: Rule.SAME_NAME_UNPROVED,
    Standing.NO_KIN: Rule.NO_KIN,
    Standing.UNRECORDED: Rule.NEVER_REGISTERED,
    Standing.NOT_EFFECTIVE: Rule.UNREACHED,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The office's numbers: each a setting of the same name. Days are calendar days, `help_share` is of 10⁻⁶."""

    ownership_days: int = 30
    dispute_days: int = 7
    dispute_looks_back: bool = False
    claim_days: int = 2
    help_share: int = ONE // 2
    family_children: bool = True
    family_needs_proof: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that somebody did with the customer, or with somebody who counts as the customer.

    `seq` orders what happened on one day. `who` is a member of staff, None only where the customer was given to nobody.
    `recorded` False is what is only said. `no` is the number of the evidence in its file.
    """

    who: int | None
    on: date
    ground: Ground = Ground.REGISTRATION
    seq: int = 0
    effective: bool = True
    link: Link = Link.SELF
    proved: bool = True
    recorded: bool = True
    no: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """An agent's report of the customer before the visit, valid for `days` after its own."""

    no: int
    on: date
    days: int
    seq: int = 0

    @property
    def until(self) -> date:
        """Its last day."""
        return self.on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Deal:
    """Who wrote the paper, and when."""

    by: int
    on: date


@dataclass(frozen=True, slots=True)
class Posted:
    """A registered visitor who could not say whose: received in order, posted; `claims` are who claimed, and when."""

    on: date
    receiver: int
    claims: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the verdict looks at; `on` is the day on which it is asked. The order of the tuples means nothing."""

    on: date
    traces: tuple[Trace, ...] = ()
    reports: tuple[Report, ...] = ()
    brought: bool = False
    deal: Deal | None = None
    posted: Posted | None = None
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody's part of the credit, in 10⁻⁶."""

    staff: int
    rate: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose customer, by which rule. `shares` total 100 % or are empty; `report` is the agent's report that holds.

    `standing` tells what became of each trace, in time; `report_standing` of each report, by its number.
    """

    rule: Rule
    owner: int | None
    shares: tuple[Share, ...] = ()
    protected_until: date | None = None
    report: int | None = None
    standing: tuple[tuple[Trace, Standing], ...] = ()
    report_standing: tuple[tuple[int, Standing], ...] = ()


@dataclass(slots=True)
class _Held:
    """Who has the customer while one goes through the traces in time."""

    who: int | None = None
    until: date = date.min
    came: Trace | None = None  # by which the holder got the customer
    before: int | None = None  # whose protection had run out
    rival_on: date | None = None  # when the last other one came

    def holds_on(self, day: date) -> bool:
        return self.who is not None and day <= self.until


Found = dict[Trace, Standing]


def protected_until(registered_on: date, last_effective_on: date | None, days: int) -> date:
    """The last day on which a customer stays with the consultant (2.1). A registration is a contact that reached."""
    return max(registered_on, last_effective_on or registered_on) + timedelta(days=days)


def judge(facts: Facts, terms: Terms) -> Verdict:
    """Whose customer, and why. Never depends on the order in which the facts are given."""
    found: Found = {}
    counting = []
    for trace in _in_time(_with_papers(facts)):
        against = _against(trace, facts, terms)
        found[trace] = against or Standing.COUNTS
        if against is None:
            counting.append(trace)
    held = _walk(counting, terms, found)
    reports = _reports(facts, counting, terms)
    report = next((no for no, standing in reports if standing is Standing.COUNTS), None)
    verdict = _decided(facts, terms, held, found, report)
    return Verdict(
        verdict.rule, verdict.owner, verdict.shares, verdict.protected_until, report, tuple(found.items()), reports
    )


def _in_time(traces: Iterable[Trace]) -> list[Trace]:
    return sorted(
        traces,
        key=lambda each: (
            each.on, each.seq, each.who or 0, each.ground, each.link, each.effective, each.proved, each.recorded,
            each.no,
        ),
    )  # fmt: skip


def _with_papers(facts: Facts) -> Sequence[Trace]:
    """The traces with the deal and the posted visit, each behind what happened on its day."""
    more = [] if facts.posted is None else [(facts.posted.receiver, facts.posted.on, Ground.VISIT)]
    more += [] if facts.deal is None else [(facts.deal.by, facts.deal.on, Ground.DEAL)]
    last = max((each.seq for each in facts.traces), default=0)
    return (*facts.traces, *(Trace(who, on, ground, last + no) for no, (who, on, ground) in enumerate(more, start=1)))


def _against(trace: Trace, facts: Facts, terms: Terms) -> Standing | None:
    """Why the trace is no ground at all, or None."""
    if facts.deal is not None and trace.on > facts.deal.on:
        return Standing.AFTER_DEAL
    if not trace.recorded:
        return Standing.UNRECORDED
    if not trace.link.is_counted(children=terms.family_children):
        return Standing.NO_KIN
    if not trace.proved and trace.link.needs_proof(family=terms.family_needs_proof):
        return Standing.UNPROVED
    if not trace.effective:
        return Standing.NOT_EFFECTIVE
    if facts.deal is not None and terms.dispute_looks_back and trace.ground is not Ground.HAND_OVER:
        return Standing.TOO_LONG_AGO if (facts.deal.on - trace.on).days > terms.dispute_days else None
    return None


def _walk(traces: Sequence[Trace], terms: Terms, found: Found) -> _Held:
    held = _Held()
    for trace in traces:
        handed = trace.ground is Ground.HAND_OVER
        if not handed and held.holds_on(trace.on):
            if trace.who == held.who:
                held.until = trace.on + timedelta(days=terms.ownership_days)
            else:
                found[trace] = Standing.HELPED if trace.ground is Ground.HELP else Standing.LATER
                held.rival_on = trace.on
            continue
        before = held.who if held.who != trace.who and not handed else None
        for mine in [each for each in found if before is not None and each.who == before]:
            found[mine] = Standing.LAPSED if found[mine] is Standing.COUNTS and mine.on <= trace.on else found[mine]
        held = _Held(trace.who, trace.on + timedelta(days=terms.ownership_days), trace, before)
        found[trace] = Standing.COUNTS
    return held


def _reports(facts: Facts, counting: Sequence[Trace], terms: Terms) -> tuple[tuple[int, Standing], ...]:
    """What became of each report, in time: the first holds that was before everybody and in whose days one came."""
    judged: list[tuple[int, Standing]] = []
    holding: Report | None = None
    for report in sorted(facts.reports, key=lambda each: (each.on, each.seq, each.no)):
        before = [each for each in counting if (each.on, each.seq) < (report.on, report.seq)]
        after = [each for each in counting if (each.on, each.seq) >= (report.on, report.seq)]
        came = after[0].on if after else facts.on
        if _walk(before, terms, {}).holds_on(report.on):
            standing = Standing.TAKEN_ALREADY
        elif holding is not None and report.on <= holding.until:
            standing = Standing.SECOND_REPORT
        elif came > report.until:
            standing = Standing.EXPIRED
        else:
            standing, holding = Standing.COUNTS, report
        judged.append((report.no, standing))
    return tuple(judged)


def _decided(facts: Facts, terms: Terms, held: _Held, found: Found, report: int | None) -> Verdict:
    deal = facts.deal
    if deal is not None and not terms.dispute_looks_back and (facts.on - deal.on).days > terms.dispute_days:
        return _whole(Rule.TOO_LATE, deal.by, facts)
    posted = _of_posted(facts, terms, found)
    if posted is not None:
        return posted
    if held.who is None:
        reason = Rule.PUBLIC if held.came is not None else _of_rivals(found, None) or Rule.NO_GROUND
        return Verdict(Rule.AGENT_REPORT if report is not None else reason, None)
    if not held.holds_on(facts.on if deal is None else deal.on):
        return Verdict(Rule.PUBLIC, None)
    helper = _helper(deal, found)
    if helper is not None:
        parts = (Share(held.who, ONE - terms.help_share), Share(helper, terms.help_share))
        shares = tuple(each for each in parts if each.rate)
        return Verdict(Rule.HELPED_SPLIT, _here(held.who, facts), shares, held.until)
    if held.who in facts.gone and deal is None:
        return Verdict(Rule.OWNER_LEFT, None)
    return _whole(_rule(facts, terms, held, found, report), held.who, facts, held.until)


def _whole(rule: Rule, who: int, facts: Facts, until: date | None = None) -> Verdict:
    return Verdict(rule, _here(who, facts), (Share(who, ONE),), until)


def _here(who: int, facts: Facts) -> int | None:
    return None if who in facts.gone else who


def _of_posted(facts: Facts, terms: Terms, found: Found) -> Verdict | None:
    """A visitor nobody is on record for: the first to claim in time, or nobody's while the time runs, or None."""
    posted = facts.posted
    if posted is None or _known_before(posted, terms, found):
        return None
    last = posted.on + timedelta(days=terms.claim_days)
    claims = sorted(each for each in posted.claims if each[0] <= last and each[1] != posted.receiver)
    if claims:
        return _whole(Rule.CLAIMED, claims[0][1], facts)
    return Verdict(Rule.POSTED, None) if facts.on <= last else None


def _known_before(posted: Posted, terms: Terms, found: Found) -> bool:
    grounds = (Standing.COUNTS, Standing.LATER, Standing.LAPSED)
    earlier = [each for each, standing in found.items() if standing in grounds and each.on < posted.on]
    return _walk(earlier, terms, {}).holds_on(posted.on)


def _helper(deal: Deal | None, found: Found) -> int | None:
    """Who helped the owner out on the day of the deal; the last one where several did."""
    if deal is None:
        return None
    helped = [each.who for each, standing in found.items() if standing is Standing.HELPED and each.on == deal.on]
    return helped[-1] if helped else None


def _rule(facts: Facts, terms: Terms, held: _Held, found: Found, report: int | None) -> Rule:
    """Which rule gave it to the holder."""
    came = held.came
    assert came is not None
    if report is not None:
        return Rule.AGENT_REPORT
    later = [each for each, standing in found.items() if standing is Standing.LATER]
    tied = [came.link] if came.link is not Link.SELF else [each.link for each in later]
    if tied and Link.SELF not in tied:
        return _BY_LINK.get(tied[0], Rule.FAMILY)
    if facts.brought:
        return Rule.AGENT_WITHOUT_REPORT
    if came.ground is Ground.HAND_OVER:
        return Rule.HANDED_OVER
    if held.before is not None:
        return Rule.LAPSED
    if facts.posted is not None and (held.who, came.on) == (facts.posted.receiver, facts.posted.on):
        return Rule.UNCLAIMED
    if not later and Standing.HELPED in found.values():
        return Rule.HELPED
    rivals = None if later else _of_rivals(found, held.who)
    if rivals is not None:
        return rivals
    needed_on = held.rival_on or (facts.on if facts.deal is None else facts.deal.on)
    alone = needed_on <= came.on + timedelta(days=terms.ownership_days)
    return Rule.FIRST_REGISTRATION if alone else Rule.PROTECTED


def _of_rivals(found: Found, holder: int | None) -> Rule | None:
    """Why the others have nothing, where none of them has a ground at all."""
    against = {standing for each, standing in found.items() if each.who != holder}
    return next((rule for standing, rule in _BY_STANDING.items() if standing in against), None)


def why_not_share(shares: Sequence[Share]) -> Msg | None:
    """Why the credit cannot be shared like this, or None: whole percentages of several people that total 100."""
    if any(each.rate <= 0 for each in shares):
        return M("every share is above zero")
    if len({each.staff for each in shares}) != len(shares):
        return M("somebody stands there twice")
    if sum(each.rate for each in shares) != ONE:
        return M("the shares total 100%")
    return None
