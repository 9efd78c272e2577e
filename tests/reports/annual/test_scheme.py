"""The annex on the tasks of the Scheme: columns of the office, counts in the text, lists behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dnfa.accounts.enums import Role
from dnfa.accounts.system import SYSTEM_VIEWER
from reports.annual import content
from reports.annual.checks import problems
from tests.factories import make_agency, sign_in
from tests.reports.scheme.factories import make_difficulty, make_task, say, succeed

pytestmark = pytest.mark.django_db
CUTOFF = date(2026, 12, 14)
STATES = "01 hoàn thành; 01 chậm; 01 chưa có báo cáo"
EMPTY = {
    "scheme_groups": "Sổ chưa ghi nhiệm vụ nào.",
    "scheme_tasks": "Sổ chưa ghi nhiệm vụ nào.",
    "scheme_late": "Không có nhiệm vụ nào chậm.",
    "scheme_without_lead": "Nhiệm vụ nào cũng có cơ quan chủ trì.",
    "scheme_difficulties": "Không có vướng mắc nào chưa giải quyết.",
}


def build(user=SYSTEM_VIEWER):
    prepared_at = datetime(2026, 12, 14, 3, 0, tzinfo=UTC)
    return content.build(user=user, year=2026, cutoff=CUTOFF, prepared_at=prepared_at)


def tables(report) -> dict:
    [annex] = [annex for annex in report.annexes if annex.number == "XI"]
    return {table.key: table for table in annex.tables}


def sentences(report) -> list[str]:
    [section] = [section for section in report.sections if section.title == "Nhiệm vụ của Đề án"]
    return [block.text for block in section.blocks]


@pytest.fixture
def tasks():
    """Tourism (merged into culture) is late with one and done with another; nobody leads the third; one was replaced."""
    tourism = make_agency(key="so-du-lich", name_vi="Sở Du lịch")
    culture = make_agency(key="so-van-hoa", name_vi="Sở Văn hóa, Thể thao và Du lịch")
    succeed(tourism, culture)
    late = make_task("II.A.1", leads=[tourism], ends_on="2026-10", title_vi="Giành giải thưởng", order=901)
    done = make_task(
        "II.A.2",
        leads=[culture],
        coordinating=[tourism],
        with_all_relevant_units=True,
        title_vi="Quảng bá",
        order=902,
    )
    group = {"group_code": "IV", "group_name_vi": "Môi trường"}
    make_task("IV.1", title_vi="Thị trường carbon", note="Cột để trống", order=903, **group)
    make_task("IV.2", replaced_by=done, replaced_on=date(2026, 5, 1), order=904, **group)
    say(late, agency=tourism, year=2025, result="Năm trước", reported_on=date(2025, 11, 1))
    wrong = say(done, agency=culture, result="Nhầm", reported_on=date(2026, 10, 1))
    say(
        done,
        "done",
        agency=culture,
        result="Đạt",
        figure=Decimal(2),
        unit="giải",
        evidence="QĐ 12",
        reported_on=date(2026, 11, 1),
        corrects=wrong,
        correction_reason="Nhầm",
    )
    say(late, "done", agency=tourism, evidence="x", reported_on=date(2026, 12, 15))
    make_difficulty(late, raised_by=culture, wish="Bố trí vốn", solver=tourism)
    make_difficulty(late, solved_on=date(2026, 10, 1), solution="Xong")


def test_each_task_stands_with_what_was_said_of_the_year(tasks):
    told = tables(build())

    assert [row.cells for row in told["scheme_tasks"].rows] == [
        ("II.A. Về du lịch",),
        (
            "II.A.1",
            "Giành giải thưởng",
            "Sở Du lịch (nay: Sở Văn hóa, Thể thao và Du lịch)",
            "",
            "",
            "10/2026",
            "Chậm",
            "",
            "",
        ),
        (
            "II.A.2",
            "Quảng bá",
            "Sở Văn hóa, Thể thao và Du lịch",
            "Sở Du lịch (nay: Sở Văn hóa, Thể thao và Du lịch); các đơn vị liên quan",
            "",
            "",
            "Hoàn thành",
            "Đạt (2 giải)",
            "QĐ 12",
        ),
        ("IV. Môi trường",),
        ("IV.1", "Thị trường carbon", "", "", "", "", "Chưa có báo cáo", "", ""),
    ]
    assert told["scheme_tasks"].row_count == 3


def test_groups_what_is_late_without_lead_and_in_the_way(tasks):
    told = tables(build())

    assert [row.cells for row in told["scheme_groups"].rows] == [
        ("1", "II.A. Về du lịch", "2", "1", "0", "1", "0", "0", "0", "50,0"),
        ("2", "IV. Môi trường", "1", "0", "0", "0", "0", "0", "1", "0,0"),
    ]
    assert [row.cells for row in told["scheme_late"].rows] == [
        (
            "1",
            "II.A.1 Giành giải thưởng",
            "Sở Du lịch (nay: Sở Văn hóa, Thể thao và Du lịch)",
            "10/2026",
            "44",
            "Năm trước",
        )
    ]
    assert [row.cells for row in told["scheme_without_lead"].rows] == [
        ("1", "IV.1 Thị trường carbon", "", "Cột để trống")
    ]
    assert [row.cells for row in told["scheme_difficulties"].rows] == [
        (
            "1",
            "II.A.1",
            "Thiếu kinh phí",
            "Sở Văn hóa, Thể thao và Du lịch",
            "01/09/2026",
            "Bố trí vốn",
            "Sở Du lịch",
        )
    ]


def test_the_text_counts_what_the_tables_list(tasks):
    report = build()

    assert sentences(report) == [
        f"Đề án hội nhập và hợp tác quốc tế có 03 nhiệm vụ (Phụ lục XI, bảng B): {STATES}.",
        "Năm 2026, cơ quan chủ trì đã báo tiến độ của 01 nhiệm vụ.",
        "01 nhiệm vụ chậm (Phụ lục XI, bảng C).",
        "01 nhiệm vụ chưa có cơ quan chủ trì (Phụ lục XI, bảng D).",
        "01 vướng mắc chưa giải quyết (Phụ lục XI, bảng E).",
    ]
    assert problems(report) == []


def test_an_empty_scheme_says_so(db):
    report = build()

    assert {key: (table.rows, table.empty) for key, table in tables(report).items()} == {
        key: ((), words) for key, words in EMPTY.items()
    }
    assert sentences(report) == ["Sổ không ghi nhiệm vụ nào của Đề án."]
    assert problems(report) == []


def test_every_table_opens_its_list_on_the_screen_and_in_the_api(tasks, client, officer):
    for table in tables(build()).values():
        if table.listing is None:
            continue
        page, rows = client.get(table.listing.page), client.get(table.listing.api)
        assert (table.key, page.status_code, rows.status_code) == (table.key, 200, 200)
        assert (rows.json()["count"], page.context["total"]) == (table.row_count, table.row_count)


def test_a_reader_finds_only_tasks_it_sees(tasks, client):
    reader = sign_in(client, Role.FOCAL_POINT)

    told = tables(build(reader))

    assert [row.cells[0] for row in told["scheme_tasks"].rows if not row.is_group] == ["II.A.2"]
    assert told["scheme_difficulties"].rows == ()
