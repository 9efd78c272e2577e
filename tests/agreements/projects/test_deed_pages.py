"""Small pages for what happens to a project and its money, and for reports of agencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from agreements.models import ExchangeRate, FundingLine, Project, ProjectEvent
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.factories import make_agency, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Any) -> Any:
    user = make_user()
    client.force_login(user)
    return user


def address(project: Project, name: str) -> str:
    return reverse(f"agreements:project-{name}", args=[project.key])


def of_line(line: FundingLine, name: str) -> str:
    return reverse(f"agreements:project-line-{name}", args=[line.pk])


def send(client: Any, url: str, **values: Any) -> Any:
    version = client.get(url).context["carried"]["version"]
    return client.post(url, {"version": version, **values})


def book(
    project: Project, amount: Any, currency: str = "USD", kind: str = "committed", **more: Any
) -> FundingLine:
    return project.lines.create(kind=kind, amount=Decimal(str(amount)), currency=currency, **more)


# --- deeds -------------------------------------------------------------------------------
def test_a_deed_is_written_down_and_turns_the_project(client: Any, officer: Any) -> None:
    project = make_project(stated_status="proposed")

    answer = send(
        client,
        address(project, "event-add"),
        kind="approval",
        occurred_on="5/3/2026",
        document_number="12/QĐ-UBND",
        decided_by="Chủ tịch UBND thành phố",
    )
    event = project.events.get()
    page = client.get(project.get_absolute_url())

    assert answer.url == f"{project.get_absolute_url()}#part-deeds"
    assert (event.kind, str(event.occurred_on), event.document_number, event.recorded_by) == (
        "approval",
        "2026-03-05",
        "12/QĐ-UBND",
        officer,
    )
    assert page.context["badge"] == "project_approved"


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"kind": ""}, ["kind"]),
        ({"occurred_on": "mai"}, ["occurred_on"]),
        ({"occurred_on": "1/1/2999"}, ["occurred_on"]),
        ({"kind": "suspension"}, ["reason"]),
        ({"kind": "extension", "reason": "Mưa lũ"}, ["new_ends_on"]),
        ({"kind": "approval", "new_ends_on": "2027"}, ["new_ends_on"]),
        ({"kind": "extension", "reason": "Mưa lũ", "new_ends_on": "2019"}, ["new_ends_on"]),
        ({"kind": "closing"}, ["__all__"]),
        ({"note": "TỐI MẬT"}, ["note"]),
    ],
)
def test_a_wrong_deed_stands_at_its_box_and_nothing_is_written(
    client: Any, officer: Any, values: dict[str, str], at: list[str]
) -> None:
    project = make_project(starts_on="2020")
    sent = {"kind": "adjustment", "occurred_on": "5/3/2026", "decided_by": "Sở", **values}

    answer = send(client, address(project, "event-add"), **sent)
    form = answer.context["form"]

    assert (list(form.errors), project.events.count()) == (at, 0)
    assert [form[name].value() for name in sent] == list(sent.values())


def test_a_deed_is_taken_back_with_a_reason(client: Any, officer: Any) -> None:
    project = make_project()
    event = project.events.create(kind="approval", occurred_on="2026-03-05", document_number="12/QĐ")
    url = reverse("agreements:project-event-remove", args=[event.pk])

    unreasoned = send(client, url, reason="")
    still = ProjectEvent.objects.count()
    answer = send(client, url, reason="Ghi nhầm dự án")

    assert (list(unreasoned.context["form"].errors), still) == (["reason"], 1)
    assert "12/QĐ" in unreasoned.content.decode()
    assert (answer.url, ProjectEvent.objects.count()) == (f"{project.get_absolute_url()}#part-deeds", 0)


def test_a_form_opened_before_another_saved_writes_nothing_unseen(client: Any, officer: Any) -> None:
    project = make_project()
    sent = {"kind": "adjustment", "occurred_on": "2026", "version": project.version}
    Project.objects.filter(pk=project.pk).update(note="Mới")

    stale = client.post(address(project, "event-add"), sent)
    written = project.events.count()
    again = client.post(address(project, "event-add"), {**sent, **stale.context["carried"]})

    assert (list(stale.context["form"].errors), written) == (["__all__"], 0)
    assert (again.status_code, project.events.count()) == (302, 1)


# --- lines -------------------------------------------------------------------------------
def test_a_sum_is_booked_as_it_is_typed(client: Any, officer: Any) -> None:
    project = make_project()

    answer = send(
        client,
        address(project, "line-add"),
        kind="committed",
        amount="601.346,76 Euro",
        qualifier="approx",
        booked_on="3/2026",
        period_from="1/1/2026",
        period_to="31/12/2026",
        rate="27.450,5",
        rate_on="1/3/2026",
        rate_source="Bộ Tài chính",
        keep_rate="on",
        document_number="5/QĐ",
        note="Đợt 1",
    )
    line, kept = project.lines.get(), ExchangeRate.objects.get()

    assert answer.url == f"{project.get_absolute_url()}#part-lines"
    assert (line.kind, line.amount, line.currency, line.qualifier, str(line.booked_on)) == (
        "committed",
        Decimal("601346.76"),
        "EUR",
        "approx",
        "2026-03",
    )
    assert (line.rate, line.rate_on, line.rate_source, line.dong) == (
        Decimal("27450.5"),
        date(2026, 3, 1),
        "Bộ Tài chính",
        Decimal(16507269235),
    )
    assert (kept.currency, kept.day, kept.rate, kept.source) == (
        "EUR",
        date(2026, 3, 1),
        Decimal("27450.5"),
        "Bộ Tài chính",
    )


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"kind": ""}, ["kind"]),
        ({"amount": "1,234 USD"}, ["amount"]),
        ({"amount": "300.000"}, ["amount"]),
        ({"amount": "0 USD"}, ["amount"]),
        ({"amount": "-5 USD"}, ["amount"]),
        ({"booked_on": "1/1/2999"}, ["booked_on"]),
        ({"kind": "planned"}, ["period_from"]),
        ({"period_from": "1/1/2026"}, ["period_to"]),
        ({"rate": "25.000"}, ["rate"]),
        (
            {"dong_stated": "7.500", "rate": "25.000", "rate_on": "1/3/2026", "rate_source": "VCB"},
            ["dong_stated"],
        ),
        ({"amount": "5 tỷ đồng", "dong_stated": "5"}, ["rate"]),
        ({"kind": "disbursed", "amount": "101 USD"}, ["reason"]),
        ({"kind": "value"}, ["kind"]),
        ({"rate": "25,450", "rate_on": "1/3/2026", "rate_source": "VCB"}, ["rate"]),
        ({"known_rate": "0"}, ["known_rate"]),
        ({"keep_rate": "on", "rate": "1", "rate_on": "1/1/2999", "rate_source": "VCB"}, ["rate_on"]),
        ({"note": "TUYỆT MẬT"}, ["note"]),
    ],
)
def test_a_wrong_sum_stands_at_its_box_and_nothing_is_written(
    client: Any, officer: Any, values: dict[str, str], at: list[str]
) -> None:
    project = make_project(amount=100, currency="USD")
    sent = {
        "kind": "committed",
        "amount": "300.000 USD",
        "qualifier": "exact",
        "document_number": "5/QĐ",
        **values,
    }

    answer = send(client, address(project, "line-add"), **sent)
    form = answer.context["form"]

    assert (list(form.errors), project.lines.count(), ExchangeRate.objects.count()) == (at, 1, 0)
    typed = {name: word for name, word in sent.items() if name != "keep_rate"}
    assert [form[name].value() for name in typed] == list(typed.values())


# --- set right ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "difference"), [("250.000", "-50000"), ("300.000,5 USD", "0.5"), ("0", "-300000")]
)
def test_a_line_is_set_right_by_a_further_one(client: Any, officer: Any, typed: str, difference: str) -> None:
    project = make_project()
    line = book(project, 300000)

    shown = client.get(of_line(line, "right"))
    answer = send(client, of_line(line, "right"), right_amount=typed, reason="Ghi nhầm")
    correction = project.lines.get(corrects=line)

    assert "300.000 USD" in shown.content.decode()
    assert answer.url == f"{project.get_absolute_url()}#part-lines"
    assert (correction.amount, correction.currency, correction.reason) == (
        Decimal(difference),
        "USD",
        "Ghi nhầm",
    )
    assert FundingLine.objects.get(pk=line.pk).amount == 300000


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"right_amount": "250.000 EUR"}, ["right_amount"]),
        ({"right_amount": "-5"}, ["right_amount"]),
        ({"right_amount": ""}, ["right_amount"]),
        ({"right_amount": "300.000"}, ["__all__"]),
        ({"reason": ""}, ["reason"]),
    ],
)
def test_a_wrong_correction_stands_at_its_box(
    client: Any, officer: Any, values: dict[str, str], at: list[str]
) -> None:
    project = make_project()
    line = book(project, 300000)
    sent = {"right_amount": "250.000", "reason": "Ghi nhầm", **values}

    answer = send(client, of_line(line, "right"), **sent)

    assert (list(answer.context["form"].errors), project.lines.count()) == (at, 1)
    assert [answer.context["form"][name].value() for name in sent] == list(sent.values())


def test_a_correction_is_not_set_right_itself(client: Any, officer: Any) -> None:
    project = make_project()
    line = book(project, 300)
    correction = book(project, -50, corrects=line, reason="Nhầm")

    answer = send(client, of_line(correction, "right"), right_amount="5", reason="Nhầm nữa")

    assert (list(answer.context["form"].errors), project.lines.count()) == (["__all__"], 2)


# --- reports -----------------------------------------------------------------------------
REPORT = {
    "period_from": "1/1/2026",
    "period_to": "30/6/2026",
    "done_vi": "Xong 9 trạm",
    "received_on": "5/7/2026",
}


def test_a_focal_point_reports_for_its_own_agency(client: Any) -> None:
    user = make_user(Role.FOCAL_POINT)
    client.force_login(user)
    project = make_project(agencies=[user.agency, make_agency()])

    shown = client.get(address(project, "report-add"))
    other = send(
        client, address(project, "report-add"), agency=project.agency_roles.all()[1].agency_id, **REPORT
    )
    answer = send(client, address(project, "report-add"), agency=user.agency_id, next_vi="Xong nốt", **REPORT)
    report = project.reports.get()

    assert list(shown.context["form"].fields["agency"].queryset) == [user.agency]
    assert shown.context["form"].initial == {"agency": user.agency_id, "received_on": local_today()}
    assert list(other.context["form"].errors) == ["agency"]
    assert answer.url == f"{project.get_absolute_url()}#part-reports"
    assert (report.agency, report.done_vi, report.next_vi, report.recorded_by) == (
        user.agency,
        "Xong 9 trạm",
        "Xong nốt",
        user,
    )


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"agency": ""}, ["agency"]),
        ({"done_vi": "  "}, ["done_vi"]),
        ({"period_to": "1/12/2025"}, ["period_to"]),
        ({"period_from": "2026"}, ["period_from"]),
        ({"received_on": "1/1/2999"}, ["received_on"]),
        ({"difficulty_vi": "TỐI MẬT"}, ["difficulty_vi"]),
    ],
)
def test_a_wrong_report_stands_at_its_box(
    client: Any, officer: Any, values: dict[str, str], at: list[str]
) -> None:
    project = make_project(agencies=[make_agency()])
    sent = {"agency": str(project.agency_roles.get().agency_id), **REPORT, "next_vi": "Xong nốt", **values}

    answer = send(client, address(project, "report-add"), **sent)

    assert (list(answer.context["form"].errors), project.reports.count()) == (at, 0)
    assert [answer.context["form"][name].value() for name in sent] == list(sent.values())


def test_a_period_is_reported_once_by_an_agency(client: Any, officer: Any) -> None:
    project = make_project(agencies=[make_agency()])
    sent = {"agency": project.agency_roles.get().agency_id, **REPORT}

    send(client, address(project, "report-add"), **sent)
    again = send(client, address(project, "report-add"), **sent)

    assert (list(again.context["form"].errors), project.reports.count()) == (["__all__"], 1)


def test_without_bodies_there_is_nobody_to_report(client: Any, officer: Any) -> None:
    assert client.get(address(make_project(), "report-add")).status_code == 403


def received(project: Project) -> Any:
    return project.reports.create(
        agency=project.agency_roles.get().agency,
        period_from=date(2026, 7, 1),
        period_to=date(2026, 7, 31),
        received_on=date(2026, 8, 3),
        done_vi="Xong 9 trạm",
    )


def of_report(report: Any, deed: str) -> str:
    return reverse(f"agreements:project-report-{deed}", args=[report.pk])


def test_a_report_is_put_right_with_a_reason(client: Any, officer: Any) -> None:
    project = make_project(agencies=[make_agency()])
    report = received(project)
    project.agency_roles.all().delete()  # who reported may have no part in it any more

    shown = client.get(of_report(report, "correct"))
    sent = {"agency": report.agency_id, **REPORT}
    without = send(client, of_report(report, "correct"), **sent)
    answer = send(client, of_report(report, "correct"), **sent, reason="Của sáu tháng đầu năm")
    report.refresh_from_db()

    assert shown.context["form"].initial["period_from"] == date(2026, 7, 1)
    assert list(without.context["form"].errors) == ["reason"]
    assert answer.url == f"{project.get_absolute_url()}#part-reports"
    assert (report.period_from, report.period_to, report.received_on, report.done_vi) == (
        date(2026, 1, 1),
        date(2026, 6, 30),
        date(2026, 7, 5),
        "Xong 9 trạm",
    )


def test_a_report_is_taken_back_with_a_reason(client: Any, officer: Any) -> None:
    project = make_project(agencies=[make_agency()])
    report = received(project)

    without = send(client, of_report(report, "remove"), reason=" ")
    answer = send(client, of_report(report, "remove"), reason="Của dự án khác")

    assert (list(without.context["form"].errors), project.reports.count()) == (["reason"], 0)
    assert answer.url == f"{project.get_absolute_url()}#part-reports"


# --- rights ------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_who_only_reads_opens_no_form_and_writes_nothing(client: Any, role: Role) -> None:
    user = make_user(role)
    client.force_login(user)
    project = make_project(agencies=[user.agency] if user.agency else [], amount=5, currency="USD")
    event = project.events.create(kind="approval", occurred_on="2026")
    told = project.reports.create(
        agency=user.agency or make_agency(),
        period_from=date(2026, 1, 1),
        period_to=date(2026, 6, 30),
        received_on=date(2026, 7, 5),
        done_vi="Xong 9 trạm",
    )
    doors = [
        address(project, "event-add"),
        address(project, "line-add"),
        reverse("agreements:project-event-remove", args=[event.pk]),
        of_line(project.lines.get(), "right"),
        of_line(project.lines.get(), "rate"),
        of_report(told, "correct"),
        of_report(told, "remove"),
    ]

    asked = [client.get(door).status_code for door in doors]
    sent = [client.post(door, {"reason": "Thử", "right_amount": "1"}).status_code for door in doors]

    assert (asked, sent) == ([403] * 7, [403] * 7)
    assert (project.events.count(), project.lines.count(), project.reports.count()) == (1, 1, 1)
    report = client.get(address(project, "report-add")).status_code
    assert report == (200 if role == Role.FOCAL_POINT else 403)


def test_a_project_of_others_is_not_found_by_a_focal_point(client: Any) -> None:
    client.force_login(make_user(Role.FOCAL_POINT))
    project = make_project(agencies=[make_agency()])

    answer = client.post(address(project, "report-add"), {**REPORT, "version": 1})

    assert (answer.status_code, project.reports.count()) == (404, 0)


def test_what_is_not_there_is_not_found(client: Any, officer: Any) -> None:
    names = (
        "project-line-right",
        "project-line-rate",
        "project-event-remove",
        "project-report-correct",
        "project-report-remove",
    )

    assert [client.get(reverse(f"agreements:{name}", args=[999])).status_code for name in names] == [404] * 5
