from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from dnfa.accounts.enums import Role
from dnfa.core.clock import VIETNAM, local_now, local_today
from dnfa.core.errors import InvalidInput, NotAllowed, NotFound
from dnfa.followup.calendar import CalendarEntry, CalendarSource, entries, register_source, sources
from dnfa.followup.calendar.feeds import as_ical, feed_create, feed_of, feed_revoke
from dnfa.followup.enums import ActionOrigin
from dnfa.followup.models import Action, Clock, ClockRule, FeedToken
from tests.factories import make_agency, make_agreement, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def make_rule(**values) -> ClockRule:
    facts = {
        "key": "bao-cao",
        "label": "Báo cáo sau ký",
        "duty": "Báo cáo Thủ tướng",
        "trigger": "paper_signed",
        "offset": 15,
        "unit": "calendar_day",
        "valid_from": date(2021, 7, 1),
    }
    return ClockRule.objects.create(**{**facts, **values})


def make_clock(record, *, due: date, **values) -> Clock:
    from django.contrib.contenttypes.models import ContentType

    rule = ClockRule.objects.filter(key="bao-cao").first() or make_rule()
    return Clock.objects.create(
        rule=rule,
        code=rule.key,
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        started_on=values.pop("started_on", due - timedelta(days=15)),
        due_on=due,
        **values,
    )


def make_action(**values) -> Action:
    return Action.objects.create(**{"title": "Gửi dự thảo", "origin": ActionOrigin.OTHER, **values})


@pytest.fixture
def ours():
    return make_agency()


@pytest.fixture
def focal(ours):
    return make_user(Role.FOCAL_POINT, agency=ours)


def told(user, *, only=()) -> list[tuple[str, date, str]]:
    found = entries(user, TODAY, TODAY + timedelta(days=30), today=TODAY, only=only)
    return [(entry.source, entry.day, entry.title) for entry in found]


def test_the_department_sees_all_a_focal_point_its_own_and_a_stranger_nothing(ours, focal):
    mine = make_agreement(title_vi="Bản ta", agencies=[ours])
    make_clock(mine, due=TODAY)
    make_clock(make_agreement(title_vi="Bản khác"), due=TODAY + timedelta(days=1))
    make_action(title="Việc của mình", lead_agency=ours, due_on=TODAY + timedelta(days=30))
    make_action(title="Việc nơi khác", lead_agency=make_agency(), due_on=TODAY)

    assert told(make_user()) == [
        ("clocks", TODAY, "Báo cáo sau ký: Bản ta"),
        ("actions", TODAY, "Việc nơi khác"),
        ("clocks", TODAY + timedelta(days=1), "Báo cáo sau ký: Bản khác"),
        ("actions", TODAY + timedelta(days=30), "Việc của mình"),
    ]
    assert told(focal) == [
        ("clocks", TODAY, "Báo cáo sau ký: Bản ta"),
        ("actions", TODAY + timedelta(days=30), "Việc của mình"),
    ]
    assert told(make_user(is_active=False)) == []
    assert told(AnonymousUser()) == []


def test_a_deadline_names_whose_it_is_else_what_it_belongs_to():
    paper = make_agreement(title_vi="Bản ta")
    make_clock(paper, due=TODAY)
    make_clock(paper, due=TODAY, part="7", part_label="Bộ Ngoại giao")

    found = entries(make_user(), TODAY, TODAY, today=TODAY, only=("clocks",))

    assert [(entry.title, entry.detail) for entry in found] == [
        ("Báo cáo sau ký: Bản ta", "Báo cáo Thủ tướng"),
        ("Báo cáo sau ký: Bộ Ngoại giao", "Bản ta"),
    ]


def test_what_is_over_or_outside_the_days_is_left_out():
    paper = make_agreement()
    make_clock(paper, due=TODAY - timedelta(days=1), part="a")
    make_clock(paper, due=TODAY + timedelta(days=31), part="b")
    make_clock(paper, due=TODAY, part="c", done_on=TODAY)
    make_action(due_on=TODAY, done_on=TODAY, evidence="Đã gửi")
    make_action(due_on=TODAY, cancelled_on=TODAY, cancel_reason="Đối tác hoãn")
    make_action(due_on=None)

    assert told(make_user()) == []


