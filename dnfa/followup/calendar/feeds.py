"""Calendar feeds (RFC 5545) under secret, revocable addresses. A feed shows what its owner may see, nothing more."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event, vDuration

from dnfa.accounts.models import User
from dnfa.accounts.rules import may_sign_in
from dnfa.accounts.services import digest
from dnfa.core.errors import InvalidInput, NotAllowed, NotFound
from dnfa.followup.calendar.registry import CalendarEntry, entries, sources
from dnfa.followup.calendar.scopes import Scope, scopes_of, within
from dnfa.followup.models import FeedToken

SECRET_BYTES = 24
LONGEST_NAME = 100
# How far a feed looks back and ahead of the day it is read.
DAYS_BACK, DAYS_AHEAD = 90, 550
# How often a calendar programme should look; the answer may be kept as long.
REFRESH = timedelta(hours=1)


def scope_choices(user: User) -> list[tuple[str, Any]]:
    """Feeds of all kinds of things, by whose they are."""
    return [(scope.value, scope.label) for scope in scopes_of(user)]


def source_choices() -> list[tuple[str, Any]]:
    """Feeds of one kind of things, whosoever's they are."""
    return [(source.code, source.label) for source in sources()]


def feed_label(feed: str) -> str:
    """What a feed holds, in words; its own name when there is no such feed any more."""
    return str(dict([*Scope.choices, *source_choices()]).get(feed, feed))


@transaction.atomic
def feed_create(*, user: User, name: str, feed: str) -> str:
    """Make a calendar address for a person and return its secret: the only moment it exists in clear text.

    Side effects: one `FeedToken` with the digest. Raises `NotAllowed` for a person who may not sign in,
    `InvalidInput` without a name or for a feed that does not exist.
    """
    if not may_sign_in(user):
        raise NotAllowed("inactive_user", _("Người dùng này không đăng nhập được nên không có lịch."))
    name = " ".join(name.split())[:LONGEST_NAME]
    problems = {}
    if not name:
        problems["name"] = [_("Hãy ghi lịch này dùng ở đâu, ví dụ: điện thoại của tôi.")]
    if feed not in dict([*scope_choices(user), *source_choices()]):
        problems["feed"] = [_("Hãy chọn một lịch trong danh sách.")]
    if problems:
        raise InvalidInput("invalid_feed", _("Chưa tạo được địa chỉ lịch."), problems)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    FeedToken.objects.create(user=user, name=name, feed=feed, prefix=secret[:4], digest=digest(secret))
    return secret


@transaction.atomic
def feed_revoke(*, token: FeedToken, now: datetime) -> FeedToken:
    """Make an address useless from `now` on; twice changes nothing. Side effects: `revoked_at`."""
    locked = FeedToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoked_at = now
        locked.save(update_fields=["revoked_at", "updated_at"])
    return locked


def feed_of(secret: str) -> FeedToken:
    """The address a secret opens. Raises `NotFound` for an unknown or revoked one, and when its owner may not sign in."""
    token = FeedToken.objects.select_related("user").filter(digest=digest(secret)).first()
    if token is None or token.revoked_at is not None or not may_sign_in(token.user):
        raise NotFound("no_such_feed", _("Địa chỉ lịch này không có hoặc đã bị thu hồi."))
    return token


def note_feed_use(*, token: FeedToken, today: date) -> None:
    """Remember the day an address was last read; writes at most once a day."""
    if token.last_used_on != today:
        FeedToken.objects.filter(pk=token.pk).update(last_used_on=today)


def feed_content(token: FeedToken, *, today: date, base_url: str, title: str) -> bytes:
    """The feed of this address on `today`, the same bytes all day unless a record changes.

    What is known to the month only is left out: a calendar programme can show nothing but days.
    """
    is_scope = token.feed in Scope.values
    window = (today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
    seen = entries(token.user, *window, today=today, only=() if is_scope else (token.feed,))
    kept = within(seen, Scope(token.feed) if is_scope else Scope.ALL, token.user)
    name = f"{title} – {feed_label(token.feed)}"
    return as_ical((row for row in kept if row.is_dated), today=today, base_url=base_url, title=name)


def as_ical(rows: Iterable[CalendarEntry], *, today: date, base_url: str, title: str) -> bytes:
    """All-day events; `base_url` ("https://…", no slash at the end) makes links whole and identifiers the house's own."""
    calendar = Calendar()
    calendar.add("prodid", "-//Da Nang//Foreign ties//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})  # RFC 7986
    calendar.add("x-published-ttl", vDuration(REFRESH))  # the same for Outlook
    labels = dict(source_choices())
    stamp = datetime.combine(today, time(), tzinfo=UTC)
    for row in rows:
        calendar.add_component(_event(row, stamp=stamp, base_url=base_url, labels=labels))
    return bytes(calendar.to_ical())


def _event(row: CalendarEntry, *, stamp: datetime, base_url: str, labels: Mapping[str, Any]) -> Event:
    """One all-day event. What was cancelled says so in its status, which phones obey, and in its title for the rest."""
    host = base_url.split("//", 1)[-1].split(":", 1)[0]
    address = f"{base_url}{row.url}" if row.url else ""
    event = Event()
    event.add("uid", f"{row.uid}@{host}")
    event.add("dtstamp", stamp)
    event.add("dtstart", row.day)
    # RFC 5545: the end of an all-day event is not included.
    event.add("dtend", row.ends_on + timedelta(days=1))
    event.add("summary", _("Đã hủy: %(title)s") % {"title": row.title} if row.is_cancelled else row.title)
    event.add("description", "\n".join(filter(None, [row.detail, address])))
    event.add("categories", [str(labels.get(row.source, row.source))])
    event.add("transp", "TRANSPARENT")
    for name, value in (
        ("url", address),
        ("location", row.place),
        ("status", "CANCELLED" if row.is_cancelled else ""),
        ("sequence", row.revision),
        ("last-modified", row.changed_at),
    ):
        if value not in ("", None):
            event.add(name, value)
    return event
