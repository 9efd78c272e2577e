"""The list of projects, the page of one, and the forms that make and change its record."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements import presenters
from agreements.enums import FundingKind, ProjectAgencyRole, ProjectDirection
from agreements.filters import ProjectFilter
from agreements.forms.projects import SIDES, NewProjectForm, ProjectForm
from agreements.models import Agreement, Project
from agreements.project_sections import project_page
from agreements.rules.projects import can_write_projects
from agreements.selectors_projects import project_in_full, project_rows
from agreements.services.projects import line_add, project_create, project_update
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.as_of import KeepsDay
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.errors import InvalidInput
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import AsOfMixin, RegisterListView
from partners.models import Partner

keepers = roles(*sorted(KEEPS_THE_REGISTER))
HIDDEN = _("Không có dự án này, hoặc dự án không thuộc việc của cơ quan bạn.")


def visible_project(user: Any, key: str) -> Project:
    """The project, when this person may see it; else 404."""
    record: Project | None = Project.objects.visible_to(user).filter(key=key).first()
    if record is None:
        raise Http404(HIDDEN)
    return record


def _sums(key: str, label: Any, kind: str) -> Column:
    """A column of what the lines of one kind come to, each currency on a line of its own."""
    words = partial(presenters.sums_words, kind=kind)
    return Column(key, label, value=words, align="end", template="agreements/projects/cells/sums.html")


class ProjectListView(KeepsDay, RegisterListView):
    """Aid and joint projects, received and given; state and sums are those of the day asked about."""

    access = signed_in
    page_title = _("Dự án, viện trợ")
    template_name = "agreements/projects/list.html"
    filterset_class = ProjectFilter
    takes_as_of = True
    default_sort = "-starts_on"
    export_name = "du-an"
    import_kinds = ("du-an", "so-tien-du-an", "viec-du-an", "ket-qua-du-an", "bao-cao-tien-do")
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        Column(
            "title",
            _("Tên dự án, khoản viện trợ"),
            value="title_vi",
            sort=vi_key("title_vi"),
            link=True,
            width="wide",
            template="agreements/projects/cells/title.html",
        ),
        Column("key", _("Khóa"), on_screen=False),
        Column("direction", _("Chiều"), value="get_direction_display", on_screen=False),
        Column("side", _("Đối tác"), value=presenters.side_names, template="agreements/cells/sides.html"),
        Column("starts_on", _("Thời gian"), value=presenters.when_words, sort="starts_on", in_export=False),
        Column("begins", _("Từ"), value="starts_on", on_screen=False),
        Column("ends_on", _("Đến"), sort="ends_on", on_screen=False),
        Column(
            "state",
            _("Tình trạng"),
            value=presenters.state_label,
            sort="state",
            template="agreements/projects/cells/state.html",
        ),
        Column(
            "amount",
            _("Giá trị"),
            value="value_amount",
            sort=("value_currency", "value_amount"),
            align="end",
            template="agreements/projects/cells/value.html",
        ),
        Column("currency", _("Loại tiền"), value="value_currency", on_screen=False),
        _sums("committed", _("Cam kết"), FundingKind.COMMITTED),
        _sums("disbursed", _("Giải ngân"), FundingKind.DISBURSED),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        return project_rows(Project.objects.visible_to(user), user, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_write=can_write_projects(self.request.user), **kwargs)


class ProjectDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One project or aid item as of a day: what it is, then the parts that the areas of this room bring."""

    access = signed_in
    template_name = "agreements/project.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        project = project_in_full(user, self.as_of).filter(key=self.kwargs["key"]).first()
        if project is None:
            raise Http404(HIDDEN)
        return super().get_context_data(
            project=project,
            badge=presenters.state_badge(project),
            overdue=presenters.overdue_words(project, self.as_of),
            summary=presenters.project_summary(project),
            sections=project_page.build_sections(project, user, self.as_of),
            buttons=project_page.buttons(project, user),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


class ProjectCreateView(CreatesRecord):
    """Open the record of a project: what it is, who takes part, what the source says it is worth."""

    access = keepers
    template_name = "agreements/projects/form.html"
    form_class = NewProjectForm
    page_title = _("Ghi dự án, viện trợ")
    success_message = _("Đã ghi dự án. Cam kết, giải ngân và các việc ghi tiếp ở đây.")

    def initial(self) -> dict[str, Any]:
        """What the page that leads here knows already: a partner, a paper."""
        asked = self.request.GET
        direction = asked.get("direction", "")
        given = direction == ProjectDirection.GIVEN
        papers = Agreement.objects.visible_to(self.user).filter(key__in=asked.getlist("agreement"))
        partners = Partner.objects.visible_to(self.user).filter(key__in=asked.getlist("partner"))
        return {
            "direction": direction if direction in ProjectDirection.values else "",
            "recipients" if given else "donors": [partner.pk for partner in partners],
            "agreements": [paper.pk for paper in papers],
        }

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("agreements:projects")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Project:
        """Write the record with its sides and bodies, and the value as the first line; all or nothing."""
        facts = dict(cleaned_data)
        value, qualifier = facts.pop("value"), facts.pop("qualifier")
        parties = [
            {"partner": partner, "role": role} for name, role in SIDES.items() for partner in facts.pop(name)
        ]
        agencies = [
            {"agency": agency, "role": role}
            for role in ProjectAgencyRole.values
            for agency in facts.pop(role)
        ]
        with transaction.atomic():
            project = project_create(**facts, parties=parties, agencies=agencies, user=user, today=today)
            if value is not None:
                _book_value(project, value, qualifier, user=user, today=today)
        return project


def _book_value(project: Project, value: Any, qualifier: str, *, user: Any, today: date) -> None:
    """Book the value; what is wrong with the amount stands at the box of the value."""
    try:
        line_add(
            project=project,
            kind=FundingKind.VALUE,
            amount=value.value,
            currency=value.currency,
            qualifier=qualifier,
            user=user,
            today=today,
        )
    except InvalidInput as error:
        raise InvalidInput(error.code, error.message, {"value": [error.message]}) from error


class ProjectEditView(EditsVersionedRecord):
    """Change the record; two people who save at once lose nothing."""

    access = keepers
    template_name = "agreements/projects/form.html"
    form_class = ProjectForm

    def load(self, user: Any, key: Any) -> Project:
        return visible_project(user, key)

    def get_page_title(self, record: Any) -> str:
        return _now("Sửa: %(title)s") % {"title": record}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user, "record": record}

    def save(
        self,
        *,
        record: Any,
        changed: dict[str, Any],
        base_version: int,
        user: Any,
        **_rest: Any,
    ) -> Project:
        return project_update(project=record, changes=changed, base_version=base_version, user=user)
