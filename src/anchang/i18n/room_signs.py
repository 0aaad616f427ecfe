"""What people write between the numbers of a room: building, entrance, floor, door. Signs of addresses, not words."""

from __future__ import annotations

BUILDING_SIGNS = ("号楼", "號樓", "幢", "栋", "棟", "座", "楼", "樓", "号", "號")
ENTRANCE_SIGNS = ("单元", "單元", "门", "門", "梯")
ROOM_SIGNS = ("层", "層", "室", "房")
