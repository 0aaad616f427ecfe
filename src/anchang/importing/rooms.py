"""Where a row of a price list is: building, entrance, floor and door out of whatever columns the file has (3.5).

Texts stay as printed; only what is glued together is taken apart. `1-2-301`, `1栋2单元301` and three columns with
1, 2 and 301 mean the same unit; so do door `01` on floor 7 and room `701`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from anchang.domain.unit_key import building_key, entrance_key, floor_key, floor_sort

_BUILDING = r"(?:栋|幢|棟|号楼|號樓)"
_ENTRANCE = r"(?:单元|單元|座|梯)"
_GLUED = re.compile(rf"(.+?{_BUILDING})[-—]?(.+?{_ENTRANCE})")
_ROOM_BUILDING = re.compile(rf"(.+?{_BUILDING})(-?)(.+)")
_ROOM_ENTRANCE = re.compile(rf"(.+?{_ENTRANCE})(-?)(.+)")
_LETTERED = re.compile(r"([A-Za-z])([0-9]{3,}[A-Za-z]?)")
_BELOW = re.compile(r"(?:负|負|地下)([0-9])([0-9]{2}[A-Za-z]?)")
_BASEMENT = re.compile(r"(?:B|b|负|負|地下)[0-9一二三]")
_LONG = re.compile(r"([0-9]{2})([0-9]{3}[A-Za-z]?)")
_USUAL = re.compile(r"(-?[0-9]{1,2})([0-9]{2}[A-Za-z]{0,2})")
_LETTER_DOOR = re.compile(r"(-?[0-9]{1,2})([A-Za-z])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit is. `conflict` says that the room names another building or entrance than its columns do."""

    building: str
    entrance: str
    floor_text: str
    floor_sort: int
    floor_derived: bool
    room_no: str
    door: str
    conflict: bool = False


def place_of(building: str, entrance: str, floor: str, room: str, *, numbered: bool = True) -> Place:
    """The place that four columns mean; any of the first three may be "".

    `numbered` False (parking, storage): the digits of the room say nothing of a floor.
    """
    if not entrance:
        glued = _GLUED.fullmatch(building)
        if glued:
            building, entrance = glued[1], glued[2]
    own_building, own_entrance, own_floor, rest = _taken_apart(room, floor, has_building=bool(building))
    conflict = bool(
        (building and own_building and not building_key(building).endswith(building_key(own_building)))
        or (entrance and own_entrance and entrance_key(entrance) != entrance_key(own_entrance))
    )
    building, entrance = building or own_building, entrance or own_entrance
    lettered = _LETTERED.fullmatch(rest) if numbered else None
    # B101 on floor -1 is the basement's door 01; anywhere else the letter is the seat.
    basement = lettered is not None and lettered[1] in "Bb" and floor_key(floor).startswith("-")
    if lettered and not basement and (not entrance or entrance_key(entrance) == lettered[1].upper()):
        entrance, rest = entrance or lettered[1], lettered[2]
    derived = False
    if floor:
        door = _behind_floor(floor, rest)
    elif own_floor:
        floor, door, derived = own_floor, rest, True
    else:
        floor, door = _split(rest) if numbered else ("", rest)
        derived = bool(floor)
    entrance = entrance if entrance_key(entrance) else ""
    return Place(building, entrance, floor, floor_sort(floor), derived, room, door, conflict)


def _taken_apart(room: str, floor: str, *, has_building: bool) -> tuple[str, str, str, str]:
    """Building, entrance and floor that stand inside the room's text, and what is left of it."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", room)).replace("—", "-").replace("–", "-")
    text = re.sub(r"(?<=[0-9A-Za-z])(?:室|房|号房|号)$", "", text)
    building = entrance = ""
    hyphens = True
    found = _ROOM_BUILDING.fullmatch(text)
    if found:
        building, text, hyphens = found[1], found[3], bool(found[2])
    found = _ROOM_ENTRANCE.fullmatch(text)
    if found:
        # Where building and entrance stand without a hyphen, the one before the room is a minus: a basement.
        entrance, text = found[1], found[3] if hyphens else f"{found[2]}{found[3]}"
    parts = re.split(r"(?<=[^-])-", text)
    if len(parts) == 1 or entrance or not all(parts):
        return building, entrance, "", text
    if len(parts) == 2:
        first, last = parts
        of_floor = _BASEMENT.match(first) or (re.fullmatch(r"[0-9]{1,2}[A-Za-z]?", last) and first.isdigit())
        if of_floor and (not floor or floor_key(floor) == floor_key(first)):
            return building, "", "" if floor else first, last
        if has_building or building:
            return building, first, "", last
        return first, "", "", last
    return building or "-".join(parts[:-2]), parts[-2], "", parts[-1]


def _behind_floor(floor: str, room: str) -> str:
    """The door of a room whose floor is known: 1005 on floor 10 is 05; a room that begins otherwise is the door."""
    key = floor_key(floor)
    if re.fullmatch(r"[0-9]+", key):
        heads = [f"0{key}"] if len(key) == 1 else []
        heads.append(key)
    elif re.fullmatch(r"-[0-9]+", key):
        heads = [key, f"B{key[1:]}", f"b{key[1:]}", f"负{key[1:]}", f"地下{key[1:]}"]
    else:
        return room
    for head in heads:
        rest = room.removeprefix(head)
        # 36C is floor 36 door C, but 02A on floor 2 is the door 02A.
        lettered = not head.startswith("0") and re.fullmatch(r"[A-Za-z]", rest)
        if rest != room and (lettered or re.fullmatch(r"[0-9]{2,3}[A-Za-z]{0,2}", rest)):
            return rest
    return room


def _split(room: str) -> tuple[str, str]:
    """Floor and door of a room number that stands alone; floor "" where it cannot be told."""
    below = _BELOW.fullmatch(room)
    if below:
        return f"-{below[1]}", below[2]
    for shape in (_LONG, _USUAL, _LETTER_DOOR):
        found = shape.fullmatch(room)
        if found and int(found[1]) != 0:
            return found[1], found[2]
    return "", room
