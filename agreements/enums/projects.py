"""Words of projects and aid: who pays, in which form, how far it is, which sums are told apart."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProjectDirection(models.TextChoices):
    """Whether the city receives or gives."""

    RECEIVED = "received", _("Tiếp nhận")
    GIVEN = "given", _("Hỗ trợ bạn")


class SourceType(models.TextChoices):
    """Whose money it is: it decides under which law a project stands (`AidRegime`)."""

    NGO = "ngo", _("Phi chính phủ nước ngoài")
    ODA_GRANT = "oda_grant", _("ODA không hoàn lại")
    ODA_LOAN = "oda_loan", _("ODA vay, vay ưu đãi")
    BILATERAL = "bilateral", _("Song phương khác")
    CITY_TO_CITY = "city_to_city", _("Giữa hai địa phương")
    NETWORK = "network", _("Mạng lưới, diễn đàn")
    ENTERPRISE = "enterprise", _("Doanh nghiệp, cá nhân")


class AidForm(models.TextChoices):
    """In which form the resources come."""

    PROJECT = "project", _("Chương trình, dự án")
    NON_PROJECT = "non_project", _("Khoản viện trợ phi dự án")
    TECHNICAL = "technical", _("Hợp tác kỹ thuật")
    SCHOLARSHIP = "scholarship", _("Học bổng")
    IN_KIND = "in_kind", _("Hiện vật")
    RELIEF = "relief", _("Cứu trợ khẩn cấp")


class StatedStatus(models.TextChoices):
    """State of a project in the words of its source; what it is on a day is `ProjectState`."""

    PROPOSED = "proposed", _("Đề xuất")
    APPROVED = "approved", _("Đã duyệt")
    ONGOING = "ongoing", _("Đang thực hiện")
    SUSPENDED = "suspended", _("Tạm dừng")
    COMPLETED = "completed", _("Đã kết thúc")
    RECEIVED = "received", _("Đã tiếp nhận")
    CANCELLED = "cancelled", _("Không thực hiện")
    UNKNOWN = "unknown", _("Nguồn không nêu")


class ProjectState(models.TextChoices):
    """Where a project stands on a day: computed (agreements/project_states.py), never stored."""

    PIPELINE = "pipeline", _("Đang vận động")
    APPROVED = "approved", _("Đã phê duyệt")
    RUNNING = "running", _("Đang thực hiện")
    SUSPENDED = "suspended", _("Tạm dừng")
    FINISHED = "finished", _("Đã kết thúc")
    CLOSED = "closed", _("Đã quyết toán")
    CANCELLED = "cancelled", _("Không thực hiện")
    UNKNOWN = "unknown", _("Nguồn không nêu")


# Nothing of the project is due any more.
OVER_STATES = frozenset({ProjectState.FINISHED, ProjectState.CLOSED, ProjectState.CANCELLED})
# Resources flow, or wait to flow again.
OPEN_STATES = frozenset({ProjectState.RUNNING, ProjectState.SUSPENDED})
# What a report of a period tells of: approved, carried out, or ended in its time; not what was only talked about or dropped.
TOLD_STATES = frozenset({*OPEN_STATES, ProjectState.APPROVED, ProjectState.FINISHED, ProjectState.CLOSED})
# Talked about, or dropped: no total holds their money; it stands beside, in the order a reader asks for it.
SET_ASIDE_STATES = (ProjectState.PIPELINE, ProjectState.CANCELLED)


class ProjectDeed(models.TextChoices):
    """What can happen to a project."""

    PROPOSAL = "proposal", _("Đề xuất, vận động")
    APPROVAL = "approval", _("Phê duyệt")
    START = "start", _("Bắt đầu thực hiện")
    ADJUSTMENT = "adjustment", _("Điều chỉnh")
    EXTENSION = "extension", _("Kéo dài thời gian")
    SUSPENSION = "suspension", _("Tạm dừng")
    RESUMPTION = "resumption", _("Tiếp tục")
    COMPLETION = "completion", _("Kết thúc")
    CLOSING = "closing", _("Quyết toán, đóng")
    CANCELLATION = "cancellation", _("Hủy, không thực hiện")


# Deeds after which a project is in another state; the others change its papers, its end or its sums only.
TURNING_DEEDS = frozenset(ProjectDeed) - {ProjectDeed.ADJUSTMENT, ProjectDeed.EXTENSION}
# Deeds known to the month or year count from its last day, as ends do (design.md section 4); the others from the first.
ENDING_DEEDS = frozenset({ProjectDeed.COMPLETION, ProjectDeed.CLOSING, ProjectDeed.CANCELLATION})
# Deeds after which a project that nobody dated is known to have begun.
STARTING_DEEDS = frozenset({ProjectDeed.APPROVAL, ProjectDeed.START, ProjectDeed.RESUMPTION})
# Deeds after which resources flow, and somebody has to report what they did.
RUNNING_DEEDS = frozenset({ProjectDeed.START, ProjectDeed.RESUMPTION})
# Deeds that say why.
REASONED_DEEDS = frozenset({ProjectDeed.SUSPENSION, ProjectDeed.EXTENSION, ProjectDeed.CANCELLATION})


class ProjectPartyRole(models.TextChoices):
    """What a foreign side does in a project."""

    DONOR = "donor", _("Nhà tài trợ")
    RECIPIENT = "recipient", _("Bên nhận")
    PARTICIPANT = "participant", _("Bên tham gia")


class ProjectAgencyRole(models.TextChoices):
    """What a Vietnamese body does in a project (words of Decrees 80/2020, 313/2025, 242/2025)."""

    MANAGING = "managing", _("Cơ quan chủ quản")
    OWNER = "owner", _("Chủ khoản viện trợ, chủ đầu tư")
    IMPLEMENTING = "implementing", _("Đơn vị thực hiện")
    COORDINATING = "coordinating", _("Phối hợp")


class FundingKind(models.TextChoices):
    """Which sum a line belongs to; sums of different kinds are never added."""

    VALUE = "value", _("Giá trị theo nguồn")
    COMMITTED = "committed", _("Cam kết")
    APPROVED = "approved", pgettext_lazy("số tiền", "Phê duyệt")
    PLANNED = "planned", _("Kế hoạch giải ngân")
    DISBURSED = "disbursed", _("Giải ngân")


class AmountQualifier(models.TextChoices):
    """How exactly a source states an amount."""

    EXACT = "exact", _("chính xác")
    AT_LEAST = "at_least", _("ít nhất")
    UP_TO = "up_to", _("tối đa")
    APPROX = "approx", _("khoảng")


class NgoPermitKind(models.TextChoices):
    """What a foreign non-governmental organisation is registered for (Decree 58/2022/NĐ-CP)."""

    ACTIVITY = "activity", _("Đăng ký hoạt động")
    PROJECT_OFFICE = "project_office", _("Lập văn phòng dự án")
    REPRESENTATIVE_OFFICE = "representative_office", _("Lập văn phòng đại diện")


class PermitState(models.TextChoices):
    """Where a registration stands on a day: computed, never stored."""

    NOT_YET = "not_yet", _("Chưa có hiệu lực")
    VALID = "valid", _("Còn hiệu lực")
    EXPIRING = "expiring", _("Sắp hết hạn")
    EXPIRED = "expired", _("Đã hết hạn")
    WITHDRAWN = "withdrawn", _("Đã thu hồi, chấm dứt")
    UNKNOWN = "unknown", _("Chưa rõ thời hạn")
