from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Project
from agreements.project_sections import project_page
from agreements.services.projects import project_update
from dnfa.accounts.enums import Role
from dnfa.updates.models import ChangeRequest, Confirmation
from tests.factories import make_agency, make_user
from tests.updates.factories import begin, department, give_back, make_cast, save, sent, submit, values_of

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


@pytest.fixture
def focal(cast):
    return client_of(cast.focal)


@pytest.fixture
def officer(cast):
    return client_of(cast.officer)


def address(name, *args):
    return reverse(f"updates:{name}", args=args)


def draft_form(request, **fields):
    """What the page of a draft sends: the fields it shows, each marked as shown."""
    data = {"version": request.version, "record_version": Project.objects.get().version, "text": ""}
    for name, value in fields.items():
        data |= {name: value, f"has-{name}": "1"}
    return data


def test_the_button_of_a_record_leads_to_where_an_update_begins(cast, focal):
    page = focal.get(cast.project.get_absolute_url())
    begins = reverse("agreements:project-update", args=[cast.project.key])

    assert f'href="{begins}"' in page.content.decode()
    assert focal.get(begins).url == address("begin", "project", cast.project.pk)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.FOCAL_POINT, ["Gửi cập nhật"]),
        (Role.OFFICER, ["Ghi thay cơ quan"]),
        (Role.HEAD, ["Ghi thay cơ quan"]),
        (Role.LEADER, []),
        (Role.AUDITOR, []),
    ],
)
def test_the_button_says_whose_word_it_is(cast, role, offered):
    reader = cast.focal if role == Role.FOCAL_POINT else make_user(role)
    begins = reverse("agreements:project-update", args=[cast.project.key])

    buttons = project_page.buttons(cast.project, reader)

    assert [str(button.label) for button in buttons if button.href == begins] == offered


def test_a_choice_opens_a_draft_and_leads_to_it(cast, focal):
    answer = focal.post(address("begin", "project", cast.project.pk), {"kind": "edit"})

    request = ChangeRequest.objects.get()
    assert (answer.url, request.kind, request.agency) == (address("write", request.pk), "edit", cast.agency)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_the_department_says_for_which_agency_it_writes_though_it_is_one_itself(cast, role):
    keeper = make_user(role, agency=department())
    page = address("begin", "project", cast.project.pk)
    opened = client_of(keeper).get(page)

    nobody = client_of(keeper).post(page, {"kind": "edit"})
    foreign = client_of(keeper).post(page, {"kind": "edit", "agency": make_agency().key})
    client_of(keeper).post(page, {"kind": "edit", "agency": cast.agency.key})

    assert opened.context["asks_agency"]
    assert nobody.context["form"].errors["agency"] == ["Trường này là bắt buộc."]
    assert foreign.context["form"].errors["agency"] == ["Bản ghi này không thuộc việc của cơ quan đã chọn."]
    assert [(one.agency, one.author) for one in ChangeRequest.objects.all()] == [(cast.agency, keeper)]


def test_a_focal_point_is_not_asked_and_names_no_other(cast, focal):
    page = address("begin", "project", cast.project.pk)

    focal.post(page, {"kind": "edit", "agency": make_agency().key})

    assert not focal.get(page).context["asks_agency"]
    assert [one.agency for one in ChangeRequest.objects.all()] == [cast.agency]


def test_the_page_of_a_round_names_the_agency(cast, officer):
    page = officer.get(address("begin", "project", cast.project.pk), {"agency": cast.agency.key})

    assert page.context["form"]["agency"].value() == cast.agency.key


def test_an_officer_finds_what_it_has_begun_for_others(cast, officer):
    own = begin(cast, user=cast.officer)
    begin(cast, "note")

    assert officer.get(address("work")).context["work"].drafts == [own]


def test_an_officer_looks_at_one_agencys_records_and_confirms_for_it(cast, officer):
    make_cast()
    value = f"project:{cast.project.pk}:{cast.project.version}"
    begins = address("begin", "project", cast.project.pk)

    shown = officer.get(address("records"), {"agency": cast.agency.key})
    unsaid = officer.post(address("confirm"), {"record": [value], "ask": begins})
    officer.post(address("confirm"), {"record": [value], "agency": cast.agency.key})

    assert [one.record for one in shown.context["kept"]] == [cast.project]
    assert officer.get(address("records")).context["kept"] == []
    assert unsaid.url == begins
    assert [(one.agency, one.confirmed_by) for one in Confirmation.objects.all()] == [
        (cast.agency, cast.officer)
    ]
    assert officer.get(address("records"), {"agency": cast.agency.key}).context["kept"][0].confirmed_on


