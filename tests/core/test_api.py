from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.utils.translation import override
from rest_framework.test import APIClient

from dnfa.accounts.filters import AgencyFilter
from dnfa.accounts.models import Agency
from dnfa.core.api import RegisterViewSet, as_of_from, parameter_names, parse_day
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.urls("tests.core.api_urls")


@pytest.fixture
def api(db):
    client = APIClient()
    client.force_authenticate(make_user())
    return client


def error_of(response):
    assert set(response.json()) == {"error"}
    error = response.json()["error"]
    assert set(error) == {"code", "message", "fields"}
    return response.status_code, error["code"], error["message"], error["fields"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("domain", (409, "moved_on", "Bản ghi đã đổi.", {"version": ["Đã cũ."]})),
        (
            "validation",
            (
                400,
                "invalid",
                "Dữ liệu gửi lên chưa hợp lệ.",
                {"parties.0.role": ["Thiếu."], "name": ["Dài quá."]},
            ),
        ),
        ("listed", (400, "invalid", "Dữ liệu gửi lên chưa hợp lệ.", {"non_field_errors": ["Sai."]})),
        (
            "model",
            (
                400,
                "invalid",
                "Dữ liệu gửi lên chưa hợp lệ.",
                {"until": ["Trước ngày bắt đầu."], "non_field_errors": ["Trùng."]},
            ),
        ),
        ("plain", (400, "invalid", "Dữ liệu gửi lên chưa hợp lệ.", {"non_field_errors": ["Sai."]})),
        ("missing", (404, "not_found", "Không tìm thấy.", {})),
        ("denied", (403, "permission_denied", "Bạn không có quyền làm việc này.", {})),
        ("denied-why", (403, "permission_denied", "Chỉ trưởng phòng.", {})),
        ("throttled", (429, "throttled", "Gửi quá nhiều yêu cầu; hãy thử lại sau ít phút.", {})),
        ("not-found-why", (404, "not_found", "Không có kỳ này.", {})),
        ("own", (500, "server_error", "Dịch vụ bận.", {})),
        (
            "duplicate",
            (
                409,
                "conflict",
                "Bản ghi mâu thuẫn với một bản ghi đã có (trùng khóa hoặc trùng thời gian).",
                {},
            ),
        ),
    ],
)
def test_each_foreseen_failure_has_its_envelope(api, kind, expected):
    response = api.get(f"/api/v1/thu/{kind}/")

    assert error_of(response) == expected


def test_throttled_answer_says_when_to_come_again(api):
    assert api.get("/api/v1/thu/throttled/")["Retry-After"] == "7"


@pytest.mark.parametrize("kind", ["unforeseen", "broken-rule"])
def test_unforeseen_failure_tells_no_detail(api, kind):
    api.raise_request_exception = False

    response = api.get(f"/api/v1/thu/{kind}/")

    expected = "Hệ thống gặp lỗi ngoài dự kiến; sự việc đã được ghi lại."
    assert error_of(response) == (500, "server_error", expected, {})


def test_unknown_address_wrong_method_type_and_syntax(api):
    answers = [
        api.get("/api/v1/khong-co/"),
        api.delete("/api/v1/thu/domain/"),
        api.post("/api/v1/thu/domain/", "<a/>", content_type="application/xml"),
        api.post("/api/v1/thu/domain/", "{", content_type="application/json"),
        api.get("/api/v1/lists/agencies/", HTTP_ACCEPT="text/csv"),
    ]

    assert [error_of(answer)[:2] for answer in answers] == [
        (404, "not_found"),
        (405, "method_not_allowed"),
        (415, "unsupported_media_type"),
        (400, "parse_error"),
        (406, "not_acceptable"),
    ]


def test_message_is_in_the_language_of_the_caller(api):
    vietnamese = api.get("/api/v1/lists/agencies/?kind=x", HTTP_ACCEPT_LANGUAGE="vi")
    english = api.get("/api/v1/lists/agencies/?kind=x", HTTP_ACCEPT_LANGUAGE="en")

    assert error_of(vietnamese)[3] == {
        "kind": ["Hãy chọn một lựa chọn hợp lệ. x không phải là một trong các lựa chọn khả thi."]
    }
    assert error_of(english)[3] == {"kind": ["Select a valid choice. x is not one of the available choices."]}


def test_anonymous_caller_is_told_which_key_is_expected(db):
    response = APIClient().get("/api/v1/lists/agencies/")

    assert error_of(response) == (
        401,
        "not_authenticated",
        "Cần đăng nhập, hoặc gửi mã truy cập ở đầu mục “Authorization: Token …”.",
        {},
    )
    assert response["WWW-Authenticate"] == "Token"


def test_list_has_exactly_four_members_in_vietnamese_order(api):
    for name in ("Sở Y tế", "Sở Công Thương", "Đài Truyền hình", "Ban Quản lý An toàn thực phẩm"):
        make_agency(name_vi=name)

    body = api.get("/api/v1/lists/agencies/").json()

    assert set(body) == {"count", "next", "previous", "results"}
    assert (body["count"], body["next"], body["previous"]) == (4, None, None)
    assert [row["name_vi"] for row in body["results"]] == [
        "Ban Quản lý An toàn thực phẩm",
        "Đài Truyền hình",
        "Sở Công Thương",
        "Sở Y tế",
    ]


def test_pages_follow_each_other_without_gap_or_overlap(api):
    expected = [make_agency(name_vi="Cùng tên").key for _ in range(5)]

    first = api.get("/api/v1/lists/agencies/?page_size=2").json()
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()

    found = [row["key"] for page in (first, second, third) for row in page["results"]]
    assert found == expected
    assert third["next"] is None
    assert (first["count"], second["count"], third["count"]) == (5, 5, 5)


