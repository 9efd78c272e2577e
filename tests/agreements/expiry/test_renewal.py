"""Renewal files: opened with steps counted back, closed with an outcome; pages, flags, calendar, API."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.areas.expiry import expiry_entries, renewal_section
from agreements.enums import AgencyRole, EventKind, RenewalOutcome, Stage, TermKind
from agreements.models import AgreementAgency, RenewalCase, RenewalStep
from agreements.selectors_expiry import expiry_counts, expiry_rows
from agreements.services.expiry import close_renewal, open_renewal, step_due
from dnfa.accounts.enums import Role
from dnfa.accounts.services import issue_token
from dnfa.core.calendar import WorkCalendar
from dnfa.core.clock import local_today
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.followup.models import Action, Flag
from dnfa.followup.sync import sync_flags
from tests.factories import make_agency, make_agreement, make_event, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
URL = "/thoa-thuan/sap-het-han/"


@pytest.fixture(autouse=True)
def _own_steps():
    """Only the steps a test makes: the office's own are data."""
    RenewalStep.objects.all().delete()


def ending(day: date | str, **values):
    return make_agreement(signed_on="2020-01-01", term_kind=TermKind.UNTIL, term_ends_on=str(day), **values)


def make_step(key: str, offset: int, **values) -> RenewalStep:
    facts = {"title": f"Bước {key}", "holder": "department", "unit": "calendar_day", "order": 200 - offset}
    return RenewalStep.objects.create(**{"key": key, "offset": offset, **facts, **values})


def steps_of(case: RenewalCase) -> list[tuple]:
    found = Action.objects.of_record(case).order_by("order", "pk")
    return [(action.title, action.due_on, action.lead_agency) for action in found]


# --- steps ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("offset", "unit", "due"),
    [
        (30, "calendar_day", date(2027, 1, 15)),  # 14/02/2027 less 30 days: a Friday
        (
            43,
            "calendar_day",
            date(2026, 12, 31),
        ),  # 02/01/2027 is a Saturday, 01/01 a holiday: Thursday before
        (5, "working_day", date(2027, 2, 1)),  # over Tết: off 05–09/02, and 10–11/02 for the weekend 06–07/02
        (2, "month", date(2026, 12, 14)),
        (120, "calendar_day", date(2026, 11, 25)),  # 17/10/2026 is over: today
    ],
)
def test_steps_are_counted_back_to_working_days_and_never_before_the_opening(offset, unit, due):
    step = RenewalStep(key="x", offset=offset, unit=unit)

    assert step_due(step, ends_on=date(2027, 2, 14), opened_on=TODAY, calendar=WorkCalendar()) == due


def test_a_file_opened_on_a_day_off_asks_for_late_steps_on_the_next_working_day():
    step = RenewalStep(key="x", offset=400, unit="calendar_day")
    culture_day = date(2026, 11, 24)

    due = step_due(step, ends_on=date(2027, 2, 14), opened_on=culture_day, calendar=WorkCalendar())

    assert due == date(2026, 11, 25)


def test_opening_makes_a_thing_to_do_of_each_step_in_use():
    department = make_agency(key="so-ngoai-vu")
    lead = make_agency()
    paper = ending("2027-05-20")
    AgreementAgency.objects.create(agreement=paper, agency=lead, role=AgencyRole.LEAD)
    make_step("ra-soat", 150)
    make_step("trao-doi", 90, holder="lead_agency")
    make_step("trinh", 30, holder="city_leaders")
    make_step("bo", 20, is_active=False)

    case = open_renewal(agreement=paper, proposal=" Gia hạn 5 năm ", user=make_user(), today=TODAY)

    assert (case.ends_on, case.opened_on, case.proposal) == (date(2027, 5, 20), TODAY, "Gia hạn 5 năm")
    assert steps_of(case) == [
        ("Bước ra-soat", date(2026, 12, 21), department),
        ("Bước trao-doi", date(2027, 2, 19), lead),
        ("Bước trinh", date(2027, 4, 20), department),
    ]
    assert paper.version == 2


