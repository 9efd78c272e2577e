from __future__ import annotations

import re
import threading
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from rest_framework import serializers
from rest_framework.test import APIClient

from agreements.models import Agreement
from dnfa.accounts import idempotency
from dnfa.accounts.access import signed_in
from dnfa.accounts.enums import Role
from dnfa.accounts.models import IdempotencyKey
from dnfa.core.api_writes import WritableViewSet, deed, version_asked_for
from dnfa.core.clock import local_today
from dnfa.core.errors import DomainError
from tests.core import writing_urls
from tests.factories import make_agency, make_agreement, make_user

pytestmark = [pytest.mark.urls("tests.core.writing_urls"), pytest.mark.django_db]
LIST = "/api/v1/thu/papers/"


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


@pytest.fixture
def api(officer):
    return client_of(officer)


def address(paper, deed=""):
    return f"{LIST}{paper.key}/{deed}"


def tag(paper):
    return f'"agreement-{paper.pk}-{paper.version}"'


def error_code(response):
    return response.status_code, response.json()["error"]["code"]


def stored(paper):
    paper.refresh_from_db()
    return paper.title_vi, paper.note, paper.version


# --- reading ---------------------------------------------------------------------------------


def test_a_detail_carries_model_key_version_and_digest(api):
    paper = make_agreement(partners=[])

    response = api.get(address(paper))

    assert re.fullmatch(rf'"agreement-{paper.pk}-1-[0-9a-f]{{12}}"', response["ETag"])
    assert response["Cache-Control"] == "private, no-cache"


def test_the_same_answer_is_not_sent_twice(api):
    paper = make_agreement(partners=[])
    first = api.get(address(paper))["ETag"]

    again = api.get(address(paper), HTTP_IF_NONE_MATCH=f'"other", W/{first}')
    Agreement.objects.filter(pk=paper.pk).update(note="khác")
    changed = api.get(address(paper), HTTP_IF_NONE_MATCH=first)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first)
    assert (changed.status_code, changed.json()["note"]) == (200, "khác")


# --- changing --------------------------------------------------------------------------------


def test_a_change_answers_with_the_record_and_its_new_tag(api):
    paper = make_agreement(partners=[], title_vi="Cũ")

    response = api.patch(
        address(paper), {"title_vi": "Mới", "signed_on": "2016-11"}, HTTP_IF_MATCH=tag(paper)
    )

    assert response.status_code == 200
    assert response.json() == {
        "id": paper.pk, "key": paper.key, "title_vi": "Mới", "signed_on": "2016-11", "note": "", "version": 2,
    }  # fmt: skip
    assert response["ETag"] == api.get(address(paper))["ETag"]
    assert stored(paper) == ("Mới", "", 2)


def test_the_tag_of_the_answer_guards_the_next_change(api):
    paper = make_agreement(partners=[])
    first = api.patch(address(paper), {"note": "một"}, HTTP_IF_MATCH=api.get(address(paper))["ETag"])

    second = api.patch(address(paper), {"note": "hai"}, HTTP_IF_MATCH=f'"x", W/{first["ETag"]}')

    assert (second.status_code, stored(paper)[1:]) == (200, ("hai", 3))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, (428, "precondition_required")),
        ("*", (400, "invalid_if_match")),
        ("agreement-1-1", (400, "invalid_if_match")),
        ('"agreement-{pk}-9"', (412, "stale_version")),
        ('"agreement-{other}-1"', (412, "stale_version")),
        ('"partner-{pk}-1"', (412, "stale_version")),
        ('"anything"', (412, "stale_version")),
    ],
)
def test_a_change_without_the_right_version_writes_nothing(api, header, expected):
    paper = make_agreement(partners=[], title_vi="Cũ")
    given = {} if header is None else {"HTTP_IF_MATCH": header.format(pk=paper.pk, other=paper.pk + 1)}

    response = api.patch(address(paper), {"title_vi": "Mới"}, **given)

    assert error_code(response) == expected
    assert stored(paper) == ("Cũ", "", 1)


