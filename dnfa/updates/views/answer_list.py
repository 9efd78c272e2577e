"""What agencies answered to rounds and asked of them, round by round: what waits for the Department stands first."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.accounts.access import signed_in
from dnfa.core.calendar import load_calendar, working_days_between
from dnfa.core.clock import local_today
from dnfa.core.display import display_value
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.updates.enums import AnswerState
from dnfa.updates.filters_rounds import AnswerFilter
from dnfa.updates.models import RoundAgency


def state_word(row: Any) -> str:
    """The word of the answer's state."""
    return str(AnswerState(row.state).label)


def awaited(row: Any) -> str:
    """What the Department has to say to it, if anything."""
    if row.state == AnswerState.SUBMITTED:
        return _("Nhận hoặc trả lại câu trả lời")
    if row.asked_until and row.state != AnswerState.ACCEPTED and row.round.closed_at is None:
        told = {"day": display_value(row.asked_until), "because": row.asked_because}
        return _("Xin lùi hạn đến %(day)s: %(because)s") % told
    return ""


class AnswerListView(RegisterListView):
    """Every agency in every round: answers to be taken and requests for more time, what waits longest first."""

    access = signed_in
    template_name = "updates/answers.html"
    page_title = gettext_lazy("Trả lời của các cơ quan")
    filterset_class = AnswerFilter
    default_sort = "sent"
    export_name = "tra-loi-dot-cap-nhat"
    empty_advice = gettext_lazy("Không có câu trả lời hay đề nghị lùi hạn nào theo điều kiện này.")
    columns: ClassVar = [
        Column("agency", gettext_lazy("Cơ quan"), value="agency.name_vi", sort="agency__name_vi", link=True),
        Column("round", gettext_lazy("Đợt cập nhật"), value="round.title", sort="round__title", width="wide"),
        Column("awaited", gettext_lazy("Chờ Sở Ngoại vụ"), value=awaited),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=state_word,
            sort="state",
            template="updates/cells/answer_state.html",
        ),
        Column("due_on", gettext_lazy("Hạn của cơ quan"), sort="due_on", width="narrow"),
        Column("sent", gettext_lazy("Gửi lúc"), value="submitted_at", sort="submitted_at", width="narrow"),
        Column(
            "days", gettext_lazy("Chờ (ngày làm việc)"), value="days_waiting", align="end", width="narrow"
        ),
        Column("officer", gettext_lazy("Phụ trách"), value="round.officer"),
    ]

    def get_queryset(self) -> Any:
        seen = RoundAgency.objects.visible_to(self.request.user)
        return seen.with_state(local_today()).select_related("agency", "round__officer")

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return hang_days(rows, local_today())


def hang_days(rows: list[Any], today: date) -> list[Any]:
    """Hang `days_waiting` onto the rows: working days since an answer was sent, None where none waits."""
    calendar = load_calendar()
    for row in rows:
        waits = row.state == AnswerState.SUBMITTED
        row.days_waiting = (
            max(0, working_days_between(localdate(row.submitted_at), today, calendar)) if waits else None
        )
    return rows
