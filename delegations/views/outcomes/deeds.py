"""Small pages for what happens to a report and to the file it belongs to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from delegations.forms.outcomes import (
    CloseForm,
    ResubmitForm,
    SubmitForm,
    TakeUpForm,
)
from delegations.models import Conference, Delegation
from delegations.report_buttons import address
from delegations.rules import outcomes as rules
from delegations.selectors_limits import kinds_unjustified
from delegations.services import outcomes as services
from delegations.views.planned import PlannedDeedView
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import keepers, reporters


class _ReportDeed(PlannedDeedView):
    """A deed to the report of a record: the form carries the version of the report."""

    access = reporters
    record_as = "report"

    def load(self, user: Any, pk: Any) -> Any:
        return rules.report_of(super().load(user, pk))

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (it is the report's)
        return address(self.record, "report")


class SubmitView(_ReportDeed):
    """Number and day: the report is in."""

    form_class = SubmitForm
    service = staticmethod(services.submit_report)
    test = staticmethod(rules.can_submit)
    page_title = _("Nộp báo cáo kết quả")
    submit_label = _("Nộp báo cáo")
    success_message = _("Đã nộp báo cáo kết quả.")
    advice = _(
        "Sổ ghi số và ngày của văn bản báo cáo đã ký. Việc phía ta và kiến nghị thành việc phải làm khi Sở Ngoại vụ nộp hoặc tiếp nhận."
    )

    def initial(self) -> dict[str, Any]:
        return {"reported_on": self.today}


class ResubmitView(_ReportDeed):
    """Another number or day of a report already in."""

    form_class = ResubmitForm
    service = staticmethod(services.submit_report)
    test = staticmethod(rules.can_withdraw)
    page_title = _("Sửa số, ngày báo cáo")
    success_message = _("Đã lưu thay đổi.")

    def initial(self) -> dict[str, Any]:
        report = rules.report_of(self.record)
        return {name: getattr(report, name) for name in ("document_number", "reported_on")}


class WithdrawView(_ReportDeed):
    """Back to a draft."""

    form_class = ReasonForm
    service = staticmethod(services.withdraw_report)
    knows_day = False
    test = staticmethod(rules.can_withdraw)
    page_title = _("Rút báo cáo kết quả")
    submit_label = _("Rút báo cáo")
    success_message = _("Đã rút báo cáo về bản nháp.")
    advice = _("Thời hạn báo cáo chạy lại. Việc phải làm đã giao theo báo cáo vẫn giữ nguyên.")


def can_take_up_now(user: Any, record: Any) -> bool:
    """A submitted report of an open file, for who makes things to do."""
    return rules.can_take_up(user) and rules.can_withdraw(user, record)


class TakeUpView(_ReportDeed):
    """Make things to do of what a focal point's report lists."""

    access = keepers
    form_class = TakeUpForm
    service = staticmethod(services.take_up_obligations)
    knows_day = False
    test = staticmethod(can_take_up_now)
    page_title = _("Đưa vào việc phải làm")
    submit_label = _("Đưa vào việc phải làm")
    success_message = _("Đã đưa các việc và kiến nghị vào danh sách việc phải làm.")
    advice = _(
        "Mỗi việc phía ta và mỗi kiến nghị thành một việc phải làm của cơ quan chủ trì, với hạn đã ghi."
    )


class _FileDeed(PlannedDeedView):
    """A deed to the file itself: the form carries the version of the delegation or conference."""

    record_as = "record"
    knows_day = False

    def get_success_url(self, record: Any) -> str:
        return address(record, "report")


class CloseView(_FileDeed):
    """Close the file; the page says what is missing when it cannot be."""

    form_class = CloseForm
    knows_day = True
    test = staticmethod(rules.can_close)
    page_title = _("Kết thúc hồ sơ")
    submit_label = _("Kết thúc hồ sơ")
    success_message = _("Đã kết thúc hồ sơ.")
    advice = _("Sau khi kết thúc, hồ sơ và báo cáo không sửa được nữa; cần sửa thì mở lại với lý do.")

    def initial(self) -> dict[str, Any]:
        return {"closed_on": self.today}

    def shown(self, record: Any, form: Any, version: int) -> HttpResponse:
        """With the way to where the limits are justified, while that is still to be done."""
        advice: Any = self.advice
        if isinstance(record, Delegation) and kinds_unjustified(record):
            advice = format_html(
                '{} <a href="{}#limits">{}</a>',
                _("Đoàn vượt hạn mức mà chưa giải trình."),
                record.get_absolute_url(),
                _("Hạn mức và giải trình"),
            )
        return self.page(record, form, carried={"version": str(version)}, advice=advice)

    def service(self, *, record: Any, **told: Any) -> None:
        if isinstance(record, Conference):
            services.close_conference(conference=record, **told)
        else:
            services.close_delegation(delegation=record, **told)


class ReopenView(_FileDeed):
    """Take a closed file up again."""

    form_class = ReasonForm
    test = staticmethod(rules.can_reopen)
    page_title = _("Mở lại hồ sơ")
    submit_label = _("Mở lại hồ sơ")
    success_message = _("Đã mở lại hồ sơ.")

    def service(self, *, record: Any, **told: Any) -> None:
        if isinstance(record, Conference):
            services.reopen_conference(conference=record, **told)
        else:
            services.reopen_delegation(delegation=record, **told)


class WaiveView(_FileDeed):
    """No report is owed."""

    form_class = ReasonForm
    service = staticmethod(services.waive_report)
    test = staticmethod(rules.can_waive)
    page_title = _("Không phải báo cáo kết quả")
    submit_label = _("Ghi không phải báo cáo")
    success_message = _("Đã ghi hồ sơ này không phải báo cáo kết quả.")
    advice = _("Hồ sơ kết thúc được mà không có báo cáo; lý do giữ trong lịch sử.")


class AskView(_FileDeed):
    """A report is owed after all."""

    form_class = ReasonForm
    service = staticmethod(services.ask_report)
    test = staticmethod(rules.can_ask)
    page_title = _("Yêu cầu báo cáo kết quả")
    submit_label = _("Yêu cầu báo cáo")
    success_message = _("Đã ghi hồ sơ này phải báo cáo kết quả.")
