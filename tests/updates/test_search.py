from __future__ import annotations

import pytest
from django.test import Client

from dnfa.accounts.enums import Role
from dnfa.updates.enums import RequestKind
from dnfa.updates.search import find_requests, find_rounds
from tests.factories import make_user
from tests.updates.factories import begin, make_cast, save, sent, submit
from tests.updates.services.test_rounds import opened, prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast(title_vi="Dạy tiếng Lào")


@pytest.fixture
def note(cast):
    """A note that was sent: words with marks."""
    return submit(cast, save(cast, begin(cast, RequestKind.NOTE), text="Mở hai lớp buổi tối\nTại Sơn Trà"))


def found(user, text: str) -> list[tuple[str, str]]:
    return [(hit.title, hit.matched) for hit in find_requests(user, text, 5)]


@pytest.mark.parametrize("text", ["lop buoi toi", "LỚP tối", "hai Mở"])
def test_an_update_is_found_by_its_words(cast, note, text):
    title = f"CN-{note.pk}. Ghi nhận tiến độ, kết quả: {cast.project} ({cast.agency})"

    assert found(cast.officer, text) == [(title, "Mở hai lớp buổi tối")]


@pytest.mark.parametrize("written", ["CN-{}", "cn {}", " cn{} "])
def test_an_update_is_found_by_its_number(cast, note, written):
    sent(cast)

    [(title, matched)] = found(cast.officer, written.format(note.pk))

    assert (title.split(".")[0], matched) == (f"CN-{note.pk}", f"CN-{note.pk}")


def test_updates_are_found_by_who_may_see_them(cast, note):
    save(cast, begin(cast, RequestKind.DIFFICULTY), text="Lớp thiếu giáo viên")
    seen = {role: len(found(make_user(role), "lop")) for role in (Role.OFFICER, Role.LEADER, Role.AUDITOR)}

    assert len(found(cast.focal, "lop")) == 2  # its own draft too
    assert seen == {Role.OFFICER: 1, Role.LEADER: 1, Role.AUDITOR: 1}
    assert found(make_cast().focal, "lop") == []
    assert [hit.key for hit in find_requests(make_cast().focal, f"CN-{note.pk}", 5)] == []


def test_rounds_are_found_by_the_agencies_they_ask(cast):
    held = opened(cast, title="Cập nhật quý IV")
    prepared = prepare(cast, title="Quý I năm sau")

    def keys(user, text="quy"):
        return [hit.key for hit in find_rounds(user, text, 5)]

    assert sorted(keys(cast.officer)) == sorted([str(held.pk), str(prepared.pk)])
    assert (keys(cast.focal), keys(make_cast().focal)) == ([str(held.pk)], [])
    assert keys(cast.officer, "cap nhat iv") == [str(held.pk)]


def test_the_search_page_and_the_api_find_no_more(cast, note):
    def told(user):
        client = Client()
        client.force_login(user)
        page = client.get("/tim/", {"q": "buổi tối"})
        listed = client.get("/api/v1/search/", {"q": "buổi tối"}).json()["results"]
        return note.get_absolute_url() in page.content.decode(), [(row["kind"], row["key"]) for row in listed]

    assert told(cast.focal) == (True, [("change-request", str(note.pk))])
    assert told(make_cast().focal) == (False, [])


def test_naming_the_records_costs_the_same_for_one_and_for_many(cast, note, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(find_requests(cast.officer, "lop", 20))
    for number in range(3):
        submit(cast, save(cast, begin(cast, RequestKind.NOTE), text=f"Lớp {number}"))

    with django_assert_num_queries(2):
        assert len(list(find_requests(cast.officer, "lop", 20))) == 4
