"""Minutes of a review session as a Word file in the form of Decree 30/2020/NĐ-CP (type: biên bản)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
from django.utils.translation import override
from docx.document import Document
from docx.shared import Mm

from agreements.enums import Rating, ReviewDecision, Status
from agreements.models import ReviewAgency, ReviewItem, ReviewSession
from dnfa.core import docx_parts as parts
from dnfa.core.docx_parts import BODY_SIZE, FIRST_LINE_MM, LANDSCAPE_WIDTH_MM, PORTRAIT_WIDTH_MM, write

HEADS = (
    ("STT", 11, "center"),
    ("Thỏa thuận, đối tác", 46, "left"),
    ("Tình trạng, hoạt động gần nhất", 38, "left"),
    ("Xếp loại và lý do", 50, "left"),
    ("Kết quả ngoài kinh tế", 36, "left"),
    ("Kết luận", 42, "left"),
    ("Chủ trì, hạn", 32, "left"),
)


def minutes_docx(session: ReviewSession) -> bytes:
    """The minutes as .docx: Vietnamese whoever asks; open ones are marked as a draft. Number and day stay blank."""
    with override("vi"):
        return _written(session, list(session.items.select_related("agreement", "lead_agency")))


def _written(session: ReviewSession, items: list[ReviewItem]) -> bytes:
    document = docx.Document()
    parts.prepare_styles(document)
    properties = document.core_properties
    properties.title, properties.author = f"BIÊN BẢN: {session.title}", "Sở Ngoại vụ thành phố Đà Nẵng"
    properties.language, properties.comments = "vi-VN", ""
    parts.set_page(document.sections[0], landscape=True)
    parts.letterhead(
        document,
        parent_body="UBND THÀNH PHỐ ĐÀ NẴNG",
        body="SỞ NGOẠI VỤ",
        symbol="Số:         /BB-SNgV",
        issued_line=f"Đà Nẵng, ngày       tháng       năm {session.held_on.year}",
    )
    write(document.add_paragraph(), "BIÊN BẢN", size=14, bold=True, align="center", before=14)
    write(document.add_paragraph(), session.title, size=14, bold=True, align="center", before=0)
    parts.rule_below(document.add_paragraph(), width_mm=LANDSCAPE_WIDTH_MM, line_mm=PORTRAIT_WIDTH_MM / 3)
    if session.closed_on is None:
        write(document.add_paragraph(), "(Dự thảo, biên bản chưa chốt)", size=13, italic=True, align="center")
    _meeting(document, session)
    _table(document, items)
    _heading(document, "III. KẾT LUẬN CHUNG")
    for line in (session.conclusion or "Chưa ghi.").splitlines():
        _body(document, line)
    _body(document, "Biên bản được các thành viên dự họp thông qua.")
    _signatures(document, session)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _meeting(document: Document, session: ReviewSession) -> None:
    _heading(document, "I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN")
    _body(document, f"1. Thời gian: ngày {_long(session.held_on)}.")
    _body(document, f"2. Địa điểm: {session.place or 'chưa ghi'}.")
    _body(document, f"3. Chủ trì: {session.chair or 'chưa ghi'}. Thư ký: {session.secretary or 'chưa ghi'}.")
    present = [seat_words(seat) for seat in session.attendance.select_related("agency")]
    _body(document, f"4. Cơ quan dự họp: {'; '.join(present) or 'chưa ghi'}.")
    _heading(document, "II. KẾT QUẢ RÀ SOÁT")
    _body(
        document, f"Số liệu do sổ quan hệ đối ngoại cung cấp, tính đến ngày {session.facts_as_of:%d/%m/%Y}."
    )


def seat_words(seat: ReviewAgency) -> str:
    """An agency asked, with who came for it: "Sở Du lịch (Bà Trần Thị B)"."""
    return f"{seat.agency} ({seat.represented_by})" if seat.represented_by else str(seat.agency)


def _table(document: Document, items: list[ReviewItem]) -> None:
    grid = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    total = sum(width for _title, width, _align in HEADS)
    widths = [width * LANDSCAPE_WIDTH_MM / total for _title, width, _align in HEADS]
    parts.fix_layout(grid, widths)
    parts.set_cell_margins(grid, side_mm=1.2)
    for cell, (title, _width, _align), width in zip(grid.rows[0].cells, HEADS, widths, strict=True):
        cell.width = Mm(width)
        write(cell.paragraphs[0], title, size=12, bold=True, align="center", before=2, after=2)
    parts.keep_row_whole(grid.rows[0], repeat=True)
    for number, item in enumerate(items, 1):
        row = grid.add_row()
        parts.keep_row_whole(row)
        for cell, lines, (_title, _w, align), width in zip(
            row.cells, _cells(number, item), HEADS, widths, strict=True
        ):
            cell.width = Mm(width)
            for position, line in enumerate(filter(None, lines)):
                paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
                write(paragraph, line, size=12, align=align, before=2, after=1)


def _cells(number: int, item: ReviewItem) -> list[list[str]]:
    facts: dict[str, Any] = item.facts
    last = facts.get("last_activity")
    state = str(_vi(Status, facts.get("status", "")))
    return [
        [str(number)],
        [item.agreement.title_vi, "; ".join(facts.get("partners", []))],
        [
            state,
            f"Hết hiệu lực {_day(facts['ends_on'])}" if facts.get("ends_on") else "",
            f"Hoạt động gần nhất {_day(last)}" if last else "Chưa ghi nhận hoạt động",
            (
                f"Cam kết: {facts.get('commitments', 0)}, đã xong {facts.get('commitments_done', 0)}, "
                f"quá hạn {facts.get('commitments_overdue', 0)}"
            ),
        ],
        [_vi(Rating, item.rating), *item.reasons.splitlines()],
        item.other_results.splitlines(),
        [_vi(ReviewDecision, item.decision), *item.decision_note.splitlines()],
        [str(item.lead_agency or ""), f"Hạn {item.due_on:%d/%m/%Y}" if item.due_on else ""],
    ]


def _vi(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else ""


def _signatures(document: Document, session: ReviewSession) -> None:
    table = document.add_table(rows=1, cols=2)
    parts.fix_layout(table, [LANDSCAPE_WIDTH_MM / 2, LANDSCAPE_WIDTH_MM / 2])
    parts.keep_row_whole(table.rows[0])
    for cell, title, name in zip(
        table.rows[0].cells, ("THƯ KÝ", "CHỦ TRÌ"), (session.secretary, session.chair), strict=True
    ):
        write(cell.paragraphs[0], title, size=14, bold=True, align="center", before=12)
        for _line in range(4):
            write(cell.add_paragraph(), "", size=14, align="center", before=0)
        write(cell.add_paragraph(), name, size=14, bold=True, align="center", before=0)


def _heading(document: Document, text: str) -> None:
    write(document.add_paragraph(style="Heading 1"), text, bold=True, indent_mm=FIRST_LINE_MM)


def _body(document: Document, text: str) -> None:
    write(document.add_paragraph(), text, size=BODY_SIZE, align="justify", before=6, indent_mm=FIRST_LINE_MM)


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y")


def _long(day: date) -> str:
    """Zero before days under 10 and months 1 and 2 only (Decree 30/2020, Annex I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"
