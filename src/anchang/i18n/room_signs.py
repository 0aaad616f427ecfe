"""What people write between the numbers of a room: building, entrance, floor, door. Signs of addresses, not words."""

from __future__ import annotations

BUILDING_SIGNS = ("号楼", "號樓", "幢", "栋", "棟", "座", "楼", "樓", "号", "號")
ENTRANCE_SIGNS = ("单元", "單元", "门", "門", "梯")
ROOM_SIGNS = ("层", "層", "室", "房")

# What ends or starts a building, an entrance, a storey in the longest-first order in which they are tried.
BUILDING_ENDS = ("幢", "栋", "棟", "座", "号楼", "號樓", "楼", "樓", "号", "號")
ENTRANCE_ENDS = ("单元", "單元", "座", "门", "門", "梯")
STOREY_ENDS = ("层", "層", "楼", "樓")
HALF_BASEMENT = "半地下"
BASEMENT_STARTS = ("地下室", "地下", "负", "負")
MEZZANINE_ENDS = ("夹", "夾")
ORDINAL = "第"

NUMERALS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
TEN, HUNDRED = "十", "百"
