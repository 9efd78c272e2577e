"""Kinds of agencies, roles of people, how an account and its door stand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    """What kind of body an agency is."""

    DEPARTMENT = "department", _("Sở, ngành")
    COMMITTEE = "committee", _("Ủy ban nhân dân")
    OFFICE = "office", _("Văn phòng")
    PARTY = "party", _("Cơ quan Đảng")
    COUNCIL = "council", _("Hội đồng nhân dân")
    BOARD = "board", _("Ban, ban quản lý")
    ARMED_FORCE = "armed_force", _("Công an, quân sự, biên phòng")
    DISTRICT = "district", _("Quận, huyện (trước 01/7/2025)")
    COMMUNE = "commune", _("Phường, xã, đặc khu")
    UNION = "union", _("Tổ chức chính trị - xã hội, liên hiệp")
    ASSOCIATION = "association", _("Hội, hiệp hội")
    CENTRE = "centre", _("Trung tâm, đơn vị sự nghiệp")
    OFFICE_ABROAD = "office_abroad", _("Văn phòng ở nước ngoài")
    COMPANY = "company", _("Doanh nghiệp")
    ENTERPRISE_GROUP = "enterprise_group", _("Nhóm doanh nghiệp")
    UNIVERSITY = "university", _("Cơ sở giáo dục")
    JUDICIARY = "judiciary", _("Cơ quan tư pháp")
    CENTRAL_AGENCY = "central_agency", _("Cơ quan Trung ương")
    FORMER_AUTHORITY = "former_authority", _("Chính quyền cũ")
    MEDIA = "media", _("Báo chí")
    PLACEHOLDER = "placeholder", _("Chưa nêu tên")


class SuccessionKind(models.TextChoices):
    """How one body came to carry on the work of another."""

    RENAME = "rename", _("Đổi tên")
    MERGE = "merge", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia, tách")
    TRANSFER = "transfer", _("Chuyển giao nhiệm vụ")
    DISSOLVE = "dissolve", _("Giải thể")


# After these the predecessor is no more, even where the register does not say on which day it ended.
ENDS_PREDECESSOR = frozenset({SuccessionKind.RENAME, SuccessionKind.MERGE, SuccessionKind.DISSOLVE})


class Role(models.TextChoices):
    """What a person is in this register; docs/roles.md says what each may do."""

    OFFICER = "officer", _("Chuyên viên Sở Ngoại vụ")
    HEAD = "head", _("Trưởng phòng Sở Ngoại vụ")
    FOCAL_POINT = "focal_point", _("Đầu mối cơ quan, đơn vị")
    LEADER = "leader", _("Lãnh đạo")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    AUDITOR = "auditor", _("Kiểm tra, giám sát")


# Roles of the Department and of leadership see the whole register; a focal point sees its agency's matters only.
SEES_EVERYTHING = frozenset({Role.OFFICER, Role.HEAD, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR})
KEEPS_THE_REGISTER = frozenset({Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR})
READS_HISTORY = frozenset({Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.AUDITOR})
RUNS_THE_HOUSE = frozenset({Role.HEAD, Role.ADMINISTRATOR})  # see everybody's background work
SEES_FOCAL_POINTS = READS_HISTORY  # all agencies'; a focal point in charge sees those of its own


class FocalPointState(models.TextChoices):
    """How an account of an agency stands at a moment; computed, never stored."""

    INVITED = "account_invited", _("Chưa đăng nhập lần nào")
    ACTIVE = "account_active", _("Đang dùng")
    LOCKED = "account_locked", _("Tạm khóa")
    CLOSED = "account_closed", _("Đã đóng")


class LockKind(models.TextChoices):
    """What failed sign-ins are counted by."""

    ACCOUNT = "account", _("Tên đăng nhập")
    ADDRESS = "address", _("Địa chỉ mạng")
