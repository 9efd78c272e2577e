"""Two colleagues at the page of one draft, and a page whose answers are lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.updates.models import ChangeRequest
from tests.factories import make_user
from tests.updates.factories import begin, make_cast, save, values_of

pytestmark = pytest.mark.django_db

HERE = "a" * 32
NAMES = ("place", "purpose_vi")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Page:
    """The page of a draft in somebody's browser: what it shows, and what is sent from it."""

    def __init__(self, client: Client, request: ChangeRequest) -> None:
        self.client, self.pk = client, request.pk
        self.take(client.get(reverse("updates:write", args=[request.pk])))

    def take(self, answer) -> None:
        context = answer.context
        form, words = context["record_form"], context["form"]
        self.data = {"version": context["update"].version, **context["carried"]}
        if context["record"] is not None:
            self.data["record_version"] = context["record"].version
        for name in NAMES:
            if form is not None:
                self.data |= {name: form[name].value() or "", f"has-{name}": "1"}
        self.data["text"] = words["text"].value() or ""

    def autosave(self, **typed):
        self.data |= typed
        answer = self.client.post(reverse("updates:autosave", args=[self.pk]), self.data)
        if answer.status_code == 200:
            self.data |= answer.json()["carried"]
        return answer

    def press(self, button="keep", **typed):
        self.data |= typed
        return self.client.post(reverse("updates:write", args=[self.pk]), {**self.data, button: "1"})


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


@pytest.fixture
def pages(cast):
    """Mine and a colleague's, opened at the same moment."""
    request = save(cast, begin(cast), {"purpose_vi": "Cho trẻ em"}, text="Theo QĐ 12")
    colleague = make_user(Role.FOCAL_POINT, agency=cast.agency)
    return Page(client_of(cast.focal), request), Page(client_of(colleague), request)


def held(pages) -> tuple[dict[str, str], str]:
    request = ChangeRequest.objects.get(pk=pages[0].pk)
    return {name: value[1] for name, value in values_of(request).items()}, request.text


def test_neither_of_two_wipes_what_the_other_wrote(pages):
    mine, theirs = pages
    theirs.press(place="Sơn Trà", text="Theo QĐ 12 và 13")

    answer = mine.press(purpose_vi="Cho người đi làm")

    assert answer.status_code == 302
    assert held(pages) == ({"place": "Sơn Trà", "purpose_vi": "Cho người đi làm"}, "Theo QĐ 12 và 13")


def test_while_both_type_each_goes_on_and_is_told_of_the_other(pages):
    mine, theirs = pages
    alone = theirs.autosave(place="Sơn Trà").json()["note"]

    told = [mine.autosave(text=text).json()["note"] for text in ("Theo QĐ 14", "Theo QĐ 15")]
    told_later = theirs.autosave(place="phường Sơn Trà").json()["note"]

    both = "Đồng nghiệp cũng đang sửa bản nháp này; hãy bấm “Lưu nháp” để thấy nội dung của cả hai."
    assert [alone, *told, told_later] == ["", both, both, both]
    assert held(pages) == ({"place": "phường Sơn Trà", "purpose_vi": "Cho trẻ em"}, "Theo QĐ 15")


def test_at_the_same_place_the_page_shows_both_and_the_second_click_decides(pages):
    mine, theirs = pages
    theirs.press(place="Sơn Trà", text="Lời đồng nghiệp")

    automatic = mine.autosave(purpose_vi="Cho người đi làm", text="Lời tôi")
    page = mine.press()

    assert (automatic.status_code, page.status_code) == (409, 409)
    assert held(pages) == ({"place": "Sơn Trà", "purpose_vi": "Cho trẻ em"}, "Lời đồng nghiệp")
    assert [
        (one.name, one.base, one.theirs, one.mine, one.is_conflict)
        for one in page.context["meanwhile"]["theirs"]
    ] == [
        ("place", "Hải Châu", "Sơn Trà", "Sơn Trà", False),
        ("text", "Theo QĐ 12", "Lời đồng nghiệp", "Lời tôi", True),
    ]
    form, words = page.context["record_form"], page.context["form"]
    assert (form["place"].value(), form["purpose_vi"].value(), words["text"].value()) == (
        "Sơn Trà",
        "Cho người đi làm",
        "Lời tôi",
    )
    assert [theirs for _bound, theirs in page.context["words"]] == ["Lời đồng nghiệp"]

    mine.take(page)
    assert mine.press().status_code == 302
    assert held(pages) == ({"place": "Sơn Trà", "purpose_vi": "Cho người đi làm"}, "Lời tôi")


