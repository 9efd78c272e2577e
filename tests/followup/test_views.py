from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.models import Flag, FlagRun
from tests.factories import make_agency, make_agreement, make_partner, make_user
from tests.followup.factories import make_flag, signed_in

pytestmark = pytest.mark.django_db

URL = "/canh-bao/"
CLOSED = {"closed_on": "2024-01-01", "closed_at": "2100-01-01T00:00:00+07:00"}
EXPIRED = {"rule": "agreement_expired", "severity": "high", "evidence": {"ends_on": "2021-12-31"}}


def listed(answer) -> list[Flag]:
    assert answer.status_code == 200
    return [line.row for line in answer.context["lines"]]


def test_list_shows_record_reason_and_day_most_urgent_first():
    low = make_flag(make_partner(), rule="gone", severity="low")
    high = make_flag(make_agreement(title_vi="Bản ghi nhớ Kisarazu"), reference_date="2021-12-31", **EXPIRED)
    higher = make_flag(make_agreement(), reference_date="2015-11-02", **EXPIRED)

    answer = signed_in().get(URL)

    assert listed(answer) == [higher, high, low]
    page = answer.content.decode()
    for words in (
        "Bản ghi nhớ Kisarazu",
        "Hết hạn ngày 31/12/2021",
        "Cần xử lý ngay",
        "Chưa quét lần nào",
        high.record.get_absolute_url(),
    ):
        assert words in page


def test_tiles_lead_to_what_they_count():
    due = make_flag(make_agreement(), **EXPIRED)
    make_flag(make_agreement(), snoozed_until="2999-01-01", snooze_reason="đã hẹn", **EXPIRED)
    make_flag(make_agreement(), **{**EXPIRED, **CLOSED})

    assert listed(signed_in().get(f"{URL}?rule=agreement_expired&state=open")) == [due]


def test_list_says_when_the_last_run_was_and_which_rule_failed():
    FlagRun.objects.create(
        as_of="2023-12-26",
        finished_at="2023-12-26T19:15:00Z",
        failures=[{"rule": "tie_dormant", "error": "DataError: x"}],
    )

    page = signed_in().get(URL).content.decode()

    assert "Quét lần cuối lúc 27/12/2023 02:15, theo số liệu ngày 26/12/2023" in page
    assert "Quan hệ ngủ đông" in page
    assert "DataError" not in page


def test_put_off_and_closed_flags_say_so():
    put_off = make_flag(
        make_partner(name_vi="Tỉnh A"), snoozed_until="2999-01-02", snooze_reason="đã hẹn", rule="x"
    )
    make_flag(make_partner(name_vi="Tỉnh B"), rule="x", **CLOSED)

    page = signed_in().get(f"{URL}?state=all").content.decode()

    assert "Hoãn nhắc đến hết ngày 02/01/2999: đã hẹn" in page
    assert "Đóng ngày 01/01/2024" in page
    assert page.count("/hoan/") == 1
    assert reverse("followup:snooze", args=[put_off.pk]) in page


def test_export_is_the_list():
    make_flag(make_agreement(key="mou-1"), **EXPIRED)
    make_flag(make_partner(), rule="tie_dormant", **CLOSED)

    answer = signed_in().get(f"{URL}?format=csv")

    rows = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "mou-1" in rows
    assert "Hết hạn ngày 31/12/2021" in rows
    assert "Cần xử lý ngay" in rows
    assert "ngủ đông" not in rows


def test_a_focal_point_sees_its_own_flags_and_no_way_to_put_them_off():
    agency = make_agency()
    mine = make_flag(make_agreement(agencies=[agency]), **EXPIRED)
    make_flag(make_agreement(), **EXPIRED)
    client = signed_in(make_user(Role.FOCAL_POINT, agency=agency))

    answer = client.get(URL)

    assert listed(answer) == [mine]
    assert "/hoan/" not in answer.content.decode()


