"""Parts of a contact's page and words for it; of the pages of invitations too."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from delegations.enums import EngagementKind
from delegations.models import Engagement, Invitation
from delegations.rules.engagements import can_invite_many
from delegations.selectors_invitations import STATE_WORDS, TONES, answer_counts, invitation_rows, invitees_of
from delegations.trip_parts import agencies, filled, span, when_words
from partners.models import Partner

Context = dict[str, Any] | None
Items = list[dict[str, Any]]
FEW_INVITEES = 10


def summary(contact: Engagement) -> Items:
    """What was, for `summary_list`."""
    recurring = _("định kỳ, nguồn không ghi ngày") if contact.is_recurring else ""
    ends_on = contact.ends_on if contact.ends_on != contact.starts_on else None
    return filled(
        [
            {"label": _("Từ ngày") if ends_on else _("Ngày"), "value": contact.starts_on},
            {"label": _("Đến ngày"), "value": ends_on},
            {"label": _("Thời gian"), "value": recurring},
            {"label": _("Hình thức"), "value": contact.get_mode_display()},
            {"label": _("Địa điểm"), "value": contact.place},
            {"label": _("Bên khởi xướng"), "value": contact.get_initiative_display()},
            {"label": _("Mục đích"), "value": contact.purpose_vi},
            {"label": _("Kết quả"), "value": contact.outcome_vi},
            {
                "label": _("Người đứng đầu"),
                "value": ", ".join(filter(None, [contact.head_name, contact.head_title])),
            },
            {"label": _("Số người"), "value": contact.persons},
            {"label": _("Văn bản số"), "value": contact.document_number},
            {"label": _("Cơ quan chủ trì"), "value": agencies(contact.lead_agencies)},
            {
                "label": _("Người ghi"),
                "value": contact.recorded_by.full_name if contact.recorded_by else "",
            },
            {"label": _("Nội dung (tiếng Anh)"), "value": contact.title_en, "lang": "en"},
            {"label": _("Hủy ngày"), "value": contact.cancelled_on},
            {
                "label": _("Lý do hủy"),
                "value": contact.get_cancel_reason_display(),
                "note": contact.cancel_note,
            },
        ]
    )


def files(record: Any, user: Any, _as_of: date) -> Context:
    """Files of the record; the tag of the ground floor draws them."""
    return {"record": record, "user": user}


def invitees(occasion: Any, user: Any, as_of: date) -> Context:
    """Whom the city invited to this event or conference, and what they said; nothing where nobody was and may be."""
    rows = list(invitees_of(occasion, user, as_of))
    is_event = isinstance(occasion, Engagement)
    invites = not is_event or occasion.kind == EngagementKind.EVENT
    may_invite = invites and occasion.cancelled_on is None and can_invite_many(user)
    if not rows and not may_invite:
        return None
    return {
        "rows": rows[:FEW_INVITEES],
        "total": len(rows),
        "counts": answer_counts(rows),
        "attended": sum(1 for row in rows if row.attended),
        "persons": sum(row.attended_persons or 0 for row in rows),
        "may_invite": may_invite,
        "key": occasion.key,
        "list_url": "delegations:event-invitees" if is_event else "delegations:conference-invitees",
        "invite_url": "delegations:event-invite" if is_event else "delegations:conference-invite",
    }


def titled_with_days(record: Any) -> str:
    """An event, conference or delegation by its title and days, as a choice tells it."""
    days = span(record.starts_on, record.ends_on) if isinstance(record, Engagement) else when_words(record)
    return f"{record.title_vi} ({days})" if days else str(record.title_vi)


def invitation_facts(invitation: Any) -> tuple[Items, Items]:
    """The invitation itself; and what came of it. Links lead only where the reader may go."""
    event, conference, trip = invitation.seen_event, invitation.seen_conference, invitation.seen_delegation
    occasion = event or conference
    last_day = invitation.ends if invitation.ends != invitation.begins else None
    said = [
        {"label": _("Chiều"), "value": invitation.get_side_display()},
        {
            "label": _("Đối tác"),
            "value": invitation.partner.name_vi,
            "href": invitation.partner.get_absolute_url(),
        },
        {
            "label": _("Quốc gia, vùng lãnh thổ"),
            "value": invitation.partner.country.name_vi if invitation.partner.country else "",
        },
        {
            "label": _("Sự kiện, hội nghị trong sổ"),
            "value": occasion.title_vi if occasion else "",
            "href": occasion.get_absolute_url() if occasion else "",
        },
        {"label": _("Diễn ra từ ngày") if last_day else _("Diễn ra ngày"), "value": invitation.begins},
        {"label": _("Đến ngày"), "value": last_day},
        {"label": _("Thư mời số"), "value": invitation.document_number},
        {"label": sent_label(invitation), "value": invitation.sent_on},
        {"label": _("Cần trả lời trước"), "value": invitation.answer_by},
        {"label": _("Cơ quan theo dõi"), "value": invitation.agency.name_vi if invitation.agency else ""},
        {"label": _("Ghi chú"), "value": invitation.note},
    ]
    came = [
        {"label": _("Trả lời"), "value": STATE_WORDS[invitation.state]},
        {"label": _("Ngày trả lời"), "value": invitation.answered_on},
        {"label": _("Lý do không nhận"), "value": reason_words(invitation)},
        {"label": _("Văn bản trả lời"), "value": invitation.answer_document},
        {"label": _("Có dự"), "value": attended_words(invitation)},
        {
            "label": _("Đoàn đi theo lời mời"),
            "value": trip.title_vi if trip else "",
            "href": trip.get_absolute_url() if trip else "",
        },
    ]
    return filled(said), filled(came)


def sent_label(invitation: Invitation) -> str:
    """Whether its day is that of sending or of receiving."""
    return _("Ngày gửi") if invitation.side == "sent" else _("Ngày nhận")


def reason_words(invitation: Invitation) -> str:
    """Why it was declined, in words."""
    return ": ".join(filter(None, [str(invitation.get_reason_display()), invitation.reason_note]))


def attended_words(invitation: Invitation) -> str:
    """Whether somebody came, with how many; empty while not known."""
    if invitation.attended is None:
        return ""
    if not invitation.attended:
        return _("Không dự")
    if invitation.attended_persons is None:
        return _("Có dự")
    return _("Có dự, %(count)s người") % {"count": invitation.attended_persons}


def partner_invitations(partner: Partner, user: Any, as_of: date) -> dict[str, Any]:
    """Invitations to and from this partner sent by the day, the newest first; for the partner's page."""
    seen = Invitation.objects.visible_to(user).filter(partner=partner, sent_on__lte=as_of)
    rows = list(
        invitation_rows(seen, user, as_of).order_by("waiting_first", "due_on", "age", "-pk")[
            : FEW_INVITEES + 1
        ]
    )
    for row in rows:
        row.tone, row.state_words = TONES[row.state], STATE_WORDS[row.state]
        row.attended_words = attended_words(row)
    return {"rows": rows[:FEW_INVITEES], "has_more": len(rows) > FEW_INVITEES, "partner": partner}


def attendances(user: Any) -> QuerySet[Any]:
    """Invitations that `user` may see, with the `key` by which the timeline names them."""
    return Invitation.objects.visible_to(user).annotate(key=Cast("pk", CharField()))
