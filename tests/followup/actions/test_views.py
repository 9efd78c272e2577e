from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.actions.selectors import days_words
from dnfa.followup.models import Action, ProgressNote
from tests.factories import make_agency, make_agreement, make_user, sign_in
from tests.followup.actions.factories import make_action, make_note

pytestmark = pytest.mark.django_db

TODAY = local_today()
SEERS = [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.LEADER, Role.AUDITOR]
KEEPERS = [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR]


def listed(client, **query) -> list[str]:
    response = client.get(reverse("actions:list"), query)
    assert response.status_code == 200
    return [line.row.title for line in response.context["lines"]]


def address(name: str, action: Action) -> str:
    return reverse(f"actions:{name}", args=[action.pk])


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, ""),
        (0, "hạn hôm nay"),
        (1, "còn 1 ngày"),
        (30, "còn 30 ngày"),
        (-1, "quá 1 ngày"),
        (-365, "quá 365 ngày"),
    ],
)
def test_days_are_said_in_words(days, words):
    assert days_words(days) == words


def test_the_list_shows_what_is_open_the_latest_late_first(client):
    sign_in(client)
    make_action(title="không hạn")
    make_action(title="tháng sau", due_on=in_days(40))
    make_action(title="mai", due_on=in_days(1))
    make_action(title="quá hạn", due_on=in_days(-5))
    make_action(title="đã xong", due_on=in_days(-9), done_on=TODAY, evidence="Có")
    make_action(title="thôi", due_on=in_days(-9), cancelled_on=TODAY, cancel_reason="Có")

    assert listed(client) == ["quá hạn", "mai", "tháng sau", "không hạn"]
    assert listed(client, state="all") == [
        "quá hạn",
        "mai",
        "tháng sau",
        "không hạn",
        "đã xong",
        "thôi",
    ]


def test_the_list_can_be_asked(client):
    mine, other = make_agency(), make_agency()
    user = sign_in(client, agency=mine)
    make_action(title="Gửi thư", lead_agency=mine, due_on=in_days(-1), origin="review")
    make_action(title="Họp tổng kết", lead_agency=other, coordinating=(mine,), due_on=in_days(1))
    make_action(title="Viết báo cáo", detail="Đại học Huế", assignee=user, lead_agency=other)
    make_action(title="Khác", done_on=TODAY, evidence="Có")

    answers = {
        "q": listed(client, q="dai hoc"),
        "overdue": listed(client, state="overdue"),
        "soon": listed(client, state="due_soon"),
        "open": listed(client, state="open"),
        "done": listed(client, state="done"),
        "dropped": listed(client, state="dropped"),
        "origin": listed(client, origin="review"),
        "lead": listed(client, lead=mine.key),
        "coordinating": listed(client, coordinating=mine.key),
        "mine": listed(client, mine="true"),
        "others": listed(client, mine="false", state="all"),
        "due": listed(client, due_from=f"{TODAY:%d/%m/%Y}", due_to=f"{in_days(1):%d/%m/%Y}"),
    }

    assert answers == {
        "q": ["Viết báo cáo"],
        "overdue": ["Gửi thư"],
        "soon": ["Họp tổng kết"],
        "open": ["Viết báo cáo"],
        "done": ["Khác"],
        "dropped": [],
        "origin": ["Gửi thư"],
        "lead": ["Gửi thư"],
        "coordinating": ["Họp tổng kết"],
        "mine": ["Viết báo cáo"],
        "others": ["Gửi thư", "Họp tổng kết", "Khác"],
        "due": ["Họp tổng kết"],
    }


def test_what_agencies_owe_is_told_by_agency_those_with_most_overdue_first(client):
    first, second, third = (make_agency(name_vi=name) for name in ("Sở A", "Sở B", "Sở C"))
    sign_in(client)
    make_action(title="a", lead_agency=first, due_on=in_days(40), origin="scheme")
    for title, origin in (("b1", "commitment"), ("b2", "difficulty")):
        make_action(title=title, lead_agency=second, due_on=in_days(-1), origin=origin)
    make_action(title="b3", lead_agency=second, due_on=in_days(1))
    make_action(title="c", lead_agency=third, due_on=in_days(-1), done_on=TODAY, evidence="Có")
    make_action(title="không ai", due_on=in_days(-3))

    leads = client.get(reverse("actions:list")).context["leads"]

    assert [(one.agency, one.open, one.overdue, one.due_soon) for one in leads] == [
        (second, 3, 2, 1),
        (None, 1, 1, 0),
        (first, 1, 0, 0),
    ]
    for one in leads:
        key = one.agency.key if one.agency else "none"
        numbers = [
            len(listed(client, lead=key, **state))
            for state in ({}, {"state": "overdue"}, {"state": "due_soon"})
        ]
        assert numbers == [one.open, one.overdue, one.due_soon]
    assert listed(client, sort="lead") == ["a", "b1", "b2", "b3", "không ai"]


