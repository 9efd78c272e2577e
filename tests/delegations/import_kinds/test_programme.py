from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from delegations.import_kinds.programme import PROGRAMME_ITEMS
from delegations.models import ProgrammeItem
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
)
from tests.delegations.programme.factories import make_item, make_programme
from tests.factories import make_agency, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user()


@pytest.fixture(autouse=True)
def register():
    make_programme(2027)
    make_agency(key="so-du-lich", name_vi="Sở Du lịch")
    make_partner(key="jp-sakai", name_vi="Thành phố Sakai")
    make_country("JP")
    make_country("KR", name_vi="Hàn Quốc")


def line(title="Thăm Sakai", **cells) -> dict[str, str]:
    return {"year": "2027", "kind": "Đoàn ra", "title": title, "agency": "Sở Du lịch", **cells}


def facts() -> list[dict]:
    return [
        {
            **{name: value for name, value in row.items() if name not in {"version", "updated_at"}},
            "countries": sorted(item.countries.values_list("code", flat=True)),
        }
        for row, item in zip(
            ProgrammeItem.objects.order_by("pk").values(), ProgrammeItem.objects.order_by("pk"), strict=True
        )
    ]


def test_new_rows_become_proposals(officer):
    row = line(
        expected_on="5/2027",
        days="5",
        persons="7",
        countries="Nhật Bản; KR",
        partners="jp-sakai",
        head_title="Phó Chủ tịch",
        head_rank="Cấp phó của người đứng đầu thành phố, địa phương",
        purpose="Hợp tác\ncảng biển",
        cost_amount="450.000.000",
        cost_currency="vnd",
        cost_source="Ngân sách thành phố",
    )

    batch = commit(PROGRAMME_ITEMS, row, line("Hội thảo", kind="conference"), user=officer)

    first, second = ProgrammeItem.objects.order_by("pk")
    assert fates(batch) == [NEW, NEW]
    assert (first.programme.year, first.agency.key, first.expected_on, first.days, first.persons) == (
        2027,
        "so-du-lich",
        PartialDate.parse_vi("5/2027"),
        5,
        7,
    )
    assert (first.cost_amount, first.cost_currency, first.cost_source, first.head_rank) == (
        Decimal(450_000_000),
        "VND",
        "city_budget",
        "locality_deputy",
    )
    assert sorted(first.countries.values_list("code", flat=True)) == ["JP", "KR"]
    assert (first.state, first.proposed_by, second.kind) == ("proposed", officer, "conference")


def test_an_export_comes_back_unchanged(officer):
    commit(
        PROGRAMME_ITEMS,
        line(
            countries="JP", partners="jp-sakai", cost_amount="5", cost_currency="USD", head_rank="department"
        ),
        line("Hội thảo"),
        user=officer,
    )

    assert imported_again(PROGRAMME_ITEMS, officer) == [UNCHANGED, UNCHANGED]
    assert [row["title"] for row in exported_rows(PROGRAMME_ITEMS, officer)] == ["Thăm Sakai", "Hội thảo"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_row_finds_its_line_by_number_or_words(officer, form):
    commit(PROGRAMME_ITEMS, line(persons="7"), line("Hội thảo"), user=officer)
    second = ProgrammeItem.objects.latest("pk")

    batch = commit(
        PROGRAMME_ITEMS,
        line("THĂM SAKAI", persons="9"),
        line("Hội thảo EWEC", id=str(second.pk)),
        user=officer,
        form=form,
    )

    assert fates(batch) == [CHANGED, CHANGED]
    assert list(ProgrammeItem.objects.order_by("pk").values_list("persons", "title")) == [
        (9, "THĂM SAKAI"),
        (None, "Hội thảo EWEC"),
    ]


def test_what_was_written_is_taken_back_with_its_lists(officer):
    commit(PROGRAMME_ITEMS, line(countries="JP", persons="7"), user=officer)
    before = facts()

    batch = commit(
        PROGRAMME_ITEMS, line(countries="KR", persons="9"), line("Hội thảo", countries="JP"), user=officer
    )
    between = [(row["persons"], row["countries"]) for row in facts()]
    undo_batch(batch=batch, user=officer, reason="Nhầm tệp")

    assert between == [(9, ["KR"]), (None, ["JP"])]
    assert facts() == before


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"year": "2031"}, "year", "Chưa mở chương trình của năm này."),
        ({"cost_amount": "5"}, "cost_currency", "Loại tiền là ba chữ cái, ví dụ VND, USD."),
        ({"expected_on": "31/12/2026"}, "expected_on", "Ngoài năm của chương trình."),
        ({"expected_on": "1/1/2028"}, "expected_on", "Ngoài năm của chương trình."),
        ({"id": "999999"}, "id", "Trong sổ không có mục với mã này; khi thêm mới hãy để trống."),
    ],
)
def test_what_is_wrong_stands_at_its_cell(officer, cells, column, sentence):
    batch = preview(PROGRAMME_ITEMS, line(**cells), user=officer)

    assert [(found[1], found[2]) for found in errors(batch)] == [(column, sentence)]
    assert ProgrammeItem.objects.count() == 0


@pytest.mark.parametrize("when", ["1/1/2027", "31/12/2027", "2027"])
def test_every_day_of_the_year_is_taken(officer, when):
    assert errors(preview(PROGRAMME_ITEMS, line(expected_on=when), user=officer)) == []


def test_a_line_twice_and_secrets_are_refused(officer):
    batch = preview(
        PROGRAMME_ITEMS, line(), line("thăm sakai"), line("Khác", purpose="Độ mật: TỐI MẬT"), user=officer
    )

    assert [(row, column) for row, column, _sentence in errors(batch)] == [(3, "title"), (4, "purpose")]


def test_what_is_settled_or_of_another_year_stays(officer):
    make_programme(2028)
    settled = make_item(make_programme(2027), state="refused", decision_note="Thôi")
    own = make_item(make_programme(2027))
    rows = [
        {**line(settled.title), "id": str(settled.pk)},
        {**line(own.title, year="2028"), "id": str(own.pk), "agency": own.agency.key},
    ]

    batch = preview(PROGRAMME_ITEMS, *rows, user=officer)

    assert [(row, column) for row, column, _sentence in errors(batch)] == [(2, ""), (3, "year")]


def test_two_lines_of_the_same_words_are_told_apart_by_number(officer):
    agency = make_agency(key="so-y-te")
    for _number in range(2):
        make_item(make_programme(2027), title="Thăm Sakai", agency=agency)

    batch = preview(PROGRAMME_ITEMS, line(agency="so-y-te"), user=officer)

    assert [column for _row, column, _sentence in errors(batch)] == ["id"]


def test_the_command_line_sees_every_line():
    item = make_item(make_programme(2027), expected_on=date(2027, 5, 1).isoformat())

    assert list(PROGRAMME_ITEMS.exported(None)) == [item]
