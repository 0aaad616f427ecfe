"""For every use case an act that goes through, with all of its text given: what the hostile texts are put into.

`prepared` brings one office to a state in which each of them is possible; numbers of papers are kept by what they wait
for. `acts` gives the acts; a use case without one is an error of the test that walks the register.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from anchang.domain.price_list import Usage
from anchang.services import launch, pool
from anchang.services.price_list import DraftPriceList
from tests.hostile import changed_deals
from tests.hostile.bench import Fields
from tests.office import Desk
from tests.services.deals import active, drafted, filed, first_payment, reviewed, signed
from tests.services.front_desk import WHOLE, comes, customer_of, open_rota, saves
from tests.services.stock import PERMIT, block, customer, import_rows, on_sale, permit, price_row, returned

LIVE = ("active", "converted")
PHONE = "13700137000"
LEAD_PHONE = "13800137771"  # of somebody for whom no unit is held
ASKED_PHONE = "13800137772"  # of somebody with an appointment
POOLED_PHONE = "13800137773"  # of somebody in the public pool whom c03 asked for
LOST_PHONE = "13800137774"
APPOINTED = "2026-11-24T10:00:00+08:00"
ID_NO = "11010519491231002X"
VISITOR: Fields = {
    **{name: value for name, value in WHOLE.items() if name != "living_area"},
    "name": "张三", "phone": "", "no_phone_reason": "不愿留", "notice": "yes", "living_area": "南山",
    "working_area": "福田", "industry": "制造", "agent_company": "某中介", "agent_name": "小李", "report_no": "B-1",
    "floor_pref": "中层", "competitors": "隔壁", "content": "看房", "organisation": "某某公司", "note": "备注",
}  # fmt: skip
CALLER: Fields = {
    "name": "李女士", "phone": "13900139000", "channel": "outdoor", "grade": "B", "next_contact_on": "2026-11-25",
    "notice": "yes", "living_area": "南山", "working_area": "福田", "questions": "学区", "seen_other_projects": "隔壁",
    "note": "备注", "invite_visit_at": "2026-11-25T10:00:00+08:00", "family_size": "3",
}  # fmt: skip
OF_CUSTOMER = ("phone", "no_phone_reason", "notice")  # changed on the customer's card, not by a correction
PAPER: Fields = {
    "paper_no": "P-1", "signed_on": "2026-11-23", "special_terms": ["T1"], "opinion": "二",
    "handover_due": "2028-06-30", "deposit": "50000", "plan": "mortgage", "down_rate": "30%", "loan_days": "30",
    "inside_area": "70.00",
    "buyers": [{
        "name": "刘洋", "id_no": ID_NO, "phone": "13800000001", "address": "深圳市", "nationality": "中国",
        "postcode": "518000", "agent": "代理", "agent_id_no": ID_NO, "agent_phone": "13800000009", "agent_proof": "委1",
    }],
    "printed_total_words": "壹元整", "printed_deposit_words": "贰元整",
    "consultants": [{"staff": "c01", "rate": "60%"}, {"staff": "c02", "rate": "40%"}],
}  # fmt: skip

THIRDS: Fields = {
    "plan": "instalments", "down_rate": None, "loan_days": None, "discounts": ["D1"],
    "shares": [{"rate": "40%", "days": "0"}, {"rate": "60%", "days": "30"}],
}  # fmt: skip


def prepared(desk: Desk) -> dict[str, Any]:
    """Bring the office there; what the acts below need by name."""
    on_sale(desk)
    import_rows(desk, (*block("3栋"), price_row("2栋", 5, "01"), price_row("2栋", 5, "02")))
    desk.do("manager", "unit.release", permit=PERMIT, building="2栋")  # for the launch, and for a deal in time
    for limit in ("holds_per_consultant", "holds_per_customer"):
        desk.office.run_named(desk.session("boss"), "setting.change", {"key": limit, "value": "100"})
    permit(desk, no="四栋证", issued_on="2026-02-01", buildings="4栋")
    permit(desk, no="备用证", issued_on="2026-02-01", buildings="3栋")
    desk.do("manager", "permit.record", no="待批证", issued_on="2026-02-01", buildings="7栋")
    desk.do("manager", "discount.publish", code="D1", name="按时签约", rate="99%")
    for code in ("T1", "T2"):
        desk.do("manager", "term.propose", code=code, title="约定", text="一")
    desk.do("director", "term.approve", term="T1")
    made: dict[str, Any] = {"customer": customer(desk, phone=PHONE), "lead": customer(desk, phone=LEAD_PHONE)}
    made |= asleep(desk)
    launching(desk, made)
    made["draft"] = _draft(desk, "1-1-101", 51)
    made["submitted"] = _draft(desk, "1-1-102", 52)
    desk.do("c01", "subscription.submit", subscription=made["submitted"])
    made["due"] = reviewed(desk, "1-1-201", number=53).sub_no
    paid = reviewed(desk, "1-1-202", number=54)
    made["receipt"] = paid.pay(5_000_000)["no"]
    made["paid"] = paid.sub_no
    transfer = reviewed(desk, "2-1-301", number=62)
    made["waiting receipt"] = transfer.pay(5_000_000, way="transfer")["no"]
    late = active(desk, "1-1-301", number=55, signed_on="2026-11-10")  # late with the signing
    made["active"], made["active receipt"] = late.sub_no, desk.see("cashier", "receipts")[0]["no"]
    made["in time"] = active(desk, "2-1-502", number=65).sub_no
    deal = active(desk, "1-1-302", number=56)
    fields = {"subscription": deal.sub_no, "at": "2026-11-25T10:00+08:00"}
    made["appointed"] = desk.do("c01", "contract.appoint", **fields)["no"]
    made["drafted"] = drafted(desk, "1-1-401", number=57)[1]
    deal, made["checking"] = drafted(desk, "1-1-402", number=58)
    deal.pay(first_payment(deal), "down_payment")
    desk.do("clerk", "contract.submit_review", contract=made["checking"])
    deal, made["checked"] = drafted(desk, "2-1-101", number=59)
    deal.pay(first_payment(deal), "down_payment")
    for login, step in (("clerk", "submit_review"), ("clerk", "contract_check"), ("accountant", "finance_check")):
        desk.do(login, f"contract.{step}", contract=made["checked"])
    made["signed"] = signed(desk, "2-1-102", number=60)[1]
    made["sent"] = signed(desk, "2-1-302", number=63)[1]
    desk.do("clerk", "contract.seal", contract=made["sent"])
    desk.do("clerk", "contract.send_for_filing", contract=made["sent"])
    made["filed"] = filed(desk, "2-1-201", number=61)[1]
    active(desk, "2-1-402", number=64)
    made["returned"] = returned(desk, "2-1-402")
    made |= _around_units(desk, made)
    made["price list"] = import_rows_waiting(desk)
    desk.do("manager", "saved_filter.save", listing="visits", name="旧筛选", filters=["grade=A"])
    desk.do("c01", "unit.ask", unit="2-1-202", customer=made["customer"])
    made["faq"] = desk.do("c01", "faq.propose", question="地铁", answer="在建")["id"]
    made["competitor"] = desk.do("manager", "competitor.add", name="海悦湾")["id"]
    task = {"what": "回访", "person": "c01", "due_on": "2026-11-23"}
    desk.do("manager", "meeting.write", kind="morning", points="目标", tasks=[task])
    made["task"] = desk.see("manager", "meeting_tasks")[0]["id"]
    desk.do("manager", "dictionary.retire", kind="channel", code="exhibition")
    made["customer 2"] = customer(desk, phone="13800137779")
    made["request"] = desk.do("c01", "person.request", customer=made["lead"], kind="copy")["id"]
    made["wrong"] = desk.do("c01", "person.request", customer=made["lead"], kind="correct")["id"]
    made["next paper"] = f"RG2026-{len(desk.see('manager', 'subscriptions')) + 1:04d}"
    made["slips"] = [row["sub_no"] for row in desk.see("manager", "subscriptions") if row["state"] in LIVE]
    made["tie"] = tied(desk)
    made["case"] = desk.do("c02", "ownership.open", phone=PHONE, question="我接待的")["no"]
    return made | front_desk(desk)


def launching(desk: Desk, made: dict[str, Any]) -> None:
    """A launch that is on, whose first number was passed over, and one that is being prepared."""
    desk.do("manager", "launch.prepare", name="首开", held_on="2026-11-30", order="registered", units=("2-1-501",))
    desk.do("manager", "launch.prepare", name="二开", held_on="2026-11-30", units=("1-1-101", "2-1-401"))
    for who in ("lead", "customer"):
        desk.do("c01", "launch.register", launch="首开", customer=made[who])
    desk.do("c01", "launch.register", launch="二开", customer=made["customer"])
    for step in ("lay_down", "open"):
        desk.do("manager", f"launch.{step}", launch="首开")
    desk.do("assistant", "launch.call", launch="首开")
    desk.clock.move(minutes=6)
    launch.sweep(desk.office, desk.project_id)
def _around_units(desk: Desk, made: dict[str, Any]) -> dict[str, Any]:
    """A flag, a link, a place on a list, batches and a price list for later."""
    rows = (
        *(price_row("4栋", floor=floor, list_total=150_000_000) for floor in (1, 2, 3)),
        *(price_row("4栋", floor=-1, door=f"C{n}", usage=Usage.PARKING, list_total=15_000_000) for n in (1, 2)),
    )
    import_rows(desk, rows)
    desk.do("manager", "unit.flag", unit="4-1-101", flag="frozen", reason="样板房")
    desk.do("manager", "unit.link", unit="4-1-101", linked="4-1-C1")
    desk.do("c01", "unit.wait", unit="1-1-301", customer=made["customer"])
    found = {
        name: desk.do("manager", "batch.plan", name=name, units=unit)["no"]
        for name, unit in (("首批", "4-1-101"), ("二批", "4-1-201"))
    }
    dearer = DraftPriceList((price_row("4栋", floor=3, list_total=160_000_000),))
    later = desk.office.run(desk.session("manager"), dearer)
    at = "2026-12-31T00:00+08:00"
    desk.do("director", "price_list.schedule", price_list=later["no"], effective_at=at)
    return {"batch": found["首批"], "batch 2": found["二批"], "later list": later["no"]}


def tied(desk: Desk) -> str:
    """Two customers of one consultant that are tied together."""
    one, other = customer(desk, phone="13700137001"), customer(desk, phone="13700137002")
    return f"#{desk.do('c01', 'customer.link', customer=one, link='sibling', other=other)['id']}"


def import_rows_waiting(desk: Desk) -> str:
    """A price list that waits for the director."""
    from anchang.services.price_list import DraftPriceList

    rows = (price_row(unit_price_build=2_100_000, floor=4),)
    return str(desk.office.run(desk.session("manager"), DraftPriceList(rows))["no"])


def _draft(desk: Desk, room: str, number: int) -> str:
    who = customer(desk, phone=f"138000000{number}")
    return str(desk.do("c01", "subscription.draft", unit=room, customer=who, **PAPER)["sub_no"])


def asleep(desk: Desk) -> dict[str, Any]:
    """Somebody in the pool whom c03 asked for, somebody lost, and an appointment whose time is over."""
    now = desk.clock.now
    desk.clock.now = now - timedelta(days=60)
    pooled = customer(desk, "c02", phone=POOLED_PHONE)
    desk.clock.now = now
    lost, expected = customer(desk, "c01", phone=LOST_PHONE), customer(desk, "c01", phone=ASKED_PHONE)
    pool.sweep(desk.office, desk.project_id)
    desk.do("c03", "pool.ask", customer=pooled, why="熟人")
    desk.do("c01", "lead.lose", customer=lost, why="price")
    at = (desk.clock.now + timedelta(minutes=1)).isoformat()
    made = desk.do("c01", "appointment.make", customer=expected, at=at)["id"]
    desk.clock.move(minutes=2)
    return {"pooled": pooled, "lost": lost, "appointment": made}


def front_desk(desk: Desk) -> dict[str, Any]:
    """An open rota with one visit that is not saved, one call, and a sheet handed in."""
    owned = customer_of(desk, "c02", "13600136000")["visit"]
    open_rota(desk)
    made = {"visit": comes(desk)["visit"], "owned visit": owned}
    made["call"] = desk.do("c01", "call.log", **{**CALLER, "is_repeat": "no", "phone": "13500135000"})["call"]
    first = comes(desk, "c02", asked_for="c02")["visit"]
    saves(desk, "c02", first, **{**WHOLE, "name": "老王", "phone": "13400134000"})
    saves(desk, "c02", owned, **WHOLE)
    desk.do("c02", "rota.end_turn")
    made["follow-up"] = desk.do(
        "c02", "follow_up.log", customer="13600136000", way="phone", effective="yes", content="聊了",
        next_contact_on="2026-11-25",
    )["id"]  # fmt: skip
    desk.do("c02", "day.hand_in")
    made["posted"] = f"LF20261123-{len(desk.see('manager', 'visits')) + 1:03d}"  # the next visitor's
    return made


def before(made: dict[str, Any]) -> dict[str, list[tuple[str, str, Fields]]]:
    """What has to happen first, for acts that would stand in each other's way: use case -> (who, use case, fields)."""
    received: list[tuple[str, str, Fields]] = [
        ("c01", "visit.save", {
            "visit": made["visit"], **WHOLE, "name": "张三", "phone": "13300133000", "notice": "yes",
        }),
        ("c01", "rota.end_turn", {}),
    ]  # fmt: skip
    called: list[tuple[str, str, Fields]] = [
        ("assistant", "launch.call", {"launch": "首开"}), ("c01", "launch.come", {"launch": "首开", "number": 2}),
    ]  # fmt: skip
    home: list[tuple[str, str, Fields]] = [*received, ("c01", "day.hand_in", {}), ("c03", "day.hand_in", {})]
    consolidated: tuple[str, str, Fields] = ("assistant", "day.consolidate", {})
    reviewed_c02: list[tuple[str, str, Fields]] = [consolidated, ("manager", "day.review", {"consultant": "c02"})]
    slips: list[tuple[str, str, Fields]] = [
        ("manager", "subscription.decide_slip", {"subscription": no, "comment": "同意"}) for no in made["slips"]
    ]
    part = {"subscription": made["due"], "payer": "刘洋", "lines": [{"amount": "10000", "money_type": "deposit"}]}
    whole = {**part, "lines": [{"amount": "50000", "money_type": "deposit"}]}
    forgot: tuple[str, str, Fields] = ("assistant", "rota.arrive", {"kind": "returning", "forgotten": "yes"})
    claimed: list[tuple[str, str, Fields]] = [
        forgot,
        ("c03", "visit.save", {"visit": made["posted"], "name": "马女士", "phone": "13300133009", "notice": "yes"}),
        ("c01", "forgotten.claim", {"visit": made["posted"], "evidence": "登记簿"}),
    ]
    return {
        **_changes_before(made),
        "forgotten.claim": [forgot],
        "forgotten.grant": claimed,
        "forgotten.refuse": claimed,
        "delegate.end": [("c03", "delegate.name", {"delegate": "c01", "to_day": "2026-11-30"})],
        "delegation.withdraw": [("director", "delegation.give", {
            "delegate": "manager", "kinds": ["delay"], "to_day": "2026-11-30", "reason": "出差",
        })],
        "register_import.take_back": [("manager", *_an_old_call())],
        "opening_balance.plans": [("manager", "opening_balance.deals", _an_old_deal())],
        "opening_balance.receipts": [("manager", "opening_balance.deals", _an_old_deal())],
        "opening_balance.complete": [("manager", "opening_balance.deals", _an_old_deal(bare=True))],
        "opening_balance.correct": [("manager", "opening_balance.deals", _an_old_deal())],
        "register_profile.drop": [
            ("manager", "register_profile.save", {"name": "旧表", "kind": "visits", "heads": []}),
        ],
        "rota.sign_in": [("boss", "staff.add", {
            "name": "新顾问", "login": "c04", "roles": "consultant", "password": "secret-12",
        })],
        "rota.end_turn": received[:1],
        "task.waive": [("system", "task.sweep", {})],
        "rota.close": home,
        "day.review": [consolidated],
        "day.lock": [
            *home,
            consolidated,
            *slips,
            ("assistant", "day.close", {}),
        ],
        "correction.visit": reviewed_c02,
        "correction.follow_up": reviewed_c02,
        "correction.void_visit": reviewed_c02,
        "correction.void_follow_up": reviewed_c02,
        "correction.void_call": [*home, consolidated, ("manager", "day.review", {"consultant": "c01"})],
        "correction.call": [*home, consolidated, ("manager", "day.review", {"consultant": "c01"})],
        "day.close": [
            *home,
            consolidated,
            *slips,
        ],
        "person.allow_contact": [("c01", "person.stop_contact", {"customer": made["lead"], "reason": "不要再打"})],
        "task.campaign": [
            ("c01", "person.consent", {"customer": made["lead"], "kind": "marketing", "given": "yes"}),
        ],
        "launch.open": [("manager", "launch.lay_down", {"launch": "二开", "seed": "317"})],
        "launch.come": called[:1],
        "launch.choose": called,
        "launch.give_back": [*called, ("c01", "launch.choose", {"launch": "首开", "number": 2, "unit": "2-1-501"})],
        "launch.finish": called,
        "buyer_file.withdraw": [
            ("c01", "buyer_file.keep", {"subscription": made["active"], "consent_on": "2026-11-23", "hukou": "深圳"}),
        ],
        "rota.resume": [("c03", "rota.pause", {"reason": "lunch"})],
        "rota.visitor_left": [
            ("c03", "rota.pause", {"reason": "lunch"}), ("assistant", "rota.arrive", {"kind": "first"}),
        ],
        **_asked(made),
        **_sincere(made),
        "subscription.receive_deposit": [("cashier", "receipt.enter", {**whole, "explanation": "次日转入"})],
        "subscription.accept_deposit": [("cashier", "receipt.enter", {**part, "explanation": "次日转入"})],
        "contract.engineering_check": [
            ("clerk", "contract.draft", {"contract": made["appointed"], "construction_clauses": "yes"}),
            ("clerk", "contract.submit_review", {"contract": made["appointed"]}),
        ],
        "contract.except_payment": [("clerk", "contract.submit_review", {"contract": made["drafted"]})],
        "contract.send_for_filing": [("clerk", "contract.seal", {"contract": made["signed"]})],
        "contract.archive": [("clerk", "contract.collect", {"contract": made["filed"], "collected_by": "刘洋"})],
        **changed_deals.before(made),
    }  # fmt: skip


