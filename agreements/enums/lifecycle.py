"""Words for the life of a paper: before signature, consultation, commitments, reviews, renewal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums.papers import Stage

# The order of the board; a paper may go back, and may be broken off from any of them.
PIPELINE = (Stage.EXPLORING, Stage.DRAFTING, Stage.CONSULTING, Stage.APPROVAL, Stage.READY_TO_SIGN)


class BallHolder(models.TextChoices):
    """Who has to act next on a paper under way."""

    DEPARTMENT = "department", _("Sở Ngoại vụ")
    LEAD_AGENCY = "lead_agency", _("Cơ quan chủ trì")
    CONSULTED = "consulted", _("Cơ quan được lấy ý kiến")
    CITY_LEADERS = "city_leaders", _("Lãnh đạo thành phố")
    MOFA = "mofa", _("Bộ Ngoại giao")
    PRIME_MINISTER = "prime_minister", _("Thủ tướng Chính phủ")
    PARTNER = "partner", _("Phía đối tác")


class BreakReason(models.TextChoices):
    """Why a talk came to nothing or a tie weakened (thesis part C4, pp. 118-119, 134, 148, 150-151, 159)."""

    DISTANCE = "distance", _("Khoảng cách địa lý")
    LANGUAGE = "language", _("Bất đồng ngôn ngữ")
    NO_COMMON_INTEREST = "no_common_interest", _("Chưa tìm được lợi ích chung")
    PARTNER_BUDGET = "partner_budget", _("Đối tác hạn chế kinh phí")
    CITY_BUDGET = "city_budget", _("Thành phố hạn chế kinh phí")
    PERSONNEL_CHANGE = "personnel_change", _("Thay đổi nhân sự, bầu cử")
    UNDER_REVIEW = "under_review", _("Dự thảo dừng ở khâu xem xét")
    MISSION_SUPPORT = "mission_support", _("Gián đoạn hỗ trợ của cơ quan đại diện")
    DISASTER = "disaster", _("Thiên tai, dịch bệnh")
    RESULTS_UNUSED = "results_unused", _("Kết quả không được dùng sau khi hết tài trợ")
    NOT_APPROVED = "not_approved", _("Không được chấp thuận chủ trương")
    PARTNER_DECLINED = "partner_declined", _("Đối tác từ chối")
    OTHER = "other", pgettext_lazy("lý do", "Lý do khác")


class BrokenOffBy(models.TextChoices):
    """Which side did not go on."""

    CITY = "city", _("Thành phố")
    PARTNER = "partner", _("Phía đối tác")
    CENTRAL = "central", _("Cấp trung ương")
    BOTH = "both", _("Hai bên cùng thống nhất")


class SigningMode(models.TextChoices):
    """How both sides put their names to it."""

    IN_PERSON = "in_person", _("Ký trực tiếp")
    ONLINE = "online", _("Ký trực tuyến")
    EXCHANGE = "exchange", _("Ký bằng cách trao đổi văn bản")


class CooperationLevel(models.TextChoices):
    """What a new tie is meant to be, decided at draft stage (thesis p. 156)."""

    FORMAL = "formal", _("Quan hệ chính thức")
    FRIENDSHIP = "friendship", _("Giao lưu hữu nghị")
    ECONOMIC = "economic", _("Hợp tác kinh tế")
    SUPPORT = "support", _("Kêu gọi hỗ trợ")


class ConsultationPurpose(models.TextChoices):
    """What opinions are asked about (Law 70/2020 arts. 19, 28, 33, 34; Decree 64/2021 art. 5)."""

    SIGNING = "signing", _("Ký văn bản")
    RENEWAL = "renewal", _("Sửa đổi, bổ sung, gia hạn")
    ENDING = "ending", _("Chấm dứt, rút khỏi, tạm đình chỉ")
    PRIME_MINISTER = "prime_minister", _("Xin ý kiến Thủ tướng Chính phủ khi có cơ quan không đồng ý")


class OpinionAnswer(models.TextChoices):
    """What a consulted body said."""

    AGREE = "agree", _("Đồng ý")
    AGREE_WITH_COMMENTS = "agree_with_comments", _("Đồng ý, có góp ý")
    DISAGREE = "disagree", _("Không đồng ý")


class LegalReportKind(models.TextChoices):
    """Written reports that the law asks for after an act."""

    SIGNING = "signing", _("Báo cáo sau khi ký")
    ENDING = "ending", _("Thông báo chấm dứt, rút khỏi, tạm đình chỉ")


class CommitmentSide(models.TextChoices):
    """Who promised."""

    OURS = "ours", _("Phía Đà Nẵng")
    THEIRS = "theirs", _("Phía đối tác")
    BOTH = "both", _("Cả hai bên")


class Rating(models.TextChoices):
    """How a tie performs, in the words of the thesis (part C2, pp. 118-125, 151)."""

    MODEL = "model", _("Mô hình điển hình")
    BROAD = "broad", _("Hiệu quả, thiết thực, bao quát nhiều lĩnh vực")
    EFFECTIVE = "effective", _("Thực sự hiệu quả")
    FRIENDSHIP_ONLY = "friendship_only", _("Chỉ ở mức giao lưu hữu nghị")
    MOMENTARY = "momentary", _("Mang tính thời điểm, đang tạm ngưng")
    INTERRUPTED = "interrupted", _("Gián đoạn, ngưng trệ")
    NOMINAL = "nominal", _("Chính thức trên danh nghĩa, không có thực chất")
    NO_ACTIVITY = "no_activity", _("Ký xong không có hoạt động")
    LETTER_ONLY = "letter_only", _("Ý định thư chưa thành thỏa thuận")


class ReviewDecision(models.TextChoices):
    """What an inter-agency review decides about a paper (Scheme task I.7)."""

    KEEP = "keep", _("Duy trì")
    STRENGTHEN = "strengthen", _("Ký tăng cường")
    AMEND = "amend", _("Sửa đổi")
    RENEW = "renew", _("Gia hạn")
    END = "end", _("Chấm dứt")


class CriterionAnswerValue(models.TextChoices):
    """How far a draft meets a criterion; the share of the weight it earns is in `agreements.criteria`."""

    YES = "yes", _("Đạt")
    PARTLY = "partly", _("Đạt một phần")
    NO = "no", _("Không đạt")
    NOT_APPLICABLE = "not_applicable", _("Không áp dụng")


class PaperClass(models.TextChoices):
    """Class of papers a set of criteria is meant for."""

    CITY = "city", _("Nhân danh thành phố")
    UNIT = "unit", _("Nhân danh sở, ngành, đơn vị")
    LETTER = "letter", _("Ý định thư")


class RenewalOutcome(models.TextChoices):
    """How the work before an end came out."""

    RENEWED = "renewed", _("Đã gia hạn")
    STRENGTHENED = "strengthened", _("Đã ký tăng cường, ký lại")
    REPLACED = "replaced", _("Đã thay bằng văn bản mới")
    LAPSED = "lapsed", _("Để hết hạn")
    ENDED = "ended", _("Đã chấm dứt")