def test_a_step_that_is_late_already_says_when_it_was_due():
    make_step("ra-soat", 150)

    case = open_renewal(agreement=ending("2026-12-31"), user=make_user(), today=TODAY)

    (step,) = Action.objects.of_record(case)
    assert (step.due_on, step.detail) == (TODAY, "Theo lịch lẽ ra xong ngày 03/08/2026.")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"term_kind": TermKind.INDEFINITE}, "renewal_not_possible"),
        ({"term_kind": TermKind.UNKNOWN}, "renewal_not_possible"),
        (
            {"stage": Stage.DRAFTING, "signed_on": None, "term_kind": TermKind.UNTIL, "term_ends_on": "2027"},
            "renewal_not_possible",
        ),
    ],
)
def test_a_paper_without_an_end_gets_no_file(values, code):
    with pytest.raises(Conflict) as refusal:
        open_renewal(agreement=make_agreement(**values), user=make_user(), today=TODAY)

    assert refusal.value.code == code
    assert not RenewalCase.objects.exists()
    assert not Action.objects.exists()


def test_a_terminated_paper_gets_no_file_an_expired_one_does():
    over = ending("2027-01-01")
    make_event(over, EventKind.TERMINATION, occurred_on="2026-01-01", reason="thôi")
    with pytest.raises(Conflict):
        open_renewal(agreement=over, user=make_user(), today=TODAY)

    assert open_renewal(agreement=ending("2025-01-01"), user=make_user(), today=TODAY).ends_on == date(
        2025, 1, 1
    )


def test_one_open_file_at_a_time():
    paper = ending("2027-01-01")
    open_renewal(agreement=paper, user=make_user(), today=TODAY)

    with pytest.raises(Conflict) as refusal:
        open_renewal(agreement=paper, user=make_user(), today=TODAY)

    assert refusal.value.code == "renewal_open"
    assert RenewalCase.objects.count() == 1


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_others_open_and_close_nothing(role):
    paper = ending("2027-01-01")
    case = open_renewal(agreement=paper, user=make_user(), today=TODAY)
    other = make_user(role)

    with pytest.raises(NotAllowed):
        open_renewal(agreement=ending("2027-01-01"), user=other, today=TODAY)
    with pytest.raises(NotAllowed):
        close_renewal(case=case, outcome="lapsed", note="x", user=other, today=TODAY)
    assert RenewalCase.objects.standing().count() == 1


def test_a_secret_proposal_is_refused():
    with pytest.raises(InvalidInput) as refusal:
        open_renewal(agreement=ending("2027-01-01"), proposal="TỐI MẬT", user=make_user(), today=TODAY)

    assert refusal.value.code == "secret_mark"


# --- outcomes --------------------------------------------------------------------
def opened(**values) -> RenewalCase:
    make_step("trinh", 30)
    return open_renewal(agreement=ending("2027-01-01", **values), user=make_user(), today=TODAY)


def test_a_renewal_closes_with_the_event_that_records_it_and_drops_what_was_not_done():
    case = opened()
    event = make_event(
        case.agreement,
        EventKind.RENEWAL,
        occurred_on="2026-11-25",
        term_kind=TermKind.UNTIL,
        term_ends_on="2032",
    )

    closed = close_renewal(case=case, outcome=RenewalOutcome.RENEWED, user=make_user(), today=TODAY)

    assert (closed.closed_on, closed.outcome, closed.event) == (TODAY, "renewed", event)
    (step,) = Action.objects.of_record(case)
    assert (step.cancelled_on, step.cancel_reason) == (TODAY, "Đóng hồ sơ gia hạn: Đã gia hạn")


