from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency
from dnfa.core.imports import batch_create
from dnfa.core.models import ImportBatch
from dnfa.core.table_import import services
from tests.core.table_import.sheets import line, preview, workbook
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
URL = "/api/v1/imports/"


@pytest.fixture
def api():
    client = APIClient()
    client.force_authenticate(make_user(Role.OFFICER))
    return client


def _send(api, *rows, kind: str = "co-quan", **more):
    file = SimpleUploadedFile("co-quan.xlsx", workbook(*rows))
    return api.post(URL, {"kind": kind, "file": file, **more}, format="multipart")


def test_a_table_is_sent_previewed_committed_and_taken_back(api):
    make_agency(key="so-a", name_vi="Sở A", note="cũ")

    sent = _send(api, line("Sở A", key="so-a", note="mới"), line("Sở B"))
    pk = sent.data["id"]

    assert sent.status_code == 201
    assert (sent.data["kind"], sent.data["state"], sent.data["job"]) == ("co-quan", "previewed", None)
    assert sent.data["counts"] == {"new": 1, "changed": 1, "unchanged": 0, "wrong": 0, "noted": 0}
    rows = api.get(f"{URL}{pk}/rows/").data["results"]
    assert [(row["number"], row["fate"], row["problems"]) for row in rows] == [
        (2, "changed", []),
        (3, "new", []),
    ]
    assert rows[0]["parsed"]["differences"] == [{"column": "note", "before": "cũ", "after": "mới"}]
    assert [row["number"] for row in api.get(f"{URL}{pk}/rows/?fate=new").data["results"]] == [3]

    assert api.post(f"{URL}{pk}/refresh/").data["state"] == "previewed"
    committed = api.post(f"{URL}{pk}/commit/")
    assert (committed.status_code, committed.data["state"]) == (200, "committed")
    assert dict(Agency.objects.values_list("name_vi", "note")) == {"Sở A": "mới", "Sở B": ""}
    undone = api.post(f"{URL}{pk}/undo/", {"reason": "Nhầm"}, format="json")
    assert (undone.status_code, undone.data["state"], undone.data["undo_reason"]) == (200, "undone", "Nhầm")
    assert dict(Agency.objects.values_list("name_vi", "note")) == {"Sở A": "cũ"}
    assert api.get(f"{URL}{pk}/").data["state"] == "undone"


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [("khong-co", {}, "kind"), ("co-quan", {"la": "x"}, "la"), ("bang-quan-he", {}, None)],
)
def test_what_cannot_be_read_is_refused_and_not_kept(api, kind, more, field):
    answer = _send(api, line("Sở A"), kind=kind, **more)

    assert answer.status_code == 400
    assert field is None or field in answer.json()["error"]["fields"]
    assert ImportBatch.objects.count() == 0


def test_a_file_that_is_too_large(api):
    file = SimpleUploadedFile("a.csv", b"a" * (10 * 1024 * 1024 + 1))

    answer = api.post(URL, {"kind": "co-quan", "file": file}, format="multipart")

    assert answer.json()["error"]["fields"]["file"] == [
        "Tệp lớn hơn 10 MB: hãy chỉ để lại bảng cần nhập rồi tải lên lại."
    ]


def test_wrong_rows_and_unknown_headings_are_told(api):
    file = SimpleUploadedFile("a.csv", "Tên cơ quan,Loại,Ghi chus\nSở A,sai,x\n".encode())
    sent = api.post(URL, {"kind": "co-quan", "file": file}, format="multipart")

    assert sent.data["state"] == "refused"
    assert sent.data["unknown_headings"] == [{"heading": "Ghi chus", "nearest": "Ghi chú"}]
    problem = api.get(f"{URL}{sent.data['id']}/rows/?fate=wrong").data["results"][0]["problems"][0]
    assert (problem["column"], problem["severity"]) == ("kind", "error")
    refused = api.post(f"{URL}{sent.data['id']}/commit/")
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "import_wrong_rows")
    assert Agency.objects.count() == 0


def test_a_stale_preview_is_a_conflict(api):
    pk = _send(api, line("Sở A", key="so-a")).data["id"]
    make_agency(key="so-a", name_vi="Sở A")

    refused = api.post(f"{URL}{pk}/commit/")

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "import_stale")


def test_a_long_table_is_accepted_and_written_by_a_job(api):
    pk = _send(api, *[line(f"Sở {number}") for number in range(services.AT_ONCE + 1)]).data["id"]

    accepted = api.post(f"{URL}{pk}/commit/")

    assert (accepted.status_code, accepted.data["job"]["state"]) == (202, "queued")
    assert Agency.objects.count() == 0


def test_a_repeated_request_is_done_once(api):
    pk = _send(api, line("Sở A")).data["id"]

    first, second = (api.post(f"{URL}{pk}/commit/", HTTP_IDEMPOTENCY_KEY="mot-lan") for _time in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert second["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("query", ["fate=la", "la=1"])
def test_parameters_nobody_knows(api, query):
    batch = preview(line("Sở A"))

    assert api.get(f"{URL}{batch.pk}/rows/?{query}").status_code == 400


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_others_are_refused(role):
    client = APIClient()
    client.force_authenticate(make_user(role))
    batch = preview(line("Sở A"))

    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}{batch.pk}/rows/").status_code == 403
    assert client.post(f"{URL}{batch.pk}/commit/").status_code == 403
    assert _send(client, line("Sở B")).status_code == 403
    assert Agency.objects.filter(name_vi__startswith="Sở").count() == 0


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_shows_the_kinds_there_are_in_the_same_queries(api, django_assert_num_queries, count):
    shown = [preview(line("Sở A")).pk for _number in range(count)]
    hidden = batch_create(kind="khac", file_name="a.csv", content=b"a", user=None, rows=[])

    with django_assert_num_queries(2):
        answer = api.get(URL)

    assert [row["id"] for row in answer.data["results"]] == shown[::-1]
    assert answer.data["results"][0]["kind"] == "co-quan"
    assert api.get(f"{URL}{hidden.pk}/").status_code == 404
