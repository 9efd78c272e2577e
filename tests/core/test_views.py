from __future__ import annotations

import csv
import io
from datetime import date
from types import SimpleNamespace

import django_filters
import openpyxl
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db.models.functions import Lower
from django.test import RequestFactory

from dnfa.accounts.models import Agency
from dnfa.core import navigation, views
from dnfa.core.clock import local_today
from dnfa.core.listing import Column, active_filters, chosen_order, form_parameters
from dnfa.core.partial_dates import PartialDate
from dnfa.core.views import RegisterListView


class AgencyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name_vi", lookup_expr="icontains", label="Có chữ")
    kind = django_filters.ChoiceFilter(choices=[("department", "Sở"), ("union", "Liên hiệp")], label="Loại")
    many = django_filters.MultipleChoiceFilter(
        field_name="kind",
        choices=[("Nhóm", [("department", "Sở"), ("union", "Liên hiệp")])],
        label="Các loại",
    )
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.all(), to_field_name="key", label="Cơ quan", method="only"
    )
    agencies = django_filters.ModelMultipleChoiceFilter(
        field_name="key", queryset=Agency.objects.all(), to_field_name="key", label="Các cơ quan"
    )
    active = django_filters.BooleanFilter(field_name="valid_to", lookup_expr="isnull", label="Đang hoạt động")
    years = django_filters.RangeFilter(field_name="pk", label="Khoảng")

    def only(self, queryset, _name, value):
        return queryset.filter(pk=value.pk)


class AgencyList(RegisterListView):
    page_title = "Cơ quan"
    filterset_class = AgencyFilter
    default_sort = "name"
    takes_as_of = True
    export_name = "co-quan"
    empty_advice = "Bỏ bớt điều kiện lọc."
    columns = (
        Column("name", "Tên", value="name_vi", sort="name_fold", link=lambda row: f"/a/{row.key}/"),
        Column("kind", "Loại", value="get_kind_display", sort=(Lower("kind"), "name_fold")),
        Column("since", "Từ", value="valid_from", sort="valid_from", align="end"),
        Column("note", "Ghi chú", on_screen=False),
        Column("length", "Độ dài", value=lambda row: len(row.name_vi), in_export=False),
        Column("nowhere", "Trống", value="parent.name"),
    )

    def get_queryset(self):
        return Agency.objects.all()


class PlainList(RegisterListView):
    page_title = "Không lọc"
    columns = (Column("key", "Khóa"),)

    def get_queryset(self):
        return Agency.objects.all()


urlpatterns = []  # the page alone: no menu, no search, no other room
USER = SimpleNamespace(is_authenticated=True, is_staff=False, role="", agency=None)


@pytest.fixture(autouse=True)
def _page_alone(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = "/dang-nhap/"
    monkeypatch.setattr(navigation, "_items", {})


def get(query="", view=AgencyList, user=USER):
    request = RequestFactory().get(f"/a/?{query}")
    request.user = user
    return view.as_view()(request)


def listed(response):
    return [line.row.key for line in response.context_data["lines"]]


@pytest.fixture
def agencies(db):
    Agency.objects.all().delete()
    values = [
        ("b", "Sở Y tế", "department", PartialDate(2004)),
        ("a", "=Sở Ngoại vụ", "department", PartialDate(1997, 1)),
        ("c", "Liên hiệp các tổ chức hữu nghị", "union", None),
    ]
    return [
        Agency.objects.create(key=key, name_vi=name, kind=kind, valid_from=since, note="<b>")
        for key, name, kind, since in values
    ]


def test_the_page_lists_in_the_default_order(agencies):
    response = get()

    assert listed(response) == ["a", "c", "b"]
    assert response.context_data["total"] == 3
    html = response.render().content.decode()
    assert '<a href="/a/b/">Sở Y tế</a>' in html
    assert "3 bản ghi" in html
    assert "Ghi chú" not in html


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-name", ["b", "c", "a"]),
        ("since", ["a", "b", "c"]),
        ("-since", ["b", "a", "c"]),
        ("-kind", ["c", "b", "a"]),
        ("note", ["a", "c", "b"]),
        ("'; drop table", ["a", "c", "b"]),
    ],
)
def test_sorting_puts_empty_values_last_and_falls_back_to_the_default(agencies, sort, order):
    assert listed(get(f"sort={sort}")) == order


