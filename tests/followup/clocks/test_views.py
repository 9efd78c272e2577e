from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.models import Clock, ClockRule
from tests.factories import make_agency, make_agreement, make_partner, make_user
from tests.followup.clocks.makers import ask, make_clock, make_draft, make_paper, make_rule, run_from
from tests.followup.factories import signed_in

pytestmark = pytest.mark.django_db

URL = "/thoi-han/"
AS_OF = "?as_of=10/3/2026"


def listed(answer) -> list[Clock]:
    assert answer.status_code == 200
    return [line.row for line in answer.context["lines"]]


def test_the_list_shows_what_is_owed_first_due_first():
    later = make_clock(make_agreement(title_vi="Bản ghi nhớ Boras"), due_on="2026-03-18")
    sooner = make_clock(
        make_agreement(title_vi="Bản ghi nhớ Sakai"), due_on="2026-03-09", part_label="Gia hạn"
    )
    make_clock(done_on="2026-03-05")

    answer = signed_in().get(f"{URL}{AS_OF}")

    assert listed(answer) == [sooner, later]
    html = answer.content.decode()
    page = strip_tags(html)
    for words in (
        "Bản ghi nhớ Sakai",
        "Quá hạn",
        "quá 1 ngày làm việc",
        "Thứ Hai, 09/03/2026",
        "còn 6 ngày làm việc",
        "Báo cáo Thủ tướng Chính phủ bằng văn bản",
        "Điều 19 Luật 70/2020/QH14",
        "Gia hạn",
    ):
        assert words in page
    assert sooner.record.get_absolute_url() in html, words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"overdue", "soon", "ticking"}),
        ("state=overdue", {"overdue"}),
        ("state=due_soon", {"soon"}),
        ("state=ticking", {"ticking"}),
        ("state=on_time", {"done"}),
        ("state=done_late", {"late"}),
        ("state=waived", {"waived"}),
        ("state=all", {"overdue", "soon", "ticking", "done", "late", "waived"}),
        ("rule=opinion-on-signing", {"soon"}),
        ("due_from=18/3/2026", {"soon", "ticking"}),
        ("due_to=18/3/2026", {"overdue", "soon"}),
        ("due_from=2026-03-19&state=all", {"ticking"}),
        ("q=boras", {"overdue"}),
        ("q=khong+co", set()),
        ("agency=so-y-te", {"soon"}),
    ],
)
def test_the_list_is_filtered(query, expected):
    boras = make_agreement(title_vi="Bản ghi nhớ Boras")
    health = make_agency(key="so-y-te")
    opinion = ClockRule.objects.get(key="opinion-on-signing")
    make_clock(boras, due_on="2026-03-09", part="overdue")
    make_clock(due_on="2026-03-18", part="soon", rule=opinion, agency=health)
    make_clock(due_on="2026-03-20", part="ticking")
    make_clock(part="done", done_on="2026-03-09")
    make_clock(part="late", due_on="2026-03-06", done_on="2026-03-09")
    make_clock(part="waived", waived_on="2026-03-09", waived_by=make_user(), waive_reason="x")

    answer = signed_in().get(f"{URL}{AS_OF}&{query}")

    assert {clock.part for clock in listed(answer)} == expected


@pytest.mark.parametrize("query", ["state=x", "rule=x", "agency=x", "due_from=31/2/2026"])
def test_a_wrong_filter_lists_nothing_and_says_so(query):
    make_clock()

    answer = signed_in().get(f"{URL}?{query}")

    assert listed(answer) == []
    assert 'role="alert"' in answer.content.decode()


def test_a_day_that_is_none_lists_nothing():
    make_clock()

    assert listed(signed_in().get(f"{URL}?as_of=31/2/2026")) == []


def test_a_focal_point_sees_its_own_and_no_way_to_waive():
    agency = make_agency()
    mine = make_clock(make_agreement(agencies=[agency]))
    make_clock()
    client = signed_in(make_user(Role.FOCAL_POINT, agency=agency))

    answer = client.get(f"{URL}{AS_OF}")

    assert listed(answer) == [mine]
    assert "/bo-qua/" not in answer.content.decode()
    assert "Quy tắc tính" in answer.content.decode()


