"""Papers to print in the tests: one ordinary deal whose figures are the specification's own example (5.2, 5.4)."""

from __future__ import annotations

from datetime import date

from anchang.documents.receipt import ReceiptLine, ReceiptPaper
from anchang.documents.subscription import ApprovalSlip, PaperBuyer, PaperInstalment, SubscriptionPaper
from anchang.domain.discount import DiscountLine
from anchang.domain.plan import MoneyType, PlanKind
from anchang.domain.price_list import PricingBasis, Usage

HOSTILE = (
    "张三[/]",
    "[@click=app.quit]x[/]",
    "{{ 7*7 }}",
    "{% for a in b %}",
    "{% raw %}{#",
    "<w:p>",
    "</w:t></w:r></w:p>",
    "A & B",
    "&lt;甲&gt;",
    "\"双\"'单'",
    '=HYPERLINK("http://x")',
    "𠮷野家",
    "阿卜杜拉·买买提·艾力·吐尔逊江·阿布都热合曼·库尔班江·依明",
    "张\t三",
)

DISCOUNTS = (
    DiscountLine("early", "开盘优惠", 980_000, 2_400_000),
    DiscountLine("on_time", "按时签约", 990_000, 1_176_000),
)
BUYER = PaperBuyer("张三", "身份证", "11010519491231002X", "13800138000", "幸福路 1 号 2 栋 301", 600_000)
SECOND = PaperBuyer("李四", "护照", "E12345678", "13900139000", "幸福路 1 号 2 栋 301", 400_000, agent="王五")


def subscription(*, buyer: PaperBuyer = BUYER, terms: tuple[str, ...] = ()) -> SubscriptionPaper:
    """1,200,000 x 98 % x 99 % = 1,164,240.00 on 89.47 ㎡, 13,012.63 per ㎡, in three parts."""
    return SubscriptionPaper(
        number="RG-2026-0017",
        seller="中性置业有限公司",
        project="四季名苑",
        permit_number="(2026)预售证第 001 号",
        unit="1栋2单元301",
        usage=Usage.RESIDENTIAL,
        fitted="毛坯",
        built_area=894_700,
        inside_area=718_200,
        shared_area=176_500,
        pricing_basis=PricingBasis.BUILD,
        unit_price=1_341_232,
        list_total=120_000_000,
        discounts=DISCOUNTS,
        deal_unit_price=1_301_263,
        deal_total=116_424_000,
        payment_plan=PlanKind.INSTALMENTS,
        instalments=(
            PaperInstalment(MoneyType.DEPOSIT, date(2026, 3, 5), 5_000_000),
            PaperInstalment(MoneyType.DOWN_PAYMENT, "签订合同时", 29_927_200),
            PaperInstalment(MoneyType.INSTALMENT, date(2026, 6, 30), 34_927_200),
            PaperInstalment(MoneyType.INSTALMENT, date(2026, 12, 31), 46_569_600),
        ),
        deposit=5_000_000,
        deposit_due_on=date(2026, 3, 5),
        signed_on=date(2026, 3, 5),
        sign_due_on=date(2026, 3, 12),
        handover_due_on=date(2027, 6, 30),
        buyers=(buyer, SECOND),
        consultants=("赵顾问",),
        manager="钱经理",
        special_terms=terms,
    )


def approval() -> ApprovalSlip:
    """The slip of the same deal, decided by the manager."""
    return ApprovalSlip(
        number="RG-2026-0017",
        project="四季名苑",
        unit="1栋2单元301",
        buyers=("张三", "李四"),
        list_total=120_000_000,
        deal_total=116_424_000,
        discounts=DISCOUNTS,
        payment_plan=PlanKind.INSTALMENTS,
        deposit_received=5_000_000,
        receipt_numbers=("000123",),
        signed_on=date(2026, 3, 5),
        sign_due_on=date(2026, 3, 12),
        printed_on=date(2026, 3, 5),
        consultants=("赵顾问",),
        opinion="客户资信良好",
        decision="同意",
        manager="钱经理",
        decided_on=date(2026, 3, 5),
    )


def receipt(*, payer: str = "张三", reverses: str = "") -> ReceiptPaper:
    """The deposit of the same deal, in two ways of payment."""
    sign = -1 if reverses else 1
    return ReceiptPaper(
        number="000123",
        seller="中性置业有限公司",
        project="四季名苑",
        unit="1栋2单元301",
        deal_number="RG-2026-0017",
        received_on=date(2026, 3, 5),
        payer=payer,
        buyers=("张三", "李四"),
        lines=(
            ReceiptLine(MoneyType.DEPOSIT, "POS", sign * 4_000_005, "监管账户 6222…0011", "POS20260305001"),
            ReceiptLine(MoneyType.DEPOSIT, "转账", sign * 1_000_000, "监管账户 6222…0011", "TT20260305002"),
        ),
        received_by="孙出纳",
        reverses=reverses,
    )
