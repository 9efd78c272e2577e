"""Columns that the lists of delegations and of conferences share; most are for the export only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from delegations import trip_parts as words
from dnfa.core.listing import Column

KEY = Column("key", _("Khóa"), on_screen=False)
WHEN = Column(
    "when",
    _("Thời gian"),
    value=words.when_words,
    sort="first_day",
    template="delegations/trips/cells/when.html",
)
STATE = Column(
    "state",
    _("Trạng thái"),
    value=words.state_words,
    sort="state",
    template="delegations/trips/cells/state.html",
)
COORDINATING = Column(
    "coordinating",
    _("Cơ quan phối hợp, nơi làm việc"),
    value=lambda row: words.agencies(row.coordinating),
    on_screen=False,
)
HELD = (
    Column("starts_on", _("Từ ngày"), sort="starts_on", on_screen=False),
    Column("ends_on", _("Đến ngày"), sort="ends_on", on_screen=False),
)
PERMIT = (
    Column("decision", _("Văn bản cho phép"), value=words.decision_words, on_screen=False),
    Column("out_of_plan_reason", _("Lý do ngoài kế hoạch"), on_screen=False),
)
COST = (
    Column("cost_amount", _("Kinh phí"), on_screen=False),
    Column("cost_currency", _("Loại tiền"), on_screen=False),
    Column("cost_source", _("Nguồn kinh phí"), value="get_cost_source_display", on_screen=False),
)
RESULT = (
    Column("report", _("Báo cáo kết quả"), value=words.report_words, on_screen=False),
    Column("outcome", _("Kết quả"), value="outcome_vi", on_screen=False),
)