def test_the_second_of_two_is_given_what_stands_now(api):
    paper = make_agreement(partners=[], title_vi="Cũ")
    read = api.get(address(paper))["ETag"]
    client_of(make_user(Role.HEAD)).patch(address(paper), {"title_vi": "Của họ"}, HTTP_IF_MATCH=read)

    response = api.patch(address(paper), {"note": "của tôi"}, HTTP_IF_MATCH=read)
    merged = api.patch(address(paper), {"note": "của tôi"}, HTTP_IF_MATCH=response["ETag"])

    assert error_code(response) == (412, "stale_version")
    assert set(response.json()) == {"error", "current"}
    assert response.json()["current"] == {
        "id": paper.pk, "key": paper.key, "title_vi": "Của họ", "signed_on": None, "note": "", "version": 2,
    }  # fmt: skip
    assert merged.status_code == 200
    assert stored(paper) == ("Của họ", "của tôi", 3)


def test_a_change_between_check_and_service_is_told_the_same_way(api, monkeypatch):
    paper = make_agreement(partners=[], title_vi="Cũ")
    monkeypatch.setattr(
        writing_urls.PaperViewSet,
        "meanwhile",
        lambda record: Agreement.objects.filter(pk=record.pk).update(title_vi="Của họ"),
    )

    response = api.patch(address(paper), {"title_vi": "Của tôi"}, HTTP_IF_MATCH=tag(paper))

    assert error_code(response) == (412, "stale_version")
    assert response.json()["current"]["title_vi"] == "Của họ"


def test_a_change_of_nothing_is_no_change(api):
    paper = make_agreement(partners=[])

    response = api.patch(address(paper), {}, HTTP_IF_MATCH=tag(paper))

    assert (response.status_code, stored(paper)[2]) == (200, 1)


def test_a_refusal_of_the_service_writes_nothing(api):
    paper = make_agreement(partners=[], title_vi="Cũ")

    response = api.patch(address(paper), {"title_vi": "Mới", "note": "từ chối"}, HTTP_IF_MATCH=tag(paper))

    assert response.json()["error"] == {
        "code": "no_such_note", "message": "Ghi chú này không nhận.", "fields": {"note": ["Không nhận."]},
    }  # fmt: skip
    assert (response.status_code, stored(paper)) == (400, ("Cũ", "", 1))


def test_another_conflict_of_the_service_stays_one(api):
    paper = make_agreement(partners=[])

    response = api.patch(address(paper), {"note": "bận"}, HTTP_IF_MATCH=tag(paper))

    assert error_code(response) == (409, "is_busy")


def test_a_record_without_versions_has_no_tag_and_asks_for_none(api):
    agency = make_agency(name_vi="Sở Cũ")
    where = f"/api/v1/thu/offices/{agency.key}/"

    read = api.get(where, HTTP_IF_NONE_MATCH='"x"')
    response = api.patch(where, {"name_vi": "Sở Mới"}, HTTP_IDEMPOTENCY_KEY="k-9")

    assert (read.status_code, response.status_code) == (200, 200)
    assert [answer.has_header("ETag") for answer in (read, response)] == [False, False]
    assert response.json() == {"key": agency.key, "name_vi": "Sở Mới", "note": "None"}


