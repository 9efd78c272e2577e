"""The loading protocol: reading files, syncing facts, leaving officers' work alone. The whole register: see the end."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dnfa.accounts.models import Agency
from dnfa.core.audit import as_actor
from dnfa.core.enums import ParameterUnit
from dnfa.core.loading import GONE, DataError, Fact, Load, Row, load_register, loaders, read_rows
from dnfa.core.models import CalendarException, LegalBasis, PolicyParameter, Provenance, SourceDocument
from dnfa.core.partial_dates import PartialDate
from dnfa.core.policy import EXPIRING_DAYS, EXPIRY_HORIZON_MONTHS, parameter
from partners.models import CooperationField, CountryPriority, Partner, PartnerName
from tests.factories import make_partner
from tests.loaded import DATA, TODAY, rewrite


def row(**cells: str) -> Row:
    return Row("data/thu.csv", 7, cells)


@pytest.fixture
def load(db, tmp_path) -> Load:
    return Load(data_dir=tmp_path, today=TODAY)


@pytest.fixture
def data(tmp_path) -> Path:
    """A copy of the data folder that a test may spoil."""
    return shutil.copytree(DATA, tmp_path / "data")


def trail_length() -> int:
    """Number of audit rows in the whole house."""
    from django.apps import apps

    audits = [model for model in apps.get_models() if any(f.name == "pgh_label" for f in model._meta.fields)]
    return sum(model.objects.count() for model in audits)


# --- Reading --------------------------------------------------------------------------------------
def test_a_row_reads_what_its_cells_say():
    cells = row(
        text="Lào",
        empty="",
        many=" a ; b;;",
        yes="yes",
        unit="months",
        when="2012-04",
        how="month",
        unknown="unknown",
        amount="601346.76",
        count="42",
        day="2023-08-03",
    )

    assert cells.text("empty") == ""
    assert cells.required("text") == "Lào"
    assert cells.many("many") == ["a", "b"]
    assert cells.yes("yes") is True
    assert cells.choice("unit", ParameterUnit) == ParameterUnit.MONTHS
    assert cells.choice_or_none("empty", ParameterUnit) is None
    assert cells.choice_or_none("unit", ParameterUnit) == ParameterUnit.MONTHS
    assert cells.partial("when", precision="how") == PartialDate(2012, 4)
    assert cells.partial("empty", precision="unknown") is None
    assert cells.decimal("amount") == Decimal("601346.76")
    assert cells.decimal("empty") is None
    assert cells.integer("count") == 42
    assert cells.integer("empty") is None
    assert cells.day("day") == date(2023, 8, 3)
    assert cells.day("empty") is None
    assert cells.required_day("day") == date(2023, 8, 3)


@pytest.mark.parametrize(
    ("read", "cells", "message"),
    [
        (lambda r: r.required("x"), {"x": ""}, "cột x: ô này không được để trống."),
        (lambda r: r.yes("x"), {"x": "có"}, "cột x: phải là “yes” hoặc “no”."),
        (
            lambda r: r.choice("x", ParameterUnit),
            {"x": "weeks"},
            "cột x: “weeks” không có trong danh sách: days, working_days, months, count.",
        ),
        (
            lambda r: r.partial("x"),
            {"x": "2023-09-31"},
            "cột x: Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày.",
        ),
        (
            lambda r: r.partial("x", precision="p"),
            {"x": "2014", "p": "day"},
            "cột p: “day” không khớp với ngày “2014”.",
        ),
        (
            lambda r: r.partial("x", precision="p"),
            {"x": "", "p": "year"},
            "cột p: “year” không khớp với ngày “”.",
        ),
        (lambda r: r.day("x"), {"x": "2014-05"}, "cột x: cần đủ ngày, tháng, năm."),
        (lambda r: r.required_day("x"), {"x": ""}, "cột x: ô này không được để trống."),
        (lambda r: r.decimal("x"), {"x": "1,5"}, "cột x: “1,5” không phải là số."),
        (lambda r: r.decimal("x"), {"x": "NaN"}, "cột x: “NaN” không phải là số."),
        (lambda r: r.integer("x"), {"x": "1.5"}, "cột x: cần một số nguyên không âm."),
        (lambda r: r.integer("x"), {"x": "-1"}, "cột x: cần một số nguyên không âm."),
    ],
)
def test_a_row_names_file_line_and_column_of_what_it_cannot_read(read, cells, message):
    with pytest.raises(DataError) as error:
        read(row(**cells))

    assert str(error.value) == f"data/thu.csv, dòng 7, {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "data/thu.csv: không tìm thấy tệp."),
        (b"key,ten\n\xff\xfe,a\n", "data/thu.csv: tệp không phải là UTF-8."),
        (b"", "data/thu.csv, dòng 1, cột key: thiếu cột này."),
        (b"key\na\n", "data/thu.csv, dòng 1, cột ten: thiếu cột này."),
        (b"key,ten,la\n", "data/thu.csv, dòng 1, cột la: cột lạ hoặc lặp lại."),
        (b"key,ten,key\n", "data/thu.csv, dòng 1, cột key: cột lạ hoặc lặp lại."),
        (b"key,ten\na,b,c\n", "data/thu.csv, dòng 2: có 3 ô, cần 2 ô."),
        (b'key,ten\na,"b"c\n', "data/thu.csv, dòng 2: dấu ngoặc kép không đúng cách viết CSV."),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content, message):
    path = tmp_path / "thu.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(DataError) as error:
        read_rows(path, ["key", "ten"])

    assert str(error.value) == message


def test_a_file_is_read_composed_and_trimmed_with_its_line_numbers(tmp_path):
    path = tmp_path / "thu.csv"
    path.write_text('\ufeffkey,ten\na,"Đa\u0300 Na\u0306\u0303ng \nhai dòng"\nb, \n', encoding="utf-8")

    rows = read_rows(path, ["ten", "key"])

    assert [(r.line, r.text("key"), r.text("ten")) for r in rows] == [
        (3, "a", "Đà Nẵng \nhai dòng"),
        (4, "b", ""),
    ]


# --- Syncing --------------------------------------------------------------------------------------
def holiday(day: date, name: str, **values) -> Fact:
    return Fact(row(name=name), {"day": day, "name": name, **values})


def as_load():
    return as_actor("load_register", loading=True)


def as_officer():
    """A test is one transaction, in which the last audit context stays: name the person who edits."""
    return as_actor("chuyên viên")


def sync(load: Load, *facts: Fact) -> list:
    with as_load():
        return load.sync("holidays", CalendarException, "day", facts)


def counts(load: Load, table: str = "holidays") -> tuple[int, ...]:
    count = load.tables[table]
    return count.rows, count.made, count.changed, count.unchanged, count.left_alone


def test_sync_makes_then_keeps_then_changes(tmp_path, db):
    first, second, third = (Load(data_dir=tmp_path, today=TODAY) for _ in range(3))
    tet, culture = date(2026, 2, 17), date(2026, 11, 24)

    made = sync(first, holiday(tet, "Tết"), holiday(culture, "Văn hóa"))
    kept = sync(second, holiday(tet, "Tết"), holiday(culture, "Văn hóa"))
    changed = sync(third, holiday(tet, "Tết Nguyên đán"), holiday(culture, "Văn hóa"))

    assert [counts(first), counts(second), counts(third)] == [
        (2, 2, 0, 0, 0),
        (2, 0, 0, 2, 0),
        (2, 0, 1, 1, 0),
    ]
    assert made == kept == changed
    assert list(CalendarException.objects.order_by("day").values_list("name", flat=True)) == [
        "Tết Nguyên đán",
        "Văn hóa",
    ]


def test_sync_leaves_alone_what_somebody_changed(tmp_path, db):
    first, second = (Load(data_dir=tmp_path, today=TODAY) for _ in range(2))
    day = date(2026, 2, 17)
    sync(first, holiday(day, "Tết"))
    with as_officer():
        CalendarException.objects.update(name="Tết Bính Ngọ")

    sync(second, holiday(day, "Tết Nguyên đán"))

    assert counts(second) == (1, 0, 0, 0, 1)
    assert CalendarException.objects.get().name == "Tết Bính Ngọ"


def test_sync_counts_a_changed_record_that_agrees_as_unchanged(tmp_path, db):
    first, second = (Load(data_dir=tmp_path, today=TODAY) for _ in range(2))
    day = date(2026, 2, 17)
    sync(first, holiday(day, "Tết"))
    with as_officer():
        CalendarException.objects.update(note="Theo thông báo")

    sync(second, holiday(day, "Tết"))

    assert counts(second) == (1, 0, 0, 1, 0)


def test_sync_does_not_bring_back_what_somebody_deleted(tmp_path, db):
    first, second = (Load(data_dir=tmp_path, today=TODAY) for _ in range(2))
    day = date(2026, 2, 17)
    sync(first, holiday(day, "Tết"))
    with as_officer():
        CalendarException.objects.all().delete()

    records = sync(second, holiday(day, "Tết"), holiday(date(2026, 4, 30), "Thống nhất"))

    assert counts(second) == (2, 1, 0, 0, 1)
    assert records == [GONE, CalendarException.objects.get()]


def test_sync_brings_back_what_a_load_itself_deleted(tmp_path, db):
    first, second = (Load(data_dir=tmp_path, today=TODAY) for _ in range(2))
    day = date(2026, 2, 17)
    sync(first, holiday(day, "Tết"))
    with as_load():
        CalendarException.objects.all().delete()

    sync(second, holiday(day, "Tết"))

    assert counts(second) == (1, 1, 0, 0, 0)


def test_sync_leaves_alone_a_fact_about_a_record_that_is_gone(load):
    fact = Fact(row(ten="Huế"), {"partner": GONE, "name": "Huế", "kind": "alias"})

    with as_load():
        records = load.sync("names", PartnerName, ("partner", "name", "kind"), [fact])

    assert (records, counts(load, "names")) == ([GONE], (1, 0, 0, 0, 1))
    assert PartnerName.objects.count() == 0


def test_sync_takes_the_oldest_of_several_records_with_one_key(load):
    partner = make_partner()
    with as_load():
        names = [PartnerName.objects.create(partner=partner, name=n, kind="alias") for n in ("Huế", "Hue")]

        records = load.sync(
            "names", PartnerName, "partner", [Fact(row(), {"partner": partner, "name": "Huế"})]
        )

    assert records == [names[0]]


def test_sync_refuses_the_same_record_twice(load):
    with pytest.raises(DataError) as error:
        sync(load, holiday(date(2026, 2, 17), "Tết"), holiday(date(2026, 2, 17), "Tết"))

    assert str(error.value) == "data/thu.csv, dòng 7: bản ghi này đã có ở một dòng trên: 2026-02-17."


def test_sync_names_the_column_of_a_value_the_field_refuses(load):
    with pytest.raises(DataError) as error:
        sync(load, holiday(date(2026, 2, 17), "T" * 201))

    assert str(error.value).startswith("data/thu.csv, dòng 7, cột name: Tên: ")


def test_sync_names_the_row_that_the_database_refuses(load):
    facts = [
        Fact(
            Row("data/thu.csv", line, {}),
            {
                "key": f"k-{line}",
                "label": "Mức",
                "value": 1,
                "unit": "days",
                "valid_from": start,
                "valid_to": end,
            },
        )
        for line, start, end in [(2, date(2026, 1, 1), None), (3, date(2026, 1, 1), date(2025, 1, 1))]
    ]

    with pytest.raises(DataError) as error, as_load():
        load.sync("parameters", PolicyParameter, ("key", "valid_from"), facts)

    assert (
        str(error.value)
        == "data/thu.csv, dòng 3: cơ sở dữ liệu từ chối dòng này (ràng buộc parameter_range)."
    )


def test_sync_names_the_row_whose_change_the_database_refuses(tmp_path, db):
    def fact(end: date | None) -> Fact:
        values = {"key": "k", "label": "Mức", "value": 1, "unit": "days", "valid_from": date(2026, 1, 1)}
        return Fact(row(), {**values, "valid_to": end})

    with as_load():
        Load(data_dir=tmp_path, today=TODAY).sync("p", PolicyParameter, ("key", "valid_from"), [fact(None)])

        with pytest.raises(DataError) as error:
            Load(data_dir=tmp_path, today=TODAY).sync(
                "p", PolicyParameter, ("key", "valid_from"), [fact(date(2025, 1, 1))]
            )

    assert (
        str(error.value)
        == "data/thu.csv, dòng 7: cơ sở dữ liệu từ chối dòng này (ràng buộc parameter_range)."
    )


def priority(*fields: CooperationField, summary: str = "Thu hút đầu tư") -> Fact:
    values = {"key": "cp", "entry_no": 1, "heading": "Lào", "continent_heading": "CHÂU Á", "kind": "priority"}
    return Fact(row(), {**values, "summary_vi": summary}, {"fields": fields})


def sync_priority(tmp_path: Path, fact: Fact) -> tuple[int, ...]:
    load = Load(data_dir=tmp_path, today=TODAY)
    with as_load():
        load.sync("priorities", CountryPriority, "key", [fact])
    return counts(load, "priorities")


def test_sync_sets_links_both_ways_and_counts_the_record_once(tmp_path, db):
    oda, trade = (
        CooperationField.objects.create(code=code, level=2, name_vi=code) for code in ("oda", "trade")
    )

    made = sync_priority(tmp_path, priority(oda))
    kept = sync_priority(tmp_path, priority(oda))
    relinked = sync_priority(tmp_path, priority(trade))
    both = sync_priority(tmp_path, priority(oda, trade, summary="Thu hút ODA"))

    assert [made, kept, relinked, both] == [
        (1, 1, 0, 0, 0),
        (1, 0, 0, 1, 0),
        (1, 0, 1, 0, 0),
        (1, 0, 1, 0, 0),
    ]
    assert list(CountryPriority.objects.get().fields.order_by("code")) == [oda, trade]


def test_sync_leaves_the_links_of_a_changed_record_alone(tmp_path, db):
    oda, trade = (
        CooperationField.objects.create(code=code, level=2, name_vi=code) for code in ("oda", "trade")
    )
    sync_priority(tmp_path, priority(oda))
    with as_officer():
        CountryPriority.objects.update(note="Đã xem lại")

    count = sync_priority(tmp_path, priority(trade))

    assert count == (1, 0, 0, 0, 1)
    assert list(CountryPriority.objects.get().fields.all()) == [oda]


def test_amend_changes_keeps_and_leaves_alone(tmp_path, db):
    oda = CooperationField.objects.create(code="oda", level=2, name_vi="ODA")
    sync_priority(tmp_path, priority(oda))
    record = CountryPriority.objects.get()
    load = Load(data_dir=tmp_path, today=TODAY)

    with as_load():
        load.amend("amended", row(), record, {"note": "Bổ sung"}, {"fields": []})
        load.amend("amended", row(), record, {"note": "Bổ sung"}, {"fields": []})
        load.amend("amended", row(), GONE, {"note": "Bổ sung"})
    with as_officer():
        CountryPriority.objects.update(note="Chuyên viên sửa")
    load.store.forget()
    record.refresh_from_db()
    load.amend("amended", row(), record, {"note": "Bổ sung"})

    assert counts(load, "amended") == (4, 0, 1, 1, 2)
    record.refresh_from_db()
    assert (record.note, record.fields.count()) == ("Chuyên viên sửa", 0)


def test_amend_moves_the_time_of_change(load):
    with as_load():
        agency = Agency.objects.create(key="so-y-te", name_vi="Sở Y tế", kind="department")
        before = agency.updated_at

        load.amend("amended", row(), agency, {"name_en": "Department of Health"})

    agency.refresh_from_db()
    assert (agency.name_en, agency.updated_at > before) == ("Department of Health", True)


def test_sync_moves_the_time_of_change(tmp_path, db):
    def fact(name_en: str) -> Fact:
        return Fact(row(), {"key": "so-y-te", "name_vi": "Sở Y tế", "kind": "department", "name_en": name_en})

    with as_load():
        [agency] = Load(data_dir=tmp_path, today=TODAY).sync("agencies", Agency, "key", [fact("")])
        before = agency.updated_at

        Load(data_dir=tmp_path, today=TODAY).sync("agencies", Agency, "key", [fact("Health")])

    agency.refresh_from_db()
    assert (agency.name_en, agency.updated_at > before) == ("Health", True)


# --- Names and citations --------------------------------------------------------------------------
def test_find_gives_the_record_of_a_cell_or_says_where_the_key_is_unknown(load):
    load.remember("agency", "so-y-te", "record")
    load.remember("agency", "so-cu", GONE)
    cells = row(one="so-y-te", none="", many="so-y-te; so-cu", wrong="so-la")

    assert load.find(cells, "one", "agency") == "record"
    assert load.find(cells, "none", "agency") is None
    assert load.find_many(cells, "many", "agency") == ["record"]
    assert load.remembered("agency") == {"so-y-te": "record"}
    with pytest.raises(DataError) as error:
        load.find(cells, "wrong", "agency")
    assert str(error.value) == "data/thu.csv, dòng 7, cột wrong: không có bản ghi nào mang khóa “so-la”."


def test_citations_become_provenance_with_the_longest_source_name_first(load):
    decision, page = (SourceDocument.objects.create(key=key, title=key) for key in ("decision-2887", "page"))
    load.citations.name("decision-2887", decision)
    load.citations.name("decision-2887 bis", page)
    partner = make_partner()

    load.cite(
        row(s="decision-2887 L1352; decision-2887 bis 9 (17/01/2017)"),
        "s",
        partner,
        field="name_vi",
        value="X",
    )
    load.cite(row(s="decision-2887 L1"), "s", GONE)
    load.save_citations()

    assert sorted(
        Provenance.objects.values_list("source__key", "locator", "field", "value_as_printed", "is_used")
    ) == [
        ("decision-2887", "L1352", "name_vi", "X", True),
        ("page", "9 (17/01/2017)", "name_vi", "X", True),
    ]
    assert {item.record for item in Provenance.objects.all()} == {partner}


def test_a_citation_of_an_unknown_source_is_refused(load):
    with pytest.raises(DataError) as error:
        load.cite(row(s="báo lạ 5"), "s", make_partner())

    assert str(error.value) == "data/thu.csv, dòng 7, cột s: không nhận ra nguồn “báo lạ 5”."


# --- Parameters and legal bases without any load -----------------------------------------------------
def test_parameters_and_legal_bases_exist_before_any_load(db):
    assert parameter(EXPIRING_DAYS, TODAY) == 180
    assert parameter(EXPIRY_HORIZON_MONTHS, date(1990, 1, 1)) == 12
    months = PolicyParameter.objects.filter(key__startswith="dormancy-months-")
    assert sorted(months.values_list("key", "value", "is_verified")) == [
        (f"dormancy-months-{code}", 24, False)
        for code in ("candidate", "cooperating", "formal", "friendship", "letter_of_intent", "none")
    ]
    assert LegalBasis.objects.get(key="nd-80-2020").replaced_by.number == "313/2025/NĐ-CP"


def test_the_migration_and_the_files_say_the_same_of_law_and_thresholds(load):
    load.data_dir = DATA
    from dnfa.core.loading import own

    with as_load():
        own.load_legal_bases(load)
        own.load_parameters(load)

    assert counts(load, "legal_bases") == (LegalBasis.objects.count(), 0, 0, LegalBasis.objects.count(), 0)
    known = PolicyParameter.objects.count()
    assert counts(load, "parameters") == (known, 0, 0, known, 0)


def test_legal_bases_that_replace_each_other_in_a_circle_are_refused(load, data):
    from dnfa.core.loading import own

    load.data_dir = data
    rewrite(data / "legal_bases.csv", lambda rows: rows[0].update(replaced_by=rows[0]["key"]))

    with pytest.raises(DataError) as error:
        own.load_legal_bases(load)

    assert str(error.value) == (
        "data/legal_bases.csv, dòng 2, cột replaced_by: các văn bản thay thế nhau vòng tròn."
    )


# --- The whole register ------------------------------------------------------------------------------
def test_loaders_run_from_sources_to_contradictions():
    names = [loader.name for loader in loaders()]

    assert (names[:2], names[-1]) == (["sources", "legal_bases"], "contradictions")
    assert (
        names.index("partners")
        < names.index("relations_table")
        < names.index("agreements")
        < names.index("ties")
    )


def test_a_second_load_changes_nothing_and_leaves_no_audit_row(db):
    first = load_register(data_dir=DATA, today=TODAY)
    length = trail_length()

    second = load_register(data_dir=DATA, today=TODAY)

    assert trail_length() == length
    assert first.total("made") > 1500
    assert [second.total(name) for name in ("made", "changed", "left_alone")] == [0, 0, 0]
    assert second.total("unchanged") == second.total("rows")


def test_the_load_signs_its_audit_rows(db):
    load_register(data_dir=DATA, today=TODAY)

    trail = Partner._meta.get_field("audit_rows").related_model.objects.all()
    assert set(trail.values_list("pgh_context__metadata__loading", "pgh_label")) == {(True, "insert")}


@pytest.mark.django_db
def test_a_later_load_takes_new_facts_and_keeps_the_officers_edits(data):
    load_register(data_dir=data, today=TODAY)
    with as_officer():
        Partner.objects.filter(key="kr-daegu").update(note="Chuyên viên ghi")
        Agency.objects.get(key="bao-da-nang").delete()

    def change(rows):
        by_key = {r["key"]: r for r in rows}
        by_key["kr-daegu"]["note"] = "Tệp mới"
        by_key["kr-seoul"]["note"] = "Tệp mới"

    rewrite(data / "partners.csv", change)
    summary = load_register(data_dir=data, today=TODAY)

    notes = dict(Partner.objects.filter(key__in=["kr-daegu", "kr-seoul"]).values_list("key", "note"))
    assert notes == {"kr-daegu": "Chuyên viên ghi", "kr-seoul": "Tệp mới"}
    assert not Agency.objects.filter(key="bao-da-nang").exists()
    changed = {t.table: (t.changed, t.left_alone) for t in summary.tables if t.changed or t.left_alone}
    assert changed == {"partners": (1, 1), "agencies": (0, 1)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "activities.csv",
            {"lead_agency_key": "so-la"},
            "cột lead_agency_key: không có bản ghi nào mang khóa “so-la”.",
        ),
        ("contradictions.csv", {"field": "mau"}, "cột field: bản ghi loại này không có trường này."),
        ("statistics.csv", {"value": "một"}, "cột value: “một” không phải là số."),
    ],
)
def test_a_wrong_cell_stops_the_load_and_nothing_is_saved(data, file, change, message):
    rewrite(data / file, lambda rows: rows[0].update(change))
    before = trail_length()

    with pytest.raises(DataError) as error:
        load_register(data_dir=data, today=TODAY)

    assert str(error.value) == f"data/{file}, dòng 2, {message}"
    assert (trail_length(), Partner.objects.count(), Provenance.objects.count()) == (before, 0, 0)


@pytest.mark.django_db
def test_every_contradiction_keeps_its_values_and_uses_one():
    load_register(data_dir=DATA, today=TODAY)

    groups: dict[tuple, dict[bool, set]] = {}
    for item in Provenance.objects.exclude(field="").exclude(source__key="general-knowledge"):
        uses = groups.setdefault(
            (item.content_type_id, item.object_id, item.field), {True: set(), False: set()}
        )
        uses[item.is_used].add(item.value_as_printed)
    disputed = {place: uses for place, uses in groups.items() if uses[False]}
    assert len(disputed) == 88
    assert all(len(uses[True]) <= 1 and not uses[True] & uses[False] for uses in disputed.values())
    assert all(Provenance.objects.exclude(note="").filter(is_used=False).values_list("note", flat=True))


@pytest.mark.django_db
def test_the_command_prints_tables_as_json_and_progress_for_people(capsys):
    call_command("load_register", "--json")
    captured = capsys.readouterr()
    call_command("load_register")

    answer = json.loads(captured.out)
    tables = {table["table"]: table for table in answer["tables"]}
    assert isinstance(answer["seconds"], float)
    assert tables["partners"] == {
        "table": "partners",
        "rows": 177,
        "made": 177,
        "changed": 0,
        "unchanged": 0,
        "left_alone": 0,
    }
    assert "partners: đọc 177, thêm 177, sửa 0, không đổi 0, để nguyên 0" in captured.err
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("Xong sau ")
    assert "thêm 0, sửa 0, không đổi" in last


@pytest.mark.django_db
def test_the_command_says_where_a_file_is_wrong(data, settings):
    settings.BASE_DIR = data.parent
    (data / "networks.csv").unlink()

    with pytest.raises(CommandError) as error:
        call_command("load_register")

    assert str(error.value) == "Chưa nạp gì. data/networks.csv: không tìm thấy tệp."


def test_gone_prints_its_name():
    assert repr(GONE) == "GONE"