@pytest.mark.parametrize("code", ["project", "weather"])
def test_what_is_hidden_is_not_there(cast, code):
    stranger = client_of(make_cast().focal)

    assert stranger.get(address("begin", code, cast.project.pk)).status_code == 404


def test_a_draft_is_kept_as_typed(cast, focal):
    request = begin(cast)

    answer = focal.post(address("write", request.pk), draft_form(request, place="Sơn Trà", starts_on="xuân"))

    assert answer.url == address("write", request.pk)
    assert values_of(request) == {
        "place": ("Hải Châu", "Sơn Trà", "open"),
        "starts_on": ("2020", "xuân", "open"),
    }


def test_the_page_shows_what_was_typed_before(cast, focal):
    request = save(cast, begin(cast), {"place": "Sơn Trà"}, text="Theo QĐ 12")

    page = focal.get(address("write", request.pk))

    assert page.context["record_form"]["place"].value() == "Sơn Trà"
    assert page.context["form"]["text"].value() == "Theo QĐ 12"


def test_a_field_that_was_not_shown_is_left_alone(cast, focal):
    request = save(cast, begin(cast), {"place": "Sơn Trà"})

    focal.post(address("write", request.pk), draft_form(request, title_vi="Dạy tiếng Nhật ở trường"))

    assert set(values_of(request)) == {"place", "title_vi"}


def test_while_typing_the_draft_is_kept_and_answers_with_its_version(cast, focal):
    request = begin(cast)

    answer = focal.post(address("autosave", request.pk), draft_form(request, place="Sơn Trà"))

    told = json.loads(answer.content)
    assert told["carried"]["version"] == ChangeRequest.objects.get().version
    assert values_of(request) == {"place": ("Hải Châu", "Sơn Trà", "open")}


def opened_before_the_officer_wrote(cast, focal, request):
    """What a page sends that shows no purpose yet, after the officer wrote one."""
    carried = focal.get(address("write", request.pk)).context["carried"]
    stale = {**draft_form(request, place="Sơn Trà", purpose_vi=""), **carried}
    project_update(
        project=cast.project, changes={"purpose_vi": "Cho học sinh"}, base_version=None, user=cast.officer
    )
    return stale


def test_a_page_opened_before_the_record_was_changed_does_not_undo_it(cast, focal):
    request = begin(cast)
    stale = opened_before_the_officer_wrote(cast, focal, request)

    assert focal.post(address("autosave", request.pk), stale).status_code == 200
    assert values_of(request) == {"place": ("Hải Châu", "Sơn Trà", "open")}


def test_a_page_drawn_again_shows_what_stands_where_nothing_was_typed(cast, focal):
    request = begin(cast)
    stale = opened_before_the_officer_wrote(cast, focal, request)
    save(cast, request, {"place": "Cẩm Lệ"})

    form = focal.post(address("write", request.pk), stale).context["record_form"]

    assert (form["place"].value(), form["purpose_vi"].value()) == ("Sơn Trà", "Cho học sinh")


def test_a_colleague_who_saved_meanwhile_is_told(cast, focal):
    request = begin(cast)
    stale = draft_form(request, place="Thanh Khê")
    save(cast, request, {"place": "Sơn Trà"})

    automatic = focal.post(address("autosave", request.pk), stale)
    page = focal.post(address("write", request.pk), stale)

    assert automatic.status_code == 409
    assert page.context["record_form"]["place"].value() == "Thanh Khê"
    assert values_of(request) == {"place": ("Hải Châu", "Sơn Trà", "open")}


def test_sending_tells_what_stands_in_the_way_at_the_field(cast, focal):
    request = begin(cast)

    page = focal.post(address("write", request.pk), {**draft_form(request, starts_on="xuân"), "send": "1"})

    assert list(page.context["record_form"].errors) == ["starts_on"]
    assert ChangeRequest.objects.get().state == "draft"


