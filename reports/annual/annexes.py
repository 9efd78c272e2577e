"""The annexes: the Decision's two tables rebuilt from the register, and the list behind every number of the text."""

from __future__ import annotations

from typing import Any

from agreements.enums import Capacity, EventKind, ProjectDirection, TermKind
from agreements.models import Agreement, AgreementEvent
from dnfa.core.numbers import format_number
from dnfa.core.partial_dates import PartialDate
from dnfa.updates.enums import AskKind
from partners.models import Partner
from reports.annual import aid, rounds_tables, scheme, words
from reports.annual.document import Annex, Column, Row, Table, numbered
from reports.annual.evidence import contradictions_table
from reports.annual.exchange import delegations, projects
from reports.annual.material import Material, countries_of, days_to_end, ends_on, names

LATEST_ACTIVITIES = 5
MOST_FIELDS = 8


def build(material: Material) -> tuple[Annex, ...]:
    """All annexes in order; an annex without rows says so and keeps its number."""
    return (
        Annex(
            "I",
            "Bảng thống kê các cấp quan hệ cấp địa phương và tình hình hợp tác",
            (_official_table(material),),
            note="Cột và nội dung theo bảng kèm theo Quyết định số 2887/QĐ-UBND, ghi như bảng gốc; các dòng thêm sau ghi "
            "theo sổ.",
        ),
        Annex(
            "II",
            "Kết quả hợp tác với các địa phương nước ngoài đã thiết lập quan hệ hợp tác",
            (_results(material),),
            landscape=False,
        ),
        Annex("III", "Văn bản cấp thành phố đã hết hạn, chưa gia hạn", (_expired(material),)),
        Annex("IV", "Văn bản cấp thành phố hết hạn trong thời gian tới", (_expiring(material),)),
        Annex("V", "Quan hệ lâu không có hoạt động và chưa từng có hoạt động", _sleeping(material)),
        Annex("VI", "Nội dung chưa rõ, cần xác minh", _unclear(material)),
        Annex("VII", "Văn bản cấp thành phố còn hiệu lực", (_in_force(material),)),
        Annex("VIII", "Các lần ký văn bản hợp tác cấp thành phố", (_signings(material),)),
        Annex("IX", f"Đoàn vào, đoàn ra năm {material.year}", _delegations(material)),
        Annex("X", f"Viện trợ, chương trình, dự án năm {material.year}", _aid(material)),
        Annex("XI", f"Nhiệm vụ của Đề án năm {material.year}", scheme.tables(material)),
        Annex(
            "XII",
            f"Thông tin các cơ quan cung cấp về năm {material.year}",
            rounds_tables.tables(material),
            note="Số liệu và nội dung do các cơ quan báo, ghi như cơ quan viết; Sở Ngoại vụ nhận trước ngày chốt số liệu.",
        ),
    )


def _delegations(material: Material) -> tuple[Table, ...]:
    """What the register holds, then what agencies reported by quarter: two sources, never one sum."""
    reported = rounds_tables.quarterly(
        material.rounds,
        AskKind.DELEGATIONS,
        key="delegations_by_quarter",
        title="D. Trao đổi đoàn do các cơ quan báo, theo quý",
    )
    return (*delegations(material), reported)


def _aid(material: Material) -> tuple[Table, ...]:
    """What was received and given in the year with the official columns, and what goes on at the cut-off."""
    return (
        aid.table(material.aid[ProjectDirection.RECEIVED], "A. Thành phố tiếp nhận trong năm"),
        aid.table(material.aid[ProjectDirection.GIVEN], "B. Thành phố hỗ trợ bạn trong năm"),
        projects(material),
        rounds_tables.quarterly(
            material.rounds,
            AskKind.AID,
            key="aid_by_quarter",
            title="D. Viện trợ, dự án do các cơ quan báo, theo quý",
        ),
        *(
            aid.perhaps_table(
                side, f"{letter}. {way.label}: dòng tiền có thể thuộc năm, chưa cộng vì không đủ ngày"
            )
            for way, letter in aid.PERHAPS_LETTERS.items()
            for side in [material.aid[way]]
            if side.perhaps
        ),
    )


def _sides(paper: Agreement) -> tuple[str, str]:
    """Partner and country cells of a paper."""
    partners = list(paper.partners.all())
    return names(partners), "; ".join(countries_of(partners))


def _official_table(material: Material) -> Table:
    columns = (
        Column("Stt", 9, "center"),
        Column("Cơ quan ký kết (UBND tỉnh/thành, HĐND tỉnh/thành, Tỉnh ủy/Thành ủy)", 52),
        Column("Đối tác ký (Chính quyền tỉnh, thành phố …)", 52),
        Column("Nước đối tác", 30),
        Column("Ngày ký, ngày hiệu lực", 46),
        Column("Thời hạn hiệu lực", 38),
        Column("Ghi chú", 25),
    )
    rows = []
    last = 0
    for paper in material.table_papers:
        last = paper.table_row or last + 1
        rows.append(Row((str(last), *(_as_printed(paper) if paper.table_row else _as_recorded(paper)))))
    return Table("official_table", "", columns, tuple(rows))


