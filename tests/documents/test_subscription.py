"""认购书 and 认购审批单, read back from the Word file (domain 3.6, 3.7)."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from anchang import i18n
from anchang.documents.paper import find_template, render
from anchang.documents.subscription import (
    AGREEMENT,
    APPROVAL_SLIP,
    SubscriptionPaper,
    approval_fields,
    discount_words,
    plan_on_paper,
    subscription_fields,
)
from anchang.domain.discount import DiscountLine
from anchang.domain.plan import DueRule, instalments, mortgage
from anchang.i18n.capitals import from_words
from tests.documents import samples
from tests.documents.reading import cells, text, value
from tests.documents.samples import BUYER, HOSTILE


def agreement(tmp_path: Path, paper: SubscriptionPaper | None = None) -> Path:
    """The agreement, printed."""
    fields = subscription_fields(paper or samples.subscription())
    return render(find_template(AGREEMENT), fields, tmp_path / "认购书 1栋2单元301.docx")


def test_amounts_in_digits_and_words_agree(tmp_path: Path) -> None:
    """成交总价 and 大写 are the same amount, and so are the deposit's (3.6)."""
    made = agreement(tmp_path)
    assert value(made, "成交总价") == "1,164,240.00 元"
    assert value(made, "大写") == "人民币壹佰壹拾陆万肆仟贰佰肆拾元整"
    assert from_words(value(made, "大写")) == 116_424_000
    assert "支付定金人民币伍万元整（￥50,000.00）" in text(made)


def test_the_unit_and_its_price(tmp_path: Path) -> None:
    """Permit, three areas, basis, unit prices, discounts in their order (3.6, 5.2, 5.9)."""
    made = agreement(tmp_path)
    assert value(made, "预（销）售许可证号") == "(2026)预售证第 001 号"
    assert value(made, "房号") == "1栋2单元301"
    assert [value(made, label) for label in ("建筑面积", "套内建筑面积", "分摊共有面积")] == [
        "89.47 平方米",
        "71.82 平方米",
        "17.65 平方米",
    ]
    assert value(made, "标价单价") == "13,412.32 元/平方米"
    assert value(made, "标价总价") == "1,200,000.00 元"
    assert value(made, "成交单价") == "13,012.63 元/平方米"
    assert value(made, "优惠") == "开盘优惠（按 98% 计，优惠 24,000.00 元）；按时签约（按 99% 计，优惠 11,760.00 元）"


def test_every_instalment_and_their_sum(tmp_path: Path) -> None:
    made = agreement(tmp_path)
    rows = cells(made)
    start = rows.index(["期次", "款项", "应付日期", "金额（元）"])
    assert [[row[0], *row[2:]] for row in rows[start + 1 : start + 5]] == [
        ["1", "2026年3月5日", "50,000.00"],
        ["2", "签订合同时", "299,272.00"],
        ["3", "2026年6月30日", "349,272.00"],
        ["4", "2026年12月31日", "465,696.00"],
    ]
    assert rows[start + 5] == ["合计", "1,164,240.00"]


def test_every_buyer_with_share_and_agent(tmp_path: Path) -> None:
    rows = cells(agreement(tmp_path))
    assert ["张三", "13800138000", "身份证", "11010519491231002X", "60%"] in rows
    assert ["李四", "13900139000", "护照", "E12345678", "40%"] in rows
    assert ["国籍", "/", "代理人/监护人", "王五"] in rows
    assert ["通讯地址", "幸福路 1 号 2 栋 301", "邮编：/"] in rows


def test_dates_and_signatures(tmp_path: Path) -> None:
    made = text(agreement(tmp_path))
    assert "双方于2026年3月12日前签订" in made
    assert "交付期限为2027年6月30日" in made
    for words in ("甲方（盖章）：中性置业有限公司", "乙方（签字）", "置业顾问：赵顾问", "销售经理：钱经理"):
        assert words in made


