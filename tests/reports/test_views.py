from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.test import Client

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core import jobs
from dnfa.core.clock import local_today
from dnfa.core.enums import ImportState, JobState
from dnfa.core.models import ImportBatch, Job
from dnfa.followup.models import FlagRun
from reports.models import ReportFile
from reports.services import YEARLY_REPORT, MadeFile, report_store
from tests.factories import make_agreement, make_partner, make_relationship, make_user
from tests.updates.factories import give_back, make_cast, sent

READERS = (Role.OFFICER, Role.HEAD, Role.LEADER, Role.ADMINISTRATOR)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(path: str, role: Role = Role.OFFICER, **query):
    return _client(make_user(role)).get(path, query)


# --- Home -------------------------------------------------------------------


def test_home_counts_and_links_what_is_due(register):
    page = _page("/")
    home = page.context["home"]

    assert {item.key: item.value for item in home.due} == {
        "agreements_expired_unrenewed": 2,
        "agreements_expiring": 0,
        "agreements_unknown_term": 1,
        "letters_of_intent_open": 1,
        "ties_dormant": 2,
        "ties_never_active": 2,
    }
    assert {item.key: item.value for item in home.standing} == {
        "localities": 4,
        "countries_and_territories": 4,
        "agreements_in_force": 2,
        "agreements_signed": 7,
    }
    content = page.content.decode()
    for item in (*home.due, *home.standing):
        assert f'href="{item.url.replace("&", "&amp;")}"' in content


def test_every_tile_of_home_opens_a_list_of_its_own_length(register):
    client = _client(make_user(Role.OFFICER))
    home = client.get("/").context["home"]

    counted = {item.key: client.get(item.url).context["total"] for item in (*home.due, *home.standing)}

    assert counted == {item.key: item.value for item in (*home.due, *home.standing)}


def test_home_of_a_focal_point_is_what_is_due_its_lists_and_the_week(register):
    focal = make_user(Role.FOCAL_POINT)
    own = make_partner(name_vi="Tỉnh Champasak", country=register.sakai.country)
    ends = f"{local_today() + timedelta(days=20):%Y-%m-%d}"
    make_agreement(
        partners=[own], agencies=[focal.agency], signed_on="2002", term_kind="until", term_ends_on=ends
    )

    home = _client(focal).get("/").context["home"]

    ending = {item.key: item.value for one in home.sets for item in one.tiles}["ending"]
    assert (ending, [part.code for part in home.parts]) == (1, ["week"])
    assert (home.due, home.standing, home.shows_imports) == ([], [], False)


@pytest.mark.parametrize(
    ("role", "buttons"), [(Role.FOCAL_POINT, 1), (Role.OFFICER, 0), (Role.LEADER, 0), (Role.AUDITOR, 0)]
)
def test_home_offers_the_quick_entry_to_focal_points(role, buttons, db):
    content = _page("/", role).content.decode()

    assert content.count('class="btn btn-primary" href="/doan/ghi-nhanh/"') == buttons


def test_home_says_when_nothing_is_due(db):
    page = _page("/")

    assert page.context["home"].nothing_due
    assert f"Không có việc nào cần xử lý theo số liệu ngày {local_today():%d/%m/%Y}." in page.content.decode()


def test_home_shows_last_run_and_waiting_imports(db):
    FlagRun.objects.create(as_of=date(2023, 12, 26), opened=3, kept=2, closed=1)
    ImportBatch.objects.create(
        kind="relations", file_name="a.xlsx", sha256="0" * 64, content=b"", state=ImportState.PREVIEWED
    )

    content = _page("/").content.decode()

    assert "theo số liệu ngày 26/12/2023" in content
    assert "mở 3, giữ 2, đóng 1." in content
    assert "1 bảng đã tải lên đang chờ ghi vào sổ" in content


@pytest.mark.parametrize("more", [0, 8])
def test_home_takes_the_same_queries_whatever_the_data(more, register, django_assert_max_num_queries):
    for number in range(more):
        partner = make_partner(name_vi=f"Thành phố {number}", country=register.sakai.country)
        make_relationship(partner, since="2001")
        make_agreement(partners=[partner], signed_on="2001", term_kind="until", term_ends_on="2010")
    client = _client(make_user(Role.OFFICER))
    client.get("/")

    # Two scopes, five parts: one tally each, and the first few of what four of them count; the week has four kinds.
    with django_assert_max_num_queries(31):
        client.get("/")


# --- Leader's page ----------------------------------------------------------


