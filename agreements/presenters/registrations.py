"""Words for registrations of foreign non-governmental organisations, rows of `registration_rows`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.enums import PermitState
from agreements.presenters.projects import filled
from agreements.presenters.terms import days_left

_RUNNING_OUT = frozenset({PermitState.VALID, PermitState.EXPIRING, PermitState.EXPIRED})


def permit_label(row: Any) -> str:
    """The word of the state on the day asked about."""
    return str(PermitState(row.state).label)


def permit_badge(row: Any) -> str:
    """The code of the look of the state (dnfa/core/statuses.py)."""
    return f"permit_{row.state}"


def permit_days(row: Any, as_of: date) -> str:
    """How far the last day is; nothing for one withdrawn, not begun, or without a known end."""
    return days_left(row.ends, as_of) if row.state in _RUNNING_OUT else ""


def registration_facts(row: Any, as_of: date) -> list[dict[str, Any]]:
    """Facts for `summary_list`; empty ones are left out."""
    return filled(
        [
            {"label": _("Tổ chức"), "value": str(row.partner), "href": row.partner.get_absolute_url()},
            {"label": _("Loại giấy"), "value": row.get_kind_display()},
            {"label": _("Tình trạng"), "value": permit_label(row), "status": permit_badge(row)},
            {"label": _("Ngày cấp"), "value": row.issued_on},
            {"label": _("Nơi cấp"), "value": row.issued_by},
            {"label": _("Có hiệu lực từ"), "value": row.valid_from},
            {"label": _("Có hiệu lực đến"), "value": row.valid_until, "note": permit_days(row, as_of)},
            {"label": _("Lĩnh vực, địa bàn được phép"), "value": row.scope},
            {"label": _("Căn cứ pháp lý"), "value": str(row.legal_basis or "")},
            {"label": _("Thu hồi, chấm dứt ngày"), "value": row.withdrawn_on},
            {"label": _("Lý do thu hồi, chấm dứt"), "value": row.withdrawn_reason},
            {"label": _("Ghi chú"), "value": row.note},
        ]
    )
