"""Pages of projects and aid."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements import presenters
from agreements.filters import ProjectFilter
from agreements.models import Project
from agreements.selectors_projects import project_page, project_rows
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.provenance import told_by
from dnfa.core.views import AsOfMixin, RegisterListView


class ProjectListView(KeepsDay, RegisterListView):
    """Aid and joint projects, received and given; the state is that of the day asked about."""

    access = signed_in
    page_title = _("Dự án, viện trợ")
    filterset_class = ProjectFilter
    takes_as_of = True
    default_sort = "-starts_on"
    export_name = "du-an"
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        Column(
            "title",
            _("Tên dự án, khoản viện trợ"),
            value="title_vi",
            sort=vi_key("title_vi"),
            link=True,
            width="wide",
        ),
        Column("key", _("Khóa"), on_screen=False),
        Column("direction", _("Chiều"), value="get_direction_display", sort="direction"),
        Column("side", _("Đối tác"), value=presenters.side_names, template="agreements/cells/sides.html"),
        Column("starts_on", _("Từ"), sort="starts_on", width="narrow"),
        Column("ends_on", _("Đến"), sort="ends_on", width="narrow"),
        Column(
            "amount",
            _("Giá trị"),
            value="value_amount",
            sort=("value_currency", "value_amount"),
            align="end",
            template="agreements/cells/amount.html",
        ),
        Column("currency", _("Loại tiền"), value="value_currency", on_screen=False),
        Column("state", _("Tình trạng"), value=presenters.state_label, sort="state"),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        return project_rows(Project.objects.visible_to(user), user, self.as_of)


class ProjectDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One project or aid item as of a day."""

    access = signed_in
    template_name = "agreements/project.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            page = project_page(key=self.kwargs["key"], user=self.request.user, as_of=self.as_of)
        except Project.DoesNotExist as error:
            raise Http404(_("Không có dự án này, hoặc dự án không thuộc việc của cơ quan bạn.")) from error
        return super().get_context_data(
            page=page,
            project=page.project,
            state=presenters.state_label(page.project),
            summary=presenters.project_summary(page),
            sources=told_by(page.provenance),
            **kwargs,
        )
