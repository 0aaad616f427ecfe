"""What the heads of price lists are called, and which field each means (3.5; design 7).

A head is compared without spaces, brackets and units; `万元` in it makes the column count ten-thousands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SYNONYMS: dict[str, str] = {
    "building": (
        "楼栋 楼幢 栋 幢 棟 栋号 幢号 楼号 楼栋号 楼幢号 楼栋名称 楼宇 楼宇名称 栋座 楼名 楼 所在楼栋 "
        "项目楼栋 项目楼栋情况 楼栋情况 建筑物名称 building"
    ),
    "seat": "座号 座 楼座 座落号",
    "entrance": "单元 單元 单元号 单元名称 梯 梯号 门栋 unit entrance",
    "floor": "楼层 层 层数 所在层 所在楼层 层号 层次 名义层 自然层 floor",
    "room": (
        "房号 室号 房间号 房间 房屋号 户号 房源 房源号 房源编号 门牌号 房屋编号 单位号 铺号 车位号 "
        "车位编号 房间编号 室 房产编号 房屋坐落 房屋座落 room roomno"
    ),
    "layout": "户型 房型 户型结构 户型名称 居室 layout",
    "facing": "朝向 房屋朝向 facing",
    "usage": "用途 房屋用途 规划用途 设计用途 业态 物业类型 产品类型 房屋类型 房屋性质 usage",
    "built_area": (
        "建筑面积 预测建筑面积 建面 预售建筑面积 实测建筑面积 总建筑面积 销售面积 面积 预测面积 房屋面积 "
        "面积建筑面积 builtarea"
    ),
    "inside_area": (
        "套内面积 户内面积 套内建筑面积 预测套内面积 预测套内建筑面积 套面 使用面积 户内建筑面积 "
        "面积套内面积 insidearea"
    ),
    "shared_area": "分摊面积 公摊面积 公摊 分摊 预测分摊面积 共有分摊面积 公摊建筑面积 sharedarea",
    "unit_price_build": (
        "单价 建筑单价 建面单价 建筑面积单价 表价单价 标价单价 销售单价 面价单价 毛坯单价 价格单价 "
        "按建筑面积单价 unitprice"
    ),
    "filed_unit_price": (
        "预售单价 拟售单价 备案单价 申报单价 拟售价格 备案价单价 预售价格单价 拟售价格单价 备案价格单价"
    ),
    "unit_price_inside": (
        "套内单价 户内单价 套内面积单价 套内建筑面积单价 按套内面积单价 备案套内单价 拟售套内单价 "
        "预售套内单价"
    ),
    "list_total": (
        "总价 表价 标价 面价 销售总价 表价总价 标价总价 面价总价 总房款 总价款 房屋总价 房款总价 "
        "价格总价 总金额 一口价 total totalprice"
    ),
    "filed_list_total": "拟售总价 预售总价 申报总价 拟售价格总价 预售价格总价",
    "filed_total": "备案总价 备案价 备案价总价 备案价格 备案价格总价 物价备案总价",
    "floor_total": "底价 底价总价 底总价 最低总价 销售底价",
    "status": "销售状态 状态 房屋状态 房源状态 销控状态 出售状态 status",
    "contract_no": "合同号 合同编号 合同备案号 网签合同号 网签号 买卖合同号",
    "permit_no": "预售证号 预售许可证号 预售许可证 预售证 许可证号 预售证编号 销售许可证号",
    "basis": "计价方式 计价单位 计价基准 定价方式",
}
FIELD_OF: dict[str, str] = {name: field for field, names in SYNONYMS.items() for name in names.split()}

PRICES = (
    "unit_price_build", "filed_unit_price", "unit_price_inside", "list_total", "filed_list_total", "filed_total",
    "floor_total",
)
FIGURES = (*PRICES, "built_area", "inside_area")
FILINGS = frozenset({"filed_unit_price", "filed_list_total", "filed_total"})

# «单价（套内）»: what stands in the brackets is the whole difference.
_INSIDE = {
    "unit_price_build": "unit_price_inside", "filed_unit_price": "unit_price_inside", "built_area": "inside_area",
}
_UNITS = re.compile(r"(?:万?元)?(?:/|每)?(?:㎡|m2|m²|平方米|平米|万元|元|套)$")


@dataclass(frozen=True, slots=True)
class Head:
    """One column that is understood: its field, and whether its figures count ten-thousands."""

    field: str
    ten_thousands: bool = False


def plain(text: str) -> str:
    """The head without spaces, brackets and what stands in them, units and marks."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    folded = re.sub(r"[(\[【〔].*?[)\]】〕]", "", folded).strip("*:#_")
    return _UNITS.sub("", folded) if len(folded) > 2 else folded


def head_of(text: str) -> Head | None:
    """Which field this head means, or None."""
    field = FIELD_OF.get(plain(text))
    if field is None:
        return None
    if re.search(r"[(（\[【].*(?:套内|户内)", text):
        field = _INSIDE.get(field, field)
    return Head(field, field in PRICES and "万" in text)


def columns_of(names: Sequence[str], above: Sequence[str] = ()) -> dict[int, Head]:
    """Column number -> head. `above` is the upper line of a head in two lines. The first column of a field wins."""
    found: dict[int, Head] = {}
    taken: set[str] = set()
    for index, name in enumerate(names):
        upper = above[index] if index < len(above) else ""
        head = (head_of(upper + name) if upper and name else None) or head_of(name)
        if head is None and not name:
            head = head_of(upper)
        if head is None or head.field in taken:
            continue
        if upper and head.field in PRICES and "万" in upper:
            head = Head(head.field, True)
        taken.add(head.field)
        found[index] = head
    return _seats(found, taken)


def _seats(found: dict[int, Head], taken: set[str]) -> dict[int, Head]:
    """A seat is the entrance beside a building, and the building where nothing else is one."""
    meaning = "building"
    if "building" in taken:
        meaning = "" if "entrance" in taken else "entrance"
    settled = {}
    for index, head in found.items():
        if head.field != "seat":
            settled[index] = head
        elif meaning:
            settled[index] = Head(meaning)
    return settled


def is_price_list(columns: dict[int, Head]) -> bool:
    """Whether these heads make a price list: rooms, and something to know about them."""
    fields = {head.field for head in columns.values()}
    return "room" in fields and bool(fields.intersection(FIGURES))