def test_who_sees_its_own_agency_s_only_gets_no_table_of_agencies(client):
    agency = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=agency)
    make_action(title="a", lead_agency=agency)

    assert client.get(reverse("actions:list")).context["leads"] == []


def test_mine_is_for_an_agency_what_it_leads_or_coordinates(client):
    own, other = make_agency(), make_agency()
    user = sign_in(client, Role.FOCAL_POINT, agency=own)
    make_action(title="Gửi thư", lead_agency=own, due_on=in_days(1))
    make_action(title="Họp", lead_agency=other, coordinating=(own,), due_on=in_days(2))
    make_action(title="Viết", lead_agency=own, assignee=user, due_on=in_days(3))

    assert (listed(client, mine="true"), listed(client, mine="false")) == (["Gửi thư", "Họp", "Viết"], [])


@pytest.mark.parametrize("role", SEERS)
def test_the_department_and_leadership_see_every_action(client, role):
    sign_in(client, role)
    make_action(title="a", lead_agency=make_agency(), record=make_agreement())
    make_action(title="b")

    assert sorted(listed(client)) == ["a", "b"]


def test_a_focal_point_sees_what_its_agency_owes_and_what_its_papers_ask(client):
    mine, other = make_agency(), make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=mine)
    make_action(title="chủ trì", lead_agency=mine)
    make_action(title="phối hợp", lead_agency=other, coordinating=(mine,))
    make_action(title="của văn bản mình", lead_agency=other, record=make_agreement(agencies=[mine]))
    hidden = make_action(title="của người khác", lead_agency=other, record=make_agreement())
    alone = make_action(title="không của ai")

    assert sorted(listed(client)) == ["chủ trì", "của văn bản mình", "phối hợp"]
    for action in (hidden, alone):
        for name in ("detail", "note"):
            method = client.post if name == "note" else client.get
            assert method(address(name, action)).status_code == 404
    seen = client.get(reverse("actions:list")).context["filterset"].form.fields["lead"].queryset
    assert {*seen} == {mine, other}


def test_the_filters_name_only_agencies_of_what_the_asker_sees(client):
    mine = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=mine)
    make_action(lead_agency=mine)
    make_action(lead_agency=make_agency(), coordinating=(make_agency(),))

    form = client.get(reverse("actions:list")).context["filterset"].form

    assert [[*form.fields[name].queryset] for name in ("lead", "coordinating")] == [[mine], []]


def test_a_record_that_is_hidden_is_not_named(client):
    """The agreement of an action that an agency coordinates is seen; of a kind nobody vouched for, nothing is told."""
    mine = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=mine)
    paper = make_agreement(title_vi="Ghi nhớ Sakai")
    action = make_action(lead_agency=mine, record=paper)
    odd = make_action(lead_agency=mine, record=make_agency(name_vi="Bí ẩn"))

    assert "Ghi nhớ Sakai" in client.get(address("detail", action)).content.decode()
    assert "Bí ẩn" not in client.get(address("detail", odd)).content.decode()
    assert "Bí ẩn" not in client.get(reverse("actions:list")).content.decode()


def test_the_export_says_everything(client):
    lead, helper = make_agency(name_vi="Sở Du lịch"), make_agency(name_vi="Sở Văn hóa")
    sign_in(client)
    action = make_action(
        title="Mở tuyến bay",
        lead_agency=lead,
        coordinating=(helper,),
        due_on=in_days(-3),
        record=make_agreement(title_vi="Ghi nhớ"),
    )
    make_note(action, noted_on="2026-03-02", text="Đang đàm phán")

    response = client.get(reverse("actions:list"), {"format": "csv"})
    row = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[-1]

    for said in (
        "Mở tuyến bay",
        "Việc khác",
        "Ghi nhớ",
        "Quá hạn",
        "-3",
        "Sở Du lịch",
        "Sở Văn hóa",
        "02/03/2026: Đang đàm phán",
    ):
        assert said in row, said


