"""Words for exchange rates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements.models import ExchangeRate
from agreements.presenters.projects import filled
from agreements.rates import rate_text
from dnfa.core.display import display_value
from dnfa.core.statuses import status_look


def rate_badge(rate: ExchangeRate) -> str:
    """The code of the look of a rate's state (dnfa/core/statuses.py): whether it is offered for new lines."""
    return "rate_standing" if rate.replaced_on is None else "rate_replaced"


def state_words(rate: ExchangeRate) -> str:
    """The word of the state."""
    return str(status_look(rate_badge(rate)).label)


def rate_facts(rate: ExchangeRate) -> list[dict[str, Any]]:
    """Facts of a row of `rate_rows` for `summary_list`; empty ones are left out."""
    further: ExchangeRate | None = getattr(rate, "replacement", None)
    return filled(
        [
            {"label": _("Loại tiền"), "value": rate.currency},
            {"label": _("Ngày"), "value": rate.day},
            {"label": _("Đồng cho một đơn vị"), "value": rate_text(rate.rate)},
            {"label": _("Nguồn"), "value": rate.source, "href": rate.url},
            {"label": _("Tình trạng"), "value": state_words(rate), "status": rate_badge(rate)},
            _neighbour(_("Thay cho tỷ giá"), rate.replaces, note=rate.reason),
            _neighbour(_("Tỷ giá thay"), further, note=_replaced_when(rate, further)),
            {"label": _("Người ghi"), "value": str(rate.recorded_by or "")},
        ]
    )


def _neighbour(label: str, other: ExchangeRate | None, *, note: str) -> dict[str, Any]:
    if other is None:
        return {"label": label, "value": ""}
    words = f"{other}: {rate_text(other.rate)}"
    return {"label": label, "value": words, "href": other.get_absolute_url(), "note": note}


def _replaced_when(rate: ExchangeRate, further: ExchangeRate | None) -> str:
    if further is None:
        return ""
    return _("từ %(day)s: %(reason)s") % {"day": display_value(rate.replaced_on), "reason": further.reason}
