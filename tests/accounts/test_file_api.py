from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from dnfa.accounts.enums import Role
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.services import withdraw_file
from dnfa.core.clock import local_today
from tests.core.attachments import samples
from tests.core.attachments.factories import TODAY, agreements_hold_files, make_attachment
from tests.factories import make_agency, make_agreement, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_files")]
URL = "/api/v1/files/"


@pytest.fixture
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    yield from agreements_hold_files()


def api_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def api():
    return api_of(make_user(Role.OFFICER))


def send(client, record, **values):
    data = {
        "record_kind": "agreement",
        "record_id": record.pk,
        "file": samples.upload("Biên bản.pdf", samples.pdf()),
        "kind": "signed_text",
        "title": "Bản ghi nhớ",
        "language": "vi",
        "is_original": "true",
        **values,
    }
    sent = {name: value for name, value in data.items() if value is not None}
    return client.post(URL, sent, format="multipart")


def test_a_file_as_the_api_shows_it(api):
    agreement = make_agreement()
    first = make_attachment(agreement, kind="draft", note="lần 1")
    second = make_attachment(agreement, kind="draft", content=samples.TEXT, name="b.txt", replaces=first)

    answer = api.get(f"{URL}{second.pk}/").json()

    assert answer | {"created_at": ""} == {
        "id": second.pk,
        "record_kind": "agreement",
        "record_id": agreement.pk,
        "record_title": agreement.title_vi,
        "kind": "draft",
        "title": "Bản ghi nhớ đã ký",
        "language": "vi",
        "is_original": True,
        "note": "",
        "file_name": "b.txt",
        "media_type": "text/plain",
        "size": len(samples.TEXT),
        "sha256": second.sha256,
        "pdf_version": "",
        "pages": None,
        "text_was_readable": True,
        "cautions": [],
        "series": str(first.series),
        "version_number": 2,
        "replaces": first.pk,
        "is_current": True,
        "uploaded_by": second.uploaded_by.full_name,
        "added_on": "2026-03-02",
        "created_at": "",
        "withdrawn_on": None,
        "withdraw_reason": "",
        "content": f"http://testserver/api/v1/files/{second.pk}/content/",
    }


def ids(answer):
    return [row["id"] for row in answer.json()["results"]]


def test_lists_and_filters(api):
    one, other = make_agreement(), make_agreement()
    signed = make_attachment(one)
    draft = make_attachment(one, kind="draft", content=samples.TEXT, name="a.txt")
    newer = make_attachment(one, kind="draft", content=b"2", name="a.txt", replaces=draft)
    elsewhere = make_attachment(other)
    withdraw_file(attachment=elsewhere, reason="Nhầm", user=make_user(), today=TODAY)

    asked = {
        "": [elsewhere.pk, newer.pk, draft.pk, signed.pk],
        f"?record_kind=agreement&record_id={one.pk}": [newer.pk, draft.pk, signed.pk],
        "?kind=draft": [newer.pk, draft.pk],
        "?is_current=true": [newer.pk, signed.pk],
        "?is_current=false": [elsewhere.pk, draft.pk],
        "?record_id=999999": [],
    }
    assert {query: ids(api.get(f"{URL}{query}")) for query in asked} == asked


@pytest.mark.parametrize("query", ["?kind=letter", "?record_kind=la", "?record_id=x", "?loai=draft"])
def test_what_cannot_be_asked_is_refused(api, query):
    assert api.get(f"{URL}{query}").status_code == 400


def test_the_list_costs_the_same_for_one_and_three(api, django_assert_num_queries):
    make_attachment()
    api.get(URL)
    with django_assert_num_queries(3):
        api.get(URL)
    make_attachment()
    make_attachment()
    with django_assert_num_queries(3):
        api.get(URL)


def test_who_reads_what():
    agency = make_agency()
    own, foreign = make_attachment(make_agreement(agencies=[agency])), make_attachment()
    people = {role: make_user(role, agency=agency) for role in Role}

    seen = {role: set(ids(api_of(user).get(URL))) for role, user in people.items()}

    assert seen == {role: {own.pk} if role == Role.FOCAL_POINT else {own.pk, foreign.pk} for role in Role}
    focal = api_of(people[Role.FOCAL_POINT])
    addresses = [f"{URL}{foreign.pk}/", f"{URL}{foreign.pk}/content/"]
    assert [focal.get(address).status_code for address in addresses] == [404, 404]
    assert APIClient().get(URL).status_code == 401


def test_attaching(api):
    agreement = make_agreement()

    answer = send(api, agreement, note="qua API")

    file = Attachment.objects.get()
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["id"], answer.json()["is_current"], answer["Location"]) == (
        file.pk, True, f"http://testserver{URL}{file.pk}/",
    )  # fmt: skip
    assert (file.record, file.file_name, file.note, file.is_original, file.added_on) == (
        agreement, "Biên bản.pdf", "qua API", True, local_today(),
    )  # fmt: skip


