"""The facts of a case, read from the logs as they stand, and kept as they stood (domain 2.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from anchang.domain.agent_report import fits
from anchang.domain.customer_link import Link
from anchang.domain.ownership import Deal, Facts, Ground, Posted, Report, Standing, Terms, Trace, Verdict
from anchang.services.act import Act
from anchang.storage import agent_report as reports
from anchang.storage import customer_link as links
from anchang.storage import ownership_trace as traces
from anchang.storage.ownership_trace import Happened
from anchang.storage.reading import Read
from anchang.storage.work import Row

_OF_TERMS = tuple(each.name for each in fields(Terms))


def terms(settings: Mapping[str, Any]) -> Terms:
    """The office's numbers as they are now."""
    return Terms(
        ownership_days=int(settings["ownership_days"]),
        dispute_days=int(settings["dispute_days"]),
        dispute_looks_back=bool(settings["dispute_looks_back"]),
        claim_days=int(settings["forgotten_claim_days"]),
        help_share=int(settings["help_share"]),
        family_children=bool(settings["family_children"]),
        family_needs_proof=bool(settings["family_needs_proof"]),
    )


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts, and for each trace and report of them the columns of its evidence row, by the trace's number."""

    facts: Facts
    rows: Mapping[int, Mapping[str, Any]]
    deal_id: int | None


def gather(act: Act, customer: Row, on: date, notes: Sequence[Mapping[str, Any]]) -> Gathered:
    """Read everything that is known up to that day: own history, that of whoever counts as the same, the reports."""
    read = act.read
    tied = {each["other_id"]: (each["link"], each["proved"]) for each in links.live(read, customer["id"])}
    mine = (Link.SELF, True)
    tied[customer["id"]] = mine
    people, gone = traces.consultants(read)
    found: list[Trace] = []
    rows: dict[int, dict[str, Any]] = {}
    known = [each for each in traces.happened(read, sorted(tied), on) if each.who is None or each.who in people]
    for seq, each in enumerate(known, start=1):
        trace = _trace(each, seq, *tied[each.customer_id])
        found.append(trace)
        rows[trace.no] = {"at": each.at} | ({} if each.row is None else {each.row: each.row_id})
    for note in notes:
        no = len(rows) + 1
        rows[no] = {"at": note["at"], "text": note["text"]}
        found.append(Trace(note["by_id"], note["business_date"], Ground.NOTE, 2 * no, recorded=False, no=no))
    deal = traces.deal_of(read, sorted(tied))
    facts = Facts(
        on=on,
        traces=tuple(found),
        reports=_reports(act, customer, known, on),
        brought=any(each.brought and each.customer_id == customer["id"] for each in known),
        deal=None if deal is None or deal["day"] > on else Deal(deal["consultant_id"], deal["day"]),
        posted=traces.posted(read, customer["id"], on),
        gone=gone,
    )
    return Gathered(facts, rows, None if facts.deal is None or deal is None else deal["id"])


def _trace(each: Happened, seq: int, link: Link, proved: bool) -> Trace:
    """A hand-over of somebody who only counts as the customer is no order about the customer: it is a meeting there."""
    ground = each.ground
    if ground is Ground.HAND_OVER and link is not Link.SELF:
        ground = Ground.REGISTRATION
    reached = each.effective and (each.who is not None or link is Link.SELF)
    return Trace(each.who, each.on, ground, 2 * seq, reached, link, proved, no=seq)


def _reports(act: Act, customer: Row, known: Sequence[Happened], on: date) -> tuple[Report, ...]:
    if not customer["phone"]:
        return ()
    meant = [
        (row, reports.view(row))
        for row in reports.by_tail(act.read, customer["phone"])
        if row["reported_on"] <= on and fits(reports.view(row), customer["phone"], customer["name"])
    ]
    return tuple(
        Report(
            view.id, view.reported_on, view.valid_days,
            2 * sum(each.at <= row["reported_at"] for each in known) + 1,  # behind what happened at the same time
        )
        for row, view in meant
    )  # fmt: skip


