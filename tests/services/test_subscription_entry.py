"""Entering a subscription whole: buyers of every kind, the paper's own figures, who shares the credit (3.6, issue 4-5).

The text of a real agreement (shared data, `templates`) is entered as it is printed; its figures do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anchang.documents.subscription import agreement_of, subscription_fields
from anchang.domain.errors import AnchangError, BadInput
from anchang.i18n import say
from anchang.storage import contract_query, credit
from anchang.storage import subscription_paper as stored
from tests.office import Desk, desk_at
from tests.services.deals import active
from tests.services.papers import BUYER, OTHER, beside, card, english, listed, term
from tests.services.stock import block, customer, import_rows, on_sale, permit, price_row

ROOM = "1-1-101"
CHILD = {"name": "刘小洋", "id_no": "440524201005200011", "phone": "13800000001", "address": "深圳市南山区一路1号"}
GUARDIAN = {"guardian": "刘洋", "guardian_relation": "父亲", "guardian_id_no": BUYER["id_no"]}
COMPANY = {
    "name": "某某科技有限公司", "id_type": "business_licence", "id_no": "91350100M000100Y43", "phone": "0755-88886666",
    "address": "深圳市福田区",
}  # fmt: skip
# Clauses of the real text as the office keeps them in its library, shortened to what they promise.
CLAUSES = {
    "R2": "以上房源价格均以按揭付款95折计算。其他：一次性付款93折，一年分期付款98折，两年分期付款无折扣。",
    "R3": "乙方必须在本认购书签订之日起于5日内完成线下认购书签订，否则所付定金不予退还，且甲方有权另售房源。",
    "R4": "乙方需在签署《商品房买卖合同》之前全额交存专项维修资金。",
    "R5": "乙方支付首期款的同时预缴税费￥/元，多退少补。",
    "R6": "如甲方未能为乙方保留该房号的，甲方应双倍返还定金。",
    "R7": "乙方同意签署本认购书后不更名、不增减名、不换房。",
    "R10": "本项目推广名为“南宁空港恒大养生谷”，具体小区名称以政府批准为准。",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sixteen units on sale, limits out of the way."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        for limit in ("holds_per_customer", "holds_per_consultant"):
            made.office.run_named(made.session("boss"), "setting.change", {"key": limit, "value": "50"})
        yield made


def _rows(field: Any) -> list[dict[str, Any]]:
    """The rows of a paper's table."""
    return [dict(each) for each in field]


def write(desk: Desk, **fields: Any) -> dict[str, Any]:
    """A draft on the first unit."""
    given = {"unit": ROOM, "customer": "13800000001", "buyers": [BUYER], "deposit": "50000",
             "handover_due": "2028-06-30"}  # fmt: skip
    return desk.do("c01", "subscription.draft", **given | fields)