def _as_printed(paper: Agreement) -> tuple[str, ...]:
    """The cells of the Decision's table; a term that came with a later signature of the row stands on that event."""
    events: list[AgreementEvent] = paper.events_so_far  # type: ignore[attr-defined]
    own = [
        event for event in events if (event.key or "").startswith(f"{paper.key}-") and event.term_as_printed
    ]
    return (
        paper.signatory_as_printed,
        paper.partner_as_printed,
        paper.country_as_printed,
        paper.signing_as_printed,
        paper.term_as_printed or (own[-1].term_as_printed if own else ""),
        paper.note_as_printed,
    )


def _as_recorded(paper: Agreement) -> tuple[str, ...]:
    partner, country = _sides(paper)
    return str(Capacity(paper.capacity).label), partner, country, _signing_days(paper), term_words(paper), ""


def _signing_days(paper: Agreement) -> str:
    """First signature, then the others with their kind, as the Decision's table writes them."""
    others = [
        f"{EventKind(event.kind).label} {words.partial(event.occurred_on)}".strip()
        for event in paper.events_so_far  # type: ignore[attr-defined]
        if event.kind != EventKind.SIGNING
    ]
    first = words.partial(paper.signed_on)
    return f"{first} ({'; '.join(others)})" if others else first


def term_words(paper: Agreement) -> str:
    """The term in force as the source prints it, else its kind in words."""
    set_later = [event for event in paper.events_so_far if event.term_kind]  # type: ignore[attr-defined]
    setting = set_later[-1] if set_later else paper
    return setting.term_as_printed or str(TermKind(setting.term_kind).label)


def _results(material: Material) -> Table:
    columns = (
        Column("STT", 11, "center"),
        Column("Địa phương", 34),
        Column("Năm thiết lập", 18, "center"),
        Column("Lĩnh vực hợp tác/ Hiệu quả triển khai", 102),
    )
    rows: list[Row] = []
    heading = ""
    for number, partner in enumerate(material.localities, 1):
        country = partner.country
        name = country.name_vi if country else "Chưa ghi quốc gia, vùng lãnh thổ"
        if name != heading:
            heading = name
            rows.append(Row((name.upper(),), is_group=True, is_counted=country is not None))
        rows.append(Row((str(number), partner.name_vi, established(partner), _result(material, partner))))
    return Table("results", "", columns, tuple(rows))


def established(partner: Partner) -> str:
    """The year the first official tie now standing began."""
    since = [tie.since for tie in partner.official_ties if tie.since]  # type: ignore[attr-defined]
    return str(min(since).year) if since else ""


def _result(material: Material, partner: Partner) -> str:
    lines = []
    if fields := material.fields.get(partner.pk):
        more = " …" if len(fields) > MOST_FIELDS else "."
        lines.append(f"Lĩnh vực: {'; '.join(fields[:MOST_FIELDS])}{more}")
    if assessment := material.assessments.get(partner.pk):
        lines.append(
            f"Nhận định đến ngày {words.short_date(assessment.as_of)}: {assessment.summary_vi} "
            f"({assessment.get_level_display()})."
        )
    latest = material.activities.get(partner.pk, [])[:LATEST_ACTIVITIES]
    lines += [activity_line(row) for row in sorted(latest, key=lambda row: row["row_date"], reverse=True)]
    return "\n".join(lines) or "Sổ chưa ghi lĩnh vực, nhận định hoặc hoạt động nào."


def activity_line(row: dict[str, Any]) -> str:
    """One dated activity of a timeline: "- 22/11/2016: …"."""
    day = PartialDate.from_iso(row["row_date"]).display("vi") if row["row_date"] else "Không rõ ngày"
    return f"- {day}: {row['row_title']}"


_PAPER_COLUMNS = (
    Column("STT", 10, "center"),
    Column("Đối tác", 46),
    Column("Quốc gia và vùng lãnh thổ", 30),
    Column("Văn bản", 66),
    Column("Ngày ký", 24, "center"),
    Column("Thời hạn theo nguồn", 34),
)


def _paper_cells(paper: Agreement) -> tuple[str, ...]:
    partner, country = _sides(paper)
    return partner, country, paper.title_vi, words.partial(paper.signed_on), term_words(paper)