def test_one_source_can_be_asked_alone():
    make_clock(make_agreement(), due=TODAY)
    make_action(title="Việc", due_on=TODAY)

    assert told(make_user(), only=("actions",)) == [("actions", TODAY, "Việc")]


def test_the_calendar_asks_as_often_for_three_as_for_one():
    user = make_user()
    asked = []
    for _number in (1, 3):
        make_clock(make_agreement(), due=TODAY)
        make_action(due_on=TODAY, lead_agency=make_agency())
        make_action(due_on=TODAY, lead_agency=make_agency())
        told(user)  # content types are kept from here on
        with CaptureQueriesContext(connection) as queries:
            told(user)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 19


def page(user, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/lich/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_month_shows_what_is_due_with_its_page_and_state():
    today = local_today()
    action = make_action(title="Trả lời thư mời", due_on=today)

    html = page(make_user())

    assert html.count(">Trả lời thư mời<") == 2  # in the grid and in the list by day
    assert action.get_absolute_url() in html
    assert "Sắp đến hạn" in html


def test_an_empty_month_says_so_and_holidays_are_named():
    html = page(make_user(), "?thang=2026-09")

    assert "Lịch tháng 9/2026" in html
    assert "Tháng này không có mục nào" in html
    assert "Quốc khánh" in html


def test_a_source_that_does_not_exist_is_not_asked():
    make_action(title="Việc", due_on=local_today())

    assert "Việc</a>" in page(make_user(), "?nguon=khong-co")
    assert "Việc</a>" not in page(make_user(), "?nguon=clocks")


# --- addresses and feeds --------------------------------------------------------
def made(user, feed: str = "all") -> str:
    return feed_create(user=user, name="điện thoại", feed=feed)


def test_an_address_is_stored_as_digest_only():
    user = make_user()

    secret = made(user)

    token = FeedToken.objects.get()
    assert (token.user, token.feed, token.prefix) == (user, "all", secret[:4])
    assert secret not in {token.digest, token.name}
    assert feed_of(secret) == token


@pytest.mark.parametrize(
    ("name", "feed", "fields"),
    [("  ", "all", {"name"}), ("x", "khong-co", {"feed"}), ("", "", {"name", "feed"})],
)
def test_what_an_address_lacks_is_said_and_nothing_is_made(name, feed, fields):
    with pytest.raises(InvalidInput) as refusal:
        feed_create(user=make_user(), name=name, feed=feed)

    assert set(refusal.value.fields) == fields
    assert not FeedToken.objects.exists()


def test_somebody_who_may_not_sign_in_gets_no_address():
    with pytest.raises(NotAllowed):
        made(make_user(is_active=False))


def test_unknown_revoked_and_inactive_owners_addresses_open_nothing():
    user = make_user()
    secret, other = made(user), made(make_user())
    feed_revoke(token=feed_of(secret), now=local_now())
    feed_of(other).user.__class__.objects.exclude(pk=user.pk).update(is_active=False)

    for tried in (secret, other, "khong-co"):
        with pytest.raises(NotFound):
            feed_of(tried)
        assert Client().get(f"/lich/nguon/{tried}.ics").status_code == 404


def test_revoking_twice_keeps_the_first_moment():
    token = feed_of(made(make_user()))
    first = feed_revoke(token=token, now=local_now()).revoked_at

    assert feed_revoke(token=token, now=local_now() + timedelta(days=1)).revoked_at == first


def titles(content: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_a_feed_holds_what_its_owner_sees_without_signing_in(ours, focal):
    today = local_today()
    make_action(title="Việc của mình", lead_agency=ours, due_on=today)
    make_action(title="Việc nơi khác", lead_agency=make_agency(), due_on=today)
    make_clock(make_agreement(title_vi="Bản ta", agencies=[ours]), due=today)

    whole = Client().get(f"/lich/nguon/{made(focal)}.ics")
    clocks = Client().get(f"/lich/nguon/{made(focal, 'clocks')}.ics")

    assert whole["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(whole.content) == ["Báo cáo sau ký: Bản ta", "Việc của mình"]
    assert titles(clocks.content) == ["Báo cáo sau ký: Bản ta"]
    assert set(FeedToken.objects.values_list("last_used_on", flat=True)) == {today}


def test_a_feed_that_did_not_change_is_not_sent_again():
    address = f"/lich/nguon/{made(make_user())}.ics"
    tag = Client().get(address)["ETag"]

    assert Client().get(address, headers={"if-none-match": tag}).status_code == 304
    make_action(due_on=local_today())
    assert Client().get(address, headers={"if-none-match": tag}).status_code == 200


def test_an_event_lasts_whole_days_and_keeps_its_name():
    rows = [
        CalendarEntry(
            uid="review-7",
            day=date(2026, 12, 30),
            last_day=date(2026, 12, 31),
            title="Họp; rà soát, kỳ 2",
            url="/thoa-thuan/ra-soat/7/",
            detail="Sở Ngoại vụ",
            source="reviews",
        )
    ]

    content = as_ical(rows, today=TODAY, base_url="https://so.example:8443", title="Sổ")

    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["UID"]) == "review-7@so.example"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 30), date(2027, 1, 1))
    assert str(event["SUMMARY"]) == "Họp; rà soát, kỳ 2"
    assert str(event["URL"]) == "https://so.example:8443/thoa-thuan/ra-soat/7/"
    assert str(event["DESCRIPTION"]) == "Sở Ngoại vụ\nhttps://so.example:8443/thoa-thuan/ra-soat/7/"
    assert content == as_ical(rows, today=TODAY, base_url="https://so.example:8443", title="Sổ")


