"""An agency's page of a round while it is written: by one person in two windows, by two colleagues, by an officer for it."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import ProjectAgency
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.updates.models import Confirmation, RoundAgency
from dnfa.updates.services import rounds
from tests.factories import make_project, make_user
from tests.updates.factories import make_cast
from tests.updates.services.test_rounds import NOW, TODAY

pytestmark = pytest.mark.django_db

MINE, OTHERS = "a" * 32, "b" * 32
QUESTIONS = [
    {"kind": "confirm"},
    {"kind": "delegations", "title": "Đoàn vào", "unit": "đoàn"},
    {"kind": "aid", "title": "Viện trợ"},
]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


def opened(cast, questions=QUESTIONS) -> RoundAgency:
    held = rounds.round_create(
        title="Quý IV",
        due_on=local_today() + timedelta(days=20),
        questions=questions,
        agencies=[cast.agency],
        user=cast.officer,
        today=TODAY,
    )
    rounds.round_open(held=held, base_version=None, user=cast.officer, today=TODAY, now=NOW)
    return RoundAgency.objects.get(round=held)


@pytest.fixture
def asked(cast):
    return opened(cast)


class Page:
    """A person's page as the browser holds it: what it showed, what is typed into it."""

    def __init__(self, user, asked, window: str = "") -> None:
        self.client, self.asked = client_of(user), asked
        self.address = reverse("updates:answer", args=[asked.round_id, asked.agency.key])
        self.window, self.turn = window, 0
        self.read(self.client.get(self.address))

    def read(self, answer) -> None:
        context = answer.context
        self.data = {"version": context["asked"].version, "base": context["carried"]}
        for box in context["boxes"]:
            for part in ("text", "figure", "nothing"):
                if box[part] is None or (part == "nothing" and not box[part].value()):
                    continue
                self.data[box[part].html_name] = "on" if part == "nothing" else box[part].value() or ""

    def type(self, title: str, **parts: str) -> Page:
        pk = self.asked.round.questions.get(title=title).pk
        self.data |= {f"{part}-{pk}": text for part, text in parts.items()}
        return self

    def press(self, button: str, value: str = "1", **more: str):
        return self.client.post(self.address, self.sent() | {button: value} | more)

    def autosave(self):
        return self.client.post(f"{self.address}nhap/", self.sent())

    def sent(self) -> dict[str, str]:
        self.turn += 1
        return self.data | ({"window": self.window, "turn": self.turn} if self.window else {})


def said(asked) -> dict[str, tuple]:
    return {
        one.question.title: (one.text, one.figure, one.figure_typed, one.is_nothing)
        for one in asked.answers.order_by("question__order")
    }


def shown(answer) -> dict[str, str]:
    return {box["asked"].question.title: box["text"].value() for box in answer.context["boxes"]}


@pytest.fixture
def colleague(cast):
    return make_user(Role.FOCAL_POINT, agency=cast.agency)


def test_two_colleagues_who_answer_different_questions_lose_nothing(cast, colleague, asked):
    first, second = Page(cast.focal, asked), Page(colleague, asked)

    first.type("Đoàn vào", text="Ba đoàn", figure="3").press("save")
    answer = second.type("Viện trợ", text="Không có").press("save")

    assert answer.status_code == 302
    assert said(asked) == {
        "Đoàn vào": ("Ba đoàn", Decimal(3), "", False),
        "Viện trợ": ("Không có", None, "", False),
    }


def test_what_a_colleague_wrote_meanwhile_is_shown_beside_and_wiped_by_nobody(cast, colleague, asked):
    first, second = Page(cast.focal, asked), Page(colleague, asked)
    first.type("Đoàn vào", text="Ba đoàn").type("Viện trợ", text="Hai khoản").press("save")

    answer = second.type("Viện trợ", text="Một khoản").press("save")
    stood = said(asked)
    second.read(answer)
    second.press("save")

    assert answer.status_code == 409
    assert [(one.question.title, one.answer.text) for one in answer.context["meanwhile"]] == [
        ("Đoàn vào", "Ba đoàn"),
        ("Viện trợ", "Hai khoản"),
    ]
    assert shown(answer) == {"Đoàn vào": "Ba đoàn", "Viện trợ": "Một khoản"}
    assert stood["Viện trợ"] == ("Hai khoản", None, "", False)
    assert {title: told[0] for title, told in said(asked).items()} == {
        "Đoàn vào": "Ba đoàn",
        "Viện trợ": "Một khoản",
    }