def test_leader_s_page_for_a_day(register):
    page = _page("/lanh-dao/", Role.LEADER, as_of="26/12/2023").context["page"]

    assert {key: item.value for key, item in page.tiles.items()} == {
        "localities": 4,
        "countries_and_territories": 4,
        "agreements_in_force": 3,
        "agreements_expiring": 1,
        "agreements_expired_unrenewed": 1,
        "ties_dormant": 1,
        "ties_never_active": 2,
    }
    assert [(row["label"], row["value"]) for row in page.by_continent] == [
        ("Châu Á", 2),
        ("Châu Mỹ", 1),
        ("Châu Úc", 1),
    ]
    years = {row["label"]: row["value"] for row in page.by_year}
    assert years["Trước 2014"] == 4
    assert {year: number for year, number in years.items() if number and year != "Trước 2014"} == {
        "2019": 2,
        "2022": 1,
    }
    assert [line.title for line in page.expired.lines] == ["Thành phố Newcastle"]
    assert [(line.title, line.days) for line in page.soon.lines] == [("Thành phố Sakai", 37)]
    assert [line.title for line in page.dormant.lines] == ["Thành phố Newcastle"]


def test_bars_open_lists_of_their_own_length(register):
    client = _client(make_user(Role.LEADER))
    page = client.get("/lanh-dao/", {"as_of": "26/12/2023"}).context["page"]
    bars = [row for row in (*page.by_continent, *page.by_year) if "href" in row]

    assert [client.get(row["href"]).context["total"] for row in bars] == [row["value"] for row in bars]


def test_undated_and_stateless_are_shown_apart(register):
    make_relationship(make_partner(name_vi="Vùng không tên", country=None), since="2001")
    agreement = make_agreement(partners=[register.sakai], signed_on=None)
    agreement.events.create(kind="signing")

    page = _page("/lanh-dao/", as_of="26/12/2023").context["page"]

    assert page.by_continent[-1] == {"label": "Chưa ghi quốc gia", "value": 1}
    assert page.by_year[-1] == {"label": "Không rõ năm", "value": 1}


def test_leader_s_page_of_an_empty_register(db):
    answer = _page("/lanh-dao/", as_of="26/12/2023")

    assert answer.context["page"].nothing_to_decide
    assert "Không có văn bản quá hạn" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "day"),
    [
        ({"year": "2023"}, date(2023, 12, 31)),
        ({"year": "2023", "as_of": "26/12/2023"}, date(2023, 12, 26)),
        ({"year": "2199"}, None),
        ({"year": "mười"}, None),
        ({"as_of": "31/9/2023"}, None),
        ({}, None),
    ],
)
def test_leader_s_page_reads_year_and_day(query, day, db):
    context = _page("/lanh-dao/", **query).context

    assert context["as_of"] == (day or local_today())
    assert bool(context["as_of_error"]) == (query.get("as_of") == "31/9/2023")


def test_leader_s_page_carries_its_stamp(db):
    assert "Số liệu tính đến 26/12/2023, lập lúc " in _page("/lanh-dao/", as_of="26/12/2023").content.decode()


@pytest.mark.parametrize("more", [0, 8])
def test_leader_s_page_takes_the_same_queries_whatever_the_data(
    more, register, django_assert_max_num_queries
):
    for number in range(more):
        partner = make_partner(name_vi=f"Thành phố {number}", country=register.sakai.country)
        make_relationship(partner, since="2001")
        make_agreement(partners=[partner], signed_on="2001", term_kind="until", term_ends_on="2010")
    client = _client(make_user(Role.LEADER))
    client.get("/lanh-dao/")

    with django_assert_max_num_queries(21):
        client.get("/lanh-dao/")


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 403 if role == Role.FOCAL_POINT else 200) for role in Role],
)
def test_leader_s_page_is_not_for_focal_points(role, status, db):
    assert _page("/lanh-dao/", role).status_code == status


# --- Yearly reports ---------------------------------------------------------


def _ask(user, **values):
    return _client(user).post("/bao-cao/", {"year": "2023", "cutoff": "26/12/2023", **values})


@pytest.mark.parametrize("role", list(Role))
def test_reports_are_for_the_department_and_its_leaders(role, db):
    status = 200 if role in READERS else 403

    assert _page("/bao-cao/", role).status_code == status


