from __future__ import annotations

import io
from collections import Counter
from datetime import datetime

import openpyxl
import pytest

from agreements.importing import commit_batch, create_batch
from agreements.importing.preview import Plan, plan_import, row_data
from agreements.models import Agreement
from dnfa.accounts.models import Agency
from dnfa.core.enums import ImportFate
from dnfa.core.models import ImportBatch, ImportRow
from dnfa.core.sheets import SheetError
from partners.models import Partner
from tests.agreements.importing.factories import TODAY, line, official, saved, table_csv, workbook
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db
INDEFINITE = ("indefinite", None, None)
UNKNOWN = ("unknown", None, None)
# Decision 2887, Annex I, read by a careful clerk: partner, signings, (kind, end, months) of the term.
CLERK = [
    ("kr-changwon", "2016-11-22 signing", INDEFINITE),
    ("kr-daegu", "2004 signing, 2018 strengthening", ("until", "2023-08-03", None)),
    ("kr-hwaseong", "2008 signing", INDEFINITE),
    ("kr-seoul", "2016 signing", INDEFINITE),
    ("kr-gyeongsan", "2017 signing", INDEFINITE),
    ("kr-yeongyang", "2019 signing, 2021 signing", ("until", "2022-01-01", None)),
    ("la-champasak", "2002 signing, 2018 strengthening", ("until", "2021", None)),
    ("la-salavan", "2003 signing, 2018 strengthening", ("until", "2021", None)),
    ("la-savannakhet", "1998 signing, 2018 strengthening", ("until", "2021", None)),
    ("la-sekong", "1998 signing, 2018 strengthening", ("until", "2021", None)),
    ("la-attapeu", "2012 signing, 2018 strengthening", ("until", "2021", None)),
    ("la-xaynhabuli", "1999 signing", INDEFINITE),
    ("la-vientiane", "1998 signing", INDEFINITE),
    ("jp-kawasaki", "2007 signing", INDEFINITE),
    ("jp-sakai", "2009 signing, 2019 strengthening", INDEFINITE),
    ("jp-yokohama", "2013 signing, 2019 strengthening", ("until", "2022", None)),
    ("jp-kisarazu", "2019 signing", ("until", "2022", None)),
    ("th-khon-kaen", "2014 letter_of_intent", UNKNOWN),
    ("cn-shandong", "1994 signing", INDEFINITE),
    ("mo-macao", "2006 signing", INDEFINITE),
    ("cn-jiangsu", "1999 signing", UNKNOWN),
    ("cn-kunming", "2012-04 letter_of_intent, 2015-02 signing", INDEFINITE),
    ("kh-battambang", "2012 signing, 2017 strengthening", INDEFINITE),
    ("au-gold-coast", "2020 signing", ("for", None, 12)),
    ("au-newcastle", "2001 signing", ("for", None, 36)),
    ("au-queensland", "2003 signing", INDEFINITE),
    ("au-south-australia", "2016 signing", INDEFINITE),
    ("be-wallonia", "2012 signing", INDEFINITE),
    ("se-boras", "2012 signing, 2018 strengthening", INDEFINITE),
    ("fi-salo", "2011 signing", ("until", "2015-11-02", None)),
    ("fi-turku", "2018 signing", INDEFINITE),
    ("ru-yaroslavl", "1999 signing, 2011 strengthening", INDEFINITE),
    ("by-grodno", "2005 signing", INDEFINITE),
    ("fr-nord-pas-de-calais", "1993 signing, 2003 re_signing", ("for", None, 48)),
    ("fr-reunion", "1997 signing", INDEFINITE),
    ("ro-hunedoara", "2002 signing", INDEFINITE),
    ("ro-timisoara", "2014 signing", INDEFINITE),
    ("us-pittsburgh", "2009 signing", INDEFINITE),
    ("us-oakland", "2005 signing", INDEFINITE),
    ("us-houston", "2012 letter_of_intent", INDEFINITE),
    ("bg-varna", "2014 signing", ("until", "2019-08-25", 60)),
    ("sk-kosice", "2015 signing", ("until", "2020-04-16", 60)),
    ("ao-benguela", "2015 signing", INDEFINITE),
    ("mx-toluca", "2016 signing", ("until", "2019", None)),
    ("ma-tangier", "2019 signing", INDEFINITE),
    ("ar-mar-del-plata", "2022 signing", ("for", None, 36)),
    ("th-khon-kaen", "2022 signing", INDEFINITE),
    ("kr-jeju", "2023 signing", INDEFINITE),
]