def test_special_terms_are_numbered(tmp_path: Path) -> None:
    made = text(agreement(tmp_path, samples.subscription(terms=("赠送车位使用权一年", "按毛坯交付"))))
    assert "1．赠送车位使用权一年" in made
    assert "2．按毛坯交付" in made
    assert "无。" not in made
    assert "无。" in text(agreement(tmp_path))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_buyers(tmp_path: Path, name: str) -> None:
    """The name stands in its cell; the rest of the paper is what it was."""
    tame = cells(agreement(tmp_path))
    made = cells(agreement(tmp_path, samples.subscription(buyer=replace(BUYER, name=name))))
    assert [[cell for cell in row if cell != "张三"] for row in tame] == [
        [cell for cell in row if cell != name.replace("\t", "\N{REPLACEMENT CHARACTER}")] for row in made
    ]


def test_papers_are_chinese_in_an_english_console(tmp_path: Path) -> None:
    """A legal form does not follow the language of whoever prints it."""
    before = text(agreement(tmp_path))
    i18n.use("en")
    assert text(agreement(tmp_path)) == before
    assert "2026年3月5日" in before


def test_the_approval_slip(tmp_path: Path) -> None:
    """3.7: what the manager signs, with the share of the list price that is kept."""
    made = render(find_template(APPROVAL_SLIP), approval_fields(samples.approval()), tmp_path / "slip.docx")
    assert value(made, "标价总价") == "1,200,000.00 元"
    assert value(made, "成交总价") == "1,164,240.00 元"
    assert from_words(value(made, "成交总价大写")) == 116_424_000
    assert value(made, "折扣及优惠额") == "97.02%，优惠 35,760.00 元"
    assert value(made, "已收定金") == "50,000.00 元"
    assert value(made, "收据号") == "000123"
    assert value(made, "买受人") == "张三；李四"
    assert value(made, "需说明的事项") == "/"
    assert value(made, "销售经理审批").startswith("同意")


def test_a_discount_in_money() -> None:
    assert discount_words([DiscountLine("x", "老带新", None, 500_000)]) == "老带新（优惠 5,000.00 元）"
    assert discount_words([]) == "/"


def test_a_plan_on_paper_before_and_after_signing() -> None:
    """Days after signing are words until the day is known (5.4)."""
    lines = instalments(
        116_424_000, 5_000_000, [(300_000, DueRule.SIGNING, 7), (700_000, DueRule.FIXED, date(2026, 9, 1))]
    )
    unsigned = plan_on_paper(lines, date(2026, 3, 5), None)
    assert sum(line.amount for line in unsigned) == 116_424_000
    assert [line.due for line in unsigned if isinstance(line.due, date)] == [date(2026, 3, 5), date(2026, 9, 1)]
    assert "签订合同后7日内" in [str(line.due) for line in unsigned]
    signed = plan_on_paper(lines, date(2026, 3, 5), date(2026, 3, 12))
    assert all(isinstance(line.due, date) for line in signed)
    loan = plan_on_paper(mortgage(116_424_000, 5_000_000, 300_000), date(2026, 3, 5), None)
    assert "签订合同时" in [str(line.due) for line in loan]


def test_an_offices_own_agreement(tmp_path: Path) -> None:
    """A template of the office's own sees the same fields."""
    own = tmp_path / "templates" / f"{AGREEMENT}.docx"
    own.parent.mkdir()
    document = Document()
    document.add_paragraph("恒信地产认购书 {{ number }} {{ buyer_names }} {{ deal_total_words }}")
    document.save(str(own))
    made = render(find_template(AGREEMENT, tmp_path), subscription_fields(samples.subscription()), tmp_path / "x.docx")
    assert "恒信地产认购书 RG-2026-0017 张三；李四 壹佰壹拾陆万肆仟贰佰肆拾元整" in text(made)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    """Two buyers, four instalments and two extra terms fit on two pages."""
    made = agreement(tmp_path, samples.subscription(terms=("赠送车位使用权一年", "按毛坯交付")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(made)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = made.with_suffix(".pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type/Page\n") + pdf.count(b"/Type/Page/") in (1, 2)
