from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.urls import NoReverseMatch, path

from dnfa.core import navigation
from dnfa.core.context_processors import navigation as processor
from dnfa.core.context_processors import product_version


def page(request):
    """Answer nothing: only the addresses matter here."""
    raise AssertionError(request.path)


urlpatterns = [
    path("", page, name="home"),
    path("a/", page, name="a"),
    path("a/b/", page, name="b"),
]
OFFICER = SimpleNamespace(is_authenticated=True, role="officer")
NOBODY = SimpleNamespace(is_authenticated=False, role="")


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch, settings):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_items", {})
    navigation.register_item("second", "Hai", "b", order=20)
    navigation.register_item("home", "Trang chính", "home", order=10)
    navigation.register_item("first", "Một", "a", order=20, test=lambda user: user.role == "officer")


def test_items_stand_by_order_then_key():
    assert [item.key for item in navigation.items()] == ["home", "first", "second"]


@pytest.mark.parametrize(
    ("where", "current"),
    [("/", "home"), ("/a/", "first"), ("/a/7/", "first"), ("/a/b/c/", "second"), ("/x/", None)],
)
def test_the_longest_matching_address_is_current(where, current):
    links = navigation.links_for(OFFICER, where)

    assert [link.key for link in links if link.is_current] == ([current] if current else [])


@pytest.mark.parametrize(
    ("where", "is_entry"),
    [("/", True), ("/a/", True), ("/a/7/", False), ("/a/b/", True), ("/a/b/7/", False), ("/x/", False)],
)
@pytest.mark.parametrize("parent", ["", "first"])
def test_pages_of_the_menu_are_known_from_those_below_them(monkeypatch, where, is_entry, parent):
    monkeypatch.delitem(navigation._items, "second")
    navigation.register_item("deep", "Sâu", "b", order=30, parent=parent)
    request = RequestFactory().get(where)
    request.user = OFFICER

    assert bool(processor(request)["is_menu_page"]) is is_entry


def test_links_leave_out_what_the_user_may_not_see():
    assert [link.key for link in navigation.links_for(NOBODY, "/")] == []


def test_an_entry_registered_twice_stays_one():
    navigation.register_item("home", "Trang chính", "home", order=10)

    assert len(navigation.items()) == 3


def test_a_taken_key_is_refused():
    with pytest.raises(ImproperlyConfigured, match="home"):
        navigation.register_item("home", "Khác", "b", order=10)


def test_an_entry_without_an_address_is_an_error():
    navigation.register_item("lost", "Lạc", "nowhere", order=1)

    with pytest.raises(NoReverseMatch):
        navigation.links_for(OFFICER, "/")


def test_the_context_has_menu_version_and_moment():
    request = RequestFactory().get("/a/")
    request.user = OFFICER

    context = processor(request)

    assert [link.url for link in context["navigation_links"]] == ["/", "/a/", "/a/b/"]
    assert str(context["product_version"]) == product_version()
    assert context["data_read_at"].utcoffset().total_seconds() == 7 * 3600


def test_the_context_without_a_user_has_no_menu():
    context = processor(RequestFactory().get("/"))

    assert list(context["navigation_links"]) == []
    assert bool(context["is_menu_page"]) is False


def test_a_second_row_stands_below_its_entry_and_marks_both():
    navigation.register_item("all", "Tất cả", "a", order=2, parent="first")
    navigation.register_item("deep", "Sâu", "b", order=1, parent="first")

    def told(where: str) -> list[tuple]:
        return [
            (link.key, link.is_current, [(child.key, child.is_current) for child in link.children])
            for link in navigation.links_for(OFFICER, where)
        ]

    assert told("/a/7/") == [
        ("home", False, []),
        ("first", True, [("deep", False), ("all", True)]),
        ("second", False, []),
    ]
    assert told("/a/b/")[1] == ("first", True, [("deep", True), ("all", False)])
    assert told("/") == [
        ("home", True, []),
        ("first", False, [("deep", False), ("all", False)]),
        ("second", False, []),
    ]


def test_an_entry_does_not_move_to_another_parent():
    with pytest.raises(ImproperlyConfigured):
        navigation.register_item("second", "Hai", "b", order=20, parent="first")
