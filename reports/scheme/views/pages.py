"""The tasks as a list and as a matrix, one's own tasks, one task."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.core.as_of import KeepsDay
from dnfa.core.clock import local_today
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.provenance import provenance_of
from dnfa.core.views import AsOfMixin, RegisterListView
from dnfa.followup.actions.selectors import actions_of
from dnfa.followup.selectors import flags_of
from dnfa.updates.parts import build_part
from reports.scheme import rules
from reports.scheme.enums import TaskRole, TaskState
from reports.scheme.filters import TaskFilter
from reports.scheme.models import SchemeTask
from reports.scheme.selectors import hang_on, matrix, task_page, task_rows
from reports.scheme.words import (
    coordinators_words,
    figure_words,
    origin_words,
    title_of,
)

HIDDEN_TASK = _("Không có nhiệm vụ này, hoặc nhiệm vụ không thuộc cơ quan bạn.")
# What is late or unknown stands first.
STATE_ORDER = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(TaskState.values)),
    output_field=IntegerField(),
)


def visible_task(user: Any, code: str) -> SchemeTask:
    """The task as it stands today, when this person may see it; else 404."""
    try:
        task: SchemeTask = task_rows(SchemeTask.objects.visible_to(user), local_today()).get(code=code)
    except SchemeTask.DoesNotExist as error:
        raise Http404(HIDDEN_TASK) from error
    return task


def proposing(user: Any) -> dict[str, Any]:
    """Where this person proposes a task: an agency through the queue, the Department on the room's own page."""
    if rules.is_focal_point(user):
        return {"propose_url": reverse("updates:begin_new", args=["scheme-proposal"])}
    return {"propose_url": reverse("scheme:propose") if rules.can_keep_scheme(user) else ""}


