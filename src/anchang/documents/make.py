"""Builds the neutral templates from their words: `python -m anchang.documents.make` after `templates/*.toml` changed.

The words are text that can be reviewed; the Word files are what is packed. A part is one of

    title / heading / text     a paragraph; **bold** inside, `align` = "left" | "center" | "right"
    widths, rows, frame        a table, widths in mm. A cell «# …» is a label, «> …» stands right, «= …» in the middle,
                               «<» joins the cell to its left. A row «{%tr … %}» repeats or drops the rows after it.
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from anchang.documents.paper import PACKAGED

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
CELL_MARKS = {"#": "center", "=": "center", ">": "right"}
SHADE = "F2F2F2"
PADDING = 0.6  # mm above and below the text of a cell
THE_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same words give the same bytes, whenever they are built

# python-docx has no types, so its objects are Any here.
Node = Any


def build(words: dict[str, Any]) -> bytes:
    """The template as a Word file."""
    document = Document()
    _set_up(document, words)
    for part in words["part"]:
        if "rows" in part:
            _table(document, part, words["size"])
        else:
            _paragraph(document, part, words)
    raw = io.BytesIO()
    document.save(raw)
    return _reproducible(raw.getvalue())


def _set_up(document: Node, words: dict[str, Any]) -> None:
    normal = document.styles["Normal"]
    normal.font.name = words["latin"]
    normal.font.size = Pt(words["size"])
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), words["font"])
    language = OxmlElement("w:lang")  # so that a program without the font takes one with this country's characters
    language.set(qn("w:eastAsia"), words["language"])
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = words["spacing"]
    for name, relation in list(document.part.package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # python-docx's own picture of an empty page
            document.part.package.rels.pop(name)
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in words["page"])
    section.top_margin = section.bottom_margin = Mm(words["margins"][0])
    section.left_margin = section.right_margin = Mm(words["margins"][1])
    section.header_distance = section.footer_distance = Mm(8)
    for place, name in ((section.header, "header"), (section.footer, "footer")):
        paragraph = place.paragraphs[0]
        paragraph.alignment = ALIGN["right" if name == "header" else "center"]
        _write(paragraph, words[name], words["size"] - 1.5)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = words["name"], "", ""
    properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC)


def _paragraph(document: Node, part: dict[str, Any], words: dict[str, Any]) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN[part.get("align", "center" if "title" in part else "left")]
    if "title" in part:
        paragraph.paragraph_format.space_after = Pt(6)
        _write(paragraph, f"**{part['title']}**", words["size"] + 8)
    elif "heading" in part:
        paragraph.paragraph_format.space_before = Pt(5)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, f"**{part['heading']}**", words["size"])
    else:
        if part.get("indent", "align" not in part):
            paragraph.paragraph_format.first_line_indent = Pt(2 * words["size"])
        _write(paragraph, part["text"], words["size"])


def _table(document: Node, part: dict[str, Any], size: float) -> None:
    widths = part["widths"]
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.append(_padding())
    if part.get("frame", True):
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for texts in part["rows"]:
        row = table.add_row()
        _keep_whole(row)
        _row(row, texts, widths, size, part.get("height", 0))
    # Two tables that touch become one in Word; a thin line of nothing keeps them apart.
    gap = document.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(3)


def _row(row: Node, texts: list[str], widths: list[float], size: float, height: float) -> None:
    cells = row.cells
    if height:
        row.height = Mm(height)
    start = 0
    for place, text in enumerate(texts):
        cells[place].width = Mm(widths[place])
        if text == "<":
            cells[start].merge(cells[place])
            continue
        start = place
    for place, text in enumerate(texts):
        if text == "<":
            continue
        cell = row.cells[place]
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        mark = text[0] if text[:2] in {f"{sign} " for sign in CELL_MARKS} else ""
        paragraph = cell.paragraphs[0]
        paragraph.alignment = ALIGN[CELL_MARKS.get(mark, "left")]
        if mark == "#":
            _shade(cell)
        _write(paragraph, text[2:] if mark else text, size - 0.5)


def _write(paragraph: Node, text: str, size: float) -> None:
    """Text with **bold** and the {PAGE} and {PAGES} of the printed paper."""
    for piece in re.split(r"(\*\*.+?\*\*|\{PAGES?\})", text):
        if not piece:
            continue
        if piece in ("{PAGE}", "{PAGES}"):
            _field(paragraph, "PAGE" if piece == "{PAGE}" else "NUMPAGES", size)
            continue
        run = paragraph.add_run(piece.strip("*") if piece.startswith("**") else piece)
        run.bold = piece.startswith("**")
        run.font.size = Pt(size)


def _field(paragraph: Node, code: str, size: float) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(size)
    for kind in ("begin", "code", "end"):
        element = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            element.text = code
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _shade(cell: Node) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _padding() -> Node:
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(PADDING).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def _keep_whole(row: Node) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _reproducible(raw: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, THE_EPOCH), source.read(entry), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def templates() -> Iterator[tuple[Path, bytes]]:
    """(the Word file's path, what it has to hold) for each file of words."""
    for path in sorted(PACKAGED.glob("*.toml")):
        yield path.with_suffix(".docx"), build(tomllib.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    for target, content in templates():
        target.write_bytes(content)
