"""The report of a result as a Word file in the form of Decree 30/2020/NĐ-CP (type: báo cáo)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import docx
from django.utils.translation import override
from docx.document import Document
from docx.shared import Mm

from delegations.enums import Direction, ObligationSide
from delegations.models import Delegation, Obligation, OutcomeReport
from delegations.selectors_outcomes import meetings_of
from delegations.states import first_day, last_day
from dnfa.core import docx_parts as parts
from dnfa.core.docx_parts import BODY_SIZE, FIRST_LINE_MM, PORTRAIT_WIDTH_MM, TABLE_SIZE, write
from partners.models import Partner

PARENT, DEPARTMENT, DEPARTMENT_KEY = "UBND THÀNH PHỐ ĐÀ NẴNG", "SỞ NGOẠI VỤ", "so-ngoai-vu"
ROMAN = ("I", "II", "III", "IV")
LED, WATCHED = "Cơ quan chủ trì", "Cơ quan theo dõi"
OBLIGATION_HEADS = (
    ("STT", 14, "center"),
    ("Nội dung", 78, "left"),
    (LED, 48, "left"),
    ("Hạn", 27, "center"),
)
SIDES = (
    (ObligationSide.OURS, "Việc phía thành phố phải làm"),
    (ObligationSide.THEIRS, "Việc phía bạn sẽ làm"),
    (ObligationSide.PROPOSAL, "Kiến nghị"),
)


def result_docx(record: Any, report: OutcomeReport, user: Any) -> bytes:
    """The report as .docx: Vietnamese whoever asks; number and day only where they were given, a draft marked as one.

    Partners, and who of ours took part, are named as far as `user` may see them; members are not named, the head is.
    """
    with override("vi"):
        document = docx.Document()
        parts.prepare_styles(document)
        subject = subject_of(record)
        properties = document.core_properties
        properties.title, properties.author = f"BÁO CÁO: {subject}", body_of(record).title()
        properties.language, properties.comments = "vi-VN", ""
        parts.set_page(document.sections[0], landscape=False)
        _head(document, record, report, subject)
        numbers = iter(ROMAN)
        _general(document, record, user, next(numbers))
        _results(document, report, meetings_of(report, user), next(numbers))
        if report.assessment:
            _heading(document, f"{next(numbers)}. ĐÁNH GIÁ")
            _lines(document, report.assessment)
        if obligations := list(report.obligations.select_related("lead_agency")):
            _obligations(document, obligations, next(numbers))
        write(document.add_paragraph(), "", before=0)
        _signature(document, record)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()


def body_of(record: Any) -> str:
    """The body that reports: the agency that leads, the Department where none or several do."""
    leading = list(record.lead_agencies.all())
    if len(leading) == 1 and leading[0].key != DEPARTMENT_KEY:
        return str(leading[0].name_vi).upper()
    return DEPARTMENT


def subject_of(record: Any) -> str:
    """What is reported on."""
    if not isinstance(record, Delegation):
        return f"Kết quả hội nghị, hội thảo: {record.title_vi}"
    kind = (
        "đoàn đi công tác nước ngoài" if record.direction == Direction.OUT else "đón tiếp đoàn khách quốc tế"
    )
    return f"Kết quả {kind}: {record.title_vi}"


def _head(document: Document, record: Any, report: OutcomeReport, subject: str) -> None:
    body = body_of(record)
    blank = "Số:         /BC-SNgV" if body == DEPARTMENT else "Số:         /BC-"
    number = f"Số: {report.document_number}" if report.document_number else blank
    parts.letterhead(
        document,
        parent_body=PARENT,
        body=body,
        symbol=number,
        issued_line=_issued(report.reported_on, last_day(record)),
    )
    write(document.add_paragraph(), "BÁO CÁO", size=14, bold=True, align="center", before=14)
    write(document.add_paragraph(), subject, size=14, bold=True, align="center", before=0)
    parts.rule_below(document.add_paragraph(), width_mm=PORTRAIT_WIDTH_MM, line_mm=PORTRAIT_WIDTH_MM / 3)
    if report.reported_on is None:
        write(document.add_paragraph(), "(Dự thảo)", size=13, italic=True, align="center")


def _issued(reported_on: date | None, ended_on: date | None) -> str:
    if reported_on is not None:
        return f"Đà Nẵng, {_long(reported_on)}"
    year = ended_on.year if ended_on else "        "
    return f"Đà Nẵng, ngày       tháng       năm {year}"


def _general(document: Document, record: Any, user: Any, number: str) -> None:
    _heading(document, f"{number}. THÔNG TIN CHUNG")
    partners = Partner.objects.visible_to(user).filter(pk__in=record.partners.all())
    facts = [
        ("Thời gian", _days(record)),
        ("Địa điểm", record.place),
        ("Đối tác", "; ".join(partner.name_vi for partner in partners.in_vietnamese_order())),
        ("Trưởng đoàn", ", ".join(filter(None, (_of(record, "head_name"), _of(record, "head_title"))))),
        ("Số người", record.persons and str(record.persons)),
        ("Mục đích", record.purpose_vi),
        ("Văn bản cho phép", _permission(record)),
    ]
    told = [(name, text) for name, text in facts if text]
    for place, (name, text) in enumerate(told, 1):
        _body(document, f"{place}. {name}: {str(text).rstrip('.')}.")
    if not told:
        _body(document, "Chưa ghi.")


def _of(record: Any, name: str) -> str:
    return str(getattr(record, name, ""))


def _days(record: Any) -> str:
    begins, ends = first_day(record), last_day(record)
    if begins is None:
        return ""
    if ends is None or ends == begins:
        return _long(begins)
    return f"từ {_long(begins)} đến {_long(ends)}"


def _permission(record: Any) -> str:
    if not record.decision_number:
        return ""
    day = f" {_long(record.decision_on)}" if record.decision_on else ""
    return " ".join(
        filter(
            None, (f"số {record.decision_number}{day}", record.decision_by and f"của {record.decision_by}")
        )
    )


def _results(document: Document, report: OutcomeReport, meetings: Sequence[Any], place: str) -> None:
    _heading(document, f"{place}. KẾT QUẢ")
    number = 0
    for title, text in (
        ("Kết quả chính", report.summary),
        ("Đã làm được", report.done),
        ("Còn đang trao đổi", report.negotiating),
    ):
        if text:
            number += 1
            _heading(document, f"{number}. {title}", level=2)
            _lines(document, text)
    if meetings:
        _heading(document, f"{number + 1}. Các cuộc gặp, làm việc", level=2)
        for meeting in meetings:
            _body(document, f"- {_meeting(meeting)}")
            _lines(document, meeting.content)
    if not (number or meetings):
        _body(document, "Chưa ghi.")


def _meeting(meeting: Any) -> str:
    when = f"{_long(meeting.met_on).capitalize()}: " if meeting.met_on else ""
    partner = f" ({meeting.shown_partner.name_vi})" if meeting.shown_partner else ""
    ours = f"; phía thành phố: {meeting.shown_ours}" if meeting.shown_ours else ""
    return f"{when}{meeting.counterpart}{partner}{ours}."


def _obligations(document: Document, obligations: Sequence[Obligation], place: str) -> None:
    _heading(document, f"{place}. VIỆC TIẾP THEO, KIẾN NGHỊ")
    for side, title in SIDES:
        rows = [row for row in obligations if row.side == side]
        if rows:
            _heading(document, title, level=2)
            _table(document, rows)


def _table(document: Document, rows: Sequence[Obligation]) -> None:
    grid = document.add_table(rows=1, cols=len(OBLIGATION_HEADS), style="Table Grid")
    total = sum(width for _title, width, _align in OBLIGATION_HEADS)
    widths = [width * PORTRAIT_WIDTH_MM / total for _title, width, _align in OBLIGATION_HEADS]
    parts.fix_layout(grid, widths)
    parts.set_cell_margins(grid, side_mm=1.2)
    parts.keep_row_whole(grid.rows[0], repeat=True)
    is_theirs = rows[0].side == ObligationSide.THEIRS  # an agency of ours only looks after what they do
    titles = [WATCHED if is_theirs and title == LED else title for title, _width, _align in OBLIGATION_HEADS]
    _fill(grid.rows[0], [(title, "center", True) for title in titles], widths)
    for number, row in enumerate(rows, 1):
        line = grid.add_row()
        parts.keep_row_whole(line)
        texts = (
            str(number),
            row.text,
            str(row.lead_agency or ""),
            f"{row.due_on:%d/%m/%Y}" if row.due_on else "",
        )
        cells = [(text, align, False) for text, (_t, _w, align) in zip(texts, OBLIGATION_HEADS, strict=True)]
        _fill(line, cells, widths)


def _fill(row: Any, cells: Sequence[tuple[str, str, bool]], widths: Sequence[float]) -> None:
    for cell, (text, align, bold), width in zip(row.cells, cells, widths, strict=True):
        cell.width = Mm(width)
        write(cell.paragraphs[0], text, size=TABLE_SIZE, bold=bold, align=align, before=2, after=2)


def _signature(document: Document, record: Any) -> None:
    """Recipients on the left, who signs on the right; the name is left to who signs."""
    table = document.add_table(rows=1, cols=2)
    parts.fix_layout(table, [PORTRAIT_WIDTH_MM / 2, PORTRAIT_WIDTH_MM / 2])
    parts.keep_row_whole(table.rows[0])
    left, right = table.rows[0].cells
    is_department = body_of(record) == DEPARTMENT
    write(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, before=6)
    others = [] if is_department else ["- Sở Ngoại vụ;"]
    for line in ("- UBND thành phố (để báo cáo);", *others, "- Lưu: VT."):
        write(left.add_paragraph(), line, size=11, before=0)
    signer = "GIÁM ĐỐC" if is_department else "THỦ TRƯỞNG CƠ QUAN"
    write(right.paragraphs[0], signer, size=14, bold=True, align="center", before=6)
    for _line in range(4):
        write(right.add_paragraph(), "", size=14, align="center", before=0)


def _heading(document: Document, text: str, *, level: int = 1) -> None:
    style = f"Heading {level}"
    write(document.add_paragraph(style=style), text, bold=True, indent_mm=FIRST_LINE_MM)


def _lines(document: Document, text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            _body(document, line.strip())


def _body(document: Document, text: str) -> None:
    write(document.add_paragraph(), text, size=BODY_SIZE, align="justify", before=6, indent_mm=FIRST_LINE_MM)


def _long(day: date) -> str:
    """Zero before days under 10 and months 1 and 2 only (Decree 30/2020, Annex I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
