"""Sample invitations both ways, and the lists of guests of the fairs of the corridor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from agreements.demo.common import key_of, title_of
from delegations.demo.common import Register, later, on_workday
from delegations.demo.contacts import FAIR, NEXT_FAIR
from delegations.enums import DeclineReason, InvitationAnswer, InvitationSide
from delegations.invitation_days import days_of
from delegations.models import Delegation, Engagement, Invitation
from delegations.services.invitation_lists import invite_partners, note_invitees
from delegations.services.invitations import (
    answer_invitation,
    link_delegation,
    record_invitation,
)
from dnfa.core.demo import Demo

SENT, RECEIVED = InvitationSide.SENT, InvitationSide.RECEIVED
Answer = InvitationAnswer
ANSWERED_AFTER = 12  # days
SENT_BEFORE, ANSWER_BEFORE = 105, 30  # days before a fair opens


@dataclass(frozen=True)
class Plan:
    """An invitation sent or received so many days ago; `event` and `by` in days from today."""

    side: str
    partner: str
    agency: str
    occasion: str
    ago: int
    event: int
    by: int
    answer: str = ""
    reason: str = ""
    followed: str = ""  # the sample delegation that came of it


PLANS = (
    Plan(SENT, "kr-daegu", "so-du-lich", "Mời đoàn thành phố Daegu dự Lễ hội pháo hoa", 150, -75, -110, Answer.ACCEPTED,
         followed="vao-daegu-2"),
    Plan(SENT, "la-vientiane", "so-ngoai-vu", "Mời đoàn thành phố Viêng Chăn thăm, làm việc", 70, 12, -20,
         Answer.ACCEPTED, followed="vao-vientiane-1"),
    Plan(SENT, "jp-sakai", "so-cong-thuong", "Mời Sakai rà soát bản ghi nhớ công nghiệp hỗ trợ", 60, -13, -30,
         Answer.DELEGATED, followed="vao-sakai-2"),
    Plan(SENT, "sk-kosice", "so-khoa-hoc-cong-nghe", "Mời thành phố Košice tìm hiểu công nghệ ô tô", 55, 26, -15,
         Answer.ACCEPTED, followed="vao-kosice-1"),
    Plan(SENT, "us-oakland", "so-ngoai-vu", "Mời thành phố Oakland dự kỷ niệm thiết lập quan hệ", 130, -60, -85,
         Answer.DECLINED, DeclineReason.BUDGET),
    Plan(SENT, "ru-yaroslavl", "so-ngoai-vu", "Mời tỉnh Yaroslavl dự Ngày hội thanh niên", 210, -150, -170,
         Answer.DECLINED, DeclineReason.TRAVEL),
    Plan(SENT, "ar-mar-del-plata", "so-ngoai-vu", "Mời thành phố Mar del Plata dự lễ hội biển", 180, -120, -140,
         Answer.NO_ANSWER),
    Plan(SENT, "ro-timisoara", "so-ngoai-vu", "Mời thành phố Timisoara thăm Đà Nẵng", 24, 90, 20),
    Plan(SENT, "jp-chiba", "ban-xuc-tien-ho-tro-dau-tu", "Mời tỉnh Chiba dự hội nghị xúc tiến đầu tư", 42, 60, -4),
    Plan(SENT, "au-newcastle", "cang-da-nang", "Mời Thị trưởng Newcastle dự hội thảo cảng xanh", 38, 19, -9),
    Plan(RECEIVED, "kr-changwon", "so-ngoai-vu", "Thành phố Changwon mời dự diễn đàn công nghiệp", 75, 33, -30,
         Answer.ACCEPTED, followed="ra-han-quoc-1"),
    Plan(RECEIVED, "jp-sakai", "so-ngoai-vu", "Thành phố Sakai mời dự tuần lễ Việt Nam", 120, -64, -90, Answer.ACCEPTED,
         followed="ra-sakai-1"),
    Plan(RECEIVED, "be-liege", "so-y-te", "Đại học Liège mời làm việc về y sinh", 45, 58, -10, Answer.DELEGATED,
         followed="ra-liege-1"),
    Plan(RECEIVED, "in-mumbai", "so-cong-thuong", "Thành phố Mumbai mời khảo sát thị trường", 140, -88, -110,
         Answer.DECLINED, DeclineReason.APPROVAL),
    Plan(RECEIVED, "fr-nord-pas-de-calais", "so-ngoai-vu", "Vùng Nord Pas de Calais mời dự hội nghị phi tập trung", 160,
         -95, -125, Answer.DECLINED, DeclineReason.SCHEDULE),
    Plan(RECEIVED, "th-khon-kaen", "so-van-hoa-the-thao", "Tỉnh Khon Kaen mời dự lễ hội tơ lụa", 20, 40, 8),
    Plan(RECEIVED, "cn-qingdao", "so-du-lich", "Thành phố Thanh Đảo mời dự liên hoan bia", 33, 55, 15),
    Plan(RECEIVED, "kr-busan", "so-du-lich", "Thành phố Busan mời dự liên hoan phim", 40, 24, -5),
    Plan(RECEIVED, "kr-keimyung", "dai-hoc-da-nang", "Đại học Keimyung mời dự lễ khai giảng", 15, 70, 12),
    Plan(RECEIVED, "mo-macao", "so-du-lich", "Ma Cao mời dự triển lãm du lịch quốc tế", 230, -170, -190,
         Answer.NO_ANSWER),
)  # fmt: skip

# Who came with how many (0: came not), or why not; None: no answer. Next year's list has answers only.
Guest = tuple[str, int | str | None]
GUESTS: tuple[Guest, ...] = (
    ("la-savannakhet", 22), ("la-champasak", 18), ("la-salavan", 9), ("la-sekong", 12), ("la-attapeu", 7),
    ("la-khammouane", 5), ("la-bolikhamxay", 4), ("la-vientiane", 11), ("th-khon-kaen", 34), ("mm-mandalay", 16),
    ("kh-battambang", 8), ("cn-yunnan", 14), ("cn-kunming", 6), ("cn-shandong", 10), ("kr-daegu", 5),
    ("kr-kocham", 20), ("jp-jetro", 6), ("jp-business-association", 9), ("la-xaynhabuli", 0), ("kr-busan", 0),
    ("jp-sakai", DeclineReason.SCHEDULE), ("in-mumbai", DeclineReason.TRAVEL), ("au-newcastle", DeclineReason.BUDGET),
    ("cn-jiangsu", DeclineReason.TOPIC), ("fr-reunion", None), ("ru-yaroslavl", None),
)  # fmt: skip
NEXT_GUESTS: tuple[Guest, ...] = (
    ("la-savannakhet", 20), ("la-champasak", 15), ("th-khon-kaen", 30), ("mm-mandalay", DeclineReason.BUDGET),
    ("kh-battambang", None), ("cn-yunnan", None), ("kr-kocham", 12), ("jp-jetro", None), ("la-sekong", None),
    ("la-salavan", None), ("kr-daegu", DeclineReason.SCHEDULE), ("jp-chiba", None),
)  # fmt: skip


def make_invitations(demo: Demo, register: Register) -> None:
    """The missing ones of the single invitations, then the lists of the fairs, each whole or not at all."""
    there = set(Invitation.objects.filter(event=None).values_list("occasion", flat=True))
    for copy in demo.copies():
        for number, plan in enumerate(PLANS):
            if title_of(plan.occasion, copy) not in there:
                with transaction.atomic():
                    _make(demo, register, plan, copy, number)
                demo.count("invitations")
        for slug, guests in ((FAIR, GUESTS), (NEXT_FAIR, NEXT_GUESTS)):
            fair = Engagement.objects.filter(key=key_of(slug, copy)).first()
            opens = days_of(fair)[0]
            if fair is not None and opens is not None and not fair.invitations.exists():
                with transaction.atomic():
                    _invite(demo, register, fair, opens, guests)


def _make(demo: Demo, register: Register, plan: Plan, copy: int, number: int) -> None:
    sent_on = demo.ago(plan.ago)
    invitation = record_invitation(
        side=plan.side,
        partner=register.partner(plan.partner),
        occasion=title_of(plan.occasion, copy),
        sent_on=sent_on,
        agency=register.agency(plan.agency),
        document_number=f"{520 + number}/UBND-SNgV" if plan.side == SENT else "",
        event_from=demo.workday(plan.event),
        answer_by=demo.workday(plan.by),
        user=demo.user,
        today=demo.today,
    )
    if not plan.answer:
        return
    is_declined = plan.answer == Answer.DECLINED
    invitation = answer_invitation(
        invitation=invitation,
        answer=plan.answer,
        answered_on=None if plan.answer == Answer.NO_ANSWER else later(sent_on, ANSWERED_AFTER, demo),
        reason=plan.reason if is_declined else "",
        user=demo.user,
        today=demo.today,
    )
    followed = Delegation.objects.filter(key=key_of(plan.followed, copy)).first() if plan.followed else None
    if followed is not None:
        link_delegation(invitation=invitation, delegation=followed, user=demo.user)


def _invite(demo: Demo, register: Register, fair: Engagement, opens: date, guests: Iterable[Guest]) -> None:
    """The list, the answers that came, and of a fair that is over who was there."""
    sent_on = on_workday(min(opens - timedelta(days=SENT_BEFORE), demo.today))
    replies = dict(guests)
    invited = invite_partners(
        occasion=fair,
        partners=register.partners(tuple(replies)),
        sent_on=sent_on,
        answer_by=on_workday(opens - timedelta(days=ANSWER_BEFORE)),
        document_number="815/GM-UBND",
        agency=register.agency("so-cong-thuong"),
        user=demo.user,
    )
    is_over = opens <= demo.today
    keys = {register.partner(key).pk: key for key in replies}
    answered_on = later(sent_on, ANSWERED_AFTER, demo)
    rows: list[tuple[Invitation, dict[str, Any], int | None]] = []
    for invitation in invited.made:
        reply = replies[keys[invitation.partner_id]]
        if reply is not None:
            changes: dict[str, Any] = {"answered_on": answered_on, "answer": Answer.ACCEPTED}
            if isinstance(reply, str):
                changes |= {"answer": Answer.DECLINED, "reason": reply}
            elif is_over:
                changes |= {"attended": reply > 0, "attended_persons": reply or None}
            rows.append((invitation, changes, None))
        demo.count("guests")
    for refusal in note_invitees(rows=rows, user=demo.user, today=demo.today).values():
        raise refusal