def test_unknown_and_read_only_fields_are_named_with_the_known_ones(api):
    paper = make_agreement(partners=[], title_vi="Cũ")
    sentence = "Trường này không ghi được ở đây. Các trường ghi được: title_vi, signed_on, note."

    alone = api.patch(address(paper), {"title_vi": "Mới", "titel": "x", "id": 7}, HTTP_IF_MATCH=tag(paper))
    beside = api.patch(address(paper), {"signed_on": "31/12/2016", "titel": "x"}, HTTP_IF_MATCH=tag(paper))
    no_object = api.patch(address(paper), ["x"], HTTP_IF_MATCH=tag(paper))

    assert alone.json()["error"]["fields"] == {"titel": [sentence], "id": [sentence]}
    assert set(beside.json()["error"]["fields"]) == {"titel", "signed_on"}
    assert (no_object.status_code, set(no_object.json()["error"]["fields"])) == (400, {"non_field_errors"})
    assert stored(paper) == ("Cũ", "", 1)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2016", "2016"),
        ("2016-11", "2016-11"),
        ("2016-11-22", "2016-11-22"),
        ("2020-02-29", "2020-02-29"),
        (None, None),
    ],
)
def test_dates_come_in_at_their_own_precision(api, sent, kept):
    paper = make_agreement(partners=[], signed_on="2001")

    response = api.patch(address(paper), {"signed_on": sent}, HTTP_IF_MATCH=tag(paper))

    assert (response.status_code, response.json()["signed_on"]) == (200, kept)


@pytest.mark.parametrize("sent", ["2019-02-29", "22/11/2016", "", 2016])
def test_what_is_no_date_is_refused(api, sent):
    paper = make_agreement(partners=[], signed_on="2001")

    response = api.patch(address(paper), {"signed_on": sent}, HTTP_IF_MATCH=tag(paper))

    assert (response.status_code, set(response.json()["error"]["fields"])) == (400, {"signed_on"})


# --- who may ---------------------------------------------------------------------------------


def test_reading_is_not_writing(api):
    agency = make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=agency)
    seen, hidden = make_agreement(partners=[], agencies=[agency]), make_agreement(partners=[])
    row = make_agreement(partners=[], table_row=3)
    reader = client_of(focal)

    answers = [
        reader.get(address(seen)).status_code,
        reader.get(address(hidden)).status_code,
        error_code(reader.patch(address(seen), {}, HTTP_IF_MATCH=tag(seen))),
        error_code(reader.patch(address(hidden), {}, HTTP_IF_MATCH=tag(hidden))),
        error_code(reader.post(LIST, {"title_vi": "Mới"})),
        error_code(api.patch(address(row), {"note": "x"}, HTTP_IF_MATCH=tag(row))),
        error_code(api.patch(f"{LIST}khong-co/", {}, HTTP_IF_MATCH=tag(row))),
        error_code(APIClient().post(LIST, {})),
        error_code(api.put(address(seen), {})),
        error_code(api.delete(address(seen))),
    ]

    assert answers == [
        200,
        404,
        (403, "permission_denied"),
        (403, "permission_denied"),
        (403, "permission_denied"),
        (403, "permission_denied"),
        (404, "not_found"),
        (401, "not_authenticated"),
        (405, "method_not_allowed"),
        (405, "method_not_allowed"),
    ]


# --- deeds -----------------------------------------------------------------------------------


def test_a_deed_takes_the_version_and_answers_with_the_record(api, officer):
    paper = make_agreement(partners=[])

    refused = api.post(address(paper, "stamp/"))
    unexpected = api.post(address(paper, "stamp/"), {"note": "x"}, HTTP_IF_MATCH=tag(paper))
    done = api.post(address(paper, "stamp/"), HTTP_IF_MATCH=tag(paper))
    late = api.post(address(paper, "stamp/"), HTTP_IF_MATCH=tag(paper))

    assert error_code(refused) == (428, "precondition_required")
    assert unexpected.json()["error"]["fields"] == {
        "note": ["Trường này không ghi được ở đây. Các trường ghi được: không có."]
    }
    assert (done.status_code, done.json()["note"]) == (200, f"{officer.username} {local_today().isoformat()}")
    assert done["ETag"].startswith(f'"agreement-{paper.pk}-2-')
    assert error_code(late) == (412, "stale_version")


