"""A small evaluator of the formulas that reports use, so that carried values are checked without Excel.

Knows numbers, strings, cell and range references (also of other sheets), + - * /, comparison `=`, and SUM, SUBTOTAL,
COUNTA, AVERAGE, MAX, MIN, IF, IFERROR, N, ROUND. An error in a cell is ZeroDivisionError or ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from anchang.reports.readback import Seen

Value = Fraction | str | bool | None
TOKEN = re.compile(
    r"\s*(?:(?P<num>\d+(?:\.\d+)?)|(?P<str>\"(?:[^\"]|\"\")*\")"
    r"|(?P<ref>(?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
    r"|(?P<name>[A-Z]+)(?=\()|(?P<op>[-+*/=(),]))"
)


def column_number(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number


class Evaluator:
    """Computes every formula of a workbook as `read_back` gives it, never looking at a carried value."""

    def __init__(self, book: dict[str, dict[str, Seen]]) -> None:
        self.book = book
        self.known: dict[tuple[str, str], Value] = {}

    def cell(self, sheet: str, ref: str) -> Value:
        ref = ref.replace("$", "")
        if (sheet, ref) not in self.known:
            seen = self.book[sheet].get(ref)
            if seen is None:
                value: Value = None
            elif seen.formula is not None:
                value = Parser(self, sheet, seen.formula).whole()
            else:
                value = Fraction(seen.value) if isinstance(seen.value, Decimal) else seen.value
            self.known[sheet, ref] = value
        return self.known[sheet, ref]

    def span(self, sheet: str, text: str, *, skip_subtotals: bool = False) -> Iterator[Value]:
        if "!" in text:
            quoted, _bang, text = text.rpartition("!")
            sheet = quoted[1:-1].replace("''", "'")
        first, _colon, last = text.replace("$", "").partition(":")
        (a, top), (b, bottom) = (re.fullmatch(r"([A-Z]+)(\d+)", one).groups() for one in (first, last or first))  # type: ignore[union-attr]
        for row in range(int(top), int(bottom) + 1):
            for place in range(column_number(a), column_number(b) + 1):
                letters, rest = "", place
                while rest:
                    rest, left = divmod(rest - 1, 26)
                    letters = chr(65 + left) + letters
                seen = self.book[sheet].get(f"{letters}{row}")
                if skip_subtotals and seen is not None and seen.formula and "SUBTOTAL(" in seen.formula:
                    continue
                yield self.cell(sheet, f"{letters}{row}")


class Parser:
    """Recursive descent over one formula."""

    def __init__(self, evaluator: Evaluator, sheet: str, text: str) -> None:
        self.evaluator, self.sheet = evaluator, sheet
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(text):
            found = TOKEN.match(text, place)
            if found is None or found.lastgroup is None:
                raise ValueError(f"formula not understood: {text!r} at {place}")
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            place = found.end()
        self.at = 0

    def whole(self) -> Value:
        value = self.compare()
        if self.at != len(self.tokens):
            raise ValueError(f"left over: {self.tokens[self.at:]}")
        return value

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        if self.take()[1] != text:
            raise ValueError(f"expected {text}")

    def compare(self) -> Value:
        left = self.sum()
        if self.peek() == "=":
            self.take()
            right = self.sum()
            return (left or Fraction(0)) == (right or Fraction(0))
        return left

    def sum(self) -> Value:
        left = self.product()
        while self.peek() in ("+", "-"):
            sign = 1 if self.take()[1] == "+" else -1
            left = number(left) + sign * number(self.product())
        return left

    def product(self) -> Value:
        left = self.atom()
        while self.peek() in ("*", "/"):
            operator = self.take()[1]
            right = number(self.atom())
            left = number(left) * right if operator == "*" else number(left) / right
        return left

    def atom(self) -> Value:
        kind, text = self.take()
        if kind == "num":
            return Fraction(text)
        if kind == "str":
            return text[1:-1].replace('""', '"')
        if kind == "ref":
            return next(self.evaluator.span(self.sheet, text))
        if kind == "name":
            return self.call(text)
        if text == "-":
            return -number(self.atom())
        if text != "(":
            raise ValueError(f"unexpected {text}")
        value = self.compare()
        self.expect(")")
        return value

    def call(self, name: str) -> Value:
        self.expect("(")
        if name in ("IF", "IFERROR"):
            return self.choose(name)
        if name in ("N", "ROUND"):
            value = self.compare()
            if name == "N":
                self.expect(")")
                return value if isinstance(value, Fraction) else Fraction(0)
            self.expect(",")
            places = int(number(self.compare()))
            self.expect(")")
            return Fraction(round(number(value) * 10**places), 10**places)
        code = name
        if name == "SUBTOTAL":
            code = {9: "SUM", 3: "COUNTA", 1: "AVERAGE", 4: "MAX", 5: "MIN"}[int(number(self.compare()))]
            self.expect(",")
        values: list[Value] = []
        while True:
            kind, text = self.take()
            if kind != "ref":
                raise ValueError(f"a range was expected, not {text}")
            values.extend(self.evaluator.span(self.sheet, text, skip_subtotals=name == "SUBTOTAL"))
            if self.take()[1] == ")":
                break
        return aggregate(code, values)

    def choose(self, name: str) -> Value:
        """Both branches are parsed; only the chosen one may fail."""
        parts: list[Value | Exception] = []
        while True:
            start = self.at
            try:
                parts.append(self.compare())
            except (ZeroDivisionError, ValueError) as why:
                parts.append(why)
                self.at, depth = start, 0
                while depth or self.peek() not in (",", ")"):
                    depth += {"(": 1, ")": -1}.get(self.take()[1], 0)
            if self.take()[1] == ")":
                break
        if name == "IFERROR":
            chosen = parts[1] if isinstance(parts[0], Exception) else parts[0]
        else:
            if isinstance(parts[0], Exception):
                raise parts[0]
            chosen = parts[1] if parts[0] else parts[2]
        if isinstance(chosen, Exception):
            raise chosen
        return chosen


def number(value: Value) -> Fraction:
    if value is None:
        return Fraction(0)
    if not isinstance(value, Fraction):
        raise ValueError(f"#VALUE!: {value!r}")
    return value


def aggregate(code: str, values: list[Value]) -> Fraction:
    if code == "COUNTA":
        return Fraction(sum(1 for value in values if value is not None))
    numbers = [value for value in values if isinstance(value, Fraction)]
    if code == "SUM":
        return sum(numbers, Fraction(0))
    if code == "AVERAGE":
        return sum(numbers, Fraction(0)) / len(numbers)
    return (max if code == "MAX" else min)(numbers, default=Fraction(0))


def differences(book: dict[str, dict[str, Seen]]) -> list[str]:
    """The formula cells whose carried value is not what the formula comes to (to 15 digits, as a cell keeps them)."""
    evaluator, found = Evaluator(book), []
    for sheet, cells in book.items():
        for ref, seen in cells.items():
            if seen.formula is None:
                continue
            value = evaluator.cell(sheet, ref)
            if isinstance(value, Fraction) and isinstance(seen.value, Decimal):
                same = abs(value - Fraction(seen.value)) <= abs(value) * Fraction(1, 10**15)
            else:
                same = value == seen.value
            if not same:
                found.append(f"{sheet}!{ref}: ={seen.formula} is {value}, the file carries {seen.value}")
    return found