@pytest.mark.parametrize(
    ("outcome", "note", "fields"),
    [
        ("renewed", "", {"outcome"}),
        ("strengthened", "", {"outcome"}),
        ("replaced", "", {"outcome"}),
        ("ended", "", {"outcome", "note"}),
        ("lapsed", "   ", {"note"}),
        ("khong-co", "", {"outcome"}),
    ],
)
def test_an_outcome_needs_its_event_or_its_explanation(outcome, note, fields):
    case = opened()

    with pytest.raises(InvalidInput) as refusal:
        close_renewal(case=case, outcome=outcome, note=note, user=make_user(), today=TODAY)

    assert set(refusal.value.fields) == fields
    case.refresh_from_db()
    assert case.closed_on is None
    assert Action.objects.of_record(case).open_on(TODAY).count() == 1


def test_an_event_of_another_paper_or_kind_records_nothing():
    case = opened()
    strange = make_event(make_agreement(), EventKind.RENEWAL, occurred_on="2026-11-25")
    other = make_event(case.agreement, EventKind.SUSPENSION, occurred_on="2026-11-25")

    for event in (strange, other):
        with pytest.raises(InvalidInput) as refusal:
            close_renewal(case=case, outcome="renewed", event=event, user=make_user(), today=TODAY)
        assert set(refusal.value.fields) == {"event"}


def test_a_lapse_is_explained_and_a_closed_file_stays_closed():
    case = opened()
    close_renewal(case=case, outcome="lapsed", note="Đối tác thôi quan tâm", user=make_user(), today=TODAY)

    with pytest.raises(Conflict) as refusal:
        close_renewal(case=case, outcome="lapsed", note="lần nữa", user=make_user(), today=TODAY)

    assert refusal.value.code == "renewal_closed"
    assert RenewalCase.objects.get().outcome_note == "Đối tác thôi quan tâm"


# --- lists -----------------------------------------------------------------------
def make_all_kinds() -> dict[str, object]:
    return {
        "hôm nay": ending(TODAY, title_vi="hôm nay"),
        "7": ending(TODAY + timedelta(days=7), title_vi="7"),
        "180": ending(TODAY + timedelta(days=180), title_vi="180"),
        "xa": ending(TODAY + timedelta(days=181), title_vi="xa"),
        "hết hạn": ending("2025", title_vi="hết hạn"),
        "báo trước": make_agreement(
            title_vi="báo trước",
            signed_on="2022-05-30",
            term_kind=TermKind.AUTO_RENEW,
            term_months=60,
            term_renew_months=60,
            term_notice_months=6,
        ),
        "tự gia hạn": make_agreement(
            title_vi="tự gia hạn",
            signed_on="2015-05-30",
            term_kind=TermKind.AUTO_RENEW,
            term_months=60,
            term_renew_months=60,
        ),
        "một bên": make_agreement(
            title_vi="một bên", partners=[], term_kind=TermKind.UNTIL, term_ends_on="2026-12-01"
        ),
    }


def listed(user, query: str = "", today: date = TODAY) -> list[str]:
    client = Client()
    client.force_login(user)
    answer = client.get(f"{URL}?as_of={today:%d/%m/%Y}{query}")
    assert answer.status_code == 200
    return [line.row.title_vi for line in answer.context["lines"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["hôm nay", "báo trước", "7", "180"]),
        ("&kind=ending", ["hôm nay", "7", "180"]),
        ("&kind=notice", ["báo trước"]),
        ("&kind=expired", ["hết hạn"]),
        ("&kind=tacit", ["tự gia hạn"]),
        ("&band=0", ["hôm nay"]),
        ("&band=7", ["báo trước", "7"]),
        ("&band=180", ["180"]),
        ("&band=30", []),
        ("&has_case=true", ["7"]),
        ("&has_case=false", ["hôm nay", "báo trước", "180"]),
        ("&q=bao truoc", ["báo trước"]),
        ("&capacity=department", []),
    ],
)
def test_the_list_answers_each_question(query, titles):
    papers = make_all_kinds()
    open_renewal(agreement=papers["7"], user=make_user(), today=TODAY)

    assert listed(make_user(), query) == titles


