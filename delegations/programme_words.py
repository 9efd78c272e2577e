"""Lines of the programme in words, and where they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dnfa.core.numbers import format_money

if TYPE_CHECKING:
    from delegations.models import ProgrammeItem


def year_url(year: int) -> str:
    """The page of a year."""
    return reverse("delegations:programme", args=[year])


def item_url(item: ProgrammeItem) -> str:
    """The page of a line."""
    return reverse("delegations:programme-item", args=[item.pk])


def cost_words(item: ProgrammeItem) -> str:
    """The cost with its currency and source; empty when none is told."""
    if item.cost_amount is None:
        return str(item.get_cost_source_display())
    amount = format_money(item.cost_amount, item.cost_currency)
    return f"{amount} ({item.get_cost_source_display()})" if item.cost_source else amount


def item_facts(item: ProgrammeItem) -> list[tuple[str, Any]]:
    """What a line says, for the summary of its page; what nobody told is left out. Its lists are those of `lists_for`."""
    facts: list[tuple[str, Any]] = [
        (_("Loại"), item.get_kind_display()),
        (_("Cơ quan đề xuất"), item.agency.name_vi),
        (_("Thời gian dự kiến"), item.expected_on),
        (_("Số ngày"), item.days),
        (_("Số người"), item.persons),
        (_("Quốc gia và vùng lãnh thổ"), [country.name_vi for country in item.countries.all()]),
        (_("Đối tác"), [partner.name_vi for partner in item.partners.all()]),
        (_("Trưởng đoàn dự kiến"), item.head_title),
        (_("Cấp trưởng đoàn"), item.get_head_rank_display()),
        (_("Mục đích"), item.purpose),
        (_("Kinh phí dự kiến"), cost_words(item)),
        (_("Người đề xuất"), str(item.proposed_by) if item.proposed_by else ""),
        (_("Ngày xử lý"), item.decided_on),
        (_("Lý do, ghi chú xử lý"), item.decision_note),
        (_("Đưa vào từ lần ban hành"), item.accepted_in),
        (_("Đưa ra ở lần ban hành"), item.removed_in),
    ]
    return [(label, value) for label, value in facts if value not in (None, "", [])]
