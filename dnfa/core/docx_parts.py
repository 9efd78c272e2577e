"""Small parts of a Word file that python-docx has no verb for: fonts in every script, borders, fields, row rules."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as PageSection
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

PAGE_SHORT_MM, PAGE_LONG_MM = 210, 297
TOP_MM = BOTTOM_MM = 20
LEFT_MM, RIGHT_MM = 30, 15
HEADER_MM = 9
PORTRAIT_WIDTH_MM = PAGE_SHORT_MM - LEFT_MM - RIGHT_MM
LANDSCAPE_WIDTH_MM = PAGE_LONG_MM - LEFT_MM - RIGHT_MM
LEFT_HEAD_MM, RIGHT_HEAD_MM = 65, 100
# Widths of the fixed lines in Times New Roman bold, measured: 14 pt motto; 13 pt name of the Department.
MOTTO_MM, DEPARTMENT_MM = 60.4, 30.5
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")

FONT = "Times New Roman"
BODY_SIZE = 14
TABLE_SIZE = 12
FIRST_LINE_MM = 12.7
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# Characters that XML 1.0 cannot carry; a pasted form feed must not make the file unreadable.
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def plain(text: str) -> str:
    """Text that a Word file can carry."""
    return text.translate(_NOT_IN_XML)


def set_fonts(properties: Any) -> None:
    """Name Times New Roman for Latin, other, East Asian and complex scripts, and drop the theme's choice."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def prepare_styles(document: Document) -> None:
    """Every style in Times New Roman and black; Normal as the body of an official paper is set."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_fonts(defaults)
    language = defaults.find(qn("w:lang"))
    if language is not None:
        for script in ("val", "eastAsia"):
            language.set(qn(f"w:{script}"), "vi-VN")
    # The template's second set of styles, for Word 2007 only, would bring its fonts back.
    for key in [
        key for key, link in document.part.rels.items() if link.reltype.endswith("/stylesWithEffects")
    ]:
        del document.part.rels[key]
    for part in (document.styles.element, document.part.numbering_part.element):
        for fonts in part.iter(qn("w:rFonts")):
            set_fonts(fonts.getparent())
        for color in list(part.iter(qn("w:color"))):
            color.getparent().remove(color)
    normal = document.styles["Normal"]
    set_fonts(normal.element.get_or_add_rPr())
    normal.font.size = Pt(BODY_SIZE)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(6)
    for name, size in (("Heading 1", BODY_SIZE), ("Heading 2", BODY_SIZE)):
        style = document.styles[name]
        set_fonts(style.element.get_or_add_rPr())
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(10 if name == "Heading 1" else 6)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.first_line_indent = Mm(FIRST_LINE_MM)


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    align: str = "left",
    before: float | None = None,
    after: float | None = None,
    indent_mm: float = 0,
) -> Paragraph:
    """Put text into a paragraph as one run; sizes and spaces in points."""
    run = paragraph.add_run(plain(text))
    set_fonts(run._element.get_or_add_rPr())  # noqa: SLF001  (python-docx offers no way to set the other scripts)
    run.font.color.rgb = RGBColor(0, 0, 0)
    run.font.bold, run.font.italic = bold, italic
    if size is not None:
        run.font.size = Pt(size)
    paragraph.alignment = ALIGNMENTS[align]
    layout = paragraph.paragraph_format
    if before is not None:
        layout.space_before = Pt(before)
    if after is not None:
        layout.space_after = Pt(after)
    layout.first_line_indent = Mm(indent_mm)
    return paragraph


def rule_below(paragraph: Paragraph, *, width_mm: float, line_mm: float) -> None:
    """Draw a centred line of `line_mm` in an empty paragraph of a cell or column `width_mm` wide."""
    side = Mm(max(0.0, (width_mm - line_mm) / 2))
    layout = paragraph.paragraph_format
    layout.left_indent, layout.right_indent, layout.first_line_indent = side, side, Mm(0)
    layout.space_before, layout.space_after = Pt(1), Pt(0)
    layout.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001  (no verb for paragraph borders)
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def page_number(paragraph: Paragraph, *, size: float = 13) -> None:
    """A living PAGE field, centred."""
    write(paragraph, "", size=size, align="center", before=0)
    run = paragraph.runs[-1]
    run.font.size = Pt(size)
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        if kind == "text":
            element = OxmlElement("w:t")
            element.text = text
        elif kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._element.append(element)  # noqa: SLF001  (fields have no verb)


def keep_row_whole(row: Any, *, repeat: bool = False) -> None:
    """A row is not split over pages; a heading row is repeated on each."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  (row rules have no verb)
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


def fix_layout(table: Any, widths_mm: list[float]) -> None:
    """Fixed column widths: Word and LibreOffice then agree."""
    table.autofit = False
    table_properties = table._tbl.tblPr  # noqa: SLF001  (table width has no verb)
    width = table_properties.find(qn("w:tblW"))  # every table of python-docx has one
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(round(sum(widths_mm) * 1440 / 25.4)))
    for column, share in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(share)


def set_cell_margins(table: Any, *, side_mm: float) -> None:
    """Space between a cell's border and its text, left and right."""
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        side = OxmlElement(f"w:{name}")
        side.set(qn("w:w"), str(round(side_mm * 1440 / 25.4)))
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    # The schema wants the margins before the look, which every table of python-docx has.
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # noqa: SLF001  (cell margins have no verb)


def set_page(section: PageSection, *, landscape: bool) -> None:
    """A4 in the margins of Decree 30/2020: 20 mm above and below, 30 left, 15 right; page number in the top margin, not on the first page."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = (PAGE_LONG_MM, PAGE_SHORT_MM) if landscape else (PAGE_SHORT_MM, PAGE_LONG_MM)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(HEADER_MM)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    page_number(section.header.paragraphs[0])
    write(section.first_page_header.paragraphs[0], "", before=0)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")  # noqa: SLF001  (no verb)


def letterhead(
    document: Document,
    *,
    parent_body: str,
    body: str,
    symbol: str,
    issued_line: str,
    motto: tuple[str, str] = MOTTO,
) -> None:
    """Issuing body and number on the left, motto of the State, place and date on the right (Decree 30/2020, Annex I)."""
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    fix_layout(table, [LEFT_HEAD_MM, RIGHT_HEAD_MM])
    set_cell_margins(table, side_mm=0)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], parent_body, size=13, align="center", before=0)
    write(left.add_paragraph(), body, size=13, bold=True, align="center", before=0)
    rule_below(left.add_paragraph(), width_mm=LEFT_HEAD_MM, line_mm=DEPARTMENT_MM / 2)
    write(right.paragraphs[0], motto[0], size=13, bold=True, align="center", before=0)
    write(right.add_paragraph(), motto[1], size=14, bold=True, align="center", before=0)
    rule_below(right.add_paragraph(), width_mm=RIGHT_HEAD_MM, line_mm=MOTTO_MM)
    left, right = table.rows[1].cells
    write(left.paragraphs[0], symbol, size=13, align="center", before=4)
    write(right.paragraphs[0], issued_line, size=14, italic=True, align="center", before=4)
