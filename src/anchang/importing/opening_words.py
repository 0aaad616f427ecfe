"""What the words in the cells of sales ledgers, plans and receipt registers mean (2.3, 2.4, 2.16, 3.14, 5.4)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from anchang.domain.opening_fields import LedgerStatus
from anchang.domain.plan import MoneyType, PlanKind
from anchang.domain.receipt import PayWay
from anchang.i18n import LANGUAGES, say
from anchang.importing.words import plain

_WORDS: dict[str, dict[StrEnum, str]] = {
    "plan": {
        PlanKind.LUMP_SUM: "一次性 一次性付款 全款 一次性全款 全额 一次付清 全款一次性 现金 一次性付清",
        PlanKind.INSTALMENTS: "分期 分期付款 分期款 建筑分期 开发商分期 免息分期",
        PlanKind.MORTGAGE: (
            "按揭 按揭付款 银行按揭 商业按揭 商贷 商业贷款 按揭贷款 公积金 公积金贷款 公积金按揭 组合 组合贷 组合贷款 "
            "组合按揭 首付分期 首付分期按揭 首付分期+按揭 按揭(首付分期) 贷款 混合贷 纯公积金 "
            "商贷+公积金 公积金+商贷 按揭+公积金 商业按揭贷款"
        ),
    },
    "status": {
        LedgerStatus.SUBSCRIBED: "认购 已认购 大定 已大定 定购 认购未签约 未签约 已认购未签约 待签约 下定 小定",
        LedgerStatus.SIGNED: "签约 已签约 已签 已签合同 签约未备案 未备案 待备案 已草签 草签",
        LedgerStatus.FILED: "备案 已备案 网签 已网签 合同已备案 已网签备案 网签备案",
        LedgerStatus.TITLED: "已办证 已出证 产权出证 已转移登记 已过户 已办产权 出证 已领证",
        LedgerStatus.ENDED: (
            "退房 已退房 退定 已退定 挞定 已挞定 退户 作废 已作废 换房 已换房 更名作废 解除 已解除 撤销"
        ),
    },
    "money_type": {
        MoneyType.DEPOSIT: "定金 大定 认购定金 购房定金 大定金",
        MoneyType.DOWN_PAYMENT: "首付 首付款 首期 首期款 首付房款 房款 购房款 楼款",
        MoneyType.DOWN_PAYMENT_INSTALMENT: "首付分期 首付分期款 分期首付",
        MoneyType.INSTALMENT: "分期 分期款 进度款 余款 尾款 二期款 三期款",
        MoneyType.LUMP_SUM: "一次性 一次性款 全款 一次性付款 一次性房款",
        MoneyType.LOAN: "按揭 按揭款 贷款 银行贷款 商贷 商业贷款 按揭贷款 银行放款 放款",
        MoneyType.PROVIDENT_FUND: "公积金 公积金贷款 公积金款",
    },
    "way": {
        PayWay.POS: "POS pos 刷卡 pos机 刷POS 银行卡 POS机 刷卡机",
        PayWay.TRANSFER: "转账 银行转账 汇款 网银 电汇 转帐 网银转账 银行汇款 对公转账 微信 支付宝 扫码",
        PayWay.CHEQUE: "支票 转账支票 本票 汇票",
        PayWay.CASH: "现金 现款 存现",
        PayWay.BANK_LOAN: "银行放款 放款 按揭 贷款 按揭放款 公积金放款",
        PayWay.ESCROW: "监管账户 监管户 监管 资金监管 监管账户转入",
    },
}
_MEANT: dict[str, dict[str, Any]] = {
    name: {plain(word).lower(): choice for choice, words in choices.items() for word in words.split()}
    for name, choices in _WORDS.items()
}


def choice_of(name: str, said: str) -> Any:
    """The choice that the word means in this field, or None. The identifiers and our own labels are known too."""
    word = plain(said).lower()
    found = _MEANT[name].get(word)
    if found is not None:
        return found
    known = set(_MEANT[name].values())
    for choice in known:
        if word == choice.value or any(word == plain(say(choice.label, language)).lower() for language in LANGUAGES):
            return choice
    return None
