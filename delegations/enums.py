"""Directions, kinds and states of meetings and contacts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(models.TextChoices):
    """Who travels."""

    IN = "in", _("Đoàn vào")
    OUT = "out", _("Đoàn ra")


class EngagementKind(models.TextChoices):
    """What kind of contact it was."""

    SIGNING = "signing", _("Lễ ký")
    EVENT = "event", _("Sự kiện")
    TRAINING = "training", _("Đào tạo, tập huấn")
    EXCHANGE = "exchange", _("Trao đổi cán bộ, chuyên gia")
    LETTER = "letter", _("Thư từ")
    CALL = "call", _("Điện đàm")
    ONLINE_MEETING = "online_meeting", _("Họp trực tuyến")
    RECEPTION = "reception", _("Tiếp khách")
    CONGRATULATION = "congratulation", _("Điện, thư chúc mừng")
    DONATION = "donation", _("Trao tặng")
    AWARD = "award", _("Giải thưởng")
    NAVAL_VISIT = "naval_visit", _("Tàu thăm cảng")
    OFFICE_OPENING = "office_opening", _("Mở văn phòng")
    INVITATION_DECLINED = "invitation_declined", _("Lời mời không nhận")
    OTHER = "other", _("Khác")


# Recorded, but no evidence of a living tie (design.md section 5): the invitation was not taken up.
NO_ACTIVITY = frozenset({EngagementKind.INVITATION_DECLINED})
# What is written down once it is done; the rest (events, receptions, trainings …) may lie ahead, and be called off.
NEVER_AHEAD = frozenset(
    {
        EngagementKind.LETTER,
        EngagementKind.CALL,
        EngagementKind.CONGRATULATION,
        EngagementKind.DONATION,
        EngagementKind.AWARD,
        EngagementKind.INVITATION_DECLINED,
    }
)


class Initiative(models.TextChoices):
    """Whose side a contact comes from."""

    OURS = "ours", _("Phía ta")
    THEIRS = "theirs", _("Phía bạn")
    BOTH = "both", _("Hai bên")


class MeetingMode(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    HYBRID = "hybrid", _("Trực tiếp kết hợp trực tuyến")


class HeadRank(models.TextChoices):
    """The rank of who leads a delegation; one scale for both directions, so that the two can be compared.

    The limits of Official Letter 101/UBND-SNV of 09/7/2025 are set by the ranks of the city's own people.
    """

    NATIONAL = "national", _("Lãnh đạo Đảng, Nhà nước")
    MINISTER = "minister", _("Bộ trưởng, đại sứ và tương đương")
    LOCALITY_HEAD = "locality_head", _("Người đứng đầu thành phố, địa phương")
    LOCALITY_DEPUTY = "locality_deputy", _("Cấp phó của người đứng đầu thành phố, địa phương")
    DEPARTMENT = "department", _("Lãnh đạo sở, ngành, xã, phường, đặc khu")
    OTHER = "other", pgettext_lazy("cấp trưởng đoàn", "Cấp khác")


class CostSource(models.TextChoices):
    """Who pays."""

    CITY_BUDGET = "city_budget", _("Ngân sách thành phố")
    UNIT_BUDGET = "unit_budget", _("Kinh phí của đơn vị")
    CENTRAL_BUDGET = "central_budget", _("Ngân sách trung ương")
    HOST = "host", _("Phía mời đài thọ")
    PROJECT = "project", _("Dự án, nhà tài trợ")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    SELF = "self", _("Cá nhân tự túc")
    MIXED = "mixed", _("Nhiều nguồn")


class PlanStatus(models.TextChoices):
    """Whether the year's programme holds it."""

    IN_PLAN = "in_plan", _("Trong kế hoạch")
    OUT_OF_PLAN = "out_of_plan", _("Ngoài kế hoạch")


class TripState(models.TextChoices):
    """Of a delegation or conference on a day; computed from dates (`delegations.states`), never stored."""

    PLANNED = "planned", _("Dự kiến")
    UNCONFIRMED = "unconfirmed", _("Chưa ghi nhận thực tế")
    UNDER_WAY = "under_way", _("Đang diễn ra")
    AWAITING_REPORT = "awaiting_report", _("Chờ báo cáo kết quả")
    REPORTED = "reported", _("Đã có báo cáo")
    CLOSED = "closed", pgettext_lazy("trạng thái đoàn", "Đã kết thúc")
    CANCELLED = "cancelled", _("Đã hủy")
    PAST = "past", _("Đã diễn ra")


class ChangeReason(models.TextChoices):
    """Why a delegation or conference was moved or given up."""

    PARTNER_ASKED = "partner_asked", _("Đối tác đề nghị")
    CITY_SCHEDULE = "city_schedule", _("Lịch công tác của thành phố")
    HEAD_CHANGED = "head_changed", _("Thay đổi trưởng đoàn")
    NOT_APPROVED = "not_approved", _("Không được chấp thuận")
    BUDGET = "budget", _("Không bố trí được kinh phí")
    VISA = "visa", _("Thủ tục xuất nhập cảnh")
    DISASTER = "disaster", _("Thiên tai, dịch bệnh")
    OTHER = "other", pgettext_lazy("lý do", "Lý do khác")


