"""What the heads of sales ledgers, payment plans and receipt registers are called, and which field each means.

A head is compared as in price lists: without spaces, brackets, units and marks. An office's own names come from its
profile and go before these. Columns that only repeat what the unit or the reports know are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from anchang.domain.opening_fields import MOST_PARTS
from anchang.domain.register import NOTE, RegisterKind
from anchang.domain.unit_key import number
from anchang.importing.heads import SYNONYMS, plain
from anchang.importing.table import Heads

_UNIT = {name: SYNONYMS[name] for name in ("building", "entrance", "floor", "room")}
_UNIT["entrance"] += f" {SYNONYMS['seat']}"
_UNIT["building"] += " 楼盘楼栋 期栋"
_PAPER = {
    "paper": (
        "合同编号 合同号 认购书编号 认购书号 认购编号 买卖合同号 买卖合同编号 网签号 网签合同号 合同备案号 定单号"
    )
}
_DEALS: dict[str, str] = {
    **_UNIT,
    "name": (
        "客户 客户姓名 客户名称 客户名 买受人 买受人姓名 买方 买方姓名 业主 业主姓名 购房人 购房者 购房人姓名 认购人 "
        "认购客户 签约客户 权利人 产权人 姓名 乙方 buyer name"
    ),
    "co_buyers": "共有人 共有人姓名 共同买受人 共同购买人 共同购房人 产权共有人 第二买受人 联名人 共买人",
    "id_no": (
        "身份证 身份证号 身份证号码 证件号 证件号码 证件编号 客户身份证 客户身份证号 买受人身份证 买受人身份证号 "
        "买受人证件号码 身份证件号码"
    ),
    "co_id_no": "共有人身份证 共有人身份证号 共有人证件号 共有人证件号码 共同买受人身份证号",
    "share": "产权份额 份额 共有份额 产权比例 共有比例 占比 产权占比 权属份额 共有情况 共有方式",
    "phone": (
        "电话 联系电话 手机 手机号 手机号码 电话号码 联系方式 联络电话 客户电话 移动电话 联系号码 客户手机 "
        "客户联系电话 买受人电话 phone mobile"
    ),
    "address": "地址 通讯地址 通信地址 联系地址 家庭住址 家庭地址 客户地址 身份证地址 邮寄地址 住址",
    "who": (
        "置业顾问 销售顾问 业务员 销售员 销售 销售人员 销售代表 顾问 顾问姓名 成交顾问 成交人 签约顾问 归属顾问 "
        "所属顾问 置业顾问姓名 consultant"
    ),
    "paper_no": "认购书编号 认购书号 认购编号 认购单号 认购协议编号 认购协议号 定单号 订单号 定购单号 认购号",
    "contract_no": "合同编号 合同号 买卖合同号 买卖合同编号 购房合同编号 购房合同号 商品房合同号 签约合同号 签约编号",
    "net_sign_no": "网签号 网签合同号 网签编号 网签合同编号 网签备案号",
    "filing_no": "备案号 合同备案号 备案编号 备案登记号 备案登记编号 合同登记号",
    "permit_no": "预售证号 预售许可证号 预售许可证 预售证 许可证号 预售证编号",
    "signed_on": (
        "认购日期 认购时间 认购日 定房日期 下定日期 下定时间 成交日期 成交时间 大定日期 订购日期 定购日期 认购签订日期 "
        "认购书日期"
    ),
    "sign_due_date": "应签约日期 约定签约日期 签约期限 最迟签约日期 签约截止日期 应签日期 约定签约时间",
    "contract_on": (
        "签约日期 签约时间 签约日 合同签订日期 合同签订时间 签合同日期 网签日期 网签时间 合同日期 签订日期 合同签约日期"
    ),
    "filed_on": "备案日期 备案时间 合同备案日期 备案登记日期",
    "collected_on": "合同领取日期 领取日期 客户领取日期 合同领取时间 领取合同日期 领取时间",
    "archive_place": "归档位置 归档位 档案位置 存放位置 档案存放 归档号 档案编号 档案号",
    "titled_on": "办证日期 产证日期 出证日期 产权证日期 不动产证日期 转移登记日期 办证时间 产权登记日期 发证日期",
    "handover_due": "交房日期 交楼日期 合同交房日期 合同交楼日期 约定交房日期 交付日期 约定交付日期 合同约定交房日期",
    "status": "状态 销售状态 房屋状态 房源状态 签约状态 成交状态 合同状态 客户状态 销控状态 交易状态",
    "total": (
        "成交总价 合同总价 合同总额 合同金额 成交价 成交金额 成交总额 签约总价 签约金额 签约总额 总房款 房款总额 "
        "房款合计 总价 总价款 认购总价 认购金额 合同总价款 实际总价 成交总房款 合同房款 房屋总价 成交价格"
    ),
    "list_total": (
        "标准总价 表价 表价总价 面价 面价总价 原价 原总价 标价 标价总价 挂牌总价 价目表总价 折前总价 "
        "销售底单价"
    ),
    "unit_price": "成交单价 合同单价 签约单价 单价 成交均价 建筑单价 成交建筑单价 折后单价 实际单价 认购单价",
    "built_area": SYNONYMS["built_area"] + " 合同面积 签约面积",
    "inside_area": SYNONYMS["inside_area"],
    "deposit": "定金 认购定金 定金金额 应收定金 大定金额 定金额 应交定金 购房定金",
    "plan": "付款方式 付款方法 支付方式 付款类型 付款计划 付款形式 付款方案",
    "down": "首付 首付款 首付金额 首期款 首期 应收首付 首付总额 首付房款 首付款金额 应付首付 首付应收",
    "loan": (
        "按揭金额 贷款金额 按揭款 按揭贷款 商贷金额 商业贷款 商贷 贷款额 银行贷款 按揭贷款金额 贷款 按揭额 按揭 "
        "商业贷款金额 应收按揭 按揭应收"
    ),
    "fund": "公积金 公积金贷款 公积金金额 公积金贷款金额 公积金贷款额 公积金额",
    "received": (
        "已收 已收款 已收金额 累计已收 已收房款 累计收款 实收金额 实收房款 累计回款 已回款 已回款金额 已交房款 已付款 "
        "已付金额 已付房款 回款金额 到账金额 已收总额 收款合计 累计到账 已收合计 已缴款 已交款 累计已收款 回款合计 "
        "累计实收 已到账"
    ),
    "received_part": (
        "已收定金 已收首付 已收首付款 已交首付 已付首付 首付到账 首付已收 已收自有资金 已收分期款 "
        "定金已收"
    ),
    "received_loan": (
        "按揭到账 已放款 放款金额 按揭已到账 贷款到账 已收按揭 已收按揭款 按揭回款 按揭已放 银行放款 放款额 按揭已收 "
        "已放款金额 公积金到账 公积金已放款 已收公积金 公积金已到账"
    ),
    "unpaid": (
        "未收 未收款 未收金额 未收房款 欠款 欠款金额 欠款余额 余款 尾款 未付款 未付金额 剩余房款 应收余额 待收 待收款 "
        "未回款 未回款金额 欠收金额 应收账款 剩余应收 未收余额 未到账"
    ),
    "due_on": (
        "应收日期 应付日期 约定付款日期 付款期限 首付日期 首付应收日期 尾款日期 应交日期 余款日期 约定付款时间 "
        "合同约定到账时间 应付款日期 付款日期"
    ),
    "loan_due_on": "预计放款日 预计放款日期 预计放款时间 放款日期 预计按揭到账 预计到账日期",
    NOTE: (
        "备注 说明 其他说明 特殊说明 折扣 优惠 折扣说明 优惠说明 折扣率 优惠金额 按揭银行 贷款银行 银行 "
        "贷款年限 按揭年限 "
        "按揭进度 贷款进度 按揭状态 未收原因 欠款原因 附属车位 车位 遗留问题 跟进情况 赠送 "
        "监护人 法定监护人 法定代理人 法定代表人 委托代理人 代理人 note remark"
    ),
}  # fmt: skip
_MONEY = {
    "amount": (
        "金额 应收金额 应付金额 期款 本期应收 应收款 应收 本期金额 每期金额 分期金额 收款金额 实收金额 收款额 到账金额 "
        "已收金额 实收 本次收款 交款金额 缴款金额"
    ),
    "money_type": "款项类型 款项名称 款项 费用名称 款项性质 收款类型 收款项目 款类 款项类别 费用类型 款项用途 用途",
}
_PLANS: dict[str, str] = {
    **_UNIT,
    **_PAPER,
    **_MONEY,
    "due_on": "应收日期 应付日期 付款日期 到期日期 应交日期 到期日 约定付款日期 应收时间 付款期限 付款时间 日期",
}
_RECEIPTS: dict[str, str] = {
    **_UNIT,
    **_PAPER,
    **_MONEY,
    "on": "收款日期 日期 到账日期 收据日期 开票日期 交款日期 缴款日期 入账日期 收款时间 到账时间 付款日期",
    "no": "收据号 收据编号 票据号 票据编号 收据号码 单据号 收款单号 凭证号 票号",
    "way": "收款方式 支付方式 付款方式 结算方式 交款方式 付款途径 缴款方式",
    "payer": "付款人 交款人 缴款人 付款单位 汇款人 付款方",
    "account": "收款账户 账户 账号 银行账号 收款账号 入账账户 收款银行",
    "invoice_no": "发票号 发票号码 发票编号",
    NOTE: "备注 说明 摘要 note remark",
}
_NOT_NEEDED = (
    "序号 编号 行号 原因 位置 no 序 月份 年份 年度 户型 房型 朝向 业态 用途 物业类型 产品类型 房屋用途 分摊面积 "
    "公摊面积 性别 年龄 职业 籍贯 民族 国籍 媒体 渠道 媒体渠道 认知途径 认知渠道 获知途径 来访日期 首访日期 "
    "客户来源 区域 居住区域 工作区域 置业目的 套数 期数 分期 项目 项目名称 楼盘 楼盘名称 公司 组别 销售组 团队 "
    "录入人 登记人 经办人 审核人 佣金 提成 期次 次数 款期 逾期天数 账龄 滞纳金 回款率 付款比例 首付比例 贷款成数 "
    "贷款比例 客户 客户姓名 姓名 买受人 置业顾问 业务员 电话 联系电话 收款人 出纳 证件类型 邮编"
)
_IGNORED = frozenset(plain(name) for name in _NOT_NEEDED.split())
_TABLES = {RegisterKind.DEALS: _DEALS, RegisterKind.PLANS: _PLANS, RegisterKind.RECEIPTS: _RECEIPTS}
NAMES: dict[RegisterKind, dict[str, str]] = {
    kind: {plain(name): field for field, names in table.items() for name in names.split()}
    for kind, table in _TABLES.items()
}
MANY = frozenset({NOTE, "received_part", "received_loan"})  # several columns may say it together
_PART = re.compile(r"(?:首付|分期|付款|按揭)?第?([0-9一二三四五六七八九十两]{1,3})[期次](.*)")
_DAY = re.compile(r"(?:应收|应付|付款|收款|应交|到期)?(?:日期?|时间|日)")
_AMOUNT = re.compile(r"(?:应收|应付|付款|应交)?(?:金额|款项?|房款|楼款|首付款?|额)?")


def is_ignored(name: str) -> bool:
    """Whether the column says nothing that a deal needs: running numbers, what the unit or a report knows."""
    return not name.strip() or plain(name) in _IGNORED


def _numbered(name: str) -> str | None:
    """«第2期应收金额», «首付二期日期» -> the amount or the day of that instalment."""
    found = _PART.fullmatch(name)
    no = number(found[1]) if found is not None else None
    if found is None or no is None or not 1 <= no <= MOST_PARTS:
        return None
    if _DAY.fullmatch(found[2]):
        return f"due_{no}"
    return f"amount_{no}" if _AMOUNT.fullmatch(found[2]) else None


def heads_of(kind: RegisterKind, own: Mapping[str, str]) -> Heads[str]:
    """The heads of that book; `own` are the office's names for fields, an empty field leaves the column out."""
    known = NAMES[kind]
    ours = {plain(said): field for said, field in own.items()}

    def field_of(text: str) -> str | None:
        name = plain(text)
        if name in ours:
            return ours[name]
        found = known.get(name)
        return found or (_numbered(name) if kind is RegisterKind.DEALS else None)

    def columns_of(names: Sequence[str], above: Sequence[str] = ()) -> dict[int, str]:
        found: dict[int, str] = {}
        taken: set[str] = set()
        for index, name in enumerate(names):
            upper = above[index] if index < len(above) else ""
            field = (field_of(upper + name) if upper and name else None) or field_of(name)
            if field is None and not name:
                field = field_of(upper)
            if not field or (field in taken and field not in MANY):
                continue
            taken.add(field)
            found[index] = field
        return found

    def is_book(columns: dict[int, str]) -> bool:
        fields = set(columns.values())
        if kind is RegisterKind.DEALS:
            return {"room", "name", "total"} <= fields
        day = "due_on" if kind is RegisterKind.PLANS else "on"
        return bool(fields & {"room", "paper"}) and {"amount", day} <= fields

    return Heads(columns_of, field_of, is_book)
