from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import can_cancel_job, can_see_job
from dnfa.accounts.selectors import jobs_visible_to
from dnfa.core import jobs
from dnfa.core.models import Job
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_job(**values):
    return Job.objects.create(**{"kind": jobs.PING, "title": "Báo cáo năm 2023", **values})


def test_who_sees_which_jobs():
    people = {role: make_user(role) for role in Role}
    made = {role: make_job(requested_by=user) for role, user in people.items()}
    nobodys = make_job()
    everything = [nobodys, *reversed(made.values())]

    seen = {role: list(jobs_visible_to(user)) for role, user in people.items()}

    assert seen == {
        role: everything if role in {Role.HEAD, Role.ADMINISTRATOR} else [made[role]] for role in Role
    }
    for role, user in people.items():
        assert [job for job in everything if can_see_job(user, job)] == seen[role]


def test_nobody_and_the_inactive_see_no_jobs():
    head = make_user(Role.HEAD, is_active=False)
    make_job(requested_by=head)

    assert [list(jobs_visible_to(user)) for user in (AnonymousUser(), head)] == [[], []]


@pytest.mark.parametrize(
    ("state", "may"),
    [("queued", True), ("running", True), ("done", False), ("failed", False), ("cancelled", False)],
)
def test_what_waits_or_runs_may_be_stopped(state, may):
    user = make_user()

    assert can_cancel_job(user, make_job(requested_by=user, state=state)) is may
    assert can_cancel_job(make_user(), make_job(requested_by=user, state=state)) is False


def test_the_list_shows_own_jobs(client):
    user = make_user()
    own, _other = make_job(requested_by=user), make_job(requested_by=make_user(), title="Của người khác")
    client.force_login(user)

    response = client.get("/viec/")

    assert list(response.context["page"].object_list) == [own]
    assert "Của người khác" not in response.content.decode()
    assert "Kiểm tra hàng đợi" not in response.content.decode()


def test_the_list_of_those_who_run_the_house_names_who_asked(client):
    make_job(requested_by=make_user(full_name="Lê Châu"))
    client.force_login(make_user(Role.HEAD))

    assert "Lê Châu" in client.get("/viec/").content.decode()


def test_the_list_says_when_there_is_nothing(client):
    client.force_login(make_user())

    assert "Chưa có việc nào" in client.get("/viec/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    client.force_login(make_user(Role.HEAD))
    for _ in range(rows):
        make_job(requested_by=make_user())

    with django_assert_num_queries(4):
        client.get("/viec/")


def test_the_list_is_paged(client):
    user = make_user()
    Job.objects.bulk_create(Job(kind="x", title=f"Việc {number}", requested_by=user) for number in range(51))
    client.force_login(user)

    first, second = client.get("/viec/"), client.get("/viec/?page=2")

    assert [len(page.context["page"].object_list) for page in (first, second)] == [50, 1]
    assert "Trang sau" in first.content.decode()
    assert "Trang trước" in second.content.decode()


def test_a_running_job_asks_for_itself_and_can_be_stopped(client):
    user = make_user()
    job = make_job(requested_by=user, state="running", done_steps=1, total_steps=4, message="Đang tính")
    client.force_login(user)

    page, part = client.get(f"/viec/{job.pk}/"), client.get(f"/viec/{job.pk}/tien-do/")

    for text in (page.content.decode(), part.content.decode()):
        assert f'hx-get="/viec/{job.pk}/tien-do/"' in text
        assert 'value="25"' in text
        assert "Đang tính" in text
    assert "Dừng việc này" in page.content.decode()
    assert "HX-Refresh" not in part


def test_a_finished_job_stops_asking_and_reloads_the_page_once(client):
    user = make_user()
    job = make_job(requested_by=user, state="failed", error="Bảng không có dòng nào.")
    client.force_login(user)

    page = client.get(f"/viec/{job.pk}/")
    part = client.get(f"/viec/{job.pk}/tien-do/", headers={"HX-Request": "true"})

    assert "hx-get" not in page.content.decode()
    assert "Bảng không có dòng nào." in page.content.decode()
    assert "Dừng việc này" not in page.content.decode()
    assert part["HX-Refresh"] == "true"


def test_a_stop_already_asked_for_is_said(client):
    user = make_user()
    job = make_job(requested_by=user, state="running", cancel_requested=True)
    client.force_login(user)

    assert "việc sẽ dừng ở bước kế tiếp" in client.get(f"/viec/{job.pk}/").content.decode()


@pytest.mark.parametrize("part", ["", "tien-do/"])
def test_somebody_elses_job_is_not_there(client, part):
    job = make_job(requested_by=make_user())
    client.force_login(make_user(Role.AUDITOR))

    assert client.get(f"/viec/{job.pk}/{part}").status_code == 404


def test_stopping_a_job(client):
    user = make_user()
    job = make_job(requested_by=user)
    client.force_login(user)

    response = client.post(f"/viec/{job.pk}/dung/")

    job.refresh_from_db()
    assert (response.headers["Location"], job.state) == (f"/viec/{job.pk}/", "cancelled")


def test_stopping_what_is_over_says_so(client):
    user = make_user()
    job = make_job(requested_by=user, state="done")
    client.force_login(user)

    response = client.post(f"/viec/{job.pk}/dung/")

    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Việc này đã kết thúc."]


def test_stopping_somebody_elses_job_is_refused(client):
    job = make_job(requested_by=make_user())
    client.force_login(make_user())

    response = client.post(f"/viec/{job.pk}/dung/")

    job.refresh_from_db()
    assert (response.status_code, job.state, job.cancel_requested) == (404, "queued", False)


def test_the_administrator_sends_the_test_job(client, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(jobs, "send", sent.append)
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user)
    assert "Kiểm tra hàng đợi" in client.get("/viec/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/viec/kiem-tra/")

    job = Job.objects.get()
    assert response.headers["Location"] == f"/viec/{job.pk}/"
    assert (job.kind, job.title, job.requested_by, sent) == (jobs.PING, "Kiểm tra hàng đợi", user, [job.pk])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_sends_the_test_job(client, role):
    client.force_login(make_user(role))

    assert client.post("/viec/kiem-tra/").status_code == 403
    assert Job.objects.count() == 0