def _plan(*lines: list, **options) -> Plan:
    return plan_import(workbook(*lines, **options), today=TODAY)


def _problems(plan: Plan, position: int = 0) -> list[tuple[str, str, str]]:
    return [
        (problem.column.label, problem.severity, problem.message)
        for problem in plan.rows[position].understood.problems
    ]


@pytest.mark.parametrize("name", ["relations_table.xlsx", "relations_table.csv"])
def test_the_official_table_is_read_as_a_careful_clerk_reads_it(register, name):
    rows = [row_data(row) for row in plan_import(official(name), today=TODAY).previews()]

    told = [
        (
            row["partner"]["key"],
            ", ".join(f"{signing['date']} {signing['kind']}" for signing in row["signings"]),
            (row["term"]["kind"], row["term"]["ends_on"], row["term"]["months"]),
        )
        for row in rows
    ]
    assert told == CLERK
    assert [row["row"] for row in rows] == list(range(1, 49))
    assert {row["fate"] for row in rows} == {"new"}
    assert [(row["row"], problem["column"]) for row in rows for problem in row["problems"]] == [
        (18, "Thời hạn hiệu lực"),
        (21, "Thời hạn hiệu lực"),
        (30, "Ngày ký, ngày hiệu lực"),
    ]
    assert len({row["partner"]["key"] for row in rows}) == 47


def test_row_data_has_the_keys_others_rely_on(few):
    assert row_data(
        _plan(line(stt=2, signing="2004 (Ký tăng cường 2018)", term="03/08/2023")).previews()[0]
    ) == {
        "row": 2,
        "sheet_row": 4,
        "partner": {"key": "kr-daegu", "matched_by": "name"},
        "signings": [
            {"date": "2004", "precision": "year", "kind": "signing"},
            {"date": "2018", "precision": "year", "kind": "strengthening"},
        ],
        "term": {
            "kind": "until",
            "ends_on": "2023-08-03",
            "precision": "day",
            "months": None,
            "renew_months": None,
            "notice_months": None,
            "as_printed": "03/08/2023",
        },
        "problems": [],
        "fate": "new",
    }


def test_row_data_without_stt_and_partner(few):
    row = row_data(_plan(line(stt=None, partner="Nơi nào đó", signing="")).previews()[0])

    assert (row["row"], row["sheet_row"], row["partner"]) == (4, 4, {"key": None, "matched_by": None})
    assert [(problem["column"], sorted(problem)) for problem in row["problems"]] == [
        ("Đối tác ký", ["column", "message"]),
        ("Ngày ký, ngày hiệu lực", ["column", "message"]),
    ]
    assert row["fate"] == "wrong"