def _expired(material: Material) -> Table:
    columns = (
        *_PAPER_COLUMNS,
        Column("Hết hạn ngày", 24, "center"),
        Column("Đã quá hạn (ngày)", 18, "right"),
    )
    rows = numbered(
        (
            *_paper_cells(paper),
            words.short_date(ends_on(paper)),
            format_number(-days_to_end(paper, material.cutoff)),
        )
        for paper in material.papers["agreements_expired_unrenewed"]
    )
    return Table("expired", "", columns, rows, "Không có văn bản nào đã hết hạn mà chưa gia hạn.")


def _expiring(material: Material) -> Table:
    columns = (*_PAPER_COLUMNS, Column("Hết hạn ngày", 24, "center"), Column("Còn lại (ngày)", 18, "right"))
    rows = numbered(
        (
            *_paper_cells(paper),
            words.short_date(ends_on(paper)),
            format_number(days_to_end(paper, material.cutoff)),
        )
        for paper in material.papers["agreements_expiring"]
    )
    return Table("expiring", "", columns, rows, "Không có văn bản nào hết hạn trong thời gian này.")


def _in_force(material: Material) -> Table:
    columns = (*_PAPER_COLUMNS, Column("Hiệu lực đến", 28, "center"))
    rows = numbered(
        (*_paper_cells(paper), words.short_date(ends_on(paper)) or "Không thời hạn")
        for paper in material.papers["agreements_in_force"]
    )
    return Table("in_force", "", columns, rows, "Không có văn bản nào còn hiệu lực.")


def _sleeping(material: Material) -> tuple[Table, ...]:
    columns = (
        Column("STT", 14, "center"),
        Column("Địa phương", 46),
        Column("Quốc gia và vùng lãnh thổ", 32),
        Column("Thiết lập", 18, "center"),
        Column("Hoạt động gần nhất", 26, "center"),
        Column("Số tháng", 16, "right"),
        Column("Căn cứ trong sổ", 62),
        Column("Nhận định của nguồn", 62),
    )
    localities = {partner.pk: partner for partner in material.localities}

    def cells(partner: Any) -> tuple[str, ...]:
        assessment = material.assessments.get(partner.pk)
        last = partner.reference_date
        return (
            partner.name_vi,
            partner.country.name_vi if partner.country else "",
            established(localities[partner.pk]),
            words.short_date(last) or "Không rõ",
            format_number(words.months_between(last, material.cutoff)) if last else "",
            partner.explanation,
            assessment.summary_vi if assessment else "",
        )

    return tuple(
        Table(code, title, columns, numbered(cells(partner) for partner in material.sleeping[code]), empty)
        for code, title, empty in (
            (
                "tie_dormant",
                "A. Quan hệ lâu không có hoạt động",
                "Không có quan hệ nào lâu không có hoạt động.",
            ),
            (
                "tie_never_active",
                "B. Quan hệ chưa từng có hoạt động",
                "Không có quan hệ nào chưa từng có hoạt động.",
            ),
        )
    )


def _unclear(material: Material) -> tuple[Table, ...]:
    why = Column("Ghi chú", 42)
    unknown = numbered(
        (
            *_paper_cells(paper),
            paper.note or ("Nguồn không ghi thời hạn." if not paper.term_as_printed else ""),
        )
        for paper in material.papers["agreements_unknown_term"]
    )
    letters = numbered(
        (*_paper_cells(paper), paper.note) for paper in material.papers["letters_of_intent_open"]
    )
    return (
        Table(
            "unknown_term",
            "A. Văn bản chưa rõ thời hạn",
            (*_PAPER_COLUMNS, why),
            unknown,
            "Không có văn bản nào chưa rõ thời hạn.",
        ),
        Table(
            "letters_of_intent",
            "B. Ý định thư chưa chuyển thành thỏa thuận",
            (*_PAPER_COLUMNS, why),
            letters,
            "Không có ý định thư nào chưa chuyển thành thỏa thuận.",
        ),
        contradictions_table(material),
    )


def _signings(material: Material) -> Table:
    columns = (
        Column("STT", 11, "center"),
        Column("Ngày ký", 24, "center"),
        Column("Hình thức", 30),
        Column("Đối tác", 56),
        Column("Quốc gia và vùng lãnh thổ", 34),
        Column("Văn bản", 98),
    )
    rows = numbered(
        (
            _signing_day(event),
            str(EventKind(event.kind).label),
            *_sides(event.agreement),
            event.title_vi or event.agreement.title_vi,
        )
        for event in material.signings
    )
    return Table("signings", "", columns, rows, "Sổ không ghi lần ký nào.")


def _signing_day(event: AgreementEvent) -> str:
    if event.occurred_on:
        return words.partial(event.occurred_on)
    return f"Không rõ (hiệu lực từ {words.partial(event.effective_on)})" if event.effective_on else "Không rõ"