def test_buyers_of_every_kind(desk: Desk) -> None:
    customer(desk)
    number = write(desk)["sub_no"]
    refused: pytest.ExceptionInfo[AnchangError]
    for buyers, said in (
        ([CHILD], "is not of age: name the guardian"),
        ([CHILD | GUARDIAN | {"guardian_relation": ""}], "relation to the buyer is missing"),
        ([CHILD | GUARDIAN | {"guardian_id_no": CHILD["id_no"]}], "cannot be his own guardian"),
        ([COMPANY], "legal representative is missing"),
        ([BUYER | {"representative": "王总"}], "only a company has a legal representative"),
    ):
        desk.do("c01", "subscription.edit", subscription=number, buyers=buyers)
        with pytest.raises(AnchangError) as refused:
            desk.do("c01", "subscription.submit", subscription=number)
        assert said in english(refused)
    for wrong, place in (
        (CHILD | GUARDIAN | {"guardian_id_no": "110105194912310021"}, "buyers.guardian_id_no"),
        (CHILD | {"guardian_phone": "13900000002"}, "buyers.guardian_phone"),
        (BUYER | {"agent": "赵六", "agent_phone": "12"}, "buyers.agent_phone"),
        (COMPANY | {"id_no": "91350100M000100Y44"}, "buyers.id_no"),
    ):
        with pytest.raises(BadInput) as bad:
            desk.do("c01", "subscription.edit", subscription=number, buyers=[wrong])
        assert bad.value.place == place
    foreigner = {"name": "Ann Lee", "id_type": "passport", "id_no": "E12345678", "phone": "+85291234567",
                 "address": "香港", "nationality": "加拿大", "gender": "female", "birth": "1980-02-29",
                 "postcode": "999077", "agent": "赵六", "agent_id_no": OTHER["id_no"],
                 "agent_proof": "委2026-1"}  # fmt: skip
    company = COMPANY | {"representative": "王总", "representative_id_no": OTHER["id_no"]}
    shares = ("40%", "40%", "20%")
    three = (CHILD | GUARDIAN, foreigner, company)
    all_three = [{**each, "share": part} for each, part in zip(three, shares, strict=True)]
    desk.do("c01", "subscription.edit", subscription=number, buyers=all_three)
    desk.do("c01", "subscription.edit", subscription=number, opinion="三位")  # the buyers stay, with who is beside them
    desk.do("c01", "subscription.submit", subscription=number)
    child, ann, acme = card(desk, number)["buyers"]
    assert (child.gender, str(child.birth), child.nationality) == ("male", "2010-05-20", "中国")
    assert (ann.gender, str(ann.birth), ann.nationality, ann.postcode) == ("female", "1980-02-29", "加拿大", "999077")
    assert [(one.role.value, one.name, one.relation, one.proof) for each in (child, ann, acme)
            for one in each.facts.proxies] == [
        ("guardian", "刘洋", "父亲", ""), ("agent", "赵六", "", "委2026-1"), ("representative", "王总", "", ""),
    ]  # fmt: skip
    assert child.facts.proxies[0].id_no.count("*") > 5  # whole numbers are not for the screen
    paper = desk.office.look_as(desk.session("manager"), stored.paper, True, listed(desk, number)["id"])
    assert paper is not None
    beside_buyer = [str(each["agent"]) for each in _rows(subscription_fields(agreement_of(paper))["buyers"])]
    assert beside_buyer[0] == f"监护人 刘洋 父亲 居民身份证 {BUYER['id_no']}"
    assert "委托代理人 赵六" in beside_buyer[1] and "法定代表人 王总" in beside_buyer[2]
    said_now = "; ".join(say(each, "en") for each in beside(desk, number)["warnings"])
    assert "刘小洋 is not of age; 刘洋 acts as guardian" in said_now and "power of attorney" not in said_now


def test_figures_on_paper_are_pointed_out_and_never_refused(desk: Desk) -> None:
    customer(desk)
    made = write(desk, printed_total="1789400", printed_total_words="壹佰柒拾捌万玖仟肆佰元整", printed_deposit="50000")
    number = made["sub_no"]
    assert made["warnings"] == []
    edited = desk.do("c01", "subscription.edit", subscription=number, printed_total="1780000",
                     printed_deposit_words="陆万元整", printed_unit_price="19999",
                     printed_plan_total="1789400")  # fmt: skip
    assert len(edited["warnings"]) == 4
    for one, other in (("1,789,310.53", "1,780,000.00"), ("1,780,000.00", "1,789,400.00"), ("60,000.00", "50,000.00")):
        assert any(one in each and other in each for each in edited["warnings"]), (one, other)
    kept = desk.do("c01", "subscription.edit", subscription=number, opinion="纸面有误")
    assert kept["warnings"] == edited["warnings"]
    desk.do("c01", "subscription.submit", subscription=number)
    desk.do("manager", "subscription.send_back", subscription=number, comment="纸面重打")
    cleared = desk.do("c01", "subscription.edit", subscription=number, no_printed="yes")
    assert cleared["warnings"] == []