def test_a_preview_writes_nothing_but_its_batch(register):
    batch = create_batch(file_name="C:\\Tai lieu\\bang.xlsx", content=official(), user=None, today=TODAY)

    assert Agreement.objects.count() == 0
    assert (batch.file_name, batch.state) == ("bang.xlsx", "previewed")
    assert Counter(batch.rows.values_list("fate", flat=True)) == {"new": 48}


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (
            {"signing": "31/9/2023"},
            "Ngày ký, ngày hiệu lực",
            "Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày.",
        ),
        (
            {"term": "30/2/2024"},
            "Thời hạn hiệu lực",
            "Ngày 30/2/2024 không có trong lịch: tháng 2 năm 2024 có 29 ngày.",
        ),
        ({"partner": ""}, "Đối tác ký", "Chưa ghi đối tác."),
        ({"country": "Lào"}, "Nước đối tác", "Sổ ghi Thành phố Daegu thuộc Hàn Quốc, bảng ghi Lào."),
        ({"note": '=HYPERLINK("http://x")'}, "Ghi chú", "Ô G4 là công thức: hãy thay bằng giá trị."),
        ({"signing": "=1+1"}, "Ngày ký, ngày hiệu lực", "Ô E4 là công thức: hãy thay bằng giá trị."),
        ({"note": "x" * 1001}, "Ghi chú", "Ô dài 1001 ký tự, sổ nhận tối đa 1000."),
        ({"signing": "2004 " * 70}, "Ngày ký, ngày hiệu lực", "Ô dài 349 ký tự, sổ nhận tối đa 300."),
        ({"term": "5 năm " * 100}, "Thời hạn hiệu lực", "Ô dài 599 ký tự, sổ nhận tối đa 500."),
        ({"partner": "Daegu " * 60}, "Đối tác ký", "Ô dài 359 ký tự, sổ nhận tối đa 300."),
        ({"signatory": "UBND " * 70}, "Cơ quan ký kết", "Ô dài 349 ký tự, sổ nhận tối đa 300."),
    ],
)
def test_an_error_names_its_column_and_makes_the_row_wrong(few, cells, column, message):
    plan = _plan(line(**cells))

    assert (column, "error", message) in _problems(plan)
    assert (plan.rows[0].fate, plan.has_errors) == (ImportFate.WRONG, True)


def test_an_error_cell_of_excel_is_an_error(few):
    book = openpyxl.load_workbook(io.BytesIO(workbook(line())))
    cell = book.active["F4"]
    cell.value, cell.data_type = "#REF!", "e"

    plan = plan_import(saved(book), today=TODAY)

    assert _problems(plan)[0] == (
        "Thời hạn hiệu lực",
        "error",
        "Ô F4 báo lỗi của Excel: hãy ghi lại giá trị.",
    )


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"stt": "1a"}, "Stt", "“1a” không phải số thứ tự."),
        ({"signatory": ""}, "Cơ quan ký kết", "Chưa ghi cơ quan ký kết."),
        (
            {"signatory": "UBND tỉnh Quảng Nam"},
            "Cơ quan ký kết",
            "Sổ chưa có cơ quan “UBND tỉnh Quảng Nam”; giữ nguyên văn.",
        ),
        ({"country": ""}, "Nước đối tác", "Chưa ghi nước đối tác."),
        ({"signing": ""}, "Ngày ký, ngày hiệu lực", "Chưa ghi ngày ký."),
        ({"signing": "1/2024"}, "Ngày ký, ngày hiệu lực", "Ngày ký 1/2024 ở sau hôm nay."),
        ({"term": ""}, "Thời hạn hiệu lực", "Chưa ghi thời hạn: cần hỏi lại hoặc tìm văn bản."),
        (
            {"signing": "2011 (thời hạn 4 năm)", "term": ""},
            "Thời hạn hiệu lực",
            "Ô trống; lấy “thời hạn 4 năm” trong ô ngày ký.",
        ),
        (
            {"signing": "2011 (thời hạn 4 năm)", "term": "2015"},
            "Ngày ký, ngày hiệu lực",
            "Ô ngày ký cũng ghi “thời hạn 4 năm”; dùng ô thời hạn hiệu lực.",
        ),
    ],
)
def test_a_note_leaves_the_row_in(few, cells, column, message):
    plan = _plan(line(**cells))

    assert _problems(plan) == [(column, "note", message)]
    assert plan.rows[0].fate == ImportFate.NEW


