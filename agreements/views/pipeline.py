"""Pages of the way to signature: board, lists, and the deeds done to one draft."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements.enums import PIPELINE, BrokenOffBy
from agreements.filters.pipeline import BrokenOffFilter, DraftFilter, DraftListFilter
from agreements.pipeline import stages_from, suggested_stage
from agreements.pipeline_sections import reason_words
from agreements.rules import can_write_papers
from agreements.selectors_pipeline import board, broken_off, drafts, hang_cards, with_sides
from agreements.views.papers import partner_names
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column, form_parameters
from dnfa.core.views import RegisterListView

STAGE_ORDER = Case(
    *(When(stage=stage, then=Value(place)) for place, stage in enumerate(PIPELINE)),
    output_field=IntegerField(),
)


def _by_words(row: Any) -> str:
    return str(BrokenOffBy(row.broken_off_by).label) if row.broken_off_by else ""


class BoardView(LoginRequiredMixin, TemplateView):
    """Drafts under way as a board: one column a stage, the longest waiting first."""

    access = signed_in
    template_name = "agreements/pipeline/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, local_today()
        filterset: Any = DraftFilter(data=self.request.GET, queryset=drafts(user), request=self.request)
        is_valid = filterset.form.is_valid()
        rows = filterset.qs if is_valid else drafts(user).none()
        columns = board(user=user, today=today, rows=rows)
        known = form_parameters(filterset.form)
        return super().get_context_data(
            filterset=filterset,
            form=filterset.form,
            columns=[
                {
                    "column": column,
                    "targets": stages_from(column.stage),
                    "suggested": suggested_stage(column.stage),
                }
                for column in columns
            ],
            total=sum(len(column.cards) for column in columns),
            can_write=can_write_papers(user),
            ignored_parameters=sorted(set(self.request.GET) - known),
            today=today,
            **kwargs,
        )


class DraftListView(RegisterListView):
    """Drafts under way as a list, with what the board shows and more for the export."""

    access = signed_in
    template_name = "agreements/pipeline/list.html"
    page_title = _("Văn bản đang chuẩn bị ký")
    filterset_class = DraftListFilter
    default_sort = "since"
    export_name = "chuan-bi-ky"
    import_kinds = ("du-thao", "buoc-chuan-bi")
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        Column("title", _("Tên văn bản"), value="title_vi", sort=vi_key("title_vi"), link=True, width="wide"),
        Column("partners", _("Đối tác"), value=partner_names, template="agreements/cells/partners.html"),
        Column(
            "stage",
            _("Giai đoạn"),
            value="get_stage_display",
            sort=STAGE_ORDER,
            template="agreements/pipeline/cells/stage.html",
        ),
        Column("since", _("Từ ngày"), value="stage_since", sort="stage_since", width="narrow"),
        Column(
            "days",
            _("Số ngày"),
            value="card.days.calendar",
            align="end",
            template="agreements/pipeline/cells/days.html",
        ),
        Column("working_days", _("Số ngày làm việc"), value="card.days.working", on_screen=False),
        Column("ball", _("Đang chờ"), value="card.ball_words", sort="ball"),
        Column("document", _("Văn bản số"), value="step_document", sort="step_document"),
        Column(
            "expected",
            _("Dự kiến xong"),
            value="expected_by",
            sort="expected_by",
            width="narrow",
            template="agreements/pipeline/cells/expected.html",
        ),
        Column("officer", _("Phụ trách"), value="officer", sort="officer__full_name", on_screen=False),
        Column("criteria", _("Tiêu chí"), value="card.criteria.words", on_screen=False),
        Column("open_opinions", _("Ý kiến chưa trả lời"), value="card.open_opinions", on_screen=False),
        Column("note", _("Ghi chú"), value="step_note", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return with_sides(drafts(self.request.user), self.request.user)

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        for row, card in zip(
            rows, hang_cards(rows, user=self.request.user, today=local_today()), strict=True
        ):
            row.card = card
        return rows


class BrokenOffListView(RegisterListView):
    """Talks that were not continued: why, and who stopped."""

    access = signed_in
    template_name = "agreements/pipeline/list.html"
    page_title = _("Lần trao đổi không tiếp tục")
    filterset_class = BrokenOffFilter
    default_sort = "-on"
    export_name = "khong-tiep-tuc"
    import_kinds = ("buoc-chuan-bi",)
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        Column("title", _("Tên văn bản"), value="title_vi", sort=vi_key("title_vi"), link=True, width="wide"),
        Column("partners", _("Đối tác"), value=partner_names, template="agreements/cells/partners.html"),
        Column("on", _("Dừng từ"), value="step_on", sort="step_on", width="narrow"),
        Column("reason", _("Lý do"), value=reason_words, sort="break_reason"),
        Column("by", _("Bên dừng"), value=_by_words, sort="broken_off_by"),
        Column("note", _("Ghi chú"), value="step_note"),
        Column("document", _("Văn bản số"), value="step_document", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return with_sides(broken_off(self.request.user), self.request.user)
