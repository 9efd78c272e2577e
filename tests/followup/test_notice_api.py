from __future__ import annotations

from typing import Any

import pytest

from dnfa.accounts.enums import Role
from dnfa.followup.models import MailChoice, Notice, SourceChoice
from tests.factories import JSON, make_agency, make_user, post, sign_in
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import source_of_actions, tell, to_assignee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sources")]
LIST, CHOICES = "/api/v1/notices/", "/api/v1/notices/choices/"


@pytest.fixture
def person(client) -> Any:
    return sign_in(client, Role.FOCAL_POINT)


def tell_of(person: Any, *titles: str, lead: Any = None) -> list[Notice]:
    for title in titles:
        make_action(title=title, assignee=person, lead_agency=lead or person.agency, due_on="2026-12-10")
    source_of_actions(**to_assignee())
    tell()
    return list(Notice.objects.filter(recipient=person).order_by("pk"))


def rows(client, **query: str) -> list[str]:
    answer = client.get(LIST, query).json()
    titles = [row["title"] for row in answer["results"]]
    assert answer["count"] == len(titles)
    return titles


def test_a_notice_says_what_it_is_about_and_where(client, person):
    (notice,) = tell_of(person, "Gửi thư cho bạn")

    (row,) = client.get(LIST).json()["results"]

    assert row == client.get(f"{LIST}{notice.pk}/").json()
    assert row == {
        "id": notice.pk,
        "source": "thu",
        "kind": "action",
        "record_id": notice.object_id,
        "title": "Gửi thư cho bạn",
        "sentence": "hạn 2026-12-10",
        "url": f"/viec-phai-lam/{notice.object_id}/",
        "threshold": "",
        "reference_date": "2026-12-10",
        "expects": True,
        "made_on": "2026-11-26",
        "created_at": "2026-11-26T08:00:00+07:00",
        "read_at": None,
        "ended_at": None,
    }


def test_without_a_state_what_stands_is_listed_and_each_state_has_its_list(client, person):
    notices = tell_of(person, "Mới", "Đã xem", "Đã xong")
    post(client, f"{LIST}{notices[1].pk}/read/", {})
    Notice.objects.filter(pk=notices[2].pk).update(ended_at=notices[2].created_at)

    assert rows(client) == ["Đã xem", "Mới"]
    assert rows(client, state="expected") == ["Đã xem", "Mới"]
    assert rows(client, state="unread") == ["Mới"]
    assert rows(client, state="ended") == ["Đã xong"]
    assert rows(client, state="all") == ["Đã xong", "Đã xem", "Mới"]
    assert rows(client, source="thu") == ["Đã xem", "Mới"]


def test_nobody_reads_or_notes_what_another_was_told(client, person):
    (theirs,) = tell_of(make_user(Role.FOCAL_POINT), "Của người khác")

    answers = [client.get(f"{LIST}{theirs.pk}/"), post(client, f"{LIST}{theirs.pk}/read/", {})]

    assert ([answer.status_code for answer in answers], rows(client)) == ([404, 404], [])
    assert Notice.objects.get().read_at is None


def test_one_about_a_hidden_record_is_not_there(client, person):
    (hidden,) = tell_of(person, "Việc của nơi khác", lead=make_agency())

    answers = [client.get(f"{LIST}{hidden.pk}/"), post(client, f"{LIST}{hidden.pk}/read/", {})]

    assert ([answer.status_code for answer in answers], rows(client, state="all")) == ([404, 404], [])


def test_reading_once_more_changes_nothing(client, person):
    (notice,) = tell_of(person, "Gửi thư")

    first = post(client, f"{LIST}{notice.pk}/read/", {}).json()["read_at"]
    again = post(client, f"{LIST}{notice.pk}/read/", {}).json()["read_at"]

    assert first is not None
    assert first == again


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_asks_the_same_however_many_rows(client, count, django_assert_max_num_queries):
    officer = sign_in(client)
    make_agency()
    for _row in range(count):
        make_action(assignee=officer, due_on="2026-12-10")
    source_of_actions(**to_assignee())
    tell()

    with django_assert_max_num_queries(6):
        assert len(client.get(LIST).json()["results"]) == count


def test_strangers_are_refused(client):
    assert [client.get(address).status_code for address in (LIST, CHOICES)] == [401, 401]


@pytest.fixture
def two_kinds() -> None:
    source_of_actions("buoc", steps=(None, 5, 1), is_fixed=True, **to_assignee())
    source_of_actions("tin", **to_assignee())


def kind(source: str, **values: Any) -> dict[str, Any]:
    about = {"steps": [5, 1], "is_fixed": True} if source == "buoc" else {"steps": [], "is_fixed": False}
    chosen = {"is_off": False, "by_mail": True, "first_days": None}
    return {"source": source, "label": f"Loại {source}", "group": "Nhóm", **about, **chosen, **values}


def test_choices_are_everything_until_something_is_chosen(client, person, two_kinds):
    assert client.get(CHOICES).json() == {
        "mail": {"rhythm": "daily", "only_expected": False, "quiet_until": None},
        "kinds": [kind("buoc"), kind("tin")],
    }


def patch(client, **data: Any) -> Any:
    return client.patch(CHOICES, data, content_type=JSON)


def test_what_is_named_changes_and_the_rest_stays(client, person, two_kinds):
    other = make_user()
    SourceChoice.objects.create(user=other, source="tin", by_mail=False)

    patch(client, kinds=[{"source": "buoc", "first_days": 1}], mail={"rhythm": "weekly"})
    answer = patch(client, kinds=[{"source": "tin", "is_off": True}], mail={"quiet_until": "2999-01-01"})

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "mail": {"rhythm": "weekly", "only_expected": False, "quiet_until": "2999-01-01"},
            "kinds": [kind("buoc", first_days=1), kind("tin", is_off=True, by_mail=False)],
        },
    )
    assert answer.json() == client.get(CHOICES).json()
    assert SourceChoice.objects.filter(user=other).count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"kinds": [{"source": "buoc", "is_off": True}]},
        {"kinds": [{"source": "la"}]},
        {"kinds": [{"source": "tin", "first_days": 1}]},
        {"kinds": [{"is_off": True}]},
        {"kinds": [{"source": "tin", "colour": "red"}]},
        {"mail": {"rhythm": "hourly"}},
        {"mail": {"quiet_until": "2020-01-01"}},
        {"everything": True},
    ],
    ids=["fixed", "unknown", "no steps", "no source", "unknown field", "rhythm", "quiet in the past", "unknown part"],
)  # fmt: skip
def test_what_cannot_be_is_refused_whole(client, person, two_kinds, data):
    answer = patch(client, **{**data, "mail": {"only_expected": True, **data.get("mail", {})}})

    assert answer.status_code == 400
    assert (SourceChoice.objects.count(), MailChoice.objects.count()) == (0, 0)
