"""Kinds of partners, classes of ties, and how a source judged them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    """What kind of body a partner is."""

    LOCALITY = "locality", _("Địa phương")
    AGENCY_OF_LOCALITY = "agency_of_locality", _("Cơ quan của địa phương")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("Tổ chức quốc tế")
    DEVELOPMENT_AGENCY = "development_agency", _("Cơ quan phát triển")
    GOVERNMENT = "government", _("Chính phủ, bộ, ngành")
    MISSION = "mission", _("Cơ quan đại diện")
    NGO = "ngo", _("Tổ chức phi chính phủ, quỹ")
    NETWORK = "network", _("Mạng lưới")
    FRAMEWORK = "framework", _("Khuôn khổ, diễn đàn")
    UNIVERSITY = "university", _("Trường đại học")
    INSTITUTE = "institute", _("Viện nghiên cứu")
    COMPANY = "company", _("Doanh nghiệp")
    ASSOCIATION = "association", _("Hội, hiệp hội")


class LocalityLevel(models.TextChoices):
    """Rank of a locality, by its Vietnamese designation."""

    PROVINCE = "province", _("Tỉnh")
    PREFECTURE = "prefecture", _("Tỉnh (Nhật Bản)")
    CITY = "city", _("Thành phố")
    CAPITAL = "capital", _("Thủ đô")
    STATE = "state", _("Bang")
    REGION = "region", _("Vùng")
    COUNTY = "county", _("Quận")
    EMIRATE = "emirate", _("Tiểu vương quốc")
    SPECIAL_ADMINISTRATIVE_REGION = "special_administrative_region", _("Đặc khu hành chính")
    SPECIAL_SELF_GOVERNING_PROVINCE = "special_self_governing_province", _("Tỉnh tự trị đặc biệt")


class Continent(models.TextChoices):
    """Where a country or territory lies, as the office groups them."""

    ASIA = "asia", _("Châu Á")
    EUROPE = "europe", _("Châu Âu")
    AMERICAS = "americas", _("Châu Mỹ")
    OCEANIA = "oceania", _("Châu Úc")
    AFRICA = "africa", _("Châu Phi")


class NameKind(models.TextChoices):
    """Why a partner is also called so."""

    FORMER = "former", _("Tên cũ")
    ALIAS = "alias", _("Tên gọi khác")


class RelationshipClass(models.TextChoices):
    """How close the tie is; the ladder of decision-2887 and thesis C5."""

    FORMAL = "formal", _("Chính thức")
    LETTER_OF_INTENT = "letter_of_intent", _("Ý định thư")
    COOPERATING = "cooperating", _("Hợp tác, chưa có văn bản cấp thành phố")
    FRIENDSHIP = "friendship", _("Hữu nghị")
    CANDIDATE = "candidate", _("Đang tìm hiểu")
    NONE = "none", _("Mới được nêu tên")


# The ties the Decision counts: a text signed at city level (decision-2887 L566, L1350-1407).
OFFICIAL_TIES = frozenset({RelationshipClass.FORMAL, RelationshipClass.LETTER_OF_INTENT})


class RelationshipOrigin(models.TextChoices):
    """Whether the city made the tie or inherited it."""

    OWN = "own", _("Thành phố thiết lập")
    INHERITED = "inherited", _("Kế thừa")


class AssessmentLevel(models.TextChoices):
    """How a source judged the tie."""

    ACTIVE = "active", _("Có hoạt động")
    FRIENDSHIP_ONLY = "friendship_only", _("Chỉ ở mức hữu nghị")
    NEWLY_ESTABLISHED = "newly_established", _("Mới thiết lập")
    INTERRUPTED = "interrupted", _("Gián đoạn")
    NO_ACTIVITY = "no_activity_since_signing", _("Không hoạt động từ khi ký")
    LETTER_OF_INTENT_ONLY = "letter_of_intent_only", _("Mới ở mức ý định thư")
    UNKNOWN = "unknown", _("Nguồn không nói")


class AssessmentReason(models.TextChoices):
    """Why a source finds a tie weak."""

    DISTANCE = "distance", _("khoảng cách địa lý")
    LANGUAGE = "language", _("ngôn ngữ")
    NO_SHARED_INTEREST = "no_shared_interest", _("không có lợi ích chung")
    BUDGET = "budget", _("kinh phí")
    PERSONNEL_CHANGE = "personnel_change", _("thay đổi nhân sự")
    SMALL_PARTNER = "small_partner", _("đối tác quy mô nhỏ")
    LIMITED_POTENTIAL = "limited_potential", _("tiềm năng hạn chế")
    INVITATIONS_DECLINED = "invitations_declined", _("lời mời không được nhận")
    OFFER_UNUSED = "offer_unused", _("đề nghị không được dùng đến")
    FUNDING_ENDED = "funding_ended", _("hết nguồn tài trợ")
    PARTNER_STOPPED = "partner_stopped", _("phía bạn dừng")
    DRAFT_UNDER_REVIEW = "draft_under_review", _("văn bản đang được xem xét")
    UNSPECIFIED = "unspecified", _("nguồn không nêu lý do")
    NO_RECORD = "no_record", _("nguồn không ghi hoạt động nào")


class NetworkRole(models.TextChoices):
    """What the city is in a network."""

    MEMBER = "member", _("Thành viên")
    FOUNDING_MEMBER = "founding_member", _("Thành viên sáng lập")
    CHAIR = "chair", _("Chủ tịch")
    PARTICIPANT = "participant", _("Tham gia")
    CONTACT = "contact", _("Liên hệ")
    COOPERATION = "cooperation", _("Phối hợp")


class PriorityKind(models.TextChoices):
    """Where the Scheme lists an item of a country."""

    POSITIONING = "positioning", _("Định vị")
    PRIORITY = "priority", _("Lĩnh vực ưu tiên")
    OTHER = "other", _("Lĩnh vực khác")
    UNGROUPED = "ungrouped", _("Không phân nhóm")
