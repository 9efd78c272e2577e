"""Rounds: the list, one with who has answered, a new one, and the deeds of the Department."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_now, local_today
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.core.exports import write_xlsx
from dnfa.core.listing import Column
from dnfa.core.rows import RowsView
from dnfa.core.views import XLSX_TYPE, RegisterListView
from dnfa.followup.action_views import DeedView
from dnfa.updates.enums import RoundState
from dnfa.updates.filters import UpdateRoundFilter
from dnfa.updates.forms import RoundForm
from dnfa.updates.forms_rounds import QuestionRowForm, ReopenForm, RoundEditForm
from dnfa.updates.models import UpdateRound
from dnfa.updates.round_sheet import round_sheet
from dnfa.updates.rules import can_ask
from dnfa.updates.selectors_rounds import asked_rows, figures_of, round_rows, state_counts
from dnfa.updates.services import rounds as services
from dnfa.updates.services.round_edits import round_reopen, round_update
from dnfa.updates.standard_questions import questions_of
from dnfa.updates.views.common import keepers, sent_version

NO_ROUND = gettext_lazy("Không có đợt cập nhật này, hoặc đợt không hỏi cơ quan bạn.")


def state_word(row: Any) -> str:
    """The word of the round's state."""
    return str(RoundState(row.state).label)


class RoundListView(RegisterListView):
    """Every time the Department asked, newest first."""

    access = signed_in
    template_name = "updates/rounds.html"
    page_title = gettext_lazy("Đợt cập nhật")
    filterset_class = UpdateRoundFilter
    default_sort = "-due_on"
    export_name = "dot-cap-nhat"
    empty_advice = gettext_lazy("Chưa có đợt cập nhật nào.")
    columns: ClassVar = [
        Column("title", gettext_lazy("Đợt cập nhật"), link=True, sort="title", width="wide"),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=state_word,
            sort="state",
            template="updates/cells/round_state.html",
        ),
        Column("due_on", gettext_lazy("Hạn trả lời"), sort="due_on", width="narrow"),
        Column("asked", gettext_lazy("Cơ quan được hỏi"), value="asked_count", align="end"),
        Column("answered", gettext_lazy("Đã trả lời"), value="answered_count", align="end"),
        Column("late", gettext_lazy("Quá hạn"), value="late_count", align="end"),
        Column("officer", gettext_lazy("Phụ trách")),
    ]

    def get_queryset(self) -> Any:
        return round_rows(self.request.user, local_today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_ask=can_ask(self.request.user), **kwargs)


def visible_round(user: Any, pk: int) -> UpdateRound:
    """The round, when this person may see it; else 404."""
    held = round_rows(user, local_today()).filter(pk=pk).first()
    if held is None:
        raise Http404(NO_ROUND)
    return held


class RoundDetailView(LoginRequiredMixin, TemplateView):
    """One round: what was asked, who has answered, who is late, and the figures taken so far."""

    access = signed_in
    template_name = "updates/round.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or with `?format=xlsx` the same agencies with their answers as a workbook."""
        if request.GET.get("format") != "xlsx":
            return super().get(request, *args, **kwargs)
        today = local_today()
        held = visible_round(request.user, self.kwargs["pk"])
        rows = self.chosen(asked_rows(request.user, held, today))
        response = HttpResponse(write_xlsx(round_sheet(held, rows, today)), content_type=XLSX_TYPE)
        response["Content-Disposition"] = (
            f'attachment; filename="dot-cap-nhat-{held.pk}_{today:%Y-%m-%d}.xlsx"'
        )
        return response

    def chosen(self, rows: list[Any]) -> list[Any]:
        """The agencies in the state asked for; all without one."""
        wanted = self.request.GET.get("state", "")
        return [row for row in rows if not wanted or row.state == wanted]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, local_today()
        held = visible_round(user, self.kwargs["pk"])
        rows: list[Any] = asked_rows(user, held, today)
        return super().get_context_data(
            held=held,
            questions=list(held.questions.order_by("order", "pk")),
            counts=state_counts(rows),
            wanted=self.request.GET.get("state", ""),
            rows=self.chosen(rows),
            total=len(rows),
            figures=figures_of(held) if can_ask(user) else [],
            may_ask=can_ask(user),
            **kwargs,
        )