def test_a_clock_of_a_deleted_record_does_not_break_the_page():
    partner = make_partner()
    make_clock(partner)
    partner.delete()

    assert listed(signed_in().get(f"{URL}{AS_OF}")) == []


def test_the_export_says_what_the_list_says():
    make_clock(part_label="Bộ Ngoại giao", agency=make_agency(name_vi="Sở Y tế"))
    make_clock(waived_on="2026-03-09", waived_by=make_user(), waive_reason="đã báo cáo chung")

    answer = signed_in().get(f"{URL}{AS_OF}&state=all&format=csv")

    rows = b"".join(answer.streaming_content).decode("utf-8-sig")
    for words in (
        "Bộ Ngoại giao",
        "Sở Y tế",
        "còn 5 ngày làm việc",
        "Bỏ qua",
        "đã báo cáo chung",
        "17/03/2026",
    ):
        assert words in rows


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_takes_a_fixed_number_of_queries(number, django_assert_num_queries):
    for _index in range(number):
        make_clock(agency=make_agency())
    client = signed_in()
    client.get(f"{URL}{AS_OF}")

    # session, user, calendar, threshold, rules and agencies of the filter, count, rows, records, calendar, threshold
    with django_assert_num_queries(11):
        assert len(listed(client.get(f"{URL}{AS_OF}"))) == number


def test_rules_are_read_with_their_basis_and_whether_they_were_checked():
    make_rule(label="Thời hạn thử", conditions={"capacity": ["city"]}, offset=2, unit="month", basis=None)

    answer = signed_in(make_user(Role.FOCAL_POINT)).get("/thoi-han/quy-tac/")

    assert len(listed(answer)) == 11
    page = strip_tags(answer.content.decode())
    for words in (
        "Thời hạn thử",
        "2 tháng",
        "7 ngày làm việc",
        "Điều 34 Luật 70/2020/QH14",
        "Danh nghĩa ký: UBND thành phố",
        "Cần kiểm tra",
        "Đã kiểm tra",
        "từ ngày 15/12/2025",
        "91/2015/QH13",
    ):
        assert words in page


def test_rules_say_nothing_of_a_beginning_nobody_set():
    run_from()

    assert "Sổ tính thời hạn cho những việc" not in signed_in().get("/thoi-han/quy-tac/").content.decode()


def test_a_clock_is_waived_on_its_page():
    user, clock = make_user(), make_clock(make_agreement(title_vi="Bản ghi nhớ Boras"), part_label="Gia hạn")
    client = signed_in(user)
    url = reverse("clocks:waive", args=[clock.pk])

    asked = client.get(url)
    saved = client.post(url, {"reason": "đã báo cáo chung"}, follow=True)

    for words in ("Bản ghi nhớ Boras", "Gia hạn", "17/03/2026", "Điều 19"):
        assert words in asked.content.decode()
    assert saved.redirect_chain == [(URL, 302)]
    assert "Đã bỏ qua thời hạn “Báo cáo sau khi ký”." in saved.content.decode()
    clock.refresh_from_db()
    assert (clock.waived_on, clock.waived_by, clock.waive_reason) == (local_today(), user, "đã báo cáo chung")
    (row,) = clock.audit_rows.filter(waive_reason="đã báo cáo chung")
    assert row.pgh_context.metadata["reason"] == "đã báo cáo chung"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "Tờ trình (MẬT)"])
def test_the_page_names_a_wrong_reason_and_writes_nothing(reason):
    clock = make_clock()

    answer = signed_in().post(reverse("clocks:waive", args=[clock.pk]), {"reason": reason})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["reason"]
    clock.refresh_from_db()
    assert clock.waived_on is None