def test_an_unknown_default_orders_by_the_primary_key(agencies):
    assert listed(get(view=PlainList)) == ["b", "a", "c"]
    assert chosen_order("key", PlainList.columns, "") == ""


@pytest.mark.parametrize(
    ("query", "keys", "chips"),
    [
        ("q=Y t", ["b"], [("Có chữ", "Y t")]),
        ("kind=union", ["c"], [("Loại", "Liên hiệp")]),
        ("many=union&many=department", ["a", "c", "b"], [("Các loại", "Liên hiệp"), ("Các loại", "Sở")]),
        ("agency=b", ["b"], [("Cơ quan", "Sở Y tế")]),
        (
            "agencies=b&agencies=c",
            ["c", "b"],
            [("Các cơ quan", "Sở Y tế"), ("Các cơ quan", "Liên hiệp các tổ chức hữu nghị")],
        ),
        ("active=true", ["a", "c", "b"], [("Đang hoạt động", "Có")]),
        ("q=+", ["a", "c", "b"], []),
    ],
)
def test_filters_in_words(agencies, query, keys, chips):
    response = get(query)

    request_query = RequestFactory().get(f"/a/?{query}").GET
    active = active_filters(response.context_data["form"], request_query)
    assert listed(response) == keys
    assert [(chip.label, chip.value) for chip in active] == chips


def test_wrong_filter_input_lists_nothing_and_says_why(agencies):
    response = get("agency=zzz&format=csv")

    assert listed(response) == []
    html = response.render().content.decode()
    assert "Có lỗi cần sửa" in html
    assert "<title>Lỗi: Cơ quan" in html
    assert "Bỏ bớt điều kiện lọc." in html


def test_unknown_parameters_are_named(agencies):
    response = get("years_min=1&years_max=9999999&sort=name&page=1&page_size=50&as_of=2023&<b>=1&zoo=1")

    assert response.context_data["ignored_parameters"] == ["<b>", "zoo"]
    html = response.render().content.decode()
    assert "&lt;b&gt;, zoo" in html
    assert get("as_of=2023", view=PlainList).context_data["ignored_parameters"] == ["as_of"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2023", date(2023, 12, 31)), ("26/12/2023", date(2023, 12, 26)), ("2023-12-26", date(2023, 12, 26))],
)
def test_as_of_is_read_as_people_write_it(agencies, typed, day):
    response = get(f"as_of={typed}")

    assert (response.context_data["as_of"], response.context_data["as_of_error"]) == (day, "")


def test_as_of_defaults_to_today(agencies):
    assert get().context_data["as_of"] == local_today()


def test_a_wrong_day_lists_nothing_and_says_why(agencies):
    response = get("as_of=31/9/2023")

    assert listed(response) == []
    html = response.render().content.decode()
    assert "không có trong lịch" in html
    assert 'value="31/9/2023"' in html


def test_a_page_that_takes_no_day_ignores_a_wrong_one(agencies):
    assert len(listed(get("as_of=x", view=PlainList))) == 3


@pytest.mark.parametrize(
    ("query", "size", "keys"),
    [("page_size=50", 50, 3), ("page_size=7", 20, 3), ("page=99", 20, 3), ("page=x", 20, 3)],
)
def test_paging_takes_known_sizes_and_existing_pages(agencies, query, size, keys):
    response = get(query)

    assert (response.context_data["page_size"], len(listed(response))) == (size, keys)


def test_rows_are_numbered_on_across_pages(agencies, monkeypatch):
    monkeypatch.setattr(AgencyList, "default_page_size", 2)

    assert [line.number for line in get("page=2").context_data["lines"]] == [3]


