from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dnfa.accounts.enums import Role
from dnfa.core.attachments.services import attach_file
from tests.factories import make_agency, make_user, sign_in
from tests.reports.scheme.factories import TODAY, make_difficulty, make_proposal, make_task, say

pytestmark = pytest.mark.django_db
LIST, MINE, MATRIX = "/nhiem-vu-de-an/", "/nhiem-vu-de-an/cua-toi/", "/nhiem-vu-de-an/ma-tran/"
PROPOSALS = "/nhiem-vu-de-an/de-xuat/"


def shown(answer) -> list[str]:
    return [line.row.code for line in answer.context["lines"]]


@pytest.fixture
def tasks(tourism, planning):
    """Late, done, silent and replaced tasks of tourism; one of planning, for all units."""
    late = make_task("II.A.1", leads=[tourism], ends_on="2026-10")
    done = make_task("II.A.2", leads=[tourism])
    make_task("II.A.3", leads=[tourism])
    make_task("II.A.4", leads=[tourism], replaced_by=done, replaced_on=date(2026, 1, 1))
    make_task("III.1", group_code="III", leads=[planning], with_all_relevant_units=True)
    say(late, agency=tourism, reported_on=date(2026, 9, 1))
    say(done, "done", agency=tourism, year=2025, evidence="QĐ 1", reported_on=date(2025, 12, 1))
    make_difficulty(late)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["II.A.1", "II.A.2", "II.A.3", "III.1"]),
        ({"group": "III"}, ["III.1"]),
        ({"state": "late"}, ["II.A.1"]),
        ({"state": ["done", "unreported"]}, ["II.A.2", "II.A.3", "III.1"]),
        ({"state": "replaced"}, ["II.A.4"]),
        ({"lead": "so-ke-hoach-dau-tu"}, ["III.1"]),
        ({"reported_in": "2025"}, ["II.A.2"]),
        ({"unreported_in": "2026"}, ["II.A.2", "II.A.3", "III.1"]),
        ({"difficult": "true"}, ["II.A.1"]),
        ({"for_all_units": "true"}, ["III.1"]),
        ({"q": "iii.1"}, ["III.1"]),
        ({"as_of": "31/12/2025"}, ["II.A.1", "II.A.2", "II.A.3", "II.A.4", "III.1"]),
        ({"as_of": "31/12/2025", "state": "late"}, []),
        ({"sort": "state"}, ["II.A.1", "II.A.3", "III.1", "II.A.2"]),
    ],
)
def test_the_list_answers(query, codes, tasks, client, officer):
    answer = client.get(LIST, query)

    assert (answer.status_code, shown(answer)) == (200, codes)


def test_the_list_and_its_export_hold_what_the_person_sees(tasks, client, tourism):
    sign_in(client, Role.FOCAL_POINT, agency=make_agency())

    answer = client.get(LIST)
    exported = client.get(LIST, {"format": "csv"}).getvalue().decode()

    assert shown(answer) == ["III.1"]
    assert ("III.1" in exported, "II.A.1" in exported) == (True, False)


@pytest.mark.parametrize("many", [1, 4])
def test_the_list_asks_the_same_whatever_it_lists(many, client, officer, tourism, django_assert_num_queries):
    for _number in range(many):
        say(make_task(leads=[tourism]))
    client.get(LIST)

    with django_assert_num_queries(9):
        answer = client.get(LIST)

    assert len(shown(answer)) == many


def test_one_s_own_tasks_and_what_is_still_to_be_told(tasks, client, focal):
    answer = client.get(MINE)

    assert shown(answer) == ["II.A.1", "II.A.3", "II.A.2"]
    counts = {name: answer.context[name] for name in ("to_report", "led", "relevant", "year")}
    assert counts == {"to_report": 2, "led": 3, "relevant": 1, "year": 2026}
    told = client.get(MINE, {"unreported_in": "2026", "lead": "so-du-lich"})
    assert len(shown(told)) == counts["to_report"]


def test_only_focal_points_have_tasks_of_their_own(tasks, client, officer):
    assert client.get(MINE).status_code == 403


@pytest.mark.parametrize(
    ("role", "names"), [("lead", ["Sở Du lịch", "Sở Kế hoạch và Đầu tư"]), ("coordinating", [])]
)
def test_the_matrix_is_drawn_for_a_role_and_a_day(role, names, tasks, client, officer):
    answer = client.get(MATRIX, {"role": role, "as_of": "1/6/2026"})

    assert [row.name for row in answer.context["matrix"].rows] == names
    assert answer.context["matrix"].total.url == "/nhiem-vu-de-an/?as_of=1%2F6%2F2026"