def event_of(**values) -> dict[str, str]:
    """The properties of the one event of a feed as they are written, folding undone."""
    row = CalendarEntry(**{"uid": "x", "day": TODAY, "title": "Đoàn vào: Sakai", "url": "", **values})
    content = as_ical([row], today=TODAY, base_url="https://so.example", title="Sổ").decode()
    lines = content.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1].split("\r\nEND:VEVENT")[0].split("\r\n")
    return dict(line.split(":", 1) for line in lines)


@pytest.mark.parametrize(
    ("first", "last", "begins", "ends"),
    [
        (date(2026, 11, 25), None, "20261125", "20261126"),
        (date(2026, 11, 30), None, "20261130", "20261201"),
        (date(2026, 12, 31), None, "20261231", "20270101"),
        (date(2028, 2, 28), date(2028, 2, 29), "20280228", "20280301"),
        (date(2027, 2, 28), None, "20270228", "20270301"),
        (date(2026, 12, 28), date(2027, 2, 3), "20261228", "20270204"),
    ],
)
def test_days_are_written_without_a_time_of_day(first, last, begins, ends):
    event = event_of(day=first, last_day=last)

    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == (begins, ends)


def test_a_cancelled_event_says_so_to_phones_and_to_people():
    event = event_of(is_cancelled=True, revision=4, changed_at=datetime(2026, 11, 24, 23, 30, tzinfo=VIETNAM))

    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"] == "Đã hủy: Đoàn vào: Sakai"
    assert (event["SEQUENCE"], event["LAST-MODIFIED"]) == ("4", "20261124T163000Z")


def test_an_event_says_no_more_than_is_known():
    event = event_of()

    assert set(event) == {
        "SUMMARY",
        "DTSTART;VALUE=DATE",
        "DTEND;VALUE=DATE",
        "DTSTAMP",
        "UID",
        "CATEGORIES",
        "DESCRIPTION",
        "TRANSP",
    }
    assert event_of(place="Trung tâm Hành chính; tầng 2")["LOCATION"] == r"Trung tâm Hành chính\; tầng 2"


def test_calendar_programmes_are_told_how_often_to_look():
    lines = as_ical([], today=TODAY, base_url="https://so.example", title="Sổ").decode().split("\r\n")

    asked = [line for line in lines if line.startswith(("REFRESH", "X-PUBLISHED"))]
    assert asked == ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]


def test_long_vietnamese_lines_are_folded_between_letters():
    title = "Đoàn vào: " + "Hội đồng nhân dân tỉnh Gyeongsangnam, " * 6
    row = CalendarEntry(uid="x", day=TODAY, title=title, url="", detail=title * 3)

    content = as_ical([row], today=TODAY, base_url="https://so.example", title="Sổ")

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line for line in lines if "\ufffd" in line.decode("utf-8", "replace")] == []
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (title, title * 3)