def test_a_suspended_paper_ends_all_the_same():
    paper = ending(TODAY + timedelta(days=5), title_vi="tạm ngưng")
    make_event(paper, EventKind.SUSPENSION, occurred_on="2026-01-01")
    renewing = make_agreement(
        title_vi="tạm ngưng, tự gia hạn",
        signed_on="2022-05-30",
        term_kind=TermKind.AUTO_RENEW,
        term_months=60,
        term_renew_months=60,
        term_notice_months=6,
    )
    make_event(renewing, EventKind.SUSPENSION, occurred_on="2026-01-01")

    assert listed(make_user()) == ["tạm ngưng", "tạm ngưng, tự gia hạn"]
    assert listed(make_user(), "&kind=ending") == ["tạm ngưng"]
    assert listed(make_user(), "&kind=notice") == ["tạm ngưng, tự gia hạn"]
    sync_flags(as_of=TODAY)
    assert set(flagged("renewal_not_opened")) == {"tạm ngưng"}


def test_every_tile_counts_the_list_it_opens():
    papers = make_all_kinds()
    open_renewal(agreement=papers["7"], user=make_user(), today=TODAY)
    user = make_user()

    counts = expiry_counts(user, TODAY)

    told = {row.band.code: row.count for row in counts.bands}
    assert told == {"0": 1, "7": 2, "14": 0, "30": 0, "60": 0, "90": 0, "180": 1}
    for code, count in told.items():
        assert len(listed(user, f"&band={code}")) == count
    assert counts.expired == len(listed(user, "&kind=expired")) == 1
    assert counts.tacit == len(listed(user, "&kind=tacit")) == 1
    assert counts.without_case == len(listed(user, "&has_case=false")) == 3


def test_a_focal_point_counts_and_reads_its_agencys_papers_only():
    agency = make_agency()
    ending("2026-12-01", title_vi="của mình", agencies=[agency])
    ending("2026-12-01", title_vi="nơi khác")
    focal = make_user(Role.FOCAL_POINT, agency=agency)

    assert listed(focal) == ["của mình"]
    assert sum(row.count for row in expiry_counts(focal, TODAY).bands) == 1
    assert not expiry_rows(make_user(is_active=False), TODAY).exists()


def test_the_list_asks_as_often_for_three_papers_as_for_one():
    user = make_user()
    client = Client()
    client.force_login(user)
    make_step("trinh", 30)
    asked = []
    for number in (1, 2):
        for _each in range(number):
            open_renewal(agreement=ending("2026-12-30"), user=user, today=TODAY)
        client.get(f"{URL}?as_of=25/11/2026")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}?as_of=25/11/2026")
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[0] <= 18


# --- the paper's page --------------------------------------------------------------
def test_the_page_says_what_there_is_to_say_and_is_silent_otherwise():
    officer, leader = make_user(), make_user(Role.LEADER)
    near, far = ending(TODAY + timedelta(days=30)), ending("2030")

    assert renewal_section(far, officer, TODAY) is None
    assert renewal_section(near, officer, TODAY)["may_open"] is True
    assert renewal_section(near, leader, TODAY) is None
    open_renewal(agreement=near, user=officer, today=TODAY)
    assert renewal_section(near, officer, TODAY)["may_open"] is False
    assert renewal_section(near, leader, TODAY)["may_open"] is False
    (told,) = renewal_section(near, officer, TODAY)["cases"]
    assert told[0] == RenewalCase.objects.get()
    paper = make_agreement(
        signed_on="2015-05-30", term_kind=TermKind.AUTO_RENEW, term_months=60, term_renew_months=60
    )
    assert renewal_section(paper, officer, TODAY)["renewals"] == 2