def test_the_real_text_is_entered_whole(desk: Desk) -> None:
    """Its areas, price, deposit, discount and clauses as printed; what does not agree names both figures."""
    permit(desk, no="扶绥预售2019001", issued_on="2026-01-01", buildings="001栋")
    room = price_row("001栋", 15, "02", entrance="一单元", built_area=1_000_000, inside_area=900_000,
                     unit_price_build=1_754_385, list_total=175_438_526)  # fmt: skip
    import_rows(desk, (*block(), room))
    desk.do("manager", "unit.release", permit="扶绥预售2019001")
    label = next(row["label"] for row in desk.see("manager", "units") if "1502" in row["label"])
    for code, name, rate, kinds in (("AJ95", "按揭95折", "95%", "mortgage"), ("QK93", "一次性93折", "93%", "lump_sum"),
                                    ("FQ98", "一年分期98折", "98%", "instalments")):  # fmt: skip
        desk.do("manager", "discount.publish", code=code, name=name, rate=rate, plan_kinds=kinds)
    for code, words in CLAUSES.items():
        term(desk, code, words)
    customer(desk, name="张三")
    made = write(
        desk, unit=label, buyers=[BUYER | {"name": "张三"}], plan="mortgage", down_rate="30%", discounts=["AJ95"],
        deposit="20000", special_terms=list(CLAUSES), sign_due_date="2026-11-28",
        printed_built_area="100", printed_inside_area="90", printed_unit_price="14888.66", printed_total="1666666",
        printed_total_words="壹佰陆拾陆万陆仟陆佰陆拾陆元整", printed_deposit="20000", printed_deposit_words="贰万元整",
    )  # fmt: skip
    assert made["deal_total_fen"] == 166_666_600
    (warning,) = made["warnings"]
    assert "14,888.66" in warning and "1,488,866.00" in warning and "1,666,666.00" in warning
    desk.do("c01", "subscription.submit", subscription=made["sub_no"])
    shown = card(desk, made["sub_no"])
    assert shown["special_terms"].splitlines() == list(CLAUSES.values())
    assert shown["deal_unit_price"] == 1_666_666


def test_consultants_who_share(desk: Desk) -> None:
    customer(desk)
    half = [{"staff": "c01", "rate": "60%"}, {"staff": "c02", "rate": "40%"}]
    number = write(desk, consultants=half)["sub_no"]
    for consultants, said in (
        ([{"staff": "c01", "rate": "60%"}, {"staff": "c02", "rate": "50%"}], "make 100%"),
        ([{"staff": "c01", "rate": "60%"}, {"staff": "c01", "rate": "40%"}], "stands twice"),
        ([{"staff": "c02", "rate": "60%"}, {"staff": "c03", "rate": "40%"}], "one of those who share"),
        ([{"staff": "c01", "rate": "60%"}, {"staff": "cashier", "rate": "40%"}], "is not a consultant"),
        ([{"staff": "c01", "rate": "100%"}, {"staff": "c02", "rate": "0%"}], "above 0%"),
    ):
        with pytest.raises(BadInput) as refused:
            desk.do("c01", "subscription.edit", subscription=number, consultants=consultants)
        assert said in english(refused)
    desk.do("c01", "subscription.edit", subscription=number, opinion="合作成交")
    row_id = listed(desk, number)["id"]
    found = desk.office.look(desk.session("manager"), credit.credit_of, [row_id])
    assert found == {row_id: ((desk.people["c01"], "张伟", 600_000), (desk.people["c02"], "王芳", 400_000))}
    desk.do("c01", "subscription.edit", subscription=number, consultants=[])
    assert desk.office.look(desk.session("manager"), credit.credit_of, [row_id]) == {}


def test_the_contract_names_who_acts_for_the_buyers(desk: Desk) -> None:
    agent = {"agent": "赵六", "agent_id_no": OTHER["id_no"], "agent_proof": "委2026-1"}
    deal = active(desk, "1-1-202", number=5, buyers=({**BUYER, **agent, "phone": "13800000005"}, {**CHILD, **GUARDIAN}))
    made = desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00", papers="身份证")
    desk.do("clerk", "contract.draft", contract=made["no"])
    shown = desk.office.look(desk.session("manager"), contract_query.card, 1)
    assert shown is not None
    acting = [one["proxies"] for one in shown["buyers"]]
    assert [[(each.role, each.name, each.relation, each.proof) for each in some] for some in acting] == [
        [("agent", "赵六", "", "委2026-1")], [("guardian", "刘洋", "父亲", "")]
    ]  # fmt: skip
    assert all("*" in each.id_no for some in acting for each in some)
