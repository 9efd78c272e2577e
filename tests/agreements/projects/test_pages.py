"""The list, the page of one project, and the forms that make and change its record."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.enums import ProjectAgencyRole, ProjectPartyRole
from agreements.models import Project
from agreements.services.projects import project_update
from dnfa.accounts.enums import Role
from dnfa.core.models import Provenance, SourceDocument
from partners.models import CooperationField
from tests.factories import make_agency, make_agreement, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db
LIST, ADD = "agreements:projects", "agreements:project-add"


def address(project: Project, name: str) -> str:
    return reverse(f"agreements:project-{name}", args=[project.key])


def codes(response: Any) -> list[str]:
    return [section.code for section in response.context["sections"]]


def labels(response: Any) -> list[str]:
    return [str(button.label) for button in response.context["buttons"]]


def book(project: Project, kind: str, amount: Any, currency: str = "USD", **more: Any) -> Any:
    return project.lines.create(kind=kind, amount=Decimal(str(amount)), currency=currency, **more)


# --- list --------------------------------------------------------------------------------
def test_the_list_shows_state_and_sums_of_each_currency(client: Any, officer: Any) -> None:
    project = make_project(title_vi="Trường", starts_on="2014", ends_on="2016-06", amount="5", currency="EUR")
    book(project, "committed", "700000")
    book(project, "committed", 14_000_000_000, "VND")
    book(project, "disbursed", "250000.5", booked_on="2015")

    response = client.get(reverse(LIST), {"as_of": "2014"})
    later = client.get(reverse(LIST), {"as_of": "2015-06-30"})

    def cells(answer: Any) -> list[str]:
        return [str(cell.value) for cell in answer.context["lines"][0].cells]

    assert cells(response) == [
        "Trường",
        "",
        "2014 – 6/2016",
        "Đang thực hiện",
        "5.00",
        "14.000.000.000 đồng; 700.000 USD",
        "",
    ]
    assert cells(later)[-1] == "250.000,50 USD"
    assert "Ghi dự án" in response.content.decode()


def test_the_export_keeps_first_and_last_day_apart(client: Any, officer: Any) -> None:
    project = make_project(title_vi="Trường", starts_on="2014", ends_on="2016-06")
    book(project, "committed", "700000")

    answer = client.get(reverse(LIST), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    head, values = next((row, rows[number + 1]) for number, row in enumerate(rows) if "Khóa" in row)
    told = dict(zip(head, values, strict=True))

    assert (told["Từ"], told["Đến"], told["Cam kết"], told["Giải ngân"]) == (
        "2014",
        "6/2016",
        "700.000 USD",
        "",
    )
    assert "Thời gian" not in head


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_who_only_reads_sees_no_way_to_write(client: Any, role: Role) -> None:
    user = make_user(role)
    project = make_project(agencies=[user.agency] if user.agency else [])
    client.force_login(user)

    page, listed = client.get(project.get_absolute_url()), client.get(reverse(LIST))
    doors = [
        client.get(address(project, name)).status_code for name in ("edit", "sides", "bodies", "results")
    ]

    assert labels(page) == (["Gửi cập nhật", "Báo cáo tiến độ"] if role == Role.FOCAL_POINT else [])
    assert [each in listed.content.decode() for each in (project.title_vi, "Ghi dự án")] == [True, False]
    assert doors == [403] * 4
    assert client.get(reverse(ADD)).status_code == 403


def test_a_focal_point_sees_only_projects_of_its_agency(client: Any) -> None:
    user = make_user(Role.FOCAL_POINT)
    seen, hidden = make_project(agencies=[user.agency]), make_project()
    client.force_login(user)

    listed = [line.row.title_vi for line in client.get(reverse(LIST)).context["lines"]]
    answers = [client.get(project.get_absolute_url()).status_code for project in (seen, hidden)]

    assert (listed, answers) == ([seen.title_vi], [200, 404])


# --- page --------------------------------------------------------------------------------
def test_the_page_says_what_it_is_and_where_it_stands(client: Any, officer: Any) -> None:
    field = CooperationField.objects.create(code="moi-truong", level=2, name_vi="Môi trường")
    project = make_project(
        title_vi="Cấp nước",
        title_en="Water",
        source_type="ngo",
        form="project",
        starts_on="2014",
        ends_on="2016-06",
        quantity="12",
        quantity_unit="trạm",
        place="Phường Hòa Khánh",
        old_district="Liên Chiểu",
        purpose_vi="Nước sạch",
        officer=officer,
        note="Xem lại",
    )
    project.fields.add(field)

    response = client.get(project.get_absolute_url(), {"as_of": "2016-07-10"})

    assert [
        (row["label"], str(row["value"]), row.get("note", "")) for row in response.context["summary"]
    ] == [
        ("Chiều", "Tiếp nhận", ""),
        ("Nguồn vốn", "Phi chính phủ nước ngoài", ""),
        ("Hình thức", "Chương trình, dự án", ""),
        ("Thời gian", "2014 – 6/2016", ""),
        ("Tình trạng theo nguồn", "Đang thực hiện", ""),
        ("Số lượng", "12 trạm", ""),
        ("Địa bàn", "Phường Hòa Khánh; trước 01/7/2025: Liên Chiểu", ""),
        ("Lĩnh vực", "Môi trường", ""),
        ("Mục tiêu", "Nước sạch", ""),
        ("Tên tiếng Anh", "Water", ""),
        ("Chuyên viên phụ trách", officer.full_name, ""),
        ("Ghi chú", "Xem lại", ""),
    ]
    assert response.context["badge"] == "project_running"
    assert response.context["overdue"] == "quá thời hạn 10 ngày, chưa ghi kết thúc"
    assert labels(response) == ["Sửa", "Ghi việc", "Ghi số tiền", "Ghi thay cơ quan"]
    assert client.get(reverse("agreements:project", args=["khong-co"])).status_code == 404


def test_a_reader_gets_no_empty_parts_and_an_officer_the_ways_to_fill_them(client: Any, officer: Any) -> None:
    project = make_project()
    written = codes(client.get(project.get_absolute_url()))
    client.force_login(make_user(Role.LEADER))
    read = codes(client.get(project.get_absolute_url()))

    assert written == ["deeds", "money", "sides", "bodies", "results", "files"]
    assert read == ["files"]


def full_project(number: int) -> Project:
    """A project of everything that can hang on one, `number` times each."""
    project = make_project(
        source_type="ngo", starts_on="2014", agencies=[make_agency() for _each in range(number)]
    )
    for order in range(number):
        project.parties.create(partner=make_partner(), role=ProjectPartyRole.DONOR, order=order)
        project.agreement_links.create(agreement=make_agreement())
        project.events.create(kind="approval", occurred_on=f"{2010 + order}")
        line = book(project, "committed", 1000 + order, booked_on="2014")
        book(project, "committed", -10, corrects=line, reason="Nhầm")
        project.results.create(indicator="Trạm", unit="trạm", target=12, order=order)
        project.reports.create(
            agency=project.agency_roles.all()[order].agency,
            period_from=date(2014, 1, 1),
            period_to=date(2014, 6, 30),
            received_on=date(2014, 7, 1),
            done_vi="Xong",
        )
        part = make_project(parent=project, is_component=True)
        book(part, "committed", 5)
        part.parties.create(partner=make_partner(), role=ProjectPartyRole.DONOR)
        source = SourceDocument.objects.get_or_create(
            key=f"luan-an-{order}", defaults={"title": f"Luận án {order}"}
        )[0]
        Provenance.objects.create(record=line, field="amount", source=source, value_as_printed=f"{order} USD")
    return project


def test_the_page_asks_the_database_as_often_for_many_as_for_one(client: Any, officer: Any) -> None:
    asked = {}
    for number in (1, 8):
        project = full_project(number)
        client.get(project.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            response = client.get(project.get_absolute_url())
        asked[number] = len(queries)
        assert len(response.context["project"].reports.all()) == number

    assert asked[1] == asked[8] <= 40


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(client: Any, officer: Any, number: int) -> None:
    for _each in range(number):
        project = make_project(
            donors=[make_partner()], agencies=[make_agency()], agreements=[make_agreement()]
        )
        book(project, "committed", 5)
        book(project, "disbursed", 2, "EUR")
    client.get(reverse(LIST))

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(LIST))

    # One of them brings the officers that the filter offers.
    assert (len(response.context["lines"]), len(queries)) == (number, 14)


# --- a new record ------------------------------------------------------------------------
def new(client: Any, **values: Any) -> Any:
    token = client.get(reverse(ADD)).context["carried"]["once"]
    sent = {
        "once": token,
        "direction": "received",
        "title_vi": "Cấp nước",
        "stated_status": "approved",
        "qualifier": "exact",
        "owes_reports": "on",
    }
    return client.post(reverse(ADD), {**sent, **values})


def test_a_project_is_written_with_sides_bodies_papers_and_its_value(client: Any, officer: Any) -> None:
    donor, taker, joins = make_partner(), make_partner(), make_partner()
    paper, managing, owner = make_agreement(), make_agency(), make_agency()

    answer = new(
        client,
        source_type="ngo",
        form="project",
        starts_on="3/2026",
        ends_on="2028",
        donors=[donor.pk],
        recipients=[taker.pk],
        participants=[joins.pk],
        managing=[managing.pk],
        owner=[owner.pk],
        agreements=[paper.pk],
        value="601.346,76 Euro",
        qualifier="approx",
    )
    project = Project.objects.get()
    line = project.lines.get()

    assert answer.url == project.get_absolute_url()
    assert (project.key, str(project.starts_on), str(project.ends_on)) == ("cap-nuoc-2026", "2026-03", "2028")
    assert list(project.parties.values_list("partner", "role")) == [
        (donor.pk, "donor"),
        (taker.pk, "recipient"),
        (joins.pk, "participant"),
    ]
    assert list(project.agency_roles.values_list("agency", "role")) == [
        (managing.pk, "managing"),
        (owner.pk, "owner"),
    ]
    assert list(project.agreements.all()) == [paper]
    assert (line.kind, line.amount, line.currency, line.qualifier) == (
        "value",
        Decimal("601346.76"),
        "EUR",
        "approx",
    )


def test_the_form_already_says_what_the_page_before_it_knew(client: Any, officer: Any) -> None:
    partner, paper = make_partner(), make_agreement()
    asked = {"partner": partner.key, "agreement": paper.key}

    received = client.get(reverse(ADD), asked).context["form"].initial
    given = client.get(reverse(ADD), {**asked, "direction": "given"}).context["form"].initial
    nonsense = (
        client.get(reverse(ADD), {"direction": "sideways", "partner": "khong-co"}).context["form"].initial
    )

    assert (received["donors"], received["agreements"], received["direction"]) == (
        [partner.pk],
        [paper.pk],
        "",
    )
    assert (given["recipients"], given["direction"], "donors" in given) == ([partner.pk], "given", False)
    assert (nonsense["donors"], nonsense["direction"]) == ([], "")


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"title_vi": ""}, ["title_vi"]),
        ({"direction": ""}, ["direction"]),
        ({"starts_on": "2026", "ends_on": "2025"}, ["ends_on"]),
        ({"starts_on": "hôm qua"}, ["starts_on"]),
        ({"is_component": "on"}, ["parent"]),
        ({"remains_seen_on": "1/3/2026"}, ["remains_vi"]),
        ({"value": "1,234 USD"}, ["value"]),
        ({"value": "0 USD"}, ["value"]),
        ({"note": "TUYỆT MẬT"}, ["note"]),
    ],
)
def test_what_is_wrong_stands_at_its_box_and_nothing_is_written_or_lost(
    client: Any, officer: Any, wrong: dict[str, str], at: list[str]
) -> None:
    answer = new(client, purpose_vi="Nước sạch", **wrong)
    form = answer.context["form"]

    assert (answer.status_code, list(form.errors), Project.objects.count()) == (200, at, 0)
    assert form["purpose_vi"].value() == "Nước sạch"
    assert [form.data[name] for name in wrong] == list(wrong.values())


def test_a_side_named_twice_is_told_at_the_head(client: Any, officer: Any) -> None:
    partner = make_partner()

    answer = new(client, donors=[partner.pk], recipients=[partner.pk])

    assert list(answer.context["form"].errors) == ["__all__"]
    assert Project.objects.count() == 0


# --- a record changed ---------------------------------------------------------------------
def edited(client: Any, project: Project, **values: Any) -> Any:
    page = client.get(address(project, "edit"))
    return client.post(
        address(project, "edit"), {**sent_by(page.context["form"]), **values, **page.context["carried"]}
    )


def sent_by(form: Any) -> dict[str, Any]:
    """What an untouched form sends."""
    values = {bound.name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def test_only_what_was_changed_is_written(client: Any, officer: Any) -> None:
    paper, field = make_agreement(), CooperationField.objects.create(code="nuoc", level=2, name_vi="Nước")
    project = make_project(title_vi="Cấp nước", note="Xem lại", agreements=[make_agreement()])

    answer = edited(client, project, title_vi="Cấp nước sạch", agreements=[paper.pk], fields=[field.pk])
    project.refresh_from_db()

    assert answer.url == project.get_absolute_url()
    assert (project.title_vi, project.note) == ("Cấp nước sạch", "Xem lại")
    assert (list(project.agreements.all()), list(project.fields.all())) == ([paper], [field])


def test_two_people_who_save_at_once_lose_nothing(client: Any, officer: Any) -> None:
    project = make_project(title_vi="Cấp nước", note="Cũ")
    page = client.get(address(project, "edit"))
    mine = {
        **sent_by(page.context["form"]),
        **page.context["carried"],
        "title_vi": "Cấp nước sạch",
        "note": "Của tôi",
    }
    project_update(
        project=project, changes={"note": "Của bạn", "place": "Hòa Vang"}, base_version=None, user=make_user()
    )

    stale = client.post(address(project, "edit"), mine)
    names = [
        question.input_name
        for group in stale.context["groups"]
        for _bound, question in group.fields
        if question
    ]
    merged = {**sent_by(stale.context["form"]), **stale.context["carried"]}
    answer = client.post(address(project, "edit"), {**merged, names[0]: "mine"})
    project.refresh_from_db()

    assert (stale.status_code, len(names), answer.status_code) == (409, 1, 302)
    assert (project.title_vi, project.note, project.place) == ("Cấp nước sạch", "Của tôi", "Hòa Vang")


def test_a_project_is_not_offered_as_its_own_programme(client: Any, officer: Any) -> None:
    project, other = make_project(), make_project(title_vi="Chương trình")

    offered = client.get(address(project, "edit")).context["form"].fields["parent"].queryset

    assert list(offered) == [other]


def test_a_wrong_edit_is_told_at_its_box(client: Any, officer: Any) -> None:
    project = make_project(starts_on="2020")

    answer = edited(client, project, ends_on="2019", note="Gõ rồi")
    project.refresh_from_db()

    assert list(answer.context["form"].errors) == ["ends_on"]
    assert (answer.context["form"]["note"].value(), project.note) == ("Gõ rồi", "")


# --- lists of one ---------------------------------------------------------------------------
def rows(project: Project, values: list[dict[str, Any]], kept: int = 0) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "version": project.version,
        "row-TOTAL_FORMS": len(values),
        "row-INITIAL_FORMS": kept,
    }
    for number, row in enumerate(values):
        sent |= {f"row-{number}-{name}": value for name, value in row.items()}
    return sent


def test_sides_are_written_as_a_whole_with_their_shares(client: Any, officer: Any) -> None:
    jica, bank = make_partner(name_vi="JICA"), make_partner(name_vi="Ngân hàng Thế giới")
    project = make_project(donors=[jica])
    shown = client.get(address(project, "sides"))

    answer = client.post(
        address(project, "sides"),
        rows(
            project,
            [
                {"partner": "JICA", "role": "donor", "share": "33,5", "ORDER": "2"},
                {"partner": "ngan hang the gioi", "role": "donor", "share": "66,5", "ORDER": "1"},
                {"partner": "", "role": "donor"},
            ],
            kept=1,
        ),
    )

    assert shown.context["formset"].forms[0].initial == {"partner": jica, "role": "donor", "share": None}
    assert answer.url == f"{project.get_absolute_url()}#part-sides"
    assert list(project.parties.values_list("partner", "share")) == [
        (bank.pk, Decimal("66.50")),
        (jica.pk, Decimal("33.50")),
    ]


def test_shares_beyond_the_whole_are_told_and_nothing_is_written(client: Any, officer: Any) -> None:
    make_partner(name_vi="JICA"), make_partner(name_vi="KOICA")
    project = make_project()
    sent = [{"partner": name, "role": "donor", "share": "60"} for name in ("JICA", "KOICA")]

    over = client.post(address(project, "sides"), rows(project, sent))
    unknown = client.post(
        address(project, "sides"), rows(project, [{"partner": "Không có", "role": "donor"}])
    )

    assert over.context["errors"] == ["Các tỷ lệ góp cộng lại vượt 100%."]
    assert [form["share"].value() for form in over.context["formset"].forms] == ["60", "60"]
    assert list(unknown.context["formset"].forms[0].errors) == ["partner"]
    assert project.parties.count() == 0


def test_bodies_are_written_with_their_roles(client: Any, officer: Any) -> None:
    building, school = make_agency(name_vi="Sở Xây dựng"), make_agency(name_vi="Trường Cao đẳng")
    project = make_project()
    sent = [
        {"agency": "Sở Xây dựng", "role": ProjectAgencyRole.MANAGING},
        {"agency": "Trường Cao đẳng", "role": ProjectAgencyRole.OWNER},
    ]

    answer = client.post(address(project, "bodies"), rows(project, sent))

    assert answer.status_code == 302
    assert list(project.agency_roles.values_list("agency", "role")) == [
        (building.pk, "managing"),
        (school.pk, "owner"),
    ]


def test_results_are_told_row_by_row(client: Any, officer: Any) -> None:
    project = make_project()
    good = {
        "indicator": "Trạm cấp nước",
        "unit": "trạm",
        "target": "12",
        "reached": "9",
        "as_of": "30/6/2026",
    }

    wrong = client.post(
        address(project, "results"), rows(project, [good, {"indicator": "Hộ", "unit": "hộ", "reached": "5"}])
    )
    answer = client.post(address(project, "results"), rows(project, [good]))

    assert [error.split(":")[0] for error in wrong.context["errors"]] == ["Dòng 2, Tính đến ngày"]
    assert answer.url == f"{project.get_absolute_url()}#part-results"
    assert list(project.results.values_list("indicator", "target", "reached", "as_of")) == [
        ("Trạm cấp nước", Decimal(12), Decimal(9), date(2026, 6, 30))
    ]


def test_a_list_opened_before_another_saved_is_not_overwritten_unseen(client: Any, officer: Any) -> None:
    make_partner(name_vi="JICA")
    project = make_project()
    sent = rows(project, [{"partner": "JICA", "role": "donor"}])
    project_update(project=project, changes={"note": "Mới"}, base_version=None, user=make_user())

    stale = client.post(address(project, "sides"), sent)
    again = client.post(address(project, "sides"), {**sent, "version": stale.context["record"].version})

    assert ["người khác sửa" in error for error in stale.context["errors"]] == [True]
    assert (again.status_code, project.parties.count()) == (302, 1)
