"""The matrix and the pages count exactly what their lists list, in as many queries for many tasks as for one."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from dnfa.accounts.enums import Role
from reports.models import SchemeTask
from reports.scheme.enums import TaskRole
from reports.scheme.filters import TaskFilter
from reports.scheme.selectors import agencies_of, hang_on, matrix, task_page, task_rows
from tests.factories import make_agency, make_user
from tests.reports.scheme.factories import TODAY, make_difficulty, make_task, say, succeed

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tourism, planning):
    """Two groups; planning merged into finance; one task of two agencies, one of nobody, one replaced."""
    finance = make_agency(key="so-tai-chinh", name_vi="Sở Tài chính")
    succeed(planning, finance)
    group = {"group_code": "I", "group_name_vi": "Chính trị"}
    make_task("I.1", leads=[planning, tourism], **group)
    make_task("I.2", leads=[finance], coordinating=[tourism], **group)
    make_task("II.A.1", leads=[tourism], coordinating=[planning])
    make_task("II.A.2")
    new = make_task("II.A.3", leads=[tourism])
    make_task("II.A.4", leads=[tourism], replaced_by=new, replaced_on=date(2026, 1, 1))
    return {"finance": finance}


def listed(user, url: str, as_of: date) -> set[str]:
    """What the list at an address lists."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    rows = task_rows(SchemeTask.objects.visible_to(user).known_on(as_of), as_of)
    found = TaskFilter(data=query, queryset=rows)
    found.as_of = as_of
    return set(found.qs.values_list("code", flat=True))


@pytest.mark.parametrize("role", TaskRole.values)
@pytest.mark.parametrize("as_of", [date(2025, 2, 28), date(2025, 12, 31), TODAY])
@pytest.mark.parametrize("reader", [Role.OFFICER, Role.FOCAL_POINT])
def test_every_number_of_the_matrix_opens_exactly_its_list(register, tourism, role, as_of, reader):
    user = make_user(reader, agency=tourism)

    found = matrix(user, as_of, role)

    cells = [cell for row in found.rows for cell in (*row.cells, row.total)]
    cells += [*found.totals, found.total]
    assert [(cell.url, cell.count) for cell in cells] == [
        (cell.url, len(listed(user, cell.url, as_of))) for cell in cells
    ]


def test_the_matrix_gives_merged_agencies_to_their_heirs(register):
    found = matrix(make_user(), TODAY, TaskRole.LEAD)

    assert found.groups == [("I", "Chính trị"), ("II.A", "Về du lịch")]
    assert [(row.name, [cell.count for cell in row.cells], row.total.count) for row in found.rows] == [
        ("Sở Du lịch", [1, 2], 3),
        ("Sở Tài chính", [2, 0], 2),
        ("Chưa có cơ quan", [0, 1], 1),
    ]
    assert ([cell.count for cell in found.totals], found.total.count) == ([2, 3], 5)


def test_an_agency_stands_with_who_carries_its_work(register, planning):
    [row] = hang_on(task_rows(SchemeTask.objects.filter(code="I.1"), TODAY), TODAY)

    assert [str(one) for one in row.leads] == ["Sở Kế hoạch và Đầu tư (nay: Sở Tài chính)", "Sở Du lịch"]
    assert [agency.key for agency in agencies_of(row, TODAY)] == [
        "so-tai-chinh",
        "so-ke-hoach-dau-tu",
        "so-du-lich",
    ]


def test_an_agency_that_ended_without_an_heir_is_told(tourism):
    succeed(tourism, None, "2025-07-01")
    make_task("I.9", leads=[tourism])

    [row] = hang_on(task_rows(SchemeTask.objects.all(), TODAY), TODAY)

    assert [str(one) for one in row.leads] == ["Sở Du lịch (đã giải thể, chưa giao đơn vị kế thừa)"]


@pytest.mark.parametrize("many", [1, 3])
def test_rows_ask_the_same_whatever_their_number(many, tourism, django_assert_num_queries):
    for _number in range(many):
        task = make_task(leads=[tourism], coordinating=[make_agency()])
        say(task)
        make_difficulty(task)

    with django_assert_num_queries(3):
        rows = hang_on(task_rows(SchemeTask.objects.all(), TODAY), TODAY)

    assert [(row.state, row.open_difficulties, len(row.coordinators)) for row in rows] == [
        ("in_progress", 1, 1)
    ] * many


def test_the_page_tells_each_year_with_what_was_corrected(tourism, planning):
    task = make_task(leads=[tourism], coordinating=[planning])
    wrong = say(task, "done", agency=tourism, reported_on=date(2026, 5, 1))
    right = say(task, agency=tourism, reported_on=date(2026, 6, 1), corrects=wrong, correction_reason="Nhầm")
    part = say(task, agency=planning, part="coordinating", reported_on=date(2026, 7, 1))
    old = say(task, agency=tourism, year=2025, reported_on=date(2025, 12, 1))
    user = make_user(Role.FOCAL_POINT, agency=tourism)

    def page(as_of: date):
        row = task_rows(SchemeTask.objects.all(), as_of).get()
        return task_page(task=row, user=user, as_of=as_of, today=TODAY)

    now, then = page(TODAY), page(date(2026, 5, 31))
    assert [(year.year, year.reports) for year in now.years] == [(2026, [right, part]), (2025, [old])]
    assert [one.earlier for one in now.years[0].reports] == [[wrong], []]
    assert [(year.year, year.reports) for year in then.years] == [(2026, [wrong]), (2025, [old])]
    assert (now.may_send, now.may_report, now.may_keep) == (True, False, False)