def test_sent_it_waits_and_is_read_only(cast, focal):
    request = begin(cast)

    answer = focal.post(address("write", request.pk), {**draft_form(request, place="Sơn Trà"), "send": "1"})

    assert answer.url == address("detail", request.pk)
    assert ChangeRequest.objects.get().state == "submitted"
    assert focal.get(address("write", request.pk)).url == address("detail", request.pk)


def test_a_record_that_moved_is_told_to_who_writes(cast, focal):
    request = save(cast, begin(cast), {"place": "Sơn Trà"})
    project_update(project=cast.project, changes={"place": "Cẩm Lệ"}, base_version=None, user=cast.officer)

    page = focal.get(address("write", request.pk))

    assert [(one.name, one.difference.base, one.difference.theirs) for one in page.context["moved"]] == [
        ("place", "Hải Châu", "Cẩm Lệ")
    ]


def test_the_reviewer_sees_before_now_and_proposed(cast, officer):
    request = sent(cast)
    project_update(project=cast.project, changes={"place": "Cẩm Lệ"}, base_version=None, user=cast.officer)

    page = officer.get(address("review", request.pk))

    assert [
        (
            one["line"].name,
            one["line"].difference.base,
            one["line"].difference.theirs,
            one["line"].difference.mine,
        )
        for one in page.context["lines"]
    ] == [("place", "Hải Châu", "Cẩm Lệ", "Sơn Trà"), ("purpose_vi", "", "", "Cho người đi làm")]
    assert [one["is_chosen"] for one in page.context["lines"]] == [False, True]


def review_form(request, **facts):
    record = Project.objects.get()
    return {"version": request.version, "record_version": record.version, "reason": "", "text": "", **facts}


def test_accepted_from_the_page_it_stands_in_the_register(cast, officer):
    request = sent(cast)

    answer = officer.post(
        address("review", request.pk), review_form(request, accept=["place", "purpose_vi"], accept_now="1")
    )

    assert answer.url == address("detail", request.pk)
    assert Project.objects.get().place == "Sơn Trà"


def test_what_is_not_ticked_needs_a_reason_and_the_ticks_stay(cast, officer):
    request = sent(cast)

    page = officer.post(
        address("review", request.pk),
        review_form(request, accept=["place"], accept_now="1", **{"remark-purpose_vi": "Cho ai?"}),
    )

    assert list(page.context["form"].errors) == ["reason"]
    assert [(one["is_chosen"], one["remark"]) for one in page.context["lines"]] == [
        (True, ""),
        (False, "Cho ai?"),
    ]
    assert Project.objects.get().place == "Hải Châu"


def test_returned_from_the_page_it_is_with_the_agency_again(cast, officer, focal):
    request = sent(cast)

    officer.post(
        address("review", request.pk),
        review_form(request, reason="incomplete", text="Nêu phường", **{"return": "1"}),
    )

    page = focal.get(address("write", request.pk))
    assert (page.context["returned"].reason, page.context["returned"].text) == ("incomplete", "Nêu phường")
    assert [remark for _bound, remark, _theirs in page.context["fields"] if remark] == [
        "Nêu phường",
        "Nêu phường",
    ]


def test_a_new_record_is_reviewed_and_told_as_a_whole(cast, focal, officer):
    typed = {"title_vi": "Tặng xe cứu thương", "direction": "received", "managing": [str(cast.agency.pk)]}
    request = submit(cast, save(cast, begin(cast, "new", record=None), typed))
    page = officer.get(address("review", request.pk))

    officer.post(
        address("review", request.pk),
        {"version": request.version, "reason": "", "text": "", "accept": list(typed), "accept_now": "1"},
    )

    told = focal.get(address("detail", request.pk))
    assert (page.context["is_whole"], page.context["is_new"]) == (True, True)
    assert [(line.name, line.is_accepted) for line in told.context["lines"]] == [
        ("direction", True),
        ("title_vi", True),
        ("managing", True),
    ]


def test_taking_it_from_the_page_tells_who_reviews(cast, officer):
    request = sent(cast)

    answer = officer.post(address("take", request.pk), {"version": request.version})

    assert (answer.url, ChangeRequest.objects.get().reviewer) == (address("review", request.pk), cast.officer)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_the_review_page_opens_to_the_department_only(cast, role):
    values = {"agency": cast.agency} if role == Role.FOCAL_POINT else {}

    assert client_of(make_user(role, **values)).get(address("review", sent(cast).pk)).status_code == 403