def buttons(answer) -> set[str]:
    """Addresses below the task's own that the page offers."""
    html = answer.content.decode()
    words = ("tien-do/", "vuong-mac/", "sua/", "giao/", "viec/", "cap-nhat/")
    return {word for word in words if f'href="/nhiem-vu-de-an/II.A.1/{word}"' in html}


@pytest.mark.parametrize(
    ("role", "own", "offered"),
    [
        (Role.OFFICER, False, {"tien-do/", "vuong-mac/", "sua/", "giao/", "viec/"}),
        (Role.FOCAL_POINT, True, {"cap-nhat/"}),
        (Role.LEADER, False, set()),
        (Role.AUDITOR, False, set()),
    ],
)
@pytest.mark.usefixtures("tasks")
def test_the_page_of_a_task_offers_what_one_may_do(role, own, offered, client, tourism):
    sign_in(client, role, agency=tourism if own else make_agency())

    answer = client.get("/nhiem-vu-de-an/II.A.1/")

    assert (answer.status_code, buttons(answer)) == (200, offered)
    assert answer.context["task"].state == "late"


def test_a_task_of_others_is_hidden(tasks, client):
    sign_in(client, Role.FOCAL_POINT)

    paths = ("II.A.1/", "II.A.1/cap-nhat/", "IX.1/", "IX.1/cap-nhat/")
    assert [client.get(f"{LIST}{path}").status_code for path in paths] == [404] * len(paths)


@pytest.mark.parametrize("many", [1, 4])
@pytest.mark.parametrize("reader", [(Role.OFFICER, 18), (Role.FOCAL_POINT, 24)])
def test_the_page_asks_the_same_whatever_was_said(many, reader, client, tourism, django_assert_num_queries):
    role, queries = reader
    sign_in(client, role, agency=tourism)
    task = make_task("I.1", leads=[tourism])
    for day in range(many):
        say(task, agency=tourism, reported_on=date(2026, 5, day + 1))
        make_difficulty(task, raised_by=tourism)
        make_proposal(tourism, kind="amendment", task=task)
    client.get("/nhiem-vu-de-an/I.1/")

    with django_assert_num_queries(queries):
        answer = client.get("/nhiem-vu-de-an/I.1/")

    page = answer.context["page"]
    assert (len(page.years[0].reports), len(page.proposals)) == (many, many)


@pytest.mark.usefixtures("files_dir")
def test_files_of_what_was_said_stand_with_it_and_go_with_its_right(client, focal, tourism, planning):
    task = make_task("I.1", leads=[tourism], coordinating=[planning])
    row, officer = say(task, agency=tourism), make_user()
    upload = SimpleUploadedFile("bao-cao.txt", "Kết quả năm".encode(), content_type="text/plain")
    attach_file(
        record=row,
        upload=upload,
        kind="evidence",
        title="Báo cáo kết quả",
        language="vi",
        is_original=False,
        user=officer,
        today=TODAY,
    )

    answer = client.get("/nhiem-vu-de-an/I.1/")
    [report] = answer.context["page"].years[0].reports
    agency = client.get(f"/tep/them/scheme_progress/{row.pk}/").status_code
    client.force_login(officer)
    department = client.get(f"/tep/them/scheme_progress/{row.pk}/").status_code

    assert [file.title for file in report.files] == ["Báo cáo kết quả"]
    assert (agency, department) == (403, 200)


def test_proposals_are_listed_to_their_own(client, tourism, planning, focal):
    own, other = make_proposal(tourism, title_vi="Của mình"), make_proposal(planning)

    answer = client.get(PROPOSALS)

    assert [line.row.title_vi for line in answer.context["lines"]] == ["Của mình"]
    assert client.get(own.get_absolute_url()).context["may_withdraw"] is True
    assert client.get(other.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.OFFICER, True), (Role.FOCAL_POINT, True), (Role.LEADER, True)]
)
def test_the_menu_leads_to_the_tasks(role, seen, client):
    sign_in(client, role)

    html = client.get(LIST).content.decode()

    assert (f'href="{LIST}"' in html, f'href="{MINE}"' in html) == (seen, role == Role.FOCAL_POINT)