def test_a_deed_may_have_its_own_door_and_need_no_version(api):
    paper = make_agreement(partners=[])
    leader = client_of(make_user(Role.LEADER))

    assert error_code(api.post(address(paper, "remark/"), {"note": "x"})) == (403, "permission_denied")
    assert leader.post(address(paper, "remark/"), {"note": "x"}).json()["note"] == "x"
    assert error_code(leader.post(address(paper, "remark/"), {"note": "y"}, HTTP_IF_MATCH=tag(paper))) == (
        412,
        "stale_version",
    )
    assert error_code(leader.post(address(paper, "stamp/"))) == (403, "permission_denied")


def test_a_deed_that_takes_the_record_out_of_sight_answers_without_a_body(api):
    paper = make_agreement(partners=[])

    response = api.post(address(paper, "hide/"), HTTP_IF_MATCH=tag(paper))

    assert (response.status_code, response.content) == (204, b"")
    assert not Agreement.objects.filter(pk=paper.pk).exists()


def test_an_answer_of_refusal_undoes_what_was_written(api):
    response = api.post(f"{LIST}refuse/")

    assert response.status_code == 409
    assert not Agreement.objects.filter(key="bi-hoan").exists()


# --- making ----------------------------------------------------------------------------------


def test_a_new_record_answers_with_its_address_and_tag(api):
    response = api.post(LIST, {"title_vi": "Mới"})

    made = Agreement.objects.get(title_vi="Mới")
    assert (response.status_code, response["Location"]) == (201, f"http://testserver{address(made)}")
    assert response["ETag"] == api.get(response["Location"])["ETag"]
    assert response.json()["key"] == made.key