SINCERE = {"sincerity": "CX2026-000001"}


def _before_a_paper(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    """Sincerity money and its steps."""
    return {
        "sincerity.take": ("cashier", {
            "launch": "二开", "customer": made["lead"], "amount": "10000", "payer": "刘洋", "way": "transfer",
            "account": "1", "bank_ref": "R1", "received_on": "2026-11-23", "explanation": "说明", "note": "备注",
        }),
        "sincerity.confirm": ("cashier", {**SINCERE, "arrived_on": "2026-11-23"}),
        "sincerity.ask_back": ("c01", {**SINCERE, "reason": "不买了"}),
        "sincerity.pay_back": ("cashier", {
            **SINCERE, "account": "6222", "bank": "招商银行", "holder": "刘洋", "bank_ref": "R2",
        }),
        "sincerity.move": ("cashier", {**SINCERE, "subscription": made["due"]}),
        "sincerity.reverse": ("accountant", {**SINCERE, "reason": "金额错"}),
    }  # fmt: skip


def _sincere(made: dict[str, Any]) -> dict[str, list[tuple[str, str, Fields]]]:
    """Money that was taken for a number of the launch, as far as each step wants it."""
    fields = {"launch": "二开", "customer": made["lead"], "amount": "10000", "payer": "刘洋", "explanation": "说明"}
    taken: tuple[str, str, Fields] = ("cashier", "sincerity.take", fields)
    coming: tuple[str, str, Fields] = ("cashier", "sincerity.take", {**fields, "way": "transfer"})
    buyers: tuple[str, str, Fields] = ("cashier", "sincerity.take", {**fields, "customer": "13800000053"})
    return {
        "sincerity.confirm": [coming],
        "sincerity.ask_back": [taken],
        "sincerity.pay_back": [taken, ("c01", "sincerity.ask_back", {**SINCERE, "reason": "不买了"})],
        "sincerity.move": [buyers],
        "sincerity.reverse": [taken],
    }


def _asked(made: dict[str, Any]) -> dict[str, list[tuple[str, str, Fields]]]:
    """A request for a later signing and one for a discount, as far as each step wants them."""
    wanted: tuple[str, str, Fields] = ("c01", "discount_request.apply", {
        "unit": "2-1-202", "customer": made["customer"], "kind": "leader", "amount": "1000", "reason": "老客户",
        "granted_by": "manager", "proof": "签字",
    })  # fmt: skip
    half: tuple[str, str, Fields] = ("c01", "discount_request.apply", {**wanted[2], "hand_in": "no"})
    yes: tuple[str, str, Fields] = ("manager", "discount_request.approve", {"discount_request": "YH2026-0001"})
    bought: list[tuple[str, str, Fields]] = [
        ("c01", "subscription.draft", {
            "unit": "2-1-202", "customer": made["customer"], **PAPER, "plan": "lump_sum", "down_rate": None,
            "loan_days": None, "special": "YH2026-0001",
        }),
        ("c01", "subscription.submit", {"subscription": made["next paper"]}),
        ("manager", "subscription.approve", {"subscription": made["next paper"]}),
        ("cashier", "receipt.enter", {
            "subscription": made["next paper"], "payer": "刘洋", "explanation": "次日转入",
            "lines": [{"amount": "50000", "money_type": "deposit"}],
        }),
    ]  # fmt: skip
    fields = {"subscription": made["in time"], "days": "7", "reason": "funds"}
    asked: tuple[str, str, Fields] = ("c01", "delay.apply", fields)
    draft: tuple[str, str, Fields] = ("c01", "delay.apply", {**fields, "is_verified": "no", "customer_signed": "no"})
    no: tuple[str, str, Fields] = ("manager", "delay.reject", {"delay": "YQ2026-0001", "comment": "不同意"})
    return {
        "discount_request.submit": [half],
        "discount_request.approve": [wanted],
        "discount_request.reject": [wanted],
        "discount_request.withdraw": [wanted],
        "discount_request.archive": [wanted, yes, *bought],
        "delay.submit": [draft],
        "delay.approve": [asked],
        "delay.reject": [asked],
        "delay.withdraw": [asked],
        "delay.reply": [asked, no],
        "delay.execute": [asked, ("manager", "delay.approve", {"delay": "YQ2026-0001"})],
    }


def acts(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    """Use case -> (who, fields)."""
    return {**_office(made), **_stock(made), **_floor(made), **_registers(), **_opening(), **_sale(made),
            **_contract(made),
            **_change(made)}


def _office(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    return {
        "staff.add": ("boss", {
            "name": "新人", "login": "new", "roles": ["consultant"], "password": "secret-12", "no": "N1", "phone": "",
            "active_from": "2026-11-23",
        }),
        "staff.change": ("boss", {"staff": "c03", "name": "单婷", "phone": "13800138001", "active_to": "2027-01-01"}),
        "staff.disable": ("boss", {"staff": "c03", "reason": "离职"}),
        "staff.change_password": ("c01", {"old": "demo", "new": "another-12"}),
        "staff.reset_password": ("boss", {"staff": "c01", "password": "another-12"}),
        "staff.recover": ("system", {"login": "boss", "password": "another-12"}),
        "staff.sign_in": ("system", {"login": "c01", "password": "demo"}),
        "permit.record": ("boss", {
            "no": "另一证", "issued_on": "2026-02-01", "buildings": ["9栋"], "authority": "住建局",
            "valid_to": "2028-01-01",
        }),
        "permit.change": ("boss", {"permit": "备用证", "reason": "更正", "buildings": ["3栋"], "authority": "住建局"}),
        "permit.approve": ("director", {"permit_draft": "待批证", "version": 1}),
        "permit.reject": ("director", {"permit_draft": "待批证", "reason": "证号不对", "version": 1}),
        "project.change": ("boss", {
            "name": "利德悦府", "developer": "利德", "address": "一路", "escrow_account": "4000", "version": 1,
            "filing_authority": "住建局",
        }),
        "project.add": ("boss", {"code": "P2", "name": "二期", "developer": "利德"}),
        "setting.change": ("boss", {"key": "sign_days", "value": "5", "reason": "规定"}),
        "saved_filter.save": ("manager", {
            "listing": "visits", "name": "常用", "filters": ["text=看房", "grade=A"], "shared": "yes", "moving": "no",
        }),
        "saved_filter.remove": ("manager", {"listing": "visits", "name": "旧筛选", "shared": "no"}),
        "export.record": ("manager", {"report": "daily", "period": "2026", "reason": "例会", "unmasked": "no"}),
        "backup.record": ("boss", {"file": "x.db", "seq": "1", "head": "ab"}),
        "document.print": ("c01", {"kind": "subscription_agreement", "subscription": made["draft"]}),
    }  # fmt: skip


def _stock(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    row = {
        "usage": "residential", "layout": "三室", "facing": "南", "built_area": "89.47", "unit_price_build": "20000",
        "contract_no": "", "permit_no": "证", "place": "A1", "building": "8栋", "entrance": "1单元", "floor_text": "1",
        "floor_sort": "10", "room_no": "101", "door": "01", "assumed": [],
    }  # fmt: skip
    return {
        "price_list.draft": ("manager", {"rows": [row], "file_name": "x.xls", "digest": "ab", "note": "备注"}),
        "price_list.approve": ("director", {"price_list": made["price list"]}),
        "price_list.reject": ("director", {"price_list": made["price list"], "reason": "价格不对"}),
        "unit.release": ("manager", {"permit": "备用证", "building": "3栋", "entrance": "1单元"}),
        "unit.withdraw": ("manager", {"units": ["2-1-401"], "reason": "调整"}),
        "unit.release_return": ("manager", {"unit": made["returned"], "reason": "重新推出"}),
        "unit.keep_back": ("manager", {"unit": made["returned"], "reason": "暂不推"}),
        "price_list.schedule": ("director", {
            "price_list": made["price list"], "effective_at": "2026-12-30T00:00+08:00",
        }),
        "price_list.call_off": ("director", {"price_list": made["later list"], "reason": "不调价"}),
        "price_list.take_effect": ("system", {}),
        "unit.extend": ("manager", {"unit": "2-1-202", "reason": "等贷款资料", "minutes": "30"}),
        "unit.flag": ("manager", {"unit": "4-1-201", "flag": "mortgaged", "reason": "在建抵押", "paper_no": "抵1"}),
        "unit.clear_flag": ("manager", {"unit": "4-1-101", "flag": "frozen", "reason": "开放", "paper_no": "解1"}),
        "unit.link": ("manager", {"unit": "4-1-201", "linked": "4-1-C2"}),
        "unit.unlink": ("manager", {"linked": "4-1-C1", "reason": "换车位"}),
        "unit.wait": ("c01", {"unit": "1-1-201", "customer": made["customer"], "note": "备注"}),
        "unit.stop_waiting": ("c01", {"unit": "1-1-301", "customer": made["customer"], "reason": "买了别处"}),
        "unit.offer_next": ("system", {}),
        "batch.plan": ("manager", {
            "name": "三批", "building": "4栋", "entrance": "1单元", "units": ["4-1-301"], "note": "备注",
            "planned_on": "2026-12-01",
        }),
        "batch.release": ("manager", {"batch": made["batch"], "permit": "四栋证"}),
        "batch.drop": ("manager", {"batch": made["batch 2"], "reason": "推迟"}),
        "unit.ask": ("c01", {"unit": "2-1-401", "customer": made["customer"], "note": "备注"}),
        "unit.hold": ("manager", {
            "unit": "2-1-401", "customer": made["customer"], "minutes": "30", "note": "备注", "staff": "c01",
        }),
        "unit.let_go": ("manager", {"unit": "2-1-202", "reason": "不要了"}),
        "unit.refuse": ("manager", {"unit": "2-1-202", "reason": "不批"}),
        "unit.expire_lapsed": ("system", {}),
        "discount.publish": ("manager", {"code": "D2", "name": "团购", "rate": "98%", "valid_from": "2026-11-23"}),
        "discount.end": ("manager", {"code": "D1", "last_day": "2026-12-31"}),
    }  # fmt: skip


def _floor(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    return {
        "customer.register": ("c01", {
            "name": "王五", "phone": "", "no_phone_reason": "不愿留", "living_area": "南山", "working_area": "福田",
            "note": "备注", "notice": "yes",
        }),
        "customer.update": ("c01", {
            "customer": made["lead"], "name": "王五", "phone": LEAD_PHONE, "living_area": "南山",
            "working_area": "福田", "note": "备注",
        }),
        "customer.reassign": ("manager", {"to": "c03", "reason": "调岗", "customers": [made["customer"]]}),
        "customer.reassign_all": ("manager", {"of": "c01", "to": ["c02", "c03"], "reason": "离职"}),
        "lead.lose": ("c01", {"customer": made["lead"], "why": "price", "note": "太贵"}),
        "lead.reactivate": ("manager", {"customer": made["lost"], "to": "c01", "reason": "又想买"}),
        "task.waive": ("manager", {"customer": made["lead"], "kind": "weekly", "reason": "出国"}),
        "task.campaign": ("manager", {"name": "国庆", "customers": [made["lead"]]}),
        "task.sweep": ("system", {}),
        "appointment.make": ("c01", {
            "customer": made["lead"], "at": APPOINTED, "note": "备注", "asked": "来电",
        }),
        "appointment.move": ("c01", {
            "appointment": made["appointment"], "at": "2026-11-25T10:00:00+08:00", "note": "备注",
        }),
        "appointment.cancel": ("c01", {"appointment": made["appointment"], "reason": "出差"}),
        "appointment.miss": ("c01", {"appointment": made["appointment"], "note": "堵车"}),
        "appointment.sweep": ("system", {}),
        "launch.prepare": ("manager", {
            "name": "加推", "held_on": "2026-12-01", "order": "drawn", "buildings": [], "units": ["1-1-102"],
        }),
        "launch.register": ("c01", {
            "launch": "二开", "customer": made["lead"], "consultant": "c01",
        }),
        "launch.lay_down": ("manager", {"launch": "二开", "seed": "317"}),
        "launch.open": ("manager", {"launch": "二开"}),
        "launch.close": ("manager", {"launch": "首开"}),
        "launch.call_off": ("manager", {"launch": "二开", "reason": "延期"}),
        "launch.call": ("assistant", {"launch": "首开"}),
        "launch.come": ("c01", {"launch": "首开", "number": 2}),
        "launch.choose": ("c01", {"launch": "首开", "number": 2, "unit": "2-1-501"}),
        "launch.give_back": ("c01", {"launch": "首开", "number": 2, "unit": "2-1-501"}),
        "launch.finish": ("c01", {"launch": "首开", "number": 2}),
        "launch.call_again": ("assistant", {"launch": "首开", "number": 1}),
        "launch.withdraw": ("c01", {"launch": "首开", "number": 1, "reason": "不买了"}),
        "launch.sweep": ("system", {}),
        **_before_a_paper(made),
        "pool.ask": ("c01", {"customer": made["pooled"], "why": "接待过"}),
        "pool.grant": ("manager", {"customer": made["pooled"], "to": "c03", "comment": "同意"}),
        "pool.refuse": ("manager", {"customer": made["pooled"], "to": "c03", "reason": "不行"}),
        "pool.sweep": ("system", {}),
        "customer.reveal": ("c01", {"customer": made["customer"], "reason": "回访"}),
        "customer.check_phone": ("c01", {"phone": PHONE, "name": "王五"}),
        "faq.propose": ("c01", {"question": "学区", "answer": "以公告为准", "tags": "学校"}),
        "faq.approve": ("manager", {
            "faq": made["faq"], "question": "地铁", "answer": "在建", "tags": "交通", "version": 1,
        }),
        "faq.retire": ("manager", {"faq": made["faq"], "version": 1}),
        "competitor.add": ("manager", {"name": "另一盘", "developer": "某地产", "every_days": "7"}),
        "competitor.change": ("manager", {
            "competitor": made["competitor"], "developer": "某地产", "every_days": "7", "active": "yes", "version": 1,
        }),
        "competitor.survey": ("c01", {
            "competitor": made["competitor"], "unit_price": "23500", "sold": "3", "offers": "折扣", "notes": "备注",
            "photo": "a.jpg", "surveyed_on": "2026-11-23",
        }),
        "meeting.write": ("manager", {
            "kind": "evening", "points": "小结", "attendees": ["c01"], "held_on": "2026-11-23", "chair": "manager",
            "tasks": [{"what": "回访", "person": "c01", "due_on": "2026-11-24"}],
        }),
        "meeting.done": ("c01", {"task": made["task"], "version": 1}),
        "dictionary.add": ("manager", {"kind": "channel", "label": "抖音", "label_en": "TikTok"}),
        "dictionary.rename": ("manager", {
            "kind": "channel", "code": "leaflet", "label": "派单宣传", "label_en": "leaflet handed out",
        }),
        "dictionary.retire": ("manager", {"kind": "channel", "code": "leaflet"}),
        "dictionary.restore": ("manager", {"kind": "channel", "code": "exhibition"}),
        "dictionary.order": ("manager", {"kind": "channel", "codes": ["outdoor", "leaflet"]}),
        "person.consent": ("c01", {"customer": made["lead"], "kind": "third_party", "given": "yes", "reason": "口头"}),
        "person.stop_contact": ("c01", {"customer": made["lead"], "reason": "不要再打"}),
        "person.allow_contact": ("manager", {"customer": made["lead"], "reason": "本人要求"}),
        "person.request": ("c01", {"customer": made["lead"], "kind": "correct", "note": "名字写错"}),
        "person.answer": ("manager", {"request": made["request"], "answer": "已更正", "version": 1}),
        "person.refuse": ("manager", {"request": made["request"], "answer": "已有合同", "version": 1}),
        "person.correct": ("manager", {
            "customer": made["lead"], "reason": "本人要求", "name": "王五", "phone": "13800137775",
            "living_area": "南山", "working_area": "福田", "answer": "已更正",
            "request": made["wrong"],
        }),
        "person.export": ("manager", {"customer": made["lead"], "reason": "本人要求"}),
        "person.erase": ("manager", {"customer": made["customer 2"], "reason": "本人要求", "version": 1}),
        "person.pseudonymise": ("system", {"customers": [made["lead"]], "reason": "到期"}),
        "customer.link": ("c01", {
            "customer": made["customer"], "link": "id_tail", "phone": LEAD_PHONE, "proof": "户口簿", "id_tail": "1234",
        }),
        "customer.unlink": ("c01", {"link": made["tie"], "reason": "登记错误"}),
        "agent_report.record": ("assistant", {
            "company": "某中介", "agent": "小李", "phone": "13600136001", "name": "来客", "agent_phone": "13500135001",
            "given_no": "B-9", "valid_days": "7", "note": "备注",
        }),
        "ownership.open": ("c02", {"phone": LEAD_PHONE, "question": "上周我接待的"}),
        "ownership.note": ("assistant", {"case": made["case"], "text": "查了登记本"}),
        "ownership.decide": ("manager", {
            "case": made["case"], "note": "照规则", "points": "1", "penalty_staff": "c02", "penalty_note": "未登记",
        }),
        "ownership.override": ("manager", {
            "case": made["case"], "owner": "c02", "reason": "协商", "points": "1", "penalty_staff": "c02",
            "penalty_note": "未登记", "shares": [{"staff": "c01", "rate": "50%"}, {"staff": "c02", "rate": "50%"}],
        }),
        "ownership.withdraw": ("c02", {"case": made["case"], "reason": "已协商"}),
        "visit.save": ("c01", {"visit": made["visit"], **VISITOR}),
        "visit.log": ("assistant", {"kind": "first", "consultant": "c01", "recorder": "c01", **VISITOR}),
        "visit.correct": ("assistant", {"visit": made["visit"], "reason": "记错了", "kind": "first"}),
        "rota.arrive": ("c01", {
            "kind": "first", "phone": "", "name": "来客", "party_size": "2", "organisation": "", "note": "备注",
            "agent_company": "某中介", "agent_name": "小李", "report_no": "B-2",
        }),
        "rota.sign_in": ("assistant", {"consultant": "c04"}),
        "rota.confirm": ("assistant", {}),
        "rota.re_order": ("manager", {"order": ["c03"], "reason": "调整"}),
        "rota.pause": ("c03", {"reason": "lunch"}),
        "rota.resume": ("c03", {}),
        "rota.leave": ("c03", {}),
        "rota.write_shifts": ("system", {}),
        "forgotten.claim": ("c01", {"visit": made["posted"], "evidence": "登记簿", "version": 1}),
        "forgotten.grant": ("manager", {"visit": made["posted"], "version": 2}),
        "forgotten.refuse": ("manager", {"visit": made["posted"], "reason": "没有登记", "version": 2}),
        "forgotten.settle": ("system", {}),
        "delegate.name": ("c03", {"delegate": "c01", "from_day": "2026-11-24", "to_day": "2026-11-30"}),
        "delegate.end": ("c03", {}),
        "delegation.give": ("manager", {
            "delegate": "assistant", "kinds": ["delay", "change"], "from_day": "2026-11-24", "to_day": "2026-11-30",
            "reason": "休假",
        }),
        "delegation.withdraw": ("manager", {"delegation": "SQ2026-0001", "reason": "回来了", "version": 1}),
        "rota.visitor_left": ("assistant", {"no": "1"}),
        "rota.skip": ("manager", {"consultant": "c03", "reason": "不在岗", "penalty": "poached"}),
        "rota.end_turn": ("c01", {"deal": "no"}),
        "rota.close": ("assistant", {"note": "备注"}),
        "call.log": ("c01", {**CALLER, "is_repeat": "no", "no_phone_reason": ""}),
        "call.save": ("c01", {"call": made["call"], **CALLER, "phone": "13500135000", "no_phone_reason": ""}),
        "follow_up.log": ("c01", {
            "customer": made["customer"], "way": "phone", "effective": "yes", "content": "聊了", "objection": "贵",
            "next_contact_on": "2026-11-25",
        }),
        "day.hand_in": ("assistant", {"consultant": "c03", "reason": "生病"}),
        "day.consolidate": ("assistant", {"consultant": "c02"}),
        "day.review": ("manager", {"consultant": "c02", "comment": "好"}),
        "day.send_back": ("manager", {"consultant": "c02", "comment": "补齐"}),
        "day.send_day_back": ("manager", {"comment": "补齐"}),
        "day.close": ("assistant", {"note": "备注"}),
        "day.lock": ("manager", {}),
        "day.count_door": ("assistant", {"groups": "12", "note": "备注"}),
        "correction.visit": ("manager", {
            "visit": made["owned visit"], "reason": "更正",
            **{name: value for name, value in VISITOR.items() if name not in OF_CUSTOMER}, "name": "改名",
        }),
        "correction.call": ("manager", {
            "call": made["call"], "reason": "更正",
            **{name: value for name, value in CALLER.items() if name not in OF_CUSTOMER}, "name": "改名",
        }),
        "correction.follow_up": ("manager", {
            "follow_up": made["follow-up"], "reason": "更正", "content": "又聊了", "objection": "贵",
        }),
        "correction.void_visit": ("manager", {"visit": made["owned visit"], "reason": "重复登记"}),
        "correction.void_call": ("manager", {"call": made["call"], "reason": "重复登记"}),
        "correction.void_follow_up": ("manager", {"follow_up": made["follow-up"], "reason": "重复登记"}),
    }  # fmt: skip


def _an_old_call() -> tuple[str, Fields]:
    row = {"on": "2025-03-01", "who": "c01", "name": "老客户", "no_phone_reason": "不愿留"}
    return "register.calls", {"rows": [row]}


def _an_old_deal(*, bare: bool = False) -> Fields:
    row = {
        "building": "3栋", "entrance": "1单元", "floor_text": "4", "door": "02", "room": "402", "who": "c01",
        "buyers": [{"name": "旧买主", "id_no": "11010519491231002X", "phone": "13912345678",
                    "share": "100%"}], "paper_no": "旧认1",
        "contract_no": "旧合1", "net_sign_no": "网1", "filing_no": "备1", "permit_no": "许1", "address": "一路1号",
        "signed_on": "2025-03-01", "sign_due_date": "2025-03-08", "contract_on": "2025-03-08",
        "filed_on": "2025-04-01", "collected_on": "2025-05-01", "archive_place": "A-1", "handover_due": "2028-12-31",
        "total": "1000000", "list_total": "1010000", "unit_price": "11177", "built_area": "89.47",
        "inside_area": "70", "deposit": "50000", "kind": "mortgage", "down": "300000", "loan": "700000",
        "received": "300000", "unpaid": "700000", "due_on": "2025-03-08", "loan_due_on": "2027-01-01",
        "note": "旧台账", "lines": [{"amount": "700000", "due_on": "2027-01-01", "money_type": "loan"}],
    }  # fmt: skip
    if bare:
        row |= {"buyers": [{"name": "旧买主"}], "address": "", "handover_due": ""}
    return {
        "rows": [row], "cut_over": "2026-11-01", "file_name": "台账.xlsx", "leavers": "keep", "keeper": "c02",
        "owners": "last", "people": [{"name": "老张"}],
    }  # fmt: skip


def _opening() -> dict[str, tuple[str, Fields]]:
    place = {"building": "3栋", "entrance": "1单元", "floor_text": "4", "door": "02", "room": "402"}
    plan = {**place, "amount": "700000", "due_on": "2027-02-01", "money_type": "loan"}
    receipt = {
        **place, "on": "2025-03-08", "no": "0001", "amount": "300000", "money_type": "down_payment", "way": "pos",
        "payer": "旧买主", "account": "4000", "invoice_no": "F1", "note": "旧",
    }  # fmt: skip
    kept = {"cut_over": "2026-11-01", "file_name": "旧.xlsx", "people": [{"name": "老张"}]}
    return {
        "opening_balance.deals": ("manager", _an_old_deal()),
        "opening_balance.plans": ("manager", {"rows": [plan], **kept}),
        "opening_balance.receipts": ("cashier", {"rows": [receipt], **kept}),
        "opening_balance.complete": ("clerk", {
            "subscription": "QC-00001", "no": "1", "id_type": "passport", "id_no": "E12345678",
            "phone": "13912345678",
            "address": "一路1号", "nationality": "新加坡", "gender": "female", "birth": "2015-01-02",
            "postcode": "518000", "guardian": "母亲", "guardian_relation": "母女",
            "guardian_id_no": "11010519491231002X",
            "guardian_phone": "13912345679", "handover_due": "2028-12-31",
        }),
        "opening_balance.correct": ("accountant", {
            "subscription": "QC-00001", "received": "250000", "received_loan": "0", "reason": "多记",
        }),
    }


def _registers() -> dict[str, tuple[str, Fields]]:
    row = {
        "on": "2025-03-01", "minute": "600", "who": "c01", "name": "老客户", "phone": "", "other_phones": [],
        "no_phone_reason": "不愿留", "living_area": "南山", "working_area": "福田", "note": "备注",
        "channels": ["outdoor"], "gender": "male", "grade": "B", "demand_area": "70_90", "demand_layout": "three",
        "next_contact_on": "2025-03-05",
    }  # fmt: skip
    visit = {
        **row, "left_minute": "640", "recorder": "c02", "industry": "制造", "agent_company": "某中介",
        "agent_name": "小李", "report_no": "B-9", "floor_pref": "中层", "competitors": "隔壁",
        "content": "看房", "organisation": "某单位", "party_size": "2", "kind": "first",
        "focus": ["price"], "resistance": ["area"],
    }  # fmt: skip
    call = {**row, "questions": "学区", "seen_other_projects": "隔壁", "is_repeat": "no", "family_size": "3"}
    kept = {"leavers": "keep", "keeper": "c02", "owners": "last", "file_name": "旧.xlsx", "people": [{"name": "老张"}]}
    rule = {"part": "word", "field": "channels", "said": "地推", "means": "leaflet"}
    return {
        "register.visits": ("manager", {"rows": [visit], **kept}),
        "register.calls": ("manager", {"rows": [call], **kept}),
        "register_profile.save": ("manager", {
            "name": "旧表", "kind": "visits", "heads": ["客户来路"], "rules": [rule],
        }),
        "register_import.take_back": ("manager", {"register": "1", "reason": "导错了"}),
        "register_profile.drop": ("manager", {"name": "旧表", "kind": "visits"}),
    }


def _sale(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    line = {
        "amount": "50000", "money_type": "deposit", "way": "pos", "account": "4000 0001 0002", "bank_ref": "R1",
        "invoice_no": "F1", "escrow": "yes",
    }  # fmt: skip
    return {
        "subscription.draft": ("c01", {"unit": "2-1-202", "customer": made["customer"], **PAPER, **THIRDS}),
        "subscription.edit": ("c01", {"subscription": made["draft"], **PAPER, **THIRDS}),
        "subscription.submit": ("c01", {"subscription": made["draft"]}),
        "subscription.approve": ("manager", {"subscription": made["submitted"], "comment": "同意"}),
        "subscription.send_back": ("manager", {"subscription": made["submitted"], "comment": "补齐"}),
        "subscription.receive_deposit": ("cashier", {"subscription": made["due"]}),
        "subscription.accept_deposit": ("manager", {"subscription": made["due"], "comment": "少付"}),
        "subscription.stamp": ("clerk", {"subscription": made["paid"], "paper_no": "P-9"}),
        "subscription.decide_slip": ("manager", {
            "subscription": made["active"], "decision": "approved", "comment": "同意",
        }),
        "subscription.void": ("c01", {"subscription": made["draft"], "reason": "不买了"}),
        "subscription.void_refund": ("director", {"subscription": made["paid"], "reason": "不买了"}),
        "subscription.sweep": ("system", {}),
        "subscription.record_reading": ("c01", {
            "subscription": made["draft"], "items": ["model_contract"], "reader": "刘洋", "note": "已讲解",
        }),
        "subscription.hand_pack": ("c01", {
            "subscription": made["active"], "items": ["purchase_notes"], "receiver": "刘洋", "note": "当面",
        }),
        "subscription.pass_copy": ("clerk", {
            "subscription": made["active"], "copy_no": "2", "taker": "法务", "giver": "", "purpose": "登记",
        }),
        "subscription.return_copies": ("clerk", {"subscription": made["active"], "purpose": "换房"}),
        "buyer_file.keep": ("c01", {
            "subscription": made["active"], "consent_on": "2026-11-23", "competitor": "海悦湾", "note": "老客户",
            "hukou": "深圳", "employer": "某公司", "position": "工程师", "home_address": "深圳市",
            "mail_address": "深圳市", "emergency_name": "陈静", "emergency_phone": "13900000002", "purchases": "一套",
            "homes": "1",
        }),
        "buyer_file.withdraw": ("c01", {"subscription": made["active"]}),
        "term.propose": ("manager", {"code": "T9", "title": "车位", "text": "送车位一个"}),
        "term.change": ("manager", {"term": "T2", "title": "车位", "text": "不送车位"}),
        "term.approve": ("director", {"term": "T2"}),
        "term.retire": ("director", {"term": "T1"}),
        "discount_request.apply": ("c01", {
            "unit": "2-1-202", "customer": made["customer"], "kind": "leader", "amount": "1000", "reason": "老客户",
            "granted_by": "manager", "proof": "签字", "relation": "某单位", "payment_time": "一次", "discounts": ["D1"],
        }),
        "discount_request.submit": ("c01", {
            "discount_request": "YH2026-0001", "reason": "老客户", "proof": "签字", "granted_by": "manager",
        }),
        "discount_request.approve": ("manager", {
            "discount_request": "YH2026-0001", "comment": "同意", "proof": "签字",
        }),
        "discount_request.reject": ("manager", {"discount_request": "YH2026-0001", "comment": "不同意"}),
        "discount_request.withdraw": ("c01", {"discount_request": "YH2026-0001", "reason": "不买了"}),
        "discount_request.archive": ("manager", {
            "discount_request": "YH2026-0001", "archive": "A柜", "proof": "签字",
        }),
        "discount_request.sweep": ("system", {}),
        "delay.apply": ("c01", {
            "subscription": made["in time"], "days": "7", "reason": "other", "reason_text": "等亲属",
            "verified": "属实", "late_why": "无", "attachments": "机票", "customer_signed_on": "2026-11-23",
        }),
        "delay.submit": ("c01", {"delay": "YQ2026-0001", "verified": "属实", "late_why": "无"}),
        "delay.approve": ("manager", {"delay": "YQ2026-0001", "comment": "同意"}),
        "delay.reject": ("manager", {"delay": "YQ2026-0001", "comment": "不同意"}),
        "delay.reply": ("c01", {"delay": "YQ2026-0001", "reply": "已告知"}),
        "delay.withdraw": ("c01", {"delay": "YQ2026-0001", "reason": "按期签"}),
        "delay.execute": ("assistant", {"delay": "YQ2026-0001"}),
        "delay.sweep": ("system", {}),
        "subscription.reveal_id": ("cashier", {"subscription": made["due"], "reason": "开收据"}),
        "receipt.enter": ("cashier", {
            "subscription": made["due"], "payer": "刘洋", "lines": [line], "explanation": "说明", "note": "备注",
            "received_on": "2026-11-23",
        }),
        "receipt.confirm": ("cashier", {"receipt": made["waiting receipt"], "arrived_on": "2026-11-23"}),
        "receipt.reverse": ("accountant", {"receipt": made["waiting receipt"], "reason": "重复"}),
    }  # fmt: skip


ASKED_FOR = "BG2026-0001"
BACK: Fields = {"payer": "刘洋", "account": "6222 0000", "bank": "招商银行"}


def _changes_before(made: dict[str, Any]) -> dict[str, list[tuple[str, str, Fields]]]:
    """The way of a request up to each of its steps: a case by notice, a forfeiture asked for, a cancellation."""
    no = {"request": ASKED_FOR}
    late = [("assistant", "forfeit.open", {"subscription": made["active"], "reason": "逾期未签"})]
    served = [*late, ("assistant", "forfeit.serve_notice", {**no, "way": "mail", "on": "2026-11-13"})]
    given_up = [
        ("c01", "forfeit.open", {"subscription": made["active"], "trigger": "customer_asks", "reason": "不买了"}),
        ("c01", "change.submit", no),
        ("manager", "change.approve", no),
        ("director", "change.approve", no),
        ("manager", "change.execute", no),
    ]
    asked_back = [*given_up, ("c01", "forfeit.ask_back", {**no, "comment": "又要了"})]
    written = [
        ("c01", "refund.draft", {
            "subscription": made["active"], "fault": "none", "reason": "贷款未批", "accounts": [BACK],
        }),
    ]  # fmt: skip
    handed_in = [*written, ("c01", "change.submit", no)]
    papers = [
        ("assistant", "change.paper_back", {**no, "receipt": made["active receipt"]}),
        *(("assistant", "change.paper_back", {**no, "copy_no": copy}) for copy in ("1", "2", "3")),
    ]
    approved = [*handed_in, *papers, ("manager", "change.approve", no)]
    done = [*approved, ("accountant", "change.execute", no)]
    return {
        "forfeit.serve_notice": late,
        "forfeit.terminate": served,
        "forfeit.remedy": served,
        "forfeit.ask_back": given_up,
        "forfeit.reactivate": asked_back,
        "forfeit.refuse_back": asked_back,
        "change.submit": written,
        "change.approve": handed_in,
        "change.reject": handed_in,
        "change.send_back": handed_in,
        "change.withdraw": handed_in,
        "change.paper_back": handed_in,
        "change.execute": approved,
        "voucher.pay": done,
        "change.close": [*done, ("cashier", "voucher.pay", {"voucher": "PZ2026-000001"})],
    }


def _change(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    no = {"request": ASKED_FOR}
    return {
        "forfeit.open": ("assistant", {
            "subscription": made["active"], "reason": "逾期未签", "reason_code": "funds", "applicant": "刘洋",
            "applied_on": "2026-11-23",
        }),
        "forfeit.serve_notice": ("assistant", {**no, "way": "mail", "on": "2026-11-23"}),
        "forfeit.terminate": ("assistant", {**no, "way": "mail", "on": "2026-11-23"}),
        "forfeit.remedy": ("manager", {**no, "comment": "三日内签约"}),
        "forfeit.ask_back": ("c01", {**no, "comment": "又要了"}),
        "forfeit.reactivate": ("director", {**no, "sign_due": "2026-12-10", "comment": "同意"}),
        "forfeit.refuse_back": ("director", {**no, "comment": "不同意"}),
        "refund.draft": ("c01", {
            "subscription": made["active"], "fault": "buyer", "reason": "贷款未批", "reason_code": "loan",
            "applicant": "刘洋", "applied_on": "2026-11-23", "keep": "20000", "accounts": [BACK],
        }),
        "change.submit": ("c01", {**no, "accounts": [BACK]}),
        "change.approve": ("manager", {**no, "comment": "同意"}),
        "change.reject": ("manager", {**no, "comment": "不同意"}),
        "change.send_back": ("manager", {**no, "comment": "补签字"}),
        "change.withdraw": ("c01", {**no, "comment": "不退了"}),
        "change.paper_back": ("assistant", {**no, "copy_no": "1", "lost": "客户遗失"}),
        "change.execute": ("accountant", no),
        "change.close": ("assistant", no),
        "voucher.pay": ("cashier", {
            "voucher": "PZ2026-000001", "account": "6222 0000", "bank": "招商银行", "holder": "刘洋", "bank_ref": "R1",
        }),
    }  # fmt: skip


def _contract(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    return {
        **changed_deals.acts(made),
        "contract.reveal_id": ("clerk", {"contract": made["appointed"], "reason": "网签"}),
        "contract.appoint": ("c01", {
            "subscription": made["active"], "at": "2026-11-25T10:00:00+08:00", "papers": "身份证",
            "with_staff": "clerk",
        }),
        "contract.draft": ("clerk", {
            "contract": made["appointed"], "contract_no": "C-1", "area_clause": "一", "handover_due": "2028-06-30",
        }),
        "contract.submit_review": ("clerk", {"contract": made["drafted"]}),
        "contract.contract_check": ("clerk", {"contract": made["checking"], "note": "无误"}),
        "contract.finance_check": ("accountant", {"contract": made["checking"], "note": "无误"}),
        "contract.engineering_check": ("clerk", {"contract": made["appointed"], "note": "无误"}),
        "contract.except_payment": ("manager", {"contract": made["drafted"], "reason": "已约定"}),
        "contract.sign": ("clerk", {"contract": made["checked"], "net_sign_no": "N-1", "signed_on": "2026-11-23"}),
        "contract.void": ("manager", {"contract": made["drafted"], "reason": "作废"}),
        "contract.seal": ("clerk", {"contract": made["signed"], "sealed_on": "2026-11-23"}),
        "contract.send_for_filing": ("clerk", {"contract": made["signed"]}),
        "contract.file": ("clerk", {"contract": made["sent"], "filing_no": "备1", "filed_on": "2026-11-23"}),
        "contract.collect": ("clerk", {"contract": made["filed"], "collected_by": "刘洋"}),
        "contract.archive": ("clerk", {"contract": made["filed"], "place": "A柜"}),
        "custody.hand_over": ("clerk", {
            "contract": made["filed"], "copy_no": "1", "taker": "刘洋", "giver": "", "purpose": "领取",
            "signature": "刘洋",
        }),
    }  # fmt: skip