def test_a_waived_clock_is_taken_up_again():
    paper = make_paper()
    sync_clocks(record=paper)
    Clock.objects.update(
        waived_on="2026-03-09", waived_by=make_user(full_name="Lê Thị Hoa"), waive_reason="gộp"
    )
    clock, client = Clock.objects.get(), signed_in()

    page = client.get(reverse("clocks:waive", args=[clock.pk])).content.decode()
    done = client.post(reverse("clocks:unwaive", args=[clock.pk]), follow=True)

    for words in ("Tính lại thời hạn", "gộp", "Lê Thị Hoa, ngày 09/03/2026"):
        assert words in page
    assert "<textarea" not in page
    assert "Tính lại thời hạn “Báo cáo sau khi ký”." in done.content.decode()
    clock.refresh_from_db()
    assert clock.waived_on is None


def test_a_clock_that_is_done_has_no_form():
    clock = make_clock(done_on="2026-03-09")
    client, url = signed_in(), reverse("clocks:waive", args=[clock.pk])

    shown, refused = client.get(url), client.post(url, {"reason": "x"})

    assert "Việc này đã làm xong" in shown.content.decode()
    assert "<textarea" not in shown.content.decode()
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OFFICER, 200),
        (Role.HEAD, 200),
        (Role.LEADER, 403),
        (Role.AUDITOR, 403),
        (Role.ADMINISTRATOR, 403),
        (Role.FOCAL_POINT, 403),
    ],
)
def test_only_officers_and_their_head_reach_the_waiver(role, status):
    clock, client = make_clock(), signed_in(make_user(role))

    assert client.get(reverse("clocks:waive", args=[clock.pk])).status_code == status
    assert client.get(URL).status_code == 200


def test_wrong_addresses_and_methods_are_refused():
    client = signed_in()

    assert client.get("/thoi-han/999999/bo-qua/").status_code == 404
    assert client.post("/thoi-han/999999/tinh-lai/").status_code == 404
    assert client.get(reverse("clocks:unwaive", args=[1])).status_code == 405
    assert Client().get(URL).status_code == 302


def test_the_menu_leads_to_the_clocks():
    assert 'href="/thoi-han/"' in signed_in(make_user(Role.AUDITOR)).get(URL).content.decode()


# --- The part of a paper's page ------------------------------------------------------------------
def test_a_papers_page_shows_its_clocks_as_of_the_day():
    paper = make_paper()
    sync_clocks(record=paper)
    client = signed_in()

    shown = client.get(f"{paper.get_absolute_url()}?as_of=10/3/2026").content.decode()
    before = client.get(f"{paper.get_absolute_url()}?as_of=1/3/2026").content.decode()

    assert "Thời hạn luật định" in shown
    assert "còn 5 ngày làm việc" in shown
    assert "/bo-qua/" in shown
    assert "Thời hạn luật định" not in before


def test_an_asked_body_reads_its_own_clock_on_the_page_of_the_draft():
    agency = make_agency(name_vi="Sở Tư pháp")
    draft = make_draft()
    ask(draft, agency, make_agency(name_vi="Sở Xây dựng"), sent_on=local_today() - timedelta(days=1))
    sync_clocks(record=draft)

    answer = signed_in(make_user(Role.FOCAL_POINT, agency=agency)).get(draft.get_absolute_url())

    (part,) = [section for section in answer.context["sections"] if section.code == "clocks"]
    assert [clock.agency for clock in part.context["clocks"]] == [agency]
    assert Clock.objects.count() == 2
    assert "/bo-qua/" not in answer.content.decode()
    assert "Sở Xây dựng" not in answer.content.decode()


@pytest.mark.parametrize(("regime", "shown"), [("unknown", True), ("law_70_2020", False)])
def test_a_draft_whose_regime_nobody_set_says_why_it_has_no_clocks(regime, shown):
    draft = make_draft(legal_regime=regime)

    page = signed_in().get(draft.get_absolute_url()).content.decode()

    assert ("Chưa xác định chế độ pháp lý của văn bản" in page) is shown
