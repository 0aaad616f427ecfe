"""What the heads of visit and call books are called, and which field each means (3.2, 3.3; issue «Old registers in»).

A head is compared as in price lists: without spaces, brackets, units and marks. An office's own names come from its
profile and go before these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anchang.domain.register import RegisterKind
from anchang.importing.heads import plain
from anchang.importing.table import Heads

_BOTH: dict[str, str] = {
    "on": "日期 年月日 登记日期 登记时间 填表日期 记录日期 date",
    "who": (
        "置业顾问 接待人 接待人员 接待顾问 接待置业顾问 接待销售 业务员 销售 销售员 销售人员 销售顾问 销售代表 "
        "跟进人 跟进顾问 所属顾问 归属顾问 归属人 顾问 顾问姓名 接访人 接访人员 接待 consultant"
    ),
    "name": "姓名 客户姓名 客户 客户名称 客户名 访客姓名 访客 称呼 客户称呼 来人姓名 name",
    "gender": "性别 客户性别",
    "phone": (
        "电话 联系电话 手机 手机号 手机号码 电话号码 联系方式 联络电话 客户电话 移动电话 联系号码 客户手机 联系手机 "
        "客户联系方式 客户联系电话 phone mobile tel"
    ),
    "more_phones": "电话2 手机2 备用电话 其他电话 第二电话 电话二 联系电话2 备用联系电话 固定电话 座机",
    "no_phone_reason": "未留电话原因 未留电原因 无电话原因 未留电话",
    "channels": (
        "渠道 认知途径 认知渠道 媒体 获知途径 获知渠道 信息来源 客户来源 来源 媒体渠道 来源渠道 了解途径 得知途径 途径 "
        "认知媒体 媒介 信息渠道 来访途径 来访渠道 来电途径 来电渠道 推广渠道 channel"
    ),
    "living_area": (
        "居住区域 现居住区域 现居住地 居住地 居住片区 现住址 住址 居住地址 现居区域 家庭住址 区域居住 居住"
    ),
    "working_area": "工作区域 工作地 工作地点 工作片区 办公区域 工作单位区域 区域工作 工作",
    "demand_area": "面积段 意向面积 需求面积 面积 面积需求 意向面积段 需求面积段 面积区间",
    "demand_layout": "户型 意向户型 需求户型 户型需求 房型 意向房型 需求房型 居室 居室需求",
    "grade": "级别 客户级别 等级 客户等级 意向级别 意向等级 意向度 意向程度 客户分级 评级 grade",
    "next_contact_on": (
        "下次跟进日期 下次跟进 下次跟进时间 下次联系 下次联系日期 下次联系时间 下次回访 下次回访日期 回访日期 "
        "下次回访时间"
    ),
    "note": "备注 说明 其他说明 note remark",
}
_VISITS: dict[str, str] = {
    "on": "来访日期 到访日期 来访时间 到访时间 接待日期 接待时间 首访日期 来客日期 到场日期",
    "at": "到达时间 进场时间 来访时刻 到访时刻 时刻 到场时间 时间",
    "left": "离开时间 离场时间 离开时刻",
    "kind": (
        "来访类型 到访类型 访问类型 来访性质 首访复访 首复访 首次复访 来访次数类型 新老客户 来访类别 是否首访 "
        "首访/复访 首/复访"
    ),
    "recorder": "登记人 录入人 记录人 填表人",
    "party": "同行人 同行人员 来访形式",
    "party_size": "来访人数 人数 到访人数 同行人数",
    "age_band": "年龄 年龄段 客户年龄",
    "family_structure": "家庭结构 家庭情况 家庭构成",
    "occupation": "职业 客户职业 单位性质 职业类型",
    "industry": "行业 所属行业 从事行业",
    "transport": "交通方式 来访交通 交通工具 来访方式",
    "agent_company": "渠道公司 中介公司 分销公司 带访公司 渠道单位",
    "agent_name": "经纪人 渠道人员 带客经纪人 带访人 中介人员",
    "report_no": "报备号 报备编号",
    "purpose": "置业目的 购房目的 购买目的 购房用途 置业用途 购房动机 置业动机",
    "product_type": "产品类型 意向产品 需求产品 物业类型 意向业态 产品需求",
    "floor_pref": "楼层偏好 意向楼层 楼层需求 需求楼层 楼层",
    "facing_pref": "朝向偏好 意向朝向 朝向需求 需求朝向 朝向",
    "budget": (
        "总价预算 预算 意向总价 总价 总价段 价格 价格预算 购房预算 承受总价 心理总价 意向价格 价位 总价区间 "
        "预算总价 承受价格"
    ),
    "unit_price": "单价 意向单价 可接受单价 承受单价 心理单价 单价承受 接受单价",
    "payment_intent": "付款方式 意向付款方式 付款意向",
    "down_payment": "首付能力 首付 首付预算 自有资金",
    "focus": "关注点 客户关注点 关注因素 兴趣点 关注",
    "resistance": "抗性 抗性点 客户抗性 抗性因素 未成交原因 异议 不满意点",
    "competitors": "竞品 看过的楼盘 已看项目 对比项目 对比楼盘 关注竞品 看过项目 竞品楼盘 看过楼盘",
    "content": (
        "洽谈内容 接待内容 接待情况 洽谈情况 客户描述 客户情况 跟进情况 沟通内容 接待记录 谈判内容 洽谈记录 "
        "客户描摹"
    ),
    "organisation": "单位名称 来访单位 单位",
    "referrer": "介绍人 推荐人 老带新 老业主 推荐业主",
}
_CALLS: dict[str, str] = {
    "on": "来电日期 来电时间 接电日期 接听日期 接电时间 接听时间",
    "at": "来电时刻 接电时刻 时刻 时间 通话时间",
    "who": "接电人 接听人 接电员 接听人员 接线人 接电顾问 接电置业顾问",
    "name": "来电人 来电客户 来电人姓名",
    "phone": "来电号码 来电电话",
    "is_repeat": "是否首次来电 来电类型 首次来电 重复来电 是否重复 来电次数类型 首电复电 首电/复电",
    "family_size": "家庭人口 人口 家庭人数",
    "price_reaction": "价格反应 对价格的反应 价格反映 价格评价 价格接受度",
    "questions": "关注问题 咨询内容 咨询问题 来电内容 问题 咨询要点 洽谈内容 沟通内容",
    "seen_other_projects": "看过的楼盘 已看项目 竞品 看过项目 对比项目 看过楼盘",
    "invite_on": "邀约到访时间 预约到访 预约来访时间 约访时间 邀约时间 预约到访时间 预计来访",
}
_NUMBERED = "序号 编号 行号 原因 位置 类别 星期 周次 no 序 来访编号 来电编号 月份"
_IGNORED = frozenset(plain(name) for name in _NUMBERED.split())

NAMES: dict[RegisterKind, dict[str, str]] = {
    kind: {
        plain(name): field
        for table in (_BOTH, own)
        for field, names in table.items()
        for name in names.split()
    }
    for kind, own in ((RegisterKind.VISITS, _VISITS), (RegisterKind.CALLS, _CALLS))
}  # fmt: skip
FIELDS: dict[RegisterKind, tuple[str, ...]] = {
    RegisterKind.VISITS: tuple(dict.fromkeys([*_BOTH, *_VISITS])),
    RegisterKind.CALLS: tuple(dict.fromkeys([*_BOTH, *_CALLS])),
}
MANY = frozenset({"note"})  # several columns may be kept together there


def is_ignored(name: str) -> bool:
    """Whether the column says nothing of the entry: running numbers, and what a file of rejected rows adds."""
    return not name.strip() or plain(name) in _IGNORED


def heads_of(kind: RegisterKind, own: Mapping[str, str]) -> Heads[str]:
    """The heads of that book; `own` are the office's names for fields, an empty field leaves the column out."""
    known = NAMES[kind]
    ours = {plain(said): field for said, field in own.items()}

    def field_of(text: str) -> str | None:
        name = plain(text)
        return ours[name] if name in ours else known.get(name)

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
        return _dated(found)

    return Heads(columns_of, field_of, _is_register)


def _dated(found: dict[int, str]) -> dict[int, str]:
    """«Time» alone is when the entry was made, the day with it; beside a date it is the hour."""
    if "on" in found.values():
        return found
    return {index: "on" if field == "at" else field for index, field in found.items()}


def _is_register(columns: dict[int, str]) -> bool:
    """Whether these heads make a book: somebody, and when or by whom; the date may stand in the title."""
    fields = set(columns.values())
    return bool(fields & {"name", "phone"}) and len(fields) >= 3 and bool(fields & {"on", "who"})
