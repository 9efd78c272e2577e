from __future__ import annotations

import re

import pytest
from django.contrib.contenttypes.models import ContentType

from dnfa.accounts import frame
from dnfa.followup.models import Notice
from tests.factories import make_user, sign_in
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import NOW, TODAY

pytestmark = pytest.mark.django_db


def put(person, count: int, **values) -> None:
    """Notices that stand and were not opened."""
    for number in range(count):
        action = make_action(due_on="2026-12-10")
        Notice.objects.create(
            recipient=person, source="action_due", content_type=ContentType.objects.get_for_model(action),
            object_id=action.pk, reference_date=TODAY, expects=True, evidence={"due_on": "2026-12-10"}, made_on=TODAY,
            created_at=NOW, threshold=f"{number}", **values,
        )  # fmt: skip


def at_the_bell(client) -> str:
    """What stands beside the bell on a page that has nothing else to do with notices."""
    page = client.get("/doi-tac/").content.decode()
    (bell,) = re.findall(r'<a [^>]*href="/thong-bao/[^"]*"[^>]*>(.*?)</a>', page, re.DOTALL)
    return "".join(re.findall(r">\s*(\d+\+?)\s*<", bell))


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (1, "1"), (3, "3")])
def test_the_bell_of_every_page_counts_what_was_not_opened(client, count, shown):
    person = sign_in(client)
    put(person, count)
    put(person, 2, read_at=NOW)
    put(make_user(), 4)

    assert at_the_bell(client) == shown


def test_the_number_costs_no_query_of_its_own(client, django_assert_num_queries):
    person = sign_in(client)
    client.get("/thong-bao/lua-chon/")
    with django_assert_num_queries(5):
        client.get("/thong-bao/lua-chon/")
    put(person, 3)

    with django_assert_num_queries(5):
        client.get("/thong-bao/lua-chon/")


def test_who_is_not_signed_in_has_no_bell(client):
    page = client.get("/dang-nhap/").content.decode()

    assert page.count('href="/thong-bao/"') == 0


def test_rooms_register_numbers_and_the_later_replaces_the_earlier(monkeypatch):
    monkeypatch.setattr(frame, "_numbers", {})

    frame.register_number("a", lambda: "one")
    frame.register_number("b", lambda: "two")
    frame.register_number("a", lambda: "three")

    assert frame.numbers() == {"a": "three", "b": "two"}
