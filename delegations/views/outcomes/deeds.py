"""Small pages for what happens to a report and to the file it belongs to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
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
from delegations.selectors_outcomes import PlannedModel
from delegations.services import outcomes as services
from delegations.views.outcomes.pages import NOT_NOW, visible_record
from dnfa.accounts.access import roles
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import DeedView, reporters

keepers = roles(*sorted(KEEPS_THE_REGISTER))


class _Deed(DeedView):
    """One deed behind a small form; `test` says whether this person may do it to this record now."""

    model: PlannedModel = Delegation
    test: ClassVar[Any]

    def load(self, user: Any, pk: Any) -> Any:
        self.record = visible_record(self.model, user, pk)
        if not type(self).test(user, self.record):
            raise PermissionDenied(NOT_NOW)
        return self.subject()

    def subject(self) -> Any:
        """What the form carries the version of: here the report."""
        return rules.report_of(self.record)

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (it is self.record)
        return address(self.record, "report")

    def told(self, base_version: int) -> dict[str, Any]:
        """What every service of a report is told."""
        return {"report": self.subject(), "base_version": base_version, "user": self.user}


class SubmitView(_Deed):
    """Number and day: the report is in."""

    access = reporters
    form_class = SubmitForm
    test = staticmethod(rules.can_submit)
    page_title = _("Nộp báo cáo kết quả")
    submit_label = _("Nộp báo cáo")
    success_message = _("Đã nộp báo cáo kết quả.")
    advice: ClassVar[Any] = _(
        "Sổ ghi số và ngày của văn bản báo cáo đã ký. Việc phía ta và kiến nghị thành việc phải làm khi Sở Ngoại vụ nộp hoặc tiếp nhận."
    )

    def initial(self) -> dict[str, Any]:
        return {"reported_on": self.today}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is self.record)
        services.submit_report(**self.told(base_version), today=self.today, **given)


class ResubmitView(SubmitView):
    """Another number or day of a report already in."""

    form_class = ResubmitForm
    test = staticmethod(rules.can_withdraw)
    page_title = _("Sửa số, ngày báo cáo")
    submit_label = _("Lưu")
    success_message = _("Đã lưu thay đổi.")
    advice = ""

    def initial(self) -> dict[str, Any]:
        report = self.subject()
        return {"document_number": report.document_number, "reported_on": report.reported_on}


class WithdrawView(_Deed):
    """Back to a draft."""

    access = reporters
    form_class = ReasonForm
    test = staticmethod(rules.can_withdraw)
    page_title = _("Rút báo cáo kết quả")
    submit_label = _("Rút báo cáo")
    success_message = _("Đã rút báo cáo về bản nháp.")
    advice = _("Thời hạn báo cáo chạy lại. Việc phải làm đã giao theo báo cáo vẫn giữ nguyên.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is self.record)
        services.withdraw_report(**self.told(base_version), **given)


def can_take_up_now(user: Any, record: Any) -> bool:
    """A submitted report of an open file, for who makes things to do."""
    return rules.can_take_up(user) and rules.can_withdraw(user, record)


class TakeUpView(_Deed):
    """Make things to do of what a focal point's report lists."""

    access = keepers
    form_class = TakeUpForm
    test = staticmethod(can_take_up_now)
    page_title = _("Đưa vào việc phải làm")
    submit_label = _("Đưa vào việc phải làm")
    success_message = _("Đã đưa các việc và kiến nghị vào danh sách việc phải làm.")
    advice = _(
        "Mỗi việc phía ta và mỗi kiến nghị thành một việc phải làm của cơ quan chủ trì, với hạn đã ghi."
    )

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is self.record)
        services.take_up_obligations(**self.told(base_version), **given)


class _FileDeed(_Deed):
    """A deed to the file itself: the form carries the version of the delegation or conference."""

    access = keepers

    def subject(self) -> Any:
        return self.record

    def told(self, base_version: int) -> dict[str, Any]:
        return {"base_version": base_version, "user": self.user}


class CloseView(_FileDeed):
    """Close the file; the page says what is missing when it cannot be."""

    form_class = CloseForm
    test = staticmethod(rules.can_close)
    page_title = _("Kết thúc hồ sơ")
    submit_label = _("Kết thúc hồ sơ")
    success_message = _("Đã kết thúc hồ sơ.")
    advice = _("Sau khi kết thúc, hồ sơ và báo cáo không sửa được nữa; cần sửa thì mở lại với lý do.")

    def initial(self) -> dict[str, Any]:
        return {"closed_on": self.today}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        told = {**self.told(base_version), "today": self.today, **given}
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

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        told = {**self.told(base_version), **given}
        if isinstance(record, Conference):
            services.reopen_conference(conference=record, **told)
        else:
            services.reopen_delegation(delegation=record, **told)


class WaiveView(_FileDeed):
    """No report is owed."""

    form_class = ReasonForm
    test = staticmethod(rules.can_waive)
    page_title = _("Không phải báo cáo kết quả")
    submit_label = _("Ghi không phải báo cáo")
    success_message = _("Đã ghi hồ sơ này không phải báo cáo kết quả.")
    advice = _("Hồ sơ kết thúc được mà không có báo cáo; lý do giữ trong lịch sử.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.waive_report(record=record, **self.told(base_version), **given)


class AskView(_FileDeed):
    """A report is owed after all."""

    form_class = ReasonForm
    test = staticmethod(rules.can_ask)
    page_title = _("Yêu cầu báo cáo kết quả")
    submit_label = _("Yêu cầu báo cáo")
    success_message = _("Đã ghi hồ sơ này phải báo cáo kết quả.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.ask_report(record=record, **self.told(base_version), **given)