def evidence(gathered: Gathered, verdict: Verdict, read: Read) -> list[dict[str, Any]]:
    """The lines of the timeline, in time, with what became of each: columns of `OwnershipEvidence`."""
    lines = [
        {
            "ground": trace.ground.value,
            "staff_id": trace.who,
            "business_date": trace.on,
            "effective": trace.effective,
            "link": trace.link.value,
            "proved": trace.proved,
            "standing": standing.value,
            **_POINTERS,
            **gathered.rows[trace.no],
        }
        for trace, standing in verdict.standing
        if trace.no in gathered.rows and trace.ground is not Ground.DEAL
    ]
    standings = dict(verdict.report_standing)
    for report in gathered.facts.reports:
        row = reports.one(read, report.no)
        lines.append(
            {
                "ground": Ground.REPORT.value, "staff_id": None, "business_date": report.on, "effective": True,
                "link": Link.SELF.value, "proved": True, "standing": standings.get(report.no, Standing.EXPIRED).value,
                **_POINTERS, "at": row["reported_at"], "report_id": report.no, "text": row["company"],
            }
        )  # fmt: skip
    return sorted(lines, key=lambda line: (line["at"], line["ground"]))


_POINTERS: dict[str, Any] = {
    "visit_id": None, "call_id": None, "follow_up_id": None, "hand_over_id": None, "report_id": None, "text": "",
}  # fmt: skip


def frozen(facts: Facts, numbers: Terms) -> str:
    """The facts and the office's numbers as they stood, as JSON."""
    return json.dumps(
        {
            "on": facts.on.isoformat(),
            "traces": [
                {
                    "who": each.who, "on": each.on.isoformat(), "ground": each.ground.value, "seq": each.seq,
                    "effective": each.effective, "link": each.link.value, "proved": each.proved,
                    "recorded": each.recorded, "no": each.no,
                }
                for each in facts.traces
            ],
            "reports": [
                {"no": each.no, "on": each.on.isoformat(), "days": each.days, "seq": each.seq}
                for each in facts.reports
            ],
            "brought": facts.brought,
            "deal": None if facts.deal is None else {"by": facts.deal.by, "on": facts.deal.on.isoformat()},
            "posted": None if facts.posted is None else {
                "on": facts.posted.on.isoformat(), "receiver": facts.posted.receiver,
                "claims": [[day.isoformat(), who] for day, who in facts.posted.claims],
            },
            "gone": sorted(facts.gone),
            "terms": {name: getattr(numbers, name) for name in _OF_TERMS},
        },
        ensure_ascii=False,
        sort_keys=True,
    )  # fmt: skip


def thawed(text: str) -> tuple[Facts, Terms]:
    """What was kept: the same facts and numbers, so that the verdict can be given again."""
    kept = json.loads(text)
    deal, posted = kept["deal"], kept["posted"]
    facts = Facts(
        on=date.fromisoformat(kept["on"]),
        traces=tuple(
            Trace(
                each["who"], date.fromisoformat(each["on"]), Ground(each["ground"]), each["seq"], each["effective"],
                Link(each["link"]), each["proved"], each["recorded"], each["no"],
            )
            for each in kept["traces"]
        ),
        reports=tuple(
            Report(each["no"], date.fromisoformat(each["on"]), each["days"], each["seq"]) for each in kept["reports"]
        ),
        brought=kept["brought"],
        deal=None if deal is None else Deal(deal["by"], date.fromisoformat(deal["on"])),
        posted=None if posted is None else Posted(
            date.fromisoformat(posted["on"]), posted["receiver"],
            tuple((date.fromisoformat(day), who) for day, who in posted["claims"]),
        ),
        gone=frozenset(kept["gone"]),
    )  # fmt: skip
    return facts, Terms(**kept["terms"])