def test_a_flag_of_a_deleted_record_does_not_break_the_page():
    partner = make_partner()
    make_flag(partner)
    partner.delete()

    assert listed(signed_in().get(URL)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_a_fixed_number_of_queries(number, django_assert_num_queries):
    for _ in range(number):
        make_flag(make_partner(), rule="x")
        make_flag(make_agreement(), **EXPIRED)
    client = signed_in()
    client.get(URL)

    with django_assert_num_queries(7):
        assert len(listed(client.get(URL))) == 2 * number


def test_snooze_page_asks_until_when_and_why_and_saves():
    user, flag = make_user(), make_flag(make_agreement(title_vi="Bản ghi nhớ Kisarazu"), **EXPIRED)
    client = signed_in(user)
    until = local_today() + timedelta(days=30)
    url = reverse("followup:snooze", args=[flag.pk])

    asked = client.get(url)
    saved = client.post(url, {"until": f"{until:%d/%m/%Y}", "reason": "đã hẹn ký lại"}, follow=True)

    assert "Bản ghi nhớ Kisarazu" in asked.content.decode()
    assert saved.redirect_chain == [(URL, 302)]
    assert "Đã hoãn nhắc “Bản ghi nhớ Kisarazu”." in saved.content.decode()
    flag.refresh_from_db()
    assert (flag.snoozed_until, flag.snooze_reason, flag.snoozed_by) == (until, "đã hẹn ký lại", user)
    (entry,) = flag.audit_rows.filter(snooze_reason="đã hẹn ký lại")
    assert (entry.pgh_context.metadata["user"], entry.pgh_context.metadata["reason"]) == (
        user.pk,
        "đã hẹn ký lại",
    )


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"until": "", "reason": "x"}, "until"),
        ({"until": "31/9/2999", "reason": "x"}, "until"),
        ({"until": "1/1/2020", "reason": "x"}, "until"),
        ({"until": "1/1/2999", "reason": " "}, "reason"),
    ],
)
def test_snooze_page_names_what_is_wrong_and_writes_nothing(data, wrong):
    flag = make_flag(make_partner())

    answer = signed_in().post(reverse("followup:snooze", args=[flag.pk]), data)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [wrong]
    flag.refresh_from_db()
    assert flag.snoozed_until is None


def test_unsnooze_button_lets_the_flag_ask_again():
    flag = make_flag(make_partner(), snoozed_until="2999-01-01", snooze_reason="x", snoozed_by=make_user())
    client = signed_in()

    page = client.get(reverse("followup:snooze", args=[flag.pk])).content.decode()
    client.post(reverse("followup:unsnooze", args=[flag.pk]))

    assert "Nhắc lại ngay" in page
    flag.refresh_from_db()
    assert flag.snoozed_until is None


def test_a_closed_flag_has_no_form():
    flag = make_flag(make_partner(), **CLOSED)
    client = signed_in()
    url = reverse("followup:snooze", args=[flag.pk])

    shown, refused = client.get(url), client.post(url, {"until": "1/1/2999", "reason": "x"})

    assert "Cảnh báo này đã đóng" in shown.content.decode()
    assert "<textarea" not in shown.content.decode()
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OFFICER, 200), (Role.HEAD, 200), (Role.LEADER, 403), (Role.AUDITOR, 403), (Role.FOCAL_POINT, 403)],
)
def test_only_officers_and_their_head_reach_the_snooze_page(role, status):
    flag = make_flag(make_partner())
    client = signed_in(make_user(role))

    assert client.get(reverse("followup:snooze", args=[flag.pk])).status_code == status
    assert client.get(URL).status_code == 200


def test_a_wrong_address_or_method_is_refused():
    client = signed_in()

    assert client.get("/canh-bao/999999/hoan/").status_code == 404
    assert client.get(reverse("followup:unsnooze", args=[1])).status_code == 405
    assert Client().get(URL).status_code == 302


@pytest.mark.parametrize("path", ["flag", "flagrun"])
def test_the_workshop_shows_flags_and_runs_and_changes_nothing(path):
    flag = make_flag(make_partner())
    run = FlagRun.objects.create(as_of=date(2023, 12, 26), finished_at="2023-12-26T19:15:00Z")
    admin = make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client = signed_in(admin)
    number = flag.pk if path == "flag" else run.pk

    assert client.get(f"/quan-tri/followup/{path}/").status_code == 200
    assert client.get(f"/quan-tri/followup/{path}/{number}/change/").status_code == 200
    assert client.post(f"/quan-tri/followup/{path}/{number}/change/", {}).status_code == 403
    assert client.get(f"/quan-tri/followup/{path}/add/").status_code == 403
    assert client.post(f"/quan-tri/followup/{path}/{number}/delete/", {"post": "yes"}).status_code == 403