def test_the_feed_of_a_scope_follows_its_owner(ours):
    owner = make_user(agency=ours)
    today = local_today()
    make_action(title="Việc của mình", lead_agency=ours, due_on=today)
    joined = make_action(title="Việc cùng làm", lead_agency=make_agency(), due_on=today)
    joined.agency_links.create(agency=ours)
    make_action(title="Việc nơi khác", lead_agency=make_agency(), due_on=today)
    make_clock(make_agreement(title_vi="Bản ta"), due=today, agency=ours)
    addresses = {feed: f"/lich/nguon/{made(owner, feed)}.ics" for feed in ("all", "mine", "leaders")}

    found = {feed: titles(Client().get(address).content) for feed, address in addresses.items()}
    owner.agency = None
    owner.save()

    assert found == {
        "all": ["Báo cáo sau ký: Bản ta", "Việc cùng làm", "Việc của mình", "Việc nơi khác"],
        "mine": ["Báo cáo sau ký: Bản ta", "Việc cùng làm", "Việc của mình"],
        "leaders": [],
    }
    assert titles(Client().get(addresses["mine"]).content) == []


def test_a_feed_bears_the_name_of_what_it_holds(ours):
    owner = make_user(agency=ours)

    names = [
        str(Calendar.from_ical(Client().get(f"/lich/nguon/{made(owner, feed)}.ics").content)["X-WR-CALNAME"])
        for feed in ("all", "mine", "leaders", "clocks")
    ]

    assert names == [
        "Sổ đối ngoại Đà Nẵng – Tất cả",
        "Sổ đối ngoại Đà Nẵng – Cơ quan tôi",
        "Sổ đối ngoại Đà Nẵng – Lãnh đạo thành phố",
        "Sổ đối ngoại Đà Nẵng – Thời hạn luật định",
    ]


def test_who_has_no_agency_is_not_offered_its_calendar():
    leader = make_user(Role.LEADER)

    with pytest.raises(InvalidInput) as refusal:
        made(leader, "mine")

    assert set(refusal.value.fields) == {"feed"}
    client = Client()
    client.force_login(leader)
    offered = re.findall(r'<option value="(\w+)"', client.get("/lich/dia-chi/").content.decode())
    assert offered[:2] == ["all", "leaders"]
    assert "mine" not in offered
    assert FeedToken.objects.count() == 0


def test_the_page_of_addresses_offers_the_calendar_one_comes_from(ours):
    client = Client()
    client.force_login(make_user(agency=ours))

    html = client.get("/lich/dia-chi/?gom=leaders").content.decode()

    assert re.findall(r'<option value="(\w+)" selected', html) == ["leaders"]


def test_an_address_is_shown_once_and_revoked_by_its_owner_only():
    owner, other = make_user(), make_user()
    client = Client()
    client.force_login(owner)

    shown = client.post("/lich/dia-chi/", {"name": "điện thoại", "feed": "all"})
    again = client.get("/lich/dia-chi/")

    token = FeedToken.objects.get()
    assert "/lich/nguon/" in shown.content.decode()
    assert "/lich/nguon/" not in again.content.decode()
    assert token.prefix in again.content.decode()
    stranger = Client()
    stranger.force_login(other)
    assert stranger.post(f"/lich/dia-chi/{token.pk}/thu-hoi/").status_code == 404
    assert client.post(f"/lich/dia-chi/{token.pk}/thu-hoi/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_an_address_without_a_name_keeps_what_was_typed():
    client = Client()
    client.force_login(make_user())

    html = client.post("/lich/dia-chi/", {"name": "", "feed": "clocks"}).content.decode()

    assert '<option value="clocks" selected>' in html
    assert not FeedToken.objects.exists()


def test_sources_stand_in_their_order(monkeypatch):
    monkeypatch.setattr("dnfa.followup.calendar.registry._sources", {})
    for code, order in (("b", 2), ("c", 1), ("a", 2)):
        register_source(CalendarSource(code, code, order, lambda *_args: []))

    assert [source.code for source in sources()] == ["c", "a", "b"]