class MemberRole(models.TextChoices):
    """What a member does in the delegation."""

    HEAD = "head", _("Trưởng đoàn")
    DEPUTY = "deputy", _("Phó trưởng đoàn")
    MEMBER = "member", _("Thành viên")
    INTERPRETER = "interpreter", _("Phiên dịch")
    PRESS = "press", pgettext_lazy("thành viên đoàn", "Phóng viên")
    BUSINESS = "business", pgettext_lazy("thành viên đoàn", "Doanh nghiệp")


class GiftSide(models.TextChoices):
    """Which way a gift went."""

    GIVEN = "given", _("Quà tặng bạn")
    RECEIVED = "received", _("Quà bạn tặng")


class ProgrammeItemKind(models.TextChoices):
    """What a line of the year's programme plans."""

    DELEGATION_OUT = "delegation_out", _("Đoàn ra")
    DELEGATION_IN = "delegation_in", _("Đoàn vào")
    CONFERENCE = "conference", _("Hội nghị, hội thảo")


class ProgrammeItemState(models.TextChoices):
    """Where a proposed line stands."""

    PROPOSED = "proposed", _("Đề xuất")
    ACCEPTED = "accepted", _("Đưa vào chương trình")
    REFUSED = "refused", _("Không đưa vào")
    WITHDRAWN = "withdrawn", _("Rút đề xuất")
    REMOVED = "removed", _("Đưa ra khi điều chỉnh")


class RevisionKind(models.TextChoices):
    """Which edition of the year's programme: the first, the six-month adjustment, another."""

    INITIAL = "initial", _("Chương trình đầu năm")
    MID_YEAR = "mid_year", _("Điều chỉnh 6 tháng")
    OTHER = "other", pgettext_lazy("lần điều chỉnh", "Điều chỉnh khác")


class LimitKind(models.TextChoices):
    """What a limit on delegations abroad counts (Official Letter 101/UBND-SNV of 09/7/2025)."""

    PERSONS = "persons", _("Số người theo cấp trưởng đoàn")
    DAYS_PER_COUNTRY = "days_per_country", _("Số ngày ở mỗi nước")
    DAYS_AT_EVENT = "days_at_event", _("Số ngày ở mỗi nước khi dự sự kiện quan trọng")
    COUNTRIES = "countries", _("Số nước mỗi chuyến")
    TRIPS_PER_PERSON = "trips_per_person", _("Số chuyến mỗi người trong năm")
    LEADERS_PER_AGENCY = "leaders_per_agency", _("Số lãnh đạo chủ chốt của một cơ quan trong đoàn")
    ENTERPRISE_PAYS = "enterprise_pays", _("Doanh nghiệp tổ chức hoặc đài thọ")


class ObligationSide(models.TextChoices):
    """Who owes what a meeting agreed."""

    OURS = "ours", _("Phía ta phải làm")
    THEIRS = "theirs", _("Phía bạn sẽ làm")
    PROPOSAL = "proposal", _("Kiến nghị")


class ConferencePart(models.TextChoices):
    """Whether the city holds a conference or goes to one."""

    HOSTED = "hosted", _("Chủ trì, đăng cai")
    ATTENDED = "attended", pgettext_lazy("hội nghị", "Tham dự")


class PermitLevel(models.TextChoices):
    """Who allows an international conference (Decision 06/2020/QĐ-TTg)."""

    PRIME_MINISTER = "prime_minister", _("Thủ tướng Chính phủ")
    MINISTER = "minister", _("Bộ trưởng, thủ trưởng cơ quan trung ương")
    CITY_COMMITTEE = "city_committee", _("Chủ tịch UBND thành phố")
    HEAD_OF_UNIT = "head_of_unit", _("Thủ trưởng đơn vị được phân cấp")


class InvitationSide(models.TextChoices):
    """Who invites."""

    SENT = "sent", _("Thành phố mời")
    RECEIVED = "received", _("Thành phố được mời")


# Which way the delegation travels that follows an invitation.
FOLLOWS = {InvitationSide.SENT: Direction.IN, InvitationSide.RECEIVED: Direction.OUT}


class InvitationAnswer(models.TextChoices):
    """What the invited side said; empty while it has not."""

    ACCEPTED = "accepted", _("Nhận lời")
    DELEGATED = "delegated", _("Cử người khác dự")
    DECLINED = "declined", pgettext_lazy("trả lời lời mời", "Từ chối")
    NO_ANSWER = "no_answer", _("Không trả lời")


class DeclineReason(models.TextChoices):
    """Why an invitation was not taken up."""

    SCHEDULE = "schedule", _("Trùng lịch công tác")
    BUDGET = "budget", pgettext_lazy("lý do từ chối", "Không có kinh phí")
    TOPIC = "topic", _("Nội dung không phù hợp")
    LATE = "late", _("Nhận lời mời muộn")
    APPROVAL = "approval", _("Không được cấp có thẩm quyền đồng ý")
    TRAVEL = "travel", _("Khó khăn đi lại, thị thực")
    DISASTER = "disaster", _("Thiên tai, dịch bệnh")
    UNKNOWN = "unknown", _("Không nêu lý do")
    OTHER = "other", pgettext_lazy("lý do", "Lý do khác")