def test_asking_for_a_report_queues_a_job(db, django_capture_on_commit_callbacks):
    user = make_user(Role.OFFICER)

    answer = _ask(user)

    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/viec/{job.pk}/")
    assert (job.kind, job.state, job.requested_by) == (YEARLY_REPORT, JobState.QUEUED, user)
    assert job.parameters == {"year": 2023, "cutoff": "2023-12-26"}
    assert job.title == "Báo cáo năm 2023, chốt số liệu ngày 26/12/2023"


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"cutoff": "05/02/2024"}, "cutoff", "Chọn một ngày từ 01/01/2023 đến 31/01/2024."),
        ({"cutoff": "31/12/2022"}, "cutoff", "Chọn một ngày từ 01/01/2023 đến 31/01/2024."),
        ({"cutoff": ""}, "cutoff", "Trường này là bắt buộc."),
        ({"cutoff": "31/9/2023"}, "cutoff", None),
        ({"year": "1996"}, "year", None),
    ],
)
def test_wrong_period_is_refused_at_its_field(values, field, sentence, db):
    answer = _ask(make_user(Role.OFFICER), **values)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    if sentence is not None and "bắt buộc" not in sentence:
        assert answer.context["form"].errors[field] == [sentence]
    assert Job.objects.count() == 0


def _job(user, **values):
    return Job.objects.create(
        **{
            "kind": YEARLY_REPORT,
            "title": "Báo cáo",
            "parameters": {"year": 2023, "cutoff": "2023-12-26"},
            "requested_by": user,
            **values,
        }
    )


def test_job_makes_the_four_files_once_however_often_it_runs(register):
    user = make_user(Role.OFFICER)
    job = _job(user)

    assert jobs.run(job.pk) == JobState.DONE
    first = dict(ReportFile.objects.values_list("name", "pk"))
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert jobs.run(job.pk) == JobState.DONE

    assert sorted(first) == ["bao-cao-2023.docx", "bao-cao-2023.pdf", "figures.json", "phu-luc-2023.xlsx"]
    assert dict(ReportFile.objects.values_list("name", "pk")) == first
    job.refresh_from_db()
    assert (job.done_steps, job.total_steps) == (6, 6)
    assert {file["name"]: file["sha256"] for file in job.result["files"]} == {
        file.name: hashlib.sha256(bytes(file.content)).hexdigest() for file in ReportFile.objects.all()
    }
    assert jobs.result_url(job) == "/bao-cao/"


def test_files_left_by_an_interrupted_run_are_replaced(db):
    job = _job(make_user(Role.OFFICER))
    report_store(job=job, files=[MadeFile("cu.docx", "a/b", b"1"), MadeFile("giu.pdf", "a/b", b"1")])

    report_store(job=job, files=[MadeFile("giu.pdf", "a/b", b"2")])

    assert [(file.name, bytes(file.content)) for file in ReportFile.objects.all()] == [("giu.pdf", b"2")]


def test_reports_made_are_listed_with_hash_and_can_be_fetched(db):
    user = make_user(Role.HEAD)
    job = _job(user, state=JobState.DONE)
    _job(user, state=JobState.CANCELLED)
    [file] = report_store(job=job, files=[MadeFile("bao-cao-2023.pdf", "application/pdf", b"%PDF-1.7")])
    client = _client(make_user(Role.LEADER))

    page = client.get("/bao-cao/")
    fetched = client.get(f"/bao-cao/tep/{file.pk}/")

    assert [
        (report.year, report.cutoff, [f.name for f in report.files]) for report in page.context["reports"]
    ] == [(2023, date(2023, 12, 26), ["bao-cao-2023.pdf"])]
    assert file.sha256 in page.content.decode()
    assert (fetched.content, fetched["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert fetched["Content-Disposition"] == 'attachment; filename="bao-cao-2023.pdf"'
    assert client.get(f"/bao-cao/tep/{file.pk + 1}/").status_code == 404


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.AUDITOR])
def test_others_get_no_file(role, db):
    [file] = report_store(job=_job(make_user()), files=[MadeFile("a.pdf", "application/pdf", b"1")])

    assert _page(f"/bao-cao/tep/{file.pk}/", role).status_code == 403


@pytest.mark.django_db
def test_a_focal_point_begins_with_the_work_of_its_agency_and_nobody_else():
    cast = make_cast(starts_on="2020")
    back = give_back(cast, sent(cast))

    page = _client(cast.focal).get("/")
    work = page.context["work"]

    assert ([one.pk for one in work.returned], [one.record for one in work.to_confirm]) == (
        [back.pk],
        [cast.project],
    )
    assert back.get_absolute_url() in page.content.decode()
    assert [_page("/", role).context["work"] for role in (Role.OFFICER, Role.LEADER)] == [None, None]
