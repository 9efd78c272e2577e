"""Types, capacities, terms, events and states of agreements."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementType(models.TextChoices):
    """What the paper calls itself."""

    MOU = "mou", _("Bản ghi nhớ")
    AGREEMENT = "agreement", pgettext_lazy("một thỏa thuận", "Thỏa thuận")
    LETTER_OF_INTENT = "letter_of_intent", _("Ý định thư")
    MINUTES = "minutes", _("Biên bản thỏa thuận")
    PROGRAMME = "programme", _("Chương trình hợp tác")
    PLAN = "plan", _("Kế hoạch, đề án")
    MEMBERSHIP = "membership", _("Tư cách thành viên")
    LOAN_AGREEMENT = "loan_agreement", _("Thỏa thuận vay")
    UNSPECIFIED = "unspecified", _("Nguồn không nêu loại")


# One side only: plans are the city's own papers, memberships and loans are no signed text with a partner locality.
NOT_SIGNED_WITH_A_PARTNER = frozenset(
    {AgreementType.PLAN, AgreementType.MEMBERSHIP, AgreementType.LOAN_AGREEMENT}
)


class Capacity(models.TextChoices):
    """In whose name the Vietnamese side signed (danh nghĩa ký; Law 70/2020, Decree 64/2021)."""

    CITY = "city", _("UBND thành phố")
    COUNCIL = "council", _("HĐND thành phố")
    PARTY = "party", _("Cơ quan Đảng")
    DEPARTMENT = "department", _("Sở, ngành")
    UNIT = "unit", _("Đơn vị trực thuộc")
    DISTRICT = "district", _("UBND quận, huyện (trước 01/7/2025)")
    COMMUNE = "commune", _("UBND xã biên giới")
    ORGANISATION = "organisation", _("Tổ chức")
    NATIONAL = "national", _("Trung ương")
    UNKNOWN = "unknown", _("Nguồn không nêu")


class LegalRegime(models.TextChoices):
    """Which law the paper stands under; it decides which clocks run (domain rules of Law 70/2020)."""

    LAW_2020 = "law_70_2020", _("Luật Thỏa thuận quốc tế 70/2020/QH14")
    ORDINANCE_2007 = "ordinance_2007", _("Pháp lệnh 33/2007 (trước 01/7/2021)")
    EARLIER = "earlier", _("Trước Pháp lệnh 2007")
    ODA = "oda", _("ODA, vay ưu đãi")
    NGO_AID = "ngo_aid", _("Viện trợ phi chính phủ nước ngoài")
    CONTRACT = "contract", _("Hợp đồng dân sự")
    PARTY_PEOPLE = "party_people", _("Kênh Đảng, đối ngoại nhân dân")
    OWN_PAPER = "own_paper", _("Văn bản đơn phương của thành phố")
    UNKNOWN = "unknown", _("Chưa xác định")


class Stage(models.TextChoices):
    """How far a paper is before signature; SIGNED afterwards."""

    EXPLORING = "exploring", _("Đang tìm hiểu")
    DRAFTING = "drafting", _("Đang soạn thảo")
    CONSULTING = "consulting", _("Đang lấy ý kiến")
    APPROVAL = "approval", _("Đang trình phê duyệt")
    READY_TO_SIGN = "ready_to_sign", _("Sẵn sàng ký")
    SIGNED = "signed", _("Đã ký")
    BROKEN_OFF = "broken_off", _("Không tiếp tục")


class TermKind(models.TextChoices):
    """How a paper says how long it holds (design.md section 4)."""

    INDEFINITE = "indefinite", _("Không thời hạn")
    UNTIL = "until", _("Đến một ngày")
    FOR = "for", _("Trong một thời gian")
    AUTO_RENEW = "auto_renew", _("Tự động gia hạn")
    UNKNOWN = "unknown", _("Chưa rõ")


class EventKind(models.TextChoices):
    """What can happen to a paper."""

    SIGNING = "signing", _("Ký")
    LETTER_OF_INTENT = "letter_of_intent", _("Ký ý định thư")
    STRENGTHENING = "strengthening", _("Ký tăng cường")
    RE_SIGNING = "re_signing", _("Ký lại")
    RENEWAL = "renewal", _("Gia hạn")
    EXTENSION = "extension", _("Kéo dài")
    AMENDMENT = "amendment", _("Sửa đổi")
    SUSPENSION = "suspension", _("Tạm ngưng")
    RESUMPTION = "resumption", _("Tiếp tục")
    TERMINATION = "termination", _("Chấm dứt")
    REPLACEMENT = "replacement", _("Thay thế bằng văn bản mới")


# Events at which both sides put their names to a paper: what "signings" counts.
SIGNING_EVENTS = frozenset(
    {
        EventKind.SIGNING,
        EventKind.LETTER_OF_INTENT,
        EventKind.STRENGTHENING,
        EventKind.RE_SIGNING,
        EventKind.RENEWAL,
        EventKind.EXTENSION,
        EventKind.AMENDMENT,
    }
)
FORMAL_SIGNINGS = SIGNING_EVENTS - {EventKind.LETTER_OF_INTENT}
ENDING_EVENTS = frozenset({EventKind.TERMINATION, EventKind.REPLACEMENT})


class Status(models.TextChoices):
    """Computed from dates for a day, never stored (agreements/validity.py)."""

    EXPLORING = "exploring", _("Đang tìm hiểu")
    DRAFTING = "drafting", _("Đang soạn thảo")
    CONSULTING = "consulting", _("Đang lấy ý kiến")
    APPROVAL = "approval", _("Đang trình phê duyệt")
    READY_TO_SIGN = "ready_to_sign", _("Sẵn sàng ký")
    BROKEN_OFF = "broken_off", _("Không tiếp tục")
    NOT_YET_IN_FORCE = "not_yet_in_force", _("Chưa có hiệu lực")
    IN_FORCE = "in_force", _("Còn hiệu lực")
    EXPIRING = "expiring", _("Sắp hết hạn")
    EXPIRED = "expired", _("Đã hết hạn")
    SUSPENDED = "suspended", _("Tạm ngưng")
    TERMINATED = "terminated", _("Đã chấm dứt")
    REPLACED = "replaced", _("Đã thay bằng văn bản mới")
    UNKNOWN_TERM = "unknown_term", _("Chưa rõ thời hạn")


DRAFT_STATUSES = frozenset(
    {
        Status.EXPLORING,
        Status.DRAFTING,
        Status.CONSULTING,
        Status.APPROVAL,
        Status.READY_TO_SIGN,
        Status.BROKEN_OFF,
    }
)
IN_FORCE_STATUSES = frozenset({Status.IN_FORCE, Status.EXPIRING})


class AgencyRole(models.TextChoices):
    """What a Vietnamese body does in an agreement."""

    SIGNATORY = "signatory", _("Bên ký Việt Nam")
    LEAD = "lead", _("Chủ trì")
    COORDINATING = "coordinating", _("Phối hợp")