def test_a_version_through_the_api(api):
    agreement = make_agreement()
    first = make_attachment(agreement)

    answer = send(api, agreement, replaces=first.pk, file=samples.upload("b.txt", samples.TEXT))

    assert (answer.status_code, answer.json()["version_number"], answer.json()["replaces"]) == (
        201,
        2,
        first.pk,
    )


@pytest.mark.parametrize(
    ("values", "status", "code", "fields"),
    [
        ({"file": None, "title": None}, 400, "invalid", {"file", "title"}),
        ({"file": samples.upload("a.txt", b"")}, 400, "empty_file", {"file"}),
        ({"file": samples.upload("a.exe", b"MZ")}, 400, "file_type", {"file"}),
        ({"title": "Báo cáo (Mật)"}, 400, "secret_mark", {"title"}),
        ({"record_kind": "la"}, 400, "invalid", {"record_kind"}),
        ({"record_id": 999_999}, 404, "not_found", set()),
        ({"replaces": 999_999}, 400, "invalid", {"replaces"}),
        ({"sha256": "0"}, 400, "invalid", {"sha256"}),
    ],
)
def test_what_the_api_refuses(api, values, status, code, fields):
    answer = send(api, make_agreement(), **values)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], set(error["fields"])) == (status, code, fields)
    assert Attachment.objects.count() == 0


def test_the_same_content_twice_is_a_conflict_and_a_repeated_request_is_not(api):
    agreement = make_agreement()
    key = {"headers": {"Idempotency-Key": "tai-len-1"}}
    data = {
        "record_kind": "agreement", "record_id": agreement.pk, "kind": "draft", "title": "A",
        "language": "vi", "is_original": "false",
    }  # fmt: skip

    def post(**extra):
        sent = {**data, "file": samples.upload("a.txt", samples.TEXT)}
        return api.post(URL, sent, format="multipart", **extra)

    first, again, other = post(**key), post(**key), post()

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.json()["id"] == first.json()["id"]
    assert other.json()["error"]["code"] == "same_file"


def test_who_writes():
    agency = make_agency()
    agreement = make_agreement(agencies=[agency])
    file = make_attachment(agreement, content=samples.TEXT, name="a.txt")
    reader, stranger = api_of(make_user(Role.FOCAL_POINT, agency=agency)), api_of(make_user(Role.FOCAL_POINT))
    withdraw = f"{URL}{file.pk}/withdraw/"

    answers = {
        "reader": (send(reader, agreement).status_code, reader.post(withdraw, {"reason": "x"}).status_code),
        "stranger": (
            send(stranger, agreement).status_code,
            stranger.post(withdraw, {"reason": "x"}).status_code,
        ),
        "nobody": (send(APIClient(), agreement).status_code, APIClient().post(withdraw).status_code),
    }

    assert answers == {"reader": (403, 403), "stranger": (404, 404), "nobody": (401, 401)}
    assert set(Attachment.objects.current()) == {file}


@pytest.mark.parametrize("accept", ["*/*", "application/pdf", "application/json"])
def test_the_content(api, accept):
    file = make_attachment()
    url = f"{URL}{file.pk}/content/"

    answer = api.get(url, headers={"Accept": accept})
    again = api.get(url, headers={"If-None-Match": f'"{file.sha256}"'})

    assert b"".join(answer.streaming_content) == samples.pdf()
    assert (answer["Content-Type"], answer["ETag"], answer["Content-Disposition"]) == (
        "application/pdf", f'"{file.sha256}"', 'attachment; filename="MOU.pdf"',
    )  # fmt: skip
    assert again.status_code == 304


def test_the_content_of_a_withdrawn_file():
    agency = make_agency()
    file = make_attachment(make_agreement(agencies=[agency]))
    withdraw_file(attachment=file, reason="Nhầm", user=make_user(), today=TODAY)
    url = f"{URL}{file.pk}/content/"

    reader = api_of(make_user(Role.FOCAL_POINT, agency=agency)).get(
        url, headers={"Accept": "application/pdf"}
    )
    keeper = api_of(make_user()).get(url)

    assert (reader.status_code, reader.json()["error"]["code"]) == (404, "not_found")
    assert b"".join(keeper.streaming_content) == samples.pdf()


def test_withdrawing(api):
    file = make_attachment()
    url = f"{URL}{file.pk}/withdraw/"

    without = api.post(url, {})
    secret = api.post(url, {"reason": "(Mật)"})
    done = api.post(url, {"reason": "Tải nhầm"})
    again = api.post(url, {"reason": "Tải nhầm"})

    assert [answer.status_code for answer in (without, secret, done, again)] == [400, 400, 200, 409]
    assert (done.json()["withdrawn_on"], done.json()["withdraw_reason"], done.json()["is_current"]) == (
        local_today().isoformat(), "Tải nhầm", False,
    )  # fmt: skip
    assert secret.json()["error"]["code"] == "secret_mark"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_else_is_written(api, method):
    assert getattr(api, method)(f"{URL}{make_attachment().pk}/", {}).status_code == 405
