"""Pages on which the Department writes progress and difficulties down and corrects them; who solves one says so itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import DeedView, keepers, reporters
from reports.scheme import rules, services
from reports.scheme.forms import (
    CorrectionForm,
    DifficultyForm,
    NewDifficultyForm,
    ProgressForm,
    SolveForm,
    report_years,
)
from reports.scheme.models import SchemeDifficulty, SchemeTask, SchemeTaskProgress
from reports.scheme.selectors import agencies_of
from reports.scheme.views.pages import visible_task

FORM = "reports/scheme/form.html"
HIDDEN_PROGRESS = _("Không có báo cáo này, hoặc báo cáo không thuộc nhiệm vụ bạn được xem.")
HIDDEN_DIFFICULTY = _("Không có vướng mắc này, hoặc vướng mắc không thuộc nhiệm vụ bạn được xem.")


class OfTask(CreatesRecord):
    """Something said of one task, written down by the Department."""

    access = keepers
    template_name = FORM

    @cached_property
    def task(self) -> SchemeTask:
        """The task of the address; 404 when hidden, refused when another has its place."""
        task = visible_task(self.user, self.kwargs["code"])
        if not rules.can_report(self.user, task, self.today):
            raise PermissionDenied(_("Nhiệm vụ này đã được thay bằng nhiệm vụ khác."))
        return task

    def choosable(self) -> list[Agency]:
        """In whose name the Department may speak."""
        return agencies_of(self.task, self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=self.task, **kwargs)

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (the task's page shows it)
        return self.task.get_absolute_url()


class ReportView(OfTask):
    """Say how far the task is for a year."""

    form_class = ProgressForm
    submit_label = _("Ghi tiến độ")
    success_message = _("Đã ghi tiến độ. Tệp minh chứng thêm ở từng báo cáo dưới đây.")

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return gettext("Ghi tiến độ nhiệm vụ %(code)s") % {"code": self.task.code}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"years": report_years(self.today), "agencies": self.choosable()}

    def initial(self) -> dict[str, Any]:
        """The year asked for, and for the Department the first agency that leads."""
        year = self.request.GET.get("nam", "")
        agencies = self.choosable()
        return {
            "year": int(year) if year.isdecimal() and len(year) == 4 else self.today.year,
            "agency": agencies[0] if agencies else None,
        }

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> SchemeTaskProgress:
        return services.report_progress(task=self.task, user=user, today=today, **cleaned_data)


class CorrectView(CreatesRecord):
    """Put another row in the place of one that was said wrongly."""

    access = keepers
    template_name = FORM
    form_class = CorrectionForm
    page_title = _("Đính chính tiến độ")
    submit_label = _("Ghi đính chính")
    success_message = _("Đã đính chính. Báo cáo trước còn đọc được ở trang của nhiệm vụ.")

    @cached_property
    def told(self) -> SchemeTaskProgress:
        """The row of the address; 404 when hidden."""
        seen = SchemeTaskProgress.objects.visible_to(self.user).select_related("task", "agency")
        try:
            row: SchemeTaskProgress = seen.get(pk=self.kwargs["pk"])
        except SchemeTaskProgress.DoesNotExist as error:
            raise Http404(HIDDEN_PROGRESS) from error
        return row

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.told, name) for name in ("state", "result", "figure", "unit", "evidence")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=self.told.task, told=self.told, **kwargs)

    def get_success_url(self, record: Any) -> str:  # noqa: ARG002  (the task's page shows it)
        return self.told.get_absolute_url()

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> SchemeTaskProgress:
        return services.correct_progress(progress=self.told, user=user, today=today, **cleaned_data)


class RaiseView(OfTask):
    """Say what stands in the way."""

    form_class = NewDifficultyForm
    submit_label = _("Ghi vướng mắc")
    success_message = _("Đã ghi vướng mắc.")

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return gettext("Nêu vướng mắc của nhiệm vụ %(code)s") % {"code": self.task.code}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"agencies": self.choosable()}

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> SchemeDifficulty:
        return services.raise_difficulty(task=self.task, user=user, today=today, **cleaned_data)


def visible_difficulty(user: Any, pk: int) -> SchemeDifficulty:
    """The difficulty, when this person may see its task; else 404."""
    seen = SchemeDifficulty.objects.visible_to(user).select_related("task", "solver", "raised_by")
    try:
        difficulty: SchemeDifficulty = seen.get(pk=pk)
    except SchemeDifficulty.DoesNotExist as error:
        raise Http404(HIDDEN_DIFFICULTY) from error
    return difficulty


class DifficultyEditView(EditsVersionedRecord):
    """Change the words of an open difficulty, or who is to solve it."""

    access = keepers
    template_name = FORM
    form_class = DifficultyForm
    lookup_kwarg = "pk"
    page_title = _("Sửa vướng mắc")

    def load(self, user: Any, key: Any) -> SchemeDifficulty:
        return visible_difficulty(user, key)

    def get_success_url(self, record: Any) -> str:
        return str(record.task.get_absolute_url())

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> SchemeDifficulty:
        return services.update_difficulty(
            difficulty=record, changes=changed, base_version=base_version, user=user
        )


class DifficultyDeedView(DeedView):
    """One deed to one difficulty."""

    access = reporters

    def load(self, user: Any, pk: int) -> SchemeDifficulty:
        difficulty = visible_difficulty(user, pk)
        if not rules.can_solve(user, difficulty, self.today):
            raise PermissionDenied(_("Chỉ Sở Ngoại vụ, cơ quan giải quyết và cơ quan nêu ghi được việc này."))
        return difficulty

    def get_success_url(self, record: Any) -> str:
        return str(record.task.get_absolute_url())


class SolveView(DifficultyDeedView):
    """Write down how it was solved."""

    form_class = SolveForm
    page_title = _("Ghi đã giải quyết")
    submit_label = _("Ghi đã giải quyết")
    success_message = _("Đã ghi cách giải quyết.")

    def initial(self) -> dict[str, Any]:
        return {"solved_on": self.today}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.solve_difficulty(
            difficulty=record, base_version=base_version, user=self.user, today=self.today, **given
        )


class ReopenView(DifficultyDeedView):
    """Take back that it was solved."""

    form_class = ReasonForm
    page_title = _("Mở lại vướng mắc")
    submit_label = _("Mở lại")
    success_message = _("Đã mở lại vướng mắc.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.reopen_difficulty(
            difficulty=record, base_version=base_version, user=self.user, today=self.today, **given
        )