@pytest.mark.parametrize(
    ("query", "status", "fields"),
    [
        ("page_size=1", 200, None),
        ("page_size=200", 200, None),
        ("page_size=", 200, None),
        ("page_size=0", 400, ["page_size"]),
        ("page_size=201", 400, ["page_size"]),
        ("page_size=-5", 400, ["page_size"]),
        ("page_size=all", 400, ["page_size"]),
        ("page_size=١٠", 400, ["page_size"]),
        ("page=1", 200, None),
        ("page=2", 404, []),
        ("page=0", 400, ["page"]),
        ("page=last", 400, ["page"]),
        ("page=9999999999999999999999", 400, ["page"]),
    ],
)
def test_page_and_page_size(api, query, status, fields):
    make_agency()

    response = api.get(f"/api/v1/lists/agencies/?{query}")

    assert response.status_code == status
    if fields is not None:
        assert list(error_of(response)[3]) == fields


def test_unknown_parameters_are_named_with_the_known_ones(api):
    make_agency()

    response = api.get("/api/v1/lists/agencies/?knd=department&kind=department&as_of=2023-12-26")

    sentence = "Tham số này không có ở đây. Các tham số dùng được: existing_on, kind, page, page_size, q."
    assert error_of(response) == (
        400,
        "unknown_parameter",
        "Có tham số không dùng được.",
        {"as_of": [sentence], "knd": [sentence]},
    )


def test_one_record_takes_no_filter(api):
    make_agency(key="so-du-lich", name_vi="Sở Du lịch")

    plain = api.get("/api/v1/lists/agencies/so-du-lich/")
    filtered = api.get("/api/v1/lists/agencies/so-du-lich/?q=y+te")
    dated = api.get("/api/v1/lists/dated/so-du-lich/?as_of=2023-12-26")

    assert (plain.status_code, plain.json()["name_vi"]) == (200, "Sở Du lịch")
    assert error_of(filtered)[:2] == (400, "unknown_parameter")
    assert error_of(filtered)[3] == {"q": ["Tham số này không có ở đây. Các tham số dùng được: không có."]}
    assert dated.status_code == 200
    assert error_of(api.get("/api/v1/lists/agencies/so-nao/"))[:2] == (404, "not_found")


def test_nul_byte_in_a_filter_is_bad_input(api):
    assert error_of(api.get("/api/v1/lists/agencies/?q=%00"))[:2] == (400, "invalid")


def test_as_of_is_today_unless_given(api):
    assert api.get("/api/v1/lists/dated/")["X-As-Of"] == local_today().isoformat()
    assert api.get("/api/v1/lists/dated/?as_of=")["X-As-Of"] == local_today().isoformat()
    assert api.get("/api/v1/lists/dated/?as_of=2023-12-26")["X-As-Of"] == "2023-12-26"


@pytest.mark.parametrize("text", ["2024-02-29", "1900-01-01", "2200-12-31"])
def test_parse_day_reads_days(text):
    assert parse_day(text, parameter="as_of").isoformat() == text


@pytest.mark.parametrize(
    "text",
    ["2023-02-30", "2023-02-29", "31/12/2023", "2023", "2023-12", "20231226", "2023-W01-1", "hôm nay",
     "1899-12-31", "2201-01-01", "0001-01-01", "٢٠٢٣-١٢-٢٦", "2023-12-26T00:00", " 2023-12-26"],
)  # fmt: skip
def test_parse_day_refuses_what_is_no_day(text):
    with pytest.raises(InvalidInput) as refusal:
        parse_day(text, parameter="as_of")

    sentence = f"“{text}” không phải là ngày có thật ở dạng năm-tháng-ngày, ví dụ 2023-12-26."
    assert (refusal.value.code, refusal.value.fields) == ("invalid_date", {"as_of": [sentence]})


def test_as_of_of_a_plain_request_under_another_name():
    request = RequestFactory().get("/", {"cutoff": "2023-12-26"})

    assert as_of_from(request, parameter="cutoff") == date(2023, 12, 26)


def test_wrong_as_of_answers_400(api):
    assert error_of(api.get("/api/v1/lists/dated/?as_of=2023-02-30"))[:2] == (400, "invalid_date")


def test_parameter_names_of_ranges_are_both_ends():
    import django_filters

    class Ranged(AgencyFilter):
        created_at = django_filters.DateFromToRangeFilter()
        note = django_filters.LookupChoiceFilter(
            lookup_choices=[("exact", "=")], field_class=django_filters.fields.forms.CharField
        )

    assert parameter_names(Ranged({}, Agency.objects.none())) == [
        "q", "kind", "existing_on", "created_at_after", "created_at_before", "note", "note_lookup",
    ]  # fmt: skip


@pytest.mark.parametrize("ordering", [(), ("name_vi",), ("pk", "name_vi")])
def test_a_register_view_without_the_primary_key_last_is_refused(ordering):
    with pytest.raises(ImproperlyConfigured):
        type("Wrong", (RegisterViewSet,), {"model": Agency, "ordering": ordering})


def test_records_with_a_key_are_looked_up_by_it_unless_the_view_says_otherwise():
    by_key = type("ByKey", (RegisterViewSet,), {"model": Agency, "ordering": ("pk",)})
    by_number = type(
        "ByNumber", (RegisterViewSet,), {"model": Agency, "ordering": ("-pk",), "lookup_field": "pk"}
    )

    assert (by_key.lookup_field, by_number.lookup_field) == ("key", "pk")


@pytest.mark.parametrize("rows", [1, 3])
def test_agencies_take_a_fixed_number_of_queries(api, rows, django_assert_num_queries):
    for _ in range(rows):
        make_agency()

    with django_assert_num_queries(3), override("vi"):
        api.get("/api/v1/lists/agencies/")
