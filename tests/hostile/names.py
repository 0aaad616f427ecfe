"""Names that somebody could type, paste or import to fool a screen, a sheet, a paper, a query or a terminal.

Every sign that cannot be seen is written as an escape. `TAKEN` are texts like any other: they are stored and shown as
they stand. `REFUSED` hold a sign that no text may hold. `WRONG` are no numbers, dates or references.
"""

from __future__ import annotations

import unicodedata

MARKUP = "张三[/]"
ACTION = "[@click=app.quit]x[/]"
STYLE = "[bold red]粗[/bold red]"
HYPERLINK = '=HYPERLINK("http://x")'
OLD_SIGN = "𠮷野家"
LONG_NAME = "买买提·吐尔逊江·阿卜杜拉·艾合买提·库尔班·依明·玉素甫江"

TAKEN: dict[str, str] = {
    "markup": MARKUP,
    "action": ACTION,
    "style": STYLE,
    "open markup": "[",
    "escaped markup": r"\[b]\\[/b]",
    "formula": HYPERLINK,
    "formula of a number": "+1",
    "formula of a sign": "@SUM(A1)",
    "formula that runs": "=cmd|' /C calc'!A0",
    "formula after a minus": "-1+1",
    "apostrophe": "'=1+1",
    "old sign": OLD_SIGN,
    "long name": LONG_NAME,
    "brace": "{0}",
    "named brace": "{name}",
    "lone brace": "{",
    "percent": "%s %(name)s %n",
    "template": "{{7*7}}",
    "template block": "{% raw %}{# x #}",
    "template of Python": "{{ ''.__class__.__mro__ }}",
    "SQL": "'; DROP TABLE x;--",
    "SQL wildcards": "%_\\",
    "XML": "<a>&amp;</a><!-- ]]>",
    "XML escape of Excel": "_x001B_x",
    "path": "../../etc/passwd",
    "reserved file": "CON:<>|?*",
    "shell": "$(reboot) `id` | ;",
    "emoji": "😀👍",
    "variation": "\u8fbb\U000e0100\u2764\ufe0f",
    "right to left": "שלום مرحبا",
    "full width": "１２３，４５６．７８",
    "combining": "e\u0301\u0323",
    "many marks": "a" + "\u0301" * 20,
    "number": "007",
    "large number": "1e309",
    "date like": "1/2",
    "words of a program": "None",
    "only blank": "   ",
    "JSON": '{"a": [1]}',
    "comma": "a,b，c；d",
}

REFUSED: dict[str, str] = {
    "ESC": "\x1b[31m红\x1b[0m",
    "title": "\x1b]0;x\x07",
    "clipboard": "\x1b]52;c;eA==\x1b\\",
    "C1": "a\x9b31mb",
    "next line": "a\x85b",
    "NUL": "a\x00b",
    "backspace": "abc\x08\x08",
    "delete": "a\x7fb",
    "inner tab": "a\tb",
    "override": "张\u202e三",
    "isolate": "\u2066x\u2069",
    "mark": "a\u200fb",
    "zero width": "张\u200b三",
    "joined emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "byte order": "\ufeffx",
    "separator": "a\u2028b",
    "half": "a\ud800b",
    "other half": "\udfff",
    "no sign": "a\uffff",
    "filler": "\u3164",
    "tag": "a\U000e0041",
    "very long": "长" * 100_000,
}

# With `multiline` a line feed is text.
LINES = {"line feed": "a\nb", "carriage return": "a\r\nb"}

WRONG: dict[str, str] = {
    "empty": "",
    "word": "x",
    "markup": MARKUP,
    "formula": HYPERLINK,
    "brace": "{0}",
    "huge": "9" * 400,
    "beyond the file": "9223372036854775808",
    "hash huge": "#9223372036854775808",
    "hash power": "#\u00b2",
    "hash endless": "#" + "9" * 5000,
    "endless": "9" * 5000,
    "negative": "-1",
    "zero": "0",
    "not a number": "nan",
    "infinite": "inf",
    "exponent": "1e400",
    "full width": "１２",
    "Arabic digits": "١٢",
    "underscore": "1_000",
    "NUL": "1\x00",
    "ESC": "\x1b[2J",
    "half": "\ud800",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "first moment": "0001-01-01T00:00:00+14:00",
    "last moment": "9999-12-31T23:59:59-12:00",
    "far zone": "2026-11-23T09:00:00+23:59",
}


def cleaned(text: str) -> str:
    """What is stored of a text that is taken: NFC, without space around it, each line end one sign."""
    return unicodedata.normalize("NFC", text).strip(" ").replace("\r\n", "\n")