class RoundCreateView(CreatesRecord):
    """Prepare a round; nobody outside the Department sees it before it is opened."""

    access = keepers
    form_class = RoundForm
    template_name = "updates/round_form.html"
    page_title = gettext_lazy("Chuẩn bị đợt cập nhật")
    submit_label = gettext_lazy("Lưu, chưa gửi")
    success_message = gettext_lazy("Đã chuẩn bị đợt cập nhật. Xem lại rồi bấm “Mở đợt” để gửi các cơ quan.")

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("updates:rounds")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"today": self.today}

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> UpdateRound:
        facts = dict(cleaned_data)
        questions = questions_of(facts.pop("asks"), facts.pop("more"), facts.pop("sections"))
        return services.round_create(**facts, questions=questions, user=user, today=today)


def round_to_edit(user: Any, pk: int) -> UpdateRound:
    """The round; 404 for a hidden one, 403 for one that is closed."""
    held = visible_round(user, pk)
    if held.closed_at is not None:
        raise PermissionDenied(_("Đợt đã đóng. Hãy mở lại đợt trước khi sửa."))
    return held


class RoundEditView(EditsVersionedRecord):
    """Put the words, the day and the agencies of a round right; two people who save at once lose nothing."""

    access = keepers
    form_class = RoundEditForm
    template_name = "updates/round_form.html"
    page_title = gettext_lazy("Sửa đợt cập nhật")
    lookup_kwarg = "pk"

    def load(self, user: Any, key: Any) -> UpdateRound:
        return round_to_edit(user, key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"record": record, "today": self.today}

    def initial_of(self, record: Any) -> dict[str, Any]:
        """As the form names things: agencies and officer by their own keys."""
        asked = record.agencies.select_related("agency").order_by("pk")
        told = {name: getattr(record, name) for name in self.form_class.base_fields if name != "agencies"}
        return {**told, "agencies": [one.agency for one in asked]}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> UpdateRound:
        return round_update(
            held=record, changes=changed, base_version=base_version, user=user, now=local_now()
        )


class RoundQuestionsView(RowsView):
    """What a round asks, question by question."""

    access = keepers
    template_name = "updates/round_questions.html"
    page_title = gettext_lazy("Nội dung hỏi của đợt")
    advice = gettext_lazy(
        "Câu hỏi có đơn vị thì hỏi số liệu. Bỏ chọn “Phải trả lời” thì cơ quan để trống được. "
        "Câu đã có cơ quan trả lời chỉ đổi được hướng dẫn, thứ tự và việc phải trả lời."
    )
    form_class = QuestionRowForm
    is_ordered = True
    section = "questions"

    def load(self, user: Any, key: Any) -> UpdateRound:
        return round_to_edit(user, key)

    def kept(self, record: Any) -> Sequence[Any]:
        return list(record.questions.order_by("order", "pk"))

    def save(self, record: Any, rows: list[dict[str, Any]], *, base_version: int) -> None:
        changes = {"questions": rows}
        round_update(
            held=record, changes=changes, base_version=base_version, user=self.request.user, now=local_now()
        )


class RoundReopenView(DeedView):
    """Open a closed round again, until a new day."""

    access = keepers
    form_class = ReopenForm
    page_title = gettext_lazy("Mở lại đợt cập nhật")
    submit_label = gettext_lazy("Mở lại")
    success_message = gettext_lazy("Đã mở lại đợt.")
    advice = gettext_lazy(
        "Cơ quan chưa trả lời, hoặc bị trả lại, trả lời được đến hạn mới. Câu trả lời đã gửi, đã nhận giữ nguyên."
    )

    def load(self, user: Any, pk: int) -> UpdateRound:
        held = visible_round(user, pk)
        if held.closed_at is None:
            raise PermissionDenied(_("Đợt này chưa đóng."))
        return held

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        round_reopen(held=record, **given, base_version=base_version, user=self.user, now=local_now())


class RoundDeedView(LoginRequiredMixin, View):
    """Open or close a round: one button, the version in the form."""

    access = keepers
    deed: ClassVar[str] = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it; what stands in the way is told on the round's page."""
        held = visible_round(request.user, pk)
        version = sent_version(request.POST.get("version", ""))
        try:
            if self.deed == "open":
                services.round_open(
                    held=held, base_version=version, user=request.user, today=local_today(), now=local_now()
                )
                messages.success(request, _("Đã mở đợt. Các cơ quan được hỏi thấy đợt này từ bây giờ."))
            else:
                services.round_close(held=held, base_version=version, user=request.user, now=local_now())
                messages.success(request, _("Đã đóng đợt."))
        except NotAllowed:
            raise
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(held)
