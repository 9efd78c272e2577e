"""The inbox, opening, choosing; and that a hidden record shows in none of the places where notices are."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core.mail.models import OutgoingMail
from dnfa.followup.models import MailChoice, Notice, SourceChoice
from dnfa.followup.notices.digests import make_digests
from tests.factories import make_agency, make_user, sign_in
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import NOW, moment, source_of_actions, tell, to_assignee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sources")]
LIST, CHOICES = "/thong-bao/", "/thong-bao/lua-chon/"


def tell_of(person: Any, *titles: str, lead: Any = None) -> list[Notice]:
    for title in titles:
        make_action(title=title, assignee=person, lead_agency=lead, due_on="2026-12-10")
    source_of_actions(**to_assignee())
    tell()
    return list(Notice.objects.filter(recipient=person).order_by("pk"))


def titles(client: Client, **query: str) -> list[str]:
    page = client.get(LIST, query)
    assert page.context["total"] == len(page.context["lines"])
    return [line.row.title for line in page.context["lines"]]


def test_every_number_opens_the_list_it_counts(client):
    person = sign_in(client)
    notices = tell_of(person, "Mới", "Đã xem", "Đã xong")
    Notice.objects.filter(pk=notices[1].pk).update(read_at=NOW)
    Notice.objects.filter(pk=notices[2].pk).update(ended_at=NOW)

    page = client.get(LIST)

    counts = page.context["counts"]
    assert (counts.expected, counts.unread, page.wsgi_request.user.unread_notices) == (2, 1, 1)
    assert titles(client, state="expected") == ["Mới", "Đã xem"]
    assert titles(client, state="unread") == ["Mới"]
    assert titles(client, state="ended") == ["Đã xong"]
    assert titles(client) == ["Mới", "Đã xem"]


def test_opening_notes_it_and_goes_on_to_the_record(client):
    person = sign_in(client)
    (notice,) = tell_of(person, "Gửi thư")

    answer = client.get(reverse("notices:open", args=[notice.pk]))

    assert (answer.status_code, answer["Location"]) == (302, f"/viec-phai-lam/{notice.object_id}/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_nobody_opens_what_another_was_told(client):
    (theirs,) = tell_of(make_user(), "Của người khác")
    sign_in(client, Role.HEAD)

    answer = client.get(reverse("notices:open", args=[theirs.pk]))

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.read_at) == (404, None)


def test_marking_all_as_seen_leaves_what_is_to_do_in_the_list(client):
    person = sign_in(client)
    tell_of(person, "Một", "Hai")
    other = make_user()
    tell_of(other, "Của người khác")

    answer = client.post(reverse("notices:read_all"), follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Đã đánh dấu 2 thông báo là đã xem."]
    assert (titles(client), titles(client, state="unread")) == (["Một", "Hai"], [])
    assert Notice.objects.unread().filter(recipient=other).count() == 1


def test_seeing_all_is_no_address_to_visit(client):
    person = sign_in(client)
    tell_of(person, "Một")

    assert (client.get(reverse("notices:read_all")).status_code, Notice.objects.unread().count()) == (405, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_the_same_however_many_rows(client, count, django_assert_max_num_queries):
    person = sign_in(client)
    tell_of(person, *(f"Việc {number}" for number in range(count)))
    client.get(LIST)

    with django_assert_max_num_queries(8):
        assert len(titles(client)) == count


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "Chưa có thông báo nào."),
        ({"state": "expected"}, "Không có việc nào cần bạn làm."),
        ({"state": "unread"}, "Bạn đã xem hết thông báo."),
        ({"state": "ended"}, "Chưa có thông báo nào đã xong."),
        ({"state": "all"}, "Không có thông báo nào theo điều kiện này."),
        ({"state": "ended", "source": "tin"}, "Không có thông báo nào theo điều kiện này."),
    ],
)
def test_an_empty_inbox_says_so_in_words(client, two_kinds, query, sentence):
    sign_in(client)

    page = client.get(LIST, query).content.decode()

    assert page.count(sentence) == 1


# The hidden record: in none of the places, for nobody who may not see it.

ROLES = [Role.OFFICER, Role.HEAD, Role.FOCAL_POINT, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR]
SHOWN, HIDDEN = "Việc nhìn thấy", "Việc bị che"


def told_about_both(role: Role) -> User:
    """A person with one notice about a record it sees and one about a record of another agency."""
    person = make_user(role, email="nguoi.nhan@danang.gov.vn")
    tell_of(person, SHOWN, lead=person.agency or make_agency())
    tell_of(person, HIDDEN, lead=make_agency())
    return person


def in_the_list(client: Client, _person: User) -> str:
    return client.get(LIST, {"state": "all"}).content.decode()


def in_the_export(client: Client, _person: User) -> str:
    answer = client.get(LIST, {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return " ".join(cell for line in csv.reader(io.StringIO(text)) for cell in line)


def in_the_api(client: Client, _person: User) -> str:
    return str(client.get("/api/v1/notices/", {"state": "all"}).json())


def at_the_addresses_of_the_api(client: Client, person: User) -> str:
    answers = [client.get(f"/api/v1/notices/{pk}/") for pk in keys(person)]
    return str([answer.json() for answer in answers if answer.status_code == 200])


def at_the_open_addresses(client: Client, person: User) -> str:
    answers = {pk: client.get(reverse("notices:open", args=[pk])).status_code for pk in keys(person)}
    assert set(answers.values()) <= {302, 404}
    opened = Notice.objects.filter(pk__in=[pk for pk, status in answers.items() if status == 302])
    return str([notice.record.title for notice in opened])


def in_the_mail(_client: Client, _person: User) -> str:
    make_digests(moment=moment(), now=NOW)
    return OutgoingMail.objects.get().body


def keys(person: User) -> list[int]:
    return list(Notice.objects.filter(recipient=person).values_list("pk", flat=True))


PLACES = [
    in_the_list,
    in_the_export,
    in_the_api,
    at_the_addresses_of_the_api,
    at_the_open_addresses,
    in_the_mail,
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("role", ROLES)
def test_who_sees_what_in_which_place(client, role, place):
    person = told_about_both(role)
    client.force_login(person)

    text = place(client, person)

    assert (SHOWN in text, HIDDEN in text) == (True, role != Role.FOCAL_POINT)


@pytest.mark.parametrize("role", ROLES)
def test_the_numbers_of_the_inbox_leave_the_hidden_out(client, role):
    person = told_about_both(role)
    client.force_login(person)

    page = client.get(LIST)

    expected = 1 if role == Role.FOCAL_POINT else 2
    counts = page.context["counts"]
    assert (counts.expected, counts.unread, page.context["total"]) == (expected, expected, expected)


# Choosing


@pytest.fixture
def two_kinds() -> None:
    source_of_actions("buoc", steps=(None, 5, 1), is_fixed=True, **to_assignee())
    source_of_actions("tin", **to_assignee())


def choose(client: Client, **values: str) -> Any:
    given = {"rhythm": "daily", "where_buoc": "both", "first_buoc": "", "where_tin": "both", **values}
    return client.post(CHOICES, given)


def test_what_was_chosen_is_kept_and_shown_again(client, two_kinds):
    person = sign_in(client)

    answer = choose(
        client, rhythm="weekly", only_expected="on", quiet_until="24/12/2999", where_buoc="inbox", first_buoc="1",
        where_tin="off",
    )  # fmt: skip

    assert (answer.status_code, answer["Location"]) == (302, CHOICES)
    kept = SourceChoice.objects.filter(user=person).order_by("source")
    assert [(row.source, row.is_off, row.by_mail, row.first_days) for row in kept] == [
        ("buoc", False, False, 1),
        ("tin", True, False, None),
    ]
    form = client.get(CHOICES).context["form"]
    shown = {
        name: form[name].value()
        for name in ("rhythm", "only_expected", "where_buoc", "first_buoc", "where_tin")
    }
    assert shown == {
        "rhythm": "weekly", "only_expected": True, "where_buoc": "inbox", "first_buoc": 1, "where_tin": "off",
    }  # fmt: skip


def test_a_fixed_kind_offers_no_off_and_a_forged_one_is_refused(client, two_kinds):
    sign_in(client)
    form = client.get(CHOICES).context["form"]

    answer = choose(client, where_buoc="off")

    assert [code for code, _label in form.fields["where_buoc"].choices] == ["both", "inbox"]
    assert [code for code, _label in form.fields["where_tin"].choices] == ["both", "inbox", "off"]
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["where_buoc"])
    assert (SourceChoice.objects.count(), MailChoice.objects.count()) == (0, 0)


def test_a_quiet_time_that_is_over_is_refused_and_what_was_typed_stays(client, two_kinds):
    sign_in(client)

    answer = choose(client, quiet_until="01/01/2020")

    form = answer.context["form"]
    assert (list(form.errors), form["quiet_until"].value()) == (["quiet_until"], "01/01/2020")
    assert MailChoice.objects.count() == 0


def test_a_quiet_time_that_ended_does_not_stand_in_the_way(client, two_kinds):
    person = sign_in(client)
    MailChoice.objects.create(user=person, quiet_until="2020-01-01")

    assert client.get(CHOICES).context["form"]["quiet_until"].value() is None
    assert choose(client, rhythm="never").status_code == 302
    assert MailChoice.objects.get().rhythm == "never"


@pytest.mark.parametrize(("email", "warned"), [("", 1), ("nguoi@danang.gov.vn", 0)])
def test_who_has_no_address_is_told_so(client, two_kinds, email, warned):
    sign_in(client, email=email)

    assert client.get(CHOICES).content.decode().count("chưa có địa chỉ thư điện tử") == warned
