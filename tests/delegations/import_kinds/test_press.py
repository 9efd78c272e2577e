from __future__ import annotations

from datetime import date

import pytest

from delegations.import_kinds.press import PRESS_VISITS
from delegations.models import PressVisit
from dnfa.core.imports import undo_batch
from dnfa.core.partial_dates import PartialDate
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    UNCHANGED,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    preview,
    queries_of,
)
from tests.delegations.conferences.factories import make_press_visit
from tests.delegations.import_kinds.sheets import room_now
from tests.factories import make_agency, make_country

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


def line(title="Ghi hình cầu Rồng", **cells) -> dict[str, str]:
    return {"title_vi": title, "outlets": "NHK", "starts_on": "10/10/2026", **cells}


WHOLE = line(
    title_en="Filming the Dragon Bridge",
    outlets="NHK; TV Asahi",
    countries="Nhật Bản",
    starts_on="10/10/2026",
    ends_on="10/2026",
    place="Cầu Rồng",
    persons="5",
    topics="Du lịch\nẩm thực",
    permit_number="12/GP-BNG",
    permit_on="01/10/2026",
    guided_by="Sở Ngoại vụ",
    partners="Sakai",
    lead_agencies="Sở NgV",
    is_published="Có",
    published_note="Phim 30 phút",
    purpose_vi="Quảng bá",
    outcome_vi="Đã phát",
)


def test_a_whole_row_becomes_a_visit(officer):
    batch = commit(PRESS_VISITS, WHOLE, user=officer)

    made = PressVisit.objects.get()
    assert (fates(batch), made.outlets, made.starts_on, made.ends_on, made.persons) == (
        [NEW],
        "NHK; TV Asahi",
        PartialDate(2026, 10, 10),
        PartialDate(2026, 10),
        5,
    )
    assert (made.topics, made.permit_number, made.permit_on, made.guided_by, made.is_published) == (
        "Du lịch\nẩm thực",
        "12/GP-BNG",
        date(2026, 10, 1),
        "Sở Ngoại vụ",
        True,
    )
    assert (made.countries.get().code, made.partners.get().key, made.lead_agencies.get().key) == (
        "JP",
        "jp-sakai",
        "so-ngoai-vu",
    )
    assert made.recorded_by == officer


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"title_vi": ""}, [("title_vi", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"outlets": ""}, [("outlets", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"outlets": "-"}, [("outlets", "Cột bắt buộc, không xóa trống được.")]),
        ({"starts_on": ""}, []),
        ({"starts_on": "", "ends_on": "2026"}, [("starts_on", "Có ngày cuối thì cần ngày đầu.")]),
        ({"ends_on": "9/10/2026"}, [("ends_on", "Ngày kết thúc trước ngày bắt đầu.")]),
        ({"ends_on": "10/10/2026"}, []),
        ({"starts_on": "32/10/2026", "ends_on": "2026"}, [("starts_on", "Ngày 32/10/2026 không có trong lịch: tháng 10 có 31 ngày.")]),
        ({"permit_on": "10/2026"}, [("permit_on", "Cần đủ ngày, tháng và năm, ví dụ 05/03/2026.")]),
        ({"is_published": "Sắp"}, [("is_published", "“Sắp”: hãy ghi Có hoặc Không.")]),
        ({"countries": "Nhật Bản; Zzz"}, [("countries", "“Zzz” chưa có trong danh mục quốc gia và vùng lãnh thổ.")]),
        ({"key": "khong-co"}, [("key", "Trong sổ không có bản ghi với khóa này; khi thêm mới hãy để trống.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, cells, expected):
    batch = preview(PRESS_VISITS, line(**cells), user=officer)

    assert [(column, message) for _row, column, message in errors(batch)] == expected


def test_a_mark_of_secrecy_is_refused(officer):
    batch = preview(PRESS_VISITS, line(topics="Độ mật: Mật"), user=officer)

    assert [column for _row, column, _message in errors(batch)] == ["topics"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_finds_its_visit_by_key_or_by_day_outlets_and_words(officer, form):
    commit(PRESS_VISITS, line(), line("Khác"), line("Không ngày", starts_on=""), user=officer)
    other = PressVisit.objects.get(title_vi="Khác")

    batch = commit(
        PRESS_VISITS,
        line("GHI HÌNH CẦU RỒNG", persons="3"),
        {"key": other.key, "outlets": "KBS"},
        line("Không ngày", starts_on="", persons="2"),
        line(outlets="CNN"),
        user=officer,
        form=form,
    )

    assert fates(batch) == [CHANGED, CHANGED, CHANGED, NEW]
    assert list(PressVisit.objects.order_by("pk").values_list("title_vi", "outlets", "persons")) == [
        ("GHI HÌNH CẦU RỒNG", "NHK", 3),
        ("Khác", "KBS", None),
        ("Không ngày", "NHK", 2),
        ("Ghi hình cầu Rồng", "CNN", None),
    ]


def test_the_same_visit_twice_in_a_table(officer):
    batch = preview(
        PRESS_VISITS, line(), line("ghi hình cầu rồng", outlets="nhk"), line(outlets="CNN"), user=officer
    )

    assert errors(batch) == [(3, "title_vi", "Trùng với dòng 2 của bảng: mỗi bản ghi chỉ ghi một dòng.")]


def test_undo_brings_back_every_row_of_the_room(officer):
    commit(PRESS_VISITS, WHOLE, user=officer)
    key = PressVisit.objects.get().key
    before = room_now()

    batch = commit(
        PRESS_VISITS,
        {"key": key, "countries": "KR", "partners": "-", "is_published": "-", "persons": "9"},
        line("Mới", countries="JP"),
        user=officer,
    )
    between = list(
        PressVisit.objects.order_by("pk").values_list("title_vi", "countries", "partners", "is_published")
    )
    undo_batch(batch=batch, user=officer, reason="nhầm tệp")

    assert between == [("Ghi hình cầu Rồng", "KR", None, False), ("Mới", "JP", None, False)]
    assert room_now() == before


def test_an_export_imported_again_changes_nothing(officer):
    commit(PRESS_VISITS, WHOLE, line("Khác", starts_on="", outlets="CNN"), user=officer)

    assert imported_again(PRESS_VISITS, officer) == [UNCHANGED] * 2
    assert exported_rows(PRESS_VISITS, officer)[0] == {
        **WHOLE,
        "key": PressVisit.objects.get(outlets=WHOLE["outlets"]).key,
        "countries": "JP",
        "partners": "jp-sakai",
        "lead_agencies": "so-ngoai-vu",
    }


def test_queries_do_not_grow_with_rows(officer, names):
    def more() -> None:
        make_press_visit(partners=[names["sakai"]], lead_agencies=[make_agency()], countries=[make_country()])

    more()
    few = queries_of(PRESS_VISITS, officer)
    for _number in range(3):
        more()

    assert queries_of(PRESS_VISITS, officer) == few