def test_nobody_sends_words_it_never_saw(cast, colleague, asked):
    first, second = Page(cast.focal, asked), Page(colleague, asked)
    first.type("Đoàn vào", text="Ba đoàn").press("save")

    answer = second.type("Viện trợ", text="Không có").press("send")

    asked.refresh_from_db()
    assert (answer.status_code, asked.submitted_at) == (409, None)
    assert [one.question.title for one in answer.context["meanwhile"]] == ["Đoàn vào"]


def test_a_window_whose_answer_was_lost_goes_on(cast, asked):
    """The page never learns the version its own first save made."""
    page = Page(cast.focal, asked, MINE)

    statuses = [
        page.type("Đoàn vào", text=text, figure="3").autosave().status_code for text in ("Ba", "Ba đoàn", "")
    ]

    assert statuses == [200, 200, 200]
    assert said(asked)["Đoàn vào"] == ("", Decimal(3), "", False)


def test_a_save_that_arrives_late_changes_nothing(cast, asked):
    page = Page(cast.focal, asked, MINE)
    late = page.type("Đoàn vào", text="Ba").sent()
    page.type("Đoàn vào", text="Ba đoàn").autosave()

    answer = page.client.post(f"{page.address}nhap/", late)

    assert answer.status_code == 200
    assert said(asked)["Đoàn vào"][0] == "Ba đoàn"


def test_while_typing_a_colleague_at_the_same_question_is_told(cast, colleague, asked):
    first, second = Page(cast.focal, asked, MINE), Page(colleague, asked, OTHERS)
    first.type("Đoàn vào", text="Ba đoàn").autosave()

    answer = second.type("Đoàn vào", text="Bốn đoàn").autosave()

    assert answer.status_code == 409
    assert "Đồng nghiệp cũng vừa trả lời câu này." in json.loads(answer.content)["error"]
    assert said(asked)["Đoàn vào"][0] == "Ba đoàn"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"figure": "khoảng 3"}, ("", None, "khoảng 3", False)),
        ({"figure": "1.234,5"}, ("", Decimal("1234.5"), "", False)),
        ({"text": "Ba đoàn", "nothing": "on"}, ("Ba đoàn", None, "", True)),
        ({"figure": "3", "nothing": "on"}, ("", Decimal(3), "", True)),
    ],
)
def test_nothing_is_checked_before_it_is_sent(cast, asked, typed, kept):
    page = Page(cast.focal, asked).type("Đoàn vào", **typed).type("Viện trợ", text="Một khoản")

    page.press("save")

    assert said(asked) == {"Đoàn vào": kept, "Viện trợ": ("Một khoản", None, "", False)}
    again = Page(cast.focal, asked)
    assert {name: again.data.get(name) for name in page.data if "-" in name} == {
        name: value for name, value in page.data.items() if "-" in name
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"figure": "khoảng 3"}, "figure"),
        ({"text": "Ba đoàn", "nothing": "on"}, "text"),
        ({"figure": "3", "nothing": "on"}, "text"),
        ({}, "text"),
    ],
)
def test_sending_names_the_box_and_keeps_what_was_typed(cast, asked, typed, field):
    page = Page(cast.focal, asked).type("Đoàn vào", **typed).type("Viện trợ", text="Một khoản")
    page.press("confirm", f"project:{cast.project.pk}:{cast.project.version}")

    answer = page.press("send")

    pk = asked.round.questions.get(title="Đoàn vào").pk
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [f"{field}-{pk}"])
    assert said(asked)["Viện trợ"][0] == "Một khoản"


