"""签约通知书, 终止协议通知书 and the application for a cancellation, read back from Word (domain 2.8, 3.11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from anchang.documents.change import (
    REFUND_APPLICATION,
    SIGNING_NOTICE,
    TERMINATION_NOTICE,
    application_fields,
    change_fields,
)
from anchang.documents.paper import find_template, render
from anchang.domain.change import ChangeKind, ChangeReason, Fault, Trigger
from anchang.i18n import M
from anchang.services.change_kind import Effect
from anchang.services.document import ChangeView
from anchang.storage.change_view import ChangePaperView
from tests.documents.reading import cells, text, value

VIEW = ChangePaperView(
    number="BG2026-0001",
    kind=ChangeKind.FORFEIT,
    seller="利德置业有限公司",
    project="利德悦府",
    unit="1-1-101",
    deal_number="RG2026-0001",
    subscribed_on=date(2026, 3, 9),
    sign_due_on=date(2026, 3, 16),
    deal_total=116_424_000,
    held=5_000_000,
    deposit=5_000_000,
    buyers=("张三", "李四"),
    addresses=("深圳市南山区一路1号",),
    applicant="张三",
    applied_on=date(2026, 3, 20),
    trigger=Trigger.NOT_SIGNED,
    cause=ChangeReason.LOAN,
    reason="银行未批\n已补材料",
    fault=Fault.BUYER,
    accounts=(("张三", "6222 0000 1111", "招商银行"),),
    papers=("SJ2026-000001", "RG2026-0001 #1"),
    consultant="张伟",
    notice_on=date(2026, 3, 20),
    termination_on=date(2026, 3, 28),
    notice_days=7,
    printed_on=date(2026, 3, 20),
)


def printed(folder: Path, name: str, view: ChangePaperView = VIEW) -> Path:
    """The paper as a file."""
    return render(find_template(name), change_fields(view), folder / f"{name}.docx")


def test_the_notice_to_sign(tmp_path: Path) -> None:
    said = text(printed(tmp_path, SIGNING_NOTICE))
    for words in ("致：张三；李四", "2026年3月16日前", "已逾期 4 天", "7 日内", "50,000.00 元", "利德置业有限公司"):
        assert words in said
    assert "壹佰壹拾陆万肆仟贰佰肆拾元整" in said


def test_the_notice_of_termination(tmp_path: Path) -> None:
    said = text(printed(tmp_path, TERMINATION_NOTICE))
    for words in ("2026年3月20日向您送达签约通知书", "自2026年3月28日起终止", "伍万元整", "RG2026-0001"):
        assert words in said
    today = text(printed(tmp_path, TERMINATION_NOTICE, replace(VIEW, termination_on=None)))
    assert "自2026年3月20日起终止" in today  # printed before it is served: as of the day on it


def test_the_application(tmp_path: Path) -> None:
    asked = replace(VIEW, kind=ChangeKind.REFUND_DEPOSIT, fault=Fault.COMPANY)
    back = Effect(M("Back to {payer}", payer="张三"), M("–"), M("{amount}", amount="50,000.00"))
    view = ChangeView(asked, (back,), VIEW.buyers, None)
    made = render(find_template(REFUND_APPLICATION), application_fields(view), tmp_path / "application.docx")
    assert ["退还张三", "–", "50,000.00"] in cells(made)  # what becomes of the money is what the buyers sign
    assert value(made, "申请事项") == "退定"
    assert value(made, "责任归属") == "公司责任"
    assert value(made, "已收款项") == "50,000.00 元"
    assert value(made, "退款账户（付款人本人）") == "张三：6222 0000 1111 招商银行"
    assert value(made, "交回的收据及认购书") == "SJ2026-000001；RG2026-0001 #1"
    assert "银行未批" in value(made, "原因说明") and "已补材料" in value(made, "原因说明")
