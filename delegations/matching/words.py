"""Near partners as a page says them: why they are listed, what is open with them, when there was contact last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.enums import CommitmentSide
from delegations.enums import InvitationSide
from delegations.matching.nearby import Nearby
from delegations.matching.waiting import Promised
from delegations.selectors_invitations import STATE_WORDS, TONES
from dnfa.core.display import display_value
from dnfa.core.numbers import format_number
from dnfa.core.partial_dates import PartialDate
from dnfa.core.statuses import status_look
from dnfa.followup.activity import kind_label
from dnfa.followup.rules import rule_label
from partners.sections import deed_url, visible_deeds

MOST_OF_A_KIND = 3  # papers, promises, invitations of one partner shown in a row; more are counted
PROMISED_BY = {
    CommitmentSide.OURS: gettext_lazy("Ta cam kết"),
    CommitmentSide.THEIRS: gettext_lazy("Bạn cam kết"),
    CommitmentSide.BOTH: gettext_lazy("Hai bên cam kết"),
}
INVITED_BY = {
    InvitationSide.SENT: gettext_lazy("Ta mời: %(occasion)s"),
    InvitationSide.RECEIVED: gettext_lazy("Bạn mời: %(occasion)s"),
}


def lines_of(rows: Iterable[Nearby], user: Any) -> list[dict[str, Any]]:
    """The rows as the table draws them; links lead only where `user` may go. Rows come from `with_activity`."""
    listed = list(rows)
    deeds = _visible_activity(listed, user)
    return [
        {
            "row": row,
            "partner": row.partner,
            "tie": tie_words(row),
            "why": why_words(row),
            "items": items_of(row),
            "activity": _activity(row.activity or {}, deeds),
        }
        for row in listed
    ]


def why_words(row: Nearby) -> str:
    """Why the partner is near: how far from where, or that it shares the country and no distance can be told."""
    if row.nearest is not None and row.km is not None:
        if row.km < 1:
            return _("Cùng nơi với %(partner)s") % {"partner": row.nearest}
        return _("Cách %(partner)s khoảng %(km)s km") % {
            "partner": row.nearest,
            "km": format_number(round(row.km)),
        }
    country = {"country": row.partner.country}
    if row.has_place:
        return _("Cùng %(country)s; chặng chưa gắn đối tác nên không tính được khoảng cách") % country
    return _("Cùng %(country)s; sổ chưa có tọa độ của đối tác này") % country


def tie_words(row: Nearby) -> str:
    """The tie, since when, and how many papers are in force."""
    said = []
    if row.tie is not None:
        name = row.tie.get_relationship_class_display()
        since = row.tie.since
        said.append(
            _("%(tie)s từ %(since)s") % {"tie": name, "since": display_value(since)} if since else name
        )
    if row.waiting.in_force:
        said.append(
            ngettext("%(n)s văn bản còn hiệu lực", "%(n)s văn bản còn hiệu lực", row.waiting.in_force)
            % {"n": row.waiting.in_force}
        )
    return " · ".join(said)


def items_of(row: Nearby) -> list[dict[str, Any]]:
    """What is open with the partner, what presses first: badge (words and tone), text, link, small words."""
    waiting = row.waiting
    items = [_item(rule_label(code), "warn") for code in row.partner.open_flags]
    items += _few([_paper(paper) for paper in waiting.papers], lambda n: _("%(n)s văn bản khác") % {"n": n})
    items += _few(
        [_invitation(one) for one in waiting.invitations], lambda n: _("%(n)s lời mời khác") % {"n": n}
    )
    items += _few([_promise(one) for one in waiting.promises], lambda n: _("%(n)s cam kết khác") % {"n": n})
    return items


def _item(badge: Any, tone: str, text: str = "", href: str = "", note: str = "") -> dict[str, Any]:
    return {"badge": badge, "tone": tone, "text": text, "href": href, "note": note}


def _few(items: list[dict[str, Any]], rest: Any) -> list[dict[str, Any]]:
    left = len(items) - MOST_OF_A_KIND
    return items if left <= 0 else [*items[:MOST_OF_A_KIND], _item("", "", rest(left))]


def _paper(paper: Any) -> dict[str, Any]:
    look = status_look(paper.status)
    until = _("đến %(day)s") % {"day": display_value(paper.ends_on)} if paper.ends_on else ""
    return _item(look.label, look.tone, paper.title_vi, paper.get_absolute_url(), until)


def _promise(promise: Promised) -> dict[str, Any]:
    due = _("hạn %(day)s") % {"day": display_value(promise.due_on)} if promise.due_on else ""
    if promise.is_late:
        due = _("quá hạn từ %(day)s") % {"day": display_value(promise.due_on)}
    tone = "danger" if promise.is_late else "info"
    return _item(PROMISED_BY[promise.side], tone, promise.text, promise.url, due)


def _invitation(invitation: Any) -> dict[str, Any]:
    said = []
    if invitation.begins:
        days = dict.fromkeys(display_value(day) for day in (invitation.begins, invitation.ends))
        said.append(_("diễn ra %(days)s") % {"days": " – ".join(days)})
    if invitation.due_on:
        said.append(_("hạn trả lời %(day)s") % {"day": display_value(invitation.due_on)})
    if invitation.meets_route:
        said.append(_("trùng ngày chuyến đi"))
    return _item(
        STATE_WORDS[invitation.state],
        TONES[invitation.state],
        str(INVITED_BY[invitation.side]) % {"occasion": invitation.occasion},
        invitation.get_absolute_url(),
        ", ".join(said),
    )


def _visible_activity(rows: list[Nearby], user: Any) -> set[tuple[str, str]]:
    told = [
        {"row_record": row.activity["last_activity_record"], "row_key": row.activity["last_activity_key"]}
        for row in rows
        if row.activity and row.activity["last_activity"]
    ]
    return {(deed["row_record"], deed["row_key"]) for deed in visible_deeds(told, user)}


def _activity(activity: Mapping[str, Any], deeds: set[tuple[str, str]]) -> dict[str, Any] | None:
    """The day of the last activity; what it was, and its page, only where the reader may see the record."""
    if not activity.get("last_activity"):
        return None
    deed = (activity["last_activity_record"], activity["last_activity_key"])
    return {
        "day": last_day(activity),
        "kind": kind_label(deed[0], activity["last_activity_kind"]) if deed in deeds else "",
        "href": deed_url(*deed) if deed in deeds else "",
    }


def last_day(activity: Mapping[str, Any]) -> PartialDate:
    """The day of the last activity as exactly as its source knows it; of what still goes on, the day asked about."""
    ended = PartialDate.from_iso(activity["last_activity_date"])
    day = date.fromisoformat(activity["last_activity"])
    return PartialDate.of(day) if ended.first_day() > day else ended