def test_a_file_is_opened_and_closed_on_its_pages():
    today = local_today()
    paper = ending(today + timedelta(days=30))
    make_step("trinh", 10)
    client = Client()
    client.force_login(make_user())

    page = client.get(paper.get_absolute_url()).content.decode()
    opened_page = client.post(f"/thoa-thuan/{paper.key}/gia-han/", {"proposal": "Gia hạn"}, follow=True)
    case = RenewalCase.objects.get()
    refused = client.post(f"/thoa-thuan/ho-so-gia-han/{case.pk}/dong/", {"outcome": "lapsed", "note": ""})
    closed = client.post(
        f"/thoa-thuan/ho-so-gia-han/{case.pk}/dong/",
        {"outcome": "lapsed", "note": "Đã thống nhất"},
        follow=True,
    )

    assert f"/thoa-thuan/{paper.key}/gia-han/" in page
    assert "Bước trinh" in opened_page.content.decode()
    assert "Hãy giải thích vì sao" in refused.content.decode()
    assert "Đã thống nhất" in closed.content.decode()
    case.refresh_from_db()
    assert case.closed_on == today


def test_pages_tell_when_a_file_cannot_be_opened_or_is_closed_already():
    today = local_today()
    paper = ending(today + timedelta(days=30))
    case = open_renewal(agreement=paper, user=make_user(), today=today)
    client = Client()
    client.force_login(make_user())

    again = client.get(f"/thoa-thuan/{paper.key}/gia-han/").content.decode()
    twice = client.post(f"/thoa-thuan/{paper.key}/gia-han/", {"proposal": ""}, follow=True).content.decode()
    secret = client.post(f"/thoa-thuan/{ending('2030').key}/gia-han/", {"proposal": "MẬT"}).content.decode()
    close_renewal(case=case, outcome="lapsed", note="x", user=make_user(), today=today)
    late = client.post(
        f"/thoa-thuan/ho-so-gia-han/{case.pk}/dong/", {"outcome": "lapsed", "note": "y"}, follow=True
    ).content.decode()

    assert "Chỉ mở hồ sơ gia hạn cho văn bản đã ký" in again
    assert "Văn bản này đã có hồ sơ gia hạn đang mở." in twice
    assert "Có lỗi cần sửa" in secret
    assert "Hồ sơ gia hạn này đã đóng." in late


def test_who_may_not_see_or_write_gets_404_and_403():
    paper = ending("2026-12-01")
    case = open_renewal(agreement=paper, user=make_user(), today=TODAY)
    leader, focal = Client(), Client()
    leader.force_login(make_user(Role.LEADER))
    focal.force_login(make_user(Role.FOCAL_POINT))

    for address in (f"/thoa-thuan/{paper.key}/gia-han/", f"/thoa-thuan/ho-so-gia-han/{case.pk}/dong/"):
        assert leader.get(address).status_code == 403
        assert focal.get(address).status_code == 403
    assert focal.get(paper.get_absolute_url()).status_code == 404


# --- flags and calendar --------------------------------------------------------------
def flagged(rule: str) -> dict[str, tuple]:
    return {
        flag.record.title_vi: (flag.severity, flag.reference_date)
        for flag in Flag.objects.current().filter(rule=rule)
    }


def test_flags_name_papers_without_a_file_and_days_of_notice():
    papers = make_all_kinds()
    for title, days in (("30", 30), ("31", 31), ("90", 90), ("91", 91), ("120", 120), ("121", 121)):
        ending(TODAY + timedelta(days=days), title_vi=title)
    open_renewal(agreement=papers["7"], user=make_user(), today=TODAY)

    sync_flags(as_of=TODAY)

    assert flagged("renewal_not_opened") == {
        "hôm nay": ("high", TODAY),
        "30": ("high", TODAY + timedelta(days=30)),
        "31": ("medium", TODAY + timedelta(days=31)),
        "90": ("medium", TODAY + timedelta(days=90)),
        "91": ("low", TODAY + timedelta(days=91)),
        "120": ("low", TODAY + timedelta(days=120)),
    }
    assert flagged("notice_window") == {"báo trước": ("high", date(2026, 11, 30))}
    client = Client()
    client.force_login(make_user())
    page = client.get("/canh-bao/").content.decode()
    assert "mà chưa mở hồ sơ gia hạn" in page
    assert "Muốn không gia hạn tiếp phải báo trước chậm nhất ngày 30/11/2026" in page


