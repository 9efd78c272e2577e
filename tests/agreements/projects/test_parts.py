"""Parts of a project's page: money with its lines, deeds, sides, law, results, reports, sources."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from agreements.ceilings import Counted, compare
from agreements.models import AidRegime, FundingLine, Project
from agreements.presenters.projects import measures
from dnfa.accounts.enums import Role
from dnfa.core.attachments.holders import holder_of
from dnfa.core.models import LegalBasis, Provenance, SourceDocument
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_agency, make_agreement, make_country, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db


def part(response: Any, code: str) -> Any:
    """One part as its template gets it; None when it is not there."""
    return next((built.context for built in response.context["sections"] if built.code == code), None)


def page(client: Any, project: Project, **query: str) -> Any:
    return client.get(project.get_absolute_url(), query)


def book(project: Project, kind: str, amount: Any, currency: str = "USD", **more: Any) -> FundingLine:
    return project.lines.create(kind=kind, amount=Decimal(str(amount)), currency=currency, **more)


def facts(items: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(str(item["label"]), str(item["value"]), str(item.get("note", ""))) for item in items]


# --- money -------------------------------------------------------------------------------
def test_totals_stand_by_kind_and_currency_and_open_their_lines(client: Any, officer: Any) -> None:
    project = make_project()
    told = {"rate": Decimal(25000), "rate_on": date(2025, 1, 2), "rate_source": "VCB"}
    book(project, "committed", "300000", **told)
    book(project, "committed", "100000.5")
    book(project, "committed", 2_000_000_000, "VND")
    book(project, "disbursed", "600", "EUR", dong_stated=16_000_000)

    response = page(client, project)
    money, text = part(response, "money"), response.content.decode()

    assert money["heads"] == ["đồng", "EUR", "USD"]
    assert [(str(row["label"]), [cell["words"] for cell in row["cells"]]) for row in money["rows"]] == [
        ("Cam kết", ["2.000.000.000", "", "400.000,50"]),
        ("Giải ngân", ["", "600", ""]),
    ]
    assert [row["dong"] for row in money["rows"]] == [
        {"words": "9.500.000.000 đồng", "untold": "1 dòng chưa quy đổi"},
        {"words": "16.000.000 đồng", "untold": ""},
    ]
    opened = [cell["href"] for row in money["rows"] for cell in row["cells"] if cell["href"]]
    assert opened == ["#committed-vnd", "#committed-usd", "#disbursed-eur"]
    assert [f'id="{address[1:]}"' in text for address in opened] == [True, True, True]


def test_a_project_in_dong_alone_needs_no_second_column_of_dong(client: Any, officer: Any) -> None:
    project = make_project(amount=57_234_000_000)

    money = part(page(client, project), "money")

    assert (money["heads"], money["has_foreign"]) == (["đồng"], False)
    assert money["measures"] == []


def test_a_line_stands_in_full_with_what_sets_it_right_below(client: Any, officer: Any) -> None:
    project = make_project()
    line = book(
        project,
        "committed",
        "300000",
        qualifier="approx",
        booked_on="2025-12",
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
        rate=Decimal("25450.5"),
        rate_on=date(2025, 12, 1),
        rate_source="Bộ Tài chính",
        document_number="5/QĐ",
        note="Đợt 1",
    )
    book(project, "committed", "-50000", corrects=line, reason="Ghi nhầm", rate=line.rate,
         rate_on=line.rate_on, rate_source=line.rate_source)  # fmt: skip
    book(project, "disbursed", "1", dong_stated=25000)

    response = page(client, project)
    groups = part(response, "lines")["groups"]
    entry = groups[0]["entries"][0]

    assert [(str(group["label"]), group["total"], len(group["entries"])) for group in groups] == [
        ("Cam kết", "250.000 USD", 1),
        ("Giải ngân", "1 USD", 1),
    ]
    assert (entry["amount"], entry["period"], entry["dong"], entry["net"]) == (
        "khoảng 300.000 USD",
        "01/01/2026 – 31/12/2026",
        "7.635.150.000 đồng",
        "250.000 USD",
    )
    assert entry["rate"] == "tỷ giá 25.450,5, ngày 01/12/2025, Bộ Tài chính"
    assert [(each["amount"], each["line"].reason) for each in entry["corrections"]] == [
        ("-50.000 USD", "Ghi nhầm")
    ]
    assert (groups[1]["entries"][0]["rate"], groups[1]["entries"][0]["rate_url"]) == ("theo nguồn", "")
    assert [
        word in response.content.decode() for word in ("5/QĐ", "Đợt 1", "Lý do: Ghi nhầm", "12/2025")
    ] == [True] * 4


def test_sums_are_those_of_the_day_asked_about(client: Any, officer: Any) -> None:
    project = make_project()
    book(project, "committed", 5, booked_on="2014")
    book(project, "committed", 7, booked_on="2016-03")
    book(project, "committed", 1)

    told = {
        day: part(page(client, project, as_of=day), "money")["rows"][0]["cells"][0]["words"]
        for day in ("2013", "2014-06-01", "2016-03-01")
    }

    assert told == {"2013": "1", "2014-06-01": "6", "2016-03-01": "13"}


def test_lines_are_put_right_by_writers_only(client: Any, officer: Any) -> None:
    project = make_project(amount=5, currency="USD")
    line = project.lines.get()
    written = part(page(client, project), "lines")["groups"][0]["entries"][0]
    client.force_login(make_user(Role.LEADER))
    read = part(page(client, project), "lines")["groups"][0]["entries"][0]

    assert (written["right_url"], written["rate_url"]) == (
        reverse("agreements:project-line-right", args=[line.pk]),
        reverse("agreements:project-line-rate", args=[line.pk]),
    )
    assert (read["right_url"], read["rate_url"], part(page(client, project), "money")["add_url"]) == (
        "",
        "",
        "",
    )


def counted(*lines: str) -> list[Counted]:
    """ "committed 300 USD", perhaps with what it is in đồng: "committed 300 USD 7500000"."""
    told = [words.split() for words in lines]
    return [
        Counted(kind, Decimal(amount), currency, Decimal(dong[0]) if dong else None)
        for kind, amount, currency, *dong in told
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], []),
        (["value 100 USD"], []),
        (["disbursed 100 USD"], []),
        (["committed 300 USD"], [("0 USD", "300 USD", "Cam kết", "0", 0, False)]),
        (
            ["committed 300 USD", "disbursed 100 USD"],
            [("100 USD", "300 USD", "Cam kết", "33,3", 33, False)],
        ),
        (["approved 50 USD", "disbursed 50 USD"], [("50 USD", "50 USD", "Phê duyệt", "100", 100, False)]),
        (
            ["committed 300 USD", "approved 50 USD", "disbursed 60 USD"],
            [
                ("60 USD", "50 USD", "Phê duyệt", "120", 100, True)
            ],  # as the service that asks for a reason measures
        ),
        (
            ["value 50 USD", "disbursed 60 USD"],
            [("60 USD", "50 USD", "Giá trị theo nguồn", "120", 100, True)],
        ),
    ],
)
def test_how_far_disbursement_has_come(lines: list[str], expected: list[Any]) -> None:
    found = measures(compare(counted(*lines)))

    assert [
        (one.disbursed, one.against, one.kind, one.percent, one.filled, one.is_over) for one in found
    ] == expected


def test_what_cannot_be_compared_is_said_and_never_called_nought(client: Any, officer: Any) -> None:
    project = make_project()
    book(project, "approved", 100, "USD")
    book(project, "disbursed", 25_000_000, "VND")

    money = part(page(client, project), "money")

    assert (money["measures"], money["apart"]) == (
        [],
        "Giải ngân 25.000.000 đồng: không so được, khác loại tiền; ghi tỷ giá của các dòng thì so được.",
    )


# --- what happened -------------------------------------------------------------------------
def test_deeds_stand_latest_first_and_say_what_is_yet_to_come(client: Any, officer: Any) -> None:
    project = make_project()
    project.events.create(
        kind="approval", occurred_on="2014-03-01", document_number="5/QĐ", decided_by="UBND thành phố"
    )
    moved = project.events.create(
        kind="extension", occurred_on="2016", new_ends_on="2017-06", reason="Mưa lũ", note="Đã báo"
    )

    items = part(page(client, project, as_of="2015"), "deeds")["items"]
    client.force_login(make_user(Role.LEADER))
    read = part(page(client, project), "deeds")

    assert [(str(item["date"]), item["title"], item["body"], item["note"]) for item in items] == [
        ("2016", "Kéo dài thời gian", "kết thúc mới: 6/2017; Mưa lũ", "Đã báo; sau ngày đang xem"),
        ("2014-03-01", "Phê duyệt", "5/QĐ; UBND thành phố", ""),
    ]
    assert items[0]["remove_url"] == reverse("agreements:project-event-remove", args=[moved.pk])
    assert ([item["remove_url"] for item in read["items"]], read["add_url"]) == (["", ""], "")


def test_an_end_that_was_moved_is_told_beside_the_first(client: Any, officer: Any) -> None:
    project = make_project(starts_on="2014", ends_on="2016")
    project.events.create(kind="extension", occurred_on="2016-01-05", new_ends_on="2017-06", reason="Mưa lũ")

    told = {day: page(client, project, as_of=day).context for day in ("2015", "2017-06-30", "2017-07-01")}
    notes = {day: [row["note"] for row in one["summary"] if "note" in row] for day, one in told.items()}

    moved = "kết thúc mới: 30/06/2017"
    assert notes == {"2015": [""], "2017-06-30": [moved], "2017-07-01": [moved]}
    assert [one["overdue"] for one in told.values()] == ["", "", "quá thời hạn 1 ngày, chưa ghi kết thúc"]


# --- who, under what ------------------------------------------------------------------------
def test_sides_bodies_papers_and_programme(client: Any, officer: Any) -> None:
    paper = make_agreement(title_vi="Thỏa thuận khung", signed_on="2013-05-06")
    programme = make_project(title_vi="Chương trình")
    project = make_project(
        title_vi="Hợp phần",
        parent=programme,
        is_component=True,
        agreements=[paper],
        agencies=[make_agency(name_vi="Sở Xây dựng")],
        owner_name="Quỹ Trẻ em",
    )
    project.parties.create(
        partner=make_partner(name_vi="JICA", country=make_country("JP")), role="donor", share=Decimal("33.5")
    )
    project.parties.create(
        partner=make_partner(name_vi="Mạng lưới", country=None), role="participant", order=1
    )

    response = page(client, project)
    above = part(page(client, programme), "children")

    assert facts(part(response, "sides")["items"]) == [
        ("Nhà tài trợ", "JICA", "Nhật Bản, góp 33,5%"),
        ("Bên tham gia", "Mạng lưới", ""),
    ]
    assert facts(part(response, "bodies")["items"]) == [
        ("Cơ quan chủ quản", "Sở Xây dựng", ""),
        ("Chủ khoản viện trợ", "Quỹ Trẻ em", "ngoài danh sách cơ quan"),
    ]
    assert facts(part(response, "papers")["items"]) == [
        ("Theo thỏa thuận", "Thỏa thuận khung", "ký 06/05/2013"),
        ("Thuộc chương trình", "Chương trình", "số tiền đã nằm trong chương trình"),
    ]
    assert ([child.title_vi for child in above["projects"]], above["has_components"]) == (["Hợp phần"], True)


def test_a_focal_point_reads_the_programme_and_parts_it_may_see_only(client: Any) -> None:
    user = make_user(Role.FOCAL_POINT)
    client.force_login(user)
    programme = make_project(title_vi="Chương trình")
    project = make_project(title_vi="Hợp phần", parent=programme, agencies=[user.agency])
    make_project(title_vi="Phần kín", parent=project)
    seen = make_project(title_vi="Phần mở", parent=project, agencies=[user.agency])

    response = page(client, project)

    assert part(response, "papers") is None
    assert [child.title_vi for child in part(response, "children")["projects"]] == [seen.title_vi]


def regime(number: str, valid_from: date | None, valid_to: date | None, *, is_verified: bool = True) -> None:
    basis = LegalBasis.objects.create(
        key=number, number=number, kind="Nghị định", title=f"Quản lý theo {number}", is_verified=is_verified
    )
    AidRegime.objects.create(
        source_type="ngo",
        legal_basis=basis,
        valid_from=valid_from,
        valid_to=valid_to,
        is_verified=is_verified,
    )


@pytest.mark.parametrize(
    ("days", "words", "law"),
    [
        (("2019", "2021-05-06"), "ngày phê duyệt 06/05/2021", ["Nghị định 80"]),
        (("2021", "2026-05-06"), "ngày bắt đầu 01/01/2021", ["Nghị định 80"]),
        (("2019", None), "ngày bắt đầu 01/01/2019", []),
        ((None, None), "ngày đang xem 05/01/2026", ["Nghị định 313"]),
    ],
)
def test_the_law_is_that_of_the_day_it_was_approved_else_begun_else_asked(
    client: Any, officer: Any, days: tuple[Any, Any], words: str, law: list[str]
) -> None:
    AidRegime.objects.all().delete()
    regime("80", date(2020, 9, 17), date(2025, 12, 31))
    regime("313", date(2026, 1, 1), None)
    starts_on, approved_on = days
    project = make_project(source_type="ngo", starts_on=starts_on)
    if approved_on:
        project.events.create(kind="approval", occurred_on=approved_on)

    told = part(page(client, project, as_of="2026-01-05"), "regime")

    assert told["words"] == f"Phi chính phủ nước ngoài, theo {words}"
    assert [str(item["label"]) for item in told["items"]] == law


def test_law_that_nobody_checked_says_so(client: Any, officer: Any) -> None:
    AidRegime.objects.all().delete()
    regime("313", None, None, is_verified=False)

    told = part(page(client, make_project(source_type="ngo")), "regime")

    assert facts(told["items"]) == [("Nghị định 313", "Quản lý theo 313", "cần kiểm tra")]
    assert part(page(client, make_project()), "regime") is None


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.OFFICER, "Sổ chưa có văn bản cho nguồn vốn này vào ngày 01/01/2015; bổ sung ở trang quản trị."),
        (Role.LEADER, "Sổ chưa có văn bản cho nguồn vốn này vào ngày 01/01/2015."),
    ],
)
def test_a_source_without_law_on_its_day_says_which_day_and_where_law_is_added(
    client: Any, role: Role, words: str
) -> None:
    client.force_login(make_user(role))
    regime("80", date(2020, 9, 17), None)

    told = part(page(client, make_project(source_type="ngo", starts_on="2015")), "regime")

    assert (told["items"], told["missing"]) == ([], words)


# --- what it came to, what was reported, where it stands --------------------------------------
def test_results_in_words_and_figures_and_what_remained(client: Any, officer: Any) -> None:
    project = make_project(result_vi="Xong", remains_vi="12 trạm còn chạy", remains_seen_on=date(2026, 3, 4))
    project.results.create(indicator="Trạm", unit="trạm", target=12, reached=9, as_of=date(2026, 1, 2))

    response = page(client, project)
    told = part(response, "results")

    assert facts(told["words"]) == [
        ("Kết quả", "Xong", ""),
        ("Còn lại sau khi hết tài trợ", "12 trạm còn chạy", "kiểm tra ngày 04/03/2026"),
    ]
    assert [(one.indicator, one.target, one.reached) for one in told["figures"]] == [("Trạm", 12, 9)]


def test_reports_received_by_the_day_stand_newest_period_first(client: Any, officer: Any) -> None:
    agency = make_agency()
    project = make_project(agencies=[agency])
    for month in (1, 4, 9):
        project.reports.create(
            agency=agency,
            period_from=date(2026, month, 1),
            period_to=date(2026, month, 28),
            received_on=date(2026, month + 1, 1),
            done_vi=f"Tháng {month}",
        )

    told = part(page(client, project, as_of="2026-09-30"), "reports")

    assert [item["report"].done_vi for item in told["items"]] == ["Tháng 4", "Tháng 1"]
    newest = told["items"][0]
    assert [newest["correct_url"], newest["remove_url"]] == [
        reverse(f"agreements:project-report-{deed}", args=[newest["report"].pk])
        for deed in ("correct", "remove")
    ]
    assert told["add_url"] == reverse("agreements:project-report-add", args=[project.key])


def test_what_sources_dispute_stands_in_full(client: Any, officer: Any) -> None:
    project = make_project(amount="10500000", currency="USD")
    thesis, decision = (
        SourceDocument.objects.create(key=key, title=key) for key in ("luan-an", "quyet-dinh")
    )
    line = project.lines.get()
    said = [(thesis, "10,5 triệu USD", True), (decision, "259 tỷ đồng", False)]
    for source, words, is_used in said:
        Provenance.objects.create(
            record=line, field="amount", source=source, value_as_printed=words, is_used=is_used
        )

    response = page(client, project)
    group = part(response, "sources")["sources"].contradictions[0]

    assert group.label == "Giá trị theo nguồn: Số tiền"
    assert [(row.value_as_printed, row.is_used) for row in group.rows] == [
        ("10,5 triệu USD", True),
        ("259 tỷ đồng", False),
    ]
    assert part(page(client, make_project()), "sources") is None


def test_files_hang_on_projects_that_a_person_sees(officer: Any) -> None:
    focal_point = make_user(Role.FOCAL_POINT)
    own, other = make_project(agencies=[focal_point.agency]), make_project()

    holder = holder_of(own)

    assert (holder.code, list(holder.visible_to(focal_point))) == ("project", [own])
    assert set(holder.visible_to(officer)) == {own, other}
    assert [holder.may_attach(user, own) for user in (officer, focal_point)] == [True, False]


def test_partial_days_of_deeds_count_as_the_state_does(client: Any, officer: Any) -> None:
    project = make_project()
    project.events.create(kind="completion", occurred_on=PartialDate(2015))

    notes = {
        day: part(page(client, project, as_of=day), "deeds")["items"][0]["note"]
        for day in ("2015-12-30", "2015-12-31")
    }

    assert notes == {"2015-12-30": "sau ngày đang xem", "2015-12-31": ""}


# --- from the pages of partners and papers --------------------------------------------------
def test_a_partner_and_a_signed_paper_lead_to_a_new_project(client: Any, officer: Any) -> None:
    partner = make_partner()
    paper, draft = make_agreement(), make_agreement(stage="drafting")

    on_paper = part(client.get(paper.get_absolute_url()), "projects")
    on_draft = part(client.get(draft.get_absolute_url()), "projects")
    on_partner = client.get(partner.get_absolute_url()).content.decode()
    client.force_login(make_user(Role.LEADER))
    read = client.get(partner.get_absolute_url()).content.decode()

    address = reverse("agreements:project-add")
    assert (on_paper["add_url"], on_draft) == (f"{address}?agreement={paper.key}", None)
    assert [f"{address}?partner={partner.key}" in text for text in (on_partner, read)] == [True, False]
    assert part(client.get(paper.get_absolute_url()), "projects") is None
