"""Small pages for what happens to a project: deeds written down and taken back, reports of agencies taken in, put right, taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agreements.forms.projects import DeedForm, ReportCorrectionForm, ReportForm
from agreements.models import Project, ProjectEvent, ProjectReport
from agreements.rules.projects import can_report_progress
from agreements.services import projects as services
from agreements.views.projects.pages import HIDDEN, visible_project
from dnfa.accounts.models import Agency
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import DeedView, ServiceDeedView, keepers, reporters


class ProjectDeedView(DeedView):
    """One deed to one project behind a small form."""

    access = keepers
    template_name = "agreements/projects/deed.html"
    part = ""  # the part of the project's page that shows what was done

    def load(self, user: Any, pk: Any) -> Project:
        return visible_project(user, pk)

    def get_success_url(self, record: Any) -> str:
        return f"{record.get_absolute_url()}#part-{self.part}"


class EventAddView(ServiceDeedView, ProjectDeedView):
    """Write down what happened: the state of the project follows from it."""

    form_class = DeedForm
    record_as = "project"
    service = staticmethod(services.event_add)
    page_title = _("Ghi việc của dự án")
    success_message = _("Đã ghi việc.")
    advice = _(
        "Tình trạng của dự án do việc gần nhất quyết định. Ngày chỉ biết tháng hoặc năm thì ghi tháng hoặc năm."
    )
    part = "deeds"


class EventRemoveView(ProjectDeedView):
    """Take back a deed written down wrongly."""

    form_class = ReasonForm
    page_title = _("Bỏ việc đã ghi")
    submit_label = _("Bỏ việc này")
    success_message = _("Đã bỏ việc; lịch sử vẫn giữ lại với lý do.")
    part = "deeds"
    event: ProjectEvent

    def load(self, user: Any, pk: Any) -> Project:
        seen = Project.objects.visible_to(user)
        event = ProjectEvent.objects.filter(project__in=seen, pk=pk).select_related("project").first()
        if event is None:
            raise Http404(HIDDEN)
        self.event = event
        return event.project

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.event, **kwargs)

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is the event's)
        services.event_remove(event=self.event, base_version=base_version, user=self.user, **given)


class ReportAddView(ProjectDeedView):
    """Take in what an agency reports; a focal point reports for its own agency only."""

    access = reporters
    form_class = ReportForm
    page_title = _("Báo cáo tiến độ")
    submit_label = _("Gửi báo cáo")
    success_message = _("Đã ghi báo cáo tiến độ.")
    part = "reports"

    def load(self, user: Any, pk: Any) -> Project:
        record = visible_project(user, pk)
        if not can_report_progress(user, record):
            raise PermissionDenied(_("Chỉ Sở Ngoại vụ và cơ quan của dự án được báo cáo tiến độ."))
        if not record.agency_roles.exists():
            raise PermissionDenied(_("Hãy ghi các cơ quan của dự án trước khi nhận báo cáo."))
        return record

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        own = Agency.objects.filter(project_roles__project=record)
        if not self.user.sees_everything:
            own = own.filter(pk=self.user.agency_id)
        return {"agencies": own.distinct()}

    def initial(self) -> dict[str, Any]:
        return {
            "agency": None if self.user.sees_everything else self.user.agency_id,
            "received_on": self.today,
        }

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (a report adds only)
        services.report_add(project=record, user=self.user, today=self.today, **given)


class ReportDeedView(ProjectDeedView):
    """A deed of the Department to a report received already."""

    part = "reports"
    report: ProjectReport

    def load(self, user: Any, pk: Any) -> Project:
        seen = ProjectReport.objects.visible_to(user).select_related("project", "agency")
        report = seen.filter(pk=pk).first()
        if report is None:
            raise Http404(HIDDEN)
        self.report = report
        return report.project

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)


class ReportCorrectView(ReportDeedView):
    """Put right a wrong period, a wrong agency, a slip of the pen."""

    form_class = ReportCorrectionForm
    page_title = _("Sửa báo cáo tiến độ")
    submit_label = _("Lưu")
    success_message = _("Đã sửa báo cáo tiến độ.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        """The bodies of the project, and who reported, should it have no part in it any more."""
        own = Q(project_roles__project=record) | Q(pk=self.report.agency_id)
        return {"agencies": Agency.objects.filter(own).distinct()}

    def initial(self) -> dict[str, Any]:
        told = {name: getattr(self.report, name) for name in services.REPORT_FACTS}
        return {**told, "agency": self.report.agency_id}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is the report's)
        reason = given.pop("reason")
        services.report_correct(
            report=self.report,
            changes=given,
            reason=reason,
            base_version=base_version,
            user=self.user,
            today=self.today,
        )


class ReportRemoveView(ReportDeedView):
    """Take back a report written down wrongly; its period is open again."""

    form_class = ReasonForm
    page_title = _("Bỏ báo cáo tiến độ")
    submit_label = _("Bỏ báo cáo này")
    success_message = _("Đã bỏ báo cáo; lịch sử vẫn giữ lại với lý do.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is the report's)
        services.report_remove(report=self.report, base_version=base_version, user=self.user, **given)
