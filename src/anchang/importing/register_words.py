"""What the words and figures in the cells of visit and call books mean (3.2, 3.3).

A word is looked up without spaces; the identifiers themselves and the program's own Chinese labels are known too. A
figure is put into the band that it lies in, a range by its middle. What is not known is None: never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from typing import Any

from anchang.domain import visit
from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade
from anchang.domain.dictionary import Entry
from anchang.domain.register_fields import CHOICES
from anchang.i18n import LANGUAGES, say
from anchang.importing.words import plain

_SYNONYMS: dict[type[StrEnum], dict[str, str]] = {
    visit.VisitKind: {
        "first": (
            "首访 来电转访 来电转来访 电转访 首次 首次来访 首次到访 新客户 新客 新 初访 初次 第一次 1 首 是 "
            "一访"
        ),
        "returning": "复访 再访 回访 老客户 老客 老 二访 三访 四访 五访 多次 复 否 2 3 4 5 6 复访客户 再次来访",
        "agent_brought": "渠道带访 中介带访 渠道 中介 分销 分销带访 带访 渠道客户 中介带看",
        "appointment": "预约 邀约 预约到访 邀约到访 约访 预约来访",
        "not_a_buyer": "市调 踩盘 同行 同行市调 非购房 非客户 求职 供应商 非购房客户 竞品踩盘 参观",
    },
    visit.Gender: {"male": "男 男士 先生", "female": "女 女士 小姐", "unknown": "不明"},
    visit.Channel: {
        "official_site": "官网 官方网站 网站 网络 项目官网",
        "social_media": "自媒体 公众号 微信 微信公众号 朋友圈 小红书 微博 社交媒体 朋友圈广告 微信朋友圈",
        "partner_platform": (
            "平台 合作平台 房天下 安居客 贝壳 贝壳找房 乐居 链家网 58同城 网络平台 房产平台 搜房 搜房网"
        ),
        "short_video": "抖音 快手 短视频 视频号 直播",
        "outdoor": "户外 户外广告 围挡 大牌 户外大牌 路牌 道旗 广告牌 公交站台 公交广告 地铁广告 户外媒体 电梯广告",
        "passing_by": "路过 自然到访 自然来访 自然上门 自访 经过 附近居住 周边居住 自然客户 途经",
        "referral": "老带新 业主介绍 业主推荐 朋友介绍 友介 朋友推荐 亲友介绍 老客户介绍 老业主介绍 介绍 转介绍",
        "agency": "中介 渠道 分销 渠道带访 中介带访 中介介绍 二手中介 渠道公司 分销渠道",
        "company_staff": "内部员工 员工 公司员工 内部推荐 员工推荐 全民营销",
        "call_centre": "电话 CALL客 call客 电CALL 电call 外呼 电话营销 来电 拓客电话 电话邀约",
        "exhibition": "展会 房展 房展会 巡展 外展 外展点 展厅 外场",
        "leaflet": "派单 传单 单页 DM dm 海报 派发单页 宣传单 直邮",
        "other": "其他 其它 报纸 电视 电台 广播 短信 杂志",
    },
    Grade: {
        "A": "A级 A类 A类客户 A级客户", "B": "B级 B类 B类客户 B级客户", "C": "C级 C类 C类客户 C级客户",
        "D": "D级 D类 D类客户 D级客户",
    },
    visit.Party: {
        "alone": "一人 单独 独自 本人 1人",
        "family": "家人 与家人 家属 夫妻 全家 父母 爱人",
        "friends": "朋友 与朋友 同事",
    },
    visit.FamilyStructure: {
        "single": "单身 未婚 一人", "couple": "两口 两口之家 二人 二口 新婚 已婚无孩", "three": "三口 三口之家 三人",
        "three_generations": "三代 三代同堂 三代人", "other": "其他 其它 四口 四口之家 五口之家",
    },
    visit.Occupation: {
        "civil_servant": "公务员 政府 机关", "public_institution": "事业单位 教师 医生 医院 学校",
        "state_company": "国企 央企 国有企业", "foreign_company": "外企 外资",
        "private_employee": "私企员工 私企 民企 企业员工 职员 白领",
        "business_owner": "私营业主 企业主 老板 私企老板",
        "self_employed": "个体 个体户 自由职业", "other": "其他 其它 退休 学生 务农",
    },
    visit.Transport: {
        "on_foot": "步行 走路",
        "public": "公交 地铁 公交地铁 公共交通 公交/地铁",
        "e_bike": "电动车 电瓶车 摩托车 自行车",
        "car": "自驾 开车 私家车 驾车 自驾车",
    },
    visit.Purpose: {
        "first_home": "首次自住 刚需 自住 首置 首次置业 刚需自住",
        "better_home": "改善 改善自住 换房 首改 再改 改善型",
        "marriage": "婚房 结婚",
        "investment": "投资 保值 出租",
        "for_family": "为父母 为子女 父母 子女 学区 给父母 给子女",
        "retirement": "养老 度假养老", "other": "其他 其它 度假",
    },
    visit.ProductType: {
        "residential": "住宅 洋房 高层 小高层 别墅", "apartment": "公寓 酒店式公寓", "shop": "商铺 商业 店铺 门面",
        "office": "写字楼 办公", "parking": "车位 车库",
    },
    visit.LayoutDemand: {
        "one": "一居 一房 1居 1房 一室 1室 单身公寓 一居室 单间",
        "two": "二居 两居 两房 二房 2居 2房 两室 二室 2室 两居室 二居室",
        "three": "三居 三房 3居 3房 三室 3室 三居室 小三房 大三房", "four": "四居 四房 4居 4房 四室 4室 四居室",
        "five_or_more": "五居 五房 5居 5房 五室 5室 五居以上 五房以上 五居及以上 复式 别墅",
    },
    visit.Facing: {
        "south": "南 朝南 南向",
        "south_north": "南北 南北通透 南北通",
        "east": "东 朝东 东向",
        "west": "西 朝西 西向",
        "north": "北 朝北 北向", "any": "不限 都可 均可 随意",
    },
    visit.PaymentIntent: {
        "lump_sum": "一次性 一次性付款 全款",
        "mortgage": "按揭 贷款 商贷 商业贷款 银行按揭",
        "provident_fund": "公积金 公积金贷款",
        "combination": "组合 组合贷 组合贷款", "instalments": "分期 分期付款",
    },
    visit.Focus: {
        "location": "地段 位置 区位",
        "price": "价格 总价 单价 价位",
        "layout": "户型 房型",
        "area": "面积",
        "traffic": "交通 地铁",
        "school": "学区 学校 教育",
        "facilities": "配套 商业配套 周边配套 医疗",
        "property_service": "物业 物业服务 物管",
        "brand": "品牌 开发商",
        "inside_ratio": "得房率 公摊",
        "schedule": "工期 交房时间 交付时间 进度",
        "parking": "车位 停车",
        "view": "景观 环境 绿化 园林", "other": "其他 其它",
    },
    PriceReaction: {
        "low": "较低 便宜 低",
        "acceptable": "尚可接受 可接受 适中 可以接受 能接受 合适",
        "high": "较贵 偏高 贵 偏贵 较高",
        "too_high": "很贵不能接受 很贵 不能接受 太贵 太高 无法接受",
    },
}  # fmt: skip
SEVERAL = frozenset({"channels", "focus", "resistance"})
_SPLIT = re.compile(r"[,，、;；/\\|+＋\s]+")
_FIRST_CALL, _REPEATED = "首次 首电 首次来电 新 新客户 首", "复电 重复 重复来电 再次来电 老 老客户 复"
_REPEAT = {**dict.fromkeys(_FIRST_CALL.split(), False), **dict.fromkeys(_REPEATED.split(), True)}


@cache
def _known(choices: type[StrEnum]) -> dict[str, StrEnum]:
    found: dict[str, StrEnum] = {}
    for each in choices:
        found[plain(each.value).lower()] = each
        label: Any = getattr(each, "label", None)
        for language in LANGUAGES if label is not None else ():
            found.setdefault(plain(say(label, language)).lower(), each)
    for value, words in _SYNONYMS.get(choices, {}).items():
        for word in words.split():
            found[plain(word).lower()] = choices(value)
    return found


def labels_of(entries: Iterable[Entry]) -> dict[str, str]:
    """The words of the entries that are offered, in every language, without spaces: word -> code."""
    found: dict[str, str] = {}
    for each in entries:
        if each.active:
            own = [word for word in (each.zh, each.en) if word]
            default = [] if own or each.default is None else [say(each.default, language) for language in LANGUAGES]
            for word in (*own, *default):
                found.setdefault(plain(word).lower(), each.code)
    return found


def choice_of(field: str, text: str) -> StrEnum | None:
    """The choice that a word or a figure means in that field, or None."""
    choices = CHOICES[field]
    found = _known(choices).get(plain(text).lower())
    if found is None and field in _BANDS:
        found = _BANDS[field](text)
    return found


def is_rough(field: str, text: str) -> bool:
    """Whether a range is wider than the band that it was put into, so that its own words should be kept."""
    span = _RANGE.search(plain(text)) if field in _BANDS else None
    if span is None:
        return False
    unit = plain(text)[span.end() :]
    low, high = choice_of(field, span[1] + unit), choice_of(field, f"{float(span[2]) - 0.01:g}{unit}")
    return low != high


def words_in(text: str, known: Callable[[str], bool]) -> list[str]:
    """The words of a cell that may hold several; whole where the whole is a word of its own."""
    return [text] if known(text) else [word for word in _SPLIT.split(text) if word]


def repeat_of(text: str, head: str) -> bool | None:
    """Whether the caller had called before, by the word and by what the head asks; None where it is not said so."""
    word = plain(text)
    if word in ("是", "否"):
        asks_first = "首" in head
        return (word == "否") == asks_first
    return _REPEAT.get(word)


# -- figures ------------------------------------------------------------------------------------------------------

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:[^\d.]{0,4}?)[-~～—至到](\d+(?:\.\d+)?)")
_UNDER = re.compile(r"以下|以内|之内|≤|<|＜|小于|不超过|低于")
_OVER = re.compile(r"以上|≥|>|＞|大于|超过|及以上|起|\+$")


def _middle(text: str) -> float | None:
    """What a figure, a range or an open end means: the middle, or just below or above the end."""
    said = plain(text).replace(",", "")
    span = _RANGE.search(said)
    if span is not None:
        low, high = float(span[1]), float(span[2])
        return (low + high) / 2 if low <= high else None
    figures = _FIGURE.findall(said)
    if len(figures) != 1:
        return None
    figure = float(figures[0])
    if _UNDER.search(said):
        return figure * 0.999
    return figure * 1.001 if _OVER.search(said) else figure


def _band(value: float | None, bounds: Iterable[float], choices: type[StrEnum]) -> StrEnum | None:
    if value is None or value <= 0:
        return None
    members = list(choices)
    return members[sum(value >= bound for bound in bounds)]


def _area(text: str) -> StrEnum | None:
    value = _middle(re.sub(r"m2|m²|㎡", "", text, flags=re.IGNORECASE))
    return _band(value, (70, 90, 110, 130, 144, 180), visit.AreaDemand) if value is None or value >= 10 else None


def _in_ten_thousands(text: str) -> float | None:
    value = _middle(text)
    return value / 10_000 if value is not None and value >= 10_000 and "万" not in text else value


def _budget(text: str) -> StrEnum | None:
    return _band(_in_ten_thousands(text), (80, 100, 150, 200, 300, 500), visit.Budget)


def _down(text: str) -> StrEnum | None:
    return None if "%" in text or "成" in text else _band(_in_ten_thousands(text), (30, 50, 100), visit.DownPayment)


def _unit_price(text: str) -> StrEnum | None:
    value = _middle(re.sub(r"/?(?:m2|m²|㎡|平方米|平米|平)", "", text, flags=re.IGNORECASE))
    if value is not None and (value < 100 or "万" in text):
        value = value * 10_000
    return _band(value, (8_000, 10_000, 15_000, 20_000, 30_000), visit.UnitPrice)


def _age(text: str) -> StrEnum | None:
    value = _middle(text)
    if value is None or not 10 <= value <= 110:
        return None
    return _band(value, (31, 36, 41, 46, 51, 56, 60.01), visit.AgeBand)


def _layout(text: str) -> StrEnum | None:
    found = re.fullmatch(r"([1-9一二两三四五六七])(?:室|房|居).{0,8}", plain(text))
    if found is None:
        return None
    rooms = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}.get(found[1]) or int(found[1])
    return list(visit.LayoutDemand)[min(rooms, 5) - 1]


_BANDS: dict[str, Callable[[str], StrEnum | None]] = {
    "demand_area": _area, "budget": _budget, "down_payment": _down, "unit_price": _unit_price, "age_band": _age,
    "demand_layout": _layout,
}  # fmt: skip
