"""Pages of reports: lists, the page of one, its form in sections, its deeds, its part of the record's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from delegations.models import Delegation, OutcomeReport
from dnfa.core.clock import local_today
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.models import Action
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import focal_of, make_report, make_trip
from tests.factories import make_agency, make_partner, make_user
from tests.followup.clocks.makers import run_from

pytestmark = pytest.mark.django_db


def ago(days: int) -> Any:
    return local_today() - timedelta(days=days)


def trip_back(days: int, **values: Any) -> Delegation:
    """A trip whose last day was so many days ago."""
    return make_trip(**{"starts_on": ago(days + 2).isoformat(), "ends_on": ago(days).isoformat(), **values})


def page(client, record: Any, name: str = "report") -> str:
    prefix = "" if record._meta.model_name == "delegation" else "conference-"
    return reverse(f"delegations:{prefix}{name}", args=[record.key])


@pytest.fixture
def world():
    """Overdue, owed, reported, closed, and one that is no matter of lists."""
    run_from((ago(4000), None))
    late = trip_back(40, title_vi="Muộn", direction="in", agencies=[make_agency(key="so-du-lich")])
    trip_back(3, title_vi="Vừa về")
    make_report(trip_back(30, title_vi="Đã nộp"), reported_on=ago(20), document_number="12/BC-SNgV")
    closed = trip_back(400, title_vi="Xong", closed_on=ago(300))
    make_report(closed, reported_on=ago(380))
    make_trip(title_vi="Sắp đi", starts_on=None, ends_on=None, planned_starts_on=ago(-5))
    sync_clocks()
    return late


def titles(response) -> set[str]:
    return {line.row.title_vi for line in response.context["lines"]}


# --- Lists ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Muộn", "Vừa về"}),
        ({"standing": "overdue"}, {"Muộn"}),
        ({"standing": "owed"}, {"Vừa về"}),
        ({"standing": "reported"}, {"Đã nộp"}),
        ({"standing": "closed"}, {"Xong"}),
        ({"standing": "all"}, {"Muộn", "Vừa về", "Đã nộp", "Xong"}),
        ({"direction": "in"}, {"Muộn"}),
        ({"agency": "so-du-lich"}, {"Muộn"}),
        ({"standing": "all", "q": "xong"}, {"Xong"}),
        ({"year": "1999"}, set()),
    ],
)
def test_the_list_answers_what_is_owed(client, officer, world, query, expected):
    assert titles(client.get(reverse("delegations:reports"), query)) == expected


def test_the_longest_overdue_stands_first_with_its_days(client, officer, world):
    response = client.get(reverse("delegations:reports"))

    first = response.context["lines"][0].row
    assert (first.title_vi, first.late_words.startswith("quá ")) == ("Muộn", True)
    assert page(client, world) in response.content.decode()


@pytest.mark.parametrize(
    ("standing", "shows_papers"),
    [("", False), ("overdue", False), ("owed", False), ("reported", True), ("closed", True), ("all", True)],
)
def test_numbers_of_papers_are_shown_where_there_can_be_one(client, officer, world, standing, shows_papers):
    response = client.get(reverse("delegations:reports"), {"standing": standing})

    heads = {str(column.label) for column in response.context["columns"]}
    assert {"Báo cáo số", "Ngày báo cáo"} & heads == (
        {"Báo cáo số", "Ngày báo cáo"} if shows_papers else set()
    )


def test_a_focal_point_lists_its_own(client, world):
    client.force_login(focal_of(world))

    assert titles(client.get(reverse("delegations:reports"), {"standing": "all"})) == {"Muộn"}


def test_conferences_have_a_list_of_their_own(client, officer):
    make_conference(title_vi="Hội thảo", starts_on=ago(9).isoformat(), ends_on=ago(8).isoformat())

    assert titles(client.get(reverse("delegations:conference-reports"))) == {"Hội thảo"}


def test_the_list_is_exported(client, officer, world):
    response = client.get(reverse("delegations:reports"), {"standing": "all", "format": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "12/BC-SNgV" in text
    assert "Quá hạn báo cáo" in text


def test_the_list_asks_no_query_for_each_row(client, officer, django_assert_max_num_queries):
    for number in range(4):
        make_report(trip_back(number + 3, agencies=[make_agency()]))

    with django_assert_max_num_queries(15):
        response = client.get(reverse("delegations:reports"))

    assert len(response.context["lines"]) == 4


# --- The page ---------------------------------------------------------------------------------------
PAGES = ("report", "report-new", "report-edit", "report-submit", "report-withdraw", "report-word")


@pytest.mark.parametrize("name", PAGES)
def test_what_is_hidden_answers_404(client, name):
    trip = trip_back(5)
    client.force_login(make_user("focal_point"))

    assert client.get(page(client, trip, name)).status_code == 404


@pytest.mark.parametrize(
    "name", ["report-close", "report-reopen", "report-waive", "report-ask", "report-take-up"]
)
def test_the_deeds_of_the_department_are_closed_to_agencies(client, name):
    trip = trip_back(5)
    client.force_login(focal_of(trip))

    assert client.get(page(client, trip, name)).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 200), ("head", 200), ("leader", 403), ("auditor", 403)]
)
def test_who_opens_the_form(client, role, status):
    client.force_login(make_user(role))

    assert client.get(page(client, trip_back(5), "report-new")).status_code == status


def test_an_agency_that_only_takes_part_reads_and_does_not_write(client):
    trip = trip_back(5)
    focal = make_user("focal_point")
    trip.coordinating.add(focal.agency)
    client.force_login(focal)

    codes = [
        client.get(page(client, trip, name)).status_code for name in ("report", "report-new", "report-close")
    ]

    assert codes == [200, 403, 403]


def test_a_page_without_report_offers_to_begin_one(client, officer):
    trip = trip_back(5)

    response = client.get(page(client, trip))

    assert page(client, trip, "report-new") in response.content.decode()
    assert [button.href.rsplit("/", 2)[1] for button in response.context["buttons"]] == [
        "lap",
        "khong-bao-cao",
    ]


def test_a_draft_says_what_is_missing(client, officer):
    report = make_report(trip_back(5), summary="")

    response = client.get(page(client, report.record))

    assert [str(one) for one in response.context["page"].missing] == [
        "kết quả chính",
        "các cuộc gặp",
        "số và ngày báo cáo",
    ]


def test_a_submitted_report_is_read_whole(client, officer):
    hidden = make_partner(name_vi="Thành phố Kín")
    report = make_report(trip_back(5), reported_on=ago(1), document_number="12/BC-SNgV", done="Đã họp.")
    report.meetings.create(counterpart="Ông Nagafuji", partner=hidden)
    report.obligations.create(side="theirs", text="Gửi dự thảo")
    seen = client.get(page(client, report.record)).content.decode()
    client.force_login(focal_of(report.record))
    by_focal = client.get(page(client, report.record)).content.decode()

    assert [
        word in seen for word in ("12/BC-SNgV", "Đã họp.", "Ông Nagafuji", "Gửi dự thảo", "Thành phố Kín")
    ] == [True] * 5
    assert ("Ông Nagafuji" in by_focal, "Thành phố Kín" in by_focal) == (True, False)


def test_the_page_asks_a_fixed_number_of_queries(client, officer, django_assert_max_num_queries):
    report = make_report(trip_back(5), reported_on=ago(1))
    for number in range(6):
        report.meetings.create(counterpart=f"Ông {number}", partner=make_partner())
        report.obligations.create(side="ours", text=f"Việc {number}", lead_agency=make_agency())

    with django_assert_max_num_queries(24):
        response = client.get(page(client, report.record))

    assert response.status_code == 200


def test_what_follows_shows_how_far_it_is(client, officer):
    report = make_report(trip_back(5), reported_on=ago(1), document_number="1/BC")
    agency = make_agency()
    for side, text in (("ours", "Gửi"), ("theirs", "Cử chuyên gia"), ("proposal", "Cấp kinh phí")):
        report.obligations.create(side=side, text=text, lead_agency=agency, due_on=ago(3))
    waiting = client.get(page(client, report.record)).context["page"].waiting
    do(client, report.record, "report-take-up")

    told = client.get(page(client, report.record)).context["page"]

    states = {row.text: row.done for _label, rows in told.obligations for row in rows}
    assert (waiting, told.waiting) == (2, 0)
    assert states == {"Gửi": "overdue", "Cử chuyên gia": "", "Cấp kinh phí": "overdue"}


def test_a_draft_with_everything_lacks_only_its_paper(client, officer):
    report = make_report(trip_back(5))
    report.meetings.create(counterpart="Ông A")

    missing = client.get(page(client, report.record)).context["page"].missing

    assert [str(one) for one in missing] == ["số và ngày báo cáo"]


# --- The part of the record's page ------------------------------------------------------------------
def test_the_record_shows_its_report(client, officer):
    report = make_report(trip_back(5), summary="Hai bên thống nhất mở đường bay.")

    response = client.get(report.record.get_absolute_url())

    assert "Hai bên thống nhất mở đường bay." in response.content.decode()
    assert page(client, report.record, "report-submit") in response.content.decode()


def test_a_reader_of_what_owes_nothing_sees_no_such_part(client):
    client.force_login(make_user("leader"))
    trip = make_trip(starts_on="2014-04-02", ends_on=None, owes_report=False)

    response = client.get(trip.get_absolute_url())

    assert "report" not in {section.code for section in response.context["sections"]}


# --- The form ---------------------------------------------------------------------------------------
def row(name: str, *values: Any) -> dict[str, str]:
    return {f"{name}_{place}": str(value) for place, value in enumerate(values)}


def sent(client, url: str, **typed: Any) -> Any:
    """Open the form and send it with what is typed; what it carried goes along."""
    shown = client.get(url)
    carried = dict(shown.context["carried"])
    base = {}
    for bound in shown.context["form"]:
        widgets = getattr(bound.field.widget, "widgets", None)
        value = bound.value()
        if widgets is None:
            base[bound.name] = value or ""
        else:
            base |= row(bound.name, *(value or [""] * len(widgets)))
    return client.post(url, {**base, **typed, **carried})


def test_the_whole_report_is_drafted_on_one_page(client, officer):
    partner = make_partner(name_vi="Thành phố Sakai")
    agency = make_agency(name_vi="Sở Du lịch")
    trip = trip_back(5)

    response = sent(
        client,
        page(client, trip, "report-new"),
        summary="Mở đường bay.",
        **row(
            "meeting1", f"{ago(6):%d/%m/%Y}", "thanh pho sakai", "Ông Nagafuji", "Ông Trung", "Trao đổi", ""
        ),
        **row("ours1", "Gửi danh sách", "Sở Du lịch", "31/12/2026", ""),
        **row("theirs2", "Cử chuyên gia", "", "", ""),
        **row("proposal1", "Cấp kinh phí", "so du lich", "", ""),
    )

    report = OutcomeReport.objects.get()
    assert (response.status_code, response["Location"]) == (302, report.get_absolute_url())
    assert list(report.meetings.values_list("met_on", "partner", "counterpart", "content")) == [
        (ago(6), partner.pk, "Ông Nagafuji", "Trao đổi")
    ]
    assert set(report.obligations.values_list("side", "text", "lead_agency")) == {
        ("ours", "Gửi danh sách", agency.pk),
        ("theirs", "Cử chuyên gia", None),
        ("proposal", "Cấp kinh phí", agency.pk),
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (row("meeting1", "", "", "", "Ông Trung", "", ""), "meeting1"),
        (row("meeting1", "32/1/2026", "", "Ông A", "", "", ""), "meeting1"),
        (row("meeting1", "", "Không có", "Ông A", "", "", ""), "meeting1"),
        (row("ours1", "", "", "31/12/2026", ""), "ours1"),
        (row("ours1", "Gửi", "", "", ""), "ours1"),
        (row("proposal1", "Gửi", "", "", ""), "proposal1"),
        ({"summary": "MẬT"}, "summary"),
    ],
)
def test_what_is_wrong_is_told_and_kept(client, officer, typed, field):
    response = sent(client, page(client, trip_back(5), "report-new"), **typed)

    assert field in response.context["form"].errors
    assert not OutcomeReport.objects.exists()


def test_rows_keep_their_identity_when_they_are_changed(client, officer):
    report = make_report(trip_back(5))
    first = report.meetings.create(counterpart="Ông A", order=0)
    second = report.meetings.create(counterpart="Ông B", order=1)
    edit = page(client, report.record, "report-edit")

    sent(
        client,
        edit,
        **row("meeting2", "", "", "Ông Bê", "", "", second.pk),
        **row("meeting1", "", "", "", "", "", first.pk),
    )

    assert list(report.meetings.values_list("pk", "counterpart")) == [(second.pk, "Ông Bê")]


def test_saving_without_change_writes_nothing(client, officer):
    report = make_report(trip_back(5))
    report.obligations.create(side="ours", text="Gửi", lead_agency=make_agency(), due_on=ago(-9))
    before = OutcomeReport.objects.get().version

    sent(client, page(client, report.record, "report-edit"))

    assert OutcomeReport.objects.get().version == before


def test_two_people_at_once_are_merged_and_asked(client, officer):
    report = make_report(trip_back(5))
    edit = page(client, report.record, "report-edit")
    shown = client.get(edit)
    OutcomeReport.objects.filter(pk=report.pk).update(done="Người khác ghi")

    mine = {"summary": "Của tôi", **dict(shown.context["carried"])}
    response = client.post(edit, mine)

    assert response.status_code == 409
    assert response.context["form"]["done"].value() == "Người khác ghi"
    assert OutcomeReport.objects.get().summary == report.summary


def test_two_people_at_one_row_are_asked_which_words_stand(client, officer):
    report = make_report(trip_back(5))
    meeting = report.meetings.create(counterpart="Ông A")
    edit = page(client, report.record, "report-edit")
    carried = dict(client.get(edit).context["carried"])
    report.meetings.update(counterpart="Ông Bình")
    OutcomeReport.objects.filter(pk=report.pk).update(version=report.version + 1)

    mine = row("meeting1", "", "", "Ông An", "", "", f"#{meeting.pk}")
    asked = client.post(edit, {"summary": report.summary, **mine, **carried})
    carried = dict(asked.context["carried"])
    [question] = [one for group in asked.context["groups"] for _bound, one in group.fields if one]
    answered = client.post(edit, {"summary": report.summary, **mine, **carried, question.input_name: "mine"})

    difference = question.difference
    assert (asked.status_code, answered.status_code) == (409, 302)
    assert (difference.mine, difference.theirs) == (f"Ông An #{meeting.pk}", f"Ông Bình #{meeting.pk}")
    assert list(report.meetings.values_list("pk", "counterpart")) == [(meeting.pk, "Ông An")]


def test_a_submitted_report_is_corrected_with_a_reason(client, officer):
    report = make_report(trip_back(5), reported_on=ago(1), document_number="1/BC")
    edit = page(client, report.record, "report-edit")

    refused = sent(client, edit, done="Thêm")
    saved = sent(client, edit, done="Thêm", reason="Bổ sung")

    assert (list(refused.context["form"].errors), saved.status_code) == (["reason"], 302)
    assert OutcomeReport.objects.get().done == "Thêm"


def test_more_rows_than_shown_are_taken(client, officer):
    trip = trip_back(5)

    sent(client, page(client, trip, "report-new"), **row("meeting30", "", "", "Ông A", "", "", ""))

    assert OutcomeReport.objects.get().meetings.count() == 1


# --- Deeds ------------------------------------------------------------------------------------------
def do(client, record: Any, name: str, **typed: Any) -> Any:
    url = page(client, record, name)
    version = client.get(url).context["carried"]["version"]
    return client.post(url, {"version": version, **typed})


def test_from_draft_to_the_end_and_back(client, officer):
    report = make_report(trip_back(5))
    report.obligations.create(side="ours", text="Gửi", lead_agency=make_agency())
    trip = report.record
    day = f"{ago(1):%d/%m/%Y}"

    statuses = [
        do(client, trip, "report-submit", document_number="", reported_on=day).status_code,
        do(client, trip, "report-submit", document_number="1/BC", reported_on=day).status_code,
        do(client, trip, "report-resubmit", document_number="2/BC", reported_on=day).status_code,
        do(
            client, trip, "report-resubmit", document_number="2/BC", reported_on=day, reason="Sai số"
        ).status_code,
        do(client, trip, "report-withdraw", reason="Thiếu").status_code,
        do(client, trip, "report-submit", document_number="3/BC", reported_on=day).status_code,
        do(client, trip, "report-close", closed_on=f"{ago(0):%d/%m/%Y}").status_code,
        do(client, trip, "report-reopen", reason="Bổ sung").status_code,
    ]

    trip.refresh_from_db()
    assert statuses == [200, 302, 200, 302, 302, 302, 302, 302]
    assert (trip.closed_on, OutcomeReport.objects.get().document_number) == (None, "3/BC")
    assert Action.objects.count() == 1


def test_closing_without_report_says_what_to_do(client, officer):
    trip = trip_back(5)

    response = do(client, trip, "report-close", closed_on=f"{ago(0):%d/%m/%Y}")

    assert "Chưa có báo cáo kết quả" in response.content.decode()
    assert Delegation.objects.get().closed_on is None


def test_whether_a_report_is_owed_is_said_with_a_reason(client, officer):
    trip = trip_back(5)

    waived = do(client, trip, "report-waive", reason="Đoàn Trung ương")
    owes = Delegation.objects.get().owes_report
    asked = do(client, trip, "report-ask", reason="Lãnh đạo yêu cầu")

    assert (waived.status_code, owes, asked.status_code) == (302, False, 302)
    assert Delegation.objects.get().owes_report is True


def test_the_department_takes_up_what_a_focal_point_reported(client, officer):
    report = make_report(trip_back(5), reported_on=ago(1), document_number="1/BC")
    report.obligations.create(side="ours", text="Gửi", lead_agency=make_agency())
    shown = client.get(page(client, report.record))

    response = do(client, report.record, "report-take-up")

    assert page(client, report.record, "report-take-up") in shown.content.decode()
    assert (response.status_code, Action.objects.get().title) == (302, "Gửi")


def test_a_conference_goes_the_same_way(client, officer):
    conference = make_conference(starts_on=ago(9).isoformat(), ends_on=ago(8).isoformat())

    drafted = sent(client, page(client, conference, "report-new"), summary="Thành công")
    do(client, conference, "report-submit", document_number="1/BC", reported_on=f"{ago(1):%d/%m/%Y}")
    do(client, conference, "report-close", closed_on=f"{ago(0):%d/%m/%Y}")
    conference.refresh_from_db()
    closed_on = conference.closed_on
    do(client, conference, "report-reopen", reason="Thêm")
    shown = client.get(page(client, conference))

    conference.refresh_from_db()
    assert (drafted.status_code, closed_on, conference.closed_on) == (302, ago(0), None)
    assert "Thành công" in shown.content.decode()


@pytest.mark.parametrize(
    "name", ["report-submit", "report-withdraw", "report-reopen", "report-ask", "report-take-up"]
)
def test_a_deed_whose_time_is_not_now_is_refused(client, officer, name):
    assert client.get(page(client, trip_back(5), name)).status_code == 403


def test_there_is_no_form_or_paper_of_what_was_not_begun(client, officer):
    trip = trip_back(5)

    assert [client.get(page(client, trip, name)).status_code for name in ("report-edit", "report-word")] == [
        404,
        404,
    ]


def test_the_page_that_closes_a_file_leads_to_the_justification_that_is_missing(client):
    client.force_login(make_user())
    over, within = (
        make_report(trip_back(20, cost_source=source), reported_on=ago(5), document_number="1/BC").record
        for source in ("enterprise", "city_budget")
    )

    shown = [client.get(page(client, record, "report-close")).content.decode() for record in (over, within)]
    refused = client.post(
        page(client, over, "report-close"),
        {"closed_on": f"{local_today():%d/%m/%Y}", "version": over.version},
    )
    over.refresh_from_db()

    link = f'<a href="{over.get_absolute_url()}#limits">Hạn mức và giải trình</a>'
    assert [text.count(link) for text in shown] == [1, 0]
    assert (refused.content.decode().count(link), over.closed_on) == (1, None)