@pytest.mark.parametrize(("term", "kind", "months"), [("", "for", 48), ("2015", "until", None)])
def test_the_term_cell_wins_over_the_signing_cell(few, term, kind, months):
    row = _plan(line(signing="2011 (thời hạn 4 năm)", term=term)).rows[0]

    assert (row.understood.term.kind, row.understood.term.months) == (kind, months)


@pytest.mark.parametrize(
    ("typed", "number_format", "date", "precision"),
    [
        (2004, "General", "2004", "year"),
        (2004.0, "General", "2004", "year"),
        (datetime.fromisoformat("2016-11-22"), "dd/mm/yyyy", "2016-11-22", "day"),
        (datetime.fromisoformat("2016-11-22"), "mm-dd-yy", "2016-11-22", "day"),
        (datetime.fromisoformat("2012-04-01"), "mmm-yy", "2012-04", "month"),
        (datetime.fromisoformat("2012-04-01"), 'yyyy"d"', "2012", "year"),
    ],
)
def test_real_numbers_and_dates_of_excel(few, typed, number_format, date, precision):
    book = openpyxl.load_workbook(io.BytesIO(workbook(line(signing=None))))
    cell = book.active["E4"]
    cell.value, cell.number_format = typed, number_format

    row = row_data(plan_import(saved(book), today=TODAY).previews()[0])

    assert row["signings"] == [{"date": date, "precision": precision, "kind": "signing"}]


def test_the_same_row_twice_is_one_agreement(few):
    plan = _plan(line(stt=1), line(stt=2, partner="TP Daegu"))

    assert [row.fate for row in plan.rows] == [ImportFate.NEW, ImportFate.UNCHANGED]
    assert _problems(plan, 1) == [
        ("Ngày ký, ngày hiệu lực", "note", "Trùng đối tác và ngày ký với dòng 4; chỉ ghi một lần.")
    ]


def test_the_same_row_twice_with_another_term_is_a_contradiction(few):
    plan = _plan(line(stt=1), line(stt=2, term="2021"))

    assert [row.fate for row in plan.rows] == [ImportFate.NEW, ImportFate.WRONG]
    assert _problems(plan, 1)[0][2] == (
        "Trùng đối tác và ngày ký với dòng 4 nhưng thời hạn khác: hãy giữ một dòng."
    )


def test_two_signings_of_one_partner_and_two_signing_bodies_are_two_agreements(few):
    plan = _plan(
        line(stt=1, signing="2004"),
        line(stt=2, signing="2014"),
        line(stt=3, signing="2014", signatory="HĐND thành phố Đà Nẵng"),
    )

    assert [row.fate for row in plan.rows] == [ImportFate.NEW] * 3


def test_the_same_stt_twice_is_noted_and_given_once(few):
    plan = _plan(line(stt=1), line(stt=1, partner="Thành phố Seoul"))

    assert [row.table_row for row in plan.rows] == [1, None]
    assert _problems(plan, 1) == [("Stt", "note", "Số thứ tự đã có ở dòng 4.")]


def _commit(*lines: list) -> ImportBatch:
    batch = create_batch(file_name="bang.xlsx", content=workbook(*lines), user=None, today=TODAY)
    return commit_batch(batch=batch, user=None, today=TODAY)


def test_a_row_is_found_again_by_its_printed_signing(few):
    _commit(line(stt=1, signing="2004 (Ký tăng cường 2018)"))

    row = _plan(line(stt=9, signing="2004 (Ký tăng cường  2018) ", term="2021")).rows[0]

    assert row.agreement.table_row == 1
    assert row.differences == [{"field": "Thời hạn hiệu lực", "before": "Không có thời hạn", "after": "2021"}]


def test_a_row_is_found_again_by_its_number(few):
    _commit(line(stt=1, signing="2004"), line(stt=2, signing="2014"))

    plan = _plan(line(stt=1, signing="2004 (gia hạn 2023)"), line(stt=2, signing="2014"))

    assert [row.agreement.table_row for row in plan.rows] == [1, 2]
    assert [row.fate for row in plan.rows] == [ImportFate.CHANGED, ImportFate.UNCHANGED]


