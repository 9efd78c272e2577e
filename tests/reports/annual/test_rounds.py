"""What agencies answered to rounds, in the yearly report: texts under their heading, figures added up, who is missing."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from dnfa.accounts.enums import Role
from dnfa.accounts.system import SYSTEM_VIEWER
from dnfa.updates.services import confirm_record, rounds
from reports.annual import content
from reports.annual.checks import problems, remarks
from reports.annual.docx import to_docx
from reports.annual.pdf import to_pdf
from reports.annual.rounds import gather
from reports.annual.xlsx import to_xlsx
from reports.figures import Scope
from tests.factories import make_agency, make_user
from tests.updates.factories import make_cast

pytestmark = pytest.mark.django_db

CUTOFF = date(2026, 12, 14)
HALF = {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)}
DUE = date(2026, 7, 10)
OCCASION = "Đợt “6 tháng đầu năm” (kỳ 01/01/2026 - 30/06/2026):"
ROUNDS = "Thông tin do các cơ quan cung cấp"
ECONOMY = "Ngoại giao kinh tế, xúc tiến đầu tư, thương mại, du lịch"
QUESTIONS = (
    {"kind": "delegations", "title": "Số đoàn đã đón", "unit": "đoàn"},
    {"kind": "investment", "title": "Xúc tiến đầu tư"},
    {"kind": "section", "title": "Đề xuất, kiến nghị", "is_required": False},
    {"kind": "other", "title": "Ai phụ trách đối ngoại", "is_required": False},
)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def hold(officer, agencies, *, questions=QUESTIONS, due_on=DUE, title="6 tháng đầu năm", **facts):
    """A round opened ten days before its day."""
    opened_on = date(due_on.year, due_on.month, due_on.day - 9)
    held = rounds.round_create(
        title=title,
        due_on=due_on,
        questions=questions,
        agencies=agencies,
        user=officer,
        today=opened_on,
        **facts,
    )
    return rounds.round_open(
        held=held, base_version=held.version, user=officer, today=opened_on, now=moment(opened_on)
    )


def answer(officer, held, agency, *told, sent_on=DUE, taken_on=DUE):
    """What the agency says to the questions in their order; None of `taken_on` leaves it waiting."""
    questions = held.questions.order_by("order")
    asked = held.agencies.get(agency=agency)
    given = {question.pk: one for question, one in zip(questions, told, strict=False)}
    by = {"user": officer, "now": moment(sent_on)}
    asked = rounds.answer_save(asked=asked, answers=given, base_version=None, **by)
    asked = rounds.answer_submit(asked=asked, base_version=None, **by)
    if taken_on is not None:
        other = make_user(Role.HEAD)  # the officer wrote it for the agency
        rounds.answer_accept(asked=asked, base_version=None, user=other, now=moment(taken_on))


def words(text: str) -> dict[str, str]:
    return {"text": text}


NOTHING = {"is_nothing": True}


def figure(value: str, text: str = "") -> dict[str, object]:
    return {"figure": Decimal(value), "text": text}


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


@pytest.fixture
def agencies():
    """In the order of the alphabet of programmers; Vietnamese order is Cảng, Công an, Đại học, Sở Du lịch, Sở Y tế."""
    names = ("Công an thành phố", "Cảng Đà Nẵng", "Sở Du lịch", "Sở Y tế", "Đại học Đà Nẵng")
    return {name: make_agency(name_vi=name) for name in names}


@pytest.fixture
def half_year(officer, agencies):
    """Three answers taken by the cut-off, one after it, one never sent."""
    held = hold(officer, list(agencies.values()), **HALF)
    answer(officer, held, agencies["Sở Du lịch"], figure("12"), words("Đón ba hãng.\n\nMở một đường bay."))
    answer(officer, held, agencies["Công an thành phố"], NOTHING, NOTHING, words("Bổ sung biên chế"))
    answer(
        officer, held, agencies["Cảng Đà Nẵng"], figure("4.5", "Một đoàn chung"),
        words("Ký với cảng Kobe"), {}, words("Phòng Đối ngoại"),
    )  # fmt: skip
    answer(officer, held, agencies["Sở Y tế"], figure("99"), words("Muộn"), taken_on=date(2026, 12, 15))
    return held


def build(year=2026, cutoff=CUTOFF, user=SYSTEM_VIEWER):
    return content.build(user=user, year=year, cutoff=cutoff, prepared_at=moment(date(2026, 12, 20)))


def rows_of(report, key):
    [table] = [table for _number, table in report.tables() if table.key == key]
    return [row.cells for row in table.rows]


def section(report, title):
    [found] = [section for section in report.sections if section.title == title]
    return [getattr(block, "text", "") for block in found.blocks]


def test_texts_stand_under_their_heading_by_agency_in_vietnamese_order(half_year):
    report = build()

    assert section(report, ECONOMY) == [
        "Theo báo cáo của các cơ quan",
        OCCASION,
        "Xúc tiến đầu tư: 02 cơ quan có nội dung; 01 cơ quan báo không phát sinh:",
        "Cảng Đà Nẵng: “Ký với cảng Kobe”",
        "Sở Du lịch: “Đón ba hãng.",
        "Mở một đường bay.”",
    ]
    assert section(report, "Đoàn vào, đoàn ra và chương trình, dự án")[-4:] == [
        "Theo báo cáo của các cơ quan",
        OCCASION,
        (
            "Số đoàn đã đón: 16,5 đoàn do 02 cơ quan báo (Phụ lục XII, bảng C); 01 cơ quan có nội dung; 01 cơ quan báo "
            "không phát sinh:"
        ),
        "Cảng Đà Nẵng: “Một đoàn chung”",
    ]
    assert section(report, "Đề xuất, kiến nghị") == [
        "Theo báo cáo của các cơ quan",
        OCCASION,
        "01 cơ quan có nội dung:",
        "Công an thành phố: “Bổ sung biên chế”",
    ]
    assert [one.title for one in report.sections][-5:] == [
        "Nhiệm vụ của Đề án",
        ECONOMY,
        "Thông tin do các cơ quan cung cấp",
        "Đối chiếu số liệu",
        "Đề xuất, kiến nghị",
    ]


def test_figures_are_added_up_with_who_told_them(half_year):
    report = build()

    assert rows_of(report, "rounds") == [
        ("1", "6 tháng đầu năm", "01/01/2026 - 30/06/2026", "10/07/2026", "5", "3", "2", "")
    ]
    assert rows_of(report, "round_figures") == [
        ("Đợt “6 tháng đầu năm” (kỳ 01/01/2026 - 30/06/2026)",),
        ("1", "Số đoàn đã đón", "16,5", "đoàn", "2", "1", "2"),
    ]
    assert rows_of(report, "round_figures_by_agency")[1:] == [
        ("1", "Cảng Đà Nẵng", "4,5", "Một đoàn chung"),
        ("2", "Sở Du lịch", "12", ""),
        ("", "Cộng", "16,5", "Không phát sinh: Công an thành phố"),
    ]
    assert rows_of(report, "round_others") == [
        ("Ai phụ trách đối ngoại, đợt “6 tháng đầu năm” (kỳ 01/01/2026 - 30/06/2026)",),
        ("1", "Cảng Đà Nẵng", "Phòng Đối ngoại"),
    ]
    [line] = report.as_json()["rounds"]
    assert (line["value"], line["nothing"], line["without_answer"]) == (
        "16.50",
        ["Công an thành phố"],
        ["Đại học Đà Nẵng", "Sở Y tế"],
    )
    assert line["by_agency"] == [
        {"agency": "Cảng Đà Nẵng", "value": "4.50"},
        {"agency": "Sở Du lịch", "value": "12.00"},
    ]


def test_what_came_after_the_cutoff_is_left_out_and_named(half_year):
    report = build()

    assert rows_of(report, "round_missing") == [
        ("1", "Đại học Đà Nẵng", "6 tháng đầu năm", "10/07/2026", "Chưa gửi"),
        ("2", "Sở Y tế", "6 tháng đầu năm", "10/07/2026", "Nhận ngày 15/12/2026, sau ngày chốt"),
    ]
    assert section(report, "Thông tin do các cơ quan cung cấp") == [
        (
            "Để có số liệu của năm 2026, Sở Ngoại vụ đã mở 01 đợt cập nhật (Phụ lục XII, bảng A), hỏi 05 lượt cơ quan; đến "
            "ngày chốt số liệu đã nhận 03 trả lời."
        ),
        "02 trả lời chưa được nhận đến ngày chốt (Phụ lục XII, bảng D).",
    ]
    assert remarks(report) == [
        "Đợt “6 tháng đầu năm” chưa có trả lời được nhận của: Đại học Đà Nẵng; Sở Y tế."
    ]
    assert problems(report) == []
    assert rows_of(build(cutoff=date(2026, 12, 15)), "round_missing") == [
        ("1", "Đại học Đà Nẵng", "6 tháng đầu năm", "10/07/2026", "Chưa gửi")
    ]


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ({"sent_on": date(2026, 7, 8), "taken_on": None}, "Gửi ngày 08/07/2026, chờ duyệt"),
        ({"sent_on": date(2026, 12, 15), "taken_on": None}, "Gửi ngày 15/12/2026, sau ngày chốt"),
        ({"sent_on": date(2026, 12, 14), "taken_on": date(2026, 12, 14)}, None),
    ],
)
def test_where_an_answer_stood_at_the_cutoff(officer, days, state):
    agency = make_agency()
    answer(officer, hold(officer, [agency]), agency, figure("1"), words("Có"), **days)

    assert [row[-1] for row in rows_of(build(), "round_missing")] == ([state] if state else [])


def test_a_returned_answer_is_missing(officer):
    agency = make_agency()
    held = hold(officer, [agency])
    answer(officer, held, agency, figure("1"), words("Có"), taken_on=None)
    rounds.answer_return(
        asked=held.agencies.get(),
        reason="wrong",
        text="Sai số",
        base_version=None,
        user=make_user(Role.HEAD),
        now=moment(DUE),
    )

    assert [row[-1] for row in rows_of(build(), "round_missing")] == ["Trả lại ngày 10/07/2026, chưa gửi lại"]


QUARTERS = {
    1: (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 10)),
    2: (date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 10)),
    4: (date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 10)),
}


def test_quarters_stand_side_by_side_and_other_periods_apart(officer, agencies):
    one, other = agencies["Sở Du lịch"], agencies["Sở Y tế"]
    for number, (first, last, due_on) in QUARTERS.items():
        held = hold(
            officer, [one, other], title=f"Quý {number}", due_on=due_on, period_from=first, period_to=last
        )
        answer(officer, held, one, figure(str(number)), NOTHING, sent_on=due_on, taken_on=due_on)
        if number != 4:
            answer(officer, held, other, figure("10"), NOTHING, sent_on=due_on, taken_on=due_on)
    answer(officer, hold(officer, [one], **HALF), one, figure("23"), NOTHING)

    report = build()

    assert rows_of(report, "delegations_by_quarter") == [
        ("1", "Số đoàn đã đón", "đoàn", "11", "12", "", "4", "27", "23 (01/01/2026 - 30/06/2026)")
    ]
    assert (rows_of(report, "aid_by_quarter"), rows_of(report, "investment_by_quarter")) == ([], [])


def test_a_round_belongs_to_the_year_its_period_ends_in(officer):
    agency = make_agency()
    hold(officer, [agency], title="Cả năm", period_from=date(2025, 12, 15), period_to=date(2026, 12, 14))
    hold(officer, [agency], title="Không kỳ")
    hold(officer, [agency], title="Năm ngoái", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31))
    hold(officer, [agency], title="Sau ngày chốt", due_on=date(2026, 12, 30))

    titles = [held.occasion.title for held in gather(Scope.of(SYSTEM_VIEWER, CUTOFF), 2026).rounds]

    assert titles == ["Không kỳ", "Cả năm"]


def test_prepared_rounds_and_rounds_of_others_are_not_told(officer, agencies):
    held = hold(officer, [agencies["Sở Y tế"]])
    rounds.round_create(
        title="Chưa mở", due_on=DUE, questions=QUESTIONS, agencies=[make_agency()], user=officer, today=DUE
    )
    focal = make_user(Role.FOCAL_POINT, agency=agencies["Sở Du lịch"])

    seen = {
        user: [one.occasion.pk for one in gather(Scope.of(user, CUTOFF), 2026).rounds]
        for user in (officer, focal)
    }

    assert seen == {officer: [held.pk], focal: []}


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("đối ngoại nhân dân", "Đối ngoại nhân dân"),
        ("Nội dung cho báo cáo năm", "Nội dung khác do các cơ quan báo cáo"),
        ("Chuyển đổi số", "Chuyển đổi số"),
    ],
)
def test_a_text_for_the_report_makes_its_section(officer, title, heading):
    agency = make_agency(name_vi="Sở Y tế")
    held = hold(officer, [agency], questions=[{"kind": "section", "title": title}])
    answer(officer, held, agency, words("Đã làm"))

    assert section(build(), heading)[-1] == "Sở Y tế: “Đã làm”"


def test_a_heading_nobody_wrote_for_is_not_printed(officer):
    agency = make_agency()
    held = hold(officer, [agency], questions=[{"kind": "section", "title": "Đối ngoại nhân dân"}])
    answer(officer, held, agency, NOTHING)

    assert [one.title for one in build().sections][-3:] == [
        "Nhiệm vụ của Đề án",
        "Thông tin do các cơ quan cung cấp",
        "Đối chiếu số liệu",
    ]


def test_records_confirmed_by_the_cutoff_are_counted():
    cast = make_cast(starts_on="2020")
    held = hold(cast.officer, [cast.agency], questions=[{"kind": "confirm"}])
    confirm_record(
        subject=cast.subject,
        record=cast.project,
        agency=cast.agency,
        seen_version=None,
        user=cast.focal,
        today=DUE,
    )

    told = {
        cutoff: (rows_of(build(cutoff=cutoff), "rounds")[0][-1], section(build(cutoff=cutoff), ROUNDS)[-1])
        for cutoff in (date(2026, 7, 9), DUE)
    }

    assert held.agencies.get().records.count() == 1
    assert told == {
        date(2026, 7, 9): ("0/1", "Các cơ quan đã xác nhận 0 trong 1 bản ghi được hỏi."),
        DUE: ("1/1", "Các cơ quan đã xác nhận 1 trong 1 bản ghi được hỏi."),
    }


def test_reading_costs_the_same_for_one_and_for_many(officer, agencies, django_assert_num_queries):
    scope = Scope.of(officer, CUTOFF)
    one, *others = agencies.values()
    answer(officer, hold(officer, [one]), one, figure("1"), words("Một"))
    with django_assert_num_queries(4):
        gather(scope, 2026)
    for agency in others:
        answer(officer, hold(officer, [one, agency], title=agency.key), agency, figure("1"), words("Hai"))

    with django_assert_num_queries(4):
        assert len(gather(scope, 2026).rounds) == len(agencies)


def test_every_file_carries_the_answers(half_year):
    report = build()

    word = docx.Document(io.BytesIO(to_docx(report)))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))["Phụ lục XII"]
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(report))).pages)

    assert [one.text for one in word.paragraphs if "Kobe" in one.text] == ["Cảng Đà Nẵng: “Ký với cảng Kobe”"]
    assert [cell.value for row in sheet.iter_rows() for cell in row if "Sở Y tế" in str(cell.value)] == [
        "Sở Y tế"
    ]
    assert " ".join(pages.split()).count("Cảng Đà Nẵng: “Ký với cảng Kobe”") == 1