@pytest.mark.parametrize(
    ("button", "more"),
    [
        ("confirm", {}),
        ("confirm_all", {}),
        ("ask", {"until": f"{local_today() + timedelta(days=30):%d/%m/%Y}", "because": "Chờ phường"}),
        ("ask", {"until": "", "because": ""}),
    ],
)
def test_the_other_buttons_keep_what_is_typed(cast, asked, button, more):
    record = f"project:{cast.project.pk}:{cast.project.version}"
    page = Page(cast.focal, asked).type("Đoàn vào", text="Ba đoàn")

    page.press(button, record, open_record=record, **more)

    asked.refresh_from_db()
    assert said(asked) == {"Đoàn vào": ("Ba đoàn", None, "", False)}
    assert (Confirmation.objects.count(), asked.asked_because) == (
        int(button.startswith("confirm")),
        more.get("because", ""),
    )


def test_an_officer_confirms_for_the_agency_that_is_asked(cast, asked):
    """The officer's own account is of the Department's agency, which speaks of nothing here."""
    page = Page(cast.officer, asked)

    page.press("confirm", f"project:{cast.project.pk}:{cast.project.version}")

    assert [(one.agency, one.confirmed_by) for one in Confirmation.objects.all()] == [
        (cast.agency, cast.officer)
    ]
    assert [row.confirmation_id is not None for row in asked.records.all()] == [True]


def test_a_record_that_was_changed_is_named_and_nothing_typed_is_lost(cast, asked):
    page = Page(cast.focal, asked).type("Đoàn vào", text="Ba đoàn")

    answer = page.client.post(
        page.address,
        page.sent() | {"confirm": f"project:{cast.project.pk}:{cast.project.version - 1}"},
        follow=True,
    )

    assert [str(message) for message in answer.context["messages"]] == [
        "Chưa xác nhận 1 bản ghi (Dạy tiếng Nhật). Bản ghi vừa được sửa. Hãy mở lại để xem nội dung mới rồi xác nhận."
    ]
    assert (Confirmation.objects.count(), said(asked)["Đoàn vào"][0]) == (0, "Ba đoàn")


def test_enter_in_a_box_keeps_and_confirms_nothing(cast, asked):
    page = Page(cast.focal, asked)
    body = page.client.get(page.address).content.decode()
    form = body[body.index("data-autosave") :]

    assert form[form.index('type="submit"') :].startswith('type="submit" name="save"')


def queries_of(page) -> int:
    page.client.get(page.address)
    with CaptureQueriesContext(connection) as asked:
        page.client.get(page.address)
    return len(asked)


def test_a_page_is_read_at_once_however_much_it_asks(cast, asked):
    of_one = queries_of(Page(cast.focal, asked))
    for _number in range(2):
        ProjectAgency.objects.create(
            project=make_project(starts_on="2020", stated_status="ongoing"),
            agency=cast.agency,
            role="managing",
        )
    questions = [*QUESTIONS, {"kind": "section", "title": "Nổi bật"}, {"kind": "other", "title": "Tàu khách"}]
    more = opened(cast, questions)

    assert (asked.records.count(), more.records.count()) == (1, 3)
    assert queries_of(Page(cast.focal, more)) == of_one


def test_who_writes_for_an_agency_is_told_for_whom(cast, asked):
    told = f"Bạn đang ghi thay {cast.agency.name_vi}"

    pages = {user: client_of(user).get(Page(user, asked).address) for user in (cast.focal, cast.officer)}

    assert {user: told in page.content.decode() for user, page in pages.items()} == {
        cast.focal: False,
        cast.officer: True,
    }


def test_from_a_record_one_goes_to_a_change_of_it_for_the_agency_that_is_asked(cast, asked):
    begins = reverse("updates:begin", args=["project", cast.project.pk])

    led_to = [
        Page(user, asked)
        .type("Đoàn vào", text=text)
        .press("begin", f"project:{cast.project.pk}", window=window, turn="1")
        .url
        for user, text, window in ((cast.focal, "Ba đoàn", MINE), (cast.officer, "Bốn đoàn", OTHERS))
    ]

    assert led_to == [begins, f"{begins}?agency={cast.agency.key}"]
    assert said(asked)["Đoàn vào"][0] == "Bốn đoàn"