def test_a_row_is_found_again_by_its_first_day(few):
    agreement = make_agreement(
        partners=[Partner.objects.get(key="kr-daegu")],
        agencies=[Agency.objects.get(key="ubnd-thanh-pho")],
        signed_on="2004",
    )

    assert _plan(line(signing="2004 (ký lại 2010)")).rows[0].agreement == agreement
    assert _plan(line(signing="2005")).rows[0].agreement is None
    assert _plan(line(signing="2004", signatory="HĐND thành phố")).rows[0].agreement is None


def test_the_same_table_again_changes_nothing(few):
    _commit(
        line(stt=1),
        line(stt=2, signing="2014 (Ý định thư)", term=""),
        line(stt=3, signatory="Ai đó", signing="2020"),
    )

    plan = _plan(
        line(stt=1),
        line(stt=2, signing="2014 (Ý định thư)", term=""),
        line(stt=3, signatory="Ai đó", signing="2020"),
    )

    assert {row.fate for row in plan.rows} == {ImportFate.UNCHANGED}


def test_what_officers_refined_since_is_no_difference(few):
    _commit(line(signing="2013", term="2022"))
    agreement = Agreement.objects.get()
    agreement.signed_on, agreement.term_ends_on, agreement.term_as_printed = "2013-04-09", "2025", "đến 2025"
    agreement.save()

    assert _plan(line(signing="2013", term="2022")).rows[0].fate == ImportFate.UNCHANGED


def test_without_kept_rows_the_printed_columns_tell(few):
    _commit(line(signing="2004 (Ký tăng cường 2018)", term="2021"), line(stt=2, partner="Thành phố Seoul"))
    ImportRow.objects.all().delete()

    plan = _plan(
        line(signing="2004 (Ký tăng cường 2018)", term="2022"), line(stt=2, partner="Thành phố Seoul")
    )

    assert plan.rows[0].differences == [{"field": "Thời hạn hiệu lực", "before": "2021", "after": "2022"}]
    assert plan.rows[1].fate == ImportFate.UNCHANGED


def test_a_plan_takes_a_fixed_number_of_queries(few, django_assert_num_queries):
    with django_assert_num_queries(6):
        _plan(line())
    _commit(
        line(stt=1),
        line(stt=2, partner="Thành phố Seoul"),
        line(stt=3, partner="Tỉnh Salavan", country="Lào"),
    )

    with django_assert_num_queries(10):
        _plan(line(stt=1))
    with django_assert_num_queries(10):
        _plan(
            line(stt=1),
            line(stt=2, partner="Thành phố Seoul"),
            line(stt=3, partner="Tỉnh Salavan", country="Lào"),
        )


def test_an_unreadable_file_leaves_no_batch(few):
    with pytest.raises(SheetError):
        create_batch(file_name="a.xlsx", content=b"PK\x03\x04 xyz", user=None, today=TODAY)

    assert ImportBatch.objects.count() == 0


def test_a_formula_in_csv_is_named_by_its_cell(few):
    plan = plan_import(table_csv(line(note="=cmd|' /C calc'!A0")), today=TODAY)

    assert _problems(plan)[-1] == ("Ghi chú", "error", "Ô G2 là công thức: hãy thay bằng giá trị.")


def test_a_number_that_another_agreement_holds_is_noted_and_not_given(few):
    make_agreement(table_row=6, title_vi="Bản ghi nhớ cũ")

    plan = _plan(line(stt=6))

    assert (plan.rows[0].fate, plan.rows[0].table_row) == (ImportFate.NEW, None)
    assert _problems(plan) == [
        ("Stt", "note", "Số thứ tự 6 trong sổ là của “Bản ghi nhớ cũ”; dòng này vào sổ không kèm số.")
    ]