def test_a_repeated_request_has_one_effect_and_the_same_answer(api):
    first = api.post(LIST, {"title_vi": "Mới", "note": "n"}, HTTP_IDEMPOTENCY_KEY="k-1")
    again = api.post(LIST, {"note": "n", "title_vi": "Mới"}, HTTP_IDEMPOTENCY_KEY="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert [first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]] == [None, "true"]
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert Agreement.objects.filter(title_vi="Mới").count() == 1


def test_a_repeated_change_is_replayed_instead_of_called_stale(api):
    paper = make_agreement(partners=[])
    given = {"HTTP_IF_MATCH": tag(paper), "HTTP_IDEMPOTENCY_KEY": "k-2"}

    answers = [api.patch(address(paper), {"note": "một"}, **given) for _attempt in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert stored(paper)[1:] == ("một", 2)


def test_a_key_stands_for_one_request_of_one_person(api):
    paper = make_agreement(partners=[])
    api.post(LIST, {"title_vi": "Mới"}, HTTP_IDEMPOTENCY_KEY="k-3")
    other = client_of(make_user(Role.OFFICER))

    assert [
        error_code(api.post(LIST, {"title_vi": "Khác"}, HTTP_IDEMPOTENCY_KEY="k-3")),
        error_code(api.post(address(paper, "stamp/"), HTTP_IDEMPOTENCY_KEY="k-3", HTTP_IF_MATCH=tag(paper))),
        other.post(LIST, {"title_vi": "Mới"}, HTTP_IDEMPOTENCY_KEY="k-3").status_code,
    ] == [(422, "idempotency_key_reused"), (422, "idempotency_key_reused"), 201]
    assert Agreement.objects.filter(title_vi="Mới").count() == 2


@pytest.mark.parametrize("key", ["có dấu", "a b", "x" * 201])
def test_a_key_is_printable_ascii(api, key):
    response = api.post(LIST, {"title_vi": "Mới"}, HTTP_IDEMPOTENCY_KEY=key)

    assert error_code(response) == (400, "invalid_idempotency_key")


def test_refusals_and_failures_are_not_remembered(api):
    api.raise_request_exception = False
    paper = make_agreement(partners=[])

    codes = [
        api.post(LIST, {"titel": "x"}, HTTP_IDEMPOTENCY_KEY="k-4").status_code,
        api.post(LIST, {"title_vi": "Mới", "note": "vỡ"}, HTTP_IDEMPOTENCY_KEY="k-4").status_code,
        api.patch(
            address(paper), {"note": "x"}, HTTP_IF_MATCH='"agreement-0-0"', HTTP_IDEMPOTENCY_KEY="k-4"
        ).status_code,
    ]

    assert codes == [400, 500, 412]
    assert (IdempotencyKey.objects.count(), Agreement.objects.filter(title_vi="Mới").count()) == (0, 0)
    assert api.post(LIST, {"title_vi": "Mới"}, HTTP_IDEMPOTENCY_KEY="k-4").status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("wait_ms", "second"), [(15_000, 201), (200, 409)])
def test_a_second_sender_waits_for_the_first(monkeypatch, wait_ms, second):
    monkeypatch.setattr(idempotency, "LONGEST_WAIT_MS", wait_ms)
    view = writing_urls.PaperViewSet
    view.started.clear()
    view.go_on.clear()
    user = make_user(Role.OFFICER)
    answers = {}

    def send(name):
        try:
            response = client_of(user).post(LIST, {"title_vi": "chờ"}, HTTP_IDEMPOTENCY_KEY="k-5")
            answers[name] = (response.status_code, response.get("Idempotency-Replayed"))
        finally:
            connection.close()

    first, other = (threading.Thread(target=send, args=[name]) for name in ("first", "second"))
    first.start()
    assert view.started.wait(20)
    other.start()
    if second == 409:
        other.join(20)
    view.go_on.set()
    first.join(20)
    other.join(20)

    assert answers == {"first": (201, None), "second": (second, "true" if second == 201 else None)}
    assert Agreement.objects.filter(title_vi="chờ").count() == 1


# --- what a room must say --------------------------------------------------------------------


def test_a_writable_view_says_who_may_write_and_reads_strictly():
    common = {"model": Agreement, "access": signed_in, "ordering": ("pk",)}
    loose = type("Loose", (serializers.Serializer,), {})

    with pytest.raises(ImproperlyConfigured, match=r"NoDoor\.write_access must say who may write"):
        type("NoDoor", (WritableViewSet,), common)
    with pytest.raises(
        ImproperlyConfigured, match=r"Lax\.write_serializer_class must use StrictSerializerMixin"
    ):
        type(
            "Lax", (WritableViewSet,), {**common, "write_access": signed_in, "write_serializer_class": loose}
        )


@pytest.mark.parametrize(
    ("header", "version"),
    [
        ('"agreement-7-3"', 3),
        ('"agreement-7-3-0f3a9c41d2b7"', 3),
        ('W/"agreement-7-2-0f"', 2),
        ('"agreement-7-1", "agreement-7-3"', 3),
        ('"agreement-7-1" , "x"', 1),
        ('"agreement-77-3"', 0),
        ('"agreement-7-3-XYZ"', 0),
        ('""', 0),
    ],
)
def test_the_version_named_by_if_match(header, version):
    assert version_asked_for(header, Agreement(pk=7, version=3)) == version


def test_no_version_named_is_428():
    with pytest.raises(DomainError) as refused:
        version_asked_for("", Agreement(pk=7, version=3))

    assert refused.value.http_status == 428


@pytest.mark.parametrize(("knows_day", "day"), [(True, {"today": date(2026, 3, 2)}), (False, {})])
def test_a_deed_tells_the_service_its_record_what_was_sent_and_the_day_it_asks_for(knows_day, day):
    told = {"record": "paper", "validated": {"note": "x"}, "base_version": 3, "user": "officer"}

    asked = deed(dict, "agreement", knows_day=knows_day)(**told, today=date(2026, 3, 2))

    assert asked == {"agreement": "paper", "note": "x", "base_version": 3, "user": "officer", **day}