class TaskListView(KeepsDay, RegisterListView):
    """The tasks in the order of the Decision, as of a day."""

    access = signed_in
    template_name = "reports/scheme/list.html"
    page_title = _("Nhiệm vụ của Đề án")
    filterset_class = TaskFilter
    default_sort = "code"
    default_page_size = 100
    takes_as_of = True
    export_name = "nhiem-vu-de-an"
    import_kinds: ClassVar[tuple[str, ...]] = ("nhiem-vu-de-an", "tien-do-de-an")
    empty_advice = _("Không có nhiệm vụ nào theo điều kiện này. Đầu mối thấy nhiệm vụ gắn với cơ quan mình.")
    columns: ClassVar = [
        Column("code", _("Mã"), sort="order", link=True, width="narrow"),
        Column(
            "title",
            _("Nhiệm vụ"),
            value=title_of,
            link=True,
            sort=vi_key("title_vi"),
            template="reports/scheme/cells/title.html",
            width="wide",
        ),
        Column("group", _("Nhóm nhiệm vụ"), value="group_name_vi", on_screen=False),
        Column(
            "leads",
            _("Chủ trì"),
            value=lambda row: "; ".join(map(str, row.leads)),
            template="reports/scheme/cells/leads.html",
        ),
        Column("coordinators", _("Phối hợp"), value=coordinators_words, on_screen=False),
        Column("starts_on", _("Bắt đầu"), sort="starts_on", on_screen=False),
        Column("ends_on", _("Kết thúc"), sort="ends_on", width="narrow"),
        Column(
            "state",
            _("Tình trạng"),
            value="state_words",
            sort=(STATE_ORDER, "order"),
            template="reports/scheme/cells/state.html",
        ),
        Column(
            "result",
            _("Kết quả báo gần nhất"),
            value="last_result",
            template="reports/scheme/cells/result.html",
            width="wide",
        ),
        Column(
            "reported_year",
            _("Báo cáo của năm"),
            value=lambda row: str(row.reported_year or ""),
            sort="reported_year",
            on_screen=False,
        ),
        Column(
            "figure",
            _("Con số đạt được"),
            value=lambda row: figure_words(row.last_figure, row.last_unit or ""),
            on_screen=False,
        ),
        Column("evidence", _("Minh chứng"), value="last_evidence", on_screen=False),
        Column(
            "difficulties",
            _("Vướng mắc"),
            value=lambda row: row.open_difficulties or None,
            sort="open_difficulties",
            align="end",
        ),
        Column("note", _("Ghi chú"), on_screen=False),
        Column("origin", _("Xuất xứ"), value=origin_words, on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        seen = SchemeTask.objects.visible_to(self.request.user).known_on(self.as_of)
        return task_rows(seen, self.as_of)

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return hang_on(rows, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**proposing(self.request.user), **kwargs)


class MyTasksView(TaskListView):
    """The tasks that name one's own agency, with what it still has to say for the year."""

    access = roles(Role.FOCAL_POINT)
    template_name = "reports/scheme/mine.html"
    page_title = _("Nhiệm vụ của cơ quan tôi")
    default_sort = "state"
    export_name = "nhiem-vu-cua-toi"
    import_kinds = ()
    empty_advice = _("Không có nhiệm vụ nào nêu tên cơ quan bạn theo điều kiện này.")
    columns: ClassVar = [
        *TaskListView.columns,
        Column(
            "deed",
            _("Việc cần làm"),
            value="",
            template="reports/scheme/cells/deed.html",
            in_export=False,
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        user: Any = self.request.user  # a focal point, says `access`
        rows: Any = super().get_queryset()
        return rows.of_agency(user.agency_id, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user  # as above
        year = self.as_of.year
        mine = SchemeTask.objects.visible_to(user).standing_on(self.as_of)
        led = mine.bound_to(user.agency_id, TaskRole.LEAD, self.as_of)
        return super().get_context_data(
            agency=user.agency,
            year=year,
            to_report=led.unreported_in(year, self.as_of).count(),
            led=led.count(),
            relevant=mine.filter(with_all_relevant_units=True).count(),
            **kwargs,
        )


class MatrixView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """How many tasks each agency leads, or coordinates, in each group: every number opens its list."""

    access = signed_in
    template_name = "reports/scheme/matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("role", "")
        role = TaskRole.COORDINATING if asked == TaskRole.COORDINATING else TaskRole.LEAD
        typed = self.request.GET.get("as_of", "").strip()
        return super().get_context_data(
            matrix=matrix(self.request.user, self.as_of, role, typed=typed),
            role=role,
            roles=TaskRole.choices,
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=typed,
            **kwargs,
        )


class TaskView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One task: who, how far year by year, what stands in the way, what is to be done."""

    access = signed_in
    template_name = "reports/scheme/task.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, local_today()
        seen = SchemeTask.objects.visible_to(user).select_related("replaced_by")
        try:
            task = task_rows(seen, self.as_of).get(code=self.kwargs["code"])
        except SchemeTask.DoesNotExist as error:
            raise Http404(HIDDEN_TASK) from error
        page = task_page(task=task, user=user, as_of=self.as_of, today=today)
        return super().get_context_data(
            page=page,
            task=page.task,
            title=title_of(page.task),
            facts=task_facts(page.task),
            actions=actions_of(page.task, user, self.as_of),
            flags=flags_of(page.task),
            has_past_links=any(link.valid_from or link.valid_to for link in page.links),
            sources=list(provenance_of([page.task])),
            updates=build_part(page.task, user, self.as_of),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


def task_facts(task: Any) -> list[dict[str, Any]]:
    """What the Decision, and later documents, say of the task."""
    replaced = task.replaced_by
    rows: list[dict[str, Any]] = [
        {"label": gettext("Nhóm nhiệm vụ"), "value": f"{task.group_code}. {task.group_name_vi}"},
        {
            "label": gettext("Chủ trì"),
            "value": "; ".join(map(str, task.leads)) or gettext("chưa có cơ quan chủ trì"),
        },
        {"label": gettext("Phối hợp"), "value": coordinators_words(task)},
        {"label": gettext("Bắt đầu"), "value": task.starts_on},
        {
            "label": gettext("Kết thúc"),
            "value": task.ends_on or gettext("Quyết định để trống cột thời gian thực hiện"),
        },
        {"label": gettext("Xuất xứ"), "value": origin_words(task)},
        {
            "label": gettext("Được thay bằng"),
            "value": str(replaced) if replaced else "",
            "href": replaced.get_absolute_url() if replaced else "",
        },
        {"label": gettext("Thay từ ngày"), "value": task.replaced_on},
        {"label": gettext("Ghi chú"), "value": task.note},
    ]
    return [row for row in rows if row["value"] not in (None, "")]
