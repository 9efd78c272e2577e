from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agreements import presenters
from agreements.chain import Gap, Overlap
from agreements.models import Agreement
from agreements.services.records import Signer, agreement_update
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.partial_dates import PartialDate
from tests.agreements.records.factories import TODAY, on, register
from tests.factories import make_agency, make_agreement, make_event, make_partner, make_user

pytestmark = pytest.mark.django_db


def part(response, code: str) -> dict | None:
    return next((built.context for built in response.context["sections"] if built.code == code), None)


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (date(2026, 11, 24), "đã hết 1 ngày"),
        (date(2026, 11, 25), "hết hôm nay"),
        (date(2026, 11, 26), "còn 1 ngày"),
        (date(2029, 12, 31), "còn 1.132 ngày"),
        (date(2024, 2, 29), "đã hết 1.000 ngày"),
    ],
)
def test_days_to_an_end(ends_on, words):
    assert presenters.days_left(ends_on, TODAY) == words


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            Gap(date(2023, 12, 31), date(2024, 1, 1), 0),
            "Khoảng trống từ 31/12/2023 đến 01/01/2024: 2 ngày không có thời hạn nào.",
        ),
        (Overlap(31, 0), "Chồng 31 ngày với thời hạn trước."),
        (Overlap(1200, 0, is_exact=False), "Chồng ít nhất 1.200 ngày với thời hạn trước."),
    ],
)
def test_gaps_and_overlaps_in_words(found, words):
    assert presenters.gap_words(found) == words


def test_a_gap_stands_in_the_chain_before_the_event_that_ends_it(client, officer):
    paper = register(term_kind="until", term_ends_on=on("2023-12-31"))
    make_event(paper, "renewal", occurred_on="2024-02-01", term_kind="indefinite", order=1)

    items = part(client.get(paper.get_absolute_url()), "chain")["items"]

    assert [(item["title"], len(item["gaps"])) for item in items] == [("Ký", 0), ("Gia hạn", 1)]


def test_the_next_deadline_of_the_law_stands_in_the_summary(client, officer):
    today = local_today()
    paper = register(signed_on=PartialDate.of(today - timedelta(days=3)), today=today)
    partner = paper.partners.get()

    rows = {row["label"]: row for row in client.get(paper.get_absolute_url()).context["summary"]}

    deadline = rows["Hạn sắp tới"]
    assert (deadline["value"] > today, bool(deadline["note"]), str(partner) != "") == (True, True, True)


def test_a_tacitly_renewed_paper_tells_the_period_that_runs(client, officer):
    paper = register(term_kind="auto_renew", term_months=24, term_renew_months=12)

    rows = [
        row["label"] for row in client.get(paper.get_absolute_url(), {"as_of": "2026"}).context["summary"]
    ]

    assert rows == ["Tình trạng", "Thời hạn", "Hết kỳ đang chạy"]


@pytest.mark.parametrize(
    ("values", "row"),
    [
        ({"originals_count": 4, "originals_kept_at": "Văn thư"}, ("04 bản", "giữ tại: Văn thư")),
        ({"originals_count": 2}, ("02 bản", "")),
        ({"originals_kept_at": "Văn thư"}, ("Văn thư", "")),
        ({}, None),
    ],
)
def test_where_the_originals_lie(values, row):
    told = {item["label"]: item for item in presenters.facts(make_agreement(**values))}

    assert ((told["Bản gốc"]["value"], told["Bản gốc"]["note"]) if "Bản gốc" in told else None) == row


def test_the_record_tells_place_mode_languages_and_aims(client, officer):
    paper = register(
        place="Sakai",
        signing_mode="online",
        languages=["vi", "ja"],
        authentic_text="như nhau",
        purpose="Học cách xử lý rác",
        cooperation_level="economic",
    )

    page = client.get(paper.get_absolute_url())

    facts = {row["label"]: (row["value"], row.get("note")) for row in part(page, "facts")["items"]}
    assert (facts["Nơi ký"][0], facts["Cách ký"][0], facts["Ngôn ngữ văn bản"]) == (
        "Sakai", "Ký trực tuyến", ("Tiếng Việt; Tiếng Nhật", "như nhau")
    )  # fmt: skip
    assert [(row["label"], row["value"]) for row in part(page, "intent")["items"]] == [
        ("Mục đích", "Học cách xử lý rác"), ("Mức hợp tác dự kiến", "Hợp tác kinh tế")
    ]  # fmt: skip
    assert part(client.get(register().get_absolute_url()), "intent") is None
    assert "purpose" in client.get(reverse("agreements:edit", args=[paper.key])).context["form"].fields


def test_who_signed_stands_with_the_side_they_signed_for(client, officer):
    sakai, office = make_partner(), make_agency()
    paper = register(
        partners=[sakai],
        signing_agencies=[office],
        signatories=[Signer("A", "Chủ tịch", agency=office), Signer("B", partner=sakai)],
    )
    paper.agency_roles.create(agency=make_agency(), role="lead", signatory_vi="theo nguồn")
    event = make_event(paper, "amendment", occurred_on="2023", order=1)
    paper.signatories.create(event=event, agency=office, name="C")

    page = client.get(paper.get_absolute_url())

    sides = part(page, "sides")
    assert [row["note"] for row in sides["foreign_side"]] == ["ký: B"]
    assert {row["label"]: row["note"] for row in sides["vietnamese_side"]} == {
        "Bên ký Việt Nam": "ký: A, Chủ tịch", "Chủ trì": "theo nguồn"
    }  # fmt: skip
    assert [item["note"] for item in part(page, "chain")["items"]] == ["", "ký: C"]


def test_a_reader_of_an_agency_sees_the_parts_and_no_tools(client):
    office = make_agency()
    client.force_login(make_user(Role.FOCAL_POINT, agency=office))
    shown, hidden = register(signing_agencies=[office]), register()

    page = client.get(shown.get_absolute_url())

    assert [item.get("edit_url") for item in part(page, "chain")["items"]] == [None]
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert {"sides", "facts", "files", "chain"} <= {built.code for built in page.context["sections"]}


def test_a_paper_without_a_day_of_signing_can_be_completed():
    paper = make_agreement(agencies=[make_agency()])
    user = make_user()

    noted = agreement_update(
        agreement=paper, changes={"note": "chưa thấy văn bản"}, base_version=None, user=user, today=TODAY
    )

    assert (noted.note, Agreement.objects.get().signed_on) == ("chưa thấy văn bản", None)