def test_withdrawing_asks_why_once_it_was_sent(cast, focal):
    request = sent(cast)

    page = focal.post(address("withdraw", request.pk), {"version": request.version, "reason": ""})
    answer = focal.post(address("withdraw", request.pk), {"version": request.version, "reason": "Gửi nhầm"})

    assert list(page.context["form"].errors) == ["reason"]
    assert (answer.url, ChangeRequest.objects.get().state) == (address("detail", request.pk), "withdrawn")


def listed(client, **query):
    page = client.get(address("list"), query)
    return {line.row.pk for line in page.context["lines"]}


def test_lists_show_each_what_is_theirs(cast, focal, officer):
    other = make_cast()
    draft, waiting, foreign = begin(cast, "note"), sent(cast), sent(other)

    assert listed(focal) == {draft.pk, waiting.pk}
    assert listed(officer) == {waiting.pk, foreign.pk}
    assert listed(officer, to_review="true") == {waiting.pk, foreign.pk}
    assert listed(client_of(make_user(Role.LEADER))) == {waiting.pk, foreign.pk}
    assert client_of(other.focal).get(address("detail", waiting.pk)).status_code == 404
    assert officer.get(address("detail", draft.pk)).status_code == 404


def test_lists_take_the_same_queries_whatever_they_hold(cast, officer, django_assert_num_queries):
    sent(cast)
    officer.get(address("list"))
    with django_assert_num_queries(7) as first:
        officer.get(address("list"))
    for _number in range(3):
        sent(make_cast())
    with django_assert_num_queries(len(first.captured_queries)):
        page = officer.get(address("list"))

    assert len(page.context["lines"]) == 4


def test_the_agencys_work_stands_in_its_lists(cast, focal):
    back = give_back(cast, sent(cast))
    draft = begin(cast, "note")
    waiting = submit(cast, save(cast, begin(cast, "difficulty"), text="Thiếu giáo viên"))

    page = focal.get(address("work"))
    work = page.context["work"]

    assert (work.returned, work.drafts, work.waiting, work.asked) == ([back], [draft], [waiting], [])
    assert [one.record for one in page.context["work"].to_confirm] == [cast.project]


def test_no_change_in_one_click(cast, focal):
    value = f"project:{cast.project.pk}:{cast.project.version}"

    answer = focal.post(address("confirm"), {"record": [value], "next": address("work")})

    assert answer.url == address("work")
    assert [one.record for one in Confirmation.objects.all()] == [cast.project]
    assert focal.get(address("work")).context["work"].to_confirm == []


def test_a_strange_way_back_is_not_taken(cast, focal):
    value = f"project:{cast.project.pk}:{cast.project.version}"

    answer = focal.post(address("confirm"), {"record": [value], "next": "https://example.com/"})

    assert answer.url == address("records")


def test_what_changed_since_is_to_be_confirmed_again(cast, focal):
    focal.post(address("confirm"), {"record": [f"project:{cast.project.pk}:{cast.project.version}"]})
    project_update(project=cast.project, changes={"place": "Cẩm Lệ"}, base_version=None, user=cast.officer)

    page = focal.get(address("work"))

    assert [(one.record, one.is_changed_since) for one in page.context["work"].to_confirm] == [
        (cast.project, True)
    ]


def test_the_records_page_tells_what_was_sent_about_it(cast, focal):
    request = sent(cast)

    page = focal.get(cast.project.get_absolute_url())

    assert request.get_absolute_url() in page.content.decode()


def test_an_accepted_update_is_told_with_its_day(cast, officer):
    request = submit(cast, save(cast, begin(cast, "note"), text="Đã mở ba lớp", told_on=date(2026, 5, 4)))

    page = officer.get(address("detail", request.pk))

    assert [(fact["label"], fact["value"]) for fact in page.context["facts"]][-2:] == [
        ("Ngày diễn ra", date(2026, 5, 4)),
        ("Đã diễn ra, đã làm được gì", "Đã mở ba lớp"),
    ]