@pytest.mark.parametrize("count", [1, 4])
def test_lists_and_pages_ask_a_fixed_number_of_queries(client, django_assert_max_num_queries, count):
    sign_in(client)
    for _ in range(count):
        action = make_action(
            lead_agency=make_agency(), coordinating=(make_agency(), make_agency()), record=make_agreement()
        )
        for _ in range(count):
            make_note(action, agency=make_agency(), author=make_user())
    client.get(reverse("actions:list"))

    with django_assert_max_num_queries(16):
        client.get(reverse("actions:list"))
    with django_assert_max_num_queries(16):
        client.get(address("detail", action))


def test_the_page_shows_facts_and_notes_newest_first(client):
    sign_in(client)
    lead = make_agency(name_vi="Sở Du lịch")
    action = make_action(title="Mở tuyến bay", lead_agency=lead, due_on=in_days(2))
    make_note(action, noted_on="2026-03-01", text="Đã họp", percent=10, agency=lead)
    make_note(action, noted_on="2026-03-05", text="Thiếu tàu", is_difficulty=True)

    response = client.get(address("detail", action))

    assert [(item["title"], item["body"], item["note"]) for item in response.context["happenings"]] == [
        ("Khó khăn, vướng mắc", "Thiếu tàu", ""),
        ("Hoàn thành 10%", "Đã họp", "Sở Du lịch"),
    ]
    facts = {fact["label"]: fact["value"] for fact in response.context["facts"]}
    assert (facts["Cơ quan chủ trì"], facts["Hạn"], facts["Tiến độ"]) == (lead, in_days(2), "Chưa bắt đầu")


@pytest.mark.parametrize("role", [*SEERS, Role.FOCAL_POINT])
def test_buttons_and_the_form_are_for_those_who_may(client, role):
    lead = make_agency()
    sign_in(client, role, agency=lead)
    action = make_action(lead_agency=lead)

    text = client.get(address("detail", action)).content.decode()

    buttons = [address(name, action) in text for name in ("edit", "complete", "drop")]
    assert buttons == [role in KEEPERS] * 3
    assert (address("note", action) in text) is (role in {*KEEPERS, Role.FOCAL_POINT})
    assert address("reopen", action) not in text


def test_what_is_over_can_only_be_reopened(client):
    sign_in(client)
    action = make_action(done_on=TODAY, evidence="Báo cáo 12")

    text = client.get(address("detail", action)).content.decode()

    assert [address(name, action) in text for name in ("reopen", "note", "complete")] == [
        True,
        False,
        False,
    ]
    assert "Báo cáo 12" in text


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_deeds_are_closed_to_others(client, role):
    lead = make_agency()
    sign_in(client, role, agency=lead)
    action = make_action(lead_agency=lead)

    for name in ("edit", "complete", "drop", "reopen"):
        assert client.get(address(name, action)).status_code == 403
    assert client.get(reverse("actions:add")).status_code == 403


def test_a_note_is_sent_from_the_page(client):
    lead = make_agency()
    user = sign_in(client, Role.FOCAL_POINT, agency=lead)
    action = make_action(lead_agency=lead)

    response = client.post(
        address("note", action),
        {"text": "Đã mở lớp", "percent": "40", "noted_on": f"{TODAY:%d/%m/%Y}", "is_difficulty": "on"},
    )

    assert (response.status_code, response["Location"]) == (302, address("detail", action))
    note = ProgressNote.objects.get()
    assert (note.text, note.percent, note.noted_on, note.is_difficulty, note.agency, note.author) == (
        "Đã mở lớp",
        40,
        TODAY,
        True,
        lead,
        user,
    )
    assert client.get(address("note", action)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": ""}, "text"),
        ({"percent": "101"}, "percent"),
        ({"noted_on": "31/12/2999"}, "noted_on"),
        ({"text": "TUYỆT MẬT"}, "text"),
    ],
)
def test_a_note_that_cannot_stand_is_told_on_the_page_with_what_was_typed(client, typed, field):
    sign_in(client)
    action = make_action()

    response = client.post(
        address("note", action), {"text": "Đã họp", "noted_on": f"{TODAY:%d/%m/%Y}", **typed}
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert ProgressNote.objects.count() == 0


def test_a_focal_point_of_another_agency_that_sees_it_may_not_note(client):
    mine = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=mine)
    action = make_action(lead_agency=make_agency(), record=make_agreement(agencies=[mine]))

    page = client.get(address("detail", action))
    response = client.post(address("note", action), {"text": "x", "noted_on": f"{TODAY:%d/%m/%Y}"})

    assert (page.status_code, page.context["form"], response.status_code) == (200, None, 403)
    assert ProgressNote.objects.count() == 0