def test_nothing_is_sent_that_the_page_did_not_show(pages):
    mine, theirs = pages
    theirs.press(place="Sơn Trà")

    page = mine.press("send", purpose_vi="Cho người đi làm")
    state = ChangeRequest.objects.get(pk=mine.pk).state
    mine.take(page)
    mine.press("send")

    assert (page.status_code, page.context["meanwhile"]["what_became"], state) == (
        409,
        "Đã lưu, chưa gửi.",
        "draft",
    )
    assert ChangeRequest.objects.get(pk=mine.pk).state == "submitted"
    assert held(pages) == ({"place": "Sơn Trà", "purpose_vi": "Cho người đi làm"}, "Theo QĐ 12")


@pytest.mark.parametrize("button", ["keep", "send"])
def test_the_button_is_no_colleague_of_the_save_whose_answer_was_lost(pages, button):
    mine, _theirs = pages
    lost = {**mine.data, "place": "Sơn", "text": "Theo", "window": HERE, "turn": "1"}
    mine.client.post(reverse("updates:autosave", args=[mine.pk]), lost)

    answer = mine.press(button, place="Sơn Trà", text="Theo QĐ 13", window=HERE, turn="2")

    assert answer.status_code == 302
    assert held(pages) == ({"place": "Sơn Trà", "purpose_vi": "Cho trẻ em"}, "Theo QĐ 13")


def test_a_note_that_two_write_is_kept_for_both(cast):
    request = begin(cast, "note")
    colleague = make_user(Role.FOCAL_POINT, agency=cast.agency)
    mine, theirs = Page(client_of(cast.focal), request), Page(client_of(colleague), request)
    theirs.press(text="Đã mở ba lớp")

    page = mine.press(text="Đã mở bốn lớp")

    assert (page.status_code, page.context["form"]["text"].value()) == (409, "Đã mở bốn lớp")
    assert [(one.theirs, one.mine) for one in page.context["meanwhile"]["theirs"]] == [
        ("Đã mở ba lớp", "Đã mở bốn lớp")
    ]
    request.refresh_from_db()
    assert request.text == "Đã mở ba lớp"


def test_a_day_that_cannot_be_read_is_told_to_be_not_kept(cast):
    request = begin(cast, "note")
    page = Page(client_of(cast.focal), request)

    unread = page.autosave(text="Đã mở ba lớp", told_on="tuần trước").json()
    read = page.autosave(told_on="04/05/2026").json()

    assert (unread["note"], read["note"]) == ("“Ngày diễn ra” chưa đọc được nên chưa lưu.", "")
    request.refresh_from_db()
    assert (request.text, f"{request.told_on:%d/%m/%Y}") == ("Đã mở ba lớp", "04/05/2026")


def test_a_session_that_is_over_is_told_as_such(pages):
    path = reverse("updates:autosave", args=[pages[0].pk])

    typing = Client().post(path, {}, headers={"X-Requested-With": "autosave"})
    pressing = Client().post(path, {})

    assert (typing.status_code, typing.json()) == (401, {"error": "Cần đăng nhập."})
    assert pressing.url.startswith("/dang-nhap/")


def test_the_browser_forgets_its_draft_once_the_server_has_it(pages):
    mine, _theirs = pages

    answer = mine.press(place="Sơn Trà")

    path = reverse("updates:write", args=[mine.pk])
    assert answer.cookies["dnfa_saved"].value == path.replace("/", "%2F")
    assert "data-draft-fresh" in mine.client.get(path).content.decode()
