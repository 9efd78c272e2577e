"""The parts of the home page below the tiles, in the order of what hurts: papers to renew, this week, ties gone quiet, what
moved since the last visit, what is missing in the data. Each counts for both scopes and lists the first few of one.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.expiry import BANDS, band_of
from agreements.filters.expiry import coming, open_case
from agreements.models import Agreement, Project
from agreements.selectors_expiry import expiry_rows, with_next_steps
from delegations.enums import Direction
from delegations.models import Conference, Delegation
from dnfa.core.display import display_value
from dnfa.followup.charge import in_charge
from dnfa.followup.enums import FlagState
from dnfa.followup.models import Flag
from dnfa.followup.rules import can_snooze, explanation
from dnfa.followup.selectors import record_title, with_records
from dnfa.updates.filters import ALL
from dnfa.updates.flags_unconfirmed import unconfirmed_codes
from dnfa.updates.models import ChangeRequest
from partners.models import Country, Partner
from reports.selectors.parts import DORMANT, NEVER_ACTIVE, Tile
from reports.selectors.tally import MINE, Tally, tally, tally_few
from reports.selectors.work import in_scope, scopes_of, tile_of

TOP = 5
ROUND_YEARS = 5  # anniversaries are kept every five years
LONGEST_TIE = 100
UNKNOWN_TERM, NO_FILE = "agreement_unknown_term", "agreement_without_file"


@dataclass(frozen=True)
class Entry:
    """One matter of a part: what it is, when, why it stands here, and what can be done about it at once."""

    title: str
    url: str
    when: Any = None
    note: str = ""
    deeds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Count:
    """One number for each scope, under one label."""

    label: str
    tiles: list[Tile]


@dataclass(frozen=True)
class Part:
    """A part of the page: numbers for every scope, and the first few matters of the scope chosen."""

    code: str
    title: str
    counts: list[Count]
    entries: list[Entry] = field(default_factory=list)
    empty: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads the page on which day, in which scope, and when this person last came."""

    user: Any
    today: date
    scope: str
    since: date
    has_come_before: bool

    def own(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the scope chosen."""
        if self.scope != MINE:
            return rows
        return rows.filter(in_charge(rows.model, self.user, self.today))

    def tiles(
        self, code: str, counted: Tally, query: str, *, wanted: Any = None, url_name: str
    ) -> list[Tile]:
        """A number of a tally for each scope; its label is the scope's."""
        return [
            tile_of(
                f"{code}-{scope}",
                title if len(scopes_of(self.user)) > 1 else "",
                counted.number(scope, wanted),
                url_name=url_name,
                query=in_scope(query, scope),
                unit="",
            )
            for scope, title in scopes_of(self.user)
        ]


# --- Read once, told in several places --------------------------------------


def renewal_tally(user: Any, today: date) -> Tally:
    """Papers that ask for work before their end, by band and whether a renewal file is open."""
    near: Any = coming(expiry_rows(user, today))  # type: ignore[arg-type]  # a queryset of papers
    rows = near.annotate(has_case=open_case())

    def band(deadline: date | None) -> str:
        return "" if deadline is None else band_of((deadline - today).days)

    return tally_few(rows, "has_case", user=user, today=today, day="deadline", as_group=band)


def flag_tally(user: Any, today: date, since: date) -> Tally:
    """Flags that ask for attention, by rule, whether about a project, and whether new since the last visit."""
    kind = {"content_type__app_label": "agreements", "content_type__model": Project._meta.model_name}
    rows = (
        Flag.objects.visible_to(user)
        .due(today)
        .annotate(
            is_project=ExpressionWrapper(Q(**kind), output_field=BooleanField()),
            is_new=ExpressionWrapper(Q(opened_on__gte=since), output_field=BooleanField()),
        )
    )
    return tally(rows, "rule", "is_project", "is_new", user=user, today=today)


# --- The parts --------------------------------------------------------------


def parts(reader: Reader, endings: Tally, flags: Tally) -> list[Part]:
    """All of them, in the order of the page."""
    return [
        renewals(reader, endings),
        this_week(reader),
        quiet_ties(reader, flags),
        news(reader, flags),
        quality(reader, flags),
    ]


def renewals(reader: Reader, counted: Tally) -> Part:
    """Papers by band of days, and the first few with the step that is next."""
    counts = [
        Count(
            str(band.label),
            reader.tiles(
                f"band-{band.code}",
                counted,
                f"band={band.code}",
                wanted=lambda group, code=band.code: group["deadline_group"] == code,
                url_name="agreements:expiry",
            ),
        )
        for band in reversed(BANDS)
    ]
    near: Any = coming(expiry_rows(reader.user, reader.today))  # type: ignore[arg-type]  # a queryset of papers
    rows = list(reader.own(near).order_by("deadline", "pk").prefetch_related("partners")[:TOP])
    entries = [_paper(row) for row in with_next_steps(rows, reader.user, reader.today)]
    empty = _("Không có thỏa thuận nào cần xử lý gia hạn trong 180 ngày tới.")
    return Part("renewals", _("Thỏa thuận cần xử lý gia hạn"), counts, entries, empty)


def _paper(row: Any) -> Entry:
    if row.case is None:
        step = _("Việc tiếp theo: mở hồ sơ gia hạn.")
    elif row.next_step is None:
        step = _("Hồ sơ gia hạn đang mở, các bước đã xong: ghi kết quả.")
    else:
        step = _("Việc tiếp theo: %(step)s") % {"step": row.next_step.title}
    names = "; ".join(partner.name_vi for partner in row.partners.all())
    title = f"{names}: {row.title_vi}" if names else row.title_vi
    return Entry(title, row.get_absolute_url(), row.deadline, step)


def this_week(reader: Reader) -> Part:
    """Delegations and conferences of the week, papers signed a round number of years ago, national days."""
    given = {"user": reader.user, "today": reader.today}
    trips = Delegation.objects.visible_to(reader.user).known_by(reader.today).in_week_of(reader.today)
    meetings = Conference.objects.visible_to(reader.user).known_by(reader.today).in_week_of(reader.today)
    query = f"week_of={reader.today:%d/%m/%Y}"
    by_direction, held = tally(trips, "direction", **given), tally(meetings, **given)
    counts = [
        Count(
            str(direction.label),
            reader.tiles(
                f"week-{direction}",
                by_direction,
                f"direction={direction}&{query}",
                wanted=lambda group, direction=direction: group["direction"] == direction,
                url_name="delegations:list",
            ),
        )
        for direction in Direction
    ]
    counts.append(
        Count(
            _("Hội nghị, sự kiện"),
            reader.tiles("week-conference", held, query, url_name="delegations:conferences"),
        )
    )
    entries = [
        *_meetings(reader.own(trips), lambda row: row.get_direction_display()),
        *_meetings(reader.own(meetings), lambda _row: _("Hội nghị, sự kiện")),
        *anniversaries(reader),
        *national_days(reader),
    ]
    in_order = sorted(entries, key=lambda entry: entry.when)
    return Part(
        "week", _("Tuần này"), counts, in_order, _("Tuần này không có đoàn, sự kiện hay ngày kỷ niệm nào.")
    )


def _meetings(rows: Any, kind: Any) -> list[Entry]:
    return [
        Entry(row.title_vi, row.get_absolute_url(), row.first_day, kind(row))
        for row in rows.order_by("first_day", "pk")[:TOP]
    ]


def anniversaries(reader: Reader) -> list[Entry]:
    """Signings five, ten, fifteen … years ago to the day, on a day of this week."""
    days: dict[str, date] = {}
    for day in _days_of_week(reader.today):
        for years in range(ROUND_YEARS, LONGEST_TIE + 1, ROUND_YEARS):
            if (day.month, day.day) != (2, 29) or isleap(day.year - years):
                days[day.replace(year=day.year - years).isoformat()] = day
    seen = Agreement.objects.visible_to(reader.user).filter(signed_on__in=sorted(days))
    rows = reader.own(seen).order_by("signed_on", "pk").prefetch_related("partners")[:TOP]
    found = []
    for row in rows:
        day = days[row.signed_on.isoformat()]
        names = "; ".join(partner.name_vi for partner in row.partners.all()) or row.title_vi
        years = day.year - row.signed_on.year
        title = _("Kỷ niệm %(years)s năm ký: %(names)s") % {"years": years, "names": names}
        found.append(Entry(title, row.get_absolute_url(), day, row.title_vi))
    return found


def national_days(reader: Reader) -> list[Entry]:
    """National days, on a day of this week, of the countries of localities with an official tie."""
    days = {f"{day:%m-%d}": day for day in _days_of_week(reader.today)}
    ties = Partner.objects.visible_to(reader.user).with_official_tie(reader.today)
    own = reader.own(ties).filter(country=OuterRef("pk"))
    rows = Country.objects.visible_to(reader.user).filter(Exists(own), national_day__in=sorted(days))
    return [
        Entry(
            _("Quốc khánh: %(country)s") % {"country": country.name_vi},
            f"{reverse('partners:list')}?{urlencode({'tie': 'official', 'country': country.code})}",
            days[country.national_day],
        )
        for country in rows.order_by("name_vi")
    ]


def _days_of_week(today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def quiet_ties(reader: Reader, counted: Tally) -> Part:
    """Ties without contact for long, the evidence, and the two things to do about it."""
    counts = [
        Count(
            label,
            reader.tiles(
                f"ties-{rule}",
                counted,
                f"rule={rule}&state={FlagState.OPEN.value}",
                wanted=lambda group, rule=rule: group["rule"] == rule,
                url_name="followup:list",
            ),
        )
        for rule, label in (
            (DORMANT, _("Lâu không có hoạt động")),
            (NEVER_ACTIVE, _("Ký xong chưa có hoạt động")),
        )
    ]
    flags = Flag.objects.visible_to(reader.user).due(reader.today).filter(rule=DORMANT)
    longest = F("reference_date").asc(nulls_first=True)
    rows = with_records(reader.own(flags).order_by(longest, "pk"))[:TOP]
    entries = [
        Entry(
            record_title(flag),
            flag.record.get_absolute_url(),
            None,
            explanation(flag.rule, flag.evidence),
            _deeds(flag, reader.user),
        )
        for flag in rows
        if flag.record is not None
    ]
    empty = _("Không có đối tác nào lâu chưa liên lạc.")
    return Part("quiet", _("Đối tác lâu chưa liên lạc"), counts, entries, empty)


def _deeds(flag: Flag, user: Any) -> tuple[tuple[str, str], ...]:
    if not can_snooze(user):
        return ()
    record: Any = flag.record
    return (
        (_("Ghi nhận liên hệ"), reverse("delegations:quick-entry", args=[record.key])),
        (_("Hoãn nhắc"), reverse("followup:snooze", args=[flag.pk])),
    )


def news(reader: Reader, counted: Tally) -> Part:
    """What agencies sent, or was decided about it, and what the nightly look found, since the last visit."""
    moved = ChangeRequest.objects.visible_to(reader.user).moved_since(reader.since)
    updates = tally(moved, user=reader.user, today=reader.today)
    day = f"{reader.since:%d/%m/%Y}"
    counts = [
        Count(
            _("Cập nhật của cơ quan"),
            reader.tiles("news-updates", updates, f"state={ALL}&moved_from={day}", url_name="updates:list"),
        ),
        Count(
            _("Cảnh báo mới"),
            reader.tiles(
                "news-flags",
                counted,
                f"state={FlagState.OPEN.value}&opened_from={day}",
                wanted=lambda group: bool(group["is_new"]),
                url_name="followup:list",
            ),
        ),
    ]
    newest = F("updated_at").desc()
    rows = reader.own(moved).select_related("agency").order_by(newest, "-pk")[:TOP]
    entries = [
        Entry(
            f"{row.agency.name_vi}: {row.get_kind_display()}",
            row.get_absolute_url(),
            None,
            f"{row.get_state_display()} · {display_value(row.updated_at)}",
        )
        for row in rows
    ]
    title = _("Mới từ lần vào trước (%(day)s)") if reader.has_come_before else _("Mới từ ngày %(day)s")
    empty = _("Không có cập nhật nào của cơ quan từ ngày đó.")
    return Part("news", title % {"day": day}, counts, entries, empty)


def quality(reader: Reader, counted: Tally) -> Part:
    """What is missing in the data, by the rules that look for it."""
    counts = [
        Count(
            label,
            reader.tiles(
                f"quality-{codes[0]}",
                counted,
                urlencode({"rule": codes, "state": FlagState.OPEN.value}, doseq=True),
                wanted=lambda group, codes=codes: group["rule"] in codes,
                url_name="followup:list",
            ),
        )
        for codes, label in (
            ([UNKNOWN_TERM], _("Thỏa thuận chưa rõ thời hạn")),
            ([NO_FILE], _("Thỏa thuận chưa có bản ký")),
            (unconfirmed_codes(), _("Lâu chưa cơ quan nào xác nhận")),
        )
    ]
    return Part("quality", _("Chất lượng dữ liệu"), counts)