def test_a_note_to_what_was_closed_meanwhile_is_told(client):
    sign_in(client)
    action = make_action(done_on=TODAY, evidence="Có")

    response = client.post(
        address("note", action), {"text": "Đã họp", "noted_on": f"{TODAY:%d/%m/%Y}"}, follow=True
    )

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert (response.redirect_chain[0][0], ProgressNote.objects.count()) == (address("detail", action), 0)


def test_an_officer_adds_an_action(client):
    lead, helper = make_agency(), make_agency()
    sign_in(client)
    form = client.get(reverse("actions:add"))

    response = client.post(
        reverse("actions:add"),
        {
            "once": form.context["carried"]["once"],
            "title": "Gửi thư chúc mừng",
            "lead_agency": lead.pk,
            "coordinating": [helper.pk],
            "due_on": "31/12/2026",
        },
    )

    action = Action.objects.get()
    assert (response.status_code, response["Location"]) == (302, action.get_absolute_url())
    assert (action.title, action.origin, action.lead_agency, [*action.coordinating.all()], action.due_on) == (
        "Gửi thư chúc mừng",
        "other",
        lead,
        [helper],
        date(2026, 12, 31),
    )


def test_what_the_service_refuses_is_told_in_the_form(client):
    lead = make_agency()
    sign_in(client)

    response = client.post(
        reverse("actions:add"), {"title": "Việc", "lead_agency": lead.pk, "coordinating": [lead.pk]}
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["coordinating"]
    assert Action.objects.count() == 0


def test_two_officers_edit_one_action_and_the_second_is_told(client):
    sign_in(client)
    action = make_action(title="Việc")
    opened = client.get(address("edit", action)).context["carried"]
    typed = {"title": "Của tôi", "progress": "waiting", "due_on": "1/12/2026"}
    Action.objects.filter(pk=action.pk).update(title="Của người khác")

    stale = client.post(address("edit", action), {**opened, **typed})
    action.refresh_from_db()
    kept = action.title
    saved = client.post(
        address("edit", action), {**stale.context["carried"], **typed, "resolve-title": "mine"}
    )

    assert (stale.status_code, kept, saved.status_code) == (409, "Của người khác", 302)
    action.refresh_from_db()
    assert (action.title, action.progress, action.due_on) == ("Của tôi", "waiting", date(2026, 12, 1))


def deed(client, name: str, action: Action, **typed):
    opened = client.get(address(name, action)).context["carried"]
    return client.post(address(name, action), {**opened, **typed})


def test_an_action_is_done_reopened_and_dropped(client):
    sign_in(client)
    action = make_action()

    deed(client, "complete", action, done_on=f"{TODAY:%d/%m/%Y}", evidence="Báo cáo 12")
    action.refresh_from_db()
    done = (action.done_on, action.evidence)
    deed(client, "reopen", action, reason="Nhầm")
    action.refresh_from_db()
    reopened = (action.done_on, action.notes.count())
    deed(client, "drop", action, on=f"{TODAY:%d/%m/%Y}", reason="Hai bên thôi")
    action.refresh_from_db()

    assert done == (TODAY, "Báo cáo 12")
    assert reopened == (None, 1)
    assert (action.cancelled_on, action.cancel_reason) == (TODAY, "Hai bên thôi")


@pytest.mark.parametrize("name", ["complete", "drop", "reopen"])
def test_a_deed_without_words_is_told_and_nothing_written(client, name):
    sign_in(client)
    action = make_action()

    response = deed(client, name, action)

    assert (response.status_code, bool(response.context["form"].errors)) == (200, True)
    assert Action.objects.get().version == 1


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 30])
def test_a_deed_to_what_another_changed_is_told_first(client, version):
    sign_in(client)
    action = make_action()
    Action.objects.filter(pk=action.pk).update(title="Khác")
    typed = {"done_on": f"{TODAY:%d/%m/%Y}", "evidence": "Có", "version": version}

    stale = client.post(address("complete", action), typed)
    again = client.post(address("complete", action), {**typed, **stale.context["carried"]})

    assert (stale.status_code, len(stale.context["form"].non_field_errors())) == (200, 1)
    assert again.status_code == 302