def test_csv_is_the_filtered_list_in_the_order_shown(agencies):
    response = get("format=csv&kind=department&sort=-name&page=2")

    text = b"".join(response.streaming_content).decode()
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["STT", "Tên", "Loại", "Từ", "Ghi chú", "Trống"],
        ["1", "Sở Y tế", "Sở, ngành", "2004", "<b>", ""],
        ["2", "'=Sở Ngoại vụ", "Sở, ngành", "1/1997", "<b>", ""],
    ]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="co-quan_{local_today():%Y-%m-%d}.csv"'


def test_an_export_by_portions_of_keys_is_the_list_that_is_shown(agencies, monkeypatch):
    query = "format=csv&sort=-name"
    at_once = b"".join(get(query).streaming_content)
    monkeypatch.setattr(AgencyList, "keys_first", True)
    monkeypatch.setattr(views, "_EXPORT_CHUNK", 2)

    assert at_once.count(b"\n") == 1 + len(agencies)
    assert b"".join(get(query).streaming_content) == at_once


def test_xlsx_says_what_was_filtered_and_as_of_when(agencies):
    response = get("format=xlsx&kind=union&as_of=26/12/2023")

    worksheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [row[0].value for row in worksheet.iter_rows(max_row=3)] == [
        "Cơ quan",
        "Điều kiện lọc: Loại: Liên hiệp",
        "Số liệu tính đến ngày 26/12/2023",
    ]
    assert [cell.value for cell in worksheet[6]][:2] == [1, "Liên hiệp các tổ chức hữu nghị"]
    assert response["Content-Disposition"] == 'attachment; filename="co-quan_2023-12-26.xlsx"'


def test_xlsx_of_everything_says_so(agencies):
    worksheet = openpyxl.load_workbook(io.BytesIO(get("format=xlsx", view=PlainList).content)).active

    assert worksheet["A2"].value == "Điều kiện lọc: không lọc, toàn bộ danh sách"
    assert [row[1].value for row in worksheet.iter_rows(min_row=6)] == ["b", "a", "c"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_twice_whatever_it_lists(agencies, django_assert_num_queries, count):
    Agency.objects.filter(pk__in=[agency.pk for agency in agencies[count:]]).delete()

    with django_assert_num_queries(2):
        response = get("kind=department" if count == 3 else "")

    assert len(listed(response)) == min(count, 2)


def test_export_prepares_rows_in_portions(agencies, monkeypatch):
    portions = []

    class Prepared(PlainList):
        def prepare_rows(self, rows):
            portions.append(len(rows))
            return rows

    monkeypatch.setattr("dnfa.core.views._EXPORT_CHUNK", 2)
    lines = list(get("format=csv", view=Prepared).streaming_content)

    assert portions == [2, 1]
    assert [line.split(b",")[0] for line in lines[1:]] == [b"1", b"2", b"3"]


def test_anonymous_people_are_sent_to_sign_in(db):
    response = get("format=csv", user=AnonymousUser())

    assert response.status_code == 302
    assert "next=/a/" in response["Location"]


def test_a_list_with_columns_but_no_rows_is_refused_where_it_is_defined():
    with pytest.raises(ImproperlyConfigured) as caught:
        type("Unfinished", (RegisterListView,), {"columns": ()})

    assert str(caught.value) == "Unfinished must write get_queryset"


def test_a_base_of_lists_may_leave_rows_and_columns_to_the_page():
    base = type("Base", (RegisterListView,), {"takes_as_of": True})

    page = type("Page", (base,), {"columns": (), "get_queryset": PlainList.get_queryset})

    assert page.takes_as_of


def test_a_column_follows_methods_and_get_absolute_url():
    row = SimpleNamespace(key="x", get_absolute_url=lambda: "/x/", parent=SimpleNamespace(name=lambda: "Mẹ"))

    column = Column("p", "Cha", value="parent.name", link=True)

    assert (column.value_of(row), column.href_of(row), Column("key", "").href_of(row)) == ("Mẹ", "/x/", "")


def test_parameters_of_a_field_with_several_inputs():
    class Several(forms.Form):
        moment = forms.SplitDateTimeField()
        name = forms.CharField()

    assert form_parameters(Several()) == {"moment_0", "moment_1", "name"}