def test_papers_in_force_without_their_text_are_flagged_until_it_is_there():
    from tests.core.attachments.factories import make_attachment

    with_text = ending("2030", title_vi="có bản ký")
    make_attachment(with_text, kind="signed_text")
    ending("2030", title_vi="chưa có bản ký")
    ending("2020", title_vi="đã hết hạn")
    make_agreement(title_vi="không rõ ngày ký", term_kind=TermKind.INDEFINITE)

    sync_flags(as_of=TODAY)

    assert set(flagged("agreement_without_file")) == {"chưa có bản ký", "không rõ ngày ký"}


def test_the_calendar_shows_ends_and_days_of_notice():
    make_all_kinds()

    found = expiry_entries(make_user(), TODAY, TODAY + timedelta(days=10), TODAY)

    assert [(entry.day, entry.title) for entry in found] == [
        (TODAY, "Ngày cuối hiệu lực: hôm nay"),
        (date(2026, 11, 30), "Ngày cuối báo không gia hạn: báo trước"),
        (date(2026, 12, 2), "Ngày cuối hiệu lực: 7"),
    ]
    assert expiry_entries(make_user(Role.FOCAL_POINT), TODAY, TODAY + timedelta(days=10), TODAY) == []


# --- API ---------------------------------------------------------------------------
def api(user) -> Client:
    token = issue_token(user=user, name="thử")
    return Client(headers={"authorization": f"Token {token}"})


def test_a_file_is_opened_and_closed_through_the_api():
    paper = ending(local_today() + timedelta(days=30))
    client = api(make_user())

    made = client.post("/api/v1/renewals/", {"agreement": paper.key}, content_type="application/json")
    number = made.json()["id"]
    unknown = client.post(
        "/api/v1/renewals/", {"agreement": paper.key, "lạ": 1}, content_type="application/json"
    )
    refused = client.post(
        f"/api/v1/renewals/{number}/close/", {"outcome": "lapsed"}, content_type="application/json"
    )
    closed = client.post(
        f"/api/v1/renewals/{number}/close/",
        {"outcome": "lapsed", "note": "đã thống nhất"},
        content_type="application/json",
    )

    assert (made.status_code, unknown.status_code) == (201, 400)
    assert made.json()["agreement"]["key"] == paper.key
    assert (refused.status_code, set(refused.json()["error"]["fields"])) == (400, {"note"})
    assert (closed.status_code, closed.json()["outcome"]) == (200, "lapsed")
    assert client.get("/api/v1/renewals/?is_open=true").json()["count"] == 0
    assert client.get(f"/api/v1/renewals/?agreement={paper.key}").json()["count"] == 1


def test_the_api_shows_and_takes_only_what_the_caller_may():
    agency = make_agency()
    mine, other = ending("2027-01-01", agencies=[agency]), ending("2027-01-01")
    for paper in (mine, other):
        open_renewal(agreement=paper, user=make_user(), today=TODAY)
    focal, leader = api(make_user(Role.FOCAL_POINT, agency=agency)), api(make_user(Role.LEADER))

    shown = focal.get("/api/v1/renewals/").json()

    assert [row["agreement"]["key"] for row in shown["results"]] == [mine.key]
    hidden = RenewalCase.objects.get(agreement=other)
    assert focal.get(f"/api/v1/renewals/{hidden.pk}/").status_code == 404
    for client in (focal, leader):
        answer = client.post("/api/v1/renewals/", {"agreement": mine.key}, content_type="application/json")
        assert answer.status_code == 403


def test_the_steps_of_the_data_file_are_those_of_a_register_just_migrated():
    import csv
    from importlib import import_module
    from pathlib import Path

    from django.conf import settings

    steps = import_module("agreements.migrations.0009_renewal_steps").STEPS
    with (Path(settings.BASE_DIR) / "data" / "renewal_steps.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [
        (
            r["key"],
            int(r["order"]),
            r["title"],
            r["holder"],
            int(r["offset"]),
            r["unit"],
            r["basis"],
            r["note"],
        )
        for r in rows
    ] == steps
